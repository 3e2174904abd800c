import { readFile, stat } from "node:fs/promises";
import { PostmortemError } from "../../errors/errors.js";
import type { CarefulRecord } from "../records/read-records.js";
import { xmlText } from "./html-table.js";
import type { FormatTable, VendorFormat } from "./vendor-format.js";

/** A document is parsed whole; a larger one is asked for as another export. */
const LARGEST = 128 * 2 ** 20;
/** Fewer elements of one name are no rows. */
const FEWEST = 8;
const MOMENT = /\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|^1\d{9}(\d{3})?$|\d{1,2}:\d\d:\d\d/;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const OPEN = /<([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
/** An element that holds text and no other. */
const LEAF = /<([A-Za-z_][\w:.-]*)(?:\s[^<>]*)?>([^<]*)<\/\1\s*>/g;

type Cells = ReadonlyMap<string, string>;

function cellsOf(attributes: string, body: string): Cells {
  return new Map([
    ...[...attributes.matchAll(ATTRIBUTE)].map(([, name = "", one, two]): [string, string] => [
      name,
      xmlText(one ?? two ?? ""),
    ]),
    ...[...body.matchAll(LEAF)].map(([, name = "", text = ""]): [string, string] => [name, xmlText(text)]),
  ]);
}

const timed = (cells: Cells): boolean => [...cells.values()].some((value) => MOMENT.test(value));

/** The cells of all elements of one name, in their order; what stands up to the next of them is the body of each. */
function elementsOf(text: string, name: string): Cells[] {
  const starts = [...text.matchAll(OPEN)].filter((match) => match[1] === name);
  return starts.map((match, at) => {
    const rest = text.slice(match.index + match[0].length, starts[at + 1]?.index ?? text.length);
    const end = match[3] === "/" ? 0 : rest.indexOf(`</${name}`);
    return cellsOf(match[2] ?? "", end < 0 ? rest : rest.slice(0, end));
  });
}

/** The name of the elements that are rows: of those with a moment in them, the one that comes most often. */
function rowName(text: string): string | undefined {
  const times = new Map<string, number>();
  for (const [, name = ""] of text.matchAll(OPEN)) times.set(name, (times.get(name) ?? 0) + 1);
  const often = [...times].filter(([, n]) => n >= FEWEST).sort((a, b) => b[1] - a[1]);
  return often
    .slice(0, 20)
    .map(([name]) => name)
    .find((name) => {
      const some = elementsOf(text.slice(0, 200_000), name).slice(0, FEWEST);
      return some.length > 0 && some.every((cells) => cells.size > 1 && timed(cells));
    });
}

function tableOf(rows: readonly Cells[]): FormatTable {
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const cells = (row: Cells): readonly string[] => columns.map((column) => row.get(column) ?? "");
  async function* records(): AsyncGenerator<CarefulRecord> {
    for (const [at, row] of rows.entries()) yield { kind: "row", line: at + 1, offset: 0, cells: cells(row) };
  }
  return { columns, sample: rows.slice(0, 1000).map(cells), byLine: false, records };
}

/** XML in which elements of one name recur, each with its time: a row an element, its attributes and the texts in it as cells. */
export const xmlRows: VendorFormat = {
  name: "xml-rows",
  recognises: ({ text }) =>
    /^\s*<[?\w]/.test(text) && !/<html\b/i.test(text.slice(0, 2000)) && rowName(text) !== undefined,
  defaults: () => ({}),
  async table(path, { file, text: head }) {
    if ((await stat(path)).size > LARGEST)
      throw new PostmortemError("input", `file "${file}" requires at most 128 MB as XML, got more; export it as CSV`);
    const text = await readFile(path, "utf8");
    return tableOf(elementsOf(text, rowName(head) ?? ""));
  },
};
