import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { DOMWindow } from "jsdom";
import type { Chart } from "./chart.js";
import { themedSvg } from "./themed-svg.js";

/** A chart drawn once, and where the rows of its table lie: pixels along the cursor's axis. */
export interface StaticChart {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** Left, top, right and bottom of the plotting area. */
  readonly plot: readonly [number, number, number, number];
  readonly cursor: readonly number[];
}

interface Axis {
  d2p(value: string | number): number;
  _offset: number;
}

interface PlotlyWindow extends DOMWindow {
  eval(code: string): unknown;
  Plotly: {
    newPlot(element: Element, figure: object): Promise<unknown>;
    purge(element: Element): void;
    Snapshot: { toSVG(element: Element, format: "svg"): string };
  };
}

// Mean advance of a character in ems; a browser's fonts differ by a few per cent, which the margins allow for.
const NARROW = /[ijlt.,:;'|!()[\]\u00a0 ]/g;
const WIDE = /[MWmw%@]/g;

function textWidth(element: Element): number {
  const text = element.textContent ?? "";
  const narrow = text.match(NARROW)?.length ?? 0;
  const wide = text.match(WIDE)?.length ?? 0;
  return fontSize(element) * (0.56 * (text.length - narrow - wide) + 0.3 * narrow + 0.86 * wide);
}

function fontSize(element: Element): number {
  return Number.parseFloat((element as SVGElement).style?.fontSize || "13") || 13;
}

const AT_ANCHOR: Readonly<Record<string, number>> = { start: 0, middle: 0.5, end: 1 };

function anchor(element: Element): number {
  const text = element.localName === "text" ? element : (element.querySelector("text") ?? element);
  return AT_ANCHOR[text.getAttribute("text-anchor") ?? "start"] ?? 0;
}

/** Where a text lies around its origin. Plotly measures against an empty element, which must lie at the origin. */
function box(this: Element): object {
  const [width, size] = [textWidth(this), fontSize(this)];
  if (width === 0) return { x: 0, y: 0, left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0 };
  const height = size * 1.25 * Math.max(1, this.querySelectorAll("tspan.line").length);
  const left = -width * anchor(this);
  return { x: left, y: -size, left, top: -size, right: left + width, bottom: height - size, width, height };
}

/** The points of a path, taken as straight lines between them: enough to place the head of an arrow. */
function points(path: Element): readonly (readonly [number, number])[] {
  const numbers = (path.getAttribute("d") ?? "").match(/-?\d+(\.\d+)?(e-?\d+)?/gi)?.map(Number) ?? [];
  return Array.from(
    { length: Math.floor(numbers.length / 2) },
    (_, i) => [numbers[2 * i] ?? 0, numbers[2 * i + 1] ?? 0] as const,
  );
}

function steps(path: Element): readonly {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly length: number;
}[] {
  const all = points(path);
  return all.slice(1).map((to, i) => {
    const from = all[i] ?? to;
    return { from, to, length: Math.hypot(to[0] - from[0], to[1] - from[1]) };
  });
}

function totalLength(this: Element): number {
  return steps(this).reduce((sum, { length }) => sum + length, 0);
}

function pointAtLength(this: Element, wanted: number): { x: number; y: number } {
  let rest = Math.max(0, wanted);
  for (const { from, to, length } of steps(this)) {
    if (rest <= length && length > 0)
      return { x: from[0] + ((to[0] - from[0]) * rest) / length, y: from[1] + ((to[1] - from[1]) * rest) / length };
    rest -= length;
  }
  const [x, y] = points(this).at(-1) ?? [0, 0];
  return { x, y };
}

let ready: Promise<PlotlyWindow> | undefined;

async function open(): Promise<PlotlyWindow> {
  const { JSDOM, VirtualConsole } = await import("jsdom");
  // What Plotly has to say about a figure is not for the reader's terminal.
  const window = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    virtualConsole: new VirtualConsole(),
  }).window as unknown as PlotlyWindow;
  const svg = window.SVGElement.prototype as unknown as Record<string, unknown>;
  svg["getBBox"] = box;
  svg["getComputedTextLength"] = function (this: Element): number {
    return textWidth(this);
  };
  svg["getTotalLength"] = totalLength;
  svg["getPointAtLength"] = pointAtLength;
  (window.Element.prototype as unknown as Record<string, unknown>)["getBoundingClientRect"] = box;
  (window.URL as unknown as Record<string, unknown>)["createObjectURL"] = () => "blob:none";
  (window.HTMLCanvasElement.prototype as unknown as Record<string, unknown>)["getContext"] = () => null;
  window.eval(readFileSync(createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min"), "utf8"));
  return window;
}

/** The layout at a width, with as many ticks as have room beside one another. */
function sized(layout: Readonly<Record<string, unknown>>, width: number): Record<string, unknown> {
  const { l = 0, r = 0 } = (layout["margin"] ?? {}) as { l?: number; r?: number };
  const xaxis = (layout["xaxis"] ?? {}) as Record<string, unknown>;
  return {
    ...layout,
    width,
    xaxis: { ...xaxis, nticks: Math.max(2, Math.min(Number(xaxis["nticks"] ?? 12), Math.floor((width - l - r) / 50))) },
  };
}

/**
 * A chart as a static SVG, drawn by Plotly without a browser: the same figure that a reader's page makes interactive.
 *
 * Colours become CSS variables with the light theme's value as fallback, so that the picture follows the page's theme; nothing in it runs,
 * loads or carries an inline style.
 *
 * @param chart - a chart
 * @param width - in pixels, default 720
 */
export async function staticSvg(chart: Chart, width = 720): Promise<StaticChart> {
  const window = await (ready ??= open());
  // Ids of clip paths come from here; the same figure must give the same bytes.
  window.eval("Math.random = (() => { let s = 1; return () => (s = (s * 16807) % 2147483647) / 2147483647; })()");
  const element = window.document.createElement("div");
  window.document.body.append(element);
  try {
    return await drawnIn(element, window, chart, width);
  } finally {
    // A figure that cannot be drawn must leave nothing behind either: the next one's ids would differ.
    window.Plotly.purge(element);
    element.remove();
  }
}

async function drawnIn(element: Element, window: PlotlyWindow, chart: Chart, width: number): Promise<StaticChart> {
  const layout = sized(structuredClone(chart.figure.layout), width);
  await window.Plotly.newPlot(element, {
    data: structuredClone(chart.figure.data),
    layout,
    config: { staticPlot: true },
  });
  const full = (
    element as unknown as {
      _fullLayout: { xaxis: Axis; yaxis: Axis; height: number; _size: { l: number; r: number; t: number; b: number } };
    }
  )._fullLayout;
  const axis = chart.cursor?.axis === "y" ? full.yaxis : full.xaxis;
  const cursor = (chart.cursor?.at ?? []).map((value) => Math.round((axis._offset + axis.d2p(value)) * 10) / 10);
  const raw = window.Plotly.Snapshot.toSVG(element, "svg");
  const height = full.height;
  const { l, r, t, b } = full._size;
  const anchors = ((chart.figure.layout["annotations"] ?? []) as { xanchor?: string }[]).map(({ xanchor }) => xanchor);
  return {
    svg: themedSvg(raw, window, { prefix: `${chart.id}-${width}`, anchors, textWidth }),
    width,
    height,
    plot: [l, t, width - r, height - b],
    cursor,
  };
}
