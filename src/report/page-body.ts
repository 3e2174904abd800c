import type { Analysis } from "../analysis/analysis.js";
import type { WhatIfFit } from "../remediation/what-if/what-if.js";
import { figureHtml, type DrawnChart } from "./figure-html.js";
import { findingTitle, inputHash } from "./finding-text.js";
import { html, type Html } from "./html.js";
import { codeSection, dataSection, lessonsSection, type NotebookFile } from "./sections/author.js";
import { collectorApplies } from "./live-model.js";
import { claimsSection } from "./sections/claims.js";
import { letterSection } from "./sections/letter.js";
import { livePanel } from "./sections/live.js";
import { evidenceSection, methodSection, qualitySection, serviceLevelSection } from "./sections/method.js";
import { ratesSection } from "./sections/rates.js";
import { remediationSection, whatIfSection } from "./sections/remediation.js";
import { summarySection } from "./sections/summary.js";
import { timelineSection } from "./sections/timeline.js";
import { stabilitySection, windowSection } from "./sections/window.js";
import { sectionHtml, type Section } from "./sections/section.js";

/** What the sections are made from, besides the findings. */
export interface PageMaterial {
  readonly drawn: readonly DrawnChart[];
  readonly fit: WhatIfFit | null;
  readonly notebooks: readonly { readonly name: string; readonly notebook: NotebookFile }[];
  readonly redacted: boolean;
  readonly redactText: (text: string) => string;
}

/** The sections that have something to say, in the order in which a reader needs them. */
export function reportSections(
  analysis: Analysis,
  { drawn, fit, notebooks, redacted, redactText }: PageMaterial,
): readonly Section[] {
  const byId = new Map(drawn.map((found) => [found.chart.id, found]));
  const figure = (id: string): Html | null => {
    const found = byId.get(id);
    return found ? figureHtml(found) : null;
  };
  const parts = { analysis, figure, live: livePanel(fit, collectorApplies(analysis)), redacted };
  const all = [
    summarySection,
    claimsSection,
    timelineSection,
    windowSection,
    ratesSection,
    remediationSection,
    whatIfSection,
    serviceLevelSection,
    methodSection,
    qualitySection,
    stabilitySection,
    evidenceSection,
    letterSection,
  ].map((section) => section(parts));
  return [...all, lessonsSection(), codeSection(notebooks, redactText), dataSection(analysis)].filter(
    ({ body }) => body !== null,
  );
}

function head(analysis: Analysis): Html {
  const { incident, statement } = analysis;
  const sum = inputHash(analysis);
  return html`<header><button type="button" id="theme" hidden>Dark theme</button>
<p class="over">Postmortem${statement?.reference ? ` · statement ${statement.reference}` : ""} · inputs <span class="hash" title="${sum}">${sum.slice(0, 12)}</span></p>
<h1>${findingTitle(analysis)}</h1>
${incident.synthetic ? html`<p class="synthetic"><strong>Demonstration on synthetic data.</strong> The rows were simulated, so no verdict here is about a real company.</p>` : null}
${analysis.warnings.map(({ text }) => html`<p class="warning" role="note"><strong>Read this first.</strong> ${text}.</p>`)}
</header>`;
}

/** The page between its style and its scripts. */
export function pageBody(analysis: Analysis, sections: readonly Section[]): Html {
  return html`<a class="skip" href="#main">Skip to the findings</a>
${head(analysis)}
<nav aria-label="Contents"><h2>Contents</h2><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
<main id="main" tabindex="-1">
${sections.map(sectionHtml)}</main>
<footer><p>Made by postmortem-lab ${analysis.provenance.version} from inputs <span class="hash">${inputHash(analysis)}</span>. This page loads nothing and sends nothing.</p></footer>`;
}
