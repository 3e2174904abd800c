import { prunedSearch } from "./search.js";
import type { SegmentCost } from "./segment-cost.js";

/** Longer series are looked at at so many places first: the exact search takes the square of the longest segment. */
const EXACT_SAMPLES = 20_000;
/** Places of a segment that are tried before the best is looked at closely. */
const PLACES = 2000;

/** True if a series is searched coarsely first. */
export function isLong(length: number): boolean {
  return length > EXACT_SAMPLES;
}

/** The segments that begin and end at every so-manieth sample. */
function everySo(segment: SegmentCost, step: number): SegmentCost {
  const end = (i: number): number => Math.min(segment.length, i * step);
  return {
    name: segment.name,
    parameters: segment.parameters,
    leastLength: 1,
    ...(segment.slack !== undefined && { slack: segment.slack }),
    length: Math.ceil(segment.length / step),
    cost: (from, to) => segment.cost(end(from), end(to)),
  };
}

/** The place between two others at which the costs of both sides are least. */
function bestPlace(segment: SegmentCost, before: number, after: number, from: number, to: number): number {
  let [best, at] = [Infinity, from];
  for (let t = from; t <= to; t++) {
    const cost = segment.cost(before, t) + segment.cost(t, after);
    if (cost < best) [best, at] = [cost, t];
  }
  return at;
}

/** Each place moved to where its two sides cost least. */
function refined(segment: SegmentCost, places: readonly number[], step: number, least: number): number[] {
  const found = [...places];
  found.forEach((place, i) => {
    const [before, after] = [found[i - 1] ?? 0, found[i + 1] ?? segment.length];
    const [from, to] = [Math.max(before + least, place - step), Math.min(after - least, place + step)];
    if (to >= from) found[i] = bestPlace(segment, before, after, from, to);
  });
  return found;
}

/** The places without those that do not earn their price: a change between two places of the coarse look shows at both. */
function earned(segment: SegmentCost, places: readonly number[], penalty: number): number[] {
  const found = [...places];
  for (let i = 0; i < found.length; ) {
    const [before, at, after] = [found[i - 1] ?? 0, found[i] as number, found[i + 1] ?? segment.length];
    const saved = segment.cost(before, after) - segment.cost(before, at) - segment.cost(at, after);
    if (saved > penalty) i += 1;
    else {
      found.splice(i, 1);
      i = Math.max(0, i - 1);
    }
  }
  return found;
}

/**
 * Change points of a long series: the best ones at every so-manieth sample, each then put where its two sides cost least, and those left out that do not
 * earn their price there.
 *
 * A segment shorter than some two steps (a thousandth of the series) may be missed.
 *
 * @returns first sample of each new segment, ascending
 */
export function coarseSearch(segment: SegmentCost, penalty: number, leastLength: number): number[] {
  const step = Math.max(leastLength, segment.leastLength, Math.ceil(segment.length / PLACES));
  const least = Math.max(leastLength, segment.leastLength);
  let places = prunedSearch(everySo(segment, step), penalty, 1).map((i) => i * step);
  for (let round = 0; round < 3; round++) places = earned(segment, refined(segment, places, step, least), penalty);
  return places;
}
