import type { Analysis } from "../../analysis/analysis.js";
import type { EventRole } from "../../statement/statement.js";
import { chart, type Chart } from "../chart.js";
import { shortened } from "../../analysis/brief/account.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { clock, day, zoneName } from "../../wording/clock.js";
import { daysText, timeAxis } from "../axes.js";
import { label } from "../label.js";
import { INKS, SERIES_STYLES } from "../theme.js";
import type { Estimate } from "../../stats/estimate.js";
import { amount, intervalText } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";
import { instant } from "../../time/instant.js";

const SUBTITLE = "Dated moments by who knew: ● service, as stated; ◆ measured; ■ engineers; ▲ public";
const MOST_ROWS = 18;
const ROW = 27;

type Lane = "measured" | "service" | "engineers" | "public" | "change";

const LANES: Readonly<Record<Lane, number>> = { measured: 1, service: 0, engineers: 2, public: 3, change: 4 };

const LANE_OF: Readonly<Record<EventRole, Lane>> = {
  onset: "service",
  "recovery-start": "service",
  recovered: "service",
  resolved: "service",
  recurrence: "service",
  detected: "engineers",
  declared: "engineers",
  investigating: "engineers",
  identified: "engineers",
  other: "engineers",
  "mitigation-start": "engineers",
  "mitigation-end": "engineers",
  "prevention-start": "engineers",
  "prevention-end": "engineers",
  communicated: "public",
};

interface Moment {
  readonly at: string;
  readonly text: string;
  readonly lane: Lane;
}

/** Changes that fit the onset, each with how sure that is. */
function changeMoments({ changes = [] }: Partial<Analysis>): Moment[] {
  const sure: Readonly<Record<string, string>> = { supported: "likely cause", possible: "possible cause" };
  return changes.flatMap(({ at, id, what, verdict }): Moment[] => {
    const said = sure[verdict];
    return said === undefined ? [] : [{ at, text: `${shortened(what || id, 24)} (${said})`, lane: "change" }];
  });
}

function moments({ window, statement, changes }: Analysis): Moment[] {
  const stated = (statement?.events ?? []).flatMap(({ at, role }): Moment[] =>
    at === null ? [] : [{ at, text: role.replace(/-/g, " "), lane: LANE_OF[role] }],
  );
  const measured: Moment[] = window
    ? [
        { at: window.onset, text: "onset", lane: "measured" },
        ...(window.recoveryStart === null
          ? []
          : [{ at: window.recoveryStart, text: "recovery start", lane: "measured" as const }]),
        ...(window.recovery === null ? [] : [{ at: window.recovery, text: "recovered", lane: "measured" as const }]),
      ]
    : [];
  const seen = new Set<string>();
  return [...stated, ...measured, ...changeMoments({ changes })]
    .filter(({ at, text, lane }) => {
      const key = `${Date.parse(at)} ${text} ${lane}`;
      return seen.has(key) ? false : Boolean(seen.add(key));
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** As many moments as have room, in order: what was measured and changed, the first of every role, then the others as they come. */
function shownMoments(all: readonly Moment[]): readonly Moment[] {
  const roles = new Set<string>();
  const rank = ({ text, lane }: Moment): number => {
    if (lane === "measured" || lane === "change") return 0;
    const first = !roles.has(`${lane} ${text}`);
    roles.add(`${lane} ${text}`);
    return first ? 1 : 2;
  };
  const kept = all
    .map((moment) => ({ moment, rank: rank(moment) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_ROWS)
    .map(({ moment }) => moment);
  return all.filter((moment) => kept.includes(moment));
}

/** Minutes from the onset to what the statement dates: from the onset in the data where there is one, else by the statement's own, and said so. */
function since({ milestones, window }: Analysis, measured: string, stated: string): string | null {
  const found = milestones[window ? measured : stated]?.minutes;
  if (found === undefined) return null;
  return amount(Math.round(found.value));
}

/** An estimate with whole ends. */
function roundedEnds({ value, interval: [low, high], level }: Estimate): Estimate {
  return { value, interval: [Math.round(low), Math.round(high)], level };
}

function headline(analysis: Analysis): string {
  const [page, alert] = [
    since(analysis, "measuredStatusPageLag", "statusPageLag"),
    since(analysis, "measuredTimeToDetect", "timeToDetect"),
  ];
  const said = analysis.window ? "" : "By the statement, ";
  const sentence = (text: string): string =>
    said === "" ? text : `${said}${text.charAt(0).toLowerCase()}${text.slice(1)}`;
  // One figure has room for its interval; two have theirs in the table of durations.
  const alone = (name: string, value: string): string => {
    const found = analysis.window ? analysis.milestones[name]?.minutes : undefined;
    return found ? `${value} ${intervalText(roundedEnds(found), "")}` : value;
  };
  if (page !== null && alert !== null) return sentence(`Detected after ${alert} minutes, announced after ${page}`);
  if (page !== null) return sentence(`Announced ${alone("measuredStatusPageLag", page)} minutes after the onset`);
  return alert === null
    ? "Who knew what, and when"
    : sentence(`Detected ${alone("measuredTimeToDetect", alert)} minutes after the onset`);
}

/** End of the axis: what comes much later than the outage is pinned to the edge, so that it does not flatten the rest. */
function edge(all: readonly Moment[]): number {
  const times = all.map(({ at }) => Date.parse(at));
  const first = times[0] ?? 0;
  const core = all
    .filter(({ text }) => !text.startsWith("prevention") && text !== "resolved" && text !== "recurrence")
    .map(({ at }) => Date.parse(at));
  const last = Math.max(...(core.length > 0 ? core : times));
  return last + 0.12 * (last - first);
}

/** Each moment's time and name beside its mark, on the side where there is room; measured ones stand out. */
function names(all: readonly Moment[], start: number, end: number, zone: string): object[] {
  return all.map(({ at, text, lane }, i) => {
    const right = (Math.min(Date.parse(at), end) - start) / (end - start) < 0.45;
    return {
      x: instant(Math.min(Date.parse(at), end)),
      y: i,
      xanchor: right ? "left" : "right",
      yanchor: "middle",
      xshift: right ? 11 : -11,
      showarrow: false,
      borderpad: 0,
      text: label(`${Date.parse(at) > end ? `${day(at, zone).slice(0, -5)} ` : ""}${clock(at, zone)} ${text}`, 44),
      font: { color: INKS.text, size: 13, weight: lane === "measured" ? "bold" : "normal" },
    };
  });
}

/**
 * Who knew what when: each dated moment on its own row, marked by who knew it. Moments long after the outage stand at the right edge
 * with their time. `null` with fewer than two moments.
 */
export function timelineChart(analysis: Analysis): Chart | null {
  requireAnalysis("timelineChart", analysis);
  const known = moments(analysis);
  const all = shownMoments(known);
  const [first] = all;
  if (!first || all.length < 2) return null;
  const start = Date.parse(first.at);
  const end = Math.max(edge(all), start + 60_000);
  const range = [instant(start - 0.05 * (end - start)), instant(end + 0.03 * (end - start))] as const;
  const shownAt = (at: string): string => instant(Math.min(Date.parse(at), end));
  const style = (lane: Lane): (typeof SERIES_STYLES)[number] => SERIES_STYLES[LANES[lane]] ?? SERIES_STYLES[0];
  const zone = zoneOf(analysis);
  const span = { from: range[0], to: range[1] };
  const words = ({ at, text, lane }: Moment): string =>
    `${Date.parse(at) > end ? `${day(at, zone)} ` : ""}${clock(at, zone)} ${text}${lane === "change" ? "" : ` (${lane})`}`;
  return chart(
    {
      id: "timeline",
      headline: headline(analysis),
      subtitle: `${SUBTITLE}${all.some(({ lane }) => lane === "change") ? "; ✕ changes" : ""}${known.length > all.length ? `; ${known.length - all.length} more in the table` : ""} · ${daysText({ from: first.at, to: instant(end) }, zone)}`,
      alt: all.map(words).join("; ").concat("."),
      data: (Object.keys(LANES) as Lane[]).flatMap((lane) => {
        const own = all.flatMap((moment, i) => (moment.lane === lane ? [{ moment, i }] : []));
        if (own.length === 0) return [];
        return [
          {
            type: "scatter",
            mode: "markers",
            name: label(lane),
            x: own.map(({ moment }) => shownAt(moment.at)),
            y: own.map(({ i }) => i),
            text: own.map(({ moment }) => label(words(moment))),
            hovertemplate: "%{text}<extra></extra>",
            marker: {
              color: style(lane).color,
              size: 11,
              symbol: own.map(({ moment }) => (Date.parse(moment.at) > end ? "triangle-right" : style(lane).mark)),
            },
          },
        ];
      }),
      layout: {
        margin: { l: 24, r: 24 },
        hovermode: "closest",
        xaxis: timeAxis(span, zone),
        yaxis: { range: [all.length - 0.4, -0.6], showticklabels: false, showgrid: false, showline: false },
        annotations: names(all, start, end, zone),
      },
      height: ROW * all.length + 76,
      table: {
        columns: [
          { name: `time (${zoneName(first.at, zone)})`, format: "text" },
          { name: "moment", format: "text" },
          { name: "who", format: "text" },
        ],
        rows: all.map(({ at, text, lane }) => [`${day(at, zone)} ${clock(at, zone)}`, text, lane]),
      },
      cursor: { axis: "y", at: all.map((_, i) => i) },
    },
    analysis.incident.synthetic,
  );
}
