import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { openDuckDB } from "../engine/duckdb.js";
import { PostmortemError } from "../incident/errors.js";
import type { Reject } from "./incident-data.js";
import { jsonObject } from "./json-object.js";
import { prepareFile, requireUnchanged } from "./prepared-file.js";
import type { PreparedFile } from "./prepared-file.js";
import { recordsOf } from "./repaired-copy.js";
import { literalPath } from "./scan.js";
import { textTable } from "./text-table.js";

/** A file as it stands: every cell text. */
export interface ReadTable {
  readonly columns: string[];
  readonly rows: string[][];
  readonly rejects: Reject[];
}

/** What a caller may know better than the file's own evidence. */
export interface ReadTableOptions {
  /** Most rows to return, a million unless set. */
  readonly limit?: number;
}

async function parquetRows(prepared: PreparedFile, temporary: string, limit: number): Promise<ReadTable> {
  const engine = await openDuckDB({ readable: [dirname(prepared.path)], temporary });
  try {
    const { columns, rows } = await engine.query(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet(${literalPath(prepared.path)}) LIMIT ${limit}`);
    return { columns: [...columns], rows: rows.map((row) => row.map((cell) => (cell === null ? "" : String(cell)))), rejects: [] };
  } finally {
    await engine.close();
  }
}

async function textRows(prepared: PreparedFile, limit: number): Promise<ReadTable> {
  const table = textTable(prepared);
  const columns = new Map(table.columns.map((name, index) => [name, index]));
  const rows: string[][] = [];
  const rejects: Reject[] = [];
  for await (const record of recordsOf(prepared, table)) {
    if (record.kind === "reject") rejects.push(record.reject);
    if (record.kind !== "row") continue;
    if (rows.length >= limit) throw new PostmortemError("data", `readTable requires at most ${limit} rows, got more in "${prepared.file}"; raise \`limit\`, or open the file as an incident's source`);
    if (table.layout !== "lines") {
      rows.push([...record.cells]);
      continue;
    }
    const object = jsonObject(record.cells[0] as string) ?? new Map<string, string>();
    for (const key of object.keys()) if (!columns.has(key)) columns.set(key, columns.size);
    rows.push([...columns.keys()].map((key) => object.get(key) ?? ""));
  }
  for (const row of rows) while (row.length < columns.size) row.push("");
  return { columns: table.layout === "lines" ? [...columns.keys()] : [...table.columns], rows, rejects };
}

/**
 * Reads a table whose dialect and encoding are found, not told: delimited text, JSON lines, gzip of these, Parquet.
 *
 * Every cell is text, exactly as written once quotes are resolved: `0012` stays `0012`. Rows that do not fit are rejected with their line.
 *
 * An empty file is a table without columns.
 *
 * @param file - path of the file
 * @returns columns, rows in the file's order, and rejects with file, line, reason and raw text
 * @throws PostmortemError `usage` when it is not there, `input` when it is damaged, `data` for more rows than `limit`
 */
export async function readTable(file: string, options: ReadTableOptions = {}): Promise<ReadTable> {
  const path = resolve(file);
  if (!existsSync(path)) throw new PostmortemError("usage", `readTable requires a file that exists, got "${file}"; correct the path`);
  if ((await stat(path)).size === 0) return { columns: [], rows: [], rejects: [] };
  const limit = options.limit ?? 1_000_000;
  const temporary = join(tmpdir(), `postmortem-${randomUUID()}`);
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  try {
    const prepared = await prepareFile(path, dirname(path), temporary, 0);
    const table = prepared.layout === "parquet" ? await parquetRows(prepared, temporary, limit) : await textRows(prepared, limit);
    await requireUnchanged(prepared);
    return table;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
