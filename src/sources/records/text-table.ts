import type { CarefulRecord } from "./read-records.js";
import { PostmortemError } from "../../errors/errors.js";
import type { SourceDialect } from "../../incident/incident.js";
import { detectDialect, untilTurned } from "./dialect.js";
import type { TextDialect } from "./dialect.js";
import { jsonObject } from "./json-object.js";
import { sampleRecords } from "./record.js";
import type { PreparedFile } from "./unpack-file.js";

/** How a prepared text file is laid out, and a sample of its cells. */
export type TextTable =
  | {
      readonly layout: "delimited";
      readonly dialect: TextDialect;
      readonly columns: readonly string[];
      readonly sample: readonly (readonly string[])[];
    }
  | { readonly layout: "lines"; readonly columns: readonly string[]; readonly sample: readonly (readonly string[])[] }
  /** Read by a vendor format, record by record. */
  | {
      readonly layout: "records";
      readonly columns: readonly string[];
      readonly sample: readonly (readonly string[])[] /** Its records take the file's lines, each once. */;
      readonly byLine: boolean;
      records(): AsyncIterable<CarefulRecord>;
    };

const SAMPLE_ROWS = 1000;
const MOST_COLUMNS = 10_000;
const LONGEST_FIRST_LINE = 200_000;

function wholeLines(head: string, newline: TextDialect["newline"]): string[] {
  const lines = head.split(newline === "\r" ? "\r" : /\r*\n/);
  return lines.length > 1 && head.length >= 60_000 ? lines.slice(0, -1) : lines;
}

function jsonTable(head: string, keys: readonly string[] = []): TextTable | undefined {
  const lines = wholeLines(head, "\n")
    .filter((line) => line.trim() !== "")
    .slice(0, SAMPLE_ROWS);
  if (!lines[0]?.trimStart().startsWith("{")) return undefined;
  const columns = new Map<string, number>();
  const records: ReadonlyMap<string, string>[] = [];
  for (const line of lines) {
    const record = jsonObject(line);
    if (!record) continue;
    for (const key of record.keys()) if (!columns.has(key)) columns.set(key, columns.size);
    records.push(record);
  }
  if (records.length === 0) return undefined;
  for (const key of keys) if (!columns.has(key)) columns.set(key, columns.size);
  const names = [...columns.keys()];
  return {
    layout: "lines",
    columns: names,
    sample: records.map((record) => names.map((name) => record.get(name) ?? "")),
  };
}

/** Distinct, trimmed names; an empty header cell becomes its place, a repeated name gets a number. */
function columnNames(cells: readonly string[]): string[] {
  const taken = new Set(cells.map((cell) => cell.trim()));
  const seen = new Set<string>();
  return cells.map((cell, index) => {
    let name = cell.trim() || `column${index + 1}`;
    if (seen.has(name)) for (let n = 2; seen.has(name) || taken.has(name); n += 1) name = `${cell.trim()}_${n}`;
    seen.add(name);
    return name;
  });
}

/**
 * The layout of a prepared text file: JSON lines, or a delimited table with its dialect.
 *
 * @param declared - what `incident.yaml` says of the dialect; the rest is found
 * @returns columns in order and up to 1000 sample rows, all text
 * @throws PostmortemError (input) for more than 10,000 columns or a first line of 200,000 characters
 */
export function textTable(prepared: PreparedFile, declared?: SourceDialect): TextTable {
  const table =
    jsonTable(prepared.head, prepared.keys) ??
    (declared === undefined && isDocument(prepared.head) ? noTable() : delimitedTable(prepared, declared));
  if (table.columns.length > MOST_COLUMNS) {
    throw new PostmortemError(
      "input",
      `file "${prepared.file}" requires at most ${MOST_COLUMNS} columns, got ${table.columns.length}; keep those that the incident needs`,
    );
  }
  return table;
}

/** A JSON document that does not end in its first line, or fills the file's beginning: a format's to read, or nothing. */
function isDocument(head: string): boolean {
  return /^\s*(\[\s*[{[]|\{\s*["}])/.test(head);
}

function noTable(): TextTable {
  return { layout: "lines", columns: [], sample: [] };
}

/** The dialect as found, with what is declared of it in its place. */
function dialectOf(prepared: PreparedFile, declared: SourceDialect): TextDialect {
  const { delimiter, quote, escape, header, skip, comment } = declared;
  const found = detectDialect(
    prepared.head,
    prepared.file,
    prepared.quotes,
    delimiter === undefined ? undefined : unescapedMark(delimiter),
  );
  // What is declared of the lines before the rows goes before everything that was found of them.
  const { names: _names, rowsBefore: _rowsBefore, ...plain } = found;
  const placed = header !== undefined || skip !== undefined;
  const quoting = quote === undefined ? {} : { quote, escape: quote };
  return {
    ...(placed ? plain : found),
    ...quoting,
    ...(escape !== undefined && { escape }),
    ...(comment !== undefined && { comment }),
    // Names on a line of their own, and lines between them and the rows, are all passed over.
    ...(placed ? { skip: Math.max(header ?? 0, skip ?? 0), header: header === undefined && found.header } : {}),
  };
}

/** A tab may be written as a backslash and a t. */
function unescapedMark(mark: string): string {
  return mark === "\\t" || /^tab$/i.test(mark) ? "\t" : mark;
}

function isComment(line: string, { comment }: TextDialect): boolean {
  return comment !== undefined && line.trimStart().startsWith(comment);
}

/** The names on the line that is declared to hold them. */
function declaredNames(lines: readonly string[], header: number, dialect: TextDialect): readonly string[] {
  const line = lines[header - 1] ?? "";
  const bare = isComment(line, dialect)
    ? line
        .trimStart()
        .slice((dialect.comment ?? "").length)
        .trimStart()
    : line;
  return sampleRecords([bare], dialect, 1)[0]?.cells ?? [];
}

function delimitedTable(prepared: PreparedFile, declared: SourceDialect = {}): TextTable {
  const whole = prepared.head.length >= LONGEST_FIRST_LINE;
  if (whole && !/[\r\n]/.test(prepared.head) && !/^\s*[{[<]/.test(prepared.head)) {
    throw new PostmortemError(
      "input",
      `file "${prepared.file}" line 1 is longer than ${LONGEST_FIRST_LINE / 1000} KB, which is refused; it is no table of rows`,
    );
  }
  const dialect = dialectOf(prepared, declared);
  const all = wholeLines(prepared.head, dialect.newline);
  const lines = all.slice(dialect.skip).filter((line) => !isComment(line, dialect));
  const records = sampleRecords(lines, dialect, SAMPLE_ROWS + 1).map(({ cells }) => cells);
  const [first = []] = records;
  const own = dialect.header ? (dialect.names ?? first) : undefined;
  const named = declared.header ? declaredNames(all, declared.header, dialect) : own;
  const columns = named ? columnNames(named) : first.map((_cell, index) => `column${index + 1}`);
  const fits = (row: readonly string[]): boolean => row.length === columns.length;
  return {
    layout: "delimited",
    dialect,
    columns,
    sample: dialect.header ? untilTurned(first, records.slice(1).filter(fits)) : records.filter(fits),
  };
}
