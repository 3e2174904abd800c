import { type AuditInput, LEAST_COVERAGE, spanText } from "./audit-input.js";
import type { Claim } from "./claim.js";
import { type Judged, undecided } from "./judged.js";
import { judgeRate, percent, powerSentence, timesMore } from "./judge-rate.js";
import { verdictStability } from "./verdict-stability.js";

/** A stated share against every reasonable reading of it; the first reading decides. */
export function judgeRateClaim(claim: Claim & { kind: "rate" }, input: AuditInput): Judged {
  const { percentage, over } = claim;
  const range = percentage.low === percentage.high ? percent(percentage.low) : `${percent(percentage.low)}–${percent(percentage.high)}`;
  const stated = `${percentage.hedged ? "about " : ""}${range} of ${percentage.denominator ?? "(no denominator given)"}`;
  const readings = input.readings.get(claim.id) ?? [];
  const [own] = readings;
  const counts = `attempts and failures of ${percentage.denominator ?? "what the percentage counts"}${over ? ` over ${spanText(over)}` : ""}`;
  if (!own) return undecided(stated, "No source of this incident counts what the percentage speaks of.", `A source with ${counts}.`);
  const coverage = over ? input.coverage(over) : null;
  if (own.attempts === 0) return { ...undecided(stated, `No ${own.source} in this traffic over the claim's span.`, `A source with ${counts}.`), coverage };
  const power = powerSentence((percentage.low + percentage.high) / 2, own.attempts, own.designEffect);
  const numbers = { measured: own.rate, unit: "share", coverage, power, evidence: [claim.quote, `${own.source}: ${own.failures} of ${own.attempts}, ${own.label}, ${spanText(own.span)}`] };
  if (coverage !== null && coverage < LEAST_COVERAGE) return { ...undecided(stated, `Only ${percent(coverage)} of the claim's span is covered by data.`, `${counts} without gaps.`), ...numbers };
  const { verdict, why } = judgeRate(percentage, own.rate);
  const others = readings.filter(({ attempts }) => attempts > 0).map((reading) => ({ label: reading.label, verdict: judgeRate(percentage, reading.rate).verdict }));
  const needs = verdict === "not-testable"
    ? `About ${timesMore(percentage, own.rate)} times the traffic (${own.attempts} ${own.source} here), or the vendor's own numerator and denominator.` : null;
  return { stated, verdict, why, ...numbers, needs, stability: verdictStability(verdict, others) };
}
