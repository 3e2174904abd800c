import { csvText, type Cell } from "./csv-text.js";
import { capital } from "../wording/number.js";
import { baseLayout, INKS } from "./theme.js";

/** Plain Plotly JSON. */
export interface PlotlyFigure {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** One column of a chart's table. `format` says how its numbers read: a share 0…1 shows as per cent. */
export interface ChartColumn {
  readonly name: string;
  readonly format: "text" | "time" | "share" | "amount";
}

/** The numbers of a chart as a table. */
export interface ChartTable {
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a keyboard follows: the axis along which the table's rows run, and where each row lies on it. */
export interface ChartCursor {
  readonly axis: "x" | "y";
  readonly at: readonly (string | number)[];
  /** What hovering says at each row, so that keys say the same; without it a row is read out cell by cell. */
  readonly said?: readonly string[];
}

/** One chart, whole: the figure, what it says, and the same numbers for readers who do not see it. */
export interface Chart {
  /** Stable, kebab-case; the chart's anchor in a page. */
  readonly id: string;
  /** The message in at most ten words. */
  readonly headline: string;
  /** Measure, scope, period; says so when the data are synthetic. */
  readonly subtitle: string;
  /** Text alternative: what the chart shows and what is to be seen in it. */
  readonly alt: string;
  readonly synthetic: boolean;
  readonly figure: PlotlyFigure;
  readonly table: ChartTable;
  /** The table as CSV, safe to open in a spreadsheet. */
  readonly csv: string;
  /** `null` where no row has a place in the plot. */
  readonly cursor: ChartCursor | null;
}

/** What a chart function gives; `chart` adds what all charts share. */
export interface ChartParts extends Omit<Chart, "csv" | "cursor" | "figure" | "synthetic"> {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  /** Merged over the base layout, axes by key. */
  readonly layout: Readonly<Record<string, unknown>>;
  readonly height?: number;
  readonly cursor?: Chart["cursor"];
}

/** Said on every chart, finding and page of an incident whose data were simulated. */
export const SYNTHETIC_MARK = "demonstration on synthetic data";

const MARK_ANNOTATION = {
  text: SYNTHETIC_MARK,
  xref: "paper",
  yref: "paper",
  x: 1,
  y: 0,
  xanchor: "right",
  yanchor: "top",
  yshift: -25,
  borderpad: 0,
  showarrow: false,
  font: { size: 12.5, color: INKS.quiet },
  name: "synthetic-mark",
};

/** Room that the day under the clock takes, in pixels. */
const DAY_LINE = 17;

/** The mark of synthetic data, under the labels of the axis; the lower margin grows with it where these have two lines. */
function withMark(layout: Record<string, unknown>): Record<string, unknown> {
  const axis = layout["xaxis"];
  const texts = isRecord(axis) && Array.isArray(axis["ticktext"]) ? axis["ticktext"] : [];
  const lower = texts.some((text) => String(text).includes("<br>")) ? DAY_LINE : 0;
  const margin = isRecord(layout["margin"]) ? layout["margin"] : {};
  return {
    ...layout,
    height: Number(layout["height"]) + lower,
    margin: { ...margin, b: Number(margin["b"] ?? 0) + lower },
    annotations: [
      ...((layout["annotations"] as unknown[]) ?? []),
      { ...MARK_ANNOTATION, yshift: MARK_ANNOTATION.yshift - lower },
    ],
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function merged(base: Record<string, unknown>, over: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const out: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = out[key];
    out[key] = isRecord(old) && isRecord(value) ? merged(old, value) : value;
  }
  return out;
}

/** A chart from its parts: base layout, the mark of synthetic data, and the CSV of its table. */
export function chart(parts: ChartParts, synthetic: boolean): Chart {
  const layout = merged(baseLayout(parts.height ?? 340), parts.layout);
  return {
    id: parts.id,
    headline: capital(parts.headline),
    subtitle: synthetic ? `${parts.subtitle} · ${SYNTHETIC_MARK}` : parts.subtitle,
    alt: synthetic ? `${parts.alt} (${SYNTHETIC_MARK})` : parts.alt,
    synthetic,
    figure: {
      data: parts.data,
      layout: synthetic ? withMark(layout) : layout,
    },
    table: parts.table,
    csv: csvText(
      parts.table.columns.map(({ name }) => name),
      parts.table.rows,
    ),
    cursor: parts.cursor ?? null,
  };
}
