import type { ValueSeries } from "../../incident/series.js";

/** How much of the added capacity was in place, bin by bin, on the outcome series' grid. */
export interface DosePath {
  /** 0 before the remediation, 1 once all of it is in place; may pass through any value between, and goes down again where it was taken back. */
  readonly share: readonly number[];
  /** Bins in which the dose rose by at least 3 % of its whole rise after a pause; a rise without pauses is one step. */
  readonly steps: readonly number[];
  /** Level before, and the whole rise, in the gauge's unit. */
  readonly before: number;
  readonly rise: number;
}

/** Share of its whole rise from which on a dose counts as still in place. */
const STAYS = 0.9;

/** Samples of a gauge carried forward onto another grid; `null` before the first. */
export function onGrid(gauge: ValueSeries, startMs: number, stepSeconds: number, length: number): (number | null)[] {
  const out: (number | null)[] = [];
  let next = 0;
  let last: number | null = null;
  for (let i = 0; i < length; i++) {
    const binEnd = startMs + (i + 1) * stepSeconds * 1000;
    while (next < gauge.values.length && gauge.startMs + next * gauge.stepSeconds * 1000 < binEnd) {
      last = gauge.values[next] ?? last;
      next++;
    }
    out.push(last);
  }
  return out;
}

/**
 * The dose of a remediation from the gauge that measures it.
 *
 * @param level - gauge on the outcome grid, `null` where unknown
 * @param from - first bin of the remediation
 * @param to - first bin after it; two bins of grace are allowed for the gauge's own sampling
 * @returns `null` when the gauge is unknown there or did not rise by 2 % of its level
 */
export function dosePath(level: readonly (number | null)[], from: number, to: number): DosePath | null {
  const before = level[from - 1] ?? null;
  const end = Math.min(level.length, to + 3);
  if (before === null) return null;
  let top = before;
  for (let i = from; i < end; i++) top = Math.max(top, level[i] ?? top);
  const rise = top - before;
  if (!(rise > 0.02 * Math.max(1e-9, Math.abs(before)))) return null;
  const given = (i: number): number => Math.min(1, Math.max(0, ((level[i] ?? before) - before) / rise));
  // Taken back for good where two bins say so: one low sample is the gauge's own noise.
  const isBack = (i: number): boolean => given(i) < STAYS && (i + 1 >= level.length || given(i + 1) < STAYS);
  const share: number[] = [];
  const steps: number[] = [];
  let reached = 0;
  let lastRise = -2;
  for (let i = 0; i < level.length; i++) {
    const value = i < from ? 0 : i < end ? given(i) : 1;
    // A step inside a bin shows in two, and a rise without pauses is no staircase: neighbours are one.
    if (i >= from && value - reached >= 0.03) {
      if (lastRise !== i - 1) steps.push(i);
      lastRise = i;
    }
    reached = Math.max(reached, value);
    share.push(i < from ? 0 : i >= end && isBack(i) ? given(i) : reached);
  }
  return { share, steps, before, rise };
}
