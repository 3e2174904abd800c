import { percentages } from "../quantities/percentages.js";
import { sentences } from "../text/sentences.js";
import type { StatedPercentage } from "../statement.js";
import { isPart, predicateOutcome, rateOutcome, type StatedOutcome } from "./outcome-words.js";

/** Of which moments a share is told: the whole window, its worst moment, before the outage or after it. */
export type StatedTime = "window" | "peak" | "before" | "after";

/** The quantity of a stated share, as far as its own sentence says. */
export interface StatedMeasure {
  readonly outcome: StatedOutcome;
  readonly when: StatedTime;
  /** The words that name what is counted, without what restricts them; `null` where the text names nothing, as in "the error rate". */
  readonly unit: string | null;
  /** The words that may restrict it to a part: "requests to /v1/token". */
  readonly scope: string;
  /** What it measures, in the statement's words, where that is no outcome of an attempt. */
  readonly other: string | null;
}

interface Place {
  readonly before: string;
  readonly after: string;
  readonly alone: boolean;
  readonly share: StatedPercentage;
}

const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Every share of a text with the words of its sentence on both sides. */
function placesIn(text: string): Place[] {
  return text.split(/\n\s*\n|\n(?=\s*(?:[-*•●#]|\d+[.)]))/).flatMap((paragraph) => {
    const words = squeezed(paragraph);
    return sentences(words).flatMap(([from, to]) => {
      const sentence = words.slice(from, to);
      const found = percentages(sentence);
      return found.map((share) => ({
        share,
        before: sentence.slice(0, share.start),
        after: sentence.slice(share.end),
        alone: found.length === 1,
      }));
    });
  });
}

/** The place of each share in the text; one that the text does not hold, as in a corrected parse, is read from its quote. */
function placesOf(shares: readonly StatedPercentage[], text: string): readonly Place[] {
  const all = placesIn(text);
  const taken = new Set<Place>();
  return shares.map((share) => {
    const fits = (place: Place): boolean =>
      !taken.has(place) && place.share.low === share.low && place.share.high === share.high;
    const place =
      all.find((one) => fits(one) && squeezed(one.share.quote) === squeezed(share.quote)) ??
      all.find(fits) ??
      placesIn(share.quote).find(fits);
    if (place) taken.add(place);
    return place ?? { share, before: "", after: ` ${share.quote}`, alone: true };
  });
}

const CHANGE =
  /^\s?(?:points?\b|(?:higher|lower|more|fewer|less|faster|slower|greater|worse|better|above|increase|decrease|reduction|rise|growth|improvement|degradation|slowdown|overhead|extra|additional)\b)/i;
const BY =
  /\bby\s(?:about |around |roughly |approximately |nearly |almost |up to |some |more than |over |at least )?$/i;
const RATE =
  /\b((?:[\w/-]+\s){0,3})((?:error|failure|fail|drop|loss|abandonment|time-?out|5xx|rejection|success|completion|delivery|answer)[ -](?:rates?|ratios?|percentages?)|availability|uptime|errors|failures|successes)\b(?![^,;]*\b(?:latency|cpu|memory|disk|utili[sz]ation)\b)/gi;
const RATE_AFTER =
  /^\s?(?:of\s)?((?:[a-z0-9][\w/-]*\s){0,3}?(?:error|failure|success|drop|loss|availability|uptime|errors|failures|timeouts?)s?(?:\s(?:rates?|ratios?))?)\b/i;
const PEAK =
  /\b(?:peak\w*|at (?:its|the|their) (?:height|worst|most)|worst|highest|maximum|max\.?|spik\w+|topp\w+ out|reach\w*|lowest|bottom\w*|dipp\w*)\b/i;
const GENERIC =
  /^(?:the|our|its|their|an?|overall|total|average|mean|api|http|https|5xx|5\d\d|server|server-side|service|internal|observed|measured|resulting|global|platform|system|request|requests|elevated|increased|combined|that|when|where|while|saw|and|utc|gmt|with|had|showed|in|of|by|at|to|from|for|this|customer-facing|we|they|us|users|customers|clients|which|led|meant|caused|mean|means|initial|about|around|was|were|is|error|failure|during|incident|outage|\d[\d:.,]*)$/i;
/** A share over a calendar period is no share of the outage. */
const PERIOD =
  /\b(?:monthly|quarterly|yearly|annual|weekly|daily|(?:for|in|over|of) (?:the |this |last )?(?:month|quarter|year|week)|(?:for|in) (?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?! \d{1,2}\b))/i;

/** The words that name a unit: up to what restricts it. */
const headOf = (denominator: string): string =>
  denominator.split(
    /\s(?:to|from|in|on|for|across|that|which|who|whose|with|of|by|made|sent|via|through|at|using|between|during|per|over|against|within|under)\s/i,
  )[0] as string;
/** The words since the last break of the sentence, figures kept whole. */
const clause = (before: string): string =>
  before.split(/[;:](?!\d)|,\s(?:and|but|while|whereas|with)\s/).at(-1) as string;

const lastWords = (text: string): string => (text.length <= 60 ? text : text.slice(-60).replace(/^\S*\s/, ""));

/** When the share was: "from 3 % to 21 %" is before the outage and during it, or the other way round where it eases. */
function timeOf({ before, after, share }: Place, outcome: StatedOutcome): StatedTime {
  const near = before.slice(-70);
  const worse =
    outcome === "succeeded"
      ? /\b(?:fell|fall\w*|dropp\w*|declin\w*|decreas\w*|went|degrad\w*|reduc\w*|down)\b/i
      : /\b(?:rose|rising|increas\w*|grew|climb\w*|jump\w*|went|spik\w*|surg\w*|up)\b/i;
  const better =
    outcome === "succeeded"
      ? /\b(?:rose|increas\w*|climb\w*|recover\w*|return\w*|improv\w*|back|restor\w*)\b/i
      : /\b(?:fell|fall\w*|dropp\w*|declin\w*|decreas\w*|reduc\w*|back|return\w*|recover\w*|down|improv\w*)\b/i;
  const from =
    /\bfrom\s(?:(?:a|an|its|the|about|around|roughly|nearly|normal|usual|baseline|under|below|less than|of)\s){0,4}$/i.test(
      before,
    );
  const turn = [worse, better].map((pattern) => [...near.matchAll(new RegExp(pattern, "gi"))].at(-1)?.index ?? -1) as [
    number,
    number,
  ];
  const easing = turn[1] > turn[0];
  if (from && /^\s?(?:,\s)?(?:up |down )?to\b/i.test(after)) return easing ? "window" : "before";
  if (easing && /\b(?:to|at|below|under|above|over|than)\s(?:\w+\s){0,2}$/i.test(before)) return "after";
  if (/\b(?:normal(?:ly)?|usual(?:ly)?|baseline|before the (?:incident|outage))\b[^,;]{0,20}$/i.test(before))
    return "before";
  const high = share.low > 0 || outcome === "succeeded";
  return high &&
    (PEAK.test(clause(before).slice(-60)) ||
      /^[^,;]{0,60}\bat (?:its |the |their )?(?:peak|height|worst)\b/i.test(after))
    ? "peak"
    : "window";
}

/** What "the 5xx error rate" or "login success rate" counts: its words beyond those that say nothing of it. */
function unitOfRate(noun: string): string | null {
  const words = noun
    .split(/\s+/)
    .filter(
      (word) =>
        word !== "" &&
        !GENERIC.test(word) &&
        rateOutcome(word) === "other" &&
        !/^(?:rates?|ratios?|percentages?)$/i.test(word),
    );
  return words.length === 0 ? null : words.slice(-2).join(" ");
}

function ofRate(place: Place): Omit<StatedMeasure, "when"> | null {
  const { before, after } = place;
  const trailing = RATE_AFTER.exec(after);
  const leading = [...clause(before).matchAll(RATE)].at(-1);
  const noun = trailing?.[1] ?? (leading ? `${leading[1] ?? ""}${leading[2] ?? ""}` : null);
  if (noun === null) return null;
  const outcome = rateOutcome(trailing ? noun : (leading?.[2] as string));
  return { outcome, unit: unitOfRate(noun), scope: place.alone ? `${before} ${after}` : clause(before), other: null };
}

/** "25 % of requests failed", "failing 25 % of requests". */
function ofUnits(place: Place, denominator: string): Omit<StatedMeasure, "when"> {
  const { share, before } = place;
  const told = share.numerator !== null ? predicateOutcome(share.numerator) : "other";
  const words =
    clause(before)
      .match(/[\p{L}\d'’-]+/gu)
      ?.slice(-8)
      .reverse() ?? [];
  const lead = words.map((word) => rateOutcome(word)).find((one) => one !== "other") ?? "other";
  const verb = share.numerator !== null && place.after.includes(share.numerator);
  const outcome = isPart(denominator) ? "other" : verb ? told : told === "other" ? lead : told;
  const scope = place.alone ? `${denominator} ${before} ${place.after}` : denominator;
  return {
    outcome,
    unit: headOf(denominator),
    scope,
    other: outcome === "other" ? squeezed(share.numerator ?? "") || "what became of them is not said" : null,
  };
}

function measureOf(place: Place): StatedMeasure {
  const { share, before, after } = place;
  const none = { when: "window", unit: share.denominator, scope: "" } as const;
  if (CHANGE.test(after) || BY.test(before))
    return { ...none, outcome: "other", other: "a change relative to a level that is not given" };
  const found =
    share.denominator !== null
      ? ofUnits(
          place,
          share.denominator.replace(/,?\s(?:and|or|while|but|versus)\s(?:\w+\s){0,2}[\d.,]+\s?(?:%|per).*$/i, ""),
        )
      : ofRate(place);
  if (found && PERIOD.test(`${before.slice(-40)} ${after.slice(0, 40)}`) && found.outcome === "succeeded")
    return { ...none, outcome: "other", other: "a share over another period" };
  if (found) return { ...found, when: timeOf(place, found.outcome) };
  const predicate = /^\s?\)?\s?([^.;,(]{2,80})/.exec(after)?.[1] ?? "";
  const outcome = predicateOutcome(predicate);
  if (outcome === "other")
    return {
      ...none,
      outcome,
      other:
        squeezed(
          `${lastWords(clause(before))} ${share.quote.match(/[\d.,]+\s?%|[\d.,]+ per ?cent/)?.[0] ?? ""} ${predicate}`,
        ) || share.quote,
    };
  return {
    outcome,
    when: timeOf(place, outcome),
    unit: share.numerator && !after.includes(share.numerator) ? share.numerator : null,
    scope: place.alone ? `${before} ${after}` : clause(before),
    other: null,
  };
}

/**
 * What each share of a statement measures: failures or successes, or something else; of what, and at which time. Read from the share's own sentence.
 *
 * @param shares - the statement's percentages, in the text's order
 * @param text - the statement's own text
 */
export function statedMeasures(shares: readonly StatedPercentage[], text: string): readonly StatedMeasure[] {
  return placesOf(shares, text).map(measureOf);
}
