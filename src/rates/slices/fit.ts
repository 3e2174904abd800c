import { addCell, cellSums, FIELDS, sumsAt } from "./cell-numbers.js";
import type { MeasuredWander } from "./wander-in-time.js";
import type { CellTable } from "./cell-table.js";
import { type CellSums, type CommonRise, riseOf } from "./excess-model.js";
import type { KnownRates } from "./expected.js";
import type { FittedPart, Scatter } from "./scatter.js";
import type { Candidate } from "./slice-search.js";
import type { SumIndex } from "./value-sums.js";

/** One slice with what is left of it once the slices before it are taken out. */
export interface Cause {
  readonly candidate: Candidate;
  /** Cells of the slice that no slice before it holds. */
  readonly cells: Int32Array;
  /** Failures that a rise common to everything expects of the slice. */
  readonly mean: number;
  /** Share of the variance of its contrast that is the wandering of whole values. */
  readonly wandering: number;
  readonly adjustedP: number;
}

/** What a search may use. */
export interface SearchLimits {
  readonly mostTerms: number;
  /** Adjusted p-value up to which a slice is named. */
  readonly alpha: number;
  /** Dispersion known from elsewhere, such as the design effect of clusters. */
  readonly designEffect: number;
  /** How far rates of whole values wander in ordinary time, where it was measured. */
  readonly wander?: MeasuredWander | undefined;
}

/** One table with what every search of it shares. */
export interface Base extends SearchLimits {
  /** The counts as they are. */
  readonly raw: Float64Array;
  readonly table: CellTable;
  /** The same as so many independent attempts as they are worth; what is searched. */
  readonly numbers: Float64Array;
  readonly known: KnownRates;
  readonly everything: Int32Array;
  readonly index: SumIndex;
}

/** Causes under one form of a common rise, and the cells that none of them holds. */
export interface Fit {
  readonly form: CommonRise["form"];
  readonly causes: readonly Cause[];
  readonly rest: Int32Array;
  readonly scatter: Scatter;
}

/** Parts with the rise that each has. */
export function partsOf({ numbers }: Base, form: CommonRise["form"], parts: readonly Int32Array[]): FittedPart[] {
  return parts.map((cells) => ({ cells, rise: riseOf(form, cellSums(numbers, cells)) }));
}

/** For each column the sums of its values over some cells. */
export function valueSums({ table, numbers }: Base, cells: Int32Array): readonly (readonly CellSums[])[] {
  return table.codes.map((codes, column) => {
    const { length } = table.values[column] as readonly string[];
    const sums = new Float64Array(length * FIELDS);
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index] as number;
      const code = codes[cell] as number;
      if (code >= 0) addCell(sums, code, numbers, cell, 1);
    }
    return placesOf(sums);
  });
}

/** Numbers that lie side by side as sums, place by place. */
export function placesOf(numbers: Float64Array): readonly CellSums[] {
  return Array.from({ length: numbers.length / FIELDS }, (_, place) => sumsAt(numbers, place));
}
