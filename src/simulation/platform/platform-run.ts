import { seededRandom } from "../../stats/random/random.js";
import type { Random } from "../../stats/random/random.js";
import type { Account } from "./account.js";
import { activeSpan, calibratedPlatform, customersOf, worldOf } from "./calibration.js";
import type { CalibratedPlatform } from "./calibration.js";
import { callOutcome } from "./call-outcome.js";
import type { CallOutcome, CallWorld } from "./call-outcome.js";
import { callsOfHour, ownFailures } from "./calls.js";
import { runFleet } from "./fleet.js";
import type { FleetRun, FleetSettings } from "./fleet.js";
import { scenarioOf } from "../scenario.js";
import type { Scenario } from "../scenario.js";
import { HOUR_MS, MINUTE_MS } from "../../time/units.js";

/** One seed of a scenario: the platform, what its fleet did, and the calls it met. */
export interface PlatformRun {
  readonly scenario: Scenario;
  readonly platform: CalibratedPlatform;
  readonly accounts: readonly Account[];
  readonly random: Random;
  readonly callsPerMinute: number;
  readonly run: FleetRun;
  readonly world: CallWorld;
  /** The same fleet under other settings, load and random numbers unchanged. */
  readonly worldUnder: (change: Partial<FleetSettings>) => CallWorld;
}

/** Logged calls a minute of the whole platform in its busiest hour, at scale 1. */
const CALLS_PER_MINUTE = 34;
/** Minutes by which scenarios other than the published one move with the seed. */
const LARGEST_SHIFT = 40;
/** Standard deviation of the fleet's load around its course, as a share. */
const LOAD_NOISE = 0.001;

function noisyLoad(
  random: Random,
  load: (ms: number) => number,
  [from, to]: readonly [number, number],
): (ms: number) => number {
  const noise = random.fork("load");
  const factors = Float64Array.from(
    { length: Math.ceil((to - from) / MINUTE_MS) },
    () => 1 + noise.normal(0, LOAD_NOISE),
  );
  return (ms) => load(ms) * (factors[Math.floor((ms - from) / MINUTE_MS)] ?? 1);
}

/**
 * Sets up and runs the fleet of a scenario.
 *
 * @param seed - of the traffic and its noise; the platform itself depends on the scenario alone
 * @param scale - factor on the logged traffic, > 0
 * @throws PostmortemError `usage` for an unknown scenario
 */
export function platformRun(name: string, seed: number, scale: number): PlatformRun {
  const random = seededRandom(seed);
  const scenario = scenarioOf(name, (2 * random.fork("shift").next() - 1) * LARGEST_SHIFT);
  const platform = calibratedPlatform(scenario, customersOf);
  const accounts = customersOf(platform.fallbackShare, platform.exposedShare);
  const span = activeSpan(scenario);
  const load = noisyLoad(random, platform.load, span);
  const own = ownFailures(random.fork("own"), accounts, scenario.fromMs, scenario.toMs);
  const runUnder = (change: Partial<FleetSettings>): FleetRun =>
    runFleet({ ...platform.fleet, ...change }, load, span[0], span[1]);
  const toWorld = (run: FleetRun): CallWorld => worldOf(run, platform.fleet.timeoutSeconds, own);
  const run = runUnder({});
  return {
    scenario,
    platform,
    accounts,
    random,
    callsPerMinute: CALLS_PER_MINUTE * scale,
    run,
    world: toWorld(run),
    worldUnder: (change) => toWorld(runUnder(change)),
  };
}

/**
 * The calls of a run in order of their start, an hour at a time, each numbered.
 *
 * @returns for each hour its start and its calls, as they ran
 */
export function* outcomesByHour(
  one: PlatformRun,
): Generator<{ readonly fromMs: number; readonly outcomes: readonly CallOutcome[] }> {
  const { scenario, random, accounts, callsPerMinute, world } = one;
  let serial = 0;
  for (let from = scenario.fromMs; from < scenario.toMs; from += HOUR_MS) {
    const plans = callsOfHour(random, accounts, from, Math.min(scenario.toMs, from + HOUR_MS), callsPerMinute);
    yield { fromMs: from, outcomes: plans.map((plan) => callOutcome({ ...plan, serial: serial++ }, world)) };
  }
}
