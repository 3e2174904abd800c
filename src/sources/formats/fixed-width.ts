import { looksLikeHeader } from "../records/header.js";
import { headLines, lineTable } from "./line-table.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

/** Lines that are looked at for the places at which columns begin. */
const SAMPLE = 200;
const FEWEST_LINES = 8;
const FEWEST_COLUMNS = 3;
const RULE = /^[\s=+-]+$/;

interface Columns {
  /** Where each column begins, the first at 0. */
  readonly starts: readonly number[];
  readonly header: boolean;
  readonly names: readonly string[];
}

function cut(line: string, starts: readonly number[]): string[] {
  return starts.map((start, at) => line.slice(start, starts[at + 1]).trim());
}

/** Places at which a stretch of text begins, where every line has a space before it. */
function startsOf(lines: readonly string[]): number[] {
  const width = Math.max(...lines.map((line) => line.length));
  const blank = (place: number): boolean => lines.every((line) => (line[place] ?? " ") === " ");
  const starts: number[] = [];
  for (let place = 0, gap = true; place < width; place += 1) {
    const now = blank(place);
    if (gap && !now) starts.push(starts.length === 0 ? 0 : place);
    gap = now;
  }
  return starts;
}

/** The places of columns, without those that only a heading of two words has. */
function columnsOf(head: FormatHead): Columns | undefined {
  const lines = headLines(head, SAMPLE).filter((line) => !RULE.test(line));
  if (lines.length < FEWEST_LINES || lines.some((line) => line.includes("\t") || line.length > 2000)) return undefined;
  const body = lines.slice(1);
  const all = startsOf(lines);
  const starts = all.filter((_start, at) => at === 0 || body.some((line) => cut(line, all)[at] !== ""));
  if (starts.length < FEWEST_COLUMNS) return undefined;
  const rows = body.map((line) => cut(line, starts));
  const first = cut(lines[0] as string, starts);
  const header = looksLikeHeader(first, rows);
  const names = starts.map((_start, at) => (header ? first[at] : "") || `column${at + 1}`);
  return new Set(names).size < names.length ? undefined : { starts, header, names };
}

/** A table whose cells stand under each other and which nothing but spaces parts, as switchboards and terminals print it. */
export const fixedWidth: VendorFormat = {
  name: "fixed-width",
  recognises: (head) =>
    head.table?.layout === "delimited" && head.table.columns.length < 2 && columnsOf(head) !== undefined,
  defaults: () => ({}),
  table(path, head) {
    const columns = columnsOf(head);
    if (!columns) return undefined;
    const { starts, header, names } = columns;
    const heading = header ? headLines(head, 1)[0]?.trim() : undefined;
    // A text that runs over its column's end shifts what follows it.
    const fits = (line: string): boolean => starts.every((start) => start === 0 || (line[start - 1] ?? " ") === " ");
    const table = lineTable(path, head, names, (line) => (fits(line) ? cut(line, starts) : null), {
      test: (line) => RULE.test(line) || line.trim() === heading,
    });
    return Promise.resolve({
      ...table,
      sample: table.sample.filter((row) => row.join(" ").trim() !== "" && !row.every((cell, at) => cell === names[at])),
    });
  },
};
