// Writes data/latency-metric: the simulated metric of notebook 06 with its truth beside it: node scripts/latency-metric.mjs
import "./setup.mjs";
import { mkdirSync, writeFileSync } from "node:fs";

const { latencyMetric } = await import("../dist/simulation/views/latency-metric.js");
const { csv, truth } = latencyMetric();
mkdirSync("data/latency-metric", { recursive: true });
writeFileSync("data/latency-metric/p95.csv", csv);
writeFileSync("data/latency-metric/truth.csv", truth);
