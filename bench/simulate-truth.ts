// How close seeds of each scenario come to what the scenario was calibrated to, and how long making them takes.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scenarioOf, SCENARIOS } from "../src/simulation/scenario.js";
import { simulateIncident } from "../src/simulation/simulate.js";
import type { SimulatedTruth } from "../src/simulation/truth/simulated-truth.js";

const SEEDS = Number(process.env["SEEDS"] ?? 3);
const SCALE = Number(process.env["SCALE"] ?? 1);

const share = ({ failures, attempts }: { failures: number; attempts: number }): string =>
  attempts === 0 ? "–" : `${((100 * failures) / attempts).toFixed(1)} %`;

async function main(): Promise<void> {
  console.log(
    "| scenario | seed | seconds | windows | verbs failed | calls dropped | over the stated window | capacity spared |",
  );
  console.log("|---|---|---|---|---|---|---|---|");
  for (const name of SCENARIOS) {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const parent = mkdtempSync(join(tmpdir(), "bench-simulate-"));
      const started = process.cpuUsage().user;
      const [folder = ""] = await simulateIncident(name, { out: join(parent, name), seed, scale: SCALE });
      const seconds = (process.cpuUsage().user - started) / 1e6;
      const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as SimulatedTruth;
      const windows = truth.windows
        .map(
          ({ onset, recoveryStart, recovery }) =>
            `${onset.slice(11, 16)}–${recoveryStart.slice(11, 16)}–${recovery.slice(11, 16)}`,
        )
        .join(", ");
      const stated = `${share(truth.overStatedWindow.verbs)}, ${share(truth.overStatedWindow.calls)}`;
      console.log(
        `| ${name} | ${seed} | ${seconds.toFixed(1)} | ${windows || "none"} | ${share(truth.verbs)} | ${share(truth.calls)} | ${stated} | ${truth.remediations[0]?.failuresAvoided ?? "–"} |`,
      );
      rmSync(parent, { recursive: true });
    }
    const { target } = scenarioOf(name);
    if (target)
      console.log(
        `| ${name} | aim | | | | | ${(100 * target.verbs).toFixed(1)} %, ${(100 * target.calls).toFixed(1)} % over its own span | |`,
      );
  }
}

await main();
