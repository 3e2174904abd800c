/** Columns of a terminal that tells none. */
const DEFAULT_WIDTH = 80;

/** The width and the colours of standard output, as the terminal or its user's environment gives them. */
export function terminal(): { readonly width: number; readonly color: boolean } {
  const { NO_COLOR, FORCE_COLOR, COLUMNS } = process.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0";
  const refused = NO_COLOR !== undefined && NO_COLOR !== "";
  const told = Number(COLUMNS);
  return {
    width: process.stdout.columns ?? (Number.isInteger(told) && told > 0 ? told : DEFAULT_WIDTH),
    color: !refused && (forced || (process.stdout.isTTY === true && FORCE_COLOR !== "0")),
  };
}

/** Part of the width at which the rest of a wrapped line begins at most: beyond it little room would be left. */
const DEEPEST = 0.55;

/** Where the rest of a wrapped line begins: under the last of its columns, or a little to the right of its beginning. */
function restIndent(line: string, width: number): number {
  const deepest = Math.floor(DEEPEST * width);
  const column = /^(?:.*\S)?\s{2,}(?=\S)/.exec(line.slice(0, deepest))?.[0].length ?? 0;
  const begin = /^ */.exec(line)?.[0].length ?? 0;
  return Math.min(Math.max(column, begin === column ? begin : begin + 2), deepest);
}

/** A text whose lines keep to a width; what does not fit goes on under the last column of its line. Without a known width the text stays as it is. */
export function wrappedLines(text: string): string {
  const told = Number(process.env["COLUMNS"]);
  const width = process.stdout.columns ?? (Number.isInteger(told) && told > 0 ? told : Infinity);
  if (width === Infinity) return text;
  return text
    .split("\n")
    .flatMap((line) => {
      const rest = " ".repeat(restIndent(line, width));
      const lines: string[] = [];
      let left = line;
      while (left.length > width) {
        const room = left.slice(0, width + 1);
        const space = room.lastIndexOf(" ");
        const cut = space > rest.length ? space : width;
        lines.push(left.slice(0, cut).trimEnd());
        left = `${rest}${left.slice(cut).trimStart()}`;
      }
      return [...lines, left];
    })
    .join("\n");
}
