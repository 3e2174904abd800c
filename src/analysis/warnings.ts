import { DAY_MS } from "../time/units.js";
import type { ClaimFinding } from "../audit/audit-finding.js";
import type { ClaimKind } from "../statement/claims/claim-type.js";
import type { Span } from "../time/span.js";
import type { RemediationFinding, WhatIfFinding } from "../remediation/effect/remediation-finding.js";
import type { DataQuality, UnseenFailure } from "../sources/incident-data.js";
import type { Statement } from "../statement/statement.js";
import type { SignalFinding } from "../window/signals/signal-finding.js";
import type { WindowFinding } from "../window/window-finding.js";
import type { PartOutage } from "./find/parts.js";
import { departedGroups, type SignalGroup, signalMoved, words } from "./brief/signal-words.js";
import { capital } from "../wording/number.js";

/** Something about the inputs that a reader must know before any finding. */
export interface AnalysisWarning {
  readonly code:
    | "clocks-disagree"
    | "failure-never-seen"
    | "other-signal-departed"
    | "outage-of-a-part"
    | "statement-outside-data"
    | "statement-undated"
    | "step-matters";
  readonly text: string;
  /** What to change in the incident's file, for who runs the analysis; absent where there is nothing to change. */
  readonly mend?: string;
  /** The same in a few words, as the reason of a verdict that is withheld. */
  readonly reason: string;
  /** True if verdicts are withheld until it is settled. */
  readonly withholds: boolean;
}

/** Clocks that differ by more than this share of the outage, and by more than the least, move what falls into it. */
const LARGE_SHARE = 0.1;
const LEAST_SECONDS = 60;

/** The kinds of claims that counts per time decide. */
const MEASURED: ReadonlySet<ClaimKind> = new Set<ClaimKind>([
  "window",
  "rate",
  "scope",
  "order",
  "effect",
  "no-recurrence",
]);

const clock = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

/** Sources that count failures and whose clocks are too far apart for times to be set side by side; one warning a pair. */
function clockWarnings(
  quality: readonly DataQuality[],
  counted: readonly string[],
  minutes: number,
): AnalysisWarning[] {
  const limit = Math.max(LEAST_SECONDS, LARGE_SHARE * 60 * minutes);
  const pairs = new Map<string, AnalysisWarning>();
  for (const { source, clockSkew = [] } of quality) {
    for (const {
      against,
      seconds: { value },
    } of clockSkew) {
      const pair = [source, against].sort().join(" and ");
      if (!counted.includes(source) || !counted.includes(against) || Math.abs(value) <= limit || pairs.has(pair))
        continue;
      const seconds = `${Math.abs(value).toFixed(0)} s`;
      pairs.set(pair, {
        code: "clocks-disagree",
        withholds: true,
        reason: `the clocks of ${pair} disagree by ${seconds}`,
        text: `The clocks of ${pair} disagree by ${seconds} (${source} is ${value < 0 ? "behind" : "ahead"}). Verdicts that rest on times are withheld`,
        mend: "Check the zones of both in incident.yaml",
      });
    }
  }
  return [...pairs.values()];
}

function outsideWarning(statement: Statement | null, range: Span | null): AnalysisWarning[] {
  if (!statement || !range) return [];
  const stated = statement.windows.flatMap(({ start, end }) =>
    start !== null && end !== null && start < end ? [{ from: start, to: end }] : [],
  );
  const outside = ({ from, to }: Span): boolean => to <= range.from || from >= range.to;
  if (stated.length === 0 || !stated.every(outside)) return [];
  const [first] = stated as [Span, ...Span[]];
  const days = Math.round(
    Math.min(
      ...stated.map(({ from, to }) =>
        Math.max(Date.parse(range.from) - Date.parse(to), Date.parse(from) - Date.parse(range.to)),
      ),
    ) / DAY_MS,
  );
  return [
    {
      code: "statement-outside-data",
      withholds: false,
      reason: "the statement's window lies outside the data",
      text: `The statement's window, ${clock(first.from)} to ${clock(first.to)}, lies outside the data${days >= 1 ? ` by ${days} ${days === 1 ? "day" : "days"}` : ""}: the data cover ${clock(range.from)} to ${clock(range.to)}. Check the dates of both`,
    },
  ];
}

/** A departed signal: failures with their own sentence, which counts them; others by name, level and usual level. */
function departure({ first, others }: SignalGroup): string {
  const said = first.measure === "failures" ? null : signalMoved(first);
  return `${said === null ? first.why.replace(/\.$/, "") : said.charAt(0).toLowerCase() + said.slice(1)}${others}`;
}

/** The declared signal shows nothing, but another one does: "no outage" would be wrong. */
function departedWarning(
  window: WindowFinding | null,
  signals: readonly SignalFinding[],
  quiet: string,
): AnalysisWarning[] {
  const departed = departedGroups({ signals });
  if (window || departed.length === 0) return [];
  const what = departed.map(departure).join("; ");
  const name = departed.length === 1 ? "it" : "one of them";
  return [
    {
      code: "other-signal-departed",
      withholds: false,
      reason: "another signal departed from its ordinary level",
      text: `${quiet}, but ${departed.length === 1 ? "another signal" : "other signals"} departed: ${what}`,
      mend: `Name ${name} as \`outcome\` in incident.yaml to analyse it`,
    },
  ];
}

/** Parts that failed while all attempts together do not show it. */
function partWarnings(parts: readonly PartOutage[]): AnalysisWarning[] {
  return parts.map(({ why }) => ({
    code: "outage-of-a-part",
    withholds: false,
    reason: "only a part of the traffic failed",
    text: why.replace(/\.$/, ""),
  }));
}

/** A statement none of whose times could be dated: its windows and order are then claims of nothing. */
function undatedWarning(statement: Statement | null): AnalysisWarning[] {
  if (!statement || statement.events.length === 0 || statement.events.some(({ at }) => at !== null)) return [];
  const text = `None of the statement's ${statement.events.length} times could be dated, so that no window of it is tested`;
  const mend =
    "Give what it leaves out in incident.yaml, zone and date (the year of dates that carry none), or correct its parse";
  return [
    { code: "statement-undated", withholds: false, reason: "the statement's times could not be dated", text, mend },
  ];
}

/** True if a text speaks of a value by its name. */
function names(text: string, value: string): boolean {
  return text.split(/[^\p{L}\p{N}_.-]+/u).some((word) => word.replace(/[.-]+$/, "") === value);
}

/** A warning for who runs the analysis: what is so, and what to change. */
export function warningText({ text, mend }: AnalysisWarning): string {
  return mend === undefined ? `${text}.` : `${text}. ${mend}.`;
}

/** A failure that occurs nowhere is a slip in the condition, or good service. What the statement itself names, and nothing in the data resembles, is not a slip. */
function unseenWarning(
  { values, seen, text }: UnseenFailure,
  decides: boolean,
  statementText: string,
): AnalysisWarning {
  const resembled = values.some((value) => seen.some((cell) => cell.toLowerCase().includes(value.toLowerCase())));
  const meant = !resembled && values.every((value) => names(statementText, value));
  const withholds = decides && !meant;
  const after = meant
    ? " The statement names it so: verdicts take it that none of these rows failed"
    : withholds
      ? " Until that is settled no verdict rests on it"
      : "";
  const [said = text, mend] = text.split(/ (?=If failures are written otherwise)/);
  return {
    code: "failure-never-seen",
    withholds,
    reason: said.replace(/\.$/, ""),
    text: `${said}${after}`.replace(/\.$/, ""),
    ...(mend !== undefined && { mend: mend.replace(/\.$/, "") }),
  };
}

/** An outage that shows in bins of one length and not in those of another. */
function stepWarning(text: string | null): AnalysisWarning[] {
  return text === null
    ? []
    : [{ code: "step-matters", withholds: false, reason: "the answer depends on the step", text }];
}

/** What the warnings of an incident are read from. */
export interface WarningInput {
  readonly quality: readonly DataQuality[];
  /** Sources that count failures. */
  readonly counted: readonly string[];
  /** The source that reconstructs the window. */
  readonly outcome: string;
  readonly window: WindowFinding | null;
  /** Every signal that was looked at. */
  readonly signals?: readonly SignalFinding[];
  /** Outages that only parts show. */
  readonly parts?: readonly PartOutage[];
  /** What another reasonable step says of the window, where it says something else. */
  readonly stepDoubt?: string | null;
  readonly statement: Statement | null;
  /** The statement's words; `""` without one. */
  readonly statementText: string;
  readonly range: Span | null;
}

/** What must be known of the inputs before any finding is read; empty where all is well. */
export function warningsOf({
  quality,
  counted,
  outcome,
  window,
  signals = [],
  parts = [],
  stepDoubt = null,
  statement,
  statementText,
  range,
}: WarningInput): readonly AnalysisWarning[] {
  const spans = (statement?.windows ?? []).flatMap(({ start, end }) =>
    start !== null && end !== null && start < end ? [(Date.parse(end) - Date.parse(start)) / 60_000] : [],
  );
  const minutes = Math.min(...(window ? [window.minutes.value] : []), ...spans, DAY_MS / 60_000);
  return [
    ...stepWarning(stepDoubt),
    ...clockWarnings(quality, counted, minutes),
    ...quality.flatMap(({ source, failureUnseen }) =>
      failureUnseen === undefined ? [] : [unseenWarning(failureUnseen, source === outcome, statementText)],
    ),
    ...departedWarning(
      window,
      signals,
      `${capital(words(outcome))} ${counted.includes(outcome) ? "did not fail more than usual" : "stayed at the usual level"}`,
    ),
    ...partWarnings(parts),
    ...outsideWarning(statement, range),
    ...undatedWarning(statement),
  ];
}

/** Findings that rest on the inputs' times and failures, withheld where a warning says so: not testable, with the warning as the reason. */
export function withholdVerdicts<
  T extends {
    readonly claims: readonly ClaimFinding[];
    readonly remediations: readonly RemediationFinding[];
    readonly whatIf: readonly WhatIfFinding[];
  },
>(findings: T, warnings: readonly AnalysisWarning[]): T {
  const first = warnings.find(({ withholds }) => withholds);
  if (!first) return findings;
  const why = `Withheld: ${first.reason}.`;
  return {
    ...findings,
    claims: findings.claims.map((claim) =>
      MEASURED.has(claim.kind)
        ? {
            ...claim,
            verdict: "not-testable" as const,
            why,
            measured: null,
            unit: null,
            power: null,
            stability: null,
            needs: "Sources whose times and failures are read as they were meant.",
            evidence: [claim.claim],
          }
        : claim,
    ),
    remediations: findings.remediations.map((found) => ({
      ...found,
      verdict: "not-testable" as const,
      identification: "none" as const,
      effect: null,
      cumulative: null,
      counterfactual: null,
      why,
    })),
    whatIf: findings.whatIf.map((found) => ({
      ...found,
      failuresAvoided: null,
      dropsAvoided: null,
      identification: "none" as const,
      why: `Refused: ${first.reason}.`,
    })),
  };
}
