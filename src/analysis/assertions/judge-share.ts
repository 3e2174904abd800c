import { averagedNote } from "../../rates/averaged-rate.js";
import type { RateFinding } from "../../rates/rate-finding.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../stats/estimate.js";
import { type Bound, type Reading, bound, isJudgement, readingsOf, usable, usualLevel } from "./bound.js";
import { countsOf, countsText, partText, rateOf, shareNearness, shareText } from "./counting.js";
import type { Evidence } from "./evidence.js";
import { judgeUnits } from "./judge-units.js";
import { type Judgement, bestOf, decided, decidingOf, notTestable, unchecked } from "./judged.js";
import { spanLabel } from "./spans.js";

const complement = ({ value, interval: [low, high], level }: Estimate): Estimate => ({
  value: 1 - value,
  interval: [1 - high, 1 - low],
  level,
});

const OF_THEM = /\bof (?:them|those|these|which|whom)\b/i;

/** The share of all attempts that one part of them had. */
async function ofAttempts(claim: StatedClaim, one: Bound, evidence: Evidence): Promise<Judgement> {
  const { source } = one.subject;
  const readAs = `share of all ${source.name}${partText(one.part)}, ${one.span.label}`;
  if (!one.part) return unchecked(readAs, "It names no part that a column shows.", "A column that shows the parts.");
  const shares: Estimate[] = [];
  for (const { span, counts } of await readingsOf(one, 4)) {
    const whole = await countsOf(source, span, null);
    if (whole && whole.attempts > 0)
      shares.push(
        rateOf({ failures: Math.min(counts.attempts, whole.attempts), attempts: whole.attempts }, evidence.level),
      );
  }
  const [first] = shares;
  if (!first) return notTestable(readAs, `There are no ${source.name} over that time.`, "Data of that time.");
  const fared = shares.map((share) => shareNearness(claim, claim.values[0] as number, share));
  const share = shares[fared.includes("near") ? decidingOf(fared) : 0] as Estimate;
  return decided(bestOf(fared), readAs, `It had ${shareText(share)} of them.`, share);
}

/** The rate that the analysis took over the outage, where a reading is of the outage and of all its traffic: the same share has the same interval everywhere. */
function windowRate({ subject, part }: Bound, { span }: Reading, { rates = {} }: Evidence): RateFinding | undefined {
  const rate = part ? undefined : rates[subject.source.name];
  const isSame = (a: string, b: string): boolean => Date.parse(a) === Date.parse(b);
  if (!rate || rate.attempts === 0) return undefined;
  return isSame(rate.span.from, span.from) && isSame(rate.span.to, span.to) ? rate : undefined;
}

/** A share of attempts that failed, or went well, over its own time. */
export async function judgeShare(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const [stated] = claim.values as [number];
  const one = bound(claim, evidence, claim.outcome === "succeeded" ? "share that went well" : "failure share");
  if (isJudgement(one)) return one;
  if (one.subject.unit !== null) return judgeUnits(claim, one, usualLevel(one.subject, evidence));
  const readAs = `${claim.outcome === "succeeded" ? "share that went well" : "failure share"} of ${one.subject.source.name}${partText(one.part)}, ${one.span.label}`;
  if (claim.detail === "attempts") return ofAttempts(claim, one, evidence);
  if (OF_THEM.test(claim.quote) && claim.outcome === "succeeded")
    return unchecked(readAs, "What became of those that failed is in no source.", "A record of what followed each.");
  if (claim.outcome === "other")
    return unchecked(
      readAs,
      "It does not say what happened to them.",
      "A record of what the figure counts, one row each.",
    );
  const readings = usable(await readingsOf(one));
  if (readings.length === 0)
    return notTestable(readAs, `There are no ${one.subject.source.name} over that time.`, "Data of that time.");
  const over = readings.map((reading) => windowRate(one, reading, evidence));
  const rates = readings.map(({ counts }, i) => {
    const rate = over[i]?.rate ?? rateOf(counts, evidence.level);
    return claim.outcome === "succeeded" ? complement(rate) : rate;
  });
  const fared = rates.map((rate) => shareNearness(claim, stated, rate));
  const at = decidingOf(fared);
  const shown = fared.includes("near") ? at : 0;
  const rate = rates[shown] as Estimate;
  const { counts, span } = readings[shown] as Reading;
  const own = over[shown];
  const note = own ? averagedNote(own) : "";
  return decided(
    bestOf(fared),
    readAs,
    claim.outcome === "succeeded"
      ? `${countsText({ ...counts, failures: counts.attempts - counts.failures })} ${one.subject.source.name} went well (${shareText(rate)})${note}, ${spanLabel(span)}.`
      : `${countsText(counts)} ${one.subject.source.name} failed (${shareText(rate)})${note}, ${spanLabel(span)}.`,
    rate,
  );
}
