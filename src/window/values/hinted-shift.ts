import { median } from "../../stats/robust.js";
import type { ValueEvent } from "./value-event.js";

/** Farther than this many quartile ranges from the quartiles, a sample counts as if it were there: its height says nothing of the length. */
const MOST_RANGES = 1.5;
/** Samples either side of the hint that a shift may reach. */
const MOST_REACH = 2000;
/** A shift of fewer samples is an event to be grown from its peak. */
const LEAST_SHIFT = 6;

/** Two changes of level around a sample, and how well they fit. */
export interface LevelShift {
  readonly from: number;
  readonly to: number;
  readonly sign: 1 | -1;
  /** Share of the samples that lie in it. */
  readonly share: number;
  /** How far it is the only one: 1 less what the next stretch, anywhere, explains beside it. */
  readonly alone: number;
  /** Squares explained by a level of its own inside, for any stretch. */
  explained(from: number, to: number): number;
}

function clipped(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  const [low, high] = [0.25, 0.75].map((share) => sorted[Math.floor(share * (sorted.length - 1))] as number) as [
    number,
    number,
  ];
  const reach = MOST_RANGES * (high - low);
  return values.map((value) => Math.max(low - reach, Math.min(high + reach, value)));
}

function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, t) => (sums[t + 1] = (sums[t] as number) + value));
  return sums;
}

/** Squares explained by a level of its own in `[from, to)`. */
function explainedBy(sums: Float64Array, from: number, to: number): number {
  const n = sums.length - 1;
  const m = to - from;
  if (m <= 0 || m >= n) return 0;
  const inside = (sums[to] as number) - (sums[from] as number) - (m * (sums[n] as number)) / n;
  return (inside * inside) / (m * (1 - m / n));
}

/** The stretch that explains most, its first sample and its end each within bounds. */
function bestStretch(
  sums: Float64Array,
  [firstFrom, lastFrom]: readonly [number, number],
  [firstTo, lastTo]: readonly [number, number],
): readonly [explained: number, from: number, to: number] {
  let [best, from, to] = [0, 0, 0];
  for (let a = firstFrom; a <= lastFrom; a++)
    for (let b = Math.max(a + LEAST_SHIFT, firstTo); b <= lastTo; b++) {
      const own = explainedBy(sums, a, b);
      if (own > best) [best, from, to] = [own, a, b];
    }
  return [best, from, to];
}

/**
 * The stretch around a sample whose level differs most from all that lies outside, by the squares that it explains.
 *
 * @returns `undefined` where the series is too short or does not vary
 */
export function levelShift(whole: Float64Array, hint: number): LevelShift | undefined {
  const start = Math.max(0, hint - MOST_REACH);
  const values = clipped(whole.subarray(start, hint + MOST_REACH));
  const n = values.length;
  const middle = median(values);
  const sums = runningSums(values.map((value) => value - middle));
  const total = sums[n] as number;
  const at = hint - start;
  const [best, from, to] = bestStretch(sums, [0, at], [at + 1, n]);
  if (best === 0) return undefined;
  const level = ((sums[to] as number) - (sums[from] as number)) / (to - from);
  const outside = (total - level * (to - from)) / Math.max(1, n - (to - from));
  const rest = runningSums(values.map((value, t) => value - middle - (t >= from && t < to ? level : outside)));
  const [next] = bestStretch(rest, [0, n - LEAST_SHIFT], [LEAST_SHIFT, n]);
  return {
    from: from + start,
    to: to + start,
    sign: level < outside ? -1 : 1,
    share: (to - from) / n,
    alone: 1 - next / best,
    explained: (a, b) => explainedBy(sums, Math.max(0, a - start), Math.min(n, b - start)),
  };
}

/** A shift must explain so much more than the event grown from the peak before it takes its place. */
const SHIFT_GAIN = 1.3;
/** Beside a shift, no other stretch explains much: in a series with a daily course, others do. */
const LEAST_ALONE = 0.85;
/** What fills more of the series is its ordinary level. */
const MOST_SHARE = 0.6;
/** An event that stands out so far from its neighbourhood is no part of something longer. */
const CLEAR_EVIDENCE = 8;

/** True if a shift of level is the whole of which a grown event is the highest part. */
export function isWhole(shift: LevelShift, event: ValueEvent): boolean {
  return (
    shift.to - shift.from > event.to - event.from &&
    shift.share <= MOST_SHARE &&
    shift.alone >= LEAST_ALONE &&
    event.evidence < CLEAR_EVIDENCE &&
    shift.explained(shift.from, shift.to) > SHIFT_GAIN * shift.explained(event.from, event.to)
  );
}
