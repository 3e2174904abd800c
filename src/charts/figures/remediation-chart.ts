import type { Analysis } from "../../analysis/analysis.js";
import type { Counterfactual, RemediationFinding } from "../../remediation/effect/remediation-finding.js";
import { chart, type Chart } from "../chart.js";
import { clock, day } from "../../wording/clock.js";
import { label } from "../label.js";
import { directLabel, marksAbove } from "../marks.js";
import { INKS, SERIES_STYLES } from "../theme.js";
import { amount, estimateText, pointsText } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";

const [SEEN, WITHOUT] = SERIES_STYLES;
const PLOT = 260;
const BOTTOM = 48;

function headline({ id, verdict, cumulative }: RemediationFinding): string {
  const name = label(id, 40).split(" ").slice(0, 3).join(" ");
  if (verdict === "helped")
    return cumulative
      ? `${name} avoided about ${amount(Math.round(cumulative.value))} failures`
      : `${name} brought failures down`;
  if (verdict === "harmed") return `Failures rose with ${name}`;
  return verdict === "no-effect" ? `No effect of ${name} is seen` : `Whether ${name} helped cannot be told`;
}

function traces({ times, observed, predicted, lower, upper }: Counterfactual): Record<string, unknown>[] {
  const line = { type: "scatter", mode: "lines", x: times };
  return [
    { ...line, y: lower, line: { width: 0, color: WITHOUT.color }, hoverinfo: "skip", name: "lower" },
    {
      ...line,
      y: upper,
      line: { width: 0, color: WITHOUT.color },
      fill: "tonexty",
      fillcolor: "rgba(213,94,0,0.18)",
      hoverinfo: "skip",
      name: "upper",
    },
    {
      ...line,
      y: predicted,
      name: "without it",
      line: { color: WITHOUT.color, width: 2, dash: WITHOUT.dash },
      hovertemplate: "without it %{y:.1%}<extra></extra>",
    },
    {
      ...line,
      y: observed,
      name: "observed",
      line: { color: SEEN.color, width: 1.75 },
      connectgaps: false,
      hovertemplate: "observed %{y:.1%}<extra></extra>",
    },
  ];
}

/** Each line's name at its right end, beside the plot; where the ends meet, the names are moved apart. */
function names({ times, observed, predicted, upper }: Counterfactual): object[] {
  const last = times[times.length - 1];
  const seen = observed.findLast((value) => value !== null);
  if (last === undefined || seen === undefined || seen === null) return [];
  const top = Math.max(...upper, ...observed.map((value) => value ?? 0), 1e-9);
  const without = Math.min(top, Math.max(0, predicted[predicted.length - 1] ?? 0));
  const lack = Math.max(0, 18 - (Math.abs(without - seen) / top) * PLOT) / 2;
  const shift = without >= seen ? lack : -lack;
  return [
    directLabel(last, without, "without it", WITHOUT.color, { yshift: shift }),
    directLabel(last, seen, "observed", SEEN.color, { yshift: 0 - shift }),
  ];
}

/**
 * The failure rate under one remediation against the series without it, with the interval of the latter. `null` when the remediation has
 * no counterfactual.
 *
 * @param index - its place in `analysis.remediations`
 */
export function remediationChart(analysis: Analysis, index: number): Chart | null {
  requireAnalysis("remediationChart", analysis);
  const found = analysis.remediations[index];
  const series = found?.counterfactual;
  const first = series?.times[0];
  const last = series?.times[series.times.length - 1];
  if (!found || !series || first === undefined || last === undefined) return null;
  const layer = marksAbove(
    [
      { at: found.from, text: `${found.id} from ${clock(found.from)}`, color: INKS.text },
      ...(found.to === null ? [] : [{ at: found.to, text: `done ${clock(found.to)}`, color: INKS.quiet }]),
    ].filter(({ at }) => Date.parse(at) >= Date.parse(first) && Date.parse(at) <= Date.parse(last)),
    { from: first, to: last },
    PLOT,
  );
  const effect = found.effect
    ? `; effect ${found.unit === "share" ? pointsText(found.effect) : estimateText(found.effect, found.unit)}`
    : "";
  return chart(
    {
      id: `remediation-${index + 1}`,
      headline: headline(found),
      subtitle: `Share failing, observed and as expected without ${found.id}${effect} · ${day(first)}, UTC`,
      alt: `Observed failure rate from ${clock(first)} to ${clock(last)} UTC against the one expected without ${found.id}. ${found.why}`,
      data: traces(series),
      layout: {
        margin: { t: layer.top, b: BOTTOM, r: 76 },
        xaxis: { type: "date", range: [first, last], tickformat: "%H:%M", hoverformat: "%H:%M UTC" },
        yaxis: { tickformat: ".0%", rangemode: "tozero" },
        shapes: layer.shapes,
        annotations: [...layer.annotations, ...names(series)],
      },
      height: PLOT + layer.top + BOTTOM,
      table: {
        columns: [
          { name: "time (UTC)", format: "time" },
          { name: "observed", format: "share" },
          { name: "without it", format: "share" },
          { name: "low", format: "share" },
          { name: "high", format: "share" },
        ],
        rows: series.times.map((time, i) => [
          time,
          series.observed[i] ?? null,
          series.predicted[i] ?? null,
          series.lower[i] ?? null,
          series.upper[i] ?? null,
        ]),
      },
      cursor: { axis: "x", at: series.times },
    },
    analysis.incident.synthetic,
  );
}
