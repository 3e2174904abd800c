import type { OutcomeSeries } from "../incident/series.js";
import type { Estimate } from "../stats/estimate.js";
import { proportion } from "../stats/rates/proportion.js";
import { instant } from "../time/instant.js";
import type { OutageSearch } from "./outcomes/outage-search.js";

/** A change of the ordinary failure share that stayed, as after a release: no outage. */
export interface LevelChangeFinding {
  /** First moment of the new level, UTC ISO-8601. */
  readonly at: string;
  /** The ordinary failure share before and after, outages left out. */
  readonly from: Estimate;
  readonly to: Estimate;
}

/** The changes of level of a series, in time; the share on either side is that of all bins up to the neighbouring changes that no outage holds. */
export function levelChangeFindings(
  series: OutcomeSeries,
  { bins, runs, changes }: OutageSearch,
  level: number,
): readonly LevelChangeFinding[] {
  const inOutage = new Uint8Array(bins.attempts.length);
  for (const { from, to } of runs) inOutage.fill(1, from, to);
  const shareIn = ([from, to]: readonly [number, number]): Estimate => {
    let [failures, attempts] = [0, 0];
    for (let bin = from; bin < to; bin++) {
      if (inOutage[bin]) continue;
      failures += bins.failures[bin] as number;
      attempts += bins.attempts[bin] as number;
    }
    return attempts > 0
      ? proportion(Math.min(Math.round(failures), Math.round(attempts)), Math.round(attempts), { level })
      : { value: Number.NaN, interval: [0, 1], level };
  };
  return changes.map(({ at, before, after }) => ({
    at: instant(series.startMs + at * series.stepSeconds * 1000),
    from: shareIn(before),
    to: shareIn(after),
  }));
}
