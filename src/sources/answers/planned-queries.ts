import type { EngineDialect } from "../../engine/dialect.js";
import { clickhouseDialect, trinoDialect } from "../../engine/dialect.js";
import type { Engine } from "../../engine/engine.js";
import { openServer } from "../../engine/open-server.js";
import type { ServerOptions } from "../../engine/server-options.js";
import { affectedCounts, levelsPerBin, slowPerBin } from "../../engine/latency-reductions.js";
import type { Relation } from "../../engine/reductions.js";
import {
  breakdownCounts,
  cellCounts,
  clusterCounts,
  countsPerBin,
  independentCounts,
  sumsPerBin,
  unitProfiles,
} from "../../engine/reductions.js";
import type { Incident, SourceConfig } from "../../incident/incident.js";
import { seenValuesSql, tableName, tableRelation } from "./table-source.js";

/** A query that an analysis would send, and how many rows the server would read for it. */
export interface PlannedQuery {
  readonly source: string;
  readonly engine: string;
  readonly what: string;
  readonly sql: string;
  /** From the server's statistics; `null` where it has none. */
  readonly estimatedRows: number | null;
}

type NamedQuery = readonly [what: string, sql: string];

/** Stands for the spans that an analysis finds on the way. */
const SPAN = { from: "2000-01-01T00:00:00Z", to: "2000-01-02T00:00:00Z" };

/** Stands for the latencies from which on attempts are slow, one a quantile. */
const LIMITS = [1, 2, 3, 4];

/** What latencies and hit columns add. */
function moreQueries(
  dialect: EngineDialect,
  relation: Relation,
  { latency, affected = [] }: SourceConfig,
): readonly NamedQuery[] {
  const timed =
    latency === undefined
      ? []
      : ([
          ["latency levels a block of time (an hour stands for it)", levelsPerBin(dialect, relation, 3600)],
          ["slow attempts a minute (1 to 4 stand for the limits)", slowPerBin(dialect, relation, 60, LIMITS)],
        ] as const);
  const hit = affected.map(
    (column, index) =>
      [`how many ${column} were hit over a span`, affectedCounts(dialect, relation, `a${index}`, SPAN)] as const,
  );
  return [...timed, ...hit];
}

/** The queries that ask which part failed: by each dimension, and by all of them together. */
function partQueries(dialect: EngineDialect, relation: Relation, { kind, dimensions }: SourceConfig): NamedQuery[] {
  const columns = dimensions.map((_name, index) => `k${index}`);
  const counted = kind === "counts";
  const each = dimensions.map(
    (name, index): NamedQuery => [
      `by ${name} over a span`,
      breakdownCounts(dialect, relation, `k${index}`, SPAN, counted),
    ],
  );
  const together: NamedQuery = [
    "by all dimensions together, before and during",
    cellCounts(dialect, relation, columns, [SPAN, SPAN], counted),
  ];
  return dimensions.length > 0 ? [...each, together] : [];
}

function queriesOf(
  dialect: EngineDialect,
  source: SourceConfig,
  { exposure, sources }: Incident,
): readonly NamedQuery[] {
  const relation = tableRelation(dialect, source);
  if (source.kind === "counts")
    return [["sums a minute", sumsPerBin(dialect, relation, 60)], ...partQueries(dialect, relation, source)];
  const by =
    exposure?.of === source.name
      ? sources.find(({ name, engine }) => name === exposure.by && engine?.engine === source.engine?.engine)
      : undefined;
  const own = source.cluster === undefined ? independentCounts : clusterCounts;
  return [
    ["counts a minute", countsPerBin(dialect, relation, 60)],
    ...seenValuesSql(dialect, source).map(
      ([column, sql]) => [`values of ${column}, only where no row failed`, sql] as const,
    ),
    ["clusters of a span (a day stands for it)", own(dialect, relation, SPAN)],
    ...partQueries(dialect, relation, source),
    ...(by
      ? [
          [
            `what each went through in ${by.name}`,
            unitProfiles(dialect, relation, tableRelation(dialect, by), SPAN),
          ] as const,
        ]
      : []),
    ...moreQueries(dialect, relation, source),
  ];
}

async function estimate(engine: Engine, source: SourceConfig): Promise<number | null> {
  const table = tableName(engine.dialect, source);
  if (engine.name === "clickhouse") {
    const { rows } = await engine.query(`SELECT count(*) AS n FROM ${table}`);
    return Number(rows[0]?.[0] ?? 0);
  }
  const { columns, rows } = await engine.query(`SHOW STATS FOR ${table}`);
  const at = columns.indexOf("row_count");
  const count = rows.map((row) => row[at]).find((cell) => cell !== null && cell !== undefined);
  return count === undefined ? null : Number(count);
}

/**
 * What an analysis would ask of the servers that an incident names, without asking it: the SQL and the rows it would read. Values stand in the
 * SQL as literals, so that it can be tried by hand; an analysis sends them as parameters where the server takes them.
 *
 * @param options - `estimate: false` sends nothing at all
 * @throws PostmortemError (engine) when a server does not answer
 */
export async function plannedQueries(
  incident: Incident,
  options: ServerOptions & { readonly estimate?: boolean } = {},
): Promise<readonly PlannedQuery[]> {
  const planned: PlannedQuery[] = [];
  for (const source of incident.sources) {
    if (!source.engine) continue;
    const name = source.engine.engine;
    const engine = options.estimate === false ? undefined : await openServer(name, options);
    try {
      const estimatedRows = engine ? await estimate(engine, source) : null;
      const dialect = name === "clickhouse" ? clickhouseDialect : trinoDialect;
      for (const [what, sql] of queriesOf(dialect, source, incident))
        planned.push({ source: source.name, engine: name, what, sql, estimatedRows });
    } finally {
      await engine?.close();
    }
  }
  return planned;
}
