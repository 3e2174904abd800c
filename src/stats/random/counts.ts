import { logGamma, stirlingError } from "../distributions/gamma-function.js";

type Draw = () => number;

/** Sequential inversion from 0 upwards; meant for np below 10. */
function binomialInversion(n: number, p: number, next: Draw): number {
  const odds = p / (1 - p);
  const start = Math.exp(n * Math.log1p(-p));
  for (;;) {
    let u = next();
    let mass = start;
    for (let k = 0; k <= n && k <= 200; k++) {
      if (u < mass) return k;
      u -= mass;
      mass *= ((n - k) / (k + 1)) * odds;
    }
  }
}

/** ln of P(k) ÷ P(mode) for Binomial(n, p), without the cancellation of log-factorials at large n. */
function binomialLogRatio(k: number, mode: number, n: number, p: number): number {
  const logMass = (j: number): number => {
    if (j === 0) return n * Math.log1p(-p);
    if (j === n) return n * Math.log(p);
    return (
      stirlingError(n) -
      stirlingError(j) -
      stirlingError(n - j) +
      j * Math.log((n * p) / j) +
      (n - j) * Math.log((n * (1 - p)) / (n - j)) -
      0.5 * Math.log((j * (n - j)) / n) -
      0.5 * Math.log(2 * Math.PI)
    );
  };
  return logMass(k) - logMass(mode);
}

/** Transformed rejection with squeeze, p ≤ ½ and np ≥ 10. */
function binomialRejection(n: number, p: number, next: Draw): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = next() - 0.5;
    const v = next();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + n * p + 0.5);
    if (k < 0 || k > n) continue;
    if (us >= 0.07 && v <= squeeze) return k;
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= binomialLogRatio(k, mode, n, p)) return k;
  }
}

/** One Binomial(n, p) variate. */
export function binomialVariate(n: number, p: number, next: Draw): number {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`binomial requires a whole number of trials ≥ 0, got ${n}`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`binomial requires a probability in 0…1, got ${p}`);
  if (p > 0.5) return n - binomialVariate(n, 1 - p, next);
  if (n === 0 || p === 0) return 0;
  return n * p < 10 ? binomialInversion(n, p, next) : binomialRejection(n, p, next);
}

function poissonInversion(mean: number, next: Draw): number {
  for (;;) {
    let u = next();
    let mass = Math.exp(-mean);
    for (let k = 0; k <= 200; k++) {
      if (u < mass) return k;
      u -= mass;
      mass *= mean / (k + 1);
    }
  }
}

/** One Poisson variate: inversion below a mean of 10, transformed rejection above. */
export function poissonVariate(mean: number, next: Draw): number {
  if (!(mean >= 0) || mean === Infinity) throw new RangeError(`poisson requires a finite mean ≥ 0, got ${mean}`);
  if (mean < 10) return mean === 0 ? 0 : poissonInversion(mean, next);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = next() - 0.5;
    const v = next();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (k < 0) continue;
    if (us >= 0.07 && v <= squeeze) return k;
    if (us < 0.013 && v > us) continue;
    const logRatio = Math.log((v * inverseAlpha) / (a / (us * us) + b));
    if (logRatio <= k * Math.log(mean) - mean - logGamma(k + 1)) return k;
  }
}
