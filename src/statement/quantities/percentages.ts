import { NUMBER_WORD, numberOf } from "../text/number-words.js";
import { sharesInWords } from "./shares-in-words.js";
import type { StatedPercentage } from "../statement.js";

/** A share with its place in the words it was found in. */
export interface FoundPercentage extends StatedPercentage {
  readonly start: number;
  readonly end: number;
}

const SIGN = "(?:%|percent\\b(?!ile)|per ?cent\\b|pct\\b)";
const FIGURE = "\\d{1,3}(?:\\.\\d{1,6}|,\\d{1,2}(?!\\d))?";
const SHARE = new RegExp(
  `(?<![\\w.,])(${FIGURE})\\s?${SIGN}?\\s{0,2}(?:-|–|—|to|and)\\s{0,2}(${FIGURE})\\s?${SIGN}|(?<![\\w.,])(${FIGURE})\\s?${SIGN}|\\b(${NUMBER_WORD})\\s(?:percent\\b(?!ile)|per ?cent\\b)`,
  "gi",
);
const UP_TO =
  /\b(?:up to|at most|no more than|(?<!by an?\s)maximum of|capped at|limited to|(?:never|not|n['’]t)\s(?:\w+\s)?(?:exceed\w*|above|over|more than|beyond)|less than|fewer than|under|below|as (?:high|much|many) as)\s(?:an? |the )?(?:estimated )?$|<\s?$/i;
const AT_LEAST =
  /\b(?:at least|more than|over|above|greater than|in excess of|exceed(?:ed|ing|s)?|upwards of|no less than|not less than|minimum of)\s(?:an? )?$|>=?\s?$/i;
const HEDGED =
  /\b(?:approximately|approx\.?|around|about|roughly|nearly|almost|some|an? estimated|circa|an average of|averag\w+|close to|just (?:over|under)|slightly (?:more|less) than)\s(?:an? )?$|~\s?$/i;
const PEAK = /\b(?:peak\w*|maximum|highest|worst)\b[^.;]{0,50}$/i;
/** Shares that tell of no failure: services back at all of it, targets reached again, promises. */
const RESTORED =
  /\b(?:back (?:up )?to|return\w* to|restor\w* to|recover\w* to|at|to|is|was|with|be|reached|complet\w*|now)\s(?:nearly |almost |full )?$/i;

/** In mutated or odd texts a share over one is no share. */
const proportion = (text: string): number => Math.round(numberOf(text) * 1e6) / 1e8;

function isShare(words: string, { start, end, high }: Placed): boolean {
  const before = words.slice(Math.max(0, start - 40), start);
  const after = words.slice(end, end + 40);
  if (high > 1 || /^\s?(?:ile|th\b)/i.test(after)) return false;
  if (high === 1 && RESTORED.test(before) && !/^\s?(?:of|failure|error|loss|packet|unavail)/i.test(after)) return false;
  if (
    high === 1 &&
    /^\s?(?:of (?:the |its |their |our )?(?:normal|usual|capacity|traffic levels?)|cpu\b|complete)/i.test(after)
  )
    return false;
  return (
    !/^\s?(?:discount|credit|refund|uptime|sla\b|availability (?:target|sla|goal))/i.test(after) &&
    !/\b(?:sla|target) (?:of|is)\s$/i.test(before)
  );
}

const clean = (text: string): string | null => {
  const words = text
    .replace(/\s+/g, " ")
    .replace(/^\s*(?:and|or)\s/i, "")
    .replace(/^[\s,;:)\]]+|[\s,;:([]+$/g, "")
    .trim();
  const hedge =
    /^(?:approximately|approx\.?|around|about|roughly|nearly|almost|some|circa|up to|at least|more than|less than|fewer than|over|under|only)$/i.test(
      words,
    );
  return /\p{L}/u.test(words) && !hedge ? words : null;
};

/** The words of the clause, without a time before them. */
const sinceTime = (before: string): string =>
  (before.split(/[;:.](?!\d)/).at(-1) ?? "").split(/\d{1,2}:\d{2}(?:\s[A-Z]{2,4}\b)?,?/).at(-1) ?? "";

const VERB =
  /\s(?:and )?(?:(?:was|were|is|are|had|have|has|that|which|who|may|might|could|can|cannot|saw|began|being|having|did)\b|(?:fail|dropp?|timed?|return|experienc|receiv|error|affect|impact|los|being|reject|bounc|arriv|end|hung|succeed|complet|takes?|took|went|got|sat|stay|remain)\w*)/i;

/** What a phrase counts, and from its verb on what happened to it. */
function counted(phrase: string, before: string): Named {
  const verb = VERB.exec(phrase);
  // "Caused 85 % of our network to return errors": what was caused begins with its "to".
  const caused = verb && /\sto$/i.test(phrase.slice(0, verb.index));
  if (caused)
    return { numerator: clean(phrase.slice(verb.index)), denominator: clean(phrase.slice(0, verb.index - 3)) };
  const denominator = clean(verb ? phrase.slice(0, verb.index) : (/^[^,–—-]{2,80}/.exec(phrase)?.[0] ?? phrase));
  return { numerator: verb ? clean(phrase.slice(verb.index)) : clean(sinceTime(before)), denominator };
}

interface Named {
  readonly numerator: string | null;
  readonly denominator: string | null;
}

const OUT_OF =
  /([\d][\d,.]{0,14}(?:\s(?:thousand|million|billion))?)\s(?:out\s)?of\s(?:the\s|our\s|a total of\s|some\s|about\s)?[\d][\d,.]{0,14}(?:\s(?:thousand|million|billion))?\s([^().;:]{2,60}?)\s?[(,]\s?(?:or|i\.e\.|about|approximately|~|roughly)?\s?$/i;

/** "25 % of requests failed": what stands behind "of" is counted, what follows its verb is what happened to it. */
function parts(before: string, after: string): Named {
  const counts = OUT_OF.exec(before);
  if (counts)
    return {
      numerator: clean(/^\s?\)?\s?([^.;:(]{2,80})/.exec(after)?.[1] ?? "") ?? clean(counts[1] as string),
      denominator: clean(counts[2] as string),
    };
  const of = /^\s?\)?\s?of (?:all |the |our |total |all of the |these |those )?([^.;:(]{2,120})/i.exec(after);
  if (of) return counted(of[1] as string, before);
  const noun = /^\s?\)?\s?((?:[a-z][\w-]*\s?){1,4})/i.exec(after)?.[1] ?? "";
  const rate =
    /\b(?:error|failure|success|drop|loss|packet loss|availability|errors|failures|degradation|increase|decrease|timeout|traffic|latency)\b/i.exec(
      noun,
    );
  return { numerator: clean(rate ? noun : (rateBefore(before) ?? sinceTime(before).slice(-80))), denominator: null };
}

const RATE_BEFORE =
  /\b((?:(?!(?:the|an?|our|its|of|from|to|and)\b)[a-z0-9][\w/-]*\s){0,2}(?:(?:error|failure|drop|loss|abandonment|rejection|success|completion|delivery|answer|time-?out)[ -]rates?|availability|uptime|latency))\b(?:[^.;]|\.\d){0,70}$/i;

/** "The failure rate dropped from 19.6 % to under 1 %": what is a share is the rate, not the words up to the figure. */
const rateBefore = (before: string): string | null => RATE_BEFORE.exec(sinceTime(before))?.[1] ?? null;

interface Placed {
  readonly start: number;
  readonly end: number;
  readonly low: number;
  readonly high: number;
  readonly ranged: boolean;
  /** Counts what follows it without an "of". */
  readonly counted?: boolean;
}

function placed(match: RegExpMatchArray): Placed {
  const start = match.index as number;
  const [one, two] = match[1] === undefined ? [match[3] ?? match[4], match[3] ?? match[4]] : [match[1], match[2]];
  const [low, high] = [proportion(one as string), proportion(two as string)].sort((a, b) => a - b) as [number, number];
  return { start, end: start + match[0].length, low, high, ranged: match[1] !== undefined };
}

function found(words: string, share: Placed): FoundPercentage | null {
  const { start, end, ranged } = share;
  let { low, high } = share;
  const before = words.slice(Math.max(0, start - 80), start);
  if (!isShare(words, share)) return null;
  const [below, above] = [UP_TO.test(before), AT_LEAST.test(before)];
  const behind = words.slice(end, end + 16);
  if (!ranged && (below || /^\s?or (?:less|fewer|below|under)\b/i.test(behind))) low = 0;
  else if (!ranged && (above || /^\s?(?:or (?:more|above|higher|over)|and (?:above|over|up))\b/i.test(behind)))
    high = 1;
  const hedged =
    below ||
    above ||
    HEDGED.test(before) ||
    PEAK.test(before) ||
    /^\s?(?:or (?:so|more|less)|at (?:its |the )?peak|\+)/i.test(words.slice(end, end + 20));
  const quoteEnd = /^(?:[^.;\n]|\.(?=\d)){0,90}/.exec(words.slice(end))?.[0].length ?? 0;
  const lead =
    OUT_OF.exec(before)?.[0].length ??
    /(?:(?<=^|\s)[\w.:'’-]{0,30}[\w'’]\s){0,4}[<>~]?\s?$/.exec(before)?.[0].length ??
    0;
  const after = words.slice(end, end + 160);
  const names = share.counted
    ? counted(/^\s?(?:of )?(?:all |the |our )?([^.;:(]{0,120})/i.exec(after)?.[1] ?? "", before)
    : parts(before, after);
  return {
    start,
    end,
    low,
    high,
    hedged,
    ...names,
    quote: words
      .slice(start - lead, end + quoteEnd)
      .replace(/\s+/g, " ")
      .trim(),
  };
}

const SINGLE = new RegExp(`(?<![\\w.,])()()(${FIGURE})\\s?${SIGN}`, "gi");
const CHANGED =
  /\b(?:rose|rising|increas\w*|grew|climb\w*|jump\w*|went|spik\w*|fell|fall\w*|dropp?\w*|decreas\w*|declin\w*|reduc\w*|improv\w*|lower\w*|rais\w*|cut|brought|moved|chang\w*)\b[^.;]{0,40}\bfrom\s(?:about |around |roughly )?$/i;

/** Two numbers are one range only where the words join them as one: "25% and 13%" are two shares, and so is "rose from 2% to 35%". */
function split(words: string, match: RegExpMatchArray): RegExpMatchArray[] {
  const offset = match.index as number;
  const before = words.slice(Math.max(0, offset - 70), offset);
  const two =
    match[1] !== undefined &&
    (/\band\b/i.test(match[0])
      ? !/\bbetween\s(?:about |around )?$/i.test(before)
      : /\bto\b/i.test(match[0]) && CHANGED.test(before));
  return two
    ? [...match[0].matchAll(SINGLE)].map((inner) => Object.assign(inner, { 1: undefined, index: offset + inner.index }))
    : [match];
}

/** A fraction of what works: "about half of subscribers online" tells of the progress of a repair in passing. */
const WELL = /^[^.;,]*?\b(?:online|succe\w+|work(?:s|ed|ing)|can|back|restored|corrected|good|healthy)\b/i;

/** "Thirty-one per cent (31%)", "about half of them (50%)". */
function saidTwice(words: string, before: Placed | undefined, { start, low, high }: Placed): boolean {
  return (
    before !== undefined &&
    before.low === low &&
    before.high === high &&
    start - before.end < 40 &&
    /^[^.;]*\(\s?(?:about\s|approx\.?\s|i\.e\.\s|~)?$/i.test(words.slice(before.end, start))
  );
}

/** The shares that a stretch of words commits to, in figures or in words, bounds and ranges kept: "up to 10 %" is 0 to .1, hedged. */
export function percentages(words: string): readonly FoundPercentage[] {
  const inFigures = [...words.matchAll(SHARE)].flatMap((match) => split(words, match)).map(placed);
  const inWords = sharesInWords(words).map(
    ({ start, end, value, to = value, counted: isCounted }): Placed => ({
      start,
      end,
      low: Math.min(value, to),
      high: Math.max(value, to),
      ranged: to !== value,
      counted: isCounted,
    }),
  );
  const apart = inWords
    .filter(({ end }) => !WELL.test(words.slice(end, end + 70)))
    .filter((one) => !inFigures.some((other) => other.start < one.end && one.start < other.end));
  return [...inFigures, ...apart]
    .sort((a, b) => a.start - b.start)
    .filter((share, index, all) => !saidTwice(words, all[index - 1], share))
    .flatMap((share) => found(words, share) ?? []);
}
