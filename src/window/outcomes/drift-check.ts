import type { OutcomeBins } from "./outcome-bins.js";
import type { OutageRun } from "./outage-runs.js";

/** A rise must stand this many robust standard deviations above what stretches of its length do by themselves. */
const LEAST_DEVIATIONS = 4;
/** Fewer quiet stretches than this cannot tell how much the rate drifts. */
const LEAST_STRETCHES = 8;

/** ln(observed ÷ expected) failures over `[from, to)`; half a failure on either side keeps empty stretches finite. */
function logRatio(bins: OutcomeBins, from: number, to: number): number {
  let [f, expected] = [0, 0];
  for (let t = from; t < to; t++) {
    f += bins.failures[t] as number;
    expected += (bins.attempts[t] as number) * (bins.rates[t] as number);
  }
  return Math.log((f + 0.5) / (expected + 0.5));
}

/** What counting alone scatters such a ratio by: variance over `[from, to)`, the bins' over-dispersion included. */
function countingVariance(bins: OutcomeBins, from: number, to: number): number {
  let [expected, spread] = [0, 0];
  for (let t = from; t < to; t++) {
    const [n, rate] = [bins.attempts[t], bins.rates[t]] as [number, number];
    expected += n * rate;
    spread += n * rate * (1 + Math.max(0, n - 1) * bins.dispersion);
  }
  return (spread + 0.5) / (expected + 0.5) ** 2;
}

/** Starts of stretches of `width` bins that no run touches. */
function quietStretches(length: number, width: number, runs: readonly OutageRun[]): number[] {
  const starts: number[] = [];
  for (let t = 0; t + width <= length; ) {
    const touched = runs.find(({ from, to }) => from - width / 4 < t + width && to + width / 4 > t);
    if (touched) t = Math.max(t + 1, Math.ceil(touched.to + width / 4));
    else {
      starts.push(t);
      t += width;
    }
  }
  return starts;
}

/**
 * Whether a run stands above what the rate does by itself over stretches of the same length.
 *
 * Slow drift gives any likelihood that takes bins for independent all the evidence it likes; the scatter of quiet stretches
 * of the run's length, beyond what counting alone gives, is that drift. With fewer than eight quiet stretches the check is passed.
 */
export function standsOutOfDrift(bins: OutcomeBins, run: OutageRun, runs: readonly OutageRun[]): boolean {
  const length = bins.attempts.length;
  const quiet = length - runs.reduce((sum, { from, to }) => sum + to - from, 0);
  const width = Math.max(1, Math.min(run.to - run.from, Math.floor(quiet / LEAST_STRETCHES / 2)));
  const stretches = quietStretches(length, width, runs);
  const ratios = stretches.map((from) => logRatio(bins, from, from + width)).sort((a, b) => a - b);
  if (ratios.length < LEAST_STRETCHES) return true;
  const at = (share: number): number => ratios[Math.floor((ratios.length - 1) * share)] as number;
  const scatter = Math.max((at(0.9) - at(0.5)) / 1.2816, (at(0.75) - at(0.25)) / 1.349);
  const counting =
    stretches.reduce((sum, from) => sum + countingVariance(bins, from, from + width), 0) / stretches.length;
  const drift = Math.sqrt(Math.max(0, scatter ** 2 - counting));
  return logRatio(bins, run.from, run.to) - at(0.5) > LEAST_DEVIATIONS * drift;
}
