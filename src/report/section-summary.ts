import { headlineNumbers, summarySentences, untold } from "./finding-text.js";
import { html } from "./html.js";
import type { ReportParts, Section } from "./section.js";

/** Three sentences, four numbers with their intervals, and what could not be told. */
export function summarySection({ analysis }: ReportParts): Section {
  const numbers = headlineNumbers(analysis);
  const open = untold(analysis);
  return {
    id: "summary",
    title: "Summary",
    body: html`<p class="lead">${summarySentences(analysis).join(" ")}</p>
<ul class="numbers">${numbers.map(({ name, value, interval }) => html`<li><b>${value}</b><span>${name}</span><span class="q">${interval}</span></li>`)}</ul>
<h3>What could not be told</h3>
${open.length === 0 ? html`<p>Nothing that was asked was left undecided.</p>` : html`<ul>${open.map(({ what, why }) => html`<li>${what.map((one, i) => html`${i > 0 ? html`<br>` : null}<strong>${one}</strong>`)}<br>${why}</li>`)}</ul>`}`,
  };
}
