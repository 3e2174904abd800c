import type { ClaimFinding } from "../../audit/audit-finding.js";
import { estimateText, percent } from "../../wording/number.js";
import type { Inconsistency } from "../../statement/statement.js";
import { claimName } from "../finding-text.js";
import { html, type Html } from "../html.js";
import { anchors, facts, type ReportParts, type Section } from "./section.js";

const WORDS: Readonly<Record<string, string>> = {
  supported: "✓ supported by these data",
  contradicted: "✗ contradicted by these data",
  "not-testable": "? not testable with these data",
};

const SHORT: Readonly<Record<string, string>> = {
  supported: "✓ supported",
  contradicted: "✗ contradicted",
  "not-testable": "? not testable",
};

function stabilityText({ stability }: ClaimFinding): string | null {
  if (!stability) return null;
  if (stability.text) return stability.text;
  const flips =
    stability.flippedBy.length > 0
      ? `; turned by ${stability.flippedBy.map((reading) => `“${reading}”`).join(", ")}`
      : "";
  return `${stability.agreeing} of ${stability.readings} readings agree${flips}`;
}

const measuredText = ({ measured, unit }: ClaimFinding): string | null =>
  measured ? estimateText(measured, unit ?? "") : null;

function claimHtml(claim: ClaimFinding, id: string, synthetic: boolean): Html {
  const beside = claim.evidence.filter((one) => one !== claim.claim);
  return html`<article class="claim ${claim.verdict}" id="${id}">
<h3>${claimName(claim)} <a class="here" href="#${id}" aria-label="Link to this claim">#</a></h3>
<blockquote>${claim.claim}</blockquote>
<p><span class="verdict v-${claim.verdict}">${WORDS[claim.verdict] ?? claim.verdict}</span>${synthetic ? html` <span class="note">(demonstration on synthetic data)</span>` : null}<br>${claim.why}</p>
${facts([
  ["Measured", measuredText(claim)],
  ["Data cover", claim.coverage === null ? null : `${percent(claim.coverage)} of the claim's span`],
  ["Power", claim.power],
  ["Stability", stabilityText(claim)],
  ["Would settle it", claim.needs],
  ["Evidence", beside.length > 0 ? beside.join(" · ") : null],
])}</article>`;
}

/** One line a claim: what it commits to, what was measured, the verdict. */
function glance(claims: readonly ClaimFinding[], ids: readonly string[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="All claims at a glance"><table><thead><tr><th scope="col">verdict<th scope="col">the statement says<th scope="col" class="n">measured<tbody>${claims.map(
    (claim, i) =>
      html`<tr><td class="verdict v-${claim.verdict} w">${SHORT[claim.verdict] ?? claim.verdict}<td><a href="#${ids[i] ?? ""}">${claimName(claim)}</a><td class="n">${measuredText(claim) ?? "–"}`,
  )}</table></div>`;
}

function inconsistencyHtml({ code, text, severity, evidence, question }: Inconsistency, id: string): Html {
  return html`<li id="${id}"><strong>${text}</strong> <span class="note">(${severity}, ${code})</span><blockquote>${evidence.map((quote) => html`<span>${quote}</span>`)}</blockquote><p class="note">To ask: ${question}</p></li>`;
}

function inconsistenciesHtml(found: readonly Inconsistency[]): Html | null {
  const ids = anchors(
    "inconsistency",
    found.map(({ code }) => code),
  );
  return found.length === 0
    ? null
    : html`<h3>Where the statement disagrees with itself</h3>
<ul class="quotes">${found.map((one, i) => inconsistencyHtml(one, ids[i] ?? ""))}</ul>`;
}

/** Each claim of the statement: all at a glance, then one by one with reason, coverage, power and stability. */
export function claimsSection({ analysis, figure }: ReportParts): Section {
  const { claims, statement, incident } = analysis;
  const title = "The statement, claim by claim";
  const itself = inconsistenciesHtml(statement?.inconsistencies ?? []);
  if (claims.length === 0)
    return {
      id: "claims",
      title,
      body: statement ? html`<p>The statement makes no claim that could be measured.</p>${itself}` : null,
    };
  const ids = anchors(
    "claim",
    claims.map(({ id }) => id),
  );
  return {
    id: "claims",
    title,
    body: html`<p>“Supported” and “contradicted” are said of these data: a customer's share may lawfully differ from the platform's.</p>
${glance(claims, ids)}
${figure("statement-windows")}
${claims.map((claim, i) => claimHtml(claim, ids[i] ?? "", incident.synthetic))}
${itself}`,
  };
}
