import type { ValueEvent } from "./value-event.js";

/** Fewer samples above a level say too little of how often runs above it come: they are extrapolated from a lower level. */
const LEAST_ABOVE = 10;
/** The tail from which rarer heights are extrapolated: the highest hundredth of ordinary samples. */
const TAIL_SHARE = 0.01;
/** Extrapolated tails are taken half again as heavy as they look, since heavy tails look light in few samples. */
const TAIL_CAUTION = 1.5;
/** How likely a sample stays above a level where none of the ordinary ones ever stood above it. */
const UNSEEN_PERSISTENCE = 0.02;
/** How likely a sample stays above a high level, at least, for as long as ordinary samples wander on one side. */
const WANDERING = 0.5;
/** Fewer runs than this are never expected of a tail: no sample shows more. */
const LEAST_EXPECTED = 1e-5;

/** How often, and for how long, ordinary samples stand above a level. */
interface Excursions {
  readonly runs: number;
  readonly above: number;
  /** Chance that the sample after one above the level is above it too. */
  readonly persistence: number;
  readonly longest: number;
}

function excursions(sizes: Float64Array, ordinary: Uint8Array, level: number): Excursions {
  let [runs, above, pairs, longest, length] = [0, 0, 0, 0, 0];
  for (let t = 0; t < sizes.length; t++) {
    if (!(ordinary[t] && (sizes[t] as number) > level)) {
      length = 0;
      continue;
    }
    above += 1;
    if (length === 0) runs += 1;
    else pairs += 1;
    length += 1;
    longest = Math.max(longest, length);
  }
  // Few samples without a pair leave the chance of one open: half a pair is added, less where nothing was ever above.
  const unseen = Math.min(0.5, UNSEEN_PERSISTENCE * (1 + above));
  return { runs, above, persistence: (pairs + unseen) / (above + 1), longest };
}

/** The sizes of ordinary samples, largest first, and what their tail looks like. */
interface Tail {
  readonly level: number;
  readonly meanExcess: number;
  readonly excursions: Excursions;
  /** Longest ordinary run above the upper quartile: what is no longer may be the series' own wandering. */
  readonly usualRun: number;
}

function tailOf(sizes: Float64Array, ordinary: Uint8Array): Tail {
  const sorted = sizes.filter((_size, t) => ordinary[t]).sort();
  const count = Math.min(sorted.length - 1, Math.max(LEAST_ABOVE, Math.floor(TAIL_SHARE * sorted.length)));
  const level = sorted[sorted.length - 1 - count] ?? 0;
  let excess = 0;
  for (let i = sorted.length - count; i < sorted.length; i++) excess += (sorted[i] as number) - level;
  const quartile = sorted[Math.floor(0.75 * sorted.length)] ?? 0;
  return {
    level,
    meanExcess: count > 0 ? excess / count : 0,
    excursions: excursions(sizes, ordinary, level),
    usualRun: excursions(sizes, ordinary, quartile).longest,
  };
}

/** ln of the number of ways in which so many of the samples may be the low ones. */
function logChoices(samples: number, low: number): number {
  let sum = 0;
  for (let i = 1; i <= low; i++) sum += Math.log((samples - low + i) / i);
  return sum;
}

/** ln of how many runs at least as long and as high as the event the ordinary samples would give by chance. */
function logExpected(
  sizes: Float64Array,
  ordinary: Uint8Array,
  tail: Tail,
  level: number,
  samples: number,
  length: number,
): number {
  const seen = excursions(sizes, ordinary, level);
  const enough = seen.above >= LEAST_ABOVE;
  const { meanExcess } = tail;
  const fallen = meanExcess > 0 ? Math.exp(-Math.max(0, level - tail.level) / (TAIL_CAUTION * meanExcess)) : 0;
  const extrapolated = Math.max(LEAST_EXPECTED, tail.excursions.runs * fallen);
  // Samples that never moved tell nothing of how far they would move.
  const runs = enough ? seen.runs : meanExcess > 0 ? Math.max(extrapolated, seen.runs) : seen.runs + 0.5;
  const { persistence } = enough || meanExcess === 0 ? seen : tail.excursions;
  if (seen.longest * 1.5 >= samples) return 0;
  const choices = logChoices(length, length - samples);
  const outlasts = samples > tail.usualRun;
  const lasting = (samples - 1) * Math.log(outlasts ? persistence : Math.max(persistence, WANDERING)) + choices;
  return Math.log(runs) + Math.min(0, lasting);
}

/** Shares of the event's own heights that serve as levels: all of it, or its higher part. */
const LEVELS = [0, 0.1, 0.25, 0.5] as const;

/**
 * ln of the expected number of runs that chance alone would give as long and as high as an event, from the ordinary samples of the same series.
 *
 * Nothing is assumed of their distribution: how often they stand above a level and how long they stay there is counted, and beyond the highest of them an
 * exponential tail goes on. Neighbouring samples that hang together stay above a level for longer, so that slow wandering needs longer events.
 *
 * @param ordinary - 1 for samples outside every event
 */
export function chanceOfEvent(values: Float64Array, ordinary: Uint8Array, { from, to, sign }: ValueEvent): number {
  const sizes = values.map(Math.abs);
  const free = ordinary.slice();
  free.fill(0, from, to);
  const tail = tailOf(sizes, free);
  const heights = values
    .subarray(from, to)
    .map((value) => Math.max(0, value * sign))
    .sort();
  let best = 0;
  for (const share of LEVELS) {
    const lowest = Math.floor(share * heights.length);
    // Just below the height, so that the sample itself counts.
    const level = (heights[lowest] as number) * (1 - 1e-9);
    if (!(level > 0)) continue;
    best = Math.min(best, logExpected(sizes, free, tail, level, heights.length - lowest, heights.length));
  }
  return best + Math.log(LEVELS.length);
}
