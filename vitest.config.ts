import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./test/slow-first.js";

/** These replace a module or the clock for the whole process, so that each of them has a process of its own. */
const ALONE = ["test/notebook/lab.test.ts", "test/sources/progress.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    pool: "forks",
    // Two suffice for the longest file; more workers than processors only wait for each other.
    maxWorkers: Math.max(2, Math.min(8, availableParallelism())),
    fileParallelism: true,
    globalSetup: "test/run-cache-setup.ts",
    sequence: { sequencer: SlowFirst },
    projects: [
      // The other files share a process a worker: what they import is read and compiled once, not 170 times.
      { extends: true, test: { name: "shared", include: ["test/**/*.test.ts"], exclude: ALONE, isolate: false } },
      { extends: true, test: { name: "alone", include: ALONE, isolate: true } },
    ],
  },
});
