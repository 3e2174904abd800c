/** A plain decimal number; leading zeros make a code, exponents and words are text. */
const DECIMAL = /^[+-]?(0|[1-9]\d*)(\.\d*)?$/;
/** Digits that a double holds exactly; longer numbers are identifiers and stay text. */
const EXACT_DIGITS = 15;

/** A text as the number that it writes; `undefined` where it is none, or too long to be one. */
function decimalValue(value: string): number | undefined {
  const text = value.trim();
  return DECIMAL.test(text) && text.replace(/\D/g, "").length <= EXACT_DIGITS ? Number(text) : undefined;
}

/** The numbers among listed values, for comparing cells that write them otherwise: `500.0` is 500. */
export function listedNumbers(values: readonly string[]): readonly number[] {
  return values.flatMap((value) => decimalValue(value) ?? []);
}

/** True if two texts are the same value: equal as written, or equal as numbers where both are. */
export function sameValue(one: string, other: string): boolean {
  if (one === other) return true;
  const number = decimalValue(one);
  return number !== undefined && number === decimalValue(other);
}
