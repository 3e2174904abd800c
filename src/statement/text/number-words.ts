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

const SMALL = `(?:(?:${TENS.slice(2).join("|")})(?:[- ](?:${UNITS.slice(1, 10).join("|")})\\b)?|${UNITS.slice(1).reverse().join("|")})`;

/** The pattern source of a number from one to 999 in words: "forty-two", "a hundred", "two hundred and fifty". */
export const NUMBER_WORD: string = `(?:(?:a|${UNITS.slice(1, 10).join("|")}) hundred(?: and ${SMALL}\\b)?|${SMALL})`;

/** The number that words below a hundred give. */
function smallNumber(word: string): number {
  if (UNITS.includes(word)) return UNITS.indexOf(word);
  const [ten, unit] = word.split(/[- ]/);
  const tens = TENS.indexOf(ten ?? "");
  return tens < 2 ? Number.NaN : tens * 10 + (unit === undefined ? 0 : UNITS.indexOf(unit));
}

/** The number that digits or words give; `NaN` for anything else. */
export function numberOf(text: string): number {
  const word = text.trim().toLowerCase();
  if (/^\d/.test(word)) return Number(word.replace(",", "."));
  const [, hundreds, rest] = /^(\w+) hundred(?: and (.+))?$/.exec(word) ?? [];
  if (hundreds === undefined) return smallNumber(word);
  return (hundreds === "a" ? 1 : smallNumber(hundreds)) * 100 + (rest === undefined ? 0 : smallNumber(rest));
}
