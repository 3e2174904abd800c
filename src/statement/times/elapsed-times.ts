import { plusDays } from "../../time/calendar.js";
import type { TimeMention } from "./time-mention.js";

/** The instant that a text counts from: "T0 = 2025-09-10T01:00Z". */
export type ElapsedBase = Pick<TimeMention, "date" | "clock" | "zone" | "zoneLabel">;

const BASE = /\bT(?:0|-0|\s?zero)?\s?(?:=|:|is|at)\s{0,2}$/;
/** "T+2h45", "T+0:10", "T+90 min", "T+3h", "T-5 min", "T+12". */
const ELAPSED =
  /\bT0?\s?([+−–-])\s?(?:(\d{1,3})(?:\s?h(?:rs?|ours?)?\s?|:)([0-5]\d)(?:\s?m(?:in(?:utes?)?)?)?|(\d{1,3})\s?h(?:rs?|ours?)?|(\d{1,4})\s?(?:m(?:in(?:utes?|s)?)?)?)(?![\w:])/g;

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
      ({ start, clock }) => clock !== null && BASE.test(words.slice(Math.max(0, start - 12), start)),
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

/** The times counted from a base. */
export function elapsedMentions(words: string, base: ElapsedBase): readonly TimeMention[] {
  const { date, clock } = base;
  if (date?.kind !== "date" || date.year === null || clock === null) return [];
  const first = { year: date.year, month: date.month, day: date.day };
  return [...words.matchAll(ELAPSED)].map((match): TimeMention => {
    const [start, end] = [match.index, match.index + match[0].length];
    const elapsed = Number(match[2] ?? match[4] ?? 0) * 60 + Number(match[3] ?? match[5] ?? 0);
    const total = clock.hour * 60 + clock.minute + (match[1] === "+" ? elapsed : -elapsed);
    const day = plusDays(first, Math.floor(total / 1440));
    const place = { start, end };
    return {
      ...place,
      zone: base.zone,
      zoneLabel: base.zoneLabel,
      hedged: /~\s?$/.test(words.slice(0, start)),
      rangeWithNext: false,
      date: { ...date, ...place, ...day, weekday: null, exchanged: false },
      clock: {
        ...clock,
        ...place,
        hour: Math.floor((((total % 1440) + 1440) % 1440) / 60),
        minute: ((total % 60) + 60) % 60,
        second: 0,
        precision: "minute",
        meridiem: null,
        weak: false,
      },
    };
  });
}
