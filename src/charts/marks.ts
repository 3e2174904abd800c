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
/** Width of the plot on a phone, in pixels: names that keep apart there do so everywhere. */
const NARROW_PLOT = 270;
/** Mean advance of a character of a name, in pixels. */
const CHARACTER = 7.2;
/** Part of the plot up to which a name stands to the right of its line. */
const LEFT_PART = 0.45;

/** Pixels to the right of the plot into which a name may run. */
const RIGHT_MARGIN = 18;

interface Placed {
  readonly mark: Mark;
  readonly x: number;
  readonly left: boolean;
  readonly from: number;
  readonly to: number;
  readonly row: number;
}

/** True if two names share a place in a row. */
function overlaps(one: Omit<Placed, "row">, row: number, other: Placed): boolean {
  return other.row === row && one.from < other.to && other.from < one.to;
}

/** True if a name and its line in a row meet another's: names in one place, or a line through a name. */
function meets(one: Omit<Placed, "row">, row: number, other: Placed): boolean {
  const lineThroughOther = other.row <= row && other.from < one.x && one.x < other.to;
  const otherThroughName = other.row >= row && one.from < other.x && other.x < one.to;
  return overlaps(one, row, other) || lineThroughOther || otherThroughName;
}

/** Names in as few rows as keep them apart on a narrow page. */
function inRows(marks: readonly Mark[], { from, to }: Span): readonly Placed[] {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const placed: Placed[] = [];
  const partOf = ({ at }: Mark): number => (Date.parse(at) - start) / Math.max(1, end - start);
  // Names that run to the left stand the higher the later they are; names that run to the right, the earlier.
  const sorted = [...marks].sort((a, b) => partOf(a) - partOf(b));
  const order = [
    ...sorted.filter((mark) => partOf(mark) >= LEFT_PART),
    ...sorted.filter((mark) => partOf(mark) < LEFT_PART).reverse(),
  ];
  for (const mark of order) {
    const part = partOf(mark);
    const x = part * NARROW_PLOT;
    const width = CHARACTER * [...mark.text].length + 6;
    const onSide = (left: boolean): Omit<Placed, "row"> => ({
      mark,
      x,
      left,
      from: left ? x : x - width,
      to: left ? x + width : x,
    });
    const rows = Array.from({ length: placed.length + 1 }, (_, row) => row);
    const clearRow = (one: Omit<Placed, "row">): number | undefined =>
      rows.find((row) => !placed.some((other) => meets(one, row, other)));
    const usual = onSide(part < LEFT_PART);
    const other = onSide(part >= LEFT_PART);
    const fits = other.from >= 0 && other.to <= NARROW_PLOT + RIGHT_MARGIN;
    const [clear, clearOther] = [clearRow(usual), fits ? clearRow(other) : undefined];
    if (clear === undefined && clearOther !== undefined) {
      placed.push({ ...other, row: clearOther });
      continue;
    }
    // A line may have to pass a name; two names never share a place.
    const apart = rows.find((row) => !placed.some((one) => overlaps(usual, row, one)));
    placed.push({ ...usual, row: clear ?? apart ?? placed.length });
  }
  return placed;
}

/** Vertical lines with their names in rows above the plot, so that neither a narrow page nor the data hide them; they begin at `bottom`, a part of the plot. */
export function marksAbove(marks: readonly Mark[], span: Span, plotHeight: number, bottom = 0): MarkLayer {
  const placed = inRows(marks, span);
  return {
    shapes: placed.map(({ mark: { at, color = INKS.text }, row }) => ({
      type: "line",
      x0: at,
      x1: at,
      yref: "paper",
      y0: bottom,
      y1: 1 + (row * ROW + ROW - 3) / plotHeight,
      line: { color, width: 1.5, dash: "dot" },
    })),
    annotations: placed.map(({ mark: { at, text, color = INKS.text }, left, row }) => ({
      x: at,
      y: 1,
      yref: "paper",
      text: label(text, 60),
      showarrow: false,
      xanchor: left ? "left" : "right",
      yanchor: "bottom",
      xshift: left ? 3 : -3,
      yshift: row * ROW,
      borderpad: 0,
      font: { color, size: 13 },
    })),
    top: 10 + ROW * Math.max(0, ...placed.map(({ row }) => row + 1)),
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
