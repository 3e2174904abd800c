import { sharesInWords } from "../quantities/shares-in-words.js";
import { NUMBER_WORD, numberOf } from "../text/number-words.js";
import { BEFORE_NUMBER, NUMBER, type Placed, plain, roundingOf } from "./figure-numbers.js";

export const PERCENT = "(?:%|per ?cent\\b|percent\\b(?!ile)|pct\\b)";
const SHARE = new RegExp(
  `(?<![\\w.,/:#])(?:~|<|>|≈)?\\s?(${NUMBER})\\s?${PERCENT}|\\b(${NUMBER_WORD})\\s(?:percent\\b(?!ile)|per ?cent\\b)`,
  "gi",
);
/** "20–30 %": the sign stands once. */
const RANGE = new RegExp(`${BEFORE_NUMBER}(${NUMBER})\\s?(?:-|–|—|to)\\s?(?=(?:${NUMBER})\\s?${PERCENT})`, "gi");

export function shares(words: string): Placed[] {
  const found = [...words.matchAll(SHARE)].map((match): Placed => {
    const written = match[1] ?? match[2] ?? "";
    const value = match[1] ? plain(match[1]) : numberOf(written);
    const lead = match[0].length - match[0].replace(/^[~<>≈\s]+/, "").length;
    return {
      kind: "share",
      start: match.index + lead,
      end: match.index + match[0].length,
      value: value / 100,
      rounding: match[1] ? roundingOf(match[1]) / 100 : 0.005,
    };
  });
  const first = [...words.matchAll(RANGE)].map(
    (match): Placed => ({
      kind: "share",
      start: match.index,
      end: match.index + (match[1] as string).length,
      value: plain(match[1] as string) / 100,
      rounding: roundingOf(match[1] as string) / 100,
    }),
  );
  return [...found, ...first];
}

/** "One request in five", "one call in 12": the noun stands inside. */
const ONE_IN = new RegExp(
  `\\b(?:an?|one|1|(${NUMBER_WORD}))\\s(?:\\p{L}+\\s){1,2}(?:in|out of)(?: every)?\\s(\\d{1,4}|${NUMBER_WORD})(?!\\s?(?:%|minutes?|hours?|seconds?|days?|regions?|[\\d:]))(?![\\w%:/]|\\.\\d)`,
  "giu",
);

const EVERY_NTH =
  /\bevery (second|third|fourth|fifth|sixth|tenth|twentieth|hundredth)\s(?=(?:\p{L}+\s)?(?:requests?|calls?|orders?|attempts?|messages?|transactions?|quer(?:y|ies)|logins?|customers?|users?)\b)/giu;
const NTH: Readonly<Record<string, number>> = {
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  tenth: 10,
  twentieth: 20,
  hundredth: 100,
};

function everyNth(words: string): Placed[] {
  return [...words.matchAll(EVERY_NTH)].map((match): Placed => {
    const value = 1 / (NTH[(match[1] as string).toLowerCase()] as number);
    const end = match.index + match[0].trimEnd().length;
    return { kind: "share", start: match.index, end, value, rounding: FRACTION_ROUNDING * value };
  });
}

/** What became of one in so many, whatever they are called. */
const WENT_WRONG =
  /^\s(?:\w+\s){0,2}(?:fail\w*|dropp\w*|lost|error\w*|reject\w*|timed out|did not|could not|went wrong)\b/i;

function oneIn(words: string): Placed[] {
  return [...words.matchAll(ONE_IN)].flatMap((match): Placed[] => {
    const value = (match[1] ? numberOf(match[1]) : 1) / numberOf(match[2] as string);
    return value > 0 &&
      value < 1 &&
      (/\b(?:requests?|calls?|orders?|attempts?|calls|messages?|legs?|transactions?|quer(?:y|ies)|logins?|payments?|sessions?|jobs?|e-?mails?|customers?|users?|accounts?|tenants?|people|callers?)\b/i.test(
        match[0],
      ) ||
        WENT_WRONG.test(words.slice(match.index + match[0].length)))
      ? [
          {
            kind: "share",
            start: match.index,
            end: match.index + match[0].length,
            value,
            rounding: FRACTION_ROUNDING * value,
          },
        ]
      : [];
  });
}

/** "Down by about a fifth", "a third fewer", "rose by a quarter": a fraction of the level, with no "of" behind it. */
const OF_LEVEL =
  /(?<=\bby )half\b(?! (?:an?|past|of)\b)|\b(?:by|some|about|around|roughly|nearly|almost|over|under|than|to|between|was|up|down|of)\s(an?|one|two|three|four)[\s-](third|quarter|fifth|sixth|tenth|half)s?(?!\s(?:of|the|all|our|an?|wave|outage|time|day|incident))|\b(an?|one|two|three)[\s-](third|quarter|fifth|sixth|tenth)s?(?=\s(?:fewer|less|more|higher|lower|above|below))/gi;
const HALVED =
  /\b(?:traffic|volumes?|load|throughput|requests|calls|rps|qps|attempts|orders|logins?|sign-ins)\b[^.;]{0,30}\bby half\b/i;
const PART_OF: Readonly<Record<string, number>> = { half: 2, third: 3, quarter: 4, fifth: 5, sixth: 6, tenth: 10 };

function ofLevel(words: string): Placed[] {
  // "The error rate fell by half at 14:10" tells of a moment, not of a level.
  const levels = [...words.matchAll(OF_LEVEL)].filter(({ 0: found }) => !/^half$/i.test(found) || HALVED.test(words));
  return levels.map((match): Placed => {
    const amount = (match[1] ?? match[3] ?? "a").toLowerCase();
    const value =
      (/^an?$/.test(amount) ? 1 : numberOf(amount)) /
      (PART_OF[(match[2] ?? match[4] ?? "half").toLowerCase()] as number);
    const start =
      match.index + match[0].length - match[0].replace(/^[a-z]+\s(?=an?\b|one\b|two\b|three\b|four\b)/i, "").length;
    return { kind: "share", start, end: match.index + match[0].length, value, rounding: FRACTION_ROUNDING * value };
  });
}

/** A fraction in words is as coarse as the next fraction: a tenth of it, and hedged besides where it is. */
const FRACTION_ROUNDING = 0.1;

/** Out of a round number nothing was counted: "15 out of every 100" is a share, "29 of 134" are counts. */
const OUT_OF_ROUND = /\bevery\b|\bof\s(?:10|100|1,?000)$/i;

export function fractions(words: string): Placed[] {
  const named = sharesInWords(words)
    .filter(
      ({ start, end }) => !/\d\s(?:of|out)/.test(words.slice(start, end)) || OUT_OF_ROUND.test(words.slice(start, end)),
    )
    .filter(({ start }) => !/\bbetween\s\S+\sand\s$/i.test(words.slice(0, start)))
    .map(
      ({ start, end, value }): Placed => ({ kind: "share", start, end, value, rounding: FRACTION_ROUNDING * value }),
    );
  const halves = [
    ...words.matchAll(
      /\b(?:(more|over)|(fewer|less|under))\s(?:than\s)?half\b(?!\san?\s(?:hour|second|minute|day|week)|-(?:hour|second|minute))|\b(the (?:vast )?majority|most)(?=\sof\b)|\b(a (?:small )?minority)(?=\sof\b)/gi,
    ),
  ].map(
    (match): Placed => ({
      kind: "share",
      start: match.index,
      end: match.index + match[0].length,
      value: 0.5,
      rounding: 0,
      bound: match[1] || match[3] ? "at-least" : "at-most",
    }),
  );
  const all = [...halves, ...named, ...oneIn(words), ...everyNth(words), ...ofLevel(words)];
  // "A quarter of an hour" is a length.
  return all.filter(({ start }) => !/^.{0,16}\bof an? (?:hour|day|minute)\b/i.test(words.slice(start)));
}
