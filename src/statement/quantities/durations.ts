import { NUMBER_WORD, numberOf } from "../text/number-words.js";
import type { StatedDuration } from "../statement.js";
import { LENGTH_LABEL } from "../text/length-label.js";

/** A duration with its place in the words it was found in. */
export interface FoundDuration extends StatedDuration {
  readonly start: number;
  readonly end: number;
  readonly hedged: boolean;
}

const UNIT_MINUTES: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60, d: 1440, w: 10_080 };
const COUNT = `(\\d{1,5}(?:\\.\\d{1,3})?|half an?|${NUMBER_WORD}|an?(?=[\\s-]))`;
const UNIT = "(weeks?|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)";
/** "39 more minutes". */
const MORE = "(?:(?:more|further|additional|full|whole|straight|consecutive|long|solid)\\s)?";
const DURATION = new RegExp(
  `(?<![\\w.:/+-]|\\d,|\\bT\\+\\s?)(?:(\\d{1,5}(?:\\.\\d{1,2})?|${NUMBER_WORD}(?=\\s))\\s?(?:-|–|to|and|or)\\s?)?${COUNT}(?:\\s|-)?${MORE}${UNIT}\\b(?:(?:\\s(?:and\\s)?|,\\s(?:and\\s)?)?${COUNT}(?:\\s|-)?${UNIT}\\b)?(?:(?:\\s(?:and\\s)?|,\\s(?:and\\s)?)?${COUNT}(?:\\s|-)?${UNIT}\\b)?(?:(?:\\s(?:and\\s)?|,\\s(?:and\\s)?)?${COUNT}(?:\\s|-)?${UNIT}\\b)?`,
  "gi",
);
const BELOW =
  /(?<!\bjust )\b(?:less than|under|within|as much as|as long as|fewer than|up to|at most|no more than|below)\s$/i;
const ABOVE = /(?<!\bjust )\b(?:more than|over|at least|longer than|in excess of|exceeding|upwards of)\s$/i;
const ABOUT =
  /(?:\b(?:approximately|approx\.?|around|about|roughly|nearly|almost|some|an estimated|circa|just under|just over|just short of)\s|~\s?)$/i;
/** What is no length of the incident: periods, ages, plans and limits. */
const BEFORE_OTHER =
  /\b(?:every|each|per|in the (?:next|last|past)|for the next|next|past|last|worst|busiest|older than|after|another|timeout of|interval of|previous|in)\s$/i;
const AFTER_OTHER =
  /^\s?(?:ago|old|timeout|interval|later|prior|before|earlier|past\b|in[,:]|on[,:]|into\b|ahead|behind|late\b|fast\b|slow\b|away|drive|walk|notice|threshold|limit|clock|window for|delay between|of (?:history|data|logs|retention)|per\b|from (?:now|mitigation))/i;

/** Words that say that a length is of what happened. */
const CUED =
  /\b(?:for|last(?:ed|ing|s)?|duration|down(?:time)?|outages?|total(?:l?ed|l?ing)?|took|length|time to \w+|unavailab\w+|interrupt\w+|disrupt\w+|after|within|less than|up to|averag\w+|delay\w*|latency|wait\w*|max\w*|peak\w*)\b[^.;]*$/i;

const minutesOf = (count: string, unit: string): number => {
  const value = /^half/i.test(count) ? 0.5 : /^an?$/i.test(count) ? 1 : numberOf(count);
  return value * (UNIT_MINUTES[unit.charAt(0).toLowerCase()] as number);
};

const round = (minutes: number): number => Math.round(minutes * 1000) / 1000;

const size = (unit: string | undefined): number =>
  unit === undefined ? 0 : (UNIT_MINUTES[unit.charAt(0).toLowerCase()] as number);

/** "3 hours 19 minutes, and 4 hours": what does not count down from unit to unit is another length. */
function countsDown(match: RegExpMatchArray): boolean {
  return (
    (match[5] === undefined || size(match[5]) < size(match[3])) &&
    (match[7] === undefined || size(match[7]) < size(match[5])) &&
    (match[9] === undefined || size(match[9]) < size(match[7]))
  );
}

function matchesIn(words: string): RegExpMatchArray[] {
  const found: RegExpMatchArray[] = [];
  const pattern = new RegExp(DURATION);
  for (let match = pattern.exec(words); match; match = pattern.exec(words)) {
    if (countsDown(match)) {
      found.push(match);
      continue;
    }
    const kept =
      match[5] !== undefined && size(match[5]) < size(match[3])
        ? `${match[4]}[\\s-]?${match[5]}`
        : `${match[2]}[\\s-]?${match[3]}`;
    const part = new RegExp(`^[^]*?${kept.replace(".", "\\.")}`, "i").exec(match[0])?.[0] ?? match[0];
    const cut = new RegExp(DURATION.source, "i").exec(part);
    if (cut) found.push(Object.assign(cut, { index: match.index }));
    pattern.lastIndex = match.index + part.length;
  }
  return found;
}

function bounds(words: string, match: RegExpMatchArray): [low: number, high: number] {
  const parts = [
    [match[2], match[3]],
    [match[4], match[5]],
    [match[6], match[7]],
    [match[8], match[9]],
  ].filter(([count]) => count !== undefined);
  const total = round(parts.reduce((sum, [count, unit]) => sum + minutesOf(count as string, unit as string), 0));
  const before = words.slice(Math.max(0, (match.index as number) - 24), match.index);
  if (match[1] !== undefined) return [round(minutesOf(match[1], match[3] as string)), total];
  if (BELOW.test(before)) return [0, total];
  return ABOVE.test(before) ? [total, Number.POSITIVE_INFINITY] : [total, total];
}

function isLength(words: string, match: RegExpMatchArray): boolean {
  const start = match.index as number;
  const before = words.slice(Math.max(0, start - 28), start);
  const after = words.slice(start + match[0].length, start + match[0].length + 24);
  // "0510 hours", "1630 hours" are readings of a clock; "24-hour", "seven-day" say how something is kept.
  if (/^(?:[01]\d|2[0-3])[0-5]\d$/.test(match[2] as string) && /^hours?$|^hrs?$/i.test(match[3] as string))
    return false;
  if (/^(?:24|twenty-four)$/i.test(match[2] as string) && /^h/i.test(match[3] as string) && match[4] === undefined)
    return false;
  if (/-/.test(match[0]) && /^day$|^week$/i.test(match[3] as string)) return false;
  const cued =
    CUED.test(words.slice(Math.max(0, start - 60), start)) ||
    /^\s?(?:of (?:downtime|outage|interruption|disruption|unavailability)|outage|failure|interruption|disruption)\b/i.test(
      after,
    );
  if (/^(?:s|secs?|seconds?|d|w|weeks?|m)$/i.test(match[3] as string) && match[4] === undefined && !cued) return false;
  // "5 m" may be metres and "10 s" a setting: a lone letter counts only behind "time to" or beside another unit.
  const short = /^[mshd]$/i.test(match[3] as string) && match[4] === undefined;
  if (short && !/\btime to \w+\W{0,6}$/i.test(before) && !/^\s{0,2}[(.]?\s*$/.test(after)) return false;
  if (
    /^(?:an?|one)$/i.test(match[2] as string) &&
    match[4] === undefined &&
    /^(?:day|week|d|w|second|sec|minute|s|m)/i.test(match[3] as string)
  )
    return false;
  return (
    !(BEFORE_OTHER.test(before) && !/\b(?:recover|restor|resolv|fix)\w*\s(?:\w+\s){0,2}in\s$/i.test(before)) &&
    !AFTER_OTHER.test(after)
  );
}

const UNITS_LONG = "(weeks?|days?|hours?|hrs?|minutes?|mins?)";
/** "two and a half hours", "an hour and a half", "three quarters of an hour", "1:35 hours". */
const WORDED: readonly (readonly [RegExp, (match: RegExpMatchArray) => number])[] = [
  [
    new RegExp(`\\b${COUNT}\\sand\\sa\\s(half|quarter)\\s${UNITS_LONG}\\b`, "gi"),
    ([, count, part, unit]) =>
      minutesOf(count as string, unit as string) + minutesOf(part === "half" ? "0.5" : "0.25", unit as string),
  ],
  [
    new RegExp(`\\b${COUNT}\\s${UNITS_LONG}\\sand\\sa\\s(half|quarter)\\b(?!\\s(?:hours?|minutes?|days?))`, "gi"),
    ([, count, unit, part]) =>
      minutesOf(count as string, unit as string) + minutesOf(part === "half" ? "0.5" : "0.25", unit as string),
  ],
  [
    /\b(?:(three)[- ]quarters|(a|one) quarter|(half))\sof\s(?:an|one)\shour\b/gi,
    ([, three, , half]) => (three ? 45 : half ? 30 : 15),
  ],
  [
    /(?<=\b(?:duration|downtime|lasted|lasting|lasts|length|total|totall?ing|totall?ed|duration of|total of|outage of|for|took|down|outage|unavailable|unavailability)\b[\s:|]{1,4}(?:about\s|approximately\s|around\s|some\s|of\s)?)(\d{1,3})\s?h\s?([0-5]\d)\b(?!\s?[a-z]?m)/gi,
    ([, hours, minutes]) => Number(hours) * 60 + Number(minutes),
  ],
  [
    /(?<=\b(?:duration|downtime|lasted|lasting|total|for|time|of|was)\b[\s:]{1,4}(?:about\s|approximately\s|around\s)?)(\d{1,3}):([0-5]\d)(?::([0-5]\d))?\s?(?:hours\b|hrs\b|h\b|\(hh:mm(?::ss)?\))/gi,
    ([, hours, minutes, seconds]) => Number(hours) * 60 + Number(minutes) + Number(seconds ?? 0) / 60,
  ],
  // "Duration: 00:35:00", "Total downtime 1:35", behind a label that asks for a length.
  [
    new RegExp(
      `(?<=${LENGTH_LABEL})(\\d{1,3}):([0-5]\\d)(?::([0-5]\\d))?(?![\\d:]|\\s?(?:[ap]\\.?m\\b|to\\b|until\\b|[-–—]\\s?\\d))`,
      "gi",
    ),
    ([, hours, minutes, seconds]) => Number(hours) * 60 + Number(minutes) + Number(seconds ?? 0) / 60,
  ],
];

function worded(words: string): FoundDuration[] {
  return WORDED.flatMap(([pattern, minutes]) =>
    [...words.matchAll(pattern)].map((match) => {
      const [start, end, length] = [match.index, match.index + match[0].length, round(minutes(match))];
      const before = words.slice(Math.max(0, start - 24), start);
      const [minutesLow, minutesHigh] = BELOW.test(before)
        ? [0, length]
        : ABOVE.test(before)
          ? [length, Number.POSITIVE_INFINITY]
          : [length, length];
      return { start, end, minutesLow, minutesHigh, hedged: ABOUT.test(before), quote: quoteOf(words, start, end) };
    }),
  ).filter(
    ({ start, end }) =>
      !AFTER_OTHER.test(words.slice(end, end + 24)) &&
      !BEFORE_OTHER.test(words.slice(Math.max(0, start - 28), start)) &&
      !/\bas of\s*$/i.test(words.slice(Math.max(0, start - 8), start)),
  );
}

/** The words that lead to a length, as far as they belong to it, and the length. */
function quoteOf(words: string, start: number, end: number): string {
  const from = Math.max(
    0,
    words
      .slice(0, start)
      .search(/\b(?:time to \w+|(?:for|lasted|lasting|duration(?: of)?|in)\b(?:\s\w+){0,4})\W{0,6}$/i),
  );
  return words
    .slice(start - from > 40 || from === 0 ? start : from, end)
    .replace(/\s+/g, " ")
    .trim();
}

/** The lengths of time in a stretch of words; "less than 10 minutes" is 0 to 10, an open upper bound is infinite. */
export function durations(words: string): readonly FoundDuration[] {
  const first = worded(words);
  const rest = first.reduce(
    (text, { start, end }) => `${text.slice(0, start)}${"_".repeat(end - start)}${text.slice(end)}`,
    words,
  );
  const plain = matchesIn(rest)
    .filter((match) => isLength(words, match))
    .map((match) => {
      const start = match.index as number;
      const end = start + match[0].length;
      const [minutesLow, minutesHigh] = bounds(words, match);
      return {
        start,
        end,
        minutesLow,
        minutesHigh,
        hedged: ABOUT.test(words.slice(Math.max(0, start - 20), start)),
        quote: quoteOf(words, start, end),
      };
    });
  return joined(
    words,
    [...first, ...plain].sort((a, b) => a.start - b.start),
  );
}

/** "between 3 hours 19 minutes, and 4 hours 25 minutes" is one length with two bounds. */
function joined(words: string, found: readonly FoundDuration[]): readonly FoundDuration[] {
  return found.flatMap((one, index) => {
    const [before, next] = [found[index - 1], found[index + 1]];
    const spans = (a: FoundDuration, b: FoundDuration): boolean =>
      /\bbetween\s(?:about\s)?$/i.test(words.slice(Math.max(0, a.start - 16), a.start)) &&
      /^,?\sand\s(?:about\s)?$/i.test(words.slice(a.end, b.start));
    if (before && spans(before, one)) return [];
    return next && spans(one, next)
      ? [
          {
            ...one,
            end: next.end,
            minutesHigh: next.minutesHigh,
            quote: words.slice(one.start, next.end).replace(/\s+/g, " "),
          },
        ]
      : [one];
  });
}
