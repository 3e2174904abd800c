import type { OutcomeBins } from "./outcome-bins.js";
import type { OutageRun } from "./outage-runs.js";
import { flankCounts } from "./run-deviation.js";
import { STEADIEST } from "./wander.js";
import type { Wander } from "./wander.js";

/** Bins beside an outage that tell the rate it departs from. */
const FLANK_BINS = 240;
/** Bins between an outage and its flank, as a share of it and at most: its ramps, whose foot is no part of what was found. */
const MARGIN_SHARE = 0.35;
const LONGEST_MARGIN = 600;
/** Lengths over which the rate may wander while an end is placed: powers of two, up to so many bins or this share of the outage. */
const WANDER_BINS = 128;
const WANDER_SHARE = 1 / 20;

/** Factor on the baseline from the flank before a run, drawn towards 1 as far as the rate is steady. */
function flankFactor(bins: OutcomeBins, run: OutageRun, aside: Uint8Array, wander: Wander): number {
  const margin = Math.min(LONGEST_MARGIN, Math.ceil((run.to - run.from) * MARGIN_SHARE) + 2);
  const { failures, expected } = flankCounts(bins, aside, run.from - 1 - margin, -1, FLANK_BINS);
  const steady = wander.grouping / Math.expm1(wander.deviation(FLANK_BINS) ** 2);
  return (failures + steady) / (expected + steady);
}

/** Relative variance a bin by which stretches up to a length scatter about their neighbours beyond what each bin has for itself. */
function sharedScatter(wander: Wander, longest: number, own: number): number {
  let most = own;
  for (let length = 2; length <= longest; length *= 2) most = Math.max(most, length * wander.together(length));
  return most - own;
}

/**
 * The series with the rate and the scatter that an outage departs from: those beside it, not those of all of the series.
 *
 * @param aside - 1 where a bin belongs to an outage
 */
export function besideRun(bins: OutcomeBins, run: OutageRun, aside: Uint8Array, wander: Wander): OutcomeBins {
  const factor = flankFactor(bins, run, aside, wander);
  const rates = bins.rates.map((rate) => Math.min(0.9, rate * factor));
  const rate = rates[run.from] as number;
  const own = Math.max(STEADIEST ** 2, wander.apart(1));
  return {
    ...bins,
    rates,
    dispersion: Math.min(MOST_DISPERSION, (own * rate) / (1 - rate)),
    wandering: sharedScatter(wander, Math.max(WANDER_BINS, (run.to - run.from) * WANDER_SHARE), own),
  };
}

/** Over-dispersion that no baseline is taken to exceed. */
const MOST_DISPERSION = 0.2;
