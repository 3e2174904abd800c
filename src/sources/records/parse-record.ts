import type { CellMarks } from "./record.js";

/** A record split strictly: `open` wants more lines, `broken` has text after a closing quote. */
export type ParsedRecord =
  | { readonly state: "whole"; readonly cells: string[] }
  | { readonly state: "open" }
  | { readonly state: "broken" };

/** Splits strictly: a quoted cell must end at a delimiter or at the record's end; a quote inside a bare cell is a character. */
export function parseRecord(text: string, { delimiter, quote, escape }: CellMarks): ParsedRecord {
  if (quote === "" || !text.includes(quote)) return { state: "whole", cells: text.split(delimiter) };
  const cells: string[] = [];
  for (let at = 0; at <= text.length; at += delimiter.length) {
    if (text[at] !== quote) {
      const end = text.indexOf(delimiter, at);
      cells.push(text.slice(at, end < 0 ? undefined : end));
      if (end < 0) break;
      at = end;
      continue;
    }
    let cell = "";
    for (at += 1; ; at += 1) {
      const next = text[at];
      if (next === undefined) return { state: "open" };
      if (next === escape && (text[at + 1] === quote || (escape !== quote && text[at + 1] === escape)))
        cell += text[(at += 1)];
      else if (next === quote) break;
      else cell += next;
    }
    cells.push(cell);
    at += 1;
    if (at === text.length) break;
    if (!text.startsWith(delimiter, at)) return { state: "broken" };
  }
  return { state: "whole", cells };
}
