import type { SliceCell } from "../../src/rates/slices/cell-table.js";
import { type Random, seededRandom } from "../../src/stats/random/random.js";

/** How a table of forecasts and values is turned into failures and attempts. */
type Counted = "missing" | "beyond" | "failing";

/** A family of additive tables: every leaf has a forecast, and causes change all leaves under them by one share. */
export interface Family {
  readonly name: string;
  /** Values of each column. */
  readonly sizes: readonly number[];
  /** Columns that a cause may name. */
  readonly layers: readonly number[];
  /** True if all causes name the same columns and change their leaves by the same share. */
  readonly alike: boolean;
  readonly counted: Counted;
  /** Standard deviation of a leaf's value, relative to it. */
  readonly noise: number;
  /** Share of leaves without any traffic. */
  readonly empty: number;
  /** What values are written in; 1 where unset. */
  readonly unit?: number;
}

/** Families like the public sets for finding causes in several dimensions, with shapes and numbers of our own. */
export const FAMILIES: readonly Family[] = [
  {
    name: "values that fall, one set of columns",
    sizes: [10, 12, 10, 8],
    layers: [1, 2, 3],
    alike: true,
    counted: "missing",
    noise: 0.03,
    empty: 0.3,
  },
  {
    name: "the same, four times the noise",
    sizes: [10, 12, 10, 8],
    layers: [1, 2, 3],
    alike: true,
    counted: "missing",
    noise: 0.12,
    empty: 0.3,
  },
  {
    name: "values that rise, one set of columns",
    sizes: [10, 12, 10, 8],
    layers: [1, 2, 3],
    alike: true,
    counted: "beyond",
    noise: 0.05,
    empty: 0.3,
  },
  {
    name: "values that fall, causes at several layers",
    sizes: [33, 4, 4, 21],
    layers: [1, 2, 3],
    alike: false,
    counted: "missing",
    noise: 0.05,
    empty: 0.5,
  },
  {
    name: "values that rise, causes at several layers",
    sizes: [33, 4, 4, 21],
    layers: [1, 2, 3],
    alike: false,
    counted: "beyond",
    noise: 0.1,
    empty: 0.5,
  },
  {
    name: "up to four columns, small causes",
    sizes: [10, 12, 10, 15],
    layers: [1, 2, 3, 4],
    alike: false,
    counted: "missing",
    noise: 0.1,
    empty: 0.2,
  },
  {
    name: "values in thousands",
    sizes: [10, 12, 8, 9],
    layers: [1, 2, 3],
    alike: true,
    counted: "missing",
    noise: 0.08,
    empty: 0.3,
    unit: 0.0001,
  },
  {
    name: "failures of attempts",
    sizes: [10, 12, 10, 8],
    layers: [1, 2, 3],
    alike: false,
    counted: "failing",
    noise: 0,
    empty: 0.3,
  },
];

type Terms = readonly (readonly [column: number, value: number])[];

interface Cause {
  readonly terms: Terms;
  readonly share: number;
}

/** A table with the causes planted in it. */
export interface PlantedTable {
  readonly cells: readonly SliceCell[];
  readonly causes: readonly Readonly<Record<string, string>>[];
}

const NAMES = ["a", "b", "c", "d"];
const BASE = 0.02;
/** A cause holds at least so much of all traffic, and at most so much. */
const [LEAST_TRAFFIC, MOST_TRAFFIC] = [0.003, 0.6];
const holds = (codes: readonly number[], terms: Terms): boolean =>
  terms.every(([column, value]) => codes[column] === value);
const pick = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length)] as T;

function shuffled(random: Random, count: number): number[] {
  return Array.from({ length: count }, (_, column) => [random.next(), column] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, column]) => column);
}

function drawCauses(
  random: Random,
  family: Family,
  leaves: readonly (readonly number[])[],
  traffic: readonly number[],
): Cause[] {
  const total = traffic.reduce((sum, one) => sum + one, 0);
  const [wanted, layer, order] = [pick(random, [1, 2, 3]), pick(random, family.layers), shuffled(random, 4)];
  const share = 0.1 + 0.8 * random.next();
  const causes: (Cause & { readonly inside: ReadonlySet<number> })[] = [];
  for (let tries = 0; causes.length < wanted && tries < 400; tries += 1) {
    const columns = (family.alike ? order : shuffled(random, 4)).slice(
      0,
      family.alike ? layer : pick(random, family.layers),
    );
    const terms = columns.map((column) => [column, random.integer(family.sizes[column] as number)] as const);
    const inside = new Set(leaves.flatMap((codes, leaf) => (holds(codes, terms) ? [leaf] : [])));
    const held = [...inside].reduce((sum, leaf) => sum + (traffic[leaf] as number), 0) / total;
    const shared = causes.some(
      (other) =>
        [...inside].filter((leaf) => other.inside.has(leaf)).length > 0.3 * Math.min(inside.size, other.inside.size),
    );
    if (held < LEAST_TRAFFIC || held > MOST_TRAFFIC || shared) continue;
    causes.push({ terms, inside, share: family.alike ? share : 0.1 + 0.8 * random.next() });
  }
  return causes;
}

/** The counts of one leaf, before and during. */
function countsOf(
  random: Random,
  { counted, noise, unit = 1 }: Family,
  traffic: number,
  share: number,
  most: number,
): Pick<SliceCell, "before" | "during"> {
  const forecast = traffic * unit;
  if (counted === "failing") {
    const rate = BASE + 0.5 * share;
    return {
      before: { failures: random.binomial(forecast, BASE), attempts: forecast },
      during: { failures: random.binomial(forecast, rate), attempts: forecast },
    };
  }
  const change = counted === "missing" ? 1 - share : 1 + 3 * share;
  const value = Math.max(0, forecast * change * (1 + noise * random.normal()));
  if (counted === "missing")
    return {
      before: { failures: 0, attempts: forecast },
      during: { failures: Math.max(0, Math.min(forecast, forecast - value)), attempts: forecast },
    };
  return {
    before: { failures: forecast, attempts: most },
    during: { failures: Math.min(most, value), attempts: most },
  };
}

/** One table of a family: leaves of heavy-tailed traffic, with one to three causes. */
export function plantTable(seed: number, family: Family): PlantedTable {
  const random = seededRandom(seed).fork(family.name);
  const weights = family.sizes.map((size) => Array.from({ length: size }, () => Math.exp(0.8 * random.normal())));
  let leaves: number[][] = [[]];
  for (const size of family.sizes)
    leaves = leaves.flatMap((codes) => Array.from({ length: size }, (_, code) => [...codes, code]));
  const traffic = leaves.map((codes) => {
    const weight = codes.reduce(
      (product, code, column) => product * ((weights[column] as number[])[code] as number),
      1,
    );
    return random.next() < family.empty ? 0 : Math.round(-200 * weight * Math.log(1 - random.next()));
  });
  const causes = drawCauses(random, family, leaves, traffic);
  const most = 20 * Math.max(...traffic);
  const named = (terms: Terms): Record<string, string> =>
    Object.fromEntries(terms.map(([column, value]) => [NAMES[column] as string, `${NAMES[column]}${value}`]));
  return {
    cells: leaves.map((codes, leaf) => {
      const share = causes.find(({ terms }) => holds(codes, terms))?.share ?? 0;
      const values = named(codes.map((code, column) => [column, code] as const));
      return { values, ...countsOf(random, family, traffic[leaf] as number, share, most) };
    }),
    causes: causes.map(({ terms }) => named(terms)),
  };
}
