import type { Analysis } from "../../analysis/analysis.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { chart, type Chart } from "../chart.js";
import { clock, day, dayClock } from "../../wording/clock.js";
import { label } from "../label.js";
import { band, marksAbove, type Mark } from "../marks.js";
import { minuteRates, outcomeSource, shownSpan, type RateBins } from "../minute-rates.js";
import { INKS, SERIES_STYLES } from "../theme.js";
import { amount, estimateText, percent } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";

const [RATE, MARK] = SERIES_STYLES;
const PLOT = 270;
const BOTTOM = 48;

function headline(analysis: Analysis): string {
  const { window, windows } = analysis;
  if (!window) return "No outage is supported by these data";
  if (windows.length > 1) return `${windows.length} outages; the longest from ${clock(window.onset)} UTC`;
  if (window.recovery === null) return `Failing since ${clock(window.onset)} UTC; no recovery in the data`;
  return `${amount(Math.round(window.minutes.value))} minutes of failures, ${clock(window.onset)} to ${clock(window.recovery)} UTC`;
}

function marks({ onset, recoveryStart, recovery }: WindowFinding): Mark[] {
  return [
    { at: onset, text: `onset ${clock(onset)}`, color: MARK.color },
    ...(recoveryStart === null || recoveryStart === recovery
      ? []
      : [{ at: recoveryStart, text: `recovery starts ${clock(recoveryStart)}`, color: INKS.quiet }]),
    ...(recovery === null ? [] : [{ at: recovery, text: `recovered ${clock(recovery)}`, color: MARK.color }]),
  ];
}

function bands({ onsetInterval, recoveryInterval }: WindowFinding): object[] {
  return [onsetInterval, recoveryInterval].flatMap((interval) =>
    interval ? [band(interval[0], interval[1], MARK.color)] : [],
  );
}

function alt({ window, rates, windowReason }: Analysis, source: string): string {
  if (!window)
    return `Share of ${source} that failed, per minute. No rise above the baseline is supported: ${windowReason ?? "no reason was given"}.`;
  const during = rates[source]?.rate.value ?? null;
  const base = rates[source]?.baseline.rate.value ?? null;
  const until =
    window.recovery === null ? "and has not returned when the data end" : `and is back at ${dayClock(window.recovery)}`;
  return (
    `Share of ${source} that failed, per minute. It leaves its baseline${base === null || !Number.isFinite(base) ? "" : ` of ${percent(base)}`} at ${dayClock(window.onset)} ${until}; in between ${percent(during)} failed. ` +
    `The onset lies between ${clock(window.onsetInterval[0])} and ${clock(window.onsetInterval[1])}` +
    (window.recoveryInterval
      ? `, the recovery between ${clock(window.recoveryInterval[0])} and ${clock(window.recoveryInterval[1])}.`
      : ".")
  );
}

function traces(bins: RateBins): Record<string, unknown>[] {
  return [
    {
      type: "scatter",
      mode: "lines",
      name: label(`${bins.source} failing`),
      x: bins.times,
      y: bins.rate,
      connectgaps: false,
      line: { color: RATE.color, width: 1.75, shape: "hvh" },
      hovertemplate: "%{y:.1%}<extra></extra>",
    },
  ];
}

/**
 * The outage window: the failure rate per bin with onset, start of recovery and recovery, their intervals shaded.
 * Bins without attempts are gaps in the line. `null` when there is no series.
 */
export function outageWindowChart(analysis: Analysis): Chart | null {
  requireAnalysis("outageWindowChart", analysis);
  const source = outcomeSource(analysis);
  const span = shownSpan(analysis);
  const bins = source !== null && span ? minuteRates(analysis, source, span) : null;
  if (source === null || !span || !bins) return null;
  const { window, windows, series } = analysis;
  const drawn = windows.length > 0 ? windows : window ? [window] : [];
  const layer = marksAbove(
    (drawn.length > 1 ? drawn.flatMap((w) => marks(w).slice(0, 1)) : drawn.flatMap(marks)).slice(0, 5),
    span,
    PLOT,
  );
  const base = analysis.rates[source]?.baseline.rate.value;
  const baseline =
    base === undefined || !Number.isFinite(base)
      ? []
      : [
          {
            type: "line",
            xref: "paper",
            x0: 0,
            x1: 1,
            y0: base,
            y1: base,
            line: { color: INKS.quiet, width: 1.5, dash: "dash" },
          },
        ];
  const minutes = window ? `, ${estimateText(window.minutes, "minutes")}` : "";
  return chart(
    {
      id: "outage-window",
      headline: headline(analysis),
      subtitle: `Share of ${source} failing per ${series.stepSeconds === 60 ? "minute" : `${series.stepSeconds} seconds`}${minutes}${window ? "; shaded: where onset and recovery may lie" : ""} · ${day(span.from)}, UTC`,
      alt: alt(analysis, source),
      data: traces(bins),
      layout: {
        xaxis: { type: "date", range: [span.from, span.to], tickformat: "%H:%M", hoverformat: "%H:%M UTC" },
        yaxis: { tickformat: ".0%", rangemode: "tozero" },
        margin: { t: layer.top, b: BOTTOM },
        shapes: [...baseline, ...drawn.flatMap(bands), ...layer.shapes],
        annotations: layer.annotations,
      },
      height: PLOT + layer.top + BOTTOM,
      table: {
        columns: [
          { name: "time (UTC)", format: "time" },
          { name: "failures", format: "amount" },
          { name: "attempts", format: "amount" },
          { name: "share failing", format: "share" },
        ],
        rows: bins.times.map((time, i) => [
          time,
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
