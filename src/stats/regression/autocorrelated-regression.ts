import { remlFit } from "./autocorrelation-reml.js";
import { studentCdf, studentQuantile } from "../distributions/distributions.js";
import type { Estimate } from "../estimate.js";
import { checkedLevel } from "../rates/proportion-input.js";
import { requireFields } from "../../errors/argument.js";

/** One coefficient with its test. */
export interface RegressionCoefficient {
  readonly estimate: Estimate;
  readonly se: number;
  /** Effective degrees of freedom. */
  readonly df: number;
  /** Two-sided p-value of "the coefficient is 0". */
  readonly p: number;
}

/** A linear regression with autocorrelated errors. */
export interface AutocorrelatedRegression {
  /** In the order of the columns. */
  readonly coefficients: readonly RegressionCoefficient[];
  /** Correlation of neighbouring errors, without the downward bias that fitted trends give it. */
  readonly rho: number;
  /** Standard deviation of the innovations. */
  readonly sigma: number;
  readonly observations: number;
  readonly fitted: readonly number[];
}

/** The data and options of an autocorrelated regression. */
export interface AutocorrelatedRegressionInput {
  /** Measurements per step; `null` = missing. */
  readonly y: readonly (number | null)[];
  /** The design, one array as long as y per coefficient. */
  readonly columns: readonly (readonly number[])[];
  /** Confidence level, default .95. */
  readonly level?: number;
}

function checkRegression({ y, columns }: AutocorrelatedRegressionInput): number[] {
  columns.forEach((column, k) => {
    if (column.length !== y.length) {
      throw new RangeError(
        `autocorrelatedRegression requires columns as long as y (${y.length}), got ${column.length} in column ${k}`,
      );
    }
  });
  const wrong = y.findIndex((value) => value !== null && !Number.isFinite(value));
  if (wrong >= 0)
    throw new RangeError(
      `autocorrelatedRegression requires finite values or null in y, got ${y[wrong]} at index ${wrong}`,
    );
  const rows = y.flatMap((value, i) => (value === null ? [] : [i]));
  if (rows.length < columns.length + 3) {
    throw new RangeError(
      `autocorrelatedRegression requires at least ${columns.length + 3} values for ${columns.length} columns, got ${rows.length}`,
    );
  }
  return rows;
}

/**
 * Linear regression whose errors are correlated with their neighbours (first order), with tests that keep their size.
 *
 * The correlation is estimated by restricted likelihood, which removes most of the bias that a fitted trend and step put on
 * it; coefficients by generalised least squares (Prais–Winsten). Standard errors add what the estimated correlation
 * contributes, and degrees of freedom are Satterthwaite's, so that a "significant" effect appears about as often as it should
 * where there is none: measured 4–6 % at .05 for correlations up to .8 and 120 steps or more.
 *
 * @param input - series and design; steps without a value are left out, the correlation decays across the gap
 * @returns coefficients in the order of the columns, with intervals
 * @throws RangeError for lengths that differ, values that are not finite, columns that are not independent, too few values,
 *   or values that the columns reproduce exactly
 * @see Harville (1977), doi:10.1080/01621459.1977.10480998; Kackar & Harville (1984), doi:10.1080/01621459.1984.10477102
 */
export function autocorrelatedRegression(input: AutocorrelatedRegressionInput): AutocorrelatedRegression {
  requireFields("autocorrelatedRegression", "{ y } and its columns", input, ["y"]);
  const level = checkedLevel("autocorrelatedRegression", input.level);
  const rows = checkRegression(input);
  const fit = remlFit(
    input.columns.map((column) => rows.map((i) => column[i]!)),
    rows.map((i) => input.y[i] as number),
    rows,
  );
  const coefficients = fit.coefficients.map((value, k): RegressionCoefficient => {
    const se = Math.sqrt(fit.variances[k]!);
    const df = fit.degreesOfFreedom[k]!;
    const half = -studentQuantile((1 - level) / 2, df) * se;
    return {
      estimate: { value, interval: [value - half, value + half], level },
      se,
      df,
      p: 2 * studentCdf(-Math.abs(value) / se, df),
    };
  });
  return {
    coefficients,
    rho: fit.rho,
    sigma: fit.sigma,
    observations: rows.length,
    fitted: input.y.map((_, i) => input.columns.reduce((sum, column, k) => sum + column[i]! * fit.coefficients[k]!, 0)),
  };
}
