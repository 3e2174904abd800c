import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Analysis } from "../analysis/analysis.js";
import { headline } from "../analysis/brief/headline.js";
import { withPlainNames } from "../analysis/brief/plain-names.js";
import { allCharts } from "../charts/all-charts.js";
import type { Chart } from "../charts/chart.js";
import { type StaticChart, staticSvg } from "../charts/static-svg.js";
import type { WhatIfFit } from "../remediation/what-if/what-if.js";
import { contentSecurityPolicy } from "./content-security.js";
import { DRAWING_WIDTHS } from "./drawing-sizes.js";
import type { DrawnChart } from "./figure-html.js";
import { html, trusted } from "./html.js";
import { firstCharts } from "./first-screen.js";
import { fitOf, pageFit } from "./live-model.js";
import { packedForPage } from "./packed.js";
import { pageBody, reportSections } from "./page-body.js";
import { pageStyle } from "./page-style.js";
import { pageProgram } from "../notebook/page-program.js";
import { redactAnalysis } from "../redaction/redact.js";
import { redactor } from "../redaction/pseudonym.js";
import type { NotebookFile } from "./sections/author.js";
import { requireAnalysis } from "../errors/argument.js";

/** The options of a report; every field has a default. */
export interface ReportOptions {
  /** Pseudonyms in place of identifiers and contacts, small groups left out. Default `true`. */
  readonly redact?: boolean;
  /** Key of the pseudonyms: the same key gives the same bytes. Default: a random one, so that reports cannot be linked. */
  readonly key?: string;
  /** Executed notebooks whose code the report carries, folded away. Default none. */
  readonly notebooks?: readonly { readonly name: string; readonly notebook: NotebookFile }[];
  /** Prints with all details open; without it the print is a brief. Default `false`. */
  readonly full?: boolean;
  /** The mechanism behind the live what-if; `null` leaves it out. Default: fitted to the series of the findings. */
  readonly whatIfFit?: WhatIfFit | null;
}

const FIRST_CHART = "outage-window";

/** The bundle that draws lines, marks and bars: all that these charts need, and 135 KB less than the one that draws the static pictures. */
function plotlySource(): string {
  return readFileSync(createRequire(import.meta.url).resolve("plotly.js-basic-dist-min"), "utf8");
}

async function drawings(charts: readonly Chart[], width: number): Promise<readonly StaticChart[]> {
  const drawn: StaticChart[] = [];
  // Each drawing names its parts after its chart, and no two parts of a page may bear one name.
  for (const [i, chart] of charts.entries())
    drawn.push(await staticSvg(i === 0 ? chart : { ...chart, id: `${chart.id}-${i}` }, width));
  return drawn;
}

async function drawnCharts(analysis: Analysis): Promise<readonly DrawnChart[]> {
  const drawn: DrawnChart[] = [];
  for (const chart of allCharts(analysis)) {
    const first = chart.id === FIRST_CHART;
    const of = (size: "wide" | "narrow"): readonly Chart[] => (first ? firstCharts(analysis, size) : [chart]);
    const [wide, narrow] = [of("wide"), of("narrow")];
    drawn.push({
      chart,
      wide: await drawings(wide, DRAWING_WIDTHS.wide),
      narrow: await drawings(narrow, DRAWING_WIDTHS.narrow),
    });
  }
  return drawn;
}

/**
 * The findings as one HTML page that needs no network: summary, claim audit, timeline, window, rates, remediation, what-if, method, data
 * quality, code and data, each chart as a static picture with its table, interactive on a click.
 *
 * @param analysis - the findings; not changed
 * @param options - redaction (on unless told otherwise), its key, executed notebooks
 * @returns the page; the same analysis and key give the same bytes
 */
export async function reportHtml(analysis: Analysis, options: ReportOptions = {}): Promise<string> {
  requireAnalysis("reportHtml", analysis);
  const { redact = true, key = randomBytes(16).toString("hex"), notebooks = [], full = false } = options;
  const shown = redact ? redactAnalysis(analysis, key) : analysis;
  const told = withPlainNames(shown);
  const drawn = await drawnCharts(told);
  const found = options.whatIfFit === undefined ? fitOf(shown) : options.whatIfFit;
  const fit = found && pageFit(found);
  const sections = reportSections(told, {
    drawn,
    fit,
    notebooks,
    redacted: redact,
    redactText: redact ? redactor(key) : (text) => text,
    findings: shown,
  });
  const code = plotlySource();
  const script = pageProgram("page");
  const live = fit ? pageProgram("what-if") : null;
  const figures = Object.fromEntries(drawn.map(({ chart }) => [chart.id, chart.figure]));
  const policy = contentSecurityPolicy([pageStyle], [script, code, ...(live === null ? [] : [live])]);
  return html`<!doctype html>
<html lang="en"${trusted(full ? ' class="full"' : "")}><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>${headline(told)}</title><style>${trusted(pageStyle)}</style></head>
<body>${pageBody(told, sections, drawn)}
<script type="text/plain" id="figures">${packedForPage(JSON.stringify(figures))}</script>
<script type="text/plain" id="plotly-code">${packedForPage(code)}</script>
${
  fit && live !== null
    ? html`<script type="text/plain" id="what-if-fit">${packedForPage(JSON.stringify(fit))}</script>
<script type="text/plain" id="what-if-code">${packedForPage(live)}</script>`
    : null
}
<script>${trusted(script)}</script>
</body></html>
`.markup;
}
