import { existsSync } from "node:fs";
import { aimTable, isStarted } from "./aim.js";
import type { Aim } from "./aim.js";
import { changePointAims } from "./change-points.js";
import { rateCoverageAims, sizeAims } from "./coverage-rates.js";
import { windowCoverageAims, windowSpeedAims } from "./coverage-window.js";
import { effectAims } from "./effects.js";
import { outageWindowAims } from "./outage-windows.js";
import { whatIfAims } from "./what-if.js";

/** Every aim of the statistics with the figure measured for it, from public data and a part of the simulations. */

const quick = true;

/** Public data first: they cost least, and a run that is stopped has printed them. */
const STAGES: readonly (readonly [name: string, needsReference: boolean, aims: () => Aim[]])[] = [
  ["change points", true, () => changePointAims()],
  ["effects", true, () => effectAims({ quick })],
  ["speed of the window", false, windowSpeedAims],
  ["outage windows", true, () => outageWindowAims({ quick })],
  ["rates", false, () => rateCoverageAims({ quick })],
  ["what-if", false, () => whatIfAims({ quick })],
  ["autocorrelation", false, () => sizeAims({ quick })],
  ["coverage of the window", false, () => windowCoverageAims({ quick })],
];

function main(): void {
  const hasReference = existsSync(process.env.POSTMORTEM_REFERENCE ?? "../shared/reference");
  const started = performance.now();
  const aims: Aim[] = [];
  for (const [name, needsReference, measure] of STAGES) {
    if (needsReference && !hasReference) {
      console.error(`${name}: left out, needs the reference data (POSTMORTEM_REFERENCE)`);
      continue;
    }
    const before = process.cpuUsage();
    aims.push(...measure());
    console.error(`${name}: ${(process.cpuUsage(before).user / 1e6).toFixed(0)} s of processor time`);
  }
  console.log(aimTable(aims));
  const asked = aims.filter(({ met }) => met !== null);
  const seconds = (performance.now() - started) / 1000;
  console.log(`\n${asked.filter(({ met }) => met).length} of ${asked.length} aims met; ${seconds.toFixed(0)} s, of which ${((process.cpuUsage().user) / 1e6).toFixed(0)} s of processor time`);
}

if (isStarted(import.meta.url)) main();
