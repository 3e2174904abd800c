import type { ValueSeries } from "../../incident/series.js";
import { instant } from "../../time/instant.js";
import { plainNumber } from "../../window/signals/signal-finding.js";
import type { Change } from "./change.js";

/** Share of neighbouring samples that are equal in a gauge that somebody sets, such as a number of pods; one that is measured wanders. */
const STAYS = 0.9;
/** Samples for which a new level stays at least; a shorter one is a reading gone wrong. */
const LEAST_STAY = 2;
/** More steps than this are no settings. */
const MOST_STEPS = 50;
/** Fewer samples tell nothing. */
const FEWEST_SAMPLES = 10;

interface Sample {
  readonly atMs: number;
  readonly value: number;
}

function samplesOf({ values, startMs, stepSeconds }: ValueSeries): Sample[] {
  return values.flatMap((value, bin) => (value === null ? [] : [{ atMs: startMs + bin * stepSeconds * 1000, value }]));
}

/** Moves that follow one another at once, as one: the samples at which they begin and end. */
function grouped(moves: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const groups: [number, number][] = [];
  for (const at of moves) {
    const open = groups.at(-1);
    if (open && at - open[1] < LEAST_STAY) open[1] = at;
    else groups.push([at, at]);
  }
  return groups;
}

/**
 * Steps of a gauge that stays where it is set (pods, a limit, a version's number), as changes: when the new level is first read. A gauge that is
 * measured wanders and has none.
 */
export function gaugeSteps(series: ValueSeries): readonly Change[] {
  const samples = samplesOf(series);
  if (samples.length < FEWEST_SAMPLES) return [];
  const valueAt = (at: number): number => (samples[at] as Sample).value;
  const moves = samples.flatMap((_sample, at) => (at > 0 && valueAt(at) !== valueAt(at - 1) ? [at] : []));
  if (moves.length > MOST_STEPS || moves.length > (1 - STAYS) * samples.length) return [];
  return grouped(moves).flatMap(([first, last]): readonly Change[] => {
    const [before, after] = [valueAt(first - 1), valueAt(last)];
    const sign = Math.sign(after - before);
    // A step may take several samples; what turns back on its way was none.
    for (let at = first; at <= last; at += 1) if (sign * (valueAt(at) - valueAt(at - 1)) < 0 || sign === 0) return [];
    if (samples.length - last < LEAST_STAY) return [];
    const time = instant((samples[first] as Sample).atMs);
    return [
      {
        id: `${series.source}-${time}`,
        at: time,
        what: `${series.source} ${sign < 0 ? "fell" : "rose"} from ${plainNumber(before)} to ${plainNumber(after)}`,
        sources: [series.source],
        place: {},
        rollback: false,
      },
    ];
  });
}
