import { existsSync, writeFileSync } from "node:fs";
import { aimTable, isStarted } from "./aim.js";
import type { Aim } from "./aim.js";
import { changePointAims } from "./change-points.js";
import { rateCoverageAims, sizeAims } from "./coverage-rates.js";
import { windowCoverageAims, windowSpeedAims } from "./coverage-window.js";
import { effectAims } from "./effects.js";
import { longRunAims } from "./effects-long-run.js";
import { outageWindowAims } from "./outage-windows.js";
import { quietAims } from "./quiet-windows.js";
import { whatIfAims } from "./what-if.js";
import { referenceFolder } from "../test/reference-folder.js";

/** Every aim of the statistics with the figure measured for it, from public data and a part of the simulations. */

const quick = true;

/** Public data first: they cost least, and a run that is stopped has printed them. */
const STAGES: readonly (readonly [name: string, needsReference: boolean, aims: () => Aim[]])[] = [
  ["change points", true, () => changePointAims()],
  ["effects", true, () => effectAims({ quick })],
  ["effects beside a long run", false, () => longRunAims({ quick })],
  ["speed of the window", false, windowSpeedAims],
  ["outage windows", true, () => outageWindowAims({ quick })],
  ["quiet weeks", false, () => quietAims({ quick })],
  ["rates", false, () => rateCoverageAims({ quick })],
  ["what-if", false, () => whatIfAims({ quick, runs: 40 })],
  ["autocorrelation", false, () => sizeAims({ quick })],
  ["coverage of the window", false, () => windowCoverageAims({ quick })],
];

const INTRODUCTION = `# Measured

Every aim of the statistics with the figure measured for it, as \`npm run bench:methods -- --out=docs/method/measured.md\` prints it: public data whole, simulations in part. "±" is Monte Carlo
error; an aim in a cell that small may be met or missed by chance, so the pages of each method name the full runs. "–" is reported without an aim. The public series are in-sample where a constant was
looked at on them; what is chosen leaving each series out stands beside it.
`;

function main(): void {
  const hasReference = existsSync(referenceFolder());
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
  const table = aimTable(aims);
  console.log(table);
  const asked = aims.filter(({ met }) => met !== null);
  const seconds = (performance.now() - started) / 1000;
  const met = `${asked.filter(({ met: isMet }) => isMet).length} of ${asked.length} aims met.`;
  const out = process.argv.find((argument) => argument.startsWith("--out="))?.slice("--out=".length);
  if (out) writeFileSync(out, [INTRODUCTION, table, "", met, ""].join("\n"));
  console.log(
    `\n${met} ${seconds.toFixed(0)} s, of which ${(process.cpuUsage().user / 1e6).toFixed(0)} s of processor time`,
  );
}

if (isStarted(import.meta.url)) main();
