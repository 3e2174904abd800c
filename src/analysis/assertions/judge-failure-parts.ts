import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../stats/estimate.js";
import type { Span } from "../../time/span.js";
import { amount } from "../../wording/number.js";
import { bound, isJudgement, readingsOf } from "./bound.js";
import { countNearness, countsOf, partText, rateOf, shareNearness, shareText } from "./counting.js";
import type { Evidence } from "./evidence.js";
import {
  type Judgement,
  type Nearness,
  bestOf,
  decided,
  decidingOf,
  exactly,
  notTestable,
  unchecked,
} from "./judged.js";
import { mainDay } from "./spans.js";

/** "Half of the day's failures fell into that hour", "a third of the failures were in Dublin". */
export async function judgePart(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const [stated] = claim.values as [number];
  const one = bound({ ...claim, noun: null }, evidence, "part of the failures");
  if (isJudgement(one)) return one;
  const { source } = one.subject;
  const day = mainDay(evidence);
  const readAs = one.part
    ? `failures of ${source.name}${partText(one.part)} among all failures, ${one.span.label}`
    : `failures of ${source.name} in ${one.span.label} among those of the day`;
  const bounded = one.span.label.startsWith("until") || one.span.label.startsWith("from");
  if (!one.part && ((claim.span === "open" && !bounded) || !day))
    return unchecked(
      readAs,
      "It does not say of which part of the traffic or time it speaks.",
      "The part that it speaks of.",
    );
  const parts = await readingsOf(one, 4);
  const shares: Estimate[] = [];
  for (const { span, counts } of parts) {
    const whole = one.part ? await countsOf(source, span, null) : await countsOf(source, day as Span, null);
    if (whole && whole.failures > 0)
      shares.push(
        rateOf({ failures: Math.min(counts.failures, whole.failures), attempts: whole.failures }, evidence.level),
      );
  }
  if (shares.length === 0) return notTestable(readAs, "No failure was counted there.", "Data with failures.");
  const fared = shares.map((share) => shareNearness(claim, stated, share));
  const share = shares[fared.includes("near") ? decidingOf(fared) : 0] as Estimate;
  return decided(bestOf(fared), readAs, `It is ${shareText(share)} of them.`, share);
}

/** "Of the 120 failures 80 were in Dublin and 40 elsewhere". */
export async function judgeParts(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const one = bound({ ...claim, noun: null }, evidence, "failures by part");
  if (isJudgement(one)) return one;
  const { source } = one.subject;
  const readAs = `failures of ${source.name}${partText(one.part)} and elsewhere, ${one.span.label}`;
  if (!one.part) return unchecked(readAs, "It names no part that a column shows.", "A column that shows the parts.");
  const [total, own, rest] = claim.values as [number, number, number];
  const fared: Nearness[] = [];
  const found: number[] = [];
  for (const { span, counts } of await readingsOf(one, 4)) {
    const whole = (await countsOf(source, span, null))?.failures ?? 0;
    const each = [
      countNearness(claim, total, whole),
      countNearness(claim, own, counts.failures),
      countNearness(claim, rest, whole - counts.failures),
    ];
    fared.push(each.includes("far") ? "far" : each.includes("unsure") ? "unsure" : "near");
    found.push(counts.failures);
  }
  if (found.length === 0) return notTestable(readAs, "These data cannot be asked for it.", "Rows with that column.");
  const count = found[fared.includes("near") ? decidingOf(fared) : 0] as number;
  return decided(
    bestOf(fared),
    readAs,
    `${amount(count)} of the failures were ${one.part.values.join(" and ")}.`,
    exactly(count),
  );
}
