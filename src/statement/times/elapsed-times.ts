import { plusDays } from "../../time/calendar.js";
import type { TimeMention } from "./time-mention.js";

const DAY_MINUTES = 1440;

/** The instant that a text counts from: "T0 = 2025-09-10T01:00Z". */
export type ElapsedBase = Pick<TimeMention, "date" | "clock" | "zone" | "zoneLabel">;

/** Words between the name of the instant and its reading: "T0 (first alert) = ", "T0 is defined as". */
const BASE =
  /(?:\bT(?:0|-0|\s?zero)?\s?(?:\([^()]{1,40}\)\s?)?(?:=|:|is(?: defined as| set (?:to|at))?|was|at|means)|\b(?:offsets?|times|minutes)\b[^.;]{0,30}\b(?:from|since|relative to|after))\s{0,2}$/;
/** Characters before a reading within which the name of the instant stands. */
const BASE_WORDS = 64;
const DAYS = "(?:(?<days>\\d{1,2})\\s?d(?:ays?)?\\s?)?";
const HOURS_MINUTES =
  "(?<hours>\\d{1,3})(?:\\s?h(?:rs?|ours?)?\\s?|:)(?<rest>[0-5]?\\d)(?::[0-5]\\d)?(?:\\s?m(?:in(?:utes?|s)?)?)?";
const HOURS_ALONE = "(?<whole>\\d{1,3})\\s?h(?:rs?|ours?)?";
const MINUTES_ALONE = "(?<minutes>\\d{1,4})\\s?(?:m(?:in(?:utes?|s)?)?)?";
/** "T+2h45", "T+1h05m", "T+0:10", "T+00:30:00", "T+90 min", "T+4m:", "T+3h", "T-5 min", "T+12", "T+1d 2h"; "+12 min" at the head of a line. */
const ELAPSED = new RegExp(
  `(?:\\bT0?\\s?|^[^\\p{L}\\p{N}+]{0,4})(?<sign>[+−–-])\\s?(?:${DAYS}(?:${HOURS_MINUTES}|${HOURS_ALONE}|${MINUTES_ALONE})|(?<only>\\d{1,2})\\s?d(?:ays?)?)(?!\\w|:\\d)`,
  "gu",
);
/** "T0 | Calls fail", "T0: deploy": the base itself at the head of a line. */
const AT_BASE = /^[^\p{L}\p{N}]{0,4}T\s?[-=]?\s?0(?=\s*[|:–—-]\s|\s+\p{L})(?!\s*(?:is|was|means|=))/u;

/**
 * The instant that the words of a text count from, where one is written out behind "T =".
 *
 * A reading without a date there is of the date that stands before it, or of the one date of the text.
 */
export function elapsedBase(
  passages: readonly { readonly words: string; readonly mentions: readonly TimeMention[] }[],
): ElapsedBase | null {
  const dates = passages.flatMap(({ mentions }) =>
    mentions.flatMap(({ date }) => (date?.kind === "date" && date.year !== null ? [date] : [])),
  );
  for (const { words, mentions } of passages) {
    const base = mentions.find(
      ({ start, clock }) => clock !== null && BASE.test(words.slice(Math.max(0, start - BASE_WORDS), start)),
    );
    if (!base) continue;
    if (base.date?.kind === "date" && base.date.year !== null) return base;
    const before = mentions.filter(({ start, date }) => start < base.start && date?.kind === "date").at(-1)?.date;
    const only = new Set(dates.map(({ year, month, day }) => `${year}-${month}-${day}`)).size === 1 ? dates[0] : null;
    const date = before ?? only;
    if (date?.kind === "date" && date.year !== null) return { ...base, date };
  }
  return null;
}

/** True if a line tells of the base itself: "T+0 Calls fail", "T0 | Calls fail". */
export const startsAtBase = (words: string): boolean =>
  AT_BASE.test(words) || /(?:\bT0?\s?|^[^\p{L}\p{N}+]{0,4})\+\s?0{1,2}(?::00){0,2}\b(?!:?\d)/u.test(words);

/** Minutes that a match of `ELAPSED` counts from the base, before it where negative. */
function elapsedMinutes({ groups }: RegExpMatchArray): number {
  const of = (name: string): number => Number(groups?.[name] ?? 0);
  const hours = (of("days") + of("only")) * 24 + of("hours") + of("whole");
  const minutes = hours * 60 + of("rest") + of("minutes");
  return groups?.["sign"] === "+" ? minutes : -minutes;
}

/** The times counted from a base. */
export function elapsedMentions(words: string, base: ElapsedBase): readonly TimeMention[] {
  const zero = AT_BASE.exec(words);
  const found = [...words.matchAll(ELAPSED)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    minutes: elapsedMinutes(match),
  }));
  return [...(zero ? [{ start: 0, end: zero[0].length, minutes: 0 }] : []), ...found].flatMap((one) =>
    elapsedMention(words, base, one),
  );
}

function elapsedMention(
  words: string,
  { date, clock, zone, zoneLabel }: ElapsedBase,
  { start, end, minutes }: { readonly start: number; readonly end: number; readonly minutes: number },
): readonly TimeMention[] {
  if (date?.kind !== "date" || date.year === null || clock === null) return [];
  const total = clock.hour * 60 + clock.minute + minutes;
  const day = plusDays({ year: date.year, month: date.month, day: date.day }, Math.floor(total / DAY_MINUTES));
  const place = { start, end };
  const ofDay = ((total % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  return [
    {
      ...place,
      zone,
      zoneLabel,
      hedged: /~\s?$/.test(words.slice(0, start)),
      rangeWithNext: false,
      date: { ...date, ...place, ...day, weekday: null, exchanged: false },
      clock: {
        ...clock,
        ...place,
        hour: Math.floor(ofDay / 60),
        minute: ofDay % 60,
        second: 0,
        precision: "minute",
        meridiem: null,
        weak: false,
        halfless: false,
      },
    },
  ];
}
