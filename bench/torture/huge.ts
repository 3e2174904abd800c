import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { TortureLine } from "./line.js";
import { watched } from "./watched.js";

/** Bytes a row, about. */
const ROW_BYTES = 113;
/** One row in this many repeats the row before it. */
const REPEATED = 10_007;
/** Fails in this share of a thousand rows, inside the outage and outside. */
const PER_MILLE = { outage: 250, otherwise: 2 };
const LIMIT_SECONDS = 3000;

const START_MS = Date.UTC(2025, 2, 24);
const WEEK_MS = 7 * 86_400_000;

/** The rows out of their numbers alone: a week of verbs, an outage from half of it to 51 %, some rows twice. */
function rowsSql(rows: number): string {
  const own = `(SELECT i, CASE WHEN i % ${REPEATED} = 5 THEN i - 1 ELSE i END AS k FROM range(${rows}) t(i))`;
  const share = `CASE WHEN k >= ${Math.floor(rows * 0.5)} AND k < ${Math.floor(rows * 0.51)} THEN ${PER_MILLE.outage} ELSE ${PER_MILLE.otherwise} END`;
  return `(SELECT i, k, hash(k) % 1000 < ${share} AS failed, ${START_MS} + (k * ${WEEK_MS}::HUGEINT // ${rows})::BIGINT AS ms FROM ${own})`;
}

interface Counts {
  readonly attempts: number;
  readonly failures: number;
}

/** Answers of one engine beside the one that is tried. */
async function asking<T>(temporary: string, work: (ask: (sql: string) => Promise<number[]>) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "1GB", temp_directory: temporary });
  const connection = await instance.connect();
  try {
    return await work(async (sql) => ((await connection.runAndReadAll(sql)).getRows()[0] ?? []).map(Number));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function writeRows(path: string, temporary: string, rows: number): Promise<unknown> {
  const cells = [
    "format('VB{:032x}', k) AS attempt_sid",
    "format('CA{:032x}', k // 4) AS call_sid",
    "strftime(make_timestamp(ms * 1000), '%Y-%m-%dT%H:%M:%S.%gZ') AS requested_at",
    "CASE WHEN k % 2 = 0 THEN 'outbound' ELSE 'inbound' END AS direction",
    "CASE WHEN failed THEN '11200' ELSE '' END AS error_code",
  ];
  return asking(temporary, (ask) =>
    ask(`COPY (SELECT ${cells.join(", ")} FROM ${rowsSql(rows)}) TO '${path}' (FORMAT csv, HEADER true)`),
  );
}

/** What the rows hold in a span, with repeated ones once where `once`. */
function counted(
  temporary: string,
  rows: number,
  span: { readonly from: string; readonly to: string },
  once: boolean,
): Promise<Counts> {
  const inside = `ms >= ${Date.parse(span.from)} AND ms < ${Date.parse(span.to)}${once ? " AND i = k" : ""}`;
  return asking(temporary, async (ask) => {
    const [attempts = 0, failures = 0] = await ask(
      `SELECT count(*), count(*) FILTER (failed) FROM ${rowsSql(rows)} WHERE ${inside}`,
    );
    return { attempts, failures };
  });
}

interface Found {
  readonly dataQuality: readonly {
    readonly seen: number;
    readonly loaded: number;
    readonly duplicates: number;
    readonly balanced: boolean;
  }[];
  readonly rates: { readonly v: Counts & { readonly span: { readonly from: string; readonly to: string } } };
}

/** What of an analysis is not as the rows were made. */
async function wrong(stdout: string, temporary: string, rows: number, once: boolean): Promise<string[]> {
  const {
    dataQuality: [quality],
    rates,
  } = JSON.parse(stdout) as Found;
  const duplicates = once ? Math.floor((rows + REPEATED - 6) / REPEATED) : 0;
  const expected = new Map<string, number>(
    Object.entries({ seen: rows + 1, loaded: rows - duplicates, duplicates, balanced: 1 }),
  );
  const got = new Map<string, number>(
    Object.entries({ ...quality, balanced: Number(quality?.balanced) }).map(([name, value]) => [name, Number(value)]),
  );
  const truth = await counted(temporary, rows, rates.v.span, once);
  for (const name of ["attempts", "failures"] as const) {
    expected.set(`${name} in the window`, truth[name]);
    got.set(`${name} in the window`, rates.v[name]);
  }
  // Half of a week, and 51 % of it.
  const [onset, recovery] = [START_MS + WEEK_MS * 0.5, START_MS + WEEK_MS * 0.51];
  const near =
    Math.abs(Date.parse(rates.v.span.from) - onset) <= 120_000 &&
    Math.abs(Date.parse(rates.v.span.to) - recovery) <= 120_000;
  const counts = [...expected]
    .filter(([name, value]) => got.get(name) !== value)
    .map(([name, value]) => `${name} ${got.get(name)} instead of ${value}`);
  return [...counts, ...(near ? [] : [`its window is ${rates.v.span.from} to ${rates.v.span.to}`])];
}

/** A CSV of ten gigabytes: counted within 600 MB of memory, with repeated ids removed within 1500 MB. */
export async function huge(gigabytes: number): Promise<TortureLine> {
  mkdirSync(".cache", { recursive: true });
  const folder = mkdtempSync(resolve(".cache/torture-huge-"));
  const failures: string[] = [];
  const figures: string[] = [];
  try {
    const path = `${folder}/v.csv`;
    const rows = Math.round((gigabytes * 1e9) / ROW_BYTES);
    await writeRows(path, folder, rows);
    figures.push(`${rows.toLocaleString("en")} rows, ${(statSync(path).size / 1e9).toFixed(2)} GB`);
    const ways = [
      ["counts", "", 600],
      ["with repeated ids out", "id: attempt_sid, cluster: call_sid, ", 1500],
    ] as const;
    for (const [what, keys, allowedMb] of ways) {
      writeFileSync(
        `${folder}/incident.yaml`,
        `id: huge\nsources:\n  v: { file: v.csv, ${keys}time: { column: requested_at }, failed: { error_code: ["11200"] } }\n`,
      );
      const { code, stdout, stderr, seconds, memoryMb } = await watched(
        ["analyze", folder, "--json", "-"],
        LIMIT_SECONDS,
      );
      figures.push(`${what}: ${seconds.toFixed(0)} s, ${memoryMb.toFixed(0)} MB`);
      if (code !== 0) failures.push(`${what}: exit ${code}: ${stderr.trim().slice(0, 300)}`);
      else failures.push(...(await wrong(stdout, folder, rows, keys !== "")).map((problem) => `${what}: ${problem}`));
      if (memoryMb > allowedMb) failures.push(`${what}: ${memoryMb.toFixed(0)} MB`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    test: "a huge CSV",
    pass: "counted in 600 MB, repeated ids out in 1500 MB",
    count: 2,
    failures,
    measured: figures.join("; "),
  };
}
