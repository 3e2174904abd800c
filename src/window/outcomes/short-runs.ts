import type { OutcomeBins } from "./outcome-bins.js";
import type { OutageRun } from "./outage-runs.js";
import { leastDeviations, runDeviation, stretchCounts } from "./run-deviation.js";
import type { Wander } from "./wander.js";

/** Runs of so many bins with attempts and fewer are judged here: what one bin can add to a longer one is capped. */
const SHORT_BINS = 3;
/** How many neighbours of two bins that stand out singly may come about by chance before such a pair is no outage. */
const MOST_BY_CHANCE = 0.02;
/** Deviations by which a single bin must stand out beyond what is asked of a longer stretch, and of how much a rival must show. */
const SINGLE_BEYOND = 1;
const RIVAL_SHARE = 0.5;

/** A stretch of one to three bins that stands out, and what would speak against its being an outage. */
export interface ShortRun extends OutageRun {
  /** Why it is no outage; `null` where nothing of its own speaks against it. */
  readonly against: string | null;
  /** True if all that speaks against it is that it is one bin. */
  readonly isTooShort: boolean;
}

const TOO_SHORT =
  "a single bin is too short for this method at this step: a finer step, or the rows themselves, would settle it";

/** Neighbouring bins with attempts, from the first to the last of them, how many, and how far the farthest stands out. */
interface Group {
  readonly from: number;
  last: number;
  size: number;
  peak: number;
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
    const deviation = runDeviation(bins, t, t + 1, wander);
    if (deviation < least) continue;
    const group = groups.at(-1);
    if (group && previous === usable - 1)
      [group.last, group.size, group.peak] = [t, group.size + 1, Math.max(group.peak, deviation)];
    else groups.push({ from: t, last: t, size: 1, peak: deviation });
    previous = usable;
  }
  return { groups, usable };
}

/** Why a group of bins that stand out is no outage; `null` where nothing of its own speaks against it. */
function against({ size, peak }: Group, others: readonly Group[], usable: number): string | null {
  const rivals = others.filter((other) => other.size === 1 && other.peak >= RIVAL_SHARE * peak).length;
  if (size >= 2)
    return rivals ** 2 / Math.max(1, usable) <= MOST_BY_CHANCE
      ? null
      : `${rivals} single bins of this series stand out as far, so that two of them may meet by chance`;
  if (rivals > 0)
    return `${rivals === 1 ? "another single bin" : `${rivals} other single bins`} of this series stand${rivals === 1 ? "s" : ""} out as far`;
  return peak >= leastDeviations(usable) + SINGLE_BEYOND ? null : TOO_SHORT;
}

/** True if a run holds more than a few bins with attempts. */
export function isLong(bins: OutcomeBins, { from, to }: OutageRun): boolean {
  return stretchCounts(bins, from, to).bins > SHORT_BINS;
}

/**
 * Stretches of one to three bins that stand far out of a series: outages where neighbours stand out together in a series that has few such bins, or
 * one bin stands out farther than is asked of longer stretches and no other bin does so half as far.
 *
 * @param runs - longer stretches that are looked at by themselves: what lies in them is left out
 */
export function shortRuns(bins: OutcomeBins, runs: readonly OutageRun[], wander: Wander): readonly ShortRun[] {
  const { groups, usable } = groupsOf(bins, wander);
  const outside = groups.filter(({ from, last }) => !runs.some((run) => from < run.to && last >= run.from));
  return outside
    .filter(({ size }) => size <= SHORT_BINS)
    .map((group) => {
      const why = against(
        group,
        outside.filter((other) => other !== group),
        usable,
      );
      return {
        from: group.from,
        to: group.last + 1,
        core: [group.from, group.last + 1] as const,
        gain: runDeviation(bins, group.from, group.last + 1, wander) ** 2 / 2,
        against: why,
        isTooShort: why === TOO_SHORT,
      };
    });
}
