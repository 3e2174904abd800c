import { MISFIT } from "../columns/column-profile.js";
import type { RowFit } from "../columns/column-profile.js";
import type { TextDialect } from "./dialect.js";
import { parseRecord } from "./parse-record.js";

/** A record that was read one edit away from what stands in the file. */
export interface RepairedRecord {
  readonly cells: readonly string[];
  /** What was done, in words. */
  readonly repair: string;
}

interface Candidate extends RepairedRecord {
  readonly fit: number;
}

/** Every edit of a longer record is a parse; beyond this, it stays rejected. */
const LONGEST = 2000;
const OTHER_DELIMITERS = [",", ";", "\t", "|", " "];
/** Cells beyond which readings are not searched for. */
const WIDEST = 100;
/** Stands for a quote that is taken as a character; no text has it. */
const LITERAL = "\uf8ff";
/** By how much the best edit must beat the next that gives other cells. */
const CLEARLY = 2;
/** Below this mean fit a cell, the edit explains nothing. */
const POOREST = -4;

function placesOf(text: string, mark: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(mark); mark !== "" && at >= 0; at = text.indexOf(mark, at + 1)) places.push(at);
  return places;
}

/** Most readings of one record that are compared. */
const MOST_READINGS = 50;

/** Readings of exactly `width` cells in which a quote inside a quoted cell is a character; bare cells hold no quote. The earliest closings come first. */
function* lenient(text: string, dialect: TextDialect, width: number, at = 0): Generator<string[]> {
  const { delimiter, quote } = dialect;
  const quoted = text[at] === quote;
  const ends = quoted
    ? placesOf(text, quote).filter(
        (place) => place > at && (place + 1 === text.length || text.startsWith(delimiter, place + 1)),
      )
    : [text.indexOf(delimiter, at)].map((place) => (place < 0 ? text.length : place));
  for (const end of ends) {
    const cell = quoted ? text.slice(at + 1, end).replaceAll(dialect.escape + quote, quote) : text.slice(at, end);
    const next = quoted ? end + 1 : end;
    if (!quoted && cell.includes(quote)) continue;
    // Two quoted cells are not one with a border between them inside.
    if (quoted && text.slice(at + 1, end).includes(quote + delimiter + quote)) continue;
    if (next === text.length) {
      if (width === 1) yield [cell];
    } else if (width > 1)
      for (const rest of lenient(text, dialect, width - 1, next + delimiter.length)) yield [cell, ...rest];
  }
}

function firstOf<T>(values: Iterable<T>, most: number): T[] {
  const taken: T[] = [];
  for (const value of values) if (taken.push(value) >= most) break;
  return taken;
}

/** Edits of a record and the cells that each gives, `repair` saying what was done. */
function* edits(text: string, dialect: TextDialect, width: number): Generator<RepairedRecord> {
  const { delimiter, quote } = dialect;
  const sound = (edited: string, marks: TextDialect = dialect): string[] | undefined => {
    const parsed = parseRecord(edited, marks);
    const strays =
      marks.quote !== "" &&
      parsed.state === "whole" &&
      parsed.cells.some((cell) => cell.includes(LITERAL) && cell.includes(quote));
    return parsed.state === "whole" && parsed.cells.length === width && !strays ? parsed.cells : undefined;
  };
  for (const other of OTHER_DELIMITERS) {
    const cells = other === delimiter ? undefined : sound(text, { ...dialect, delimiter: other });
    // A value that holds the table's own delimiter was not cut where it should have been.
    if (cells?.every((cell) => !cell.includes(delimiter)))
      yield { cells, repair: `read with "${other === "\t" ? "\\t" : other}" between its cells` };
  }
  for (const at of placesOf(text, delimiter)) {
    const after = at + delimiter.length;
    const empty =
      at === 0 || after === text.length || text.startsWith(delimiter, after) || text.slice(0, at).endsWith(delimiter);
    const cells = empty ? sound(text.slice(0, at) + text.slice(after)) : undefined;
    if (cells) yield { cells, repair: "read without one delimiter too many" };
  }
  for (const at of placesOf(text, quote)) {
    const cells = sound(text.slice(0, at) + LITERAL + text.slice(at + 1));
    if (cells) yield { cells, repair: "read with a stray quote as a character" };
  }
  for (let at = 0; at <= text.length; at += 1) {
    const cells = sound(text.slice(0, at) + delimiter + text.slice(at));
    if (cells) yield { cells, repair: "read with a delimiter where one is missing" };
  }
}

function best(candidates: readonly Candidate[], width: number): Candidate | undefined {
  const ranked = [...candidates].sort((a, b) => b.fit - a.fit);
  const [first] = ranked;
  if (!first || first.fit < POOREST * width) return undefined;
  const key = JSON.stringify(first.cells);
  const next = ranked.find(({ cells }) => JSON.stringify(cells) !== key);
  return next === undefined || first.fit - next.fit >= CLEARLY ? first : undefined;
}

/**
 * The cells of a record that does not parse or has too few or too many, where one edit clearly explains it: a delimiter too many beside an empty
 * cell, one missing between two cells, a quote that should be a character, another delimiter in this row alone.
 *
 * An edit counts only if the cells that it gives look like those of their columns, and no other edit does so nearly as well.
 *
 * @param text - one physical line
 * @param width - cells of a row
 * @param asRead - its cells where it has as many as it should: then an edit must take away the cost of a misfit
 * @returns `undefined` when nothing explains it; the record is then rejected
 */
export function repairedRecord(
  text: string,
  dialect: TextDialect,
  width: number,
  fitOf: RowFit,
  asRead?: readonly string[],
): RepairedRecord | undefined {
  if (text.length > LONGEST || width < 2) return undefined;
  // A row that has its cells is doubted only where one of them looks like none of its column.
  if (asRead && fitOf(asRead) > MISFIT) return undefined;
  const judged = ({ cells, repair }: RepairedRecord): Candidate => ({
    cells: cells.map((cell) => cell.replaceAll(LITERAL, dialect.quote)),
    repair,
    fit: fitOf(cells.map((cell) => cell.replaceAll(LITERAL, ""))),
  });
  const torn = dialect.quote !== "" && width <= WIDEST && parseRecord(text, dialect).state !== "whole";
  const readings = torn
    ? firstOf(lenient(text, dialect, width), MOST_READINGS).map((cells) =>
        judged({ cells, repair: "read with quotes inside a quoted cell as characters" }),
      )
    : [];
  const [only] = readings;
  // The one way to have the right number of cells may have one cell like none before it.
  if (only && readings.length === 1 && only.fit >= MISFIT + POOREST * width) return only;
  const found =
    best(readings, width) ?? best([...readings, ...firstOf(edits(text, dialect, width), LONGEST).map(judged)], width);
  return found && (!asRead || found.fit >= fitOf(asRead) - MISFIT) ? found : undefined;
}
