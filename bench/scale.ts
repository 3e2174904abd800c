// What a day of a large carrier costs, from the cost a row measured here: node bench/run.mjs scale [-- --rows 2000000 --day 5000000000 --only duckdb,clickhouse,trino]
import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { FOLDER, makeFiles } from "./data/files.js";
import { clickhouse, duckdb, trino } from "./scale/engines.js";
import { ASKED } from "./scale/questions.js";
import type { Cost, ScaleFiles } from "./scale/questions.js";

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

/** The verbs as Parquet, and their calls. */
async function scaleFiles(rows: number): Promise<ScaleFiles> {
  const { parquet: verbs } = await makeFiles(rows, ["parquet"]);
  const calls = join(FOLDER, `calls-${rows}.parquet`);
  if (!existsSync(calls)) {
    const connection = await (await DuckDBInstance.create(":memory:", { temp_directory: FOLDER })).connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(
      `COPY (SELECT call_sid, min(requested_at) AS started_at, max((error_code = '11200')::INTEGER) AS dropped FROM (SELECT call_sid, requested_at, coalesce(error_code, '') AS error_code FROM '${verbs}') GROUP BY call_sid ORDER BY started_at) TO '${calls}.part' (FORMAT parquet)`,
    );
    connection.closeSync();
    renameSync(`${calls}.part`, calls);
  }
  return { verbs, calls };
}

/** The bytes of counts grow with minutes and shapes, not with rows; the processor's time with rows. */
function print(engine: string, rows: number, day: number, found: readonly Cost[] | string): void {
  if (typeof found === "string") {
    console.log(`| ${engine} | not measured: ${found} |`);
    return;
  }
  const line = (what: string, cpuSeconds: number, answers: string, bytes: number, memoryMb: number | null): void => {
    const perRow = ((1e6 * cpuSeconds) / rows).toFixed(3);
    console.log(
      `| ${engine} | ${what} | ${perRow} | ${answers} | ${(bytes / 1e6).toFixed(2)} | ${memoryMb === null ? "" : memoryMb.toFixed(0)} | ${(((cpuSeconds / rows) * day) / 3600).toFixed(2)} |`,
    );
  };
  for (const { what, cpuSeconds, bytes, answers, memoryMb } of found)
    line(what, cpuSeconds, answers.toLocaleString("en"), bytes, memoryMb);
  const asked = found.filter(({ what }) => ASKED.includes(what));
  const sum = (of: (cost: Cost) => number): number => asked.reduce((total, cost) => total + of(cost), 0);
  line(
    `**what one analysis asks (the first ${ASKED.length})**`,
    sum(({ cpuSeconds }) => cpuSeconds),
    "",
    sum(({ bytes }) => bytes),
    null,
  );
}

async function main(): Promise<void> {
  const [rows, day] = [option("rows", 2_000_000), option("day", 5e9)];
  const files = await scaleFiles(rows);
  const perRow = statSync(files.verbs).size / rows;
  console.log(
    `${rows.toLocaleString("en")} rows over seven days, ${perRow.toFixed(0)} bytes a row as Parquet; ${availableParallelism()} × ${cpus()[0]?.model}, Node ${process.version}, load ${(loadavg()[0] as number).toFixed(1)}; a day = ${day.toLocaleString("en")} rows, ${((perRow * day) / 1e9).toFixed(0)} GB of such Parquet\n`,
  );
  console.log(
    "| engine | question | processor µs a row | rows that come back | MB shipped | memory MB | processor hours for the day |\n|---|---|---|---|---|---|---|",
  );
  const engines = {
    duckdb: ["DuckDB, Parquet", duckdb],
    clickhouse: ["ClickHouse 26, MergeTree", clickhouse],
    trino: ["Trino 368, two nodes, Parquet", trino],
  } as const;
  const only = process.argv.indexOf("--only");
  for (const [name, [title, measured]] of Object.entries(engines)) {
    if (only < 0 || process.argv[only + 1]?.split(",").includes(name)) print(title, rows, day, await measured(files));
  }
  if (!process.argv.includes("--keep")) rmSync(FOLDER, { recursive: true, force: true });
}

await main();
