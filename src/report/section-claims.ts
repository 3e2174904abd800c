import type { ClaimFinding } from "../audit/audit-finding.js";
import { estimateText, percent } from "../charts/wording.js";
import { html, type Html } from "./html.js";
import { anchors, facts, type ReportParts, type Section } from "./section.js";

const WORDS: Readonly<Record<string, string>> = {
  supported: "✓ consistent with these data", contradicted: "✗ inconsistent with these data", "not-testable": "? not testable with these data",
};

function stabilityText({ stability }: ClaimFinding): string | null {
  if (!stability) return null;
  const flips = stability.flippedBy.length > 0 ? `; turned by ${stability.flippedBy.join(", ")}` : "";
  return `${stability.agreeing} of ${stability.readings} readings agree${flips}`;
}

function claimHtml(claim: ClaimFinding, id: string, synthetic: boolean): Html {
  return html`<article class="claim ${claim.verdict}" id="${id}">
<h3>${claim.claim} <a class="here" href="#${id}" aria-label="Link to this claim">#</a></h3>
<p><span class="verdict v-${claim.verdict}">${WORDS[claim.verdict] ?? claim.verdict}</span>${synthetic ? html` <span class="note">(demonstration on synthetic data)</span>` : null}<br>${claim.why}</p>
${facts([
    ["Stated", claim.stated],
    ["Measured", claim.measured ? estimateText(claim.measured, claim.unit ?? "") : null],
    ["Data cover", claim.coverage === null ? null : `${percent(claim.coverage)} of the claim's span`],
    ["Power", claim.power],
    ["Stability", stabilityText(claim)],
    ["Evidence", claim.evidence.length > 0 ? claim.evidence.join(" · ") : null],
  ])}</article>`;
}

/** Each claim of the statement with verdict, stated and measured value, reason, coverage, power and stability. */
export function claimsSection({ analysis, figure }: ReportParts): Section {
  const { claims, statement, incident } = analysis;
  if (claims.length === 0) return { id: "claims", title: "The statement, claim by claim", body: statement ? html`<p>The statement makes no claim that could be measured.</p>` : null };
  const ids = anchors("claim", claims.map(({ id }) => id));
  return {
    id: "claims",
    title: "The statement, claim by claim",
    body: html`<p>“Consistent” and “inconsistent” are said of these data: a customer's share may lawfully differ from the platform's.</p>
${claims.map((claim, i) => claimHtml(claim, ids[i] ?? "", incident.synthetic))}
${figure("statement-windows")}
${statement && statement.inconsistencies.length > 0 ? html`<h3>Where the statement disagrees with itself</h3>
<ul>${statement.inconsistencies.map(({ code, text, severity, evidence, question }) => html`<li id="${`inconsistency-${code}`}"><strong>${text}</strong> <span class="note">(${severity}, ${code})</span>${evidence.map((quote) => html`<blockquote>${quote}</blockquote>`)}<p class="note">To ask: ${question}</p></li>`)}</ul>` : null}`,
  };
}
