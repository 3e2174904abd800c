import { CLOCK_AT, CLOCK_WORDS, SPANS, stepped } from "../sources/columns/time-words.js";

const CLOCK = String.raw`(\d{1,2})(:| ?h ?)\d{2}(:\d{2}([.,]\d+)?)?([ \u00a0\u202f]*[AaPp]\.? ?[Mm]\.?)?`;
/** The day of the week that may stand before a date. */
const WEEKDAY = String.raw`(?:\p{L}{2,10}[.,]{0,2} )?`;
const ORDERED = new RegExp(
  String.raw`^\[?${WEEKDAY}(\d{1,2})([./-])\d{1,2}(?:\2(\d{4}|\d{2}))?(?:(,? +|T|, *| *@ *)${CLOCK})?(\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?\]?$`,
  "u",
);
const ONLY_CLOCK = new RegExp(`^${CLOCK}$`);
const ONLY_DATE =
  /^(?:\p{L}{2,10}[.,]{0,2} )?(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})|(19|20)\d{6}|\d{1,2}[ /-]\p{L}{3,9}\.?[ /-]\d{2,4}|\p{L}{3,9} \d{1,2},? \d{4})$/u;
/** A time of day as one number: 83005 is half past eight. */
const CLOCK_NUMBER = /^([01]?\d|2[0-3])?[0-5]?\d[0-5]?\d$|^\d$/;

/** True if nearly all of these cells are of one shape; the rest may be damaged. */
function nearlyAll(values: readonly string[], pattern: RegExp): boolean {
  // A bracket around date and clock falls to either where spaces part the cells.
  const bare = (value: string): string => value.trim().replaceAll(/^[[(]|[\])]$/g, "");
  return values.length > 0 && values.filter((value) => pattern.test(bare(value))).length >= 0.95 * values.length;
}

/** Times of day and nothing else. */
export function onlyClocks(values: readonly string[]): boolean {
  return nearlyAll(values, ONLY_CLOCK);
}

/** Times of day as whole numbers of up to six digits, most of them with hours. */
export function clockNumbers(values: readonly string[]): boolean {
  const long = values.filter((value) => /^\d{5,6}$/.test(value.trim()));
  return 2 * long.length > values.length && nearlyAll(values, CLOCK_NUMBER);
}

/** Dates and nothing else. */
export function onlyDates(values: readonly string[]): boolean {
  return nearlyAll(values, ONLY_DATE);
}

/**
 * The pattern of times whose order of day and month was told.
 *
 * Everything else is as the cell has it: separators, a year of two digits, seconds and their parts, AM and PM, an offset.
 *
 * @param values - cells of the column; the longest kind is taken
 * @returns `undefined` where they are no days and months in figures
 */
export function orderedPattern(values: readonly string[], order: "d" | "m"): string | undefined {
  const matches = values.flatMap((value) => {
    const match = ORDERED.exec(stepped(value.trim(), [...SPANS, ...CLOCK_AT, ...CLOCK_WORDS]));
    return match ? [match] : [];
  });
  const [match] = [...matches].sort((a, b) => b[0].length - a[0].length);
  if (!match) return undefined;
  const [, , mark = "/", year, between = "", hour, colon, seconds, part, half, offset] = match;
  const date = order === "d" ? `%d${mark}%m` : `%m${mark}%d`;
  const clock =
    hour === undefined
      ? ""
      : `${between.replace(/ +/g, " ")}${half ? "%I" : "%H"}${colon}%M${seconds ? ":%S" : ""}${part ? `${part[0]}%f` : ""}${half ? `${/^\S/.test(half) ? "" : " "}%p` : ""}`;
  const zone = offset === undefined ? "" : /[+-]/.test(offset) ? `${/^\s/.test(offset) ? " " : ""}%z` : offset;
  return `${date}${year === undefined ? "" : `${mark}${year.length === 2 ? "%y" : "%Y"}`}${clock}${zone}`;
}
