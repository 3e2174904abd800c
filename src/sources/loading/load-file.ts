import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Engine } from "../../engine/engine.js";
import { PostmortemError } from "../../errors/errors.js";
import type { ResolvedSource } from "../columns/column-roles.js";
import type { KeptColumns } from "./compact-sql.js";
import { compactColumns, insertSql } from "./compact-sql.js";
import type { Reject } from "../incident-data.js";
import type { DuringStage } from "../progress.js";
import type { PreparedFile } from "../records/unpack-file.js";
import { ENDLESS_LINE } from "../records/physical-lines.js";
import { CHUNK, requireUnchanged } from "../records/unpack-file.js";
import { repairedCopy } from "../records/canonical-copy.js";
import type { RepairedCopy } from "../records/canonical-copy.js";
import { physicalLineCount, rowBalance } from "../records/row-balance.js";
import type { RowBalance } from "../records/row-balance.js";
import { fastScan, literalPath, parquetScan, repairedScan } from "../records/scan.js";
import type { Scan } from "../records/scan.js";
import type { TextTable } from "../records/text-table.js";
import type { TimeNotation } from "../columns/time-notation.js";
import { localVerdict } from "../columns/zone-offsets.js";

/** One file of a source with all that its loading needs. */
export interface FileToLoad {
  readonly prepared: PreparedFile;
  /** `null` for Parquet. */
  readonly table: TextTable | null;
  readonly columns: readonly string[];
  readonly notation: TimeNotation;
  readonly source: ResolvedSource;
  readonly kept: KeptColumns;
  /** Columns whose decimals are written with a comma. */
  readonly commas: ReadonlySet<string>;
}

/** What became of one file's rows. */
export interface FileBalance {
  readonly seen: number;
  readonly loaded: number;
  readonly header: number;
  readonly blank: number;
  readonly rejects: readonly Reject[];
  readonly balanced: boolean;
  readonly sha256: string;
}

/** Where files are loaded to. */
export interface LoadTarget {
  readonly engine: Engine;
  readonly table: string;
  /** Distinguishes files over all sources. */
  readonly index: number;
  readonly temporary: string;
  readonly budget: { readonly share: number; readonly rows: number };
  readonly during: DuringStage;
}

async function count(engine: Engine, sql: string): Promise<number> {
  return Number((await engine.query(sql)).rows[0]?.[0] ?? 0);
}

/** A statement that reads a whole file, watched. */
function loading<T>({ engine, during }: LoadTarget, work: () => Promise<T>): Promise<T> {
  return during("loading", () => engine.progress?.() ?? null, work);
}

async function insert(file: FileToLoad, target: LoadTarget, scan: Scan): Promise<void> {
  const cellOf = (column: string): string => `c${file.columns.indexOf(column)}`;
  await loading(target, () => target.engine.query(insertSql(target.table, target.index, file, cellOf, scan)));
}

/** Loads rows with their places aside, moves those with a time over, and returns the others as rejects. */
async function insertPlaced(
  file: FileToLoad,
  target: LoadTarget,
  scan: Scan,
): Promise<{ loaded: number; badTimes: Reject[] }> {
  const { engine, table, index } = target;
  const aside = `placed_${index}`;
  const cellOf = (column: string): string => `c${file.columns.indexOf(column)}`;
  const names = compactColumns(file.source, file.kept)
    .map(([name]) => name)
    .join(", ");
  await engine.query(
    `CREATE TABLE ${aside} (${compactColumns(file.source, file.kept, true)
      .map((column) => column.join(" "))
      .join(", ")})`,
  );
  await loading(target, () => engine.query(insertSql(aside, index, file, cellOf, scan, true)));
  const badTimes = await badTimesIn(file, engine, aside);
  await engine.query(`INSERT INTO ${table} (${names}) SELECT ${names} FROM ${aside} WHERE ts IS NOT NULL`);
  const loaded = await count(engine, `SELECT count(*) FROM ${aside}`);
  await engine.query(`DROP TABLE ${aside}`);
  return { loaded: loaded - badTimes.length, badTimes };
}

/** Why a time was not read, in words. */
function timeReason(value: string, { source, notation }: FileToLoad): string {
  const column = `its time (${source.time.column})`;
  if (value.trim() === "") return `${column} is empty`;
  const { zone } = source.time;
  const verdict = zone === undefined ? null : localVerdict(value, zone);
  if (verdict !== null) return `${column} "${value}" ${verdict}`;
  return zone === undefined &&
    notation.kind === "iso" &&
    /^\s*\d{4}-\d{2}-\d{2}/.test(value) &&
    !/(Z|[+-]\d{2}:?\d{2}|UTC|GMT)\s*$/i.test(value)
    ? `${column} "${value}" has no zone`
    : `${column} "${value.slice(0, 60)}" is not a time in the column's notation`;
}

async function rawAt(path: string, offset: number): Promise<string> {
  const handle = await open(path, "r");
  try {
    const buffer = Buffer.alloc(2000);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
    return buffer.subarray(0, bytesRead).toString("utf8").split(/\r?\n/)[0] as string;
  } finally {
    await handle.close();
  }
}

/** The rows without a time, with their place and text. */
async function badTimesIn(file: FileToLoad, engine: Engine, table: string): Promise<Reject[]> {
  const { rows } = await engine.query(`SELECT line, pos, bad FROM ${table} WHERE ts IS NULL ORDER BY line`);
  const rejects: Reject[] = [];
  for (const [line, pos, bad] of rows) {
    const raw = pos === null ? String(bad) : await rawAt(file.prepared.path, Number(pos));
    rejects.push({
      file: file.prepared.file,
      line: line === null ? null : Number(line),
      reason: timeReason(String(bad), file),
      raw,
    });
  }
  return rejects;
}

/** A second, record-by-record reading for a file whose fast reading did not come out even. */
async function loadCarefully(
  file: FileToLoad,
  target: LoadTarget,
  counted: RowBalance,
): Promise<Omit<FileBalance, "sha256">> {
  const text = file.table as TextTable;
  const lines = physicalLineCount(counted, text.layout === "delimited" ? text.dialect.newline : "\n");
  const allowed = Math.max(target.budget.rows, Math.floor(target.budget.share * (lines + 1))) + 20;
  let reached = 0;
  const copying = (): Promise<RepairedCopy> =>
    repairedCopy(file.prepared, text, join(target.temporary, `repaired-${target.index}`), allowed, (offset) => {
      reached = offset;
    });
  const copy = await target.during("record by record", () => reached / Math.max(1, counted.bytes), copying);
  const { loaded, badTimes } = await insertPlaced(file, target, repairedScan(copy.path, text));
  const rejects = [...copy.rejects, ...badTimes].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const seen = copy.rows + copy.header + copy.blank + copy.rejects.length;
  // The reading's own count of records is no proof: the lines that they take are compared with the worker's.
  const whole = !copy.stopped && ((text.layout === "records" && !text.byLine) || copy.lines === lines);
  return {
    seen,
    loaded,
    header: copy.header,
    blank: copy.blank,
    rejects,
    balanced: whole && loaded + badTimes.length === copy.rows,
  };
}

function requireLines({ file }: PreparedFile, counted: RowBalance): RowBalance {
  if (!counted.endless) return counted;
  throw new PostmortemError(
    "input",
    `file "${file}" line ${counted.lines + 1} is longer than ${ENDLESS_LINE >> 20} MB, which is refused; check that it is a text table with line ends`,
  );
}

async function loadText(file: FileToLoad, target: LoadTarget): Promise<FileBalance> {
  const { engine, table, index } = target;
  const text = file.table as TextTable;
  const { prepared } = file;
  if (text.layout === "records" || (text.layout === "delimited" && text.dialect.newline === "\r")) {
    const counted = requireLines(prepared, await rowBalance(prepared.path, "", prepared.sha256 === null));
    return { ...(await loadCarefully(file, target, counted)), sha256: prepared.sha256 ?? (counted.sha256 as string) };
  }
  const scan = fastScan(prepared.path, text);
  const quote = text.layout === "delimited" ? text.dialect.quote : "";
  const counting = rowBalance(prepared.path, quote, prepared.sha256 === null);
  // An engine error here is a record that the loader refuses; the careful reading says which.
  const fast = await insert(file, target, scan).then(
    () => true,
    () => false,
  );
  const balance = requireLines(prepared, await counting);
  const sha256 = prepared.sha256 ?? (balance.sha256 as string);
  const header = text.layout === "delimited" ? text.dialect.skip + (text.dialect.header ? 1 : 0) : 0;
  const loaded = await count(engine, `SELECT count(*) FROM ${table} WHERE file = ${index}`);
  const untimed = await count(engine, `SELECT count(*) FROM ${table} WHERE file = ${index} AND ts IS NULL`);
  const even =
    fast && untimed === 0 && !balance.open && balance.utf8 && loaded === balance.records - header - balance.blank;
  if (even) return { seen: balance.records, loaded, header, blank: balance.blank, rejects: [], balanced: true, sha256 };
  await engine.query(`DELETE FROM ${table} WHERE file = ${index}`);
  return { ...(await loadCarefully(file, target, balance)), sha256 };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, CHUNK)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** The engine's types of a Parquet file's columns. */
async function parquetTypes(engine: Engine, path: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await engine.query(
    `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${literalPath(path)}))`,
  );
  return new Map(rows.map(([name, type]) => [String(name), String(type)]));
}

async function loadParquet(file: FileToLoad, target: LoadTarget): Promise<FileBalance> {
  const { engine, table, index } = target;
  const { path } = file.prepared;
  const hashing = hashOf(path);
  const seen = await count(engine, `SELECT num_rows FROM parquet_file_metadata(${literalPath(path)})`);
  const time = file.source.time.column;
  await insert(file, target, parquetScan(path, file.columns, time, await parquetTypes(engine, path)));
  const untimed = await count(engine, `SELECT count(*) FROM ${table} WHERE file = ${index} AND ts IS NULL`);
  if (untimed === 0) {
    const loaded = await count(engine, `SELECT count(*) FROM ${table} WHERE file = ${index}`);
    return { seen, loaded, header: 0, blank: 0, rejects: [], balanced: seen === loaded, sha256: await hashing };
  }
  await engine.query(`DELETE FROM ${table} WHERE file = ${index}`);
  const { loaded, badTimes: rejects } = await insertPlaced(
    file,
    target,
    parquetScan(path, file.columns, time, new Map()),
  );
  return {
    seen,
    loaded,
    header: 0,
    blank: 0,
    rejects,
    balanced: seen === loaded + rejects.length,
    sha256: await hashing,
  };
}

/**
 * Loads one file and accounts for every row of it.
 *
 * The engine's own reader goes first, while a worker counts the file's records without it. Only if no row was refused, every time was
 * read and the two counts agree is that the result; otherwise the file is read again record by record.
 *
 * @throws PostmortemError (input) when the file changed meanwhile or cannot be read
 */
export async function loadFile(file: FileToLoad, target: LoadTarget): Promise<FileBalance> {
  try {
    return file.table === null ? await loadParquet(file, target) : await loadText(file, target);
  } catch (cause) {
    if (!(cause instanceof PostmortemError) || cause.code !== "engine") throw cause;
    throw new PostmortemError(
      "input",
      `file "${file.prepared.file}" could not be loaded (${cause.message}); check that it is whole and export it again`,
      { cause },
    );
  } finally {
    await requireUnchanged(file.prepared);
  }
}
