import { requireList } from "../../errors/argument.js";

/**
 * Holm's adjustment: p-values that may all be compared with one level and keep the chance of any false alarm below it.
 *
 * No assumption on how the tests depend on each other.
 *
 * @param pValues - 0…1 each
 * @returns adjusted p-values in the order given
 * @throws RangeError for a value outside 0…1
 * @see Holm (1979), Scandinavian Journal of Statistics 6, 65–70
 *
 * @example
 * ```ts
 * holm([0.01, 0.04, 0.03]); // [0.03,0.06,0.06]
 * ```
 */
export function holm(pValues: readonly number[]): number[] {
  requireList("holm", "a list of p-values", pValues);
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new RangeError(`holm requires p-values in 0…1, got ${wrong}`);
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let running = 0;
  order.forEach((index, rank) => {
    running = Math.max(running, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = running;
  });
  return adjusted;
}
