import { createHash } from "node:crypto";
import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { basename, relative } from "node:path";
import type { Engine } from "../../engine/engine.js";
import { quoteEvidenceOf } from "../records/quote-evidence.js";
import { fastScanOf } from "../records/scan.js";
import type { TextTable } from "../records/text-table.js";
import type { PreparedFile } from "../records/unpack-file.js";
import { requireUnchanged } from "../records/unpack-file.js";
import { faultySql } from "./compact-sql.js";
import type { FileBalance, FileToLoad, LoadTarget } from "./load-file.js";
import { idByHash, insert } from "./load-file.js";

/** Larger files are worth a reading of their own. */
const LARGEST = 4 << 20;
/** From so many files on, they are loaded together: each alone costs some tens of milliseconds, whatever its size. */
export const FEWEST_TOGETHER = 8;
/** Files of one statement. */
export const MOST_TOGETHER = 2000;
const [LF, CR, QUOTE] = [10, 13, 34];

/** A file that is like the first one of its source, with its lines counted. */
export interface LikeFile {
  readonly prepared: PreparedFile;
  readonly lines: number;
  readonly blank: number;
}

/** What all files must share with the first to be read by one statement: a plain dialect and the very same first line. */
export interface Likeness {
  readonly table: TextTable & { layout: "delimited" };
  readonly firstLine: Buffer;
}

/** What files must be like to be loaded together with a first one; `undefined` where its dialect or its rows ask for a reading of their own. */
export function likenessTo({ prepared, table, source, legs }: FileToLoad): Likeness | undefined {
  if (table?.layout !== "delimited" || legs || source.where !== undefined || source.selections !== undefined)
    return undefined;
  const { header, skip, newline, names, rest, rowsBefore, quote } = table.dialect;
  const plain =
    header && skip === 0 && newline !== "\r" && names === undefined && !rest && !rowsBefore && quote !== "'";
  if (!plain || source.dialect !== undefined || prepared.path !== prepared.original) return undefined;
  const end = prepared.head.indexOf("\n");
  return end < 0 ? undefined : { table, firstLine: Buffer.from(prepared.head.slice(0, end + 1)) };
}

/** Lines and blank ones of a text that holds no line end inside quotes; `undefined` where one could. */
function countedLines(bytes: Buffer): { lines: number; blank: number } | undefined {
  let [lines, blank, start, quotes] = [0, 0, 0, 0];
  for (let at = bytes.indexOf(LF); start < bytes.length; at = bytes.indexOf(LF, start)) {
    const end = at < 0 ? bytes.length : at;
    for (let quote = bytes.indexOf(QUOTE, start); quote >= 0 && quote < end; quote = bytes.indexOf(QUOTE, quote + 1))
      quotes += 1;
    if (quotes % 2 !== 0) return undefined;
    const length = end - start - (end > start && bytes[end - 1] === CR ? 1 : 0);
    lines += 1;
    if (length === 0) blank += 1;
    start = end + 1;
  }
  return { lines, blank };
}

/** True if quotes of a file are used as those of the first: none where that has none, no other marks, no other escape. */
function quotesAlike(bytes: Buffer, { dialect }: Likeness["table"]): boolean {
  if (dialect.quote === "" ? bytes.includes(QUOTE) : bytes.includes('\\"')) return false;
  return !bytes.includes("'") || !quoteEvidenceOf(bytes.toString("latin1")).single;
}

/**
 * A file looked at for loading together; `undefined` where it must be read alone. Files are small and many here, and each is read whole at once:
 * waiting for each would take longer than reading it.
 */
export function likeFile(path: string, folder: string, { table, firstLine }: Likeness): LikeFile | undefined {
  if (/\.(gz|parquet)$/i.test(path)) return undefined;
  const { size, mtimeNs, ino } = statSync(path, { bigint: true });
  if (size > LARGEST || size <= firstLine.length) return undefined;
  const bytes = readFileSync(path);
  if (!bytes.subarray(0, firstLine.length).equals(firstLine) || !isUtf8(bytes) || bytes.includes(0)) return undefined;
  const counted = quotesAlike(bytes, table) ? countedLines(bytes) : undefined;
  if (!counted) return undefined;
  const file = relative(folder, path) || basename(path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const text = { layout: "text", head: "", bytes: bytes.length, stamp: `${size}:${mtimeNs}:${ino}` } as const;
  return { prepared: { file, original: path, path, ...text, sha256 }, ...counted };
}

async function byFile(engine: Engine, sql: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await engine.query(sql);
  return new Map(rows.map(([file, n]) => [Number(file), Number(n)]));
}

/**
 * Loads like files by one statement.
 *
 * @param target - its index is that of the first file, the others follow
 * @returns a balance for each file, in order; `undefined` where the rows of any file need a look of their own: then nothing was loaded
 */
export async function loadTogether(
  first: FileToLoad,
  files: readonly LikeFile[],
  target: LoadTarget,
): Promise<readonly FileBalance[] | undefined> {
  const { engine, table, index } = target;
  const last = index + files.length - 1;
  const names = `names_${index}`;
  const paths = files.map(({ prepared }) => prepared.path);
  const scan = fastScanOf(paths, first.table as TextTable, names);
  const within = `file BETWEEN ${index} AND ${last}`;
  await engine.query(
    `CREATE OR REPLACE TABLE ${names} AS SELECT * FROM (VALUES ${paths.map((path, at) => `(${engine.dialect.text(path)}, ${index + at})`).join(", ")}) t(path, place)`,
  );
  const notes = await insert(first, target, scan, { table, file: "place" }).catch(() => undefined);
  const taken = await byFile(engine, `SELECT file, count(*) FROM ${table} WHERE ${within} GROUP BY 1`);
  const faults = await byFile(
    engine,
    `SELECT 0, count(*) FROM ${table} WHERE ${within} AND (${faultySql(first.source)})`,
  );
  const even = files.every(({ lines, blank }, at) => (taken.get(index + at) ?? 0) === lines - blank - 1);
  if (!notes || !even || faults.get(0) !== 0) {
    await engine.query(`DELETE FROM ${table} WHERE ${within}`);
    return undefined;
  }
  for (const { prepared } of files) await requireUnchanged(prepared);
  return files.map(({ prepared, lines, blank }, at) => ({
    seen: lines,
    loaded: taken.get(index + at) ?? 0,
    filtered: 0,
    header: 1,
    blank,
    rejects: [],
    balanced: true,
    sha256: prepared.sha256 as string,
    notes: at === 0 ? notes : [],
    ...idByHash(first, scan),
  }));
}
