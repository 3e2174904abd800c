import type { CellTable } from "./cell-table.js";
import type { CellSums } from "./excess-model.js";

/** Numbers of a cell that lie side by side: attempts, failures, expected failures, failures before. */
export const FIELDS = 4;

/** One condition of a slice: a column and the index of its value. */
export interface Term {
  readonly column: number;
  readonly value: number;
}

/** The numbers of every cell, side by side. */
export function cellNumbers(table: CellTable, expected: Float64Array): Float64Array {
  const numbers = new Float64Array(table.size * FIELDS);
  for (let cell = 0; cell < table.size; cell += 1) {
    numbers[cell * FIELDS] = table.attempts[cell] as number;
    numbers[cell * FIELDS + 1] = table.failures[cell] as number;
    numbers[cell * FIELDS + 2] = expected[cell] as number;
    numbers[cell * FIELDS + 3] = table.failuresBefore[cell] as number;
  }
  return numbers;
}

/** The numbers at one place, as sums. */
export function sumsAt(numbers: Float64Array, place: number): CellSums {
  const at = place * FIELDS;
  return {
    attempts: numbers[at] as number,
    failures: numbers[at + 1] as number,
    expected: numbers[at + 2] as number,
    before: numbers[at + 3] as number,
  };
}

/** Adds the numbers of one cell to a place of other numbers; `sign` −1 takes them away. */
export function addCell(into: Float64Array, place: number, numbers: Float64Array, cell: number, sign: 1 | -1): void {
  const to = place * FIELDS;
  const from = cell * FIELDS;
  into[to] = (into[to] as number) + sign * (numbers[from] as number);
  into[to + 1] = (into[to + 1] as number) + sign * (numbers[from + 1] as number);
  into[to + 2] = (into[to + 2] as number) + sign * (numbers[from + 2] as number);
  into[to + 3] = (into[to + 3] as number) + sign * (numbers[from + 3] as number);
}

/** Empties the numbers at one place. */
export function clearPlace(numbers: Float64Array, place: number): void {
  for (let at = place * FIELDS; at < (place + 1) * FIELDS; at += 1) numbers[at] = 0;
}

/** The sums over some cells. */
export function cellSums(numbers: Float64Array, cells: Int32Array): CellSums {
  const sums = new Float64Array(FIELDS);
  for (let index = 0; index < cells.length; index += 1) addCell(sums, 0, numbers, cells[index] as number, 1);
  return sumsAt(sums, 0);
}

/** True if a cell is in a slice. */
export function within(table: CellTable, terms: readonly Term[], cell: number): boolean {
  for (const { column, value } of terms) if ((table.codes[column] as Int32Array)[cell] !== value) return false;
  return true;
}

/** Some cells in two parts: those for which a test holds, and the others, both in order. */
export function parted(
  cells: Int32Array,
  holds: (cell: number) => boolean,
): readonly [inside: Int32Array, outside: Int32Array] {
  const sorted = new Int32Array(cells.length);
  let [inside, outside] = [0, cells.length];
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index] as number;
    if (holds(cell)) sorted[inside++] = cell;
    else sorted[--outside] = cell;
  }
  return [sorted.slice(0, inside), sorted.subarray(inside).reverse()];
}
