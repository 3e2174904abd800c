import type { Random } from "../../src/index.js";
import { expectedAttempts, expectedShare } from "./baseline.js";
import { buildWorld, sideOf, worldFrom, worldStream } from "./build.js";
import { retryFactor } from "./draw.js";
import { RECOVERY_KINDS, type OutagePlan, type RampKind } from "./profile.js";
import { between, logUniform, traitsOf, type Traits } from "./traits.js";
import { excessOf, type RemedyPlan, type World } from "./world.js";

/** How a remediation comes and what it does. */
interface Treatment {
  readonly does: "helps" | "harms" | "nothing";
  readonly steps: "several" | "one";
  /** Pods are counted; the rollback of a release is not. */
  readonly by: "pods" | "rollback";
  /** When it comes, beside the end that the outage would have had anyway. */
  readonly comes: "early" | "in the fall" | "late";
  readonly rolledBack: boolean;
  readonly fall: RampKind;
}

const plain: Treatment = {
  does: "helps",
  steps: "several",
  by: "pods",
  comes: "early",
  rolledBack: false,
  fall: "step",
};

type Draw = (random: Random) => Treatment;

const beside =
  (change: Partial<Treatment>): Draw =>
  (random) => ({ ...plain, fall: oneOf(random, RECOVERY_KINDS), ...change });

const SHAPES: Record<string, Draw> = {
  "helps-in-steps": beside({}),
  "helps-at-once": beside({ steps: "one" }),
  "helps-by-rollback": beside({ steps: "one", by: "rollback" }),
  "helps-in-the-fall": beside({ comes: "in the fall" }),
  "helps-late": beside({ comes: "late" }),
  "helps-rolled-back": beside({ rolledBack: true }),
  "harms-in-steps": beside({ does: "harms" }),
  "harms-rolled-back": beside({ does: "harms", rolledBack: true }),
  ...Object.fromEntries(
    RECOVERY_KINDS.map((fall) => [`own-${fall}`, beside({ does: "nothing", comes: "in the fall", fall })]),
  ),
  "own-wobbling": beside({ does: "nothing", comes: "in the fall" }),
  "own-early-wobbling": beside({ does: "nothing" }),
  "helps-wobbling": beside({}),
  "own-early": beside({ does: "nothing" }),
  "own-late": beside({ does: "nothing", comes: "late" }),
  "own-at-once": beside({ does: "nothing", comes: "in the fall", steps: "one" }),
  "own-at-rollback": beside({ does: "nothing", comes: "in the fall", steps: "one", by: "rollback" }),
  "own-rolled-back": beside({ does: "nothing", comes: "in the fall", rolledBack: true }),
  "remedy-mixture": (random) => ({
    ...plain,
    does: oneOf(random, ["helps", "harms", "nothing", "nothing"] as const),
    steps: oneOf(random, ["several", "several", "one"] as const),
    comes: oneOf(random, ["early", "in the fall", "late"] as const),
    rolledBack: random.next() < 0.15,
    fall: oneOf(random, RECOVERY_KINDS),
  }),
};

/** The shapes with a remediation in them. */
export const REMEDY_SHAPES: readonly string[] = Object.keys(SHAPES);

/** Residual excess, in parts of what counts as none, from which on it is still an outage beyond doubt. */
const CLEAR = 4;

/** A world of any named shape, with a remediation or without. */
export function anyWorld(shape: string, seed: number): World {
  return REMEDY_SHAPES.includes(shape) ? buildRemedied(shape, seed) : buildWorld(shape, seed);
}

/** A world with a remediation in it, of a named shape. */
function buildRemedied(shape: string, seed: number): World {
  const stream = worldStream(shape, seed);
  const treatment = SHAPES[shape]!(stream.fork("treatment"));
  const traits = remedyTraits(shape, stream.fork("traits"));
  const bare = worldFrom(shape, seed, traits, stream);
  const [outage] = bare.outages;
  const fallen = { ...outage!, fall: fallOf(outage!, treatment, stream.fork("fall")) };
  const world = { ...bare, outages: [fallen], remedies: [remedyOf(fallen, treatment, stream.fork("remedy"))] };
  const to = remediedEnd(world, fallen);
  return { ...world, windows: [{ from: fallen.from, to, openStart: false, openEnd: false }] };
}

function remedyTraits(shape: string, random: Random): Traits {
  const extras =
    shape === "remedy-mixture"
      ? {
          wander: random.next() < 0.3,
          clusters: random.next() < 0.3,
          season: random.next() < 0.3,
          wobble: random.next() < 0.3,
        }
      : { wobble: shape.endsWith("-wobbling") };
  return {
    ...traitsOf("step", random)!,
    volume: logUniform(random, 60, 4000),
    peak: between(random, 0.08, 0.6),
    duration: between(random, 120, 400),
    rise: oneOf(random, ["step", "step", "linear"] as const),
    before: between(random, 300, 900),
    after: between(random, 180, 500),
    retries: random.next() < 0.15,
    ...extras,
  };
}

function fallOf(outage: OutagePlan, { fall, comes }: Treatment, random: Random): OutagePlan["fall"] {
  const longest = (outage.to - outage.from) * (comes === "early" ? 0.25 : 0.5);
  return sideOf(fall, longest * between(random, 0.5, 1), random);
}

function remedyOf(outage: OutagePlan, treatment: Treatment, random: Random): RemedyPlan {
  const length = outage.to - outage.from;
  const fallFrom = outage.to - Math.max(outage.fall.minutes, 0.1 * length);
  const start = {
    early: outage.from + between(random, 0.15, 0.3) * length,
    "in the fall": fallFrom + between(random, -0.3, 0.3) * (outage.to - fallFrom),
    late: outage.to - between(random, -0.1, 0.2) * (outage.to - fallFrom),
  }[treatment.comes];
  const span =
    treatment.comes === "early"
      ? between(random, 0.12, 0.35) * length
      : between(random, 0.4, 1) * (outage.to - fallFrom);
  const count = treatment.steps === "one" ? 1 : 4 + random.integer(5);
  const steps = Array.from({ length: count }, (_, k): [number, number] => [
    Math.round(start + (count === 1 ? 0 : (k * span) / (count - 1))),
    (k + 1) / count,
  ]);
  const back = Math.round(steps.at(-1)![0] + between(random, 0.1, 0.2) * length);
  if (treatment.rolledBack) steps.push([back, 0]);
  const lag = random.next() < 0.6 ? 0 : between(random, 0.5, 4);
  const gauge = treatment.by === "pods";
  return { id: gauge ? "scaleout" : "rollback", steps, removes: removalOf(treatment, random), lag, gauge };
}

/** Part of the excess that goes: all of it or most; where it comes back too, a rest stays, so that it is one outage. */
function removalOf({ does, rolledBack }: Treatment, random: Random): number {
  if (does === "nothing") return 0;
  if (does === "harms") return -between(random, 0.3, 1);
  return !rolledBack && random.next() < 0.5 ? 1 : between(random, 0.5, 0.9);
}

/** When the excess is gone, the remediation included. */
function remediedEnd(world: World, outage: OutagePlan): number {
  const curved = outage.fall.kind === "logistic" || outage.fall.kind === "exponential";
  const atEnd = excessOf(
    { ...world, outages: [{ ...outage, fall: { kind: "step", minutes: 0, knots: [] } }] },
    outage.to - 1e-6,
  );
  if (!curved && atEnd > CLEAR * outage.negligible) return outage.to;
  let minute = outage.to + outage.fall.minutes;
  while (minute > outage.from && excessOf(world, minute) <= outage.negligible) minute -= 0.25;
  let [low, high] = [minute, minute + 0.25];
  for (let halving = 0; halving < 20; halving++) {
    const middle = (low + high) / 2;
    if (excessOf(world, middle) > outage.negligible) low = middle;
    else high = middle;
  }
  return high;
}

/** Minutes over which the mechanism is taken as constant where expected failures are added up. */
const PART = 0.25;

/** Failures expected with these remediations from one minute to another; over the whole of the data unless told. */
export function expectedFailures(world: World, remedies: readonly RemedyPlan[], from = 0, to = world.minutes): number {
  const treated = { ...world, remedies };
  let sum = 0;
  for (let minute = from; minute < to; minute += PART) {
    const width = Math.min(PART, to - minute);
    const at = minute + width / 2;
    const ordinary = expectedShare(world.baseline, at);
    const share = ordinary + (1 - ordinary) * excessOf(treated, at);
    sum += width * expectedAttempts(world.baseline, at) * retryFactor(world, share) * share;
  }
  return sum;
}

/** What the remediation of a world truly did. */
export interface RemedyTruth {
  /** Failures avoided from the first step to the end of the data, against the same outage without it; negative where it brought some. */
  readonly avoided: number;
  /** Of these, the ones up to the true recovery: what came after it shows in no data. */
  readonly avoidedInside: number;
  /** Helped or harmed to an extent that matters (a tenth of the failures above the ordinary that were left), did nothing, or too little to ask for. */
  readonly did: "helped" | "harmed" | "nothing" | "little";
  /** Whether it can be said to have resolved the outage; open where it eased it or was taken back. */
  readonly resolved: "true" | "false" | "open";
  /** Steps up. */
  readonly steps: number;
  /** Whether failures fell with the dose and would have stayed without it. */
  readonly followed: boolean;
}

/** Part of the failures left, above the ordinary, that an effect worth the name removes or adds. */
const MATTERS = 0.1;

/** Failures avoided or brought under which no effect is asked for. */
const LEAST_AVOIDED = 30;

/** The effect on the mechanism: failures expected with the remediation against those without. */
export function remedyTruth(world: World): RemedyTruth | null {
  const [remedy] = world.remedies;
  if (!remedy) return null;
  const first = remedy.steps[0]![0];
  const without = expectedFailures(world, [], first);
  const avoided = without - expectedFailures(world, world.remedies, first);
  const end = world.windows[0]!.to;
  const avoidedInside = expectedFailures(world, [], first, end) - expectedFailures(world, world.remedies, first, end);
  const part = avoided / Math.max(1, without - expectedFailures({ ...world, outages: [] }, [], first));
  const sized =
    Math.abs(part) >= MATTERS && Math.abs(avoided) >= LEAST_AVOIDED ? (part > 0 ? "helped" : "harmed") : "little";
  const did = remedy.removes === 0 || Math.abs(part) < 1e-3 ? "nothing" : sized;
  const taken = remedy.steps.at(-1)![1] === 0;
  const steps = remedy.steps.filter(([, dose]) => dose > 0);
  const resolved =
    did === "nothing" || did === "harmed"
      ? "false"
      : did === "helped" && remedy.removes >= 0.85 && !taken
        ? "true"
        : "open";
  return {
    avoided,
    avoidedInside,
    did,
    resolved,
    steps: steps.length,
    followed: followedDose(world, first, steps.at(-1)![0] + remedy.lag),
  };
}

/** Minutes before the dose for which the outage must have stood at its height: what is still rising shows no level to compare with. */
const STOOD = 12;

/** Whether the excess stood before the dose, fell by two fifths and more while it came, and would have fallen by a tenth at most without it. */
function followedDose(world: World, first: number, last: number): boolean {
  const [before, after] = [first - 0.01, last + 0.01];
  if (excessOf(world, first - STOOD, false) < 0.9 * excessOf(world, before, false)) return false;
  const own = excessOf(world, after, false) / excessOf(world, before, false);
  const treated = excessOf(world, after) / excessOf(world, before);
  return own >= 0.9 && treated <= 0.6;
}

function oneOf<T>(random: Random, values: readonly T[]): T {
  return values[random.integer(values.length)]!;
}
