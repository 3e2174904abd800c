import { amount, percent } from "../../wording/number.js";
import type { Slice, Slices } from "./slices.js";

/** A slice in words: `region = eu and endpoint = /pay`. */
export function whereText(where: Slice["where"]): string {
  return Object.entries(where)
    .map(([column, value]) => `${column} = ${value === "" ? "(empty)" : value}`)
    .join(" and ");
}

/** One slice as a sentence: its share of the excess, its rate and its baseline. */
export function sliceSentence({ where, sameAs, excessShare, rate, baseline, failures, attempts }: Slice): string {
  const same = sameAs.length === 0 ? "" : ` (the same traffic as ${sameAs.map(whereText).join(", and as ")})`;
  return `${percent(excessShare.value, 0)} of the extra failures were in ${whereText(where)}${same}: ${amount(failures)} of ${amount(attempts)} failed (${percent(rate.value)}, normally ${percent(baseline.value)}).`;
}

/** The reason beside the slices: what was found, or why nothing was. */
export function slicesWhy(
  { dimensions, found, unexplained, leftOut }: Omit<Slices, "why">,
  clearExcess: boolean,
): string {
  const left = leftOut.map(({ column, why }) => `${column} ${why}`).join(", ");
  const skipped = left === "" ? "" : ` Not searched: ${left}.`;
  if (dimensions.length === 0) return `There is no column to search: the traffic cannot be split.${skipped}`;
  const looked = dimensions.join(", ");
  const any = dimensions.length === 1 ? "no value" : "no combination";
  if (found.length === 0) {
    const text = clearExcess
      ? `Failures rose alike everywhere: ${any} of ${looked} stands out.`
      : `No part of the traffic failed clearly more often than before, by ${looked}.`;
    return text + skipped;
  }
  const rest =
    unexplained === null || unexplained.value < 0.005
      ? ""
      : ` ${percent(unexplained.value, 0)} of the extra failures were elsewhere.`;
  return `${found.map(sliceSentence).join(" ")}${rest}${skipped}`;
}
