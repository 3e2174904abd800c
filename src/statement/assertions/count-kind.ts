import type { Base } from "./figure-base.js";
import { type FigureContext, around } from "./figure-context.js";
import { EACH_MINUTE } from "./figure-words.js";
import type { Figure } from "./figure-numbers.js";
import type { DraftClaim } from "./stated-claim.js";
import { MADE } from "./subject-words.js";

const PEOPLE =
  /\b(?:engineers?|people|staff|persons?|developers?|technicians?|colleagues|responders?|tickets?|complaints?|e-?mails?|support cases?|teams?|hosts?|servers?|nodes?|machines|vendors?|tests?|commits?|pages?|alerts?|alarms?|replicas?|instances?|versions?|times)\b/i;

const WORST_MINUTE =
  /\b(?:worst|single|peak|(?!latest)\w+est) (?:\w+ )?minute\b|\bin (?:a|one|any|any one|any given) (?:single )?minute\b(?! and\b)|\bno (?:single )?minute (?:was|had|saw|exceeded)\b|\bthe one with\b|\bat (?:its|the) (?:peak|height|worst)\b[^.;]{0,60}\bminute\b/i;

const LOST =
  /\b(?:never (?:reached|arrived|came|made it)|missing|did not (?:reach|arrive|come)|would have (?:expected|been expected|come)|expected\b[^.;]{0,30}\b(?:never|not)|lost (?:to|as) traffic|fewer (?:calls|requests) than|went missing|short of (?:usual|normal))\b/i;

const REACHED =
  /\b(?:reached|running|stood at|as of|were up|in service|in rotation|online|available|was at|went live|active|from [^.;]{3,16} on\b)/i;

const PEAKED = /\b(?:peak\w*|at (?:its|the|their)? ?(?:worst|most|height)|maximum|topped out)\b/i;

/** The count of one minute, or of another stretch beside an end: "the minute before we had 123". */
const ONE_MINUTE = /\b(?:the|that|one|a) (?:minute|second|hour|day) (?:before|after|earlier|later)\b/i;
const MINUTE_AHEAD = /\b(?:the|that|one) (?:minute|second) (?:before|after|earlier|later),\s[^.;,]{0,40}$/i;
/** The other half of a comparison has the unit of the first: "40 milliseconds instead of 300". */
const CONTRASTED = /\b(?:instead of|rather than|versus|vs\.?|as opposed to)\s(?:the (?:usual )?)?$/i;
const MONEY_AFTER =
  /^(?:[\s,.'’]?000)*\s?(?:k|m|thousand|million|billion)?\s?(?:[€£¥$]|(?:euros?|dollars?|pounds?|francs?|rupees?|yen|reais|pesos|kronor|usd|eur|gbp|chf|inr|brl)\b)/i;
const MONEY_BEFORE = /(?:[€£¥$]|\b(?:usd|eur|gbp|chf|inr|brl))\s?$/i;

/** More than one failure each: whoever had so many is in no count. */
const REPEATED = /^[^.;,]{0,30}\b(?:repeated(?:ly)?|multiple|several|more than (?:one|once|two)|twice or more)\b/i;

/** What a bare number counts: failures, attempts, those of a minute, something else. */
export function countKind(
  context: FigureContext,
  figure: Figure,
  base: Base,
): Pick<DraftClaim, "kind"> & Partial<DraftClaim> {
  const { before, after, clause } = around(context, figure);
  const all = clause.words;
  const noun = base.noun ?? "";
  // "The failure rate was 0.2": a part of one is no count.
  if (!Number.isInteger(figure.value) && !EACH_MINUTE.test(`${before.slice(-40)} ${after}`)) return { kind: "figure" };
  if (
    ONE_MINUTE.test(all) ||
    MINUTE_AHEAD.test(context.sentence.words.slice(0, figure.start)) ||
    CONTRASTED.test(before) ||
    MONEY_AFTER.test(after) ||
    MONEY_BEFORE.test(before)
  )
    return { kind: "figure" };
  if (LOST.test(all)) return { kind: "traffic-lost" };
  if (/(?:^\W*|\bout )of\s(?:(?:the|our|all|some|about|roughly|a total of)\s){0,2}$/i.test(before))
    return { kind: "attempts", outcome: "other" };
  const timed = context.sentence.times.some(
    ({ minutes, opensSpan, start }) => minutes !== null && !opensSpan && start >= clause.from && start < clause.to,
  );
  if (timed && REACHED.test(all) && base.outcome !== "failed") return { kind: "value-time" };
  if (/^\s(?:a|per|each) minute (?:is|was|being) (?:\w+ )?(?:normal|usual|ordinary|typical)/i.test(after))
    return { kind: "per-minute", span: "before" };
  if (WORST_MINUTE.test(all)) return { kind: "worst-minute" };
  if (EACH_MINUTE.test(`${before.slice(-40)} ${after}`))
    return { kind: PEAKED.test(before) ? "worst-minute" : "per-minute" };
  const hit =
    /^(?:people|customers?|users?|clients?|accounts?|visitors|callers)\b/i.test(noun) && base.outcome === "failed";
  if (/^\s(?:of )?(?:you|us)\b/i.test(after) || REPEATED.test(after)) return { kind: "figure" };
  if (
    (PEOPLE.test(noun) && !hit) ||
    /^\s?(?:different|separate|unrelated|further|more|of (?:our|the) (?:engineers|team))\b/i.test(after)
  )
    return { kind: "figure" };
  if (/^\s(?:in|out of|of)\s(?:every\s)?\d/i.test(after) && /\bbetween\s\S+\sand\s$/i.test(before))
    return { kind: "figure" };
  if (/^\s(?:in|out of|of)\s\d/i.test(after)) return { kind: base.outcome === "failed" ? "count" : "figure" };
  if (base.outcome === "failed") return { kind: "count" };
  return MADE.test(all) || /\b(?:in total|altogether)\b/i.test(all) || context.sentence.words.includes("|")
    ? { kind: "attempts" }
    : { kind: "figure" };
}
