import type { FileSurvey } from "./survey.js";
import type { Choice, OpenQuestion, ProposedSource } from "./proposal.js";
import { timeNotation } from "../sources/columns/time-notation.js";
import type { TimeNotation } from "../sources/columns/time-notation.js";

const STARTS = /(^|_)(start|started|requested|generated|created|begin|connect)/;
const TIMES = /(time|date|stamp|_at$|^at$|^ts$|start)/;

function isZoneName(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone !== "";
  } catch {
    return false;
  }
}

function plain(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
}

interface TimeColumn {
  readonly name: string;
  readonly values: readonly string[];
  /** `null` when day and month cannot be told apart. */
  readonly notation: TimeNotation | null;
  readonly rank: number;
}

function asTime(name: string, values: readonly string[]): TimeNotation | null | undefined {
  try {
    const notation = timeNotation(values, { column: name }, name);
    return notation.kind === "epoch" && !TIMES.test(plain(name)) ? undefined : notation;
  } catch (error) {
    return (error as Error).message.includes("order of day and month") ? null : undefined;
  }
}

/** Columns that read as times, the likeliest moment of an attempt first. */
function timeColumns({ columns, sample }: FileSurvey): TimeColumn[] {
  const found = columns.flatMap(({ name, filled }, index): TimeColumn[] => {
    const values = sample.map((row) => row[index] ?? "").filter((value) => value.trim() !== "");
    const notation = values.length === 0 || filled < 0.5 ? undefined : asTime(name, values);
    if (notation === undefined) return [];
    const rank = (STARTS.test(plain(name)) ? 2 : TIMES.test(plain(name)) ? 1 : 0) + (filled > 0.999 ? 4 : 0);
    return [{ name, values, notation, rank }];
  });
  return found.sort((a, b) => b.rank - a.rank);
}

function zoneOf(source: string, file: string, survey: FileSurvey, column: TimeColumn): ProposedSource["zone"] {
  const known = survey.defaults.time;
  if (known?.zone !== undefined && known.column === column.name)
    return { value: known.zone, evidence: `${survey.format} exports write ${known.zone}` };
  if (column.notation?.kind === "epoch") return null;
  if (column.notation?.zoned === "all") return null;
  if (/(^|_)(utc|gmt)(_|$)/.test(plain(column.name).replace(/[()]/g, "_")))
    return { value: "UTC", evidence: "the column's name says so" };
  const bare = column.values.find((value) => !/(Z|[+-]\d\d:?\d\d|UTC|GMT)\s*$/i.test(value)) ?? "";
  return {
    setting: `sources.${source}.time.zone`,
    question: `${file} column "${column.name}" holds times without a zone (such as "${bare}"); which zone did the export use (UTC, or an IANA name such as Europe/Berlin)?`,
    read: (answer) => (isZoneName(answer.trim()) ? answer.trim() : undefined),
  };
}

function orderOf(source: string, file: string, column: TimeColumn): OpenQuestion | null {
  if (column.notation !== null) return null;
  const seconds = column.values.some((value) => /\d:\d\d:\d\d/.test(value)) ? ":%S" : "";
  return {
    setting: `sources.${source}.time.format`,
    question: `${file} column "${column.name}" holds dates such as "${column.values[0]}"; does the day (d) or the month (m) come first?`,
    read: (answer) =>
      /^d/i.test(answer.trim())
        ? `%d/%m/%Y %H:%M${seconds}`
        : /^m/i.test(answer.trim())
          ? `%m/%d/%Y %H:%M${seconds}`
          : undefined,
  };
}

function timeEvidence(survey: FileSurvey, column: TimeColumn, others: readonly TimeColumn[]): string {
  const own =
    survey.defaults.time?.column === column.name
      ? `the time of a ${survey.format} export`
      : `every sampled value is a time, such as ${column.values[0]}`;
  const zone =
    column.notation?.kind === "epoch"
      ? "; seconds or milliseconds since 1970 need no zone"
      : column.notation?.zoned === "all"
        ? "; each carries its own zone"
        : "";
  const rest = others.filter(({ name }) => name !== column.name).map(({ name }) => name);
  return `${own}${zone}${rest.length > 0 ? `; also times: ${rest.join(", ")}` : ""}`;
}

/** The time column of a file with its zone and its order of day and month; `undefined` when no column holds times. */
export function proposedTime(
  source: string,
  file: string,
  survey: FileSurvey,
): { time: Choice<string>; zone: ProposedSource["zone"]; timeFormat: OpenQuestion | null } | undefined {
  const columns = timeColumns(survey);
  const column = columns.find(({ name }) => name === survey.defaults.time?.column) ?? columns[0];
  if (!column) return undefined;
  return {
    time: { value: column.name, evidence: timeEvidence(survey, column, columns) },
    zone: zoneOf(source, file, survey, column),
    timeFormat: orderOf(source, file, column),
  };
}
