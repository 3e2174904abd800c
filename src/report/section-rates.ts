import { spanText } from "../charts/clock.js";
import { amount, estimateText, percent, pointsText } from "../charts/wording.js";
import type { RateFinding, Reconciliation } from "../rates/rate-finding.js";
import { html, type Html } from "./html.js";
import { facts, type ReportParts, type Section } from "./section.js";

const HOLDS: Readonly<Record<string, string>> = { supported: "✓ supported", contradicted: "✗ contradicted", "not-testable": "? not testable" };

function rateHtml(source: string, finding: RateFinding): Html {
  const { rate, failures, attempts, baseline, excess, rateRatio, clusters, designEffect, method, overStatedWindows, span } = finding;
  return html`<h3>${source}</h3>${facts([
    ["Failed", `${estimateText(rate, "share")}: ${amount(failures)} of ${amount(attempts)}`],
    ["Over", spanText(span.from, span.to)],
    ["Baseline", `${estimateText(baseline.rate, "share")}: ${amount(baseline.failures)} of ${amount(baseline.attempts)}`],
    ["Excess", pointsText(excess)],
    ["Rate ratio", estimateText(rateRatio, "")],
    ["Clusters", clusters === null ? "none declared: attempts are taken as independent" : `${amount(clusters)}${designEffect === null ? "" : `, design effect ${amount(designEffect)}`}`],
    ["Method", method],
  ])}${overStatedWindows.length === 0 ? null : html`<div class="scroll" tabindex="0" role="region" aria-label="${source} over the statement's windows"><table><thead><tr><th scope="col">over the statement's window<th scope="col" class="n">failed<th scope="col" class="n">of<th scope="col" class="n">share<tbody>${
    overStatedWindows.map((over) => html`<tr><td>${over.section || "statement"}, ${spanText(over.span.from, over.span.to)}<td class="n">${amount(over.failures)}<td class="n">${amount(over.attempts)}<td class="n">${estimateText(over.rate, "share")}`)}</table></div>`}`;
}

function reconciliationHtml(found: Reconciliation): Html {
  return html`<h3>How both rates can be true</h3>
<p>If every failed attempt ended its unit and nothing else did, units would have made ${estimateText(found.requiredAttemptsPerCall, "")} attempts each${found.attemptsPerCall ? html`; they made ${estimateText(found.attemptsPerCall, "")}` : null}.</p>
${facts([
    ["Exposed units", found.exposedShare ? estimateText(found.exposedShare, "share") : null],
    ["Predicted to fail", found.predictedDropRate ? estimateText(found.predictedDropRate, "share") : null],
    ["Observed to fail", estimateText(found.observedDropRate, "share")],
    ["Fatal when it fails", found.fatality ? estimateText(found.fatality, "share") : null],
    ["Planned attempts", found.plannedVerbsPerCall ? found.plannedVerbsPerCall.distribution.map((share, k) => `${k}: ${percent(share)}`).join(" · ") : null],
  ])}
<ul>${found.explanations.map(({ id, holds, why, needs }) => html`<li><strong>${id.replace(/-/g, " ")}</strong>: <span class="verdict v-${holds}">${HOLDS[holds] ?? holds}</span> – ${why} <span class="note">Tested by ${needs}.</span></li>`)}</ul>`;
}

/** How much failed, against which baseline, with which intervals; then how the two rates fit together. */
export function ratesSection({ analysis, figure }: ReportParts): Section {
  const rates = Object.entries(analysis.rates);
  return {
    id: "rates",
    title: "Failure rates",
    body: rates.length === 0 ? null : html`${figure("verbs-and-calls")}
${rates.map(([source, finding]) => rateHtml(source, finding))}
${analysis.reconciliation ? reconciliationHtml(analysis.reconciliation) : null}
${figure("rates-by-dimension")}`,
  };
}
