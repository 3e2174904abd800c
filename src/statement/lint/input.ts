import { byBlock } from "../text/by-block.js";
import type { DocumentFacts, TimedPassage } from "../times/document-facts.js";
import { quoted } from "../text/quote.js";
import type { DraftEvent } from "../draft-event.js";
import type {
  EventRole,
  Inconsistency,
  InconsistencyCode,
  StatedAction,
  StatedPercentage,
  StatedWindow,
} from "../statement.js";

/** What the rules of the lint look at. */
export interface LintInput {
  readonly text: string;
  readonly items: readonly TimedPassage[];
  readonly facts: DocumentFacts;
  readonly events: readonly DraftEvent[];
  readonly windows: readonly StatedWindow[];
  readonly percentages: readonly StatedPercentage[];
  readonly actions: readonly StatedAction[];
}

/** One rule: what it finds in a statement, nothing where all is well. */
export type LintRule = (input: LintInput) => readonly Inconsistency[];

/** An event with its instant. */
export type DatedEvent = DraftEvent & { readonly time: { readonly at: string } };

/** A finding; the same quote is given once. */
export function finding(
  code: InconsistencyCode,
  severity: Inconsistency["severity"],
  text: string,
  evidence: readonly string[],
  question: string,
): Inconsistency {
  return { code, severity, text, evidence: [...new Set(evidence)], question };
}

/** The quote of an event. */
export const quoteOf = ({ text }: LintInput, event: DraftEvent): string => quoted(text, ...event.quoteSpan);

/** Whole minutes from one instant to another. */
export const minutesBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 60_000);

/** `15:09`, with seconds where there are any and the day where another day is asked for. */
export function clockText(at: string, day?: string): string {
  const clock = at.slice(17, 19) === "00" ? at.slice(11, 16) : at.slice(11, 19);
  return day === undefined || day.slice(0, 10) === at.slice(0, 10) ? clock : `${at.slice(0, 10)} ${clock}`;
}

/** The dated entries of lists, to the minute, in the text's order. */
export function entries({ events }: LintInput): readonly DatedEvent[] {
  return events.filter(
    (event): event is DatedEvent => event.kind === "entry" && event.time.at !== null && event.mention.clock !== null,
  );
}

/** The block of entries that tells most. */
export function mainTimeline(input: LintInput): readonly DatedEvent[] {
  return [...byBlock(entries(input)).values()].sort((a, b) => b.length - a.length)[0] ?? [];
}

/** The first entry of a role by time. */
export function firstOf(events: readonly DatedEvent[], role: EventRole): DatedEvent | undefined {
  return events.filter((event) => event.role === role).sort((a, b) => a.time.at.localeCompare(b.time.at))[0];
}
