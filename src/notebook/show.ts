import { inspect } from "node:util";
import type { Chart, PlotlyFigure } from "../charts/chart.js";
import { chartOutput, isChart, isFigure } from "./chart-output.js";
import { cellText } from "./cell-text.js";
import { displaySink, sendDisplay } from "./display.js";
import { escapeHtml } from "./markdown.js";
import type { MimeBundle } from "./notebook.js";
import { tableOutput, type TableOptions } from "./table.js";
import { isEstimateLike } from "./tabular.js";

/** A promise that a cell may leave unawaited as its last line: printed, it says what to do instead of "pending". */
function hinted(promise: Promise<void>): Promise<void> {
  return Object.defineProperty(promise, inspect.custom, {
    value: () => "(write `await` before it, so that the chart stays with this cell)",
  });
}

const NO_CHART = "No chart: these data hold nothing that it could show.";

function textOutput(text: string): MimeBundle {
  return { "text/html": `<div style="white-space:pre-wrap">${escapeHtml(text)}</div>`, "text/plain": text };
}

/**
 * Shows a chart: interactive where the reader's program draws Plotly, a picture where not, a sentence in plain text.
 * The cell must await it: the picture takes a moment to draw.
 *
 * @param x - a chart of this library, a plain Plotly figure `{ data, layout }`, or `null` (what a chart function gives when its
 *   findings are missing), which shows a sentence
 * @throws PostmortemError `data` when it is neither
 */
export function chart(x: Chart | PlotlyFigure | null): Promise<void> {
  if (x === null) return hinted(Promise.resolve(sendDisplay(textOutput(NO_CHART))));
  // Where the output goes is settled now: by the time the picture is there, another cell may run.
  const sink = displaySink();
  return hinted(
    chartOutput(x).then((outputs) => {
      if (outputs.caption) sink(outputs.caption);
      sink(outputs.chart);
    }),
  );
}

const isTable = (x: unknown): boolean => {
  if (Array.isArray(x)) return x.length > 0 && x.every((each) => typeof each === "object" && each !== null);
  if (typeof x !== "object" || x === null) return false;
  return ["$columns", "columnNames", "rows"].some((name) => name in x) || x instanceof Map;
};

/**
 * Shows a chart or a plain Plotly figure, as {@link chart} does; the cell must await it.
 *
 * @param x - a chart of this library, or a figure `{ data, layout }`
 */
export function show(x: Chart | PlotlyFigure): Promise<void>;
/**
 * Shows whatever it is given in the form that serves it: rows, frames and maps as a table, an estimate with its interval, an
 * object as a table of its fields, text as text.
 *
 * @param x - anything
 * @param options - for tables
 */
export function show(x: unknown, options?: TableOptions): void;
export function show(x: unknown, options: TableOptions = {}): Promise<void> | void {
  if (isChart(x) || isFigure(x)) return chart(x);
  if (isEstimateLike(x) || typeof x !== "object" || x === null || (Array.isArray(x) && !isTable(x))) {
    const text = typeof x === "string" ? x : isEstimateLike(x) ? cellText(x) : inspect(x);
    return sendDisplay(textOutput(text));
  }
  sendDisplay(tableOutput(x, options));
}
