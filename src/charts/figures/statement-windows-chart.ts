import type { Analysis } from "../../analysis/analysis.js";
import { outageWindows } from "../../statement/events/outage-windows.js";
import type { StatedWindow } from "../../statement/statement.js";
import { chart, type Chart } from "../chart.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { clock, zoneName } from "../../wording/clock.js";
import { daysText, timeAxis } from "../axes.js";
import { label } from "../label.js";
import { INKS, SERIES_STYLES } from "../theme.js";
import { amount } from "../../wording/number.js";
import { requireAnalysis } from "../../errors/argument.js";
import { instant } from "../../time/instant.js";

const [STATED, MEASURED] = SERIES_STYLES;

interface Row {
  readonly name: string;
  readonly start: string;
  readonly end: string | null;
  readonly minutes: number | null;
  readonly measured: boolean;
}

function statedRow({ section, start, end }: StatedWindow & { start: string }): Row {
  return {
    name: section === "" ? "statement" : section,
    start,
    end,
    minutes: end === null ? null : (Date.parse(end) - Date.parse(start)) / 60_000,
    measured: false,
  };
}

function unique(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ name, start, end }) => {
    const key = `${name} ${start} ${end}`;
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}

function headline(measured: Row, stated: readonly Row[]): string {
  const minutes = stated.flatMap((row) => (row.minutes === null ? [] : [row.minutes]));
  const got = measured.minutes === null ? "No end" : `${amount(Math.round(measured.minutes))} minutes`;
  if (minutes.length === 0) return `${got} measured; the statement gives no whole window`;
  const [low, high] = [Math.min(...minutes), Math.max(...minutes)].map((m) => amount(Math.round(m)));
  return low === high
    ? `${got} measured; the statement says ${low}`
    : `${got} measured; the statement says ${low} to ${high}`;
}

function bars(rows: readonly Row[], last: string, zone: string): Record<string, unknown>[] {
  return rows.map((row, i) => {
    const { color, dash, mark } = row.measured ? MEASURED : STATED;
    return {
      type: "scatter",
      mode: "lines+markers",
      x: [row.start, row.end ?? last],
      y: [i, i],
      name: label(row.name, 40),
      text: [clock(row.start, zone), row.end === null ? "no end given" : clock(row.end, zone)],
      hovertemplate: "%{text}<extra></extra>",
      line: { color, width: row.measured ? 5 : 3, dash: row.measured ? "solid" : dash },
      marker: { symbol: row.measured ? mark : "line-ns-open", size: 11, color, line: { color, width: 2 } },
    };
  });
}

/**
 * Each window that the statement commits to against the measured one, whose ends carry their intervals. An open end runs to the edge.
 * `null` without a statement, a stated window or a measured one.
 */
export function statementWindowsChart(analysis: Analysis): Chart | null {
  requireAnalysis("statementWindowsChart", analysis);
  const { window, statement } = analysis;
  const stated = unique(
    (statement ? outageWindows(statement) : []).flatMap((w) =>
      w.start === null ? [] : [statedRow({ ...w, start: w.start })],
    ),
  ).slice(0, 7);
  if (!window || stated.length === 0) return null;
  const measured: Row = {
    name: "measured",
    start: window.onset,
    end: window.recovery,
    minutes: window.recovery === null ? null : window.minutes.value,
    measured: true,
  };
  const rows = [measured, ...stated];
  const times = rows
    .flatMap(({ start, end }) => [Date.parse(start), ...(end === null ? [] : [Date.parse(end)])])
    .concat(window.recoveryInterval ? [Date.parse(window.recoveryInterval[1])] : []);
  const room = 0.04 * Math.max(60_000, Math.max(...times) - Math.min(...times));
  const range = [instant(Math.min(...times) - room), instant(Math.max(...times) + 3 * room)] as const;
  const zone = zoneOf(analysis);
  const span = { from: range[0], to: range[1] };
  const named = zoneName(range[0], zone);
  const whiskers = [window.onsetInterval, window.recoveryInterval].flatMap((interval) =>
    interval
      ? [
          {
            type: "rect",
            x0: interval[0],
            x1: interval[1],
            y0: -0.28,
            y1: 0.28,
            fillcolor: MEASURED.color,
            opacity: 0.28,
            line: { width: 0 },
          },
        ]
      : [],
  );
  return chart(
    {
      id: "statement-windows",
      headline: headline(measured, stated),
      subtitle: `Windows of the statement and the measured one with its ${Math.round(window.level * 100)} % intervals · ${daysText(span, zone)}`,
      alt: rows
        .map(
          (row) =>
            `${row.name}: ${clock(row.start, zone)} to ${row.end === null ? "no end given" : clock(row.end, zone)}`,
        )
        .join("; ")
        .concat("."),
      data: bars(rows, range[1], zone),
      layout: {
        margin: { l: 84, r: 64 },
        hovermode: "closest",
        xaxis: timeAxis(span, zone, 4),
        yaxis: {
          range: [rows.length - 0.5, -0.6],
          tickvals: rows.map((_, i) => i),
          ticktext: rows.map(({ name }) => label(name, 24)),
          showgrid: false,
        },
        shapes: whiskers,
        annotations: rows.map((row, i) => ({
          x: (row.measured ? window.recoveryInterval?.[1] : null) ?? row.end ?? range[1],
          y: i,
          xanchor: row.end === null ? "right" : "left",
          xshift: row.end === null ? 0 : 10,
          yshift: row.end === null ? 12 : 0,
          showarrow: false,
          text: row.minutes === null ? "open" : `${amount(Math.round(row.minutes))} min`,
          font: { color: INKS.text, size: 13 },
        })),
      },
      height: 110 + 42 * rows.length,
      table: {
        columns: [
          { name: "window", format: "text" },
          { name: `from (${named})`, format: "text" },
          { name: `to (${named})`, format: "text" },
          { name: "minutes", format: "amount" },
        ],
        rows: rows.map(({ name, start, end, minutes }) => [
          name,
          clock(start, zone),
          end === null ? null : clock(end, zone),
          minutes,
        ]),
      },
      cursor: { axis: "y", at: rows.map((_, i) => i) },
    },
    analysis.incident.synthetic,
  );
}
