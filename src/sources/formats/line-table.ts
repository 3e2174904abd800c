import { isUtf8 } from "node:buffer";
import type { CarefulRecord } from "../records/read-records.js";
import { physicalLines } from "../records/physical-lines.js";
import type { FormatHead, FormatTable } from "./vendor-format.js";

/** Whole lines of a head that are not blank. */
export function headLines({ text }: FormatHead, most = 1000): string[] {
  const lines = text.split(/\r?\n/);
  return (lines.length > 1 && text.length >= 60_000 ? lines.slice(0, -1) : lines)
    .filter((line) => line.trim() !== "")
    .slice(0, most);
}

/** True if nearly all of a head's lines read. */
export function mostRead(head: FormatHead, read: (line: string) => unknown): boolean {
  const lines = headLines(head, 50);
  return lines.length > 0 && lines.filter((line) => read(line)).length >= 0.8 * lines.length;
}

/** A log as a table, a line a row; a line that does not read is rejected. Comment lines count as header. */
export function lineTable(
  path: string,
  head: FormatHead,
  columns: readonly string[],
  read: (line: string) => readonly string[] | null,
  comment: { test(line: string): boolean } = /^#/,
): FormatTable {
  async function* records(): AsyncGenerator<CarefulRecord> {
    for await (const line of physicalLines(path)) {
      const raw = line.bytes.toString("utf8");
      if (raw.trim() === "") yield { kind: "blank" };
      else if (comment.test(raw)) yield { kind: "header" };
      else {
        const cells = line.cut || !isUtf8(line.bytes) ? null : read(raw);
        if (cells) yield { kind: "row", line: line.number, offset: line.offset, cells };
        else
          yield {
            kind: "reject",
            reject: {
              file: head.file,
              line: line.number,
              reason: line.cut ? "the line is too long" : "it is not a line of this log's format",
              raw: raw.slice(0, 2000),
            },
          };
      }
    }
  }
  return {
    columns,
    sample: headLines(head)
      .flatMap((line) => [read(line)])
      .filter((cells) => cells !== null),
    records,
  };
}
