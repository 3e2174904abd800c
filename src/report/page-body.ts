import type { Analysis } from "../analysis/analysis.js";
import { brief } from "../analysis/brief/brief.js";
import { zoneOf } from "../analysis/brief/headline.js";
import type { WhatIfFit } from "../remediation/what-if/what-if.js";
import { figureHtml, type DrawnChart } from "./figure-html.js";
import { inputHash } from "./finding-text.js";
import { html, type Html } from "./html.js";
import { collectorApplies } from "./live-model.js";
import { codeSection, dataSection, lessonsSection, type NotebookFile } from "./sections/author.js";
import { briefHtml, nextHtml } from "./sections/brief.js";
import { claimsSection } from "./sections/claims.js";
import { letterSection } from "./sections/letter.js";
import { livePanel } from "./sections/live.js";
import { evidenceSection, methodSection, qualitySection, serviceLevelSection } from "./sections/method.js";
import { ratesSection } from "./sections/rates.js";
import { remediationSection, whatIfSection } from "./sections/remediation.js";
import { sectionHtml, type Section } from "./sections/section.js";
import { timelineSection } from "./sections/timeline.js";
import { whereSection } from "./sections/where.js";
import { signalsSection } from "./sections/signals.js";
import { stabilitySection, windowSection } from "./sections/window.js";

/** What the page is made from, besides the findings. */
export interface PageMaterial {
  readonly drawn: readonly DrawnChart[];
  readonly fit: WhatIfFit | null;
  readonly notebooks: readonly { readonly name: string; readonly notebook: NotebookFile }[];
  readonly redacted: boolean;
  readonly redactText: (text: string) => string;
  /** The findings to take away, with every name as it is declared. */
  readonly findings: Analysis;
}

/** The chart of the first screen. */
const FIRST_CHART = "outage-window";

/** The details that have something to say, in the order in which a reader needs them. */
export function reportSections(
  analysis: Analysis,
  { drawn, fit, notebooks, redacted, redactText, findings }: PageMaterial,
): readonly Section[] {
  const byId = new Map(drawn.map((found) => [found.chart.id, found]));
  const figure = (id: string): Html | null => {
    const found = byId.get(id);
    return found ? figureHtml(found) : null;
  };
  const figures = (names: RegExp): Html[] =>
    drawn.filter(({ chart }) => names.test(chart.id)).map((found) => figureHtml(found));
  const parts = {
    analysis,
    figure,
    figures,
    live: livePanel(fit, collectorApplies(analysis), zoneOf(analysis)),
    redacted,
  };
  const all = [
    claimsSection,
    timelineSection,
    windowSection,
    ratesSection,
    whereSection,
    signalsSection,
    remediationSection,
    whatIfSection,
    serviceLevelSection,
    lessonsSection,
    letterSection,
    evidenceSection,
    stabilitySection,
    qualitySection,
    methodSection,
  ].map((section) => section(parts));
  return [...all, codeSection(notebooks, redactText), dataSection(findings)].filter(({ body }) => body !== null);
}

function contentsHtml(sections: readonly Section[]): Html {
  return html`<nav aria-label="Contents"><ol><li><a href="#brief">In brief</a></li>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>`;
}

/** The page between its style and its scripts. */
export function pageBody(analysis: Analysis, sections: readonly Section[], drawn: readonly DrawnChart[]): Html {
  const told = brief(analysis);
  const first = drawn.find(({ chart }) => chart.id === FIRST_CHART);
  const sum = inputHash(analysis);
  return html`<a class="skip" href="#details">Skip to the details</a>
<div class="page">
${contentsHtml(sections)}
<main id="main" tabindex="-1">
${briefHtml(analysis, told, first ? figureHtml(first, "h2") : null)}
${nextHtml(told)}
<div id="details">
${sections.map(sectionHtml)}</div>
</main>
<footer><p>Made by postmortem-lab ${analysis.provenance.version} from inputs <span class="hash" title="${sum}">${sum.slice(0, 12)}</span>. This page loads nothing and sends nothing.</p></footer>
</div>`;
}
