import { isRecord } from "./json-values.js";
import { cellOf, documentTable, inside, listIn } from "./json-document.js";
import type { DocumentRows } from "./json-document.js";
import { headLines, lineTable, mostRead } from "./line-table.js";
import { lineFormat } from "./line-format.js";
import type { LinePattern } from "./line-format.js";
import { finite, pointRows } from "./metric-points.js";
import type { MetricPoint } from "./metric-points.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

const FIRST = 8000;

function labelsOf(value: unknown): Map<string, string> {
  return new Map(Object.entries(isRecord(value) ? value : {}).map(([name, label]) => [name, cellOf(label)]));
}

function victoriaRows(documents: readonly unknown[]): DocumentRows {
  const points = documents.flatMap((document) =>
    listIn(document, "timestamps").map((at, index): MetricPoint => {
      const labels = labelsOf(inside(document, "metric"));
      const metric = labels.get("__name__") ?? "";
      labels.delete("__name__");
      return { time: cellOf(at), value: finite(inside(document, "values", index)), metric, labels };
    }),
  );
  const seen = documents.reduce<number>((sum, document) => sum + listIn(document, "values").length, 0);
  return pointRows(points, seen);
}

/** VictoriaMetrics' export: a series a line, its values and its milliseconds as two lists. */
const victoriaExport: VendorFormat = {
  name: "victoria-export",
  recognises: ({ text }) => {
    const first = text.slice(0, FIRST);
    return (
      /^\s*\{\s*"metric"\s*:\s*\{/.test(first) && /"values"\s*:\s*\[/.test(text) && /"timestamps"\s*:\s*\[/.test(text)
    );
  },
  defaults: () => ({ kind: "gauge", time: { column: "time", format: "epoch-ms" } }),
  table: (path, head) => documentTable(path, head, victoriaRows),
};

function openTsdbSeries(documents: readonly unknown[]): readonly unknown[] {
  return documents.flatMap((document) => (Array.isArray(document) ? (document as unknown[]) : [document]));
}

function openTsdbRows(documents: readonly unknown[]): DocumentRows {
  const series = openTsdbSeries(documents);
  const points = series.flatMap((one) => {
    const dps = inside(one, "dps");
    const pairs = Array.isArray(dps) ? (dps as [unknown, unknown][]) : Object.entries(isRecord(dps) ? dps : {});
    return pairs.map(
      ([at, value]): MetricPoint => ({
        time: cellOf(at),
        value: finite(value),
        metric: cellOf(inside(one, "metric")),
        labels: labelsOf(inside(one, "tags")),
      }),
    );
  });
  return pointRows(points, points.length);
}

/** OpenTSDB's answers: points by their second. */
const openTsdb: VendorFormat = {
  name: "opentsdb",
  recognises: ({ text }) =>
    /^\s*\[?\s*\{/.test(text) &&
    /"metric"\s*:/.test(text.slice(0, FIRST)) &&
    /"dps"\s*:\s*[{[]/.test(text.slice(0, FIRST)),
  defaults: ({ text }) => ({
    kind: "gauge",
    time: { column: "time", format: /"dps"\s*:\s*(\{\s*"|\[\s*\[\s*)\d{13}/.test(text) ? "epoch-ms" : "epoch-s" },
  }),
  table: (path, head) => documentTable(path, head, openTsdbRows),
};

/** Graphite's CSV: target, time and value a line, no header. */
const graphiteLines: LinePattern = {
  name: "graphite-csv",
  pattern:
    /^"?([\w.*(){}:%=;-]+(?:, ?[\w.*(){}:%=;-]+)*)"?,(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),(-?[\d.]+(?:e[+-]?\d+)?|None|)$/i,
  columns: ["target", "time", "value"],
  comment: /^\s*$/,
  row: ([target = "", time = "", value = ""]) => [target, time, finite(value.replace(/\.0$/, ""))],
  defaults: () => ({ time: { column: "time" }, value: "value", points: true, dimensions: ["target"] }),
};

const FETCHED = /^(\d{9,10}): ((?:[+-]?(?:nan|inf|\d+\.\d+e[+-]\d+) ?)+)$/i;

function fetchNames(head: FormatHead): readonly string[] | undefined {
  const [first = ""] = headLines(head, 1);
  const names = first.trim().split(/\s+/);
  return /^\s+\S/.test(first) && names.every((name) => /^[A-Za-z_][\w.-]*$/.test(name)) ? names : undefined;
}

/** Seconds between the first two rows: what each covers. */
function fetchStep(head: FormatHead): number {
  const [one, two] = headLines(head, 50).flatMap((line) => FETCHED.exec(line)?.[1] ?? []);
  return one === undefined || two === undefined ? 0 : Number(two) - Number(one);
}

/** `rrdtool fetch`: names above, then the second at which a step ended, and its values. */
const rrdFetch: VendorFormat = {
  name: "rrdtool-fetch",
  recognises: (head) =>
    fetchNames(head) !== undefined &&
    mostRead({ ...head, text: head.text.replace(/^.*\n/, "") }, (line) => FETCHED.test(line)),
  defaults: () => ({
    time: { column: "time", format: "epoch-s" },
    notes: ["RRDtool dates a value at the end of its step; it is dated at the beginning here."],
  }),
  table(path, head) {
    const [names, step] = [fetchNames(head) ?? [], fetchStep(head)];
    const read = (line: string): readonly string[] | null => {
      const [, at, values = ""] = FETCHED.exec(line.trimEnd()) ?? [];
      const cells = values.trim().split(/ +/);
      if (at === undefined || cells.length !== names.length) return null;
      return [String(Number(at) - step), ...cells.map((cell) => (finite(cell) === "" ? "" : String(Number(cell))))];
    };
    return Promise.resolve(lineTable(path, head, ["time", ...names], read, /^\s+\S|^\s*$/));
  },
};

/** Exports of stores of time series. */
export const SERIES_EXPORTS: readonly VendorFormat[] = [victoriaExport, openTsdb, lineFormat(graphiteLines), rrdFetch];
