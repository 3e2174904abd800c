import { isUtf8 } from "node:buffer";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Reject } from "../incident-data.js";
import { readRecords } from "./read-records.js";
import type { CarefulRecord, RepairRecord } from "./read-records.js";
import { physicalLines } from "./physical-lines.js";
import { jsonFault } from "./json-object.js";
import { rowLikeness } from "./row-likeness.js";
import type { PreparedFile } from "./unpack-file.js";
import type { TextTable } from "./text-table.js";

/** What a careful reading of one file found; its rows are in a canonical copy that the loader reads without doubt. */
export interface RepairedCopy {
  /** Comma-separated, `line, offset, cells…`, no header, quotes doubled. For JSON lines the one cell is the text of the object. */
  readonly path: string;
  readonly rows: number;
  readonly header: number;
  readonly blank: number;
  /** Physical lines that all records together take. */
  readonly lines: number;
  readonly rejects: readonly Reject[];
  /** The records over several lines, by their first line. */
  readonly multiLine: readonly { readonly line: number; readonly lines: number }[];
  /** More rejects than allowed: reading stopped early. */
  readonly stopped: boolean;
}

function quoted(cell: string): string {
  return cell === "" ? "" : `"${cell.replaceAll('"', '""')}"`;
}

async function* jsonRecords(path: string, file: string): AsyncGenerator<CarefulRecord> {
  for await (const line of physicalLines(path)) {
    const text = line.bytes.toString("utf8");
    if (text.trim() === "") {
      yield { kind: "blank" };
      continue;
    }
    const reason = line.cut
      ? "the line is too long"
      : !isUtf8(line.bytes)
        ? "its bytes are not UTF-8"
        : jsonFault(text);
    if (reason === null) yield { kind: "row", line: line.number, offset: line.offset, cells: [text] };
    else yield { kind: "reject", reject: { file, line: line.number, reason, raw: text.slice(0, 2000) } };
  }
}

/** Every record of a prepared text file, judged one by one; `repair` as in {@link readRecords}. */
export function recordsOf(
  prepared: PreparedFile,
  table: TextTable,
  repair?: RepairRecord,
): AsyncIterable<CarefulRecord> {
  if (table.layout === "records") return table.records();
  if (table.layout === "lines") return jsonRecords(prepared.path, prepared.file);
  const context = { repair, rowLike: rowLikeness(table.sample) };
  return readRecords(prepared.path, prepared.file, table.dialect, table.columns, context);
}

/**
 * Reads a file record by record and writes the sound ones to a canonical copy.
 *
 * @param target - where the copy goes
 * @param allowed - stop after this many rejects: the source is over its budget whatever follows
 * @param reached - told the byte offset of each sound record
 */
export async function writeCanonicalCopy(
  prepared: PreparedFile,
  table: TextTable,
  target: string,
  allowed: number,
  reached: (offset: number) => void,
): Promise<RepairedCopy> {
  const rejects: Reject[] = [];
  const counts = { row: 0, header: 0, blank: 0, reject: 0 };
  const multiLine: { line: number; lines: number }[] = [];
  let lines = 0;
  async function* rows(): AsyncGenerator<string> {
    let batch: string[] = [];
    for await (const record of recordsOf(prepared, table)) {
      counts[record.kind] += 1;
      lines += record.lines ?? 1;
      if (record.kind === "reject") rejects.push(record.reject);
      if (record.kind === "row") {
        reached(record.offset);
        if ((record.lines ?? 1) > 1) multiLine.push({ line: record.line, lines: record.lines ?? 1 });
        batch.push(`${[record.line, record.offset, ...record.cells.map(quoted)].join(",")}\n`);
      }
      if (rejects.length > allowed) break;
      if (batch.length < 4096) continue;
      yield batch.join("");
      batch = [];
    }
    yield batch.join("");
  }
  await pipeline(rows, createWriteStream(target));
  return {
    path: target,
    rows: counts.row,
    header: counts.header,
    blank: counts.blank,
    lines,
    rejects,
    multiLine,
    stopped: rejects.length > allowed,
  };
}
