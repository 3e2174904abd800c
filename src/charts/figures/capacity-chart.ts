import type { Analysis } from "../../analysis/analysis.js";
import type { Span } from "../../time/span.js";
import { chart, type Chart } from "../chart.js";
import { words } from "../../analysis/brief/signal-words.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { clock, spanText, zoneName } from "../../wording/clock.js";
import { daysText, levelAxis, shareAxis, timeAxis } from "../axes.js";
import { label } from "../label.js";
import { marksAbove } from "../marks.js";
import { outcomeSource, shownSpan } from "../minute-rates.js";
import { joinedBins, levelOf } from "../signal-bins.js";
import { trafficBins } from "../traffic-bins.js";
import { AXIS, INKS, SERIES_STYLES } from "../theme.js";
import { amount, capital, percent } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";

const MOST_PANELS = 4;
const PANEL = 132;
const SPACE = 34;

interface Panel {
  readonly name: string;
  readonly times: readonly string[];
  readonly values: readonly (number | null)[];
  readonly share: boolean;
}

/** The failure rate of bins wide enough to read, at each of finer moments. */
function heldRates(analysis: Analysis, source: string, span: Span, times: readonly string[]): (number | null)[] | null {
  const bins = trafficBins(analysis, source, span);
  if (!bins) return null;
  let place = 0;
  return times.map((time) => {
    while ((bins.times[place + 1] ?? "9") <= time) place++;
    return bins.rate[place] ?? null;
  });
}

/** The failure rate on top, then the gauges: those first that remediations name, the dose before what it acts through. */
function panels(analysis: Analysis, span: Span): Panel[] {
  const source = outcomeSource(analysis);
  const { bins } = joinedBins(analysis, span);
  const times = bins.map(([at]) => at);
  const rates = source === null ? null : heldRates(analysis, source, span, times);
  const named = [
    ...analysis.remediations.map(({ gauge }) => gauge),
    ...analysis.remediations.map(({ through }) => through),
  ];
  const rank = (name: string): number => (named.includes(name) ? named.indexOf(name) : named.length);
  const gauges = [...analysis.series.values].sort((a, b) => rank(a.source) - rank(b.source));
  return [
    ...(rates ? [{ name: `share of ${words(source ?? "")} failing`, times, values: rates, share: true }] : []),
    ...gauges.map(({ source: name, values }) => ({
      name: words(name),
      times,
      values: bins.map(([, places]) =>
        levelOf(
          places.map((i) => values[i] ?? null),
          false,
        ),
      ),
      share: false,
    })),
  ].slice(0, MOST_PANELS);
}

/** A value as the chart's table writes it. */
function valueText(value: number | null, share: boolean): string {
  return value === null ? "no data" : share ? percent(value) : amount(value);
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function headline(analysis: Analysis, gauge: Panel): string {
  const values = known(gauge.values);
  const [first, last] = [values[0] ?? 0, values[values.length - 1] ?? 0];
  const added = analysis.remediations[0];
  const name = label(gauge.name, 30).split(" ").slice(0, 2).join(" ");
  if (values.length === 0 || Math.abs(last - first) < 0.02 * Math.abs(first))
    return `Failures against ${name}, on one time axis`;
  return `${name} went from ${amount(Math.round(first))} to ${amount(Math.round(last))}${added ? `, starting ${clock(added.from, zoneOf(analysis))}` : ""}`;
}

/** Each panel's name above it, in its line's colour. */
function panelNames(shown: readonly Panel[], domain: (i: number) => [number, number]): object[] {
  return shown.map(({ name }, i) => ({
    xref: "paper",
    yref: "paper",
    x: 0,
    y: domain(i)[1],
    xanchor: "left",
    yanchor: "bottom",
    yshift: 3,
    xshift: -44,
    borderpad: 0,
    showarrow: false,
    text: label(name, 60),
    font: { color: (SERIES_STYLES[i] ?? { color: INKS.text }).color, size: 13 },
  }));
}

/**
 * Failures and capacity on one time axis, each in its own panel with its own scale: no double axis, whose crossing points would mean
 * nothing. `null` when no gauge was measured.
 */
export function capacityChart(analysis: Analysis): Chart | null {
  requireAnalysis("capacityChart", analysis);
  const span = shownSpan(analysis);
  const shown = span && analysis.series.values.length > 0 ? panels(analysis, span) : [];
  const gauge = shown.find(({ share }) => !share);
  if (!span || !gauge) return null;
  const zone = zoneOf(analysis);
  const plot = shown.length * PANEL + (shown.length - 1) * SPACE;
  const marks = analysis.remediations.filter(
    ({ from }) => Date.parse(from) >= Date.parse(span.from) && Date.parse(from) < Date.parse(span.to),
  );
  const layer = marksAbove(
    marks.slice(0, 3).map(({ id, from }) => ({ at: from, text: `${words(id)} from ${clock(from, zone)}` })),
    span,
    plot,
  );
  const top = layer.top + 22;
  const domain = (i: number): [number, number] => [
    1 - (i * (PANEL + SPACE) + PANEL) / plot,
    1 - (i * (PANEL + SPACE)) / plot,
  ];
  const axes = Object.fromEntries(
    shown.map((panel, i) => [
      `yaxis${i === 0 ? "" : i + 1}`,
      {
        ...AXIS,
        domain: domain(i).map((part) => Math.max(0, part)),
        ...(panel.share ? shareAxis(Math.max(0, ...known(panel.values))) : levelAxis([0, ...panel.values]).layout(0)),
      },
    ]),
  );
  return chart(
    {
      id: "capacity-and-failures",
      headline: headline(analysis, gauge),
      subtitle: `${capital(shown.map(({ name }) => name).join("; "))}: one panel each · ${daysText(span, zone)}`,
      alt: shown
        .map(
          ({ name, values }) =>
            `${name} between ${amount(Math.min(...known(values)))} and ${amount(Math.max(...known(values)))}`,
        )
        .join("; ")
        .concat(`, ${spanText(span.from, span.to, zone)}.`),
      data: shown.map(({ name, times, values, share }, i) => {
        const style = SERIES_STYLES[i % SERIES_STYLES.length] ?? SERIES_STYLES[0];
        return {
          type: "scatter",
          mode: "lines",
          x: times,
          y: values,
          yaxis: i === 0 ? "y" : `y${i + 1}`,
          name: label(name),
          connectgaps: false,
          line: { color: style.color, width: 1.75, shape: "hv" },
          text: times.map((time, at) => `${clock(time, zone)}, ${label(name)} ${valueText(values[at] ?? null, share)}`),
          hovertemplate: "%{text}<extra></extra>",
        };
      }),
      layout: {
        ...axes,
        margin: { t: top },
        xaxis: {
          ...timeAxis(span, zone),
          anchor: shown.length === 1 ? "y" : `y${shown.length}`,
        },
        shapes: layer.shapes,
        annotations: [...layer.annotations, ...panelNames(shown, domain)].map((annotation, i) =>
          i < layer.annotations.length
            ? { ...annotation, yshift: ((annotation as { yshift?: number }).yshift ?? 0) + 22 }
            : annotation,
        ),
      },
      height: plot + top + 48,
      table: {
        columns: [
          { name: `time (${zoneName(span.from, zone)})`, format: "text" },
          ...shown.map(({ name, share }) => ({ name, format: share ? ("share" as const) : ("amount" as const) })),
        ],
        rows: gauge.times.map((time, i) => [clock(time, zone), ...shown.map(({ values }) => values[i] ?? null)]),
      },
      cursor: { axis: "x", at: gauge.times },
    },
    analysis.incident.synthetic,
  );
}
