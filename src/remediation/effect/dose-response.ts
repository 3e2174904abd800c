import type { Shares } from "./outage-phases.js";
import { brokenFalls } from "./broken-falls.js";
import { evenStairs } from "./even-stairs.js";
import { plateauNoise } from "./plateau-noise.js";
import type { PlateauNoise } from "./plateau-noise.js";
import { type ResponsePlan, sharpened } from "./sharpened-response.js";

/** What the fall of failures says about a dose given in steps against a recovery that would have come anyway. */
export interface DoseResponse {
  /** Natural logarithm of the Bayes factor for a response to the dose; above 0 the data speak for it. */
  readonly logBayesFactor: number;
  /** Share of the excess failures that the whole dose removes, posterior mean and central interval; negative = added. */
  readonly removed: { readonly value: number; readonly low: number; readonly high: number };
  /** Likely courses of a spontaneous recovery beside the dose: factor on the excess per bin of `[first, last)`, with weight. */
  readonly spontaneous: readonly { readonly factor: readonly number[]; readonly weight: number }[];
}

/** What {@link doseResponse} works on. Bins `[first, last)` of the series; the plateau before the dose sets the noise. */
export interface DoseResponseInput {
  readonly shares: Shares;
  readonly dose: readonly number[];
  readonly baseline: number;
  readonly first: number;
  readonly from: number;
  readonly to: number;
  readonly last: number;
  readonly level: number;
  /** Whole rise of the dose relative to its level before: a fleet's own answer to capacity is tried beside straight ones. Default none. */
  readonly relativeRise?: number;
  /** Whether recoveries along broken lines, with relapses and pauses, are laid beside it. Default true; a busy share has no recovery of its own kind. */
  readonly relapses?: boolean;
}

/** Log odds beyond which the data are said to speak for a response to the dose: 30 to 1. */
export const CREDIT = Math.log(30);
const REMOVED = [-1, -0.5, -0.25, 0.25, 0.5, 0.7, 0.85, 1, 1.3, 1.7, 2.3, 3.2];
/** A response that its first step alone would complete cannot be told from a sudden recovery, and is left out. */
const SPREAD = 0.9;
/** How much of load ÷ capacity a fleet's failures feel of added capacity, in powers of it, and how sharply failures set in. */
const FLEET_POWERS = [0.7, 1, 1.4, 2, 2.8];
const FLEET_SHARPNESS = [8, 20, 60];
/** Responses of the grid from which the climb on continuous scales begins. */
const SHARPENED = 6;
const LAGS = [0, 1, 2, 3, 4, 6];
const DELAYS = [0, 1.5, 4];
const FALL_LENGTHS = [1, 2, 3, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 45, 60, 90];
const LONG_FALLS = [120, 160, 220, 300, 420];

interface Fall {
  readonly factor: Float64Array;
  readonly prior: number;
  /** Bin in which it begins, its length and its course; none for no fall. */
  readonly shape: { readonly start: number; readonly length: number; readonly course: number } | null;
  /** Belongs to the thinned set that is laid beside a response to the dose; thinning it only there errs towards no response. */
  readonly coarse: boolean;
}

/**
 * The excess left, `t` bins after a fall of `length` bins began: straight, exponential, a finite and an unending S, slow and fast to begin with, and a fall that
 * never quite ends. The family is settled before the dose is looked at.
 */
const COURSES: readonly ((t: number, length: number) => number)[] = [
  (t, length) => Math.max(0, 1 - (t + 1) / length),
  (t, length) => Math.exp((-2.5 * (t + 1)) / length),
  (t, length) => (t + 1 >= length ? 0 : 0.5 + 0.5 * Math.cos((Math.PI * (t + 1)) / length)),
  // A logistic curve whose tenth to nine tenths take half of the length, begun where a hundredth is gone.
  (t, length) => 1.01 / (1 + 0.01 * Math.exp((8.8 * (t + 1)) / length)),
  (t, length) => Math.exp(-(((1.6 * (t + 1)) / length) ** 2)),
  (t, length) => Math.exp(-(((1.4 * (t + 1)) / length) ** 4)),
  (t, length) => Math.exp(-(((6 * (t + 1)) / length) ** 0.6)),
  (t, length) => 1 / (1 + (3 * (t + 1)) / length) ** 1.5,
  // Ever faster, as where what is left is served the sooner the less it is.
  (t, length) => Math.max(0, 1 - ((t + 1) / length) ** 2),
];

/** The excess left in each of `n` bins by a fall. */
function fallen(n: number, start: number, length: number, course: (t: number, length: number) => number): Float64Array {
  return Float64Array.from({ length: n }, (_, t) => (t < start ? 1 : course(t - start, length)));
}

/** Share of the prior that a recovery came in two falls, and how much of the excess the first may take. */
const TWO_FALLS = 0.3;
const FIRST_SHARES = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
/** The likeliest falls are looked at between the lengths and beginnings of the grid, where they would else miss by half a step. */
const REFINED_FALLS = 40;
const BETWEEN_LENGTHS = [0.85, 0.92, 1.09, 1.18];
const BETWEEN_STARTS = [-1, 0, 1];
const CLIMB_SHIFTS = [-8, -3, -1, -0.3, 0.3, 1, 3, 8];
const CLIMB_FACTORS = [0.7, 0.85, 0.95, 0.98, 1.02, 1.05, 1.2, 1.4];
const CLIMB_ROUNDS = 12;

/**
 * Spontaneous recoveries: none, or a fall of any of the courses, of any length beginning anywhere. Half of the prior sits
 * around the remediation itself, because people act, and things mend, at the same time more often than at random.
 */
function spontaneousFalls({ first, from, to, last }: DoseResponseInput): Fall[] {
  const n = last - first;
  const near = (s: number): boolean => s + first >= from - 2 && s + first <= to + 30;
  const stride = Math.max(1, Math.round(n / 60));
  const starts: number[] = [];
  for (let s = 1; s < n; s++) if (s % stride === 0 || (near(s) && s % Math.ceil(stride / 2) === 0)) starts.push(s);
  const farCount = starts.filter((s) => !near(s)).length;
  const nearCount = starts.length - farCount;
  const lengths = [...FALL_LENGTHS, ...LONG_FALLS.filter((length) => length <= n)];
  const falls: Fall[] = [{ factor: new Float64Array(n).fill(1), prior: 0.2, shape: null, coarse: true }];
  for (const s of starts) {
    const prior =
      (farCount === 0 ? 0.8 / nearCount : 0.4 / (near(s) ? nearCount : farCount)) / (COURSES.length * lengths.length);
    lengths.forEach((length, i) =>
      COURSES.forEach((course, shape) => {
        falls.push({
          factor: fallen(n, s, length, course),
          prior,
          shape: { start: s, length, course: shape },
          // Sudden falls near the remediation stand beside a dose as they stand alone: else a recovery that ends what the dose left would be missed by a bin.
          coarse: shape === 0 && ((i % 3 === 0 && s % (2 * stride) === 0) || (length === 1 && near(s))),
        });
      }),
    );
  }
  return falls;
}

/** The likeliest falls, a little longer, shorter, earlier and later. */
function refinedFalls(
  falls: readonly Fall[],
  scored: readonly { readonly log: number }[],
  likelihood: (h: Float64Array) => number,
): { readonly log: number }[] {
  const best = falls
    .map((fall, i) => ({ fall, log: (scored[i] as { log: number }).log }))
    .sort((a, b) => b.log - a.log)
    .slice(0, REFINED_FALLS);
  const around = Math.log(BETWEEN_LENGTHS.length * BETWEEN_STARTS.length);
  return best.flatMap(({ fall: { shape, factor, prior } }) => {
    if (!shape) return [];
    const course = COURSES[shape.course] as (t: number, length: number) => number;
    return BETWEEN_LENGTHS.flatMap((times) =>
      BETWEEN_STARTS.map((later) => ({
        log:
          likelihood(fallen(factor.length, shape.start + later, shape.length * times, course)) +
          Math.log(prior) -
          around,
      })),
    );
  });
}

/** The best fall of every course on continuous scales, its start and its length at the price of half the logarithm of the bins each. */
function climbedFalls(
  falls: readonly Fall[],
  scored: readonly { readonly log: number }[],
  n: number,
  likelihood: (h: Float64Array) => number,
): { readonly log: number }[] {
  return COURSES.map((course, index) => {
    let best: { start: number; length: number; log: number } | null = null;
    falls.forEach(({ shape }, i) => {
      const { log } = scored[i] as { log: number };
      if (shape?.course === index && (best === null || log > best.log)) best = { ...shape, log };
    });
    if (best === null) return { log: -Infinity };
    let { start, length } = best as { start: number; length: number };
    let height = likelihood(fallen(n, start, length, course));
    for (let round = 0; round < CLIMB_ROUNDS; round++) {
      const before = height;
      const tries = [
        ...CLIMB_SHIFTS.map((shift) => [start + shift, length] as const),
        ...CLIMB_FACTORS.map((factor) => [start, length * factor] as const),
        // Longer about the same middle.
        ...CLIMB_FACTORS.map((factor) => [start + (length * (1 - factor)) / 2, length * factor] as const),
      ];
      for (const [from, bins] of tries) {
        const value = bins >= 1 ? likelihood(fallen(n, from, bins, course)) : -Infinity;
        if (value > height) [start, length, height] = [from, bins, value];
      }
      if (height - before < 0.05) break;
    }
    return { log: height - Math.log(n * COURSES.length) };
  });
}

/** Recoveries in two sudden falls with a pause between, anywhere near the remediation. */
function stairs(
  { first, from, to, last }: DoseResponseInput,
  likelihood: (h: Float64Array) => number,
): { readonly log: number }[] {
  const n = last - first;
  const begin = Math.max(1, from - 2 - first);
  const end = Math.min(n - 1, to + 30 - first);
  const stride = Math.max(1, Math.ceil((end - begin) / 50));
  const places = Array.from({ length: Math.max(0, Math.floor((end - begin) / stride)) }, (_, i) => begin + i * stride);
  const pairs = (places.length * (places.length - 1)) / 2;
  const prior = Math.log(TWO_FALLS / Math.max(1, pairs) / FIRST_SHARES.length);
  const found: { log: number }[] = [];
  const course = new Float64Array(n);
  for (const [i, one] of places.entries())
    for (const other of places.slice(i + 1))
      for (const share of FIRST_SHARES) {
        course
          .fill(1, 0, one)
          .fill(1 - share, one, other)
          .fill(0, other);
        found.push({ log: likelihood(course) + prior });
      }
  return found;
}

/** The dose as the failures may feel it: some bins late, and smoothed by an exponential delay. */
function feltDose(dose: readonly number[], first: number, last: number, lag: number, delay: number): Float64Array {
  const out = new Float64Array(last - first);
  const [whole, part] = [Math.floor(lag), lag - Math.floor(lag)];
  const given = (t: number): number => dose[Math.max(0, t)] as number;
  let felt = 0;
  for (let t = first; t < last; t++) {
    const now = (1 - part) * given(t - whole) + part * given(t - whole - 1);
    felt += (now - felt) * (delay === 0 ? 1 : 1 - Math.exp(-1 / delay));
    out[t - first] = felt;
  }
  return out;
}

/** Log marginal likelihood of a course h of the excess (1 = full), its height integrated out, with AR(1) noise of unknown scale. */
function courseLikelihood(input: DoseResponseInput, { sd, rho, freedom }: PlateauNoise): (h: Float64Array) => number {
  const { shares, first, last, baseline } = input;
  const n = last - first;
  const y = new Float64Array(n).fill(NaN);
  const inverse = new Float64Array(n);
  const decorrelate = 1 / Math.sqrt(1 - rho * rho);
  for (let t = 0; t < n; t++) {
    const value = shares.share[first + t];
    if (value == null) continue;
    inverse[t] = 1 / (sd[first + t] as number);
    y[t] = (value - baseline) * (inverse[t] as number);
  }
  return (h) => {
    let uu = 0,
      uv = 0,
      vv = 0,
      count = 0,
      previousY = NaN,
      previousH = 0;
    for (let t = 0; t < n; t++) {
      let u = y[t] as number;
      let v = (h[t] as number) * (inverse[t] as number);
      const [rawU, rawV] = [u, v];
      if (!Number.isNaN(u)) {
        if (!Number.isNaN(previousY)) {
          u = (u - rho * previousY) * decorrelate;
          v = (v - rho * previousH) * decorrelate;
        }
        uu += u * u;
        uv += u * v;
        vv += v * v;
        count++;
      }
      previousY = rawU;
      previousH = rawV;
    }
    if (vv === 0) return -Infinity;
    const ss = uu - Math.max(0, uv) ** 2 / vv;
    return -0.5 * Math.log(vv) - 0.5 * (freedom + count - 1) * Math.log1p(ss / freedom);
  };
}

interface Weighted {
  readonly removed: number;
  readonly fall: Fall;
  readonly log: number;
  readonly answer: Answer;
  readonly lag: number;
  readonly delay: number;
}

/** The coarse falls, each carrying the prior of those it stands for. */
function thinned(falls: readonly Fall[]): Fall[] {
  const kept = falls.filter(({ coarse }) => coarse);
  const rest = kept.slice(1).reduce((sum, { prior }) => sum + prior, 0);
  return kept.map((fall, i) => (i === 0 || rest === 0 ? fall : { ...fall, prior: (fall.prior * 0.8) / rest }));
}

/** One way in which the excess may answer the dose: what is left of it at a felt dose 0…1, and its share of the prior. */
interface Answer {
  readonly left: (felt: number) => number;
  /** The same answer, this much of it: a share removed, or a fleet's power. */
  readonly amount: number;
  readonly of: (amount: number) => (felt: number) => number;
  readonly removed: number;
  readonly prior: number;
}

/** Excess of a fleet at a pressure (logarithm of load ÷ capacity): 1 − 1/ρ above capacity, the corner rounded. */
function fleetLoss(pressure: number, sharpness: number): number {
  const x = sharpness * pressure;
  return -Math.expm1(-(x > 30 ? x : Math.log1p(Math.exp(x))) / sharpness);
}

/** The pressure at which a fleet of this sharpness loses such a share. */
function fleetPressure(loss: number, sharpness: number): number {
  return Math.log(Math.expm1(-sharpness * Math.log1p(-Math.min(0.95, Math.max(1e-4, loss))))) / sharpness;
}

/** Straight answers to the dose and, where its size is known, a fleet's: the corner of its loss leaves a tail that no straight line has. */
function answers({ relativeRise }: DoseResponseInput, excess: number): Answer[] {
  const share = relativeRise === undefined ? 1 : 0.5;
  const line = (removed: number) => (felt: number) => Math.max(0, 1 - removed * felt);
  const straight = REMOVED.map(
    (removed): Answer => ({
      removed,
      amount: removed,
      of: line,
      left: line(removed),
      prior: share / REMOVED.length,
    }),
  );
  if (relativeRise === undefined) return straight;
  const fleet = FLEET_POWERS.flatMap((power) =>
    FLEET_SHARPNESS.map((sharpness): Answer => {
      const pressure = fleetPressure(excess, sharpness);
      const of = (amount: number) => (felt: number) =>
        fleetLoss(pressure - amount * Math.log1p(relativeRise * felt), sharpness) / excess;
      const left = of(power);
      return {
        left,
        of,
        amount: power,
        removed: 1 - left(1),
        prior: (1 - share) / FLEET_POWERS.length / FLEET_SHARPNESS.length,
      };
    }),
  );
  return [...straight, ...fleet];
}

function candidates(
  input: DoseResponseInput,
  excess: number,
  falls: readonly Fall[],
  likelihood: (h: Float64Array) => number,
): Weighted[] {
  const { dose, first, last } = input;
  const n = last - first;
  const firstStep = dose.slice(first, last).find((value) => value >= 0.05) ?? 1;
  const allowed = answers(input, excess).filter(({ left }) => left(firstStep) > 1 - SPREAD);
  const found: Weighted[] = [];
  const h = new Float64Array(n);
  for (const lag of LAGS) {
    for (const delay of DELAYS) {
      const felt = feltDose(dose, first, last, lag, delay);
      for (const answer of allowed) {
        const left = felt.map(answer.left);
        const prior = Math.log(answer.prior / (LAGS.length * DELAYS.length));
        for (const fall of falls) {
          for (let t = 0; t < n; t++) h[t] = (left[t] as number) * (fall.factor[t] as number);
          const log = likelihood(h) + Math.log(fall.prior) + prior;
          found.push({ removed: answer.removed, fall, log, answer, lag, delay });
        }
      }
    }
  }
  return found;
}

/** The likeliest responses on continuous scales, those with the same answer, delay and fall once. */
function sharpenedResponses(
  input: DoseResponseInput,
  found: readonly Weighted[],
  likelihood: (h: Float64Array) => number,
): Weighted[] {
  const { dose, first, last } = input;
  const n = last - first;
  const firstStep = dose.slice(first, last).find((value) => value >= 0.05) ?? 1;
  const straight = COURSES[0] as (t: number, length: number) => number;
  const seen = new Set<Answer>();
  const starts: Weighted[] = [];
  for (const one of [...found].sort((a, b) => b.log - a.log)) {
    if (starts.length >= SHARPENED) break;
    if (seen.has(one.answer) || (one.fall.shape !== null && one.fall.shape.course !== 0)) continue;
    seen.add(one.answer);
    starts.push(one);
  }
  return starts.flatMap((one) => {
    const begun = { amount: one.answer.amount, lag: one.lag, delay: one.delay, fall: one.fall.shape };
    const fallOf = (fall: ResponsePlan["fall"]): Float64Array =>
      fall ? fallen(n, fall.start, fall.length, straight) : new Float64Array(n).fill(1);
    const best = sharpened(
      begun,
      ({ amount, lag, delay, fall }) => {
        const left = one.answer.of(amount);
        if (left(firstStep) <= 1 - SPREAD) return null;
        const own = fallOf(fall);
        return feltDose(dose, first, last, lag, delay).map((felt, t) => left(felt) * (own[t] as number));
      },
      n,
      likelihood,
    );
    if (!best) return [];
    const fall: Fall = { factor: fallOf(best.plan.fall), prior: 0, shape: null, coarse: false };
    return [{ ...one, removed: 1 - one.answer.of(best.plan.amount)(1), fall, log: best.log }];
  });
}

function logSum(values: readonly { readonly log: number }[]): number {
  let best = -Infinity;
  for (const { log } of values) if (log > best) best = log;
  let sum = 0;
  for (const { log } of values) sum += Math.exp(log - best);
  return best + Math.log(sum);
}

/** Posterior mean and central interval over the grid of removed shares. */
function removedShare(found: readonly Weighted[], total: number, level: number): DoseResponse["removed"] {
  const mass = new Map<number, number>();
  for (const { removed, log } of found) mass.set(removed, (mass.get(removed) ?? 0) + Math.exp(log - total));
  const grid = [...mass].sort(([a], [b]) => a - b);
  const quantile = (p: number): number => {
    let sum = 0;
    return (grid.find(([, share]) => (sum += share) >= p) ?? (grid.at(-1) as [number, number]))[0];
  };
  const value = grid.reduce((sum, [removed, share]) => sum + removed * share, 0);
  return { value, low: quantile((1 - level) / 2), high: quantile((1 + level) / 2) };
}

/**
 * Weighs a response to a dose given in steps against a spontaneous recovery, from the course of the failure share alone.
 *
 * Without a response the excess over the baseline follows a spontaneous course: none, one of nine shapes of any start and length, two sudden falls with a pause between, or a broken line with relapses.
 * With one it is also multiplied by 1 − removed · dose, the dose felt up to six bins late and smoothed. Both are averaged over their
 * priors, so that a fall which merely happens to lie where the dose lies pays for every other place where it could have been.
 * Noise: AR(1), over-dispersed, its size and correlation from the plateau before the dose (needs at least 8 bins of it).
 *
 * @returns `null` when the plateau before the dose has fewer than 8 bins with data, or stands no higher than the baseline
 */
export function doseResponse(input: DoseResponseInput): DoseResponse | null {
  const { shares, first, from, baseline, level } = input;
  const before = shares.share.slice(first, from).filter((value): value is number => value !== null);
  if (before.length < 8) return null;
  const plateau = before.reduce((sum, value) => sum + value, 0) / before.length;
  if (!(plateau > baseline)) return null;
  const falls = spontaneousFalls(input);
  const likelihood = courseLikelihood(input, plateauNoise(shares, first, from, baseline));
  const single = falls.map((fall) => ({ log: likelihood(fall.factor) + Math.log(fall.prior) }));
  const n = input.last - first;
  const looked = [Math.max(1, from - first - 10), Math.min(n - 1, input.to - first + 60)] as const;
  const without = [
    ...single,
    ...refinedFalls(falls, single, likelihood),
    ...climbedFalls(falls, single, n, likelihood),
    ...stairs(input, likelihood),
    ...(input.relapses === false ? [] : [...brokenFalls(n, looked, likelihood), ...evenStairs(n, looked, likelihood)]),
  ];
  const onGrid = candidates(input, plateau - baseline, thinned(falls), likelihood);
  const found = [...onGrid, ...sharpenedResponses(input, onGrid, likelihood)];
  const total = logSum(found);
  const byFall = new Map<Fall, number>();
  for (const { fall, log } of found) byFall.set(fall, (byFall.get(fall) ?? 0) + Math.exp(log - total));
  const spontaneous = [...byFall]
    .filter(([, weight]) => weight > 1e-4)
    .map(([fall, weight]) => ({ factor: Array.from(fall.factor), weight }));
  return { logBayesFactor: total - logSum(without), removed: removedShare(found, total, level), spontaneous };
}
