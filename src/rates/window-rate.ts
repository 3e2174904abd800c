import { AVERAGED_OVER_ENDS } from "./averaged-rate.js";
import { estimateDifference } from "../stats/rates/difference-of-estimates.js";
import { DEFAULT_LEVEL, type Estimate } from "../stats/estimate.js";
import { proportionDifference } from "../stats/rates/proportion-difference.js";
import { estimateRatio } from "../stats/rates/ratio-of-estimates.js";
import { rateRatio } from "../stats/rates/ratio.js";
import { type BreakdownInput, rateBreakdown } from "./rate-breakdown.js";
import type { RateFinding, SpanRate } from "./rate-finding.js";
import { type RateOverEnds, withEnds } from "./rate-over-ends.js";
import { type MeasuredRate, spanRate, type SpanClusters } from "./span-rate.js";
import { requireFields } from "../errors/argument.js";

/** The counts of one source: over the window, over the baseline and over each stated window. */
export interface RateInput {
  readonly window: SpanClusters;
  readonly baseline: SpanClusters;
  readonly stated?: readonly (SpanClusters & { readonly section: string })[];
  /** True if the source declares what its attempts share; else they are taken as independent. */
  readonly clustered: boolean;
  readonly breakdowns?: readonly BreakdownInput[];
  /** What the uncertainty of the window's ends and the scatter of its bins make of its rate; unset: the ends are taken as known and attempts as their clusters say. */
  readonly overEnds?: RateOverEnds | null;
  /** Confidence level, default .95. */
  readonly level?: number;
}

const bare = ({ failures, attempts, rate }: MeasuredRate): SpanRate => ({ failures, attempts, rate });

/** Difference and ratio of the window's rate to the baseline's; unknown where either has no attempts. */
function comparison(
  window: MeasuredRate,
  baseline: MeasuredRate,
  fromLimits: boolean,
  level: number,
): { excess: Estimate; rateRatio: Estimate } {
  if (window.attempts === 0 || baseline.attempts === 0) {
    return {
      excess: { value: NaN, interval: [-1, 1], level },
      rateRatio: { value: NaN, interval: [0, Infinity], level },
    };
  }
  if (fromLimits) {
    return {
      excess: estimateDifference(window.rate, baseline.rate),
      rateRatio: estimateRatio(window.rate, baseline.rate),
    };
  }
  const counts = [
    [window.failures, window.attempts],
    [baseline.failures, baseline.attempts],
  ] as const;
  const unknown = { value: NaN, interval: [0, Infinity] as const, level };
  return {
    excess: proportionDifference(...counts, { level }),
    rateRatio: window.failures + baseline.failures === 0 ? unknown : rateRatio(...counts, { level }),
  };
}

/** A window's rate with what its ends and its bins' scatter add; failures and attempts stay those between the ends as reported. */
function averagedRate(plain: MeasuredRate, overEnds: RateOverEnds): MeasuredRate {
  const { rate, averaged } = withEnds(plain.rate, plain.designEffect ?? 1, overEnds);
  const method = averaged ? `${plain.method}; ${AVERAGED_OVER_ENDS}, bins that they cut counted in part` : plain.method;
  return { ...plain, rate, method };
}

/**
 * The failure rate of one source: over the window, against a baseline that is itself uncertain, and over each stated window.
 *
 * Clustered attempts get the linearised ratio with a logit-t interval, and excess and ratio whose uncertainty is recovered
 * from both sides' limits; independent ones get Wilson, Newcombe and Koopman.
 *
 * @param input - counted clusters per span; see {@link RateInput}
 * @returns rates (0…1); where a span has no attempts its rate is `NaN` with interval [0, 1], and what rests on it `NaN` with
 *   the widest interval; the rate ratio is `Infinity` over a baseline without failures
 * @throws RangeError for counts that do not fit each other
 */
export function rateFinding(input: RateInput): RateFinding {
  requireFields("rateFinding", "{ source, span, failures, attempts, … } as RateInput says", input, []);
  const { clustered, level = DEFAULT_LEVEL } = input;
  const plain = spanRate(input.window.clusters, clustered, level);
  const window = input.overEnds && plain.attempts > 0 ? averagedRate(plain, input.overEnds) : plain;
  const baseline = spanRate(input.baseline.clusters, clustered, level);
  return {
    ...bare(window),
    method: window.method,
    clusters: window.clusters,
    designEffect: window.designEffect,
    span: input.window.span,
    baseline: { ...bare(baseline), span: input.baseline.span },
    ...comparison(window, baseline, clustered || window !== plain, level),
    overStatedWindows: (input.stated ?? []).map(({ section, span, clusters }) => ({
      section,
      span,
      ...bare(spanRate(clusters, clustered, level)),
    })),
    breakdowns: (input.breakdowns ?? []).map((breakdown) => rateBreakdown(breakdown, window.designEffect, level)),
  };
}
