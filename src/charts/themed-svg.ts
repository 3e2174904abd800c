import type { DOMWindow } from "jsdom";
import { DARK } from "./theme.js";

// What survives of an inline style: as an attribute, because a page that forbids inline styles still draws attributes.
const KEPT = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-size",
  "font-weight",
  "text-anchor",
  "clip-path",
];
const DROPPED = [
  "data-unformatted",
  "data-math",
  "data-notex",
  "xlink:href",
  "class",
  "id",
  "style",
  "data-index",
  "stroke-miterlimit",
];

function hex(color: string): string {
  const parts = color.match(/^rgba?\((\d+), ?(\d+), ?(\d+)/);
  return parts
    ? `#${parts
        .slice(1, 4)
        .map((part) => Number(part).toString(16).padStart(2, "0"))
        .join("")}`
    : color.toLowerCase();
}

function variable(color: string): string {
  const value = hex(color);
  return value in DARK ? `var(--c${value.slice(1)},${value})` : value;
}

function moveStyle(element: Element): void {
  const style = (element as SVGElement).style;
  for (const name of KEPT) {
    const value = style?.getPropertyValue(name) || element.getAttribute(name) || "";
    if (value === "") continue;
    if (name === "fill" || name === "stroke") element.setAttribute(name, value === "none" ? "none" : variable(value));
    else element.setAttribute(name, value.replace(/px$/, ""));
    if (/-?opacity$/.test(name) && Number(value) === 1) element.removeAttribute(name);
  }
}

function rounded(text: string): string {
  return text.replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10));
}

function tidy(element: Element, prefix: string): void {
  moveStyle(element);
  const id = element.getAttribute("id");
  for (const name of DROPPED) element.removeAttribute(name);
  if (id && element.localName === "clipPath") element.setAttribute("id", `${prefix}-${id}`);
  const clip = element.getAttribute("clip-path")?.match(/#([\w-]+)/)?.[1];
  if (clip) element.setAttribute("clip-path", `url(#${prefix}-${clip})`);
  for (const name of ["d", "transform", "x", "y", "width", "height"]) {
    const value = element.getAttribute(name);
    if (value !== null) element.setAttribute(name, rounded(value));
  }
}

/** What draws nothing: unseen boxes, clips that no mark uses, transforms that move nothing, empty groups. */
function prune(root: Element): void {
  for (const box of root.querySelectorAll('rect[fill-opacity="0"]'))
    if (!(Number(box.getAttribute("stroke-opacity") ?? 1) > 0)) box.remove();
  const used = new Set([...root.querySelectorAll("[clip-path]")].map((element) => element.getAttribute("clip-path")));
  for (const clip of root.querySelectorAll("clipPath"))
    if (!used.has(`url(#${clip.getAttribute("id") ?? ""})`)) clip.remove();
  for (const element of root.querySelectorAll("[transform]")) {
    if (/^(translate\(0(,0)?\)|rotate\(0(,[^)]*)?\))$/.test(element.getAttribute("transform") ?? ""))
      element.removeAttribute("transform");
  }
  for (const defs of [...root.querySelectorAll("defs g, defs")].reverse())
    if (defs.childNodes.length === 0) defs.remove();
  for (const group of [...root.querySelectorAll("g")].reverse()) {
    if (group.childNodes.length === 0) group.remove();
    else if (group.attributes.length === 0) group.replaceWith(...group.childNodes);
  }
}

/** How a drawing is tidied: the prefix of its ids, and where each annotation's text is held. */
export interface Tidying {
  readonly prefix: string;
  readonly anchors: readonly (string | undefined)[];
  readonly textWidth: (element: Element) => number;
}

/**
 * Plotly sets an annotation's text about its centre, at half of a measured width; no two readers' fonts are equally wide, so the text
 * is held at the end that touches what it names.
 */
function holdTexts(root: Element, { anchors, textWidth }: Tidying): void {
  for (const group of root.querySelectorAll("g.annotation[data-index]")) {
    const side = anchors[Number(group.getAttribute("data-index"))];
    const text = group.querySelector("text");
    if (!text || (side !== "left" && side !== "right") || text.getAttribute("text-anchor") !== "middle") continue;
    const half = textWidth(text) / 2;
    for (const part of [text, ...text.querySelectorAll("tspan[x]")])
      part.setAttribute("x", String(Number(part.getAttribute("x")) + (side === "left" ? -half : half)));
    text.setAttribute("text-anchor", side === "left" ? "start" : "end");
  }
}

/** Plotly's SVG made small, safe and themed: no inline style, no class, no link, colours as CSS variables, ids of its own. */
export function themedSvg(raw: string, window: DOMWindow, tidying: Tidying): string {
  const { documentElement: root } = new window.DOMParser().parseFromString(raw, "image/svg+xml");
  holdTexts(root, tidying);
  for (const element of [root, ...root.querySelectorAll("*")]) tidy(element, tidying.prefix);
  for (const element of root.querySelectorAll("script,a,image,foreignObject,style")) element.remove();
  prune(root);
  root.setAttribute("viewBox", `0 0 ${root.getAttribute("width") ?? ""} ${root.getAttribute("height") ?? ""}`);
  root.removeAttribute("xmlns:xlink");
  root.setAttribute("aria-hidden", "true");
  root.setAttribute("focusable", "false");
  return new window.XMLSerializer().serializeToString(root);
}
