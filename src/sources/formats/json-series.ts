import { jsonDocument } from "./generic-json.js";
import { cellOf, documentTable, inside, listIn } from "./json-document.js";
import type { DocumentRows } from "./json-document.js";
import { isRecord } from "./json-values.js";
import { finite, pointRows } from "./metric-points.js";
import type { MetricPoint } from "./metric-points.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

type Held = Readonly<Record<string, unknown>>;

const FIRST = 20_000;
/** Keys of a list of moments beside lists of values. */
const MOMENTS = /^(timestamps?|times?|x|dates?|datetimes?|epochs?)$/i;
/** Keys of a list of values, or of pairs of a moment and a value, that say nothing of what was measured. */
const VALUES = /^(values?|y|data|points|datapoints|samples|v)$/i;
const NAMES = [
  "metricId",
  "metric",
  "metricName",
  "metric_name",
  "name",
  "label",
  "target",
  "legend",
  "displayName",
  "title",
  "id",
  "key",
];
/** Lists of fewer moments are no series. */
const FEWEST = 3;
const MOMENT = /^(1\d{9}(\d{3}){0,3}(\.\d+)?|\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?)$/;

/** A series as it is found: its moments and values, and the objects around them, the nearest last. */
interface Found {
  readonly times: readonly unknown[];
  readonly values: readonly unknown[];
  readonly name: string | undefined;
  readonly around: readonly Held[];
}

function momentList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length >= FEWEST && value.every((one) => MOMENT.test(cellOf(one)));
}

function plainList(value: unknown, length: number): value is readonly unknown[] {
  return (
    Array.isArray(value) && value.length === length && value.every((one) => one === null || typeof one !== "object")
  );
}

/** `{ timestamps: […], values: […] }`, or a list a metric beside the moments. */
function parallelLists(value: Held, around: readonly Held[]): Found[] {
  const times = Object.entries(value).find(([key, list]) => MOMENTS.test(key) && momentList(list));
  if (!times) return [];
  const moments = times[1] as readonly unknown[];
  // The lists may lie together under a key of their own: `{ timestamps: […], series: { total: […] } }`.
  const nested = Object.values(value).filter(isRecord);
  return [value, ...nested]
    .flatMap((held) => Object.entries(held))
    .flatMap(([key, list]): Found[] =>
      key === times[0] || !plainList(list, moments.length)
        ? []
        : [{ times: moments, values: list, name: VALUES.test(key) ? undefined : key, around }],
    );
}

/** `{ labels: […], datasets: [{ label, data: […] }] }`, as libraries of charts take them. */
function chartLists(value: Held, around: readonly Held[]): Found[] {
  const times = value["labels"] ?? value["categories"] ?? inside(value, "xAxis", "categories");
  if (!momentList(times)) return [];
  return [...listIn(value, "datasets"), ...listIn(value, "series")].flatMap((one): Found[] => {
    const values = inside(one, "data");
    return isRecord(one) && plainList(values, times.length)
      ? [{ times, values, name: undefined, around: [...around, one] }]
      : [];
  });
}

/** `{ name, data: [[moment, value], …] }`. */
function pairLists(value: Held, around: readonly Held[]): Found[] {
  return Object.entries(value).flatMap(([key, list]): Found[] => {
    if (!Array.isArray(list) || list.length < FEWEST) return [];
    const pairs = list as readonly unknown[];
    const isPair = (one: unknown): boolean => Array.isArray(one) && one.length === 2 && MOMENT.test(cellOf(one[0]));
    if (!pairs.every(isPair)) return [];
    return [
      {
        times: pairs.map((one) => inside(one, 0)),
        values: pairs.map((one) => inside(one, 1)),
        name: VALUES.test(key) ? undefined : key,
        around,
      },
    ];
  });
}

/** `{ meta: { start, step, legend }, data: [[…], …] }`: rows at even steps, a column a series. */
function steppedRows(value: Held, around: readonly Held[]): Found[] {
  const of = (...keys: readonly string[]): unknown =>
    keys.flatMap((key) => [value[key], inside(value, "meta", key)]).find((one) => one !== undefined);
  const [start, step, legend] = [Number(of("start")), Number(of("step", "interval")), of("legend", "names")];
  const rows = value["data"] ?? value["values"];
  if (!MOMENT.test(String(start)) || !(step > 0) || !Array.isArray(rows) || rows.length < FEWEST) return [];
  const places = Array.isArray(legend) ? legend.length : 1;
  const times = rows.map((_row, at) => start + at * step);
  return Array.from({ length: places }, (_name, at) => ({
    times,
    values: rows.map((row) => (Array.isArray(row) ? inside(row, at) : row)),
    name: Array.isArray(legend) ? cellOf(legend[at]) : undefined,
    around,
  }));
}

function seriesIn(value: unknown, around: readonly Held[] = [], depth = 0): Found[] {
  if (depth > 8) return [];
  if (Array.isArray(value))
    return value.flatMap((one) => (typeof one === "object" ? seriesIn(one, around, depth + 1) : []));
  if (!isRecord(value)) return [];
  const here = [...around, value];
  for (const read of [parallelLists, chartLists, pairLists, steppedRows]) {
    const own = read(value, here);
    if (own.length > 0) return own;
  }
  return Object.values(value).flatMap((one) => seriesIn(one, here, depth + 1));
}

/** What a series measures: the name beside its values, or the nearest around them. */
function metricOf({ name, around }: Found): string {
  if (name !== undefined) return name;
  for (const value of [...around].reverse())
    for (const key of NAMES) {
      const text = value[key];
      if (typeof text === "string" && text !== "") return text;
    }
  return "";
}

/** What tells series of one metric apart: labels, tags and dimensions around them. */
function labelsOf({ around }: Found): Map<string, string> {
  const labels = new Map<string, string>();
  for (const value of around)
    for (const key of ["labels", "tags", "dimensionMap", "dimensions", "attributes"]) {
      const held = value[key];
      if (isRecord(held)) for (const [name, label] of Object.entries(held)) labels.set(name, cellOf(label));
      else if (Array.isArray(held) && held.length > 0 && held.every((one) => typeof one === "string"))
        labels.set(key, held.join(" "));
    }
  return labels;
}

function rowsOf(documents: readonly unknown[]): DocumentRows {
  const found = documents.flatMap((document) => seriesIn(document));
  const points = found.flatMap((series): MetricPoint[] => {
    const [metric, labels] = [metricOf(series), labelsOf(series)];
    return series.times.map((time, at) => ({ time: cellOf(time), value: finite(series.values[at]), metric, labels }));
  });
  return pointRows(
    points,
    found.reduce((sum, { values }) => sum + values.length, 0),
  );
}

/** The shapes by which series show in the beginning of a file. */
const SHAPES: readonly RegExp[] = [
  /"(timestamps?|times?|x|dates?|datetimes?|epochs?)"\s*:\s*\[\s*("\d{4}-|1\d{9})/i,
  /"(labels|categories)"\s*:\s*\[\s*("\d{4}-|1\d{9})/,
  /"[\w .-]+"\s*:\s*\[\s*\[\s*("\d{4}-\d\d-\d\d[^"]*"|1\d{9,18})\s*,\s*(-?\d|null|")[^,\]]*\]/,
  /"start"\s*:\s*"?1\d{9}[\s\S]{0,2000}"step"\s*:\s*"?\d+[\s\S]{0,2000}"(data|values)"\s*:\s*\[/,
];

/** A table of its own: the names of its columns, and lists of cells. */
const TABLE = /"(columns|fields|header|meta)"\s*:\s*\[/;

/** Series in JSON as tools of metrics and charts write them: moments and values as lists side by side, as pairs, or at even steps. */
export const jsonSeries: VendorFormat = {
  name: "json-series",
  recognises({ text }) {
    const first = text.slice(0, FIRST);
    return /^\s*[[{]/.test(first) && !TABLE.test(first) && SHAPES.some((shape) => shape.test(first));
  },
  defaults: () => ({}),
  async table(path, head: FormatHead) {
    const table = await documentTable(path, head, (documents) => {
      const rows = rowsOf(documents);
      return rows.rows.length === 0
        ? rows
        : { ...rows, defaults: { ...rows.defaults, kind: "gauge", time: { column: "time" } } };
    });
    return table.sample.length > 0 ? table : jsonDocument.table?.(path, head);
  },
};
