// What a day of a large carrier costs, from the cost a row measured here: node bench/run.mjs scale [-- --rows 2000000 --day 5000000000]
import { existsSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, loadavg } from "node:os";
import { resolve } from "node:path";
import { clickhouseDialect, duckdbDialect } from "../src/engine/dialect.js";
import type { EngineDialect } from "../src/engine/dialect.js";
import { openDuckDB } from "../src/engine/duckdb.js";
import { breakdownCounts, clusterCounts, countsPerBin, latencyBins, relationNamed } from "../src/engine/reductions.js";
import { FOLDER, makeFiles } from "./data/files.js";

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

const SPAN = { from: "2025-03-24T00:00:00Z", to: "2025-03-31T00:00:00Z" };

/** What an analysis asks of a table of verbs. */
function queries(dialect: EngineDialect, from: string): readonly (readonly [what: string, sql: string])[] {
  const relation = relationNamed(from);
  return [
    ["counts a minute", countsPerBin(dialect, relation, 60)], ["clusters of the whole span", clusterCounts(dialect, relation, SPAN)],
    ["by region", breakdownCounts(dialect, relation, "k0", SPAN)], ["latencies a minute", latencyBins(dialect, relation, 60)],
  ];
}

interface Cost {
  readonly what: string;
  readonly cpuSeconds: number;
  readonly bytes: number;
  readonly answers: number;
}

async function costs(all: readonly (readonly [string, string])[], ask: (sql: string) => Promise<{ bytes: number; rows: number }>): Promise<Cost[]> {
  const found: Cost[] = [];
  for (const [what, sql] of all) {
    const begun = process.cpuUsage();
    const { bytes, rows } = await ask(sql);
    const { user, system } = process.cpuUsage(begun);
    found.push({ what, cpuSeconds: (user + system) / 1e6, bytes, answers: rows });
  }
  return found;
}

async function embedded(parquet: string): Promise<Cost[]> {
  const engine = await openDuckDB({ readable: [FOLDER], temporary: FOLDER, memoryMb: 4096 });
  const relation = `(SELECT requested_at AS ts, (coalesce(error_code, '') = '11200')::TINYINT AS failed, latency_ms AS latency, call_sid AS cluster, region AS k0 FROM read_parquet('${parquet}'))`;
  const found = await costs(queries(duckdbDialect, relation), async (sql) => {
    const { rows } = await engine.query(sql);
    return { rows: rows.length, bytes: JSON.stringify(rows).length };
  });
  await engine.close();
  return found;
}

const CHDB = resolve("bench/node_modules/chdb");

async function clickhouse(parquet: string): Promise<Cost[]> {
  const { Session } = createRequire(import.meta.url)(CHDB) as { Session: new () => { query(sql: string, format?: string): string; close(): void } };
  const session = new Session();
  session.query(`CREATE TABLE verbs ENGINE = MergeTree ORDER BY requested_at AS SELECT assumeNotNull(requested_at) AS requested_at, error_code, latency_ms, call_sid, region FROM file('${parquet}', Parquet)`);
  const relation = "(SELECT requested_at AS ts, toUInt8(coalesce(error_code, '') = '11200') AS failed, latency_ms AS latency, call_sid AS cluster, region AS k0 FROM verbs)";
  const found = await costs(queries(clickhouseDialect, relation), (sql) => {
    const text = session.query(sql, "JSONCompactEachRow");
    return Promise.resolve({ rows: text.split("\n").length - 1, bytes: text.length });
  });
  session.close();
  return found;
}

/** The bytes of counts grow with minutes and shapes, not with rows; the processor's time with rows. */
function print(engine: string, rows: number, day: number, found: readonly Cost[]): void {
  for (const { what, cpuSeconds, bytes, answers } of found) {
    const hours = ((cpuSeconds / rows) * day) / 3600;
    console.log(`| ${engine} | ${what} | ${((1e6 * cpuSeconds) / rows).toFixed(3)} | ${answers.toLocaleString("en")} | ${(bytes / 1e6).toFixed(2)} | ${hours.toFixed(2)} |`);
  }
  const total = found.slice(0, 3).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  console.log(`| ${engine} | **what one analysis asks (the first three)** | ${((1e6 * total) / rows).toFixed(3)} | | ${(found.slice(0, 3).reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(2)} | **${((total / rows) * day / 3600).toFixed(2)}** |`);
}

async function main(): Promise<void> {
  const [rows, day] = [option("rows", 2_000_000), option("day", 5e9)];
  const { parquet } = await makeFiles(rows, ["parquet"]);
  console.log(`${rows.toLocaleString("en")} rows over seven days, ${(statSync(parquet).size / rows).toFixed(0)} bytes a row as Parquet; ${availableParallelism()} × ${cpus()[0]?.model}, Node ${process.version}, load ${(loadavg()[0] as number).toFixed(1)}; a day = ${day.toLocaleString("en")} rows, ${((statSync(parquet).size / rows) * day / 1e9).toFixed(0)} GB of such Parquet\n`);
  console.log("| engine | question | processor µs a row | rows that come back | MB shipped | processor hours for the day |\n|---|---|---|---|---|---|");
  print("DuckDB, Parquet", rows, day, await embedded(parquet));
  if (existsSync(CHDB)) print("ClickHouse 26, MergeTree", rows, day, await clickhouse(parquet));
  else console.log("\nClickHouse is left out: npm ci --prefix bench");
  if (!process.argv.includes("--keep")) rmSync(FOLDER, { recursive: true, force: true });
}

await main();
