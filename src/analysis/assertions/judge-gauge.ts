import { MINUTE_MS } from "../../time/units.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { clock } from "../../wording/clock.js";
import { amount } from "../../wording/number.js";
import type { Evidence } from "./evidence.js";
import { type Judgement, decided, exactly, notTestable, unchecked } from "./judged.js";
import { iso, measuredAt, minutesApart, timeOf } from "./moments.js";
import { gaugeValues, stem } from "./frames/measures.js";
import { beforeSpans, instantOf } from "./spans.js";
import { median } from "../../stats/robust.js";

/** Minutes within which a gauge that is read now and then has its next value. */
const NEAREST_VALUE = 15;

/** A gauge's value before and after, or the time at which it reached one. */
export function judgeValue(claim: StatedClaim, evidence: Evidence): Judgement {
  const text = `${claim.quote} ${claim.context}`.toLowerCase();
  const gauge = evidence.gauges.find(({ source }) =>
    source
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .every((word) => word !== "" && new RegExp(`\\b${stem(word)}`).test(text)),
  );
  const readAs = gauge ? `${gauge.source}` : "a measured value";
  if (!gauge)
    return unchecked(readAs, "No source of values is named in it.", "A source of kind gauge that measures it.");
  const at =
    timeOf(claim, evidence) ?? (claim.span === "span" ? instantOf(claim.instants[0] as never, evidence) : null);
  if (at === null)
    return unchecked(
      readAs,
      "The text does not say which day and zone its time is in.",
      "The day and the zone of its time.",
    );
  const step = gauge.stepSeconds * 1000;
  const valueAt = (ms: number): number | null => gauge.values[Math.floor((ms - gauge.startMs) / step)] ?? null;
  const from = Date.parse(at);
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= claim.rounding + Math.max(0.5, 0.03 * Math.abs(b));
  const beside = (direction: 1 | -1): number | null =>
    [...Array(NEAREST_VALUE).keys()]
      .map((minute) => valueAt(from + direction * (minute + 1) * MINUTE_MS))
      .find((value) => value !== null) ?? null;
  const [after, before] = [beside(1), beside(-1)];
  if (after === null) return notTestable(readAs, `${gauge.source} has no value then.`, "Values of that time.");
  const stated = claim.values.at(-1) as number;
  if (claim.kind === "value-time") {
    const reached = gauge.values.findIndex(
      (value, bin) => value !== null && near(value, stated) && !near(gauge.values[bin - 1] ?? Number.NaN, stated),
    );
    const when = reached < 0 ? null : iso(gauge.startMs + reached * step);
    if (when === null)
      return decided(
        "contradicted",
        `time at which ${gauge.source} reached ${amount(stated)}`,
        `${gauge.source} never is ${amount(stated)}.`,
        exactly(after),
      );
    const apart = Math.abs(minutesApart(when, at));
    return decided(
      apart <= 5 + step / MINUTE_MS ? "supported" : "contradicted",
      `time at which ${gauge.source} reached ${amount(stated)}`,
      `It reached ${amount(stated)} at ${clock(when)} UTC.`,
      measuredAt(when, [when, iso(Date.parse(when) + step)], evidence.level),
    );
  }
  const [span] = beforeSpans(evidence);
  const usual = span ? gaugeValues(gauge, span) : [];
  const [first = Number.NaN] = claim.values;
  // "From about 900 it rose to 7,500 at 14:36": from its usual level, whatever it was a minute before.
  const fromUsual =
    usual.length > 0 && Math.abs(first - median(usual)) <= claim.rounding + (claim.hedged ? 0.15 : 0.07) * first;
  const right = near(after, stated) && (claim.values.length < 2 || before === null || near(before, first) || fromUsual);
  return decided(
    right ? "supported" : "contradicted",
    `${gauge.source} at ${clock(at)} UTC`,
    `${before === null ? "" : `${amount(before)} before, `}${amount(after)} after.`,
    exactly(after),
  );
}
