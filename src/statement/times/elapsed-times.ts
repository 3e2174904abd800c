import { plusDays } from "../../time/calendar.js";
import type { TimeMention } from "./time-mention.js";

/** The instant that a text counts from: "T0 = 2025-09-10T01:00Z". */
export type ElapsedBase = Pick<TimeMention, "date" | "clock" | "zone" | "zoneLabel">;

const BASE = /\bT(?:0|-0|\s?zero)?\s?(?:=|:|is|at)\s{0,2}$/;
/** "T+2h45", "T+0:10", "T+90 min", "T+3h". */
const ELAPSED =
  /\bT\s?\+\s?(?:(\d{1,3})(?:\s?h(?:rs?|ours?)?\s?|:)([0-5]\d)(?:\s?m(?:in(?:utes?)?)?)?|(\d{1,3})\s?h(?:rs?|ours?)?|(\d{1,4})\s?m(?:in(?:utes?|s)?)?)\b/g;

/** The instant that the words of a text count from, where one is written out behind "T =". */
export function elapsedBase(
  passages: readonly { readonly words: string; readonly mentions: readonly TimeMention[] }[],
): ElapsedBase | null {
  for (const { words, mentions } of passages) {
    const base = mentions.find(
      ({ start, date, clock }) =>
        date?.kind === "date" &&
        date.year !== null &&
        clock !== null &&
        BASE.test(words.slice(Math.max(0, start - 12), start)),
    );
    if (base) return base;
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
    const total =
      clock.hour * 60 + clock.minute + Number(match[1] ?? match[3] ?? 0) * 60 + Number(match[2] ?? match[4] ?? 0);
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
        hour: Math.floor(total / 60) % 24,
        minute: total % 60,
        second: 0,
        precision: "minute",
        meridiem: null,
        weak: false,
      },
    };
  });
}
