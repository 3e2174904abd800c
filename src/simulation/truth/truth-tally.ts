import { callOutcome } from "../platform/call-outcome.js";
import type { CallOutcome, CallWorld, VerbAttempt } from "../platform/call-outcome.js";
import type { FleetSettings } from "../platform/fleet.js";
import type { PlatformRun } from "../platform/platform-run.js";
import type { TrueWindow } from "./true-window.js";
import { MINUTE_MS } from "../../time/units.js";

/** Failures among attempts. */
export interface Tally {
  readonly failures: number;
  readonly attempts: number;
}

/** Another course of events: its name, what would have been different, and whether it takes a remediation away. */
export interface Alternative {
  readonly id: string;
  readonly change: string;
  readonly kind: "remediation" | "what-if";
  readonly settings: Partial<FleetSettings>;
}

interface Avoided extends Alternative {
  readonly world: CallWorld;
  failures: number;
  drops: number;
}

/** Counts of one account, or of all: by the minute, and over the stretch in which alternatives differ. */
export interface TruthTally {
  readonly fromMs: number;
  readonly verbFailures: Int32Array;
  readonly verbAttempts: Int32Array;
  readonly callDrops: Int32Array;
  readonly calls: Int32Array;
  /** Attempts of inbound and outbound calls in the outages, and how many failed. */
  readonly directions: {
    readonly inbound: [failures: number, attempts: number];
    readonly outbound: [failures: number, attempts: number];
  };
  readonly actual: { failures: number; drops: number };
  readonly avoided: readonly Avoided[];
}

/** What could have been done otherwise, with the ids that the analysis uses. */
export function alternativesOf({ scenario, platform }: PlatformRun): readonly Alternative[] {
  const { steps } = platform.fleet;
  const [capacityFrom] = scenario.capacity;
  const alertMs = scenario.originMs + 3 * MINUTE_MS;
  const earlier = steps.map((step) => ({ ...step, atMs: step.atMs - (capacityFrom - alertMs) }));
  return [
    { id: "capacity", kind: "remediation", change: "no capacity was added", settings: { steps: [] } },
    { id: "patch", kind: "remediation", change: "the patch was not deployed", settings: { patch: null } },
    {
      id: "capacity-at-alert",
      kind: "what-if",
      change: "the same steps of capacity, begun at the alert",
      settings: { steps: earlier },
    },
    {
      id: "capacity-doubled",
      kind: "what-if",
      change: "each step of capacity twice as large, at the same times",
      settings: { steps: steps.map((step) => ({ ...step, hosts: step.hosts * 2 })) },
    },
    {
      id: "collector-off",
      kind: "what-if",
      change: "the collector switched off on all hosts at the alert",
      settings: { collectorOffMs: alertMs, collectorOffMinutes: 0 },
    },
    {
      id: "buffer-larger",
      kind: "what-if",
      change: "buffers four times as large before the incident",
      settings: { bufferFactor: 4 },
    },
    {
      id: "payload-smaller",
      kind: "what-if",
      change: "log payloads of 40 % of their size before the incident",
      settings: { payloadFactor: 0.4 },
    },
    {
      id: "autoscale-at-alert",
      kind: "what-if",
      change: "two hosts every two minutes from the alert while fetches fail",
      settings: { autoscaleFromMs: alertMs },
    },
  ];
}

/** An empty tally of `[fromMs, toMs)` with a world for every alternative. */
export function emptyTally(
  [fromMs, toMs]: readonly [number, number],
  alternatives: readonly Alternative[],
  worlds: readonly CallWorld[],
): TruthTally {
  const column = (): Int32Array => new Int32Array(Math.ceil((toMs - fromMs) / MINUTE_MS));
  return {
    fromMs,
    verbFailures: column(),
    verbAttempts: column(),
    callDrops: column(),
    calls: column(),
    directions: { inbound: [0, 0], outbound: [0, 0] },
    actual: { failures: 0, drops: 0 },
    avoided: alternatives.map((one, index) => ({ ...one, world: worlds[index] as CallWorld, failures: 0, drops: 0 })),
  };
}

const failed = ({ end }: VerbAttempt): boolean => end === "timeout" || end === "own";

function addTo(column: Int32Array, tally: TruthTally, ms: number): void {
  const minute = Math.floor((ms - tally.fromMs) / MINUTE_MS);
  if (minute >= 0 && minute < column.length) column[minute] = (column[minute] ?? 0) + 1;
}

/** Counts a call by the minute of its start and of its requests, and by direction within the outages. */
export function countCall(tally: TruthTally, outcome: CallOutcome, windows: readonly TrueWindow[]): void {
  const { plan, attempts, dropped } = outcome;
  addTo(tally.calls, tally, plan.startMs);
  if (dropped) addTo(tally.callDrops, tally, plan.startMs);
  const direction = tally.directions[plan.direction === "inbound" ? "inbound" : "outbound"];
  for (const one of attempts) {
    addTo(tally.verbAttempts, tally, one.atMs);
    if (failed(one)) addTo(tally.verbFailures, tally, one.atMs);
    if (!windows.some(({ onsetMs, recoveryMs }) => one.atMs >= onsetMs && one.atMs < recoveryMs)) continue;
    direction[1] += 1;
    if (failed(one)) direction[0] += 1;
  }
}

/** Plays a call again under every alternative; a call outside `active` is the same under all. */
export function countAlternatives(
  tallies: readonly TruthTally[],
  outcome: CallOutcome,
  [fromMs, toMs]: readonly [number, number],
): void {
  const { plan } = outcome;
  if (plan.verbs.length === 0 || plan.startMs < fromMs - 30 * MINUTE_MS || plan.startMs >= toMs) return;
  const [first] = tallies;
  for (const { actual } of tallies) {
    actual.failures += outcome.attempts.filter(failed).length;
    actual.drops += outcome.dropped ? 1 : 0;
  }
  for (const [index, one] of (first?.avoided ?? []).entries()) {
    const other = callOutcome(plan, one.world);
    const failures = other.attempts.filter(failed).length;
    for (const { avoided } of tallies) {
      const mine = avoided[index] as Avoided;
      mine.failures += failures;
      mine.drops += other.dropped ? 1 : 0;
    }
  }
}

function sumOver(column: Int32Array, { fromMs }: TruthTally, from: number, to: number): number {
  let sum = 0;
  for (let minute = Math.round((from - fromMs) / MINUTE_MS); minute < Math.round((to - fromMs) / MINUTE_MS); minute++)
    sum += column[minute] ?? 0;
  return sum;
}

/** Failed attempts and dropped calls over spans of full minutes. */
export function tallyOver(
  tally: TruthTally,
  spans: readonly (readonly [number, number])[],
): { readonly verbs: Tally; readonly calls: Tally } {
  const over = (column: Int32Array): number =>
    spans.reduce((sum, [from, to]) => sum + sumOver(column, tally, from, to), 0);
  return {
    verbs: { failures: over(tally.verbFailures), attempts: over(tally.verbAttempts) },
    calls: { failures: over(tally.callDrops), attempts: over(tally.calls) },
  };
}

/** Failures that a remediation spared, or that an alternative would have. */
export function failuresAvoided(
  { actual }: TruthTally,
  one: TruthTally["avoided"][number],
): { readonly failuresAvoided: number; readonly dropsAvoided: number } {
  const sign = one.kind === "remediation" ? 1 : -1;
  return { failuresAvoided: sign * (one.failures - actual.failures), dropsAvoided: sign * (one.drops - actual.drops) };
}
