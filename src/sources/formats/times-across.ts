import { readRecords } from "../records/read-records.js";
import { cellOf } from "./json-document.js";
import { pointRows } from "./metric-points.js";
import type { MetricPoint } from "./metric-points.js";
import type { CarefulRecord } from "../records/read-records.js";
import type { FormatHead, FormatTable, VendorFormat } from "./vendor-format.js";

/** Fewer moments than this in a header may be anything. */
const FEWEST_MOMENTS = 6;
/** Columns before the moments that name a row. */
const MOST_NAMES = 4;
const MOMENT =
  /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([T ,]+\d{1,2}:\d\d(:\d\d)?.*)?$|^\d{1,2}:\d\d(:\d\d)?( ?[ap]m)?$|^1\d{9}(\d{3})?$/i;

/** How many columns name a row before the moments begin; `undefined` where the header is none of moments. */
function namesBefore({ table }: FormatHead): number | undefined {
  if (table?.layout !== "delimited" || !table.dialect.header) return undefined;
  const names = table.columns.findIndex((column) => MOMENT.test(column.trim()));
  const moments = table.columns.slice(names).filter((column) => column.trim() !== "");
  return names >= 1 &&
    names <= MOST_NAMES &&
    moments.length >= FEWEST_MOMENTS &&
    moments.every((one) => MOMENT.test(one.trim()))
    ? names
    : undefined;
}

async function turned(path: string, head: FormatHead, names: number): Promise<FormatTable | undefined> {
  const { table, file } = head;
  if (table?.layout !== "delimited") return undefined;
  const points: MetricPoint[] = [];
  const rest: CarefulRecord[] = [];
  let cells = 0;
  for await (const record of readRecords(path, file, table.dialect, table.columns)) {
    if (record.kind !== "row") {
      if (record.kind === "reject") rest.push(record);
      continue;
    }
    const metric = record.cells
      .slice(0, names)
      .map((name) => name.trim())
      .filter((name) => name !== "")
      .join(" ");
    for (const [at, value] of record.cells.slice(names).entries())
      points.push({ time: cellOf(table.columns[names + at]), value: value.trim(), metric, labels: new Map() });
    cells += record.cells.length - names;
  }
  const { columns, rows, defaults } = pointRows(points, cells);
  async function* records(): AsyncGenerator<CarefulRecord> {
    for (const [index, row] of rows.entries()) yield { kind: "row", line: index + 1, offset: 0, cells: row };
    yield* rest;
  }
  return { columns, sample: rows.slice(0, 1000), byLine: false, records, ...(defaults && { defaults }) };
}

/** A table whose moments stand in its header, a series a row, as pivot tables have it: turned, so that each moment is a row. */
export const timesAcross: VendorFormat = {
  name: "times-across",
  recognises: (head) => namesBefore(head) !== undefined,
  defaults: () => ({ kind: "gauge", time: { column: "time" } }),
  table: (path, head) => turned(path, head, namesBefore(head) ?? 1),
};
