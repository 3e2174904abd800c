import { betweenBinDispersion } from "../stats/posterior-beta-binomial.js";
import type { OutcomeBins } from "./outcome-bins.js";
import { outageRuns } from "./outage-runs.js";
import type { OutageRun } from "./outage-runs.js";
import { seasonalFactors } from "./seasonal-rate.js";

export interface BaselineChoice {
  /** Bins `[from, to)` known to be ordinary; unset: everything but what stands out. */
  readonly span?: readonly [from: number, to: number];
  /** Expected rate per bin; unset: estimated. */
  readonly rates?: readonly number[];
  /** Bins of one season (a day); 0 or unset: none. */
  readonly period?: number;
}

const ROUNDS = 4;
const LEAST_RATE = 1e-7;

const clampRate = (rate: number): number => Math.min(1 - LEAST_RATE, Math.max(LEAST_RATE, rate));

/** Median over blocks long enough to expect ten failures each: outages shorter than half the series do not move it. */
function blockMedianRate(failures: Float64Array, attempts: Float64Array): number {
  let [f, n] = [0, 0];
  for (let t = 0; t < failures.length; t++) {
    f += failures[t] as number;
    n += attempts[t] as number;
  }
  if (n === 0 || f === 0) return 0.5 / (n + 1);
  const blocks = Math.max(1, Math.min(60, Math.floor(f / 4), Math.floor(failures.length / 2)));
  const rates: number[] = [];
  let [blockFailures, blockAttempts] = [0, 0];
  for (let t = 0; t < failures.length; t++) {
    blockFailures += failures[t] as number;
    blockAttempts += attempts[t] as number;
    if (blockAttempts >= n / blocks) {
      rates.push(blockFailures / blockAttempts);
      [blockFailures, blockAttempts] = [0, 0];
    }
  }
  rates.sort((a, b) => a - b);
  return Math.max(rates[Math.floor((rates.length - 1) / 2)] ?? f / n, 0.5 / (n + 1));
}

/** Bins that stand for the baseline: inside its span, outside every run and its ramps. */
function quietBins(length: number, runs: readonly OutageRun[], span: BaselineChoice["span"]): Uint8Array {
  const quiet = new Uint8Array(length).fill(1);
  if (span) quiet.forEach((_, t) => { if (t < span[0] || t >= span[1]) quiet[t] = 0; });
  else {
    for (const { from, to } of runs) {
      const margin = Math.min(60, Math.ceil((to - from) / 4) + 2);
      quiet.fill(0, Math.max(0, from - margin), Math.min(length, to + margin));
    }
  }
  return quiet;
}

/** Failures over expectation in the quiet bins; half a failure stands in for none. */
function levelOf(bins: Pick<OutcomeBins, "failures" | "attempts">, shape: Float64Array, quiet: Uint8Array): { level: number; failures: number } {
  let [f, expected, n] = [0, 0, 0];
  for (let t = 0; t < quiet.length; t++) {
    if (!quiet[t]) continue;
    f += bins.failures[t] as number;
    n += bins.attempts[t] as number;
    expected += (bins.attempts[t] as number) * (shape[t] as number);
  }
  return { level: n === 0 ? 0 : (f + 0.5) / (expected + (n > 0 ? expected / n : 1)), failures: f };
}

/** How much over-dispersion shrinks what the quiet failures say about their rate. */
function relativeError(bins: OutcomeBins, quiet: Uint8Array, failures: number): number {
  let [spread, expected] = [0, 0];
  for (let t = 0; t < quiet.length; t++) {
    const [n, p] = [bins.attempts[t], bins.rates[t]] as [number, number];
    if (!quiet[t] || n === 0) continue;
    spread += n * p * (1 - p) * (1 + (n - 1) * bins.dispersion);
    expected += n * p;
  }
  return expected === 0 ? 1 : Math.sqrt(Math.max(spread, 0.5)) / Math.max(expected, failures, 0.5);
}

/**
 * The rate expected without an outage, bin by bin, and how much ordinary bins scatter around it.
 *
 * Starts from a block median and alternates: what stands out is set aside, level, season and over-dispersion are estimated from the
 * rest. With `rates` only their scatter is estimated; with `span` only bins inside it are used.
 */
export function outcomeBaseline(failures: Float64Array, attempts: Float64Array, choice: BaselineChoice = {}): OutcomeBins {
  const length = failures.length;
  const given = choice.rates && Float64Array.from(choice.rates, clampRate);
  let quiet = quietBins(length, [], choice.span);
  let rates = given ?? new Float64Array(length).fill(clampRate(blockMedianRate(failures, attempts)));
  let bins: OutcomeBins = { failures, attempts, rates, dispersion: 0, rateError: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0 || choice.span) {
      const flat = new Float64Array(length).fill(1);
      const shape = given ?? (choice.period ? seasonalFactors(bins, quiet, choice.period) : flat);
      if (!given) {
        const { level } = levelOf(bins, shape, quiet);
        if (level > 0) rates = shape.map((factor) => clampRate(factor * level));
      }
    }
    const dispersion = betweenBinDispersion(failures, attempts, rates, (t) => quiet[t] === 1);
    bins = { failures, attempts, rates, dispersion, rateError: 0 };
    const next = quietBins(length, outageRuns(bins), choice.span);
    const same = round > 0 && next.every((value, t) => value === quiet[t]);
    quiet = next;
    if (same) break;
  }
  const found = levelOf(bins, rates, quiet).failures;
  return { ...bins, rateError: Math.min(1, relativeError(bins, quiet, found)) };
}
