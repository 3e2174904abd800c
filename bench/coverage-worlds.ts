import type { UnitProfile } from "../src/sources/incident-data.js";
import { type Random, seededRandom } from "../src/stats/random/random.js";

/** A world of calls: what they plan, how verbs fail, what a failure does. */
export interface World {
  readonly name: string;
  readonly unexposed: number;
  readonly meanMore: number;
  readonly hazard: number;
  /** Standard deviation of the log-odds of the hazard between calls. */
  readonly spread: number;
  readonly fatal: number;
  readonly retry: boolean;
  readonly otherDrops: number;
}

export const WORLDS: readonly World[] = [
  { name: "all fatal", unexposed: 0.3, meanMore: 1, hazard: 0.18, spread: 0, fatal: 1, retry: false, otherDrops: 0 },
  {
    name: "all fatal, hazard differs between calls",
    unexposed: 0.5,
    meanMore: 2,
    hazard: 0.3,
    spread: 1,
    fatal: 1,
    retry: false,
    otherDrops: 0,
  },
  {
    name: "half survived",
    unexposed: 0.1,
    meanMore: 1,
    hazard: 0.3,
    spread: 0,
    fatal: 0.5,
    retry: false,
    otherDrops: 0,
  },
  {
    name: "retried, other drops",
    unexposed: 0.2,
    meanMore: 0.5,
    hazard: 0.35,
    spread: 0.5,
    fatal: 0.4,
    retry: true,
    otherDrops: 0.03,
  },
];

function planned(world: World, random: Random): number {
  return random.next() < world.unexposed ? 0 : 1 + random.poisson(world.meanMore);
}

export function drawCall(world: World, random: Random, incident: boolean): UnitProfile {
  const plan = planned(world, random);
  const centre = Math.log(world.hazard / (1 - world.hazard));
  const hazard = incident ? 1 / (1 + Math.exp(-centre - random.normal(0, world.spread))) : 0.002;
  let [attempts, failures, failed] = [0, 0, random.next() < world.otherDrops];
  for (let k = 0; k < plan && !(failed && failures > 0); k++) {
    for (let attempt = 0; attempt < (world.retry ? 2 : 1); attempt++) {
      attempts++;
      if (random.next() >= hazard) break;
      failures++;
      if (random.next() < world.fatal) {
        failed = true;
        break;
      }
    }
  }
  return { attempts, failures, failed, n: 1 };
}

export const sumOf = (units: readonly UnitProfile[], f: (unit: UnitProfile) => number): number =>
  units.reduce((sum, unit) => sum + f(unit), 0);

/** What holds in a world, from a very large sample of it. */
export function truthOf(world: World): {
  exposed: number;
  fatality: number;
  product: number;
  predicted: number;
  attempts: number;
  dropsPerFailure: number;
} {
  const random = seededRandom(`truth ${world.name}`);
  const calls = Array.from({ length: 400_000 }, () => drawCall(world, random, true));
  const everyFatal = { ...world, fatal: 1, otherDrops: 0 };
  const counterfactual = Array.from({ length: 400_000 }, () => drawCall(everyFatal, random, true));
  const failing = sumOf(calls, ({ failures }) => (failures > 0 ? 1 : 0));
  const fatality = sumOf(calls, ({ failures, failed }) => (failures > 0 && failed ? 1 : 0)) / failing;
  const exposed = sumOf(calls, ({ attempts }) => (attempts > 0 ? 1 : 0)) / calls.length;
  const drops = sumOf(calls, ({ failed }) => (failed ? 1 : 0));
  return {
    exposed,
    fatality,
    product: exposed * fatality,
    attempts: sumOf(calls, (unit) => unit.attempts) / calls.length,
    predicted: sumOf(counterfactual, ({ failed }) => (failed ? 1 : 0)) / calls.length,
    dropsPerFailure: drops / sumOf(calls, ({ failures }) => failures),
  };
}
