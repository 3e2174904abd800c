import { FIELDS } from "./cell-numbers.js";
import { type CommonRise, risen } from "./excess-model.js";
import type { Scatter } from "./scatter.js";

/**
 * The numbers of cells as so many independent attempts as their rates are worth.
 *
 * Where rates of single cells wander, the variance of a cell's failures is its mean, times the dispersion, plus a share of the mean's square: a large cell
 * says no more than a few dozen failures would. Each cell's counts are scaled down to that, so that sums of cells can be compared as counts are, a heavy
 * cell with its one deviation weighs no more than others, and cells without an excess add nothing to a slice.
 *
 * @param rise - what raises everything alike, by which the cells' means are known
 */
export function effectiveNumbers(
  numbers: Float64Array,
  rise: CommonRise,
  { dispersion, cellDrift }: Pick<Scatter, "dispersion" | "cellDrift">,
): Float64Array {
  const scaled = new Float64Array(numbers.length);
  const ratio = cellDrift / dispersion;
  for (let at = 0; at < numbers.length; at += FIELDS) {
    const [attempts, expected, before] = [numbers[at], numbers[at + 2], numbers[at + 3]] as [number, number, number];
    const weight = attempts > 0 ? 1 / (1 + ratio * risen(rise, attempts, expected)) : 1;
    scaled[at] = weight * attempts;
    scaled[at + 1] = weight * (numbers[at + 1] as number);
    scaled[at + 2] = weight * expected;
    scaled[at + 3] = before / (1 + ratio * before);
  }
  return scaled;
}
