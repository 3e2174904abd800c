import type { OutcomeBins } from "./outcome-bins.js";

/**
 * How ordinary stretches scatter beyond counting.
 *
 * What neighbours have in common is a rate that wanders; what each has for itself is failures that come in groups. The two have other tails: a rate many times as high
 * is so many deviations of a logarithm, a stretch with many times the failures so many groups at once.
 */
export interface Wander {
  /** Standard deviation of ln(rate ÷ baseline), averaged over so many bins with attempts. */
  deviation(bins: number): number;
  /** Variance of counts over that of independent failures. */
  readonly grouping: number;
  /** Relative variance of one stretch of so many bins about its neighbour, groups included; what chance may show is taken off. */
  apart(bins: number): number;
  /** The same beyond what chance may make of bins that scatter each for themselves: what neighbours have in common; 0 where too few stretches tell. */
  together(bins: number): number;
  /** Standard deviation of the difference of ln(rate ÷ baseline) between two neighbouring stretches of so many bins. */
  fromBeside(bins: number): number;
}

/** Fewer stretches than this do not tell how much the rate wanders over their length. */
const LEAST_STRETCHES = 8;
/** Deviations, in standard deviations, beyond which a stretch counts as no farther: an outage among them shall not pass for wandering. */
const CLIPPED_AT = 4;
/** The share of stretches that deviate most, left out of the first look. */
const SET_ASIDE = 0.08;
/** What the rest of a normal sample shows of its variance when so many are left out. */
const REST_SHOWS = 0.65;
/** Relative standard deviation that no baseline falls below: none is steadier than five in a hundred. */
export const STEADIEST = 0.05;

/** Failures that a stretch must be expected to hold for its difference from its neighbour to tell how failures are grouped. */
const TELLING_FAILURES = 1;

/** So many stretches tell what neighbours have in common, beyond so many standard errors of what independent bins show. */
const TELLING_STRETCHES = 16;
const CHANCE_ERRORS = 2;

/** Excess over expectation, and expectation, of stretches in order. */
interface Stretches {
  readonly excess: Float64Array;
  readonly expected: Float64Array;
}

/** Stretches of `width` bins with attempts, those that touch a marked bin left out. */
function stretchesOf(bins: OutcomeBins, marked: Uint8Array, width: number): Stretches {
  const most = Math.floor(marked.length / width);
  const [excesses, expectations] = [new Float64Array(most), new Float64Array(most)];
  let [count, excess, expected, held] = [0, 0, 0, 0];
  for (let t = 0; t < marked.length; t++) {
    const n = bins.attempts[t] as number;
    if (marked[t]) excess = expected = held = 0;
    if (marked[t] || n === 0) continue;
    const mean = n * (bins.rates[t] as number);
    excess += (bins.failures[t] as number) - mean;
    expected += mean;
    if (++held < width) continue;
    excesses[count] = excess;
    expectations[count++] = expected;
    excess = expected = held = 0;
  }
  return { excess: excesses.subarray(0, count), expected: expectations.subarray(0, count) };
}

/**
 * Mean square of the excess over what counting gives, relative to the square of the expectation; a stretch counts as far as `limit(expected)`.
 *
 * @param known - the variance so far: beyond what it takes to tell it, more failures make a stretch no better a witness, so that one level of several does not decide alone
 */
function relativeVariance({ excess, expected }: Stretches, limit: (i: number) => number, known: number): number {
  let [above, scale] = [0, 0];
  for (let i = 0; i < excess.length; i++) {
    const mean = expected[i] as number;
    const weight = 1 / (1 + known * mean) ** 2;
    above += weight * (Math.min(Math.abs(excess[i] as number), limit(i)) ** 2 - mean);
    scale += weight * mean * mean;
  }
  return scale > 0 ? Math.max(0, above / scale) : 0;
}

/**
 * The same about the level that the stretches have themselves, where it lies above the baseline.
 *
 * A baseline of calm blocks lies low where failures are few: with two of them in a hundred stretches the difference of the levels would pass for wandering.
 */
function centred({ excess, expected }: Stretches): Stretches {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const rise = Math.max(0, sum(excess) / Math.max(sum(expected), Number.MIN_VALUE));
  return {
    excess: excess.map((value, i) => value - rise * (expected[i] as number)),
    expected: expected.map((value) => value * (1 + rise)),
  };
}

/** Each pair of neighbours as one stretch: what the first holds over its share of both, and the variance that counting gives it. */
function differences(seen: Stretches): Stretches {
  const pairs = Math.max(0, seen.excess.length - 1);
  const [excess, expected] = [new Float64Array(pairs), new Float64Array(pairs)];
  for (let i = 0; i < pairs; i++) {
    const [one, two] = [seen.expected[i] as number, seen.expected[i + 1] as number];
    const failures = (seen.excess[i] as number) + one;
    const both = failures + (seen.excess[i + 1] as number) + two;
    const share = one / (one + two);
    excess[i] = failures - both * share;
    expected[i] = both * share * (1 - share);
  }
  return { excess, expected };
}

/** Variance of the relative rate over such stretches; the few that stand out count as far as four deviations and no farther. */
function varianceOf(stretches: Stretches): number {
  const { excess, expected } = stretches;
  const sizes = excess.map((value, i) => Math.abs(value) / Math.sqrt((expected[i] as number) + 0.5));
  const most = sizes.slice().sort()[Math.max(0, Math.ceil(sizes.length * (1 - SET_ASIDE)) - 1)] as number;
  const kept = sizes.map((size) => (size <= most ? 1 : 0));
  const calm = {
    excess: excess.filter((_, i) => kept[i] === 1),
    expected: expected.filter((_, i) => kept[i] === 1),
  };
  let variance = relativeVariance(calm, () => Infinity, 0) / REST_SHOWS;
  for (let round = 0; round < 2; round++) {
    const last = variance;
    const limit = (i: number): number => {
      const mean = expected[i] as number;
      return CLIPPED_AT * Math.sqrt(mean + last * mean * mean);
    };
    variance = relativeVariance(stretches, limit, last);
  }
  return variance;
}

function meanExpected({ expected }: Stretches): number {
  return expected.reduce((sum, value) => sum + value, 0) / Math.max(1, expected.length);
}

/** A variance known at powers of two up to `last`, at any length: between two of them in proportion, beyond the last falling as it fell over the last doubling. */
function alongLengths(varianceAt: (power: number) => number, last: number, length: number): number {
  const power = Math.log2(Math.max(1, length));
  const left = Math.min(last, Math.floor(power));
  if (left === last) {
    const [here, before] = [varianceAt(last), last >= 1 ? varianceAt(last - 1) : 0];
    const fall = here > 0 && before > 0 ? Math.min(1, Math.max(0, Math.log2(before / here))) : 1;
    return here * 2 ** (-fall * (power - last));
  }
  const share = power - left;
  return varianceAt(left) * (1 - share) + (share > 0 ? varianceAt(left + 1) * share : 0);
}

/** What chance alone may make of a variance over such stretches, one standard error: few failures tell little of how their rate wanders. */
function chanceOf({ excess, expected }: Stretches): number {
  const mean = meanExpected({ excess, expected });
  return Math.sqrt(2 / Math.max(1, excess.length)) / Math.max(mean, Number.MIN_VALUE);
}

/** ln of a relative variance's lognormal, as a standard deviation. */
const logDeviation = (variance: number): number => Math.sqrt(Math.log1p(Math.max(variance, STEADIEST ** 2)));

/** A rate that does not wander beyond what no baseline is steadier than. */
export const STEADY: Wander = {
  deviation: () => STEADIEST,
  grouping: 1,
  apart: () => 0,
  together: () => 0,
  fromBeside: () => STEADIEST,
};

/**
 * How much ordinary stretches of any length wander, from the stretches that no marked bin touches.
 *
 * A likelihood that takes bins for independent has all the evidence it likes of a rate that wanders with memory: what a stretch shows must be held against what
 * stretches of its length do by themselves. Lengths of which fewer than eight stretches are there take the variance of the longest that has them, falling as it fell
 * over the last doubling.
 *
 * @param marked - 1 where a bin belongs to an outage
 * @param isBeyondChance - takes off what chance may make of few failures, as whether something stands out asks; where its ends lie, the whole counts
 */
export function wanderOf(bins: OutcomeBins, marked: Uint8Array, isBeyondChance = false): Wander {
  let usable = 0;
  for (let t = 0; t < marked.length; t++) if (!marked[t] && (bins.attempts[t] as number) > 0) usable += 1;
  const known = new Map<number, Stretches>();
  const at = (power: number): Stretches => {
    const found = known.get(power) ?? stretchesOf(bins, marked, 2 ** power);
    known.set(power, found);
    return found;
  };
  let last = usable < LEAST_STRETCHES ? -1 : Math.floor(Math.log2(usable / LEAST_STRETCHES));
  while (last >= 0 && at(last).excess.length < LEAST_STRETCHES) last -= 1;
  const overLengths = (
    prepared: (seen: Stretches) => Stretches,
    chance: (seen: Stretches) => number,
  ): ((length: number) => number) => {
    const variances = new Map<number, number>();
    const varianceAt = (power: number): number => {
      const found = variances.get(power) ?? Math.max(0, varianceOf(prepared(at(power))) - chance(at(power)));
      variances.set(power, found);
      return found;
    };
    return (length) => (last < 0 ? 0 : alongLengths(varianceAt, last, length));
  };
  const [whole, beside] = [
    overLengths(centred, isBeyondChance ? chanceOf : () => 0),
    overLengths(differences, () => 0),
  ];
  const mean = last < 0 ? 0 : meanExpected(at(0));
  const telling = Math.min(Math.max(0, last), Math.max(0, Math.ceil(Math.log2(TELLING_FAILURES / mean))));
  // Over `bins` bins groups alone give the variance (grouping − 1) ÷ expected.
  const grouping = mean > 0 ? 1 + (beside(2 ** telling) / 2) * mean * 2 ** telling : 1;
  const withoutGroups = (variance: number, bins: number): number =>
    mean > 0 ? Math.max(0, variance - (grouping - 1) / (mean * bins)) : variance;
  return {
    deviation: (length) => logDeviation(withoutGroups(whole(length), length)),
    grouping,
    apart: (length) => {
      const stretches = usable / length;
      const byChance = Math.sqrt(2 / Math.max(1, stretches)) / Math.max(mean * length, Number.MIN_VALUE);
      return Math.max(0, beside(length) / 2 - byChance);
    },
    together: (length) => {
      const stretches = usable / length;
      if (stretches < TELLING_STRETCHES) return 0;
      const independent = (beside(1) / 2 + 1 / Math.max(mean, Number.MIN_VALUE)) / length;
      return Math.max(0, beside(length) / 2 - CHANCE_ERRORS * Math.sqrt(3 / stretches) * independent);
    },
    fromBeside: (length) => logDeviation(withoutGroups(beside(length), length / 2)),
  };
}
