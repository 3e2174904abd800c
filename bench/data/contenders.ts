import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { parse } from "csv-parse";
import { openDuckDB } from "../../src/engine/duckdb.js";
import { clickhouseDialect, duckdbDialect } from "../../src/engine/dialect.js";
import { latencyBins, relationNamed } from "../../src/engine/reductions.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import { openData } from "../../src/sources/open-data.js";
import { rowBalance } from "../../src/sources/records/row-balance.js";
import { fastScan } from "../../src/sources/records/scan.js";
import { COLUMNS, FOLDER } from "./files.js";
import type { Paths } from "./files.js";

/** The same reduction over a relation with typed columns. */
const reduction = (from: string): string => latencyBins(duckdbDialect, relationNamed(from), 60);
const TYPED = COLUMNS.map(
  (name) => `'${name}': '${name === "requested_at" ? "TIMESTAMPTZ" : name === "latency_ms" ? "DOUBLE" : "VARCHAR"}'`,
).join(", ");
const typedCsv = (path: string): string =>
  `read_csv('${path}', auto_detect = false, header = true, delim = ',', quote = '', escape = '', columns = {${TYPED}})`;

async function bare(from: string): Promise<number> {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
  await connection.run("SET TimeZone = 'UTC'");
  const relation = `(SELECT requested_at AS ts, (coalesce(error_code, '') = '11200')::TINYINT AS failed, latency_ms AS latency FROM ${from})`;
  return Number((await connection.runAndReadAll(`SELECT sum(n_) FROM (${reduction(relation)})`)).getRows()[0]?.[0]);
}

/** Our scan: all text, casts that fail are counted; with the balance, an independent count beside it. */
async function ours(path: string, balanced: boolean): Promise<number> {
  const engine = await openDuckDB({ readable: [FOLDER], temporary: FOLDER, threads: 2 });
  const dialect = { delimiter: ",", quote: "", escape: "", header: true, skip: 0, newline: "\n" } as const;
  const scan = fastScan(path, { layout: "delimited", dialect, columns: COLUMNS, sample: [] });
  const relation = `(SELECT TRY_CAST(c2 AS TIMESTAMPTZ) AS ts, (coalesce(c5, '') IN ('11200'))::TINYINT AS failed, TRY_CAST(c6 AS DOUBLE) AS latency, c6 FROM ${scan.sql})`;
  const counting = balanced ? rowBalance(path, "", false) : undefined;
  const sql = reduction(relation).replace(
    "count(*) AS n_",
    "count(*) AS n_, count(*) FILTER (latency IS NULL AND c6 IS NOT NULL) AS bad_",
  );
  const { rows } = await engine.query(`SELECT sum(n_), sum(bad_), sum(n_) FILTER (bin_ IS NULL) FROM (${sql})`);
  const loaded = Number(rows[0]?.[0]);
  const balance = await counting;
  if (balance && balance.records !== loaded + balance.blank + 1)
    throw new Error(`${balance.records} records, ${loaded} loaded`);
  await engine.close();
  return loaded;
}

/** The whole opening as an analysis does it. */
async function opened(path: string, lean: boolean): Promise<number> {
  const folder = join(FOLDER, lean ? "incident-counts" : "incident");
  mkdirSync(folder, { recursive: true });
  const name = path.split("/").at(-1) as string;
  if (!existsSync(join(folder, name))) spawnSync("ln", [path, join(folder, name)]);
  const more = lean ? "" : "    cluster: call_sid\n    latency: latency_ms\n";
  writeFileSync(
    join(folder, "incident.yaml"),
    `id: bench\nsources:\n  verbs:\n    file: ${name}\n    time: { column: requested_at, zone: UTC }\n    failed: { error_code: ["11200"] }\n${more}`,
  );
  const data = await openData(await openIncident(folder), { threads: 2 });
  const { attempts } = await data.source("verbs").outcomes(60);
  await data.close();
  return attempts.reduce((sum, n) => sum + n, 0);
}

async function csvParse(path: string): Promise<number> {
  let rows = 0;
  const minutes = new Map<number, [attempts: number, failures: number]>();
  for await (const row of createReadStream(path).pipe(parse({ from_line: 2 })) as AsyncIterable<string[]>) {
    const minute = Math.floor(Date.parse(row[2] as string) / 60_000);
    const counts = minutes.get(minute) ?? [0, 0];
    minutes.set(minute, [counts[0] + 1, counts[1] + (row[5] === "11200" ? 1 : 0)]);
    rows += 1;
  }
  return rows;
}

const CHDB = resolve("bench/node_modules/chdb");

/** Embedded ClickHouse on a file, the same reduction in its dialect. */
function chdbRows(path: string): number {
  const { query } = createRequire(import.meta.url)(CHDB) as { query(sql: string, format: string): string };
  const structure =
    "attempt_sid String, call_sid String, requested_at DateTime64(3, \\'UTC\\'), direction String, region String, error_code String, latency_ms Nullable(Float64)";
  const from = path.endsWith(".parquet") ? `file('${path}', Parquet)` : `file('${path}', CSVWithNames, '${structure}')`;
  const relation = `(SELECT requested_at AS ts, toUInt8(coalesce(error_code, '') = '11200') AS failed, latency_ms AS latency FROM ${from})`;
  return Number(
    query(
      `SELECT sum(n_) FROM (${latencyBins(clickhouseDialect, relationNamed(relation), 60)}) SETTINGS max_threads = 2, date_time_input_format = 'best_effort'`,
      "CSV",
    ),
  );
}

export type Contender = (paths: Paths) => Promise<number> | number;

export const BASE = "bare DuckDB, CSV";

export const CONTENDERS: Readonly<Record<string, Contender>> = {
  [BASE]: ({ csv }) => bare(typedCsv(csv)),
  "ours, CSV, balance off": ({ csv }) => ours(csv, false),
  "ours, CSV, balance on": ({ csv }) => ours(csv, true),
  "ours, openData, counts only (hash, table)": ({ csv }) => opened(csv, true),
  "ours, openData, clusters and latencies too": ({ csv }) => opened(csv, false),
  "bare DuckDB, Parquet": ({ parquet }) => bare(`read_parquet('${parquet}')`),
  "ours, openData on Parquet": ({ parquet }) => opened(parquet, false),
  "bare DuckDB, gzip (a cut end unnoticed)": ({ gz }) => bare(typedCsv(gz)),
  "ours, openData on gzip": ({ gz }) => opened(gz, false),
};

/** Other Node readers; slow ones run fewer rounds. */
export const PEERS: Readonly<Record<string, Contender>> = {
  "csv-parse, attempts and failures a minute": ({ csv }) => csvParse(csv),
  ...(existsSync(CHDB) && {
    "embedded ClickHouse, CSV": ({ csv }: Paths) => chdbRows(csv),
    "embedded ClickHouse, Parquet": ({ parquet }: Paths) => chdbRows(parquet),
  }),
};
