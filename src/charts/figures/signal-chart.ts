import type { Analysis } from "../../analysis/analysis.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { windowSignal } from "../../analysis/brief/measured.js";
import {
  departedGroups,
  levelText,
  type Looked,
  type ShownSignal,
  signalName,
  signalUnit,
  words,
} from "../../analysis/brief/signal-words.js";
import { requireAnalysis } from "../../errors/argument.js";
import type { Span } from "../../time/span.js";
import { clock, dayClock, zoneName } from "../../wording/clock.js";
import { capital } from "../../wording/number.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { daysText, levelAxis, timeAxis } from "../axes.js";
import { chart, type Chart } from "../chart.js";
import { label } from "../label.js";
import { shownSpan } from "../minute-rates.js";
import { endOf, headlineSpan, outageLayer, type OutageChartSize } from "../outage-layer.js";
import { INKS, SERIES_STYLES } from "../theme.js";
import { type SignalBins, signalBins } from "../signal-bins.js";
import { widthText } from "../traffic-bins.js";

const [LEVEL] = SERIES_STYLES;
/** Room of the left axis, and of a character of its labels, in pixels. */
const LEFT = 52;
const TICK_CHARACTER = 7.8;
/** Departed signals that a page draws beside the one in its headline. */
const MOST_SIGNALS = 5;

/** What a signal did, in a few words: the chart's message. */
function departureWords({ measure, source, baseline, during }: ShownSignal): string {
  const fell = during !== null && baseline !== null && during.value < baseline.value;
  if (measure === "latency")
    return fell ? `${capital(words(source))} faster than usual` : `${capital(words(source))} slow`;
  if (measure === "attempts") return `${fell ? "Less" : "More"} traffic of ${words(source)}`;
  return `${capital(words(source))} ${fell ? "low" : "high"}`;
}

function headline(signal: ShownSignal, window: WindowFinding, windows: readonly WindowFinding[], zone: string): string {
  const said = departureWords(signal);
  if (windows.length > 1) return `${said} ${windows.length} times; longest from ${clock(window.onset, zone)}`;
  return `${said} ${headlineSpan(window.onset, window.recovery, zone)}`;
}

function alt(signal: ShownSignal, window: WindowFinding, bins: SignalBins, zone: string): string {
  const { baseline, during } = signal;
  const usual = baseline ? ` of ${levelText(signal, baseline.value)}` : "";
  const until =
    window.recovery === null
      ? "and has not returned when the data end"
      : `and is back at ${dayClock(window.recovery, zone)}`;
  const between = during ? `; in between ${levelText(signal, during.value)}` : "";
  const [from, to] = window.onsetInterval;
  return `${capital(signalName(signal))} in ${widthText(bins.widthSeconds)} bins. It leaves its usual level${usual} at ${dayClock(window.onset, zone)} ${until}${between}. The onset lies between ${clock(from, zone)} and ${clock(to, zone)}.`;
}

/** What is said at each bin, by hovering and by keys alike. */
function sayings(signal: ShownSignal, bins: SignalBins, zone: string): readonly string[] {
  return bins.times.map((time, i) => {
    const value = bins.values[i] ?? null;
    return `${clock(time, zone)}: ${value === null ? "no data" : levelText(signal, value)}`;
  });
}

function traces(signal: ShownSignal, bins: SignalBins, span: Span, said: readonly string[]): Record<string, unknown>[] {
  const end = endOf(bins.times, bins.widthSeconds);
  const { baseline } = signal;
  const usual = {
    type: "scatter",
    mode: "lines",
    name: "usual",
    x: [span.from, span.to],
    y: [baseline?.value ?? null, baseline?.value ?? null],
    line: { color: INKS.quiet, width: 1.5, dash: "dot" },
    hoverinfo: "skip",
  };
  return [
    ...(baseline ? [usual] : []),
    {
      type: "scatter",
      mode: "lines",
      name: label(signalName(signal), 60),
      x: [...bins.times, ...(end === null ? [] : [end])],
      y: [...bins.values, ...(end === null ? [] : [bins.values[bins.values.length - 1] ?? null])],
      text: said,
      connectgaps: false,
      line: { color: LEVEL.color, width: 2, shape: "hv" },
      hovertemplate: "%{text}<extra></extra>",
    },
  ];
}

/** What a chart of a signal is drawn as. */
export interface SignalChartOptions extends OutageChartSize {
  readonly id?: string;
}

/**
 * The course of one departed signal: its level in bins, its usual level dotted, its departures shaded and named. `null` where the series does not
 * carry it, or it did not depart.
 */
export function signalChart(
  analysis: Analysis & Looked,
  signal: ShownSignal,
  options: SignalChartOptions = {},
): Chart | null {
  requireAnalysis("signalChart", analysis);
  const { window } = signal;
  const span = shownSpan(analysis);
  const bins = span && window ? signalBins(analysis, signal, span) : null;
  if (!span || !window || !bins) return null;
  const zone = zoneOf(analysis);
  const found = signal.windows ?? [];
  const windows = found.length > 0 ? found : [window];
  const axis = levelAxis([...bins.values, signal.baseline?.value ?? null]);
  const layer = outageLayer(analysis, windows, span, options, axis.fromZero);
  // A departure on another day has nothing to be seen here.
  if (layer.drawn.length === 0) return null;
  const unit = signalUnit(signal);
  const said = sayings(signal, bins, zone);
  const usual = signal.baseline ? `; dotted: usual ${levelText(signal, signal.baseline.value)}` : "";
  return chart(
    {
      id: options.id ?? signalChartId(signal),
      headline: headline(signal, window, windows, zone),
      subtitle: `${capital(signalName(signal))}${unit === "" ? "" : `, ${unit}`}, ${widthText(bins.widthSeconds)} bins${usual} · ${daysText(span, zone)}`,
      alt: alt(signal, window, bins, zone),
      data: traces(signal, bins, span, said),
      layout: {
        xaxis: { ...timeAxis(span, zone), showline: false },
        hovermode: "x",
        yaxis: { ...axis.layout(layer.below), showline: false, zeroline: axis.fromZero, zerolinecolor: INKS.quiet },
        margin: { ...layer.margin, l: Math.max(LEFT, TICK_CHARACTER * axis.longest + 14) },
        shapes: layer.shapes,
        annotations: layer.annotations,
      },
      height: layer.height,
      table: {
        columns: [
          { name: `time (${zoneName(span.from, zone)})`, format: "text" },
          { name: label(unit === "" ? signalName(signal) : `${signalName(signal)} (${unit})`, 60), format: "amount" },
        ],
        rows: bins.times.map((time, i) => [clock(time, zone), bins.values[i] ?? null]),
      },
      cursor: { axis: "x", at: bins.times, said },
    },
    analysis.incident.synthetic,
  );
}

/** The name of a departed signal's chart: `latency-of-requests`, `level-of-queue-depth`. */
function signalChartId({ measure, source }: ShownSignal): string {
  const slug = words(source)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return `${measure === "value" ? "level" : measure}-of-${slug}`;
}

/**
 * A chart for each source and measure that departed, but for failures, which the rates show, the signal of the headline, and what a remediation
 * changed itself, which has its own panel.
 */
export function departedCharts(analysis: Analysis & Looked): readonly Chart[] {
  const headlined = windowSignal(analysis);
  const ids = new Set<string>();
  const doses = new Set(analysis.remediations.map(({ gauge }) => gauge));
  return departedGroups(analysis)
    .filter(
      ({ first: { measure, source } }) =>
        measure !== "failures" &&
        !doses.has(source) &&
        !(headlined?.measure === measure && headlined.source === source),
    )
    .slice(0, MOST_SIGNALS)
    .flatMap(({ first }) => {
      const found = signalChart(analysis, first);
      // Names that differ in signs only would share an anchor: the first has it.
      if (!found || ids.has(found.id)) return [];
      ids.add(found.id);
      return [found];
    });
}
