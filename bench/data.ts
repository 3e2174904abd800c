// Rows to per-minute attempts, failures and latency bins: bare DuckDB beside ours, interleaved, each in a process of its own.
//   node bench/run.mjs data [-- --rows 10000000 --rounds 5 --peers]
import { spawnSync } from "node:child_process";
import { closeSync, createReadStream, createWriteStream, existsSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { parse } from "csv-parse";
import { openDuckDB } from "../src/engine/duckdb.js";
import { duckdbDialect } from "../src/engine/dialect.js";
import { latencyBins } from "../src/engine/reductions.js";
import { openIncident } from "../src/incident/incident-file.js";
import { openData } from "../src/sources/open-data.js";
import { rowBalance } from "../src/sources/row-balance.js";
import { fastScan } from "../src/sources/scan.js";

const COLUMNS = ["attempt_sid", "call_sid", "requested_at", "direction", "region", "error_code", "latency_ms"];
const FOLDER = resolve(".cache/bench-data");

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

/** A week of verb attempts, one hundred bytes a row, an outage in the middle. */
function makeCsv(path: string, rows: number): void {
  const file = openSync(path, "w");
  let state = 12345;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");
  const start = Date.UTC(2025, 2, 24);
  let batch = [COLUMNS.join(",")];
  for (let row = 0; row < rows; row += 1) {
    const at = new Date(start + Math.floor((row * 604_800_000) / rows)).toISOString();
    const failed = random() < (row > rows * 0.5 && row < rows * 0.51 ? 0.25 : 0.002);
    const call = row >> 2;
    batch.push(`VB${hex(row)}${hex(row * 7)},CA${hex(call)}${hex(call * 31)}${hex(call ^ 0x5bd1e995)}${hex(~call)},${at},${row & 1 ? "inbound" : "outbound"},${["us1", "ie1", "au1"][row % 3]},${failed ? "11200" : ""},${(20 * Math.exp(random() * 3)).toFixed(1)}`);
    if (batch.length < 20_000) continue;
    writeSync(file, `${batch.join("\n")}\n`);
    batch = [];
  }
  writeSync(file, batch.length > 0 ? `${batch.join("\n")}\n` : "");
  closeSync(file);
}

async function makeFiles(rows: number): Promise<Record<"csv" | "parquet" | "gz", string>> {
  mkdirSync(FOLDER, { recursive: true });
  const base = join(FOLDER, `verbs-${rows}`);
  const paths = { csv: `${base}.csv`, parquet: `${base}.parquet`, gz: `${base}.csv.gz` };
  if (!existsSync(paths.csv)) makeCsv(paths.csv, rows);
  if (!existsSync(paths.parquet)) {
    const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`COPY (SELECT * REPLACE (requested_at::TIMESTAMPTZ AS requested_at, latency_ms::DOUBLE AS latency_ms) FROM read_csv('${paths.csv}', all_varchar = true)) TO '${paths.parquet}'`);
    connection.closeSync();
  }
  if (!existsSync(paths.gz)) await pipeline(createReadStream(paths.csv), createGzip({ level: 1 }), createWriteStream(paths.gz));
  return paths;
}

/** The same reduction over a relation with typed columns. */
const reduction = (from: string): string => latencyBins(duckdbDialect, from, 60);

async function bare(from: string): Promise<number> {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
  await connection.run("SET TimeZone = 'UTC'");
  const relation = `(SELECT requested_at AS ts, (coalesce(error_code, '') = '11200')::TINYINT AS failed, latency_ms AS latency FROM ${from})`;
  const { rows } = { rows: (await connection.runAndReadAll(`SELECT sum(n) FROM (${reduction(relation)})`)).getRows() };
  return Number(rows[0]?.[0]);
}

const TYPED = COLUMNS.map((name) => `'${name}': '${name === "requested_at" ? "TIMESTAMPTZ" : name === "latency_ms" ? "DOUBLE" : "VARCHAR"}'`).join(", ");

/** Our scan: all text, casts that fail are counted, refused rows kept; with the balance, an independent count beside it. */
async function ours(path: string, balanced: boolean): Promise<number> {
  const engine = await openDuckDB({ readable: [FOLDER], temporary: FOLDER, threads: 2 });
  const dialect = { delimiter: ",", quote: "", escape: "", header: true, skip: 0, newline: "\n" } as const;
  const scan = fastScan(path, { layout: "delimited", dialect, columns: COLUMNS, sample: [] }, 0);
  const relation = `(SELECT TRY_CAST(c2 AS TIMESTAMPTZ) AS ts, (coalesce(c5, '') IN ('11200'))::TINYINT AS failed, TRY_CAST(c6 AS DOUBLE) AS latency, c6 FROM ${scan.sql})`;
  const counting = balanced ? rowBalance(path, "", false) : undefined;
  const badNumbers = "count(*) FILTER (latency IS NULL AND c6 IS NOT NULL) AS bad";
  const sql = reduction(relation).replace("count(*) AS n", `count(*) AS n, ${badNumbers}`);
  const { rows } = await engine.query(`SELECT sum(n), sum(bad), sum(n) FILTER (bin IS NULL) FROM (${sql})`);
  const refused = Number((await engine.query(`SELECT count(*) FROM ${scan.rejects}`)).rows[0]?.[0]);
  const loaded = Number(rows[0]?.[0]);
  const balance = await counting;
  if (balance && balance.records !== loaded + refused + balance.blank + 1) throw new Error(`${balance.records} records, ${loaded} loaded, ${refused} refused`);
  await engine.close();
  return loaded;
}

async function opened(path: string): Promise<number> {
  const folder = join(FOLDER, "incident");
  mkdirSync(folder, { recursive: true });
  const name = path.split("/").at(-1) as string;
  if (!existsSync(join(folder, name))) spawnSync("ln", [path, join(folder, name)]);
  writeFileSync(join(folder, "incident.yaml"), `id: bench\nsources:\n  verbs:\n    file: ${name}\n    time: { column: requested_at, zone: UTC }\n    failed: { error_code: ["11200"] }\n    cluster: call_sid\n    latency: latency_ms\n`);
  const data = await openData(await openIncident(folder), { threads: 2 });
  const { attempts } = await data.source("verbs").outcomes(60);
  await data.close();
  return attempts.reduce((sum, n) => sum + n, 0);
}

async function csvParse(path: string): Promise<number> {
  let rows = 0;
  const minutes = new Map<number, number>();
  for await (const row of createReadStream(path).pipe(parse({ from_line: 2 })) as AsyncIterable<string[]>) {
    const minute = Math.floor(Date.parse(row[2] as string) / 60_000);
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
    rows += 1;
  }
  return rows;
}

type Contender = (paths: Record<"csv" | "parquet" | "gz", string>) => Promise<number>;
const CONTENDERS: Readonly<Record<string, Contender>> = {
  "bare DuckDB, CSV": ({ csv }) => bare(`read_csv('${csv}', auto_detect = false, header = true, delim = ',', quote = '', escape = '', columns = {${TYPED}})`),
  "ours, CSV, balance off": ({ csv }) => ours(csv, false),
  "ours, CSV, balance on": ({ csv }) => ours(csv, true),
  "ours, openData (tables for clusters and profiles, hashes)": ({ csv }) => opened(csv),
  "bare DuckDB, Parquet": ({ parquet }) => bare(`read_parquet('${parquet}')`),
  "ours, openData on Parquet": ({ parquet }) => opened(parquet),
  "bare DuckDB, gzip (a cut end unnoticed)": ({ gz }) => bare(`read_csv('${gz}', auto_detect = false, header = true, delim = ',', quote = '', escape = '', columns = {${TYPED}})`),
  "ours, openData on gzip": ({ gz }) => opened(gz),
};
const PEERS: Readonly<Record<string, Contender>> = { "csv-parse, attempts a minute only": ({ csv }) => csvParse(csv) };

interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
  readonly rows: number;
}

function measured(name: string, rows: number): Run {
  const begun = performance.now();
  const child = spawnSync(process.execPath, [...process.execArgv, process.argv[1] as string, "--contender", name, "--rows", String(rows)], { encoding: "utf8" });
  if (child.status !== 0) throw new Error(`${name}: ${child.stderr}`);
  return { ...JSON.parse(child.stdout.trim().split("\n").at(-1) as string) as Omit<Run, "wall">, wall: (performance.now() - begun) / 1000 };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

async function main(): Promise<void> {
  const rows = option("rows", 10_000_000);
  const paths = await makeFiles(rows);
  const single = process.argv.indexOf("--contender");
  if (single >= 0) {
    const counted = await ({ ...CONTENDERS, ...PEERS }[process.argv[single + 1] as string] as Contender)(paths);
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    console.log(JSON.stringify({ rows: counted, cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 }));
    return;
  }
  const names = Object.keys(process.argv.includes("--peers") ? { ...CONTENDERS, ...PEERS } : CONTENDERS);
  const rounds = option("rounds", 5);
  const runs = new Map<string, Run[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) for (const name of names) (runs.get(name) as Run[]).push(measured(name, rows));
  const of = (name: string, key: keyof Run): number => median((runs.get(name) as Run[]).map((run) => run[key]));
  const base = names[0] as string;
  console.log(`${rows} rows, ${(statSync(paths.csv).size / 1e9).toFixed(2)} GB of CSV; medians of ${rounds} interleaved rounds; Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GB\n`);
  console.log("| path | wall s | wall × | CPU s | CPU × | memory MB |\n|---|---|---|---|---|---|");
  for (const name of names) {
    if (of(name, "rows") !== rows) throw new Error(`${name} counted ${of(name, "rows")} of ${rows}`);
    console.log(`| ${name} | ${of(name, "wall").toFixed(2)} | ${(of(name, "wall") / of(base, "wall")).toFixed(2)} | ${of(name, "cpu").toFixed(2)} | ${(of(name, "cpu") / of(base, "cpu")).toFixed(2)} | ${of(name, "memory").toFixed(0)} |`);
  }
}

await main();
