import type { Analysis } from "../../analysis/analysis.js";
import type { Counterfactual, RemediationFinding } from "../../remediation/effect/remediation-finding.js";
import { chart, type Chart } from "../chart.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { instant } from "../../time/instant.js";
import { clock, zoneName } from "../../wording/clock.js";
import { daysText, shareAxis, timeAxis } from "../axes.js";
import { label } from "../label.js";
import { directLabel, marksAbove } from "../marks.js";
import { outcomeSource } from "../minute-rates.js";
import { trafficBins } from "../traffic-bins.js";
import { INKS, SERIES_STYLES } from "../theme.js";
import { amount, estimateText, percent, pointsText } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";

const [SEEN, WITHOUT] = SERIES_STYLES;
const PLOT = 240;
const BOTTOM = 48;
/** Pixels that the middle of a name keeps from the line of zero. */
const NAME_ABOVE_ZERO = 9;
/** How much of the time before the remediation is shown, so that its effect has something to be seen against. */
const BEFORE_MS = 3_600_000;

function headline({ id, verdict, cumulative }: RemediationFinding): string {
  const name = label(id, 40).split(" ").slice(0, 3).join(" ");
  if (verdict === "helped")
    return cumulative
      ? `${name} avoided about ${amount(Math.round(cumulative.value))} failures`
      : `${name} brought failures down`;
  if (verdict === "harmed") return `Failures rose with ${name}`;
  return verdict === "no-effect"
    ? `${name} made no visible difference`
    : `These data cannot show whether ${name} helped`;
}

/** The course shown: what was observed from an hour before on, and from the remediation on what was expected without it. */
interface Course extends Counterfactual {
  /** Failures and attempts behind each observed share, where they are known. */
  readonly said: readonly string[];
}

/** Mean of the values that lie in a bin; `null` where none does. */
function meanIn(times: readonly string[], values: readonly number[], from: number, to: number): number | null {
  const inside = values.filter((_, i) => {
    const at = Date.parse(times[i] ?? "");
    return at >= from && at < to;
  });
  return inside.length === 0 ? null : inside.reduce((sum, value) => sum + value, 0) / inside.length;
}

/** The counterfactual in bins wide enough to read, with the hour before; as it is where the series does not carry its source. */
function courseOf(
  analysis: Analysis,
  series: Counterfactual,
): Course & { readonly expected: readonly (number | null)[][] } {
  const [first = "", last = ""] = [series.times[0], series.times[series.times.length - 1]];
  const source = outcomeSource(analysis);
  const start = Date.parse(analysis.series.times[0] ?? first);
  const from = instant(Math.max(start, Date.parse(first) - BEFORE_MS));
  const bins = source === null ? null : trafficBins(analysis, source, { from, to: last });
  const zone = zoneOf(analysis);
  if (!bins || bins.times.length < 2)
    return {
      ...series,
      said: series.observed.map((share, i) => `${clock(series.times[i] ?? "", zone)}: ${percent(share)}`),
      expected: [series.predicted, series.lower, series.upper].map((values) => [...values]),
    };
  const width = bins.widthSeconds * 1000;
  const mean = (values: readonly number[]): (number | null)[] =>
    bins.times.map((at) => meanIn(series.times, values, Date.parse(at), Date.parse(at) + width));
  return {
    ...series,
    times: bins.times,
    observed: bins.rate,
    said: bins.times.map(
      (at, i) =>
        `${clock(at, zone)}: ${amount(bins.failures[i] ?? 0)} of ${amount(bins.attempts[i] ?? 0)} failed, ${percent(bins.rate[i] ?? null)}`,
    ),
    expected: [mean(series.predicted), mean(series.lower), mean(series.upper)],
  };
}

function traces({ times, observed, said, expected }: ReturnType<typeof courseOf>): Record<string, unknown>[] {
  const [predicted = [], lower = [], upper = []] = expected;
  const line = { type: "scatter", mode: "lines" };
  const known = predicted.flatMap((value, i) => (value === null ? [] : [i]));
  const pick = <T>(values: readonly T[]): T[] => known.map((i) => values[i] as T);
  const x = pick(times);
  return [
    { ...line, x, y: pick(lower), line: { width: 0, color: WITHOUT.color }, hoverinfo: "skip", name: "lower" },
    {
      ...line,
      x,
      y: pick(upper),
      line: { width: 0, color: WITHOUT.color },
      fill: "tonexty",
      fillcolor: "rgba(213,94,0,0.18)",
      hoverinfo: "skip",
      name: "upper",
    },
    {
      ...line,
      x,
      y: pick(predicted),
      name: "without it",
      line: { color: WITHOUT.color, width: 2, dash: WITHOUT.dash },
      text: pick(predicted).map(withoutText),
      hovertemplate: "%{text}<extra></extra>",
    },
    {
      ...line,
      x: times,
      y: observed,
      name: "observed",
      line: { color: SEEN.color, width: 2, shape: "hv" },
      connectgaps: false,
      text: said,
      hovertemplate: "%{text}<extra></extra>",
    },
  ];
}

const withoutText = (share: number | null): string => `without it ${percent(share)}`;

/** What keys say at each bin: what hovering says of both lines. */
function sayings({ said, expected: [predicted = []] }: ReturnType<typeof courseOf>): readonly string[] {
  return said.map((text, i) =>
    (predicted[i] ?? null) === null ? text : `${text}, ${withoutText(predicted[i] ?? null)}`,
  );
}

/** Each line's name at its right end, beside the plot; where the ends meet, the names are moved apart. */
function names({ times, observed, expected }: ReturnType<typeof courseOf>, top: number): object[] {
  const last = times[times.length - 1];
  const seen = observed.findLast((value) => value !== null);
  const ends = expected[0]?.findLast((value) => value !== null) ?? null;
  if (last === undefined || seen === undefined || seen === null || ends === null) return [];
  const without = Math.min(top, Math.max(0, ends));
  const lack = Math.max(0, 18 - (Math.abs(without - seen) / top) * PLOT) / 2;
  const shift = without >= seen ? lack : -lack;
  // A name on the line of zero would meet the clock under it.
  const raised = Math.max(0, NAME_ABOVE_ZERO - (seen / top) * PLOT - Math.max(0, -shift));
  return [
    directLabel(last, without, "without it", WITHOUT.color, { yshift: shift }),
    directLabel(last, seen, "observed", SEEN.color, { yshift: raised - shift }),
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
  const zone = zoneOf(analysis);
  const course = courseOf(analysis, series);
  const span = { from: course.times[0] ?? first, to: last };
  const top = Math.max(
    1e-6,
    ...course.observed.map((value) => value ?? 0),
    ...(course.expected[2] ?? []).map((value) => value ?? 0),
  );
  const layer = marksAbove(
    [
      { at: found.from, text: `${found.id} from ${clock(found.from, zone)}`, color: INKS.text },
      ...(found.to === null ? [] : [{ at: found.to, text: `done ${clock(found.to, zone)}`, color: INKS.quiet }]),
    ].filter(({ at }) => Date.parse(at) >= Date.parse(span.from) && Date.parse(at) <= Date.parse(last)),
    span,
    PLOT,
  );
  const effect = found.effect
    ? `; effect ${/share/.test(found.unit) ? pointsText(found.effect) : estimateText(found.effect, found.unit)}`
    : "";
  return chart(
    {
      id: `remediation-${index + 1}`,
      headline: headline(found),
      subtitle: `Share failing, observed and as expected without ${found.id}${effect} · ${daysText(span, zone)}`,
      alt: `Observed failure rate from ${clock(span.from, zone)} to ${clock(last, zone)} ${zoneName(last, zone)} against the one expected without ${found.id}. ${found.why}`,
      data: traces(course),
      layout: {
        margin: { t: layer.top, b: BOTTOM, r: 76 },
        hovermode: "x",
        // The names beside the plot leave less room for clocks.
        xaxis: timeAxis(span, zone, 4),
        yaxis: shareAxis(top),
        shapes: layer.shapes,
        annotations: [...layer.annotations, ...names(course, top)],
      },
      height: PLOT + layer.top + BOTTOM,
      table: {
        columns: [
          { name: `time (${zoneName(last, zone)})`, format: "text" },
          { name: "observed", format: "share" },
          { name: "without it", format: "share" },
          { name: "low", format: "share" },
          { name: "high", format: "share" },
        ],
        rows: course.times.map((time, i) => [
          clock(time, zone),
          course.observed[i] ?? null,
          ...course.expected.map((values) => values[i] ?? null),
        ]),
      },
      cursor: { axis: "x", at: course.times, said: sayings(course) },
    },
    analysis.incident.synthetic,
  );
}
