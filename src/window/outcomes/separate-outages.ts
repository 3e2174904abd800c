import { logBetaBinomial } from "../../stats/rates/posterior-beta-binomial.js";
import type { OutcomeBins } from "./outcome-bins.js";
import type { OutageRun } from "./outage-runs.js";

/** A lull is back at the baseline if it tells the baseline from this share of the run's own excess. */
const PARTIAL_SHARE = 0.3;
/** Evidence for a lull, in log-likelihood beyond the choice of its two ends. */
const LULL_PRICE = 3;
/** Shorter lulls belong to the outage: bins, and as a share of the shorter side. */
const LEAST_LULL = 15;
const LULL_SHARE = 0.25;

/** Failures over attempts, half a failure added. */
function pooledRate(bins: OutcomeBins, from: number, to: number): number {
  let [f, n] = [0.5, 1];
  for (let t = from; t < to; t++) {
    f += bins.failures[t] as number;
    n += bins.attempts[t] as number;
  }
  return f / n;
}

/** The stretch inside a run that speaks most for the baseline against part of the run's level, with that evidence. */
function quietestStretch(
  bins: OutcomeBins,
  { from, to, core }: OutageRun,
): { from: number; to: number; evidence: number } {
  const level = pooledRate(bins, core[0], core[1]);
  let best = { from, to: from, evidence: 0 };
  let [sum, start] = [0, from];
  for (let t = from; t < to; t++) {
    const [f, n, base] = [bins.failures[t], bins.attempts[t], bins.rates[t]] as [number, number, number];
    const partial = Math.max(1.5 * base, base + PARTIAL_SHARE * (level - base));
    if (n > 0) sum += logBetaBinomial(f, n, base, bins.dispersion) - logBetaBinomial(f, n, partial, bins.dispersion);
    if (sum <= 0) [sum, start] = [0, t + 1];
    else if (sum > best.evidence) best = { from: start, to: t + 1, evidence: sum };
  }
  return best;
}

function part(run: OutageRun, from: number, to: number): OutageRun {
  const core = [Math.max(from, run.core[0]), Math.min(to, run.core[1])] as const;
  return {
    from,
    to,
    core: core[0] < core[1] ? core : [from, to],
    gain: (run.gain * (to - from)) / (run.to - run.from),
  };
}

/**
 * Splits a run where failures were back at the baseline in between: two outages, not one with a pause.
 *
 * The search for runs charges for every end anywhere in the series, so that over a long series a lull of an hour costs more than a low level
 * that bridges it. Inside a run the ends have few places: the lull counts when it tells the baseline from three tenths of the
 * run's excess, at the price of its two places, and lasts fifteen bins and a quarter of the shorter side.
 */
export function separateOutages(bins: OutcomeBins, run: OutageRun): readonly OutageRun[] {
  const lull = quietestStretch(bins, run);
  const shorter = Math.min(lull.from - run.from, run.to - lull.to);
  const enough =
    lull.evidence >= 2 * Math.log(run.to - run.from) + LULL_PRICE &&
    lull.to - lull.from >= Math.max(LEAST_LULL, LULL_SHARE * shorter);
  if (!enough || shorter < 1) return [run];
  return [
    ...separateOutages(bins, part(run, run.from, lull.from)),
    ...separateOutages(bins, part(run, lull.to, run.to)),
  ];
}
