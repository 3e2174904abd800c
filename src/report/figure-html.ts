import type { Chart, ChartColumn } from "../charts/chart.js";
import { clock } from "../wording/clock.js";
import type { Cell } from "../charts/csv-text.js";
import type { StaticChart } from "../charts/static-svg.js";
import { amount, percent } from "../wording/number.js";
import { html, trusted, type Html } from "./html.js";
import { dataLink } from "./packed.js";

/** A chart with its two drawings: for a wide and for a narrow page. */
export interface DrawnChart {
  readonly chart: Chart;
  readonly wide: StaticChart;
  readonly narrow: StaticChart;
}

function cellText(cell: Cell, { format }: ChartColumn): string {
  if (cell === null) return "–";
  if (format === "time") return clock(String(cell));
  if (typeof cell === "string" || format === "text") return String(cell);
  return format === "share" ? percent(cell) : amount(cell);
}

/** A table in a box that scrolls by itself where the page is too narrow; numbers are set to the right. */
function tableHtml(name: string, columns: readonly ChartColumn[], rows: readonly (readonly Cell[])[]): Html {
  const numeric = columns.map(({ format }) => format !== "text");
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table><thead><tr>${columns.map(({ name: head }, i) => html`<th scope="col"${numeric[i] ? trusted(" class=n") : ""}>${head}`)}</thead><tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, i) => (numeric[i] ? html`<td class=n>${cellText(cell, columns[i] as ChartColumn)}` : html`<td>${cellText(cell, columns[i] as ChartColumn)}`))}`,
  )}</tbody></table></div>`;
}

/** The page defines every colour itself, so the fallbacks that a drawing carries for life outside it can go. */
function inPage(svg: string): string {
  return svg.replace(/var\((--c[0-9a-f]{6}),#[0-9a-f]{6}\)/g, "var($1)").replace(/ xmlns="[^"]*"/, "");
}

function drawing({ svg, cursor, plot }: StaticChart, size: "wide" | "narrow"): Html {
  return html`<div class="${size}" data-cursor="${cursor.join(" ")}" data-plot="${plot.join(" ")}">${trusted(inPage(svg))}</div>`;
}

/** A chart as a figure: headline, subtitle, drawing with its text alternative, its table and its CSV. */
export function figureHtml({ chart, wide, narrow }: DrawnChart): Html {
  const id = `chart-${chart.id}`;
  return html`<figure id="${id}" class="chart" data-chart="${chart.id}" data-axis="${chart.cursor?.axis ?? ""}">
<figcaption><h3>${chart.headline} <a class="here" href="#${id}" aria-label="Link to this chart">#</a></h3><p class="sub">${chart.subtitle}</p></figcaption>
<div class="drawing" role="img" tabindex="0" aria-label="${chart.alt}">${drawing(wide, "wide")}${drawing(narrow, "narrow")}</div>
<p class="reading" role="status"></p>
<div class="tools"><button type="button" class="live" hidden>Make interactive</button><a download="${chart.id}.csv" href="${dataLink("text/csv", chart.csv)}">CSV</a></div>
<details><summary>Numbers as a table</summary>${tableHtml(chart.headline, chart.table.columns, chart.table.rows)}</details>
</figure>`;
}
