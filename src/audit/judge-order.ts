import type { ValueSeries } from "../incident/series.js";
import type { AuditInput } from "./audit-input.js";
import type { Claim } from "../statement/claims/claim.js";
import { type ClaimVerdict, undecided } from "./judged.js";
import { MINUTE_MS } from "../time/units.js";

/** A rise that lasts is above the usual level by a hundredth, and by four times what the values stray from it. */
const RISE = 1.01;
const STRAYS = 4;
const BEFORE_MS = 3 * 60 * MINUTE_MS;
const AFTER_MS = 6 * 60 * MINUTE_MS;
/** Both times are to the minute. */
const ROUNDING_MINUTES = 2;

/** The first bin near the stated action in which the gauge leaves its usual level upwards, and stays there for a second bin. */
function firstRise({ values, startMs, stepSeconds }: ValueSeries, action: number): number | null {
  const time = (index: number): number => startMs + index * stepSeconds * 1000;
  const before = values
    .filter((value, index): value is number => value !== null && time(index) < action - BEFORE_MS)
    .sort((a, b) => a - b);
  const usual = before[Math.floor(before.length / 2)];
  if (usual === undefined) return null;
  const strays = before.map((value) => Math.abs(value - usual)).sort((a, b) => a - b);
  const raised = Math.max(usual * RISE, usual + STRAYS * (strays[Math.floor(strays.length / 2)] ?? 0));
  const index = values.findIndex(
    (value, i) =>
      value !== null &&
      value > raised &&
      (values[i + 1] ?? value) > raised &&
      !((values[i - 1] ?? raised) > raised) &&
      time(i) >= action - BEFORE_MS &&
      time(i) < action + AFTER_MS,
  );
  return index < 0 ? null : time(index);
}

/** "The action followed the identification of the cause", against the statement's own timeline and, where there is one, a measured dose. */
export function judgeOrder(claim: Claim & { kind: "order" }, input: AuditInput): ClaimVerdict {
  const { first, next } = claim;
  const stated = "the action followed the identification of the cause";
  const metric = "A metric of the action, such as capacity, minute by minute over the outage.";
  if (!first?.at || !next?.at)
    return undecided(
      stated,
      "The statement gives a time neither for the identification nor for the action.",
      `The time at which the cause was identified. ${metric}`,
    );
  const own = `The statement's own timeline has the action at ${next.at.slice(11, 16)} and the identification at ${first.at.slice(11, 16)}`;
  if (!input.gauge) return undecided(stated, `${own}; there is no metric of the action to test it with.`, metric);
  const risen = firstRise(input.gauge, Date.parse(next.at));
  if (risen === null)
    return undecided(stated, `${own}; the metric ${input.gauge.source} shows no rise near that time.`, metric);
  const early = (Date.parse(first.at) - risen) / MINUTE_MS;
  const measured = `${own}; the metric ${input.gauge.source} rises at ${new Date(risen).toISOString().slice(11, 16)}, ${Math.abs(early).toFixed(0)} minutes ${early > 0 ? "before" : "after"} the identification.`;
  if (Math.abs(early) <= ROUNDING_MINUTES)
    return undecided(
      stated,
      `${measured} Times to the minute cannot show which came first.`,
      "Both times to the second.",
    );
  return { stated, verdict: early > 0 ? "contradicted" : "supported", why: measured };
}
