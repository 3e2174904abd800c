import type { SourceConfig } from "../../incident/incident.js";
import type { ChangeFinding } from "../../remediation/changes/change.js";
import type { DatedRow, SourceData } from "../../sources/incident-data.js";
import type { StatementEvent } from "../../statement/statement.js";
import { instant } from "../../time/instant.js";
import type { Span } from "../../time/span.js";
import {
  type ClockBound,
  type ClockDifference,
  type Clocks,
  clocksOf,
  MACHINE_SECONDS,
  PERSON_SECONDS,
} from "../../window/timeline/clocks.js";
import { eventOrder } from "../../window/timeline/event-order.js";
import { precisionOf, writtenSpan } from "../../window/timeline/precision.js";
import type { EventOrder, Timeline, TimelineEntry } from "../../window/timeline/timeline.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { AnalysisInputs } from "../inputs.js";
import { clusterText } from "./change-rows.js";
import { eventRole } from "./event-role.js";
import { rowText, withoutPersons } from "./row-text.js";
import { sharedEvents } from "./shared-events.js";
import { HOUR_MS } from "../../time/units.js";

/** Rows of one source that are listed at most; a source with more is a log, not a timeline. */
const MOST_ROWS = 200;
/** Hours before and after the outage that belong to its timeline. */
const AROUND_HOURS = 6;

/** The statement as a clock. */
const STATEMENT = "statement";
/** The measured moments of the outcome. */
const MEASURED = "measured";
/** Names of the measured moments, as ids, in their order. */
const MOMENTS = [
  ["onset", "onset", "The failures began"],
  ["recoveryStart", "recovery-start", "The failures began their final fall"],
  ["recovery", "recovered", "The failures were back at the baseline"],
] as const;

interface Listed {
  readonly entries: readonly TimelineEntry[];
  readonly rows: readonly DatedRow[];
}

/** The stretch that belongs to the timeline: around the outage, or around what the statement dates. */
function focus({ statement, outcome }: AnalysisInputs, window: WindowFinding | null): Span | null {
  const stated = (statement?.events ?? []).flatMap(({ at }) => (at === null ? [] : [Date.parse(at)]));
  const measured = window
    ? [Date.parse(window.onset), Date.parse(window.recovery ?? outcome.range?.to ?? window.onset)]
    : [];
  const times = [...stated, ...measured];
  if (times.length === 0) return null;
  const around = AROUND_HOURS * HOUR_MS;
  return { from: instant(Math.min(...times) - around), to: instant(Math.max(...times) + around) };
}

/** Sources whose rows only mark rows of others. */
function marking({ incident }: AnalysisInputs): ReadonlySet<string> {
  return new Set(incident.sources.flatMap(({ failed }) => (failed?.kind === "marked" ? [failed.from] : [])));
}

/** Rows of a source of events, as entries. */
function sourceEntries(config: SourceConfig, rows: readonly DatedRow[]): TimelineEntry[] {
  const precision = precisionOf(rows.map(({ at }) => Date.parse(at)));
  const times = config.time?.columns ?? (config.time ? [config.time.column] : []);
  return rows.map((row, index): TimelineEntry => {
    const fields = new Map(row.fields);
    const ms = Date.parse(row.at);
    const [from, to] = writtenSpan(ms, precision, "log");
    return {
      id: `${config.name}-${index + 1}`,
      at: instant(ms),
      span: [instant(from), instant(to)],
      precision,
      hedged: false,
      source: config.name,
      role: eventRole(config, fields),
      what: withoutPersons(row.what?.trim() || clusterText(fields) || rowText(fields, times) || config.name, fields),
    };
  });
}

function statementEntries(events: readonly StatementEvent[]): TimelineEntry[] {
  return events.flatMap(({ at, precision, hedged, role, quote }, index): TimelineEntry[] => {
    if (at === null || precision === null) return [];
    const [from, to] = writtenSpan(Date.parse(at), precision, "person", hedged);
    return [
      {
        id: `${STATEMENT}-${index + 1}`,
        at,
        span: [instant(from), instant(to)],
        precision,
        hedged,
        source: STATEMENT,
        role,
        what: rowText(new Map([["text", quote]]), []),
      },
    ];
  });
}

/** The measured onset and recovery: anywhere in their intervals. */
function measuredEntries(window: WindowFinding | null, source: string, stepSeconds: number): TimelineEntry[] {
  if (!window) return [];
  const { onset, onsetInterval, recoveryStart, recovery, recoveryInterval } = window;
  const at = { onset, recoveryStart, recovery };
  const intervals = { onset: onsetInterval, recoveryStart: null, recovery: recoveryInterval };
  return MOMENTS.flatMap(([key, role, what]): TimelineEntry[] => {
    const [time, interval] = [at[key], intervals[key]];
    if (!time || (key !== "onset" && !interval)) return [];
    const ends = interval ? interval.map((end) => end ?? time) : [time, time];
    const [from, to] = ends.map((end) => Date.parse(end)) as [number, number];
    // The interval holds the moment in 95 of 100 cases; half of it and a step more on either side hold it nearly always.
    const [bin, half] = [stepSeconds * 1000, (to - from) / 2];
    const span = [instant(from - half - bin), instant(to + half + 2 * bin)] as const;
    return [{ id: `${MEASURED}-${role}`, at: time, span, precision: "interval", hedged: false, source, role, what }];
  });
}

function clockBound({ name, clockSeconds }: SourceConfig): ClockBound {
  const seconds = clockSeconds ?? MACHINE_SECONDS;
  return clockSeconds === undefined
    ? { source: name, ahead: [-seconds, seconds], basis: "default", why: "the default for clocks of machines" }
    : { source: name, ahead: [-seconds, seconds], basis: "declared", why: "as incident.yaml says" };
}

const STATEMENT_CLOCK: ClockBound = {
  source: STATEMENT,
  ahead: [-PERSON_SECONDS, PERSON_SECONDS],
  basis: "default",
  why: "the default for times that people wrote down",
};

/** What the order of rows that name each other says of two clocks. */
function knownDifferences(sources: readonly SourceData[]): ClockDifference[] {
  return sources.flatMap(({ name, quality }) =>
    (quality.clockSkew ?? []).flatMap(({ against, seconds: { low, high } }) =>
      low === null ? [] : [{ sources: [name, against] as const, ahead: [low, high] as const }],
    ),
  );
}

/** The entries that an account turns on: the change nearest before the onset, and the first of each role. */
function turningPoints(entries: readonly TimelineEntry[], changes: readonly ChangeFinding[]): TimelineEntry[] {
  const fitting = changes.filter(({ verdict }) => verdict === "supported" || verdict === "possible");
  const first = (test: (entry: TimelineEntry) => boolean): TimelineEntry[] => entries.filter(test).slice(0, 1);
  const change = fitting.flatMap(({ at, sources }) =>
    first(
      (entry) => entry.role === "change" && sources.includes(entry.source) && Date.parse(entry.at) === Date.parse(at),
    ),
  );
  const measured = (id: string): TimelineEntry[] => first((entry) => entry.id === `${MEASURED}-${id}`);
  const roles = ["detected", "declared", "communicated", "mitigation-start", "resolved"] as const;
  return [
    ...change,
    ...measured("onset"),
    ...roles.flatMap((role) => first((entry) => entry.role === role)),
    ...measured("recovered"),
  ];
}

/** The orders of each two of the entries that an account turns on, as far as their clocks differ or anything is open. */
function ordersOf(points: readonly TimelineEntry[], clocks: Clocks): EventOrder[] {
  return points.flatMap((a, index) => points.slice(index + 1).map((b) => eventOrder(a, b, clocks)));
}

/**
 * The dated entries of all sources in one list, each with what its precision leaves open and the bounds of its clock, and the orders that an account of
 * the incident turns on.
 */
export async function findTimeline(
  inputs: AnalysisInputs,
  window: WindowFinding | null,
  changes: readonly ChangeFinding[],
): Promise<Timeline> {
  const span = focus(inputs, window);
  const marks = marking(inputs);
  const listed = new Map<string, Listed>();
  const leftOut: { source: string; why: string }[] = [];
  for (const config of inputs.incident.sources) {
    const source = inputs.data.source(config.name);
    if (source.kind !== "events" || !source.range) continue;
    if (marks.has(config.name)) {
      leftOut.push({ source: config.name, why: "its rows mark rows of another source" });
      continue;
    }
    if (!source.listable) {
      leftOut.push({ source: config.name, why: "its rows are on a server, which gives counts only" });
      continue;
    }
    const rows = await source.rows(span ?? source.range, MOST_ROWS + 1);
    if (rows.length > MOST_ROWS) leftOut.push({ source: config.name, why: `has more than ${MOST_ROWS} rows` });
    else listed.set(config.name, { rows, entries: sourceEntries(config, rows) });
  }
  const entries = [
    ...[...listed.values()].flatMap((list) => list.entries),
    ...statementEntries(inputs.statement?.events ?? []),
    ...measuredEntries(window, inputs.outcome.name, inputs.series.stepSeconds),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const used = new Set(entries.map(({ source }) => source));
  const bounds = [...inputs.incident.sources.map(clockBound), STATEMENT_CLOCK].filter(({ source }) => used.has(source));
  const shared = sharedEvents(new Map([...listed].map(([name, { rows }]) => [name, rows])));
  const clocks = clocksOf(bounds, shared, knownDifferences(inputs.data.sources));
  const orders = ordersOf(turningPoints(entries, changes), clocks);
  return { entries, clocks: clocks.bounds, differences: clocks.differences, orders, leftOut };
}
