import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { clickhouseDialect, duckdbDialect, trinoDialect } from "../../src/engine/dialect.js";
import { FOLDER } from "../data/files.js";
import { questions } from "./questions.js";
import type { Cost, Question, ScaleFiles } from "./questions.js";

interface Answer {
  readonly rows: number;
  readonly bytes: number;
  readonly memoryMb: number | null;
}

/** Each question once to warm up what warms up, then once on the clock; `processor` counts the seconds that the engine has used. */
async function costs(
  all: ReadonlyMap<Question, string>,
  processor: () => number,
  ask: (sql: string) => Promise<Answer> | Answer,
  memory?: (sql: string) => number,
): Promise<Cost[]> {
  const found: Cost[] = [];
  for (const [what, sql] of all) {
    await ask(sql);
    const begun = processor();
    const { rows, bytes, memoryMb } = await ask(sql);
    const cpuSeconds = processor() - begun;
    found.push({ what, cpuSeconds, bytes, answers: rows, memoryMb: memory?.(sql) ?? memoryMb });
  }
  return found;
}

function own(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** DuckDB over Parquet; the memory is what its own profile says. */
export async function duckdb({ verbs, calls }: ScaleFiles): Promise<Cost[]> {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "8GB", temp_directory: FOLDER });
  const connection = await instance.connect();
  const profile = join(FOLDER, "profile.json");
  for (const setting of [
    "TimeZone = 'UTC'",
    "enable_profiling = 'json'",
    `profiling_output = '${profile}'`,
    'custom_profiling_settings = \'{"SYSTEM_PEAK_BUFFER_MEMORY": "true"}\'',
  ])
    await connection.run(`SET ${setting}`);
  const found = await costs(
    questions(duckdbDialect, `read_parquet('${verbs}')`, `read_parquet('${calls}')`),
    own,
    async (sql) => {
      const rows = (await connection.runAndReadAll(sql)).getRows().map((row) => row.map(String));
      const { system_peak_buffer_memory: peak } = JSON.parse(readFileSync(profile, "utf8")) as {
        system_peak_buffer_memory: number;
      };
      return { rows: rows.length, bytes: JSON.stringify(rows).length, memoryMb: peak / 2 ** 20 };
    },
  );
  connection.closeSync();
  instance.closeSync();
  return found;
}

const CHDB = resolve("bench/node_modules/chdb");
/** Ceilings a quarter apart: the least with which a query runs is its memory. */
const CEILINGS_MB = Array.from({ length: 32 }, (_each, index) => 4 * 1.25 ** index);

/** A modern ClickHouse, embedded, over MergeTree; the memory is the least ceiling with which a query runs. */
export async function clickhouse({ verbs, calls }: ScaleFiles): Promise<Cost[] | string> {
  if (!existsSync(CHDB)) return "npm ci --prefix bench brings it";
  const { Session } = createRequire(import.meta.url)(CHDB) as {
    Session: new () => { query(sql: string, format?: string): string; close(): void };
  };
  const session = new Session();
  session.query(
    `CREATE TABLE verbs ENGINE = MergeTree ORDER BY requested_at AS SELECT assumeNotNull(requested_at) AS requested_at, error_code, latency_ms, call_sid, region FROM file('${verbs}', Parquet)`,
  );
  session.query(
    `CREATE TABLE calls ENGINE = MergeTree ORDER BY started_at AS SELECT assumeNotNull(started_at) AS started_at, call_sid, dropped FROM file('${calls}', Parquet)`,
  );
  const runsWithin = (sql: string, megabytes: number): boolean => {
    try {
      session.query(
        `${sql} SETTINGS max_memory_usage = ${Math.round(megabytes * 2 ** 20)}, max_bytes_before_external_group_by = 0`,
        "Null",
      );
      return true;
    } catch {
      return false;
    }
  };
  const least = (sql: string): number => CEILINGS_MB.find((megabytes) => runsWithin(sql, megabytes)) ?? Number.NaN;
  const found = await costs(
    questions(clickhouseDialect, "verbs", "calls"),
    own,
    (sql) => {
      const text = session.query(sql, "JSONCompactEachRow");
      return { rows: text.split("\n").length - 1, bytes: text.length, memoryMb: null };
    },
    least,
  );
  session.close();
  return found;
}

interface TrinoCluster {
  readonly nodes: readonly { readonly process: { readonly pid: number } }[];
  query(sql: string): Promise<{ rows: unknown[][]; stats: { peakMemoryBytes: number } }>;
  stop(): Promise<void>;
}

/** Processor seconds of a process since it began (Linux). */
function secondsOf(pid: number): number {
  const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return (user + system) / 100;
}

async function layTables(cluster: TrinoCluster, folder: string, { verbs, calls }: ScaleFiles): Promise<void> {
  const tables = [
    [
      "verbs",
      verbs,
      "attempt_sid varchar, call_sid varchar, requested_at timestamp(3), direction varchar, region varchar, error_code varchar, latency_ms double",
    ],
    ["calls", calls, "call_sid varchar, started_at timestamp(3), dropped integer"],
  ] as const;
  await cluster.query("CREATE SCHEMA files.logs");
  for (const [name, file, columns] of tables) {
    mkdirSync(join(folder, "rows", name), { recursive: true });
    linkSync(file, join(folder, "rows", name, "part.parquet"));
    await cluster.query(
      `CREATE TABLE files.logs.${name} (${columns}) WITH (external_location = 'file://${join(folder, "rows", name)}', format = 'PARQUET')`,
    );
  }
}

/** Two Trino nodes over the same Parquet; the memory is the peak that the server says, over both. */
export async function trino(files: ScaleFiles): Promise<Cost[] | string> {
  if (!existsSync("/proc/self/stat")) return "its processor time is read from /proc, which is Linux's";
  const { startCluster } = (await import(resolve("scripts/cluster-trino.mjs"))) as {
    startCluster(folder: string, options: object): Promise<TrinoCluster>;
  };
  const folder = mkdtempSync(join(FOLDER, "trino-"));
  try {
    const cluster = await startCluster(join(folder, "servers"), { files: join(folder, "metastore"), memoryMb: 3072 });
    try {
      await layTables(cluster, folder, files);
      const processor = (): number => cluster.nodes.reduce((sum, { process: { pid } }) => sum + secondsOf(pid), 0);
      return await costs(questions(trinoDialect, "files.logs.verbs", "files.logs.calls"), processor, async (sql) => {
        const { rows, stats } = await cluster.query(sql);
        return { rows: rows.length, bytes: JSON.stringify(rows).length, memoryMb: stats.peakMemoryBytes / 2 ** 20 };
      });
    } finally {
      await cluster.stop();
    }
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
