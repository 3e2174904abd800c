import { CELLS_ASIDE, RATE_STEPS } from "./ramp-table.js";
import type { RampTable } from "./ramp-table.js";

/** How many bins of a shape are taken at once: each sum is read and written once for all of them. */
const TOGETHER = CELLS_ASIDE + 1;

/** Where each bin of a shape is read in a table, and how far it stands between that rate step and the next. */
interface Steps {
  readonly cells: Int32Array;
  readonly shares: Float64Array;
}

/** The bins of a shape, filled up to whole groups with bins that say nothing. */
function stepsOf({ firstCell, stride }: RampTable, columns: Float64Array): Steps {
  const count = Math.ceil(columns.length / TOGETHER) * TOGETHER;
  const steps = { cells: new Int32Array(count), shares: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    const column = i < columns.length ? (columns[i] as number) : RATE_STEPS;
    const left = column === RATE_STEPS - 1 ? RATE_STEPS - 2 : Math.floor(column);
    steps.cells[i] = firstCell + left * stride + i;
    steps.shares[i] = column - left;
  }
  return steps;
}

/**
 * Log-likelihoods along many rises of one shape that differ only in where they begin; bins outside the table count nothing.
 *
 * The shape is walked bin by bin, all rises at once: in one bin of it all stand at the same rate, and the bins of the series that they meet lie side by side in the table.
 *
 * @param columns - rate step (fractional) of each bin of the shape
 * @param feet - bin of the table in which each rise begins, ascending; the first `count` are looked at
 * @param sums - where the answers go, an entry a rise
 */
export function climb(
  table: RampTable,
  columns: Float64Array,
  { feet, count }: { readonly feet: Int32Array; readonly count: number },
  sums: Float64Array,
): void {
  const bins = table.to - table.from;
  const steps = stepsOf(table, columns);
  let [since, until] = [count, count];
  sums.fill(0, 0, count);
  for (let i = 0; i < steps.cells.length; i += TOGETHER) {
    while (since > 0 && (feet[since - 1] as number) + i + CELLS_ASIDE >= 0) since -= 1;
    while (until > 0 && (feet[until - 1] as number) + i >= bins) until -= 1;
    climbFour(table, steps, i, feet, [since, until], sums);
  }
}

/** Four bins of the shape, written out: a loop over them would read and write each sum four times. */
function climbFour(
  { logLikelihood, stride }: RampTable,
  { cells, shares }: Steps,
  i: number,
  feet: Int32Array,
  [since, until]: readonly [number, number],
  sums: Float64Array,
): void {
  const [a, b, c, d] = cells.subarray(i, i + TOGETHER) as unknown as [number, number, number, number];
  const [p, q, r, s] = shares.subarray(i, i + TOGETHER) as unknown as [number, number, number, number];
  for (let j = since; j < until; j++) {
    const foot = feet[j] as number;
    const u = a + foot;
    const v = b + foot;
    const w = c + foot;
    const x = d + foot;
    let sum = sums[j] as number;
    sum += (logLikelihood[u] as number) * (1 - p) + (logLikelihood[u + stride] as number) * p;
    sum += (logLikelihood[v] as number) * (1 - q) + (logLikelihood[v + stride] as number) * q;
    sum += (logLikelihood[w] as number) * (1 - r) + (logLikelihood[w + stride] as number) * r;
    sum += (logLikelihood[x] as number) * (1 - s) + (logLikelihood[x + stride] as number) * s;
    sums[j] = sum;
  }
}
