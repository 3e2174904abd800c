import { afterAll, beforeAll } from "vitest";
import { CACHE_VARIABLE } from "../src/analysis/cache.js";
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
