import { Temporal } from "temporal-polyfill";
import type { Statement, StatementEvent, StatedPercentage, StatedWindow } from "../statement.js";
import { requireFields } from "../../errors/argument.js";

const clip = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
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

function timeText({ at, precision, hedged }: StatementEvent, zone: string | null): string {
  if (at === null) return "unresolved".padEnd(22);
  const shown =
    precision === "day"
      ? localDay(at, zone)
      : precision === "second"
        ? `${at.slice(0, 10)} ${at.slice(11, 19)}`
        : `${at.slice(0, 10)} ${at.slice(11, 16)}`;
  return `${hedged ? "~" : " "}${shown}`.padEnd(22);
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
  return `  ${`${hedged ? "~" : ""}${range}`.padEnd(14)} of ${clip(denominator ?? "(nothing named)", 50)}: ${clip(numerator ?? "(nothing named)", 60)}\n      "${clip(quote, 110)}"`;
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
  const timeline = events.map(
    (event) => `  ${timeText(event, statement.zone)} ${event.role.padEnd(17)} ${clip(event.quote, 100)}`,
  );
  const gaps = inconsistencies.flatMap(({ code, severity, text, evidence, question }) => [
    `  [${severity}] ${code}: ${text}`,
    ...evidence.map((quote) => `      "${clip(quote, 140)}"`),
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
    ...section(`Timeline (UTC, ${events.length})`, timeline),
    ...section("Windows", windows.map(windowText)),
    ...section("Shares", percentages.map(shareText)),
    ...section(
      "Durations",
      durations.map(({ quote }) => `  "${clip(quote, 120)}"`),
    ),
    ...section(
      "Actions",
      actions.map(
        ({ status, at, quote }) =>
          `  ${status.padEnd(9)} ${(at === null ? "undated" : actionTime(at, statement.zone)).padEnd(17)} ${clip(quote, 100)}`,
      ),
    ),
    ...section(`Inconsistencies (${inconsistencies.length})`, gaps.slice(0, -1)),
  ];
  return plain(lines.join("\n"));
}
