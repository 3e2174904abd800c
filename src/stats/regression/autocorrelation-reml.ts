import { type WhitenedFit, whitenedFit } from "./autocorrelation.js";

/** Coefficients under the correlation of highest restricted likelihood, with variances and degrees of freedom. */
export interface RemlFit {
  readonly coefficients: readonly number[];
  /** With the contribution of the estimated correlation. */
  readonly variances: readonly number[];
  /** Satterthwaite's, per coefficient. */
  readonly degreesOfFreedom: readonly number[];
  readonly rho: number;
  readonly sigma: number;
}

/** Correlations are searched on the scale of their inverse hyperbolic tangent, up to .995. */
const HIGHEST = Math.atanh(0.995);
/** Lowest correlation looked at, on Fisher's scale: tanh(−1.2) = −.83. */
const LOWEST = -1.2;
/** Step of the numerical derivatives on Fisher's scale. */
const STEP = 0.02;

/** ln |M| of a symmetric positive definite matrix. */
function logDeterminant(matrix: readonly (readonly number[])[]): number {
  const work = matrix.map((row) => [...row]);
  let sum = 0;
  work.forEach((pivot, k) => {
    sum += Math.log(pivot[k]!);
    for (const row of work.slice(k + 1)) {
      const factor = row[k]! / pivot[k]!;
      for (let j = k; j < row.length; j++) row[j]! -= factor * pivot[j]!;
    }
  });
  return sum;
}

/** The part of the restricted likelihood that does not hold the residuals. */
const shape = (fit: WhitenedFit): number => logDeterminant(fit.inverse) / 2 - fit.logDeterminant / 2;

/** The best point of a grid, refined by golden section between its neighbours. */
function highest(f: (z: number) => number): number {
  let best = LOWEST;
  for (let z = LOWEST; z < HIGHEST; z += 0.3) if (f(z) > f(best)) best = z;
  let [low, high] = [Math.max(LOWEST, best - 0.3), Math.min(HIGHEST, best + 0.3)];
  const section = (Math.sqrt(5) - 1) / 2;
  while (high - low > 1e-4) {
    const [a, b] = [high - section * (high - low), low + section * (high - low)];
    if (f(a) < f(b)) low = a;
    else high = b;
  }
  return (low + high) / 2;
}

/**
 * Restricted maximum likelihood of a linear model with first-order autocorrelated errors.
 *
 * @param columns - design over the rows that have a value
 * @param y - values
 * @param index - time index of each row, ascending
 * @throws RangeError when the columns are not independent or reproduce y exactly
 */
export function remlFit(
  columns: readonly (readonly number[])[],
  y: readonly number[],
  index: readonly number[],
): RemlFit {
  const spare = y.length - columns.length;
  const at = (z: number): WhitenedFit => {
    const fit = whitenedFit(columns, y, index, Math.tanh(z));
    if (!fit)
      throw new RangeError(
        "autocorrelatedRegression requires independent columns, got some that repeat or sum to others",
      );
    return fit;
  };
  const scale = Math.max(...y.map(Math.abs));
  if (at(0).rss <= (1e-12 * scale) ** 2 * y.length) {
    throw new RangeError(
      "autocorrelatedRegression requires values that vary around the fit, got values that the columns reproduce exactly",
    );
  }
  const z = highest((u) => {
    const fit = at(u);
    return shape(fit) - (spare / 2) * Math.log(fit.rss);
  });
  const [below, fit, above] = [at(z - STEP), at(z), at(z + STEP)];
  const variance = fit.rss / spare;
  const likelihood = (other: WhitenedFit): number => shape(other) - other.rss / variance / 2;
  // Information on (ln variance, z), the correlation's transform; curvature kept positive at the end of the range.
  const info = {
    variance: spare / 2,
    cross: -(above.rss - below.rss) / (4 * STEP * variance),
    z: Math.max(1e-3, -(likelihood(above) - 2 * likelihood(fit) + likelihood(below)) / STEP ** 2),
  };
  const determinant = Math.max(info.variance * info.z * 1e-3, info.variance * info.z - info.cross ** 2);
  const perCoefficient = fit.coefficients.map((_, k) => {
    const slope = Math.log(above.inverse[k]![k]! / below.inverse[k]![k]!) / (2 * STEP);
    const ofLogVariance = Math.max(1e-9, (info.z - 2 * info.cross * slope + info.variance * slope ** 2) / determinant);
    const move = (above.coefficients[k]! - below.coefficients[k]!) / (2 * STEP);
    return {
      variance: variance * fit.inverse[k]![k]! + (move ** 2 * info.variance) / determinant,
      df: Math.max(1, Math.min(spare, 2 / ofLogVariance)),
    };
  });
  return {
    coefficients: fit.coefficients,
    rho: Math.tanh(z),
    sigma: Math.sqrt(variance),
    variances: perCoefficient.map((row) => row.variance),
    degreesOfFreedom: perCoefficient.map((row) => row.df),
  };
}
