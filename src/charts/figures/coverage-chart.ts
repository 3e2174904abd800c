import type { Analysis } from "../../analysis/analysis.js";
import type { Span } from "../../time/span.js";
import type { DataQuality } from "../../sources/incident-data.js";
import { chart, type Chart } from "../chart.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { spanText } from "../../wording/clock.js";
import { daysText, timeAxis } from "../axes.js";
import { label } from "../label.js";
import { INKS, SERIES_STYLES } from "../theme.js";
import { amount, percent } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";
import { instant } from "../../time/instant.js";

const [HAVE, LACK] = SERIES_STYLES;
const MOST_SOURCES = 8;
const ROW = 46;

function headline(shown: readonly DataQuality[]): string {
  const broken = shown.find(({ balanced }) => !balanced);
  if (broken) return `Rows of ${label(broken.source, 30)} do not balance`;
  const rejected = shown.reduce((sum, row) => sum + row.rejected, 0);
  const seen = shown.reduce((sum, row) => sum + row.seen, 0);
  return rejected === 0
    ? "Every row is accounted for; none were rejected"
    : `Every row accounted for; ${amount(rejected)} of ${amount(seen)} rejected`;
}

function words({ kind, loaded, seen, rejected, duplicates, coverage }: DataQuality): string {
  // A list of events has no minutes that it ought to cover.
  const covered = kind === "events" ? "" : `, ${percent(coverage)} of minutes`;
  return `${amount(loaded)} of ${amount(seen)} rows, ${amount(rejected)} rejected, ${amount(duplicates)} repeated${covered}`;
}

function wholeSpan({ provenance, series }: Analysis): Span | null {
  if (provenance.dataSpan) return provenance.dataSpan;
  const [first, last] = [series.times[0], series.times[series.times.length - 1]];
  return first === undefined || last === undefined ? null : { from: first, to: last };
}

/**
 * Coverage and rejects: for each source the stretch of time with data, its gaps marked, and the balance of its rows. `null` without
 * sources or times.
 */
export function coverageChart(analysis: Analysis): Chart | null {
  requireAnalysis("coverageChart", analysis);
  const shown = analysis.dataQuality.slice(0, MOST_SOURCES);
  const span = wholeSpan(analysis);
  if (shown.length === 0 || !span) return null;
  const zone = zoneOf(analysis);
  const gaps = shown.flatMap(({ gaps: own }, i) => own.slice(0, 60).map(({ from, to }) => ({ from, to, i })));
  return chart(
    {
      id: "coverage",
      headline: headline(shown),
      subtitle: `Stretches with data by source${gaps.length > 0 ? ", gaps marked" : ""} · ${daysText(span, zone)}`,
      alt: shown
        .map((row) => `${row.source}: ${words(row)}, ${row.gaps.length} gaps`)
        .join("; ")
        .concat("."),
      data: [
        ...shown.map(({ source }, i) => ({
          type: "scatter",
          mode: "lines",
          x: [span.from, span.to],
          y: [i, i],
          name: label(source, 60),
          hoverinfo: "skip",
          line: { color: HAVE.color, width: 9 },
        })),
        ...(gaps.length > 0
          ? [
              {
                type: "scatter",
                mode: "markers",
                x: gaps.map(({ from, to }) => instant((Date.parse(from) + Date.parse(to)) / 2)),
                y: gaps.map(({ i }) => i),
                name: "gap",
                marker: { color: LACK.color, symbol: "x", size: 10, line: { color: INKS.paper, width: 1 } },
                text: gaps.map(({ from, to }) => `gap ${spanText(from, to, zone)}`),
                hovertemplate: "%{text}<extra></extra>",
              },
            ]
          : []),
      ],
      layout: {
        margin: { l: 24, r: 24 },
        hovermode: "closest",
        xaxis: timeAxis(span, zone),
        yaxis: { range: [shown.length - 0.5, -0.85], showticklabels: false, showgrid: false, showline: false },
        shapes: gaps.map(({ from, to, i }) => ({
          type: "rect",
          x0: from,
          x1: to,
          y0: i - 0.14,
          y1: i + 0.14,
          fillcolor: INKS.paper,
          line: { width: 0 },
        })),
        annotations: shown.map((row, i) => ({
          xref: "paper",
          x: 0,
          y: i,
          xanchor: "left",
          yanchor: "bottom",
          yshift: 8,
          showarrow: false,
          borderpad: 0,
          font: { color: INKS.text, size: 13 },
          text: `${label(row.source, 28)}: ${amount(row.loaded)} rows, ${amount(row.rejected)} rejected`,
        })),
      },
      height: ROW * shown.length + 70,
      table: {
        columns: [
          { name: "source", format: "text" },
          ...["seen", "loaded", "rejected", "duplicates", "header", "blank", "gaps"].map((name) => ({
            name,
            format: "amount" as const,
          })),
          { name: "coverage", format: "share" },
        ],
        rows: shown.map((row) => [
          row.source,
          row.seen,
          row.loaded,
          row.rejected,
          row.duplicates,
          row.header,
          row.blank,
          row.gaps.length,
          row.coverage,
        ]),
      },
      cursor: { axis: "y", at: shown.map((_, i) => i) },
    },
    analysis.incident.synthetic,
  );
}
