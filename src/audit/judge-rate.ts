import type { StatedPercentage } from "../statement/statement.js";
import type { Estimate } from "../stats/estimate.js";
import type { Verdict } from "./audit-finding.js";

/** How a stated share fares against a measured one. */
export interface RateVerdict {
  readonly verdict: Verdict;
  readonly why: string;
}

/** "Approximately" is read as within a tenth of the figure; more would make every claim true. */
const HEDGE_SHARE = 0.1;
/** A measurement whose interval reaches further than this share of the stated figure from it cannot bear the claim out. */
const SUPPORT_SHARE = 0.35;

export const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

/** Half a unit of the last digit in which a share was printed: 25 % → .005, 13.3 % → .0005. */
export function roundingOf(share: number): number {
  for (let digits = 0; digits < 5; digits += 1) {
    const scaled = share * 100 * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6) return 0.005 / 10 ** digits;
  }
  return 0;
}

/** The range of true shares under which the statement's figure would be fair: rounding, and a tenth of it where it is hedged. */
export function fairRange({ low, high, hedged }: StatedPercentage): readonly [number, number] {
  const slack = (bound: number): number => roundingOf(bound) + (hedged ? HEDGE_SHARE * bound : 0);
  return [Math.max(0, low - slack(low)), Math.min(1, high + slack(high))];
}

/**
 * Judges a stated share against the measured one.
 *
 * Contradicted: the measured interval and the fair range of the figure do not meet. Supported: they meet, and the interval is narrow enough
 * to have told a figure a third away from it. Otherwise the traffic cannot tell.
 *
 * @param stated - the share with its hedge, 0…1
 * @param measured - the share in the data over the claim's span, 0…1
 */
export function judgeRate(stated: StatedPercentage, measured: Estimate): RateVerdict {
  const [fairLow, fairHigh] = fairRange(stated);
  const [low, high] = measured.interval;
  const seen = `${percent(measured.value)} [${percent(low)}, ${percent(high)}]`;
  if (low > fairHigh || high < fairLow) {
    return {
      verdict: "contradicted",
      why: `This traffic reads ${seen}, outside ${percent(fairLow)}–${percent(fairHigh)}, the range in which the figure would be fair.`,
    };
  }
  if (low >= stated.low * (1 - SUPPORT_SHARE) - 1e-12 && high <= stated.high * (1 + SUPPORT_SHARE) + 1e-12) {
    return { verdict: "supported", why: `This traffic reads ${seen}, consistent with the stated figure.` };
  }
  return {
    verdict: "not-testable",
    why: `This traffic reads ${seen}: too wide to tell the stated figure from one a third away; about ${timesMore(stated, measured)} times the traffic would.`,
  };
}

/** How many times the traffic would narrow the interval to what a verdict needs; at least 2. */
export function timesMore(stated: StatedPercentage, { interval: [low, high] }: Estimate): number {
  const half = (high - low) / 2;
  const wanted = Math.max(1e-6, (SUPPORT_SHARE * (stated.low + stated.high)) / 4);
  return Math.max(2, Math.ceil((half / wanted) ** 2));
}

/**
 * What this traffic could have told: the range in which a true share would read in 95 of 100 such samples.
 *
 * @param share - the share taken as true, 0…1
 * @param attempts - the denominator
 * @param designEffect - variance inflation by clustering; 1 for independent attempts
 */
export function powerSentence(share: number, attempts: number, designEffect: number): string {
  const half = 1.959964 * Math.sqrt((Math.max(1, designEffect) * share * (1 - share)) / Math.max(1, attempts));
  const [low, high] = [Math.max(0, share - half), Math.min(1, share + half)];
  return `with this traffic (${attempts} attempts) a true ${percent(share)} would read between ${percent(low)} and ${percent(high)}`;
}
