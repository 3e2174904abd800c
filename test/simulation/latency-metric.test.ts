import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { latencyMetric } from "../../src/simulation/views/latency-metric.js";

it("gives the bundled metric, byte for byte; node scripts/latency-metric.mjs writes it", () => {
  const { csv, truth } = latencyMetric();
  expect(readFileSync("data/latency-metric/p95.csv", "utf8") === csv).toBe(true);
  expect(readFileSync("data/latency-metric/truth.csv", "utf8")).toBe(truth);
});
