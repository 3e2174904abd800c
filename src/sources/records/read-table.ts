import { rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { openDuckDB } from "../../engine/duckdb.js";
import { PostmortemError } from "../../errors/errors.js";
import { systemFailure } from "../../errors/system-failure.js";
import { requireRegularFile } from "../../files/regular-file.js";
import { temporaryFolder } from "../../files/temporary.js";
import type { Reject } from "../incident-data.js";
import { jsonObject } from "./json-object.js";
import { unpackFile, requireUnchanged } from "./unpack-file.js";
import type { PreparedFile } from "./unpack-file.js";
import type { RepairRecord } from "./read-records.js";
import { rowFit } from "../columns/column-profile.js";
import { recordsOf } from "./canonical-copy.js";
import { repairedRecord } from "./repaired-record.js";
import { literalPath } from "./scan.js";
import { textTable } from "./text-table.js";
import type { TextTable } from "./text-table.js";
import { requireString } from "../../errors/argument.js";

/** A file as it stands: every cell text. */
export interface ReadTable {
  readonly columns: string[];
  readonly rows: string[][];
  readonly rejects: Reject[];
  /** Rows that are loaded although their line is damaged, because one edit clearly explains it: `reason` says which, `raw` is the line. */
  readonly repairs: Reject[];
}

/** The settings that a caller may know better than the file shows. */
export interface ReadTableOptions {
  /** Most rows to return, a million unless set. */
  readonly limit?: number;
  /** True if a row that one edit clearly explains is loaded (and listed in `repairs`) instead of rejected, true unless set. */
  readonly repair?: boolean;
}

async function parquetRows(prepared: PreparedFile, temporary: string, limit: number): Promise<ReadTable> {
  const engine = await openDuckDB({ readable: [dirname(prepared.path)], temporary });
  try {
    const { columns, rows } = await engine.query(
      `SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet(${literalPath(prepared.path)}) LIMIT ${limit}`,
    );
    return {
      columns: [...columns],
      rows: rows.map((row) => row.map((cell) => (cell === null ? "" : String(cell)))),
      rejects: [],
      repairs: [],
    };
  } finally {
    await engine.close();
  }
}

/** Records of one file that are tried another way; beyond these, its damage is the rule. */
const MOST_DOUBTS = 20_000;

function repairing(table: TextTable): RepairRecord | undefined {
  if (table.layout !== "delimited") return undefined;
  const fit = rowFit(table.sample);
  let left = MOST_DOUBTS;
  return (text, asRead) =>
    (left -= 1) < 0 ? undefined : repairedRecord(text, table.dialect, table.columns.length, fit, asRead);
}

async function textRows(prepared: PreparedFile, limit: number, repair: boolean): Promise<ReadTable> {
  const table = textTable(prepared);
  const columns = new Map(table.columns.map((name, index) => [name, index]));
  const rows: string[][] = [];
  const rejects: Reject[] = [];
  const repairs: Reject[] = [];
  for await (const record of recordsOf(prepared, table, repair ? repairing(table) : undefined)) {
    if (record.kind === "reject") rejects.push(record.reject);
    if (record.kind !== "row") continue;
    if (record.repair !== undefined)
      repairs.push({ file: prepared.file, line: record.line, reason: record.repair, raw: record.raw ?? "" });
    if (rows.length >= limit)
      throw new PostmortemError(
        "data",
        `readTable requires at most ${limit} rows, got more in "${prepared.file}"; raise \`limit\`, or open the file as an incident's source`,
      );
    if (table.layout !== "lines") {
      rows.push([...record.cells]);
      continue;
    }
    const object = jsonObject(record.cells[0] as string) ?? new Map<string, string>();
    for (const key of object.keys()) if (!columns.has(key)) columns.set(key, columns.size);
    rows.push([...columns.keys()].map((key) => object.get(key) ?? ""));
  }
  for (const row of rows) while (row.length < columns.size) row.push("");
  return { columns: table.layout === "lines" ? [...columns.keys()] : [...table.columns], rows, rejects, repairs };
}

/**
 * Reads a table whose dialect and encoding are found, not told: delimited text, JSON lines, gzip of these, Parquet.
 *
 * Every cell is text, exactly as written once quotes are resolved: `0012` stays `0012`. A row that does not fit is
 * loaded where one edit clearly explains it (a delimiter too many or missing, a stray quote, another delimiter in that row), and listed in `repairs`;
 * otherwise it is rejected with its line. Sources of an incident are never repaired.
 *
 * An empty file is a table without columns.
 *
 * @param file - path of the file
 * @returns columns, rows in the file's order, rejects and repairs with file, line, reason and raw text
 * @throws PostmortemError `usage` when it is not there, `input` when it is damaged, `data` for more rows than `limit`
 */
export async function readTable(file: string, options: ReadTableOptions = {}): Promise<ReadTable> {
  requireString("readTable", "the path of a file", file);
  const path = resolve(file);
  if (requireRegularFile(path, "readTable").size === 0) return { columns: [], rows: [], rejects: [], repairs: [] };
  const limit = options.limit ?? 1_000_000;
  const temporary = temporaryFolder();
  try {
    const prepared = await unpackFile(path, dirname(path), temporary, 0);
    const table =
      prepared.layout === "parquet"
        ? await parquetRows(prepared, temporary, limit)
        : await textRows(prepared, limit, options.repair ?? true);
    await requireUnchanged(prepared);
    return table;
  } catch (error) {
    throw systemFailure(error);
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}
