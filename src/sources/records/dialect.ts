import { firstTableRow, looksLikeHeader } from "./header.js";
import { sampleRecords } from "./record.js";
import type { CellMarks, SampleRecord } from "./record.js";

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

/** Delimiters with how readily they are believed; spaces stand in so many texts that they come last. */
const DELIMITERS: readonly (readonly [delimiter: string, weight: number])[] = [
  [",", 1],
  ["\t", 1],
  [";", 1],
  ["|", 1],
  ["~", 0.8],
  ["^", 0.8],
  ["\u0001", 0.9],
  ["\u001f", 0.9],
  [" ", 0.4],
];
const SAMPLE = 200;
/** Narrower tables of words are sentences. */
const NARROWEST_SPACED = 3;
const NUMBER = /^\s*[+-]?[\d.,]+\s*%?\s*$/;

/** The commonest line end: a few of another kind inside cells or from a torn export do not count. */
function newlineOf(text: string): TextDialect["newline"] {
  const both = text.split("\r\n").length - 1;
  const feeds = text.split("\n").length - 1;
  const alone = text.split("\r").length - 1 - both;
  if (alone > feeds) return "\r";
  return both * 2 > feeds ? "\r\n" : "\n";
}

function hits(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** The quote whose occurrences stand at the borders of cells; the double one unless single ones clearly do. */
function quoteOf(text: string): string {
  const borders = (quote: string): number =>
    Math.min(
      hits(text, new RegExp(`(^|[,;\\t|~^] ?)${quote}`, "gm")),
      hits(text, new RegExp(`${quote}([,;\\t|~^ ]|$)`, "gm")),
    );
  const single = borders("'");
  if (single >= 2 && single > borders('"')) return "'";
  return text.includes('"') ? '"' : "";
}

/** A backslash escapes where it stands before quotes inside cells, and quotes are not doubled there. */
function escapeOf(text: string, quote: string): string {
  if (quote === "") return "";
  const slashed = hits(text, new RegExp(`\\\\${quote}(?=[^,;\\t|~^\\r\\n])`, "g"));
  const doubled = hits(text, new RegExp(`[^,;\\t|~^\\s${quote}]${quote}${quote}[^${quote}]`, "g"));
  return slashed > doubled ? "\\" : quote;
}

interface Judged extends CellMarks {
  readonly records: readonly SampleRecord[];
  readonly cells: number;
  readonly score: number;
}

/** Whether a record's quotes tell nothing of its cells: quotes inside quotes that nothing escapes. */
function broken({ quotes }: SampleRecord): boolean {
  return quotes === "broken";
}

/** The width of most records, a narrower one less readily believed. Where only broken records have it, the widest of the sound ones, which broken ones reach. */
function modalWidth(records: readonly SampleRecord[]): { cells: number; share: number } {
  const all = commonWidth(records);
  const sound = records.filter((record) => !broken(record));
  if (sound.length === 0 || sound.some(({ cells }) => cells.length === all.cells)) return all;
  const cells = Math.max(...sound.map((record) => record.cells.length));
  return {
    cells,
    share:
      records.filter((record) => record.cells.length === cells || (broken(record) && record.cells.length > cells))
        .length / records.length,
  };
}

function commonWidth(records: readonly SampleRecord[]): { cells: number; share: number } {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const weight = ([width, n]: readonly [number, number]): number => n * (width > 1 ? 2 : 1);
  const [cells, n] = [...counts].sort((a, b) => weight(b) - weight(a))[0] ?? [1, 0];
  return { cells, share: n / Math.max(1, records.length) };
}

/** How well a delimiter explains the lines: rows of one width, many cells, no other delimiter left inside bare cells, quotes sound. */
function judged(lines: readonly string[], marks: CellMarks, weight: number): Judged {
  const records = sampleRecords(lines, marks, SAMPLE);
  const { cells, share } = modalWidth(records);
  const spaced = marks.delimiter === " " && (cells < NARROWEST_SPACED || share < 0.9);
  if (cells < 2 || spaced) return { ...marks, records, cells: 1, score: 0.05 };
  const others = new RegExp(
    `[${[",", ";", "\t", "|"].filter((mark) => mark !== marks.delimiter.trim() && !marks.delimiter.includes(mark)).join("")}]`,
  );
  const fitting = records.filter((record) => record.cells.length === cells);
  const bare = fitting.filter(({ quoted }) => quoted === 0).flatMap((record) => record.cells);
  const clean =
    bare.length === 0 ? 1 : bare.filter((cell) => NUMBER.test(cell) || !others.test(cell)).length / bare.length;
  const sound = fitting.filter(({ quotes, stray }) => quotes === "sound" && stray === 0).length / fitting.length;
  return {
    ...marks,
    records,
    cells,
    score: weight * share * (1 + Math.log(cells)) * (0.2 + 0.8 * clean) * (0.2 + 0.8 * sound),
  };
}

function unsound({ records }: Judged): number {
  return records.filter(({ quotes, stray }) => quotes !== "sound" || stray > 0).length;
}

/** Longer delimiters (`||`, `, `, ` | `) around a single one, where every occurrence outside quotes has them. */
function widened(lines: readonly string[], best: Judged): Judged {
  const { delimiter, quote, escape } = best;
  if (best.cells < 2 || delimiter === " ") return best;
  const bare =
    quote === ""
      ? lines
      : lines.map((line) =>
          line.replace(new RegExp(`${quote}(?:[^${quote}\\\\]|${quote}${quote}|\\\\.)*${quote}`, "g"), "Q"),
        );
  const times = (mark: string): number => bare.reduce((sum, line) => sum + line.split(mark).length - 1, 0);
  const single = times(delimiter);
  for (const longer of delimiter === "\t" ? [] : [` ${delimiter} `, `${delimiter} `, ` ${delimiter}`]) {
    const everywhere = times(longer) >= 0.99 * single;
    if (!everywhere && 2 * times(longer) < single) continue;
    const other = judged(lines, { delimiter: longer, quote, escape }, 1);
    if (other.cells > 1 && (everywhere || unsound(other) < unsound(best))) return other;
  }
  const twice = judged(lines, { delimiter: delimiter + delimiter, quote, escape }, 1);
  const fits =
    best.cells === 2 * twice.cells - 1 &&
    (twice.cells > 2 || delimiter !== ",") &&
    2 * times(delimiter + delimiter) >= 0.99 * single;
  return fits ? twice : best;
}

/** A first line such as `sep=;`, as spreadsheets write it. */
function declaredDelimiter(line: string): string | undefined {
  return /^"?sep=([^"]{1,4})"?$/i.exec(line.replace(/\r$/, ""))?.[1];
}

function bestOf(lines: readonly string[], quote: string, escape: string, declared: string | undefined): Judged {
  if (declared !== undefined) return judged(lines, { delimiter: declared, quote, escape }, 1);
  const ranked = DELIMITERS.map(([delimiter, weight]) => judged(lines, { delimiter, quote, escape }, weight)).sort(
    (a, b) => b.score - a.score,
  );
  return widened(lines, ranked[0] as Judged);
}

/** The first record of the table: of its width, and not a title with empty cells beside it. */
function firstRecord({ records, cells }: Judged): number {
  const fits = records
    .map((record, index) => ({ index, cells: record.cells }))
    .filter(
      (record) =>
        record.cells.length === cells && (cells < 3 || record.cells.filter((cell) => cell.trim() !== "").length > 1),
    );
  return fits[firstTableRow(fits.map((record) => record.cells))]?.index ?? 0;
}

/**
 * The dialect of a delimited text, from its beginning.
 *
 * Every delimiter is tried; the one that makes rows of one width with the cleanest cells is taken. Lines before the first row of that width are preamble.
 *
 * @param head - the first part of the file, decoded; the last, perhaps torn, line is not judged
 * @param name - file name, whose `.tsv` decides where the content does not
 */
export function detectDialect(head: string, name = ""): TextDialect {
  const newline = newlineOf(head);
  const pieces = head.split(newline === "\r" ? "\r" : /\r?\n/);
  const all = pieces.length > 1 && head.length >= 60_000 ? pieces.slice(0, -1) : pieces;
  const declared = declaredDelimiter(all[0] ?? "");
  const before = declared === undefined ? 0 : 1;
  const lines = all.slice(before, before + 4 * SAMPLE);
  const text = lines.join("\n");
  const quote = quoteOf(text);
  const best = bestOf(lines, quote, escapeOf(text, quote), declared);
  const delimiter =
    best.cells > 1 || declared !== undefined ? best.delimiter : /\.tsv(\.gz)?$/i.test(name) ? "\t" : ",";
  const at = firstRecord(best);
  const [first, ...body] = best.records.slice(at);
  const header = looksLikeHeader(
    first?.cells ?? [],
    body.map(({ cells }) => cells).filter((cells) => cells.length === best.cells),
  );
  return { delimiter, quote, escape: best.escape, newline, skip: before + (at > 0 ? (first?.line ?? 0) : 0), header };
}
