import { numberOf } from "../text/number-words.js";
import { type DateToken, type Found, type RelativeToken, matches } from "./time-token.js";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";

const WEEKDAY = "(?:(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,?\\s{1,3}(?:the\\s)?)?";

const YEAR = "((?:19|20)\\d\\d)(?![:\\d.]\\d|\\s?(?:hrs|hours))";

const ISO = /(?<![\d./-])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d%]|[-/.][\w])/g;

/** 20240503T140500Z. */
const COMPACT = /(?<![\w])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?=T[0-2]\d[0-5]\d)/g;

/** "041402Z MAR 25": the day before the reading, month and year behind it. */
const TIME_GROUP =
  /(?<![\w.-])([0-3]\d)(?=[0-2]\d[0-5]\dZ\s?(JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)[A-Z]{0,6}\s?((?:20)?\d\d)(?![\d:]))/gi;
/** What stands behind the day of such a group: the reading, the month, the year. */
const GROUP_LENGTH = 18;

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

const monthOf = (text: string): number => MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;

const weekdayOf = (text: string | undefined): number | null =>
  text ? DAYS.indexOf(text.slice(0, 3).toLowerCase()) : null;

/** A date as a token; `null` where it is none. */
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

/** The dates in words, relative ones included. */
export function dates(words: string): Found {
  const groups = matches(TIME_GROUP, words, (m) =>
    date(m, Number((m[3] as string).slice(-2)) + 2000, monthOf(m[2] as string), Number(m[1]), null),
  );
  // Month and year of a group are no date of their own: "MAR 25".
  const inGroup = (token: Found[number]): boolean =>
    token !== null &&
    groups.some((group) => group !== null && token.start > group.start && token.start < group.start + GROUP_LENGTH);
  return [...groups, ...writtenDates(words).filter((token) => !inGroup(token))];
}

function writtenDates(words: string): Found {
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

/** A day told relative to another as a token. */
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
