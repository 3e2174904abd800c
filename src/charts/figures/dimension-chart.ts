import type { Analysis } from "../../analysis/analysis.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { words } from "../../analysis/brief/signal-words.js";
import type { Breakdown, BreakdownRow } from "../../rates/rate-finding.js";
import { chart, type Chart } from "../chart.js";
import { daysText, zeroAxis } from "../axes.js";
import { intervalRows } from "../interval-rows.js";
import { label } from "../label.js";
import { amount, estimateText, percent } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";

/** Values shown, the largest first, where few stand apart; up to the second number where more do. */
const MOST_ROWS = [10, 40] as const;
/** Rows from which on name and value share a line. */
const MANY_ROWS = 12;
/** Adjusted chance of error up to which a part is said to differ. */
const ALPHA = 0.05;

/** The breakdown that differs most, of all sources. */
function telling({ rates }: Analysis): { source: string; breakdown: Breakdown; whole: number } | null {
  const all = Object.entries(rates).flatMap(([source, { breakdowns, rate }]) =>
    breakdowns.map((breakdown) => ({ source, breakdown, whole: rate.value })),
  );
  const usable = all.filter(({ breakdown }) => breakdown.rows.length > 1);
  return usable.sort((a, b) => a.breakdown.homogeneityP - b.breakdown.homogeneityP)[0] ?? null;
}

/** Every value that stands apart, then the largest others; in order of their rates. */
function shownRows(rows: readonly BreakdownRow[]): readonly BreakdownRow[] {
  const bySize = [...rows].sort((a, b) => b.attempts - a.attempts);
  const apart = bySize.filter(({ adjustedP }) => adjustedP < ALPHA).slice(0, MOST_ROWS[1]);
  const others = bySize.filter((row) => !apart.includes(row)).slice(0, Math.max(0, MOST_ROWS[0] - apart.length));
  return [...apart, ...others].sort((a, b) => b.rate.value - a.rate.value);
}

/** How many values are left out, and whether any of them stands apart; empty where none is. */
function leftOutText(rows: readonly BreakdownRow[], shown: readonly BreakdownRow[]): string {
  const left = rows.filter((row) => !shown.includes(row));
  const apart = left.filter(({ adjustedP }) => adjustedP < ALPHA).length;
  if (left.length === 0) return "";
  return apart === 0
    ? `; ${amount(left.length)} more like the rest, not shown`
    : `; ${amount(left.length)} more not shown, ${amount(apart)} of them apart`;
}

/**
 * Failure rates by the values of one dimension (the one that differs most), with intervals: every value that stands apart from the rest, and the
 * largest others, with how many are left out. `null` when no source was broken down.
 */
export function dimensionChart(analysis: Analysis): Chart | null {
  requireAnalysis("dimensionChart", analysis);
  const found = telling(analysis);
  if (!found) return null;
  const {
    source,
    breakdown: { dimension, rows, homogeneityP },
  } = found;
  const shown = shownRows(rows);
  const zone = zoneOf(analysis);
  const differ = homogeneityP < ALPHA;
  const dots = intervalRows(
    shown.map(({ value, rate, adjustedP }) => ({
      name: value === "" ? "(empty)" : value,
      estimate: rate,
      text: `${estimateText(rate, "share")}${adjustedP < ALPHA ? " *" : ""}`,
      style: adjustedP < ALPHA ? (1 as const) : (0 as const),
    })),
    "y",
    shown.length > MANY_ROWS,
  );
  const top = Math.max(found.whole, ...shown.map(({ rate }) => rate.interval[1]));
  const short = label(dimension, 30).split(" ").slice(0, 2).join(" ");
  return chart(
    {
      id: "rates-by-dimension",
      headline: differ ? `Failure rates differ by ${short}` : `No difference by ${short} is seen`,
      subtitle: `Share of ${words(source)} that failed by ${dimension}, ${Math.round((shown[0]?.rate.level ?? 0.95) * 100)} % intervals; line: all, ${percent(found.whole)}; *: apart from the rest${leftOutText(rows, shown)} · ${analysis.window ? daysText({ from: analysis.window.onset, to: analysis.window.recovery ?? analysis.window.onset }, zone) : "no window"}`,
      alt: `${shown.map(({ value, rate }) => `${value}: ${estimateText(rate, "share")}`).join("; ")}. ${differ ? "The rates differ" : "The rates do not differ"} beyond chance (p = ${homogeneityP < 0.001 ? "below 0.001" : homogeneityP.toFixed(3)}).`,
      data: dots.data,
      layout: {
        margin: { l: 14 },
        hovermode: "closest",
        xaxis: zeroAxis(top),
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
