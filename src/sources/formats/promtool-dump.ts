import { physicalLines } from "../records/physical-lines.js";
import { headLines, lineTable, mostRead } from "./line-table.js";
import type { CarefulRecord } from "../records/read-records.js";
import { finite, namedCounter, pointCells, pointColumns, pointRows } from "./metric-points.js";
import type { MetricPoint } from "./metric-points.js";
import type { VendorFormat } from "./vendor-format.js";

const DUMP = /^([A-Za-z_:][\w:]*)?(?:\{(.*)\})? (\S+) (\d{9,14}(?:\.\d+)?)$/;
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

function pointOf(line: string): MetricPoint | undefined {
  const match = DUMP.exec(line);
  if (!match) return undefined;
  const labels = labelsOf(match[2]);
  const metric = match[1] ?? labels.get("__name__") ?? "";
  labels.delete("__name__");
  return { time: match[4] as string, value: finite(match[3]), metric, labels };
}

const SERIES = /^([A-Za-z_:][\w:]*)?(?:\{(.*)\})? =>(?: (\S+) @\[(\d+(?:\.\d+)?)\])?$/;
const SAMPLE = /^(\S+) @\[(\d{9,14}(?:\.\d+)?)\]$/;

function labelsOf(text: string | undefined): Map<string, string> {
  return new Map(
    [...(text ?? "").matchAll(LABEL)].map(([, name, value]) => [
      name as string,
      (value as string).replace(/\\(.)/g, "$1"),
    ]),
  );
}

/** A line of `promtool query range` beside the series that it belongs to. */
function rangePoint(line: string, series: string): MetricPoint | undefined {
  const own = SERIES.exec(line);
  const sample = SAMPLE.exec(line) ?? (own?.[3] === undefined ? null : ["", own[3], own[4]]);
  const named = SERIES.exec(own ? line : series);
  if (!sample || !named) return undefined;
  const labels = labelsOf(named[2]);
  const metric = named[1] ?? labels.get("__name__") ?? "";
  labels.delete("__name__");
  return { time: sample[2] as string, value: finite(sample[1]), metric, labels };
}

/** `promtool query range`: a series by its labels and `=>`, then a value and its time a line. */
export const promtoolRange: VendorFormat = {
  name: "promtool-range",
  recognises: (head) =>
    mostRead(head, (line) => SERIES.test(line) || SAMPLE.test(line)) &&
    headLines(head, 50).some((line) => SERIES.test(line)),
  defaults: () => ({ kind: "gauge", time: { column: "time" } }),
  async table(path) {
    const points: MetricPoint[] = [];
    let [series, seen] = ["", 0];
    for await (const { bytes } of physicalLines(path)) {
      const line = bytes.toString("utf8").trim();
      if (SERIES.test(line)) series = line;
      const point = rangePoint(line, series);
      if (!point) continue;
      points.push(point);
      seen += 1;
    }
    const { columns, rows, defaults } = pointRows(points, seen);
    async function* records(): AsyncGenerator<CarefulRecord> {
      for (const [index, cells] of rows.entries()) yield { kind: "row", line: index + 1, offset: 0, cells };
    }
    return { columns, sample: rows.slice(0, 1000), byLine: false, records, ...(defaults && { defaults }) };
  },
};

/** Dumps of promtool: milliseconds; its OpenMetrics dump has seconds and ends in `# EOF`. Series lie one after another. */
export const promtoolDump: VendorFormat = {
  name: "promtool-dump",
  recognises: (head) =>
    mostRead(head, (line) => line.startsWith("# ") || DUMP.test(line)) &&
    headLines(head, 50).some((line) => DUMP.test(line)),
  defaults: () => ({ kind: "gauge", time: { column: "time" } }),
  async table(path, head) {
    const [metrics, labels, series] = [new Set<string>(), new Set<string>(), new Set<string>()];
    for await (const { bytes } of physicalLines(path)) {
      const point = pointOf(bytes.toString("utf8"));
      if (!point) continue;
      metrics.add(point.metric);
      for (const label of point.labels.keys()) labels.add(label);
      series.add(JSON.stringify([point.metric, ...point.labels]));
    }
    const [names, keys] = [[...metrics], [...labels]];
    const columns = pointColumns(names, keys);
    const notes = [
      ...(names.length > 1
        ? [
            `The file holds ${names.length} metrics, one column each (${names.slice(0, 8).join(", ")}); \`value\` says which is meant.`,
          ]
        : []),
      ...(series.size > names.length
        ? [
            `${series.size} series lie in one file: the rates of a counter's series are summed, the values of a gauge's averaged.`,
          ]
        : []),
    ];
    const table = lineTable(path, head, columns, (line) => {
      const point = pointOf(line);
      return point ? pointCells(point, names, keys) : null;
    });
    return {
      ...table,
      defaults: {
        ...(names.every(namedCounter) && { kind: "counter" as const }),
        ...(names.length === 1 && { value: "value" }),
        dimensions: columns.slice(1 + Math.max(1, names.length)),
        notes,
      },
    };
  },
};
