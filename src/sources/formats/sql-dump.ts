import { readFile, stat } from "node:fs/promises";
import { PostmortemError } from "../../errors/errors.js";
import type { CarefulRecord } from "../records/read-records.js";
import { SqlValues, copyCells } from "./sql-values.js";
import type { SqlTuple } from "./sql-values.js";
import type { FormatTable, VendorFormat } from "./vendor-format.js";

/** A dump is parsed whole; a larger one is asked for as another export. */
const LARGEST = 128 * 2 ** 20;

const NAME = String.raw`(?:(?:[\w$]+|"[^"]+"|\`[^\`]+\`|\[[^\]]+\])\.)*(?:[\w$]+|"[^"]+"|\`[^\`]+\`|\[[^\]]+\])`;
const INSERT = String.raw`(?:insert|replace)\s+(?:ignore\s+)?(?:into\s+)?(${NAME})\s*(?:\(([^()]*)\)\s*)?values\b`;
const COPY = String.raw`copy\s+(${NAME})\s*(?:\(([^()]*)\))?\s*from\s+stdin\b[^;]*;[^\n]*\n`;
const CREATE = String.raw`create\s+table\s+(?:if\s+not\s+exists\s+)?(${NAME})\s*\(((?:'(?:[^'\\]|\\.|'')*'|[^;'])*)\)`;
const STATEMENT = new RegExp(String.raw`^[ \t]*(?:${INSERT}|${COPY}|${CREATE})`, "gim");
const ROWS = new RegExp(String.raw`^[ \t]*(?:${INSERT}|${COPY})`, "im");
/** Lines of a `CREATE TABLE` that name no column. */
const NO_COLUMN = /^\s*(primary|unique|key|index|constraint|foreign|check|fulltext|spatial|exclude|like)\b/i;

/** The last part of a name, without its quotes. */
function plainName(name: string): string {
  return (/([\w$]+|"[^"]+"|`[^`]+`|\[[^\]]+\])$/.exec(name.trim())?.[1] ?? name).replace(/^["`[]|["`\]]$/g, "");
}

function namesIn(list: string): string[] {
  return list.split(",").map(plainName);
}

/** The columns of a `CREATE TABLE`: its parts outside of brackets that begin with a name. */
function createdColumns(body: string): string[] {
  const flat = body.replace(/'(?:[^']|'')*'/g, "").replace(/\([^()]*\)/g, "");
  return flat
    .split(",")
    .filter((part) => part.trim() !== "" && !NO_COLUMN.test(part))
    .map((part) => plainName(/^\s*("[^"]+"|`[^`]+`|\[[^\]]+\]|[\w$]+)/.exec(part)?.[1] ?? part));
}

interface DumpedTable {
  readonly name: string;
  columns: readonly string[] | undefined;
  readonly rows: SqlTuple[];
}

function linesBetween(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

/** The lines of a `COPY` block up to the one that ends it. */
function copied(text: string, from: number, line: number): { readonly rows: SqlTuple[]; readonly at: number } {
  const end = text.indexOf("\n\\.", from);
  const stop = text.startsWith("\\.", from) ? from : end < 0 ? text.length : end;
  const lines = text.slice(from, stop).split(/\r?\n/);
  return {
    rows: lines.flatMap((one, at) => (one === "" ? [] : [{ line: line + at, cells: copyCells(one) }])),
    at: stop,
  };
}

/** Every table of a dump with its rows, in the order in which they come. */
function tablesOf(text: string): DumpedTable[] {
  const tables = new Map<string, DumpedTable>();
  const tableCalled = (name: string): DumpedTable => {
    const known = tables.get(plainName(name)) ?? { name: plainName(name), columns: undefined, rows: [] };
    tables.set(known.name, known);
    return known;
  };
  const escapes = /`\w+`/.test(text.slice(0, 200_000));
  const statement = new RegExp(STATEMENT.source, STATEMENT.flags);
  let [seen, line] = [0, 1];
  for (let match = statement.exec(text); match; match = statement.exec(text)) {
    const from = match.index + match[0].length;
    line += linesBetween(text, seen, from);
    seen = from;
    const [, inserted, insertedColumns, copiedTo, copiedColumns, created, body] = match;
    const table = tableCalled((inserted ?? copiedTo ?? created) as string);
    const columns = insertedColumns ?? copiedColumns;
    if (columns !== undefined) table.columns ??= namesIn(columns);
    if (created !== undefined) table.columns ??= createdColumns(body ?? "");
    if (inserted !== undefined) {
      const values = new SqlValues(text, from, line, escapes);
      for (const tuple of values.tuples()) table.rows.push(tuple);
      ({ at: seen, line } = values.end);
      statement.lastIndex = seen;
    }
    if (copiedTo !== undefined) {
      const block = copied(text, from, line);
      for (const row of block.rows) table.rows.push(row);
      statement.lastIndex = block.at;
    }
  }
  return [...tables.values()].filter(({ rows }) => rows.length > 0);
}

function tableOf(file: string, all: readonly DumpedTable[]): FormatTable {
  const [main] = [...all].sort((a, b) => b.rows.length - a.rows.length);
  const rows = main?.rows ?? [];
  const columns = main?.columns ?? (rows[0]?.cells ?? []).map((_cell, at) => `column${at + 1}`);
  const others = all.filter((table) => table !== main).map(({ name, rows: own }) => `${name} (${own.length} rows)`);
  async function* records(): AsyncGenerator<CarefulRecord> {
    for (const { line, cells } of rows)
      if (cells.length === columns.length) yield { kind: "row", line, offset: 0, cells };
      else
        yield {
          kind: "reject",
          reject: {
            file,
            line,
            reason: `has ${cells.length} values where the table has ${columns.length} columns`,
            raw: cells.join(", ").slice(0, 2000),
          },
        };
  }
  return {
    columns,
    sample: rows.flatMap(({ cells }) => (cells.length === columns.length ? [cells] : [])).slice(0, 1000),
    byLine: false,
    records,
    ...(others.length > 0 && {
      defaults: { notes: [`${file}: table ${main?.name} is read; the dump holds ${others.join(", ")} as well.`] },
    }),
  };
}

/** True if a text is SQL that inserts rows. */
export function insertsRows(text: string): boolean {
  return ROWS.test(text);
}

/** A dump of a database as SQL, `INSERT` lines or `COPY` blocks: the rows of its largest table. */
export const sqlDump: VendorFormat = {
  name: "sql-dump",
  recognises: ({ file, text }) =>
    (/\.sql(\.\w+)?$/i.test(file) || /^\s*(--|\/\*|insert|replace|copy|create|set|begin|start)\b/i.test(text)) &&
    insertsRows(text),
  defaults: () => ({}),
  async table(path, { file }) {
    if ((await stat(path)).size > LARGEST)
      throw new PostmortemError(
        "input",
        `file "${file}" requires at most 128 MB as SQL, got more; export the table as CSV`,
      );
    return tableOf(file, tablesOf(await readFile(path, "utf8")));
  },
};
