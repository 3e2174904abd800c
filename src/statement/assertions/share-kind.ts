import type { Base } from "./figure-base.js";
import { type FigureContext, around } from "./figure-context.js";
import { RESOURCE, RETRY, TRAFFIC, WAVES } from "./figure-words.js";
import type { Figure } from "./figure-numbers.js";
import { spanName } from "./span-words.js";
import type { DraftClaim } from "./stated-claim.js";
import { RATE_NOUN } from "./subject-words.js";

const CEILING =
  /\b(?:never|not|no time|at no (?:time|point)|no minute|nowhere)\b[^.;]{0,50}\b(?:exceed\w*|above|over|beyond|more than|past|higher|reach\w*|cross\w*)|\b(?:stayed|remained|kept|was kept|held)\b[^.;]{0,20}\b(?:below|under)\b|\bnever over\b|\bpeaked at|\b(?:peak|worst|highest|busiest) (?:single )?minute\b|\b(?:at (?:its|the) (?:peak|worst|height)|in the worst minute)\b/i;

/** "A bit over a third": near it, and no bound of a minute. */
const BESIDE_OVER =
  /\b(?:a (?:bit|little|touch|shade)|just|slightly|well|somewhat)\s(?:over|above|under|below|more than|less than)\s(?:an? )?$/i;

/** "Lifted Corvid attempts by 40 percent": how much was tried. */
const LIFTED =
  /\b(?:lift|push|rais|increas|boost|inflat|swell|drove|driv)\w*\s(?:\p{L}+\s){0,3}(?:attempts|calls|requests|payments|demand|logins|messages|orders|searches|deliveries)\s(?:up\s)?by\s(?:\p{L}+\s){0,3}$/iu;

const MOVED =
  /\b(?:from|rose|fell|went|climb\w*|increas\w*|dropp\w*|decreas\w*|jump\w*|grew|slow\w*|bump\w*|rais\w*|scal\w*|up|down|lower\w*|halv\w*|lift\w*|push\w*|boost\w*|rais\w*|inflat\w*|sank|shrank|depress\w*)\b/i;

const CHANGE_BEFORE =
  /\b(?:by|of)\s(?:(?:about|around|roughly|some|approximately|nearly|almost|just|over|under|more than|less than|at least|up to)\s){0,2}$/i;

const CHANGE_AFTER =
  /^\s?(?:\)?\s)?(?:above|below|higher|lower|more|fewer|less|greater|worse|better|faster|slower|up(?! to)|down(?! to)|increase|decrease|rise|drop|reduction|over (?:its|the) (?:level|usual|normal))\b/i;

/** The time of a part of the failures: not the day whose failures the whole is. */
function wholeTime(base: Base, words: string): Partial<DraftClaim> {
  if (base.span !== "day") return {};
  const rest = words.replace(OF_FAILURES, " ").replace(/\b(?:of|on|in) (?:the|that) (?:whole )?day\b/gi, " ");
  return { span: spanName(rest, rest) };
}

/** The share at which somebody is called: "page: 5xx above 5 %". */
const THRESHOLD =
  /\b(?:page[drs]?|alert\w*|alarm\w*|threshold)\b[^.;]*\b(?:above|over|at|of|crossed|exceed\w*|passed)\s$/i;

/** The share of a part of the time that has no clock: its beginning, its end, most of it. */
const AT_TIMES =
  /\b(?:most of the time|for the most part|at times|sometimes|now and then|at any (?:given|one) (?:time|moment)|in the end|by the end|towards? the end|in the beginning|to begin with|at first)\b/i;

/** A share of the failures, not of all attempts: "40 % of the day's failures", "of all dropped calls, 12 % …". */
const OF_FAILURES =
  /\bof (?:all )?(?:the |our |that |these |those )?(?:day['’]s )?(?:failures|failed (?!over)\p{L}+|errors|dropped \p{L}+|lost \p{L}+|drops|rejected \p{L}+|\p{L}+ (?:that|which|to have) (?:failed|(?:were|got) (?:lost|dropped|rejected)))/iu;
/** "Half of those were in eu-1": of what the sentence before counts. */
const OF_THOSE = /^\s?of (?:those|these|them)\s(?:were|was|came|are|is)\s(?:in|on|at|from|by|via|through)\b/i;

const FAILED_BEFORE = /\b(?:fail|error|drop|lost|reject|refus)/i;
/** "We lost a third of our traffic": it stayed away, nothing of it failed. */
const LOST_BEFORE = /\blost\s(?:\p{L}+\s){0,3}$/iu;
const OF_TRAFFIC = /^\s?of (?:our|the|its|their|all)?\s?(?:usual |normal )?(?:traffic|volume|load|demand|visitors)\b/i;
/** "The share of failed requests": of all requests. */
const SHARE_OF =
  /\b(?:shares?|percentages?|proportions?|fractions?|rates?|ratios?|numbers?|levels?) of (?:failed|failing|unsuccessful|dropped|lost|rejected|declined)\b/i;
/** "Corvid carries 20 % of our payments": how the attempts are parted. */
const CARRIES =
  /\b(?:carr(?:y|ies|ied)|handl(?:es?|ed)|tak(?:es?|ing)|took|serv(?:es?|ed)|represent(?:s|ed)?|receiv(?:es?|ed)|sends?|gets?|(?:accounts?|accounted) for|makes? up|made up)\s(?:(?:a|an|the|some|about|around|roughly|nearly|almost|just|little|bit|well|over|under|more|less|than|only|normally|usually)\s){0,5}$/i;

const ACCOUNTED = /\b(?:account\w*|made up|responsible) (?:for )?/i;

/** "Attempts rose by 40 %", "traffic declined by a third": how much was attempted, whatever is said of failures behind it. */
const ATTEMPTS_MOVED =
  /(?<!\b(?:failed|failing|unsuccessful|errored|rejected|dropped|lost|slow|affected)\s)\b(?:traffic|attempts|requests|calls|messages|orders|payments|logins|sessions)\s(?:\p{L}+ly\s)?(rose|increased|grew|climbed|jumped|surged|fell|declined|decreased|dipped|shrank|went (?:up|down))\s(?:by\s)?(?:(?:a|an|about|around|roughly|some|nearly|almost|approximately|over|more than|less than|just|under)\s){0,3}$/iu;

/** What a percentage is of: attempts, failures, a change of a level, a bound, something that is not measured. */
export function shareKind(
  context: FigureContext,
  figure: Figure,
  base: Base,
): Pick<DraftClaim, "kind"> & Partial<DraftClaim> {
  const { before, after, clause } = around(context, figure);
  const all = clause.words;
  const moved = ATTEMPTS_MOVED.exec(before)?.[1];
  if (moved !== undefined && !RATE_NOUN.test(before))
    return { kind: "traffic-change", detail: /^(?:f|d|sh|went d)/i.test(moved) ? "down" : "up" };
  const why = /\b(?:as|because|since|while|when)\b[^.;]*$/i.exec(after)?.[0] ?? "";
  if (RESOURCE.test(all) || RETRY.test(all.replace(why, " "))) return { kind: "figure" };
  if (AT_TIMES.test(all)) return { kind: "figure" };
  if (THRESHOLD.test(before)) return { kind: "detection" };
  if (TRAFFIC.test(all) && /\bto\s(?:\p{L}+\s){0,2}$/iu.test(before) && OF_USUAL.test(after))
    return { kind: "traffic-change", detail: "down", values: [1 - figure.value] };
  const changed = (CHANGE_BEFORE.test(before) && MOVED.test(before)) || CHANGE_AFTER.test(after);
  const down =
    /\b(?:fell|fall\w*|dropped (?=by|to|from|off)|decreas\w*|lower|fewer|less|down|declin\w*|reduc\w*|below)\b/i.test(
      `${before.slice(-70)} ${after.slice(0, 60)}`,
    );
  if (changed && /\bsecond\b/i.test(context.sentence.words) && WAVES.test(context.sentence.words))
    return {
      kind: "wave-comparison",
      detail: `${RATE_NOUN.test(all.replace(/\b(?:failures|errors)\b/gi, "")) ? "share" : "count"}-${down ? "lower" : "higher"}`,
    };
  if (LOST_BEFORE.test(before) && OF_TRAFFIC.test(after)) return { kind: "traffic-change", detail: "down" };
  if (changed && LIFTED.test(before)) return { kind: "figure" };
  if (changed && (TRAFFIC.test(all) || /^\s?fewer/i.test(after)) && !RATE_NOUN.test(all.replace(/\bfailed?\b/gi, "")))
    return { kind: "traffic-change", detail: down ? "down" : "up" };
  if (changed && WAVES.test(context.sentence.words))
    return { kind: "wave-comparison", detail: down ? "share-lower" : "share-higher" };
  if (changed && base.outcome !== "failed" && !RATE_NOUN.test(all)) return { kind: "figure" };
  if (changed) return { kind: "relative-change", detail: down ? "down" : "up" };
  if (CEILING.test(all) && base.outcome !== "succeeded" && !BESIDE_OVER.test(before))
    return {
      kind: "ceiling",
      bound: /\b(?:peak\w*|at (?:its|the) (?:worst|height)|(?:worst|(?!latest)\w+est) (?:single )?minute)\b/i.test(all)
        ? figure.bound
        : "at-most",
    };
  if (/\b(?:every|each) (?:single )?(?:failure|error)\b/i.test(before))
    return { kind: "part", ...wholeTime(base, all) };
  if (CARRIES.test(before) && /^\s?(?:of )/i.test(after) && !OF_FAILURES.test(after))
    return { kind: "share", outcome: "other", detail: "attempts" };
  const failures = OF_FAILURES.exec(`${before} ${after}`);
  const ofThem = /^\s?\)?\s?of\s/i.test(after)
    ? OF_FAILURES.test(after)
    : (OF_FAILURES.test(before) && !SHARE_OF.test(before)) || ACCOUNTED.test(before);
  if (OF_THOSE.test(after))
    return FAILED_BEFORE.test(context.sentence.words) ? { kind: "part", ...wholeTime(base, all) } : { kind: "figure" };
  if (failures && ofThem) return { kind: "part", ...wholeTime(base, all) };
  const labelled = base.span === "before" && /^\W*(?:baseline|normal|usual|before)\b/i.test(all);
  const coded =
    base.outcome === "other" && (STATUS_CODE.test(after) || (base.noun === null && (labelled || RATE_NOUN.test(all))));
  return { kind: "share", ...(coded ? { outcome: "failed" as const } : {}) };
}

/** "Fell to half of normal": what is left of the usual level. */
const OF_USUAL = /^\s?(?:of )?(?:the |its |their )?(?:normal|usual|baseline|ordinary|typical|previous)\b/i;

/** What came back was a code of a failure. */
const STATUS_CODE = /\b(?:50[0-4]|5xx)s?\b/i;

/** "Down by a fifth to a quarter": the middle of the two, as coarse as they are apart. */
export function trafficRange(words: string, from: Figure, to: Figure): Pick<DraftClaim, "kind"> & Partial<DraftClaim> {
  const down = /\b(?:fell|fall\w*|down|fewer|less|lower|below|dropped|drop|declin\w*)\b/i.test(words);
  return {
    kind: "traffic-change",
    detail: down ? "down" : "up",
    values: [(from.value + to.value) / 2],
    rounding: Math.abs(to.value - from.value) / 2 + Math.max(from.rounding, to.rounding),
  };
}
