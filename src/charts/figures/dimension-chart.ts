import type { Analysis } from "../../analysis/analysis.js";
import type { Breakdown } from "../../rates/rate-finding.js";
import { chart, type Chart } from "../chart.js";
import { day } from "../../wording/clock.js";
import { intervalRows } from "../interval-rows.js";
import { label } from "../label.js";
import { estimateText, percent } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";

const MOST_ROWS = 10;
const ALPHA = 0.05;

/** The breakdown that differs most, of all sources. */
function telling({ rates }: Analysis): { source: string; breakdown: Breakdown; whole: number } | null {
  const all = Object.entries(rates).flatMap(([source, { breakdowns, rate }]) =>
    breakdowns.map((breakdown) => ({ source, breakdown, whole: rate.value })),
  );
  const usable = all.filter(({ breakdown }) => breakdown.rows.length > 1);
  return usable.sort((a, b) => a.breakdown.homogeneityP - b.breakdown.homogeneityP)[0] ?? null;
}

/**
 * Failure rates by the values of one dimension (the one that differs most), with intervals; the largest groups. `null` when no source
 * was broken down.
 */
export function dimensionChart(analysis: Analysis): Chart | null {
  requireAnalysis("dimensionChart", analysis);
  const found = telling(analysis);
  if (!found) return null;
  const {
    source,
    breakdown: { dimension, rows, homogeneityP },
  } = found;
  const shown = [...rows]
    .sort((a, b) => b.attempts - a.attempts)
    .slice(0, MOST_ROWS)
    .sort((a, b) => b.rate.value - a.rate.value);
  const differ = homogeneityP < ALPHA;
  const dots = intervalRows(
    shown.map(({ value, rate, adjustedP }) => ({
      name: value === "" ? "(empty)" : value,
      estimate: rate,
      text: `${estimateText(rate, "share")}${adjustedP < ALPHA ? " *" : ""}`,
      style: adjustedP < ALPHA ? (1 as const) : (0 as const),
    })),
  );
  const short = label(dimension, 30).split(" ").slice(0, 2).join(" ");
  return chart(
    {
      id: "rates-by-dimension",
      headline: differ ? `Failure rates differ by ${short}` : `No difference by ${short} is seen`,
      subtitle: `Share of ${source} that failed by ${dimension}, ${Math.round((shown[0]?.rate.level ?? 0.95) * 100)} % intervals; line: all, ${percent(found.whole)}; *: apart from the rest · ${analysis.window ? day(analysis.window.onset) : "no window"}, UTC`,
      alt: `${shown.map(({ value, rate }) => `${value}: ${estimateText(rate, "share")}`).join("; ")}. ${differ ? "The rates differ" : "The rates do not differ"} beyond chance (p = ${homogeneityP < 0.001 ? "below 0.001" : homogeneityP.toFixed(3)}).`,
      data: dots.data,
      layout: {
        margin: { l: 14 },
        hovermode: "closest",
        xaxis: { tickformat: ".0%", rangemode: "tozero" },
        yaxis: dots.yaxis,
        annotations: dots.annotations,
        shapes: [
          {
            type: "line",
            x0: found.whole,
            x1: found.whole,
            yref: "paper",
            y0: 0,
            y1: 1,
            line: { width: 1.5, dash: "dot", color: "#565f68" },
            layer: "below",
          },
        ],
      },
      height: dots.height + 62,
      table: {
        columns: [
          { name: dimension, format: "text" },
          { name: "failures", format: "amount" },
          { name: "attempts", format: "amount" },
          { name: "share", format: "share" },
          { name: "low", format: "share" },
          { name: "high", format: "share" },
        ],
        rows: shown.map(({ value, failures, attempts, rate }) => [
          value,
          failures,
          attempts,
          rate.value,
          rate.interval[0],
          rate.interval[1],
        ]),
      },
      cursor: { axis: "y", at: shown.map((_, i) => i) },
    },
    analysis.incident.synthetic,
  );
}
