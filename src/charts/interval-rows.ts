import type { Estimate } from "../stats/estimate.js";
import { label } from "./label.js";
import { INKS, SERIES_STYLES } from "./theme.js";

/** One line of a dot chart: a name, an estimate, and the words beside it. */
export interface IntervalRow {
  readonly name: string;
  readonly estimate: Estimate;
  readonly text: string;
  /** Which style of the theme; default the first. */
  readonly style?: 0 | 1 | 2 | 3 | 4;
}

const ROW_HEIGHT = 62;
/** Height of a row whose name and value share a line. */
const DENSE_ROW = 40;
const LINE = 17;
const LINE_LENGTH = 42;

/** A name in at most two lines, broken between words, so that it fits a narrow page. */
function lines(name: string): readonly string[] {
  if ([...name].length <= LINE_LENGTH) return [name];
  const cut = [...name].slice(0, LINE_LENGTH + 1).lastIndexOf(" ");
  const at = cut > LINE_LENGTH / 2 ? cut : LINE_LENGTH;
  return [[...name].slice(0, at).join(""), [...name].slice(at).join("").trim()];
}

/** Dots with their intervals, one row a name, the value written above it, in one line with the name where rows are many: traces and the part of the layout that goes with them. */
export function intervalRows(
  rows: readonly IntervalRow[],
  axis = "y",
  dense = false,
): { data: Record<string, unknown>[]; yaxis: Record<string, unknown>; annotations: object[]; height: number } {
  const xaxis = axis.replace("y", "x");
  const data = rows.map(({ name, estimate, text, style = 0 }, i) => {
    const { color, mark } = SERIES_STYLES[style];
    return {
      type: "scatter",
      mode: "markers",
      x: [estimate.value],
      y: [i],
      xaxis,
      yaxis: axis,
      name: label(name, 60),
      text: label(text),
      hovertemplate: "%{text}<extra></extra>",
      marker: { color, symbol: mark, size: 11 },
      error_x: {
        type: "data",
        symmetric: false,
        array: [estimate.interval[1] - estimate.value],
        arrayminus: [estimate.value - estimate.interval[0]],
        color,
        thickness: 2.5,
        width: 6,
      },
    };
  });
  // Names and values stand above their rows, so that a narrow page has the whole width for the dots.
  const line = (text: string, i: number, yshift: number, weight: "bold" | "normal"): object => ({
    xref: "paper",
    yref: axis,
    x: 0,
    y: i,
    xanchor: "left",
    yanchor: "bottom",
    yshift,
    showarrow: false,
    borderpad: 0,
    text: label(text, 44),
    font: { color: INKS.text, size: 13, weight },
  });
  if (dense)
    return {
      data,
      yaxis: { range: [rows.length - 0.65, -0.9], showticklabels: false, showgrid: false, showline: false },
      annotations: rows.map(({ name, text }, i) => line(`${name} · ${text}`, i, 7, "normal")),
      height: DENSE_ROW * rows.length + 30,
    };
  const names = rows.map(({ name }) => lines(name));
  const most = Math.max(1, ...names.map((name) => name.length));
  const annotations = rows.flatMap(({ text }, i) => [
    ...[...(names[i] ?? [])].reverse().map((part, k) => line(part, i, 10 + LINE * (k + 1), "normal")),
    line(text, i, 10, "bold"),
  ]);
  return {
    data,
    yaxis: { range: [rows.length - 0.65, -0.9], showticklabels: false, showgrid: false, showline: false },
    annotations,
    height: (ROW_HEIGHT + LINE * (most - 1)) * rows.length + 20,
  };
}
