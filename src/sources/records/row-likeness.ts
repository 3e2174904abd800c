import { typeOf } from "./header.js";

/** True if cells could be those of a row, by the types of the table's columns. */
export type RowLikeness = (cells: readonly string[]) => boolean;

/** Share of a column's filled cells that make its type. */
const TYPED = 0.9;
/** Share of the typed columns whose type a row must have. */
const FITTING = 0.5;

/**
 * Tells rows from other text: in at least half of the columns that hold numbers, times or codes, a row has a cell of that type.
 *
 * @param sample - rows of the table; where no column has a type, every text of the right width could be a row
 */
export function rowLikeness(sample: readonly (readonly string[])[]): RowLikeness {
  const width = Math.max(0, ...sample.map((row) => row.length));
  const typed: (readonly [index: number, type: string])[] = [];
  for (let index = 0; index < width; index += 1) {
    const types = sample.map((row) => typeOf(row[index] ?? "")).filter((type) => type !== "empty");
    const type = (["number", "time", "code"] as const).find(
      (one) => types.length > 0 && types.filter((other) => other === one).length >= TYPED * types.length,
    );
    if (type !== undefined) typed.push([index, type]);
  }
  return (cells) => {
    const within = typed.filter(([index]) => index < cells.length);
    const fitting = within.filter(([index, type]) => typeOf(cells[index] as string) === type).length;
    return within.length === 0 ? typed.length === 0 : fitting >= FITTING * within.length;
  };
}
