/** Failures and attempts of one value of a column in each of some stretches of ordinary time, as long as the outage. */
export interface ValueBlocks {
  readonly failures: readonly number[];
  readonly attempts: readonly number[];
}

/** How far rates of whole values wander from one such stretch to another, as a relative variance, and the degrees of freedom that this rests on. */
export interface MeasuredWander {
  readonly drift: number;
  readonly freedom: number;
}

/** A value in a stretch tells how far values wander from this many expected failures on. */
const LEAST_EXPECTED = 5;
/** Fewer stretches, and fewer terms of all values, tell nothing. */
const LEAST_BLOCKS = 4;
const LEAST_TERMS = 8;
/** Stretches of one day are not as independent as they are many. */
const MOST_FREEDOM = 40;
const ROUNDS = 5;

/** What one value has in one stretch beside what all values of its column have there. */
interface Term {
  /** Squared deviation, and what counting gives of it. */
  readonly squared: number;
  readonly chance: number;
  /** What a relative variance of 1 would add. */
  readonly per: number;
  readonly expected: number;
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** Squared deviations of each value in each stretch: a rise of all values at once is no wandering of one, and what a value has of all it moves itself. */
function termsOf(values: readonly ValueBlocks[]): readonly Term[] {
  const blocks = values[0]?.attempts.length ?? 0;
  if (values.length < 2 || blocks < LEAST_BLOCKS) return [];
  const rates = values.map(({ failures, attempts }) => sum(failures) / Math.max(1, sum(attempts)));
  const left = 1 - 1 / blocks;
  return Array.from({ length: blocks }, (_, block) => block).flatMap((block) => {
    const usual = values.map(({ attempts }, index) => (attempts[block] as number) * (rates[index] as number));
    const all = sum(usual);
    if (all === 0) return [];
    const common = sum(values.map(({ failures }) => failures[block] as number)) / all;
    const squares = sum(usual.map((one) => (one / all) ** 2));
    return values.flatMap(({ failures, attempts }, index): Term[] => {
      const expected = (usual[index] as number) * common;
      if (expected < LEAST_EXPECTED) return [];
      const share = (usual[index] as number) / all;
      const chance = expected * Math.max(0, 1 - expected / (attempts[block] as number)) * (1 - share) * left;
      const per = expected ** 2 * ((1 - share) ** 2 + squares - share ** 2) * left;
      return [{ squared: ((failures[block] as number) - expected) ** 2, chance, per, expected }];
    });
  });
}

/** How far values of columns wander in ordinary time beyond what counting explains; `undefined` where too little is known. */
export function wanderInTime(columns: readonly (readonly ValueBlocks[])[]): MeasuredWander | undefined {
  const each = columns.map(termsOf).filter((terms) => terms.length > 0);
  const terms = each.flat();
  if (terms.length < LEAST_TERMS) return undefined;
  let drift = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    let [above, below] = [0, 0];
    for (const { squared, chance, per, expected } of terms) {
      const weight = 1 / (expected + drift * expected ** 2) ** 2;
      above += weight * per * (squared - chance);
      below += weight * per ** 2;
    }
    drift = below > 0 ? Math.max(0, above / below) : 0;
  }
  // Columns cut the same attempts in other ways, and the deviations of a column's values add up to nothing.
  return { drift, freedom: Math.min(MOST_FREEDOM, terms.length / 2 / each.length) };
}
