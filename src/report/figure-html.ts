import type { Chart, ChartColumn } from "../charts/chart.js";
import { clock } from "../wording/clock.js";
import type { Cell } from "../charts/csv-text.js";
import type { StaticChart } from "../charts/static-svg.js";
import { amount, percent } from "../wording/number.js";
import { html, trusted, type Html } from "./html.js";
import { dataLink } from "./packed.js";
import { pageSvg } from "./page-svg.js";
import { tableHtml } from "./table-html.js";

/** A chart with its drawings for a wide and for a narrow page; the first screen's has several heights, of which the style sheet shows what fits. */
export interface DrawnChart {
  readonly chart: Chart;
  readonly wide: readonly StaticChart[];
  readonly narrow: readonly StaticChart[];
}

function cellText(cell: Cell, { format }: ChartColumn): string {
  if (cell === null) return "–";
  if (format === "time") return clock(String(cell));
  if (typeof cell === "string" || format === "text") return String(cell);
  return format === "share" ? percent(cell) : amount(cell);
}

/** The drawings of one width; where there are several, each says its place among the heights. */
function drawingsHtml(drawings: readonly StaticChart[], size: "wide" | "narrow"): Html {
  const name = (i: number): string => (drawings.length === 1 ? size : `${size} tall-${i}`);
  return html`${drawings.map(
    ({ svg, cursor, plot }, i) =>
      html`<div class="${name(i)}" data-cursor="${cursor.join(" ")}" data-plot="${plot.join(" ")}">${trusted(pageSvg(svg))}</div>`,
  )}`;
}

/** The numbers of a chart, folded away under it. */
function numbersHtml({ headline, table: { columns, rows } }: Chart): Html {
  const named = columns.map(({ name, format }) => ({ name, numeric: format !== "text" }));
  const cells = rows.map((row) => row.map((cell, i) => cellText(cell, columns[i] as ChartColumn)));
  return html`<details class="numbers"><summary>Table</summary>${tableHtml({ label: headline, columns: named, rows: cells })}</details>`;
}

/** A chart as a figure: headline, subtitle, drawing with its text alternative, its table and its CSV. */
export function figureHtml({ chart, wide, narrow }: DrawnChart, level: "h2" | "h3" = "h3"): Html {
  const id = `chart-${chart.id}`;
  const tag = trusted(level);
  const said = chart.cursor?.said;
  // The first screen says once, above the title, on which day it was and that its data are synthetic.
  const subtitle = level === "h2" ? (chart.subtitle.split(" · ")[0] ?? "") : chart.subtitle;
  return html`<figure id="${id}" class="chart" data-chart="${chart.id}" data-axis="${chart.cursor?.axis ?? ""}"${said ? html` data-said="${said.join("\n")}"` : null}>
<figcaption><${tag} class="says">${chart.headline} <a class="here" href="#${id}" aria-label="Link to this chart">#</a></${tag}><p class="sub">${subtitle}</p></figcaption>
<div class="drawing" role="img" tabindex="0" aria-label="${chart.alt}">${drawingsHtml(wide, "wide")}${drawingsHtml(narrow, "narrow")}</div>
<p class="reading" role="status"></p>
<div class="tools"><button type="button" class="live" hidden>Make interactive</button><a download="${chart.id}.csv" href="${dataLink("text/csv", chart.csv)}">CSV</a>${numbersHtml(chart)}</div>
</figure>`;
}
