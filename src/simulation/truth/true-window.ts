import type { FleetRun } from "../platform/fleet.js";
import { MINUTE_MS } from "../../time/units.js";

/** When the fleet failed fetches, as epoch milliseconds at full minutes. */
export interface TrueWindow {
  readonly onsetMs: number;
  readonly recoveryStartMs: number;
  readonly recoveryMs: number;
}

/** A minute belongs to the outage when its failure probability passes this share of the outage's highest. */
const DEPARTURE = 0.02;
/** The final fall begins when the probability has left the mean of the minutes before by this share. */
const FALL = 0.1;
/** Minutes over which the true level before a minute is taken. */
const LEVEL_MINUTES = 8;
/** Stretches of the outage closer than this are one. */
const JOIN_MINUTES = 10;

/** The mean failure probability of each minute of a fleet run. */
export function failureByMinute({ failureShare, stepSeconds }: FleetRun): Float64Array {
  const steps = 60 / stepSeconds;
  return Float64Array.from({ length: Math.floor(failureShare.length / steps) }, (_, minute) => {
    let sum = 0;
    for (let k = 0; k < steps; k++) sum += failureShare[minute * steps + k] ?? 0;
    return sum / steps;
  });
}

function stretches(shares: Float64Array, threshold: number): [number, number][] {
  const found: [number, number][] = [];
  for (let minute = 0; minute < shares.length; minute++) {
    if ((shares[minute] ?? 0) < threshold) continue;
    const last = found.at(-1);
    if (last && minute - last[1] <= JOIN_MINUTES) last[1] = minute + 1;
    else found.push([minute, minute + 1]);
  }
  return found;
}

/** First minute of the fall that ends at the recovery: going back from there, the last one still at the level before it. */
function fallStart(shares: Float64Array, onset: number, recovery: number): number {
  for (let minute = recovery - 1; minute > onset; minute--) {
    let level = 0;
    const before = Math.max(onset, minute - LEVEL_MINUTES);
    for (let k = before; k < minute; k++) level += (shares[k] ?? 0) / (minute - before);
    if ((shares[minute] ?? 0) >= level * (1 - FALL)) return minute + 1;
  }
  return onset;
}

/**
 * The outages of a run, defined from the probability that a fetch fails, averaged by the minute: no sampling noise is in it.
 *
 * Onset is the first minute above 2 % of the outage's highest probability, recovery the first minute after it that is below again for good
 * (ten minutes). Recovery starts at the first minute of the fall that ends there: the minute after the last that still held 90 % of the mean of
 * the eight minutes before it.
 */
export function trueWindows(run: FleetRun): readonly TrueWindow[] {
  const shares = failureByMinute(run);
  const highest = shares.reduce((most, share) => Math.max(most, share), 0);
  if (highest < 0.005) return [];
  const at = (minute: number): number => run.fromMs + minute * MINUTE_MS;
  return stretches(shares, DEPARTURE * highest).map(([onset, recovery]) => ({
    onsetMs: at(onset),
    recoveryStartMs: at(fallStart(shares, onset, recovery)),
    recoveryMs: at(recovery),
  }));
}
