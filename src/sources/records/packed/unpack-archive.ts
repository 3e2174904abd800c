import { readFile, stat, writeFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import * as zlib from "node:zlib";
import { dirname } from "node:path";
import { openDuckDB } from "../../../engine/duckdb.js";
import { PostmortemError } from "../../../errors/errors.js";
import { LONGEST_LINE } from "../physical-lines.js";
import { bunzip2 } from "./bunzip2.js";
import { isTar, tarMembers, zipMembers } from "./members.js";
import type { Member } from "./members.js";
import { unxz } from "./unxz.js";
import { requireWholeFrames } from "./zstd-frames.js";
import { isWorkbook, sheetsOf } from "./workbook.js";
import type { Sheet } from "./workbook.js";

/** Archives are read whole, in memory; larger ones are for their owner to unpack. */
const LARGEST = 2 ** 28;
const MOST_UNPACKED = 2 ** 29;

type Packing = "zip" | "xz" | "bzip2" | "zstd" | "tar";

const PACKINGS: readonly (readonly [packing: Packing, first: string])[] = [
  ["zip", "PK\u0003\u0004"],
  ["xz", "\u00fd7zXZ\u0000"],
  ["bzip2", "BZh"],
  ["zstd", "\u0028\u00b5\u002f\u00fd"],
];

/** Files that are refused with what helps, by their first bytes. */
const REFUSED: readonly (readonly [first: string, what: string])[] = [
  [
    "SQLite format 3\u0000",
    'is an SQLite database; write the table as CSV (sqlite3 -header -csv <file> "select * from <table>" > table.csv)',
  ],
  ["Obj\u0001", "is an Avro file; convert it to CSV, JSON lines or Parquet"],
  ["ORC", "is an ORC file; convert it to CSV or Parquet"],
  ["ARROW1", "is an Arrow file; write it as Parquet or CSV"],
  ["FEA1", "is a Feather file; write it as Parquet or CSV"],
  ["\u0089HDF", "is an HDF5 file; write the table as CSV or Parquet"],
  ["\u00d0\u00cf\u0011\u00e0", "is an Excel workbook of the old kind (.xls); save the sheet as CSV or .xlsx"],
  ["7z\u00bc\u00af\u0027\u001c", "is a 7z archive; unpack it here"],
  ["Rar!", "is a RAR archive; unpack it here"],
  ["\u0004\u0022M\u0018", "is packed with lz4; unpack it here"],
  ["%PDF", "is a PDF; copy its text into statement.md, or export its table as CSV"],
];

function input(file: string, what: string, cause?: unknown): PostmortemError {
  return new PostmortemError("input", `file "${file}" ${what}`, cause === undefined ? undefined : { cause });
}

/** Raises for content that is no text and no packing that is read, with what to do. */
export function requireReadable(file: string, first: Buffer): void {
  const begin = first.subarray(0, 16).toString("latin1");
  const refused = REFUSED.find(([bytes]) => begin.startsWith(bytes));
  if (refused) throw input(file, refused[1]);
}

/** The packing of a file by its first bytes; gzip is none of these. */
export function packingOf(first: Buffer): Packing | undefined {
  const begin = first.subarray(0, 16).toString("latin1");
  const found = PACKINGS.find(([, bytes]) => begin.startsWith(bytes))?.[0];
  if (found === "bzip2" && !/^BZh[1-9]1AY&SY/.test(begin)) return undefined;
  return found ?? (isTar(first) ? "tar" : undefined);
}

/** zstd by the runtime, which can from Node 22.15 on; `undefined` before. */
function unzstd(packed: Buffer): Buffer | undefined {
  const { zstdDecompressSync } = zlib as unknown as {
    zstdDecompressSync?: (bytes: Buffer, options: object) => Buffer;
  };
  return zstdDecompressSync?.(packed, { maxOutputLength: MOST_UNPACKED });
}

/** Lines of text packed with zstd, by the embedded engine, which has its own reader for it. */
async function textByEngine(path: string, temporary: string): Promise<Buffer> {
  const engine = await openDuckDB({ readable: [dirname(path)], temporary, threads: 1, memoryMb: 512 });
  try {
    const { rows } = await engine.query(
      `SELECT l FROM read_csv(${engine.dialect.text(path)}, compression = 'zstd', auto_detect = false, columns = {'l': 'VARCHAR'}, ` +
        `delim = '\x1e', quote = '', escape = '', header = false, nullstr = '\x1d', max_line_size = ${2 * LONGEST_LINE})`,
    );
    return Buffer.from(`${rows.map(([line]) => String(line ?? "")).join("\n")}\n`);
  } catch {
    throw new RangeError(
      `is packed with zstd, of which Node ${process.versions.node} unpacks text alone; unpack it here (zstd -d), or use Node 22.15 or later`,
    );
  } finally {
    await engine.close();
  }
}

function cellText(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function filled(rows: Sheet["rows"]): number {
  return Math.max(0, ...rows.map((row) => row.filter((cell) => cell.trim() !== "").length));
}

/** A sheet with at least two columns and a row under its head is a table. */
function isTable({ rows }: Sheet): boolean {
  return filled(rows) >= 2 && rows.filter((row) => row.filter((cell) => cell !== "").length >= 2).length >= 3;
}

const headOf = ({ rows }: Sheet): string => JSON.stringify(rows.find((row) => row.length >= 2));

function alike(tables: readonly Sheet[]): boolean {
  return tables.every((table) => headOf(table) === headOf(tables[0] as Sheet));
}

/** The sheets that are read as one table: the named one, else all that hold one. */
function readSheets(file: string, sheets: readonly Sheet[], named: string | undefined): readonly Sheet[] {
  if (named === undefined) return sheets.filter(isTable);
  const found =
    sheets.find(({ name }) => name === named) ??
    sheets.find(({ name }) => name.trim().toLowerCase() === named.trim().toLowerCase());
  if (found) return [found];
  throw new PostmortemError(
    "usage",
    `file "${file}" has no sheet "${named}", it has ${sheets.map(({ name }) => name).join(", ")}; correct dialect.sheet in incident.yaml`,
  );
}

function sheetText(file: string, members: readonly Member[], named: string | undefined): string {
  const sheets = sheetsOf(members);
  const tables = readSheets(file, sheets, named);
  if (tables.length === 0)
    throw input(
      file,
      `is a workbook without a table (sheets: ${sheets.map(({ name }) => name).join(", ") || "none"}); save the sheet that is meant as CSV`,
    );
  if (!alike(tables))
    throw input(
      file,
      `is a workbook with several tables (sheets ${tables.map(({ name }) => name).join(", ")}); name the one that is meant as dialect: { sheet: ${JSON.stringify(tables[0]?.name)} } of its source, or save it as CSV`,
    );
  return tables
    .flatMap(({ rows }, at) => (at === 0 ? rows : rows.slice(1 + rows.findIndex((row) => row.length >= 2))))
    .map((row) => `${row.map(cellText).join(",")}\n`)
    .join("");
}

const NO_DATA =
  /(^|\/)(__MACOSX|\.[^/]+)(\/|$)|(^|\/)\.|\.(md|pdf|png|jpe?g|html?|docx?)$|(^|\/)(readme|license)[^/]*$/i;

function headLine(text: Buffer): string {
  return (
    text
      .subarray(0, 1 << 16)
      .toString("latin1")
      .replace(/^\u00ef\u00bb\u00bf/, "")
      .split(/\r?\n/)
      .find((line) => line.trim() !== "") ?? ""
  );
}

/** Letters and digits as one of their kind: lines of one log look alike. */
function shape(line: string): string {
  return line
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/[A-Za-z]+/g, "a")
    .replace(/\d+/g, "9")
    .slice(0, 40);
}

function withoutHead(text: Buffer): Buffer {
  const end = text.indexOf(10);
  return end < 0 ? Buffer.alloc(0) : text.subarray(end + 1);
}

/** Members as one text: tables under one head, or lines of one log. */
function together(file: string, texts: readonly (readonly [name: string, text: Buffer])[]): Buffer {
  const [first, ...more] = texts;
  if (!first) throw input(file, "holds no files; pack it again, or unpack it here");
  if (more.length === 0) return first[1];
  const head = headLine(first[1]);
  const same = more.every(([, text]) => headLine(text) === head);
  if (!same && !more.every(([, text]) => shape(headLine(text)) === shape(head)))
    throw input(
      file,
      `holds several tables that differ (${texts
        .map(([name]) => name)
        .slice(0, 8)
        .join(", ")}); unpack it here`,
    );
  const parts = texts.flatMap(([, text], at) => [
    same && at > 0 && !head.startsWith("{") ? withoutHead(text) : text,
    Buffer.from(text.at(-1) === 10 ? "" : "\n"),
  ]);
  return Buffer.concat(parts);
}

function gunzipped(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED }) : bytes;
}

/** What bytes hold once they are unpacked, as text or Parquet. */
function content(file: string, bytes: Buffer, sheet: string | undefined, depth = 0): Buffer {
  requireReadable(file, bytes);
  const packing = packingOf(bytes);
  if (packing === undefined || depth > 2) return bytes;
  if (packing === "xz") return content(file, unxz(bytes, MOST_UNPACKED), sheet, depth + 1);
  if (packing === "bzip2") return content(file, bunzip2(bytes, MOST_UNPACKED), sheet, depth + 1);
  if (packing === "zstd") {
    const plain = unzstd(bytes);
    if (!plain)
      throw new RangeError(
        `holds a file packed with zstd, which Node ${process.versions.node} cannot unpack there; unpack it here`,
      );
    return content(file, plain, sheet, depth + 1);
  }
  const members = packing === "zip" ? zipMembers(bytes, MOST_UNPACKED) : tarMembers(bytes);
  if (packing === "zip" && isWorkbook(members)) return Buffer.from(sheetText(file, members, sheet));
  if (members.some(({ name }) => /^(word|ppt)\/|^content\.xml$/.test(name)))
    throw input(file, "is a document of an office; save its table as CSV, or its text as statement.md");
  const data = members.filter(({ name }) => !NO_DATA.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const texts = data
    .map(({ name, read }) => [name, content(file, gunzipped(read()), sheet, depth + 1)] as const)
    .filter(([, text]) => text.length > 0);
  return together(file, texts);
}

/**
 * Unpacks an archive into one file: its one table, or tables that are alike.
 *
 * Read are ZIP, tar, xz, bzip2, these around one another or gzip, zstd where the runtime can, and the sheets of a workbook as CSV.
 *
 * @param file - its name in messages
 * @param path - the archive
 * @param target - where the text goes
 * @param sheet - the sheet of a workbook; all that hold one table unless given
 * @throws PostmortemError (input) where it is damaged, too large, holds tables that differ, or is of a kind that is not read
 */
export async function unpackArchive(file: string, path: string, target: string, sheet?: string): Promise<void> {
  if ((await stat(path)).size > LARGEST)
    throw input(file, `is an archive of more than ${LARGEST >> 20} MB; unpack it here`);
  try {
    const bytes = await readFile(path);
    if (packingOf(bytes) === "zstd") requireWholeFrames(bytes);
    const lines = packingOf(bytes) === "zstd" && unzstd(bytes) === undefined;
    await writeFile(target, lines ? await textByEngine(path, dirname(target)) : content(file, bytes, sheet));
  } catch (cause) {
    if (cause instanceof PostmortemError) throw cause;
    const message = (cause as Error).message;
    throw input(
      file,
      /which Node/.test(message)
        ? message.replace(/^it /, "")
        : `is a damaged archive (${message}); fetch it again, or unpack it here`,
      cause,
    );
  }
}

/** The sheets of a workbook that hold tables which differ, of which one must be named; none for any other file. */
export async function unlikeSheets(path: string): Promise<readonly string[]> {
  if ((await stat(path)).size > LARGEST) return [];
  const bytes = await readFile(path);
  if (packingOf(bytes) !== "zip") return [];
  const members = zipMembers(bytes, MOST_UNPACKED);
  const tables = isWorkbook(members) ? sheetsOf(members).filter(isTable) : [];
  return alike(tables) ? [] : tables.map(({ name }) => name);
}
