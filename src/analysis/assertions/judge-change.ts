import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../stats/estimate.js";
import { amount, percent } from "../../wording/number.js";
import { type Bound, type Reading, bound, duringClaim, isJudgement, readingsOf, usable } from "./bound.js";
import { partText, rateOf, shareNearness, shareText } from "./counting.js";
import type { Evidence } from "./evidence.js";
import { HEDGE, type Judgement, type Nearness, bestOf, decided, decidingOf, notTestable } from "./judged.js";
import { beforeSpans } from "./spans.js";

interface Levels {
  readonly during: readonly Reading[];
  readonly before: readonly Reading[];
}

async function levelsOf(one: Bound, evidence: Evidence): Promise<Levels> {
  const during = usable(await readingsOf(one, 4));
  const before = usable(
    await readingsOf({ ...one, span: { label: "before", spans: beforeSpans(evidence), missing: null } }, 7),
  );
  return { during, before };
}

/** "The error rate rose from 0.5 % to 31 %": each end over its own time. */
export async function judgeRise(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const one = bound(duringClaim({ ...claim, noun: claim.noun }), evidence, "failure share before and during");
  if (isJudgement(one)) return one;
  const readAs = `failure share of ${one.subject.source.name}${partText(one.part)} before the outage and ${one.span.label}`;
  const [low, high] = claim.values as [number, number];
  const falls = high < low;
  const { during, before } = await levelsOf(one, evidence);
  if (during.length === 0 || before.length === 0)
    return notTestable(readAs, "The data do not hold both times.", "Data from before the outage on.");
  const faredOf = (readings: readonly Reading[], stated: number): Nearness[] =>
    readings.map(({ counts }) => shareNearness(claim, stated, rateOf(counts, evidence.level)));
  const [first, last] = falls
    ? [faredOf(during, low), faredOf(before, high)]
    : [faredOf(before, low), faredOf(during, high)];
  const verdicts = [bestOf(first), bestOf(last)];
  const verdict = verdicts.includes("contradicted")
    ? "contradicted"
    : verdicts.every((verdict) => verdict === "supported")
      ? "supported"
      : "not-testable";
  const rate = rateOf((during[0] as Reading).counts, evidence.level);
  const usual = rateOf((before[0] as Reading).counts, evidence.level);
  return decided(verdict, readAs, `Before: ${shareText(usual)}; then ${shareText(rate)}.`, rate);
}

/** A change against the usual level: in points, in per cent of it, or as a multiple. */
export async function judgeChange(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const one = bound(duringClaim({ ...claim, noun: null }), evidence, "failure share against its usual level");
  if (isJudgement(one)) return one;
  const readAs = `failure share of ${one.subject.source.name}${partText(one.part)}, ${one.span.label}, against the time before`;
  const { during, before } = await levelsOf(one, evidence);
  if (during.length === 0 || before.length === 0)
    return notTestable(readAs, "The data do not hold both times.", "Data from before the outage on.");
  const [stated] = claim.values as [number];
  const fared: Nearness[] = [];
  const found: Estimate[] = [];
  for (const now of during.slice(0, 2))
    for (const usual of before) {
      const change = changeOf(claim, rateOf(now.counts, evidence.level), rateOf(usual.counts, evidence.level));
      for (const estimate of change) {
        const wide = estimate.interval[1] - estimate.interval[0] > 2 * WIDE * Math.abs(estimate.value);
        if (wide && found.length > 0) continue;
        found.push(estimate);
        fared.push(changeNearness(claim, stated, estimate));
      }
    }
  const at = fared.includes("near") ? decidingOf(fared) : 0;
  const measured = found[at] as Estimate;
  const text =
    claim.kind === "points"
      ? `${amount(100 * measured.value)} percentage points`
      : claim.kind === "ratio"
        ? `${amount(measured.value)} times`
        : percent(measured.value);
  return decided(
    bestOf(fared),
    readAs,
    `Measured: ${text}, from ${percent(rateOf((before[0] as Reading).counts, evidence.level).value)} to ${percent(rateOf((during[0] as Reading).counts, evidence.level).value)}.`,
    measured,
  );
}

function changeOf(claim: StatedClaim, now: Estimate, usual: Estimate): Estimate[] {
  const { level } = now;
  if (claim.kind === "points") {
    const value = now.value - usual.value;
    const half = Math.hypot(now.value - now.interval[0], usual.interval[1] - usual.value);
    return [{ value, interval: [value - half, value + half], level }];
  }
  if (usual.value <= 0) return [];
  const ratio = now.value / usual.value;
  const spread = Math.hypot(
    (now.interval[1] - now.interval[0]) / 2 / Math.max(1e-9, now.value),
    (usual.interval[1] - usual.interval[0]) / 2 / usual.value,
  );
  const scaled = (value: number): Estimate => ({
    value,
    interval: [value * (1 - spread), value * (1 + spread)],
    level,
  });
  if (claim.kind === "ratio") return [scaled(ratio)];
  return claim.detail === "down" ? [scaled(1 - ratio)] : [scaled(ratio - 1)];
}

/** Near: the figure lies within its rounding of the measured one, or in an interval that is not wide. */
const WIDE = 0.35;

/** A multiple is written in few digits. */
const RATIO_SLACK = 0.08;

function changeNearness(claim: StatedClaim, stated: number, { value, interval: [low, high] }: Estimate): Nearness {
  const room = claim.rounding + RATIO_SLACK * Math.abs(stated) + (claim.hedged ? HEDGE * Math.abs(stated) : 0);
  const [from, to] =
    claim.bound === "at-least"
      ? [stated - room, Infinity]
      : claim.bound === "at-most"
        ? [-Infinity, stated + room]
        : [stated - room, stated + room];
  if (high < from || low > to) return "far";
  if (value >= from && value <= to) return "near";
  return high - low < WIDE * Math.abs(value) ? "near" : "unsure";
}
