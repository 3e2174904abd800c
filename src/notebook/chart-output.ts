import { inspect } from "node:util";
import type { Chart, PlotlyFigure } from "../charts/chart.js";
import { staticSvg } from "../charts/static-svg.js";
import { PostmortemError } from "../errors/errors.js";
import { cellText } from "./cell-text.js";
import { escapeHtml } from "./markdown.js";
import type { MimeBundle } from "./notebook.js";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isFigure = (x: unknown): x is PlotlyFigure => isRecord(x) && Array.isArray(x.data) && isRecord(x.layout);
export const isChart = (x: unknown): x is Chart => isRecord(x) && isFigure(x.figure) && typeof x.headline === "string";

const titleText = (title: unknown): string =>
  typeof title === "string" ? title : isRecord(title) && typeof title.text === "string" ? title.text : "";

/** What a screen reader or a terminal gets of a figure that nobody described. */
function description({ data, layout }: PlotlyFigure): string {
  const names = data.map((trace) => (typeof trace.name === "string" ? trace.name : "")).filter((name) => name !== "");
  const axis = (name: string): string =>
    titleText(isRecord(layout[name]) ? (layout[name] as Record<string, unknown>).title : undefined);
  const axes = [axis("yaxis"), axis("xaxis")].filter((text) => text !== "").join(" over ");
  return [axes, names.join(", ")].filter((text) => text !== "").join(": ") || `a chart of ${data.length} series`;
}

/** A plain figure as a chart: its title is the headline, its description is made from axis titles and series names. */
function described(figure: PlotlyFigure): Chart {
  const { title, ...layout } = figure.layout as Record<string, unknown>;
  return {
    id: "figure",
    headline: cellText(titleText(title).replace(/<[^>]*>/g, " ")),
    subtitle: "",
    alt: description(figure),
    synthetic: false,
    figure: { data: figure.data, layout },
    table: { columns: [], rows: [] },
    csv: "",
    cursor: null,
  };
}

/** Widths at which a picture is drawn: for a page, and for a phone, where the wide one would be too small to read. */
const WIDE = 720;
const NARROW = 350;
/** Page up to which the narrow picture is shown. */
const PHONE = "(max-width:32rem)";
/** An image does not take its letters from the page around it. */
const FAMILY = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif";

async function drawnAs(chart: Chart, width: number): Promise<string> {
  const { svg } = await staticSvg(chart, width);
  const lettered = svg.replace(/^<svg /, `<svg font-family="${FAMILY}" `);
  return `data:image/svg+xml;base64,${Buffer.from(lettered).toString("base64")}`;
}

async function picture(chart: Chart): Promise<string> {
  try {
    const [wide, narrow] = [await drawnAs(chart, WIDE), await drawnAs(chart, NARROW)];
    return `<picture><source media="${PHONE}" srcset="${narrow}"><img alt="${escapeHtml(chart.alt)}" style="max-width:100%;height:auto" src="${wide}"></picture>`;
  } catch {
    // No picture of this figure: the sentence must do where the interactive chart cannot be shown.
    return `<p>${escapeHtml(chart.alt)}</p>`;
  }
}

/** A chart and what is said above it. */
export interface ChartOutputs {
  /** Headline and subtitle as text of the page, so that they wrap at any width; `null` when there are none. */
  readonly caption: MimeBundle | null;
  /** The chart, one output with three types: the interactive figure, HTML with a picture, and a sentence. */
  readonly chart: MimeBundle;
}

function caption({ headline, subtitle }: Chart): MimeBundle | null {
  if (headline === "" && subtitle === "") return null;
  const first = headline ? `<strong>${escapeHtml(headline)}</strong>` : "";
  const second = subtitle ? `<br><small>${escapeHtml(subtitle)}</small>` : "";
  return {
    "text/html": `<div style="margin-top:.6em">${first}${second}</div>`,
    "text/plain": [headline, subtitle].filter((text) => text !== "").join(". "),
  };
}

/**
 * What `chart` shows: the caption, and one output with three types, the interactive figure for programs that draw Plotly, HTML
 * with a picture for the others, and a sentence.
 *
 * @param x - a chart of this library, or a Plotly figure `{ data, layout }`
 * @throws PostmortemError `data` when it is neither
 */
export async function chartOutput(x: unknown): Promise<ChartOutputs> {
  if (!isChart(x) && !isFigure(x)) {
    throw new PostmortemError(
      "data",
      `chart() requires a chart or a Plotly figure { data, layout }, got ${inspect(x, { depth: 0 })}.`,
    );
  }
  const chart = isChart(x) ? x : described(x);
  const { data, layout } = chart.figure;
  return {
    caption: caption(chart),
    chart: {
      "application/vnd.plotly.v1+json": { data, layout: { ...layout, autosize: true }, config: { displaylogo: false } },
      "text/html": `<figure style="margin:0">${await picture(chart)}</figure>`,
      "text/plain": chart.alt,
    },
  };
}
