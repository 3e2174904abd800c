import { parse } from "csv-parse/sync";
import type { CellMarks } from "./record.js";

/** A record split strictly: `open` wants more lines, `broken` has text after a closing quote. */
export type ParsedRecord =
  | { readonly state: "whole"; readonly cells: string[] }
  | { readonly state: "open" }
  | { readonly state: "broken" };

/** Where a cell ends that goes on after its closing quote: at the next delimiter or at the end, if no quote follows before. */
function restOf(text: string, at: number, { delimiter, quote }: CellMarks): number | undefined {
  const end = text.indexOf(delimiter, at);
  const stop = end < 0 ? text.length : end;
  return text.slice(at, stop).includes(quote) ? undefined : stop;
}

/**
 * Splits strictly: a quoted cell must end at a delimiter or at the record's end; a quote inside a bare cell is a character.
 *
 * @param marks - with `rest`, unquoted text after a closing quote belongs to its cell
 */
export function parseRecord(text: string, marks: CellMarks & { readonly rest?: boolean }): ParsedRecord {
  const { delimiter, quote, escape } = marks;
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
    at += 1;
    if (at < text.length && !text.startsWith(delimiter, at)) {
      const stop = marks.rest === true ? restOf(text, at, marks) : undefined;
      if (stop === undefined) return { state: "broken" };
      cell += text.slice(at, stop);
      at = stop;
    }
    cells.push(cell);
    if (at === text.length) break;
  }
  return { state: "whole", cells };
}

/**
 * True if another parser reads a text as the same one record. It is asked about the records in doubt only, those over several lines: it takes
 * ten times as long as {@link parseRecord}.
 */
export function confirmedRecord(
  text: string,
  cells: readonly string[],
  { delimiter, quote, escape }: CellMarks,
): boolean {
  try {
    const records = parse(text, {
      delimiter,
      quote,
      escape,
      relax_quotes: true,
      relax_column_count: true,
      record_delimiter: ["\n", "\r\n", "\r"],
    });
    const [only] = records;
    return records.length === 1 && only?.length === cells.length && only.every((cell, at) => cell === cells[at]);
  } catch {
    return false;
  }
}
