import { cellOf, documentTable, inside, listIn } from "./json-document.js";
import type { DocumentRows } from "./json-document.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

const FIRST = 4000;

function start({ text }: FormatHead): string {
  return text.slice(0, FIRST);
}

/** NaN and infinities are no measurements. */
function finite(value: unknown): string {
  return value !== null && value !== undefined && value !== "" && Number.isFinite(Number(value)) ? String(value) : "";
}

function byTime(rows: (readonly string[])[]): (readonly string[])[] {
  return rows.sort((a, b) => Number(a[0]) - Number(b[0]) || 0);
}

function prometheusRows(document: unknown): DocumentRows {
  const series = listIn(document, "data", "result");
  const labels = [...new Set(series.flatMap((one) => Object.keys((inside(one, "metric") ?? {}) as object)))];
  const rows = series.flatMap((one) => listIn(one, "values").map((point) => {
    const milliseconds = Math.round(Number(inside(point, 0)) * 1000);
    return [String(milliseconds), finite(inside(point, 1)), ...labels.map((label) => cellOf(inside(one, "metric", label)))];
  }));
  return { columns: ["time", "value", ...labels.map((label) => (["time", "value"].includes(label) ? `label_${label}` : label))], rows: byTime(rows) };
}

/** Prometheus `query_range`: seconds as numbers, values as text with NaN and +Inf, points missing where nothing was scraped. */
export const prometheusRange: VendorFormat = {
  name: "prometheus-range",
  recognises: (head) => /"resultType"\s*:\s*"matrix"/.test(start(head)),
  defaults(head) {
    const names = [...head.text.matchAll(/"__name__"\s*:\s*"([^"]+)"/g)].map(([, name]) => name as string);
    const counter = names.length > 0 && names.every((name) => /_(total|count|sum|bucket)$/.test(name));
    const several = (head.text.match(/"metric"\s*:/g)?.length ?? 0) > 1;
    const notes = ["NaN and infinite values count as missing.", ...(several && counter ? ["Several series of a counter lie in this file: export them as separate files for a rate with resets."] : [])];
    return { kind: counter ? "counter" : "gauge", time: { column: "time", format: "epoch-ms" }, value: "value", notes };
  },
  table: (path, head) => documentTable(path, head, prometheusRows),
};

function cloudwatchRows(document: unknown): DocumentRows {
  const results = listIn(document, "MetricDataResults").flatMap((result) => listIn(result, "Timestamps").map((at, index) =>
    [cellOf(at), finite(inside(result, "Values", index)), cellOf(inside(result, "Label") ?? inside(result, "Id"))]));
  const points = listIn(document, "Datapoints").map((point) => {
    const value = ["Sum", "Average", "Maximum", "Minimum", "SampleCount"].map((key) => inside(point, key)).find((one) => one !== undefined);
    return [cellOf(inside(point, "Timestamp")), finite(value), cellOf(inside(document, "Label"))];
  });
  const rows = [...results, ...points].sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1));
  return { columns: ["time", "value", "label"], rows };
}

/** CloudWatch metrics: parallel arrays, newest first; a minute without traffic has no point. */
export const cloudwatchMetrics: VendorFormat = {
  name: "cloudwatch-metrics",
  recognises: (head) => /"MetricDataResults"\s*:|"Datapoints"\s*:\s*\[/.test(start(head)) && /"Timestamps?"\s*:/.test(start(head)),
  defaults: () => ({ kind: "gauge", time: { column: "time", zone: "UTC" }, value: "value", notes: ["A period without a point is missing, not 0: CloudWatch writes none without traffic."] }),
  table: (path, head) => documentTable(path, head, cloudwatchRows),
};

function datadogRows(document: unknown): DocumentRows {
  const rows = listIn(document, "series").flatMap((series) => listIn(series, "pointlist").map((point) =>
    [cellOf(inside(point, 0)), finite(inside(point, 1)), cellOf(inside(series, "metric")), cellOf(inside(series, "scope"))]));
  return { columns: ["time", "value", "metric", "scope"], rows: byTime(rows) };
}

/** Datadog metrics: milliseconds, `null` where there is no value. */
export const datadogMetrics: VendorFormat = {
  name: "datadog-metrics",
  recognises: (head) => /"pointlist"\s*:/.test(start(head)),
  defaults: () => ({ kind: "gauge", time: { column: "time", format: "epoch-ms" }, value: "value" }),
  table: (path, head) => documentTable(path, head, datadogRows),
};

function otlpPoints(metric: unknown): (readonly string[])[] {
  const name = cellOf(inside(metric, "name"));
  return ["sum", "gauge"].flatMap((shape) => listIn(metric, shape, "dataPoints").map((point) => {
    const temporality = inside(metric, shape, "aggregationTemporality");
    const kind = shape === "gauge" ? "gauge" : temporality === 1 || /DELTA/.test(cellOf(temporality)) ? "delta" : "cumulative";
    return [cellOf(inside(point, "timeUnixNano")), finite(inside(point, "asInt") ?? inside(point, "asDouble")), name, kind, cellOf(inside(point, "attributes"))];
  }));
}

function otlpRows(document: unknown): DocumentRows {
  const metrics = listIn(document, "resourceMetrics").flatMap((resource) => listIn(resource, "scopeMetrics")).flatMap((scope) => listIn(scope, "metrics"));
  const rows = metrics.flatMap(otlpPoints).sort((a, b) => ((a[0] as string).padStart(20, "0") < (b[0] as string).padStart(20, "0") ? -1 : 1));
  return { columns: ["time", "value", "metric", "temporality", "attributes"], rows };
}

/** OTLP/JSON metrics: nanoseconds as text, sums since the last report (delta) or since the start (cumulative). */
export const otlpMetrics: VendorFormat = {
  name: "otlp-metrics",
  recognises: (head) => /"resourceMetrics"\s*:/.test(start(head)),
  defaults: (head) => ({
    kind: /"aggregationTemporality"\s*:\s*(2|"[A-Z_]*CUMULATIVE")/.test(head.text) && !/"gauge"\s*:/.test(head.text) ? "counter" : "gauge",
    time: { column: "time", format: "epoch-ns" }, value: "value",
  }),
  table: (path, head) => documentTable(path, head, otlpRows),
};
