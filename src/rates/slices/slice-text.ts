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

/** From so many values of one column on, they are named together. */
const NAMED_TOGETHER = 4;
/** Values that one sentence names at most. */
const MOST_NAMES = 12;

/** The column of a slice of one column; `null` for a longer one. */
function onlyColumn({ where }: Slice): string | null {
  const columns = Object.keys(where);
  return columns.length === 1 ? (columns[0] as string) : null;
}

/** Several values of one column as a sentence: their share of the excess together, and each with its rate. */
function valuesSentence(column: string, slices: readonly Slice[], counted: SliceCounts): string {
  const share = Math.min(
    1,
    slices.reduce((sum, { excessShare }) => sum + excessShare.value, 0),
  );
  const { many, did } = COUNTED_WORDS[counted];
  const named = slices.slice(0, MOST_NAMES).map(({ where, rate }) => {
    const [value = ""] = Object.values(where);
    return `${value === "" ? "(empty)" : value} (${percent(rate.value, 0)} ${did})`;
  });
  const more = slices.length > MOST_NAMES ? ` and ${slices.length - MOST_NAMES} more` : "";
  return `${percent(share, 0)} of the extra ${many} were in ${slices.length} values of ${column}: ${named.join(", ")}${more}.`;
}

/** Every slice as a sentence; many values of one column as one. */
function foundSentences(found: readonly Slice[], counted: SliceCounts): string[] {
  const together = new Set(
    found
      .map(onlyColumn)
      .filter(
        (column) => column !== null && found.filter((one) => onlyColumn(one) === column).length >= NAMED_TOGETHER,
      ),
  );
  const said = new Set<string>();
  return found.flatMap((slice) => {
    const column = onlyColumn(slice);
    if (column === null || !together.has(column)) return [sliceSentence(slice, counted)];
    if (said.has(column)) return [];
    said.add(column);
    return [
      valuesSentence(
        column,
        found.filter((one) => onlyColumn(one) === column),
        counted,
      ),
    ];
  });
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
  return `${foundSentences(found, counted).join(" ")}${rest}${skipped}`;
}
