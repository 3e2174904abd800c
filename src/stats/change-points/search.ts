import type { SegmentCost } from "./segment-cost.js";

/** Walks the last changes back to the first. */
function traced(last: Int32Array, length: number): number[] {
  const indices: number[] = [];
  for (let t = last[length] as number; t > 0; t = last[t] as number) indices.push(t);
  return indices.reverse();
}

/**
 * The change points that minimise cost + penalty × changes, exactly.
 *
 * Pruned dynamic programming (PELT): a last change that is already worse than the best by more than the penalty can never win again.
 *
 * @param segment - cost of each segment
 * @param penalty - price of one change, in the cost's unit (twice log-likelihood)
 * @param leastLength - fewest samples of a segment
 * @returns first sample of each new segment, ascending
 * @see Killick, Fearnhead & Eckley (2012), doi:10.1080/01621459.2012.737745
 */
export function prunedSearch(segment: SegmentCost, penalty: number, leastLength: number): number[] {
  const { length } = segment;
  const least = Math.max(leastLength, segment.leastLength);
  const slack = segment.slack ?? 0;
  const best = new Float64Array(length + 1).fill(Infinity);
  const last = new Int32Array(length + 1);
  best[0] = -penalty;
  let candidates = new Int32Array(1024);
  let count = 0;
  const values = new Float64Array(length + 1);
  for (let t = least; t <= length; t++) {
    const fresh = t - least;
    if (fresh === 0 || fresh >= least) {
      if (count === candidates.length) candidates = grown(candidates);
      candidates[count++] = fresh;
    }
    let lowest = Infinity;
    for (let i = 0; i < count; i++) {
      const s = candidates[i] as number;
      const value = (best[s] as number) + segment.cost(s, t);
      values[i] = value;
      if (value + penalty < lowest) {
        lowest = value + penalty;
        last[t] = s;
      }
    }
    best[t] = lowest;
    let kept = 0;
    // A candidate may be dropped only once every later end could use t itself as its last change.
    for (let i = 0; i < count; i++)
      if ((values[i] as number) <= lowest + slack || t - (candidates[i] as number) < 2 * least)
        candidates[kept++] = candidates[i] as number;
    count = kept;
  }
  return traced(last, length);
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** Best segmentations into 1 … most + 1 segments. */
export interface Segmentations {
  /** Entry k: the cost with k changes; Infinity where they do not fit. */
  readonly costs: readonly number[];
  /** Entry k: the k change points, ascending. */
  readonly indices: readonly (readonly number[])[];
}

/**
 * The best 0 … `most` change points, exactly, by dynamic programming over the number of segments; O(most · n²).
 *
 * @see Bai & Perron (2003), doi:10.1002/jae.659
 */
export function segmentNeighbourhood(segment: SegmentCost, most: number, leastLength: number): Segmentations {
  const { length } = segment;
  const least = Math.max(leastLength, segment.leastLength);
  let previous = Float64Array.from({ length: length + 1 }, (_, t) => (t >= least ? segment.cost(0, t) : Infinity));
  const costs = [previous[length] as number];
  const origins: Int32Array[] = [];
  for (let k = 1; k <= most; k++) {
    const next = new Float64Array(length + 1).fill(Infinity);
    const origin = new Int32Array(length + 1);
    for (let t = (k + 1) * least; t <= length; t++) {
      for (let s = k * least; s <= t - least; s++) {
        const value = (previous[s] as number) + segment.cost(s, t);
        if (value < (next[t] as number)) {
          next[t] = value;
          origin[t] = s;
        }
      }
    }
    origins.push(origin);
    costs.push(next[length] as number);
    previous = next;
  }
  return { costs, indices: costs.map((_, k) => tracedLayers(origins, k, length)) };
}

function tracedLayers(origins: readonly Int32Array[], changes: number, length: number): number[] {
  const indices: number[] = [];
  let t = length;
  for (let k = changes; k >= 1; k--) {
    t = (origins[k - 1] as Int32Array)[t] as number;
    indices.push(t);
  }
  return indices.reverse();
}
