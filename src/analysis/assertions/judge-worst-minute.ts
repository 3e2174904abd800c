import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../stats/estimate.js";
import type { Span } from "../../time/span.js";
import { clock } from "../../wording/clock.js";
import { amount, percent } from "../../wording/number.js";
import { bound, isJudgement } from "./bound.js";
import { binsIn, partText, rateOf, shareNearness } from "./counting.js";
import { judgeShare } from "./judge-share.js";
import type { Counts, Evidence } from "./evidence.js";
import { HEDGE, type Judgement, type Nearness, bestOf, decided, exactly, notTestable } from "./judged.js";

/** The busiest part of a minute that a share of it is told of: fewer attempts make no share. */
const LEAST_OF_MINUTE = 5;

/** Words for a level that holds, not for each minute of it. */
const LEVEL = /\b(?:stayed|remained|kept|held|was|were|ran)\b/i;

/** "The rate never went above 40 %": against the highest minute and against longer stretches. */
export async function judgeCeiling(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const one = bound(
    { ...claim, noun: null, span: claim.span === "open" ? "day" : claim.span },
    evidence,
    "highest share of a minute",
  );
  if (isJudgement(one)) return one;
  // "Stayed under 1 % in us-east": of a part the level of the whole span is known, not its minutes.
  if (one.part)
    return LEVEL.test(claim.quote)
      ? judgeShare({ ...claim, noun: null, span: claim.span === "day" ? "open" : claim.span }, evidence)
      : ((await exceededByAll(claim, evidence)) ??
          notTestable(
            `highest failure share of a minute${partText(one.part)}`,
            "The minutes of a part are not measured.",
            "Counts of that part by the minute.",
          ));
  const { source } = one.subject;
  const readAs = `highest failure share of a minute of ${source.name}, ${one.span.label}`;
  const [stated] = claim.values as [number];
  const bins = binsIn(source, one.span.spans[0] as Span).filter(({ attempts }) => attempts >= LEAST_OF_MINUTE);
  if (bins.length === 0) return notTestable(readAs, "No single minute has enough attempts.", "More traffic.");
  const highest = bins.reduce((best, bin) =>
    bin.failures / bin.attempts > best.failures / best.attempts ? bin : best,
  );
  const share = highest.failures / highest.attempts;
  const blocks = [1, 3, 5, 10, 15].flatMap((size) => blocksOf(bins, size));
  const over = blocks.some((block) => rateOf(block, 0.999).interval[0] > stated + claim.rounding);
  const room = claim.rounding + (claim.hedged ? HEDGE * stated : 0);
  const measured: Estimate = {
    value: share,
    interval: rateOf({ failures: Math.round(highest.failures), attempts: Math.round(highest.attempts) }, evidence.level)
      .interval,
    level: evidence.level,
  };
  const why = `The highest minute is ${percent(share)} (${Math.round(highest.failures)} of ${Math.round(highest.attempts)}) at ${clock(new Date(highest.at).toISOString())} UTC.`;
  if (claim.bound === "at-most")
    return decided(
      over ? "contradicted" : share <= stated + room ? "supported" : "not-testable",
      readAs,
      why,
      measured,
    );
  return decided(
    shareNearness(claim, stated, measured) === "far" ? "contradicted" : "supported",
    readAs,
    why,
    measured,
  );
}

/** "Never more than a tenth" of a part: its share over the whole span is above that, so that some minute was. */
async function exceededByAll(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  if (claim.bound !== "at-most") return null;
  const span = claim.span === "day" ? "open" : claim.span;
  const own = await judgeShare({ ...claim, kind: "share", noun: null, outcome: "failed", span }, evidence);
  return own.verdict === "contradicted" ? own : null;
}

function blocksOf(bins: readonly Counts[], size: number): Counts[] {
  const found: Counts[] = [];
  for (let at = 0; at + size <= bins.length; at += size) {
    const block = bins.slice(at, at + size);
    const sum = (key: "failures" | "attempts"): number => Math.round(block.reduce((all, bin) => all + bin[key], 0));
    found.push({ failures: Math.min(sum("failures"), sum("attempts")), attempts: sum("attempts") });
  }
  return found;
}

/** The most of a minute is counted to the row; one or a tenth more or less may be another clock's minute. */
function minuteNearness(claim: StatedClaim, stated: number, measured: number): Nearness {
  const room = claim.rounding + Math.max(1, 0.1 * measured) + (claim.hedged ? HEDGE * stated : 0);
  const over = stated - measured;
  const apart =
    claim.bound === "at-most" ? Math.max(0, -over) : claim.bound === "at-least" ? Math.max(0, over) : Math.abs(over);
  return apart <= room ? "near" : apart <= 2 * room ? "unsure" : "far";
}

/** The most failures of a minute. */
export async function judgeWorstMinute(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const one = bound(
    { ...claim, span: claim.span === "open" ? "day" : claim.span },
    evidence,
    "failures in the worst minute",
  );
  if (isJudgement(one)) return one;
  const { source } = one.subject;
  const readAs = `most failures of ${source.name} in a minute, ${one.span.label}`;
  if (source.series.stepSeconds > 60)
    return notTestable(readAs, "These data are coarser than a minute.", "Counts per minute.");
  const bins = binsIn(source, one.span.spans[0] as Span);
  const worst = bins.reduce(
    (best, bin) => (bin.failures > best.failures ? bin : best),
    bins[0] ?? { at: 0, failures: 0, attempts: 0 },
  );
  const [stated] = claim.values as [number];
  return decided(
    bestOf([minuteNearness(claim, stated, worst.failures)]),
    readAs,
    `The worst minute is ${clock(new Date(worst.at).toISOString())} UTC with ${amount(worst.failures)} failures.`,
    exactly(worst.failures),
  );
}
