import { PostmortemError } from "../errors/errors.js";
import { isZone } from "../time/zone.js";
import { claimsIn, figuresAsClaims, unreadIn } from "./assertions/claims-in.js";
import { statedActions } from "./events/actions.js";
import { statedCauses } from "./events/causes.js";
import { isDay } from "../time/calendar.js";
import type { Day } from "../time/calendar.js";
import type { DocumentFacts, TimedPassage } from "./times/document-facts.js";
import { documentFacts } from "./times/document-facts.js";
import { durations } from "./quantities/durations.js";
import { lint } from "./lint/lint.js";
import { outageWindows } from "./events/outage-windows.js";
import { passages } from "./passages/passages.js";
import { percentages as sharesIn } from "./quantities/percentages.js";
import { quoted } from "./text/quote.js";
import type { DraftEvent } from "./draft-event.js";
import { EventReader } from "./events/read-events.js";
import { weighedRoles } from "./roles/by-model.js";
import { changesBeforeTrouble, rolesByStatedSpan, rolesInOrder } from "./roles/by-order.js";
import { sourceText } from "./text/source-text.js";
import type { Statement, StatementEvent, StatedDuration, StatedPercentage } from "./statement.js";
import { statementHead } from "./passages/statement-head.js";
import type { SourceText } from "./text/text-builder.js";
import { statedWindows, withStories } from "./events/windows.js";
import { requireString } from "../errors/argument.js";
import { languageNote } from "./text/readable.js";

/** The options for reading a statement. */
export interface ParseOptions {
  /** Zone of the times that carry none and for which the text declares none: `UTC`, `±hh:mm` or an IANA name. Default: none, such times stay unresolved. */
  readonly zone?: string | undefined;
  /** For a text whose dates carry no year: the year, or a date near them (`2026` or `2026-11-12`). A text that names a year itself keeps it. Default: none, such dates stay unresolved. */
  readonly date?: string | undefined;
}

/** The date given as the middle of what it leaves open: a year alone is nearest to each of its own days from its middle. */
function givenDay(date: string): Day {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)-(\d\d))?$/.exec(date) ?? [];
  const given = { year: Number(year), month: Number(month ?? 7), day: Number(day ?? 2) };
  if (year === undefined || !isDay(given))
    throw new PostmortemError(
      "usage",
      `parseStatement requires a year or a date such as 2026 or 2026-11-12, got "${date}".`,
    );
  return given;
}

/** What the text says of its times, with the year that it leaves out. */
function dated(facts: DocumentFacts, date: string | undefined): DocumentFacts {
  if (date === undefined) return facts;
  const day = givenDay(date);
  return facts.fullDates.length > 0 || facts.months.length > 0 ? facts : { ...facts, months: [{ at: 0, day }] };
}

const inWords = (item: TimedPassage): boolean => item.kind !== "code";

function eventOf(source: SourceText, event: DraftEvent): StatementEvent {
  const [start, end] = event.quoteSpan;
  const { at, precision } = event.time;
  return {
    at,
    precision: at === null ? null : precision,
    hedged: event.hedged,
    role: event.role,
    probability: Math.round((event.probability ?? 1) * 100) / 100,
    quote: quoted(source.text, start, end),
    section: event.section,
    textSpan: [source.toSource(start), source.toSource(Math.max(start, end - 1)) + 1],
  };
}

/** One instant said twice in one breath, as in "8:00 PST (16:00 UTC)", is one event. */
function withoutEchoes(events: readonly DraftEvent[]): readonly DraftEvent[] {
  return events.filter((event, index) => {
    const before = events[index - 1];
    return !(
      before &&
      event.time.at !== null &&
      before.time.at === event.time.at &&
      before.quoteSpan[0] === event.quoteSpan[0] &&
      event.mention.start - before.mention.end < 6 &&
      before.mention.end <= event.mention.start
    );
  });
}

/** The events that a reader finds, each with the role that its words, the order of the entries and the spans of the text give it. */
function eventsIn(reader: EventReader): readonly DraftEvent[] {
  const weighed = weighedRoles(rolesInOrder(withoutEchoes(reader.read())));
  return rolesByStatedSpan(changesBeforeTrouble(weighed));
}

function statedPercentages(items: readonly TimedPassage[]): StatedPercentage[] {
  return items
    .filter(inWords)
    .flatMap(({ words, section }) =>
      sharesIn(words).map(({ start: _start, end: _end, ...percentage }) => ({ ...percentage, section })),
    );
}

function statedDurations(items: readonly TimedPassage[]): StatedDuration[] {
  return items
    .filter(
      (item) =>
        inWords(item) &&
        (item.kind !== "heading" || /\b(?:lasting|lasted|duration|downtime|total|outage|length)\b/i.test(item.words)),
    )
    .flatMap(({ words }) =>
      durations(words).map(({ quote, minutesLow, minutesHigh }) => ({
        quote,
        minutesLow,
        minutesHigh: Number.isFinite(minutesHigh) ? minutesHigh : Number.MAX_SAFE_INTEGER,
      })),
    );
}

function statementZone(facts: DocumentFacts, items: readonly TimedPassage[], zone: string | null): string | null {
  if (facts.commonZone && facts.commonZone !== zone) return facts.commonZone;
  const counts = new Map<string, number>();
  for (const { mentions } of items)
    for (const { zone: label } of mentions) if (label) counts.set(label.zone, (counts.get(label.zone) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? facts.declaredZone ?? zone;
}

/**
 * Reads a published account of an outage: its timeline, windows, durations, shares, actions, and where it contradicts itself.
 *
 * Plain text, Markdown, HTML and Statuspage JSON, in English. A grammar of dates, clock readings, zones and spans finds the times; each is given the day
 * and zone that stand at it, in its sentence, in its list or in a preamble, and stays unresolved (`at: null`) where none settles it. Roles come from the
 * words around a time. Nothing is looked up and nothing is guessed beyond the text.
 *
 * @param text - the statement as published
 * @param options - the zone of times that carry none, the year of dates that carry none
 * @returns events in the text's order; a text without a readable time has no events
 * @throws PostmortemError (`usage`) when the zone is unknown or the date none
 *
 * @example
 * ```ts
 * const text = "[2025-03-31 15:09 UTC] Calls begin to fail.\n[2025-03-31 16:56 UTC] Calls work normally again.";
 * parseStatement(text).windows.map(({ start }) => start); // ["2025-03-31T15:09:00Z"]
 * ```
 */
export function parseStatement(text: string, options: ParseOptions = {}): Statement {
  requireString("parseStatement", "the statement as text", text);
  const zone = options.zone ?? null;
  if (zone !== null && !isZone(zone))
    throw new PostmortemError(
      "usage",
      `parseStatement requires a zone such as UTC, +01:00 or Europe/London, got "${zone}".`,
    );
  const source = sourceText(text);
  const { facts: told, items } = documentFacts(passages(source.text), zone);
  const facts = dated(told, options.date);
  const language = languageNote(source.text);
  // Words of another language would be read as what they are not.
  const events = language === null ? eventsIn(new EventReader(items, facts, zone)) : [];
  const written = statedWindows(source.text, events, items);
  const shown = events.map((event) => eventOf(source, event));
  const percentages = statedPercentages(items);
  const actions = statedActions(source.text, items, events);
  const causes = language === null ? statedCauses(source.text, items) : [];
  const read = { text: source.text, items, facts, events, zone, toSource: source.toSource };
  const claims = language === null ? claimsIn(read) : figuresAsClaims(read);
  return {
    ...statementHead(items),
    zone: statementZone(facts, items, zone),
    events: shown,
    windows: withStories(source.text, events, written),
    durations: statedDurations(items),
    percentages,
    actions,
    ...(causes.length > 0 && { causes }),
    inconsistencies: lint({
      text: source.text,
      items,
      facts,
      events,
      windows: outageWindows({ windows: written, events: shown }),
      percentages,
      actions,
    }),
    claims,
    unread: unreadIn(read, claims),
    ...(language !== null && { warnings: [language] }),
  };
}
