import { splitRecord } from "./record.js";

/** How a delimited text file is written. */
export interface TextDialect {
  readonly delimiter: string;
  /** `""` when the file quotes nothing. */
  readonly quote: string;
  readonly escape: string;
  readonly header: boolean;
  /** Physical lines before the header (or before the first row). */
  readonly skip: number;
  readonly newline: "\n" | "\r\n" | "\r";
}

const DELIMITERS = [",", "\t", ";", "|"];

function linesOf(text: string, newline: string, quote: string): string[] {
  const pieces = text.split(newline);
  const lines: string[] = [];
  let open = "";
  for (const piece of pieces) {
    const line = open ? open + newline + piece : piece;
    const odd = quote !== "" && (line.split(quote).length - 1) % 2 === 1;
    open = odd && line.length < 100_000 ? line : "";
    if (!open) lines.push(line);
    if (lines.length >= 200) break;
  }
  return lines;
}

/** How well a delimiter explains the lines: the share that has the commonest number of cells, times how many cells those are. */
function score(lines: readonly string[], delimiter: string, quote: string): { score: number; cells: number } {
  const widths = lines.map((line) => splitRecord(line, delimiter, quote).length);
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [cells, hits] = [...counts].sort((a, b) => b[1] * (b[0] > 1 ? 2 : 1) - a[1] * (a[0] > 1 ? 2 : 1))[0] ?? [1, 0];
  return { score: cells > 1 ? (hits / lines.length) * (1 + Math.log(cells)) : 0.1, cells };
}

const DATA = /^[+-]?(\d[\d.,:/ TZ-]*|\d+(\.\d+)?%?)$/;

/** The first row is a header when its cells are distinct, filled and none reads as a number or a time. */
function looksLikeHeader(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() !== "" && !DATA.test(cell.trim())) && new Set(cells).size === cells.length;
}

/**
 * The dialect of a delimited text, from its beginning.
 *
 * @param head - the first part of the file, decoded; the last, perhaps torn, line is not judged
 * @param name - file name, whose `.tsv` decides where the content does not
 */
export function detectDialect(head: string, name = ""): TextDialect {
  const newline = head.includes("\r\n") ? "\r\n" : head.includes("\n") ? "\n" : head.includes("\r") ? "\r" : "\n";
  const quote = head.includes('"') ? '"' : "";
  const whole = head.includes(newline) && head.length >= 60_000 ? head.slice(0, head.lastIndexOf(newline)) : head;
  const lines = linesOf(whole, newline, quote).filter((line) => line.trim() !== "");
  const ranked = DELIMITERS.map((delimiter) => ({ delimiter, ...score(lines, delimiter, quote) })).sort((a, b) => b.score - a.score);
  const best = ranked[0] as { delimiter: string; score: number; cells: number };
  const delimiter = best.cells > 1 ? best.delimiter : name.endsWith(".tsv") ? "\t" : ",";
  const first = lines.findIndex((line) => splitRecord(line, delimiter, quote).length === best.cells);
  const skipped = first > 0 ? whole.slice(0, whole.indexOf(lines[first] as string)).split(newline).length - 1 : 0;
  return { delimiter, quote, escape: quote, newline, skip: skipped, header: looksLikeHeader(splitRecord(lines[Math.max(0, first)] ?? "", delimiter, quote)) };
}
