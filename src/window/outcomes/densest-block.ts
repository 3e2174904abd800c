import type { OutageRun } from "./outage-runs.js";

/** A stretch must fail so many times as much as the rest, and raise the log-likelihood by so much, to be worth a start of its own. */
const LEAST_RATIO = 2.5;
const LEAST_GAIN = 15;
/** Pairs of ends are tried over no more pieces than this. */
const MOST_PIECES = 240;
/** The rest must hold so much of the attempts. */
const LEAST_REST = 0.2;

const entropy = (f: number, n: number): number =>
  (f > 0 ? f * Math.log(f / n) : 0) + (n > f ? (n - f) * Math.log((n - f) / n) : 0);

/**
 * The one stretch whose failures, at a rate of its own, explain the series best; `null` where no stretch fails clearly more than the rest.
 *
 * All else is a start for the baseline that does not depend on how much of the series the outage fills.
 */
export function densestBlock(failures: Float64Array, attempts: Float64Array): OutageRun | null {
  const { length } = attempts;
  const width = Math.max(1, Math.ceil(length / MOST_PIECES));
  const pieces = Math.ceil(length / width);
  const [f, n] = [new Float64Array(pieces + 1), new Float64Array(pieces + 1)];
  for (let i = 0; i < pieces; i++) {
    let [sumF, sumN] = [f[i] as number, n[i] as number];
    for (let t = i * width; t < Math.min(length, (i + 1) * width); t++) {
      sumF += failures[t] as number;
      sumN += attempts[t] as number;
    }
    [f[i + 1], n[i + 1]] = [sumF, sumN];
  }
  const [allF, allN] = [f[pieces] as number, n[pieces] as number];
  let best: { gain: number; from: number; to: number } | null = null;
  for (let from = 0; from < pieces; from++) {
    for (let to = from + 1; to <= pieces; to++) {
      const [inF, inN] = [(f[to] as number) - (f[from] as number), (n[to] as number) - (n[from] as number)];
      const [outF, outN] = [allF - inF, allN - inN];
      if (inN === 0 || outN < LEAST_REST * allN || inF * outN < LEAST_RATIO * outF * inN) continue;
      const gain = entropy(inF, inN) + entropy(outF, outN) - entropy(allF, allN);
      if (gain > (best?.gain ?? LEAST_GAIN)) best = { gain, from: from * width, to: Math.min(length, to * width) };
    }
  }
  return best === null ? null : { from: best.from, to: best.to, core: [best.from, best.to], gain: best.gain };
}
