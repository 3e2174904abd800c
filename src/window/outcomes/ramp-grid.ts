import type { RampKind } from "./ramp-shape.js";

/** Where one end of an outage may lie: start and length of its ramp, level reached, over-dispersion at that level. */
export interface RampGrid {
  /** Ramp starts, in bins and fractions of bins, ascending, with their prior weights. */
  readonly onsets: readonly number[];
  readonly onsetWeights: readonly number[];
  /** Ramp lengths in bins, 0 a step, and what each is shaped like. */
  readonly ramps: readonly number[];
  readonly kinds: readonly RampKind[];
  readonly rampWeights: readonly number[];
  /** For each ramp length, every how many onsets are tried: long ramps need fewer. */
  readonly strides: readonly number[];
  /** Rates the outage may stand at, ascending; those of weight 0 only after a change of level, not on top of the ramp. */
  readonly levels: readonly number[];
  readonly levelWeights: readonly number[];
  /** Prior of a rate as the lowest of several stairs, which an outage begins with at once; 0 for those on top of ramps. */
  readonly stairWeights: readonly number[];
  /** First bin of what was found of the outage, and how fast the prior of a stair falls that begins before it: to a third over so many bins. */
  readonly found: number;
  readonly stairReach: number;
  readonly dispersions: readonly number[];
  readonly dispersionWeights: readonly number[];
}

/** Prior shares of the shapes of a ramp. */
const KIND_SHARES: Readonly<Record<RampKind, number>> = { linear: 0.5, logistic: 0.25, exponential: 0.25 };
/** Shorter curves are straight lines to what bins can tell. */
const SHORTEST_CURVE = 2;
const COARSE_RAMPS = [0, 1, 2, 4, 6, 9, 12, 16, 20, 26, 33, 45, 60, 80, 110, 150];
const DISPERSIONS = [5e-5, 2e-3, 8e-3, 0.025, 0.07, 0.17];
/** Levels on top of a ramp at the first look. */
const TOP_LEVELS = 10;
/** Prior share of outages that begin or end at once. */
const STEP_SHARE = 0.2;
/** Prior density of ramp lengths falls to a quarter here, in bins; and, for the other half of the prior, at this share of the outage: long outages come and go slowly. */
const TYPICAL_RAMP = 25;
const TYPICAL_SHARE = 0.15;
/** Prior odds that an outage which begins at once begins with a stair far below its level. */
const STAIR_ODDS = 0.15;
/** Log-odds between stairs, and the most of them. */
const STAIR_STEP = 0.25;
const MOST_STAIRS = 8;
/** No stair is lower than so many times the baseline, which a rate reaches at times by itself, or than this share of the rise to the lowest level. */
const LOWEST_STAIR = 1.6;
const LOWEST_SHARE = 0.15;
/** Bins that a stair may begin before what was found of the outage whatever the outage's length. */
const STAIR_BINS = 2;

const logit = (p: number): number => Math.log(p / (1 - p));
const expit = (x: number): number => 1 / (1 + Math.exp(-x));

export function spaced(low: number, high: number, count: number): number[] {
  if (count <= 1 || high <= low) return [(low + high) / 2];
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

/** Half the distance between neighbours on either side: what a grid value stands for. */
function spacings(values: readonly number[]): number[] {
  return values.map((value, i) => ((values[i + 1] ?? value) - (values[i - 1] ?? value)) / 2 || 1);
}

/** Prior density of ramp lengths, `per` bins the unit: a mixture of one that knows usual lengths and one that knows the outage's. */
function lengthDensity(ramp: number, per: number, run: number): number {
  const density = (typical: number): number => 1 / typical / (1 + ramp / typical) ** 2;
  return (density(TYPICAL_RAMP / per) + density(Math.max(1, TYPICAL_SHARE * run))) / 2;
}

/** A step has a share of its own; ramps a density that falls slowly with their length, those of one shape beside each other. */
export function rampPrior(ramps: readonly number[], kinds: readonly RampKind[], per: number, run: number): number[] {
  const weights = ramps.map(() => 0);
  for (const kind of Object.keys(KIND_SHARES) as RampKind[]) {
    const places = ramps.flatMap((ramp, i) => (kinds[i] === kind && ramp > 0 ? [i] : []));
    const widths = spacings(places.map((i) => ramps[i] as number));
    places.forEach((i, k) => {
      weights[i] =
        (1 - STEP_SHARE) * KIND_SHARES[kind] * lengthDensity(ramps[i] as number, per, run) * (widths[k] as number);
    });
  }
  return weights.map((weight, i) => (ramps[i] === 0 ? STEP_SHARE : weight));
}

/** Lengths in every shape that they can be told in. */
function inAllShapes(lengths: readonly number[]): { ramps: number[]; kinds: RampKind[] } {
  const pairs = (Object.keys(KIND_SHARES) as RampKind[]).flatMap((kind) =>
    lengths.filter((length) => kind === "linear" || length >= SHORTEST_CURVE).map((length) => [length, kind] as const),
  );
  return { ramps: pairs.map(([length]) => length), kinds: pairs.map(([, kind]) => kind) };
}

/** Whole bins take half the prior: rows are mostly stamped to the bin. */
export function onsetPrior(onsets: readonly number[]): number[] {
  const step = onsets.length > 1 ? (onsets[1] as number) - (onsets[0] as number) : 1;
  return onsets.map((onset) => (Number.isInteger(onset) ? 0.5 : 0) + 0.5 * step);
}

export function levelGrid(low: number, high: number, count: number): number[] {
  return spaced(logit(low), logit(high), count).map(expit);
}

/** How dispersed bins of the outage may be, centred on the baseline's dispersion. */
function dispersionPrior(baseline: number, dispersions: readonly number[] = DISPERSIONS): number[] {
  return dispersions.map((value) => Math.exp(-0.5 * (Math.log((value + 0.002) / (baseline + 0.002)) / 1.2) ** 2));
}

/** Rates between the baseline and the lowest level of an outage, ascending: the stairs that it may begin with. */
function stairsBelow(low: number, base: number): number[] {
  const lowest = Math.max(base * LOWEST_STAIR, base + LOWEST_SHARE * (low - base));
  const [bottom, top] = [logit(Math.min(0.9, lowest)), logit(low)];
  const count = Math.min(MOST_STAIRS, Math.floor((top - bottom) / STAIR_STEP));
  return Array.from({ length: Math.max(0, count) }, (_, i) => expit(bottom + ((top - bottom) * i) / count));
}

/** What is known of an outage before its end is looked for. */
export interface EndPrior {
  /** Lowest and highest level. */
  readonly levels: readonly [low: number, high: number];
  /** Rate and over-dispersion of the baseline. */
  readonly base: number;
  readonly dispersion: number;
  /** Bins of the series that a bin stands for, and the outage's length in these. */
  readonly per: number;
  readonly run: number;
  /** First bin of what was found of it. */
  readonly found: number;
}

/** The first look: whole bins over the region, ramps up to `longest`. */
export function coarseGrid(from: number, to: number, longest: number, prior: EndPrior): RampGrid {
  const { levels, base, dispersion, per, run } = prior;
  const onsets = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const { ramps, kinds } = inAllShapes(COARSE_RAMPS.filter((ramp) => ramp === 0 || ramp <= longest));
  const tops = levelGrid(levels[0], levels[1], TOP_LEVELS);
  const stairs = stairsBelow(levels[0], base);
  const rates = [...stairs, ...tops];
  const kept = dispersionPrior(dispersion)
    .map((weight, i) => [weight, DISPERSIONS[i] as number] as const)
    .filter(([weight]) => weight > 0.01);
  return {
    onsets,
    onsetWeights: onsets.map(() => 1),
    ramps,
    kinds,
    rampWeights: rampPrior(ramps, kinds, per, run),
    strides: ramps.map((ramp) => (ramp >= 45 ? 4 : ramp >= 16 ? 2 : 1)),
    levels: rates,
    levelWeights: rates.map((_, k) => (k < stairs.length ? 0 : 1 / tops.length)),
    stairWeights: rates.map((_, k) => (k < stairs.length ? STAIR_ODDS / stairs.length : 0)),
    found: prior.found,
    stairReach: STAIR_BINS + TYPICAL_SHARE * run,
    dispersions: kept.map(([, value]) => value),
    dispersionWeights: kept.map(([weight]) => weight),
  };
}
