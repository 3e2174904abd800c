/** Failures and attempts of one cell in one span. Counts may be weighted, so that they need not be whole. */
export interface CellCounts {
  readonly failures: number;
  readonly attempts: number;
}

/** One combination of columns' values, before and during the outage. */
export interface SliceCell {
  /** Column → value; a column that is missing belongs to no slice over that column. */
  readonly values: Readonly<Record<string, string>>;
  readonly before: CellCounts;
  readonly during: CellCounts;
}

/** A column that the search leaves out, with the reason in words. */
export interface LeftOutColumn {
  readonly column: string;
  readonly why: string;
}

/** Cells as columns of numbers: what the search runs over. */
export interface CellTable {
  readonly size: number;
  readonly columns: readonly string[];
  /** The values of each column, in order of appearance. */
  readonly values: readonly (readonly string[])[];
  /** For each column the index of each cell's value; −1 where the cell has none. */
  readonly codes: readonly Int32Array[];
  readonly failuresBefore: Float64Array;
  readonly attemptsBefore: Float64Array;
  readonly failures: Float64Array;
  readonly attempts: Float64Array;
  readonly leftOut: readonly LeftOutColumn[];
}

function checkedCounts({ failures, attempts }: CellCounts, span: string, index: number): void {
  if (failures >= 0 && attempts >= failures && attempts < Number.POSITIVE_INFINITY) return;
  throw new RangeError(
    `explainBySlices requires 0 ≤ failures ≤ attempts in every cell, got ${failures} of ${attempts} ${span} in cell ${index}`,
  );
}

/** The columns in order of appearance. Cells of one table mostly share their keys, so that only a new number of keys or a new name costs a look-up. */
function columnsOf(cells: readonly SliceCell[]): string[] {
  const seen = new Set<string>();
  for (const { values } of cells) for (const column in values) if (!seen.has(column)) seen.add(column);
  return [...seen];
}

/** One column's values as whole numbers, as far as there are no more than `limit` of them. */
class CodedColumn {
  readonly codes: Int32Array;
  readonly values: string[] = [];
  private readonly known = new Map<string, number>();

  constructor(
    readonly column: string,
    size: number,
    private readonly limit: number,
  ) {
    this.codes = new Int32Array(size).fill(-1);
  }

  /** True if the column has more values than the limit. */
  get overflows(): boolean {
    return this.values.length > this.limit;
  }

  add(index: number, value: unknown): void {
    if (typeof value !== "string" || this.overflows) return;
    let code = this.known.get(value);
    if (code === undefined) {
      code = this.values.length;
      this.known.set(value, code);
      this.values.push(value);
    }
    this.codes[index] = code;
  }
}

/**
 * The cells as typed columns.
 *
 * @param dimensions - the columns to search; default: every column that occurs
 * @param limit - most values of a column; one with more is left out and named
 * @throws RangeError for counts that cannot be
 */
export function cellTable(
  cells: readonly SliceCell[],
  dimensions: readonly string[] | undefined,
  limit: number,
): CellTable {
  const size = cells.length;
  const [failuresBefore, attemptsBefore, failures, attempts] = [0, 1, 2, 3].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const coded = (dimensions ?? columnsOf(cells)).map((column) => new CodedColumn(column, size, limit));
  // Row by row, so that each cell is fetched from memory once.
  for (let index = 0; index < size; index += 1) {
    const { before, during, values } = cells[index] as SliceCell;
    checkedCounts(before, "before", index);
    checkedCounts(during, "during", index);
    failuresBefore[index] = before.failures;
    attemptsBefore[index] = before.attempts;
    failures[index] = during.failures;
    attempts[index] = during.attempts;
    for (const one of coded) one.add(index, values[one.column]);
  }
  const leftOut = coded.flatMap(({ column, overflows, values }): LeftOutColumn[] => {
    if (overflows) return [{ column, why: `has more than ${limit} values` }];
    return values.length < 2 ? [{ column, why: "has one value only" }] : [];
  });
  const kept = coded.filter(({ column }) => !leftOut.some((one) => one.column === column));
  return {
    size,
    columns: kept.map(({ column }) => column),
    values: kept.map(({ values }) => values),
    codes: kept.map(({ codes }) => codes),
    failuresBefore,
    attemptsBefore,
    failures,
    attempts,
    leftOut,
  };
}
