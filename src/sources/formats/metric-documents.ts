import { cellOf, documentTable, inside, listIn } from "./json-document.js";
import type { DocumentRows } from "./json-document.js";
import { finite, namedCounter, pointRows } from "./metric-points.js";
import type { MetricPoint } from "./metric-points.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

const FIRST = 4000;

function start({ text }: FormatHead): string {
  return text.slice(0, FIRST);
}

function labelsOf(value: unknown, ...without: readonly string[]): Map<string, string> {
  return new Map(
    Object.entries((value ?? {}) as object)
      .filter(([name]) => !without.includes(name))
      .map(([name, label]) => [name, cellOf(label)]),
  );
}

function prometheusRows(documents: readonly unknown[]): DocumentRows {
  const series = documents.flatMap((document) => listIn(document, "data", "result"));
  const points = series.flatMap((one): MetricPoint[] =>
    listIn(one, "values").map((point) => ({
      time: String(Math.round(Number(inside(point, 0)) * 1000)),
      value: finite(inside(point, 1)),
      metric: cellOf(inside(one, "metric", "__name__")),
      labels: labelsOf(inside(one, "metric"), "__name__"),
    })),
  );
  return pointRows(
    points,
    series.reduce<number>((sum, one) => sum + listIn(one, "values").length, 0),
  );
}

/** Prometheus `query_range`: seconds as numbers, values as text with NaN and +Inf, points missing where nothing was scraped. */
export const prometheusRange: VendorFormat = {
  name: "prometheus-range",
  recognises: (head) => /"resultType"\s*:\s*"matrix"/.test(start(head)),
  defaults(head) {
    const names = [...head.text.matchAll(/"__name__"\s*:\s*"([^"]+)"/g)].map(([, name]) => name as string);
    return {
      kind: names.length > 0 && names.every(namedCounter) ? "counter" : "gauge",
      time: { column: "time", format: "epoch-ms" },
    };
  },
  table: (path, head) => documentTable(path, head, prometheusRows),
};

const STATISTICS = ["Sum", "Average", "Maximum", "Minimum", "SampleCount"];

function cloudwatchRows(documents: readonly unknown[]): DocumentRows {
  const results = documents.flatMap((document) => listIn(document, "MetricDataResults"));
  const fromArrays = results.flatMap((result): MetricPoint[] =>
    listIn(result, "Timestamps").map((at, index) => ({
      time: cellOf(at),
      value: finite(inside(result, "Values", index)),
      metric: cellOf(inside(result, "Label") ?? inside(result, "Id")),
      labels: new Map(),
    })),
  );
  const fromPoints = documents.flatMap((document) =>
    listIn(document, "Datapoints").map(
      (point): MetricPoint => ({
        time: cellOf(inside(point, "Timestamp")),
        value: finite(STATISTICS.map((key) => inside(point, key)).find((one) => one !== undefined)),
        metric: cellOf(inside(document, "Label")),
        labels: new Map(),
      }),
    ),
  );
  const seen =
    results.reduce<number>(
      (sum, result) => sum + Math.max(listIn(result, "Timestamps").length, listIn(result, "Values").length),
      0,
    ) + documents.reduce<number>((sum, document) => sum + listIn(document, "Datapoints").length, 0);
  return pointRows([...fromArrays, ...fromPoints], seen);
}

/** CloudWatch metrics: parallel arrays, newest first; a minute without traffic has no point. */
export const cloudwatchMetrics: VendorFormat = {
  name: "cloudwatch-metrics",
  recognises: (head) =>
    /"MetricDataResults"\s*:|"Datapoints"\s*:\s*\[/.test(start(head)) && /"Timestamps?"\s*:/.test(head.text),
  defaults: ({ text }) => ({
    kind: "gauge",
    time: { column: "time", zone: "UTC" },
    notes: [
      "A period without a point is missing, not 0: CloudWatch writes none without traffic.",
      ...(/"StatusCode"\s*:\s*"PartialData"|"NextToken"\s*:\s*"/.test(text)
        ? ["The answer was partial: more pages of it exist, so coverage is lost. Fetch them too."]
        : []),
    ],
  }),
  table: (path, head) => documentTable(path, head, cloudwatchRows),
};

function datadogRows(documents: readonly unknown[]): DocumentRows {
  const series = documents.flatMap((document) => listIn(document, "series"));
  const points = series.flatMap((one): MetricPoint[] =>
    listIn(one, "pointlist").map((point) => ({
      time: cellOf(inside(point, 0)).replace(/\.0+$/, ""),
      value: finite(inside(point, 1)),
      metric: cellOf(inside(one, "metric")),
      labels: new Map([["scope", cellOf(inside(one, "scope"))]]),
    })),
  );
  return pointRows(
    points,
    series.reduce<number>((sum, one) => sum + listIn(one, "pointlist").length, 0),
  );
}

/** Datadog metrics: milliseconds, `null` where there is no value. */
export const datadogMetrics: VendorFormat = {
  name: "datadog-metrics",
  recognises: (head) => /"pointlist"\s*:/.test(head.text) && /"series"\s*:/.test(head.text),
  defaults: () => ({ kind: "gauge", time: { column: "time", format: "epoch-ms" } }),
  table: (path, head) => documentTable(path, head, datadogRows),
};
