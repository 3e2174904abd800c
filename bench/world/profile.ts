/** How a side of an outage is climbed or left. */
export type RampKind = "step" | "linear" | "logistic" | "exponential" | "stepped" | "relapsing" | "ragged" | "restarts";

export const RAMP_KINDS: readonly RampKind[] = ["step", "linear", "logistic", "exponential", "stepped", "relapsing"];

/** Courses of recoveries only: a line broken anywhere, and hosts that come back one after another. */
export const RECOVERY_KINDS: readonly RampKind[] = [...RAMP_KINDS, "ragged", "restarts"];

/** A side of an outage as planned: what it looks like, how long it takes and where its stairs or relapses lie (0…1 of its length and height). */
export interface Side {
  readonly kind: RampKind;
  readonly minutes: number;
  readonly knots: readonly (readonly [at: number, height: number])[];
}

/** One outage as planned, in minutes from the start of the data. */
export interface OutagePlan {
  readonly from: number;
  readonly to: number;
  /** Share of attempts that fail for the outage's sake at its height. */
  readonly peak: number;
  /** Excess that counts as none: where curves without an end are taken to begin and to end. */
  readonly negligible: number;
  readonly rise: Side;
  readonly fall: Side;
  /** Level as a share of the peak from a time on: a partial recovery, a worsening. */
  readonly levels: readonly (readonly [from: number, share: number])[];
}

/**
 * The excess failure share of a planned outage at a time.
 *
 * `from` and `to` are where it departs from nothing and comes back to it: exactly for shapes that have ends, where the excess passes
 * `negligible` for the two that have none (logistic, exponential).
 */
export function excessAt(plan: OutagePlan, minute: number): number {
  const { from, to, rise, fall } = plan;
  let level = plan.peak;
  for (const [since, share] of plan.levels) if (minute >= since) level = plan.peak * share;
  const last = plan.levels.at(-1);
  const fallen = last ? plan.peak * last[1] : plan.peak;
  const up = sideAt(rise, minute - from, plan.negligible / plan.peak);
  const down = sideAt(fall, to - minute, plan.negligible / fallen);
  return level * Math.min(up, 1) * Math.min(down, 1);
}

/** Height 0…1 of a side, `inside` minutes after (a rise) or before (a fall) its outer end. */
function sideAt(side: Side, inside: number, negligible: number): number {
  const { kind, minutes } = side;
  if (kind === "logistic" || kind === "exponential") return curveAt(kind, inside, minutes, negligible);
  if (inside < 0) return 0;
  if (kind === "step" || minutes <= 0) return 1;
  const along = inside / minutes;
  if (along >= 1) return 1;
  if (kind === "linear") return along;
  return kind === "stepped" || kind === "restarts" ? stairAt(side.knots, along) : brokenLineAt(side.knots, along);
}

/** A curve that passes `negligible` at its outer end and, `minutes` further in, as much below the top (logistic) or the top itself (exponential). */
function curveAt(kind: "logistic" | "exponential", inside: number, minutes: number, negligible: number): number {
  if (minutes <= 0) return inside < 0 ? 0 : 1;
  if (kind === "exponential") return Math.min(1, negligible * Math.exp((Math.log(1 / negligible) * inside) / minutes));
  const scale = minutes / 2 / Math.log(1 / negligible - 1);
  return 1 / (1 + Math.exp(-(inside - minutes / 2) / scale));
}

function stairAt(knots: Side["knots"], along: number): number {
  let height = knots[0]?.[1] ?? 1;
  for (const [at, value] of knots) if (along >= at) height = value;
  return height;
}

function brokenLineAt(knots: Side["knots"], along: number): number {
  let [x0, y0]: readonly [number, number] = [0, 0];
  for (const [x1, y1] of [...knots, [1, 1] as const]) {
    if (along <= x1) return y0 + ((y1 - y0) * (along - x0)) / (x1 - x0);
    [x0, y0] = [x1, y1];
  }
  return 1;
}
