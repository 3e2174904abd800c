import { MINUTE_MS } from "../../time/units.js";
import { conditionOf, numberOf } from "../../engine/expression-sql.js";
import type { ExpressionCells } from "../../engine/expression-sql.js";
import type { EngineDialect } from "../../engine/dialect.js";
import type { Cell, Engine } from "../../engine/engine.js";
import { countsPerBin, sumsPerBin } from "../../engine/reductions.js";
import type { Relation } from "../../engine/reductions.js";
import { PostmortemError } from "../../errors/errors.js";
import type { Expression } from "../../incident/expression.js";
import type { Condition, Incident, SourceConfig } from "../../incident/incident.js";
import type { ResolvedSource } from "../columns/column-roles.js";
import { coverageOf } from "../quality/coverage.js";
import type { DataQuality, UnseenFailure } from "../incident-data.js";
import { dayBounds } from "../quality/time-bounds.js";
import { requireTableBudget, usableRows } from "./table-rows.js";
import type { TableRows } from "./table-rows.js";
import type { HeldSource } from "./sql-source.js";
import { listedNumbers } from "../columns/same-value.js";
import { statusClasses } from "../columns/status-class.js";
import { unseenFailure } from "../quality/unseen-failure.js";
import { instant } from "../../time/instant.js";

function unsupported(source: SourceConfig, what: string): never {
  throw new PostmortemError(
    "usage",
    `sources.${source.name} in an engine's table requires ${what}; offer it as a view on the server, or read the rows from files`,
  );
}

/** How a text value is written into a query: quoted, or as a parameter of the engine. */
type Bind = (value: string) => string;

function testOf(dialect: EngineDialect, bind: Bind, [column, test]: Condition[number]): string {
  const cell = `coalesce(${dialect.asText(dialect.quoted(column))}, '')`;
  const list = (values: readonly string[]): string => values.map(bind).join(", ");
  const number = dialect.number(dialect.quoted(column));
  if (test.kind === "values")
    return [
      `${cell} IN (${list(test.values)})`,
      // 500.0 is 500, but a leading zero makes a code.
      ...listedNumbers(test.values).map((value) => `(${number} = ${value} AND ${cell} NOT LIKE '0_%')`),
      ...statusClasses(test.values).map(([from, to]) => `(${number} >= ${from} AND ${number} < ${to})`),
    ].join(" OR ");
  if (test.kind === "not") return `${cell} NOT IN (${list(["", ...test.values])})`;
  return (
    [
      ...(test.atLeast === undefined ? [] : [`${number} >= ${test.atLeast}`]),
      ...(test.atMost === undefined ? [] : [`${number} <= ${test.atMost}`]),
    ].join(" AND ") || "1 = 1"
  );
}

/** The qualified name of a source's table. */
export function tableName(dialect: EngineDialect, source: SourceConfig): string {
  const { table, database } = source.engine as NonNullable<SourceConfig["engine"]>;
  return [...(database === undefined ? [] : database.split(".")), ...table.split(".")]
    .map((part) => dialect.quoted(part))
    .join(".");
}

/** The columns of a server's table, as expressions ask for them. */
function tableCells(dialect: EngineDialect, bind: Bind): ExpressionCells {
  return {
    text: (column) => `nullif(${dialect.asText(dialect.quoted(column))}, '')`,
    number: (column) => dialect.number(dialect.quoted(column)),
    bind,
  };
}

/** The relation's columns over those of a server's table, one source at a time. */
class TableColumns {
  private readonly cells: ExpressionCells;

  constructor(
    private readonly dialect: EngineDialect,
    private readonly source: SourceConfig,
    private readonly bind: Bind,
  ) {
    this.cells = tableCells(dialect, bind);
  }

  condition(tree: Expression): string {
    return conditionOf(this.dialect, tree, this.cells);
  }

  /** A measure: a column as it is, or an expression; the server's columns are not asked for, so that a text that is more than a name is an expression. */
  measure(text: string, whole = false): string {
    const parsed = this.source.parsed?.get(text);
    const tree = parsed?.tree;
    if (!tree || tree.kind === "column") return this.dialect.quoted(tree?.kind === "column" ? tree.name : text);
    const value = numberOf(this.dialect, tree, this.cells);
    return whole ? `floor(${value} + 0.5e0)` : value;
  }

  failed(): string {
    const { failed } = this.source;
    if (failed?.kind === "expression" && failed.expression.tree)
      return `CASE WHEN ${this.condition(failed.expression.tree)} THEN 1 ELSE 0 END`;
    if (failed?.kind !== "own") return unsupported(this.source, "`failed` as columns or an expression of its own");
    const tests = failed.where.map((one) => `(${testOf(this.dialect, this.bind, one)})`);
    return `CASE WHEN ${tests.join(" AND ")} THEN 1 ELSE 0 END`;
  }
}

/** What only rows in files can be. */
function requireTableWords(source: SourceConfig): void {
  if (source.selections) unsupported(source, "`failures` and `attempts` in the rows of one table");
  if (source.cumulative) unsupported(source, "counts that are no running totals");
  if (source.time?.columns) unsupported(source, "a time in one column");
  if (source.dialect) unsupported(source, "no `dialect`, which is of text files");
}

/**
 * A server's table as the reductions see it: each of their columns an expression over the table's.
 *
 * The time column must be a timestamp of the server's own type, in UTC. Rows outside `where` are none of its rows.
 */
export function tableRelation(dialect: EngineDialect, source: SourceConfig, bind: Bind = dialect.text): Relation {
  const { time, kind } = source;
  if (!time) return unsupported(source, "a time column");
  if (time.zone !== undefined && !/^(UTC|GMT|Etc\/UTC)$/.test(time.zone))
    unsupported(source, `times in UTC, got zone ${time.zone}`);
  requireTableWords(source);
  const own = new TableColumns(dialect, source, bind);
  const name = (column: string): string => dialect.quoted(column);
  const key = (column: string): string => `nullif(${dialect.asText(name(column))}, '')`;
  const columns = new Map([["ts", name(time.column)]]);
  if (kind === "outcomes") columns.set("failed", own.failed());
  else if (kind === "counts") {
    if (source.failures === undefined || source.attempts === undefined)
      return unsupported(source, "columns `failures` and `attempts`");
    columns.set("failures", own.measure(source.failures, true)).set("attempts", own.measure(source.attempts, true));
  } else return unsupported(source, `kind outcomes or counts, got ${kind}`);
  if (source.cluster !== undefined) columns.set("cluster", key(source.cluster));
  if (source.id !== undefined) columns.set("id", key(source.id));
  if (source.latency !== undefined) columns.set("latency", own.measure(source.latency));
  if (source.weight !== undefined) columns.set("weight", own.measure(source.weight));
  source.dimensions.forEach((column, index) => columns.set(`k${index}`, dialect.asText(name(column))));
  const told = (column: string): string => `nullif(trim(${dialect.asText(name(column))}), '')`;
  (source.affected ?? []).forEach((column, index) => columns.set(`a${index}`, told(column)));
  const where = source.where?.tree && own.condition(source.where.tree);
  const table = tableName(dialect, source);
  return {
    from: where === undefined ? table : `(SELECT * FROM ${table} WHERE ${where})`,
    weighted: source.weight !== undefined && kind === "outcomes",
    of(column) {
      const expression = columns.get(column);
      if (expression === undefined) throw new RangeError(`sources.${source.name} has no ${column}`);
      return expression;
    },
  };
}

/** What a row of a server's counts covers, as declared or by its own spacing, and where its bins begin. */
function tableStep(
  { kind, stepSeconds: declared }: SourceConfig,
  minutes: readonly number[],
  stepMinutes: number,
): Pick<HeldSource, "stepSeconds" | "phaseSeconds"> {
  if (kind !== "counts") return { stepSeconds: null, phaseSeconds: 0 };
  const stepSeconds = declared ?? (stepMinutes > 1 ? 60 * stepMinutes : null);
  if (stepSeconds === null || stepSeconds <= 60) return { stepSeconds, phaseSeconds: 0 };
  const phases = new Set(minutes.map((minute) => (60 * minute) % stepSeconds));
  return { stepSeconds, phaseSeconds: phases.size === 1 ? ([...phases][0] as number) : 0 };
}

async function rowsIn(engine: Engine, table: string): Promise<number> {
  return Number((await engine.query(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.[0] ?? 0);
}

/** Raises unless the reduction accounts for every row that the server says it has. */
async function requireAllRows(engine: Engine, source: SourceConfig, reduced: number, table: string): Promise<void> {
  const counted = await rowsIn(engine, table);
  if (counted === reduced) return;
  throw new PostmortemError(
    "engine",
    `source ${source.name} requires every row of ${table} in its sums, got ${reduced} of ${counted}; a shard may be missing or rows without a time, or the table grows: bound it by a view`,
  );
}

const MOST_SEEN = 50;

/** The columns of which a condition of failure lists values, each with the query for the commonest that the table holds. */
export function seenValuesSql(
  dialect: EngineDialect,
  source: SourceConfig,
): readonly (readonly [column: string, sql: string])[] {
  const { failed } = source;
  if (failed?.kind !== "own") return [];
  return failed.where.flatMap(([column, test]) => {
    if (test.kind !== "values") return [];
    const value = `coalesce(${dialect.asText(dialect.quoted(column))}, '')`;
    return [
      [
        column,
        `SELECT ${value} AS value_, count(*) AS n_ FROM ${tableName(dialect, source)} t GROUP BY ${dialect.group(["value_"])} ORDER BY n_ DESC, value_ LIMIT ${MOST_SEEN}`,
      ] as const,
    ];
  });
}

async function unseenIn(engine: Engine, source: SourceConfig): Promise<UnseenFailure | undefined> {
  const seen: [string, ReadonlySet<string>][] = [];
  for (const [column, sql] of seenValuesSql(engine.dialect, source)) {
    const { rows } = await engine.query(sql);
    seen.push([column, new Set(rows.map(([cell]) => String(cell)))]);
  }
  return unseenFailure(source, seen);
}

const DAY_MINUTES = 1440;

/** The counts a minute of a table's usable rows, a few with times far from all others left out. */
async function nearRows(
  engine: Engine,
  source: SourceConfig,
  { relation }: TableRows,
): Promise<{ relation: Relation; rows: readonly (readonly Cell[])[]; far: number }> {
  const perMinute = source.kind === "counts" ? sumsPerBin : countsPerBin;
  // Rows are counted here, whatever each stands for.
  const { rows } = await engine.query(perMinute(engine.dialect, { ...relation, weighted: false }, 60));
  const days = new Map<number, number>();
  for (const [minute, n] of rows) {
    const day = Math.floor(Number(minute) / DAY_MINUTES);
    days.set(day, (days.get(day) ?? 0) + (source.kind === "counts" ? 1 : Number(n)));
  }
  const bounds = dayBounds([...days]);
  if (!bounds) return { relation, rows, far: 0 };
  const near = rows.filter(([minute]) => {
    const day = Math.floor(Number(minute) / DAY_MINUTES);
    return day >= bounds.first && day <= bounds.last;
  });
  const at = (day: number): string =>
    engine.dialect.instant(`${instant(day * DAY_MINUTES * MINUTE_MS).slice(0, 10)}T00:00:00Z`);
  const ts = relation.of("ts");
  const within = `${ts} >= ${at(bounds.first)} AND ${ts} < ${at(bounds.last + 1)}`;
  const from = `(SELECT * FROM ${relation.from} WHERE ${within})`;
  const { rows: outside } = await engine.query(`SELECT count(*) AS n FROM ${relation.from} r WHERE NOT (${within})`);
  return { relation: { ...relation, from }, rows: near, far: Number(outside[0]?.[0] ?? 0) };
}

/**
 * A source whose rows stay in a server's table: the server aggregates, and only counts come back.
 *
 * @throws PostmortemError (engine) when the sums do not account for every row of the table; (input) for more unusable rows than the error budget
 */
export async function tableSource(
  engine: Engine,
  source: SourceConfig,
  budget: Incident["errorBudget"] = { share: 0.001, rows: 3 },
): Promise<HeldSource> {
  const whole = tableRelation(engine.dialect, source, (value) => engine.bound(value));
  const table = tableName(engine.dialect, source);
  const usable = await usableRows(engine, source, whole, budget);
  const { seen: inside } = usable;
  const filtered = source.where === undefined ? 0 : (await rowsIn(engine, table)) - inside;
  const { relation, rows, far } = await nearRows(engine, source, usable);
  const rejected = usable.rejected + far;
  requireTableBudget(source, inside, rejected, budget);
  const minutes = rows.map(([minute]) => Number(minute));
  const counts = rows.map(([, n]) => Number(n));
  const loaded = source.kind === "counts" ? inside - rejected : counts.reduce((sum, n) => sum + n, 0);
  if (source.kind === "outcomes") await requireAllRows(engine, source, loaded + rejected, whole.from);
  const { gaps, coverage, stepMinutes } = coverageOf(source.kind, minutes, counts);
  const noneFailed = source.kind === "outcomes" && loaded > 0 && rows.every(([, , failures]) => Number(failures) === 0);
  const failureUnseen = noneFailed ? await unseenIn(engine, source) : undefined;
  const quality: DataQuality = {
    source: source.name,
    seen: inside + filtered,
    loaded,
    rejected,
    duplicates: 0,
    filtered,
    header: 0,
    blank: 0,
    gaps,
    coverage,
    balanced: true,
    notes: [
      ...(failureUnseen === undefined ? [] : [failureUnseen.text]),
      ...usable.notes,
      ...(far > 0 ? [`${far} rows of the table have a time far from all others; they are rejected.`] : []),
      ...(source.id === undefined ? [] : [`Rows that repeat ${source.id} were not removed from the server's table.`]),
    ],
    ...(failureUnseen !== undefined && { failureUnseen }),
  };
  const iso = (minute: number): string => instant(minute * MINUTE_MS);
  const [first] = minutes;
  const step = tableStep(source, minutes, stepMinutes);
  const covers = Math.max(stepMinutes, Math.ceil((step.stepSeconds ?? 0) / 60));
  const range = first === undefined ? null : { from: iso(first), to: iso((minutes.at(-1) as number) + covers) };
  const text = new Map(source.dimensions.map((column, index) => [column, `k${index}`]));
  return {
    engine,
    source: source as ResolvedSource,
    relation,
    columns: [],
    text,
    keys: new Map((source.affected ?? []).map((column, index) => [column, `a${index}`])),
    dimensions: source.dimensions,
    slices: source.dimensions,
    splittable: source.dimensions,
    quality,
    range,
    ...step,
  };
}
