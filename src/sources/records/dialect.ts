import { firstTableRow, looksLikeHeader } from "./header.js";
import { quoteEvidenceOf } from "./quote-evidence.js";
import type { QuoteEvidence } from "./quote-evidence.js";
import { rowLikeness } from "./row-likeness.js";
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
  /** Lines that begin with it are no records; none unless set. */
  readonly comment?: string;
  /** Text after a closing quote belongs to its cell, as some writers put a number behind a quoted name. */
  readonly rest?: boolean;
  /** The header's cells, where it has another number of them than the rows: one for each cell of a row. */
  readonly names?: readonly string[];
  /** Lines before the header hold rows of another width, which are no header. */
  readonly rowsBefore?: boolean;
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

/** The quote of a file: the double one, unless there is none or single ones enclose cells all over the file. */
function quoteOf({ double, single }: QuoteEvidence): '"' | "'" | "" {
  if (single) return "'";
  return double ? '"' : "";
}

/** A backslash escapes where it stands before quotes inside cells oftener than quotes are doubled there. */
function escapeOf({ slashed, doubled }: QuoteEvidence, quote: '"' | "'" | ""): string {
  if (quote === "") return "";
  return slashed[quote] > doubled[quote] ? "\\" : quote;
}

interface DialectScore extends CellMarks {
  readonly records: readonly SampleRecord[];
  readonly cells: number;
  readonly score: number;
}

/** True if a record's quotes tell nothing of its cells: quotes inside quotes that nothing escapes. */
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

/** Columns of one and the same word from which on rows of words are a sentence that recurs. */
const RECURRING_WORDS = 3;

/** True if records cut at spaces are sentences: the first is no row of that width, or neighbouring columns hold the same word throughout. */
function isProse(records: readonly SampleRecord[], width: number): boolean {
  if (records[0]?.cells.length !== width) return true;
  const body = records.slice(1).map(({ cells }) => cells);
  if (body.length < 3) return false;
  const constant = (at: number): boolean => {
    const word = body[0]?.[at] ?? "";
    return /^\p{L}+$/u.test(word) && body.every((cells) => cells[at] === word);
  };
  let run = 0;
  for (let at = 0; at < width; at += 1) {
    run = constant(at) ? run + 1 : 0;
    if (run >= RECURRING_WORDS) return true;
  }
  return false;
}

/** How well a delimiter explains the lines: rows of one width, many cells, no other delimiter left inside bare cells, quotes sound. */
function judged(lines: readonly string[], marks: CellMarks, weight: number): DialectScore {
  const records = sampleRecords(lines, marks, SAMPLE);
  const { cells, share } = modalWidth(records);
  const spaced = marks.delimiter === " " && (cells < NARROWEST_SPACED || share < 0.9 || isProse(records, cells));
  if (cells < 2 || spaced) return { ...marks, records, cells: 1, score: 0.05 };
  const others = new RegExp(
    `[${[",", ";", "\t", "|"].filter((mark) => mark !== marks.delimiter.trim() && !marks.delimiter.includes(mark)).join("")}]`,
  );
  const fitting = records.filter((record) => record.cells.length === cells);
  const bare = fitting.filter(({ quoted }) => quoted === 0).flatMap((record) => record.cells);
  const clean =
    bare.length === 0 ? 1 : bare.filter((cell) => NUMBER.test(cell) || !others.test(cell)).length / bare.length;
  const sound =
    fitting.filter(({ quotes, stray }) => (quotes === "sound" || quotes === "rest") && stray === 0).length /
    fitting.length;
  return {
    ...marks,
    records,
    cells,
    score: weight * share * (1 + Math.log(cells)) * (0.2 + 0.8 * clean) * (0.2 + 0.8 * sound),
  };
}

function unsound({ records }: DialectScore): number {
  return records.filter(({ quotes, stray }) => quotes !== "sound" || stray > 0).length;
}

/** Longer delimiters (`||`, `, `, ` | `) around a single one, where every occurrence outside quotes has them. */
function widened(lines: readonly string[], best: DialectScore): DialectScore {
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

function bestOf(lines: readonly string[], quote: string, escape: string, declared: string | undefined): DialectScore {
  if (declared !== undefined) return judged(lines, { delimiter: declared, quote, escape }, 1);
  const ranked = DELIMITERS.map(([delimiter, weight]) => judged(lines, { delimiter, quote, escape }, weight)).sort(
    (a, b) => b.score - a.score,
  );
  return widened(lines, ranked[0] as DialectScore);
}

/** The first record of the table: of its width, and not a title with empty cells beside it. */
function firstRecord({ records, cells }: DialectScore): number {
  const fits = records
    .map((record, index) => ({ index, cells: record.cells }))
    .filter(
      (record) =>
        record.cells.length === cells && (cells < 3 || record.cells.filter((cell) => cell.trim() !== "").length > 1),
    );
  return fits[firstTableRow(fits.map((record) => record.cells))]?.index ?? 0;
}

/** True if text behind closing quotes is the rule: on most records with a quoted cell, and never with a further quote. */
function hasRest({ records, cells }: DialectScore): boolean {
  const quoted = records.filter((record) => record.quoted > 0);
  const rest = quoted.filter((record) => record.quotes === "rest" && record.cells.length === cells);
  return rest.length >= 2 && rest.length >= 0.5 * quoted.length;
}

/** Cells of the header that stands right before the rows with another number of cells; `undefined` where none does. */
function raggedHeader(best: DialectScore, at: number): readonly string[] | undefined {
  const before = best.records[at - 1];
  const body = best.records
    .slice(at)
    .map(({ cells }) => cells)
    .filter((cells) => cells.length === best.cells);
  if (before === undefined || body.length < 2 || best.cells < 2) return undefined;
  const names = fittedNames(before.cells, body);
  return names && looksLikeHeader(names, body) ? names : undefined;
}

/** A header's cells laid over rows of another width; `undefined` where they have nothing to do with each other. */
function fittedNames(header: readonly string[], body: readonly (readonly string[])[]): readonly string[] | undefined {
  const width = body[0]?.length ?? 0;
  const trimmed = header.slice(0, 1 + header.findLastIndex((cell) => cell.trim() !== ""));
  // A name for each cell, and an empty one behind them: then one between them may be blank too.
  if (trimmed.length === width && header.length > width) return trimmed;
  if (trimmed.length < 2 || trimmed.length < 0.5 * width || trimmed.some((cell) => cell.trim() === ""))
    return undefined;
  if (trimmed.length >= width) return trimmed.slice(0, width);
  const emptyTail = body.every((cells) => cells.slice(trimmed.length).every((cell) => cell.trim() === ""));
  // One name too few and a last cell that is filled: the first column is that of row names, which statistics programs leave unnamed.
  const rowNames =
    !emptyTail && trimmed.length === width - 1 && new Set(body.map(([cell]) => cell)).size === body.length;
  const named = rowNames ? ["row", ...trimmed] : trimmed;
  return Array.from({ length: width }, (_name, index) => named[index] ?? `column${index + 1}`);
}

/** True if records before the table are rows of another width: most of several have the types of the table's first columns. */
function hasRowsBefore({ records, cells }: DialectScore, at: number): boolean {
  const rowLike = rowLikeness(
    records
      .slice(at + 1)
      .map((record) => record.cells)
      .filter((row) => row.length === cells),
  );
  const before = records.slice(0, at).filter((record) => record.cells.length > 1);
  const like = before.filter((record) => rowLike(record.cells));
  return like.length >= 2 && like.length >= 0.5 * before.length;
}

/**
 * The dialect of a delimited text, from its beginning, its quotes from the whole file.
 *
 * Every delimiter is tried; the one that makes rows of one width with the cleanest cells is taken. Lines before the first row of that width are preamble.
 *
 * @param head - the first part of the file, decoded; the last, perhaps torn, line is not judged
 * @param name - file name, whose `.tsv` decides where the content does not
 * @param evidence - of the file's quotes; of its beginning unless given
 * @param given - the delimiter where it is known
 */
export function detectDialect(
  head: string,
  name = "",
  evidence: QuoteEvidence = quoteEvidenceOf(head),
  given?: string,
): TextDialect {
  const newline = newlineOf(head);
  const pieces = head.split(newline === "\r" ? "\r" : /\r*\n/);
  const all = pieces.length > 1 && head.length >= 60_000 ? pieces.slice(0, -1) : pieces;
  const written = declaredDelimiter(all[0] ?? "");
  const declared = given ?? written;
  const before = written === undefined ? 0 : 1;
  const lines = all.slice(before, before + 4 * SAMPLE);
  const quote = quoteOf(evidence);
  const best = bestOf(lines, quote, escapeOf(evidence, quote), declared);
  const delimiter =
    best.cells > 1 || declared !== undefined ? best.delimiter : /\.tsv(\.gz)?$/i.test(name) ? "\t" : ",";
  return {
    delimiter,
    quote,
    escape: best.escape,
    newline,
    ...tableStart(best, before),
    ...(hasRest(best) && { rest: true }),
  };
}

/** Rows up to one that has the cells of the first in another order: from there on, another header counts. */
export function untilTurned(
  first: readonly string[],
  body: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const sorted = (cells: readonly string[]): string => JSON.stringify([...cells].sort());
  const own = sorted(first);
  const turn = body.findIndex((cells) => sorted(cells) === own && cells.some((cell, index) => cell !== first[index]));
  return turn > 0 ? body.slice(0, turn) : body;
}

/**
 * The names of a header of which several are the same, each with the upper heading above it: `Requests Count`, `Errors Count`.
 *
 * An upper heading stands over all columns up to the next one, as merged cells are written.
 *
 * @returns `undefined` where no name repeats, or the line above is no heading
 */
function namesOfTwoLines({ records, cells: width }: DialectScore, at: number): readonly string[] | undefined {
  const [above, names] = [records[at - 1]?.cells, records[at]?.cells ?? []];
  const named = names.map((name) => name.trim()).filter((name) => name !== "");
  if (above === undefined || above.length !== width || new Set(named).size === named.length) return undefined;
  const headings = above.map((cell) => cell.trim());
  if (headings.filter((cell) => cell !== "").length < 2 || headings.some((cell) => /^[\d.,]+$/.test(cell)))
    return undefined;
  let over = "";
  const joined = names.map((name, index) => {
    over = headings[index] || over;
    return [over, name.trim()].filter((part, place, all) => part !== "" && all.indexOf(part) === place).join(" ");
  });
  return new Set(joined).size === joined.length ? joined : undefined;
}

/** Where a table begins, and what names its columns. */
function tableStart(best: DialectScore, before: number): Pick<TextDialect, "skip" | "header" | "names" | "rowsBefore"> {
  const at = firstRecord(best);
  const [first = [], ...body] = best.records
    .slice(at)
    .map(({ cells }) => cells)
    .filter((cells, index) => index === 0 || cells.length === best.cells);
  const header = looksLikeHeader(first, untilTurned(first, body));
  const names = header ? undefined : raggedHeader(best, at);
  const start = names === undefined ? at : at - 1;
  const joined = header ? namesOfTwoLines(best, at) : undefined;
  return {
    skip: before + (start > 0 ? (best.records[start]?.line ?? 0) : 0),
    header: header || names !== undefined,
    ...(names && { names }),
    ...(joined && { names: joined }),
    ...(hasRowsBefore(best, start) && { rowsBefore: true }),
  };
}
