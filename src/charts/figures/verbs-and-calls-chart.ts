import type { Analysis } from "../../analysis/analysis.js";
import type { Reconciliation } from "../../rates/rate-finding.js";
import { singular } from "../../rates/unit-names.js";
import { chart, type Chart } from "../chart.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { daysText, zeroAxis } from "../axes.js";
import { intervalRows, type IntervalRow } from "../interval-rows.js";
import { label } from "../label.js";
import { AXIS, INKS, SERIES_STYLES } from "../theme.js";
import { estimateText, percent } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";

const BARS = SERIES_STYLES[4];
const PANEL = 168;

function rateRows(
  { verbRate, callRate, exposedShare, predictedDropRate }: Reconciliation,
  verbs: string,
  calls: string,
): IntervalRow[] {
  const rows: (IntervalRow | null)[] = [
    { name: `${verbs} that failed`, estimate: verbRate, text: estimateText(verbRate, "share") },
    { name: `${calls} that failed`, estimate: callRate, text: estimateText(callRate, "share"), style: 1 },
    exposedShare && {
      name: `${calls} that attempted any of the ${verbs}`,
      estimate: exposedShare,
      text: estimateText(exposedShare, "share"),
      style: 2,
    },
    predictedDropRate && {
      name: `${calls} predicted to fail`,
      estimate: predictedDropRate,
      text: estimateText(predictedDropRate, "share"),
      style: 3,
    },
  ];
  return rows.filter((row) => row !== null);
}

function planned({ plannedVerbsPerCall }: Reconciliation): readonly number[] {
  return (plannedVerbsPerCall?.distribution ?? []).slice(0, 9);
}

function bars(shares: readonly number[]): Record<string, unknown>[] {
  return shares.length === 0
    ? []
    : [
        {
          type: "bar",
          x: shares.map((_, k) => k),
          y: shares,
          xaxis: "x2",
          yaxis: "y2",
          marker: { color: BARS.color },
          width: 0.62,
          name: "planned",
          text: shares.map((share) => percent(share).replace("\u00a0", " ")),
          textposition: "outside",
          cliponaxis: false,
          hovertemplate: "%{x}: %{y:.1%}<extra></extra>",
        },
      ];
}

function barsName(verbs: string, calls: string, split: number): object {
  return {
    xref: "paper",
    yref: "paper",
    x: 0,
    y: split,
    xanchor: "left",
    yanchor: "bottom",
    yshift: 6,
    showarrow: false,
    borderpad: 0,
    text: label(`${verbs} planned per ${singular(calls)}`, 44),
    font: { color: INKS.text, size: 13 },
  };
}

/**
 * The two rates side by side, with the share of units that were exposed and what it predicts; below, how many attempts a unit plans.
 * `null` without a reconciliation.
 */
export function verbsAndCallsChart(analysis: Analysis): Chart | null {
  requireAnalysis("verbsAndCallsChart", analysis);
  const { reconciliation: found, window } = analysis;
  if (!found) return null;
  const { verbs, calls } = found.names;
  const rows = rateRows(found, verbs, calls);
  const dots = intervalRows(rows);
  const shares = planned(found);
  const height = dots.height + (shares.length > 0 ? PANEL : 0) + 90;
  const split = shares.length > 0 ? (PANEL - 40) / (height - 62) : 0;
  const exposed = found.explanations.some(({ id, holds }) => holds === "supported" && /expos/.test(id));
  return chart(
    {
      id: "verbs-and-calls",
      headline: `${percent(found.verbRate.value)} of ${verbs} failed, ${percent(found.callRate.value)} of ${calls}`,
      subtitle: `Shares with ${Math.round(found.verbRate.level * 100)} % intervals over the measured window${shares.length > 0 ? `; below: ${verbs} planned per ${singular(calls)} in the baseline` : ""} · ${window ? daysText({ from: window.onset, to: window.recovery ?? window.onset }, zoneOf(analysis)) : "no window"}`,
      alt: `${rows.map(({ name, text }) => `${name}: ${text}`).join("; ")}.${exposed ? " The lower rate follows from units that attempted nothing and could not fail." : ""}${shares.length > 0 ? ` Planned per unit: ${shares.map((share, k) => `${k} in ${percent(share)}`).join(", ")}.` : ""}`,
      data: [...dots.data, ...bars(shares)],
      layout: {
        margin: { l: 16 },
        hovermode: "closest",
        xaxis: { ...zeroAxis(Math.max(...rows.map(({ estimate }) => estimate.interval[1]))), anchor: "y" },
        yaxis: { ...dots.yaxis, domain: [split === 0 ? 0 : split + 72 / (height - 62), 1] },
        ...(shares.length > 0
          ? {
              xaxis2: {
                ...AXIS,
                anchor: "y2",
                tickvals: shares.map((_, k) => k),
                ticktext: shares.map((_, k) => String(k)),
                showgrid: false,
              },
              yaxis2: {
                anchor: "x2",
                domain: [0, split],
                showticklabels: false,
                showgrid: false,
                zeroline: false,
                fixedrange: true,
                range: [0, 1.25 * Math.max(...shares)],
              },
            }
          : {}),
        annotations: [...dots.annotations, ...(shares.length > 0 ? [barsName(verbs, calls, split)] : [])],
      },
      height,
      table: {
        columns: [
          { name: "measure", format: "text" },
          { name: "share", format: "share" },
          { name: "low", format: "share" },
          { name: "high", format: "share" },
        ],
        rows: [
          ...rows.map(({ name, estimate: { value, interval } }) => [name, value, interval[0], interval[1]]),
          ...shares.map((share, k) => [`${calls} that plan ${k} of the ${verbs}`, share, null, null]),
        ],
      },
      cursor: { axis: "y", at: rows.map((_, i) => i) },
    },
    analysis.incident.synthetic,
  );
}
