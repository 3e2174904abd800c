import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../engine/engine.js";
import { PostmortemError } from "../../errors/errors.js";
import { systemFailure } from "../../errors/system-failure.js";
import type { ResolvedSource } from "../columns/column-roles.js";
import { faultyIn } from "./faulty-rows.js";
import type { KeptColumns } from "./compact-sql.js";
import type { Notations, TimeBounds } from "./compact-sql.js";
import { compactColumns, faultySql, filteredSql, insertSql, requiredNumbers } from "./compact-sql.js";
import { countEvidenceSql, countNotation, groupingNote } from "../columns/count-number.js";
import type { CountNotation } from "../columns/count-number.js";
import { tellRepeatedHours } from "./repeated-hour.js";
import type { Reject } from "../incident-data.js";
import type { DuringStage } from "../progress.js";
import type { PreparedFile } from "../records/unpack-file.js";
import { ENDLESS_LINE } from "../records/physical-lines.js";
import { CHUNK, requireUnchanged } from "../records/unpack-file.js";
import { writeCanonicalCopy } from "../records/canonical-copy.js";
import type { RepairedCopy } from "../records/canonical-copy.js";
import { physicalLineCount, rowBalance } from "../records/row-balance.js";
import type { RowBalance } from "../records/count-bytes.js";
import { fastScan, literalPath, parquetScan, canonicalScan } from "../records/scan.js";
import type { Scan } from "../records/scan.js";
import type { TextDialect } from "../records/dialect.js";
import type { TextTable } from "../records/text-table.js";
import type { TimeNotation } from "../columns/time-notation.js";

/** One file of a source with all that its loading needs. */
export interface FileToLoad {
  readonly prepared: PreparedFile;
  /** `null` for Parquet. */
  readonly table: TextTable | null;
  readonly columns: readonly string[];
  readonly notation: TimeNotation;
  readonly source: ResolvedSource;
  readonly kept: KeptColumns;
  /** How columns write their numbers. */
  readonly notations: Notations;
  /** Rows that share an id are legs of one attempt, whatever else they hold. */
  readonly legs: boolean;
}

/** What became of one file's rows. */
export interface FileBalance {
  readonly seen: number;
  readonly loaded: number;
  /** Rows outside `where`. */
  readonly filtered: number;
  readonly header: number;
  readonly blank: number;
  readonly rejects: readonly Reject[];
  readonly balanced: boolean;
  readonly sha256: string;
  /** What its reading noticed, one sentence each. */
  readonly notes: readonly string[];
  /** The query for the text of an id by its hash. */
  readonly idByHash?: (hash: string) => string;
}

/** What became of the rows, without what the file's bytes say. */
type Loaded = Omit<FileBalance, "sha256">;

/** Where files are loaded to. */
export interface LoadTarget {
  readonly engine: Engine;
  readonly table: string;
  /** Distinguishes files over all sources. */
  readonly index: number;
  readonly temporary: string;
  readonly budget: { readonly share: number; readonly rows: number };
  readonly during: DuringStage;
  /** Rows outside are rejects: set once the times of the whole source are known. */
  readonly bounds?: TimeBounds;
}

async function count(engine: Engine, sql: string): Promise<number> {
  return Number((await engine.query(sql)).rows[0]?.[0] ?? 0);
}

/** A statement that reads a whole file, watched. */
function loading<T>({ engine, during }: LoadTarget, work: () => Promise<T>): Promise<T> {
  return during("loading", () => engine.progress?.() ?? null, work);
}

/** How the columns of counts are written, by all their cells. */
async function countNotations(
  { source, columns }: FileToLoad,
  engine: Engine,
  scan: Scan,
): Promise<ReadonlyMap<string, CountNotation>> {
  const found = new Map<string, CountNotation>();
  const evidences = new Map<string, readonly number[]>();
  if (source.kind !== "counts") return found;
  for (const [name] of requiredNumbers(source)) {
    const operand = source.operands.get(name);
    const column = operand?.kind === "column" ? operand.column : undefined;
    if (column === undefined || scan.numbers?.has(column) || source.dialect?.decimal || source.dialect?.thousands)
      continue;
    const { rows } = await engine.query(countEvidenceSql(`c${columns.indexOf(column)}`, scan.sql));
    const evidence = (rows[0] ?? []).map(Number);
    evidences.set(column, evidence);
    found.set(column, countNotation(evidence));
  }
  const grouped = [...found.values()].find(({ grouping }) => grouping.length > 0);
  if (grouped) for (const [column, evidence] of evidences) found.set(column, countNotation(evidence, grouped));
  return found;
}

/** The query that finds, in the file itself, the text of an id of which only the hash was kept. */
export function idByHash({ source, columns }: FileToLoad, scan: Scan): Pick<FileBalance, "idByHash"> {
  if (source.id === undefined) return {};
  const cell = `c${columns.indexOf(source.id)}`;
  return { idByHash: (hash) => `SELECT ${cell} FROM ${scan.sql} WHERE hash(${cell}) = ${BigInt(hash)} LIMIT 1` };
}

/** Loads a scan into a table; returns what was noticed. */
export async function insert(
  file: FileToLoad,
  target: LoadTarget,
  scan: Scan,
  { table, placed = false, file: place }: { readonly table: string; readonly placed?: boolean; readonly file?: string },
): Promise<readonly string[]> {
  const { engine } = target;
  const cellOf = (column: string): string => `c${file.columns.indexOf(column)}`;
  const counts = await countNotations(file, engine, scan);
  await loading(target, () =>
    engine.query(insertSql(table, place ?? target.index, file, cellOf, scan, { placed, counts })),
  );
  return [...counts].flatMap(([column, notation]) => groupingNote(column, notation) ?? []);
}

/** Loads rows with their places aside, moves the sound ones over, and returns the others as rejects. */
async function insertPlaced(
  file: FileToLoad,
  target: LoadTarget,
  scan: Scan,
): Promise<{ loaded: number; filtered: number; faulty: Reject[]; notes: readonly string[] }> {
  const { engine, table, index } = target;
  const aside = `placed_${index}`;
  const names = compactColumns(file.source, file.kept)
    .map(([name]) => name)
    .join(", ");
  await engine.query(
    `CREATE OR REPLACE TABLE ${aside} (${compactColumns(file.source, file.kept, true)
      .map((column) => column.join(" "))
      .join(", ")})`,
  );
  const inserted = await insert(file, target, scan, { table: aside, placed: true });
  const { zone } = file.source.time;
  const notes = [...inserted, ...(zone === undefined ? [] : await tellRepeatedHours(engine, aside, zone))];
  const filtered = await dropFiltered(file, engine, aside);
  const faulty = await faultyIn(file, target, aside);
  await engine.query(
    `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${aside} WHERE NOT (${faultySql(file.source, target.bounds)})`,
  );
  const loaded = await count(engine, `SELECT count(*) FROM ${aside}`);
  await engine.query(`DROP TABLE ${aside}`);
  return { loaded: loaded - faulty.length, filtered, faulty, notes };
}

/** Removes the rows outside `where` and says how many they were. */
async function dropFiltered({ source }: FileToLoad, engine: Engine, table: string, within = "true"): Promise<number> {
  const outside = filteredSql(source);
  if (outside === null) return 0;
  const filtered = await count(engine, `SELECT count(*) FROM ${table} WHERE ${within} AND ${outside}`);
  if (filtered > 0) await engine.query(`DELETE FROM ${table} WHERE ${within} AND ${outside}`);
  return filtered;
}

/** Records over several lines that are listed; a reader can look at so many. */
const LISTED = 20;

/** What is said of records over several lines: each of them could be rows that a stray quote joined. */
function multiLineNote(file: string, records: RepairedCopy["multiLine"]): string[] {
  if (records.length === 0) return [];
  const shown = records.slice(0, LISTED).map(({ line, lines }) => `${line}–${line + lines - 1}`);
  const more = records.length > LISTED ? ` and ${records.length - LISTED} more` : "";
  return [`${records.length} records of ${file} take several lines (${shown.join(", ")}${more}).`];
}

/** Rejects over the budget that are still counted, so that the message has their number; beyond, reading stops. */
const REJECTS_TOLD = 1000;

/** A second, record-by-record reading for a file whose fast reading did not come out even. */
async function loadCarefully(file: FileToLoad, target: LoadTarget, counted: RowBalance): Promise<Loaded> {
  const text = file.table as TextTable;
  const lines = physicalLineCount(counted, text.layout === "delimited" ? text.dialect.newline : "\n");
  const allowed = Math.max(target.budget.rows, Math.floor(target.budget.share * (lines + 1))) + REJECTS_TOLD;
  let reached = 0;
  const copying = (): Promise<RepairedCopy> =>
    writeCanonicalCopy(file.prepared, text, join(target.temporary, `repaired-${target.index}`), allowed, (offset) => {
      reached = offset;
    });
  const copy = await target.during("record by record", () => reached / Math.max(1, counted.bytes), copying);
  const scan = canonicalScan(copy.path, text);
  const { loaded, filtered, faulty, notes } = await insertPlaced(file, target, scan);
  const rejects = [...copy.rejects, ...faulty].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const seen = copy.rows + copy.header + copy.blank + copy.rejects.length;
  // The reading's own count of records is no proof: the lines that they take are compared with the worker's.
  const whole = !copy.stopped && ((text.layout === "records" && !text.byLine) || copy.lines === lines);
  return {
    seen,
    loaded,
    filtered,
    header: copy.header,
    blank: copy.blank,
    rejects,
    balanced: whole && loaded + filtered + faulty.length === copy.rows,
    notes: [...notes, ...multiLineNote(file.prepared.file, copy.multiLine)],
    ...idByHash(file, scan),
  };
}

function requireLines({ file }: PreparedFile, counted: RowBalance): RowBalance {
  if (!counted.endless) return counted;
  throw new PostmortemError(
    "input",
    `file "${file}" line ${counted.lines + 1} is longer than ${ENDLESS_LINE >> 20} MB, which is refused; check that it is a text table with line ends`,
  );
}

/** What the engine's own reader cannot be told: bare carriage returns, text behind closing quotes, rows before a header, remarks. */
function onlyCareful({ newline, rest, rowsBefore, comment }: TextDialect): boolean {
  return newline === "\r" || rest === true || rowsBefore === true || comment !== undefined;
}

/** A promise that is awaited after others: until then its failure is no one's yet. */
function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function loadText(file: FileToLoad, target: LoadTarget): Promise<FileBalance> {
  const { engine, table, index } = target;
  const text = file.table as TextTable;
  const { prepared } = file;
  if (text.layout === "records" || (text.layout === "delimited" && onlyCareful(text.dialect))) {
    const counted = requireLines(prepared, await rowBalance(prepared.path, "", prepared.sha256 === null));
    return { ...(await loadCarefully(file, target, counted)), sha256: prepared.sha256 ?? (counted.sha256 as string) };
  }
  const scan = fastScan(prepared.path, text);
  const quote = text.layout === "delimited" ? text.dialect.quote : "";
  const counting = awaitedLater(rowBalance(prepared.path, quote, prepared.sha256 === null));
  // An engine error here is a record that the loader refuses; the careful reading says which.
  const fast = await insert(file, target, scan, { table }).catch(() => undefined);
  const balance = requireLines(prepared, await counting);
  const sha256 = prepared.sha256 ?? (balance.sha256 as string);
  const header = text.layout === "delimited" ? text.dialect.skip + (text.dialect.header ? 1 : 0) : 0;
  const { taken, filtered, faulty } = await takenAndFaulty(file, target, fast !== undefined);
  // A record over several lines may be rows that a stray quote swallowed: only the careful reading judges that.
  const singleLines = balance.records === physicalLineCount(balance, "\n");
  const even = taken === balance.records - header - balance.blank && balance.utf8 && !balance.open && singleLines;
  if (fast && even && faulty === 0) {
    const { records: seen, blank } = balance;
    const loaded = taken - filtered;
    const counts = { seen, loaded, filtered, header, blank, rejects: [], balanced: true };
    return { ...counts, sha256, notes: fast, ...idByHash(file, scan) };
  }
  await engine.query(`DELETE FROM ${table} WHERE file = ${index}`);
  return { ...(await loadCarefully(file, target, balance)), sha256 };
}

/** Rows that a file's reading put into the table, those that are filtered out again, and those that need a careful reading. */
async function takenAndFaulty(
  { source, ...file }: FileToLoad,
  { engine, table, index, bounds }: LoadTarget,
  fast: boolean,
): Promise<{ readonly taken: number; readonly filtered: number; readonly faulty: number }> {
  const within = `file = ${index}`;
  const faults = faultySql(source, bounds);
  if (filteredSql(source) === null) {
    const { rows } = await engine.query(`SELECT count(*), count(*) FILTER (${faults}) FROM ${table} WHERE ${within}`);
    const [taken = 0, faulty = 0] = (rows[0] ?? []).map(Number);
    return { taken, filtered: 0, faulty };
  }
  const taken = await count(engine, `SELECT count(*) FROM ${table} WHERE ${within}`);
  const filtered = fast ? await dropFiltered({ source, ...file }, engine, table, within) : 0;
  return {
    taken,
    filtered,
    faulty: await count(engine, `SELECT count(*) FROM ${table} WHERE ${within} AND (${faults})`),
  };
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
  const text = parquetScan(path, file.columns, file.source.time.column, new Map());
  const hashing = awaitedLater(hashOf(path));
  const seen = await count(engine, `SELECT num_rows FROM parquet_file_metadata(${literalPath(path)})`);
  const time = file.source.time.column;
  const notes = await insert(file, target, parquetScan(path, file.columns, time, await parquetTypes(engine, path)), {
    table,
  });
  const taken = await count(engine, `SELECT count(*) FROM ${table} WHERE file = ${index}`);
  const filtered = await dropFiltered(file, engine, table, `file = ${index}`);
  const faults = await count(
    engine,
    `SELECT count(*) FROM ${table} WHERE file = ${index} AND (${faultySql(file.source, target.bounds)})`,
  );
  const whole = { seen, header: 0, blank: 0, ...idByHash(file, text) };
  if (faults === 0) {
    const loaded = taken - filtered;
    return { ...whole, loaded, filtered, rejects: [], balanced: seen === taken, sha256: await hashing, notes };
  }
  await engine.query(`DELETE FROM ${table} WHERE file = ${index}`);
  const { faulty, ...placed } = await insertPlaced(file, target, text);
  const balanced = seen === placed.loaded + placed.filtered + faulty.length;
  return {
    ...whole,
    loaded: placed.loaded,
    filtered: placed.filtered,
    rejects: faulty,
    balanced,
    sha256: await hashing,
    notes,
  };
}

/** What the engine says when the machine, not the file, is at fault. */
const OUT_OF_SPACE = /no space left|out of memory|could not (write|allocate)|failed to offload|disk (is )?full/i;

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
    if (!(cause instanceof PostmortemError)) throw systemFailure(cause);
    if (cause.code !== "engine" || OUT_OF_SPACE.test(cause.message)) throw cause;
    throw new PostmortemError(
      "input",
      `file "${file.prepared.file}" could not be loaded (${cause.message}); check that it is whole and export it again`,
      { cause },
    );
  } finally {
    await requireUnchanged(file.prepared);
  }
}
