import { createHash } from "node:crypto";
import type { Analysis } from "../analysis/analysis.js";
import { clock, dayClock, spanText } from "../wording/clock.js";
import type { ClaimFinding } from "../audit/audit-finding.js";
import { amount, capital, estimateText, percent } from "../wording/number.js";
import type { Estimate } from "../stats/estimate.js";

/** A number that leads the summary. */
export interface HeadlineNumber {
  readonly name: string;
  readonly value: string;
  readonly interval: string;
}

/** What the data show, in one line: the report's title. */
export function findingTitle({ incident, window, rates }: Analysis): string {
  if (!window) return `${incident.title}: no outage is supported by these data`;
  const shares = Object.entries(rates)
    .filter(([, { attempts }]) => attempts > 0)
    .slice(0, 2)
    .map(([source, { rate }]) => `${percent(rate.value)} of ${source}`);
  const failed = shares.length > 0 ? `; ${shares.join(" and ")} failed` : "";
  if (window.recovery === null) return `${incident.title}: failing since ${clock(window.onset)} UTC${failed}`;
  return `${incident.title}: ${amount(Math.round(window.minutes.value))} minutes from ${clock(window.onset)} UTC${failed}`;
}

/** One hash over all inputs, order aside: equal hashes mean equal input bytes. */
export function inputHash({ provenance }: Analysis): string {
  const sums = provenance.inputs.map(({ sha256 }) => sha256).sort();
  return createHash("sha256").update(sums.join("\n")).digest("hex");
}

function windowSentence({ window, windows, windowReason }: Analysis): string {
  if (!window)
    return `No rise above the baseline is supported: ${windowReason ?? "the data give no reason to see one"}.`;
  const more = windows.length > 1 ? ` It is the largest of ${windows.length} windows.` : "";
  if (window.recovery === null)
    return `Failures left their baseline at ${dayClock(window.onset)} and had not returned to it when the data end.${more}`;
  return `Failures left their baseline at ${dayClock(window.onset)} and were back at it at ${spanText(window.onset, window.recovery).split(" to ")[1]}, ${estimateText(window.minutes, "minutes")} later.${more}`;
}

function rateSentence({ rates, reconciliation }: Analysis): string {
  const parts = Object.entries(rates)
    .filter(([, { attempts }]) => attempts > 0)
    .map(
      ([source, { rate, baseline }]) =>
        `${estimateText(rate, "share")} of ${source} failed${baseline.attempts > 0 ? ` (baseline ${percent(baseline.rate.value)})` : ""}`,
    );
  if (parts.length === 0) return "No rate could be computed.";
  const reasons = reconciliation?.explanations.filter(({ holds }) => holds === "supported") ?? [];
  return `In that time ${parts.join("; ")}.${reasons.length > 0 ? ` ${reasons[0]?.why ?? ""}` : ""}`;
}

/** Contradicted claims that the summary names. */
const MOST_NAMED = 3;

function verdictSentence({ claims, remediations }: Analysis): string {
  const count = (verdict: string): number => claims.filter((claim) => claim.verdict === verdict).length;
  const helped = remediations.filter(({ verdict }) => verdict === "helped").map(({ id }) => id);
  const action =
    remediations.length === 0
      ? ""
      : helped.length > 0
        ? `What helped, as far as the series can tell: ${helped.join(", ")}. `
        : "No remediation can be credited from these series. ";
  if (claims.length === 0) return `${action}There was no statement to audit.`;
  const against = claims
    .filter(({ verdict }) => verdict === "contradicted")
    .map((claim) => claimName(claim).replace(/[.\s]+$/, ""));
  const named = against
    .slice(0, MOST_NAMED)
    .map((name) => `“${name}”`)
    .join(", ");
  const more = against.length > MOST_NAMED ? ` and ${against.length - MOST_NAMED} more` : "";
  return `${action}Of the statement's ${claims.length} claims these data support ${count("supported")}, contradict ${count("contradicted")}${named === "" ? "" : ` (${named}${more})`} and cannot test ${count("not-testable")}.`;
}

/** The summary: when, how much, and what of it can be credited and believed. */
export function summarySentences(analysis: Analysis): readonly [string, string, string] {
  return [windowSentence(analysis), rateSentence(analysis), verdictSentence(analysis)];
}

function split(name: string, estimate: Estimate, unit: string): HeadlineNumber {
  const [value = "", interval = ""] = estimateText(estimate, unit).split(" [");
  return {
    name,
    value,
    interval: `${Math.round(estimate.level * 100)} % interval ${interval.replace("]", "").replace(", ", " to ")}`,
  };
}

/** Up to four numbers with their intervals, the ones a reader will quote. */
export function headlineNumbers(analysis: Analysis): readonly HeadlineNumber[] {
  const { window, rates, remediations, whatIf } = analysis;
  const numbers: HeadlineNumber[] = [];
  if (window)
    numbers.push(
      split(
        window.recovery === null ? "minutes from the onset, at least" : "minutes from onset to recovery",
        window.minutes,
        "",
      ),
    );
  for (const [source, { rate }] of Object.entries(rates)
    .filter(([, { attempts }]) => attempts > 0)
    .slice(0, 2))
    numbers.push(split(`of ${source} failed`, rate, "share"));
  for (const { id, cumulative } of remediations)
    if (cumulative) numbers.push(split(`failures avoided by ${id}`, cumulative, ""));
  for (const { change, failuresAvoided } of whatIf)
    if (failuresAvoided) numbers.push(split(`failures avoided if ${condition(change)}`, failuresAvoided, ""));
  for (const [source, { rateRatio }] of Object.entries(rates))
    if (Number.isFinite(rateRatio.value)) numbers.push(split(`times the baseline rate of ${source}`, rateRatio, ""));
  return numbers.slice(0, 4);
}

/** What a claim commits to, as its heading. */
export function claimName({ kind, stated, claim }: ClaimFinding): string {
  if (stated === "") return claim;
  return kind === "window" ? `Outage window ${stated}` : capital(stated);
}

/** A what-if as the second half of a sentence that begins with "if". */
function condition(change: string): string {
  const bare = change.replace(/\.$/, "");
  return /^[A-Z][a-z]/.test(bare) ? bare.charAt(0).toLowerCase() + bare.slice(1) : bare;
}

/** What could not be told, each with its reason; what shares a reason is told together. */
export function untold(analysis: Analysis): readonly { readonly what: readonly string[]; readonly why: string }[] {
  const { claims, remediations, whatIf, reconciliation, window } = analysis;
  // A claim of an effect and its remediation are one question.
  const effects = new Set(
    claims.filter(({ kind, verdict }) => kind === "effect" && verdict === "not-testable").map(({ why }) => why),
  );
  const all = [
    ...claims
      .filter(({ verdict }) => verdict === "not-testable")
      .map((claim) => ({ what: claimName(claim), why: claim.why })),
    ...remediations
      .filter(({ verdict, why }) => verdict === "not-testable" && !effects.has(why))
      .map(({ id, why }) => ({ what: `Whether ${id} helped`, why })),
    ...whatIf
      .filter(({ applies, identification }) => applies && window !== null && identification === "none")
      .map(({ change, why }) => ({ what: `What if ${condition(change)}?`, why })),
    ...(reconciliation?.explanations ?? [])
      .filter(({ holds }) => holds === "not-testable")
      .map(({ name, why, needs }) => ({
        what: `Whether the two rates differ by ${name}`,
        why: `${why} It would need ${needs}.`,
      })),
  ];
  const reasons = new Map<string, string[]>();
  for (const { what, why } of all) reasons.set(why, [...(reasons.get(why) ?? []), what]);
  return [...reasons].map(([why, what]) => ({ what, why }));
}
