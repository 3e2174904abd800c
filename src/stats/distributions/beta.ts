import { deviance, stirlingError } from "./gamma-function.js";
import { normalQuantile } from "./normal.js";
import { rootOf } from "./root.js";

/** Terms of the continued fraction: about √(a + b) are needed, so that this is reached by no count of attempts. */
const MAX_TERMS = 20_000_000;

/** x^a y^b ÷ B(a, b) with y = 1 − x, through deviances so that large a and b do not cancel. */
function kernel(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y);
  return Math.exp(exponent) * Math.sqrt((a * b) / (2 * Math.PI * n));
}

/** Continued fraction of the incomplete beta function, right where x is below the mean. */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || 1e-300);
  let h = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || 1e-300);
    c = 1 + even / c || 1e-300;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || 1e-300);
    c = 1 + odd / c || 1e-300;
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) < 3e-16) break;
  }
  return h;
}

/**
 * P(X ≤ x) and P(X > x) for a Beta(a, b) variable, each with full relative accuracy in its own tail.
 *
 * @param x - 0…1
 * @param y - 1 − x, when it is known more exactly than the difference
 * @returns `[lower, upper]`
 * @throws RangeError when a or b is not positive
 * @see DLMF 8.17.22; Loader (2000) for the leading factor
 */
export function betaTails(x: number, a: number, b: number, y = 1 - x): readonly [lower: number, upper: number] {
  if (!(a > 0 && b > 0)) throw new RangeError(`betaTails requires a and b > 0, got ${a} and ${b}`);
  if (Number.isNaN(x)) return [NaN, NaN];
  if (x <= 0) return [0, 1];
  if (y <= 0) return [1, 0];
  if (x * (a + b + 2) < a + 1) {
    const lower = (kernel(x, y, a, b) * fraction(x, a, b)) / a;
    return [lower, 1 - lower];
  }
  const upper = (kernel(x, y, a, b) * fraction(y, b, a)) / b;
  return [1 - upper, upper];
}

/**
 * The x with P(X ≤ x) = p for a Beta(a, b) variable.
 *
 * @throws RangeError when p is outside 0…1 or a or b is not positive
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`betaQuantile requires a probability in 0…1, got ${p}`);
  if (!(a > 0 && b > 0)) throw new RangeError(`betaQuantile requires a and b > 0, got ${a} and ${b}`);
  if (p === 0 || p === 1) return p;
  const fromBelow = p <= 0.5;
  const target = fromBelow ? Math.log(p) : Math.log1p(-p);
  // On the log-odds scale, so that both ends of 0…1 are reached.
  const off = (u: number): number =>
    Math.log(betaTails(1 / (1 + Math.exp(-u)), a, b, 1 / (1 + Math.exp(u)))[fromBelow ? 0 : 1]) - target;
  const start = Math.max(-700, Math.min(700, Math.log(a / b) + normalQuantile(p) * Math.sqrt(1 / a + 1 / b)));
  let [low, high] = [start - 0.5, start + 0.5];
  let width = 0.5;
  const sign = fromBelow ? 1 : -1;
  while (sign * off(low) > 0 && low > -740) low = Math.max(-740, low - (width *= 3));
  while (sign * off(high) < 0 && high < 740) high = Math.min(740, high + (width *= 3));
  if (low === -740 && sign * off(low) > 0) return 0;
  if (high === 740 && sign * off(high) < 0) return 1;
  return 1 / (1 + Math.exp(-rootOf(off, low, high, 1e-15)));
}
