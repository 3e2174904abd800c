import type { CellTable } from "./cell-table.js";
import { type CellSums, type CommonRise, contrast, type Noise, risen } from "./excess-model.js";

/** Most columns of one slice. */
export const MOST_TERMS = 4;
/** Fewer failures than this are no slice, however rare failures are elsewhere. */
const FEWEST_FAILURES = 3;
/** Slices of one set of columns that are looked into further. */
const KEPT_PER_COLUMN_SET = 6;
/** Slices of one number of columns that are looked into further. */
const BEAM = 48;
/** Numbers of a cell that lie side by side: attempts, failures, expected failures, failures before, attempts². */
export const FIELDS = 5;

/** One condition of a slice: a column and the index of its value. */
export interface Term {
  readonly column: number;
  readonly value: number;
}

/** A slice with what its cells sum to. */
export interface Candidate extends CellSums {
  /** In order of the columns. */
  readonly terms: readonly Term[];
  readonly statistic: number;
  /** Half the statistic less the length of the slice's description, in nats. */
  readonly score: number;
}

/** What a search runs over: cells that no slice explains yet. */
export interface SearchSpace {
  readonly table: CellTable;
  readonly cells: Int32Array;
  /** The numbers of each cell of the table, side by side. */
  readonly numbers: Float64Array;
  readonly whole: CellSums;
  readonly rise: CommonRise;
  readonly noise: Noise;
  readonly priorFailures: number;
  readonly mostTerms: number;
}

/** The cells of one column's values, value by value. */
interface ValueLists {
  readonly order: Int32Array;
  readonly start: Int32Array;
}

/** ln C(n, k) for small k. */
function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 0; i < k; i += 1) sum += Math.log((n - i) / (i + 1));
  return sum;
}

/** Length in nats of saying which columns and which of their values. */
export function descriptionLength(table: CellTable, terms: readonly Term[]): number {
  return terms.reduce(
    (sum, { column }) => sum + Math.log((table.values[column] as readonly string[]).length),
    logChoose(table.columns.length, terms.length),
  );
}

/** The numbers of every cell, side by side. */
export function cellNumbers(table: CellTable, expected: Float64Array): Float64Array {
  const numbers = new Float64Array(table.size * FIELDS);
  for (let cell = 0; cell < table.size; cell += 1) {
    numbers[cell * FIELDS] = table.attempts[cell] as number;
    numbers[cell * FIELDS + 1] = table.failures[cell] as number;
    numbers[cell * FIELDS + 2] = expected[cell] as number;
    numbers[cell * FIELDS + 3] = table.failuresBefore[cell] as number;
    numbers[cell * FIELDS + 4] = (table.attempts[cell] as number) ** 2;
  }
  return numbers;
}

/** The sums over some cells. */
export function cellSums(numbers: Float64Array, cells: Int32Array): CellSums {
  let [attempts, failures, expected, before, squares] = [0, 0, 0, 0, 0];
  for (let index = 0; index < cells.length; index += 1) {
    const at = (cells[index] as number) * FIELDS;
    attempts += numbers[at] as number;
    failures += numbers[at + 1] as number;
    expected += numbers[at + 2] as number;
    before += numbers[at + 3] as number;
    squares += numbers[at + 4] as number;
  }
  return { attempts, failures, expected, before, squares };
}

function valueLists(cells: Int32Array, codes: Int32Array, values: number): ValueLists {
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

/** True if a cell is in a slice. */
export function within(table: CellTable, terms: readonly Term[], cell: number): boolean {
  return terms.every(({ column, value }) => (table.codes[column] as Int32Array)[cell] === value);
}

/** The best slices of one set of columns, best first. */
class BestOfSet {
  readonly kept: Candidate[] = [];

  /** A score that a further slice has to exceed. */
  get bar(): number {
    return this.kept.length < KEPT_PER_COLUMN_SET ? Number.NEGATIVE_INFINITY : (this.kept.at(-1) as Candidate).score;
  }

  add(candidate: Candidate): void {
    const at = this.kept.findIndex(({ score }) => score < candidate.score);
    this.kept.splice(at < 0 ? this.kept.length : at, 0, candidate);
    if (this.kept.length > KEPT_PER_COLUMN_SET) this.kept.pop();
  }
}

/** Sums over the values of one column, reset after each use. */
class ColumnSums {
  private readonly sums: Float64Array;
  private readonly touched: Int32Array;
  private readonly seen: Uint8Array;
  private count = 0;

  constructor(mostValues: number) {
    this.sums = new Float64Array(mostValues * FIELDS);
    this.touched = new Int32Array(mostValues);
    this.seen = new Uint8Array(mostValues);
  }

  /** Adds the cells of a list from one place to another. */
  add(numbers: Float64Array, codes: Int32Array, list: Int32Array, from: number, to: number): void {
    const { sums, touched, seen } = this;
    let { count } = this;
    for (let index = from; index < to; index += 1) {
      const cell = list[index] as number;
      const code = codes[cell] as number;
      if (code < 0) continue;
      const [into, out] = [code * FIELDS, cell * FIELDS];
      if (seen[code] === 0) {
        seen[code] = 1;
        touched[count] = code;
        count += 1;
      }
      sums[into] = (sums[into] as number) + (numbers[out] as number);
      sums[into + 1] = (sums[into + 1] as number) + (numbers[out + 1] as number);
      sums[into + 2] = (sums[into + 2] as number) + (numbers[out + 2] as number);
      sums[into + 3] = (sums[into + 3] as number) + (numbers[out + 3] as number);
      sums[into + 4] = (sums[into + 4] as number) + (numbers[out + 4] as number);
    }
    this.count = count;
  }

  /** Hands each value's sums over and empties them. */
  drain(
    take: (
      value: number,
      attempts: number,
      failures: number,
      expected: number,
      before: number,
      squares: number,
    ) => void,
  ): void {
    const { sums } = this;
    for (let index = 0; index < this.count; index += 1) {
      const value = this.touched[index] as number;
      const at = value * FIELDS;
      const [tried = 0, failed = 0, expected = 0, before = 0, squares = 0] = sums.subarray(at, at + FIELDS);
      take(value, tried, failed, expected, before, squares);
      this.seen[value] = 0;
      sums[at] = 0;
      sums[at + 1] = 0;
      sums[at + 2] = 0;
      sums[at + 3] = 0;
      sums[at + 4] = 0;
    }
    this.count = 0;
  }
}

const bySize = (a: Candidate, b: Candidate): number => b.score - a.score;

/** One search: level by level, from slices of one column to slices of four. */
class Search {
  private readonly sums: ColumnSums;
  private readonly lists: readonly ValueLists[];

  constructor(private readonly space: SearchSpace) {
    const { table, cells } = space;
    this.sums = new ColumnSums(Math.max(1, ...table.values.map(({ length }) => length)));
    this.lists = table.codes.map((codes, column) =>
      valueLists(cells, codes, (table.values[column] as readonly string[]).length),
    );
  }

  /** Judges the values of one more column inside a list of cells that `terms` holds. */
  private judge(
    terms: readonly Term[],
    column: number,
    list: Int32Array,
    from: number,
    to: number,
    into: BestOfSet,
    isNew: (value: number) => boolean = () => true,
  ): void {
    const { table, numbers, whole, rise, noise, priorFailures } = this.space;
    this.sums.add(numbers, table.codes[column] as Int32Array, list, from, to);
    const length = descriptionLength(table, [...terms, { column, value: 0 }]);
    this.sums.drain((value, attempts, failures, expected, before, squares) => {
      if (failures < FEWEST_FAILURES || failures <= expected || failures <= risen(rise, attempts, expected)) return;
      const part = { attempts, failures, expected, before, squares };
      const { statistic } = contrast(part, whole, rise, noise, priorFailures);
      const score = statistic / 2 - length;
      if (score <= into.bar || !isNew(value)) return;
      const all = [...terms, { column, value }].sort((a, b) => a.column - b.column);
      into.add({ ...part, terms: all, statistic, score });
    });
  }

  /** Slices of one column. */
  private singles(): Candidate[] {
    return this.space.table.codes.flatMap((_codes, column) => {
      const best = new BestOfSet();
      this.judge([], column, this.space.cells, 0, this.space.cells.length, best);
      return best.kept;
    });
  }

  /** Slices of two columns: every pair of values that occurs. */
  private pairs(): Candidate[] {
    const columns = this.space.table.columns.length;
    const found: Candidate[] = [];
    for (let first = 0; first < columns; first += 1) {
      const { order, start } = this.lists[first] as ValueLists;
      for (let second = first + 1; second < columns; second += 1) {
        const best = new BestOfSet();
        for (let value = 0; value + 1 < start.length; value += 1) {
          const [from, to] = [start[value] as number, start[value + 1] as number];
          if (to > from) this.judge([{ column: first, value }], second, order, from, to, best);
        }
        found.push(...best.kept);
      }
    }
    return found;
  }

  /** The cells of a slice, from the shortest list of one of its values. */
  private cellsOf(terms: readonly Term[]): Int32Array {
    const { table } = this.space;
    const parts = terms.map(({ column, value }) => {
      const { order, start } = this.lists[column] as ValueLists;
      return order.subarray(start[value] as number, start[value + 1] as number);
    });
    const [shortest] = parts.sort((a, b) => a.length - b.length);
    return (shortest as Int32Array).filter((cell) => within(table, terms, cell));
  }

  /** Slices of one column more than the best so far. */
  private longer(beam: readonly Candidate[]): Candidate[] {
    const { table } = this.space;
    const sets = new Map<string, BestOfSet>();
    const seen = new Set<string>();
    for (const { terms } of beam) {
      const list = this.cellsOf(terms);
      const used = new Set(terms.map(({ column }) => column));
      table.columns.forEach((_name, column) => {
        if (used.has(column)) return;
        const key = [...used, column].sort((a, b) => a - b).join(",");
        const best = sets.get(key) ?? new BestOfSet();
        sets.set(key, best);
        const others = terms.map((term) => `${term.column}=${term.value}`);
        this.judge(terms, column, list, 0, list.length, best, (value) => {
          const name = [...others, `${column}=${value}`].sort().join("&");
          return !seen.has(name) && seen.add(name) !== undefined;
        });
      });
    }
    return [...sets.values()].flatMap(({ kept }) => kept);
  }

  run(): Candidate[] {
    const most = Math.min(this.space.mostTerms, this.space.table.columns.length);
    const found = this.singles();
    let level = most > 1 ? this.pairs() : [];
    found.push(...level);
    for (let terms = 3; terms <= most && level.length > 0; terms += 1) {
      level = this.longer(level.sort(bySize).slice(0, BEAM));
      found.push(...level);
    }
    return found.sort(bySize);
  }
}

/**
 * The slices that explain the excess best, best first.
 *
 * Every value and every pair of values that occurs is judged; slices of three and four columns are built from the best of one column less.
 */
export function searchSlices(space: SearchSpace): readonly Candidate[] {
  return new Search(space).run();
}

/** Slices that a search of `terms` columns can choose among: for each set of columns as many as can occur. */
export function searchSize(table: CellTable, terms: number): number {
  const counts = table.values.map(({ length }) => length);
  const sum = (from: number, left: number, product: number): number => {
    if (left === 0) return Math.min(product, table.size);
    let total = 0;
    for (let column = from; column + left <= counts.length; column += 1)
      total += sum(column + 1, left - 1, product * (counts[column] as number));
    return total;
  };
  return Math.max(1, sum(0, terms, 1));
}
