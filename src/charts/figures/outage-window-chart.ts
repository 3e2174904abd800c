import type { Analysis } from "../../analysis/analysis.js";
import { shortened, statedWindowMisses, statedWindowShown } from "../../analysis/brief/account.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { partShown, shownOutages, windowSignal } from "../../analysis/brief/measured.js";
import { words } from "../../analysis/brief/signal-words.js";
import { requireAnalysis } from "../../errors/argument.js";
import { whereText } from "../../rates/slices/slice-text.js";
import { instant } from "../../time/instant.js";
import type { Span } from "../../time/span.js";
import { clock, clockBeside, dayClock, zoneName } from "../../wording/clock.js";
import { amount, capital, percent } from "../../wording/number.js";
import { daysText, shareAxis, timeAxis } from "../axes.js";
import { chart, type Chart } from "../chart.js";
import { label } from "../label.js";
import { headlinedSource, partAndRest, shownSpan } from "../minute-rates.js";
import { headlineSpan, type OutageChartSize, outageLayer } from "../outage-layer.js";
import { INKS, SERIES_STYLES } from "../theme.js";
import { statedBox, statedName, statedShare, type StatedShare } from "../stated-share.js";
import { binsLike, trafficBins, type TrafficBins, widthText } from "../traffic-bins.js";
import { signalChart } from "./signal-chart.js";

const [RATE] = SERIES_STYLES;
const ID = "outage-window";

function headline(analysis: Analysis, source: string, claimed: StatedShare | null): string {
  const { window, windows } = shownOutages(analysis);
  const measured = analysis.rates[source]?.rate.value ?? null;
  if (!window && claimed && measured !== null) return `${percent(claimed.share)} stated, ${percent(measured)} measured`;
  if (!window) return "No sustained rise of failures";
  const zone = zoneOf(analysis);
  const { onset, recovery } = window;
  if (windows.length > 1)
    return `${windows.length} outages; the ${windows.length === 2 ? "larger" : "largest"} ${headlineSpan(onset, recovery, zone)}`;
  if (recovery === null) return `Failing ${headlineSpan(onset, null, zone)}`;
  const stated = statedWindowShown(analysis);
  const wrong = statedWindowMisses(analysis);
  if (wrong && stated && stated.to !== recovery)
    return `Failing until ${clockBeside(recovery, stated.to, zone)}, not ${clockBeside(stated.to, recovery, zone)}`;
  if (wrong && stated && stated.from !== onset)
    return `Failing from ${clockBeside(onset, stated.from, zone)}, not ${clockBeside(stated.from, onset, zone)}`;
  return `Failing ${headlineSpan(onset, recovery, zone)}`;
}

function alt(analysis: Analysis, source: string, bins: TrafficBins): string {
  const { rates, windowReason } = analysis;
  const { window } = shownOutages(analysis);
  const zone = zoneOf(analysis);
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

/** Where the times of the outage come from, if not from what is drawn. */
function measuredIn(analysis: Analysis, source: string): string {
  const found = shownOutages(analysis).window?.source ?? source;
  return found === source ? "" : ` · ends measured in ${words(found)}`;
}

/** Levels at which the axis is labelled, zero aside. */
const MOST_LEVELS = 4;
/** Usual levels of failure that an axis without an outage spans at least. */
const CALM = 5;
/** Part of the axis from which on a usual level stands apart from the line of zero. */
const LOWEST_USUAL = 0.08;

/** The usual share of a source; `null` where there is none to compare with. */
function usualShare({ rates }: Analysis, source: string): number | null {
  const baseline = rates[source]?.baseline;
  return baseline && baseline.attempts > 0 ? baseline.rate.value : null;
}

function usualTrace(usual: number, { from, to }: Span): Record<string, unknown> {
  return {
    type: "scatter",
    mode: "lines",
    name: "usual",
    x: [from, to],
    y: [usual, usual],
    line: { color: INKS.quiet, width: 1.5, dash: "dot" },
    hoverinfo: "skip",
  };
}

/** What is said at each bin, by hovering and by keys alike: `16:05: 21 of 98 failed, 21 %`. */
function sayings(bins: TrafficBins, zone: string): readonly string[] {
  return bins.times.map((time, i) => {
    const [failed, tried] = [bins.failures[i] ?? 0, bins.attempts[i] ?? 0];
    return `${clock(time, zone)}: ${amount(failed)} of ${amount(tried)} failed, ${percent(bins.rate[i] ?? null)}`;
  });
}

/** The rate as steps: each bin's share over the bin's whole width. */
function trace(bins: TrafficBins, said: readonly string[]): Record<string, unknown> {
  const last = bins.times[bins.times.length - 1];
  const end = last === undefined ? [] : [instant(Date.parse(last) + bins.widthSeconds * 1000)];
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

/**
 * The outage in one picture: the failure rate in bins wide enough to read, or the signal that departed in its place, the measured window shaded,
 * the stated window as a bar under the axis, onset, recovery, remediations and changes as flags. Bins without attempts are gaps. `null` when
 * there is no series.
 *
 * @param options - height of the plot, or of the whole figure
 */
export function outageWindowChart(analysis: Analysis, options: OutageChartSize = {}): Chart | null {
  requireAnalysis("outageWindowChart", analysis);
  const signal = windowSignal(analysis);
  if (signal && signal.measure !== "failures") {
    const drawn = signalChart(analysis, signal, { ...options, id: ID });
    if (drawn) return drawn;
  }
  const parted = partAndRest(analysis);
  return parted ? failuresChart(parted.part, options, parted.rest) : failuresChart(analysis, options);
}

/** Characters of a part's values that a line under a headline has room for. */
const LONGEST_PART = 60;

/** What is drawn, in words: `Calls failing`, `Requests with service = invoices failing`. */
function drawnWords(analysis: Analysis, source: string): string {
  const part = partShown(analysis);
  if (!part) return `${capital(words(source))} failing`;
  const drawn = analysis.series.part
    ? ` with ${shortened(whereText(part.where), LONGEST_PART)} failing`
    : " failing, all parts together";
  return `${capital(words(source))}${drawn}`;
}

/** What is left beside the part that failed, in quiet ink, with its name over it in the middle of the outage. */
function restLayer(
  bins: TrafficBins,
  analysis: Analysis,
  { from, to }: Span,
): { readonly trace: Record<string, unknown>; readonly name: Record<string, unknown> } {
  const { window } = shownOutages(analysis);
  const [start, end] = [window?.onset ?? from, window?.recovery ?? to];
  const middle = instant(Math.round((Date.parse(start) + Date.parse(end)) / 2));
  const inside = bins.rate.filter((_, i) => (bins.times[i] ?? "") >= start && (bins.times[i] ?? "") < end);
  const highest = Math.max(0, ...inside.map((rate) => rate ?? 0));
  const name = label(`all other ${words(bins.source)}`, 40);
  return {
    trace: {
      ...trace(bins, []),
      name,
      line: { color: INKS.quiet, width: 1.5, shape: "hv" },
      hoverinfo: "skip",
    },
    name: {
      name: "rest-name",
      x: middle,
      y: highest,
      text: name,
      showarrow: false,
      yanchor: "bottom",
      borderpad: 0,
      font: { color: INKS.quiet, size: 13 },
    },
  };
}

function failuresChart(analysis: Analysis, options: OutageChartSize, others?: Analysis): Chart | null {
  const source = headlinedSource(analysis);
  const span = shownSpan(analysis);
  const bins = source !== null && span ? trafficBins(analysis, source, span) : null;
  if (source === null || !span || !bins) return null;
  const zone = zoneOf(analysis);
  const { windows } = shownOutages(analysis);
  const usual = usualShare(analysis, source);
  const stated = windows.length === 0 ? statedShare(analysis, source, span) : null;
  const highest = Math.max(1e-6, ...bins.rate.map((rate) => rate ?? 0));
  // Without an outage the axis reaches to what was stated, or at least so far that ordinary scatter does not fill it.
  const top = windows.length > 0 ? highest : Math.max(highest, stated?.share ?? CALM * (usual ?? 0));
  const layer = outageLayer(analysis, windows, span, options);
  // A usual level is worth a line where it stands apart from zero, or where there is no outage to see instead.
  const dotted = usual !== null && (windows.length === 0 || usual > LOWEST_USUAL * top) ? usual : null;
  const name = zoneName(span.from, zone);
  const said = sayings(bins, zone);
  const beside = others ? binsLike(others, source, span, bins.widthSeconds) : null;
  const rest = beside && restLayer(beside, analysis, span);
  const outside = layer.outside === 0 ? "" : `; ${layer.outside} more outside`;
  return chart(
    {
      id: ID,
      headline: headline(analysis, source, stated),
      subtitle: `${drawnWords(analysis, source)}, ${widthText(bins.widthSeconds)} bins${dotted === null ? "" : `; dotted: usual ${percent(dotted)}`}${outside} · ${daysText(span, zone)}${measuredIn(analysis, source)}`,
      alt: alt(analysis, source, bins),
      data: [...(rest ? [rest.trace] : []), trace(bins, said), ...(dotted === null ? [] : [usualTrace(dotted, span)])],
      layout: {
        xaxis: { ...timeAxis(span, zone), showline: false },
        hovermode: "x",
        yaxis: {
          ...shareAxis(top, layer.below, MOST_LEVELS),
          showline: false,
          zeroline: true,
          zerolinecolor: INKS.quiet,
        },
        margin: layer.margin,
        shapes: [...layer.shapes, ...(stated ? [statedBox(stated)] : [])],
        annotations: [
          ...layer.annotations,
          ...(stated ? [statedName(stated, span)] : []),
          ...(rest ? [rest.name] : []),
        ],
      },
      height: layer.height,
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
      cursor: { axis: "x", at: bins.times, said },
    },
    analysis.incident.synthetic,
  );
}
