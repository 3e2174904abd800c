/** A line that begins with four digits as a clock reading: "0915  Change put in", "2304Z Crew on site", "(a) 0510 hours: …". */
const STAMPED =
  /^[^\p{L}\p{N}]{0,4}(?:\([a-z]{1,2}\)\s|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s)?((?:[01]\d|2[0-3])[0-5]\d)(?:\s?(?:Z|L|LT|hrs|hours|h)\b)?(?=\s?[-–—:|)\]]|\s+\S|$)/u;
const MARKED =
  /^[^\p{L}\p{N}]{0,4}(?:\([a-z]{1,2}\)\s|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s)?(?:[01]\d|2[0-3])[0-5]\d\s?(?:Z|L|LT|hrs|hours|h)\b/u;

const COLON = /(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)/;
/** Numbers of circuits, sites or rooms have a name behind them, and nothing that happened. */
const isListOfNumbers = (lines: readonly string[]): boolean =>
  lines.every((line) => {
    const rest = line
      .replace(STAMPED, "")
      .replace(/[^\p{L}\s]/gu, " ")
      .trim();
    return (
      rest.split(/\s+/).length <= 2 &&
      !/ed\b|\b(?:down|up|ok|normal|fail\w*|drops?|alarm\w*|clear\w*|fix|back)\b/i.test(rest)
    );
  });

/** True if a text stamps its lines with four digits: several do, and not with years alone. */
export function stampsWithFourDigits(lines: readonly string[]): boolean {
  const stamped = lines.filter((line) => STAMPED.test(line));
  const stamps = stamped.flatMap((line) => STAMPED.exec(line)?.[1] ?? []);
  const years = stamps.filter((digits) => /^(?:19|20)/.test(digits)).length;
  const marked = stamped.some((line) => MARKED.test(line));
  const elsewhere = !marked && lines.some((line) => !/\b(?:duration|length|time to)\b/i.test(line) && COLON.test(line));
  return stamps.length >= 3 && years * 2 <= stamps.length && !elsewhere && !isListOfNumbers(stamped);
}

/** True if a line begins with such a stamp; `plain` where the text uses them without a mark. */
export const isStamped = (line: string, plain: boolean): boolean => (plain ? STAMPED : MARKED).test(line);
