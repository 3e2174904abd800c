import type { Estimate } from "../estimate.js";

/** Non-negative limits of a ÷ b from the limits of each. */
function ratioLimits(
  a: number,
  [lowA, highA]: readonly [number, number],
  b: number,
  [lowB, highB]: readonly [number, number],
): [number, number] {
  const product = (a * b) ** 2;
  const lowTerm = Math.max(0, lowA * (2 * a - lowA));
  const lowRoot = Math.sqrt(Math.max(0, product - lowTerm * highB * (2 * b - highB)));
  const low = lowTerm === 0 ? 0 : lowTerm / (a * b + lowRoot);
  const highTerm = lowB * (2 * b - lowB);
  const highRoot = Math.sqrt(Math.max(0, product - highA * (2 * a - highA) * highTerm));
  const high = highTerm <= 0 ? Infinity : (a * b + highRoot) / highTerm;
  return [low, high];
}

/**
 * One non-negative estimate over another that is independent of it, with an interval.
 *
 * The ratio r is kept where the interval of a − r·b, recovered from the limits of each side (MOVER-R), holds 0.
 *
 * @returns the ratio; `Infinity` over 0 and `NaN` for 0 over 0, with an upper limit of `Infinity` whenever b's interval reaches 0
 * @throws RangeError when the two levels differ or a value is negative
 * @see Donner & Zou (2012), doi:10.1177/0962280210383082; Newcombe (2016), doi:10.1177/0962280213502144
 */
export function estimateRatio(a: Estimate, b: Estimate): Estimate {
  if (a.level !== b.level)
    throw new RangeError(`estimateRatio requires one confidence level, got ${a.level} and ${b.level}`);
  if (a.value < 0 || b.value < 0)
    throw new RangeError(`estimateRatio requires values ≥ 0, got ${a.value} and ${b.value}`);
  return { value: a.value / b.value, interval: ratioLimits(a.value, a.interval, b.value, b.interval), level: a.level };
}
