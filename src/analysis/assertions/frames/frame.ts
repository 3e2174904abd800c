import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import type { Evidence } from "../evidence.js";
import { type Judgement, unchecked } from "../judged.js";
import { judgeCourse } from "./course.js";
import { judgeFigure, WHICH_PART } from "./figure.js";
import { judgeGauge } from "./gauge.js";
import { measureKind } from "./measures.js";
import { judgeQuantity } from "./quantity.js";
import { judgeRelation } from "./relations.js";

const isDecided = (one: Judgement | null): one is Judgement =>
  one !== null && (one.verdict === "supported" || one.verdict === "contradicted");

/** Kinds whose subject no data hold, whatever figure or clock stands beside it. */
const NEVER: readonly string[] = ["publication", "money", "sameness", "cause"];

type Reader = (claim: StatedClaim, words: string, evidence: Evidence) => Judgement | null | Promise<Judgement | null>;

/** The readers of what words may be composed of, the strictest first. */
const READERS: readonly Reader[] = [judgeRelation, judgeCourse, judgeGauge, judgeQuantity, judgeFigure];
/** Those that place events and compare outages: where they read a sentence, no single figure of it means more. */
const OF_EVENTS: readonly Reader[] = [judgeRelation, judgeCourse];

async function firstOf(readers: readonly Reader[], claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  for (const reader of readers) {
    const found = await reader(claim, claim.quote, evidence);
    if (isDecided(found)) return found;
  }
  return null;
}

/** An agreement, an aim, or the rule of an alert: what should be, not what was. */
const NOT_MEASURED =
  /\b(?:agreement|contract\w*|promis\w*|SLAs?|SLOs?|targets?|objectives?|guarante\w*|aims?|budget|threshold|entitled)\b|\b(?:calls|fires|pages|triggers|alerts|goes off|is set) (?:\w+ )?(?:when|if|at|above|on)\b/i;

const mayRead = ({ kind, span, quote }: StatedClaim): boolean =>
  !NEVER.includes(kind) && span !== "other-day" && !NOT_MEASURED.test(quote);

/**
 * What the words of an assertion say, composed from their parts: an event and its time, two events and what is between them; a measure, of a part,
 * over a time, against a figure, the usual level, another part or another time. `null` where a part of it is not settled.
 */
export const judgeByFrame = async (claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> =>
  mayRead(claim) ? firstOf(READERS, claim, evidence) : null;

/** Kinds that a single cue makes, and whose sentence may say more than that. */
const LOOSE: readonly string[] = ["recurrence", "effect", "no-effect", "order", "figure", "statement", "time"];
/** Kinds beside whose clock or length a course may be told: "14:05 latency starts creeping up". */
const WITH_COURSE: readonly string[] = ["onset", "recovery", "duration"];
const OF_PARTS: readonly string[] = ["spared-part", "only-part", "affected-part", "alike-parts", "worst-part"];

/** The stretches of a clause that tell one thing each: "came half an hour later and lasted as long as the first". */
const piecesOf = (words: string): readonly string[] => {
  const pieces = words.split(/,?\s(?:and|but|,)\s(?=(?:lasted|was|were|took|had|did|failed|fell|rose|ran|came)\b)/i);
  return pieces.length > 1 ? [words, ...pieces.slice(1)] : [words];
};

/** A figure beside another of its kind, of whoever writes, or of a measured value that its sentence speaks of. */
function isOfSeveral({ kind, quote, context, span, values }: StatedClaim, evidence: Evidence): boolean {
  if (kind.startsWith("latency"))
    return (
      (values.length < 2 && /->|→|=>|\b(?:instead of|rather than|versus|vs\.?)\s/i.test(quote)) ||
      (span !== "before" && /\b(?:normal|usual)\b/i.test(quote))
    );
  if (kind === "traffic-lost") return /\bof (?:our|their|its|my) \d/i.test(quote);
  return kind === "share" && !FAILS.test(quote) && measureKind(context, evidence) === "gauge";
}
/** What a source of attempts cannot hold: what was lost in the end, what money was, what was so by a time that is not told. */
const BEYOND: readonly (readonly [RegExp, why: string, needs: string])[] = [
  [
    /\b(?:permanently|for good|irretrievabl\w+|irrecoverabl\w+|eventually|ultimately|finally|in the end|after (?:all )?(?:the )?retr\w+|never recovered)\b/i,
    "What became of them in the end is in no source.",
    "A record of what followed each failure.",
  ],
  [
    /\b(?:worth|euros?|dollars?|pounds|EUR|USD|GBP|revenue|commission|refund\w*)\b|[€$£]/,
    "It speaks of money or of what was sold.",
    "The records behind it.",
  ],
];
/** "By the time anyone was woken": a time that the words name by something no data hold. */
const BY_THEN = /\b(?:by the time|by then|by that (?:time|point)|until then|at that point|so far|already)\b/i;
const COUNTING: readonly string[] = ["count", "attempts", "share", "figure"];

/** Why nothing that was counted can contradict an assertion; `null` where its words restrict it to nothing that the sources leave out. */
export function beyondData(claim: StatedClaim, evidence: Evidence): Judgement | null {
  const { quote, kind, instants } = claim;
  if (isOfSeveral(claim, evidence))
    return unchecked(
      "a figure of several",
      "Its words do not say which of several quantities the figure is.",
      "Each figure beside what it is of.",
    );
  const gauge = measureKind(quote, evidence) === "gauge";
  const found = gauge || !COUNTING.includes(kind) ? undefined : BEYOND.find(([pattern]) => pattern.test(quote));
  if (found) return unchecked("a figure of something else", found[1], found[2]);
  if (COUNTING.includes(kind) && instants.length === 0 && BY_THEN.test(quote))
    return unchecked("a figure up to a time", "Its words do not say up to which time it counts.", "That time.");
  return null;
}

/** "No effect on latency is visible": of something that another sentence names. */
const EFFECT = /\b(?:effects?|impact|influence)\b/i;
const OF_THE_OUTAGE = /\b(?:outage|incident|disruption|failures?|errors?|during|while)\b/i;
const FAILS = /\b(?:fail\w*|errors?|errs?|5xx|dropped|lost|rejected|declined|unsuccessful)\b/i;

/** Words for a beginning: without one a clock before a sentence is only when it was written. */
const BEGINS =
  /\b(?:beg[aiu]n\w*|start\w*|commenc\w*|set in|first|onset|from|since|as of|rose|went|hit|broke|appear\w*|kicked|emerg\w*|again|second|return\w*|came|down|could not|did not|outage|incident|creep\w*|climb\w*)\b/i;

/**
 * A judgement after a second reading: contradicted only where no other fair reading of the words bears them out, and borne out only where the events
 * that they place do not say otherwise.
 */
export async function secondReading(own: Judgement, claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  // "No request failed" is denied by one: that there were few of them does not bear it out.
  // "By 10:30 it was back to normal" has its own test: that failures moved does not bear it out.
  if (!mayRead(claim) || claim.kind === "absence" || claim.kind === "recovered-by") return own;
  if (/\bnot (?:a single|one)\b/i.test(claim.quote) && claim.kind === "count")
    return (await firstOf([judgeQuantity], claim, evidence)) ?? own;
  if (own.verdict === "contradicted") {
    if (claim.kind === "latency-flat" && EFFECT.test(claim.quote) && !OF_THE_OUTAGE.test(claim.quote))
      return unchecked(own.readAs, "Its words do not say which effect it denies.", "What had no effect, and when.");
    if (claim.kind === "onset" && !BEGINS.test(claim.quote))
      return (
        (await firstOf(READERS, claim, evidence)) ??
        unchecked("a time", "Its words do not say what began then.", "What it says happened then.")
      );
    if (claim.kind === "share" && /\battributable\b|\b(?:due|owing) to\b/i.test(claim.quote))
      return unchecked(
        own.readAs,
        "What the failures were due to is not told apart.",
        "A column that tells them apart.",
      );
    for (const reader of READERS) {
      const found = await reader(claim, claim.quote, evidence);
      if (found?.verdict === "supported" || found?.needs === WHICH_PART) return found;
    }
    return own;
  }
  if (OF_PARTS.includes(claim.kind) && measureKind(claim.quote, evidence) !== "failures")
    return (
      (await firstOf([judgeQuantity], claim, evidence)) ??
      unchecked("a measure of parts", "It speaks of another measure than failures.", "That measure, part by part.")
    );
  if (claim.kind === "latency-flat" && EFFECT.test(claim.quote) && !OF_THE_OUTAGE.test(claim.quote)) return own;
  if (WITH_COURSE.includes(claim.kind)) {
    const course = await judgeCourse(claim, claim.quote, evidence);
    return course?.verdict === "contradicted" ? course : own;
  }
  if (!LOOSE.includes(claim.kind)) return own;
  for (const words of piecesOf(claim.quote))
    for (const reader of OF_EVENTS) {
      const found = await reader(claim, words, evidence);
      if (found?.verdict === "contradicted") return found;
    }
  return own;
}
