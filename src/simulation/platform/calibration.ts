import { calibratedValues } from "./calibrated-values.js";
import type { CalibratedValues } from "./calibrated-values.js";
import { seededRandom } from "../../stats/random/random.js";
import type { Account } from "./account.js";
import { accountsOf, platformShape } from "./account.js";
import { callOutcome } from "./call-outcome.js";
import type { CallWorld } from "./call-outcome.js";
import type { CallPlan } from "./call-plan.js";
import { callsOfHour } from "./calls.js";
import { runFleet } from "./fleet.js";
import type { FleetRun, FleetSettings } from "./fleet.js";
import type { Scenario } from "../scenario.js";
import { MINUTE_MS } from "../../time/units.js";

/** A platform whose rates come out as its scenario asks. */
export interface CalibratedPlatform {
  readonly fleet: FleetSettings;
  readonly exposedShare: number;
  /** Mean share of numbers with a working fallback: what makes a failed verb survivable. */
  readonly fallbackShare: number;
  /** Work offered a second, in hosts, at an instant, without retries. */
  readonly load: (ms: number) => number;
}

/** A platform that would have no incident: 60 hosts at 72 % of their capacity in a busy hour. */
const ORDINARY: Omit<
  FleetSettings,
  "bufferSeconds" | "backlogSeconds" | "triggers" | "steps" | "patch" | "collectorOffMs" | "collectorOffMinutes"
> = {
  hosts: 60,
  utilisation: 0.72,
  timeoutSeconds: 8,
  retryShare: 0.3,
  telemetryDrain: 1.35,
  failureTelemetry: 0,
  collectorShare: 0.4,
  collectorSpeed: 0.01,
  payloadFactor: 1,
  bufferFactor: 1,
  autoscaleFromMs: null,
  warmUpMinutes: 80,
};
/** Share of answered calls that run a flow with one of the two verbs that fetch media. */
const EXPOSED_SHARE = 0.57;
/** Where scenarios begin before the seed moves them. */
const UNSHIFTED_MS = Date.parse("2025-03-31T15:09:00Z");
const REFERENCE_MS = Date.parse("2025-03-31T15:30:00Z");
/** Calls a minute in the calibration's own sample: its noise is about .3 percentage points of the verb rate, .2 of the call rate. */
const SAMPLE_CALLS = 400;
/** The fleet is run for this long from the first trigger; later it is in its ordinary state. */
const ACTIVE_HOURS = 14;

/** The stretch in which the fleet leaves its ordinary state. */
export function activeSpan(scenario: Scenario): readonly [number, number] {
  return [scenario.originMs - 10 * MINUTE_MS, scenario.originMs + ACTIVE_HOURS * 60 * MINUTE_MS];
}

/** A fleet run as the world that calls meet; outside the run nothing fails there. */
export function worldOf(
  run: FleetRun,
  timeoutSeconds: number,
  ownFailureShare: CallWorld["ownFailureShare"],
): CallWorld {
  const at =
    (column: Float64Array) =>
    (ms: number): number =>
      column[Math.floor((ms - run.fromMs) / (run.stepSeconds * 1000))] ?? 0;
  return { failureShare: at(run.failureShare), waitSeconds: at(run.waitSeconds), ownFailureShare, timeoutSeconds };
}

/** Failure share of an overloaded host that is offered `share` of its capacity before retries. */
function overloadShare(share: number, collectorShare: number, retryShare: number): number {
  let failed = 0;
  for (let k = 0; k < 40; k++) failed = Math.max(0, 1 - (1 - collectorShare) / (share * (1 + retryShare * failed)));
  return failed;
}

/** Telemetry of a failed fetch that puts the end of the feedback where the scenario wants it. */
function failureTelemetry(scenario: Scenario, fleet: FleetSettings, load: (ms: number) => number): number {
  if (scenario.triggers.length === 0 || scenario.sustain === 99) return 0;
  const [fromMs, lastMs] = scenario.capacity;
  const warmth = (age: number): number => Math.max(0, Math.min(1, age / (fleet.warmUpMinutes * MINUTE_MS)));
  const warmed = scenario.steps.reduce((sum, step) => sum + step.hosts * warmth(lastMs - step.atMs), fleet.hosts);
  const offered = scenario.sustain === "last-step" ? load(lastMs) / warmed : load(fromMs) / fleet.hosts;
  const plateau = overloadShare(offered, fleet.collectorShare, fleet.retryShare);
  const threshold = scenario.sustain === "last-step" ? plateau : plateau * scenario.sustain;
  const ordinary = (offered * (1 + fleet.retryShare * threshold)) / fleet.utilisation;
  return Math.max(0, ((fleet.telemetryDrain + fleet.collectorSpeed) / ordinary - 1) / Math.max(0.01, threshold));
}

function withCollector(
  scenario: Scenario,
  base: FleetSettings,
  load: (ms: number) => number,
  collectorShare: number,
): FleetSettings {
  const fleet = { ...base, collectorShare };
  return { ...fleet, failureTelemetry: failureTelemetry(scenario, fleet, load) };
}

/** The mean over a span, weighted by load. */
function meanFailureShare(run: FleetRun, [from, to]: readonly [number, number]): number {
  let [failed, load] = [0, 0];
  for (let step = 0; step < run.load.length; step++) {
    const ms = run.fromMs + step * run.stepSeconds * 1000;
    if (ms < from || ms >= to) continue;
    failed += (run.failureShare[step] ?? 0) * (run.load[step] ?? 0);
    load += run.load[step] ?? 0;
  }
  return load > 0 ? failed / load : 0;
}

/** Shares of failed attempts and dropped calls that a sample meets over a span. */
function sampleRates(
  plans: readonly CallPlan[],
  world: CallWorld,
  span: readonly [number, number],
): { readonly verbs: number; readonly calls: number } {
  let [failed, attempts, dropped, calls] = [0, 0, 0, 0];
  const within = (ms: number): boolean => ms >= span[0] && ms < span[1];
  for (const plan of plans) {
    const outcome = callOutcome(plan, world);
    for (const { atMs, end } of outcome.attempts) {
      if (!within(atMs)) continue;
      attempts += 1;
      if (end === "timeout" || end === "own") failed += 1;
    }
    if (!within(plan.startMs)) continue;
    calls += 1;
    if (outcome.dropped) dropped += 1;
  }
  return { verbs: failed / Math.max(1, attempts), calls: dropped / Math.max(1, calls) };
}

function bisect(low: number, high: number, steps: number, rising: (value: number) => number, target: number): number {
  let [from, to] = [low, high];
  for (let k = 0; k < steps; k++) {
    const middle = (from + to) / 2;
    if (rising(middle) < target) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

function spanPlans(accounts: readonly Account[], [from, to]: readonly [number, number]): CallPlan[] {
  const random = seededRandom("calibration");
  const hours: CallPlan[] = [];
  for (let at = from - 10 * MINUTE_MS; at < to; at += 60 * MINUTE_MS)
    for (const plan of callsOfHour(random, accounts, at, Math.min(at + 60 * MINUTE_MS, to), SAMPLE_CALLS))
      hours.push(plan);
  return hours;
}

const withFallback = (plans: readonly CallPlan[], accounts: readonly Account[]): CallPlan[] =>
  plans.map((plan) => ({ ...plan, account: accounts[plan.account.index] ?? plan.account }));

type Customers = (fallbackShare: number, exposedShare: number) => readonly Account[];

interface Ground {
  readonly base: FleetSettings;
  readonly load: (ms: number) => number;
}

/** The platform but for its two calibrated parameters. */
function groundOf(scenario: Scenario, customers: Customers): Ground {
  const shape = platformShape(customers(0, EXPOSED_SHARE), scenario.fromMs, scenario.toMs);
  const reference = shape(REFERENCE_MS);
  const [patchFrom, patchTo] = scenario.patch;
  return {
    load: (ms) => (ORDINARY.hosts * ORDINARY.utilisation * shape(ms)) / reference,
    base: {
      ...ORDINARY,
      bufferSeconds: scenario.bufferSeconds,
      backlogSeconds: scenario.backlogSeconds,
      triggers: scenario.triggers,
      steps: scenario.steps,
      patch: { fromMs: patchFrom, toMs: patchTo },
      collectorOffMs: scenario.collectorOff?.atMs ?? null,
      collectorOffMinutes: scenario.collectorOff?.minutes ?? 0,
    },
  };
}

/**
 * Solves for the two parameters that nobody can read off a real fleet: the capacity that a working collector takes, so that the asked share
 * of verb attempts fails over the span, and the share of numbers with a fallback, so that the asked share of calls drops.
 *
 * Bisection on a large sample of calls of its own seed; the seed of the run plays no part, so one scenario is one platform. What it finds is
 * kept in `CALIBRATED`, and simulating reads it there.
 *
 * @param scenario - one with an incident; `null` comes back for the others
 * @param customers - the platform's customers by share of fallbacks and of exposed calls
 */
export function solvedCalibration(scenario: Scenario, customers: Customers): CalibratedValues | null {
  const { target } = scenario;
  if (!target) return null;
  const { base, load } = groundOf(scenario, customers);
  const start = customers(0.15, EXPOSED_SHARE);
  const plans = spanPlans(start, target.span);
  const own = (index: number): number => start[index]?.ownFailureShare ?? 0;
  const [from] = activeSpan(scenario);
  const run = (share: number): FleetRun =>
    runFleet(withCollector(scenario, base, load, share), load, from, target.span[1]);
  let mean = target.verbs;
  let collectorShare = 0;
  for (let round = 0; round < 2; round++) {
    collectorShare = bisect(0.1, 0.9, 12, (share) => meanFailureShare(run(share), target.span), mean);
    mean *=
      target.verbs / sampleRates(plans, worldOf(run(collectorShare), base.timeoutSeconds, own), target.span).verbs;
  }
  const fixed = worldOf(run(collectorShare), base.timeoutSeconds, own);
  const drops = (share: number): number =>
    sampleRates(withFallback(plans, customers(share, EXPOSED_SHARE)), fixed, target.span).calls;
  const [none, some] = [drops(0), drops(0.5)];
  return { collectorShare, fallbackShare: Math.max(0, Math.min(1, (0.5 * (none - target.calls)) / (none - some))) };
}

/**
 * The platform of a scenario, with the parameters that `solvedCalibration` found for it.
 *
 * @param customers - the platform's customers by share of fallbacks and of exposed calls
 */
export function calibratedPlatform(scenario: Scenario, customers: Customers): CalibratedPlatform {
  const { base, load } = groundOf(scenario, customers);
  const { collectorShare, fallbackShare } = calibratedValues(
    scenario.name,
    (scenario.originMs - UNSHIFTED_MS) / MINUTE_MS,
  );
  return {
    fleet: withCollector(scenario, base, load, collectorShare),
    exposedShare: EXPOSED_SHARE,
    fallbackShare,
    load,
  };
}

/** The customers of a platform; the same for every seed of a run, as a platform's customers are. */
export function customersOf(fallbackShare: number, exposedShare: number): readonly Account[] {
  return accountsOf(seededRandom("customers"), exposedShare, fallbackShare);
}
