import { addCell, clearPlace, FIELDS, sumsAt, type Term } from "./cell-numbers.js";
import type { CellTable } from "./cell-table.js";
import { type CellSums, type CommonRise, contrast, contrastBound, type Noise, risen } from "./excess-model.js";
import { type KnownRates, knownFailures } from "./expected.js";
import type { SumIndex, ValueSums } from "./value-sums.js";

/** Most columns of one slice. */
export const MOST_TERMS = 4;
/** Fewer failures than this are no slice, however rare failures are elsewhere. */
const FEWEST_FAILURES = 3;
/** Slices of one set of columns that are looked into further. */
const KEPT_PER_COLUMN_SET = 6;
/** Slices of one number of columns that are looked into further. */
const BEAM = 48;

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
  readonly index: SumIndex;
  /** Sums of the cells that are left. */
  readonly sums: ValueSums;
  /** The numbers of each cell of the table, side by side. */
  readonly numbers: Float64Array;
  readonly whole: CellSums;
  readonly rise: CommonRise;
  readonly noise: Noise;
  readonly known: KnownRates;
  readonly mostTerms: number;
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

/** The best slices of one set of columns, best first. */
class BestOfSet {
  readonly kept: Candidate[] = [];

  /** A score that a further slice has to exceed. */
  get bar(): number {
    return this.kept.length < KEPT_PER_COLUMN_SET ? Number.NEGATIVE_INFINITY : (this.kept.at(-1) as Candidate).score;
  }

  /** Keeps a slice, unless it is kept already under another order of its conditions. */
  add(candidate: Candidate): void {
    const same = ({ terms }: Candidate): boolean =>
      terms.every(({ column, value }, index) => {
        const other = candidate.terms[index] as Term;
        return other.column === column && other.value === value;
      });
    if (this.kept.some(same)) return;
    const at = this.kept.findIndex(({ score }) => score < candidate.score);
    this.kept.splice(at < 0 ? this.kept.length : at, 0, candidate);
    if (this.kept.length > KEPT_PER_COLUMN_SET) this.kept.pop();
  }
}

const bySize = (a: Candidate, b: Candidate): number => b.score - a.score;

/** Some cells with their numbers side by side. */
interface Gathered {
  readonly cells: Int32Array;
  readonly numbers: Float64Array;
  readonly count: number;
}

/** One search: level by level, from slices of one column to slices of four. */
class Search {
  /** Sums over the values of one column, empty between uses. */
  private readonly room: Float64Array;
  private readonly seen: Uint8Array;
  private readonly touched: Int32Array;
  /** Room for the cells of one list; used until the next list is gathered. */
  private cells = new Int32Array(0);
  private gatheredNumbers = new Float64Array(0);
  /** The best score so far; a slice that is not worth its description is none. */
  private best = 0;

  constructor(private readonly space: SearchSpace) {
    const most = space.table.values.reduce((largest, { length }) => Math.max(largest, length), 1);
    this.room = new Float64Array(most * FIELDS);
    this.seen = new Uint8Array(most);
    this.touched = new Int32Array(most);
  }

  /**
   * Judges one slice by its sums. Most are turned away by a bound of their score, which costs no logarithm.
   *
   * @param terms - conditions beside the value of one column
   */
  private judge(
    sums: Float64Array,
    place: number,
    length: number,
    into: BestOfSet,
    terms: readonly Term[],
    column: number,
    value: number,
  ): void {
    const at = place * FIELDS;
    const failures = sums[at + 1] as number;
    const expected = sums[at + 2] as number;
    if (failures < FEWEST_FAILURES || failures <= expected) return;
    const attempts = sums[at] as number;
    const { whole, rise, noise, known } = this.space;
    const mean = risen(rise, attempts, expected);
    if (failures <= mean) return;
    const { bar } = into;
    const restMean = risen(rise, whole.attempts - attempts, Math.max(0, whole.expected - expected));
    if (contrastBound(failures, attempts, mean, whole, restMean, noise) / 2 - length <= bar) return;
    const named = [...terms, { column, value }].sort((a, b) => a.column - b.column);
    const part = sumsAt(sums, place);
    const { statistic } = contrast(part, whole, rise, noise, known.rest, knownFailures(known, named));
    const score = statistic / 2 - length;
    if (score > bar) into.add({ ...part, terms: named, statistic, score });
    if (score > this.best) this.best = score;
  }

  /** Slices of one column. */
  private singles(): Candidate[] {
    const { table, sums } = this.space;
    return sums.singles.flatMap((own, column) => {
      const best = new BestOfSet();
      const length = descriptionLength(table, [{ column, value: 0 }]);
      for (let value = 0; value * FIELDS < own.length; value += 1)
        this.judge(own, value, length, best, [], column, value);
      return best.kept;
    });
  }

  /** The cells of a list that are left, with their numbers side by side. */
  private gathered(list: Int32Array): Gathered {
    const { numbers, sums } = this.space;
    if (this.cells.length < list.length) {
      this.cells = new Int32Array(2 * list.length);
      this.gatheredNumbers = new Float64Array(2 * list.length * FIELDS);
    }
    const { cells, gatheredNumbers: own } = this;
    const { taken } = sums;
    let count = 0;
    for (let index = 0; index < list.length; index += 1) {
      const cell = list[index] as number;
      if (taken[cell] === 1) continue;
      cells[count] = cell;
      const [from, to] = [cell * FIELDS, count * FIELDS];
      own[to] = numbers[from] as number;
      own[to + 1] = numbers[from + 1] as number;
      own[to + 2] = numbers[from + 2] as number;
      own[to + 3] = numbers[from + 3] as number;
      count += 1;
    }
    return { cells, numbers: own, count };
  }

  /**
   * True if no part of some cells can score better than the best slice so far.
   *
   * Pearson's statistic of a sum is at most the sum of its cells', and what a part has too much the rest has too little.
   */
  private hopeless({ numbers, count }: Gathered, length: number): boolean {
    const { whole, rise, noise } = this.space;
    let [own, surplus, attempts, expected] = [0, 0, 0, 0];
    for (let at = 0; at < count * FIELDS; at += FIELDS) {
      const tried = numbers[at] as number;
      attempts += tried;
      expected += numbers[at + 2] as number;
      const failures = numbers[at + 1] as number;
      if (failures === 0) continue;
      const mean = risen(rise, tried, numbers[at + 2] as number);
      if (failures <= mean) continue;
      own += (failures - mean) ** 2 / (mean * (1 - mean / tried));
      surplus += failures - mean;
    }
    const restAttempts = whole.attempts - attempts;
    if (!(restAttempts > 0)) return false;
    const restMean = risen(rise, restAttempts, Math.max(0, whole.expected - expected));
    const rest = surplus ** 2 / (restMean * (1 - restMean / restAttempts));
    return (own + rest) / noise.dispersion / 2 - length <= this.best;
  }

  /** Adds up cells by the values of one more column, judges the sums, and empties them. */
  private byValue(terms: readonly Term[], column: number, { cells, numbers, count }: Gathered, into: BestOfSet): void {
    const { table } = this.space;
    const codes = table.codes[column] as Int32Array;
    const { room, seen, touched } = this;
    let values = 0;
    for (let index = 0; index < count; index += 1) {
      const code = codes[cells[index] as number] as number;
      if (code < 0) continue;
      if (seen[code] === 0) {
        seen[code] = 1;
        touched[values++] = code;
      }
      addCell(room, code, numbers, index, 1);
    }
    const length = descriptionLength(table, [...terms, { column, value: 0 }]);
    for (let index = 0; index < values; index += 1) {
      const value = touched[index] as number;
      this.judge(room, value, length, into, terms, column, value);
      clearPlace(room, value);
      seen[value] = 0;
    }
  }

  /** Slices of two columns: every pair of values that occurs. */
  private pairs(): Candidate[] {
    const { table, index, sums } = this.space;
    return index.columnPairs().flatMap(([first, second], pair) => {
      const best = new BestOfSet();
      const dense = sums.pairs[pair];
      const width = index.valuesOf(second);
      const length = descriptionLength(table, [
        { column: first, value: 0 },
        { column: second, value: 0 },
      ]);
      const single = sums.singles[first] as Float64Array;
      for (let value = 0; value < index.valuesOf(first); value += 1) {
        if ((single[value * FIELDS + 1] as number) < FEWEST_FAILURES) continue;
        const terms = [{ column: first, value }];
        if (dense) {
          for (let other = 0; other < width; other += 1)
            this.judge(dense, value * width + other, length, best, terms, second, other);
          continue;
        }
        const list = this.gathered(index.cellsOf(first, value));
        if (!this.hopeless(list, Math.log(index.valuesOf(first)) + Math.log(width)))
          this.byValue(terms, second, list, best);
      }
      return best.kept;
    });
  }

  /** Slices of one column more than the best so far. */
  private longer(beam: readonly Candidate[]): Candidate[] {
    const { table } = this.space;
    const sets = new Map<string, BestOfSet>();
    const shortest = Math.min(...table.values.map(({ length }) => length));
    for (const { terms } of beam) {
      const list = this.gathered(this.space.index.cellsOfAll(terms));
      // Shorter than any of them: which columns they are is left out.
      const length = terms.reduce(
        (sum, { column }) => sum + Math.log(this.space.index.valuesOf(column)),
        Math.log(shortest),
      );
      if (this.hopeless(list, length)) continue;
      const used = new Set(terms.map(({ column }) => column));
      table.columns.forEach((_name, column) => {
        if (used.has(column)) return;
        const key = [...used, column].sort((a, b) => a - b).join(",");
        const best = sets.get(key) ?? new BestOfSet();
        sets.set(key, best);
        this.byValue(terms, column, list, best);
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

/**
 * By how much a chance grows with the search: sets of columns as large as the slice's share it evenly, and within a set all combinations of values that can
 * occur, so that one of three regions is not held against two thousand accounts beside it.
 */
export function searchSize(table: CellTable, terms: readonly Term[]): number {
  const combinations = terms.reduce(
    (product, { column }) => Math.min(table.size, product * (table.values[column] as readonly string[]).length),
    1,
  );
  return Math.max(1, Math.exp(logChoose(table.columns.length, terms.length)) * combinations);
}
