import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";

export const COLUMNS = ["attempt_sid", "call_sid", "requested_at", "direction", "region", "error_code", "latency_ms"];
export const FOLDER = resolve(".cache/bench-data");
export type Paths = Readonly<Record<"csv" | "parquet" | "gz", string>>;

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
    batch.push(
      `VB${hex(row)}${hex(row * 7)},CA${hex(call)}${hex(call * 31)}${hex(call ^ 0x5bd1e995)}${hex(~call)},${at},${row & 1 ? "inbound" : "outbound"},${["us1", "ie1", "au1"][row % 3]},${failed ? "11200" : ""},${(20 * Math.exp(random() * 3)).toFixed(1)}`,
    );
    if (batch.length < 20_000) continue;
    writeSync(file, `${batch.join("\n")}\n`);
    batch = [];
  }
  writeSync(file, batch.length > 0 ? `${batch.join("\n")}\n` : "");
  closeSync(file);
}

async function once(path: string, make: (part: string) => Promise<void> | void): Promise<void> {
  if (existsSync(path)) return;
  await make(`${path}.part`);
  renameSync(`${path}.part`, path);
}

/** Where the files of a size are. */
export function pathsOf(rows: number): Paths {
  const base = join(FOLDER, `verbs-${rows}`);
  return { csv: `${base}.csv`, parquet: `${base}.parquet`, gz: `${base}.csv.gz` };
}

/** The same rows as CSV, Parquet and gzip, made unless they are there. */
export async function makeFiles(
  rows: number,
  kinds: readonly (keyof Paths)[] = ["csv", "parquet", "gz"],
): Promise<Paths> {
  mkdirSync(FOLDER, { recursive: true });
  const paths = pathsOf(rows);
  await once(paths.csv, (part) => makeCsv(part, rows));
  if (kinds.includes("parquet"))
    await once(paths.parquet, async (part) => {
      const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
      await connection.run("SET TimeZone = 'UTC'");
      await connection.run(
        `COPY (SELECT * REPLACE (requested_at::TIMESTAMPTZ AS requested_at, latency_ms::DOUBLE AS latency_ms) FROM read_csv('${paths.csv}', all_varchar = true)) TO '${part}' (FORMAT parquet)`,
      );
      connection.closeSync();
    });
  if (kinds.includes("gz"))
    await once(paths.gz, (part) =>
      pipeline(createReadStream(paths.csv), createGzip({ level: 1 }), createWriteStream(part)),
    );
  return paths;
}
