import { type Random, seededRandom } from "../../src/stats/random/random.js";
import type { SliceCell } from "../../src/rates/slices/cell-table.js";

/** What is planted: causes in parts, a rise of everything alike (by adding or by multiplying), or nothing. */
export type Planted = "causes" | "alike-added" | "alike-multiplied" | "nothing";

/** One planted cause: where it sits and by how many failures per attempt it raises the rate. */
interface PlantedCause {
  readonly where: Readonly<Record<string, string>>;
  readonly added: number;
  /** Expected failures beyond the baseline, and attempts, in the part during the outage. */
  readonly excess: number;
  readonly attempts: number;
  /** Expected failures beyond the rest's level over the standard error of the failures in the part. */
  readonly errors: number;
}

export interface Case {
  readonly planted: Planted;
  readonly cells: readonly SliceCell[];
  readonly causes: readonly PlantedCause[];
  /** Expected extra failures everywhere. */
  readonly excess: number;
  /** Mean attempts of a cluster. */
  readonly clusterSize: number;
}

interface Column {
  readonly name: string;
  readonly values: readonly string[];
  readonly cumulative: readonly number[];
  readonly ratios: readonly number[];
  /** A column whose values follow from another's. */
  readonly follows: { readonly column: number; readonly map: readonly number[]; readonly noise: number } | null;
}

interface Cell {
  readonly codes: readonly number[];
  readonly rate: number;
  before: [number, number];
  during: [number, number];
}

const NAMES = ["region", "endpoint", "host", "version", "client", "carrier", "pod", "tier"];

const pick = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length)] as T;

function drawColumn(random: Random, name: string, index: number, spread: number, earlier: readonly Column[]): Column {
  const size = random.next() < 0.25 ? 20 + random.integer(280) : 2 + random.integer(9);
  const tail = pick(random, [0, 0.7, 1.2]);
  const aliased = index > 0 && random.next() < 0.25 ? random.integer(index) : null;
  const kind = random.next();
  const count = aliased !== null && kind < 0.4 ? (earlier[aliased] as Column).values.length : size;
  const weights = Array.from({ length: count }, (_, rank) => (rank + 1) ** -tail);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const parent = aliased === null ? null : (earlier[aliased] as Column);
  return {
    name,
    values: weights.map((_, rank) => `${name}-${rank + 1}`),
    cumulative: weights.map((weight) => (sum += weight / total)),
    ratios: weights.map(() => Math.exp(spread * random.normal())),
    follows: parent && {
      column: aliased as number,
      map: parent.values.map((_, value) => (kind < 0.4 ? value : random.integer(count))),
      noise: kind < 0.7 ? 0 : 0.1,
    },
  };
}

function drawCodes(random: Random, columns: readonly Column[]): number[] {
  const codes: number[] = [];
  for (const { cumulative, follows } of columns) {
    const u = random.next();
    const own = cumulative.findIndex((limit) => u <= limit);
    const value = own < 0 ? cumulative.length - 1 : own;
    codes.push(
      follows && random.next() >= follows.noise ? (follows.map[codes[follows.column] as number] as number) : value,
    );
  }
  return codes;
}

const matches = (codes: readonly number[], terms: readonly (readonly [number, number])[]): boolean =>
  terms.every(([column, value]) => codes[column] === value);

/** Failures of a cluster: attempts that fail together with probability `together`, else each by itself. */
function clusterFailures(random: Random, attempts: number, rate: number, together: number): number {
  if (random.next() < together) return random.next() < rate ? attempts : 0;
  return random.binomial(attempts, rate);
}

interface Sums {
  excess: number;
  own: number;
  attempts: number;
  variance: number;
}

interface Cause {
  readonly terms: readonly (readonly [number, number])[];
  readonly added: number;
}

function drawCauses(random: Random, clusters: readonly (readonly number[])[], columns: number): Cause[] {
  const causes: Cause[] = [];
  const wanted = pick(random, [1, 1, 2, 3]);
  for (let tries = 0; causes.length < wanted && tries < 60; tries += 1) {
    const codes = pick(random, clusters);
    const count = Math.min(columns, pick(random, [1, 1, 2, 2, 3, 4]));
    const order = codes.map((_, column) => [random.next(), column] as const).sort((a, b) => a[0] - b[0]);
    const terms = order.slice(0, count).map(([, column]) => [column, codes[column] as number] as const);
    const share = (list: readonly (readonly number[])[]): number => list.filter((one) => matches(one, terms)).length;
    const inside = share(clusters);
    if (inside < 5 || inside > 0.6 * clusters.length) continue;
    const apart = causes.every((other) => {
      const both = clusters.filter((one) => matches(one, terms) && matches(one, other.terms)).length;
      return both < 0.1 * inside && both < 0.1 * share(clusters.filter((one) => matches(one, other.terms)));
    });
    if (apart) causes.push({ terms, added: Math.exp(Math.log(0.005) + random.next() * Math.log(120)) });
  }
  return causes;
}

/** Raises a rate by a share of what would have succeeded. */
const raised = (rate: number, added: number): number => rate + added * (1 - rate);

/** One planted case: columns with heavy tails and correlations, clustered attempts, rare cells. */
export function plantCase(seed: number, planted: Planted): Case {
  const random = seededRandom(seed).fork(planted);
  const spread = pick(random, [0, 0.3, 0.8]);
  const columns: Column[] = [];
  const count = 2 + random.integer(6);
  for (let index = 0; index < count; index += 1)
    columns.push(drawColumn(random, NAMES[index] as string, index, spread, columns));
  const clusterSize = pick(random, [1, 1, 3, 8]);
  const together = clusterSize === 1 ? 0 : pick(random, [0.2, 0.7]);
  const base = Math.exp(Math.log(0.0005) + random.next() * Math.log(60));
  const total = Math.round(Math.exp(Math.log(1500) + random.next() * Math.log(8)));
  const before = Array.from({ length: Math.round(total * pick(random, [1, 3])) }, () => drawCodes(random, columns));
  const during = Array.from({ length: total }, () => drawCodes(random, columns));
  const causes = planted === "causes" ? drawCauses(random, during, count) : [];
  const background =
    planted === "alike-added" || (planted === "causes" && random.next() < 0.2) ? 0.01 + 0.2 * random.next() : 0;
  const common = planted === "causes" ? background * 0.2 : background;
  const factor = planted === "alike-multiplied" ? 1.5 + 5 * random.next() : 1;
  const cells = new Map<string, Cell>();
  const cellOf = (codes: readonly number[]): Cell => {
    const key = codes.join(",");
    const known = cells.get(key);
    if (known) return known;
    const ratio = codes.reduce(
      (product, code, column) => product * ((columns[column] as Column).ratios[code] as number),
      1,
    );
    const cell: Cell = { codes, rate: Math.min(0.5, base * ratio), before: [0, 0], during: [0, 0] };
    cells.set(key, cell);
    return cell;
  };
  const sizeOf = (): number => (clusterSize === 1 ? 1 : 1 + random.poisson(clusterSize - 1));
  for (const codes of before) {
    const cell = cellOf(codes);
    const attempts = sizeOf();
    cell.before[0] += clusterFailures(random, attempts, cell.rate, together);
    cell.before[1] += attempts;
  }
  const sums = causes.map((): Sums => ({ excess: 0, own: 0, attempts: 0, variance: 0 }));
  let excess = 0;
  for (const codes of during) {
    const cell = cellOf(codes);
    const attempts = sizeOf();
    let rate = Math.min(0.95, raised(cell.rate, common) * factor);
    causes.forEach(({ terms, added }, index) => {
      if (!matches(codes, terms)) return;
      const sum = sums[index] as Sums;
      const next = raised(rate, added);
      // what lies in the part counts for it, a rise common to all included; what it adds itself makes it stand out
      sum.excess += attempts * (next - cell.rate);
      sum.own += attempts * (next - rate);
      sum.attempts += attempts;
      sum.variance += attempts * next * (1 - next) * (1 + (attempts - 1) * together);
      rate = next;
    });
    excess += attempts * (rate - cell.rate);
    cell.during[0] += clusterFailures(random, attempts, rate, together);
    cell.during[1] += attempts;
  }
  const named = (codes: readonly number[]): Record<string, string> =>
    Object.fromEntries(columns.map(({ name, values }, column) => [name, values[codes[column] as number] as string]));
  return {
    planted,
    clusterSize,
    excess,
    cells: [...cells.values()].map(({ codes, before: [f0, n0], during: [f1, n1] }) => ({
      values: named(codes),
      before: { failures: f0, attempts: n0 },
      during: { failures: f1, attempts: n1 },
    })),
    causes: causes.map(({ terms, added }, index) => {
      const sum = sums[index] as Sums;
      return {
        where: Object.fromEntries(
          terms.map(([column, value]) => [
            (columns[column] as Column).name,
            (columns[column] as Column).values[value] as string,
          ]),
        ),
        added,
        excess: sum.excess,
        attempts: sum.attempts,
        errors: sum.own / Math.sqrt(sum.variance),
      };
    }),
  };
}
