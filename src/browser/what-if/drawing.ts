import type { Courses } from "./answer.js";

const HEIGHT = 230;
const LEFT = 52;
const RIGHT = 8;
const BOTTOM = 24;
/** Room for the two lines that name the curves. */
const TOP = 40;
/** Distances of ticks, as shares; the first that leaves at most this many is taken. */
const TICKS = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
const MOST_TICKS = 4.5;

interface Scale {
  readonly width: number;
  readonly top: number;
  readonly x: (bin: number) => number;
  readonly y: (share: number) => number;
}

type Shares = readonly (number | null)[];

function svg(name: string, attributes: Readonly<Record<string, string | number>>, text = ""): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== "") element.textContent = text;
  return element;
}

function scaleOf(observed: Shares, changed: Shares, width: number): Scale {
  const top = 1.1 * Math.max(0.01, ...observed.map((share) => share ?? 0), ...changed.map((share) => share ?? 0));
  const last = Math.max(1, observed.length - 1);
  return {
    width,
    top,
    x: (bin) => LEFT + ((width - LEFT - RIGHT) * bin) / last,
    y: (share) => HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - TOP) * share) / top,
  };
}

function point({ x, y }: Scale, bin: number, share: number): string {
  return `${x(bin).toFixed(1)},${y(share).toFixed(1)}`;
}

/** A line through what is known, broken where nothing is. */
function path(shares: Shares, scale: Scale): string {
  return shares
    .map((share, bin) => {
      if (share === null) return "";
      const starts = bin === 0 || (shares[bin - 1] ?? null) === null;
      return (starts ? "M" : "L") + point(scale, bin, share);
    })
    .join("");
}

function shareAxis({ top, width, y }: Scale): SVGElement[] {
  const step = TICKS.find((each) => top / each <= MOST_TICKS) ?? 0.5;
  const ticks = Array.from({ length: Math.ceil(top / step) }, (_, i) => i * step);
  return ticks.flatMap((at) => [
    svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(at), y2: y(at), stroke: "var(--cdde1e5)" }),
    svg(
      "text",
      { x: LEFT - 6, y: y(at) + 4, "text-anchor": "end", fill: "var(--quiet)" },
      `${Number((100 * at).toFixed(2))} %`,
    ),
  ]);
}

function timeAxis({ x }: Scale, bins: number, clock: (bin: number) => string): SVGElement[] {
  const anchors = [
    [0, "start"],
    [0.5, "middle"],
    [1, "end"],
  ] as const;
  return anchors.map(([part, anchor]) => {
    const at = part * (bins - 1);
    return svg("text", { x: x(at), y: HEIGHT - 6, "text-anchor": anchor, fill: "var(--quiet)" }, clock(Math.round(at)));
  });
}

function bandOf(band: Courses["band"], scale: Scale): SVGElement {
  const known = band.flatMap((pair, bin) => (pair ? [[bin, pair] as const] : []));
  const edge = (side: 0 | 1): string[] => known.map(([bin, pair]) => point(scale, bin, pair[side]));
  return svg("polygon", {
    points: [...edge(1), ...edge(0).reverse()].join(" "),
    fill: "var(--cd55e00)",
    "fill-opacity": 0.18,
  });
}

function curve(shares: Shares, scale: Scale, color: string, style: Readonly<Record<string, string | number>>) {
  return svg("path", { d: path(shares, scale), fill: "none", stroke: color, ...style });
}

/** The observed course and, where there is an answer, the one under the chosen action with its interval. */
export function drawCourses(
  observed: Shares,
  changed: Courses | null,
  { narrow, clock }: { readonly narrow: boolean; readonly clock: (bin: number) => string },
): SVGElement {
  const width = narrow ? 320 : 660;
  const scale = scaleOf(observed, changed?.mean ?? [], width);
  const root = svg("svg", {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    width: "100%",
    "aria-hidden": "true",
    "font-size": 13,
  });
  root.append(...shareAxis(scale), ...timeAxis(scale, observed.length, clock));
  if (changed) root.append(bandOf(changed.band, scale));
  root.append(
    curve(observed, scale, "var(--c0072b2)", { "stroke-width": 1.75 }),
    svg("text", { x: LEFT, y: 13, fill: "var(--c0072b2)" }, "— observed"),
  );
  if (changed)
    root.append(
      curve(changed.mean, scale, "var(--cd55e00)", { "stroke-width": 2.25, "stroke-dasharray": "7 4" }),
      svg("text", { x: LEFT, y: 30, fill: "var(--cd55e00)" }, "- - with the chosen actions, 90 % interval shaded"),
    );
  return root;
}
