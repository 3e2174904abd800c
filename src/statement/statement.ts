import type { StatedClaim } from "./assertions/stated-claim.js";

/** The subject of an entry in a timeline. */
export type EventRole =
  | "onset"
  | "detected"
  | "declared"
  | "investigating"
  | "identified"
  | "mitigation-start"
  | "mitigation-end"
  | "communicated"
  | "recovery-start"
  | "recovered"
  | "resolved"
  | "prevention-start"
  | "prevention-end"
  | "recurrence"
  | "other";

/** The resolution in which a time was written: 15:09 is `minute`. */
export type Precision = "second" | "minute" | "hour" | "day";

/** One dated entry of a statement. */
export interface StatementEvent {
  /** UTC ISO-8601; `null` when the text does not settle it (no date, no year, no zone). */
  readonly at: string | null;
  readonly precision: Precision | null;
  /** "approximately", "around", … */
  readonly hedged: boolean;
  readonly role: EventRole;
  /** How likely the role is by the words of the entry, 0…1; 1 where the layout or a correction settles it. Windows and claims use sure roles only. */
  readonly probability?: number;
  readonly quote: string;
  /** Name of the section it stands in, lower case; `""` if there are none. */
  readonly section: string;
  /** `[start, end)` character offsets into the text that was parsed. */
  readonly textSpan: readonly [number, number];
}

/** A window that the statement commits to; an open end is `null`. */
export interface StatedWindow {
  readonly start: string | null;
  readonly end: string | null;
  readonly section: string;
  /** Minutes that the text itself gives for this window. */
  readonly statedMinutes: number | null;
  readonly quote: string;
}

/** A cause that the statement names. */
export interface StatedCause {
  /** What it names, without the words that lead to it. */
  readonly cause: string;
  readonly quote: string;
}

/** A length of time that the statement commits to, in minutes; low and high differ where it is rounded or a range; `Number.MAX_SAFE_INTEGER` stands for "more than". */
export interface StatedDuration {
  readonly quote: string;
  readonly minutesLow: number;
  readonly minutesHigh: number;
}

/** A share that the statement commits to; 0…1, bounds and ranges kept. */
export interface StatedPercentage {
  readonly low: number;
  readonly high: number;
  readonly hedged: boolean;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly quote: string;
  /** Name of the section it stands in, lower case. */
  readonly section?: string;
}

/** Something done, or promised. */
export interface StatedAction {
  readonly quote: string;
  readonly status: "done" | "promised";
  readonly at: string | null;
}

/** The kinds of disagreement and omission that are looked for. */
export type InconsistencyCode =
  | "windows-differ"
  | "duration-differs"
  | "order"
  | "simultaneous"
  | "zone-season"
  | "weekday-date"
  | "no-denominator"
  | "rates-conflict"
  | "false-precision"
  | "silent-stretch"
  | "ends-at-recovery-start"
  | "scope-differs"
  | "action-differs"
  | "lost-words"
  | "impossible-time"
  | "undated-promise";

/** A place where a statement contradicts itself or leaves out something necessary. */
export interface Inconsistency {
  readonly code: InconsistencyCode;
  readonly text: string;
  readonly severity: "info" | "warning" | "serious";
  /** Quotes from the statement. */
  readonly evidence: readonly string[];
  /** The question to put to the vendor. */
  readonly question: string;
}

/** A published account in words, parsed. Times are UTC; order is the text's. */
export interface Statement {
  readonly title: string | null;
  readonly reference: string | null;
  /** "preliminary", "final", "resolved", … as far as the text says. */
  readonly status: string | null;
  readonly zone: string | null;
  readonly events: readonly StatementEvent[];
  readonly windows: readonly StatedWindow[];
  readonly durations: readonly StatedDuration[];
  readonly percentages: readonly StatedPercentage[];
  readonly actions: readonly StatedAction[];
  /** The causes that it names, where it names any. */
  readonly causes?: readonly StatedCause[];
  readonly inconsistencies: readonly Inconsistency[];
  /** Everything that it asserts, in the text's order, with its place; a corrected reading corrects them too. */
  readonly claims?: readonly StatedClaim[];
  /** Sentences that assert something and ended in none of the claims. */
  readonly unread?: number;
  /** What must be known of the reading: a language that is not read. */
  readonly warnings?: readonly string[];
}
