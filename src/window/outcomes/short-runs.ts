import type { OutcomeBins } from "./outcome-bins.js";
import type { OutageRun } from "./outage-runs.js";
import { leastDeviations, runDeviation, stretchCounts } from "./run-deviation.js";
import type { Wander } from "./wander.js";

/** Runs of so many bins with attempts and fewer are judged here: what one bin can add to a longer one is capped. */
const SHORT_BINS = 3;
/** How many neighbours of two bins that stand out singly may come about by chance before such a pair is no outage. */
const MOST_BY_CHANCE = 0.02;
/** A single bin is an outage where so large a share of it failed, in so many failures. */
const TOTAL_SHARE = 0.9;
const LEAST_FAILURES = 10;

/** A stretch of one to three bins that stands out, and what would speak against its being an outage. */
export interface ShortRun extends OutageRun {
  /** Why it is no outage; `null` where nothing of its own speaks against it. */
  readonly against: string | null;
}

/** Neighbouring bins with attempts, from the first to the last of them, and how many. */
interface Group {
  readonly from: number;
  last: number;
  size: number;
}

/** Bins that each stand out by themselves, neighbours among those with attempts joined. */
function groupsOf(bins: OutcomeBins, wander: Wander): { groups: Group[]; usable: number } {
  const least = leastDeviations(bins.attempts.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0));
  const groups: Group[] = [];
  let [usable, previous] = [0, -2];
  for (let t = 0; t < bins.attempts.length; t++) {
    const n = bins.attempts[t] as number;
    if (n === 0) continue;
    usable += 1;
    // Most bins hold hardly more failures than expected, and need no closer look.
    if ((bins.failures[t] as number) <= 2 * n * (bins.rates[t] as number)) continue;
    if (runDeviation(bins, t, t + 1, wander) < least) continue;
    const group = groups.at(-1);
    if (group && previous === usable - 1) [group.last, group.size] = [t, group.size + 1];
    else groups.push({ from: t, last: t, size: 1 });
    previous = usable;
  }
  return { groups, usable };
}

/** Why a group of bins that stand out is no outage; `null` where nothing of its own speaks against it. */
function against(bins: OutcomeBins, { from, last, size }: Group, singles: number, usable: number): string | null {
  if (size >= 2)
    return singles ** 2 / Math.max(1, usable) <= MOST_BY_CHANCE
      ? null
      : `${singles} single bins of this series stand out as far, so that two of them may meet by chance`;
  const { failures, attempts } = stretchCounts(bins, from, last + 1);
  if (singles > 1) return `${singles} single bins of this series stand out as far`;
  if (failures >= TOTAL_SHARE * attempts && failures >= LEAST_FAILURES) return null;
  return "a single bin is too short for this method at this step: a finer step, or the rows themselves, would settle it";
}

/** Whether a run holds more than a few bins with attempts. */
export function isLong(bins: OutcomeBins, { from, to }: OutageRun): boolean {
  return stretchCounts(bins, from, to).bins > SHORT_BINS;
}

/**
 * Stretches of one to three bins that stand far out of a series: outages where neighbours stand out together in a series that has few such bins, or
 * one bin failed as a whole and no other stands out.
 *
 * @param runs - longer stretches that are looked at by themselves: what lies in them is left out
 */
export function shortRuns(bins: OutcomeBins, runs: readonly OutageRun[], wander: Wander): readonly ShortRun[] {
  const { groups, usable } = groupsOf(bins, wander);
  const outside = groups.filter(({ from, last }) => !runs.some((run) => from < run.to && last >= run.from));
  const singles = outside.filter(({ size }) => size === 1).length;
  return outside
    .filter(({ size }) => size <= SHORT_BINS)
    .map((group) => ({
      from: group.from,
      to: group.last + 1,
      core: [group.from, group.last + 1] as const,
      gain: runDeviation(bins, group.from, group.last + 1, wander) ** 2 / 2,
      against: against(bins, group, singles, usable),
    }));
}
