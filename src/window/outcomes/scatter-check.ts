import { betweenBinDispersion, logBetaBinomial } from "../../stats/rates/posterior-beta-binomial.js";
import type { OutcomeBins } from "./outcome-bins.js";
import type { OutageRun } from "./outage-runs.js";
import { leastDeviations } from "./run-deviation.js";

/** So many bins outside a run tell the scatter of ordinary bins. */
const ENOUGH_BINS = 100;

function runRate(bins: OutcomeBins, { from, to }: OutageRun): number {
  let [f, n] = [0.5, 1];
  for (let t = from; t < to; t++) {
    f += bins.failures[t] as number;
    n += bins.attempts[t] as number;
  }
  return f / n;
}

/**
 * True if a run would be an outage even if all bins scattered as much as its own do.
 *
 * In a short series a few quiet bins say little of the scatter: the bursts of an ordinary service then look like a rise. Where enough bins lie outside the run, the check is
 * passed.
 */
export function standsOutOfScatter(bins: OutcomeBins, run: OutageRun): boolean {
  const length = bins.attempts.length;
  if (length - (run.to - run.from) >= ENOUGH_BINS) return true;
  const level = runRate(bins, run);
  const rates = bins.rates.map((rate, t) => (t >= run.from && t < run.to ? Math.max(rate, level) : rate));
  const dispersion = Math.max(
    bins.dispersion,
    betweenBinDispersion(bins.failures, bins.attempts, rates, (t) => t >= run.from && t < run.to),
  );
  let gain = 0;
  for (let t = run.from; t < run.to; t++) {
    const [f, n] = [bins.failures[t], bins.attempts[t]] as [number, number];
    if (n > 0)
      gain +=
        logBetaBinomial(f, n, rates[t] as number, dispersion) -
        logBetaBinomial(f, n, bins.rates[t] as number, dispersion);
  }
  return gain > leastDeviations(length) ** 2 / 2;
}
