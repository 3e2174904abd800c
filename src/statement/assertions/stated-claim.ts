import type { Unsettled } from "./mood.js";

/** The quantity of an assertion, named after its test. */
export const ASSERTION_KINDS = [
  "share",
  "part",
  "points",
  "relative-change",
  "ratio",
  "rise",
  "ceiling",
  "count",
  "attempts",
  "parts",
  "per-minute",
  "worst-minute",
  "traffic-change",
  "traffic-level",
  "traffic-lost",
  "traffic-flat",
  "latency",
  "latency-change",
  "latency-flat",
  "value",
  "value-time",
  "peak",
  "onset",
  "recovery",
  "recovered-by",
  "window",
  "duration",
  "lag",
  "half-life",
  "trend",
  "effect",
  "no-effect",
  "order",
  "waves",
  "wave-comparison",
  "recurrence",
  "no-recurrence",
  "no-outage",
  "worst-part",
  "only-part",
  "affected-part",
  "spared-part",
  "alike-parts",
  "first-part",
  "absence",
  "all-units",
  "cause",
  "detection",
  "publication",
  "action",
  "money",
  "sameness",
  "comparison",
  "figure",
  "time",
  "statement",
] as const;
/** The subject of an assertion. */
export type AssertionKind = (typeof ASSERTION_KINDS)[number];

/** Over which time an assertion speaks, as its own words say. */
export type SpanName =
  | "outage"
  | "first"
  | "second"
  | "all"
  | "between"
  | "before"
  | "after"
  | "outside"
  | "day"
  | "span"
  | "other-day"
  | "open";

/** A reading of a clock in an assertion. */
export interface StatedInstant {
  /** UTC ISO-8601; `null` where the text gives no day or zone for it. */
  readonly at: string | null;
  /** Minutes since local midnight; `null` for a date alone. */
  readonly minutes: number | null;
  /** The zone that its minutes are of, as far as the text says. */
  readonly zone: string | null;
}

/** One assertion of a statement as its words put it: nothing of it is looked up. */
export interface StatedClaim {
  readonly id: string;
  readonly kind: AssertionKind;
  /** Words of the text. */
  readonly quote: string;
  /** `[from, to)` in UTF-16 units of the text as given. */
  readonly at: readonly [number, number];
  /** What it commits to, in a few words. */
  readonly stated: string;
  /** Its figures in the unit of its kind: shares 0…1, counts, minutes, milliseconds, ratios. */
  readonly values: readonly number[];
  /** Half a unit of the last digit of the last figure, in the same unit. */
  readonly rounding: number;
  readonly bound: "exact" | "at-most" | "at-least";
  readonly hedged: boolean;
  readonly span: SpanName;
  readonly instants: readonly StatedInstant[];
  /** What is counted, as the text names it; `null` where it names nothing, as in "the error rate". */
  readonly noun: string | null;
  /** True if what is counted failed, went well, or something else happened to it. */
  readonly outcome: "failed" | "succeeded" | "other";
  /** Further detail: the quantile of a latency, the direction of a change. */
  readonly detail: string | null;
  /** Which of so many figures of its kind in its words it is, where there are several: `[1, 2]` is the second of two. */
  readonly turn?: readonly [index: number, of: number];
  /** Set where its words settle nothing that was measured: what would be, a plan, an aim, a longer time. */
  readonly unsettled?: Unsettled;
  /** The sentence around it, for what it leaves unsaid. */
  readonly context: string;
  /** Name of the section it stands in, lower case. */
  readonly section: string;
}

/** A claim before it has its number and its place. */
export type DraftClaim = Omit<StatedClaim, "id" | "at" | "quote" | "context" | "section"> & {
  /** Place in the words of the sentence. */
  readonly place: readonly [number, number];
};
