import { spanText } from "../../wording/clock.js";
import { amount, capital, estimateText, percent, pointsText } from "../../wording/number.js";
import type { RateFinding, Reconciliation } from "../../rates/rate-finding.js";
import { averagedNote } from "../../rates/averaged-rate.js";
import { noBaseline } from "../../rates/no-baseline.js";
import { wordsOf } from "../../rates/unit-names.js";
import { html, type Html } from "../html.js";
import { ratesByReader } from "../../analysis/brief/measured.js";
import { words } from "../../analysis/brief/signal-words.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { methodText } from "../finding-text.js";
import { tableHtml } from "../table-html.js";
import { facts, moreHtml, type ReportParts, type Section } from "./section.js";

const HOLDS: Readonly<Record<string, string>> = {
  supported: "✓ applies",
  contradicted: "○ does not apply",
  "not-testable": "? not testable",
};

/** Stated windows over which a page counts the failures. */
const MOST_WINDOWS = 12;

function rateHtml(source: string, finding: RateFinding, zone: string): Html {
  const {
    rate,
    failures,
    attempts,
    baseline,
    excess,
    rateRatio,
    clusters,
    designEffect,
    method,
    overStatedWindows,
    span,
  } = finding;
  if (attempts === 0)
    return html`<h3>${capital(words(source))}</h3><p>No rows over ${spanText(span.from, span.to, zone)}.</p>`;
  return html`<h3>${capital(words(source))}</h3>${facts([
    ["Failed", `${estimateText(rate, "share")}${averagedNote(finding)}: ${amount(failures)} of ${amount(attempts)}`],
    ["Over", spanText(span.from, span.to, zone)],
    [
      "Baseline",
      noBaseline(finding) ??
        `${estimateText(baseline.rate, "share")}: ${amount(baseline.failures)} of ${amount(baseline.attempts)}`,
    ],
    ["Excess", baseline.attempts === 0 ? null : pointsText(excess)],
    [
      "Rate ratio",
      baseline.attempts === 0
        ? null
        : baseline.failures === 0
          ? "not finite: nothing failed before"
          : estimateText(rateRatio, ""),
    ],
    [
      "Clusters",
      clusters === null
        ? "none declared: attempts are taken as independent"
        : `${amount(clusters)}${designEffect === null ? "" : `, design effect ${amount(designEffect)}`}`,
    ],
    ["Method", methodText(method)],
  ])}${
    overStatedWindows.length === 0
      ? null
      : tableHtml({
          label: `${capital(words(source))} over the stated windows`,
          columns: [
            { name: "over the stated window" },
            { name: "failed", numeric: true },
            { name: "of", numeric: true },
            { name: "share", numeric: true },
          ],
          stack: true,
          rows: overStatedWindows
            .slice(0, MOST_WINDOWS)
            .map((over) => [
              `${over.section || "statement"}, ${spanText(over.span.from, over.span.to, zone)}`,
              amount(over.failures),
              amount(over.attempts),
              over.attempts === 0 ? "no rows" : estimateText(over.rate, "share"),
            ]),
        })
  }${moreHtml(overStatedWindows.length - MOST_WINDOWS, "stated windows")}`;
}

function reconciliationHtml(found: Reconciliation): Html {
  const { verbs, verb, calls, call } = wordsOf(found.names);
  return html`<h3>How both rates can be true</h3>
<p>If every failed ${verb} ended its ${call} and nothing else did, ${calls} would have made ${estimateText(found.requiredAttemptsPerCall, "")} ${verbs} each${found.attemptsPerCall ? html`; they made ${estimateText(found.attemptsPerCall, "")}` : null}.</p>
${facts([
  [`${capital(calls)} exposed`, found.exposedShare ? estimateText(found.exposedShare, "share") : null],
  ["Predicted to fail", found.predictedDropRate ? estimateText(found.predictedDropRate, "share") : null],
  ["Observed to fail", estimateText(found.observedDropRate, "share")],
  ["Fatal when it fails", found.fatality ? estimateText(found.fatality, "share") : null],
  [
    `${capital(verbs)} planned`,
    found.plannedVerbsPerCall
      ? found.plannedVerbsPerCall.distribution.map((share, k) => `${k}: ${percent(share)}`).join(" · ")
      : null,
  ],
])}
<ul>${found.explanations.map(({ name, holds, why, needs }) => html`<li><strong>${capital(name)}</strong>: <span class="verdict ${holds === "supported" ? "v-supported" : "v-open"}">${HOLDS[holds] ?? holds}</span> – ${why} <span class="note">Tested by ${needs}.</span></li>`)}</ul>`;
}

/** How much failed, against which baseline, with which intervals; then how the two rates fit together. */
export function ratesSection({ analysis, figure }: ReportParts): Section {
  const rates = Object.entries(analysis.rates);
  return {
    id: "rates",
    title: "How much failed",
    answer: ratesByReader(analysis)
      .slice(0, 2)
      .map(({ source, finding: { rate } }) => `${estimateText(rate, "share")} of ${words(source)}`)
      .join(", "),
    body:
      rates.length === 0
        ? null
        : html`${figure("verbs-and-calls")}
${rates.map(([source, finding]) => rateHtml(source, finding, zoneOf(analysis)))}
${analysis.reconciliation ? reconciliationHtml(analysis.reconciliation) : null}`,
  };
}
