/** How an end of an outage is climbed: straight, in an S, or ever faster (read backwards in time, a decay). */
export type RampKind = "linear" | "logistic" | "exponential";

/** An excess below this share of the baseline is none: curves without an end are taken to begin there. */
const NEGLIGIBLE_OF_BASELINE = 0.25;
/** And below this share of the rise, whatever the baseline. */
const NEGLIGIBLE_OF_RISE = 0.005;
/** How much of what a curve shows before its beginning is followed back, in falls to a fifth. */
const LEAD = Math.log(5);

/** The share of a rise that counts as none, where it goes from one rate to another. */
export function negligibleShare(base: number, level: number): number {
  const rise = Math.max(level - base, 1e-12);
  return Math.min(0.2, Math.max(NEGLIGIBLE_OF_RISE, (NEGLIGIBLE_OF_BASELINE * base) / rise));
}

/** Integral from the beginning of the rise to `x` bins after it (before it, where negative) of the share risen. */
function risenLinear(x: number, length: number): number {
  if (x <= 0) return 0;
  return x < length ? (x * x) / (2 * length) : x - length / 2;
}

/** The same of a logistic curve that passes `negligible` at its beginning and as much below the top `length` bins later. */
function risenLogistic(x: number, length: number, negligible: number): number {
  const scale = length / 2 / Math.log(1 / negligible - 1);
  const z = (x - length / 2) / scale;
  return scale * (z > 30 ? z : Math.log1p(Math.exp(z)));
}

/** The same of an exponential that passes `negligible` at its beginning and reaches the top `length` bins later. */
function risenExponential(x: number, length: number, negligible: number): number {
  const rate = Math.log(1 / negligible) / length;
  return (negligible * Math.exp(rate * Math.min(x, length))) / rate + Math.max(0, x - length);
}

/** A rise that approaches its top without reaching it is over at this share of it. */
const NEARLY_RISEN = 0.95;

/** Bins from the beginning of a rise to where it stands at its level, for all that can be seen. */
export function visibleLength(kind: RampKind, length: number, negligible: number): number {
  if (kind !== "logistic") return length;
  const scale = length / 2 / Math.log(1 / negligible - 1);
  return Math.min(length, length / 2 + scale * Math.log(NEARLY_RISEN / (1 - NEARLY_RISEN)));
}

/** Shares of the full rise, bin by bin. */
export interface RampShares {
  /** Bins before the one in which the rise begins that the first share belongs to. */
  readonly lead: number;
  readonly shares: readonly number[];
}

/**
 * Share of the full rise in each bin, from the one in which it begins or, for curves, from where their foot is lost in the baseline.
 *
 * @param phase - fraction of its bin before the beginning
 * @param length - bins from the beginning to the top; 0 is a step
 * @param negligible - share of the rise that counts as none, for curves
 */
export function rampShares(kind: RampKind, phase: number, length: number, negligible: number): RampShares {
  const risen = (x: number): number =>
    kind === "linear" || length === 0
      ? length === 0
        ? Math.max(0, x)
        : risenLinear(x, length)
      : (kind === "logistic" ? risenLogistic : risenExponential)(x, length, negligible);
  const folds = Math.log(1 / negligible) * (kind === "logistic" ? 2 : 1);
  const lead = kind === "linear" || length === 0 ? 0 : Math.ceil((LEAD * length) / folds);
  const bins = Math.ceil(phase + length - 1e-9);
  const at = Array.from({ length: lead + bins + 1 }, (_, i) => risen(i - lead - phase));
  return { lead, shares: at.slice(1).map((value, i) => Math.min(1, value - (at[i] as number))) };
}
