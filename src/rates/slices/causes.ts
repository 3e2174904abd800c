import { broaderTerms, holdsAll } from "./broaden.js";
import { cellNumbers, cellSums, FIELDS, parted, sumsAt, type Term, within } from "./cell-numbers.js";
import type { CellTable } from "./cell-table.js";
import { adjustedP, failedTogether } from "./chance.js";
import {
  type CellSums,
  type CommonRise,
  binomialDeviance,
  contrast,
  expectedVariance,
  riseOf,
  risen,
} from "./excess-model.js";
import { expectedFailures, knownFailures, type KnownRates } from "./expected.js";
import { type Base, type Cause, type Fit, partsOf, type SearchLimits, valueSums } from "./fit.js";
import { type FittedPart, type Scatter, scatterOf, valueDriftOf } from "./scatter.js";
import { descriptionLength, MOST_TERMS, searchSlices } from "./slice-search.js";
import { SumIndex } from "./value-sums.js";

/** A slice may be so many times as likely by chance under the form of a common rise that describes the data worse. */
const OTHER_FORM = 5;
/** Most slices that are named; what is left then counts as unexplained. */
const MOST_CAUSES = 6;
/** A slice that holds less of the excess than this is not named. */
const LEAST_SHARE = 0.02;
/** Scatter that differs by less than this factor leaves the search as it is. */
const ALIKE = 1.05;
/** Rates of before that differ by less than this (standard deviation over mean) leave both forms of a common rise alike. */
const LEAST_SPREAD = 0.2;

/** Everything the slices and what they leave sum to. */
export interface Causes {
  readonly table: CellTable;
  readonly causes: readonly Cause[];
  readonly rest: Int32Array;
  readonly whole: CellSums;
  readonly scatter: Scatter;
  readonly known: KnownRates;
  readonly numbers: Float64Array;
}

/** Cells that none of some causes holds. */
function outsideOf({ table, everything }: Base, causes: readonly Cause[]): Int32Array {
  if (causes.length === 0) return everything;
  return parted(everything, (cell) => causes.some(({ candidate }) => within(table, candidate.terms, cell)))[1];
}

function scatterOfParts(base: Base, parts: readonly FittedPart[]): Scatter {
  return scatterOf(parts, (cell) => sumsAt(base.numbers, cell), base.known.rest, base.designEffect);
}

/** Takes out the best slice, then the best of what is left, until the next is not worth its description. */
function greedy(base: Base, form: CommonRise["form"], scatter: Scatter): Fit {
  const { table, numbers, known, mostTerms, index } = base;
  const causes: Cause[] = [];
  let rest = base.everything;
  let sums = index.whole;
  while (causes.length < MOST_CAUSES && rest.length > 1) {
    const whole = cellSums(numbers, rest);
    const rise = riseOf(form, whole);
    const [best] = searchSlices({ table, index, sums, numbers, whole, rise, noise: scatter, known, mostTerms });
    if (!best || best.score <= 0) break;
    const mean = risen(rise, best.attempts, best.expected);
    const [cells, others] = parted(rest, (cell) => within(table, best.terms, cell));
    causes.push({ candidate: best, cells, mean, adjustedP: 1 });
    rest = others;
    sums = index.without(sums, cells);
  }
  const parts = partsOf(base, form, [...causes.map(({ cells }) => cells), rest]);
  const found = scatterOfParts(base, parts);
  const restRise = (parts.at(-1) as FittedPart).rise;
  const valueDrift = valueDriftOf(valueSums(base, rest), restRise, found, known.rest);
  return { form, causes, rest, scatter: { ...found, valueDrift } };
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
  const causes = judged.filter((cause) => cause.adjustedP <= base.alpha && worthNaming(cause));
  return { ...fit, causes, rest: causes.length === judged.length ? fit.rest : outsideOf(base, causes) };
}

/** One cause with other conditions: its cells, and how strongly it stands out of what the other causes leave. */
function restated(
  base: Base,
  form: CommonRise["form"],
  terms: readonly Term[],
  others: readonly Cause[],
  scatter: Scatter,
): Cause {
  const { table, numbers, known } = base;
  const left = outsideOf(base, others);
  const [cells] = parted(left, (cell) => within(table, terms, cell));
  const [part, whole] = [cellSums(numbers, cells), cellSums(numbers, left)];
  const rise = riseOf(form, whole);
  const { statistic, mean } = contrast(part, whole, rise, scatter, known.rest, knownFailures(known, terms));
  const score = statistic / 2 - descriptionLength(table, terms);
  return { candidate: { ...part, terms, statistic, score }, cells, mean, adjustedP: 1 };
}

/** The conditions of one cause without those that do not matter; `null` where all matter. */
function fewerTerms(base: Base, cause: Cause, causes: readonly Cause[], scatter: Scatter): readonly Term[] | null {
  const { table, numbers, known } = base;
  const { terms } = cause.candidate;
  const holder = causes.find((other) => other !== cause && holdsAll(other.candidate.terms, terms));
  if (holder) return holder.candidate.terms;
  if (terms.length < 2) return null;
  const outside = outsideOf(base, causes);
  return broaderTerms(
    terms,
    cellSums(numbers, cause.cells),
    (kept) => cellSums(numbers, parted(outside, (cell) => within(table, kept, cell))[0]),
    (sums) => scatter.dispersion * (sums.expected + expectedVariance(sums, known.rest)),
  );
}

/** The causes without conditions that do not matter; a cause that another one holds then is part of it. */
function broadened(base: Base, fit: Fit, scatter: Scatter): Fit {
  let causes = fit.causes;
  for (let turns = 0; turns < MOST_CAUSES * base.mostTerms; turns += 1) {
    let wider: Cause[] | null = null;
    for (const cause of causes) {
      const found = fewerTerms(base, cause, causes, scatter);
      if (!found) continue;
      const others = causes.filter(({ candidate }) => !holdsAll(found, candidate.terms));
      wider = [...others, restated(base, fit.form, found, others, scatter)];
      break;
    }
    if (!wider) break;
    causes = wider;
  }
  return causes === fit.causes ? fit : { ...fit, causes, rest: outsideOf(base, causes) };
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
  return broad === fit ? fit : significant(base, broad, scatter);
}

/** The description length of the data under a fit, in nats: its deviance over the scatter, and the length of its slices. */
function cost(base: Base, fit: Fit, dispersion: number): number {
  const parts = partsOf(base, fit.form, [...fit.causes.map(({ cells }) => cells), fit.rest]);
  let deviance = 0;
  for (const { cells, rise } of parts)
    for (let index = 0; index < cells.length; index += 1) {
      const { attempts, failures, expected, before } = sumsAt(base.numbers, cells[index] as number);
      if (attempts === 0) continue;
      const mean = risen(rise, attempts, expected);
      // The same for both forms, or the one with the less certain rates would seem to fit better.
      const baseline = mean / (1 - mean / attempts) / (before + base.known.rest);
      deviance += binomialDeviance(failures, attempts, mean) / (1 + baseline);
    }
  const length = fit.causes.reduce((sum, { candidate }) => sum + descriptionLength(base.table, candidate.terms), 0);
  return deviance / dispersion / 2 + length;
}

/** The causes of a fit that chance hardly explains under another form of a common rise either. */
function upheld(base: Base, form: CommonRise["form"], fit: Fit): Fit {
  const parts = partsOf(base, form, [...fit.causes.map(({ cells }) => cells), fit.rest]);
  const own = scatterOfParts(base, parts);
  // The form that does not hold makes counts seem to scatter.
  const scatter = own.dispersion < fit.scatter.dispersion ? own : fit.scatter;
  const causes = fit.causes.map((cause) => {
    const others = fit.causes.filter((other) => other !== cause);
    return restated(base, form, cause.candidate.terms, others, scatter);
  });
  const judged = significant({ ...base, alpha: OTHER_FORM * base.alpha }, { ...fit, form, causes }, scatter);
  const names = judged.causes.map(({ candidate }) => candidate.terms);
  const kept = fit.causes.filter(({ candidate }) => names.includes(candidate.terms));
  return kept.length === fit.causes.length ? fit : { ...fit, causes: kept, rest: outsideOf(base, kept) };
}

/** True if rates of before differ enough for the form of a common rise to matter. */
function ratesDiffer({ table, numbers, everything }: Base): boolean {
  const { attempts, expected } = cellSums(numbers, everything);
  const mean = expected / attempts;
  let square = 0;
  for (let index = 0; index < everything.length; index += 1) {
    const cell = everything[index] as number;
    const [tried, failing] = [table.attempts[cell] as number, numbers[cell * FIELDS + 2] as number];
    if (tried > 0) square += tried * (failing / tried - mean) ** 2;
  }
  return Math.sqrt(square / attempts) > LEAST_SPREAD * mean;
}

/** The slices under the form of a common rise that describes the data in fewer words; where rates differ, those that neither form explains. */
function bestFit(base: Base): Fit {
  const added = fitted(base, "added");
  if (added.causes.length === 0 || !ratesDiffer(base)) return added;
  const multiplied = fitted(base, "multiplied");
  const dispersion = Math.min(added.scatter.dispersion, multiplied.scatter.dispersion);
  if (cost(base, multiplied, dispersion) < cost(base, added, dispersion)) return multiplied;
  return upheld(base, "multiplied", added);
}

/** The slices that together explain the failures during the outage with the fewest words, and what they leave. */
export function findCauses(table: CellTable, limits: SearchLimits): Causes {
  const { expected, known } = expectedFailures(table);
  const numbers = cellNumbers(table, expected);
  const all = Int32Array.from({ length: table.size }, (_, cell) => cell);
  // A cell without attempts now still says how well the rate of its values is known.
  const [everything] = parted(
    all,
    (cell) => (table.attempts[cell] as number) > 0 || (table.failuresBefore[cell] as number) > 0,
  );
  const mostTerms = Math.min(MOST_TERMS, limits.mostTerms);
  const index = new SumIndex(table, numbers, everything, mostTerms > 1);
  const base: Base = { ...limits, table, numbers, known, everything, index, mostTerms };
  return { table, ...bestFit(base), whole: cellSums(numbers, everything), known, numbers };
}
