import { type GlmFamily, glmFamily } from "./glm-family.js";
import { leastSquares } from "./glm-qr.js";

/** What a generalised linear model is fitted to. */
export interface GlmInput {
  /** The design, one array of length n per coefficient (the intercept is a column of ones). */
  readonly columns: readonly (readonly number[])[];
  /** Counts, successes or measurements, length n; `null` is left out of the fit and predicted. */
  readonly y: readonly (number | null)[];
  readonly family: GlmFamily;
  /** Added to the linear predictor, length n (log exposure for counts). Default 0. */
  readonly offset?: readonly number[];
  /** Trials per observation for `binomial`, length n. Default 1. */
  readonly trials?: readonly number[];
}

/** A fitted generalised linear model. */
export interface GlmFit {
  readonly coefficients: readonly number[];
  /** Dispersion included where the family estimates it, p × p. */
  readonly covariance: readonly (readonly number[])[];
  /** Pearson's; 1 for `poisson` and `binomial`. */
  readonly dispersion: number;
  /** Expected values, also where y is missing. */
  readonly fitted: readonly number[];
  readonly deviance: number;
  /** Observations used. */
  readonly observations: number;
  readonly iterations: number;
}

/** Newton steps; a fit that has a finite maximum settles in far fewer. */
const MAX_ITERATIONS = 100;

function checkGlm({ columns, y, offset, trials, family }: GlmInput): void {
  const n = y.length;
  for (const [name, values] of [
    ...columns.map((column) => ["every column", column] as const),
    ["offset", offset] as const,
    ["trials", trials] as const,
  ]) {
    if (!values) continue;
    if (values.length !== n)
      throw new RangeError(`glm requires ${name} to be as long as y (${n}), got ${values.length}`);
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      throw new RangeError(`glm requires finite values in ${name}, got ${values[wrong]} at index ${wrong}`);
  }
  y.forEach((value, i) => {
    if (value === null) return;
    const counts = family !== "gaussian";
    if (!Number.isFinite(value) || (counts && value < 0)) {
      throw new RangeError(`glm requires ${counts ? "counts ≥ 0" : "finite values"} in y, got ${value} at index ${i}`);
    }
    const most = family === "binomial" ? (trials?.[i] ?? 1) : Infinity;
    if (value > most) throw new RangeError(`glm requires successes ≤ trials, got ${value} of ${most} at index ${i}`);
  });
}

/** Rows that carry information: a value and, for shares, at least one trial. */
function usedRows({ y, trials, family }: GlmInput): number[] {
  return y.flatMap((value, i) => (value === null || (family === "binomial" && trials?.[i] === 0) ? [] : [i]));
}

/** The iteration: a weighted least squares fit to the linearised response until the coefficients stand still. */
function iterate(
  input: GlmInput,
  rows: readonly number[],
  design: readonly (readonly number[])[],
  response: readonly number[],
  linear: (beta: readonly number[], i: number) => number,
): { beta: readonly number[]; eta: readonly number[]; iterations: number } {
  const { start, mean, weight } = glmFamily(input.family);
  const trials = (i: number): number => input.trials?.[i] ?? 1;
  const offset = (i: number): number => input.offset?.[i] ?? 0;
  let eta = rows.map((i, r) => start(response[r]!, trials(i)));
  let beta: readonly number[] = new Array<number>(design.length).fill(0);
  let iterations = 0;
  for (; iterations < MAX_ITERATIONS; iterations++) {
    const weights = rows.map((i, r) => Math.max(1e-300, weight(eta[r]!, trials(i))));
    const working = rows.map((i, r) => eta[r]! - offset(i) + (response[r]! - mean(eta[r]!, trials(i))) / weights[r]!);
    const step = leastSquares(design, working, weights);
    if (!step) throw new RangeError("glm requires independent columns, got some that repeat or sum to others");
    const moved = Math.max(
      ...step.coefficients.map((value, k) => Math.abs(value - beta[k]!) / (1e-6 + Math.abs(value))),
    );
    beta = step.coefficients;
    eta = rows.map((i) => Math.max(-700, Math.min(700, linear(beta, i))));
    if (moved < 1e-12) break;
  }
  return { beta, eta, iterations };
}

/**
 * A generalised linear model with its canonical link (log, logit, identity), by iteratively reweighted least squares.
 *
 * Iterates until no coefficient moves by more than 1e-12 of its size, beyond the usual tolerance on the deviance, so that
 * coefficients are converged to the digits shown.
 *
 * @param input - design, response, family, offset and trials
 * @returns coefficients with covariance (dispersion included for quasi-Poisson and Gaussian)
 * @throws RangeError for lengths that differ, values outside the family, columns that are not independent, or fewer
 *   observations than coefficients
 * @see McCullagh & Nelder (1989), "Generalized Linear Models", section 2.5
 */
export function glm(input: GlmInput): GlmFit {
  checkGlm(input);
  const rows = usedRows(input);
  const p = input.columns.length;
  if (rows.length <= p)
    throw new RangeError(`glm requires more observations than coefficients (${p}), got ${rows.length}`);
  const { mean, weight, deviance } = glmFamily(input.family);
  const trials = (i: number): number => input.trials?.[i] ?? 1;
  const offset = (i: number): number => input.offset?.[i] ?? 0;
  const linear = (beta: readonly number[], i: number): number =>
    input.columns.reduce((sum, column, k) => sum + column[i]! * beta[k]!, offset(i));
  const design = input.columns.map((column) => rows.map((i) => column[i]!));
  const response = rows.map((i) => input.y[i] as number);
  const { beta, eta, iterations } = iterate(input, rows, design, response, linear);
  const weights = rows.map((i, r) => Math.max(1e-300, weight(eta[r]!, trials(i))));
  const final = leastSquares(design, response, weights);
  const pearson = rows.reduce((sum, i, r) => sum + (response[r]! - mean(eta[r]!, trials(i))) ** 2 / weights[r]!, 0);
  const estimated = input.family === "quasipoisson" || input.family === "gaussian";
  const dispersion = estimated ? pearson / (rows.length - p) : 1;
  return {
    coefficients: beta,
    dispersion,
    iterations,
    observations: rows.length,
    covariance: (final?.inverse ?? []).map((row) => row.map((value) => value * dispersion)),
    fitted: input.y.map((_, i) => mean(Math.max(-700, Math.min(700, linear(beta, i))), trials(i))),
    deviance: rows.reduce((sum, i, r) => sum + deviance(response[r]!, mean(eta[r]!, trials(i)), trials(i)), 0),
  };
}
