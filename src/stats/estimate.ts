/**
 * A number with its uncertainty. Proportions are 0…1; other units are stated where the estimate is produced.
 * `level` is the confidence (or credible) level of `interval`.
 */
export interface Estimate {
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly level: number;
}

/** The confidence level used where none is asked for. */
export const DEFAULT_LEVEL = 0.95;
