/**
 * The zero of an increasing or decreasing function between two points where its sign differs (Brent's method: secant and
 * inverse quadratic steps, bisection when they do not help).
 *
 * @param f - continuous, with a sign change on [low, high]; infinite values at the ends are allowed
 * @param tolerance - absolute tolerance on the zero
 * @throws RangeError when both ends have the same sign
 * @see Brent (1973), "Algorithms for Minimization without Derivatives", chapter 4
 */
export function rootOf(f: (x: number) => number, low: number, high: number, tolerance = 0): number {
  const clamp = (y: number): number => Math.max(-1e300, Math.min(1e300, y));
  let [a, b] = [low, high];
  let [fa, fb] = [clamp(f(a)), clamp(f(b))];
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(fa * fb < 0 || Math.sign(fa) * Math.sign(fb) < 0)) {
    throw new RangeError(`rootOf requires a sign change on [${low}, ${high}], got ${fa} and ${fb}`);
  }
  let [c, fc, step, before] = [a, fa, b - a, b - a];
  for (let i = 0; i < 300; i++) {
    if (Math.sign(fb) === Math.sign(fc)) [c, fc, step, before] = [a, fa, b - a, b - a];
    if (Math.abs(fc) < Math.abs(fb)) [a, b, c, fa, fb, fc] = [b, c, b, fb, fc, fb];
    const near = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= near || fb === 0) return b;
    const proposed = interpolated(a, b, c, fa, fb, fc);
    const useful =
      Math.abs(before) >= near &&
      Math.abs(fa) > Math.abs(fb) &&
      proposed / half > 0 &&
      Math.abs(proposed) < Math.min(Math.abs(1.5 * half) - near / 2, Math.abs(before / 2));
    [before, step] = useful ? [step, proposed] : [half, half];
    [a, fa] = [b, fb];
    b += Math.abs(step) > near ? step : Math.sign(half) * near;
    fb = clamp(f(b));
  }
  return b;
}

/** The secant step from b, or the inverse quadratic one when three different points are known. */
function interpolated(a: number, b: number, c: number, fa: number, fb: number, fc: number): number {
  const s = fb / fa;
  if (a === c) return ((c - b) * s) / (1 - s);
  const q = fa / fc;
  const r = fb / fc;
  const p = s * ((c - b) * q * (q - r) - (b - a) * (r - 1));
  return -p / ((q - 1) * (r - 1) * (s - 1));
}
