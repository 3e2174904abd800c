import type { Analysis } from "../../analysis/analysis.js";
import { statedWindowShown } from "../../analysis/brief/account.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import type { Looked } from "../../analysis/brief/measured.js";
import { words } from "../../analysis/brief/measured.js";
import { requireAnalysis } from "../../errors/argument.js";
import { instant } from "../../time/instant.js";
import type { Span } from "../../time/span.js";
import { clock, dayClock, zoneName } from "../../wording/clock.js";
import { amount, percent } from "../../wording/number.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { daysText, shareAxis, timeAxis } from "../axes.js";
import { chart, type Chart } from "../chart.js";
import { label } from "../label.js";
import { band, marksAbove, type Mark } from "../marks.js";
import { outcomeSource, shownSpan } from "../minute-rates.js";
import { INKS, SERIES_STYLES } from "../theme.js";
import { trafficBins, type TrafficBins, widthText } from "../traffic-bins.js";

const [RATE, MARK] = SERIES_STYLES;
const BOTTOM = 40;
/** Room for the stated window under the line of zero, in pixels: a bar and its name. */
const STATED_ROOM = 34;
const STATED_BAR = [5, 12] as const;
/** Flags of remediations and changes that a plot has room for. */
const MOST_FLAGS = 2;

function headline({ window, windows, rates, ...analysis }: Analysis): string {
  if (!window) return "No sustained rise of failures";
  const zone = analysis.incident.zone ?? "UTC";
  const stated = statedWindowShown({ window, windows, rates, ...analysis });
  if (windows.length > 1) return `${windows.length} outages; the largest from ${clock(window.onset, zone)}`;
  if (window.recovery === null) return `Failing from ${clock(window.onset, zone)} on`;
  const wrong = analysis.claims.some(({ kind, verdict }) => kind === "window" && verdict === "contradicted");
  if (wrong && stated && stated.to !== window.recovery)
    return `Failing until ${clock(window.recovery, zone)}, not ${clock(stated.to, zone)}`;
  return `Failing from ${clock(window.onset, zone)} to ${clock(window.recovery, zone)}`;
}

/** Onset and recovery, and what was done in between, as flags over the plot. */
function marks(analysis: Analysis & Looked, drawn: readonly WindowFinding[], span: Span): Mark[] {
  const zone = zoneOf(analysis);
  const own = drawn.flatMap(({ onset, recovery }): Mark[] => [
    { at: onset, text: `${clock(onset, zone)} onset`, color: MARK.color },
    ...(recovery === null || drawn.length > 1
      ? []
      : [{ at: recovery, text: `${clock(recovery, zone)} recovered`, color: MARK.color }]),
  ]);
  const changes = (analysis.changes ?? [])
    .filter(({ verdict }) => verdict === "supported" || verdict === "possible")
    .map(({ at, id, what }) => ({ at, text: what || id }));
  const actions = analysis.remediations.map(({ id, from }) => ({ at: from, text: words(id) }));
  const flags = [...changes, ...actions]
    .filter(({ at }) => at >= span.from && at < span.to)
    .slice(0, MOST_FLAGS)
    .map(({ at, text }) => ({ at, text: label(text, 26), color: INKS.text }));
  return [...own.slice(0, 5 - flags.length), ...flags];
}

/** The stated window as a bar under the axis, with its name. */
function statedBar(analysis: Analysis, span: Span): { shapes: object[]; annotations: object[] } {
  const stated = statedWindowShown(analysis);
  if (!stated || stated.to <= span.from || stated.from >= span.to) return { shapes: [], annotations: [] };
  const zone = zoneOf(analysis);
  const from = stated.from < span.from ? span.from : stated.from;
  const to = stated.to > span.to ? span.to : stated.to;
  const part = (Date.parse(from) - Date.parse(span.from)) / (Date.parse(span.to) - Date.parse(span.from));
  const left = part < 0.5;
  return {
    shapes: [
      {
        type: "rect",
        x0: from,
        x1: to,
        yref: "y",
        ysizemode: "pixel",
        yanchor: 0,
        y0: -STATED_BAR[0],
        y1: -STATED_BAR[1],
        fillcolor: INKS.quiet,
        line: { width: 0 },
      },
    ],
    annotations: [
      {
        x: left ? from : to,
        y: 0,
        yshift: -STATED_BAR[1] - 3,
        text: label(`stated ${clock(stated.from, zone)}–${clock(stated.to, zone)}`, 60),
        showarrow: false,
        xanchor: left ? "left" : "right",
        yanchor: "top",
        borderpad: 0,
        font: { color: INKS.quiet, size: 13 },
      },
    ],
  };
}

function alt({ window, rates, windowReason, ...analysis }: Analysis, source: string, bins: TrafficBins): string {
  const zone = analysis.incident.zone ?? "UTC";
  const drawn = `Share of ${words(source)} that failed in ${widthText(bins.widthSeconds)} bins.`;
  if (!window) return `${drawn} No outage found: ${windowReason ?? "no rise over the ordinary level"}.`;
  const during = rates[source]?.rate.value ?? null;
  const base = rates[source]?.baseline.rate.value ?? null;
  const usual = base === null || !Number.isFinite(base) ? "" : ` of ${percent(base)}`;
  const until =
    window.recovery === null
      ? "and has not returned when the data end"
      : `and is back at ${dayClock(window.recovery, zone)}`;
  const between = ([from, to]: readonly [string, string]): string =>
    `between ${clock(from, zone)} and ${clock(to, zone)}`;
  const recovery = window.recoveryInterval ? `, the recovery ${between(window.recoveryInterval)}` : "";
  return `${drawn} It leaves its baseline${usual} at ${dayClock(window.onset, zone)} ${until}; in between ${percent(during)} failed. The onset lies ${between(window.onsetInterval)}${recovery}.`;
}

/** The rate as steps: each bin's share over the bin's whole width. */
function trace(bins: TrafficBins, zone: string): Record<string, unknown> {
  const last = bins.times[bins.times.length - 1];
  const end = last === undefined ? [] : [instant(Date.parse(last) + bins.widthSeconds * 1000)];
  const said = bins.times.map((time, i) => {
    const [failed, tried] = [bins.failures[i] ?? 0, bins.attempts[i] ?? 0];
    return `${clock(time, zone)}: ${amount(failed)} of ${amount(tried)} failed, ${percent(bins.rate[i] ?? null)}`;
  });
  return {
    type: "scatter",
    mode: "lines",
    name: label(`${words(bins.source)} failing`),
    x: [...bins.times, ...end],
    y: [...bins.rate, ...(end.length > 0 ? [bins.rate[bins.rate.length - 1] ?? null] : [])],
    text: said,
    connectgaps: false,
    line: { color: RATE.color, width: 2, shape: "hv" },
    hovertemplate: "%{text}<extra></extra>",
  };
}

/** How a chart is drawn where its page wants it smaller. */
export interface OutageWindowChartOptions {
  /** Height of the plotting area in pixels; default 290. */
  readonly plotHeight?: number;
}

/**
 * The outage in one picture: the failure rate in bins wide enough to read, the measured window shaded, the stated window as a bar under the
 * axis, onset, recovery, remediations and changes as flags. Bins without attempts are gaps. `null` when there is no series.
 *
 * @param options - height of the plot
 */
export function outageWindowChart(analysis: Analysis, options: OutageWindowChartOptions = {}): Chart | null {
  requireAnalysis("outageWindowChart", analysis);
  const source = outcomeSource(analysis);
  const span = shownSpan(analysis);
  const bins = source !== null && span ? trafficBins(analysis, source, span) : null;
  if (source === null || !span || !bins) return null;
  const { plotHeight = 290 } = options;
  const zone = zoneOf(analysis);
  const { window, windows } = analysis;
  const drawn = windows.length > 0 ? windows : window ? [window] : [];
  const top = Math.max(1e-6, ...bins.rate.map((rate) => rate ?? 0));
  const stated = statedBar(analysis, span);
  const below = stated.shapes.length > 0 ? STATED_ROOM : 0;
  const layer = marksAbove(marks(analysis, drawn, span), span, plotHeight, below / plotHeight);
  const room = below > 0 ? STATED_ROOM / (plotHeight - STATED_ROOM) : 0;
  const name = zoneName(span.from, zone);
  return chart(
    {
      id: "outage-window",
      headline: headline(analysis),
      subtitle: `Share of ${words(source)}, ${widthText(bins.widthSeconds)} bins · ${daysText(span, zone)}`,
      alt: alt(analysis, source, bins),
      data: [trace(bins, zone)],
      layout: {
        xaxis: { ...timeAxis(span, zone), showline: false },
        hovermode: "x",
        yaxis: { ...shareAxis(top, room), showline: false, zeroline: true, zerolinecolor: INKS.quiet },
        margin: { t: layer.top, b: BOTTOM },
        shapes: [
          ...drawn.map(({ onset, recovery }) => band(onset, recovery ?? span.to, MARK.color, 0.1)),
          ...layer.shapes,
          ...stated.shapes,
        ],
        annotations: [...layer.annotations, ...stated.annotations],
      },
      height: plotHeight + layer.top + BOTTOM,
      table: {
        columns: [
          { name: `time (${name})`, format: "text" },
          { name: "failures", format: "amount" },
          { name: "attempts", format: "amount" },
          { name: "share failing", format: "share" },
        ],
        rows: bins.times.map((time, i) => [
          clock(time, zone),
          bins.failures[i] ?? null,
          bins.attempts[i] ?? null,
          bins.rate[i] ?? null,
        ]),
      },
      cursor: { axis: "x", at: bins.times },
    },
    analysis.incident.synthetic,
  );
}
