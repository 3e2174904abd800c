import type { GlmFamily } from "./glm-family.js";

/** The data and options of a segmented regression. */
export interface SegmentedRegressionInput {
  /** Counts, failures or measurements per step; `null` = missing. */
  readonly y: readonly (number | null)[];
  /** Person-time, requests (counts: log offset) or attempts (binomial: trials), same length; measurements (`gaussian`) are not divided by it. Default 1. */
  readonly exposure?: readonly number[];
  /** Index of the first step under the intervention. */
  readonly interventionAt: number;
  readonly family: GlmFamily;
  /** Pairs of sine and cosine for the season, default 0. */
  readonly harmonics?: number;
  /** Steps in one season, default 12. */
  readonly period?: number;
  /** Confidence level, default .95. */
  readonly level?: number;
}

/** Named columns of a segmented regression with its offset and trials. */
export interface SegmentedDesign {
  readonly names: readonly string[];
  readonly columns: readonly (readonly number[])[];
  readonly offset: readonly number[] | undefined;
  readonly trials: readonly number[] | undefined;
}

/** Without events (and, for shares, without successes) on one side no finite coefficient fits. */
function checkEvents({ y, exposure, interventionAt, family }: SegmentedRegressionInput): void {
  if (family === "gaussian") return;
  const sides = [
    ["before", 0, interventionAt],
    ["after", interventionAt, y.length],
  ] as const;
  for (const [side, from, to] of sides) {
    const events = y.slice(from, to).reduce<number>((sum, value) => sum + (value ?? 0), 0);
    const most = y
      .slice(from, to)
      .reduce<number>((sum, value, i) => sum + (value === null ? 0 : (exposure?.[from + i] ?? 1)), 0);
    if (events === 0 || (family === "binomial" && events === most)) {
      const got = events === 0 ? "none" : "nothing but failures";
      throw new RangeError(
        `segmentedRegression requires events${family === "binomial" ? " and successes" : ""} on both sides of the intervention, got ${got} ${side} it; compare the two rates with rateRatio instead`,
      );
    }
  }
}

/** Refuses what cannot be segmented. */
function checkSegments({
  y,
  exposure,
  interventionAt,
  family,
  harmonics = 0,
  period = 12,
}: SegmentedRegressionInput): void {
  const n = y.length;
  if (!Number.isInteger(interventionAt) || interventionAt < 1 || interventionAt >= n) {
    throw new RangeError(
      `segmentedRegression requires interventionAt between 1 and ${n - 1} (y has ${n} steps), got ${interventionAt}`,
    );
  }
  if (exposure && exposure.length !== n)
    throw new RangeError(`segmentedRegression requires exposure as long as y (${n}), got ${exposure.length}`);
  if (!Number.isInteger(harmonics) || harmonics < 0 || !(period > 0)) {
    throw new RangeError(
      `segmentedRegression requires whole harmonics ≥ 0 and a period > 0, got ${harmonics} and ${period}`,
    );
  }
  const least = family === "binomial" ? 0 : Number.MIN_VALUE;
  const wrong = exposure?.findIndex((value) => !(value >= least && value < Infinity)) ?? -1;
  if (wrong >= 0)
    throw new RangeError(
      `segmentedRegression requires exposure ${family === "binomial" ? "≥" : ">"} 0, got ${exposure?.[wrong]} at index ${wrong}`,
    );
  const side = (from: number, to: number): number => y.slice(from, to).filter((value) => value !== null).length;
  if (side(0, interventionAt) < 2 || side(interventionAt, n) < 1) {
    throw new RangeError(
      `segmentedRegression requires at least two values before the intervention and one after, got ${side(0, interventionAt)} and ${side(interventionAt, n)}`,
    );
  }
}

/** The design: intercept, step at the intervention, trend, and pairs of sine and cosine per harmonic; time runs from 1. */
export function segmentedDesign(input: SegmentedRegressionInput): SegmentedDesign {
  checkSegments(input);
  checkEvents(input);
  const { y, exposure, interventionAt, family, harmonics = 0, period = 12 } = input;
  const names = ["intercept", "intervention", "time"];
  const columns = [y.map(() => 1), y.map((_, i) => (i >= interventionAt ? 1 : 0)), y.map((_, i) => i + 1)];
  for (let h = 1; h <= harmonics; h++) {
    names.push(`sin${h}`, `cos${h}`);
    const angle = (i: number): number => (2 * Math.PI * h * (i + 1)) / period;
    columns.push(
      y.map((_, i) => Math.sin(angle(i))),
      y.map((_, i) => Math.cos(angle(i))),
    );
  }
  const counts = family === "poisson" || family === "quasipoisson";
  return {
    names,
    columns,
    offset: counts ? exposure?.map(Math.log) : undefined,
    trials: family === "binomial" ? exposure : undefined,
  };
}
