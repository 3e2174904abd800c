import { betaTails } from "./beta.js";
import { normalCdf, normalDensity, normalQuantile } from "./normal.js";
import { rootOf } from "./root.js";

/**
 * P(T ≤ t) for Student's t, with full relative accuracy in the lower tail; ask for `studentCdf(-t, df)` where the upper tail
 * is meant.
 *
 * @param df - degrees of freedom > 0, not necessarily whole; Infinity is the normal
 * @throws RangeError when df is not positive
 */
export function studentCdf(t: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`studentCdf requires degrees of freedom > 0, got ${df}`);
  if (t > 0) return 1 - studentCdf(-t, df);
  // Beyond 1e10 the two differ by less than the arithmetic can show.
  if (df > 1e10) return normalCdf(t);
  const square = t * t;
  if (square === Infinity) return 0;
  return 0.5 * betaTails(df / (df + square), df / 2, 0.5, square / (df + square))[0];
}

/**
 * The t with P(T ≤ t) = p.
 *
 * @throws RangeError when p is outside 0…1 or df is not positive
 */
export function studentQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`studentQuantile requires a probability in 0…1, got ${p}`);
  if (p > 0.5) return -studentQuantile(1 - p, df);
  if (p === 0.5) return 0;
  if (p === 0) return -Infinity;
  const z = normalQuantile(p);
  if (df > 1e10) return z;
  const off = (u: number): number => Math.log(studentCdf(-Math.exp(u), df)) - Math.log(p);
  let high = Math.log(-z) + 0.1;
  while (off(high) > 0 && high < 350) high += Math.max(0.5, 0.5 / df);
  return -Math.exp(rootOf(off, Math.log(-z) - 0.1 - normalDensity(z), high, 1e-15));
}

/** P(X ≤ x) and P(X > x) for an F variable with the given degrees of freedom. */
export function fTails(x: number, df1: number, df2: number): readonly [lower: number, upper: number] {
  if (x <= 0) return [0, 1];
  if (x === Infinity) return [1, 0];
  const scale = df1 * x + df2;
  return betaTails((df1 * x) / scale, df1 / 2, df2 / 2, df2 / scale);
}
