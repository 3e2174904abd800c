import { physicalLines } from "../records/physical-lines.js";
import { headLines, lineTable, mostRead } from "./line-table.js";
import { finite, namedCounter, pointCells, pointColumns } from "./metric-points.js";
import type { MetricPoint } from "./metric-points.js";
import type { VendorFormat } from "./vendor-format.js";

const DUMP = /^([A-Za-z_:][\w:]*)?(?:\{(.*)\})? (\S+) (\d{9,14}(?:\.\d+)?)$/;
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

function pointOf(line: string): MetricPoint | undefined {
  const match = DUMP.exec(line);
  if (!match) return undefined;
  const labels = new Map(
    [...(match[2] ?? "").matchAll(LABEL)].map(([, name, value]) => [
      name as string,
      (value as string).replace(/\\(.)/g, "$1"),
    ]),
  );
  const metric = match[1] ?? labels.get("__name__") ?? "";
  labels.delete("__name__");
  return { time: match[4] as string, value: finite(match[3]), metric, labels };
}

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
