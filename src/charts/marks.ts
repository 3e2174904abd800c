import type { Span } from "../time/span.js";
import { label } from "./label.js";
import { INKS } from "./theme.js";

/** A moment on the time axis with its name. */
export interface Mark {
  readonly at: string;
  readonly text: string;
  readonly color?: string;
}

/** Shapes and annotations to put into a layout, and the top margin that the names need. */
export interface MarkLayer {
  readonly shapes: readonly object[];
  readonly annotations: readonly object[];
  readonly top: number;
}

const ROW = 19;

/**
 * Vertical lines with their names in rows above the plot, so that neither a narrow page nor the data hide them. Later marks stand higher:
 * names on the right half run to the left and pass above the earlier lines.
 */
export function marksAbove(marks: readonly Mark[], { from, to }: Span, plotHeight: number): MarkLayer {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const placed = [...marks].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const layers = placed.map(({ at, text, color = INKS.text }, row) => {
    const leftHalf = (Date.parse(at) - start) / (end - start) < 0.45;
    return {
      shape: {
        type: "line",
        x0: at,
        x1: at,
        yref: "paper",
        y0: 0,
        y1: 1 + (row * ROW + ROW - 3) / plotHeight,
        line: { color, width: 1.5, dash: "dot" },
      },
      annotation: {
        x: at,
        y: 1,
        yref: "paper",
        text: label(text, 60),
        showarrow: false,
        xanchor: leftHalf ? "left" : "right",
        yanchor: "bottom",
        xshift: leftHalf ? 3 : -3,
        yshift: row * ROW,
        borderpad: 0,
        font: { color, size: 13 },
      },
    };
  });
  return {
    shapes: layers.map(({ shape }) => shape),
    annotations: layers.map(({ annotation }) => annotation),
    top: 10 + ROW * placed.length,
  };
}

/** A shaded stretch of the x axis over the whole height. */
export function band(x0: string, x1: string, color: string, opacity = 0.25): object {
  return {
    type: "rect",
    x0,
    x1,
    yref: "paper",
    y0: 0,
    y1: 1,
    fillcolor: color,
    opacity,
    line: { width: 0 },
    layer: "below",
  };
}

/** A direct label at a point, in place of a legend. */
export function directLabel(
  x: string | number,
  y: number,
  text: string,
  color: string,
  over: Readonly<Record<string, unknown>> = {},
): object {
  return {
    x,
    y,
    text: label(text, 60),
    showarrow: false,
    xanchor: "left",
    yanchor: "middle",
    xshift: 6,
    borderpad: 0,
    font: { color, size: 13 },
    ...over,
  };
}
