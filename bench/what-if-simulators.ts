import { seededRandom } from "../src/stats/random/random.js";
import type { Random } from "../src/stats/random/random.js";

/** How a fleet fails what it cannot carry. None of them is the mechanism that is fitted. */
export type Queue = "loss" | "fifo" | "sharing";
/** What the collector takes while the buffer overflows. */
export type Collector = "constant" | "proportional" | "errors";

export interface World {
  readonly seed: number;
  readonly queue: Queue;
  readonly collector: Collector;
  readonly retry: number;
  readonly perMinute: number;
  /** Load relative to its mean, per minute. */
  readonly load: readonly number[];
  /** Pressure with and without the collector, before capacity is added. */
  readonly healthy: number;
  readonly overloaded: number;
  readonly onset: number;
  /** Minute in which the overflow ends by itself, and how long it takes to. */
  readonly triggerEnd: number;
  readonly triggerFade: number;
  /** Capacity relative to before, per minute. */
  readonly capacity: readonly number[];
  readonly wobble: number;
}

export interface Run {
  readonly failures: number[];
  readonly attempts: number[];
}

const SUBSTEPS = 12;

function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    Math.exp((-z * z) / 2) *
    t *
    (0.127414796 + t * (-0.142248368 + t * (0.71070687 + t * (-0.726576014 + t * 0.530702714))));
  return z > 0 ? 1 - tail : tail;
}

/** Share of the overflow that is on in a minute. */
function trigger({ onset, triggerEnd, triggerFade }: World, minute: number): number {
  const rise = Math.min(1, Math.max(0, (minute - onset) / 3));
  const fade = Math.min(1, Math.max(0, 1 - (minute - triggerEnd) / Math.max(0.01, triggerFade)));
  return rise * fade;
}

interface Fleet {
  queue: number;
  returning: number;
  failing: number;
}

/** One twelfth of a minute: arrivals, what fails of them, what comes back. */
function substep(
  world: World,
  fleet: Fleet,
  minute: number,
  wobble: number,
  capacity: readonly number[],
  collecting: number,
  random: Random,
): [number, number] {
  const mean = (world.perMinute * (world.load[minute] as number)) / SUBSTEPS;
  const arrivals = random.poisson(mean) + random.poisson(fleet.returning);
  const typical = world.perMinute / SUBSTEPS;
  const whole = (typical / world.healthy) * (capacity[minute] as number);
  const extra = typical * (world.overloaded / world.healthy - 1);
  const scale = { constant: 1, proportional: world.load[minute] as number, errors: 0.8 + 0.8 * fleet.failing }[
    world.collector
  ];
  const available = Math.max(0.1 * whole, whole - (extra / world.overloaded) * scale * collecting) * (1 + wobble);
  let failed = 0;
  if (world.queue === "loss") failed = Math.max(0, arrivals - available);
  if (world.queue === "fifo") {
    fleet.queue = Math.max(0, fleet.queue + arrivals - available);
    const patience = 2 * available;
    failed = Math.max(0, fleet.queue - patience);
    fleet.queue -= failed;
  }
  if (world.queue === "sharing")
    failed =
      arrivals * normalCdf((Math.log((mean * (1 + fleet.returning / Math.max(1, mean))) / available) - 0.35) / 0.2);
  failed = Math.min(arrivals, Math.round(failed));
  fleet.returning = failed * world.retry;
  fleet.failing += 0.1 * (failed / Math.max(1, arrivals) - fleet.failing);
  return [arrivals, failed];
}

/** Runs a world; another course of capacity, or no collector from some minute on, with the same seed gives the counterfactual. */
export function runWorld(world: World, capacity: readonly number[] = world.capacity, collectorOff = Infinity): Run {
  const random = seededRandom(world.seed);
  const fleet: Fleet = { queue: 0, returning: 0, failing: 0 };
  const failures: number[] = [];
  const attempts: number[] = [];
  let wobble = 0;
  world.load.forEach((_, minute) => {
    const own = random.fork(minute);
    wobble = 0.5 * wobble + world.wobble * own.normal();
    let tried = 0,
      failed = 0;
    for (let k = 0; k < SUBSTEPS; k++) {
      const collecting = minute >= collectorOff ? 0 : trigger(world, minute + k / SUBSTEPS);
      const [a, f] = substep(world, fleet, minute, wobble, capacity, collecting, own);
      tried += a;
      failed += f;
    }
    attempts.push(tried);
    failures.push(Math.min(tried, failed + own.binomial(tried - failed, 0.003)));
  });
  return { failures, attempts };
}
