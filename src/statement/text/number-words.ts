const UNITS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
];
const TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/** The pattern source of a number from one to a hundred in words. */
export const NUMBER_WORD: string = `(?:(?:${TENS.slice(2).join("|")})(?:[- ](?:${UNITS.slice(1, 10).join("|")})\\b)?|${UNITS.slice(1).reverse().join("|")}|a hundred|one hundred)`;

/** The number that digits or words give; `NaN` for anything else. */
export function numberOf(text: string): number {
  const word = text.trim().toLowerCase();
  if (/^\d/.test(word)) return Number(word.replace(",", "."));
  if (word === "a hundred" || word === "one hundred") return 100;
  if (UNITS.includes(word)) return UNITS.indexOf(word);
  const [ten, unit] = word.split(/[- ]/);
  const tens = TENS.indexOf(ten ?? "");
  return tens < 2 ? Number.NaN : tens * 10 + (unit === undefined ? 0 : UNITS.indexOf(unit));
}
