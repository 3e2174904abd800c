import type { Random } from "../../src/index.js";

/** Minutes of a day and of a week. */
export const DAY = 1440;

/** What is ordinary in a world: how much is tried, how much of it fails without an outage. */
export interface BaselinePlan {
  /** Attempts a minute in an ordinary hour. */
  readonly volume: number;
  /** Failure share in an ordinary hour. */
  readonly share: number;
  /** Factor of the share from a minute on, as releases bring it. */
  readonly releases: readonly (readonly [from: number, factor: number])[];
  /** Amplitudes (0…1) of the day's wave in attempts and in the share, and the factors of weekend days and holidays. */
  readonly dayWave: number;
  readonly shareWave: number;
  readonly peakHour: number;
  readonly weekend: number;
  readonly holiday: number | null;
  /** Natural logarithm of the factor by which the share drifts over a day. */
  readonly drift: number;
  /** Wander with memory: standard deviation in ln and half-life in minutes. */
  readonly wander: { readonly sd: number; readonly halfLife: number };
  /** Standard deviation in ln of the attempts of a minute beyond counting. */
  readonly volumeNoise: number;
  /** Weekday of the data's first day, 0 = Monday. */
  readonly firstWeekday: number;
}

/** The ordinary failure share without the wander: a function of the plan alone. */
export function expectedShare(plan: BaselinePlan, minute: number): number {
  let level = plan.share;
  for (const [from, factor] of plan.releases) if (minute >= from) level *= factor;
  const wave = 1 + plan.shareWave * Math.cos((2 * Math.PI * (minute - plan.peakHour * 60)) / DAY);
  return Math.min(0.5, level * wave * Math.exp((plan.drift * minute) / DAY));
}

/** Attempts expected in a minute, without retries. */
export function expectedAttempts(plan: BaselinePlan, minute: number): number {
  const day = Math.floor(minute / DAY);
  const wave = 1 + plan.dayWave * Math.cos((2 * Math.PI * (minute - plan.peakHour * 60)) / DAY);
  const restful = (plan.firstWeekday + day) % 7 >= 5 ? plan.weekend : 1;
  return plan.volume * wave * (day === plan.holiday ? Math.min(restful, plan.weekend) : restful);
}

/** The factor exp(σz − σ²/2) of each minute, z with the plan's memory; its mean is 1. */
export function wanderOf(plan: Pick<BaselinePlan, "wander">, minutes: number, random: Random): Float64Array {
  const { sd } = plan.wander;
  const factors = new Float64Array(minutes).fill(1);
  if (sd === 0) return factors;
  const keep = wanderMemory(plan);
  let z = random.normal();
  for (let i = 0; i < minutes; i++) {
    factors[i] = Math.exp(sd * z - (sd * sd) / 2);
    z = keep * z + Math.sqrt(1 - keep * keep) * random.normal();
  }
  return factors;
}

/** Correlation of one minute's wander with the next one's. */
function wanderMemory(plan: Pick<BaselinePlan, "wander">): number {
  return plan.wander.sd === 0 ? 0 : 0.5 ** (1 / plan.wander.halfLife);
}

/** Relative variance of the mean share over so many minutes that the wander brings. */
export function wanderVariance(plan: BaselinePlan, minutes: number): number {
  const { sd } = plan.wander;
  if (sd === 0) return 0;
  const keep = wanderMemory(plan);
  const length = Math.max(1, Math.round(minutes));
  const single = Math.exp(sd * sd) - 1;
  const sum = (keep / (1 - keep)) * (length - (1 - keep ** length) / (1 - keep));
  return (single / length) * (1 + (2 * sum) / length);
}
