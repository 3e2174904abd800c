import { cellOf, documentTable, inside, listIn } from "./json-document.js";
import type { DocumentRows } from "./json-document.js";
import { finite, pointRows } from "./metric-points.js";
import type { MetricPoint } from "./metric-points.js";
import type { VendorFormat } from "./vendor-format.js";

const SHAPES = ["sum", "gauge", "histogram"] as const;

function attribute(value: unknown): string {
  return cellOf(
    ["stringValue", "intValue", "doubleValue", "boolValue"]
      .map((key) => inside(value, key))
      .find((one) => one !== undefined) ?? value,
  );
}

function labelsOf(...lists: readonly (readonly unknown[])[]): Map<string, string> {
  return new Map(lists.flat().map((one) => [cellOf(inside(one, "key")), attribute(inside(one, "value"))]));
}

function pointsOf(metric: unknown, resource: readonly unknown[]): MetricPoint[] {
  const name = cellOf(inside(metric, "name"));
  return SHAPES.flatMap((shape) =>
    listIn(metric, shape, "dataPoints").map(
      (point): MetricPoint => ({
        time: cellOf(inside(point, "timeUnixNano")),
        value: finite(inside(point, "asInt") ?? inside(point, "asDouble") ?? inside(point, "count")),
        metric: shape === "histogram" ? `${name}_count` : name,
        labels: labelsOf(resource, listIn(point, "attributes")),
      }),
    ),
  );
}

function rows(documents: readonly unknown[]): DocumentRows {
  const metrics = documents
    .flatMap((document) => listIn(document, "resourceMetrics"))
    .flatMap((one) =>
      listIn(one, "scopeMetrics")
        .flatMap((scope) => listIn(scope, "metrics"))
        .map((metric) => ({ metric, resource: listIn(one, "resource", "attributes") })),
    );
  const seen = metrics.reduce<number>(
    (sum, { metric }) => sum + SHAPES.reduce((points, shape) => points + listIn(metric, shape, "dataPoints").length, 0),
    0,
  );
  return pointRows(
    metrics.flatMap(({ metric, resource }) => pointsOf(metric, resource)),
    seen,
  );
}

const CUMULATIVE = /"aggregationTemporality"\s*:\s*(2|"[A-Z_]*CUMULATIVE")/;
const DELTA = /"aggregationTemporality"\s*:\s*(1|"[A-Z_]*DELTA")/;

/** OTLP/JSON metrics, one document or one a line: nanoseconds as text, sums since the last report (delta) or since the start (cumulative). */
export const otlpMetrics: VendorFormat = {
  name: "otlp-metrics",
  recognises: ({ text }) => /"resourceMetrics"\s*:/.test(text.slice(0, 4000)),
  defaults: ({ text }) => ({
    kind: CUMULATIVE.test(text) && !DELTA.test(text) && !/"gauge"\s*:/.test(text) ? "counter" : "gauge",
    time: { column: "time", format: "epoch-ns" },
    notes: [
      ...(DELTA.test(text) ? ["Delta sums: each value counts what came since the report before it."] : []),
      ...(DELTA.test(text) && CUMULATIVE.test(text)
        ? ["Delta and cumulative sums lie in one file: declare `kind: counter` for a cumulative one."]
        : []),
    ],
  }),
  table: (path, head) => documentTable(path, head, rows),
};
