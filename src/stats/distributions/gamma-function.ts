const HALF_LOG_TWO_PI = 0.9189385332046727;

/** Stirling's series for ln Γ; truncation below 1e-17 for x ≥ 15. */
function stirlingSeries(x: number): number {
  const y = 1 / (x * x);
  return (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - (y * 691) / 360360))))) / x;
}

/**
 * ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π] for x > 0: what Stirling's formula misses. Keeps binomial and Poisson
 * probabilities exact where log-factorials of 1e12 would cancel.
 *
 * @see Loader (2000), "Fast and accurate computation of binomial probabilities"
 */
export function stirlingError(x: number): number {
  let shifted = 0;
  let at = x;
  while (at < 15) {
    shifted += (at + 0.5) * Math.log1p(1 / at) - 1;
    at += 1;
  }
  return shifted + stirlingSeries(at);
}

/** ln Γ(x), x > 0, to about 1e-15 (absolute below 10, relative above). */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma requires x > 0, got ${x}`);
  if (x === 1 || x === 2) return 0;
  return stirlingError(x) + (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI;
}

/** x ln(x/m) + m − x for x ≥ 0, m > 0, without cancellation where x is close to m. */
export function deviance(x: number, m: number): number {
  if (x === 0) return m;
  const e = (m - x) / x;
  if (e < -0.5 || e > 1) return x * Math.log(x / m) + m - x;
  if (Math.abs(e) > 0.1) return x * (e - Math.log1p(e));
  let term = e * e;
  let sum = 0;
  for (let k = 2; k < 40; k++) {
    const next = sum + term / k;
    if (next === sum) break;
    sum = next;
    term *= -e;
  }
  return x * sum;
}
