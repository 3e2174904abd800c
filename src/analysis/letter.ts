import type { ClaimFinding } from "../audit/audit-finding.js";
import type { ClaimKind } from "../statement/claims/claim-type.js";
import { averagedNote } from "../rates/averaged-rate.js";
import { noBaseline } from "../rates/no-baseline.js";
import { leftOut } from "./brief/account.js";
import { incidentName } from "./brief/headline.js";
import { withPlainNames } from "./brief/plain-names.js";
import { words } from "./brief/signal-words.js";
import { sliceSentence } from "../rates/slices/slice-text.js";
import type { Inconsistency } from "../statement/statement.js";
import type { WindowFinding } from "../window/window-finding.js";
import { redactAnalysis } from "../redaction/redact.js";
import { clockBeside, day, dayClock, spanText } from "../wording/clock.js";
import { amount, capital, estimateText, lengthEstimate, lengthText, percent, pointsText } from "../wording/number.js";
import type { Analysis } from "./analysis.js";
import { warningText } from "./warnings.js";
import type { Assertion } from "./assertions/assertion.js";
import { plainText } from "../errors/plain-text.js";
import { requireAnalysis } from "../errors/argument.js";

/** What to ask for where the records of the reader and a claim differ. */
const QUESTIONS: Readonly<Record<ClaimKind, string>> = {
  window:
    "How were the start and the end of this window determined, and what were your failures and attempts, minute by minute, across it?",
  duration: "From which moment to which was this duration counted, and on what clock?",
  rate: "What are the numerator and the denominator of this figure, over which span, and over which customers?",
  scope: "Which parts of the traffic were affected, with failures and attempts of each?",
  order: "When was the cause identified, and when did each action begin and end?",
  effect: "What shows that this action ended the failures, and what was in service minute by minute?",
  "no-recurrence": "Was the later incident of the same cause, and what was done since?",
  communication: "When, and where, was each notice published?",
  cause: "Which internal measurements show this cause, and which change or request came first?",
};
const QUESTION = "What is this based on: which records, over which span, and of which customers?";

/** Kinds of assertions that a letter asks about where nothing measures them: figures that someone must have counted. */
const ASKED: readonly string[] = ["figure", "money", "count", "attempts", "share", "part", "latency", "latency-change"];

const SEVERITIES = ["serious", "warning", "info"] as const;

/** How a letter is written. */
export interface LetterOptions {
  /** Identifiers and numbers of persons as they are. Default: replaced. */
  readonly redact?: boolean;
  /** The day of writing, `YYYY-MM-DD`: records that are gone by then are not asked for. Default: today. */
  readonly today?: string;
}

/** Text from a statement or from data, as Markdown that shows it and does nothing else. */
function safe(text: string): string {
  return plainText(text)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[<*`\\|]/g, "\\$&")
    .replace(/\]\(/g, "]\\(")
    .replace(/^([#>+-])/, "\\$1");
}

/** The level of intervals that the letter's opening names. */
const NAMED_LEVEL = 0.95;

/** An interval in time in brackets, its days only where they differ from that of the time beside it. */
const between = ([from, to]: readonly [string, string], at: string, level: number, zone: string): string =>
  `[${level === NAMED_LEVEL ? "" : `${percent(level)} interval `}${clockBeside(from, at, zone)}, ${clockBeside(to, at, zone)}]`;

function measuredText({ measured, unit }: ClaimFinding): string | null {
  if (!measured) return null;
  return unit === "share" ? estimateText(measured, "share") : unit === "minutes" ? lengthEstimate(measured) : null;
}

function windowText({ level, onset, onsetInterval, minutes, ...end }: WindowFinding, zone: string): string {
  const { recovery, recoveryInterval, recoveryStart, recoveryStartInterval } = end;
  const time = (at: string, interval: readonly [string, string] | null | undefined): string =>
    `${clockBeside(at, onset, zone)}${interval ? ` ${between(interval, at, level, zone)}` : ""}`;
  const fall = recoveryStart
    ? ` Failures began their final fall at ${time(recoveryStart, recoveryStartInterval)}.`
    : "";
  const back =
    recovery && recoveryInterval
      ? ` Back at the usual level at ${time(recovery, recoveryInterval)}: ${lengthEstimate(minutes)} in all.`
      : ` Not back at the usual level where our records end: at least ${lengthText(minutes.value)}.`;
  return `Failures rose at ${dayClock(onset, zone)} ${between(onsetInterval, onset, level, zone)}.${fall}${back}`;
}

/** Every outage, in order. */
function windowLines({ windows, windowReason, incident }: Analysis): string[] {
  const zone = incident.zone ?? "UTC";
  if (windows.length === 0) return [`- No outage: ${safe(windowReason ?? "no sustained rise of failures")}.`];
  return windows.map(
    (window, index) =>
      `- ${windows.length > 1 ? `Outage ${index + 1} of ${windows.length}. ` : ""}${windowText(window, zone)}`,
  );
}

function rateLines({ rates, incident }: Analysis): string[] {
  const zone = incident.zone ?? "UTC";
  return Object.entries(rates)
    .filter(([, { attempts }]) => attempts > 0)
    .map(([source, finding]) => {
      const { failures, attempts, rate, span, baseline, excess } = finding;
      const before =
        noBaseline(finding) ??
        `before it ${amount(baseline.failures)} of ${amount(baseline.attempts)}, ${estimateText(baseline.rate, "share")}, ${spanText(baseline.span.from, baseline.span.to, zone)}; ${pointsText(excess)} more than usual`;
      return `- ${capital(safe(words(source)))}: ${amount(failures)} of ${amount(attempts)} failed, ${estimateText(rate, "share")}${averagedNote(finding)}, ${spanText(span.from, span.to, zone)}; ${before}.`;
    });
}

/** Which parts of the traffic held the extra failures, or that all did alike. */
function sliceLines({ window, slices }: Analysis): string[] {
  if (!window || !slices || slices.dimensions.length === 0) return [];
  if (slices.found.length === 0) return [`- ${safe(slices.why)}`];
  return slices.found.map((slice) => `- ${safe(sliceSentence(slice, slices.counted))}`);
}

/** What is asked of a point: what would settle it where that is known, else a question. */
const closingLine = (verdict: string, needs: string | null, question: string): string =>
  verdict === "contradicted" || needs === null
    ? `   - **Question:** ${question}`
    : `   - **What would settle it:** ${safe(needs)}`;

/** One claim, with everything that was measured about it. */
function claimLines(claim: ClaimFinding, number: number): string[] {
  const measured = measuredText(claim);
  const counted = claim.evidence.slice(1).map(safe).join("; ");
  return [
    `${number}. You write: "${safe(claim.claim)}"`,
    `   - Read as: ${safe(claim.stated).replace(/\.$/, "")}.`,
    ...(measured ? [`   - Measured: ${measured}${counted ? ` (${counted})` : ""}.`] : []),
    `   - ${safe(claim.why)}`,
    ...(claim.coverage === null
      ? []
      : [
          `   - Our records cover ${percent(claim.coverage)} of its span${claim.power ? `; ${safe(claim.power)}` : ""}.`,
        ]),
    ...(claim.stability?.text ? [`   - Under other readings: ${safe(claim.stability.text)}.`] : []),
    closingLine(claim.verdict, claim.needs ?? null, QUESTIONS[claim.kind]),
  ];
}

/** One assertion that is no claim of the audit. */
function assertionLines({ quote, readAs, why, verdict, needs }: Assertion, number: number): string[] {
  return [
    `${number}. You write: "${safe(quote)}"`,
    ...(readAs === "" ? [] : [`   - Read as: ${safe(readAs).replace(/\.$/, "")}.`]),
    `   - ${safe(why)}`,
    closingLine(verdict, needs, QUESTION),
  ];
}

interface Points {
  readonly claims: readonly ClaimFinding[];
  readonly assertions: readonly Assertion[];
}

const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim();

/** What is contradicted, and what is open, each once: an assertion of a sentence whose claim stands there is not asked again. */
function pointsOf({ claims, assertions = [] }: Analysis, wanted: (verdict: string, kind: string) => boolean): Points {
  const own = claims.filter(({ verdict, kind, claim }) => wanted(verdict, kind) && claim !== "");
  const seen = new Set<string>();
  const rest = assertions.filter(({ claim, verdict, kind, quote }) => {
    if (claim !== null || !wanted(verdict, kind) || quote === "") return false;
    const held = own.some(
      (one) => squeezed(one.claim).includes(squeezed(quote)) || squeezed(quote).includes(squeezed(one.claim)),
    );
    const key = `${squeezed(quote)} ${verdict}`;
    if (held || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return { claims: own, assertions: rest };
}

function pointLines({ claims, assertions }: Points, first: number): string[] {
  return [
    ...claims.flatMap((claim, index) => claimLines(claim, first + index)),
    ...assertions.flatMap((one, index) => assertionLines(one, first + claims.length + index)),
  ];
}

const countOf = ({ claims, assertions }: Points): number => claims.length + assertions.length;

function inconsistencyLines({ statement }: Analysis, first: number): string[] {
  const found = [...(statement?.inconsistencies ?? [])];
  const rank = ({ severity }: Inconsistency): number => SEVERITIES.indexOf(severity);
  return found
    .sort((a, b) => rank(a) - rank(b))
    .flatMap(({ text, evidence, question }, index) => [
      `${first + index}. ${safe(text)}`,
      ...evidence.map((quote) => `   - "${safe(quote)}"`),
      `   - **Question:** ${safe(question)}`,
    ]);
}

/** Lines of a question on an outage that is left out: what it is about, and the question. */
const LINES_A_QUESTION = 2;

/** The outages that the statement does not speak of, each with what is asked about it. */
function leftOutLines(analysis: Analysis, first: number): string[] {
  const zone = analysis.incident.zone ?? "UTC";
  return leftOut(analysis).flatMap(({ onset, recovery }, index) => [
    `${first + index}. Your statement does not mention the outage that we measured ${recovery === null ? `from ${dayClock(onset, zone)} on` : `on ${spanText(onset, recovery, zone)}`}.`,
    "   - **Question:** Did your own records show it, and is its cause the same?",
  ]);
}

/** What the letter asks for as such: who has no statement cannot keep one. */
const A_STATEMENT = /^A published statement\b/;

/** What to keep, as long as it is likely to be there still. */
function evidenceLines({ evidence }: Analysis, today: string): string[] {
  return evidence
    .filter(({ expires, what }) => (expires === null || expires >= today) && !A_STATEMENT.test(what))
    .map(({ what, expires, why }) => `- ${safe(what)}${expires ? `, by ${day(expires)}` : ""}. ${safe(why)}`);
}

/** What people noted of the incident that the vendor should know. */
function impactLines(notes: Analysis["notes"]): string[] {
  const severity = notes?.severity ? `Severity: ${safe(notes.severity)}.` : null;
  const owner = notes?.owner ? `Owner on our side: ${safe(notes.owner)}.` : null;
  const impact = notes?.impact ? `Impact: ${safe(notes.impact)}` : null;
  const told = [severity, owner, impact].filter((line) => line !== null);
  return told.length === 0 ? [] : [told.join(" "), ""];
}

function opening(analysis: Analysis): string[] {
  const { incident, notes, statement, provenance } = analysis;
  const { dataSpan } = provenance;
  const name = safe(incidentName(analysis));
  const ours = statement?.reference
    ? `your ${statement.status ? `${safe(statement.status)} ` : ""}statement #${safe(statement.reference.replace(/^#/, ""))}`
    : `your ${statement?.status ? `${safe(statement.status)} ` : ""}statement`;
  const zone = incident.zone ?? "UTC";
  const times = zone === "UTC" ? "times are UTC" : `times are those of ${zone} unless marked UTC`;
  const records = dataSpan ? ` of ${spanText(dataSpan.from, dataSpan.to, zone)}` : "";
  const demonstration = incident.synthetic
    ? ["*Demonstration on synthetic data: none of the measurements below is of a real platform.*", ""]
    : [];
  const share = `What we measure is our traffic, whose share can legitimately differ from that of your whole platform: "contradicted" below means inconsistent with this traffic. Numbers in brackets are 95 % intervals unless said otherwise; ${times}; end times are exclusive.`;
  if (!statement)
    return [
      `# ${name}: request for a statement`,
      "",
      ...demonstration,
      `We have no statement on this incident from you. Our own records${records} show what follows. Please send one, with its times in UTC and each figure with its numerator and denominator. Numbers in brackets are 95 % intervals unless said otherwise; ${times}; end times are exclusive.`,
    ];
  return [
    `# ${name}: questions on ${ours}`,
    "",
    ...demonstration,
    ...impactLines(notes),
    `We have compared ${ours} with our own records${records}. ${share}`,
  ];
}

/** What a letter says where the statement is in a language that is not read. */
function unreadLines({ statement }: Analysis): string[] {
  return (statement?.warnings ?? []).length > 0
    ? [
        "",
        "Your statement is not in English, and we have read none of it. Please send it in English; until then we can only set out what our own records show.",
      ]
    : [];
}

/**
 * The questions for the vendor as a letter that can be sent: Markdown, with every number, its interval, its counts and its span.
 *
 * What the traffic contradicts comes first, then what it leaves open with the data that would settle it, each once, then where the statement
 * disagrees with itself, and the evidence to preserve with the dates by which it is likely to be gone. Every quotation is words of the statement. Text
 * from the statement and from data is escaped: it shows, and does nothing else.
 *
 * @param analysis - findings of one incident; without a statement the letter asks for one
 * @param options - redaction (on unless told otherwise) and the day of writing
 * @returns Markdown that ends in a newline
 */
export function vendorLetter(analysis: Analysis, options: LetterOptions = {}): string {
  requireAnalysis("vendorLetter", analysis);
  const own = options.redact === false ? analysis : redactAnalysis(analysis, `letter ${analysis.incident.id}`);
  const shown = withPlainNames(own);
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const unread = unreadLines(shown);
  const none: Points = { claims: [], assertions: [] };
  const readable = shown.statement !== null && unread.length === 0;
  const contradicted = readable ? pointsOf(shown, (verdict) => verdict === "contradicted") : none;
  const open = readable
    ? pointsOf(
        shown,
        (verdict, kind) => verdict === "not-testable" || (verdict === "unchecked" && ASKED.includes(kind)),
      )
    : none;
  const [before, after] = [countOf(contradicted), countOf(contradicted) + countOf(open)];
  const missing = readable ? leftOutLines(shown, after + 1) : [];
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ["What our records show", [...windowLines(shown), ...rateLines(shown), ...sliceLines(shown)]],
    ["What our records contradict", pointLines(contradicted, 1)],
    ["What our records leave open", pointLines(open, before + 1)],
    ["What your statement leaves out", missing],
    [
      "Where the statement disagrees with itself",
      readable ? inconsistencyLines(shown, after + missing.length / LINES_A_QUESTION + 1) : [],
    ],
    ["Please preserve", evidenceLines(shown, today)],
  ];
  const body = parts
    .filter(([, lines]) => lines.length > 0)
    .flatMap(([heading, lines]) => ["", `## ${heading}`, "", ...lines]);
  const first = (shown.warnings ?? []).flatMap((warning) => [
    "",
    `**To settle before this is sent:** ${safe(warningText(warning))}`,
  ]);
  const closing = readable
    ? "Please answer by number. Where an answer changes your statement, please mark what was changed and when."
    : "Please answer with your statement, and keep the records that it rests on.";
  return [...opening(shown), ...first, ...unread, ...body, "", closing, ""].join("\n");
}
