import { provenDecimal } from "./number-notation.js";

/**
 * True if a column's decimals are written with a comma.
 *
 * All its numbers must read so, and at least one must be a number in no other way: `109,06` is, `1,234` is not, and where a comma groups thousands
 * (`1,234,567`, `1,234.5`) or a point stands before decimals (`7.8`) the column is none. Cells without a digit say nothing.
 */
export function decimalCommas(values: Iterable<string>): boolean {
  const cells = [...values].map((value) => value.trim());
  return provenDecimal(cells) === "," && !cells.some((cell) => cell.split(",").length > 2);
}
