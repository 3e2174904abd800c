import type { Analysis } from "../../analysis/analysis.js";
import { claimName } from "../../analysis/brief/account.js";
import { pointsOf } from "../../analysis/brief/tiles.js";
import type { ClaimFinding } from "../../audit/audit-finding.js";
import { amount, estimateText, percent } from "../../wording/number.js";
import type { Inconsistency } from "../../statement/statement.js";
import { html, type Html } from "../html.js";
import { anchors, facts, type ReportParts, type Section } from "./section.js";

const WORDS: Readonly<Record<string, string>> = {
  supported: "✓ holds",
  contradicted: "✗ contradicted",
  "not-testable": "? open",
};
/** Contradicted claims come first: they are what a reader acts on. */
const ORDER = ["contradicted", "not-testable", "supported"];

/** Readings that are named one by one; of more, the first and how many others. */
const MOST_READINGS = 3;

/** A few readings by name, and how many more there are. */
function named(readings: readonly string[]): string {
  const shown = readings.slice(0, MOST_READINGS).join("; ");
  return readings.length > MOST_READINGS ? `${shown}; and ${amount(readings.length - MOST_READINGS)} more` : shown;
}

function stabilityText({ stability, verdict }: ClaimFinding): string | null {
  if (!stability) return null;
  const { text, flippedBy, otherwise = [], agreeing, readings } = stability;
  if (text && flippedBy.length <= MOST_READINGS && otherwise.length <= MOST_READINGS) return text;
  const flips = flippedBy.length > 0 ? `; turned by ${named(flippedBy)}` : "";
  const open = verdict === "not-testable" ? "would decide it" : "cannot tell";
  const others = otherwise.length > 0 ? `; ${amount(otherwise.length)} ${open} (${named(otherwise)})` : "";
  return `the same under ${agreeing} of ${readings} readings${flips}${others}`;
}

/** What was measured for a claim: shown in full where it comes first, then only by a link. */
function measurement({ measured, unit, evidence, claim }: ClaimFinding): string {
  const beside = evidence.filter((one) => one !== claim);
  return [measured ? estimateText(measured, unit ?? "") : "", ...beside].filter((part) => part !== "").join(" · ");
}

interface Shown {
  readonly claim: ClaimFinding;
  readonly id: string;
  /** The claim under which the same measurement is already shown. */
  readonly sameAs: string | null;
}

function measuredHtml({ claim, sameAs }: Shown): Html | string | null {
  if (sameAs !== null) return html`as for <a href="#${sameAs}">the claim above</a>`;
  const text = measurement(claim);
  return text === "" ? null : text;
}

function claimHtml(shown: Shown, synthetic: boolean): Html {
  const { claim, id, sameAs } = shown;
  return html`<details class="claim ${claim.verdict}" id="${id}"><summary><span class="verdict v-${claim.verdict}">${WORDS[claim.verdict] ?? claim.verdict}</span> <strong>${claimName(claim)}</strong> <span class="answer">${claim.why}</span></summary>
<blockquote>${claim.claim}</blockquote>
${facts([
  ["Measured", measuredHtml(shown)],
  ["Data cover", claim.coverage === null ? null : `${percent(claim.coverage)} of the claim's span`],
  ["How sure", sameAs === null ? claim.power : null],
  ["Other readings", stabilityText(claim)],
  ["Would settle it", claim.needs],
])}${synthetic ? html`<p class="note">Demonstration on synthetic data.</p>` : null}</details>`;
}

/** How much a remark weighs, in words. */
const SEVERITY_WORDS: Readonly<Record<Inconsistency["severity"], string>> = {
  serious: "serious",
  warning: "to clear up",
  info: "worth knowing",
};

/** Passages of a statement that a remark quotes; a long list says no more than its first ones. */
const MOST_PASSAGES = 6;

function passagesHtml(evidence: readonly string[]): Html {
  const more = evidence.length - MOST_PASSAGES;
  return html`<blockquote>${evidence.slice(0, MOST_PASSAGES).map((quote) => html`<span>${quote}</span>`)}${more > 0 ? html`<span>and ${amount(more)} more ${more === 1 ? "passage" : "passages"}</span>` : null}</blockquote>`;
}

/** Remarks of one kind that are shown whole; of more, what they say is enough. */
const MOST_ALIKE = 3;

function inconsistencyHtml({ text, severity, evidence, question }: Inconsistency, id: string, whole: boolean): Html {
  const passages = whole ? html`${passagesHtml(evidence)}<p class="note">To ask: ${question}</p>` : null;
  return html`<li id="${id}"><strong>${text}</strong> <span class="note">(${SEVERITY_WORDS[severity]})</span>${passages}</li>`;
}

function inconsistenciesHtml(found: readonly Inconsistency[]): Html | null {
  const ids = anchors(
    "inconsistency",
    found.map(({ code }) => code),
  );
  const alike = (i: number): number => found.slice(0, i).filter(({ code }) => code === found[i]?.code).length;
  return found.length === 0
    ? null
    : html`<h3>Where the statement disagrees with itself</h3>
<ul class="quotes">${found.map((one, i) => inconsistencyHtml(one, ids[i] ?? "", alike(i) < MOST_ALIKE))}</ul>`;
}

/** The claims with their links, contradicted first, each measurement marked where it was shown before. */
function inOrder(claims: readonly ClaimFinding[]): readonly Shown[] {
  const ids = anchors(
    "claim",
    claims.map(({ id }) => id),
  );
  const rank = ({ verdict }: ClaimFinding): number => ORDER.indexOf(verdict);
  const first = new Map<string, string>();
  return claims
    .map((claim, i) => ({ claim, id: ids[i] ?? "" }))
    .sort((a, b) => rank(a.claim) - rank(b.claim))
    .map(({ claim, id }) => {
      const text = measurement(claim);
      const sameAs = text === "" ? null : (first.get(text) ?? null);
      if (text !== "" && sameAs === null) first.set(text, id);
      return { claim, id, sameAs };
    });
}

function answer(analysis: Analysis): string {
  const { all, hold, contradicted, open } = pointsOf(analysis);
  const itself = analysis.statement?.inconsistencies.length ?? 0;
  const own = itself === 0 ? "" : `; ${amount(itself)} ${itself === 1 ? "remark" : "remarks"} on the statement itself`;
  if (all === 0) return `no point that these data can test${own}`;
  return `${amount(hold)} of ${amount(all)} points hold, ${amount(contradicted)} contradicted, ${amount(open)} open${own}`;
}

/** Each claim of the statement folded to its verdict and reason, contradicted first; then where the statement disagrees with itself. */
export function claimsSection({ analysis, figure }: ReportParts): Section {
  const { claims, statement, incident } = analysis;
  const itself = inconsistenciesHtml(statement?.inconsistencies ?? []);
  const customer = html`<p class="note">“Holds” and “contradicted” mean: in these data. A customer's share can legitimately differ from the platform's.</p>`;
  return {
    id: "claims",
    title: "The statement, claim by claim",
    answer: answer(analysis),
    body: statement
      ? html`${claims.length > 0 ? customer : null}${inOrder(claims).map((shown) => claimHtml(shown, incident.synthetic))}
${figure("statement-windows")}
${itself}`
      : null,
  };
}
