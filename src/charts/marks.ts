import type { Span } from "../time/span.js";
import { label } from "./label.js";
import { INKS } from "./theme.js";

/** A moment on the time axis with its name. */
export interface Mark {
  readonly at: string;
  readonly text: string;
  readonly color?: string;
  /** True if the name stands over its moment, as that of a band does over its middle; a line shows only where other names lie between. */
  readonly over?: boolean;
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

/** Pixels to the right and to the left of the plot into which a name may run. */
const RIGHT_MARGIN = 18;
const LEFT_MARGIN = 40;

interface Placed {
  readonly mark: Mark;
  readonly x: number;
  /** Which part of the name is at its moment: its beginning, its middle or its end. */
  readonly anchor: "left" | "center" | "right";
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
  // A name over its moment has a line under its own row only.
  const [under, otherUnder] = [
    one.anchor === "center" ? row - 1 : row,
    other.anchor === "center" ? other.row - 1 : other.row,
  ];
  const lineThroughOther = other.row <= under && other.from < one.x && one.x < other.to;
  const otherThroughName = otherUnder >= row && one.from < other.x && other.x < one.to;
  return overlaps(one, row, other) || lineThroughOther || otherThroughName;
}

/** Names up to which every way to turn them is tried; more are turned by where they stand. */
const MOST_TRIED = 6;

/** One way to place all names: pixels of them beyond a narrow page, how often a line passes a name, and how many do not run to their usual side. */
interface Placing {
  readonly placed: readonly Placed[];
  readonly beyond: number;
  readonly crossings: number;
  readonly turned: number;
}

type Side = (mark: Mark, i: number) => boolean;

/** Where a name lies on a narrow page, run to the side given, or over its moment where it may and has room. */
function laid(mark: Mark, x: number, toRight: boolean): Omit<Placed, "row"> {
  const width = CHARACTER * [...mark.text].length + 6;
  const over = mark.over === true && x - width / 2 >= -LEFT_MARGIN && x + width / 2 <= NARROW_PLOT + RIGHT_MARGIN;
  if (over) return { mark, x, anchor: "center", from: x - width / 2, to: x + width / 2 };
  return toRight
    ? { mark, x, anchor: "left", from: x, to: x + width }
    : { mark, x, anchor: "right", from: x - width, to: x };
}

/** Names in as few rows as keep them apart on a narrow page, each running to the side given: true is to the right of its line. */
function placing(marks: readonly Mark[], partOf: (mark: Mark) => number, toRight: Side): Placing {
  const sided = marks.map((mark, i) => ({ mark, right: toRight(mark, i) }));
  // Names that run to the left stand the higher the later they are; names that run to the right, the earlier.
  const order = [...sided.filter(({ right }) => !right), ...sided.filter(({ right }) => right).reverse()];
  const placed: Placed[] = [];
  let [beyond, crossings] = [0, 0];
  for (const { mark, right } of order) {
    const one = laid(mark, partOf(mark) * NARROW_PLOT, right);
    // Left of the plot its topmost level is written, so that a name that reaches there begins a row higher.
    const lowest = one.from < 0 ? 1 : 0;
    const rows = Array.from({ length: placed.length + 1 }, (_, row) => row + lowest);
    const clear = rows.find((row) => !placed.some((other) => meets(one, row, other)));
    // A line may have to pass a name; two names never share a place.
    const apart = rows.find((row) => !placed.some((other) => overlaps(one, row, other)));
    beyond += Math.max(0, -LEFT_MARGIN - one.from) + Math.max(0, one.to - NARROW_PLOT - RIGHT_MARGIN);
    crossings += Number(clear === undefined);
    placed.push({ ...one, row: clear ?? apart ?? placed.length });
  }
  const turned = sided.filter(({ mark, right }) => right !== partOf(mark) < LEFT_PART).length;
  return { placed, beyond, crossings, turned };
}

/** The way to place the names in which least of them is cut off, then the fewest lines pass names, and of these the one that turns the fewest from their usual side. */
function inRows(marks: readonly Mark[], { from, to }: Span): readonly Placed[] {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const partOf = ({ at }: Mark): number => (Date.parse(at) - start) / Math.max(1, end - start);
  const sorted = [...marks].sort((a, b) => partOf(a) - partOf(b));
  const usual = placing(sorted, partOf, (mark) => partOf(mark) < LEFT_PART);
  if (usual.beyond + usual.crossings === 0 || sorted.length > MOST_TRIED) return usual.placed;
  const all = Array.from({ length: 2 ** sorted.length }, (_, sides) =>
    placing(sorted, partOf, (_mark, i) => (sides & (1 << i)) !== 0),
  );
  const better = (a: Placing, b: Placing): number =>
    a.beyond - b.beyond || a.crossings - b.crossings || a.turned - b.turned;
  return [usual, ...all].sort(better)[0]?.placed ?? usual.placed;
}

/** Vertical lines with their names in rows above the plot, so that neither a narrow page nor the data hide them; they begin at `bottom`, a part of the plot. */
export function marksAbove(marks: readonly Mark[], span: Span, plotHeight: number, bottom = 0): MarkLayer {
  const placed = inRows(marks, span);
  return {
    shapes: placed
      .filter(({ anchor, row }) => anchor !== "center" || row > 0)
      .map(({ mark: { at, color = INKS.text }, anchor, row }) => ({
        type: "line",
        x0: at,
        x1: at,
        yref: "paper",
        y0: anchor === "center" ? 1 : bottom,
        y1: 1 + (row * ROW + (anchor === "center" ? 0 : ROW - 3)) / plotHeight,
        line: { color, width: 1.5, dash: "dot" },
      })),
    annotations: placed.map(({ mark: { at, text, color = INKS.text }, anchor, row }) => ({
      x: at,
      y: 1,
      yref: "paper",
      text: label(text, 60),
      showarrow: false,
      xanchor: anchor,
      yanchor: "bottom",
      xshift: { left: 3, center: 0, right: -3 }[anchor],
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
