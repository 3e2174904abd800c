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
    ...numbered([...body.matchAll(LEAF)].map(([, name = "", text = ""]): [string, string] => [name, xmlText(text)])),
  ]);
}

/** Cells of one name several times, as `<v>1</v><v>2</v>`, by their number. */
function numbered(cells: readonly [string, string][]): [string, string][] {
  const seen = new Map<string, number>();
  return cells.map(([name, text]) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return [times === 1 ? name : `${name}_${times}`, text];
  });
}

/** Names that stand in a list of their own, as in `<legend><entry>failed</entry>…`, for cells that come several times in each row. */
function legendOf(text: string, rows: readonly Cells[]): ReadonlyMap<string, string> {
  const [first] = rows;
  const repeated = [...(first?.keys() ?? [])].find((name) => first?.has(`${name}_2`));
  const lists = [...text.matchAll(/<(legend|columns|fields|series|header|names)>([\s\S]{0,20000}?)<\/\1>/gi)];
  const names =
    lists
      .map(([, , list = ""]) => [...list.matchAll(LEAF)].map(([, , name = ""]) => xmlText(name)))
      .find((list) => list.length > 1) ?? [];
  const cells = (at: number): string => (at === 0 ? (repeated ?? "") : `${repeated}_${at + 1}`);
  const fits = names.length > 1 && first?.has(cells(names.length - 1)) === true && !first.has(cells(names.length));
  return repeated !== undefined && fits && new Set(names).size === names.length && !names.includes("")
    ? new Map(names.map((name, at) => [cells(at), name]))
    : new Map();
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

function tableOf(rows: readonly Cells[], legend: ReadonlyMap<string, string>): FormatTable {
  const keys = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const columns = keys.map((key) => legend.get(key) ?? key);
  const cells = (row: Cells): readonly string[] => keys.map((key) => row.get(key) ?? "");
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
    const rows = elementsOf(text, rowName(head) ?? "");
    return tableOf(rows, legendOf(text, rows));
  },
};
