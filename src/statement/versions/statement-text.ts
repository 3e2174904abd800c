import { Temporal } from "temporal-polyfill";
import type { Statement, StatementEvent, StatedPercentage, StatedWindow } from "../statement.js";
import { requireFields } from "../../errors/argument.js";

/** A text that is short enough for a line: cut between words where it has any. */
function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()} …`;
}

const percent = (share: number): string => `${Math.round(share * 1e6) / 1e4}`;
/** What a vendor wrote is printed without control characters, so that it cannot steer a terminal. */
const plain = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");

/** The day in the statement's own zone: local midnight may be the evening before in UTC. */
function localDay(at: string, zone: string | null): string {
  return zone === null ? at.slice(0, 10) : Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** A date alone is local midnight: shown as the day that was written. */
function actionTime(at: string, zone: string | null): string {
  const midnight = zone !== null && Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainTime().equals("00:00");
  return midnight ? localDay(at, zone) : `${at.slice(0, 10)} ${at.slice(11, 16)}`;
}

/** A stamp at the head of a passage, which the column of times says already. */
const STAMP = /^\[[^\]]*\d{1,2}:\d\d[^\]]*\]:?\s*/;

/** The clock of an instant in the statement's zone beside UTC; empty where they are the same. */
function localClock(at: string, zone: string | null): string {
  if (zone === null) return "";
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5);
  return local === at.slice(11, 16) ? "" : `${local} local`;
}

function timeText({ at, precision, hedged }: StatementEvent, zone: string | null): string {
  if (at === null) return " unresolved";
  if (precision === "day") return `${hedged ? "~" : " "}${localDay(at, zone)}`;
  const seconds = precision === "second" && at.slice(17, 19) !== "00";
  return `${hedged ? "~" : " "}${at.slice(0, 10)} ${at.slice(11, seconds ? 19 : 16)}`;
}

/** Events by their time, those of one instant and role together; undated ones come last. */
function byTime(events: readonly StatementEvent[]): readonly (readonly StatementEvent[])[] {
  const groups = new Map<string, StatementEvent[]>();
  events.forEach((event, i) => {
    const key = event.at === null ? `undated ${i}` : `${Date.parse(event.at)} ${event.role}`;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  });
  const at = ([first]: readonly StatementEvent[]): number => (first?.at ? Date.parse(first.at) : Number.MAX_VALUE);
  return [...groups.values()].sort((a, b) => at(a) - at(b));
}

/** The timeline: each instant and role once, with every passage that gives it; the statement's own clock beside UTC where they differ. */
function timelineLines(groups: readonly (readonly StatementEvent[])[], zone: string | null): string[] {
  const clockOf = ([first]: readonly StatementEvent[]): string => (first?.at ? localClock(first.at, zone) : "");
  const local = groups.some((group) => clockOf(group) !== "");
  return groups.flatMap((group) =>
    group.map((event, i) => {
      const beside = local ? clockOf(group).padEnd(13) : "";
      const head = `  ${timeText(event, zone).padEnd(21)} ${beside}${event.role.padEnd(17)} `;
      return `${i === 0 ? head : " ".repeat(head.length)}${clip(event.quote.replace(STAMP, ""), 200)}`;
    }),
  );
}

function windowText({ start, end, section, statedMinutes }: StatedWindow): string {
  const show = (at: string | null): string => (at === null ? "open" : `${at.slice(0, 10)} ${at.slice(11, 16)}`);
  const own =
    start !== null && end !== null
      ? `${Math.round((Date.parse(end) - Date.parse(start)) / 60_000)} min`
      : "length open";
  return `  ${(section || "text").padEnd(12)} ${show(start)} to ${show(end)}  ${own}${statedMinutes === null ? "" : `, stated ${statedMinutes} min`}`;
}

function shareText({ low, high, hedged, numerator, denominator, quote }: StatedPercentage): string {
  const range = low === high ? `${percent(low)} %` : `${percent(low)} to ${percent(high)} %`;
  return `  ${`${hedged ? "~" : ""}${range}`.padEnd(14)} of ${clip(denominator ?? "(nothing named)", 50)}: ${clip(numerator ?? "(nothing named)", 60)}\n      "${clip(quote, 200)}"`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

function head({ title, reference, status, zone }: Statement): string[] {
  const facts = [
    reference === null ? null : `reference ${reference}`,
    status,
    zone === null ? "no zone named" : `times of ${zone}, shown in UTC`,
  ].filter((fact) => fact !== null);
  return [title ?? "A statement without a title", facts.join(" · ")];
}

/**
 * A parsed statement as text for people: timeline, windows, shares, durations, actions, and every inconsistency with its quotes and the question to the
 * vendor. A statement without a dated entry says "nothing dated found".
 */
export function statementText(statement: Statement): string {
  requireFields("statementText", "a statement as parseStatement gives it", statement, ["events", "windows"]);
  const { events, windows, percentages, durations, actions, inconsistencies } = statement;
  const instants = byTime(events);
  const gaps = inconsistencies.flatMap(({ code, severity, text, evidence, question }) => [
    `  [${severity}] ${code}: ${text}`,
    ...evidence.map((quote) => `      "${clip(quote, 240)}"`),
    `      Ask: ${question}`,
    "",
  ]);
  const lines = [
    ...head(statement),
    ...(events.some(({ at }) => at !== null)
      ? []
      : [
          "",
          events.length === 0
            ? "nothing dated found"
            : "nothing dated found: times are there, but no date, year or zone that settles them; give what is missing, --date 2026 (the year) and --zone UTC of the command, or `date` and `zone` in incident.yaml",
        ]),
    ...section(`Timeline (UTC, ${instants.length})`, timelineLines(instants, statement.zone)),
    ...section("Windows", windows.map(windowText)),
    ...section("Shares", percentages.map(shareText)),
    ...section(
      "Durations",
      durations.map(({ quote }) => `  "${clip(quote, 200)}"`),
    ),
    ...section(
      "Actions",
      actions.map(
        ({ status, at, quote }) =>
          `  ${status.padEnd(9)} ${(at === null ? "undated" : actionTime(at, statement.zone)).padEnd(17)} ${clip(quote.replace(STAMP, ""), 200)}`,
      ),
    ),
    ...section(`Inconsistencies (${inconsistencies.length})`, gaps.slice(0, -1)),
  ];
  return plain(lines.join("\n"));
}
