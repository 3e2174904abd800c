import { cellSums, parted, within } from "./cell-numbers.js";
import { effectiveNumbers } from "./effective-counts.js";
import { type CommonRise, riseOf, risen } from "./excess-model.js";
import { type Base, type Cause, type Fit, partsOf, placesOf, valueSums } from "./fit.js";
import { type FittedPart, type Scatter, scatterOf, valueDriftOf } from "./scatter.js";
import { searchSlices } from "./slice-search.js";

/** Most slices that are named; what is left then counts as unexplained. */
export const MOST_CAUSES = 6;
/** Most of them where nearly all are values of the same columns, such as a third of the accounts. */
const MOST_VALUES = 32;
/** Share of slices of the same columns from which on there may be so many. */
const SAME_COLUMNS = 0.8;

/** Cells that none of some causes holds. */
export function outsideOf({ table, everything }: Base, causes: readonly Cause[]): Int32Array {
  if (causes.length === 0) return everything;
  return parted(everything, (cell) => causes.some(({ candidate }) => within(table, candidate.terms, cell)))[1];
}

/** How counts scatter about parts. */
export function scatterOfParts(base: Base, parts: readonly FittedPart[]): Scatter {
  return scatterOf(parts, base.raw, base.known.rest, base.designEffect);
}

/** The columns of a slice, as a key. */
const columnsOf = ({ candidate }: Cause): string => candidate.terms.map(({ column }) => column).join(",");

/** True if a further slice may be looked for: some, and many more only where they are values of the same columns. */
function mayGoOn(causes: readonly Cause[]): boolean {
  if (causes.length < MOST_CAUSES) return true;
  if (causes.length >= MOST_VALUES) return false;
  const sets = causes.map(columnsOf);
  return sets.filter((set) => set === sets.at(-1)).length >= SAME_COLUMNS * sets.length;
}

/** Takes out the best slice, then the best of what is left, until the next is not worth its description. */
export function greedy(base: Base, form: CommonRise["form"], scatter: Scatter): Fit {
  const { table, numbers, known, mostTerms, index } = base;
  const causes: Cause[] = [];
  let rest = base.everything;
  let sums = index.whole;
  while (mayGoOn(causes) && rest.length > 1) {
    const whole = cellSums(numbers, rest);
    const rise = riseOf(form, whole);
    const [best] = searchSlices({ table, index, sums, numbers, whole, rise, noise: scatter, known, mostTerms });
    if (!best || best.score <= 0) break;
    const mean = risen(rise, best.attempts, best.expected);
    const [cells, others] = parted(rest, (cell) => within(table, best.terms, cell));
    causes.push({ candidate: best, cells, mean, wandering: 0, adjustedP: 1 });
    rest = others;
    sums = index.without(sums, cells);
  }
  return { form, causes, rest, scatter: scatterAbout(base, form, causes, rest, sums.singles) };
}

/**
 * How counts scatter about some slices and what they leave.
 *
 * @param singles - what the base's numbers of the rest sum to by value of each column
 */
function scatterAbout(
  base: Base,
  form: CommonRise["form"],
  causes: readonly Cause[],
  rest: Int32Array,
  singles: readonly Float64Array[],
): Scatter {
  const raw = { ...base, numbers: base.raw };
  const parts = partsOf(raw, form, [...causes.map(({ cells }) => cells), rest]);
  const found = scatterOfParts(base, parts);
  const weighed = found.cellDrift > 0 ? weighedBase(base, form, rest, found) : raw;
  const restRise = riseOf(form, cellSums(weighed.numbers, rest));
  const values = weighed.numbers === base.numbers ? singles.map(placesOf) : valueSums(weighed, rest);
  return { ...found, ...valueDriftOf(values, restRise, found, base.known.rest, base.wander) };
}

/** The same table with its counts as so many independent attempts as they are worth, by what a rise of the rest expects. */
export function weighedBase(base: Base, form: CommonRise["form"], rest: Int32Array, scatter: Scatter): Base {
  const rise = riseOf(form, cellSums(base.raw, rest));
  return { ...base, numbers: effectiveNumbers(base.raw, rise, scatter) };
}
