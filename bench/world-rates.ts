// Rates over windows whose ends are uncertain, in the wider world: how often the interval holds the share realised in the true window, and the expected one.
// node bench/run.mjs world-rates -- --seeds=20 --first=1 --shapes=step,logistic
import { proportion } from "../src/index.js";
import type { OutcomeSeries } from "../src/incident/series.js";
import { judgeRate } from "../src/audit/judge-rate.js";
import { rateOverEnds, withEnds } from "../src/rates/rate-over-ends.js";
import { windowFinding } from "../src/window/window-finding.js";
import { buildWorld, worldStream } from "./world/build.js";
import { drawWorld } from "./world/draw.js";
import { momentOf } from "./world/folder.js";
import { binned } from "./world/series.js";
import { medianText, tableText, Tally } from "./world/tally.js";
import { OUTAGE_SHAPES } from "./world/traits.js";

/** A statement's share over the realised one: within a twentieth it is true, a fifth and more off it is false. */
const TRUE_FACTORS = [0.96, 1, 1.04];
const FALSE_FACTORS = [0.5, 0.74, 0.81, 1.23, 1.35, 2];

/** Outages under so many minutes are listed apart. */
const SHORT = 5;
const MIXTURE_TIMES = 4;

class RateScore {
  readonly realised = new Tally();
  readonly expected = new Tally();
  readonly short = new Tally();
  readonly tooLow: string[] = [];
  readonly right = new Tally();
  readonly decided = new Tally();
  readonly widths: number[] = [];
}

const STATED = { numerator: null, denominator: null, quote: "" };

/** A share as it is written: three digits at most. */
const rounded = (share: number): number =>
  Number((100 * share).toFixed(share >= 0.2 ? 0 : share >= 0.02 ? 1 : 2)) / 100;

function add(scores: readonly RateScore[], shape: string, seed: number): void {
  const world = buildWorld(shape, seed);
  const drawn = drawWorld(world, worldStream(shape, seed).fork("drawn"));
  const { failures, attempts } = binned(drawn, world.bucket);
  const step = world.bucket * 60;
  const covered = failures.map((_, row) =>
    drawn.lost.slice(row * world.bucket, (row + 1) * world.bucket).some((lost) => !lost),
  );
  const series: OutcomeSeries = {
    kind: "outcomes",
    source: "requests",
    startMs: momentOf(world, 0),
    stepSeconds: step,
    failures,
    attempts,
    covered,
  };
  const { window, ends } = windowFinding(series);
  if (!window || !ends) return;
  const row = (iso: string): number => Math.round((Date.parse(iso) - series.startMs) / (step * 1000));
  const [from, to] = [row(window.onset), window.recovery ? row(window.recovery) : failures.length];
  const w = world.windows.findIndex((one) => from * world.bucket < one.to && to * world.bucket > one.from);
  const truth = world.windows[w];
  const inside = drawn.inside[w];
  if (!truth || !inside || inside.attempts === 0 || truth.openStart || truth.openEnd) return;
  const sum = (values: readonly number[], a: number, b: number): number =>
    values.slice(a, b).reduce((total, value) => total + value, 0);
  const quiet = Math.max(1, from - Math.ceil(10 / world.bucket));
  const ordinary = sum(failures, 0, quiet) / Math.max(1, sum(attempts, 0, quiet));
  const span = {
    from: window.onset,
    to: window.recovery ?? new Date(series.startMs + failures.length * step * 1000).toISOString(),
  };
  const over = rateOverEnds(series, ends, span, ordinary, 0.95);
  const plain = proportion(sum(failures, from, to), sum(attempts, from, to));
  const { rate } = over ? withEnds(plain, 1, over) : { rate: plain };
  const [low, high] = rate.interval;
  const place = `${shape}:${seed}`;
  const holds = (value: number): boolean => low <= value && value <= high;
  const realised = inside.failures / inside.attempts;
  for (const score of scores) {
    if (truth.to - truth.from < SHORT) {
      score.short.ask(holds(realised), place);
      continue;
    }
    score.realised.ask(holds(realised), place);
    score.expected.ask(holds(inside.expectedFailures / inside.expectedAttempts), place);
    for (const hedged of [true, false])
      for (const factor of [...TRUE_FACTORS, ...FALSE_FACTORS]) {
        const share = rounded(realised * factor);
        const isTrue = Math.abs(share / realised - 1) <= 0.05;
        if (share > 1 || (!isTrue && Math.abs(share / realised - 1) < 0.2)) continue;
        const { verdict } = judgeRate({ ...STATED, low: share, high: share, hedged }, rate);
        score.decided.ask(verdict !== "not-testable", place);
        if (verdict !== "not-testable") score.right.ask((verdict === "supported") === isTrue, `${place}×${factor}`);
      }
    if (high < realised) score.tooLow.push(place);
    score.widths.push((high - low) / realised);
  }
}

const option = (name: string): string | undefined =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const [seeds, first] = [Number(option("seeds") ?? 20), Number(option("first") ?? 1)];
const shapes = option("shapes")?.split(",") ?? OUTAGE_SHAPES;
const scores = new Map<string, RateScore>();
const all = new RateScore();
for (const shape of shapes) {
  const score = new RateScore();
  scores.set(shape, score);
  const times = shape === "mixture" ? MIXTURE_TIMES : 1;
  for (let seed = first; seed < first + seeds * times; seed++) add([score, all], shape, seed);
}
const line = (name: string, score: RateScore): string[] => [
  name,
  score.realised.text(),
  score.expected.text(),
  score.short.text(),
  score.right.text(),
  score.decided.text(),
  `${score.tooLow.length}/${score.realised.asked - score.realised.held}`,
  medianText(score.widths, 2),
];
console.log(
  `Seeds from ${first}: held/asked percent ± Monte Carlo error; the width is that of the interval over the realised share\n`,
);
console.log(
  tableText(
    [
      "shape",
      "realised share held",
      "expected share held",
      "under 5 minutes",
      "verdict right",
      "decided",
      "too low / missed",
      "width",
    ],
    [...[...scores].map(([name, score]) => line(name, score)), line("all", all)],
  ),
);
if (all.right.failed.length > 0) console.log(`\nverdict wrong: ${all.right.failed.join(" ")}`);
if (all.realised.failed.length > 0) console.log(`\nnot held: ${all.realised.failed.join(" ")}`);
