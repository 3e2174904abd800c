import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TortureLine } from "./line.js";
import { bundledSeeds, fuzzCase, KINDS } from "./fuzz.js";

const SILENT_MS = 30_000;
const PROCESSES = 2;

/** Runs every `PROCESSES`-th case in this process and tells its parent of each. */
async function work(first: number, count: number): Promise<void> {
  const seeds = bundledSeeds();
  for (let index = first; index < count; index += PROCESSES)
    process.send?.({ index, failure: await fuzzCase(index, seeds) });
}

/** One child's share of the cases; a case that keeps it silent is killed and named, and the next ones go on in a new child. */
function share(first: number, count: number, failures: string[]): Promise<void> {
  return new Promise((done) => {
    if (first >= count) return done();
    const child = fork(fileURLToPath(import.meta.url), [String(first), String(count)], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let next = first;
    let words = "";
    child.stderr?.on("data", (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2000)));
    let watch = setTimeout(() => child.kill("SIGKILL"), SILENT_MS);
    child.on("message", ({ index, failure }: { index: number; failure: string | null }) => {
      if (failure !== null) failures.push(failure);
      next = index + PROCESSES;
      clearTimeout(watch);
      watch = setTimeout(() => child.kill("SIGKILL"), SILENT_MS);
    });
    child.on("exit", (code, signal) => {
      clearTimeout(watch);
      if (code === 0) return done();
      failures.push(
        `${KINDS[next % KINDS.length]} ${next}: ${signal === "SIGKILL" ? "did not end" : `the process ended with ${code ?? signal}: ${words.trim().split("\n").at(-1)}`}`,
      );
      void share(next + PROCESSES, count, failures).then(done);
    });
  });
}

/** Damaged files of five kinds, `count` in all. */
export async function fuzz(count: number): Promise<TortureLine> {
  const failures: string[] = [];
  const begun = performance.now();
  await Promise.all(Array.from({ length: PROCESSES }, (_child, first) => share(first, count, failures)));
  return {
    test: `mutated ${KINDS.join(", ")}`,
    pass: "no crash, ≤ 2 s of processor each, rows balance",
    count,
    failures,
    measured: `${((performance.now() - begun) / 1000).toFixed(0)} s`,
  };
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  await work(Number(process.argv[2]), Number(process.argv[3]));
  process.disconnect();
}
