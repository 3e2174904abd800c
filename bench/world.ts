import { analyseWorld, folderFailures, FolderScore, folderTable, FOLDER_SHAPES } from "./world/score-folders.js";
import { check } from "./world/self-check.js";
import { replay } from "./world/replay.js";
import { seeWorld, windowFailures, WindowScore, windowTable } from "./world/score-windows.js";
import { OUTAGE_SHAPES, QUIET_SHAPES } from "./world/traits.js";

/** Seeds a shape gets where none are asked for; the mixture gets so many times more. */
const SEEDS = 30;
const QUICK_SEEDS = 6;
const MIXTURE_TIMES = 8;

/** Measures the estimators in the wider world; `--seeds=`, `--first=`, `--shapes=`, `--quick`, `--folders=`, `--all`, `--replay shape:seed` (`--keep=folder`), `--self-check`. */
async function main(): Promise<void> {
  const replayed = optionOf("replay");
  if (replayed !== undefined) return replay(replayed, optionOf("keep"));
  if (process.argv.includes("--self-check")) {
    const wrong = check(Number(optionOf("seeds") ?? 3));
    console.log(wrong.length === 0 ? "the truth is consistent" : wrong.join("\n"));
    process.exitCode = wrong.length === 0 ? 0 : 1;
    return;
  }
  const seeds = Number(optionOf("seeds") ?? (process.argv.includes("--quick") ? QUICK_SEEDS : SEEDS));
  const first = Number(optionOf("first") ?? 1);
  const asked = optionOf("shapes")?.split(",");
  const known = [...OUTAGE_SHAPES, ...QUIET_SHAPES];
  const most = process.argv.includes("--all") ? Number.POSITIVE_INFINITY : 12;
  if (seeds > 0) inMemory(asked?.filter((shape) => known.includes(shape)) ?? known, first, seeds, most);
  const folders = Number(optionOf("folders") ?? 0);
  if (folders > 0)
    await inFolders(asked?.filter((shape) => FOLDER_SHAPES.includes(shape)) ?? FOLDER_SHAPES, first, folders, most);
}

/** Folders written, analysed and judged, shape by shape. */
async function inFolders(shapes: readonly string[], first: number, folders: number, most: number): Promise<void> {
  const scores = new Map<string, FolderScore>();
  const all = new FolderScore();
  for (const shape of shapes) {
    const score = new FolderScore();
    const times = shape.endsWith("mixture") ? 3 : 1;
    for (let seed = first; seed < first + folders * times; seed++) {
      const begun = performance.now();
      const analysed = await analyseWorld(shape, seed);
      score.milliseconds += performance.now() - begun;
      score.add(analysed);
      all.add(analysed);
      if (analysed.error) console.log(`${shape}:${seed}: ${analysed.error}`);
    }
    scores.set(shape, score);
  }
  console.log(`\nFolders, seeds from ${first}: held/asked percent ± Monte Carlo error\n`);
  console.log(folderTable(new Map([...scores, ["all", all]])));
  console.log(`\nSeeds to replay\n${folderFailures(scores, most)}`);
}

/** Windows of series in memory, shape by shape. */
function inMemory(shapes: readonly string[], first: number, seeds: number, most: number): void {
  const outages = new Map<string, WindowScore>();
  const named = new WindowScore();
  const quiet = new WindowScore();
  for (const shape of shapes) {
    const score = new WindowScore();
    const times = shape === "mixture" ? MIXTURE_TIMES : 1;
    const sum = QUIET_SHAPES.includes(shape) ? quiet : shape === "mixture" ? undefined : named;
    for (let seed = first; seed < first + seeds * times; seed++) {
      const begun = performance.now();
      const seen = seeWorld(shape, seed);
      score.milliseconds += performance.now() - begun;
      score.add(seen);
      sum?.add(seen);
    }
    outages.set(shape, score);
  }
  const tabled = new Map([...outages, ["all named", named], ["all quiet", quiet]]);
  console.log(`\nWindows, seeds from ${first}: held/asked percent ± Monte Carlo error; widths are medians in rows\n`);
  console.log(windowTable(tabled));
  console.log(`\nSeeds to replay\n${windowFailures(outages, most)}`);
}

/** The text after `--name=` or `--name `. */
function optionOf(name: string): string | undefined {
  const at = process.argv.findIndex((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
  if (at < 0) return undefined;
  const [, given] = process.argv[at]!.split("=");
  return given ?? process.argv[at + 1];
}

await main();
