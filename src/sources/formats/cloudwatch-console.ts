import { mappedTable } from "./mapped-table.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

/** Names that begin the lines above the periods. */
const LABELLED =
  /^(id|label|full label|friendly name|account ?id|region|namespace|metric ?name|dimensions?|stat(istic)?|period|unit|time ?zone|source|yaxis|y axis)$/i;
/** Of them, those that no other table has above its times. */
const NAMING = /^(label|full label|friendly name|metric ?name)$/i;
const MOMENT = /^\d{4}[/-]\d\d[/-]\d\d[ T]\d\d:\d\d/;

/** The lines that name the metrics, and the first period below them. */
function heading(head: FormatHead): { readonly names: number; readonly moments: boolean } | undefined {
  const { table } = head;
  if (table?.layout !== "delimited" || !LABELLED.test((table.columns[0] ?? "").trim())) return undefined;
  const names = table.sample.findIndex((row) => !LABELLED.test((row[0] ?? "").trim()));
  // A table of its own may call its first column so: the console's has lines of labels, or is called by one.
  if (names < 0 || (names === 0 && !NAMING.test((table.columns[0] ?? "").trim()))) return undefined;
  return { names, moments: MOMENT.test(table.sample[names]?.[0] ?? "") };
}

/** The line whose cells name the metrics best: labels, then names of metrics, then whatever stands first. */
function metricNames({ table }: FormatHead): readonly string[] {
  const lines = [table?.columns ?? [], ...(table?.sample.filter((row) => LABELLED.test((row[0] ?? "").trim())) ?? [])];
  const wanted = [/^(full )?label$/i, /^metric ?name$/i];
  const found = wanted
    .map((name) => lines.find((line) => name.test((line[0] ?? "").trim())))
    .find((line) => line !== undefined && new Set(line).size === line.length);
  return found ?? lines[0] ?? [];
}

/** The CSV of a graph in CloudWatch's console: lines that name metric, statistic and period, then a row a period. */
export const cloudwatchConsole: VendorFormat = {
  name: "cloudwatch-console",
  recognises: (head) => heading(head)?.moments === true,
  defaults: () => ({
    time: { column: "Time" },
    points: true,
    notes: ["The console writes the zone that its graph shows: UTC unless the reader chose another."],
  }),
  table(path, head) {
    const columns = ["Time", ...metricNames(head).slice(1)];
    return Promise.resolve(
      mappedTable(path, head, {
        columns,
        header: (cells) => LABELLED.test((cells[0] ?? "").trim()),
        row: (cells) => cells.map((cell, at) => (at > 0 ? cell.replace(/^(\d+)\.0+$/, "$1") : cell)),
      }),
    );
  },
};
