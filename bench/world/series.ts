import type { Drawn } from "./draw.js";
import { designEffect } from "./draw.js";
import { expectedShare, wanderVariance } from "./baseline.js";
import type { TrueWindow, World } from "./world.js";

/** Counts per row of the data. */
export interface Binned {
  readonly failures: number[];
  readonly attempts: number[];
}

/** Minutes on each side of a window that a person would compare it with. */
const REFERENCE_MINUTES = 1440;

/** The counts of a world's minutes, added up to its rows. */
export function binned(drawn: Drawn, bucket: number): Binned {
  const rows = Math.ceil(drawn.attempts.length / bucket);
  const sumOf = (values: readonly number[]): number[] =>
    Array.from({ length: rows }, (_, row) => total(values.slice(row * bucket, (row + 1) * bucket)));
  return { failures: sumOf(drawn.failures), attempts: sumOf(drawn.attempts) };
}

/**
 * How far a window stands out for somebody who knows its ends and the dispersion: z of a test of two proportions on the rows as drawn,
 * those that the window touches against those around it at the same level.
 */
export function standsOut(world: World, series: Binned, window: TrueWindow): number {
  const { bucket, baseline } = world;
  const [first, last] = [Math.floor(window.from / bucket), Math.ceil(window.to / bucket)];
  const inside = countsOf(series, (row) => row >= first && row < last);
  const level = releasesBefore(world, window.from);
  const around = countsOf(series, (row) => {
    const [begin, end] = [row * bucket, (row + 1) * bucket];
    const near = begin >= window.from - REFERENCE_MINUTES && end <= window.to + REFERENCE_MINUTES;
    const clear = world.windows.every(({ from, to }) => end <= from || begin >= to);
    return near && clear && releasesBefore(world, begin) === level;
  });
  if (inside.attempts === 0 || around.attempts === 0) return 0;
  const season = meanExpected(world, inside.rows) / meanExpected(world, around.rows);
  const usual = Math.min(0.9, (around.failures / around.attempts) * season);
  const pooled = (inside.failures + usual * around.attempts) / (inside.attempts + around.attempts);
  const effect = designEffect(world, inside.attempts / (inside.rows.length * bucket));
  const counting = effect * pooled * (1 - pooled) * (1 / inside.attempts + 1 / around.attempts);
  const wandering =
    usual ** 2 *
    (wanderVariance(baseline, (last - first) * bucket) + wanderVariance(baseline, around.rows.length * bucket));
  const spread = Math.sqrt(counting + wandering);
  return spread > 0 ? (inside.failures / inside.attempts - usual) / spread : 0;
}

interface Counted {
  readonly failures: number;
  readonly attempts: number;
  readonly rows: number[];
}

function countsOf(series: Binned, holds: (row: number) => boolean): Counted {
  const rows = series.attempts.map((_, row) => row).filter(holds);
  return {
    failures: total(rows.map((row) => series.failures[row]!)),
    attempts: total(rows.map((row) => series.attempts[row]!)),
    rows,
  };
}

function meanExpected({ baseline, bucket }: World, rows: readonly number[]): number {
  return total(rows.map((row) => expectedShare(baseline, (row + 0.5) * bucket))) / rows.length;
}

function releasesBefore({ baseline }: World, minute: number): number {
  return baseline.releases.filter(([from]) => from <= minute).length;
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
