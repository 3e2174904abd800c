import { seededRandom } from "../src/index.js";
import { isStarted } from "./aim.js";
import { analyseFolder, analyseSeries, FolderScore } from "./signals/folder-score.js";
import { GAUGE_KINDS } from "./signals/gauge-kinds.js";
import { LATENCY_KINDS } from "./signals/latency-kinds.js";
import type { PlantedFolder } from "./signals/planted.js";
import { TRAFFIC_KINDS } from "./signals/traffic-kinds.js";

/**
 * Incident folders in latency, gauges and traffic as an outsider would write them, through `analyze`: found where a test that knows the ends is sure, ends inside their 95 % intervals, overlap, windows that are
 * not there; the same folders with nothing in them. `--seeds=`, `--first=`, `--kinds=` (parts of names), `--folders` (files through
 * `analyze`; else the same series through `signals`), `--quiet` (only folders in which nothing happens), `--notes`, `--keep=folder`.
 */
const KINDS = { ...LATENCY_KINDS, ...GAUGE_KINDS, ...TRAFFIC_KINDS };

const optionOf = (name: string): string | undefined =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);

async function main(): Promise<void> {
  const seeds = Number(optionOf("seeds") ?? 20);
  const first = Number(optionOf("first") ?? 1);
  const parts = optionOf("kinds")?.split(",");
  const inFolders = process.argv.includes("--folders");
  const quiet = process.argv.includes("--quiet");
  console.log(
    "| kind | found | ends held | held of 5 bins and wider | width, bins | overlap | folders with a window that is not there |",
  );
  console.log("|---|---|---|---|---|---|---|");
  for (const [kind, make] of Object.entries(KINDS)) {
    if (parts && !parts.some((part) => kind.includes(part))) continue;
    const score = new FolderScore();
    for (let seed = first; seed < first + seeds; seed += 1) {
      const planted: PlantedFolder = make(seededRandom(seed).fork(kind), !quiet);
      score.add(seed, planted, await (inFolders ? analyseFolder(planted, optionOf("keep")) : analyseSeries(planted)));
    }
    console.log(score.row(quiet ? `${kind}, quiet` : kind));
    if (process.argv.includes("--notes")) for (const note of score.notes) console.log(`    ${note}`);
  }
}

if (isStarted(import.meta.url)) await main();
