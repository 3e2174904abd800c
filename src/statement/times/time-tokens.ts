import { namedZone } from "../../time/zone-names.js";
import { ZONE_ABBREVIATION, zoneLabel } from "../../time/zone-label.js";
import type { ZoneLabel } from "../../time/zone-label.js";
import { LENGTH_LABEL } from "../text/length-label.js";
import { NUMBER_WORD, numberOf } from "../text/number-words.js";

/** A calendar date as far as it is written. */
export interface DateToken {
  readonly kind: "date";
  readonly start: number;
  readonly end: number;
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
  /** For 03/04/2025: the other reading, day and month exchanged. */
  readonly exchanged: boolean;
  /** 0 = Sunday, when the text names it. */
  readonly weekday: number | null;
}

/** "yesterday", "the next day", "Monday". */
export interface RelativeToken {
  readonly kind: "relative";
  readonly start: number;
  readonly end: number;
  /** Days from the running date; `null` for a weekday or a day of the month. */
  readonly days: number | null;
  readonly weekday: number | null;
  /** "the 28th": of the month that the text is at. */
  readonly dayOfMonth: number | null;
  /** Counted from the day of writing: "today", "yesterday", "last night"; not "the next day". */
  readonly fromWriting: boolean;
}

/** A clock's reading. */
export interface ClockToken {
  readonly kind: "clock";
  readonly start: number;
  readonly end: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly precision: "second" | "minute" | "hour";
  readonly meridiem: "am" | "pm" | null;
  /** Written so that it counts only next to a date or a zone: 10.30, 1530, 15h30, noon. */
  readonly weak: boolean;
}

/** A zone behind a time. */
interface ZoneToken {
  readonly kind: "zone";
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly zone: ZoneLabel;
}

export type TimeToken = DateToken | RelativeToken | ClockToken | ZoneToken;

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const WEEKDAY = "(?:(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,?\\s{1,3}(?:the\\s)?)?";
const YEAR = "((?:19|20)\\d\\d)(?![:\\d.]\\d|\\s?(?:hrs|hours))";

const ISO = /(?<![\d./-])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d%]|[-/.][\w])/g;
/** 20240503T140500Z. */
const COMPACT = /(?<![\w])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?=T[0-2]\d[0-5]\d)/g;
const COMPACT_CLOCK = /(?<=(?:19|20)\d{6}T)([0-2]\d)([0-5]\d)([0-5]\d)?(?=Z|[+-]\d\d|\b)/g;
/** 03-May-24. */
const SHORT_YEAR = new RegExp(`(?<![\\w-])(\\d{1,2})([-/ ])${MONTH}\\2['’]?(\\d\\d)(?![\\d:])`, "gi");
const DAY_FIRST = new RegExp(
  `\\b${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th)?(?:\\s(?:day\\s)?of)?[\\s-]{1,2}${MONTH}(?![a-z])(?:[\\s,-]{1,3}(?:of\\s)?${YEAR})?`,
  "gi",
);
const MONTH_FIRST = new RegExp(
  `\\b${WEEKDAY}${MONTH}[\\s-]{1,3}(?:the\\s)?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d%:]|\\.\\d)(?:(?:,\\s?|\\s{1,2}|-)${YEAR}|(?=\\s\\d\\d:\\d\\d:\\d\\d\\s(?:[A-Z]{3,4}\\s)?((?:19|20)\\d\\d)\\b)|)`,
  "gi",
);
/** "27 to 28 August 2024", "Saturday 25 and Sunday 26 October 2025": the first day, whose month stands behind the second. */
const FIRST_OF_DAYS = new RegExp(
  `(?<![\\d:.,/$-]|\\b(?:day|week|phase|event|part|no|incident|step|item|section|stop)\\.?\\s)\\b${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th)?(?=\\s?(?:-|–|—|to|and|&|/)\\s?${WEEKDAY}\\d{1,2}(?:st|nd|rd|th)?(?:\\sof)?[\\s-]${MONTH}(?![a-z])(?:[\\s,-]{1,3}(?:of\\s)?${YEAR})?)`,
  "gi",
);
/** "October 5-6, 2024". */
const MONTH_AND_DAYS = new RegExp(
  `\\b${MONTH}\\s(\\d{1,2})(?:st|nd|rd|th)?\\s?(?:-|–|—|to|and|&)\\s?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:.])(?:,?\\s{1,2}${YEAR})?`,
  "gi",
);
const NUMERIC = /(?<![\d/.:-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)?\d\d)(?![\d/%]|[.:-]\d)/g;
const SHORT_NUMERIC = /(?<![\d/.:-])(\d{1,2})\/(\d{1,2})(?=\s{0,2}(?:at|@|,|-)?\s{0,2}\d{1,2}:\d\d)/g;
const PART = "(?:\\s(?:morning|afternoon|evening|night|lunchtime|noon))?";
const RELATIVE = new RegExp(
  `\\b(?:((?:the\\s)?same (?:day|morning|afternoon|evening|night)|that (?:day|morning|afternoon|evening|night)|today|tonight|this (?:morning|afternoon|evening))|(tomorrow${PART}|(?:the )?(?:next|following) (?:day|morning|evening|afternoon)|the day after(?=[,.;)]| at\\s\\d)|a day later)|(yesterday${PART}|(?:the )?(?:previous|prior) (?:day|evening|night|afternoon)|(?:the )?(?:day|evening|night) before(?=[,.;)])|last night))\\b(?!['’]s)`,
  "gi",
);
/** "01:10 (+1)", "01:10 +1d". */
const DAYS_LATER = /\b(\d{1,2}|two|three|four|five|six|seven|ten) days (?:later|afterwards)\b|\b(a week later)\b/gi;
const DAYS_ON = /(?<=\d\d\s?)(?:\(\+(\d)(?:\s?d(?:ays?)?)?\)|\+(\d)\s?d(?:ays?)?\b)/gi;
const DAY_NAME = "(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const NOT_A_DATE =
  "(?!['’]s|,?\\s{1,3}(?:the\\s)?(?:\\d{1,2}(?!\\d|:|\\.\\d\\d|\\s?[ap]\\.?m|h\\d)|[Jj]an|[Ff]eb|[Mm]ar(?:ch|\\s\\d)|[Aa]pr|[Mm]ay\\s\\d|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ep|[Oo]ct|[Nn]ov|[Dd]ec))";
/** "on Tuesday morning", "Friday night", "(Wednesday)"; not "every Monday" or "a normal Saturday". */
const ON_WEEKDAY = new RegExp(
  `(?:\\b(?:[Oo]n|[Tt]his|[Ll]ast|[Ll]ate|[Ee]arly|[Uu]ntil|[Tt]ill|[Ss]ince|[Bb]y|[Ff]rom|to|of)\\s(?:the\\s)?|^\\W{0,6}|\\()${DAY_NAME}${PART}\\b${NOT_A_DATE}|(?<!\\b(?:[Ee]very|[Ee]ach|[Aa]ny|[Aa]|normal|usual|most|[Ff]or|value)\\s)\\b${DAY_NAME}(?:\\s(?:morning|afternoon|evening|night)|(?=,?\\s(?:at\\s)?\\d{1,2}[:.h]\\d\\d))`,
  "g",
);
const SHORT_WEEKDAY = /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?(?=,?\s\d{1,2}[:.h]\d\d)/g;
/** "the 28th", "on Tuesday the 10th", "Thursday, the 5th". */
const DAY_OF_MONTH = new RegExp(
  `(?:\\b${DAY_NAME},?\\s)?\\b(?:[Tt]he)\\s(\\d{1,2})(?:st|nd|rd|th)\\b(?!\\s(?:of|percentile|time|attempt|day|hour|floor|century|anniversary|[\\p{Ll}]+(?:ion|er|or|est))\\b|\\s(?:January|February|March|April|May|June|July|August|September|October|November|December))`,
  "gu",
);
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
const WORDS = /\b(?:12\s)?(midnight|noon|midday)\b/gi;

const SPOKEN_ZONE =
  "(?:(?:US|U\\.S\\.)\\s)?(?:\\p{Lu}[\\p{L}.'’-]{1,20}\\s){1,3}(?:(?:[Ss]tandard|[Dd]aylight|[Ss]ummer|[Mm]ean|[Ll]ocal)\\s)?[Tt]ime(?![\\p{L}])|(?:the\\s)?peninsular\\stime";
const ZONE = new RegExp(
  `\\s?\\(?(Z(?![\\w])|(?:(?:(?:UTC|GMT)\\s?[+\\-]|(?:UTC|GMT)\\s\\+\\s)\\d{1,2}|\\s?[+\\-]\\d\\d)(?::?(?:00|15|30|45))?(?!\\d|:\\d)(?=\\W|$)|(?:${ZONE_ABBREVIATION})(?![A-Za-z])|(?:utc|gmt|cest|cet|bst|edt|pdt|pst)(?![A-Za-z])|${SPOKEN_ZONE}|US/(?:Pacific|Eastern|Central|Mountain)|(?:Africa|America|Asia|Australia|Europe|Pacific|Atlantic)/[A-Za-z_]{2,30})\\)?`,
  "yu",
);
/** "local time, CEST", "local time (Copenhagen)": what stands behind is the zone. */
const LOCAL = /[\s,]{0,2}\(?local time[\s,:]{1,2}(?:\(|in\s|at\s|of\s)?/y;
const LOCAL_PLACE = /(\p{Lu}[\p{L}'’-]{1,20}(?:\s\p{Lu}[\p{L}'’-]{1,20}){0,2})\)?/uy;

type Found = (TimeToken | null)[];

function matches(pattern: RegExp, words: string, make: (match: RegExpMatchArray) => TimeToken | null): Found {
  return [...words.matchAll(pattern)].map(make);
}

const monthOf = (text: string): number => MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;
const weekdayOf = (text: string | undefined): number | null =>
  text ? DAYS.indexOf(text.slice(0, 3).toLowerCase()) : null;

function date(
  match: RegExpMatchArray,
  year: number | null,
  month: number,
  day: number,
  weekday: number | null,
  exchanged = false,
): DateToken | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const start = match.index as number;
  return { kind: "date", start, end: start + match[0].length, year, month, day, exchanged, weekday };
}

/** "may 3" in lower case is a verb; a month's own name begins with a capital. */
const isMonth = (text: string): boolean => /^[A-Z]/.test(text) || text.length > 3;

function numericDate(match: RegExpMatchArray, first: number, second: number, year: number | null): DateToken | null {
  if (first > 12) return date(match, year, second, first, null);
  if (second > 12) return date(match, year, first, second, null);
  return date(match, year, first, second, null, first !== second);
}

function dates(words: string): Found {
  return [
    ...matches(ISO, words, (m) => date(m, Number(m[1]), Number(m[3]), Number(m[4]), null)),
    ...matches(COMPACT, words, (m) => date(m, Number(m[1]), Number(m[2]), Number(m[3]), null)),
    ...matches(SHORT_YEAR, words, (m) =>
      m[2] === "-" || /['’]/.test(m[0])
        ? date(m, 2000 + Number(m[4]), monthOf(m[3] as string), Number(m[1]), null)
        : null,
    ),
    ...matches(FIRST_OF_DAYS, words, (m) =>
      isMonth(m[4] as string)
        ? date(m, m[5] ? Number(m[5]) : null, monthOf(m[4] as string), Number(m[2]), weekdayOf(m[1]))
        : null,
    ),
    ...[...words.matchAll(MONTH_AND_DAYS)].flatMap((m) => daysOfMonth(m)),
    ...matches(DAY_FIRST, words, (m) =>
      isMonth(m[3] as string)
        ? date(m, m[4] ? Number(m[4]) : null, monthOf(m[3] as string), Number(m[2]), weekdayOf(m[1]))
        : null,
    ),
    ...matches(MONTH_FIRST, words, (m) =>
      isMonth(m[2] as string)
        ? date(m, m[4] || m[5] ? Number(m[4] ?? m[5]) : null, monthOf(m[2] as string), Number(m[3]), weekdayOf(m[1]))
        : null,
    ),
    ...matches(NUMERIC, words, (m) => {
      const year = m[4] as string;
      if (m[2] !== "/" && year.length < 4) return shortDate(m, m[2] === ".");
      return numericDate(m, Number(m[1]), Number(m[3]), year.length === 2 ? 2000 + Number(year) : Number(year));
    }),
    ...matches(SHORT_NUMERIC, words, (m) => numericDate(m, Number(m[1]), Number(m[2]), null)),
    ...matches(RELATIVE, words, (m) =>
      relative(m, { days: m[1] ? 0 : m[2] ? 1 : -1, fromWriting: /^(?:to|yest|this|last)/i.test(m[0]) }),
    ),
    ...matches(DAYS_LATER, words, (m) => relative(m, { days: m[2] ? 7 : numberOf(m[1] as string) })),
    ...matches(DAYS_ON, words, (m) => ({ ...relative(m, { days: Number(m[1] ?? m[2]) }), start: m.index as number })),
    ...matches(SHORT_WEEKDAY, words, (m) => relative(m, { weekday: weekdayOf(m[1]) })),
    ...matches(ON_WEEKDAY, words, (m) => relative(m, { weekday: weekdayOf(m[1] ?? m[2]) })),
    ...matches(DAY_OF_MONTH, words, (m) =>
      Number(m[2]) <= 31 && Number(m[2]) > 0
        ? relative(m, { dayOfMonth: Number(m[2]), weekday: weekdayOf(m[1]) })
        : null,
    ),
  ];
}

/** The last year that two digits before a month stand for; what is above it is a day. */
const LAST_SHORT_YEAR = 27;

/** "24.07.25", "30-07-25", "25-07-30": read where only one order gives a year that has been. */
function shortDate(match: RegExpMatchArray, dotted: boolean): DateToken | null {
  if (!/^\d\d\D\d\d\D\d\d$/.test(match[0])) return null;
  const [first, month, last] = [Number(match[1]), Number(match[3]), Number(match[4])];
  if (dotted || first > LAST_SHORT_YEAR)
    return last <= LAST_SHORT_YEAR ? date(match, 2000 + last, month, first, null) : null;
  return last > LAST_SHORT_YEAR && first >= 10 ? date(match, 2000 + first, month, last, null) : null;
}

function daysOfMonth(match: RegExpMatchArray): Found {
  const [whole, month, first, second, year] = match as unknown as readonly [
    string,
    string,
    string,
    string,
    string | undefined,
  ];
  if (!isMonth(month)) return [];
  const start = match.index as number;
  const cut = whole.indexOf(first, month.length) + first.length;
  const from = whole.indexOf(second, cut);
  const make = (day: string, at: number, length: number): DateToken | null => {
    const token = date(match, year ? Number(year) : null, monthOf(month), Number(day), null);
    return token && { ...token, start: start + at, end: start + at + length };
  };
  return [make(first, 0, cut), make(second, from, whole.length - from)];
}

function relative(match: RegExpMatchArray, known: Partial<RelativeToken>): RelativeToken {
  const start =
    (match.index as number) +
    (/^\W*(?:(?:on|until|till|since|by|from|to|of)\s(?:the\s)?)?/i.exec(match[0])?.[0].length ?? 0);
  return {
    kind: "relative",
    start,
    end: (match.index as number) + match[0].length,
    days: null,
    weekday: null,
    dayOfMonth: null,
    fromWriting: false,
    ...known,
  };
}

type Reading = readonly [hour: number, minute: number, second: number | null];

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

function clocks(words: string, fourDigits: FourDigits): Found {
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
    ...matches(WORDS, words, (m) =>
      clock(m, [/mid(?:night)/i.test(m[1] as string) ? 0 : 12, 0, null], "minute", undefined, true),
    ),
  ];
}

function spokenClock(match: RegExpMatchArray): ClockToken | null {
  const [, part, side, name, half] = match as unknown as readonly [string, string, string, string, string];
  const minutes = /half/i.test(part) ? 30 : /quarter/i.test(part) ? 15 : numberOf(part);
  const hour = HOUR_NAMES.indexOf(name.toLowerCase()) + 1;
  const total = (hour * 60 + (/to/i.test(side) ? -minutes : minutes) + 720) % 720;
  return clock(
    match,
    [Math.floor(total / 60) || 12, total % 60, null],
    "minute",
    /morning/i.test(half) ? "a" : "p",
    false,
  );
}

/** The zone that follows a position, past blanks, "hrs" or a parenthesis. */
function zoneAfter(words: string, position: number): ZoneToken | null {
  const skipped = /^\s?(?:hrs|hours|h|LT|L)\b/.exec(words.slice(position, position + 8))?.[0].length ?? 0;
  LOCAL.lastIndex = position + skipped;
  const local = LOCAL.exec(words)?.[0].length ?? 0;
  const named = local > 0 ? labelAt(LOCAL_PLACE, words, position, position + skipped + local, namedZone) : null;
  return labelAt(ZONE, words, position, position + skipped + local, zoneLabel) ?? named;
}

function labelAt(
  pattern: RegExp,
  words: string,
  start: number,
  from: number,
  read: (label: string) => ZoneLabel | null,
): ZoneToken | null {
  pattern.lastIndex = from;
  const label = pattern.exec(words)?.[1];
  const zone =
    label === undefined ? null : read(/^[a-z]{3,4}$/.test(label) ? label.toUpperCase() : label.replace(/^the\s/, ""));
  if (!zone || label === undefined) return null;
  // "(Brasilia time, UTC-3)", "(IST, UTC+5:30)": said twice.
  const again =
    /^(?:[,\s=/]{1,3}\(?(?:UTC|GMT)\s?[+-]\s?\d{1,2}(?::?\d\d)?\)?)\)?/.exec(
      words.slice(pattern.lastIndex, pattern.lastIndex + 20),
    )?.[0].length ?? 0;
  return { kind: "zone", start, end: pattern.lastIndex + again, label, zone };
}

/** Of tokens that overlap the earlier one stays, of those with one start the longer. */
function disjoint(found: Found): (DateToken | RelativeToken | ClockToken)[] {
  const sorted = found.filter((token) => token !== null && token.kind !== "zone") as (
    | DateToken
    | RelativeToken
    | ClockToken
  )[];
  sorted.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: (DateToken | RelativeToken | ClockToken)[] = [];
  for (const token of sorted) if (token.start >= (kept.at(-1)?.end ?? 0)) kept.push(token);
  return kept;
}

/**
 * The dates, clock readings and zones in a stretch of words, in order and without overlaps. A zone counts only behind a clock reading or behind a
 * date that a clock reading stands before.
 */
export function timeTokens(words: string, fourDigits: FourDigits): readonly TimeToken[] {
  const tokens: TimeToken[] = [];
  for (const token of disjoint([...dates(words), ...clocks(words, fourDigits)])) {
    if (token.start < (tokens.at(-1)?.end ?? 0)) continue;
    tokens.push(token);
    const zone = token.kind === "relative" ? null : zoneAfter(words, token.end);
    // "2025-03-31 -5 %" is no offset: behind a date only a named zone counts.
    if (zone && (token.kind === "clock" || /[A-Za-z]/.test(zone.label))) tokens.push(zone);
  }
  return tokens;
}
