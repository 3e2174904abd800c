import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "../src/stats/random.js";
import { mutatedStatement } from "../test/statement/mutated-statement.js";
import { parseStatement } from "../src/statement/parse-statement.js";
import { statementText } from "../src/statement/statement-text.js";

/** Mutates the reference statements and reports crashes and the slowest read. Usage: statement-mutations [count] [seed] */
function main(): void {
  const folder = join(process.env["POSTMORTEM_REFERENCE"] ?? "../shared/reference", "statements");
  const texts = readdirSync(folder).filter((file) => file.endsWith(".txt")).map((file) => readFileSync(join(folder, file), "utf8"));
  const count = Number(process.argv[2] ?? 10_000);
  const stream = seededRandom(Number(process.argv[3] ?? 1));
  let [slowest, crashes] = [0, 0];
  for (let index = 0; index < count; index++) {
    const text = mutatedStatement(texts[index % texts.length] as string, () => stream.next());
    const start = performance.now();
    try {
      statementText(parseStatement(text, { zone: "Europe/London" }));
    } catch (error) {
      crashes++;
      console.error(`mutation ${index}: ${String((error as Error).stack).split("\n").slice(0, 4).join(" | ")}`);
    }
    slowest = Math.max(slowest, performance.now() - start);
  }
  console.log(`${count} mutated statements: ${crashes} crashes, slowest ${(slowest / 1000).toFixed(3)} s`);
  if (crashes > 0 || slowest > 2000) process.exitCode = 1;
}

main();
