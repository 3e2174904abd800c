import { amount, percent } from "../../wording/number.js";
import type { Slice, SliceCounts, Slices } from "./slices.js";

/** A slice in words: `region = eu and endpoint = /pay`. */
export function whereText(where: Slice["where"]): string {
  return Object.entries(where)
    .map(([column, value]) => `${column} = ${value === "" ? "(empty)" : value}`)
    .join(" and ");
}

/** What slices count, in words. */
export const COUNTED_WORDS = {
  failures: { many: "failures", did: "failed" },
  slow: { many: "slow attempts", did: "were slow" },
  missing: { many: "missing attempts", did: "did not come" },
} as const;

/**
 * One slice as a sentence: its share of the excess, its rate and its baseline.
 *
 * @param counted - what the slice counts; failures unless set
 */
export function sliceSentence(
  { where, sameAs, excessShare, rate, baseline, failures, attempts }: Slice,
  counted: SliceCounts = "failures",
): string {
  const same = sameAs.length === 0 ? "" : ` (the same traffic as ${sameAs.map(whereText).join(", and as ")})`;
  const part = `${whereText(where)}${same}`;
  const share = percent(excessShare.value, 0);
  if (counted === "missing")
    return `${share} of the missing traffic was ${part}: ${amount(attempts - failures)} attempts came where about ${amount(attempts)} were expected.`;
  const { many, did } = COUNTED_WORDS[counted];
  return `${share} of the extra ${many} were in ${part}: ${amount(failures)} of ${amount(attempts)} ${did} (${percent(rate.value)}, normally ${percent(baseline.value)}).`;
}

/** The reason beside the slices: what was found, or why nothing was. */
export function slicesWhy(
  { dimensions, found, unexplained, leftOut }: Omit<Slices, "why">,
  clearExcess: boolean,
  counted: SliceCounts = "failures",
): string {
  const { many } = COUNTED_WORDS[counted];
  const subject = `${many.charAt(0).toUpperCase()}${many.slice(1)}`;
  const left = leftOut.map(({ column, why }) => `${column} ${why}`).join(", ");
  const skipped = left === "" ? "" : ` Not searched: ${left}.`;
  if (dimensions.length === 0) return `There is no column to search: the traffic cannot be split.${skipped}`;
  const looked = dimensions.join(", ");
  const any = dimensions.length === 1 ? "no value" : "no combination";
  if (found.length === 0) {
    const text = clearExcess
      ? `${subject} rose alike everywhere: ${any} of ${looked} stands out.`
      : `No part of the traffic had clearly more ${many} than before, by ${looked}.`;
    return text + skipped;
  }
  const rest =
    unexplained === null || unexplained.value < 0.005
      ? ""
      : ` ${percent(unexplained.value, 0)} of the extra ${many} were elsewhere.`;
  return `${found.map((slice) => sliceSentence(slice, counted)).join(" ")}${rest}${skipped}`;
}
