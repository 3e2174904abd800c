import type { Random } from "../../src/index.js";
import { expectedAttempts, expectedShare, wanderOf } from "./baseline.js";
import { excessOf, type World } from "./world.js";

/** Parts of a minute over which a share that changes is averaged. */
const PARTS = 6;

/** Attempts that fail together are at most this share of a minute's: a larger burst would be an outage to anybody who looks. */
const BURST_CAP = 0.05;

/** What one world shows: counts per minute, and what was realised inside the true windows. */
export interface Drawn {
  readonly failures: number[];
  readonly attempts: number[];
  /** Minutes whose log is missing: 0 of 0. */
  readonly lost: boolean[];
  /** The same, cut where a true window begins or ends within a minute. */
  readonly parts: {
    readonly from: number;
    readonly to: number;
    readonly failures: number;
    readonly attempts: number;
  }[];
  /** Realised counts inside each true window, to the second. */
  readonly inside: { failures: number; attempts: number; expectedFailures: number; expectedAttempts: number }[];
}

/** The counts of each minute of a world, from its mechanism; the same world and stream give the same counts. */
export function drawWorld(world: World, random: Random): Drawn {
  const { minutes, baseline } = world;
  const wander = wanderOf(baseline, minutes, random.fork("wander"));
  const wobble = wanderOf({ wander: world.wobble }, minutes, random.fork("wobble"));
  const stream = random.fork("counts");
  const drawn: Drawn = {
    failures: new Array<number>(minutes).fill(0),
    attempts: new Array<number>(minutes).fill(0),
    lost: Array.from({ length: minutes }, (_, i) => world.lost.some(([from, to]) => i >= from && i < to)),
    parts: [],
    inside: world.windows.map(() => ({ failures: 0, attempts: 0, expectedFailures: 0, expectedAttempts: 0 })),
  };
  const ends = world.windows.flatMap(({ from, to }) => [from, to]).sort((a, b) => a - b);
  for (let i = 0; i < minutes; i++) {
    const noise = baseline.volumeNoise;
    const volume = expectedAttempts(baseline, i) * Math.exp(noise * stream.normal() - (noise * noise) / 2);
    const cuts = [i, ...ends.filter((end) => end > i && end < i + 1), i + 1];
    for (let k = 1; k < cuts.length; k++)
      drawPart(world, drawn, [cuts[k - 1]!, cuts[k]!], { volume, wander: wander[i]!, wobble: wobble[i]! }, stream);
  }
  return drawn;
}

function drawPart(
  world: World,
  drawn: Drawn,
  [from, to]: readonly [number, number],
  { volume, wander, wobble }: { volume: number; wander: number; wobble: number },
  random: Random,
): void {
  const minute = Math.floor(from);
  const share = meanShare(world, from, to, wander, wobble);
  const mean = volume * (to - from) * retryFactor(world, share);
  const attempts = random.poisson(mean);
  const failures = clusteredFailures(world, attempts, share, random);
  if (drawn.lost[minute]) return;
  drawn.attempts[minute]! += attempts;
  drawn.failures[minute]! += failures;
  drawn.parts.push({ from, to, failures, attempts });
  world.windows.forEach((window, w) => {
    if (from < window.from || to > window.to) return;
    const inside = drawn.inside[w]!;
    inside.attempts += attempts;
    inside.failures += failures;
    inside.expectedAttempts += mean;
    inside.expectedFailures += mean * share;
  });
}

function meanShare(world: World, from: number, to: number, wander: number, wobble: number): number {
  let sum = 0;
  for (let part = 0; part < PARTS; part++) {
    const at = from + ((part + 0.5) / PARTS) * (to - from);
    const ordinary = Math.min(0.5, expectedShare(world.baseline, at) * wander);
    sum += ordinary + (1 - ordinary) * Math.min(1, wobble * excessOf(world, at));
  }
  return sum / PARTS;
}

/** Attempts for each that there would be without retries: each failure is tried again, `retries` times on average at most. */
export function retryFactor(world: World, share: number): number {
  return 1 + world.retries * share;
}

/**
 * Failures among attempts of which some belong together: with probability `together` an attempt shares the outcome of its customer's others.
 * Their number per customer is heavy-tailed (`sizes`); the mean is attempts × share whatever they are.
 */
function clusteredFailures(world: World, attempts: number, share: number, random: Random): number {
  const { together, tail, largest } = world.clusters;
  if (together === 0 || attempts < 2) return random.binomial(attempts, share);
  const cap = Math.max(1, Math.min(largest, Math.floor(attempts * BURST_CAP)));
  const rare = Math.min(share, 1 - share);
  const groups = random.poisson((attempts * together * rare) / meanSize(tail, cap));
  let joint = 0;
  for (let g = 0; g < groups; g++) joint += drawnSize(tail, cap, random);
  const shared = random.binomial(attempts, together);
  const apart = random.binomial(attempts - shared, rare);
  const rareCount = Math.min(attempts, apart + joint);
  return share <= 0.5 ? rareCount : attempts - rareCount;
}

/** Mean of the sizes floor(x), x with tail x^−tail on [1, cap + 1): the weight of a size k is k^−tail − (k + 1)^−tail. */
function meanSize(tail: number, cap: number): number {
  return moments(tail, cap).mean;
}

const kept = new Map<string, { mean: number; square: number }>();

function moments(tail: number, cap: number): { mean: number; square: number } {
  const key = `${tail}/${cap}`;
  const known = kept.get(key);
  if (known) return known;
  let [weight, mean, square] = [0, 0, 0];
  for (let k = 1; k <= cap; k++) {
    const w = k ** -tail - (k + 1) ** -tail;
    weight += w;
    mean += w * k;
    square += w * k * k;
  }
  const found = { mean: mean / weight, square: square / weight };
  kept.set(key, found);
  return found;
}

function drawnSize(tail: number, cap: number, random: Random): number {
  const most = 1 - (cap + 1) ** -tail;
  return Math.min(cap, Math.floor((1 - random.next() * most) ** (-1 / tail)));
}

/** Variance of failures over that of independent attempts, for so many attempts a minute. */
export function designEffect(world: World, attemptsPerMinute: number): number {
  const { together, tail, largest } = world.clusters;
  if (together === 0) return 1;
  const cap = Math.max(1, Math.min(largest, Math.floor(attemptsPerMinute * BURST_CAP)));
  const { mean, square } = moments(tail, cap);
  return 1 + together * (square / mean - 1);
}
