import { ZONE_ABBREVIATION } from "../../time/zone-label.js";
import { LENGTH_LABEL } from "../text/length-label.js";
import { NUMBER_WORD, numberOf } from "../text/number-words.js";
import { type ClockToken, type Found, matches } from "./time-token.js";

const COMPACT_CLOCK = /(?<=(?:19|20)\d{6}T)([0-2]\d)([0-5]\d)([0-5]\d)?(?=Z|[+-]\d\d|\b)/g;

/** "041402Z MAR 25": the reading behind the day of the month. */
const GROUP_CLOCK = /(?<=(?<![\w.-])[0-3]\d)([0-2]\d)([0-5]\d)(?=Z\s?[A-Z]{3,9}\s?(?:20)?\d\d(?![\d:]))/gi;

/** Behind a plus, or a minus behind seconds or an ISO date's reading, stands an offset: 14:05:00-05:00. Else a minus joins two readings. */
const COLON =
  /(?<![\d:.])(?<![\dT]\+|T-|:\d\d:\d\d(?:[.,]\d{1,9})?-|\d{4}-\d\d-\d\d[T ]\d\d:\d\d-|(?:UTC|GMT)\s?[-+])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?!\d|:\d|\.\d)(?:\s{0,2}([ap])\.?\s?m\b\.?)?/gi;

/** "from 9 to 11am": the half of the day stands behind the second hour. */
const BARE_HOUR =
  /(?<=\b(?:from|between)\s)(\d{1,2})(?=\s?(?:-|–|—|to|and|until)\s?\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?\s?m\b)/gi;

const MERIDIEM = /(?<![\d:.,])(\d{1,2})(?:\.(\d{2}))?\s?([ap])\.?m\b\.?(?!\w)/gi;

const DOTTED =
  /(?<![\d:.,/-])(\d{1,2})\.(\d{2})(?!\d|\.\d|%|\s?(?:%|percent|per|[a-z]{0,3}bps|gb|mb|tb|x\b|million|billion|hours|minutes|seconds))/gi;

const FOUR_DIGITS = "(?<![\\d:.,/#\\p{L}-])([01]\\d|2[0-3])([0-5]\\d)";

const MILITARY = new RegExp(
  `${FOUR_DIGITS}(?=(?:\\s?(?:-|–|—|to|and|until)\\s?[0-2]\\d[0-5]\\d)?\\s?(?:hrs\\b|hours?\\b|h\\b|Z\\b|L\\b|LT\\b|(?:${ZONE_ABBREVIATION})\\b))`,
  "gu",
);

/** In a text that stamps its lines so: at a line's head, in a span, behind a preposition. */
const STAMP_DIGITS =
  /(?<=^[^\p{L}\p{N}]{0,4}(?:\([a-z]{1,2}\)\s)?|[01]\d[0-5]\d\s?(?:[-–—]|to|until)\s?|2[0-3][0-5]\d\s?(?:[-–—]|to|until)\s?|\b(?:at|from|between|until|till|since|by|around|about|before|after|approx\.?)\s)([01]\d|2[0-3])([0-5]\d)(?![\d:.,/]\d|\d|\s?(?:%|[kKMGT]i?B|ms\b|V\b|of\b|or\b))/gu;

/** In a text that writes "at 0207 UTC" once: "restored at 0311". */
const PREPOSITION_DIGITS =
  /(?<=\b(?:at|from|between|until|till|by)\s|[01]\d[0-5]\d\s?(?:[-–—]|to|until|and)\s?|2[0-3][0-5]\d\s?(?:[-–—]|to|until|and)\s?)([01]\d|2[0-3])([0-5]\d)(?![\d:.,/]\d|\d|\s?(?:%|[kKMGT]i?B|ms\b|V\b|of\b|or\b|per\b|\p{Ll}{3,}s\b))/gu;

const FRENCH = /(?<![\d:.,])(\d{1,2})(?:h(?=\d\d(?:min\b|(?![\dm])))|\sh\s(?=\d\d(?!\s?\d|\s?m)))([0-5]\d)(?:min\b)?/g;

const DOTTED_HOURS = /(?<=\b(?:at|until|from|by|to|since)\s)([01]\d|2[0-3])\.([0-5]\d)(?=\s?(?:hours|hrs)\b)/g;

/** "around 11h", "at 6 o'clock in the morning", "by seven o'clock". */
const HOURS = /(?<=\b(?:at|around|about|towards|until|since|from|to)\s(?:about\s)?)(\d{1,2})h(?![\w:.])/gi;

const HOUR_NAMES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

const OCLOCK = new RegExp(
  `(?<![\\d:.])\\b(\\d{1,2}|${HOUR_NAMES.join("|")})\\so['’]clock(?:\\s(?:in the|at|this|that|the same)\\s(morning|afternoon|evening|night))?`,
  "gi",
);

/** "half past two in the afternoon", "ten to six this morning". */
const SPOKEN_CLOCK = new RegExp(
  `\\b(half|(?:a\\s)?quarter|${NUMBER_WORD})(?:\\sminutes)?\\s(past|to)\\s(${HOUR_NAMES.join("|")})\\s(?:in the|at|this|that|the same)\\s(morning|afternoon|evening|night)\\b`,
  "gi",
);

const NO_NOUN = "(?!\\s(?:\\p{Ll}+s\\b|per\\b|percent\\b|of\\b|hundred|thousand|million))";
const SPOKEN_PART = `half|(?:a\\s)?quarter|${NUMBER_WORD}`;

/**
 * "at half past ten", "ten minutes past four", "by twenty to ten": the half of the day is left to the times around. "To" joins two numbers as well, so
 * that it asks for a preposition before it and for no noun behind it.
 */
const HALFLESS_CLOCK = new RegExp(
  [
    `\\b(${SPOKEN_PART})(?:\\sminutes)?\\s(past)\\s(${HOUR_NAMES.join("|")})\\b`,
    `(?<=\\b(?:at|by|since|until|till|around|about|before|after)\\s)(${SPOKEN_PART})(?:\\sminutes)?\\s(to)\\s(${HOUR_NAMES.join("|")})\\b${NO_NOUN}`,
    `(?<=\\b(?:from|to|between|and)\\s)((?:a\\s)?quarter)\\s(to)\\s(${HOUR_NAMES.join("|")})\\b${NO_NOUN}`,
  ].join("|"),
  "giu",
);

const WORDS = /\b(?:12\s)?(midnight|noon|midday)\b/gi;

type Reading = readonly [hour: number, minute: number, second: number | null];

/** A clock's reading as a token; `null` where it is none. */
function clock(
  match: RegExpMatchArray,
  [hour, minute, second]: Reading,
  precision: ClockToken["precision"],
  half: string | undefined,
  weak: boolean,
): ClockToken | null {
  if (
    hour > 24 ||
    minute > 59 ||
    (second ?? 0) > 59 ||
    (half && (hour > 12 || hour === 0)) ||
    (hour === 24 && minute > 0)
  )
    return null;
  const start = match.index as number;
  const meridiem = half === undefined ? null : half.toLowerCase() === "a" ? "am" : "pm";
  const hour24 = meridiem === null ? hour : (hour % 12) + (meridiem === "pm" ? 12 : 0);
  return {
    kind: "clock",
    start,
    end: start + match[0].length,
    hour: hour24,
    minute,
    second: second ?? 0,
    precision,
    meridiem,
    weak,
  };
}

/** "Duration: 00:35:00" is no time of day. */
const LENGTH = new RegExp(`${LENGTH_LABEL}$`, "i");

const isLength = (words: string, match: RegExpMatchArray): boolean =>
  match[4] === undefined &&
  !/^\s?(?:to|until|[-–—])\s?\d/.test(words.slice((match.index as number) + match[0].length)) &&
  LENGTH.test(words.slice(Math.max(0, (match.index as number) - 48), match.index));

/** Which readings of four digits count without a mark: at the head of lines, behind a preposition, or none. */
export type FourDigits = "stamps" | "prepositions" | "none";

/** The clock readings in words. */
export function clocks(words: string, fourDigits: FourDigits): Found {
  return [
    ...matches(COLON, words, (m) =>
      isLength(words, m)
        ? null
        : clock(m, [Number(m[1]), Number(m[2]), m[3] ? Number(m[3]) : null], m[3] ? "second" : "minute", m[4], false),
    ),
    ...matches(MERIDIEM, words, (m) =>
      clock(m, [Number(m[1]), Number(m[2] ?? 0), null], m[2] ? "minute" : "hour", m[3], false),
    ),
    ...matches(BARE_HOUR, words, (m) => clock(m, [Number(m[1]), 0, null], "hour", undefined, false)),
    ...matches(COMPACT_CLOCK, words, (m) =>
      clock(m, [Number(m[1]), Number(m[2]), m[3] ? Number(m[3]) : null], m[3] ? "second" : "minute", undefined, false),
    ),
    ...matches(GROUP_CLOCK, words, (m) => clock(m, [Number(m[1]), Number(m[2]), null], "minute", undefined, false)),
    ...matches(DOTTED, words, (m) => clock(m, [Number(m[1]), Number(m[2]), null], "minute", undefined, true)),
    ...matches(DOTTED_HOURS, words, (m) => clock(m, [Number(m[1]), Number(m[2]), null], "minute", undefined, false)),
    ...matches(MILITARY, words, (m) => {
      // "0214 hrs: …" heads an entry; "0400 hours of work" is a length.
      const heads = /^\s?(?:hrs|hours|h|Z|L|LT)\s?[:–—-]/.test(words.slice((m.index as number) + m[0].length));
      return clock(m, [Number(m[1]), Number(m[2]), null], "minute", undefined, !heads);
    }),
    ...(fourDigits === "prepositions"
      ? matches(PREPOSITION_DIGITS, words, (m) =>
          clock(m, [Number(m[1]), Number(m[2]), null], "minute", undefined, false),
        )
      : []),
    ...(fourDigits === "stamps"
      ? matches(STAMP_DIGITS, words, (m) => clock(m, [Number(m[1]), Number(m[2]), null], "minute", undefined, false))
      : []),
    ...matches(FRENCH, words, (m) => clock(m, [Number(m[1]), Number(m[2]), null], "minute", undefined, true)),
    ...matches(HOURS, words, (m) => clock(m, [Number(m[1]), 0, null], "minute", undefined, false)),
    ...matches(OCLOCK, words, (m) =>
      clock(
        m,
        [HOUR_NAMES.indexOf((m[1] as string).toLowerCase()) + 1 || Number(m[1]), 0, null],
        "hour",
        m[2] && (/morning/i.test(m[2]) ? "a" : "p"),
        false,
      ),
    ),
    ...matches(SPOKEN_CLOCK, words, spokenClock),
    ...matches(HALFLESS_CLOCK, words, halflessClock),
    ...matches(WORDS, words, (m) =>
      clock(m, [/mid(?:night)/i.test(m[1] as string) ? 0 : 12, 0, null], "minute", undefined, true),
    ),
  ];
}

/** A reading in words as hour and minute of a twelve-hour clock. */
function spokenReading(part: string, side: string, name: string): Reading {
  const minutes = /half/i.test(part) ? 30 : /quarter/i.test(part) ? 15 : numberOf(part);
  const hour = HOUR_NAMES.indexOf(name.toLowerCase()) + 1;
  const total = (hour * 60 + (/to/i.test(side) ? -minutes : minutes) + 720) % 720;
  return [Math.floor(total / 60) || 12, total % 60, null];
}

function spokenClock(match: RegExpMatchArray): ClockToken | null {
  const [, part, side, name, half] = match as unknown as readonly [string, string, string, string, string];
  return clock(match, spokenReading(part, side, name), "minute", /morning/i.test(half) ? "a" : "p", false);
}

function halflessClock(match: RegExpMatchArray): ClockToken | null {
  const [part, side, name] = match.slice(1).filter((group) => group !== undefined) as [string, string, string];
  const token = clock(match, spokenReading(part, side, name), "minute", undefined, false);
  return token && { ...token, halfless: true };
}
