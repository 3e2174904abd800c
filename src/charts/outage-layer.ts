import type { Analysis } from "../analysis/analysis.js";
import { shortened, statedWindowShown } from "../analysis/brief/account.js";
import { zoneOf } from "../analysis/brief/headline.js";
import { actionName, actionTimes, type NamedAction } from "../analysis/brief/action-names.js";
import { changeAtEnd, changeWhat, namedActions } from "../analysis/brief/end-change.js";
import { shownOutages } from "../analysis/brief/measured.js";
import type { Looked } from "../analysis/brief/signal-words.js";
import { instant } from "../time/instant.js";
import type { Span } from "../time/span.js";
import { MINUTE_MS } from "../time/units.js";
import { clock, clockBeside, day } from "../wording/clock.js";
import type { WindowFinding } from "../window/window-finding.js";
import { label } from "./label.js";
import { band, marksAbove, type Mark } from "./marks.js";
import { INKS, SERIES_STYLES } from "./theme.js";

const MARK = SERIES_STYLES[1];
/** Room for the stated window under the line of zero, in pixels: a bar and its name. */
const STATED_ROOM = 34;
const STATED_BAR = [5, 12] as const;
/** Flags of remediations and changes that a plot has room for. */
const MOST_FLAGS = 3;
/** Outages whose times a narrow plot has room for; the others are shaded only. */
const MOST_NAMED = 5;
/** Part of the plot at its edges in which the name of the stated window would leave it on a narrow page, if it stood under the middle of its bar. */
const NEAR_EDGE = 0.3;
/** Room under the plot for the clock, and for the day under it. */
const BOTTOM = 42;

/** What lies over the course of a signal: the outages as bands with their times, flags, and the stated window under the line of zero. */
export interface OutageLayer {
  readonly shapes: readonly object[];
  readonly annotations: readonly object[];
  readonly margin: { readonly t: number; readonly b: number };
  /** Height of the figure and of its plot, in pixels. */
  readonly height: number;
  readonly plotHeight: number;
  /** Room under the line of zero as a part of what lies above it. */
  readonly below: number;
  /** Outages that lie inside the plot, and how many lie outside. */
  readonly drawn: readonly WindowFinding[];
  readonly outside: number;
}

/** Size of a chart of an outage: of its plot, or of the whole figure. */
export interface OutageChartSize {
  /** Height of the plotting area in pixels; default 290. */
  readonly plotHeight?: number;
  /** Height of the whole figure in pixels, in place of the plot's. */
  readonly height?: number;
}

/** A time of a mark: the clock, after its day where the plot shows several days. */
function markTime(iso: string, span: Span, zone: string): string {
  return day(span.from, zone) === day(span.to, zone)
    ? clock(iso, zone)
    : `${day(iso, zone).slice(0, -5)} ${clock(iso, zone)}`;
}

/** From when to when in a headline: clocks, after their days where these differ; `from 13:00 on` without an end. */
export function headlineSpan(from: string, to: string | null, zone: string): string {
  if (to === null) return `from ${clock(from, zone)} on`;
  return `from ${clockBeside(from, to, zone)} to ${clockBeside(to, from, zone)}`;
}

/** The instant halfway between two. */
function middleOf(from: string, to: string): string {
  return instant(Math.round((Date.parse(from) + Date.parse(to)) / 2000) * 1000);
}

function windowMarks(drawn: readonly WindowFinding[], span: Span, zone: string): Mark[] {
  const time = (iso: string): string => markTime(iso, span, zone);
  const [only, ...others] = drawn;
  if (only && others.length === 0)
    return [
      { at: only.onset, text: time(only.onset), color: MARK.color },
      ...(only.recovery === null ? [] : [{ at: only.recovery, text: time(only.recovery), color: MARK.color }]),
    ];
  const named = [...drawn].sort((a, b) => b.minutes.value - a.minutes.value).slice(0, MOST_NAMED);
  return named.map(({ onset, recovery }) => ({
    at: middleOf(onset < span.from ? span.from : onset, recovery === null || recovery > span.to ? span.to : recovery),
    text: recovery === null ? `from ${time(onset)} on` : `${time(onset)}–${clockBeside(recovery, onset, zone)}`,
    color: MARK.color,
    over: true,
  }));
}

/** Minutes from which on a distance is said in hours. */
const IN_HOURS = 90;

/** A distance in time in as few letters as it takes: `45 min`, `2 h`. */
function roughly(minutes: number): string {
  return minutes < IN_HOURS ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`;
}

/** When an action was done, after its name: its clocks, or how long after the end it began. */
function actionWhen(action: NamedAction, recovery: string | null, zone: string): string {
  const late = recovery === null ? -1 : (Date.parse(action.from) - Date.parse(recovery)) / MINUTE_MS;
  return late >= 0 ? `, ${roughly(late)} after` : ` ${actionTimes(action, action.from, zone)}`;
}

/** Characters of a change's name in a flag: with how sure it is, as much as a narrow page holds beside a line. */
const LONGEST_FLAG = 18;

/** A change's name in a flag, without the kind of object that most deploys are of. */
function flagName(change: Parameters<typeof changeWhat>[0]): string {
  return shortened(changeWhat(change).replace(/^deployments?\//i, ""), LONGEST_FLAG);
}

/** What was changed or done, as flags: changes that fit the onset with how sure that is, remediations by name. */
function flagMarks(analysis: Analysis & Looked, span: Span, zone: string): Mark[] {
  const sure: Readonly<Record<string, string>> = { supported: "likely", possible: "possible" };
  const changes = (analysis.changes ?? []).flatMap(({ at, id, what, verdict }) => {
    const said = sure[verdict];
    return said === undefined ? [] : [{ at, text: `${flagName({ what, id })} (${said})` }];
  });
  const recovery = shownOutages(analysis).window?.recovery ?? null;
  const atEnd = changeAtEnd(analysis);
  const ending = atEnd
    ? [
        {
          at: atEnd.at,
          text: `${atEnd.rollback ? "rollback" : flagName(atEnd)} ${clock(atEnd.at, zone)}`,
        },
      ]
    : [];
  const actions = namedActions(analysis).map((action) => ({
    at: action.from,
    text: `${shortened(actionName(action.id).replace(/^the /, ""), 26)}${actionWhen(action, recovery, zone)}`,
  }));
  return [...changes, ...ending, ...actions]
    .filter(({ at }) => at >= span.from && at < span.to)
    .slice(0, MOST_FLAGS)
    .map((mark) => ({ ...mark, color: INKS.text }));
}

/** The stated window as a bar under the axis, with its name. */
function statedBar(analysis: Analysis, span: Span): { shapes: object[]; annotations: object[] } {
  const stated = statedWindowShown(analysis);
  if (!stated || stated.to <= span.from || stated.from >= span.to) return { shapes: [], annotations: [] };
  const zone = zoneOf(analysis);
  const from = stated.from < span.from ? span.from : stated.from;
  const to = stated.to > span.to ? span.to : stated.to;
  const middle = middleOf(from, to);
  const part = (Date.parse(middle) - Date.parse(span.from)) / (Date.parse(span.to) - Date.parse(span.from));
  const anchor = part < NEAR_EDGE ? "left" : part > 1 - NEAR_EDGE ? "right" : "center";
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
        x: { left: from, center: middle, right: to }[anchor],
        y: 0,
        yshift: -STATED_BAR[1] - 3,
        text: label(`stated ${markTime(stated.from, span, zone)}–${clockBeside(stated.to, stated.from, zone)}`, 60),
        showarrow: false,
        xanchor: anchor,
        yanchor: "top",
        borderpad: 0,
        font: { color: INKS.quiet, size: 13 },
      },
    ],
  };
}

/**
 * What lies over the course of a signal in a span.
 *
 * @param windows - every outage of the signal
 * @param withStated - whether the axis begins at zero, so that the stated window has room under it
 */
export function outageLayer(
  analysis: Analysis & Looked,
  windows: readonly WindowFinding[],
  span: Span,
  size: OutageChartSize,
  withStated = true,
): OutageLayer {
  const zone = zoneOf(analysis);
  const drawn = windows.filter(({ onset, recovery }) => onset < span.to && (recovery ?? span.to) > span.from);
  const marks = [...windowMarks(drawn, span, zone), ...flagMarks(analysis, span, zone)];
  const stated = withStated ? statedBar(analysis, span) : { shapes: [], annotations: [] };
  const below = stated.shapes.length > 0 ? STATED_ROOM : 0;
  const { top } = marksAbove(marks, span, 1);
  const plotHeight = size.height === undefined ? (size.plotHeight ?? 290) : size.height - top - BOTTOM;
  const layer = marksAbove(marks, span, plotHeight, below / plotHeight);
  return {
    shapes: [
      ...drawn.map(({ onset, recovery }) =>
        band(onset < span.from ? span.from : onset, recovery ?? span.to, MARK.color, 0.1),
      ),
      ...layer.shapes,
      ...stated.shapes,
    ],
    annotations: [...layer.annotations, ...stated.annotations],
    margin: { t: top, b: BOTTOM },
    height: plotHeight + top + BOTTOM,
    plotHeight,
    below: below > 0 ? below / (plotHeight - below) : 0,
    drawn,
    outside: windows.length - drawn.length,
  };
}

/** Where the bins of a series end: the beginning of the bin after the last one. */
export function endOf(times: readonly string[], widthSeconds: number): string | null {
  const last = times[times.length - 1];
  return last === undefined ? null : instant(Date.parse(last) + widthSeconds * 1000);
}
