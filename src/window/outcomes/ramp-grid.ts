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
  readonly dispersions: readonly number[];
  readonly dispersionWeights: readonly number[];
}

/** Prior shares of the shapes of a ramp. */
const KIND_SHARES: Readonly<Record<RampKind, number>> = { linear: 0.5, logistic: 0.25, exponential: 0.25 };
/** Shorter curves are straight lines to what bins can tell. */
const SHORTEST_CURVE = 3;
/** So short, only much traffic can tell a curve from a line: it counts for so much less beforehand. */
const SHORT_CURVE = 8;
const SHORT_CURVE_SHARE = 0.25;
const COARSE_RAMPS = [0, 1, 2, 4, 6, 9, 12, 16, 20, 26, 33, 45, 60, 80, 110, 150];
const DISPERSIONS = [5e-5, 2e-3, 8e-3, 0.025, 0.07, 0.17];
/** Prior share of outages that begin or end at once. */
const STEP_SHARE = 0.2;
/** Prior density of ramp lengths halves about here. */
const TYPICAL_RAMP = 25;

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

/** Prior density of ramp lengths, `per` bins the unit. */
function lengthDensity(ramp: number, per: number): number {
  const typical = TYPICAL_RAMP / per;
  return 1 / typical / (1 + ramp / typical) ** 2;
}

/** A step has a share of its own; ramps a density that falls slowly with their length, those of one shape beside each other. */
export function rampPrior(
  ramps: readonly number[],
  kinds: readonly RampKind[] = ramps.map(() => "linear"),
  per = 1,
): number[] {
  const weights = ramps.map(() => 0);
  for (const kind of Object.keys(KIND_SHARES) as RampKind[]) {
    const places = ramps.flatMap((ramp, i) => (kinds[i] === kind && ramp > 0 ? [i] : []));
    const widths = spacings(places.map((i) => ramps[i] as number));
    places.forEach((i, k) => {
      weights[i] =
        (1 - STEP_SHARE) *
        KIND_SHARES[kind] *
        (kind !== "linear" && (ramps[i] as number) < SHORT_CURVE ? SHORT_CURVE_SHARE : 1) *
        lengthDensity(ramps[i] as number, per) *
        (widths[k] as number);
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

/** The first look: whole bins over the region, ramps up to `longest`; a bin stands for `per` of the series. */
export function coarseGrid(
  from: number,
  to: number,
  longest: number,
  levels: readonly [number, number],
  dispersion: number,
  per: number,
): RampGrid {
  const onsets = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const { ramps, kinds } = inAllShapes(COARSE_RAMPS.filter((ramp) => ramp === 0 || ramp <= longest));
  const rates = levelGrid(levels[0], levels[1], 10);
  const kept = dispersionPrior(dispersion)
    .map((weight, i) => [weight, DISPERSIONS[i] as number] as const)
    .filter(([weight]) => weight > 0.01);
  return {
    onsets,
    onsetWeights: onsets.map(() => 1),
    ramps,
    kinds,
    rampWeights: rampPrior(ramps, kinds, per),
    strides: ramps.map((ramp) => (ramp >= 45 ? 4 : ramp >= 16 ? 2 : 1)),
    levels: rates,
    levelWeights: rates.map(() => 1),
    dispersions: kept.map(([, value]) => value),
    dispersionWeights: kept.map(([weight]) => weight),
  };
}
