import { seededRandom } from "../../stats/random/random.js";
import type { Random } from "../../stats/random/random.js";
import { excessCourse } from "./model.js";
import type { WhatIfDraw, WhatIfParameters } from "./model.js";

type Key = Exclude<keyof WhatIfDraw, "sustain">;

/** What the mechanism is fitted to: everything but its draws, and the noise of the share per bin. */
export interface FitInput {
  readonly frame: Omit<WhatIfParameters, "draws">;
  readonly sd: readonly number[];
  readonly rho: number;
  readonly freedom: number;
  /** First bin that is fitted (the onset's ramp is over). */
  readonly first: number;
  /** Mean excess share before any capacity was added. */
  readonly excess: number;
  /** Share of failures that the log shows coming back as attempts; 0 where it shows none. */
  readonly retried: number;
  readonly seed: number;
}

/** Sweeps that only tune the steps of each parameter and are thrown away. */
const BURN = 400;
/** Sweeps that are drawn from after the tuning. */
const SWEEPS = 900;
/** Draws kept of them, every fourth: neighbours are nearly alike, and each is simulated once per question. */
const KEPT = 225;

/** Normal on a transformed scale: centre, spread, and how to go there and back. */
interface Prior {
  readonly key: Key;
  readonly centre: number;
  readonly spread: number;
  readonly log: boolean;
}

const PRIORS: readonly Prior[] = [
  { key: "pressure", centre: 0, spread: 1, log: false },
  { key: "slope", centre: 0, spread: 0.1, log: false },
  { key: "load", centre: 0.75, spread: 0.25, log: false },
  { key: "capacity", centre: 1, spread: 0.25, log: false },
  { key: "sharpness", centre: Math.log(12), spread: 0.6, log: true },
  { key: "delay", centre: Math.log(0.7), spread: 1.2, log: true },
];

/** What the log shows of retries is known better than what callers do unseen. */
function retryPrior(retried: number): Prior {
  return retried > 0.02
    ? { key: "retry", centre: Math.log(retried), spread: 0.4, log: true }
    : { key: "retry", centre: Math.log(0.25), spread: 1, log: true };
}

/** Log prior of one value on its transformed scale. */
function logPrior({ key, centre, spread, log }: Prior, draw: WhatIfDraw): number {
  const z = ((log ? Math.log(draw[key]) : draw[key]) - centre) / spread;
  return -0.5 * z * z;
}

/** Student likelihood of the excess with AR(1) noise; gaps break the chain. */
function logLikelihood({ frame, sd, rho, freedom, first }: FitInput, course: Float64Array): number {
  const decorrelate = 1 / (1 - rho * rho);
  let ss = 0;
  let count = 0;
  let previous = NaN;
  for (let t = first; t < course.length; t++) {
    const value = frame.share[t];
    const z = value == null ? NaN : (value - frame.baseline - (course[t] as number)) / (sd[t] as number);
    if (!Number.isNaN(z)) {
      ss += Number.isNaN(previous) ? z * z : (z - rho * previous) ** 2 * decorrelate;
      count++;
    }
    previous = z;
  }
  return -0.5 * (freedom + count) * Math.log1p(ss / freedom);
}

/** Half of the prior weight says that no recovery of its own came before the end of the series. */
function recoveryPrior(draw: WhatIfDraw, n: number): number {
  return draw.recoveryStart >= n ? Math.log(0.5) : Math.log(0.5 / n);
}

function proposeRecovery(draw: WhatIfDraw, n: number, random: Random): WhatIfDraw {
  const u = random.next();
  if (u < 0.2) return { ...draw, recoveryStart: n, recoveryLength: draw.recoveryLength };
  if (u < 0.5) return { ...draw, recoveryStart: Math.floor(random.next() * n), recoveryLength: 1 + 39 * random.next() };
  const start = draw.recoveryStart >= n ? n : draw.recoveryStart + Math.round(3 * random.normal());
  const length = draw.recoveryLength + 3 * random.normal();
  return { ...draw, recoveryStart: Math.min(n, Math.max(0, start)), recoveryLength: Math.min(40, Math.max(1, length)) };
}

/** The pressure at which a fleet of this sharpness would show the excess. */
function startingPressure(excess: number): number {
  return -Math.log(1 - Math.min(0.95, Math.max(0.001, excess)));
}

/** Longest time, in seconds, from the overflow losing its hold to the fall of failures. */
const LONGEST_DRAIN = 1200;
/** Time constants within which an exponential course is all but there: a fleet that filled within the onset's ramp is rid of its overflow as fast. */
const RISEN = 3;
/** Weight of the mechanism's own account of a fall that follows the capacity, against one by chance at that time. */
const TIPPING = 0.9;

/**
 * Where a fall follows added capacity: the excess below which the overflow loses its hold, drawn from what the capacity's steps leave
 * possible. The steps through which the excess went lower than ever before within twenty minutes of the fall share the draws by their height.
 */
function tippingPoint(
  frame: WhatIfParameters,
  draw: WhatIfDraw,
  random: Random,
): Pick<WhatIfDraw, "sustain" | "sustainDelay"> {
  const bound = { sustain: null, sustainDelay: 0 };
  const { addedFrom, capacity, settled, stepSeconds } = frame;
  if (addedFrom === null || draw.recoveryStart >= capacity.length || random.next() > TIPPING) return bound;
  const course = excessCourse(frame, { ...draw, recoveryStart: Infinity }, capacity);
  const drops: { readonly at: number; readonly from: number; readonly to: number }[] = [];
  let lowest = Infinity;
  for (let t = settled; t <= draw.recoveryStart; t++) {
    const now = course[t] as number;
    const recent = t >= addedFrom && (draw.recoveryStart - t) * stepSeconds <= LONGEST_DRAIN;
    if (recent && now < lowest) drops.push({ at: t, from: Math.min(lowest, 1), to: now });
    lowest = Math.min(lowest, now);
  }
  let u = random.next() * drops.reduce((sum, { from, to }) => sum + from - to, 0);
  const chosen = drops.find(({ from, to }) => (u -= from - to) < 0);
  if (!chosen) return bound;
  return {
    sustain: chosen.to + (chosen.from - chosen.to) * random.next(),
    sustainDelay: draw.recoveryStart - chosen.at,
  };
}

interface Chain {
  draw: WhatIfDraw;
  log: number;
}

/**
 * Posterior draws of the mechanism by Metropolis steps in one coordinate at a time, step lengths adapted during the burn-in.
 *
 * The data say what they can about load, capacity, sharpness, retries, delay and a recovery of its own; what they cannot stays at its prior. The
 * collector is the whole excess, as the mechanism has it; how fast the fleet is rid of it lies between at once and as slowly as the onset rose.
 */
export function fitWhatIf(input: FitInput): WhatIfParameters {
  const random = seededRandom(input.seed).fork("what-if");
  const n = input.frame.attempts.length;
  const full = { ...input.frame, draws: [] };
  const priors = [...PRIORS, retryPrior(input.retried)];
  const score = (draw: WhatIfDraw): number =>
    logLikelihood(input, excessCourse(full, draw, input.frame.capacity)) +
    recoveryPrior(draw, n) +
    priors.reduce((sum, prior) => sum + logPrior(prior, draw), 0);
  const first: WhatIfDraw = {
    pressure: startingPressure(input.excess),
    slope: 0,
    load: 0.75,
    capacity: 1,
    sharpness: 12,
    retry: 0.2,
    delay: 1.5,
    recoveryStart: n,
    recoveryLength: 12,
    sustain: null,
    sustainDelay: 0,
    collector: 1,
    drain: 1,
  };
  const chain: Chain = { draw: first, log: score(first) };
  const steps = new Map<Key, number>(priors.map(({ key, spread }) => [key, spread / 5]));
  const attempt = (draw: WhatIfDraw): boolean => {
    const log = score(draw);
    if (Math.log(1 - random.next()) >= log - chain.log) return false;
    chain.draw = draw;
    chain.log = log;
    return true;
  };
  const draws: WhatIfDraw[] = [];
  for (let k = 0; k < BURN + SWEEPS; k++) {
    for (const { key, log } of priors) {
      const step = (steps.get(key) as number) * random.normal();
      const accepted = attempt({
        ...chain.draw,
        [key]: log ? chain.draw[key] * Math.exp(step) : chain.draw[key] + step,
      });
      if (k < BURN) steps.set(key, (steps.get(key) as number) * (accepted ? 1.08 : 0.96));
    }
    attempt(proposeRecovery(chain.draw, n, random));
    const due = Math.floor(((k - BURN + 1) * KEPT) / SWEEPS);
    if (k >= BURN && due > draws.length)
      draws.push({
        ...chain.draw,
        ...tippingPoint(full, chain.draw, random),
        collector: 1,
        drain: Math.max(0.01, (random.next() * input.frame.settled) / RISEN),
      });
  }
  return { ...input.frame, draws };
}
