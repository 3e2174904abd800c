import type { ClaimFinding } from "../audit/audit-finding.js";
import type { ClaimKind } from "../statement/claims/claim-type.js";
import { noBaseline } from "../rates/no-baseline.js";
import type { Inconsistency } from "../statement/statement.js";
import type { Estimate } from "../stats/estimate.js";
import type { Analysis } from "./analysis.js";
import { percentText } from "./summary.js";
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

const SEVERITIES = ["serious", "warning", "info"] as const;

/** Text from a statement or from data, as Markdown that shows it and does nothing else. */
function safe(text: string): string {
  return plainText(text)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[<*`\\|]/g, "\\$&")
    .replace(/\]\(/g, "]\\(")
    .replace(/^([#>+-])/, "\\$1");
}

const clock = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;
const between = ([from, to]: readonly [string, string], level: number): string =>
  `${(100 * level).toFixed(0)} % interval ${clock(from)} to ${clock(to)}`;
const minutesText = ({ value, interval: [low, high] }: Estimate): string =>
  `${value.toFixed(0)} minutes [${low.toFixed(0)}, ${high.toFixed(0)}]`;

function measuredText({ measured, unit }: ClaimFinding): string | null {
  if (!measured) return null;
  return unit === "share"
    ? percentText(measured)
    : unit === "minutes"
      ? minutesText(measured)
      : `${measured.value} [${measured.interval.join(", ")}]`;
}

function windowLines({ window, windowReason }: Analysis): string[] {
  if (!window) return [`- No outage: ${safe(windowReason ?? "no rise of failures is supported")}.`];
  const { level } = window;
  return [
    `- Onset ${clock(window.onset)} (${between(window.onsetInterval, level)}).`,
    ...(window.recoveryStart
      ? [
          `- Failures began their final fall at ${clock(window.recoveryStart)}${window.recoveryStartInterval ? ` (${between(window.recoveryStartInterval, level)})` : ""}.`,
        ]
      : []),
    window.recovery && window.recoveryInterval
      ? `- Back at the ordinary level ${clock(window.recovery)} (${between(window.recoveryInterval, level)}): ${minutesText(window.minutes)} in all.`
      : `- Not back at the ordinary level where our records end: at least ${window.minutes.value.toFixed(0)} minutes.`,
  ];
}

function rateLines({ rates }: Analysis): string[] {
  return Object.entries(rates)
    .filter(([, { attempts }]) => attempts > 0)
    .map(([source, finding]) => {
      const { failures, attempts, rate, span, baseline, excess } = finding;
      const before =
        noBaseline(finding) ??
        `before it ${baseline.failures} of ${baseline.attempts}, ${percentText(baseline.rate)}, from ${clock(baseline.span.from)} to ${clock(baseline.span.to)}; ${percentText(excess)} more than usual`;
      return `- ${safe(source)}: ${failures} of ${attempts} failed, ${percentText(rate)}, from ${clock(span.from)} to ${clock(span.to)}; ${before}.`;
    });
}

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
          `   - Our records cover ${(100 * claim.coverage).toFixed(0)} % of its span${claim.power ? `; ${safe(claim.power)}` : ""}.`,
        ]),
    ...(claim.stability?.text ? [`   - Under other readings: ${safe(claim.stability.text)}.`] : []),
    claim.verdict === "contradicted"
      ? `   - **Question:** ${QUESTIONS[claim.kind]}`
      : `   - **What would settle it:** ${safe(claim.needs ?? QUESTIONS[claim.kind])}`,
  ];
}

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

function evidenceLines({ evidence }: Analysis): string[] {
  return evidence.map(({ what, expires, why }) => `- ${safe(what)}${expires ? `, by ${expires}` : ""}. ${safe(why)}`);
}

function opening({ incident, statement, provenance: { dataSpan } }: Analysis): string[] {
  const account = statement?.reference
    ? `your ${statement.status ? `${safe(statement.status)} ` : ""}account #${safe(statement.reference.replace(/^#/, ""))}`
    : `your ${statement?.status ? `${safe(statement.status)} ` : ""}account`;
  return [
    `# ${safe(incident.title)}: questions on ${account}`,
    "",
    ...(incident.synthetic
      ? ["*Demonstration on synthetic data: none of the measurements below is of a real platform.*", ""]
      : []),
    `We have set ${account} beside our own records${dataSpan ? ` from ${clock(dataSpan.from)} to ${clock(dataSpan.to)}` : ""}. What we measure is our traffic, whose share may lawfully differ from that of your whole platform: "contradicted" below means inconsistent with this traffic.` +
      " Numbers in brackets are 95 % intervals unless said otherwise; times are UTC; spans leave out their end.",
  ];
}

/**
 * The questions for the vendor as a letter that can be sent: Markdown, with every number, its interval, its counts and its span.
 *
 * Claims that the traffic contradicts come first, then those it cannot test with the data that would settle them, those it bears out, where the
 * account disagrees with itself, and the evidence to preserve with the dates by which it is likely to be gone. Text from the statement and from data
 * is escaped: it shows, and does nothing else.
 *
 * @param analysis - findings of one incident; without a statement the letter asks for one
 * @returns Markdown that ends in a newline
 */
export function vendorLetter(analysis: Analysis): string {
  requireAnalysis("vendorLetter", analysis);
  const of = (verdict: ClaimFinding["verdict"]): readonly ClaimFinding[] =>
    analysis.claims.filter((claim) => claim.verdict === verdict);
  const [contradicted, open, supported] = [of("contradicted"), of("not-testable"), of("supported")];
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ["What our records show", [...windowLines(analysis), ...rateLines(analysis)]],
    ["What our records contradict", contradicted.flatMap((claim, index) => claimLines(claim, index + 1))],
    [
      "What our records cannot test",
      open.flatMap((claim, index) => claimLines(claim, contradicted.length + index + 1)),
    ],
    [
      "What our records bear out",
      supported.map((claim) => {
        const measured = measuredText(claim);
        return `- "${safe(claim.claim)}" (${safe(claim.stated)}${measured ? `; measured ${measured}` : ""}).`;
      }),
    ],
    ["Where the account disagrees with itself", inconsistencyLines(analysis, contradicted.length + open.length + 1)],
    ["Please preserve", evidenceLines(analysis)],
  ];
  const body = parts
    .filter(([, lines]) => lines.length > 0)
    .flatMap(([heading, lines]) => ["", `## ${heading}`, "", ...lines]);
  const none = analysis.statement
    ? []
    : [
        "",
        "We have no account of the incident from you. Please send one, with its times in UTC and each figure with its numerator and denominator.",
      ];
  const first = (analysis.warnings ?? []).flatMap(({ text }) => [
    "",
    `**To settle before this is sent:** ${safe(text)}.`,
  ]);
  return [
    ...opening(analysis),
    ...first,
    ...none,
    ...body,
    "",
    "Please answer by number. Where an answer changes the account, please mark what was changed and when.",
    "",
  ].join("\n");
}
