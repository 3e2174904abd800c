import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll } from "vitest";
import { CACHE_VARIABLE } from "../src/analysis/cache.js";
import type { Analysis } from "../src/analysis/analysis.js";
import { RUN_CACHE_VARIABLE } from "./run-cache-setup.js";

/** Lets the tests of this file, and what they start, share analyses of the same bytes with the other files that do; none tests that an analysis repeats itself. */
export function sharesAnalyses(): void {
  let before: string | undefined;
  beforeAll(() => {
    before = process.env[CACHE_VARIABLE];
    process.env[CACHE_VARIABLE] = process.env[RUN_CACHE_VARIABLE] ?? "";
  });
  afterAll(() => {
    if (before === undefined) delete process.env[CACHE_VARIABLE];
    else process.env[CACHE_VARIABLE] = before;
  });
}

/** How often a file that waits for another file's analysis looks whether it is there. */
const LOOK_MS = 100;

/** True for the one that asks first; the others wait for what it writes. */
function isFirst(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

/** An analysis by the built package, which leaves it in the run's cache for notebooks and commands too. */
async function analysed(folder: string, cache: string): Promise<string> {
  const program = `import { analyze } from "postmortem-lab"; process.stdout.write(JSON.stringify(await analyze(${JSON.stringify(folder)})));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, [CACHE_VARIABLE]: cache },
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  return stdout;
}

/** The analysis of a bundled incident as the built package gives it: computed once a run, whichever test file asks first. */
export async function bundledAnalysis(folder: string): Promise<Analysis> {
  const cache = process.env[RUN_CACHE_VARIABLE] as string;
  const [file, failed] = [join(cache, `${basename(folder)}.json`), join(cache, `${basename(folder)}.failed`)];
  if (isFirst(`${file}.lock`)) {
    try {
      writeFileSync(`${file}.part`, await analysed(folder, cache));
      renameSync(`${file}.part`, file);
    } catch (cause) {
      writeFileSync(failed, String(cause));
    }
  }
  while (!existsSync(file) && !existsSync(failed)) await pause(LOOK_MS);
  if (existsSync(failed)) throw new Error(readFileSync(failed, "utf8"));
  return JSON.parse(readFileSync(file, "utf8")) as Analysis;
}
