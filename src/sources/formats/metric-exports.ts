import { cellOf, documentTable, inside, listIn } from "./json-document.js";
import type { DocumentRows } from "./json-document.js";
import { finite, pointRows } from "./metric-points.js";
import type { MetricPoint } from "./metric-points.js";
import type { FormatDefaults, FormatHead, VendorFormat } from "./vendor-format.js";

const FIRST = 8000;

function start({ text }: FormatHead): string {
  return text.slice(0, FIRST);
}

const GAUGE_SECONDS = { kind: "gauge", time: { column: "time", format: "epoch-s" } } as const;
const GAUGE_ISO = { kind: "gauge", time: { column: "time" } } as const;

function roots(documents: readonly unknown[]): readonly unknown[] {
  return documents.flatMap((document) => (Array.isArray(document) ? (document as unknown[]) : [document]));
}

function graphiteRows(documents: readonly unknown[]): DocumentRows {
  const targets = roots(documents);
  const points = targets.flatMap((target) =>
    listIn(target, "datapoints").map(
      (point): MetricPoint => ({
        time: cellOf(inside(point, 1)),
        value: finite(inside(point, 0)),
        metric: cellOf(inside(target, "target")),
        labels: new Map(),
      }),
    ),
  );
  return pointRows(
    points,
    targets.reduce<number>((sum, target) => sum + listIn(target, "datapoints").length, 0),
  );
}

/** Graphite's render API: value and second of each point, `null` where there is none. */
const graphite: VendorFormat = {
  name: "graphite",
  recognises: (head) =>
    /^\s*\[\s*\{/.test(head.text) && /"target"\s*:/.test(start(head)) && /"datapoints"\s*:\s*\[/.test(start(head)),
  defaults: () => GAUGE_SECONDS,
  table: (path, head) => documentTable(path, head, graphiteRows),
};

function labelsOf(...values: readonly unknown[]): Map<string, string> {
  return new Map(
    values.flatMap((value) =>
      Object.entries((value ?? {}) as object).map(([name, label]) => [name, cellOf(label)] as const),
    ),
  );
}

function googleRows(documents: readonly unknown[]): DocumentRows {
  const series = documents.flatMap((document) => listIn(document, "timeSeries"));
  const value = (point: unknown): unknown =>
    ["int64Value", "doubleValue", "boolValue"]
      .map((key) => inside(point, "value", key))
      .find((one) => one !== undefined) ?? inside(point, "value", "distributionValue", "count");
  const points = series.flatMap((one) =>
    listIn(one, "points").map(
      (point): MetricPoint => ({
        time: cellOf(inside(point, "interval", "startTime") ?? inside(point, "interval", "endTime")),
        value: finite(value(point)),
        metric:
          cellOf(inside(one, "metric", "type"))
            .split("/")
            .slice(-1)[0] ?? "",
        labels: labelsOf(inside(one, "metric", "labels")),
      }),
    ),
  );
  return pointRows(
    points,
    series.reduce<number>((sum, one) => sum + listIn(one, "points").length, 0),
  );
}

/** Google Cloud Monitoring: newest first; a delta covers the span from its start on. */
const googleMonitoring: VendorFormat = {
  name: "google-monitoring",
  recognises: (head) => /"timeSeries"\s*:/.test(start(head)) && /"points"\s*:/.test(start(head)),
  defaults: ({ text }) => ({
    ...GAUGE_ISO,
    ...(/"metricKind"\s*:\s*"CUMULATIVE"/.test(text) && { kind: "counter" as const }),
  }),
  table: (path, head) => documentTable(path, head, googleRows),
};

const AZURE_VALUES = ["total", "count", "average", "maximum", "minimum"];

function azureRows(documents: readonly unknown[]): DocumentRows {
  const metrics = documents.flatMap((document) => listIn(document, "value"));
  const each = metrics.flatMap((metric) => listIn(metric, "timeseries").map((series) => ({ metric, series })));
  const points = each.flatMap(({ metric, series }) =>
    listIn(series, "data").map(
      (point): MetricPoint => ({
        time: cellOf(inside(point, "timeStamp")),
        value: finite(AZURE_VALUES.map((key) => inside(point, key)).find((one) => one !== undefined)),
        metric: cellOf(inside(metric, "name", "value")),
        labels: new Map(
          listIn(series, "metadatavalues").map((one) => [
            cellOf(inside(one, "name", "value")),
            cellOf(inside(one, "value")),
          ]),
        ),
      }),
    ),
  );
  return pointRows(
    points,
    each.reduce<number>((sum, { series }) => sum + listIn(series, "data").length, 0),
  );
}

/** Azure Monitor's metrics. */
const azureMetrics: VendorFormat = {
  name: "azure-metrics",
  recognises: (head) =>
    /"timeseries"\s*:/.test(start(head)) && /"timeStamp"\s*:/.test(head.text) && /"value"\s*:\s*\[/.test(start(head)),
  defaults: () => GAUGE_ISO,
  table: (path, head) => documentTable(path, head, azureRows),
};

function influxRows(documents: readonly unknown[]): DocumentRows {
  const series = documents.flatMap((document) =>
    listIn(document, "results").flatMap((result) => listIn(result, "series")),
  );
  const points = series.flatMap((one) => {
    const columns = listIn(one, "columns").map(cellOf);
    return listIn(one, "values").flatMap((row): MetricPoint[] =>
      columns.flatMap((column, at) =>
        column === "time" || typeof inside(row, at) === "string"
          ? []
          : [
              {
                time: cellOf(inside(row, columns.indexOf("time"))),
                value: finite(inside(row, at)),
                metric: columns.length > 2 ? column : cellOf(inside(one, "name")),
                labels: labelsOf(inside(one, "tags")),
              },
            ],
      ),
    );
  });
  return pointRows(points, points.length);
}

/** InfluxDB's answer to a query of version 1. */
const influxJson: VendorFormat = {
  name: "influx-json",
  recognises: (head) =>
    /"results"\s*:\s*\[/.test(start(head)) &&
    /"series"\s*:\s*\[/.test(start(head)) &&
    /"columns"\s*:/.test(start(head)),
  defaults: () => GAUGE_ISO,
  table: (path, head) => documentTable(path, head, influxRows),
};

const INSTANT = /"resultType"\s*:\s*"vector"/;

function vectorRows(documents: readonly unknown[]): DocumentRows {
  const series = documents.flatMap((document) => listIn(document, "data", "result"));
  const points = series.map((one): MetricPoint => {
    const { __name__: name, ...labels } = (inside(one, "metric") ?? {}) as Record<string, unknown>;
    return {
      time: cellOf(inside(one, "value", 0)),
      value: finite(inside(one, "value", 1)),
      metric: cellOf(name),
      labels: labelsOf(labels),
    };
  });
  return pointRows(points, series.length);
}

/** Prometheus' instant query: one value a series. */
const prometheusInstant: VendorFormat = {
  name: "prometheus-instant",
  recognises: (head) => INSTANT.test(start(head)),
  defaults: () => GAUGE_SECONDS,
  table: (path, head) => documentTable(path, head, vectorRows),
};

function lokiRows(documents: readonly unknown[]): DocumentRows {
  const streams = documents.flatMap((document) => listIn(document, "data", "result"));
  const labels = [...new Set(streams.flatMap((stream) => Object.keys((inside(stream, "stream") ?? {}) as object)))];
  const rows = streams.flatMap((stream) =>
    listIn(stream, "values").map((entry) => [
      cellOf(inside(entry, 0)),
      ...labels.map((label) => cellOf(inside(stream, "stream", label))),
      cellOf(inside(entry, 1)),
    ]),
  );
  const columns = [
    "time",
    ...labels.map((label) => (["time", "message"].includes(label) ? `label_${label}` : label)),
    "message",
  ];
  const seen = streams.reduce<number>((sum, stream) => sum + listIn(stream, "values").length, 0);
  const defaults: FormatDefaults = { dimensions: columns.slice(1, -1).slice(0, 6) };
  return { columns, rows, seen, defaults };
}

/** Loki's answer to a query for logs: entries by stream, nanoseconds as text. */
const lokiStreams: VendorFormat = {
  name: "loki",
  recognises: (head) => /"resultType"\s*:\s*"streams"/.test(start(head)),
  defaults: () => ({ time: { column: "time", format: "epoch-ns" } }),
  table: (path, head) => documentTable(path, head, lokiRows),
};

export const METRIC_EXPORTS: readonly VendorFormat[] = [
  graphite,
  googleMonitoring,
  azureMetrics,
  influxJson,
  prometheusInstant,
  lokiStreams,
];
