import { LAWS, WHOLE_ROAD } from "./laws.js";
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
  /** No new seed is begun after so many seconds. */
  readonly seconds?: number;
  /** All laws for every seed, or the independent reducer and two others. */
  readonly all?: boolean;
  readonly only?: string;
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
  const names = Object.keys(LAWS).filter((name) => name !== WHOLE_ROAD);
  const begun = performance.now();
  let [seeds, laws] = [0, 0];
  for (let seed = first; seed < first + count && performance.now() - begun < seconds * 1000; seed += 1) {
    seeds += 1;
    const others = names.slice(1);
    const two = [others[seed % others.length] as string, others[(seed * 7 + 3) % others.length] as string];
    const road = seed % 10 === 0 ? [WHOLE_ROAD] : [];
    const chosen = only !== undefined ? [only] : [...(all ? names : [names[0] as string, ...new Set(two)]), ...road];
    for (const name of chosen) {
      laws += 1;
      try {
        // Each law draws from a world of its own, so that one alone replays what it did among others.
        await LAWS[name]?.(worldOf(seed));
      } catch (error) {
        failures.push(`seed ${seed}, ${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return { seeds, laws, failures };
}
