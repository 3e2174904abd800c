import { leastSquares } from "./glm-qr.js";

/** Least squares after the correlation has been taken out. */
export interface WhitenedFit {
  readonly coefficients: readonly number[];
  /** (X'V⁻¹X)⁻¹ for unit innovation variance. */
  readonly inverse: readonly (readonly number[])[];
  /** Residual sum of squares of the whitened rows. */
  readonly rss: number;
  /** ln |V|. */
  readonly logDeterminant: number;
}

/**
 * Generalised least squares under first-order autocorrelation (the Prais–Winsten transformation, first row kept).
 *
 * @param columns - design over the rows that have a value
 * @param y - values
 * @param index - time index of each row, ascending; a gap of g steps carries correlation ρ^g
 * @param rho - correlation of neighbours, −1 < rho < 1
 * @returns `null` when the columns are not independent
 * @see Prais & Winsten (1954), Cowles Commission discussion paper 383
 */
export function whitenedFit(
  columns: readonly (readonly number[])[],
  y: readonly number[],
  index: readonly number[],
  rho: number,
): WhitenedFit | null {
  const decay = index.map((at, r) => (r === 0 ? 0 : rho ** (at - index[r - 1]!)));
  const scale = decay.map((d, r) => (r === 0 ? Math.sqrt(1 - rho * rho) : Math.sqrt((1 - rho * rho) / (1 - d * d))));
  const whiten = (values: readonly number[]): number[] =>
    values.map((value, r) => scale[r]! * (value - (r === 0 ? 0 : decay[r]! * values[r - 1]!)));
  const design = columns.map(whiten);
  const response = whiten(y);
  const fit = leastSquares(design, response);
  if (!fit) return null;
  const rss = response.reduce(
    (sum, value, r) => sum + (value - design.reduce((s, column, k) => s + column[r]! * fit.coefficients[k]!, 0)) ** 2,
    0,
  );
  return { ...fit, rss, logDeterminant: -2 * scale.reduce((sum, s) => sum + Math.log(s), 0) };
}
