import { readFile, stat } from "node:fs/promises";
import { PostmortemError } from "../../errors/errors.js";
import type { CarefulRecord } from "../records/read-records.js";
import type { FormatTable, VendorFormat } from "./vendor-format.js";

/** A page is parsed whole; a larger one is no export of a table. */
const LARGEST = 64 * 2 ** 20;
/** Pages of text have small tables too: the rows from which on a page is taken for an export. */
export const FEWEST_HTML_ROWS = 12;

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** Marks of letters by their names, as they join a letter before them. */
const MARKS: Readonly<Record<string, string>> = {
  uml: "\u0308",
  acute: "\u0301",
  grave: "\u0300",
  circ: "\u0302",
  tilde: "\u0303",
  cedil: "\u0327",
  ring: "\u030a",
};

/** `ouml` as ö: a letter and the name of its mark. */
function accented(name: string): string | undefined {
  if (name === "szlig") return "ß";
  const mark = MARKS[name.slice(1)];
  return mark === undefined ? undefined : `${name.slice(0, 1)}${mark}`.normalize("NFC");
}

/** The text of a cell: tags left out, character references read, runs of white space as one. */
export function xmlText(html: string): string {
  return html
    .replace(/<br\s*\/?>/gi, " ")
    .replace(/<[^<>]*>/g, "")
    .replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,6}));/gi, (all, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? accented(name) ?? all;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0x1f && code < 0x11_0000 ? String.fromCodePoint(code) : " ";
    })
    .replace(/\s+/g, " ")
    .trim();
}

/** The pieces of a text that begin with a tag, each up to the next one: a linear search, whatever is left unclosed. */
function piecesOf(html: string, tag: RegExp): { readonly open: string; readonly body: string }[] {
  const starts = [...html.matchAll(tag)];
  return starts.map((match, at) => ({
    open: match[0],
    body: html.slice(match.index + match[0].length, starts[at + 1]?.index ?? html.length),
  }));
}

interface HtmlRow {
  readonly cells: readonly string[];
  readonly heading: boolean;
}

function rowOf(body: string): HtmlRow {
  const cells = piecesOf(body, /<t[dh]\b[^<>]*>/gi);
  return {
    cells: cells.map((cell) => xmlText(cell.body)),
    heading: cells.length > 0 && cells.every(({ open }) => /^<th/i.test(open)),
  };
}

/** The rows of the table of a page that has most. */
function rowsOf(page: string): readonly HtmlRow[] {
  const [first = "", ...commented] = page.split("<!--");
  const bare = [first, ...commented.map((part) => part.split("-->").slice(1).join("-->"))].join("");
  const tables = piecesOf(bare, /<table\b[^<>]*>/gi).map(({ body }) => {
    const end = body.search(/<\/table\s*>/i);
    return piecesOf(end < 0 ? body : body.slice(0, end), /<tr\b[^<>]*>/gi).map((row) => rowOf(row.body));
  });
  return tables.sort((a, b) => b.length - a.length)[0] ?? [];
}

/** The header: rows of headings, of which the last names the columns, else the first row. */
function headerOf(rows: readonly HtmlRow[]): { readonly lines: number; readonly columns: readonly string[] } {
  const headings = rows.findIndex(({ heading }) => !heading);
  const lines = Math.max(1, headings);
  const names = rows[lines - 1]?.cells ?? [];
  const seen = new Map<string, number>();
  return {
    lines,
    columns: names.map((name, at) => {
      const text = name || `column${at + 1}`;
      const times = (seen.get(text) ?? 0) + 1;
      seen.set(text, times);
      return times === 1 ? text : `${text}_${times}`;
    }),
  };
}

function tableOf(rows: readonly HtmlRow[], file: string): FormatTable {
  const { lines, columns } = headerOf(rows);
  async function* records(): AsyncGenerator<CarefulRecord> {
    for (const [at, { cells }] of rows.entries()) {
      if (at < lines) yield { kind: "header" };
      else if (cells.every((cell) => cell === "")) yield { kind: "blank" };
      else if (cells.length === columns.length) yield { kind: "row", line: at + 1, offset: 0, cells };
      else
        yield {
          kind: "reject",
          reject: {
            file,
            line: at + 1,
            reason: `has ${cells.length} cells where the header has ${columns.length}`,
            raw: cells.join(" | ").slice(0, 2000),
          },
        };
    }
  }
  const body = rows.slice(lines).flatMap(({ cells }) => (cells.length === columns.length ? [cells] : []));
  return {
    columns,
    sample: body.slice(0, 1000),
    byLine: false,
    records,
  };
}

/** A web page with a table, which many programs call a workbook (`report.xls`): the rows of its largest table. */
export const htmlTable: VendorFormat = {
  name: "html-table",
  recognises: ({ text }) =>
    /^\s*<(!doctype html|html|head|meta|table|style|\?xml)\b/i.test(text) &&
    /<table\b/i.test(text) &&
    (text.match(/<tr\b/gi)?.length ?? 0) >= FEWEST_HTML_ROWS,
  defaults: () => ({}),
  async table(path, { file }) {
    if ((await stat(path)).size > LARGEST)
      throw new PostmortemError(
        "input",
        `file "${file}" requires at most 64 MB as a web page, got more; export the table as CSV`,
      );
    return tableOf(rowsOf(await readFile(path, "utf8")), file);
  },
};
