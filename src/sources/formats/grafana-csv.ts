import { grafanaTables, tableHeaders } from "./grafana-tables.js";
import { mappedTable } from "./mapped-table.js";
import { namedColumn } from "./named-column.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

/** What a unit in a cell multiplies by: shares become 0…1, durations seconds, sizes bytes. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["%", 0.01], ["K", 1e3], ["Mil", 1e6], ["M", 1e6], ["Bil", 1e9], ["B", 1], ["Tri", 1e12],
  ["ns", 1e-9], ["µs", 1e-6], ["us", 1e-6], ["ms", 1e-3], ["s", 1], ["sec", 1], ["secs", 1], ["second", 1], ["seconds", 1], ["m", 60], ["min", 60], ["mins", 60], ["minute", 60], ["minutes", 60],
  ["h", 3600], ["hour", 3600], ["hours", 3600], ["d", 86_400], ["day", 86_400], ["days", 86_400], ["week", 604_800], ["weeks", 604_800],
  ["kB", 1e3], ["MB", 1e6], ["GB", 1e9], ["TB", 1e12], ["KiB", 1024], ["MiB", 1024 ** 2], ["GiB", 1024 ** 3], ["TiB", 1024 ** 4],
  ["req/s", 1], ["reqps", 1], ["ops/s", 1], ["c/s", 1], ["cps", 1], ["K req/s", 1e3], ["K reqps", 1e3],
]);
const WITH_UNIT = /^\s*([+-]?\d[\d\u00a0\u202f ]*(?:[.,]\d+)?)[\s\u00a0\u202f]*(%|[A-Za-zµ]+(?: ?[a-z]+\/s| reqps)?(?:\/s)?)\s*$/;

/** A measured cell as a plain number; text that is none stays as it is. */
function plainNumber(cell: string): string {
  const match = WITH_UNIT.exec(cell);
  const factor = match && UNITS.get(match[2] as string);
  if (!match || factor === undefined || factor === null) return /^\s*[+-]?\d+,\d+\s*$/.test(cell) ? cell.trim().replace(",", ".") : cell;
  const value = Number((match[1] as string).replace(/[\s\u00a0\u202f]/g, "").replace(",", "."));
  return String(Number((value * factor).toPrecision(12)));
}

function timeOf(head: FormatHead): string | undefined {
  const time = namedColumn(head, "Time");
  return time !== undefined && [head.table?.columns[0], head.table?.columns[1]].includes(time) ? time : undefined;
}

function units(head: FormatHead): boolean {
  const at = (head.table?.columns ?? []).indexOf(timeOf(head) ?? "");
  return (head.table?.sample ?? []).some((row) => row.some((cell, index) => index !== at && plainNumber(cell) !== cell));
}

/**
 * Grafana's CSV of a panel: an optional `sep=` line, times without a zone or epoch milliseconds, units inside cells, several tables one after
 * another.
 */
export const grafanaCsv: VendorFormat = {
  name: "grafana-csv",
  recognises: (head) => head.table?.layout === "delimited" && timeOf(head) !== undefined
    && (/^"?sep=/i.test(head.text) || units(head) || namedColumn(head, "Series") !== undefined || tableHeaders(head).length > 1),
  defaults(head) {
    const others = (head.table?.columns ?? []).filter((column) => column !== timeOf(head) && column !== namedColumn(head, "Series"));
    const series = namedColumn(head, "Series");
    const notes = units(head) ? ["Units inside cells were resolved: shares to 0…1, durations to seconds, sizes to bytes."] : [];
    return { kind: "gauge", time: { column: timeOf(head) as string }, ...(others.length === 1 && { value: others[0] }), ...(series !== undefined && { dimensions: [series] }), notes };
  },
  table(path, head) {
    if (tableHeaders(head).length > 1) return grafanaTables(path, head, plainNumber);
    if (!units(head)) return undefined;
    const at = (head.table?.columns ?? []).indexOf(timeOf(head) as string);
    return Promise.resolve(mappedTable(path, head, { row: (cells) => cells.map((cell, index) => (index === at ? cell : plainNumber(cell))) }));
  },
};
