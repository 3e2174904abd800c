// Remediations of the wider world, in memory: how often a recovery of its own is credited, how often a true effect is, and whether the failures avoided lie in
// the interval. node bench/run.mjs remedies -- --seeds=20 --first=1 --shapes=own-ragged,helps-in-steps
import { remediationFinding } from "../src/remediation/effect/remediation-effect.js";
import type { RemediationFinding } from "../src/remediation/effect/remediation-finding.js";
import type { OutcomeSeries, ValueSeries } from "../src/incident/series.js";
import { windowFinding } from "../src/window/window-finding.js";
import { drawWorld } from "./world/draw.js";
import { worldStream } from "./world/build.js";
import { momentOf } from "./world/folder.js";
import { anyWorld, REMEDY_SHAPES, remedyTruth, type RemedyTruth } from "./world/remedies.js";
import { tableText, Tally } from "./world/tally.js";
import type { World } from "./world/world.js";

/** Steps of a dose from which on a true effect is asked to be credited. */
const DOSE_STEPS = 4;
const PODS = { before: 10, added: 40 };

function gaugeOf(world: World): ValueSeries {
  const values = Array.from({ length: world.minutes }, (_, minute) => {
    let dose = 0;
    for (const [at, value] of world.remedies[0]!.steps) if (minute >= at) dose = value;
    return Math.round(PODS.before + PODS.added * dose);
  });
  return { kind: "values", source: "pods", startMs: momentOf(world, 0), stepSeconds: 60, values };
}

function seriesOf(world: World): OutcomeSeries {
  const { failures, attempts, lost } = drawWorld(world, worldStream(world.shape, world.seed).fork("drawn"));
  return {
    kind: "outcomes",
    source: "requests",
    startMs: momentOf(world, 0),
    stepSeconds: 60,
    failures,
    attempts,
    covered: lost.map((gone) => !gone),
  };
}

interface Judged {
  readonly place: string;
  readonly truth: RemedyTruth;
  readonly found: RemediationFinding | null;
}

function judged(shape: string, seed: number): Judged {
  const world = anyWorld(shape, seed);
  const [remedy] = world.remedies;
  const series = seriesOf(world);
  const { window } = windowFinding(series);
  const truth = remedyTruth(world)!;
  const place = `${shape}:${seed}`;
  if (!window) return { place, truth, found: null };
  const clock = (minute: number): string => new Date(momentOf(world, minute)).toISOString();
  const full = remedy!.steps.reduce((best, step) => (step[1] > best[1] ? step : best))[0];
  const first = remedy!.steps[0]![0];
  const remediation = {
    id: remedy!.id,
    from: clock(first),
    to: clock(Math.max(first + 1, full)),
    ...(remedy!.gauge && { gauge: "pods" }),
  };
  const found = remediationFinding({
    remediation,
    others: [remediation],
    series,
    window,
    ...(remedy!.gauge && { gauge: gaugeOf(world) }),
  });
  return { place, truth, found };
}

const QUESTIONS = [
  "own not credited",
  "own not harmful",
  "effect credited",
  "not wrong",
  "avoided held",
  "no more than all",
] as const;

type Score = Record<(typeof QUESTIONS)[number], Tally>;

function newScore(): Score {
  return Object.fromEntries(QUESTIONS.map((question) => [question, new Tally()])) as Score;
}

function add(score: Score, { place, truth, found }: Judged): void {
  if (truth.did === "nothing") {
    score["own not credited"].ask(found?.verdict !== "helped", place);
    score["own not harmful"].ask(found?.verdict !== "harmed", place);
  }
  if (truth.did === "helped" && truth.followed && truth.steps >= DOSE_STEPS)
    score["effect credited"].ask(found?.verdict === "helped", place);
  if (!found || found.verdict === "not-testable") return;
  const right = { helped: "helped", harmed: "harmed", nothing: "no-effect", little: found.verdict }[truth.did];
  score["not wrong"].ask(found.verdict === right, place);
  if (!found.cumulative) return;
  const [low, high] = found.cumulative.interval;
  score["avoided held"].ask(low <= truth.avoidedInside && truth.avoidedInside <= high, place);
  if (truth.did !== "harmed") score["no more than all"].ask(low <= truth.avoided, place);
}

let [placebos, calledEffects] = [0, 0];
const option = (name: string): string | undefined =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const [seeds, first] = [Number(option("seeds") ?? 20), Number(option("first") ?? 1)];
const shapes = option("shapes")?.split(",") ?? REMEDY_SHAPES;
const scores = new Map<string, Score>();
const all = newScore();
for (const shape of shapes) {
  const score = newScore();
  scores.set(shape, score);
  for (let seed = first; seed < first + seeds; seed++) {
    const one = judged(shape, seed);
    add(score, one);
    add(all, one);
    placebos += one.found?.placebo.checked ?? 0;
    calledEffects += one.found?.placebo.falsePositives ?? 0;
    if (process.argv.includes("--each"))
      console.log(one.place, one.truth.did, one.truth.followed ? "followed" : "", one.found?.verdict, one.found?.why);
  }
}
const row = (name: string, score: Score): string[] => [name, ...QUESTIONS.map((question) => score[question].text())];
console.log(`Seeds from ${first}: held/asked percent ± Monte Carlo error\n`);
console.log(
  tableText(["shape", ...QUESTIONS], [...[...scores].map(([name, score]) => row(name, score)), row("all", all)]),
);
console.log(`placebos called effects: ${calledEffects} of ${placebos}, at a nominal 5 %`);
for (const question of QUESTIONS)
  if (all[question].failed.length > 0) console.log(`not ${question}: ${all[question].failed.join(" ")}`);
