import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../stats/estimate.js";
import { type Reading, bound, isJudgement, readingsOf, usable, usualLevel } from "./bound.js";
import { countsText, partText, rateOf, shareNearness, shareText } from "./counting.js";
import type { Evidence } from "./evidence.js";
import { judgeUnits } from "./judge-units.js";
import { type Judgement, bestOf, decided, decidingOf, notTestable, unchecked } from "./judged.js";
import { spanLabel } from "./spans.js";

const complement = ({ value, interval: [low, high], level }: Estimate): Estimate => ({
  value: 1 - value,
  interval: [1 - high, 1 - low],
  level,
});

/** A share of attempts that failed, or went well, over its own time. */
export async function judgeShare(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const [stated] = claim.values as [number];
  const one = bound(claim, evidence, claim.outcome === "succeeded" ? "share that went well" : "failure share");
  if (isJudgement(one)) return one;
  if (one.subject.unit !== null) return judgeUnits(claim, one, usualLevel(one.subject, evidence));
  const readAs = `${claim.outcome === "succeeded" ? "share that went well" : "failure share"} of ${one.subject.source.name}${partText(one.part)}, ${one.span.label}`;
  if (claim.outcome === "other")
    return unchecked(
      readAs,
      "What became of them is nothing that the sources tell.",
      "A record of what the figure counts, one row each.",
    );
  const readings = usable(await readingsOf(one));
  if (readings.length === 0)
    return notTestable(readAs, `There are no ${one.subject.source.name} over that time.`, "Data of that time.");
  const rates = readings.map(({ counts }) =>
    claim.outcome === "succeeded" ? complement(rateOf(counts, evidence.level)) : rateOf(counts, evidence.level),
  );
  const fared = rates.map((rate) => shareNearness(claim, stated, rate));
  const at = decidingOf(fared);
  const rate = rates[fared.includes("near") ? at : 0] as Estimate;
  const { counts, span } = readings[fared.includes("near") ? at : 0] as Reading;
  return decided(
    bestOf(fared),
    readAs,
    claim.outcome === "succeeded"
      ? `${countsText({ ...counts, failures: counts.attempts - counts.failures })} ${one.subject.source.name} went well (${shareText(rate)}), ${spanLabel(span)}.`
      : `${countsText(counts)} ${one.subject.source.name} failed (${shareText(rate)}), ${spanLabel(span)}.`,
    rate,
  );
}
