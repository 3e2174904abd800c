import { addCell, FIELDS, type Term } from "./cell-numbers.js";
import type { CellTable } from "./cell-table.js";

/** Pairs of values up to which two columns have a table of sums; beyond it pairs are added up value by value. */
const MOST_DENSE = 16_384;

/** The cells of one column's values, value by value. */
interface ValueLists {
  readonly order: Int32Array;
  readonly start: Int32Array;
}

function listsOf(cells: Int32Array, codes: Int32Array, values: number): ValueLists {
  const start = new Int32Array(values + 1);
  for (let index = 0; index < cells.length; index += 1) {
    const code = codes[cells[index] as number] as number;
    if (code >= 0) start[code + 1] = (start[code + 1] as number) + 1;
  }
  for (let code = 0; code < values; code += 1) start[code + 1] = (start[code + 1] as number) + (start[code] as number);
  const order = new Int32Array(start[values] as number);
  const next = start.slice(0, values);
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index] as number;
    const code = codes[cell] as number;
    if (code < 0) continue;
    order[next[code] as number] = cell;
    next[code] = (next[code] as number) + 1;
  }
  return { order, start };
}

/** The cells of a list that hold all of some values. */
function holding(list: Int32Array, terms: readonly Term[], codes: readonly Int32Array[]): Int32Array {
  let left = list;
  for (const { column, value } of terms) {
    const own = codes[column] as Int32Array;
    const kept = new Int32Array(left.length);
    let count = 0;
    for (let index = 0; index < left.length; index += 1) {
      const cell = left[index] as number;
      if (own[cell] === value) kept[count++] = cell;
    }
    left = kept.subarray(0, count);
  }
  return left.slice();
}

/** Sums of the cells that no slice has taken yet, by value and by pair of values. */
export interface ValueSums {
  /** For each column, the numbers of each of its values. */
  readonly singles: readonly Float64Array[];
  /** For each pair of columns, the numbers of each pair of values; `null` where there are too many. */
  readonly pairs: readonly (Float64Array | null)[];
  /** True if a cell is taken. */
  readonly taken: Uint8Array;
}

/** What every search of one table shares: sums over all its cells, and which cells hold a value. */
export class SumIndex {
  readonly whole: ValueSums;
  private readonly lists: (ValueLists | undefined)[] = [];
  /** Cells of combinations of values that were asked for: every search of one table looks at much the same ones. */
  private readonly combined = new Map<string, Int32Array>();

  constructor(
    private readonly table: CellTable,
    private readonly numbers: Float64Array,
    private readonly cells: Int32Array,
    pairs: boolean,
  ) {
    const singles = table.values.map(({ length }) => new Float64Array(length * FIELDS));
    const dense = this.columnPairs().map(([a, b]) => {
      const size = this.valuesOf(a) * this.valuesOf(b);
      return pairs && size <= MOST_DENSE ? new Float64Array(size * FIELDS) : null;
    });
    this.whole = { singles, pairs: dense, taken: new Uint8Array(table.size) };
    this.addCells(this.whole, cells, 1);
  }

  valuesOf(column: number): number {
    return (this.table.values[column] as readonly string[]).length;
  }

  /** Every pair of columns, in the order of {@link ValueSums.pairs}. */
  columnPairs(): readonly (readonly [number, number])[] {
    const { length } = this.table.columns;
    return Array.from({ length }, (_, a) => a).flatMap((a) =>
      Array.from({ length: length - a - 1 }, (_, offset) => [a, a + 1 + offset] as const),
    );
  }

  private addCells(sums: ValueSums, cells: Int32Array, sign: 1 | -1): void {
    const { codes } = this.table;
    const { numbers } = this;
    sums.singles.forEach((into, column) => {
      const own = codes[column] as Int32Array;
      for (let index = 0; index < cells.length; index += 1) {
        const cell = cells[index] as number;
        const code = own[cell] as number;
        if (code >= 0) addCell(into, code, numbers, cell, sign);
      }
    });
    const columns = this.columnPairs();
    sums.pairs.forEach((into, pair) => {
      if (!into) return;
      const [a, b] = columns[pair] as readonly [number, number];
      const [first, second, width] = [codes[a] as Int32Array, codes[b] as Int32Array, this.valuesOf(b)];
      for (let index = 0; index < cells.length; index += 1) {
        const cell = cells[index] as number;
        const one = first[cell] as number;
        const other = second[cell] as number;
        if (one >= 0 && other >= 0) addCell(into, one * width + other, numbers, cell, sign);
      }
    });
  }

  /** The sums without some of their cells. */
  without(sums: ValueSums, cells: Int32Array): ValueSums {
    const left = {
      singles: sums.singles.map((list) => list.slice()),
      pairs: sums.pairs.map((list) => list?.slice() ?? null),
      taken: sums.taken.slice(),
    };
    this.addCells(left, cells, -1);
    for (const cell of cells) left.taken[cell] = 1;
    return left;
  }

  /** The cells that hold a value of a column. */
  cellsOf(column: number, value: number): Int32Array {
    const codes = this.table.codes[column] as Int32Array;
    const lists = this.lists[column] ?? listsOf(this.cells, codes, this.valuesOf(column));
    this.lists[column] = lists;
    return lists.order.subarray(lists.start[value] as number, lists.start[value + 1] as number);
  }

  /** The cells that hold all of some values, in order. */
  cellsOfAll(terms: readonly Term[]): Int32Array {
    const last = terms.at(-1) as Term;
    if (terms.length === 1) return this.cellsOf(last.column, last.value);
    const key = terms.map(({ column, value }) => `${column}:${value}`).join();
    const known = this.combined.get(key);
    if (known) return known;
    const wider = this.cellsOfAll(terms.slice(0, -1));
    const own = this.cellsOf(last.column, last.value);
    const [list, other] = wider.length <= own.length ? [wider, [last]] : [own, terms.slice(0, -1)];
    const found = holding(list, other, this.table.codes);
    this.combined.set(key, found);
    return found;
  }
}
