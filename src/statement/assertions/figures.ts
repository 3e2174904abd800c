import { NUMBER_WORD, numberOf } from "../text/number-words.js";
import { BEFORE_NUMBER, type Figure, NUMBER, type Placed, plain, roundingOf } from "./figure-numbers.js";
import { latencies } from "./latency-figures.js";
import { lengths, vagueLengths } from "./length-figures.js";
import { fractions, PERCENT, shares } from "./share-figures.js";

const POINTS = new RegExp(
  `${BEFORE_NUMBER}(${NUMBER})\\s?(?:percentage[- ]points?\\b|pp\\b|${PERCENT}[- ]points?\\b|points?\\b(?=\\s(?:of|above|below|higher|lower|more)))`,
  "gi",
);
const RATIO = new RegExp(
  `\\b(?:(twice|double[ds]?|doubling)|(thrice|triple[ds]?|trebled)|(quadrupled)|(?:(${NUMBER})|(${NUMBER_WORD})(\\sand\\sa\\shalf)?)[\\s-]?(?:times|fold|×|x)(?=\\s|[.,;)]|$)|(half)(?=\\s(?:as|the\\s(?:rate|level|number|share)|that)\\b)|(halved))(?![\\w-])`,
  "gi",
);
const MONEY = new RegExp(
  `(?:[$€£¥]|\\b(?:USD|EUR|GBP|CHF|CAD|AUD|INR)\\s)\\s?(${NUMBER})(?:\\s?(?:k|m|bn|thousand|million|billion)\\b)?|${BEFORE_NUMBER}(${NUMBER})(?:\\s(?:thousand|million|billion))?\\s?(?:[€£$]|(?:USD|EUR|GBP|CHF|CAD|AUD|INR|dollars|euros|pounds|francs|rupees)\\b)`,
  "gi",
);
const COUNT = new RegExp(
  `(?<![\\w.,/:#$€£–-]|\\d\\s|\\bv)(${NUMBER})(?:\\s(thousand|million|billion)|([kKM])(?=\\s))?(?![\\w%:/]|\\.\\d|-\\w)|(?<![\\w-])(${NUMBER_WORD})(\\sand\\sa\\shalf(?=\\s(?:thousand|million|billion)))?(?:\\s(thousand|million|billion))?(?=\\s\\p{L})`,
  "giu",
);
const SCALES: Readonly<Record<string, number>> = {
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  m: 1e6,
  bn: 1e9,
  billion: 1e9,
};

const AT_MOST =
  /\b(?:up to|at most|no more than|not more than|not even|less than|fewer than|under|below|a maximum of|never more than|within)\s(?:an? |the )?$|(?:[<≤]|<=)\s?$/i;
const AT_LEAST =
  /\b(?:at least|more than|over|above|greater than|in excess of|upwards of|no less than|no fewer than|not less than|well over|exceed(?:ed|ing)?)\s(?:an? |the )?$|(?:[>≥]|>=)\s?$/i;
const HEDGED =
  /\b(?:approximately|approx\.?|around|about|roughly|nearly|almost|some|an estimated|an average of|circa|close to|just (?:over|under|above|below)|slightly (?:more|less|over|under)(?: than)?|well over|as (?:many|much|high) as)\s(?:an? |the )?$|[~≈]\s?$/i;

/** "A little under four hours", "just over half": near the figure on one side, no bound. */
const BESIDE =
  /\b(?:just|only just|a (?:little|bit|touch|shade|fraction)|slightly|somewhat|barely|shortly|not quite)\s(?:under|over|above|below|(?:more|less|fewer|longer|shorter|higher|lower) than|short of|beyond)\s(?:an? |the )?$|\b(?:not quite|barely)\s(?:an? |the )?$/i;

/** "Never more than", "no minute saw more than", "did not go above": what is denied turns the bound round. */
const DENIED = /\b(?:never|not|no|none|nowhere|neither|without|n['’]t)\b[^.;,]{0,60}$/i;

function ratios(words: string): Placed[] {
  return [...words.matchAll(RATIO)].map((match): Placed => {
    const [whole, two, three, four, digits, word, more, half, halved] = match;
    const value = two
      ? 2
      : three
        ? 3
        : four
          ? 4
          : half || halved
            ? 0.5
            : digits
              ? plain(digits)
              : numberOf(word as string) + (more ? 0.5 : 0);
    const rounding = digits ? roundingOf(digits) : 0.06 * value;
    return {
      kind: "ratio",
      start: match.index,
      end: match.index + whole.length,
      value,
      rounding: Math.max(rounding, 0.06 * value),
    };
  });
}

/** Numbers that name a thing: a code, a version, a ticket, a port. */
const NAMED_NUMBER =
  /\b(?:codes?|errors?|status|http|https|tls|port|version|release|deploy(?:ment)? of|build|ticket|case|incident|reference|no\.|number|id|page|priority|sev|p)\s?[#:]?\s?$/i;
/** What comes behind a number that is the code of a reply. */
const CODED =
  /^(?:s\b|[.,;:)]|$|\s(?:errors?|responses?|replies|codes?|status\w*|now|again|and|for|to|from|on|in|at)\b)/i;
/** "Day 2", "phase 1": a small number that orders. */
const ORDINAL =
  /(?<!\b(?:first|second|third|last|the|this|that|an?|each|every|whole|entire)\s)\b(?:section|table|figure|fig\.?|chart|appendix|annex|footnote|note|item|row|question|day|phase|step|level|tier|wave|outage|episode|part|attempt|round)\s?[#:]?\s?$/i;
/** "T+14": minutes on the clock of a list. */
const ELAPSED = /\bT\s?[+-]\s?$/;
const SHIPPED =
  /^\s(?:(?:separate|distinct|different)\s|waves?\b|outages?\b|phases?\b|episodes?\b|spikes?\b|rolled out|went (?:out|live)|shipped|was (?:deployed|released|rolled)|had (?:gone|been (?:deployed|released)))/i;

const FOUR_DIGITS = /^(?:[01]\d|2[0-3])[0-5]\d$/;
const BEFORE_CLOCK = /\b(?:at|by|until|till|since|past|before|after|as of)\s(?:about |around )?$/i;
/** "Between 1500 & 1600 we were back": two clocks where no noun follows that something is counted by. */
const BETWEEN_CLOCKS = /\bbetween\s$|(?:@|\bbetween\s\d{4}\s(?:and|&))\s?$/i;
const NOT_COUNTED =
  /^\s?(?:[,;:.]|$|(?:and|&)\s\d{4}(?=\s?(?:[,;:.]|$|(?:we|it|they|things|everything|all|the|utc|local)\b))|(?:we|it|they|things|everything|all|the|utc|local)\b)/i;
const COUNTED_AFTER =
  /^\s(?:\p{L}+\s){0,2}?(?:calls|requests|errors|failures|users|customers|attempts|messages|items|failed|dropped|ms|a minute|per)\b/iu;

const SHARE_FOLLOWS = new RegExp(`^\\s?(?:and|to|or|[-–])\\s?(?:${NUMBER_WORD}|${NUMBER})\\s?${PERCENT}`, "i");

/** Half a unit of what a number in words is counted in: hundreds, thousands; words below a hundred are exact. */
function wordRounding(value: number, unit: number): number {
  if (unit > 1) return 0.5 * unit;
  return value >= 100 && value % 100 === 0 ? 50 : 0;
}

function counts(words: string): Placed[] {
  return [...words.matchAll(COUNT)].flatMap((match): Placed[] => {
    const [whole, digits, scaled, letter, word, half, worded] = match;
    const scale = scaled ?? worded;
    const value =
      (digits ? plain(digits) : numberOf(word as string) + (half ? 0.5 : 0)) *
      (SCALES[(scale ?? letter ?? "").toLowerCase()] ?? 1);
    const [before, after] = [
      words.slice(Math.max(0, match.index - 24), match.index),
      words.slice(match.index + whole.length, match.index + whole.length + 24),
    ];
    // "[1]": a footnote.
    if (digits && /\[$/.test(before) && /^\]/.test(after)) return [];
    // "At 1040": a clock that only the data tell from a count.
    if (digits && FOUR_DIGITS.test(digits) && BEFORE_CLOCK.test(before) && !COUNTED_AFTER.test(after)) return [];
    if (digits && FOUR_DIGITS.test(digits) && BETWEEN_CLOCKS.test(before) && NOT_COUNTED.test(after)) return [];
    if (NAMED_NUMBER.test(before) || SHIPPED.test(after) || ELAPSED.test(before)) return [];
    if (digits && digits.length < 3 && ORDINAL.test(before)) return [];
    // A status code is no count unless something is counted by it.
    if (digits && /^(?:50[0-4]|429|404)$/.test(digits) && CODED.test(after)) return [];
    // The addends of a sum that is written out.
    if (/^\s\+\s\d/.test(after) || (/\d\s\+\s$/.test(before) && /^\s=\s\d/.test(after))) return [];
    if (word && /\b(?:the|these|those|both|all|either of the|other|last|first|next)\s$/i.test(before)) return [];
    // A year, a version or the "one" of "one of them" is no count.
    if (word && !worded && /^(?:one|a hundred)$/i.test(word)) return [];
    // "Between six and seven per cent": the first bound of a share.
    if (SHARE_FOLLOWS.test(words.slice(match.index + whole.length))) return [];
    if (
      digits &&
      /^(?:19|20)\d\d$/.test(digits) &&
      !/^\s(?:\p{L}+\s){0,2}(?:calls|requests|errors|failures|users|customers|attempts|dropped|failed)/u.test(
        words.slice(match.index + whole.length),
      )
    )
      return [];
    const unit = SCALES[(scale ?? letter ?? "").toLowerCase()] ?? 1;
    return [
      {
        kind: "count",
        start: match.index,
        end: match.index + whole.length,
        value,
        rounding: digits ? roundingOf(digits) * unit : wordRounding(value, half ? unit / 10 : unit),
      },
    ];
  });
}

function points(words: string): Placed[] {
  return [...words.matchAll(POINTS)].map(
    (match): Placed => ({
      kind: "points",
      start: match.index,
      end: match.index + match[0].length,
      value: plain(match[1] as string) / 100,
      rounding: roundingOf(match[1] as string) / 100,
    }),
  );
}

function money(words: string): Placed[] {
  return [...words.matchAll(MONEY)].map(
    (match): Placed => ({
      kind: "money",
      start: match.index,
      end: match.index + match[0].length,
      value: plain(match[1] ?? match[2] ?? "0"),
      rounding: 0,
    }),
  );
}

const overlaps = (a: readonly [number, number], b: { start: number; end: number }): boolean =>
  a[0] < b.end && b.start < a[1];

/** "The slowest 5 % of requests": which of them, no share that something happened to. */
const QUANTILE_BEFORE = /\b(?:slowest|fastest)\s$/i;

/**
 * The figures of a sentence in their order: what is written as one kind is no other.
 *
 * @param taken - places that are times, whose digits are no figures
 */
export function figuresIn(words: string, taken: readonly (readonly [number, number])[]): readonly Figure[] {
  const kept: Placed[] = [];
  for (const find of [money, points, shares, latencies, fractions, ratios, vagueLengths, lengths, counts])
    for (const one of find(words)) {
      if (taken.some((place) => overlaps(place, one))) continue;
      if (kept.some((other) => overlaps([one.start, one.end], other))) continue;
      if (Number.isFinite(one.value) && !QUANTILE_BEFORE.test(words.slice(0, one.start))) kept.push(one);
    }
  return kept
    .sort((a, b) => a.start - b.start)
    .map((one) => {
      const before = words.slice(Math.max(0, one.start - 32), one.start);
      const after = words.slice(one.end, one.end + 20);
      const beside = BESIDE.test(before);
      const upper = (!beside && AT_MOST.test(before)) || /^\s?or (?:less|fewer|below)\b/i.test(after);
      const lower = (!beside && AT_LEAST.test(before)) || /^\s?(?:or (?:more|above|higher)|\+)/i.test(after);
      const denied = DENIED.test(words.slice(Math.max(0, one.start - 90), one.start));
      const [most, least] =
        denied && !/\bno (?:more|less|fewer)\b|\bnot (?:more|less|fewer|even)\b/i.test(before)
          ? [lower, upper]
          : [upper, lower];
      return {
        ...one,
        bound: one.bound ?? (most ? "at-most" : least ? "at-least" : "exact"),
        hedged: beside || HEDGED.test(before) || /^\s?or so\b/i.test(after),
      };
    });
}
