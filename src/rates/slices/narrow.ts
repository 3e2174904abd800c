import { cellSums, type Term, within } from "./cell-numbers.js";
import { contrast, riseOf } from "./excess-model.js";
import { knownFailures } from "./expected.js";
import type { Base, Cause, Fit } from "./fit.js";
import { fitCost } from "./fit-cost.js";
import { greedy, outsideOf, scatterOfParts } from "./greedy.js";
import type { Scatter } from "./scatter.js";
import { descriptionLength } from "./slice-search.js";
import { SumIndex } from "./value-sums.js";

/** The conditions of a part of a slice: its own where they hold no traffic elsewhere (a host of a zone), else with those of the slice. */
function termsInside(base: Base, cause: Cause, own: readonly Term[]): readonly Term[] {
  const { table, everything, mostTerms } = base;
  const { terms } = cause.candidate;
  const elsewhere = everything.some((cell) => within(table, own, cell) && !within(table, terms, cell));
  const all = elsewhere ? [...terms, ...own].sort((a, b) => a.column - b.column) : own;
  return all.length <= mostTerms ? all : [];
}

/** One part of a slice as a cause of its own, against what no cause holds. */
function partAsCause(base: Base, fit: Fit, terms: readonly Term[], cells: Int32Array, scatter: Scatter): Cause {
  const [part, rest] = [cellSums(base.numbers, cells), cellSums(base.numbers, fit.rest)];
  const whole = {
    attempts: part.attempts + rest.attempts,
    failures: part.failures + rest.failures,
    expected: part.expected + rest.expected,
    before: part.before + rest.before,
  };
  const own = knownFailures(base.known, terms);
  const found = contrast(part, whole, riseOf(fit.form, whole), scatter, base.known.rest, own);
  const score = found.statistic / 2 - descriptionLength(base.table, terms);
  const candidate = { ...part, terms, statistic: found.statistic, score };
  return { candidate, cells, mean: found.mean, wandering: found.wandering, adjustedP: 1 };
}

/** The parts of a slice that stand out of it, as causes in place of it; `null` where none does. */
function partsInside(base: Base, fit: Fit, cause: Cause, scatter: Scatter): readonly Cause[] | null {
  const { table, numbers, mostTerms } = base;
  const index = new SumIndex(table, numbers, cause.cells, mostTerms > 1);
  const inner = greedy({ ...base, everything: cause.cells, index }, fit.form, scatter);
  const parts = inner.causes.map(({ candidate, cells }) => {
    const terms = termsInside(base, cause, candidate.terms);
    return partAsCause(base, fit, terms, cells, scatter);
  });
  return parts.length === 0 || parts.some(({ candidate }) => candidate.terms.length === 0) ? null : parts;
}

/** How counts scatter outside all slices: a slice of which only parts broke scatters by that, not by chance. */
export function scatterOutside(base: Base, { form, rest }: Fit, scatter: Scatter): Scatter {
  const rise = riseOf(form, cellSums(base.numbers, rest));
  const { dispersion } = scatterOfParts(base, [{ cells: rest, rise }]);
  return dispersion < scatter.dispersion ? { ...scatter, dispersion } : scatter;
}

/**
 * The causes with each that is better described by parts of it in their place: two of a zone's hosts, not the zone, where its other hosts failed as usual.
 *
 * The first slice is the one that explains most at once, which a wide one does although two narrow ones say it in fewer words. Parts take the place of a
 * slice where the whole description of the data, with what is left of the slice among the rest, is shorter.
 */
export function narrowed(base: Base, fit: Fit, scatter: Scatter): Fit {
  let best = fit;
  for (const cause of fit.causes) {
    const parts = partsInside(base, best, cause, scatter);
    if (!parts) continue;
    const causes = best.causes.flatMap((one) => (one === cause ? parts : [one]));
    const split = { ...best, causes, rest: outsideOf(base, causes) };
    if (fitCost(base, split, scatter.dispersion) < fitCost(base, best, scatter.dispersion)) best = split;
  }
  return best;
}
