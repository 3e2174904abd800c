import { decimalCommas } from "../columns/decimal-comma.js";
import { grafanaTables, tableHeaders } from "./grafana-tables.js";
import { mappedTable } from "./mapped-table.js";
import { namedColumn } from "./named-column.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

/** What a unit in a cell multiplies by: shares become 0…1, durations seconds, sizes bytes. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["%", 0.01],
  ["K", 1e3],
  ["Mil", 1e6],
  ["M", 1e6],
  ["Bil", 1e9],
  ["B", 1],
  ["Tri", 1e12],
  ["ns", 1e-9],
  ["µs", 1e-6],
  ["us", 1e-6],
  ["ms", 1e-3],
  ["s", 1],
  ["sec", 1],
  ["secs", 1],
  ["second", 1],
  ["seconds", 1],
  ["m", 60],
  ["min", 60],
  ["mins", 60],
  ["minute", 60],
  ["minutes", 60],
  ["h", 3600],
  ["hour", 3600],
  ["hours", 3600],
  ["d", 86_400],
  ["day", 86_400],
  ["days", 86_400],
  ["week", 604_800],
  ["weeks", 604_800],
  ["kB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
  ["TB", 1e12],
  ["KiB", 1024],
  ["MiB", 1024 ** 2],
  ["GiB", 1024 ** 3],
  ["TiB", 1024 ** 4],
  ["req/s", 1],
  ["reqps", 1],
  ["ops/s", 1],
  ["c/s", 1],
  ["cps", 1],
  ["K req/s", 1e3],
  ["req/min", 1],
  ["reqs/min", 1],
  ["reqpm", 1],
  ["ops/min", 1],
  ["opm", 1],
  ["c/min", 1],
  ["cpm", 1],
  ["errors/min", 1],
  ["K reqps", 1e3],
]);
const WITH_UNIT =
  /^\s*([+-]?\d[\d\u00a0\u202f ]*(?:[.,]\d+)?)[\s\u00a0\u202f]*(%|[A-Za-zµ]+(?: ?[a-z]+\/s| reqps)?(?:\/(?:s|min))?)\s*$/;

/** A cell with a unit as a plain number; any other stays as it is. */
function withoutUnit(cell: string): string {
  const match = WITH_UNIT.exec(cell);
  const factor = match && UNITS.get(match[2] as string);
  if (!match || factor === undefined || factor === null) return cell;
  const value = Number((match[1] as string).replace(/[\s\u00a0\u202f]/g, "").replace(",", "."));
  return String(Number((value * factor).toPrecision(12)));
}

function timeOf(head: FormatHead): string | undefined {
  const time = namedColumn(head, "Time");
  const [first, second] = head.table?.columns ?? [];
  const ahead = first === time || (second === time && first === namedColumn(head, "Series"));
  return time !== undefined && ahead ? time : undefined;
}

/** The places of the columns in which cells carry units. */
function unitPlaces(head: FormatHead): ReadonlySet<number> {
  const [time, sample] = [timeOf(head), head.table?.sample ?? []];
  const places = (head.table?.columns ?? []).map((column, index) =>
    column !== time && sample.some((row) => withoutUnit(row[index] ?? "") !== row[index]) ? index : -1,
  );
  return new Set(places.filter((place) => place >= 0));
}

/** In a column of units, cells of small numbers have none: their comma is a decimal one as that of the others. */
function plainNumber(cell: string): string {
  return /^\s*[+-]?\d+,\d+\s*$/.test(cell) ? cell.trim().replace(",", ".") : withoutUnit(cell);
}

/** True if a column of values has decimal commas; those of times are a spreadsheet's serial days. */
function commas(head: FormatHead): boolean {
  const [time, sample] = [timeOf(head), head.table?.sample ?? []];
  return (head.table?.columns ?? []).some(
    (column, index) => column !== time && decimalCommas(sample.map((row) => row[index] ?? "")),
  );
}

/**
 * Grafana's CSV of a panel: an optional `sep=` line, times without a zone or epoch milliseconds, units inside cells, several tables one after
 * another.
 */
export const grafanaCsv: VendorFormat = {
  name: "grafana-csv",
  recognises: (head) =>
    head.table?.layout === "delimited" &&
    timeOf(head) !== undefined &&
    (/^"?sep=/i.test(head.text) ||
      unitPlaces(head).size > 0 ||
      commas(head) ||
      namedColumn(head, "Series") !== undefined ||
      tableHeaders(head).length > 1),
  defaults(head) {
    const others = (head.table?.columns ?? []).filter(
      (column) => column !== timeOf(head) && column !== namedColumn(head, "Series"),
    );
    const series = namedColumn(head, "Series");
    const notes =
      unitPlaces(head).size > 0
        ? ["Units inside cells were resolved: shares to 0…1, durations to seconds, sizes to bytes."]
        : [];
    return {
      kind: "gauge",
      time: { column: timeOf(head) as string },
      ...(others.length === 1 && { value: others[0] }),
      ...(series !== undefined && { dimensions: [series] }),
      notes,
    };
  },
  table(path, head) {
    if (tableHeaders(head).length > 1) return grafanaTables(path, head, withoutUnit);
    const places = unitPlaces(head);
    if (places.size === 0) return undefined;
    return Promise.resolve(
      mappedTable(path, head, {
        row: (cells) => cells.map((cell, index) => (places.has(index) ? plainNumber(cell) : cell)),
      }),
    );
  },
};
