import { figuresIn } from "../../statement/assertions/figures.js";
import type { Unsettled } from "../../statement/assertions/mood.js";
import type { AssertionKind, StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Assertion } from "./assertion.js";
import type { Evidence } from "./evidence.js";
import { doubted, ownWords, withoutConflicts } from "./doubtful.js";
import { judgeAbsentFailures } from "./judge-absent-failures.js";
import { judgeAllUnits } from "./judge-all-units.js";
import { judgeFirstPart, judgeWorstPart } from "./judge-worst-part.js";
import { judgeOnlyPart, judgeSparedPart } from "./judge-hit-part.js";
import { judgePair } from "./judge-pair.js";
import { judgeCeiling, judgeWorstMinute } from "./judge-worst-minute.js";
import { judgeChange, judgeRise } from "./judge-change.js";
import { judgeCount, judgePerMinute } from "./judge-count.js";
import { judgePart, judgeParts } from "./judge-failure-parts.js";
import { judgeShare } from "./judge-share.js";
import { judgeAction } from "./judge-action.js";
import { judgeActionTime } from "./judge-action-time.js";
import { judgeCause } from "./judge-cause.js";
import { judgeDetection } from "./judge-detection.js";
import { judgeEnd } from "./judge-end.js";
import { gaugeOf, isOfGauge, judgeGaugeLevel } from "./judge-gauge-level.js";
import { judgeHalfLife } from "./judge-half-life.js";
import { judgeLag } from "./judge-lag.js";
import { judgeLength } from "./judge-length.js";
import { judgeNoOutage, judgeWaves } from "./judge-waves.js";
import { judgePeak } from "./judge-peak.js";
import { judgeRecoveredBy } from "./judge-recovered-by.js";
import { judgeSequence } from "./judge-sequence.js";
import { judgeSpan } from "./judge-span.js";
import { judgeTrend } from "./judge-trend.js";
import { judgeValue } from "./judge-gauge.js";
import { judgeWaveComparison } from "./judge-wave-comparison.js";
import { judgeLatency, judgeTraffic } from "./judge-traffic.js";
import { judgeByAccount } from "./account/account.js";
import { partsIn } from "./bind.js";
import { WHICH_PART } from "./frames/figure.js";
import { isOfOtherDay } from "./named-days.js";
import { beyondData, judgeByFrame, secondReading } from "./frames/frame.js";
import { allHot } from "./frames/hot-parts.js";
import { isAboutGauge } from "./frames/measures.js";
import { type Judgement, notTestable, unchecked } from "./judged.js";
import { mainSource } from "./moments.js";
import { otherQuantity } from "./other-quantities.js";

type Judge = (claim: StatedClaim, evidence: Evidence) => Judgement | Promise<Judgement>;

const open =
  (readAs: string, why: string, needs: string): Judge =>
  () =>
    unchecked(readAs, why, needs);

const FIGURE = open("a figure", "Nothing in this incident counts that.", "A record of what the figure counts.");

/** The test of each kind. */
const JUDGES: Readonly<Record<AssertionKind, Judge>> = {
  share: judgeShare,
  part: judgePart,
  points: judgeChange,
  "relative-change": judgeChange,
  ratio: (claim, evidence) => (claim.detail === "usual" ? judgeChange(claim, evidence) : judgePair(claim, evidence)),
  rise: judgeRise,
  ceiling: judgeCeiling,
  count: judgeCount,
  attempts: judgeCount,
  parts: judgeParts,
  "per-minute": judgePerMinute,
  "worst-minute": judgeWorstMinute,
  "traffic-change": judgeTraffic,
  "traffic-level": judgeTraffic,
  "traffic-lost": judgeTraffic,
  "traffic-flat": judgeTraffic,
  latency: judgeLatency,
  "latency-change": judgeLatency,
  "latency-flat": judgeLatency,
  value: judgeValue,
  "value-time": judgeValue,
  peak: judgePeak,
  onset: judgeEnd,
  recovery: judgeEnd,
  "recovered-by": judgeRecoveredBy,
  window: judgeSpan,
  duration: judgeLength,
  lag: judgeLag,
  "half-life": judgeHalfLife,
  trend: judgeTrend,
  effect: judgeAction,
  "no-effect": judgeAction,
  order: judgeSequence,
  waves: judgeWaves,
  "wave-comparison": judgeWaveComparison,
  recurrence: judgeWaves,
  "no-recurrence": judgeWaves,
  "no-outage": judgeNoOutage,
  "worst-part": judgeWorstPart,
  "only-part": judgeOnlyPart,
  "affected-part": judgeSparedPart,
  "spared-part": judgeSparedPart,
  "alike-parts": judgePair,
  "first-part": judgeFirstPart,
  absence: judgeAbsentFailures,
  "all-units": judgeAllUnits,
  cause: judgeCause,
  detection: judgeDetection,
  publication: open(
    "when it was published",
    "Traffic cannot show when a notice was published.",
    "The status page's own feed with its times.",
  ),
  action: judgeActionTime,
  money: open("an amount of money", "No source of this incident holds amounts of money.", "The records behind it."),
  sameness: open("the same as another fault", "These data hold one incident.", "The records of both."),
  comparison: open("a comparison", "Its words do not say what it compares.", "The two quantities that it compares."),
  figure: FIGURE,
  time: open("a time", "Its words do not say what happened then.", "What it says happened then."),
  statement: open("a statement", "Its words do not say what to measure.", "What it speaks of, where, and when."),
};

/** What is said of assertions whose words settle nothing that was measured. */
const UNSETTLED: Readonly<Record<Unsettled, readonly [readAs: string, why: string, needs: string]>> = {
  possible: [
    "a possibility",
    "It says what would or may have happened, not what did.",
    "An experiment, or a comparison with parts of the traffic where it was so.",
  ],
  planned: ["a plan", "It is a plan, not something that has happened.", "Data from after it is done."],
  aimed: [
    "an aim or a limit",
    "It names an aim, a limit or a promise, not a measurement.",
    "The document that sets it.",
  ],
  denied: [
    "what is denied, or told by others",
    "Its sentence does not say that it was so: it denies it, or leaves it to others.",
    "A sentence that says what was.",
  ],
  elsewhere: ["something else", "It speaks of something else than this incident's traffic.", "Data of that."],
  "longer-time": [
    "a figure of a longer time",
    "It speaks of a longer time than this incident.",
    "Data of the whole of that time.",
  ],
};

const OVER_A_TIME: readonly AssertionKind[] = ["share", "count", "attempts"];

/** "The outage affected 372 requests": those that failed, or all that came. */
const AFFECTED = /\b(?:affected|impacted|touched|concerned|hit)\b/i;

/** Other things that the words of a figure may fairly mean: the day as a whole where they name no time, all attempts where they only say that they were affected. */
function otherMeanings(claim: StatedClaim): readonly (readonly [meaning: string, StatedClaim])[] {
  const open = claim.span === "open" && claim.instants.length === 0 && OVER_A_TIME.includes(claim.kind);
  const affected = claim.kind === "count" && AFFECTED.test(claim.quote);
  return [
    ...(open ? [["the day as a whole", { ...claim, span: "day" }] as const] : []),
    ...(affected ? [["all attempts", { ...claim, kind: "attempts" }] as const] : []),
  ];
}

/** A figure that another fair meaning of its words bears out is not contradicted: which of them it has is left open. */
async function heldOtherwise(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  for (const [meaning, other] of otherMeanings(claim)) {
    const whole = await JUDGES[other.kind](other, evidence);
    if (whole.verdict === "supported")
      return unchecked(
        whole.readAs,
        `It holds of ${meaning}, and not of the failures of the outage: ${whole.why}`,
        "Which of the two it speaks of.",
      );
  }
  return null;
}

/** Words of a figure that is of everything, whatever part stood out. */
const OF_ALL =
  /\b(?:overall|in total|altogether|platform|across (?:all|the)|in all|everywhere|globally|total|all (?:of )?(?:our |the )?\p{L}+s|whole|everything|every|combined)\b/iu;
const OF_ONE_PART: readonly AssertionKind[] = ["share", "rise"];

/** A figure that names no part and holds of the one where the trouble was: a report goes on to speak of it without naming it. */
async function ofHotPart(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  const source = mainSource(evidence);
  if (!source || !OF_ONE_PART.includes(claim.kind) || claim.bound !== "exact" || OF_ALL.test(claim.quote)) return null;
  if (partsIn(claim.quote, source).found.length > 0) return null;
  const hot = (await allHot(evidence)).map(({ values }) => values[0] as string);
  const parts = hot.length > 1 ? [...hot, hot.slice(0, 2).join(" ")] : hot;
  for (const part of parts) {
    const own = await JUDGES[claim.kind]({ ...claim, quote: `${claim.quote} (${part})` }, evidence);
    if (own.verdict === "supported")
      return notTestable(own.readAs, `It holds of ${part} alone: ${own.why}`, WHICH_PART, own.measured);
  }
  return null;
}

/** "250 ms → 3 s" names no quantile: the other one that people quote. */
async function otherQuantile(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  const own = await JUDGES[claim.kind]({ ...claim, detail: "0.95" }, evidence);
  return own.verdict === "supported" ? own : null;
}

/** The judgement of an assertion; a contradiction stands where nothing in its words leads beyond what was counted. */
async function judged(given: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const claim = isOfOtherDay(given, evidence) ? { ...given, span: "other-day" as const, instants: [] } : given;
  const plainly = await readAndJudged(claim, evidence);
  const found = (await byAccount(claim, plainly, evidence)) ?? sayingMore(claim, plainly) ?? plainly;
  if (found !== plainly || found.verdict !== "contradicted") return found;
  const quantile =
    claim.kind === "latency-change" && claim.detail === null ? await otherQuantile(claim, evidence) : null;
  return (
    quantile ??
    beyondData(claim, evidence) ??
    (await ofHotPart(claim, evidence)) ??
    (await otherQuantity(claim, found, evidence)) ??
    found
  );
}

/** Readings of one clock or length alone. */
const OF_ONE_TIME = /^(?:time of|minutes from the onset to|failures before and after the action)/;
/** How the same clause goes on to place what it tells: the clock alone does not bear that out. */
const GOES_ON =
  /\b(?:in the middle of|had by (?:now|then)|by (?:now|then)|(?:is|was|were) (?:still|already)|at a time when|while)\b|\b(?:creeping|climbing|rising|falling) (?:up |down )?(?:since|from)\b/i;

/** What is borne out in one of its times, and says more than that: two lengths, or how things stood then. */
function sayingMore(claim: StatedClaim, found: Judgement): Judgement | null {
  if (found.verdict !== "supported" || !OF_ONE_TIME.test(found.readAs)) return null;
  const lengths = figuresIn(claim.quote, []).filter(({ kind }) => kind === "length").length;
  const most = found.readAs.startsWith("minutes") ? 1 : 0;
  if (lengths <= most && !GOES_ON.test(claim.quote)) return null;
  return unchecked(
    found.readAs,
    `It says more than this, which holds: ${found.why}`,
    "Each thing that it says in a sentence of its own.",
  );
}

/**
 * What a clause says by the account of all its words, where that is more than what one cue of it says.
 *
 * @returns `null` where the judgement by its cue stands
 */
async function byAccount(claim: StatedClaim, plainly: Judgement, evidence: Evidence): Promise<Judgement | null> {
  if (evidence.sources.length === 0 || !evidence.dataSpan) return null;
  const whole = await judgeByAccount(claim, evidence);
  if (!whole || whole.verdict === plainly.verdict) return null;
  return plainly.verdict === "contradicted"
    ? unchecked(plainly.readAs, `Read as ${whole.readAs}, it holds: ${whole.why}`, "Which of the two it speaks of.")
    : whole;
}

async function readAndJudged(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  if (evidence.sources.length === 0 || !evidence.dataSpan)
    return unchecked("", "There are no data to check it against.", "Data of the incident.");
  if (claim.unsettled) return unchecked(...UNSETTLED[claim.unsettled]);
  if (isOfGauge(claim, evidence)) {
    const level = judgeGaugeLevel(claim, evidence);
    return level.verdict === "supported" ? level : ((await judgeByFrame(claim, evidence)) ?? level);
  }
  if (OF_ENDS.includes(claim.kind) && isAboutGauge(claim.quote, evidence))
    return (
      (await judgeByFrame(claim, evidence)) ??
      unchecked("a measured value", "It speaks of a measured value, not of the failures.", "What happened then.")
    );
  if (claim.kind === "lag" && gaugeOf(claim, evidence) !== null)
    return unchecked("a length of time", "It speaks of a measured value, not of the failures.", "What happened then.");
  const own = await JUDGES[claim.kind](claim, evidence);
  if (own.verdict === "contradicted")
    return (await heldOtherwise(claim, evidence)) ?? secondReading(own, claim, evidence);
  if (own.verdict === "supported") return secondReading(own, claim, evidence);
  const composed = await judgeByFrame(claim, evidence);
  return composed?.verdict === "supported" ? secondReading(composed, claim, evidence) : (composed ?? own);
}

/** Kinds whose clock may be that of a measured value, where their words name one. */
const OF_ENDS: readonly AssertionKind[] = ["recovery", "recovered-by", "onset", "time"];

/** Assertions back to which a part that was named may still be meant. */
const TOLD_BEFORE = 6;

/**
 * Every assertion of a statement with what the data say of it.
 *
 * @param claims - as the statement was read, or as a person corrected it
 * @returns one assertion a claim, in the text's order
 */
export async function assertionsOf(claims: readonly StatedClaim[], evidence: Evidence): Promise<readonly Assertion[]> {
  const found: Assertion[] = [];
  const own = ownWords(claims);
  for (const [at, claim] of claims.entries()) {
    const told = [...new Set(claims.slice(Math.max(0, at - TOLD_BEFORE), at).map(({ context }) => context))].join(" ");
    const known = { ...evidence, told };
    const plainly = await judged(claim, known);
    const { readAs, measured, verdict, why, needs } = doubted(claim, plainly, known, own) ?? plainly;
    found.push({
      id: claim.id,
      claim: null,
      quote: claim.quote,
      at: claim.at,
      kind: claim.kind,
      stated: claim.stated,
      readAs,
      measured,
      verdict,
      why,
      needs,
    });
  }
  return withoutConflicts(found);
}
