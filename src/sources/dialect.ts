import { sampleRecords, splitRecord } from "./record.js";

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

/** The commonest line end: a few of another kind inside cells or from a torn export do not count. */
function newlineOf(text: string): TextDialect["newline"] {
  const both = text.split("\r\n").length - 1;
  const feeds = text.split("\n").length - 1;
  if (feeds === 0) return text.includes("\r") ? "\r" : "\n";
  return both * 2 > feeds ? "\r\n" : "\n";
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
  const newline = newlineOf(head);
  const end = newline === "\r" ? "\r" : /\r?\n/;
  const quote = head.includes('"') ? '"' : "";
  const pieces = head.split(end);
  const physical = pieces.length > 1 && head.length >= 60_000 ? pieces.slice(0, -1) : pieces;
  const lines = sampleRecords(physical, quote, 200);
  const ranked = DELIMITERS.map((delimiter) => ({ delimiter, ...score(lines, delimiter, quote) })).sort((a, b) => b.score - a.score);
  const best = ranked[0] as { delimiter: string; score: number; cells: number };
  const delimiter = best.cells > 1 ? best.delimiter : name.endsWith(".tsv") ? "\t" : ",";
  const first = lines.findIndex((line) => splitRecord(line, delimiter, quote).length === best.cells);
  const skipped = first > 0 ? physical.indexOf((lines[first] as string).split("\n")[0] as string) : 0;
  return { delimiter, quote, escape: quote, newline, skip: Math.max(0, skipped), header: looksLikeHeader(splitRecord(lines[Math.max(0, first)] ?? "", delimiter, quote)) };
}
