import { deviance, stirlingError } from "./gamma-function.js";
import { normalQuantile } from "./normal.js";
import { rootOf } from "./root.js";

/** Terms of the series or fraction: some √a are needed, so that this is reached by no count of events. */
const MAX_TERMS = 20_000_000;

/** x^a e^−x ÷ Γ(a + 1), through deviances so that large a does not cancel. */
function mass(a: number, x: number): number {
  if (a < 1e-5)
    return Math.exp(
      a * Math.log(x) - x - (stirlingError(a + 1) + (a + 0.5) * Math.log1p(a) - a - 1 + 0.9189385332046727),
    );
  return Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}

function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < MAX_TERMS; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return mass(a, x) * sum;
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < MAX_TERMS; k++) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / (an * d + b || 1e-300);
    c = b + an / c || 1e-300;
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) < 3e-16) break;
  }
  return mass(a, x) * a * h;
}

/**
 * P(X ≤ x) and P(X > x) for a Gamma(shape, 1) variable, each with full relative accuracy in its own tail.
 *
 * @param shape - > 0
 * @returns `[lower, upper]`
 * @see DLMF 8.7, 8.9 (series and continued fraction); Loader (2000) for the leading factor
 */
export function gammaTails(x: number, shape: number): readonly [lower: number, upper: number] {
  if (!(shape > 0)) throw new RangeError(`gammaTails requires a shape > 0, got ${shape}`);
  if (Number.isNaN(x)) return [NaN, NaN];
  if (x <= 0) return [0, 1];
  if (x === Infinity) return [1, 0];
  if (x < shape + 1) {
    const lower = lowerSeries(shape, x);
    return [lower, 1 - lower];
  }
  const upper = upperFraction(shape, x);
  return [1 - upper, upper];
}

/** P(X ≤ x) and P(X > x) for a chi-squared variable with `df` degrees of freedom. */
export function chiSquaredTails(x: number, df: number): readonly [lower: number, upper: number] {
  return gammaTails(x / 2, df / 2);
}

/**
 * The x with P(X ≤ x) = p for a Gamma(shape, 1) variable.
 *
 * @throws RangeError when p is outside 0…1 or the shape is not positive
 */
export function gammaQuantile(p: number, shape: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`gammaQuantile requires a probability in 0…1, got ${p}`);
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  const fromBelow = p <= 0.5;
  const target = fromBelow ? Math.log(p) : Math.log1p(-p);
  // On the log scale, so that quantiles of tiny shapes (1e-200 and less) are reached.
  const off = (u: number): number => Math.log(gammaTails(Math.exp(u), shape)[fromBelow ? 0 : 1]) - target;
  const cubeRoot = 1 - 1 / (9 * shape) + normalQuantile(p) / (3 * Math.sqrt(shape));
  const start = Math.log(Math.max(shape * cubeRoot ** 3, 1e-300));
  let [low, high, width] = [start - 0.1, start + 0.1, 0.1];
  const sign = fromBelow ? 1 : -1;
  while (sign * off(low) > 0 && low > -745) {
    width *= 3;
    low -= width;
  }
  while (sign * off(high) < 0 && high < 709) {
    width *= 3;
    high += width;
  }
  return low <= -745 ? 0 : Math.exp(rootOf(off, low, high, 1e-15));
}
