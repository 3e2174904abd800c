import { inspect } from "node:util";
import { label } from "../charts/label.js";
import type { Chart, PlotlyFigure } from "../charts/chart.js";
import { staticSvg } from "../charts/static-svg.js";
import { PostmortemError } from "../incident/errors.js";
import { cellText } from "./cell-text.js";
import { escapeHtml } from "./markdown.js";
import type { MimeBundle } from "./notebook.js";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isFigure = (x: unknown): x is PlotlyFigure => isRecord(x) && Array.isArray(x.data) && isRecord(x.layout);
export const isChart = (x: unknown): x is Chart => isRecord(x) && isFigure(x.figure) && typeof x.headline === "string";

const titleText = (title: unknown): string => (typeof title === "string" ? title : isRecord(title) && typeof title.text === "string" ? title.text : "");

/** What a screen reader or a terminal gets of a figure that nobody described. */
function description({ data, layout }: PlotlyFigure): string {
  const names = data.map((trace) => (typeof trace.name === "string" ? trace.name : "")).filter((name) => name !== "");
  const axis = (name: string): string => titleText(isRecord(layout[name]) ? (layout[name] as Record<string, unknown>).title : undefined);
  const axes = [axis("yaxis"), axis("xaxis")].filter((text) => text !== "").join(" over ");
  return [axes, names.join(", ")].filter((text) => text !== "").join(": ") || `a chart of ${data.length} series`;
}

/** A plain figure as a chart: its title is the headline, its description is made from axis titles and series names. */
function described(figure: PlotlyFigure): Chart {
  const { title, ...layout } = figure.layout as Record<string, unknown>;
  return {
    id: "figure", headline: cellText(titleText(title).replace(/<[^>]*>/g, " ")), subtitle: "", alt: description(figure), synthetic: false,
    figure: { data: figure.data, layout }, table: { columns: [], rows: [] }, csv: "", cursor: null,
  };
}

/** Breaks a line for a title: Plotly does not, and a phone is about 45 characters wide. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.filter((line) => line !== "");
}

/** The figure as a notebook shows it: headline and subtitle inside, because there is no page around it to carry them. */
function titled({ figure, headline, subtitle }: Chart): PlotlyFigure {
  const heads = wrapped(headline, 44);
  const subs = wrapped(subtitle, 58);
  const top = 18 + heads.length * 22 + subs.length * 17;
  const { margin, height, ...layout } = figure.layout as Record<string, unknown>;
  const old = isRecord(margin) ? margin : {};
  const room = typeof old.t === "number" ? old.t : 14;
  const title = {
    text: heads.map((line) => `<b>${label(line)}</b>`).join("<br>"), x: 0, xref: "container", xanchor: "left", pad: { l: 8, t: 10 }, y: 1, yref: "container", yanchor: "top",
    font: { size: 16 }, subtitle: { text: subs.map((line) => label(line)).join("<br>"), font: { size: 12.5 } },
  };
  return {
    data: figure.data,
    layout: { ...layout, title, autosize: true, margin: { ...old, t: room + top }, height: (typeof height === "number" ? height : 340) + top },
  };
}

async function picture(chart: Chart): Promise<string> {
  try {
    const { svg, width } = await staticSvg(chart, 720);
    const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
    return `<img alt="${escapeHtml(chart.alt)}" width="${width}" style="max-width:100%;height:auto" src="${source}">`;
  } catch {
    // No picture of this figure: the sentence must do where the interactive chart cannot be shown.
    return `<p>${escapeHtml(chart.alt)}</p>`;
  }
}

/**
 * The output that `chart` shows, one with three types: the interactive figure for programs that draw Plotly, HTML with a
 * picture for the others, and a sentence.
 *
 * @param x - a chart of this library, or a Plotly figure `{ data, layout }`
 * @throws PostmortemError `data` when it is neither
 */
export async function chartOutput(x: unknown): Promise<MimeBundle> {
  if (!isChart(x) && !isFigure(x)) {
    throw new PostmortemError("data", `chart() requires a chart or a Plotly figure { data, layout }, got ${inspect(x, { depth: 0 })}.`);
  }
  const chart = isChart(x) ? x : described(x);
  const sentence = [chart.headline, chart.subtitle, chart.alt].filter((text) => text !== "").join(". ");
  const caption = `${chart.headline ? `<strong>${escapeHtml(chart.headline)}</strong><br>` : ""}${chart.subtitle ? `<small>${escapeHtml(chart.subtitle)}</small>` : ""}`;
  return {
    "application/vnd.plotly.v1+json": { ...titled(chart), config: { displaylogo: false } },
    "text/html": `<figure style="margin:0"><figcaption>${caption}</figcaption>${await picture(chart)}</figure>`,
    "text/plain": sentence,
  };
}
