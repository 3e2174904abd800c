import { randomBytes } from "node:crypto";
import type { Analysis } from "../analysis/analysis.js";
import { brief, type Brief } from "../analysis/brief/brief.js";
import { sameIncident } from "../analysis/compare.js";
import { outageWindowChart } from "../charts/figures/outage-window-chart.js";
import { staticSvg } from "../charts/static-svg.js";
import { requireList } from "../errors/argument.js";
import { redactAnalysis } from "../redaction/redact.js";
import { contentSecurityPolicy } from "./content-security.js";
import { html, trusted, type Html } from "./html.js";
import { pageStyle } from "./page-style.js";
import { pageSvg } from "./page-svg.js";
import { tableHtml } from "./table-html.js";

/** How a comparison is made. */
export interface CompareOptions {
  /** Pseudonyms in place of identifiers and contacts. Default `true`. */
  readonly redact?: boolean;
  /** Key of the pseudonyms; default: a random one. */
  readonly key?: string;
}

/** Width and plot height of a small multiple, in pixels. */
const SMALL = { width: 390, plotHeight: 150 } as const;

const COMPARE_STYLE = `${pageStyle}
.multiples{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));gap:1.6rem 2rem;padding:0;list-style:none}.multiples h2{font-size:1.1rem;line-height:1.3;margin:.2rem 0 .3rem}.multiples .narrow{display:block;max-width:none}.views{font-size:.9rem;color:var(--quiet);margin:.2rem 0}
`;

interface IncidentLine {
  readonly analysis: Analysis;
  readonly told: Brief;
}

async function drawing(analysis: Analysis, prefix: string): Promise<Html | null> {
  const chart = outageWindowChart(analysis, { plotHeight: SMALL.plotHeight });
  if (!chart) return null;
  const { svg } = await staticSvg({ ...chart, id: `${prefix}-${chart.id}` }, SMALL.width);
  return html`<div class="drawing" role="img" aria-label="${chart.alt}"><div class="narrow">${trusted(pageSvg(svg))}</div></div>`;
}

/** One incident as a small multiple; further views of it are lines under it. */
async function multiple(views: readonly IncidentLine[], index: number): Promise<Html> {
  const [first, ...others] = views;
  if (!first) return html``;
  const { analysis, told } = first;
  return html`<li class="incident"><p class="over">${told.facts.join(" · ")}${analysis.incident.synthetic ? " · demonstration on synthetic data" : null}</p><h2>${told.title}</h2><p>${told.ended === null ? null : `${told.ended} `}${told.account}</p>
${await drawing(analysis, `incident-${index + 1}`)}
${others.map(({ told: other }) => html`<p class="views">Seen as ${other.facts[0] ?? "another view"}: ${other.title}. ${other.account}</p>`)}</li>`;
}

/** The incidents whose views belong together, in the order given. */
function grouped(all: readonly IncidentLine[]): readonly (readonly IncidentLine[])[] {
  const groups: IncidentLine[][] = [];
  for (const one of all) {
    const found = groups.find(([first]) => first && sameIncident(first.analysis, one.analysis));
    if (found) found.push(one);
    else groups.push([one]);
  }
  return groups;
}

/**
 * Several incidents side by side as one HTML page that needs no network: a small multiple each, and their figures as a table. Views of one incident
 * are one.
 *
 * @param analyses - findings of two incidents or more
 * @param options - redaction
 */
export async function compareHtml(analyses: readonly Analysis[], options: CompareOptions = {}): Promise<string> {
  requireList("compareHtml", "a list of analyses", analyses);
  const { redact = true, key = randomBytes(16).toString("hex") } = options;
  const shown = redact ? analyses.map((analysis) => redactAnalysis(analysis, key)) : analyses;
  const groups = grouped(shown.map((analysis) => ({ analysis, told: brief(analysis) })));
  const multiples: Html[] = [];
  for (const [index, group] of groups.entries()) multiples.push(await multiple(group, index));
  const title = `${groups.length} ${groups.length === 1 ? "incident" : "incidents"} side by side`;
  const table = tableHtml({
    label: title,
    stack: true,
    columns: [
      { name: "incident" },
      { name: "how long" },
      { name: "how much" },
      { name: "who was hit" },
      { name: "the statement" },
    ],
    rows: groups.map(([first]) => [
      first?.told.facts[0] ?? "",
      ...(first?.told.tiles ?? []).map(({ value, label }) => `${value}, ${label}`),
    ]),
  });
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy([COMPARE_STYLE], [])}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>${title}</title><style>${trusted(COMPARE_STYLE)}</style></head>
<body><div class="compare page"><main><h1>${title}</h1>
<ul class="multiples">${multiples}</ul>
${table}</main></div></body></html>
`.markup;
}
