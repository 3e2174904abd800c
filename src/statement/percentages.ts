import type { StatedPercentage } from "./statement.js";

/** A share with its place in the words it was found in. */
export interface FoundPercentage extends StatedPercentage {
  readonly start: number;
  readonly end: number;
}

const SHARE = /(?<![\w.,])(\d{1,3}(?:\.\d{1,6})?)\s?(?:%|percent\b|per ?cent\b)?\s{0,2}(?:-|–|—|to|and)\s{0,2}(\d{1,3}(?:\.\d{1,6})?)\s?(?:%|percent\b|per ?cent\b)|(?<![\w.,])(\d{1,3}(?:\.\d{1,6})?)\s?(?:%|percent\b(?!ile)|per ?cent\b)/gi;
const UP_TO = /\b(?:up to|at most|no more than|maximum of|less than|fewer than|under|below|as (?:high|much|many) as)\s(?:an? |the )?(?:estimated )?$|<\s?$/i;
const AT_LEAST = /\b(?:at least|more than|over|above|greater than|in excess of|exceed(?:ed|ing|s)?|upwards of|no less than|not less than|minimum of)\s(?:an? )?$|>=?\s?$/i;
const HEDGED = /\b(?:approximately|approx\.?|around|about|roughly|nearly|almost|some|an? estimated|circa|an average of|averag\w+|close to|just (?:over|under)|slightly (?:more|less) than)\s(?:an? )?$|~\s?$/i;
const PEAK = /\b(?:peak\w*|maximum|highest|worst)\b[^.;]{0,50}$/i;
/** Shares that tell of no failure: services back at all of it, targets reached again, promises. */
const RESTORED = /\b(?:back (?:up )?to|return\w* to|restor\w* to|recover\w* to|at|to|is|was|with|be|reached|complet\w*|now)\s(?:nearly |almost |full )?$/i;

/** In mutated or odd texts a share over one is no share. */
const proportion = (text: string): number => Math.round(Number(text) * 1e6) / 1e8;

function isShare(words: string, match: RegExpMatchArray, high: number): boolean {
  const start = match.index as number;
  const before = words.slice(Math.max(0, start - 40), start);
  const after = words.slice(start + match[0].length, start + match[0].length + 40);
  if (high > 1 || /^\s?(?:ile|th\b)/i.test(after)) return false;
  if (high === 1 && RESTORED.test(before) && !/^\s?(?:of|failure|error|loss|packet|unavail)/i.test(after)) return false;
  return !/^\s?(?:discount|credit|refund|uptime|sla\b|availability (?:target|sla|goal))/i.test(after) && !/\b(?:sla|target) (?:of|is)\s$/i.test(before);
}

const clean = (text: string): string | null => {
  const words = text.replace(/\s+/g, " ").replace(/^\s*(?:and|or)\s/i, "").replace(/^[\s,;:)\]]+|[\s,;:([]+$/g, "").trim();
  return /\p{L}/u.test(words) ? words : null;
};

/** The words of the clause, without a time before them. */
const sinceTime = (before: string): string => (before.split(/[.;]/).at(-1) ?? "").split(/\d{1,2}:\d{2}(?:\s[A-Z]{2,4}\b)?,?/).at(-1) ?? "";

/** "25 % of requests failed": what stands behind "of" is counted, what follows its verb is what happened to it. */
function parts(before: string, after: string): { numerator: string | null; denominator: string | null } {
  const of = /^\s?\)?\s?of (?:all |the |our |total |all of the |these |those )?([^.;:(]{2,120})/i.exec(after);
  if (of) {
    const phrase = of[1] as string;
    const verb = /\s(?:and )?(?:(?:was|were|is|are|had|have|has|that|which|who|may|might|could|saw|began|being|having|did)\b|(?:fail|dropp?|timed?|return|experienc|receiv|error|affect|impact|los|being|reject|bounc|arriv)\w*)/i.exec(phrase);
    const denominator = clean(verb ? phrase.slice(0, verb.index) : (/^[^,–—-]{2,80}/.exec(phrase)?.[0] ?? phrase));
    return { numerator: verb ? clean(phrase.slice(verb.index)) : clean(sinceTime(before)), denominator };
  }
  const noun = /^\s?\)?\s?((?:[a-z][\w-]*\s?){1,4})/i.exec(after)?.[1] ?? "";
  const rate = /\b(?:error|failure|success|drop|loss|packet loss|availability|errors|failures|degradation|increase|decrease|timeout|traffic|latency)\b/i.exec(noun);
  return { numerator: clean(rate ? noun : sinceTime(before).slice(-80)), denominator: null };
}

function found(words: string, match: RegExpMatchArray): FoundPercentage | null {
  const start = match.index as number;
  const end = start + match[0].length;
  const before = words.slice(Math.max(0, start - 80), start);
  const [one, two] = match[3] !== undefined ? [match[3], match[3]] : [match[1] as string, match[2] as string];
  let [low, high] = [proportion(one), proportion(two)].sort((a, b) => a - b) as [number, number];
  if (!isShare(words, match, high)) return null;
  const [below, above] = [UP_TO.test(before), AT_LEAST.test(before)];
  if (match[3] !== undefined && below) low = 0;
  if (match[3] !== undefined && above) high = 1;
  const hedged = below || above || HEDGED.test(before) || PEAK.test(before) || /^\s?(?:or (?:so|more|less)|at (?:its |the )?peak|\+)/i.test(words.slice(end, end + 20));
  const quoteEnd = /^[^.;\n]{0,90}/.exec(words.slice(end))?.[0].length ?? 0;
  const lead = /(?:(?<=^|\s)[\w.:'’-]{0,30}[\w'’]\s){0,4}[<>~]?\s?$/.exec(before)?.[0].length ?? 0;
  return { start, end, low, high, hedged, ...parts(before, words.slice(end, end + 160)), quote: words.slice(start - lead, end + quoteEnd).replace(/\s+/g, " ").trim() };
}

/** Two numbers are one range only where the words join them as one: "25% and 13%" are two shares. */
function split(words: string, match: RegExpMatchArray): RegExpMatchArray[] {
  if (match[1] === undefined || !/\band\b/i.test(match[0]) || /\bbetween\s(?:about |around )?$/i.test(words.slice(Math.max(0, (match.index as number) - 20), match.index))) return [match];
  const offset = match.index as number;
  return [...match[0].matchAll(/(\b)(\b)(\d{1,3}(?:\.\d{1,6})?)\s?(?:%|percent\b|per ?cent\b)/gi)].map((inner) => Object.assign(inner, { index: offset + (inner.index as number) }));
}

/** The shares that a stretch of words commits to, bounds and ranges kept: "up to 10 %" is 0 to .1, hedged. */
export function percentages(words: string): readonly FoundPercentage[] {
  return [...words.matchAll(SHARE)].flatMap((match) => split(words, match)).flatMap((match) => found(words, match) ?? []);
}
