import type { OutageRun } from "./outage-runs.js";

/** Seasons that series of minutes, quarters of an hour or hours have: a day, and an hour's table of one. */
const PERIODS = [24, 48, 96, 144, 288, 1440] as const;
const LEAST_SEASONS = 3;
/** A time of the season at which most seasons stand out, and one at which hardly any does. */
const [MOST, FEWEST] = [0.6, 0.2];

/** Shares of seasons that stand out, highest and lowest over the times of the season. */
function extremes(runs: readonly OutageRun[], period: number, seasons: number): [highest: number, lowest: number] {
  const counts = new Float64Array(period);
  for (const { from, to } of runs)
    for (let t = from; t < Math.min(to, seasons * period); t++)
      counts[t % period] = (counts[t % period] as number) + 1 / seasons;
  return [counts.reduce((a, b) => Math.max(a, b)), counts.reduce((a, b) => Math.min(a, b))];
}

/**
 * The season with which runs recur: what comes back at the same time of most days is no outage but the daily course.
 *
 * @returns bins of the season; `undefined` where the runs do not recur or fewer than three seasons are covered
 */
export function recurringSeason(runs: readonly OutageRun[], length: number): number | undefined {
  if (runs.length < LEAST_SEASONS) return undefined;
  return PERIODS.find((period) => {
    const seasons = Math.floor(length / period);
    if (seasons < LEAST_SEASONS) return false;
    const [highest, lowest] = extremes(runs, period, seasons);
    return highest >= MOST && lowest <= FEWEST;
  });
}
