import { amount, estimateText } from "../wording/number.js";
import type { StatedPercentage } from "../statement/statement.js";
import type { Estimate } from "../stats/estimate.js";
import { type AuditInput, LEAST_COVERAGE, type RateReading, spanText } from "./audit-input.js";
import type { Claim } from "../statement/claims/claim.js";
import { judgeAbsence } from "./judge-absence.js";
import { unknownPath } from "../statement/claims/named-values.js";
import { type ClaimVerdict, undecided } from "./judged.js";
import { judgeRate, percent, powerSentence, type RateVerdict, timesMore } from "./judge-rate.js";
import { verdictStability } from "./verdict-stability.js";

type RateClaim = Claim & { readonly kind: "rate" };

/** How the label of the reading over the outage that was found ends. */
export const RECONSTRUCTED = "over the reconstructed window";

const share = ({ low, high }: StatedPercentage): string =>
  low === high ? percent(low) : `${percent(low)}–${percent(high)}`;
const WHEN = { window: "", peak: " at its worst", before: " before the outage", after: " after the outage" } as const;
/** 1 − a share, without the dust of the arithmetic. */
const rest = (value: number): number => Math.round((1 - value) * 1e8) / 1e8;

/** A stated share as a share of failures: a success rate by what is missing from it. */
export function failureShare({ percentage, measure }: RateClaim): StatedPercentage {
  return measure?.outcome === "succeeded"
    ? { ...percentage, low: rest(percentage.high), high: rest(percentage.low) }
    : percentage;
}

function statedText(claim: RateClaim): string {
  const { percentage, measure } = claim;
  const range = `${percentage.hedged ? "about " : ""}${share(percentage)}`;
  const of =
    percentage.denominator ??
    measure?.unit ??
    (measure && measure.outcome !== "other" ? "attempts" : "(no denominator given)");
  if (measure?.outcome === "other") return `${range} of ${of}: ${measure.other ?? "?"}`;
  const failures = measure?.outcome === "succeeded" ? ` succeeded, so that ${share(failureShare(claim))} failed` : "";
  return `${range} of ${of}${failures}${WHEN[measure?.when ?? "window"]}`;
}

/** Nothing of this incident counts it: what would. */
function notCounted(claim: RateClaim, stated: string, counts: string): ClaimVerdict {
  const { measure, percentage } = claim;
  const other = measure?.outcome === "other" ? measure.other : null;
  if (other)
    return undecided(
      stated,
      `The sources show which attempts failed. None shows this: ${other}.`,
      `A record of ${percentage.denominator ?? "what the figure counts"}, one row each, that shows this: ${other}.`,
    );
  if (measure && measure.when !== "window")
    return undecided(
      stated,
      `No source counts this${WHEN[measure.when]}${percentage.denominator ? ` for ${percentage.denominator}` : ""}.`,
      `A source with ${counts}, reaching${WHEN[measure.when]}.`,
    );
  const path = measure ? unknownPath(measure.scope, []) : null;
  if (path)
    return undecided(
      stated,
      `No column of the sources separates ${path} from the rest.`,
      `A column that separates ${path} from the rest, declared as a dimension of its source.`,
    );
  const unit = measure?.unit ?? null;
  return undecided(
    stated,
    "No source of this incident counts what the percentage is about.",
    `A source with ${counts}${unit ? `, or a column that names the ${unit} of each attempt, declared as its cluster or a dimension` : ""}.`,
  );
}

function complement({ value, interval: [low, high], level }: Estimate): Estimate {
  return { value: rest(value), interval: [rest(high), rest(low)], level };
}

function judged(claim: RateClaim, own: RateReading): RateVerdict {
  const { verdict, why } = judgeRate(failureShare(claim), own.rate);
  const inSuccesses =
    claim.measure?.outcome === "succeeded"
      ? ` Judged as the share that failed: ${percent(own.rate.value)} failed, ${percent(rest(own.rate.value))} did not.`
      : "";
  return { verdict, why: `${why}${inSuccesses}` };
}

/** True if the sentence that states the share names its time itself, or no window of the statement is meant. */
function namesItsTime({ over, quote }: RateClaim, claims: readonly Claim[]): boolean {
  return (
    over === null ||
    claims.some(
      (other) =>
        other.kind === "window" &&
        other.window.start === over.from &&
        other.window.end === over.to &&
        (other.window.quote.includes(quote) || quote.includes(other.window.quote)),
    )
  );
}

/** An estimate with the interval that reaches as far as either's. */
function widerOf(one: Estimate, other: Estimate): Estimate {
  const [low, high] = [0, 1].map((side) => [one.interval[side] as number, other.interval[side] as number]) as [
    number[],
    number[],
  ];
  return { ...one, interval: [Math.min(...low), Math.max(...high)] };
}

/**
 * A share "during the outage" whose outage the data show at another time than the text: undecided where the stated time and the measured one do not agree
 * on it, since the sentence does not say which of them it is of. `null` where they agree or the sentence names its time.
 */
function eitherOutage(
  claim: RateClaim,
  own: RateReading,
  verdict: RateVerdict["verdict"],
  { claims, readings, rates }: AuditInput,
): RateVerdict | null {
  const seen = (readings.get(claim.id) ?? []).find(({ label }) => label.endsWith(RECONSTRUCTED));
  const over = seen?.label === RECONSTRUCTED ? rates[seen.source] : undefined;
  // The share over the outage carries what its ends leave open, where the reading is of all its traffic.
  const found = seen && over?.span.from === seen.span.from ? { ...seen, rate: widerOf(seen.rate, over.rate) } : seen;
  const isPlain = claim.measure === undefined || claim.measure.when === "window";
  if (!isPlain || !found || seen === own || found.attempts === 0 || namesItsTime(claim, claims)) return null;
  const other = judged(claim, found).verdict;
  const parts =
    (verdict === "contradicted" && other !== verdict) || (verdict === "supported" && other === "contradicted");
  if (!parts) return null;
  return {
    verdict: "not-testable",
    why: `Over the stated outage (${spanText(own.span)}) we measure ${estimateText(own.rate, "share")}, over the one that the data show (${spanText(found.span)}) ${estimateText(found.rate, "share")}: the stated figure fits ${verdict === "supported" ? "only the first" : other === "supported" ? "only the second" : "not the first and perhaps the second"}, and the text does not say which time it counts over.`,
  };
}

/** A stated share against every reasonable reading of it; the first reading decides, unless the outage lies elsewhere and tells otherwise. */
export function judgeRateClaim(claim: RateClaim, input: AuditInput): ClaimVerdict {
  const { percentage, over, measure } = claim;
  const stated = statedText(claim);
  const readings = input.readings.get(claim.id) ?? [];
  const [own] = readings;
  const timed = measure === undefined || measure.when === "window" || measure.when === "peak";
  const span = timed ? over : (own?.span ?? null);
  const counts = `attempts and failures of ${percentage.denominator ?? measure?.unit ?? "what the percentage counts"}${span ? ` over ${spanText(span)}` : ""}`;
  if (!own) return notCounted(claim, stated, counts);
  const coverage = span ? input.coverage(span) : null;
  if (own.attempts === 0)
    return {
      ...undecided(stated, `No ${own.source} in this traffic over the claim's span.`, `A source with ${counts}.`),
      coverage,
    };
  const fails = failureShare(claim);
  const power = powerSentence((fails.low + fails.high) / 2, own.attempts, own.designEffect);
  const measured = measure?.outcome === "succeeded" ? complement(own.rate) : own.rate;
  const numbers = {
    measured,
    unit: "share",
    coverage,
    power,
    evidence: [
      claim.quote,
      `${own.source}: ${amount(own.failures)} of ${amount(own.attempts)} failed, ${own.label === "" ? "" : `${own.label}, `}${spanText(own.span)}`,
    ],
  };
  if (coverage !== null && coverage < LEAST_COVERAGE)
    return {
      ...undecided(stated, `The data cover only ${percent(coverage)} of the claim's span.`, `${counts} without gaps.`),
      ...numbers,
    };
  if (fails.high === 0) return { stated, ...numbers, ...judgeAbsence(own, input.rates[own.source]) };
  const first = judged(claim, own);
  const { verdict, why } = eitherOutage(claim, own, first.verdict, input) ?? first;
  const others = readings
    .filter(({ attempts }) => attempts > 0)
    .map((reading) => ({ label: reading.label, verdict: judged(claim, reading).verdict }));
  const needs =
    verdict === "not-testable"
      ? verdict !== first.verdict
        ? "The time that the figure counts over, or the vendor's own numerator and denominator."
        : `About ${timesMore(fails, own.rate)} times the traffic (${amount(own.attempts)} ${own.source} here), or the vendor's own numerator and denominator.`
      : null;
  return { stated, verdict, why, ...numbers, needs, stability: verdictStability(verdict, others) };
}
