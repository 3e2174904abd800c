import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { runSeeds } from "./seeds/run-seeds.js";
import type { SeedsRun } from "./seeds/run-seeds.js";

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** A part of the seeds in a process of its own, as this program's last line tells it. */
function inProcess(first: number, count: number): Promise<SeedsRun> {
  const given = process.argv.slice(2).filter((_part, at, all) => !/^--(first|seeds|jobs)$/.test(all[at - 1] ?? ""));
  const kept = given.filter((part) => !/^--(first|seeds|jobs)$/.test(part));
  const own = [process.argv[1] as string, ...kept, "--part", "--first", String(first), "--seeds", String(count)];
  return new Promise((done) => {
    const child = spawn(process.execPath, own, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
    child.once("close", (code) => {
      const last = text.trimEnd().split("\n").at(-1) ?? "";
      const crashed = `seeds ${first} to ${first + count - 1} ended with code ${code}`;
      done(last.startsWith("{") ? (JSON.parse(last) as SeedsRun) : { seeds: 0, laws: 0, failures: [crashed] });
    });
  });
}

/**
 * `--seeds n` how many (2,000), `--first n` from which, `--seconds n` at most, `--law name` one law only, `--all` every law for every seed, not one each,
 * `--jobs n` processes (one a processor).
 */
async function main(): Promise<void> {
  const only = option("law");
  const [first, count] = [Number(option("first") ?? 1), Number(option("seeds") ?? 2000)];
  const options = {
    seconds: Number(option("seconds") ?? 600),
    all: process.argv.includes("--all"),
    ...(only !== undefined && { only }),
  };
  const jobs = Math.max(1, Math.min(Number(option("jobs") ?? availableParallelism()), Math.ceil(count / 60)));
  if (process.argv.includes("--part")) {
    console.log(JSON.stringify(await runSeeds({ first, count, ...options })));
    return;
  }
  const begun = performance.now();
  const share = Math.ceil(count / jobs);
  const parts = await Promise.all(
    jobs === 1
      ? [runSeeds({ first, count, ...options })]
      : Array.from({ length: jobs }, (_part, at) => inProcess(first + at * share, Math.min(share, count - at * share))),
  );
  const sum = (of: (part: SeedsRun) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const failures = parts.flatMap((part) => part.failures);
  for (const failure of failures) console.log(failure);
  const took = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(
    `${sum(({ seeds }) => seeds)} seeds run, ${sum(({ laws }) => laws)} laws checked, ${failures.length} failures (${took} s)`,
  );
  if (failures.length > 0) process.exitCode = 1;
}

void main();
