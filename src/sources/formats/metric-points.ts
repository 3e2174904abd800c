import type { DocumentRows } from "./json-document.js";

/** One measurement of one series. */
export interface MetricPoint {
  /** As the format writes it; see `TimeConfig.format`. */
  readonly time: string;
  readonly value: string;
  readonly metric: string;
  readonly labels: ReadonlyMap<string, string>;
}

/** NaN and infinities are no measurements. */
export function finite(value: unknown): string {
  return value !== null && value !== undefined && value !== "" && Number.isFinite(Number(value)) ? String(value) : "";
}

/** True if a metric's name is a running total's. */
export function namedCounter(metric: string): boolean {
  return /_(total|count|sum|bucket)$/.test(metric);
}

function distinct(values: Iterable<string>): string[] {
  return [...new Set(values)];
}

/** A cell a metric where there are several, so that `value:` names the one that is meant. */
function valueColumns(metrics: readonly string[]): readonly string[] {
  return metrics.length > 1 ? metrics : ["value"];
}

/** Names of label columns that collide with no other. */
function labelColumns(labels: readonly string[], taken: readonly string[]): readonly string[] {
  return labels.map((label) => (["time", ...taken].includes(label) ? `label_${label}` : label));
}

/** Columns of a table of measurements: the time, one column a metric (`value` where there is one), one a label. */
export function pointColumns(metrics: readonly string[], labels: readonly string[]): readonly string[] {
  const values = valueColumns(metrics);
  return ["time", ...values, ...labelColumns(labels, values)];
}

/** The cells of a point under {@link pointColumns}. */
export function pointCells(
  { time, value, metric, labels: own }: MetricPoint,
  metrics: readonly string[],
  labels: readonly string[],
): readonly string[] {
  return [
    time,
    ...(metrics.length > 1 ? metrics.map((name) => (name === metric ? value : "")) : [value]),
    ...labels.map((label) => own.get(label) ?? ""),
  ];
}

/**
 * Measurements as a table in the order of time, with what is known of its series.
 *
 * @param points - in any order
 * @param seen - how many the documents hold, counted apart
 */
export function pointRows(points: readonly MetricPoint[], seen: number): DocumentRows {
  const metrics = distinct(points.map(({ metric }) => metric));
  const labels = distinct(points.flatMap(({ labels: own }) => [...own.keys()]));
  const columns = pointColumns(metrics, labels);
  const ordered = [...points].sort((a, b) => compared(a.time, b.time));
  const missing = points.filter(({ value }) => value === "").length;
  const series = new Set(points.map(({ metric, labels: own }) => JSON.stringify([metric, ...own])));
  const notes = [
    ...(missing > 0 ? [`${missing} points are NaN, infinite or null and count as missing.`] : []),
    ...(metrics.length > 1
      ? [
          `The file holds ${metrics.length} metrics, one column each (${metrics.slice(0, 8).join(", ")}); \`value\` says which is meant.`,
        ]
      : []),
    ...(series.size > metrics.length
      ? [
          `${series.size} series lie in one file: the rates of a counter's series are summed, the values of a gauge's averaged.`,
        ]
      : []),
  ];
  return {
    columns,
    rows: ordered.map((point) => pointCells(point, metrics, labels)),
    seen,
    defaults: {
      points: true,
      ...(metrics.length <= 1 && { value: "value", ...(metrics[0] && { metric: metrics[0] }) }),
      dimensions: columns.slice(1 + valueColumns(metrics).length),
      notes,
    },
  };
}

/** Order of two times in one notation: whole numbers by size, anything else by its text. */
function compared(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b) && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
