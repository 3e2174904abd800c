import { headLines, lineTable, mostRead } from "./line-table.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

/** Measurement with its tags, fields, and a moment, parted by spaces that no backslash stands before. */
const LINE =
  /^((?:[^\s\\]|\\.)+) ((?:[^\s"\\]|\\.|"(?:[^"\\]|\\.)*")+=(?:[^\s"\\]|\\.|"(?:[^"\\]|\\.)*")+)(?: (-?\d{10,19}))$/;
const PART = /(?:[^,"\\]|\\.|"(?:[^"\\]|\\.)*")+/g;

const plain = (text: string): string => text.replace(/\\([ ,="\\])/g, "$1");

function pairsOf(text: string): [string, string][] {
  return [...text.matchAll(PART)].flatMap(([part]): [string, string][] => {
    const at = part.search(/(?<!\\)=/);
    return at < 0 ? [] : [[plain(part.slice(0, at)), part.slice(at + 1)]];
  });
}

/** A field as a cell: `3i` is 3, `"text"` its text, `t` true. */
function fieldOf(value: string): string {
  if (/^-?\d+[iu]$/.test(value)) return value.slice(0, -1);
  if (value.startsWith('"')) return value.slice(1, -1).replace(/\\(["\\])/g, "$1");
  return plain(value);
}

/** The cells of a line by name; `null` where it is no line of the protocol. */
function cellsOf(line: string): ReadonlyMap<string, string> | null {
  const [, key = "", fields = "", at = ""] = LINE.exec(line.trim()) ?? [];
  if (at === "") return null;
  const [measurement = ""] = key.match(PART) ?? [];
  return new Map([
    ["time", at],
    ["measurement", plain(measurement)],
    ...pairsOf(key.slice(measurement.length + 1)).map(([name, value]): [string, string] => [name, plain(value)]),
    ...pairsOf(fields).map(([name, value]): [string, string] => [name, fieldOf(value)]),
  ]);
}

/** InfluxDB's line protocol, as `influxd inspect export-lp` and Telegraf's files hold it: a point a line. */
export const lineProtocol: VendorFormat = {
  name: "line-protocol",
  recognises: (head) => mostRead(head, (line) => line.startsWith("#") || cellsOf(line)),
  defaults: () => ({ time: { column: "time" } }),
  table(path, head: FormatHead) {
    const found = headLines(head).flatMap((line) => cellsOf(line) ?? []);
    const columns = [...new Set(found.flatMap((cells) => [...cells.keys()]))];
    const table = lineTable(path, head, columns, (line) => {
      const cells = cellsOf(line);
      return cells && columns.map((column) => cells.get(column) ?? "");
    });
    // Points of several measurements hold other fields: what a line lacks is no empty value.
    const apart = found.some((cells) => cells.size < columns.length);
    return Promise.resolve(apart ? { ...table, defaults: { points: true } } : table);
  },
};
