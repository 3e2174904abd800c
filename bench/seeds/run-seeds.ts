import { seededRandom } from "../../src/stats/random/random.js";
import { failuresOf, failureUnder } from "./checked.js";
import type { NamedCase } from "./checked.js";
import { FAULTS, under } from "./faults.js";
import { LAWS } from "./laws.js";
import { cutArchive, wholeRoad } from "./road.js";
import { worldOf } from "./world.js";

/** What a run over seeds came to. */
export interface SeedsRun {
  readonly seeds: number;
  readonly laws: number;
  /** Each with the seed and the law that replay it. */
  readonly failures: readonly string[];
}

/** How far a run goes. */
export interface SeedsOptions {
  readonly first?: number;
  readonly count: number;
  /** No new batch is begun after so many seconds. */
  readonly seconds?: number;
  /** Every law for every seed, or one of them each. */
  readonly all?: boolean;
  readonly only?: string;
}

/** Cases that are sources of one incident: opening an engine for each would take longer than reading them. */
const BATCH = 60;
/** One seed in so many is read on a machine that fails. */
const FAULTY = 25;
/** In one seed of so many, outages are looked for. */
const WINDOWS = 8;
/** One seed in so many goes the whole road too, or is a cut archive: each takes as long as many readings. */
const ROAD = 250;
const CUT = 50;

interface Numbered {
  readonly seed: number;
  readonly law: string;
  readonly one: NamedCase;
}

/** The cases of a seed: one law, or all. Each draws from a world of its own, so that one alone replays what it did among others. */
function casesOf(seed: number, all: boolean, only: string | undefined): Numbered[] {
  const names = Object.keys(LAWS);
  const chosen = only !== undefined ? [only] : all ? names : [names[seed % names.length] as string];
  return chosen.flatMap((law, at) => {
    const found = LAWS[law]?.(worldOf(seed));
    return found ? [{ seed, law, one: { ...found, name: `s${seed}_${at}`, windows: seed % WINDOWS === 0 } }] : [];
  });
}

/** Checks the laws on the worlds of consecutive seeds. */
export async function runSeeds({
  first = 1,
  count,
  seconds = Number.POSITIVE_INFINITY,
  all = false,
  only,
}: SeedsOptions): Promise<SeedsRun> {
  const failures: string[] = [];
  const begun = performance.now();
  let [seeds, laws] = [0, 0];
  let batch: Numbered[] = [];
  const run = async (): Promise<void> => {
    laws += batch.length;
    for (const [name, why] of await failuresOf(batch.map(({ one }) => one))) {
      const { seed, law } = batch.find(({ one }) => one.name === name) as Numbered;
      failures.push(`seed ${seed}, ${law}: ${why}`);
    }
    batch = [];
  };
  const alone = async (seed: number, law: string, check: () => Promise<void>): Promise<void> => {
    laws += 1;
    await check().catch((error: unknown) => failures.push(`seed ${seed}, ${law}: ${(error as Error).message}`));
  };
  for (let seed = first; seed < first + count && performance.now() - begun < seconds * 1000; seed += 1) {
    seeds += 1;
    const own = casesOf(seed, all, only);
    const [one] = own;
    if (seed % FAULTY === 0 && one && only === undefined) {
      const fault = FAULTS[(seed / FAULTY) % FAULTS.length] as (typeof FAULTS)[number];
      const random = seededRandom(`fault ${seed}`);
      laws += 1;
      const why = await failureUnder(one.one, (use) => under(fault, random, use));
      if (why !== null) failures.push(`seed ${seed}, ${one.law} under ${fault}: ${why}`);
    } else batch.push(...own);
    if (batch.length >= BATCH) await run();
    if (seed % ROAD === 1 && only === undefined) await alone(seed, "whole road", () => wholeRoad(worldOf(seed)));
    if (seed % CUT === 2 && only === undefined) await alone(seed, "cut archive", () => cutArchive(worldOf(seed)));
  }
  if (batch.length > 0) await run();
  return { seeds, laws, failures };
}
