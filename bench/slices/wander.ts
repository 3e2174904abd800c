import type { ValueBlocks } from "../../src/rates/slices/wander-in-time.js";
import type { SliceCell } from "../../src/rates/slices/cell-table.js";
import { type Random, seededRandom } from "../../src/stats/random/random.js";

/** How rates move between the two spans although no part broke, as standard deviations of their logarithms. */
export interface Wander {
  readonly name: string;
  /** Of single cells, from a least to a most. */
  readonly cell: readonly [number, number];
  /** Of whole values of the columns. */
  readonly value: readonly [number, number];
  /** True for one or two columns of two to five values, which hardly say how far values wander. */
  readonly few: boolean;
}

export const WANDERS: readonly Wander[] = [
  { name: "rates stay", cell: [0, 0], value: [0, 0], few: false },
  { name: "rates of single cells wander by 15–50 %", cell: [0.15, 0.5], value: [0, 0], few: false },
  { name: "rates of whole values wander by 10–35 %", cell: [0, 0], value: [0.1, 0.35], few: false },
  { name: "the same, one or two columns of two to five values", cell: [0, 0], value: [0.1, 0.35], few: true },
];

const MOST_CELLS = 3000;
const pick = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length)] as T;
const between = (random: Random, [low, high]: readonly [number, number]): number => low + (high - low) * random.next();

function combinations(random: Random, sizes: readonly number[]): number[][] {
  let leaves: number[][] = [[]];
  for (const size of sizes)
    leaves = leaves.flatMap((codes) => Array.from({ length: size }, (_, code) => [...codes, code]));
  const share = MOST_CELLS / leaves.length;
  return share >= 1 ? leaves : leaves.filter(() => random.next() < share);
}

/** One table in which nothing broke: uneven traffic, rates that differ and wander, now and then a rise common to all. */
export function wanderingTable(seed: number, { name, cell, value, few }: Wander): readonly SliceCell[] {
  const random = seededRandom(seed).fork(name);
  const columns = few ? 1 + random.integer(2) : 2 + random.integer(4);
  const sizes = Array.from({ length: columns }, () => 2 + random.integer(few ? 4 : 9));
  const perValue = (spread: number): number[][] =>
    sizes.map((size) => Array.from({ length: size }, () => Math.exp(spread * random.normal())));
  const [traffic, ordinary, wandered] = [perValue(0.7), perValue(0.4), perValue(between(random, value))];
  const of = (factors: readonly number[][], codes: readonly number[]): number =>
    codes.reduce((product, code, column) => product * ((factors[column] as number[])[code] as number), 1);
  const spread = between(random, cell);
  const leaves = combinations(random, sizes);
  const weights = leaves.map((codes) => of(traffic, codes) * random.exponential(1));
  const sum = weights.reduce((a, b) => a + b, 0);
  const total = 5000 * 40 ** random.next();
  const base = 0.005 * 12 ** random.next();
  const [added, times, past] = [pick(random, [0, 0, 0.01, 0.05]), pick(random, [1, 1, 2]), pick(random, [1, 3, 10])];
  return leaves.map((codes, leaf) => {
    const attempts = Math.round((total * (weights[leaf] as number)) / sum);
    const usual = Math.min(0.4, base * of(ordinary, codes));
    const now = Math.min(0.8, usual * times * of(wandered, codes) * Math.exp(spread * random.normal()));
    return {
      values: Object.fromEntries(codes.map((code, column) => [`column-${column}`, `value-${code}`])),
      before: { failures: random.binomial(past * attempts, usual), attempts: past * attempts },
      during: { failures: random.binomial(attempts, now + added * (1 - now)), attempts },
    };
  });
}

/** A table in which nothing broke, or one value did, with what its columns' values did in stretches of the time before. */
export interface WanderingHistory {
  readonly cells: readonly SliceCell[];
  readonly blocks: readonly (readonly ValueBlocks[])[];
  /** The value that broke; `null` where none did. */
  readonly broken: { readonly column: string; readonly value: string } | null;
}

/** Stretches of the time before. */
const BLOCKS = 10;
/** What fails in a broken value beside the usual, in shares of attempts. */
const BROKEN = [0.05, 0.4] as const;

/** Rates of whole values that wander from stretch to stretch, the outage being one of them. */
export function wanderingHistory(seed: number, { name, value, few }: Wander, broken: boolean): WanderingHistory {
  const random = seededRandom(seed).fork(`${name} in time`);
  const columns = few ? 1 + random.integer(2) : 2 + random.integer(3);
  const sizes = Array.from({ length: columns }, () => 2 + random.integer(few ? 4 : 7));
  const perValue = (spread: number): number[][] =>
    sizes.map((size) => Array.from({ length: size }, () => Math.exp(spread * random.normal())));
  const [traffic, ordinary, spread] = [perValue(0.7), perValue(0.4), between(random, value)];
  const of = (factors: readonly number[][], codes: readonly number[]): number =>
    codes.reduce((product, code, column) => product * ((factors[column] as number[])[code] as number), 1);
  const leaves = combinations(random, sizes);
  const weights = leaves.map((codes) => of(traffic, codes) * random.exponential(1));
  const sum = weights.reduce((a, b) => a + b, 0);
  const total = 5000 * 40 ** random.next();
  const base = 0.005 * 12 ** random.next();
  const added = pick(random, [0, 0.01, 0.05]);
  const hit = random.integer(sizes[0] as number);
  const excess = between(random, BROKEN);
  const blocks = sizes.map((size) =>
    Array.from({ length: size }, () => ({
      failures: new Array<number>(BLOCKS).fill(0),
      attempts: new Array<number>(BLOCKS).fill(0),
    })),
  );
  const before = leaves.map(() => ({ failures: 0, attempts: 0 }));
  const count = (leaf: number, wandered: readonly number[][], more: number): { failures: number; attempts: number } => {
    const codes = leaves[leaf] as number[];
    const attempts = Math.round((total * (weights[leaf] as number)) / sum);
    const rate = Math.min(0.8, base * of(ordinary, codes) * of(wandered, codes));
    return { failures: random.binomial(attempts, rate + more * (1 - rate)), attempts };
  };
  for (let block = 0; block < BLOCKS; block += 1) {
    const wandered = perValue(spread);
    leaves.forEach((codes, leaf) => {
      const { failures, attempts } = count(leaf, wandered, 0);
      const own = before[leaf] as (typeof before)[number];
      own.failures += failures;
      own.attempts += attempts;
      codes.forEach((code, column) => {
        const series = (blocks[column] as (typeof blocks)[number])[code] as (typeof blocks)[number][number];
        series.failures[block] = (series.failures[block] as number) + failures;
        series.attempts[block] = (series.attempts[block] as number) + attempts;
      });
    });
  }
  const now = perValue(spread);
  const cells = leaves.map((codes, leaf) => ({
    values: Object.fromEntries(codes.map((code, column) => [`column-${column}`, `value-${code}`])),
    before: before[leaf] as (typeof before)[number],
    during: count(leaf, now, broken && codes[0] === hit ? added + excess : added),
  }));
  return { cells, blocks, broken: broken ? { column: "column-0", value: `value-${hit}` } : null };
}
