/** The input of {@link interventionEffect}. */
export interface InterventionInput {
  /** Response, one value a step; `null` where it was not measured. */
  readonly y: readonly (number | null)[];
  /** Series that the intervention did not touch, by column, each as long as `y`; none missing. Default none. */
  readonly controls?: readonly (readonly number[])[];
  /** First and last index before the intervention, both INCLUSIVE. */
  readonly pre: readonly [first: number, last: number];
  /** First and last index after it, both INCLUSIVE; values between `pre` and `post` are not used. */
  readonly post: readonly [first: number, last: number];
  readonly seed: number;
  /** Posterior draws kept; default as many as some tenths of a second allow, 1,000 to 5,000. */
  readonly draws?: number;
  /** Level of the intervals, default .95. */
  readonly level?: number;
}

/** Standardised copy of the input; rows run from the first measured value of `pre` to the end of `post`. */
export interface PreparedIntervention {
  /** NaN where missing and everywhere after `pre`. */
  readonly y: Float64Array;
  /** The intercept first when there are controls; empty without. */
  readonly design: Float64Array[];
  /** Rows of `pre`, from 0. */
  readonly preRows: number;
  /** Row of the first post value. */
  readonly postRow: number;
  readonly mean: number;
  readonly sd: number;
}

function requires(condition: boolean, what: string, got: unknown): asserts condition {
  if (!condition) throw new RangeError(`interventionEffect requires ${what}, got ${String(got)}`);
}

function checkShapes({ y, controls = [], pre, post, draws, level, seed }: InterventionInput): void {
  const bad = y.findIndex((value) => value !== null && !Number.isFinite(value));
  requires(bad < 0, "finite numbers or null as y", bad < 0 ? "" : `${String(y[bad])} at ${bad}`);
  for (const column of controls) {
    requires(column.length === y.length, `controls as long as y (${y.length})`, column.length);
    const gap = column.findIndex((value) => !Number.isFinite(value));
    requires(gap < 0, "finite controls", gap < 0 ? "" : `${String(column[gap])} at ${gap}`);
  }
  requires(
    [...pre, ...post].every(Number.isInteger),
    "whole indices as pre and post",
    `[${pre.join(", ")}] and [${post.join(", ")}]`,
  );
  requires(
    0 <= pre[0] && pre[0] < pre[1] && pre[1] < post[0] && post[0] <= post[1] && post[1] < y.length,
    `0 ≤ pre[0] < pre[1] < post[0] ≤ post[1] < ${y.length}`,
    `[${pre.join(", ")}] and [${post.join(", ")}]`,
  );
  requires(draws === undefined || (Number.isInteger(draws) && draws >= 100), "at least 100 draws", draws);
  requires(level === undefined || (level > 0 && level < 1), "a level between 0 and 1", level);
  requires(Number.isFinite(seed), "a finite seed", seed);
}

function moments(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  return { mean, sd };
}

/**
 * Checks an input and standardises every series by its mean and standard deviation over `pre`.
 *
 * @throws RangeError naming what is wrong: indices out of order, lengths that differ, values that are not finite, fewer than three
 *   measured values before, a constant response before, nothing measured after
 */
export function preparedIntervention(input: InterventionInput): PreparedIntervention {
  checkShapes(input);
  const { y, controls = [], post } = input;
  const offset = y.slice(input.pre[0], input.pre[1] + 1).findIndex((value) => value !== null);
  const first = input.pre[0] + Math.max(0, offset);
  const before = y.slice(first, input.pre[1] + 1).filter((value): value is number => value !== null);
  requires(before.length >= 3, "at least 3 measured values before the intervention", before.length);
  const { mean, sd } = moments(before);
  requires(
    sd > 1e-12 * Math.max(1e-300, Math.abs(mean)),
    "a response that varies before the intervention",
    `the constant ${before[0]}`,
  );
  requires(
    y.slice(post[0], post[1] + 1).some((value) => value !== null),
    "a measured value after the intervention",
    "none",
  );
  const rows = post[1] - first + 1;
  const preRows = input.pre[1] - first + 1;
  const scaled = Float64Array.from({ length: rows }, (_, t) => {
    const value = y[first + t];
    return t < preRows && value != null ? (value - mean) / sd : NaN;
  });
  const columns = controls.map((column) => {
    const own = moments(column.slice(first, input.pre[1] + 1));
    return Float64Array.from(
      { length: rows },
      (_, t) => ((column[first + t] as number) - own.mean) / (own.sd > 0 ? own.sd : 1),
    );
  });
  const design = columns.length > 0 ? [new Float64Array(rows).fill(1), ...columns] : [];
  return { y: scaled, design, preRows, postRow: post[0] - first, mean, sd };
}
