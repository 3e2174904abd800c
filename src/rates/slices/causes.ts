import { betaTails, gammaTails, normalCdf, studentCdf } from "../../stats/distributions/distributions.js";
import { broaderTerms, holdsAll } from "./broaden.js";
import type { CellTable } from "./cell-table.js";
import {
  type CellSums,
  type CommonRise,
  binomialDeviance,
  contrast,
  expectedVariance,
  riseOf,
  risen,
} from "./excess-model.js";
import { expectedFailures } from "./expected.js";
import { type FittedPart, type Scatter, scatterOf, valueDriftOf } from "./scatter.js";
import {
  type Candidate,
  cellNumbers,
  cellSums,
  descriptionLength,
  FIELDS,
  MOST_TERMS,
  searchSize,
  searchSlices,
  type Term,
  within,
} from "./slice-search.js";

/** Most slices that are named; what is left then counts as unexplained. */
const MOST_CAUSES = 6;
/** Below so many expected failures the tail is counted instead of taken from the likelihood. */
const FEW_EXPECTED = 5;
/** Chance, over all cells, at which so many failures in one cell count as failing together. */
const TOGETHER_ALPHA = 0.05;
/** Failures in one cell of another slice that may have happened together: more than this is no single call's doing. */
const MOST_TOGETHER = 20;
/** A slice that holds less of the excess than this is not named. */
const LEAST_SHARE = 0.02;
/** Scatter that differs by less than this factor leaves the search as it is. */
const ALIKE = 1.05;
/** Rates of before that differ by less than this (standard deviation over mean) leave both forms of a common rise alike. */
const LEAST_SPREAD = 0.2;

/** One slice with what is left of it once the slices before it are taken out. */
export interface Cause {
  readonly candidate: Candidate;
  /** Cells of the slice that no slice before it holds. */
  readonly cells: Int32Array;
  /** Failures that a rise common to everything expects of the slice. */
  readonly mean: number;
  readonly adjustedP: number;
}

/** Everything the slices and what they leave sum to. */
export interface Causes {
  readonly table: CellTable;
  readonly causes: readonly Cause[];
  readonly rest: Int32Array;
  readonly whole: CellSums;
  readonly scatter: Scatter;
  readonly priorFailures: number;
  readonly numbers: Float64Array;
}

/** What a search may use. */
export interface SearchLimits {
  readonly mostTerms: number;
  /** Adjusted p-value up to which a slice is named. */
  readonly alpha: number;
  /** Dispersion known from elsewhere, such as the design effect of clusters. */
  readonly designEffect: number;
}

interface Base extends SearchLimits {
  readonly table: CellTable;
  readonly numbers: Float64Array;
  readonly priorFailures: number;
  readonly everything: Int32Array;
}

interface Fit {
  readonly form: CommonRise["form"];
  readonly causes: readonly Cause[];
  readonly rest: Int32Array;
  readonly scatter: Scatter;
}

/**
 * The most failures that happened together in one cell, such as the attempts of one call: in cells where hardly one is expected, a count that
 * chance does not explain.
 *
 * @param others - cells of other slices, which count up to a call's size only
 */
function failedTogether(base: Base, { form, rest }: Fit, others: readonly Int32Array[]): number {
  const { table, numbers, everything } = base;
  let most = 1;
  const alpha = TOGETHER_ALPHA / Math.max(1, table.size);
  const look = (failures: number, mean: number, limit: number): void => {
    if (failures <= most || failures > limit || mean >= 1 || mean <= 0) return;
    if (gammaTails(mean, failures)[0] < alpha) most = failures;
  };
  const rise = riseOf(form, cellSums(numbers, rest));
  const lookAt = (cells: Int32Array, limit: number): void => {
    for (const cell of cells) {
      const { attempts, failures, expected } = oneCell(numbers, cell);
      look(failures, risen(rise, attempts, expected), limit);
    }
  };
  lookAt(rest, Number.POSITIVE_INFINITY);
  for (const cells of others) lookAt(cells, MOST_TOGETHER);
  for (const cell of everything) {
    const { attempts, expected, before } = oneCell(numbers, cell);
    look(before, (expected / attempts) * (table.attemptsBefore[cell] as number), Number.POSITIVE_INFINITY);
  }
  return most;
}

/** The chance of so many failures where `mean` are expected, as certain as `known` failures make it (negative binomial). */
function countTail(failures: number, mean: number, known: number): number {
  return betaTails(mean / (mean + known), failures, known)[0];
}

/** The chance of so strong a contrast in any slice of the search, were everything alike. */
function adjustedP(
  base: Base,
  { candidate: { terms, failures, before, statistic }, mean }: Cause,
  { dispersion, freedom }: Scatter,
  together: number,
): number {
  const root = Math.sqrt(Math.max(0, statistic));
  const tail = freedom > 200 ? normalCdf(-root) : studentCdf(-root, freedom);
  const batch = Math.max(dispersion, together);
  const known = (before + base.priorFailures) / dispersion;
  const counted = mean < FEW_EXPECTED * batch ? countTail(failures / batch, mean / batch, known) : 0;
  const levels = Math.min(base.mostTerms, base.table.columns.length);
  return Math.min(1, Math.max(tail, counted) * searchSize(base.table, terms.length) * levels);
}

function split(table: CellTable, cells: Int32Array, { terms }: Candidate): readonly [Int32Array, Int32Array] {
  return [cells.filter((cell) => within(table, terms, cell)), cells.filter((cell) => !within(table, terms, cell))];
}

function partsOf(base: Base, form: CommonRise["form"], parts: readonly Int32Array[]): FittedPart[] {
  return parts.map((cells) => ({ cells, rise: riseOf(form, cellSums(base.numbers, cells)) }));
}

function oneCell(numbers: Float64Array, cell: number): CellSums {
  const at = cell * FIELDS;
  return {
    attempts: numbers[at] as number,
    failures: numbers[at + 1] as number,
    expected: numbers[at + 2] as number,
    before: numbers[at + 3] as number,
    squares: numbers[at + 4] as number,
  };
}

/** For each column the sums of its values over some cells. */
function valueSums({ table, numbers }: Base, cells: Int32Array): readonly (readonly CellSums[])[] {
  return table.codes.map((codes, column) => {
    const sums = new Float64Array((table.values[column] as readonly string[]).length * FIELDS);
    for (const cell of cells) {
      const code = codes[cell] as number;
      if (code < 0) continue;
      for (let field = 0; field < FIELDS; field += 1)
        sums[code * FIELDS + field] =
          (sums[code * FIELDS + field] as number) + (numbers[cell * FIELDS + field] as number);
    }
    return (table.values[column] as readonly string[]).map((_value, code) => oneCell(sums, code));
  });
}

/** Takes out the best slice, then the best of what is left, until the next is not worth its description. */
function greedy(base: Base, form: CommonRise["form"], scatter: Scatter): Fit {
  const { table, numbers, priorFailures, mostTerms } = base;
  const causes: Cause[] = [];
  let rest = base.everything;
  while (causes.length < MOST_CAUSES && rest.length > 1) {
    const whole = cellSums(numbers, rest);
    const rise = riseOf(form, whole);
    const [best] = searchSlices({ table, cells: rest, numbers, whole, rise, noise: scatter, priorFailures, mostTerms });
    if (!best || best.score <= 0) break;
    const { mean } = contrast(best, whole, rise, scatter, priorFailures);
    const [cells, others] = split(table, rest, best);
    causes.push({ candidate: best, cells, mean, adjustedP: 1 });
    rest = others;
  }
  const parts = partsOf(base, form, [...causes.map(({ cells }) => cells), rest]);
  const found = scatterOf(parts, (cell) => oneCell(numbers, cell), priorFailures, base.designEffect);
  const restRise = (parts.at(-1) as FittedPart).rise;
  return {
    form,
    causes,
    rest,
    scatter: { ...found, valueDrift: valueDriftOf(valueSums(base, rest), restRise, found, priorFailures) },
  };
}

/** The causes that chance does not explain; the cells of the others go back to the rest. */
function significant(base: Base, fit: Fit, scatter: Scatter): Fit {
  const judged = fit.causes.map((cause) => {
    const others = fit.causes.filter((other) => other !== cause).map(({ cells }) => cells);
    return { ...cause, adjustedP: adjustedP(base, cause, scatter, failedTogether(base, fit, others)) };
  });
  const { failures, expected } = cellSums(base.numbers, base.everything);
  const worthNaming = ({ cells }: Cause): boolean => {
    const own = cellSums(base.numbers, cells);
    return own.failures - own.expected >= LEAST_SHARE * (failures - expected);
  };
  const kept = judged.filter((cause) => cause.adjustedP <= base.alpha && worthNaming(cause));
  if (kept.length === judged.length) return { ...fit, causes: kept };
  const rest = base.everything.filter(
    (cell) => !kept.some(({ candidate }) => within(base.table, candidate.terms, cell)),
  );
  return { ...fit, causes: kept, rest };
}

/** One cause with other conditions: its cells, and how strongly it stands out of what the other causes leave. */
function restated(
  base: Base,
  form: CommonRise["form"],
  terms: readonly Term[],
  others: readonly Cause[],
  scatter: Scatter,
): Cause {
  const { table, numbers, priorFailures } = base;
  const left = base.everything.filter((cell) => !others.some(({ candidate }) => within(table, candidate.terms, cell)));
  const cells = left.filter((cell) => within(table, terms, cell));
  const [part, whole] = [cellSums(numbers, cells), cellSums(numbers, left)];
  const { statistic, mean } = contrast(part, whole, riseOf(form, whole), scatter, priorFailures);
  const score = statistic / 2 - descriptionLength(table, terms);
  return { candidate: { ...part, terms, statistic, score }, cells, mean, adjustedP: 1 };
}

/** The causes without conditions that do not matter; a cause that another one holds then is part of it. */
function broadened(base: Base, fit: Fit, scatter: Scatter): Fit {
  const { table, numbers } = base;
  let causes = fit.causes;
  for (let turns = 0; turns < MOST_CAUSES * base.mostTerms; turns += 1) {
    let wider: Cause[] | null = null;
    for (const cause of causes) {
      const { terms } = cause.candidate;
      const holder = causes.find((other) => other !== cause && holdsAll(other.candidate.terms, terms));
      const outside = base.everything.filter(
        (cell) => !causes.some(({ candidate }) => within(table, candidate.terms, cell)),
      );
      const found = holder
        ? holder.candidate.terms
        : broaderTerms(
            terms,
            cellSums(numbers, cause.cells),
            (kept) =>
              cellSums(
                numbers,
                outside.filter((cell) => within(table, kept, cell)),
              ),
            (sums) => scatter.dispersion * (sums.expected + expectedVariance(sums, base.priorFailures)),
          );
      if (!found) continue;
      const others = causes.filter(({ candidate }) => !holdsAll(found, candidate.terms));
      wider = [...others, restated(base, fit.form, found, others, scatter)];
      break;
    }
    if (!wider) break;
    causes = wider;
  }
  const rest = base.everything.filter((cell) => !causes.some(({ candidate }) => within(table, candidate.terms, cell)));
  return { ...fit, causes, rest };
}

/** Causes under one form of a common rise: searched once as if attempts were independent, then with the scatter that this leaves. */
function fitted(base: Base, form: CommonRise["form"]): Fit {
  const independent = {
    dispersion: Math.max(1, base.designEffect),
    cellDrift: 0,
    valueDrift: 0,
    freedom: base.everything.length + 1,
  };
  const first = greedy(base, form, independent);
  if (first.causes.length === 0) return first;
  // Scatter that the first search has assumed already leaves nothing to search again.
  const { dispersion, cellDrift, valueDrift } = first.scatter;
  if (dispersion <= ALIKE * independent.dispersion && cellDrift + valueDrift === 0)
    return judgedFit(base, first, first.scatter);
  return judgedFit(base, greedy(base, form, first.scatter), first.scatter);
}

/** What of a fit stands, in as few conditions as it takes. */
function judgedFit(base: Base, fit: Fit, scatter: Scatter): Fit {
  const broad = broadened(base, significant(base, fit, scatter), scatter);
  return significant(base, broad, scatter);
}

/** How badly a fit describes the data, in nats: its deviance over the scatter, and the length of its slices. */
function cost(base: Base, form: CommonRise["form"], fit: Fit, dispersion: number): number {
  let deviance = 0;
  for (const { cells, rise } of partsOf(base, form, [...fit.causes.map((cause) => cause.cells), fit.rest]))
    for (const cell of cells) {
      const sums = oneCell(base.numbers, cell);
      if (sums.attempts === 0) continue;
      const mean = risen(rise, sums.attempts, sums.expected);
      const baseline = expectedVariance(sums, base.priorFailures, rise) / (mean * (1 - mean / sums.attempts));
      deviance += binomialDeviance(sums.failures, sums.attempts, mean) / (1 + baseline);
    }
  const length = fit.causes.reduce((sum, { candidate }) => sum + descriptionLength(base.table, candidate.terms), 0);
  return deviance / dispersion / 2 + length;
}

/** True if rates of before differ enough for the form of a common rise to matter. */
function ratesDiffer({ table, numbers, everything }: Base): boolean {
  const { attempts, expected } = cellSums(numbers, everything);
  const mean = expected / attempts;
  let square = 0;
  for (const cell of everything) {
    const [tried, failing] = [table.attempts[cell] as number, numbers[cell * FIELDS + 2] as number];
    if (tried > 0) square += tried * (failing / tried - mean) ** 2;
  }
  return Math.sqrt(square / attempts) > LEAST_SPREAD * mean;
}

/** The slices that together explain the failures during the outage with the fewest words, and what they leave. */
export function findCauses(table: CellTable, limits: SearchLimits): Causes {
  const { expected, priorFailures } = expectedFailures(table);
  const numbers = cellNumbers(table, expected);
  const everything = Int32Array.from({ length: table.size }, (_, cell) => cell).filter(
    // A cell without attempts now still says how well the rate of its values is known.
    (cell) => (table.attempts[cell] as number) > 0 || (table.failuresBefore[cell] as number) > 0,
  );
  const base: Base = {
    ...limits,
    table,
    numbers,
    priorFailures,
    everything,
    mostTerms: Math.min(MOST_TERMS, limits.mostTerms),
  };
  const whole = cellSums(numbers, everything);
  let fit = fitted(base, "added");
  if (fit.causes.length > 0 && ratesDiffer(base)) {
    const other = fitted(base, "multiplied");
    const dispersion = Math.min(fit.scatter.dispersion, other.scatter.dispersion);
    if (cost(base, "multiplied", other, dispersion) < cost(base, "added", fit, dispersion)) fit = other;
  }
  return { table, ...fit, whole, priorFailures, numbers };
}
