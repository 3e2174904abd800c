import type { BaselinePlan } from "./baseline.js";
import { excessAt, type OutagePlan } from "./profile.js";

/** A remediation as it works: the dose in steps, and the share of the excess that the whole of it removes (negative: adds). */
export interface RemedyPlan {
  readonly id: string;
  /** Minute of each step and the dose from then on, 0…1. */
  readonly steps: readonly (readonly [minute: number, dose: number])[];
  readonly removes: number;
  /** Minutes until a step works. */
  readonly lag: number;
  /** Whether the dose is on record, as a gauge. */
  readonly gauge: boolean;
}

/** A true window, in minutes from the start of the data; `open` at an end that lies outside the data. */
export interface TrueWindow {
  readonly from: number;
  readonly to: number;
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

/** Everything that decides what fails; nothing in it is drawn from counts. */
export interface World {
  readonly shape: string;
  readonly seed: number;
  readonly minutes: number;
  /** Minutes of a row of the data. */
  readonly bucket: number;
  readonly baseline: BaselinePlan;
  readonly outages: readonly OutagePlan[];
  readonly windows: readonly TrueWindow[];
  readonly remedies: readonly RemedyPlan[];
  /** Wander of the outage's own height, with memory: standard deviation in ln and half-life in minutes. */
  readonly wobble: BaselinePlan["wander"];
  /** Retries that a failure brings. */
  readonly retries: number;
  readonly clusters: { readonly together: number; readonly tail: number; readonly largest: number };
  /** Spans whose log is missing. */
  readonly lost: readonly (readonly [from: number, to: number])[];
  /** Share of the hosts whose clock is off, and by how many minutes. */
  readonly clock: { readonly share: number; readonly minutes: number };
}

/** The excess failure share at a time, as the log dates it; several outages, of regions that share the traffic, add up without passing 1. */
export function excessOf(world: World, minute: number, withRemedies = true): number {
  const { share, minutes } = world.clock;
  const straight = mechanismExcess(world, minute, withRemedies);
  return share === 0
    ? straight
    : (1 - share) * straight + share * mechanismExcess(world, minute - minutes, withRemedies);
}

function mechanismExcess(world: World, minute: number, withRemedies: boolean): number {
  let unharmed = 1;
  for (const outage of world.outages) unharmed *= 1 - excessAt(outage, minute);
  const excess = 1 - unharmed;
  if (!withRemedies || excess === 0) return excess;
  return world.remedies.reduce(
    (left, remedy) => Math.min(1, left * (1 - remedy.removes * doseAt(remedy, minute))),
    excess,
  );
}

function doseAt(remedy: RemedyPlan, minute: number): number {
  let dose = 0;
  for (const [at, value] of remedy.steps) if (minute >= at + remedy.lag) dose = value;
  return dose;
}
