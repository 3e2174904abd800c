import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "../src/stats/random/random.js";
import { mutatedStatement } from "../test/statement/mutated-statement.js";
import { writtenReports } from "../test/statement/written-reports.js";
import { parseStatement } from "../src/statement/parse.js";
import { statementText } from "../src/statement/versions/statement-text.js";
import { referenceFolder } from "../test/reference-folder.js";

const LIMIT_MS = 2000;

/** Published reports, where they are, and the reports written for the tests. */
function texts(): string[] {
  const folder = referenceFolder("statements");
  const published = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(".txt"))
        .map((file) => readFileSync(join(folder, file), "utf8"))
    : [];
  return [...published, ...writtenReports(join(process.cwd(), "test/statement/reports")).map(({ text }) => text)];
}

/** Processor time of this process so far: on a shared machine the clock on the wall measures the others too. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Mutates statements and reports crashes and the slowest read. Usage: statement-mutations [count] [seed] */
function main(): void {
  const all = texts();
  const count = Number(process.argv[2] ?? 10_000);
  const stream = seededRandom(Number(process.argv[3] ?? 1));
  let [slowestCpu, slowestWall, crashes, slow] = [0, 0, 0, 0];
  for (let index = 0; index < count; index++) {
    const text = mutatedStatement(all[index % all.length] as string, () => stream.next());
    const [cpu, wall] = [cpuMs(), performance.now()];
    try {
      statementText(parseStatement(text, { zone: "Europe/London" }));
    } catch (error) {
      crashes++;
      console.error(
        `mutation ${index}: ${String((error as Error).stack)
          .split("\n")
          .slice(0, 4)
          .join(" | ")}`,
      );
    }
    const used = cpuMs() - cpu;
    if (used > LIMIT_MS) slow++;
    slowestCpu = Math.max(slowestCpu, used);
    slowestWall = Math.max(slowestWall, performance.now() - wall);
  }
  console.log(
    `${count} mutated statements of ${all.length}: ${crashes} crashes, ${slow} over ${LIMIT_MS / 1000} s; the slowest took ${(slowestCpu / 1000).toFixed(2)} s of processor time, ${(slowestWall / 1000).toFixed(2)} s on the wall`,
  );
  if (crashes > 0 || slow > 0) process.exitCode = 1;
}

main();
