import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Analysis } from "../analysis/analysis.js";
import { allCharts } from "../charts/all-charts.js";
import { staticSvg } from "../charts/static-svg.js";
import { contentSecurityPolicy } from "./content-security.js";
import { figureHtml, type DrawnChart } from "./figure-html.js";
import { findingTitle, inputHash } from "./finding-text.js";
import { html, trusted, type Html } from "./html.js";
import { packed } from "./packed.js";
import { pageScript } from "./page-script.js";
import { pageStyle } from "./page-style.js";
import { codeSection, dataSection, lessonsSection, type ExecutedNotebook } from "./section-author.js";
import { claimsSection } from "./section-claims.js";
import { evidenceSection, methodSection, qualitySection, serviceLevelSection } from "./section-method.js";
import { ratesSection } from "./section-rates.js";
import { remediationSection, whatIfSection } from "./section-remediation.js";
import { summarySection } from "./section-summary.js";
import { timelineSection } from "./section-timeline.js";
import { stabilitySection, windowSection } from "./section-window.js";
import { sectionHtml, type Section } from "./section.js";

/** How a report is made; every field has a default. */
export interface ReportOptions {
  /** Pseudonyms in place of identifiers and contacts, small groups folded together. Default `true`. */
  readonly redact?: boolean;
  /** Key of the pseudonyms: the same key gives the same bytes. Default: a random one, so that reports cannot be linked. */
  readonly key?: string;
  /** Executed notebooks whose code the report carries, folded away. Default none. */
  readonly notebooks?: readonly { readonly name: string; readonly notebook: ExecutedNotebook }[];
}

function plotlySource(): string {
  return readFileSync(createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min"), "utf8");
}

async function drawnCharts(analysis: Analysis): Promise<readonly DrawnChart[]> {
  const drawn: DrawnChart[] = [];
  for (const chart of allCharts(analysis)) drawn.push({ chart, wide: await staticSvg(chart, 720), narrow: await staticSvg(chart, 340) });
  return drawn;
}

function sections(analysis: Analysis, drawn: readonly DrawnChart[], options: ReportOptions): readonly Section[] {
  const byId = new Map(drawn.map((found) => [found.chart.id, found]));
  const parts = {
    analysis,
    figure: (id: string): Html | null => {
      const found = byId.get(id);
      return found ? figureHtml(found) : null;
    },
  };
  const all = [
    summarySection, claimsSection, timelineSection, windowSection, ratesSection, remediationSection, whatIfSection, serviceLevelSection,
    methodSection, qualitySection, stabilitySection, evidenceSection,
  ].map((section) => section(parts));
  return [...all, lessonsSection(), codeSection(options.notebooks ?? []), dataSection(analysis)].filter(({ body }) => body !== null);
}

function body(analysis: Analysis, shown: readonly Section[]): Html {
  const { incident, statement } = analysis;
  const sum = inputHash(analysis);
  return html`<a class="skip" href="#main">Skip to the findings</a>
<header><button type="button" id="theme" hidden>Dark theme</button>
<p class="over">Postmortem${statement?.reference ? ` · statement ${statement.reference}` : ""} · inputs <span class="hash" title="${sum}">${sum.slice(0, 12)}</span></p>
<h1>${findingTitle(analysis)}</h1>
${incident.synthetic ? html`<p class="synthetic"><strong>Demonstration on synthetic data.</strong> The carrier published none, so these were simulated; no verdict here is about a real company.</p>` : null}
</header>
<nav aria-label="Contents"><h2>Contents</h2><ol>${shown.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
<main id="main" tabindex="-1">
${shown.map(sectionHtml)}</main>
<footer><p>Made by postmortem-lab ${analysis.provenance.version} from inputs <span class="hash">${sum}</span>. This page loads nothing and sends nothing.</p></footer>`;
}

/**
 * The findings as one HTML page that needs no network: summary, claim audit, timeline, window, rates, remediation, what-if, method, data
 * quality, code and data, each chart as a static picture with its table, interactive on a click.
 *
 * @param analysis - the findings
 * @param options - redaction (on unless told otherwise), its key, executed notebooks
 * @returns the page; the same analysis and key give the same bytes
 */
export async function reportHtml(analysis: Analysis, options: ReportOptions = {}): Promise<string> {
  const drawn = await drawnCharts(analysis);
  const code = plotlySource();
  const figures = Object.fromEntries(drawn.map(({ chart }) => [chart.id, chart.figure]));
  const policy = contentSecurityPolicy([pageStyle], [pageScript, code]);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>${findingTitle(analysis)}</title><style>${trusted(pageStyle)}</style></head>
<body>${body(analysis, sections(analysis, drawn, options))}
<script type="text/plain" id="figures">${packed(JSON.stringify(figures))}</script>
<script type="text/plain" id="plotly-code">${packed(code)}</script>
<script>${trusted(pageScript)}</script>
</body></html>
`.markup;
}

/** A random key for a report whose author set none. */
export function reportKey(options: ReportOptions, random: () => Uint8Array): string {
  return options.key ?? createHash("sha256").update(random()).digest("hex");
}
