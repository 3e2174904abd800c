import type { EventRole, Precision } from "../../statement/statement.js";
import type { ClockBound, ClockDifference } from "./clocks.js";

/** What an entry of a timeline is: the roles of a statement's events, and changes. */
export type TimelineRole = EventRole | "change";

/** One dated entry, whatever wrote it down. */
export interface TimelineEntry {
  /** Source and number, such as `deploys-2`; `statement-1`, `measured-onset`. */
  readonly id: string;
  /** As written, UTC ISO. */
  readonly at: string;
  /** The moments of its own clock that the written time leaves open, `[from, to)`, UTC ISO. */
  readonly span: readonly [from: string, to: string];
  readonly precision: Precision | "millisecond" | "interval";
  /** "about", "around". */
  readonly hedged: boolean;
  /** The clock: a source of `incident.yaml`, or `statement`. */
  readonly source: string;
  readonly role: TimelineRole;
  readonly what: string;
}

/** The order of two entries: which came first, and how sure that is. */
export interface EventOrder {
  /** The entry that came first, or would more likely have. */
  readonly first: string;
  readonly second: string;
  readonly order: "certain" | "likely" | "unknown";
  /** The chance that `first` came first, clocks and precision taken as evenly uncertain; 1 where that is certain. */
  readonly probability: number;
  /** Seconds between them, as little and as much as clocks and precision allow; negative = the other way round. */
  readonly seconds: readonly [least: number, most: number];
  readonly why: string;
}

/** Entries of several sources in one list, with what their clocks leave open. */
export interface Timeline {
  /** In order of the written times. */
  readonly entries: readonly TimelineEntry[];
  readonly clocks: readonly ClockBound[];
  /** What is known of one clock against another beyond that, from rows that name each other and from events that both date. */
  readonly differences: readonly ClockDifference[];
  /** The orders that an account of the incident turns on: change, onset, detection, notice, mitigation, recovery. */
  readonly orders: readonly EventOrder[];
  /** Sources of events that are not listed, with the reason. */
  readonly leftOut: readonly { readonly source: string; readonly why: string }[];
}
