import type { Attempt, Line } from "./world.js";

/** How the lines of a world are written into a file. */
export interface Writing {
  readonly delimiter: "," | ";" | "\t" | "|";
  readonly newline: "\n" | "\r\n";
  /** Every cell in quotes, or only those that need them. */
  readonly quoteAll: boolean;
  /** Offset that times are written in, minutes east of UTC. */
  readonly offsetMinutes: number;
  readonly codes: { readonly failed: string; readonly fine: string };
}

export const PLAIN: Writing = {
  delimiter: ",",
  newline: "\n",
  quoteAll: false,
  offsetMinutes: 0,
  codes: { failed: "500", fine: "200" },
};

const HEADER = ["at", "code", "id", "region", "note"];

function timeText(ms: number, offsetMinutes: number): string {
  if (offsetMinutes === 0) return new Date(ms).toISOString();
  const local = new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(offsetMinutes);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${local}${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function cellText(cell: string, { delimiter, quoteAll }: Writing): string {
  return quoteAll || cell.includes('"') || cell.includes("\n") || cell.includes(delimiter)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}

function rowText(cells: readonly string[], writing: Writing): string {
  return cells.map((cell) => cellText(cell, writing)).join(writing.delimiter);
}

function cellsOf({ ms, failed, id, region, note }: Attempt, { offsetMinutes, codes }: Writing): string[] {
  return [timeText(ms, offsetMinutes), failed ? codes.failed : codes.fine, id, region, note];
}

/** A damaged line takes one physical line, whatever its note was. */
function flat(attempt: Attempt): Attempt {
  return { ...attempt, note: "ok" };
}

/** The bytes of one line, without its end. */
function lineBytes({ fate, attempt }: Line, writing: Writing): Buffer {
  if (fate === "blank" || !attempt) return Buffer.from(fate === "header again" ? rowText(HEADER, writing) : "");
  if (fate === "sound" || fate === "twice" || fate === "no id")
    return Buffer.from(rowText(cellsOf(attempt, writing), writing));
  const cells = cellsOf(flat(attempt), writing);
  if (fate === "torn") return Buffer.from(rowText(cells.slice(0, 2), writing));
  if (fate === "bad time") cells[0] = "soon";
  if (fate === "unset clock") cells[0] = "1970-01-01T00:00:00Z";
  if (fate === "far time") cells[0] = "2003-01-01T00:00:00Z";
  if (fate === "stray quote")
    return Buffer.from(`${rowText(cells.slice(0, 4), writing)}${writing.delimiter}"wide screen`);
  if (fate === "bad bytes")
    return Buffer.concat([
      Buffer.from(rowText(cells.slice(0, 4), writing)),
      Buffer.from(`${writing.delimiter}x`),
      Buffer.from([0xc3, 0x28]),
    ]);
  return Buffer.from(rowText(cells, writing));
}

/** Physical lines that a line takes. */
export function heightOf(line: Line): number {
  return line.attempt && ["sound", "twice", "no id"].includes(line.fate) ? line.attempt.note.split("\n").length : 1;
}

/** A file of lines under one header. */
export function fileBytes(lines: readonly Line[], writing: Writing): Buffer {
  const end = Buffer.from(writing.newline);
  const parts: Buffer[] = [Buffer.from(rowText(HEADER, writing)), end];
  for (const line of lines) parts.push(lineBytes(line, writing), end);
  return Buffer.concat(parts);
}

/** The same attempts as counts a minute. */
export function countsText(minutes: ReadonlyMap<number, readonly [number, number]>): string {
  const rows = [...minutes]
    .sort(([a], [b]) => a - b)
    .map(([minute, [failures, attempts]]) => `${new Date(minute * 60_000).toISOString()},${failures},${attempts}`);
  return `at,bad,all\n${rows.join("\n")}\n`;
}
