import { check } from "./world/self-check.js";
import { replay } from "./world/replay.js";
import { seeWorld, windowFailures, WindowScore, windowTable } from "./world/score-windows.js";
import { OUTAGE_SHAPES, QUIET_SHAPES } from "./world/traits.js";

/** Seeds a shape gets where none are asked for; the mixture gets so many times more. */
const SEEDS = 30;
const QUICK_SEEDS = 6;
const MIXTURE_TIMES = 8;

/** Measures the estimators in the wider world; `--seeds=`, `--first=`, `--shapes=`, `--quick`, `--folders=`, `--replay shape:seed`, `--self-check`. */
async function main(): Promise<void> {
  const replayed = optionOf("replay");
  if (replayed !== undefined) return replay(replayed);
  if (process.argv.includes("--self-check")) {
    const wrong = check(Number(optionOf("seeds") ?? 3));
    console.log(wrong.length === 0 ? "the truth is consistent" : wrong.join("\n"));
    process.exitCode = wrong.length === 0 ? 0 : 1;
    return;
  }
  const seeds = Number(optionOf("seeds") ?? (process.argv.includes("--quick") ? QUICK_SEEDS : SEEDS));
  const first = Number(optionOf("first") ?? 1);
  const asked = optionOf("shapes")?.split(",");
  if (seeds > 0) inMemory(asked ?? [...OUTAGE_SHAPES, ...QUIET_SHAPES], first, seeds);
}

/** Windows of series in memory, shape by shape. */
function inMemory(shapes: readonly string[], first: number, seeds: number): void {
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
  console.log(
    `\nSeeds to replay\n${windowFailures(outages, process.argv.includes("--all") ? Number.POSITIVE_INFINITY : 12)}`,
  );
}

/** The text after `--name=` or `--name `. */
function optionOf(name: string): string | undefined {
  const at = process.argv.findIndex((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
  if (at < 0) return undefined;
  const [, given] = process.argv[at]!.split("=");
  return given ?? process.argv[at + 1];
}

await main();
