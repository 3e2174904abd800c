import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Evidence } from "./evidence.js";
import { named } from "./spans.js";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const DAY_FIRST = new RegExp(
  `\\bon (?:\\w+day,? )?(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}\\b\\.?(?:,? (\\d{4}))?`,
  "gi",
);
const MONTH_FIRST = new RegExp(
  `\\bon (?:\\w+day,? )?${MONTH}\\.? (\\d{1,2})(?:st|nd|rd|th)?(?![\\d:])(?:,? (\\d{4}))?`,
  "gi",
);

const two = (number: number): string => String(number).padStart(2, "0");
const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** The days that words name, of the data's year where they name none: "2026-09-13". */
function daysIn(words: string, year: string): readonly string[] {
  return [
    ...[...words.matchAll(DAY_FIRST)].map(
      ([, day, month, own]) => `${own ?? year}-${two(monthOf(month as string))}-${two(Number(day))}`,
    ),
    ...[...words.matchAll(MONTH_FIRST)].map(
      ([, month, day, own]) => `${own ?? year}-${two(monthOf(month as string))}-${two(Number(day))}`,
    ),
  ];
}

/** True if an assertion names days, and the data hold none of them, in their zone or in UTC. */
export function isOfOtherDay({ quote, span }: StatedClaim, { dataSpan, zone }: Evidence): boolean {
  if (!dataSpan || span === "other-day") return false;
  const days = daysIn(quote, dataSpan.from.slice(0, 4));
  if (days.length === 0) return false;
  return days.every(
    (day) => !holds(day, dataSpan.from, dataSpan.to, zone) && !holds(day, dataSpan.from, dataSpan.to, "UTC"),
  );
}

/** The date of an instant in a zone. */
function localDay(at: string, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: named(zone),
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return parts.format(new Date(at));
}

const holds = (day: string, from: string, to: string, zone: string): boolean =>
  localDay(from, zone) <= day && day <= localDay(to, zone);
