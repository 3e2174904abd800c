import { describe, expect, it } from "vitest";
import { faults } from "../../bench/torture/faults.js";
import { bundledSeeds, fuzzCase } from "../../bench/torture/fuzz.js";

// A part of each; `npm run bench:torture` runs them in full. What injects faults holds file calls of the whole process until it is done: its time is ample, so that it never ends into the next file.
const AMPLE_MS = 900_000;

describe("torture", () => {
  it("reads or refuses 100 damaged files, every row accounted for", { timeout: AMPLE_MS }, async () => {
    const seeds = bundledSeeds();
    const failures: string[] = [];
    for (let index = 50_000; index < 50_100; index += 1) {
      const failure = await fuzzCase(index, seeds);
      if (failure !== null) failures.push(failure);
    }
    expect(failures).toEqual([]);
  });

  it("says in one line what failed when a file call fails, and leaves the old files", {
    timeout: AMPLE_MS,
  }, async () => {
    const { failures, count } = await faults(3);
    expect(failures).toEqual([]);
    expect(count).toBeGreaterThan(30);
  });
});
