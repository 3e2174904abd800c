import type { Analysis } from "../../analysis/analysis.js";
import type { ServiceLevelFinding } from "../../audit/audit-finding.js";
import { words } from "../../analysis/brief/signal-words.js";
import { chart, type Chart } from "../chart.js";
import { shareAxis } from "../axes.js";
import { label } from "../label.js";
import { marksAbove } from "../marks.js";
import { INKS, SERIES_STYLES } from "../theme.js";
import { amount, percent } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";
import { instant } from "../../time/instant.js";

const [, CREDIT] = SERIES_STYLES;
const MOST_ROWS = 8;
const ROW = 64;

interface Row {
  readonly name: string;
  readonly minutes: number;
  readonly share: number | null;
}

/** One row a policy and window: every reading of the same window has the same break-even. */
function rows(serviceLevel: readonly ServiceLevelFinding[]): Row[] {
  const seen = new Map<string, Row>();
  const several = new Set(serviceLevel.map(({ policy }) => policy)).size > 1;
  for (const { policy, reading, windowMinutes, breakEvenFailureShare } of serviceLevel) {
    const window = reading.split(", ")[0] ?? reading;
    const name = several ? `${policy}, ${window}` : window;
    const key = `${policy} ${windowMinutes}`;
    const old = seen.get(key);
    if (!old || (old.share === null && breakEvenFailureShare !== null))
      seen.set(key, { name, minutes: windowMinutes, share: breakEvenFailureShare });
  }
  return [...seen.values()].slice(0, MOST_ROWS);
}

function headline(found: readonly Row[]): string {
  const shares = found.flatMap(({ share }) => (share === null ? [] : [share]));
  if (shares.length === 0) return "No window is long enough for a credit";
  const [low, high] = [Math.min(...shares), Math.max(...shares)];
  if (percent(low) === percent(high)) return `Credit begins at ${percent(low)} of failures`;
  return `Credit begins at ${percent(low)} to ${percent(high)}, by window`;
}

/** A window's name above its bar, and under the name where its credit begins: two lines that fit a phone. */
function rowNames({ name, minutes, share }: Row, i: number): object[] {
  const lines = [
    label(name.replace(/^the window of "(.*)" /, "$1, ").replace(/^the /, ""), 34),
    `${amount(Math.round(minutes))} min: ${share === null ? "never" : `from ${percent(share)}`}`,
  ];
  return lines.map((text, line) => ({
    xref: "paper",
    x: 0,
    y: i,
    xanchor: "left",
    yanchor: "bottom",
    yshift: line === 0 ? 25 : 8,
    showarrow: false,
    borderpad: 0,
    font: { color: INKS.text, size: 13 },
    bgcolor: INKS.paper,
    text,
  }));
}

/**
 * Break-even of the service credit: for each window the failure share from which downtime, weighed by it, earns a credit, against the
 * shares that were measured. `null` without a service level.
 */
export function breakEvenChart(analysis: Analysis): Chart | null {
  requireAnalysis("breakEvenChart", analysis);
  const found = rows(analysis.serviceLevel);
  if (found.length === 0) return null;
  const rates = Object.entries(analysis.rates).slice(0, 3);
  const most = Math.min(
    1,
    1.6 * Math.max(0.05, ...found.map(({ share }) => share ?? 0), ...rates.map(([, { rate }]) => rate.interval[1])),
  );
  const plot = ROW * found.length + 14;
  const styles = [SERIES_STYLES[0], SERIES_STYLES[2], SERIES_STYLES[3]];
  // The axis is linear, but the layer places its names by time: a share in milliseconds serves.
  const scaled = marksAbove(
    rates.map(([source, { rate }], i) => ({
      at: instant(rate.value * 1e6),
      text: `${words(source)} ${percent(rate.value)}`,
      color: (styles[i] ?? CREDIT).color,
    })),
    { from: instant(0), to: instant(most * 1e6) },
    plot,
  );
  const value = (iso: unknown): number => Date.parse(String(iso)) / 1e6;
  return chart(
    {
      id: "break-even",
      headline: headline(found),
      subtitle: "Failure share from which the weighed downtime earns a credit (bar), and the measured shares (lines)",
      alt: `${found.map(({ name, minutes, share }) => `${name}, ${amount(Math.round(minutes))} minutes: ${share === null ? "no credit at any share" : `credit from ${percent(share)}`}`).join("; ")}. Measured: ${rates.map(([source, { rate }]) => `${source} ${percent(rate.value)}`).join(", ")}.`,
      data: found.flatMap(({ share, name }, i) =>
        share === null
          ? []
          : [
              {
                type: "scatter",
                mode: "lines+markers",
                x: [share, most],
                y: [i, i],
                name: label(name, 60),
                hovertemplate: "%{x:.2%}<extra></extra>",
                line: { color: CREDIT.color, width: 7 },
                marker: { color: CREDIT.color, symbol: ["diamond", "line-ew"], size: [14, 1], opacity: 1 },
              },
            ],
      ),
      layout: {
        margin: { l: 14, t: scaled.top },
        hovermode: "closest",
        xaxis: { ...shareAxis(most / 1.06), range: [0, most], ticklabelstandoff: 5 },
        yaxis: { range: [found.length - 0.55, -0.9], showticklabels: false, showgrid: false, showline: false },
        shapes: [
          ...rates.map(([, { rate }], i) => ({
            type: "rect",
            x0: rate.interval[0],
            x1: rate.interval[1],
            yref: "paper",
            y0: 0,
            y1: 1,
            fillcolor: (styles[i] ?? CREDIT).color,
            opacity: 0.2,
            line: { width: 0 },
            layer: "below",
          })),
          ...scaled.shapes.map((shape) => ({
            ...shape,
            x0: value((shape as { x0: string }).x0),
            x1: value((shape as { x1: string }).x1),
          })),
        ],
        annotations: [
          ...scaled.annotations.map((annotation) => ({ ...annotation, x: value((annotation as { x: string }).x) })),
          ...found.flatMap(rowNames),
        ],
      },
      height: plot + scaled.top + 48,
      table: {
        columns: [
          { name: "policy and window", format: "text" },
          { name: "minutes", format: "amount" },
          { name: "credit begins at", format: "share" },
        ],
        rows: found.map(({ name, minutes, share }) => [name, minutes, share]),
      },
      cursor: { axis: "y", at: found.map((_, i) => i) },
    },
    analysis.incident.synthetic,
  );
}
