import type { SegmentCost } from "./segment-cost.js";

/** Where the change between two neighbours may be: probabilities of `first`, `first + 1`, … */
export interface ChangePosterior {
  readonly first: number;
  readonly probabilities: readonly number[];
}

/**
 * Probability of each place of the one change in samples `[from, to)`, every place being as likely beforehand. A place weighs the evidence of its two sides
 * where the parameters can be integrated out, else exp(−cost ÷ 2).
 *
 * @see Raftery & Akman (1986), doi:10.1093/biomet/73.1.85
 */
export function changePosterior(segment: SegmentCost, from: number, to: number, leastLength: number): ChangePosterior {
  const first = from + Math.max(leastLength, segment.leastLength);
  const price = (a: number, b: number): number => segment.evidence?.(a, b) ?? segment.cost(a, b);
  const prices: number[] = [];
  for (let s = first; s <= to - first + from; s++) prices.push(price(from, s) + price(s, to));
  const lowest = prices.reduce((a, b) => Math.min(a, b), Infinity);
  const weights = prices.map((one) => Math.exp((lowest - one) / 2));
  const total = weights.reduce((a, b) => a + b, 0);
  return { first, probabilities: weights.map((weight) => weight / total) };
}

/** For each change point the shortest run of indices with the asked probability, its neighbours held where they are. */
export function changeIntervals(
  segment: SegmentCost,
  indices: readonly number[],
  leastLength: number,
  level: number,
): [number, number][] {
  return indices.map((index, k) => {
    const { first, probabilities } = changePosterior(
      segment,
      indices[k - 1] ?? 0,
      indices[k + 1] ?? segment.length,
      leastLength,
    );
    return shortest(probabilities, level, first, index);
  });
}

function shortest(weights: readonly number[], asked: number, first: number, index: number): [number, number] {
  let best: [number, number] = [0, weights.length - 1];
  let [left, held] = [0, 0];
  weights.forEach((weight, right) => {
    held += weight;
    while (left < right && held - (weights[left] as number) >= asked) held -= weights[left++] as number;
    if (held >= asked && right - left < best[1] - best[0]) best = [left, right];
  });
  return [Math.min(index, first + best[0]), Math.max(index, first + best[1])];
}
