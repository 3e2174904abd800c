import type { ValueSeries } from "../incident/series.js";
import type { Span } from "../incident/span.js";
import type { RateFinding } from "../rates/rate-finding.js";
import type { RemediationFinding } from "../remediation/remediation-finding.js";
import type { Estimate } from "../stats/estimate.js";
import type { WindowFinding } from "../window/window-finding.js";
import type { ClaimFinding, Verdict } from "./audit-finding.js";
import type { Claim } from "./claim.js";
import { judgeRate, percent, powerSentence, fairRange } from "./judge-rate.js";
import { judgeWindow } from "./judge-window.js";

/** One way to read a claimed rate in the data: over which span, in which source. The first reading is the claim's own. */
export interface RateReading {
  readonly label: string;
  readonly source: string;
  readonly span: Span;
  readonly failures: number;
  readonly attempts: number;
  readonly designEffect: number;
  readonly rate: Estimate;
}

/** What an audit compares the claims with. */
export interface AuditInput {
  readonly claims: readonly Claim[];
  readonly windows: readonly WindowFinding[];
  readonly windowReason: string | null;
  readonly rates: Readonly<Record<string, RateFinding>>;
  /** Readings by claim id, for claims of kind `rate`. */
  readonly readings: ReadonlyMap<string, readonly RateReading[]>;
  readonly remediations: readonly RemediationFinding[];
  /** Capacity or the like, for claims about the order of actions. */
  readonly gauge: ValueSeries | null;
  /** First to last time of the outcome source. */
  readonly dataSpan: Span | null;
  /** Share of a span's minutes for which the outcome source has data, 0…1. */
  readonly coverage: (span: Span) => number;
}

/** Below this share of its span covered, no claim is decided. */
const LEAST_COVERAGE = 0.8;
/** Quiet time after the stated end that it takes to speak of no recurrence. */
const RECURRENCE_HOURS = 24;

type Judged = Pick<ClaimFinding, "stated" | "verdict" | "why"> & Partial<ClaimFinding>;

const spanText = ({ from, to }: Span): string => `${from.slice(0, 16).replace("T", " ")}–${to.slice(11, 16)} UTC`;
const undecided = (stated: string, why: string): Judged => ({ stated, verdict: "not-testable", why });

/** The reconstructed outage that overlaps a span most. */
function windowFor(span: Span, windows: readonly WindowFinding[], dataEnd: string): WindowFinding | null {
  const overlap = (window: WindowFinding): number =>
    Math.min(Date.parse(span.to), Date.parse(window.recovery ?? dataEnd)) - Math.max(Date.parse(span.from), Date.parse(window.onset));
  const [best] = [...windows].sort((a, b) => overlap(b) - overlap(a));
  return best && overlap(best) > -30 * 60_000 ? best : null;
}

function judgeWindowClaim(claim: Claim & { kind: "window" }, input: AuditInput): Judged {
  const span = { from: claim.window.start as string, to: claim.window.end as string };
  const stated = spanText(span);
  const coverage = input.coverage(span);
  if (coverage < LEAST_COVERAGE) return { ...undecided(stated, `Only ${percent(coverage)} of the stated window is covered by data.`), coverage };
  const window = windowFor(span, input.windows, input.dataSpan?.to ?? span.to);
  if (!window) {
    const reason = input.windowReason ?? "no rise of failures overlaps the stated window";
    const [verdict, why] = absentRise(input, reason);
    return { stated, verdict, why, coverage };
  }
  const { verdict, why } = judgeWindow(claim.window, window);
  const readings = [1, 2, 3, 5].map((tolerance) => ({ label: `tolerance ${tolerance} min`, verdict: judgeWindow(claim.window, window, tolerance).verdict }));
  return { stated, verdict, why, coverage, measured: window.minutes, unit: "minutes", stability: stabilityOf(verdict, readings) };
}

/** No outage was found where one is stated: contradicted only if every claimed rate would have shown. */
function absentRise(input: AuditInput, reason: string): readonly [Verdict, string] {
  for (const claim of input.claims) {
    if (claim.kind !== "rate") continue;
    const [reading] = input.readings.get(claim.id) ?? [];
    if (reading && reading.rate.interval[1] < fairRange(claim.percentage)[0] / 2) {
      return ["contradicted", `No outage in this traffic (${reason}), which would have shown the stated ${percent(claim.percentage.low)}.`];
    }
  }
  return ["not-testable", `No outage is discernible in this traffic: ${reason}.`];
}

function stabilityOf(verdict: Verdict, readings: readonly { label: string; verdict: Verdict }[]): ClaimFinding["stability"] {
  const differing = readings.filter((reading) => reading.verdict !== verdict);
  return { agreeing: readings.length - differing.length, readings: readings.length, flippedBy: differing.map(({ label }) => label) };
}

function judgeRateClaim(claim: Claim & { kind: "rate" }, input: AuditInput): Judged {
  const { percentage, over } = claim;
  const range = percentage.low === percentage.high ? percent(percentage.low) : `${percent(percentage.low)}–${percent(percentage.high)}`;
  const stated = `${percentage.hedged ? "about " : ""}${range} of ${percentage.denominator ?? "(no denominator given)"}`;
  const readings = input.readings.get(claim.id) ?? [];
  const [own] = readings;
  if (!own) return undecided(stated, "No source of this incident counts what the percentage speaks of; attempts and failures of it would test it.");
  const coverage = over ? input.coverage(over) : null;
  const power = powerSentence((percentage.low + percentage.high) / 2, own.attempts, own.designEffect);
  const numbers = { measured: own.rate, unit: "share", coverage, power, evidence: [claim.quote, `${own.source}: ${own.failures} of ${own.attempts}, ${own.label}, ${spanText(own.span)}`] };
  if (own.attempts === 0) return { ...undecided(stated, `No ${own.source} in this traffic over the claim's span.`), coverage };
  if (coverage !== null && coverage < LEAST_COVERAGE) return { ...undecided(stated, `Only ${percent(coverage)} of the claim's span is covered by data.`), ...numbers };
  const { verdict, why } = judgeRate(percentage, own.rate);
  const others = readings.map((reading) => ({ label: reading.label, verdict: judgeRate(percentage, reading.rate).verdict }));
  return { stated, verdict, why, ...numbers, stability: stabilityOf(verdict, others) };
}

function judgeEffectClaim(claim: Claim & { kind: "effect" }, input: AuditInput): Judged {
  const stated = `${claim.remediation.id} ended or eased the problem`;
  const finding = input.remediations.find(({ id }) => id === claim.remediation.id);
  if (!finding) return undecided(stated, "The remediation was not analysed: there is no outage in this traffic.");
  const verdict: Verdict = finding.verdict === "helped" ? "supported" : finding.verdict === "not-testable" ? "not-testable" : "contradicted";
  return { stated, verdict, why: finding.why, measured: finding.effect, unit: "share" };
}

function judgeRecurrence(claim: Claim & { kind: "no-recurrence" }, input: AuditInput): Judged {
  const stated = "no recurrence after the prevention";
  if (!claim.after || !input.dataSpan) return undecided(stated, "Neither the statement nor the data date the end of the prevention.");
  const again = input.windows.find(({ onset }) => onset > (claim.after as string));
  if (again) return { stated, verdict: "contradicted", why: `Another outage begins at ${again.onset}, after ${claim.after}.` };
  const hours = (Date.parse(input.dataSpan.to) - Date.parse(claim.after)) / 3_600_000;
  if (hours >= RECURRENCE_HOURS) return { stated, verdict: "supported", why: `No outage in the ${hours.toFixed(0)} hours of data after ${claim.after}; absence within them, not a proof for later.` };
  return undecided(stated, `The data reach ${Math.max(0, hours).toFixed(1)} hours past ${claim.after}; at least ${RECURRENCE_HOURS} hours of later traffic would test it.`);
}

function judgeScope(claim: Claim & { kind: "scope" }, input: AuditInput): Judged {
  const stated = `affected: ${claim.values.join(" and ")}`;
  for (const [source, { breakdowns }] of Object.entries(input.rates)) {
    for (const { dimension, rows } of breakdowns) {
      const found = claim.values.map((value) => rows.find((row) => row.value.toLowerCase().startsWith(value.toLowerCase())));
      if (found.some((row) => row === undefined)) continue;
      const risen = found.map((row) => row !== undefined && row.rate.interval[0] > (row.baseline.failures + 1) / (row.baseline.attempts + 1));
      const unhurt = found.map((row) => row !== undefined && row.attempts >= 50 && !(row.rate.interval[0] > (row.baseline.failures + 1) / (row.baseline.attempts + 1)));
      const rates = found.map((row) => row && `${row.value} ${percent(row.rate.value)} of ${row.attempts}`).join(", ");
      const why = `${source} by ${dimension}: ${rates}, against the baseline of each.`;
      if (risen.every(Boolean)) return { stated, verdict: "supported", why };
      if (unhurt.some(Boolean)) return { stated, verdict: "contradicted", why };
      return undecided(stated, why);
    }
  }
  return undecided(stated, `No source has a column that tells ${claim.values.join(" from ")}.`);
}

/** The first bin in which a gauge has risen above its median by a twentieth. */
function firstRise({ values, startMs, stepSeconds }: ValueSeries, after: number): number | null {
  const known = values.filter((value): value is number => value !== null).sort((a, b) => a - b);
  const usual = known[Math.floor(known.length / 2)];
  if (usual === undefined) return null;
  const index = values.findIndex((value, i) => value !== null && value > usual * 1.05 && startMs + i * stepSeconds * 1000 >= after);
  return index < 0 ? null : startMs + index * stepSeconds * 1000;
}

function judgeOrder(claim: Claim & { kind: "order" }, input: AuditInput): Judged {
  const { first, next } = claim;
  const stated = "the action followed the identification of the cause";
  if (!first?.at || !next?.at) return undecided(stated, "The statement dates neither the identification nor the action.");
  const own = `The statement's own timeline has the action at ${next.at.slice(11, 16)} and the identification at ${first.at.slice(11, 16)}`;
  if (!input.gauge) return undecided(stated, `${own}; this traffic has no capacity metric to test it with.`);
  const risen = firstRise(input.gauge, Date.parse(first.at) - 6 * 3_600_000);
  if (risen === null) return undecided(stated, `${own}; the capacity metric shows no rise.`);
  const at = new Date(risen).toISOString();
  const early = (Date.parse(first.at) - risen) / 60_000;
  return { stated, verdict: early > 1 ? "contradicted" : "supported", why: `${own}; the metric ${input.gauge.source} rises at ${at.slice(11, 16)}, ${Math.abs(early).toFixed(0)} minutes ${early > 0 ? "before" : "after"} it.` };
}

function judge(claim: Claim, input: AuditInput): Judged {
  switch (claim.kind) {
    case "window": return judgeWindowClaim(claim, input);
    case "rate": return judgeRateClaim(claim, input);
    case "effect": return judgeEffectClaim(claim, input);
    case "no-recurrence": return judgeRecurrence(claim, input);
    case "scope": return judgeScope(claim, input);
    case "order": return judgeOrder(claim, input);
    case "communication":
      return undecided(`published at ${claim.event.at?.slice(11, 16) ?? "?"} UTC`, "When something was published leaves no trace in traffic; the vendor's status feed or a received notice would test it.");
  }
}

/**
 * Every claim of a statement against the measurements: supported, contradicted or not testable by this traffic, with the reason.
 *
 * The verdict speaks of this traffic only: a customer's share may lawfully differ from the platform's.
 *
 * @param input - typed claims and the findings of the same incident
 * @returns one finding a claim, in the claims' order
 */
export function audit(input: AuditInput): readonly ClaimFinding[] {
  return input.claims.map((claim) => ({
    id: claim.id, kind: claim.kind, claim: claim.quote,
    measured: null, unit: null, coverage: null, power: null, stability: null, evidence: [claim.quote],
    ...judge(claim, input),
  }));
}
