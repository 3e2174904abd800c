import { sumsAt } from "./cell-numbers.js";
import { binomialDeviance, risen } from "./excess-model.js";
import { type Base, type Fit, partsOf } from "./fit.js";
import { descriptionLength } from "./slice-search.js";

/** The description length of the data under a fit, in nats: its deviance over the scatter, and the length of its slices. */
export function fitCost(base: Base, fit: Fit, dispersion: number): number {
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
  // Besides its words, each cause has a rate, said to the precision that its failures allow.
  const length = fit.causes.reduce(
    (sum, { candidate: { terms, failures } }) =>
      sum + descriptionLength(base.table, terms) + Math.log(failures + 1) / 2,
    0,
  );
  return deviance / dispersion / 2 + length;
}
