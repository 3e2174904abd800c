import { seededRandom } from "../src/stats/random/random.js";
import type { Random } from "../src/stats/random/random.js";
import type { OutcomeSeries, ValueSeries } from "../src/incident/series.js";
import type { WindowFinding } from "../src/window/window-finding.js";
import { whatIf } from "../src/remediation/what-if/what-if.js";
import { runWorld } from "./what-if-simulators.js";
import type { Collector, Queue, World } from "./what-if-simulators.js";
import { aimTable, isQuick, isStarted, percent, share as shareText } from "./aim.js";
import type { Aim } from "./aim.js";

const START = Date.UTC(2024, 0, 15);
const LENGTH = 420;
const ONSET = 150;
const clock = (minute: number): string => new Date(START + minute * 60_000).toISOString();
type Design = "steps" | "load" | "one-step" | "smooth" | "self-recovery" | "self-steps";
const DESIGNS: readonly Design[] = ["steps", "load", "one-step", "smooth", "self-recovery", "self-steps"];
/** A fall that the first of several steps all but completes is one step: this share of the excess must be left by it. */
const LEFT_BY_FIRST = 0.1;

interface Drawn {
  readonly world: World;
  readonly alert: number;
  readonly from: number;
  readonly to: number;
  /** Capacity as the gauge shows it. */
  readonly shown: readonly number[];
}

function steps(design: Design, random: Random, from: number): { times: number[]; to: number } {
  if (design === "one-step" || design === "load") return { times: [from], to: from + 2 };
  const count = design === "smooth" ? 25 : 4 + random.integer(4);
  const gap = design === "smooth" ? 1 : 3 + random.integer(5);
  const times = Array.from({ length: count }, (_, i) => from + i * gap);
  return { times, to: (times[count - 1] as number) + 1 };
}

function drawWorld(design: Design, seed: number): Drawn {
  const random = seededRandom(seed).fork(design);
  const alert = ONSET + 3;
  const from = alert + 35 + random.integer(40);
  const { times, to } = steps(design, random, from);
  const overloaded = 1.12 + 0.38 * random.next();
  const self = design === "self-recovery" || design === "self-steps";
  const rise = self ? 0.4 * random.next() : overloaded / (0.85 + 0.2 * random.next()) - 1;
  const swing = design === "load" ? 0.12 + 0.13 * random.next() : 0.01;
  const period = 15 + 15 * random.next();
  const pick = <T>(values: readonly T[]): T => values[random.integer(values.length)] as T;
  const world: World = {
    seed,
    queue: pick<Queue>(["loss", "fifo", "sharing"]),
    collector: pick<Collector>(["constant", "proportional", "errors"]),
    retry: pick([0, 0.2, 0.4]),
    perMinute: pick([300, 800, 2000]),
    healthy: 0.6 + 0.1 * random.next(),
    overloaded,
    onset: ONSET,
    load: Array.from(
      { length: LENGTH },
      (_, t) => 1 + swing * Math.sin((2 * Math.PI * t) / period) + 0.008 * random.normal(),
    ),
    triggerEnd: self ? from + random.integer(50) : to + 25 + random.integer(40),
    triggerFade: self ? 1 + random.integer(20) : 10,
    capacity: Array.from({ length: LENGTH }, (_, t) =>
      self ? 1 : 1 + (rise * times.filter((time) => time <= t).length) / times.length,
    ),
    wobble: 0.006,
  };
  // In a recovery of its own the gauge rises although nothing reaches the fleet that fails.
  const inSteps = (t: number): number => 1 + (0.4 * times.filter((time) => time <= t).length) / times.length;
  const evenly = (t: number): number => 1 + 0.4 * Math.min(1, Math.max(0, (t - from) / (to - from)));
  return {
    world,
    alert,
    from,
    to,
    shown: self ? world.capacity.map((_, t) => (design === "self-steps" ? inSteps(t) : evenly(t))) : world.capacity,
  };
}

const meanShare = (
  { failures, attempts }: { readonly failures: readonly number[]; readonly attempts: readonly number[] },
  from: number,
  to: number,
): number => {
  let [f, n] = [0, 0];
  for (let t = from; t < to; t++) [f, n] = [f + (failures[t] as number), n + (attempts[t] as number)];
  return f / n;
};

/** Whether load, or steps of which the first one leaves something, moved apart from time. */
function isIdentified(design: Design, { world, from }: Drawn): boolean {
  if (design !== "steps") return design === "load";
  const [before, first] = [world.capacity[from - 1] as number, world.capacity[from] as number];
  const held = (most: number): number =>
    meanShare(
      runWorld(
        { ...world, triggerEnd: LENGTH },
        world.capacity.map((value) => Math.min(value, most)),
      ),
      from + 5,
      from + 65,
    );
  return held(first) - 0.003 > LEFT_BY_FIRST * (held(before) - 0.003);
}

/** The window as a careful reader of the noiseless course would state it. */
function readWindow(failures: readonly number[], attempts: readonly number[], from: number): WindowFinding | null {
  const share = failures.map((count, t) => count / Math.max(1, attempts[t] as number));
  const mean = (a: number, b: number): number => share.slice(a, b).reduce((sum, x) => sum + x, 0) / (b - a);
  const plateau = mean(ONSET + 5, from);
  let recovery = LENGTH;
  while (recovery > from && mean(recovery - 3, recovery) < Math.max(0.008, 0.03 * plateau)) recovery--;
  let fall = recovery;
  while (fall > from && mean(fall - 3, fall) < 0.85 * plateau) fall--;
  if (plateau < 0.06 || plateau > 0.6 || recovery >= LENGTH - 5) return null;
  return {
    onset: clock(ONSET),
    recoveryStart: clock(Math.min(fall, recovery - 1)),
    recovery: clock(recovery),
    onsetInterval: [clock(ONSET - 1), clock(ONSET + 2)],
    recoveryInterval: [clock(recovery - 3), clock(recovery + 3)],
    level: 0.95,
    minutes: { value: recovery - ONSET, interval: [recovery - ONSET - 4, recovery - ONSET + 4], level: 0.95 },
    shape: { onsetRampMinutes: 4, recoveryRampMinutes: recovery - fall },
    source: "made",
    method: "stated",
  };
}

interface Score {
  readonly design: Design;
  readonly identified: boolean;
  readonly queue: Queue;
  readonly collector: Collector;
  readonly id: string;
  readonly answered: boolean;
  /** Relative to the truth; NaN where nothing would have been avoided. */
  readonly error: number;
  readonly covered: boolean;
  readonly width: number;
}

/** Other courses of capacity, and a collector that is off, by the ids of the findings. */
function truths({ world, alert, from }: Drawn): Map<string, [capacity: number[], off: number]> {
  const at = (t: number): number => world.capacity[Math.min(LENGTH - 1, t)] as number;
  const shifted = (bins: number): number[] => world.capacity.map((_, t) => (t + bins < from ? 1 : at(t + bins)));
  return new Map<string, [number[], number]>([
    ["capacity-at-alert", [shifted(from - alert), Infinity]],
    ["capacity-earlier", [shifted(30), Infinity]],
    ["capacity-doubled", [world.capacity.map((value) => 1 + 2 * (value - 1)), Infinity]],
    ["autoscale-at-alert", [world.capacity.map((value, t) => (t >= alert ? at(LENGTH) : value)), Infinity]],
    ["collector-off", [[...world.capacity], alert]],
  ]);
}

function score(design: Design, seed: number): Score[] {
  const drawn = drawWorld(design, seed);
  const { world, alert, from, to } = drawn;
  const { failures, attempts } = runWorld(world);
  const window = readWindow(failures, attempts, from);
  if (window === null) return score(design, seed + 10_000);
  const series: OutcomeSeries = {
    kind: "outcomes",
    source: "made",
    startMs: START,
    stepSeconds: 60,
    failures,
    attempts,
    covered: attempts.map(() => true),
  };
  const capacity: ValueSeries = {
    kind: "values",
    source: "capacity",
    startMs: START,
    stepSeconds: 60,
    values: drawn.shown.map((value) => 40 * value),
  };
  const found = whatIf({
    series,
    window,
    alertAt: clock(alert),
    remediation: { id: "capacity", from: clock(from), to: clock(to) },
    capacity,
    seed,
  });
  const total = failures.reduce((sum, count) => sum + count, 0);
  const identified = isIdentified(design, drawn);
  return [...truths(drawn)].map(([id, [other, off]]) => {
    const truth = total - runWorld(world, other, off).failures.reduce((sum, count) => sum + count, 0);
    const estimate = found.find((one) => one.id === id)?.failuresAvoided ?? null;
    return {
      design,
      identified,
      queue: world.queue,
      collector: world.collector,
      id,
      answered: estimate !== null,
      error: estimate === null || truth === 0 ? NaN : (estimate.value - truth) / Math.abs(truth),
      covered: estimate !== null && estimate.interval[0] <= truth && truth <= estimate.interval[1],
      width: estimate === null || truth === 0 ? NaN : (estimate.interval[1] - estimate.interval[0]) / Math.abs(truth),
    };
  });
}

function median(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return known[known.length >> 1] ?? NaN;
}

function line(name: string, scores: readonly Score[]): void {
  const answered = scores.filter((one) => one.answered);
  const share = (count: number, of: number): string => (of === 0 ? "–" : `${((100 * count) / of).toFixed(0)} %`);
  console.log(
    [
      name.padEnd(34),
      `n ${String(scores.length).padStart(4)}`,
      `refused ${share(scores.length - answered.length, scores.length).padStart(5)}`,
      `median |error| ${(100 * median(answered.map((one) => Math.abs(one.error)))).toFixed(1)} %`,
      `bias ${(100 * median(answered.map((one) => one.error))).toFixed(1)} %`,
      `90 % covers ${share(answered.filter((one) => one.covered).length, answered.length)}`,
      `width ${(100 * median(answered.map((one) => one.width))).toFixed(0)} %`,
    ].join("  "),
  );
}

const AT_ONCE = ["capacity-at-alert", "capacity-earlier", "autoscale-at-alert"];

function scoresOf(runs: number, first: number, only?: readonly string[]): Score[] {
  return DESIGNS.filter((design) => only?.includes(design) ?? true).flatMap((design) =>
    Array.from({ length: runs }, (_, i) => score(design, first + i)).flat(),
  );
}

function printed(scores: readonly Score[]): void {
  for (const design of DESIGNS) {
    for (const identified of [true, false]) {
      const of = scores.filter(
        (one) => one.design === design && one.identified === identified && one.id === "capacity-at-alert",
      );
      if (of.length > 0) line(`${design} (${identified ? "identified" : "unidentified"})`, of);
    }
  }
  for (const id of new Set(scores.map((one) => one.id)))
    line(
      id,
      scores.filter((one) => one.id === id && (id === "collector-off" || one.identified)),
    );
  for (const key of ["queue", "collector"] as const) {
    for (const value of new Set(scores.map((one) => one[key])))
      line(
        `${key} ${value}, capacity`,
        scores.filter((one) => one[key] === value && one.id !== "collector-off" && one.identified),
      );
  }
}

function answerAims(name: string, scores: readonly Score[]): Aim[] {
  const answered = scores.filter((one) => one.answered);
  const error = median(answered.map((one) => Math.abs(one.error)));
  const hits = answered.filter((one) => one.covered).length;
  const covered = hits / answered.length;
  const cases = `${answered.length} answers`;
  return [
    {
      aim: `What-if, ${name}: median error of the failures avoided`,
      asked: "≤ 10 %",
      measured: percent(error, 1),
      met: error <= 0.1,
      cases,
    },
    {
      aim: `What-if, ${name}: 90 % intervals that cover (median width)`,
      asked: "88–93 %",
      measured: `${shareText(hits, answered.length)} (${percent(median(answered.map((one) => one.width)))})`,
      met: covered >= 0.88 && covered <= 0.93,
      cases,
    },
  ];
}

export function whatIfAims({
  quick,
  runs = quick ? 16 : 40,
  first = 1,
  only,
  detail = false,
}: {
  readonly quick: boolean;
  readonly runs?: number;
  readonly first?: number;
  readonly only?: readonly string[];
  readonly detail?: boolean;
}): Aim[] {
  const scores = scoresOf(runs, first, only);
  if (detail) printed(scores);
  const refused = (is: boolean): Aim => {
    const of = scores.filter((one) => one.id === "capacity-at-alert" && one.identified === is);
    const count = of.filter((one) => !one.answered).length;
    const share = count / of.length;
    return {
      aim: `What-if: refused where it ${is ? "is" : "is not"} identified`,
      asked: is ? "≤ 10 %" : "≥ 95 %",
      measured: shareText(count, of.length),
      met: is ? share <= 0.1 : share >= 0.95,
      cases: `${of.length} incidents`,
    };
  };
  const identified = scores.filter((one) => one.identified);
  return [
    ...answerAims(
      "capacity sooner",
      identified.filter(({ id }) => AT_ONCE.includes(id)),
    ),
    ...answerAims(
      "capacity doubled",
      identified.filter(({ id }) => id === "capacity-doubled"),
    ),
    ...answerAims(
      "collector off",
      scores.filter(({ id }) => id === "collector-off"),
    ),
    refused(false),
    refused(true),
  ];
}

if (isStarted(import.meta.url)) {
  const [runs, first, only] = process.argv.slice(2).filter((text) => !text.startsWith("--"));
  console.log(
    aimTable(
      whatIfAims({
        quick: isQuick(),
        ...(runs !== undefined && { runs: Number(runs) }),
        ...(first !== undefined && { first: Number(first) }),
        ...(only !== undefined && { only: only.split(",") }),
        detail: true,
      }),
    ),
  );
}
