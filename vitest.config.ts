import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./test/slow-first.js";

/** Workers start programs of their own, some of which take a gigabyte; more of them would gain little on a large machine. */
const MOST_WORKERS = 8;

/** Only what hangs takes longer, on a slow and busy machine too; no test is a measurement of time. */
const HUNG_MS = 600_000;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: HUNG_MS,
    hookTimeout: HUNG_MS,
    pool: "forks",
    // The files of a worker share its process: what they import is read and compiled once. No file replaces a module, and each puts back what it changes.
    isolate: false,
    // One more than processors: the file that drives JupyterLab mostly waits for a browser and kernels.
    maxWorkers: Math.min(MOST_WORKERS, availableParallelism() + 1),
    fileParallelism: true,
    globalSetup: "test/run-cache-setup.ts",
    sequence: { sequencer: SlowFirst },
  },
});
