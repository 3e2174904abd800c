import type { SegmentCost } from "./segment-cost.js";

/**
 * For each change point the shortest run of indices with the asked probability, its neighbours held where they are: each place weighs
 * exp(−cost ÷ 2), every place in between being as likely beforehand.
 */
export function changeIntervals(segment: SegmentCost, indices: readonly number[], leastLength: number, level: number): [number, number][] {
  const least = Math.max(leastLength, segment.leastLength);
  return indices.map((index, k) => {
    const from = indices[k - 1] ?? 0;
    const to = indices[k + 1] ?? segment.length;
    const costs: number[] = [];
    for (let s = from + least; s <= to - least; s++) costs.push(segment.cost(from, s) + segment.cost(s, to));
    const lowest = costs.reduce((a, b) => Math.min(a, b), Infinity);
    const weights = costs.map((cost) => Math.exp((lowest - cost) / 2));
    return shortest(weights, level, from + least, index);
  });
}

function shortest(weights: readonly number[], level: number, first: number, index: number): [number, number] {
  const asked = level * weights.reduce((a, b) => a + b, 0);
  let best: [number, number] = [0, weights.length - 1];
  let [left, held] = [0, 0];
  weights.forEach((weight, right) => {
    held += weight;
    while (left < right && held - (weights[left] as number) >= asked) held -= weights[left++] as number;
    if (held >= asked && right - left < best[1] - best[0]) best = [left, right];
  });
  return [Math.min(index, first + best[0]), Math.max(index, first + best[1])];
}
