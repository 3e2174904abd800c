import type { CellTable } from "./cell-table.js";

/** Amounts of which nearly all are fractions are values in a unit of their own, not counts. */
const FRACTIONS = 0.9;
/** Fewer cells than this cannot show how much values scatter, which then takes the place of chance. */
const FEWEST_CELLS = 60;
/** Where so few cells have any failure, these are counts with weights. */
const LEAST_FAILING = 0.25;
/** Units that the mean cell is scaled up to: as many attempts would scatter by a tenth. */
const UNITS_OF_CELL = 100;

/**
 * By what amounts are multiplied before they are searched: 1 for counts, and for values in a small unit (thousands of requests, euros) what makes their
 * unit fine.
 *
 * A count scatters at least as chance has it; half a million requests written as 0.5 do not. How much values scatter is then estimated from the cells.
 */
export function valueUnit({ size, attempts, failures }: CellTable): number {
  let [tried, fractions, failing, sum] = [0, 0, 0, 0];
  for (let cell = 0; cell < size; cell += 1) {
    const amount = attempts[cell] as number;
    if (amount === 0) continue;
    tried += 1;
    sum += amount;
    if (!Number.isInteger(amount)) fractions += 1;
    if ((failures[cell] as number) > 0) failing += 1;
  }
  const values = tried >= FEWEST_CELLS && fractions >= FRACTIONS * tried && failing >= LEAST_FAILING * tried;
  return values && sum > 0 ? Math.max(1, (UNITS_OF_CELL * tried) / sum) : 1;
}

/** The table with all amounts multiplied. */
export function scaled(table: CellTable, by: number): CellTable {
  if (by === 1) return table;
  const times = (amounts: Float64Array): Float64Array => amounts.map((amount) => amount * by);
  return {
    ...table,
    failuresBefore: times(table.failuresBefore),
    attemptsBefore: times(table.attemptsBefore),
    failures: times(table.failures),
    attempts: times(table.attempts),
  };
}
