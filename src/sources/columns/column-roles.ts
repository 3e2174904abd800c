import { PostmortemError } from "../../errors/errors.js";
import { failedColumns } from "../../incident/failed.js";
import type { Condition, FailedConfig, SourceConfig, TimeConfig } from "../../incident/incident.js";

/** A source's configuration with every column that it needs named and present. */
export interface ResolvedSource extends SourceConfig {
  readonly time: TimeConfig;
}

const TIME_NAMES = [
  "time",
  "timestamp",
  "ts",
  "datetime",
  "date",
  "at",
  "started_at",
  "start_time",
  "starttime",
  "requested_at",
  "created_at",
  "date_created",
  "date_generated",
  "occurred_at",
  "event_time",
  "start",
];
const FLAG_NAMES = ["failed", "failure", "is_failed", "dropped", "error"];
const CODE_NAMES = ["error_code", "errorcode"];
const STATUS_NAMES = ["http_status", "status_code", "http_response_code", "response_code", "code"];
const FAILURE_NAMES = ["failures", "errors", "failed", "error_count"];
const ATTEMPT_NAMES = ["attempts", "requests", "total", "count"];
const VALUE_NAMES = ["value", "mean", "avg", "sum", "average"];
const TRUE_VALUES = ["true", "True", "TRUE", "t", "1", "yes", "y"];

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s-]+/g, "_");
}

function among(columns: readonly string[], names: readonly string[]): string | undefined {
  return names.map((name) => columns.find((column) => plain(column) === name)).find((column) => column !== undefined);
}

/** The place in `incident.yaml` that a message is about, as its beginning. */
function place({ lines }: SourceConfig, key: string): string {
  const line = lines?.get(key) ?? lines?.get("");
  return line === undefined ? "" : `incident.yaml line ${line}: `;
}

/** Columns in a message: the first of them, none longer than a word. */
function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 40).map((column) => (column.length > 60 ? `${column.slice(0, 60)}…` : column));
  return `${shown.join(", ")}${columns.length > shown.length ? ` and ${columns.length - shown.length} more` : ""}`;
}

function missing(source: SourceConfig, what: string, columns: readonly string[], advice: string): never {
  throw new PostmortemError(
    "usage",
    `${place(source, "")}source ${source.name} requires ${what}, got none among its columns (${listed(columns)}); ${advice}`,
  );
}

function defaultFailed(source: SourceConfig, columns: readonly string[]): FailedConfig {
  const own = (column: string, test: Condition[number][1]): FailedConfig => ({ kind: "own", where: [[column, test]] });
  const flag = among(columns, FLAG_NAMES);
  if (flag !== undefined) return own(flag, { kind: "values", values: TRUE_VALUES });
  const code = among(columns, CODE_NAMES);
  if (code !== undefined) return own(code, { kind: "not", values: ["0", "200"] });
  const status = among(columns, STATUS_NAMES);
  if (status !== undefined) return own(status, { kind: "range", atLeast: 500 });
  return missing(
    source,
    "to know what failed",
    columns,
    `add \`failed: { <column>: [<values>] }\` to sources.${source.name}, or \`kind: events\``,
  );
}

/** Columns that a configuration names, with where it names them. */
function namedColumns(source: SourceConfig): (readonly [string, string])[] {
  const single = (["id", "cluster", "failures", "attempts", "value", "latency", "duration"] as const).flatMap((key) =>
    source[key] === undefined ? [] : [[key, source[key]] as const],
  );
  const key = source.failed?.kind === "marked" ? "failed.on" : "failed";
  const failed = failedColumns(source.failed).map((column) => [key, column] as const);
  return [
    ...(source.time ? [["time", source.time.column] as const] : []),
    ...single,
    ...failed,
    ...source.dimensions.map((column) => ["dimensions", column] as const),
  ];
}

/**
 * Fills in the columns that a source leaves out and checks that those it names are there.
 *
 * @param file - name of the file whose columns these are, for messages
 * @throws PostmortemError (usage) that names file, column and the columns there are
 */
export function resolveColumns(source: SourceConfig, columns: readonly string[], file: string): ResolvedSource {
  for (const [key, column] of namedColumns(source)) {
    if (columns.includes(column)) continue;
    throw new PostmortemError(
      "usage",
      `${place(source, key.split(".")[0] as string)}file "${file}" requires the column "${column}" that sources.${source.name}.${key} names, got the columns ${listed(columns)}; correct incident.yaml`,
    );
  }
  const { name } = source;
  const column =
    source.time?.column ??
    among(columns, TIME_NAMES) ??
    missing(source, "a time column", columns, `add \`time: { column: <name>, zone: <zone> }\` to sources.${name}`);
  const time: TimeConfig = source.time ?? { column };
  if (source.kind === "outcomes") return { ...source, time, failed: source.failed ?? defaultFailed(source, columns) };
  if (source.kind === "counts") {
    const failures =
      source.failures ??
      among(columns, FAILURE_NAMES) ??
      missing(source, "a column of failures", columns, `add \`failures: <column>\` to sources.${name}`);
    const attempts =
      source.attempts ??
      among(columns, ATTEMPT_NAMES) ??
      missing(source, "a column of attempts", columns, `add \`attempts: <column>\` to sources.${name}`);
    return { ...source, time, failures, attempts };
  }
  if (source.kind === "events") return { ...source, time };
  const others = columns.filter((other) => other !== time.column);
  const value =
    source.value ??
    among(columns, VALUE_NAMES) ??
    (others.length === 1 ? others[0] : undefined) ??
    missing(source, "a value column", columns, `add \`value: <column>\` to sources.${name}`);
  return { ...source, time, value };
}
