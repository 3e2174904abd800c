import { decimalCommas } from "../sources/columns/decimal-comma.js";
import { saysNothing } from "./words.js";

/** The values of one column as far as they were looked at. */
export interface ColumnSurvey {
  readonly name: string;
  readonly rows: number;
  /** Filled values with how often each occurs; the first 100,000 of them. */
  readonly values: ReadonlyMap<string, number>;
  /** Rows whose value is among `values`. */
  readonly counted: number;
  /** Share of rows that are filled. */
  readonly filled: number;
  /** Share of rows that hold more than a placeholder such as 0, `-` or 1970. */
  readonly real: number;
  /** Every filled value is a finite number, with a decimal comma where `commas` says so. */
  readonly numeric: boolean;
  readonly commas: boolean;
  /** True in a table whose rows are points of one series each: the parts of a sum lie in different rows. */
  readonly inPoints?: boolean;
}

const MOST_VALUES = 100_000;
/** A number with groups of thousands or decimals by comma or point. */
const WRITTEN_NUMBER = /^\s*[+-]?\d{1,3}([.,' \u00a0\u202f]\d{3})*([.,]\d+)?\s*%?\s*$|^\s*[+-]?\d+[.,]?\d*\s*%?\s*$/;
/** Stands where a time is not: zero, the first day of 1970, or no day at all. */
const NO_TIME = /^0+$|^1970-01-01|^0000-|^0001-|^1899-12-3|^1900-01-0/;

interface Tally {
  values: Map<string, number>;
  counted: number;
  filled: number;
  real: number;
  /** Cells that are no number as they stand: how many, and those of the first and the last row. */
  odd: number;
  first?: string;
  last?: { readonly row: number; readonly cell: string };
}

/** Fewer rows than this tell nothing by their first or last one. */
const FEWEST_ROWS = 8;

/** `1/min`, `m^3`, `[10^3]`: a unit with a digit in it. */
const UNIT = /^\s*[[(]?(1 ?\/ ?\p{L}+|\p{L}+\^?\d|10\^\d)[\])]?\s*$/u;

/** What stands where a row of units, a rule or a total stands: words in the first or the last row of a column. */
function besideRows({ odd, first, last }: Tally, rows: number): ReadonlySet<string> {
  if (rows < FEWEST_ROWS) return new Set();
  const ends = [...(first === undefined ? [] : [first]), ...(last?.row === rows && rows > 1 ? [last.cell] : [])];
  return ends.length === odd ? new Set(ends.filter((cell) => !/\d/.test(cell) || UNIT.test(cell))) : new Set();
}

/** Counts the values of a file's columns row by row. */
export class ValueCounts {
  private readonly columns = new Map<string, Tally>();
  private count = 0;

  add(cells: Iterable<readonly [string, string]>): void {
    this.count += 1;
    for (const [name, cell] of cells) {
      const column = this.columns.get(name) ?? {
        values: new Map<string, number>(),
        counted: 0,
        filled: 0,
        real: 0,
        odd: 0,
      };
      this.columns.set(name, column);
      const text = cell.trim();
      if (text === "") continue;
      column.filled += 1;
      if (!saysNothing(text) && !NO_TIME.test(text)) column.real += 1;
      if (!Number.isFinite(Number(text)) && !saysNothing(text)) {
        column.odd += 1;
        if (this.count === 1) column.first = cell;
        else column.last = { row: this.count, cell };
      }
      if (!column.values.has(cell) && column.values.size >= MOST_VALUES) continue;
      column.values.set(cell, (column.values.get(cell) ?? 0) + 1);
      column.counted += 1;
    }
  }

  surveys(): ColumnSurvey[] {
    return [...this.columns].map(([name, tally]) => {
      const { values, counted, filled, real } = tally;
      const beside = besideRows(tally, this.count);
      const numeric = tally.odd === beside.size;
      for (const cell of beside) values.delete(cell);
      const keys = [...values.keys()].filter((value) => !saysNothing(value));
      const commas = !numeric && keys.every((value) => /\d/.test(value)) && decimalCommas(keys);
      const marked = !numeric && keys.length > 0 && keys.every((value) => WRITTEN_NUMBER.test(value));
      return {
        name,
        rows: this.count,
        values,
        counted,
        filled: filled / Math.max(1, this.count),
        real: real / Math.max(1, this.count),
        numeric: (numeric || commas || marked) && keys.length > 0,
        commas: commas || marked,
      };
    });
  }
}

/** One column of two files of a series. */
export function mergedColumn(one: ColumnSurvey, two: ColumnSurvey | undefined, otherRows: number): ColumnSurvey {
  const rows = one.rows + otherRows;
  if (!two) return { ...one, rows, filled: (one.filled * one.rows) / rows, real: (one.real * one.rows) / rows };
  const values = new Map(one.values);
  let { counted } = one;
  for (const [value, n] of two.values) {
    if (!values.has(value) && values.size >= MOST_VALUES) continue;
    values.set(value, (values.get(value) ?? 0) + n);
    counted += n;
  }
  return {
    name: one.name,
    rows,
    values,
    counted,
    filled: (one.filled * one.rows + two.filled * two.rows) / rows,
    real: (one.real * one.rows + two.real * two.rows) / rows,
    numeric: one.numeric && two.numeric,
    commas: one.commas || two.commas,
  };
}
