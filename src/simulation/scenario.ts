import type { CapacityStep, Trigger } from "./platform/fleet.js";
import { PostmortemError } from "../errors/errors.js";
import { MINUTE_MS } from "../time/units.js";

/** The incidents that can be simulated. */
export const SCENARIOS = [
  "twilio-13002",
  "none",
  "forty-twenty",
  "partial",
  "two",
  "ramp-20",
  "no-effect",
  "self-recovery",
] as const;
/** One of {@link SCENARIOS}. */
export type ScenarioName = (typeof SCENARIOS)[number];

/** What happens in a scenario, in minutes from the first trigger, and the rates it is calibrated to. */
export interface Scenario {
  readonly name: ScenarioName;
  readonly title: string;
  /** `[from, to)` of the records, epoch milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Instant of the first trigger (in `none`, of what the statement calls one). */
  readonly originMs: number;
  readonly triggers: readonly Trigger[];
  readonly steps: readonly CapacityStep[];
  /** Start and end of the capacity change of the statement's timeline. */
  readonly capacity: readonly [fromMs: number, toMs: number];
  readonly patch: readonly [fromMs: number, toMs: number];
  readonly collectorOff: { readonly atMs: number; readonly minutes: number } | null;
  /** Failed share of verb attempts and dropped share of calls over `span`; `null` = no incident. */
  readonly target: {
    readonly verbs: number;
    readonly calls: number;
    readonly span: readonly [fromMs: number, toMs: number];
  } | null;
  /** Failure share of a host below which the overflow stops feeding itself: a share of the plateau, or what it is when the last capacity step is taken. */
  readonly sustain: number | "last-step";
  readonly bufferSeconds: readonly [number, number];
  readonly backlogSeconds: readonly [number, number];
}

/** Ordinary traffic from midnight of a Sunday, through the European clock change a week later, until a day after the patch. */
const FROM_MS = Date.parse("2025-03-23T00:00:00Z");
const TO_MS = Date.parse("2025-04-02T06:00:00Z");
const ORIGIN_MS = Date.parse("2025-03-31T15:09:00Z");

interface Shape {
  readonly title: string;
  readonly triggers: readonly (readonly [atMinute: number, minutes: number, surge: number, spread: number])[];
  readonly steps: readonly (readonly [atMinute: number, hosts: number])[];
  readonly inRotation?: boolean;
  readonly capacity?: readonly [number, number];
  readonly collectorOff?: readonly [atMinute: number, minutes: number];
  readonly rates?: readonly [verbs: number, calls: number];
  /** Stated end in minutes; rates are calibrated from minute 1 to here. */
  readonly until?: number;
  readonly sustain?: number | "last-step";
  readonly buffer?: readonly [number, number];
  readonly backlog?: readonly [number, number];
}

/** Equal steps from one minute to another. */
function rising(from: number, to: number, steps: number, hosts: number): readonly (readonly [number, number])[] {
  return Array.from({ length: steps }, (_, k) => [from + (k * (to - from)) / (steps - 1), hosts] as const);
}

const SHAPES: Readonly<Record<ScenarioName, Shape>> = {
  "twilio-13002": { title: "Dropped phone calls", triggers: [[0, 15, 3, 0]], steps: rising(67, 89, 6, 2) },
  none: { title: "Reported call failures", triggers: [], steps: rising(67, 89, 6, 2), rates: [0, 0] },
  "forty-twenty": {
    title: "Calls ending early",
    triggers: [[0, 15, 3, 0]],
    steps: rising(67, 89, 6, 2),
    rates: [0.4, 0.2],
  },
  partial: {
    title: "Media playback errors",
    triggers: [[0, 15, 3, 0]],
    steps: rising(67, 89, 6, 1),
    collectorOff: [170, 8],
    sustain: 0.08,
    until: 95,
  },
  two: {
    title: "Repeated call drops",
    triggers: [
      [0, 15, 3, 0],
      [170, 40, 3, 4],
    ],
    sustain: "last-step",
    steps: [...rising(67, 89, 6, 2), [150, -12], ...rising(205, 217, 6, 2)],
  },
  "ramp-20": {
    title: "Slowly growing call failures",
    triggers: [[0, 25, 3, 20]],
    steps: rising(67, 89, 6, 2),
    buffer: [30, 90],
    backlog: [3.6, 15.6],
  },
  "no-effect": {
    title: "Voice verbs timing out",
    triggers: [[0, 15, 3, 0]],
    steps: rising(67, 89, 6, 2),
    inRotation: false,
    collectorOff: [118, 10],
    until: 117,
    sustain: 0.5,
  },
  "self-recovery": {
    title: "Transient call failures",
    triggers: [[0, 88, 3, 3]],
    steps: rising(80, 95, 6, 2),
    inRotation: false,
    until: 94,
    sustain: 99,
  },
};

function known(name: string): ScenarioName {
  const found = SCENARIOS.find((scenario) => scenario === name);
  if (found) return found;
  throw new PostmortemError("usage", `simulate requires a scenario among ${SCENARIOS.join(", ")}, got "${name}".`);
}

/**
 * The plan of a scenario. `twilio-13002` stands on the published times; the others move by up to 40 minutes with `shiftMinutes`.
 *
 * @throws PostmortemError `usage` for a name that is none of {@link SCENARIOS}
 */
export function scenarioOf(name: string, shiftMinutes = 0): Scenario {
  const scenario = known(name);
  const shape = SHAPES[scenario];
  const originMs = ORIGIN_MS + (scenario === "twilio-13002" ? 0 : Math.round(shiftMinutes)) * MINUTE_MS;
  const at = (minute: number): number => originMs + Math.round(minute * 60) * 1000;
  const [firstStep, lastStep] = [shape.steps[0]?.[0] ?? 67, shape.steps[5]?.[0] ?? 89];
  const [verbs, calls] = shape.rates ?? [0.25, 0.133];
  return {
    name: scenario,
    title: shape.title,
    fromMs: FROM_MS,
    toMs: TO_MS,
    originMs,
    triggers: shape.triggers.map(([minute, minutes, surge, spreadMinutes]) => ({
      fromMs: at(minute),
      minutes,
      surge,
      spreadMinutes,
    })),
    steps: shape.steps.map(([minute, hosts]) => ({ atMs: at(minute), hosts, inRotation: shape.inRotation ?? true })),
    capacity: [at(firstStep), at(lastStep)],
    patch: [at(358), at(787)],
    collectorOff: shape.collectorOff ? { atMs: at(shape.collectorOff[0]), minutes: shape.collectorOff[1] } : null,
    target: verbs > 0 ? { verbs, calls, span: [at(1), at(shape.until ?? 95)] } : null,
    sustain: shape.sustain ?? "last-step",
    bufferSeconds: shape.buffer ?? [60, 800],
    backlogSeconds: shape.backlog ?? [3.9, 11.2],
  };
}
