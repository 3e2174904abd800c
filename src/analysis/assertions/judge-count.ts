import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { amount } from "../../wording/number.js";
import { type Reading, bound, isJudgement, readingsOf, usualLevel } from "./bound.js";
import { countNearness, minutesOf, partText } from "./counting.js";
import type { Evidence } from "./evidence.js";
import { judgeUnits } from "./judge-units.js";
import { HEDGE, type Judgement, type Nearness, bestOf, decided, decidingOf, notTestable, unchecked } from "./judged.js";
import { spanLabel } from "./spans.js";

/** The number that a count is out of: "594 of 2,221". */
const TOTAL = /\b\d[\d,]* (?:out )?of (?:(?:our|the|all|its|their|those) ){0,2}(\d[\d,]*)(?=\s)/;

/** A number of failures, or of attempts, over its own time. */
export async function judgeCount(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const [stated] = claim.values as [number];
  const failing = claim.kind === "count";
  const one = bound(claim, evidence, failing ? "failures" : "attempts");
  if (isJudgement(one)) return one;
  if (one.subject.unit !== null) return judgeUnits(claim, one, usualLevel(one.subject, evidence));
  const { source } = one.subject;
  const readAs = `${failing ? `failed ${source.name}` : source.name}${partText(one.part)}, ${one.span.label}, count`;
  const readings = await readingsOf(one);
  if (readings.length === 0) return notTestable(readAs, "These data cannot be asked for it.", "Rows with that column.");
  const counts = readings.map((reading) => (failing ? reading.counts.failures : reading.counts.attempts));
  const whole = TOTAL.exec(claim.quote)?.[1];
  const total = whole === undefined ? null : Number(whole.replaceAll(",", ""));
  const isWhole = ({ counts: { attempts } }: Reading): boolean =>
    total === null || Math.abs(attempts - total) <= 0.1 * total + 2;
  // "21 of 119": out of another number than any fair reading has, it is of another time or part.
  const fared = counts.map((count, index): Nearness => {
    const own = countNearness(claim, stated, count);
    return own === "far" && failing && !readings.some(isWhole)
      ? "unsure"
      : isWhole(readings[index] as Reading)
        ? own
        : own === "near"
          ? "unsure"
          : own;
  });
  const at = fared.includes("near") ? decidingOf(fared) : 0;
  // A row of a table names no time: only the very number settles which it is of.
  if (
    !failing &&
    claim.context.includes("|") &&
    claim.span === "open" &&
    counts.every((count) => Math.abs(count - stated) > 3)
  )
    return unchecked(readAs, "The row does not say over which time it counts.", "The time that it counts over.");
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return decided(
    bestOf(fared),
    readAs,
    `Counted: ${amount(counts[at] as number)} ${failing ? "failed " : ""}${source.name}, ${spanLabel((readings[at] as Reading).span)}${low < high ? `; ${amount(low)} to ${amount(high)} depending on where the outage begins and ends` : ""}.`,
    { value: counts[at] as number, interval: [low, high], level: evidence.level },
  );
}

/** Failures, or attempts, a minute on average. */
export async function judgePerMinute(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const failing = claim.outcome === "failed";
  const one = bound(claim, evidence, failing ? "failures a minute" : "attempts a minute");
  if (isJudgement(one)) return one;
  const readAs = `${failing ? "failed " : ""}${one.subject.source.name}${partText(one.part)} a minute, ${one.span.label}`;
  const readings = await readingsOf(one);
  const rates = readings.map(
    ({ counts, span }) => (failing ? counts.failures : counts.attempts) / Math.max(1, minutesOf(span)),
  );
  const [stated] = claim.values as [number];
  const fared = rates.map((rate): Nearness => {
    const room = claim.rounding + 0.08 * rate + (claim.hedged ? HEDGE * stated : 0);
    return Math.abs(rate - stated) <= room ? "near" : Math.abs(rate - stated) <= 2 * room ? "unsure" : "far";
  });
  if (rates.length === 0) return notTestable(readAs, "These data cannot be asked for it.", "Rows of that time.");
  const rate = rates[fared.includes("near") ? decidingOf(fared) : 0] as number;
  return decided(bestOf(fared), readAs, `${amount(rate)} a minute.`, {
    value: rate,
    interval: [Math.min(...rates), Math.max(...rates)],
    level: evidence.level,
  });
}
