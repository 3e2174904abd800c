import { amount, estimateText } from "../wording/number.js";
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
/** A bare figure is fair within its last digit or a twentieth of it: nobody reads 25 % as a promise of the third digit. */
const BARE_SHARE = 0.05;
/** A measurement whose interval reaches further than this share of the stated figure from it (or than what is fair) cannot bear the claim out: a fifth off must show. */
const SUPPORT_SHARE = 0.2;

export const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

/** Half a unit of the last digit in which a share was printed: 25 % → .005, 13.3 % → .0005. */
export function roundingOf(share: number): number {
  for (let digits = 0; digits < 5; digits += 1) {
    const scaled = share * 100 * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6) return 0.005 / 10 ** digits;
  }
  return 0;
}

/** How far from a stated figure a true share is still fair: half of its last digit, or a tenth of it where it is hedged and a twentieth where not, whichever is more. */
function fairSlack(bound: number, hedged: boolean): number {
  return Math.max(roundingOf(bound), (hedged ? HEDGE_SHARE : BARE_SHARE) * bound);
}

/** The range of true shares under which the statement's figure would be fair. */
export function fairRange({ low, high, hedged }: StatedPercentage): readonly [number, number] {
  return [Math.max(0, low - fairSlack(low, hedged)), Math.min(1, high + fairSlack(high, hedged))];
}

/** Half the interval's width that a share would have in the same traffic as the measured one. */
function halfWidthAt(share: number, { value, interval: [low, high] }: Estimate): number {
  const spread = (p: number): number => Math.sqrt(Math.max(1e-6, p * (1 - p)));
  return (((high - low) / 2) * spread(share)) / spread(Math.min(0.999, Math.max(0.001, value)));
}

/** The shares next to a stated figure whose intervals would leave it out in the same traffic, below and above; `null` where there is none. */
function toldApart(
  { low, high }: StatedPercentage,
  measured: Estimate,
): { readonly below: number | null; readonly above: number | null } {
  let [below, above] = [low, high];
  for (let round = 0; round < 40; round += 1) {
    below = Math.max(0, low - halfWidthAt(below, measured));
    above = Math.min(1, high + halfWidthAt(above, measured));
  }
  return { below: below > 0 ? below : null, above: above < 1 ? above : null };
}

/** "These data can distinguish 25 % from 21 % or less and from 29 % or more": how large a difference shows in this traffic. */
function marginSentence(stated: StatedPercentage, measured: Estimate): string {
  const { below, above } = toldApart(stated, measured);
  const figure = stated.low === stated.high ? percent(stated.low) : `${percent(stated.low)} to ${percent(stated.high)}`;
  const sides = [
    ...(below !== null ? [`from ${percent(below)} or less`] : []),
    ...(above !== null ? [`from ${percent(above)} or more`] : []),
  ];
  return sides.length > 0
    ? `These data can distinguish ${figure} ${sides.join(" and ")}.`
    : `These data cannot distinguish ${figure} from any other share.`;
}

/**
 * Judges a stated share against the measured one.
 *
 * Contradicted: the measured interval and the fair range of the figure do not meet. Supported: the estimate lies inside the fair range, the figure is one that
 * the data allow (or all that they allow is fair), and the interval reaches no further than a fifth of the figure from it. Otherwise the traffic cannot tell.
 *
 * @param stated - the share with its hedge, 0…1
 * @param measured - the share in the data over the claim's span, 0…1
 */
export function judgeRate(stated: StatedPercentage, measured: Estimate): RateVerdict {
  const [fairLow, fairHigh] = fairRange(stated);
  const { value } = measured;
  const [low, high] = measured.interval;
  const seen = estimateText(measured, "share");
  const fair = `${percent(fairLow)}–${percent(fairHigh)}`;
  const margin = marginSentence(stated, measured);
  if (low > fairHigh || high < fairLow) {
    return {
      verdict: "contradicted",
      why: `We measure ${seen}, outside ${fair}, the range that fairly rounds to the stated figure. ${margin}`,
    };
  }
  const dust = 1e-12;
  const isFair = value >= fairLow - dust && value <= fairHigh + dust;
  const isAllowed = (low <= stated.high && high >= stated.low) || (low >= fairLow && high <= fairHigh);
  const reach = (bound: number): number => Math.max(SUPPORT_SHARE * bound, fairSlack(bound, stated.hedged));
  const isNarrow = low >= stated.low - reach(stated.low) - dust && high <= stated.high + reach(stated.high) + dust;
  if (isFair && isAllowed && isNarrow) {
    return { verdict: "supported", why: `We measure ${seen}, consistent with the stated figure. ${margin}` };
  }
  const why = isNarrow
    ? `the estimate lies ${isFair ? "inside" : "outside"} ${fair}, the range that fairly rounds to the stated figure, and the interval ${isFair ? "excludes the figure" : "reaches into it"}`
    : `too imprecise to confirm or rule out the stated figure. About ${timesMore(stated, measured)} times the traffic would settle it`;
  return { verdict: "not-testable", why: `We measure ${seen}: ${why}. ${margin}` };
}

/** How many times the traffic would narrow the interval to what a verdict needs; at least 2. */
export function timesMore(stated: StatedPercentage, { interval: [low, high] }: Estimate): number {
  const half = (high - low) / 2;
  const wanted = Math.max(1e-6, (SUPPORT_SHARE * (stated.low + stated.high)) / 4);
  return Math.max(2, Math.ceil((half / wanted) ** 2));
}

/**
 * How precisely this traffic measures: the range in which a true share would read in 95 of 100 such samples.
 *
 * @param share - the share taken as true, 0…1
 * @param attempts - the denominator
 * @param designEffect - variance inflation by clustering; 1 for independent attempts
 */
export function powerSentence(share: number, attempts: number, designEffect: number): string {
  const half = 1.959964 * Math.sqrt((Math.max(1, designEffect) * share * (1 - share)) / Math.max(1, attempts));
  const [low, high] = [Math.max(0, share - half), Math.min(1, share + half)];
  return `with ${amount(attempts)} attempts, a true ${percent(share)} would be measured as ${percent(low)} to ${percent(high)}`;
}
