import { NUMBER_WORD, numberOf } from "../text/number-words.js";

/** A share written as a fraction, with its place. */
export interface WordedShare {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  /** The other bound of "between a quarter and a third". */
  readonly to?: number;
  /** True if the words behind it name what is counted without an "of": "one in four calls". */
  readonly counted: boolean;
}

const PARTS: readonly (readonly [name: string, parts: number])[] = [
  ["half", 2],
  ["halves", 2],
  ["third", 3],
  ["quarter", 4],
  ["fourth", 4],
  ["fifth", 5],
  ["sixth", 6],
  ["seventh", 7],
  ["eighth", 8],
  ["ninth", 9],
  ["tenth", 10],
  ["twentieth", 20],
  ["hundredth", 100],
  ["thousandth", 1000],
];
/** What is halved but is no traffic. */
const NO_TRAFFIC =
  "(?!\\s(?:of\\s)?(?:the\\s|an?\\s|our\\s|this\\s|that\\s|its\\s)?(?:hour|minute|second|day|week|month|year|time|incident|outage|window|night|morning|afternoon|way|page|report|centur|decade|january|february|march|april|may|june|july|august|september|october|november|december|\\d{4}))";
const FRACTION = new RegExp(
  `(?<!(?:\\d|\\b(?:${NUMBER_WORD}|hours?|times?|days?))\\sand\\s)\\b(?:(a|an|one|${NUMBER_WORD})[- ](${PARTS.map(([name]) => name).join("|")})s?|(?<!\\b(?:and a|first|second|other|last|latter|former|next)\\s)(half))(?=\\s(?:of\\b|the\\b|our\\b|all\\b|their\\b|its\\b|these\\b|those\\b))${NO_TRAFFIC}`,
  "gi",
);
const RATIO = new RegExp(
  `(?<![\\d.,:/-])\\b(\\d{1,4}|${NUMBER_WORD})\\s(?:in|in every|out of|out of every|from(?=\\s(?:ten|10|100)\\s?(?:[,.;]|$)))\\s(\\d{1,5}|${NUMBER_WORD})\\b(?![.,:/-]?\\d|\\s?%|\\s(?:of\\s)?(?:minutes?|hours?|seconds?|days?|weeks?|months?|years?|regions?\\b|zones?\\b|data ?cent|availability))(?=\\s\\p{L}|[.,;]|$)`,
  "giu",
);

function fractions(words: string): WordedShare[] {
  return [...words.matchAll(FRACTION)].flatMap((match) => {
    const count = match[3] || /^an?$/i.test(match[1] ?? "") ? 1 : numberOf(match[1] as string);
    const parts = PARTS.find(([name]) => name === (match[2] ?? match[3] ?? "").toLowerCase())?.[1];
    const [start, value] = [match.index, count / (parts ?? Number.NaN)];
    return value > 0 && value <= 1
      ? [
          {
            start,
            end: start + match[0].length,
            value,
            counted: !/^\s(?:of)\b/.test(words.slice(start + match[0].length)),
          },
        ]
      : [];
  });
}

const NAMES = PARTS.map(([name]) => name).join("|");
const BETWEEN = new RegExp(
  `\\bbetween\\s(?:an?|one)?\\s?(${NAMES})\\sand\\s((?:an?|one|two|three)[- ])?(${NAMES})s?(?=\\sof\\b)`,
  "gi",
);

function between(words: string): WordedShare[] {
  return [...words.matchAll(BETWEEN)].map((match) => {
    const partsOf = (name: string): number => PARTS.find(([known]) => known === name.toLowerCase())?.[1] ?? Number.NaN;
    const count = /^two/i.test(match[2] ?? "") ? 2 : /^three/i.test(match[2] ?? "") ? 3 : 1;
    return {
      start: match.index,
      end: match.index + match[0].length,
      value: 1 / partsOf(match[1] as string),
      to: count / partsOf(match[3] as string),
      counted: false,
    };
  });
}

function ratios(words: string): WordedShare[] {
  return [...words.matchAll(RATIO)].flatMap((match) => {
    const value = numberOf(match[1] as string) / numberOf(match[2] as string);
    return value > 0 && value < 1
      ? [{ start: match.index, end: match.index + match[0].length, value, counted: true }]
      : [];
  });
}

/** "about 1/3 of devices". */
const SLASHED =
  /(?<![\d.,:/-])([1-9])\/([2-9]|10)(?=\s(?:of\b|the\b))(?!\s(?:of\s)?(?:the\s|an?\s)?(?:hour|day|way|time|month|year))/g;

function slashed(words: string): WordedShare[] {
  return [...words.matchAll(SLASHED)].flatMap((match) => {
    const value = Number(match[1]) / Number(match[2]);
    return value < 1 ? [{ start: match.index, end: match.index + match[0].length, value, counted: false }] : [];
  });
}

const COUNTED = "\\d{1,3}(?:,\\d{3})+|\\d{1,9}";
/** "4,212 of 21,390 requests failed": as many of as many, of something named. */
const COUNTS = new RegExp(
  `(?<![\\d.,:/-])\\b(${COUNTED})\\s(?:out\\s)?of\\s(?:the\\s|our\\s|a\\stotal\\sof\\s|some\\s|about\\s)?(${COUNTED})(?![.,:/-]?\\d|\\s?%)(?=\\s\\p{L}{3})`,
  "giu",
);
/** Fewer are hosts and regions, not attempts. */
const LEAST_COUNTED = 100;

function counts(words: string): WordedShare[] {
  return [...words.matchAll(COUNTS)].flatMap((match) => {
    const [part, whole] = [match[1], match[2]].map((text) => Number((text as string).replaceAll(",", ""))) as [
      number,
      number,
    ];
    // Where the share itself stands beside its counts it is that share.
    const told =
      /^[^.;]{0,80}?[\s(]\(?(?:or |i\.e\. |about |approximately |~|roughly )*\d[\d.,]*\s?(?:%|per ?cent)/i.test(
        words.slice(match.index + match[0].length),
      ) || /(?:%|per ?cent)[^.;]{0,60}\(?$/i.test(words.slice(Math.max(0, match.index - 70), match.index));
    return part > 0 && part < whole && whole >= LEAST_COUNTED && !told
      ? [{ start: match.index, end: match.index + match[0].length, value: part / whole, counted: true }]
      : [];
  });
}

const withoutOverlap = (first: readonly WordedShare[], more: readonly WordedShare[]): readonly WordedShare[] => [
  ...first,
  ...more.filter((one) => !first.some((other) => other.start < one.end && one.start < other.end)),
];

/** The shares that a stretch of words gives as fractions: "a quarter of the calls", "two thirds of", "one in four calls", "3 out of 10 logins", "4,212 of 21,390 requests". */
export function sharesInWords(words: string): readonly WordedShare[] {
  const spans = between(words);
  const single = [...fractions(words), ...slashed(words), ...withoutOverlap(ratios(words), counts(words))].filter(
    ({ start }) => !spans.some((span) => start >= span.start && start < span.end),
  );
  return [...spans, ...single].sort((a, b) => a.start - b.start);
}
