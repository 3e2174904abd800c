import { normalQuantile, studentQuantile } from "../distributions/distributions.js";
import type { Estimate } from "../estimate.js";
import { glm, type GlmFit } from "./glm.js";
import { checkedLevel } from "../rates/proportion-input.js";
import { segmentedDesign, type SegmentedRegressionInput } from "./segmented-regression-design.js";
import { requireFields, requireList } from "../../errors/argument.js";

export type { SegmentedRegressionInput } from "./segmented-regression-design.js";

/** A segmented regression. */
export interface SegmentedRegression {
  /** `intercept`, `intervention`, `time`, `sin1`, `cos1`, … on the link scale. */
  readonly coefficients: Readonly<Record<string, { readonly value: number; readonly se: number }>>;
  readonly dispersion: number;
  /** Level under the intervention ÷ level without it (odds ratio for `binomial`, exp of the shift is not meaningful for `gaussian`: there the ratio of mean levels). */
  readonly rateRatio: Estimate;
  /** Σ observed − counterfactual over the steps from the intervention on; negative = fewer. */
  readonly excess: Estimate;
  /** Expected values with and without the intervention, per step. */
  readonly fitted: readonly number[];
  readonly counterfactual: readonly number[];
}

/** Expected values without the intervention, with their gradient summed over the steps after it. */
function counterfactual(
  input: SegmentedRegressionInput,
  fit: GlmFit,
  columns: readonly (readonly number[])[],
): { values: number[]; gradient: number[] } {
  const gradient = new Array<number>(columns.length).fill(0);
  const values = input.y.map((observed, i) => {
    const exposure = input.exposure?.[i] ?? 1;
    const eta = columns.reduce((sum, column, k) => sum + (k === 1 ? 0 : column[i]! * fit.coefficients[k]!), 0);
    const [value, slope] =
      input.family === "gaussian"
        ? [eta, 1]
        : input.family === "binomial"
          ? [exposure / (1 + Math.exp(-eta)), exposure / (2 + Math.exp(eta) + Math.exp(-eta))]
          : [exposure * Math.exp(eta), exposure * Math.exp(eta)];
    if (i >= input.interventionAt && observed !== null) {
      columns.forEach((column, k) => {
        if (k !== 1) gradient[k]! += slope * column[i]!;
      });
    }
    return value;
  });
  return { values, gradient };
}

const quadratic = (covariance: readonly (readonly number[])[], v: readonly number[]): number =>
  covariance.reduce((sum, row, i) => sum + v[i]! * row.reduce((inner, value, j) => inner + value * v[j]!, 0), 0);

function ratioEstimate(
  input: SegmentedRegressionInput,
  fit: GlmFit,
  base: readonly number[],
  critical: number,
  level: number,
): Estimate {
  const [shift, se] = [fit.coefficients[1]!, Math.sqrt(fit.covariance[1]![1]!)];
  if (input.family !== "gaussian") {
    return {
      value: Math.exp(shift),
      interval: [Math.exp(shift - critical * se), Math.exp(shift + critical * se)],
      level,
    };
  }
  const after = base.slice(input.interventionAt);
  const level0 = after.reduce((sum, value) => sum + value, 0) / after.length;
  if (level0 === 0)
    throw new RangeError(
      "segmentedRegression requires a level other than 0 without the intervention for the ratio of two levels, got 0; compare their difference instead",
    );
  const ends = [1 + (shift - critical * se) / level0, 1 + (shift + critical * se) / level0].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return { value: 1 + shift / level0, interval: ends, level };
}

/**
 * The effect of an intervention on a series: a step at a known time over a linear trend and a season.
 *
 * Counts have a log link with log exposure as offset, shares a logit link with attempts as trials. Errors are taken as
 * independent between steps; for autocorrelated series use {@link autocorrelatedRegression}, for counts that vary more than
 * Poisson `quasipoisson`. Normal limits, Student's for `gaussian`.
 *
 * @param input - see {@link SegmentedRegressionInput}; `interventionAt` is the first index under the intervention (inclusive)
 * @returns coefficients on the link scale, dispersion, rate ratio, and Σ observed − counterfactual after the intervention
 *   (its interval: uncertainty of the counterfactual and of the counts themselves)
 * @throws RangeError for an intervention outside the series, lengths that differ, exposure ≤ 0 (below 0 for shares), counts that are
 *   0 throughout one side, measurements that are all 0, or a series that is too short
 * @see Lopez Bernal, Cummins & Gasparrini (2017), doi:10.1093/ije/dyw098
 *
 * @example
 * ```ts
 * const y = [10, 11, 9, 10, 12, 10, 20, 21, 19, 20, 22, 20];
 * segmentedRegression({ y, interventionAt: 6, family: "poisson" }).rateRatio.value.toFixed(1); // "1.9"
 * ```
 */
export function segmentedRegression(input: SegmentedRegressionInput): SegmentedRegression {
  requireFields("segmentedRegression", "{ y, interventionAt, family }", input, ["y", "interventionAt", "family"]);
  requireList("segmentedRegression", "y as a list of numbers", input.y);
  const level = checkedLevel("segmentedRegression", input.level);
  const { names, columns, offset, trials } = segmentedDesign(input);
  const fit = glm({ columns, y: input.y, family: input.family, offset, trials });
  const without = counterfactual(input, fit, columns);
  const tail = (1 - level) / 2;
  const critical = -(input.family === "gaussian"
    ? studentQuantile(tail, fit.observations - columns.length)
    : normalQuantile(tail));
  let [excess, noise] = [0, 0];
  input.y.forEach((observed, i) => {
    if (observed === null || i < input.interventionAt) return;
    excess += observed - without.values[i]!;
    const mean = fit.fitted[i]!;
    noise +=
      input.family === "gaussian"
        ? fit.dispersion
        : input.family === "binomial"
          ? mean * (1 - mean / Math.max(1, input.exposure?.[i] ?? 1))
          : mean * fit.dispersion;
  });
  const half = critical * Math.sqrt(quadratic(fit.covariance, without.gradient) + noise);
  return {
    coefficients: Object.fromEntries(
      names.map((name, k) => [name, { value: fit.coefficients[k]!, se: Math.sqrt(fit.covariance[k]![k]!) }]),
    ),
    dispersion: fit.dispersion,
    rateRatio: ratioEstimate(input, fit, without.values, critical, level),
    excess: { value: excess, interval: [excess - half, excess + half], level },
    fitted: fit.fitted,
    counterfactual: without.values,
  };
}
