import { PostmortemError } from "../../errors/errors.js";
import { columnNamed, withColumns } from "../../incident/expression.js";
import type { Expression, ParsedExpression } from "../../incident/expression.js";
import { failedColumns } from "../../incident/failed.js";
import type { Condition, FailedConfig, SourceConfig, TimeConfig } from "../../incident/incident.js";

/** What a source measures, as the compact table names it. */
export type MeasureName = "failures" | "attempts" | "value" | "latency" | "weight";

/** Where a measure comes from: a column as it is, or an expression over columns. */
export type Operand =
  | { readonly kind: "column"; readonly column: string }
  | { readonly kind: "expression"; readonly tree: Expression; readonly text: string };

/** A source's configuration with every column that it needs named and present. */
export interface ResolvedSource extends SourceConfig {
  readonly time: TimeConfig;
  /** What each measure is in the file; a side of counts that stands in other files is not among them. */
  readonly operands: ReadonlyMap<MeasureName, Operand>;
  /** Conditions over the file's columns, their names as the file has them. */
  readonly bound: {
    readonly where?: Expression;
    readonly failed?: Expression;
    readonly what?: Expression;
    readonly failures?: Expression;
    readonly attempts?: Expression;
  };
}

/** Which sides of counts a file holds. */
export type Sides = Readonly<Record<"failures" | "attempts", boolean>>;
export const BOTH: Sides = { failures: true, attempts: true };

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

/** Columns that a configuration names and that can be nothing else, with where it names them. */
function namedColumns(source: SourceConfig): (readonly [string, string])[] {
  const single = (["id", "cluster", "duration"] as const).flatMap((key) =>
    source[key] === undefined ? [] : [[key, source[key]] as const],
  );
  const { failed } = source;
  const key = failed?.kind === "marked" ? "failed.on" : "failed";
  const own = failed?.kind === "expression" ? [] : failedColumns(failed).map((column) => [key, column] as const);
  return [
    ...(source.time?.columns ?? (source.time ? [source.time.column] : [])).map((column) => ["time", column] as const),
    ...single,
    ...own,
    ...source.dimensions.map((column) => ["dimensions", column] as const),
    ...(source.on ?? []).map(([column]) => ["on", column] as const),
  ];
}

/** Looks up what a source names among a file's columns. */
class ColumnFinder {
  constructor(
    private readonly source: SourceConfig,
    private readonly columns: readonly string[],
    private readonly file: string,
  ) {}

  absent(key: string, column: string, at = ""): never {
    throw new PostmortemError(
      "usage",
      `${at || place(this.source, key.split(".")[0] as string)}file "${this.file}" requires the column "${column}" that sources.${this.source.name}.${key} names, got the columns ${listed(this.columns)}; correct incident.yaml`,
    );
  }

  requireNamed(): void {
    for (const [key, column] of namedColumns(this.source)) if (!this.columns.includes(column)) this.absent(key, column);
  }

  /** An expression with the names of the file's columns. */
  bind(key: string, parsed: ParsedExpression | undefined): Expression | undefined {
    if (!parsed?.tree) return undefined;
    return withColumns(
      parsed.tree,
      (name, at) => columnNamed(this.columns, name) ?? this.absent(key, name, this.placeIn(parsed, at)),
    );
  }

  /** A text that is a column first, and an expression where there is no such column. */
  operand(key: string, text: string): Operand {
    if (this.columns.includes(text)) return { kind: "column", column: text };
    const parsed = this.source.parsed?.get(text);
    if (!parsed || parsed.tree?.kind === "column") {
      const column = columnNamed(this.columns, parsed?.tree?.kind === "column" ? parsed.tree.name : text);
      return column === undefined ? this.absent(key, text) : { kind: "column", column };
    }
    if (parsed.problem)
      throw new PostmortemError(
        "usage",
        `${this.placeIn(parsed, parsed.problem.at)}sources.${this.source.name}.${key} "${text}" is no column of file "${this.file}" (${listed(this.columns)}), and as an expression ${parsed.problem.message}; correct incident.yaml`,
      );
    return { kind: "expression", tree: this.bind(key, parsed) as Expression, text };
  }

  private placeIn({ place: known }: ParsedExpression, at: number): string {
    return known ? `incident.yaml line ${known.line} column ${known.column + at}: ` : "";
  }
}

/** The time of a source: declared, else the column of a usual name. */
function timeOf(source: SourceConfig, columns: readonly string[]): TimeConfig {
  if (source.time) return source.time;
  const column =
    among(columns, TIME_NAMES) ??
    missing(
      source,
      "a time column",
      columns,
      `add \`time: { column: <name>, zone: <zone> }\` to sources.${source.name}`,
    );
  return { column };
}

/** The column of a side's counts where none is declared. */
function sideColumn(source: SourceConfig, side: "failures" | "attempts", columns: readonly string[]): string {
  const usual = source.selections ? VALUE_NAMES : side === "failures" ? FAILURE_NAMES : ATTEMPT_NAMES;
  const others = columns.filter((column) => column !== source.time?.column);
  return (
    among(columns, usual) ??
    (source.selections && others.length === 1 ? others[0] : undefined) ??
    missing(source, `a column of ${side}`, columns, `add \`${side}: <column>\` to sources.${source.name}`)
  );
}

/** The texts of what a source measures in a file, where they are not declared by their usual names. */
function measureTexts(
  source: SourceConfig,
  columns: readonly string[],
  time: TimeConfig,
  sides: Sides,
): (readonly [MeasureName, string])[] {
  const { kind, selections } = source;
  const own = (["latency", "weight"] as const).flatMap((key) =>
    source[key] === undefined ? [] : [[key, source[key]] as const],
  );
  if (kind === "counts") {
    const side = (name: "failures" | "attempts"): string =>
      (selections ? (selections[name].value ?? source.value) : source[name]) ?? sideColumn(source, name, columns);
    return (["failures", "attempts"] as const).filter((name) => sides[name]).map((name) => [name, side(name)] as const);
  }
  if (kind === "events") return [];
  if (kind === "outcomes") return own;
  const others = columns.filter((other) => other !== time.column);
  const value =
    source.value ??
    among(columns, VALUE_NAMES) ??
    (others.length === 1 ? others[0] : undefined) ??
    missing(source, "a value column", columns, `add \`value: <column>\` to sources.${source.name}`);
  return [["value", value], ...own];
}

/**
 * Fills in the columns that a source leaves out and checks that those it names are there.
 *
 * @param file - name of the file whose columns these are, for messages
 * @param sides - which sides of counts the file holds; both unless given
 * @throws PostmortemError (usage) that names file, column and the columns there are
 */
export function resolveColumns(
  source: SourceConfig,
  columns: readonly string[],
  file: string,
  sides: Sides = BOTH,
): ResolvedSource {
  const finder = new ColumnFinder(source, columns, file);
  finder.requireNamed();
  const time = timeOf(source, columns);
  const texts = measureTexts(source, columns, time, sides);
  const operands = new Map(texts.map(([name, text]) => [name, finder.operand(name, text)] as const));
  const failed = source.kind === "outcomes" ? (source.failed ?? defaultFailed(source, columns)) : source.failed;
  const bound = {
    where: finder.bind("where", source.where),
    failed: failed?.kind === "expression" ? finder.bind("failed", failed.expression) : undefined,
    what: finder.bind("what", source.what),
    failures: sides.failures ? finder.bind("failures.where", source.selections?.failures.where) : undefined,
    attempts: sides.attempts ? finder.bind("attempts.where", source.selections?.attempts.where) : undefined,
  };
  return {
    ...source,
    ...Object.fromEntries(texts),
    time,
    ...(failed && { failed }),
    operands,
    bound: Object.fromEntries(Object.entries(bound).filter(([, tree]) => tree !== undefined)),
  };
}
