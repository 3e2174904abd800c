import { averagedNote } from "../rates/averaged-rate.js";
import { noBaseline } from "../rates/no-baseline.js";
import { clock, dayClock } from "../wording/clock.js";
import { amount, capital, estimateText, lengthEstimate, pointsText } from "../wording/number.js";
import type { Analysis } from "./analysis.js";
import { claimName } from "./brief/account.js";
import { warningText } from "./warnings.js";
import { actionName, namedByStatement } from "./brief/action-names.js";
import { incidentName } from "./brief/headline.js";
import { words } from "./brief/signal-words.js";
import { withPlainNames } from "./brief/plain-names.js";
import { changesSentence } from "./change-text.js";
import { plainText } from "../errors/plain-text.js";
import { requireAnalysis } from "../errors/argument.js";

const time = (iso: string | null, zone: string): string => (iso ? dayClock(iso, zone) : "not within the data");

function windowLines({ window, windows, windowReason, incident, signals = [] }: Analysis): string[] {
  const zone = incident.zone ?? "UTC";
  const elsewhere = signals.some((signal) => signal.window !== null);
  if (!window)
    return [`${elsewhere ? "None in the declared signal" : "No outage"}: ${windowReason ?? "no rise is supported"}.`];
  const recovery = window.recoveryInterval
    ? ` [${clock(window.recoveryInterval[0], zone)}, ${clock(window.recoveryInterval[1], zone)}]`
    : "";
  return [
    `Onset ${time(window.onset, zone)} [${clock(window.onsetInterval[0], zone)}, ${clock(window.onsetInterval[1], zone)}], recovery from ${time(window.recoveryStart, zone)}, back at the baseline ${time(window.recovery, zone)}${recovery}`,
    `${window.recovery ? "Lasted" : "Lasted at least"} ${lengthEstimate(window.minutes)}${windows.length > 1 ? `; the largest of ${windows.length} outages` : ""}`,
  ];
}

function rateLines({ rates }: Analysis): string[] {
  return Object.entries(rates).map(([source, finding]) => {
    const { failures, attempts, rate, baseline, excess } = finding;
    if (attempts === 0) return `${words(source)}: no rows in the window`;
    const before =
      noBaseline(finding) ?? `baseline ${estimateText(baseline.rate, "share")}; excess ${pointsText(excess)}`;
    return `${words(source)}: ${amount(failures)} of ${amount(attempts)} failed, ${estimateText(rate, "share")}${averagedNote(finding)}; ${before}`;
  });
}

/** Signals that departed, in the order in which they were looked at. */
function signalLines({ signals = [] }: Analysis): string[] {
  return signals.filter(({ window }) => window !== null).map(({ why }) => why);
}

/** Which part broke; nothing where there was no outage to explain or no column to split it by. */
function sliceLines({ window, slices }: Analysis): string[] {
  return window && slices && slices.dimensions.length > 0 ? [slices.why] : [];
}

function changeLines({ window, changes = [] }: Analysis): string[] {
  const sentence = window ? changesSentence(changes) : null;
  return sentence === null ? [] : [sentence];
}

/** Verdicts with a mark and a word, for what a claim says, what a fix did, and what explains two rates. */
const HOLDS = { supported: "✓ holds", contradicted: "✗ contradicted", "not-testable": "? open" };
const HELPED = {
  helped: "✓ helped",
  "no-effect": "○ no effect",
  harmed: "✗ made worse",
  "not-testable": "? not shown",
};
const APPLIES = { supported: "✓ applies", contradicted: "○ does not", "not-testable": "? open" };
const VERDICT_WIDTH = 14;

function verdictText(words: Readonly<Record<string, string>>, verdict: string): string {
  return (words[verdict] ?? verdict).padEnd(VERDICT_WIDTH);
}

function reconciliationLines({ reconciliation }: Analysis): string[] {
  if (!reconciliation) return [];
  return reconciliation.explanations.map(({ name, holds, why }) => `${verdictText(APPLIES, holds)} ${name}: ${why}`);
}

function remediationLines({ remediations, statement, whatIf }: Analysis): string[] {
  const asked = whatIf.filter(({ applies }) => applies);
  const refused = asked.filter(({ failuresAvoided }) => failuresAvoided === null);
  if (remediations.length === 0 && refused.length === asked.length) return [];
  return [
    ...remediations.map((found) => {
      const { id } = namedByStatement(found, statement);
      const { verdict, why, cumulative, identification } = found;
      const spared =
        cumulative && verdict !== "no-effect"
          ? `${cumulative.value < 0 ? "added" : "avoided"} ${estimateText(cumulative, "")} failures (${identification}). `
          : "";
      return `${verdictText(HELPED, verdict)} ${capital(actionName(id))}: ${spared}${why}`;
    }),
    ...asked.flatMap(({ id, change, failuresAvoided, identification }) =>
      failuresAvoided
        ? [`avoids ${estimateText(failuresAvoided, "")} failures (${identification}) ${id}: ${change}`]
        : [],
    ),
    ...refused.map(({ change }) => `${"? no answer".padEnd(VERDICT_WIDTH)} ${change}`),
  ];
}

function claimLines({ claims }: Analysis): string[] {
  return claims.map(
    (claim) => `${verdictText(HOLDS, claim.verdict)} ${claimName(claim).replace(/[.\s]+$/, "")}. ${claim.why}`,
  );
}

function statementLines({ statement }: Analysis): string[] {
  return (statement?.inconsistencies ?? []).map(({ text }) => text);
}

/** The balance of a source: every row that was seen is in one of the terms. */
function rowLine({
  source,
  seen,
  loaded,
  rejected,
  duplicates,
  filtered,
  header,
  blank,
  gaps,
  balanced,
  windowCoverage,
  notes,
}: Analysis["dataQuality"][number]): string {
  const others = (
    [
      [rejected, "rejected"],
      [duplicates, "duplicates"],
      [filtered, "filtered"],
      [header, "header"],
      [blank, "blank"],
    ] as const
  ).filter(([rows]) => rows > 0);
  const terms = [`${amount(loaded)} loaded`, ...others.map(([rows, what]) => `${amount(rows)} ${what}`)].join(" + ");
  const missing = gaps.length > 0 ? `; ${gaps.length} ${gaps.length === 1 ? "gap" : "gaps"} without rows` : "";
  const covered =
    typeof windowCoverage === "number" ? `; data in ${Math.floor(100 * windowCoverage)} % of the outage` : "";
  return [
    `${source}: ${amount(seen)} rows seen = ${terms}${balanced ? "" : " (does not balance)"}${missing}${covered}`,
    ...notes,
  ].join("; ");
}

/**
 * The findings as plain text for a terminal: one heading a part, one line a finding, intervals in brackets.
 *
 * @param found - findings of one incident
 */
export function summaryText(found: Analysis): string {
  requireAnalysis("summaryText", found);
  const analysis = withPlainNames(found);
  const { incident, dataQuality, warnings = [] } = analysis;
  const parts: [string, string[]][] = [
    ["Read this first", warnings.map(warningText)],
    ["Outage window", windowLines(analysis)],
    ["Signals that left their usual level", signalLines(analysis)],
    ["Failure rates (95 % intervals)", rateLines(analysis)],
    ["Which part broke", sliceLines(analysis)],
    ["Which change fits", changeLines(analysis)],
    ["How the rates fit together", reconciliationLines(analysis)],
    ["Remediation and what-if", remediationLines(analysis)],
    ["The statement against this traffic", claimLines(analysis)],
    ["Where the statement disagrees with itself", statementLines(analysis)],
    ["Rows", dataQuality.map(rowLine)],
  ];
  const name = incidentName(analysis);
  const title = `${name}${name === incident.id ? "" : ` (${incident.id})`}${incident.synthetic ? " — demonstration on synthetic data" : ""}`;
  const body = parts
    .filter(([, lines]) => lines.length > 0)
    .map(([heading, lines]) => [heading, ...lines.map((line) => `  ${line}`)].join("\n"));
  return plainText([title, ...body].join("\n\n"));
}
