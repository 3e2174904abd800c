import type { Analysis } from "../../analysis/analysis.js";
import type { WhatIfFinding } from "../../remediation/effect/remediation-finding.js";
import type { Estimate } from "../../stats/estimate.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { daysText } from "../axes.js";
import { chart, type Chart } from "../chart.js";
import { intervalRows } from "../interval-rows.js";
import { amount, estimateText } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";

const MOST_ROWS = 8;
const STYLE = { design: 0, model: 1, none: 4 } as const;
const TAG = { design: "by design", model: "by the model only", none: "refused" } as const;

type ShownWhatIf = WhatIfFinding & { readonly failuresAvoided: Estimate };

function headline(told: readonly ShownWhatIf[], all: number): string {
  const [best, next] = [...told].sort((a, b) => b.failuresAvoided.value - a.failuresAvoided.value);
  if (!best) return `These data answer none of ${all} what-ifs`;
  // No change is named as best while another may be as good.
  if (next && next.failuresAvoided.interval[1] >= best.failuresAvoided.interval[0])
    return `Several changes would have avoided about as many failures`;
  return `${next ? "The best" : "One"} change would have avoided ${amount(Math.round(best.failuresAvoided.value))} failures`;
}

/** Failures that other actions would have avoided, with intervals and how each is identified; refused ones are in the table. `null` without any. */
export function whatIfChart(analysis: Analysis): Chart | null {
  requireAnalysis("whatIfChart", analysis);
  const { window } = analysis;
  const whatIf = analysis.whatIf.filter(({ applies }) => applies);
  const told = whatIf.filter((found): found is ShownWhatIf => found.failuresAvoided !== null).slice(0, MOST_ROWS);
  if (told.length === 0) return null;
  const dots = intervalRows(
    told.map(({ change, failuresAvoided, identification }) => ({
      name: change,
      estimate: failuresAvoided,
      text: `${estimateText(failuresAvoided, "")}, ${TAG[identification]}`,
      style: STYLE[identification],
    })),
  );
  return chart(
    {
      id: "what-if",
      headline: headline(told, whatIf.length),
      subtitle: `Failures avoided had another action been taken, with ${Math.round((told[0]?.failuresAvoided.level ?? 0.9) * 100)} % intervals${window ? ` · ${daysText({ from: window.onset, to: window.recovery ?? window.onset }, zoneOf(analysis))}` : ""}`,
      alt: whatIf
        .map(
          ({ change, failuresAvoided, identification }) =>
            `${change}: ${failuresAvoided ? estimateText(failuresAvoided, "failures avoided") : "not known"} (${TAG[identification]})`,
        )
        .join("; ")
        .concat("."),
      data: dots.data,
      layout: {
        margin: { l: 14 },
        hovermode: "closest",
        xaxis: { rangemode: "tozero", separatethousands: true },
        yaxis: dots.yaxis,
        annotations: dots.annotations,
      },
      height: dots.height + 62,
      table: {
        columns: [
          { name: "change", format: "text" },
          { name: "failures avoided", format: "amount" },
          { name: "low", format: "amount" },
          { name: "high", format: "amount" },
          { name: "identified", format: "text" },
        ],
        rows: whatIf.map(({ change, failuresAvoided, identification }) => [
          change,
          failuresAvoided?.value ?? null,
          failuresAvoided?.interval[0] ?? null,
          failuresAvoided?.interval[1] ?? null,
          TAG[identification],
        ]),
      },
      cursor: { axis: "y", at: told.map((_, i) => i) },
    },
    analysis.incident.synthetic,
  );
}
