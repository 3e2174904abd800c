import { createRequire } from "node:module";
import type { Chart } from "./chart.js";
import { SYNTHETIC_MARK } from "./chart.js";
import { staticSvg } from "./static-svg.js";
import { INKS } from "./theme.js";

/** How a chart becomes a picture of its own. */
export interface PictureOptions {
  /** Width in pixels of the drawing; a PNG has `scale` times as many. Default 780. */
  readonly width?: number;
  /** Pixels of a PNG for each of the drawing; default 3, for print. */
  readonly scale?: number;
}

const MARGIN = 24;
const HEADLINE = 22;
const SUBTITLE = 14;
const FAMILY = "DejaVu Sans";
const DEFAULT_WIDTH = 780;
const DEFAULT_SCALE = 3;

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** Words of a text in lines of at most so many characters. */
function lines(text: string, longest: number): readonly string[] {
  const found: string[] = [];
  for (const word of text.split(" ")) {
    const last = found[found.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= longest) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}

/** A chart with its headline and subtitle as one SVG on white paper, colours resolved, for life outside a page. */
async function wholeSvg(chart: Chart, width: number): Promise<string> {
  const drawn = await staticSvg(chart, width);
  const subtitle = lines(chart.subtitle.replace(` · ${SYNTHETIC_MARK}`, ""), Math.floor(width / (SUBTITLE * 0.62)));
  const headline = lines(chart.headline, Math.floor(width / (HEADLINE * 0.64)));
  const top = MARGIN + headline.length * HEADLINE * 1.25 + subtitle.length * SUBTITLE * 1.4 + 10;
  const text = (content: string, y: number, size: number, weight: string, fill: string): string =>
    `<text x="${MARGIN}" y="${y.toFixed(1)}" font-family="${FAMILY}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escaped(content)}</text>`;
  const heads = headline.map((line, i) =>
    text(line, MARGIN + HEADLINE + i * HEADLINE * 1.25, HEADLINE, "bold", INKS.text),
  );
  const under = MARGIN + headline.length * HEADLINE * 1.25;
  const subs = subtitle.map((line, i) =>
    text(line, under + SUBTITLE * 1.3 + i * SUBTITLE * 1.4, SUBTITLE, "normal", INKS.quiet),
  );
  const inner = drawn.svg
    .replace(/var\(--c[0-9a-f]{6},(#[0-9a-f]{6})\)/g, "$1")
    .replace(/^<svg[^>]*>/, (tag) => tag.replace(/ (?:width|height|x|y)="[^"]*"/g, ""))
    .replace(/^<svg/, `<svg x="${MARGIN}" y="${top.toFixed(1)}" width="${width}" height="${drawn.height}"`);
  const [w, h] = [width + 2 * MARGIN, Math.ceil(top + drawn.height + MARGIN / 2)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" font-family="${FAMILY}" role="img" aria-label="${escaped(chart.alt)}"><rect width="${w}" height="${h}" fill="${INKS.paper}"/>${heads.join("")}${subs.join("")}${inner}</svg>`;
}

async function drawn(chart: Chart, { width = DEFAULT_WIDTH, scale = DEFAULT_SCALE }: PictureOptions) {
  const { Resvg } = await import("@resvg/resvg-js");
  const { resolve } = createRequire(import.meta.url);
  const font = (name: string): string => resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);
  return new Resvg(await wholeSvg(chart, width), {
    fitTo: { mode: "zoom", value: scale },
    // Fonts of the library only: the same picture on every machine.
    font: {
      loadSystemFonts: false,
      fontFiles: [font("DejaVuSans"), font("DejaVuSans-Bold")],
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
  });
}

/**
 * A chart as an SVG of its own: headline, subtitle and drawing, letters as outlines so that it looks alike wherever it is opened.
 *
 * @param chart - a chart
 * @param options - width
 */
export async function chartSvg(chart: Chart, options: PictureOptions = {}): Promise<string> {
  return (await drawn(chart, options)).toString();
}

/**
 * A chart as a PNG for print or for a chat: headline, subtitle and drawing.
 *
 * @param chart - a chart
 * @param options - width, and pixels for each of the drawing
 */
export async function chartPng(chart: Chart, options: PictureOptions = {}): Promise<Buffer> {
  return (await drawn(chart, options)).render().asPng();
}
