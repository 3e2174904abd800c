import { broaderTerms, holdsAll } from "./broaden.js";
import { cellNumbers, cellSums, FIELDS, parted, type Term, within } from "./cell-numbers.js";
import type { CellTable } from "./cell-table.js";
import { adjustedP, failedTogether } from "./chance.js";
import { type CellSums, type CommonRise, contrast, expectedVariance, riseOf, risen } from "./excess-model.js";
import { expectedFailures, knownFailures, type KnownRates } from "./expected.js";
import { type Base, type Cause, type Fit, partsOf, type SearchLimits } from "./fit.js";
import { fitCost } from "./fit-cost.js";
import { greedy, MOST_CAUSES, outsideOf, scatterOfParts, weighedBase } from "./greedy.js";
import { narrowed, scatterOutside } from "./narrow.js";
import type { Scatter } from "./scatter.js";
import { descriptionLength, MOST_TERMS } from "./slice-search.js";
import { SumIndex } from "./value-sums.js";

/** A slice may be so many times as likely by chance under the form of a common rise that describes the data worse. */
const OTHER_FORM = 5;
/** A slice that holds less than this of what stands out of the common rise in all slices is not named. */
const LEAST_SHARE = 0.01;
/** Nor one that holds less than this of the whole excess: where everything fails, parts that fail a little more say nothing. */
const LEAST_OF_EXCESS = 0.003;
/** Searches with more scatter than before. */
const MOST_TURNS = 3;
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
  /** The counts as so many independent attempts as they are worth. */
  readonly effective: Float64Array;
}

/** The same, with the sums that a search asks for. */
function indexed(base: Base): Base {
  return { ...base, index: new SumIndex(base.table, base.numbers, base.everything, base.mostTerms > 1) };
}

/** How much of a single value's wandering the rest beside a slice has: all of it where the rest is one value, little where it is many. */
function wanderOfRest({ table, numbers }: Base, { rest }: Fit, terms: readonly Term[]): number {
  const each = terms.map(({ column }) => {
    const codes = table.codes[column] as Int32Array;
    const means = new Float64Array((table.values[column] as readonly string[]).length);
    let all = 0;
    for (const cell of rest) {
      const [code, expected] = [codes[cell] as number, numbers[cell * FIELDS + 2] as number];
      all += expected;
      if (code >= 0) means[code] = (means[code] as number) + expected;
    }
    return all > 0 ? means.reduce((sum, mean) => sum + (mean / all) ** 2, 0) : 0;
  });
  return Math.min(1, ...each);
}

/** How strongly a cause stands out of what all causes leave, and how likely that is by chance. */
function judgedCause(base: Base, fit: Fit, cause: Cause, whole: CellSums, scatter: Scatter): Cause {
  const { numbers, known } = base;
  const { terms } = cause.candidate;
  const part = cellSums(numbers, cause.cells);
  const all: CellSums = {
    attempts: whole.attempts + part.attempts,
    failures: whole.failures + part.failures,
    expected: whole.expected + part.expected,
    before: whole.before + part.before,
  };
  const rise = riseOf(fit.form, all);
  const valueDrift = scatter.valueDrift * (1 + wanderOfRest(base, fit, terms));
  const noise = { ...scatter, valueDrift };
  const { statistic, mean, wandering } = contrast(part, all, rise, noise, known.rest, knownFailures(known, terms));
  const judged = { ...cause, mean, wandering, candidate: { ...cause.candidate, ...part, statistic } };
  const others = fit.causes.filter((other) => other !== cause).map(({ cells }) => cells);
  return { ...judged, adjustedP: adjustedP(base, judged, rise, scatter, failedTogether(base, fit, others)) };
}

/** The causes that hold enough of what stands out of the rest, and of the whole excess, to be named. */
function worthNaming({ raw, everything }: Base, { form, causes, rest }: Fit): readonly Cause[] {
  const rise = riseOf(form, cellSums(raw, rest));
  const surplus = causes.map(({ cells }) => {
    const { failures, attempts, expected } = cellSums(raw, cells);
    return failures - risen(rise, attempts, expected);
  });
  const all = cellSums(raw, everything);
  const least = Math.max(
    LEAST_SHARE * surplus.reduce((sum, one) => sum + Math.max(0, one), 0),
    LEAST_OF_EXCESS * (all.failures - all.expected),
  );
  return causes.filter((_cause, index) => (surplus[index] as number) >= least);
}

/**
 * The causes that chance does not explain, each against what all causes leave: the one that chance explains best goes back to the rest first, then the
 * others are judged anew.
 */
function significant(base: Base, fit: Fit, scatter: Scatter): Fit {
  const named = worthNaming(base, fit);
  let left: Fit = named.length === fit.causes.length ? fit : { ...fit, causes: named, rest: outsideOf(base, named) };
  while (left.causes.length > 0) {
    const whole = cellSums(base.numbers, left.rest);
    const judged = left.causes.map((cause) => judgedCause(base, left, cause, whole, scatter));
    const weakest = judged.reduce((worst, cause) => (cause.adjustedP > worst.adjustedP ? cause : worst));
    if (weakest.adjustedP <= base.alpha) return { ...left, causes: judged };
    const kept = judged.filter((cause) => cause !== weakest);
    left = { ...left, causes: kept, rest: outsideOf(base, kept) };
  }
  return left;
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
  const { statistic, mean, wandering } = contrast(part, whole, rise, scatter, known.rest, knownFailures(known, terms));
  const score = statistic / 2 - descriptionLength(table, terms);
  return { candidate: { ...part, terms, statistic, score }, cells, mean, wandering, adjustedP: 1 };
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
function fitted(base: Base, form: CommonRise["form"]): FoundFit {
  const independent: Scatter = {
    dispersion: Math.max(1, base.designEffect),
    cellDrift: 0,
    valueDrift: 0,
    valueFreedom: 0,
    freedom: base.everything.length + 1,
  };
  let found: FoundFit = { base, fit: greedy(base, form, independent) };
  let assumed = independent;
  // Slices that only scatter made take their scatter with them: once they are gone, there is more of it.
  for (let turn = 0; turn < MOST_TURNS && found.fit.causes.length > 0; turn += 1) {
    const { scatter, rest } = found.fit;
    if (!scattersMore(scatter, assumed)) break;
    assumed = mostScatter(scatter, assumed);
    const weighed = assumed.cellDrift > 0 ? indexed(weighedBase(base, form, rest, assumed)) : base;
    found = { base: weighed, fit: greedy(weighed, form, assumed) };
  }
  return { ...found, fit: judgedFit(found.base, found.fit, mostScatter(found.fit.scatter, assumed)) };
}

/** True if counts scatter clearly more than was assumed. */
function scattersMore(found: Scatter, assumed: Scatter): boolean {
  return (["dispersion", "cellDrift", "valueDrift"] as const).some((kind) => found[kind] > ALIKE * assumed[kind]);
}

/** Of each kind of scatter the larger. */
function mostScatter(one: Scatter, other: Scatter): Scatter {
  const most = one.valueDrift >= other.valueDrift ? one : other;
  return {
    dispersion: Math.max(one.dispersion, other.dispersion),
    cellDrift: Math.max(one.cellDrift, other.cellDrift),
    valueDrift: most.valueDrift,
    valueFreedom: most.valueFreedom,
    freedom: Math.min(one.freedom, other.freedom),
  };
}

/** A fit with the counts that it rests on. */
interface FoundFit {
  readonly base: Base;
  readonly fit: Fit;
}

/** What of a fit stands, in as few conditions as it takes. */
function judgedFit(base: Base, fit: Fit, scatter: Scatter): Fit {
  const named = significant(base, fit, scatter);
  const outside = scatterOutside(base, named, scatter);
  const narrow = narrowed(base, named, outside);
  const noise = narrow === named ? scatter : outside;
  const broad = broadened(base, narrow, noise);
  return broad === fit ? fit : significant(base, broad, noise);
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
function bestFit(base: Base): FoundFit {
  const added = fitted(base, "added");
  if (added.fit.causes.length === 0 || !ratesDiffer(base)) return added;
  const multiplied = fitted(base, "multiplied");
  const dispersion = Math.min(added.fit.scatter.dispersion, multiplied.fit.scatter.dispersion);
  // Both by the same counts, or the one whose counts weigh less would seem to fit better.
  if (fitCost(added.base, multiplied.fit, dispersion) < fitCost(added.base, added.fit, dispersion)) return multiplied;
  return { ...added, fit: upheld(added.base, "multiplied", added.fit) };
}

/** The slices that together explain the failures during the outage with the fewest words, and what they leave. */
export function findCauses(table: CellTable, limits: SearchLimits): Causes {
  const { expected, known } = expectedFailures(table);
  const raw = cellNumbers(table, expected);
  const all = Int32Array.from({ length: table.size }, (_, cell) => cell);
  // A cell without attempts now still says how well the rate of its values is known.
  const [everything] = parted(
    all,
    (cell) => (table.attempts[cell] as number) > 0 || (table.failuresBefore[cell] as number) > 0,
  );
  const mostTerms = Math.min(MOST_TERMS, limits.mostTerms);
  const index = new SumIndex(table, raw, everything, mostTerms > 1);
  const { base, fit } = bestFit({ ...limits, table, raw, numbers: raw, known, everything, index, mostTerms });
  return { table, ...fit, whole: cellSums(raw, everything), known, numbers: raw, effective: base.numbers };
}
