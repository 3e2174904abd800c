import type { Brief } from "../../analysis/brief/brief.js";
import { type BriefLine, doneHeading } from "../../analysis/brief/next.js";
import { partShown } from "../../analysis/brief/measured.js";
import type { Tile } from "../../analysis/brief/tiles.js";
import type { Analysis } from "../../analysis/analysis.js";
import { html, type Html } from "../html.js";

/** A label whose intervals and stretches of time keep to one line. */
function unbroken(label: string): Html {
  const parts = label.split(/(\[[^\]]*\],?|\d\d:\d\d–\d\d:\d\d)/);
  return html`${parts.map((part, i) => (i % 2 === 0 ? part : html`<span class="w">${part}</span>`))}`;
}

/** A title whose lengths keep their number and unit on one line. */
function kept(title: string): Html {
  const parts = title.split(/(\d[\d,]* (?:minutes?|min|h|days?)\b)/);
  return html`${parts.map((part, i) => (i % 2 === 0 ? part : html`<span class="w">${part}</span>`))}`;
}

function tileHtml({ id, value, label }: Tile): Html {
  return html`<li data-tile="${id}"><b>${value}</b> <span>${unbroken(label)}</span></li>`;
}

/** What the headline says by itself: which signal departed in place of the declared one, and that one part failed alone. */
const SAID_BY_HEADLINE: ReadonlySet<string> = new Set(["other-signal-departed", "outage-of-a-part"]);

/** True of a warning that the headline says by itself; beside an outage of the whole, that of a part is news. */
function saidByHeadline(analysis: Analysis, code: string): boolean {
  return SAID_BY_HEADLINE.has(code) && (code !== "outage-of-a-part" || partShown(analysis) !== null);
}

/** The warnings that come before the title: what must be known before anything is read. */
function warningsAbove(analysis: Analysis): Analysis["warnings"] {
  return analysis.warnings.filter(({ code }) => !saidByHeadline(analysis, code));
}

/** What must be known before anything is read: each warning folded to its first words. */
function warningsHtml(analysis: Analysis): Html | null {
  const warnings = warningsAbove(analysis);
  if (warnings.length === 0) return null;
  const [first, ...rest] = warnings;
  return html`<p class="warning" role="note"><strong>Read this first.</strong> ${first?.text}.</p>${
    rest.length === 0
      ? null
      : html`<details class="warning"><summary>${rest.length} more to know</summary>${rest.map(({ text }) => html`<p>${text}.</p>`)}</details>`
  }`;
}

/** Under the chart: that the headline is of a signal which the incident does not declare as its outcome, or of one part only. */
function notesHtml(analysis: Analysis): Html {
  const notes = analysis.warnings.filter(({ code }) => saidByHeadline(analysis, code));
  return html`${notes.map(({ text }) => html`<p class="warning" role="note">${text}.</p>`)}`;
}

/** The first screen: facts, the finding as one sentence, what ended it and the account in one sentence each, four tiles, one chart. */
export function briefHtml(analysis: Analysis, told: Brief, chart: Html | null): Html {
  const { facts, title, account, ended, tiles } = told;
  const synthetic = analysis.incident.synthetic
    ? html` · <span class="synthetic">demonstration on synthetic data</span>`
    : null;
  return html`<header id="brief"><button type="button" id="theme" aria-label="Dark theme" hidden>◐</button>
<p class="over">${facts.join(" · ")}${synthetic}</p>
${warningsHtml(analysis)}
<h1>${kept(title)}</h1>
<p class="account">${ended === null ? null : html`<span data-ended>${ended}</span> `}<span data-account>${account}</span></p>
<ul class="tiles">${tiles.map(tileHtml)}</ul>
${chart}
</header>
${bracketsHtml(told)}
${notesHtml(analysis)}`;
}

function linesHtml(title: string, lines: readonly BriefLine[]): Html | null {
  if (lines.length === 0) return null;
  return html`<h2>${title}</h2><ul>${lines.map(({ text, note }) => html`<li>${text}${note ? html` <span class="quiet">${note}</span>` : null}</li>`)}</ul>`;
}

/** What the brackets of the first screen mean, under it. */
function bracketsHtml({ tiles }: Brief): Html | null {
  return tiles.some(({ label }) => label.includes("["))
    ? html`<p class="note">Square brackets: 95 % interval, where the true value lies in 19 of 20 such cases.</p>`
    : null;
}

/** The second screen: what helped, what is open, what to do. */
export function nextHtml({ next }: Brief): Html | null {
  const { helped, open, todo } = next;
  if (helped.length + open.length + todo.length === 0) return null;
  return html`<section id="next" aria-label="What next">${linesHtml(doneHeading(helped), helped)}${linesHtml("What is open", open)}${linesHtml("What to do", todo)}</section>`;
}
