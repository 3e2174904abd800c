import { headlineNumbers, summarySentences, untold } from "../finding-text.js";
import { html, type Html } from "../html.js";
import type { ReportParts, Section } from "./section.js";

/** Open questions shown at once; the rest folds away. */
const MOST_OPEN = 3;

function openHtml(open: ReturnType<typeof untold>): Html {
  const items = (some: ReturnType<typeof untold>): Html =>
    html`<ul>${some.map(({ what, why }) => html`<li>${what.map((one, i) => html`${i > 0 ? html`<br>` : null}<strong>${one}</strong>`)}<br>${why}</li>`)}</ul>`;
  const rest = open.slice(MOST_OPEN);
  return html`${items(open.slice(0, MOST_OPEN))}${rest.length === 0 ? null : html`<details><summary>${rest.length} more</summary>${items(rest)}</details>`}`;
}

/** Three sentences, four numbers with their intervals, the outage at a glance, and what could not be told. */
export function summarySection({ analysis, figure }: ReportParts): Section {
  const numbers = headlineNumbers(analysis);
  const open = untold(analysis);
  return {
    id: "summary",
    title: "Summary",
    body: html`<p class="lead">${summarySentences(analysis).join(" ")}</p>
<ul class="numbers">${numbers.map(({ name, value, interval }) => html`<li><b>${value}</b><span>${name}</span><span class="q">${interval}</span></li>`)}</ul>
${figure("outage-window")}
<h3>What could not be told</h3>
${open.length === 0 ? html`<p>Nothing that was asked was left undecided.</p>` : openHtml(open)}`,
  };
}
