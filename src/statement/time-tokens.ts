import { ZONE_ABBREVIATION, zoneLabel } from "../incident/zoned-time-label.js";
import type { ZoneLabel } from "../incident/zoned-time-label.js";

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
  /** Days from the running date; `null` for a weekday. */
  readonly days: number | null;
  readonly weekday: number | null;
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
const MONTH = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const WEEKDAY = "(?:(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,?\\s{1,3}(?:the\\s)?)?";
const YEAR = "((?:19|20)\\d\\d)(?![:\\d.]\\d|\\s?(?:hrs|hours|UTC|GMT))";

const ISO = /(?<![\d./-])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d%]|[-/.][\w])/g;
const DAY_FIRST = new RegExp(`\\b${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th)?(?:\\s(?:day\\s)?of)?[\\s-]{1,2}${MONTH}(?![a-z])(?:[\\s,-]{1,3}${YEAR})?`, "gi");
const MONTH_FIRST = new RegExp(`\\b${WEEKDAY}${MONTH}[\\s-]{1,2}(\\d{1,2})(?:st|nd|rd|th)?(?![\\d%:]|\\.\\d)(?:(?:,\\s?|\\s{1,2}|-)${YEAR})?`, "gi");
const NUMERIC = /(?<![\d/.:-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)?\d\d)(?![\d/%]|[.:-]\d)/g;
const SHORT_NUMERIC = /(?<![\d/.:-])(\d{1,2})\/(\d{1,2})(?=\s{0,2}(?:at|@|,|-)?\s{0,2}\d{1,2}:\d\d)/g;
const RELATIVE = /\b(?:(same day|today|tonight|this (?:morning|afternoon|evening))|(tomorrow|(?:the )?(?:next|following) (?:day|morning|evening|afternoon))|(yesterday|(?:the )?(?:previous|prior) (?:day|evening|night|afternoon)|last night))\b(?!['’]s)/gi;
const ON_WEEKDAY = /\b(?:on|this|last|late|early)\s(mon|tues|wednes|thurs|fri|satur|sun)day\b(?!,?\s{1,3}(?:the\s)?(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/gi;
const COLON = /(?<![\d:.])(?<![\d][-+])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?!\d|:\d|\.\d)(?:\s{0,2}([ap])\.?\s?m\b\.?)?/gi;
const MERIDIEM = /(?<![\d:.,])(\d{1,2})(?:\.(\d{2}))?\s?([ap])\.?m\b\.?(?!\w)/gi;
const DOTTED = /(?<![\d:.,/-])(\d{1,2})\.(\d{2})(?!\d|\.\d|%|\s?(?:%|percent|per|[a-z]{0,3}bps|gb|mb|tb|x\b|million|billion|hours|minutes|seconds))/gi;
const MILITARY = /(?<![\d:.,/#-])([01]\d|2[0-3])([0-5]\d)(?=\s?(?:hrs\b|hours?\b|h\b|Z\b|UTC|GMT|BST|[ECMP][SD]T\b|CES?T\b))/g;
const FRENCH = /(?<![\d:.,])(\d{1,2})h([0-5]\d)(?![\dm])/g;
const WORDS = /\b(?:12\s)?(midnight|noon|midday)\b/gi;

const SPOKEN_ZONE = "(?:(?:US|U\\.S\\.)\\s)?(?:Pacific|Eastern|Central|Mountain|British|UK|London|India|Japan|Singapore|Central European|Coordinated Universal|Greenwich)(?:\\s(?:Standard|Daylight|Summer|Mean))?\\s[Tt]ime";
const ZONE = new RegExp(`\\s?\\(?(Z(?![\\w])|(?:(?:UTC|GMT)?\\s?[+\\-]|(?:UTC|GMT)\\s\\+\\s)\\d{1,2}(?::?(?:00|15|30|45))?(?![\\d:])(?=\\W|$)|(?:${ZONE_ABBREVIATION})(?![A-Za-z])|${SPOKEN_ZONE}|US/(?:Pacific|Eastern|Central|Mountain)|(?:Africa|America|Asia|Australia|Europe|Pacific|Atlantic)/[A-Za-z_]{2,30})\\)?`, "y");

type Found = (TimeToken | null)[];

function matches(pattern: RegExp, words: string, make: (match: RegExpMatchArray) => TimeToken | null): Found {
  return [...words.matchAll(pattern)].map(make);
}

const monthOf = (text: string): number => MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;
const weekdayOf = (text: string | undefined): number | null => (text ? DAYS.indexOf(text.slice(0, 3).toLowerCase()) : null);

function date(match: RegExpMatchArray, year: number | null, month: number, day: number, weekday: number | null, exchanged = false): DateToken | null {
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
    ...matches(DAY_FIRST, words, (m) => (isMonth(m[3] as string) ? date(m, m[4] ? Number(m[4]) : null, monthOf(m[3] as string), Number(m[2]), weekdayOf(m[1])) : null)),
    ...matches(MONTH_FIRST, words, (m) => (isMonth(m[2] as string) ? date(m, m[4] ? Number(m[4]) : null, monthOf(m[2] as string), Number(m[3]), weekdayOf(m[1])) : null)),
    ...matches(NUMERIC, words, (m) => {
      const year = m[4] as string;
      if (m[2] !== "/" && year.length < 4) return null;
      return numericDate(m, Number(m[1]), Number(m[3]), year.length === 2 ? 2000 + Number(year) : Number(year));
    }),
    ...matches(SHORT_NUMERIC, words, (m) => numericDate(m, Number(m[1]), Number(m[2]), null)),
    ...matches(RELATIVE, words, (m) => ({
      kind: "relative", start: m.index as number, end: (m.index as number) + m[0].length, days: m[1] ? 0 : m[2] ? 1 : -1, weekday: null,
    })),
    ...matches(ON_WEEKDAY, words, (m) => ({ kind: "relative", start: m.index as number, end: (m.index as number) + m[0].length, days: null, weekday: weekdayOf(m[1]) })),
  ];
}

type Reading = readonly [hour: number, minute: number, second: number | null];

function clock(match: RegExpMatchArray, [hour, minute, second]: Reading, precision: ClockToken["precision"], half: string | undefined, weak: boolean): ClockToken | null {
  if (hour > 24 || minute > 59 || (second ?? 0) > 59 || (half && (hour > 12 || hour === 0)) || (hour === 24 && minute > 0)) return null;
  const start = match.index as number;
  const meridiem = half === undefined ? null : half.toLowerCase() === "a" ? "am" : "pm";
  const hour24 = meridiem === null ? hour : (hour % 12) + (meridiem === "pm" ? 12 : 0);
  return { kind: "clock", start, end: start + match[0].length, hour: hour24, minute, second: second ?? 0, precision, meridiem, weak };
}

function clocks(words: string): Found {
  return [
    ...matches(COLON, words, (m) => clock(m, [Number(m[1]), Number(m[2]), m[3] ? Number(m[3]) : null], m[3] ? "second" : "minute", m[4], false)),
    ...matches(MERIDIEM, words, (m) => clock(m, [Number(m[1]), Number(m[2] ?? 0), null], m[2] ? "minute" : "hour", m[3], false)),
    ...matches(DOTTED, words, (m) => clock(m, [Number(m[1]), Number(m[2]), null], "minute", undefined, true)),
    ...matches(MILITARY, words, (m) => clock(m, [Number(m[1]), Number(m[2]), null], "minute", undefined, true)),
    ...matches(FRENCH, words, (m) => clock(m, [Number(m[1]), Number(m[2]), null], "minute", undefined, true)),
    ...matches(WORDS, words, (m) => clock(m, [/mid(?:night)/i.test(m[1] as string) ? 0 : 12, 0, null], "minute", undefined, true)),
  ];
}

/** The zone that follows a position, past blanks, "hrs" or a parenthesis. */
function zoneAfter(words: string, position: number): ZoneToken | null {
  const skipped = /^\s?(?:hrs|hours|h)\b/i.exec(words.slice(position, position + 8))?.[0].length ?? 0;
  ZONE.lastIndex = position + skipped;
  const match = ZONE.exec(words);
  const zone = match && zoneLabel(match[1] as string);
  return match && zone ? { kind: "zone", start: position, end: ZONE.lastIndex, label: match[1] as string, zone } : null;
}

/** Of tokens that overlap the earlier one stays, of those with one start the longer. */
function disjoint(found: Found): (DateToken | RelativeToken | ClockToken)[] {
  const sorted = found.filter((token) => token !== null && token.kind !== "zone") as (DateToken | RelativeToken | ClockToken)[];
  sorted.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: (DateToken | RelativeToken | ClockToken)[] = [];
  for (const token of sorted) if (token.start >= (kept.at(-1)?.end ?? 0)) kept.push(token);
  return kept;
}

/**
 * The dates, clock readings and zones in a stretch of words, in order and without overlaps. A zone counts only behind a clock reading or behind a
 * date that a clock reading stands before.
 */
export function timeTokens(words: string): readonly TimeToken[] {
  const tokens: TimeToken[] = [];
  for (const token of disjoint([...dates(words), ...clocks(words)])) {
    if (token.start < (tokens.at(-1)?.end ?? 0)) continue;
    tokens.push(token);
    const zone = token.kind === "relative" ? null : zoneAfter(words, token.end);
    // "2025-03-31 -5 %" is no offset: behind a date only a named zone counts.
    if (zone && (token.kind === "clock" || /[A-Za-z]/.test(zone.label))) tokens.push(zone);
  }
  return tokens;
}
