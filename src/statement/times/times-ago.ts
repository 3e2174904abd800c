import type { Day } from "../../time/calendar.js";
import { plusDays } from "../../time/calendar.js";
import { NUMBER_WORD, numberOf } from "../text/number-words.js";
import type { TimeMention } from "./time-mention.js";

/** When a post was written: what its words count back from. */
export interface PostTime {
  readonly mention: TimeMention;
  readonly day: Day | null;
  /** Minutes since local midnight. */
  readonly minutes: number | null;
}

const COUNT = `\\d{1,3}|half\\san?|(?:a\\s)?quarter\\sof\\san|an?|${NUMBER_WORD}`;
/** "about 25 minutes ago", "an hour and ten minutes ago". */
const AGO = new RegExp(
  `(\\b(?:about|around|approximately|approx\\.?|roughly|some|nearly|almost|over|just over)\\s|~\\s?)?(?<![\\d.,:])\\b(${COUNT})\\s?(minutes?|mins?|hours?|hrs?)(?:\\sand\\s(\\d{1,2}|${NUMBER_WORD})\\s?(?:minutes?|mins?))?\\sago\\b`,
  "gi",
);
/** What a page says of the post itself: "posted 3 hours ago". */
const OF_POST = /\b(?:posted|updated|published|created|edited|last (?:update|edit))\W{0,3}$/i;
const DAY_MINUTES = 1440;
const HOUR = 60;

function counted(count: string, unit: string): number {
  const value = /^half/i.test(count)
    ? 1 / 2
    : /quarter/i.test(count)
      ? 1 / 4
      : /^an?$/i.test(count)
        ? 1
        : numberOf(count);
  return Math.round(value * (/^h/i.test(unit) ? HOUR : 1));
}

/** The times that the words of a dated post count back from it: "this began about 25 minutes ago". None where the post has no time of day. */
export function timesAgo(words: string, { mention, day, minutes }: PostTime): readonly TimeMention[] {
  if (day === null || minutes === null || mention.clock === null) return [];
  const { clock } = mention;
  return [...words.matchAll(AGO)].flatMap((match): TimeMention[] => {
    const [whole, hedge, count, unit, more] = match as unknown as [string, string?, string?, string?, string?];
    if (OF_POST.test(words.slice(Math.max(0, match.index - 24), match.index))) return [];
    const back = counted(count as string, unit as string) + (more === undefined ? 0 : numberOf(more));
    const total = minutes - back;
    const ofDay = ((total % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
    const place = { start: match.index, end: match.index + whole.length };
    return [
      {
        ...place,
        date: {
          kind: "date",
          ...place,
          ...plusDays(day, Math.floor(total / DAY_MINUTES)),
          exchanged: false,
          weekday: null,
        },
        clock: {
          ...clock,
          ...place,
          hour: Math.floor(ofDay / HOUR),
          minute: ofDay % HOUR,
          second: 0,
          precision:
            /^h/i.test(unit as string) && more === undefined && !/half|quarter/i.test(count as string)
              ? "hour"
              : "minute",
          meridiem: null,
          weak: false,
          halfless: false,
        },
        zone: mention.zone,
        zoneLabel: mention.zoneLabel,
        hedged: hedge !== undefined,
        rangeWithNext: false,
      },
    ];
  });
}
