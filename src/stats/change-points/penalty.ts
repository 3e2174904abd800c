import type { SegmentCost } from "./segment-cost.js";

/** The names of R's `changepoint`; with `0` the time of the change is not counted as a parameter. */
export type PenaltyName =
  | "SIC"
  | "BIC"
  | "SIC0"
  | "BIC0"
  | "MBIC"
  | "AIC"
  | "AIC0"
  | "Hannan-Quinn"
  | "Hannan-Quinn0"
  | "None";

const PRICES: Readonly<Record<PenaltyName, (parameters: number, length: number) => number>> = {
  SIC: (p, n) => (p + 1) * Math.log(n),
  BIC: (p, n) => (p + 1) * Math.log(n),
  SIC0: (p, n) => p * Math.log(n),
  BIC0: (p, n) => p * Math.log(n),
  MBIC: (p, n) => (p + 2) * Math.log(n),
  AIC: (p) => 2 * (p + 1),
  AIC0: (p) => 2 * p,
  "Hannan-Quinn": (p, n) => 2 * (p + 1) * Math.log(Math.log(n)),
  "Hannan-Quinn0": (p, n) => 2 * p * Math.log(Math.log(n)),
  None: () => 0,
};

/**
 * Price of one change in twice log-likelihood.
 *
 * @param penalty - the price itself, or the name of a criterion
 * @param parameters - free parameters of one segment
 * @param length - samples of the series
 * @throws RangeError when the name is unknown or the price is negative or no number
 * @see Zhang & Siegmund (2007), doi:10.1111/j.1541-0420.2006.00662.x (MBIC)
 */
export function penaltyPrice(penalty: number | PenaltyName, parameters: number, length: number): number {
  const price = typeof penalty === "number" ? penalty : PRICES[penalty]?.(parameters, length);
  if (price === undefined)
    throw new RangeError(
      `changePoints requires a penalty of ${Object.keys(PRICES).join(", ")} or a number, got ${String(penalty)}`,
    );
  if (!(price >= 0)) throw new RangeError(`changePoints requires a penalty ≥ 0, got ${price}`);
  return price;
}

/** MBIC charges each segment the logarithm of its length too, so that changes close together cost more. */
export function lengthCharged(segment: SegmentCost): SegmentCost {
  return {
    ...segment,
    slack: Math.log(segment.length),
    cost: (from, to) => segment.cost(from, to) + Math.log(to - from),
  };
}
