import { physicalLines } from "../records/physical-lines.js";
import { parseRecord } from "../records/parse-record.js";
import type { CarefulRecord } from "../records/read-records.js";
import type { FormatHead, FormatTable, VendorFormat } from "./vendor-format.js";

const MARKS = { delimiter: ",", quote: '"', escape: '"', header: true, skip: 0, newline: "\n" } as const;

function cellsOf(line: string): readonly string[] | undefined {
  const parsed = parseRecord(line, MARKS);
  return parsed.state === "whole" ? parsed.cells : undefined;
}

/** Columns of every table of the file, in the order in which they appear; the empty first one is left out. */
async function columnsOf(path: string): Promise<string[]> {
  const columns = new Set<string>();
  let annotated = false;
  for await (const { bytes } of physicalLines(path)) {
    const line = bytes.toString("utf8");
    if (line.startsWith("#")) annotated = true;
    else if (annotated && line.trim() !== "") {
      for (const cell of cellsOf(line) ?? []) if (cell !== "") columns.add(cell);
      annotated = false;
    }
  }
  return [...columns];
}

async function* tables(path: string, file: string, columns: readonly string[]): AsyncGenerator<CarefulRecord> {
  let names: readonly string[] = [];
  let annotated = false;
  for await (const line of physicalLines(path)) {
    const raw = line.bytes.toString("utf8");
    const cells = cellsOf(raw);
    if (raw.trim() === "") yield { kind: "blank" };
    else if (raw.startsWith("#") || annotated) {
      if (annotated && !raw.startsWith("#")) names = cells ?? [];
      annotated = raw.startsWith("#");
      yield { kind: "header" };
    } else if (!cells || cells.length !== names.length) {
      const reason = `it does not have the ${names.length} cells of its table`;
      yield { kind: "reject", reject: { file, line: line.number, reason, raw: raw.slice(0, 2000) } };
    } else {
      const at = new Map(names.map((name, index) => [name, cells[index] ?? ""]));
      yield {
        kind: "row",
        line: line.number,
        offset: line.offset,
        cells: columns.map((column) => at.get(column) ?? ""),
      };
    }
  }
}

async function influxTable(path: string, { file }: FormatHead): Promise<FormatTable> {
  const columns = await columnsOf(path);
  const sample: (readonly string[])[] = [];
  for await (const record of tables(path, file, columns))
    if (record.kind === "row" && sample.push(record.cells) >= 1000) break;
  return { columns, sample, records: () => tables(path, file, columns) };
}

/** InfluxDB's annotated CSV: tables one after another, each under three lines of annotations and its header. */
export const influxCsv: VendorFormat = {
  name: "influx-csv",
  recognises: ({ text }) =>
    /^#(group|datatype|default),/m.test(text.slice(0, 4000)) &&
    /^(#[^\n]*\n)*,result,table,/m.test(text.replaceAll("\r", "")),
  defaults: () => ({ kind: "gauge", time: { column: "_time" } }),
  table: influxTable,
};
