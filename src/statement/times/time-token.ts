import type { ZoneLabel } from "../../time/zone-label.js";

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
  /** True for a reading in words that leaves the half of the day open: "half past ten". */
  readonly halfless?: boolean;
}

/** A zone behind a time. */
export interface ZoneToken {
  readonly kind: "zone";
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly zone: ZoneLabel;
}

/** A date, a clock's reading or a zone in words. */
export type TimeToken = DateToken | RelativeToken | ClockToken | ZoneToken;

/** What patterns found; `null` where it turned out to be none. */
export type Found = (TimeToken | null)[];

/** What each match of a pattern makes. */
export function matches(pattern: RegExp, words: string, make: (match: RegExpMatchArray) => TimeToken | null): Found {
  return [...words.matchAll(pattern)].map(make);
}
