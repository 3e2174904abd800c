import { requireFields, requireList } from "../../errors/argument.js";
import { normalQuantile } from "../../stats/distributions/distributions.js";
import { DEFAULT_LEVEL } from "../../stats/estimate.js";
import { checkedLevel } from "../../stats/rates/proportion-input.js";
import { type CellTable, cellTable, type SliceCell } from "./cell-table.js";
import { type Causes, findCauses } from "./causes.js";
import type { Cause } from "./fit.js";
import type { CellSums } from "./excess-model.js";
import { excessShare, expectedRate, scatteredRate } from "./excess-share.js";
import { cellSums, parted, type Term, within } from "./cell-numbers.js";
import { knownFailures } from "./expected.js";
import { slicesWhy } from "./slice-text.js";
import type { Slice, Slices } from "./slices.js";
import type { MeasuredWander } from "./wander-in-time.js";
import { scaled, valueUnit } from "./value-unit.js";

/** Most values of a column that is searched. */
const MOST_VALUES = 2000;
/** Most columns in the description of one slice. */
const MOST_COLUMNS = 4;
/** Chance of naming any slice where everything is alike. */
const ALPHA = 0.05;

/** Other names of one slice's traffic that are listed. */
const MOST_NAMES = 6;

/** Options of {@link explainBySlices}; every default is stated. */
export interface ExplainBySlicesOptions {
  /** The columns to search. Default: every column of the cells. */
  readonly dimensions?: readonly string[] | undefined;
  /** Level of all intervals. Default .95. */
  readonly level?: number | undefined;
  /** Most columns in the description of one slice, 1 to 4. Default 4. */
  readonly mostColumns?: number | undefined;
  /** Most values of a column that is searched. Default 2000. */
  readonly mostValues?: number | undefined;
  /** Adjusted p-value up to which a slice is named. Default .05. */
  readonly alpha?: number | undefined;
  /** How many times more failures scatter than independent attempts would, as far as it is known (the design effect of clusters). Default 1; what the cells show beyond it counts too. */
  readonly designEffect?: number | undefined;
  /** How far rates of whole values wander between stretches of ordinary time as long as the outage, as a relative variance, with the degrees of freedom that it rests on. Default: by a fifth, with three. */
  readonly wander?: MeasuredWander | undefined;
}

const minus = (a: CellSums, b: CellSums): CellSums => ({
  attempts: Math.max(0, a.attempts - b.attempts),
  failures: Math.max(0, a.failures - b.failures),
  expected: Math.max(0, a.expected - b.expected),
  before: Math.max(0, a.before - b.before),
});

function named(table: CellTable, terms: readonly Term[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    terms.map(({ column, value }) => [
      table.columns[column] as string,
      (table.values[column] as readonly string[])[value] as string,
    ]),
  );
}

/** True if something looks like a cell at a glance: a hundred thousand of them are asked. */
const isCell = (cell: unknown): boolean => {
  const { values, before, during } = (cell ?? {}) as Partial<SliceCell>;
  return values !== undefined && before !== undefined && during !== undefined;
};

/** True if two sets of conditions hold exactly the same traffic during the outage. */
function sameTraffic(table: CellTable, one: readonly Term[], other: readonly Term[]): boolean {
  for (let cell = 0; cell < table.size; cell += 1)
    if ((table.attempts[cell] as number) > 0 && within(table, one, cell) !== within(table, other, cell)) return false;
  return true;
}

/** The conditions without those that leave the traffic as it is when they are dropped, one after the other. */
function withoutIdle(table: CellTable, terms: readonly Term[]): readonly Term[] {
  const idle = terms.find((term) => {
    const kept = terms.filter((other) => other !== term);
    return kept.length > 0 && sameTraffic(table, terms, kept);
  });
  return idle
    ? withoutIdle(
        table,
        terms.filter((term) => term !== idle),
      )
    : terms;
}

/**
 * The names of exactly the slice's traffic, the plainest first: its own conditions as far as each matters, a value of another column alone, such as a
 * host's only pod, or in place of one of its conditions.
 */
function namesOf({ table }: Causes, { terms }: Cause["candidate"]): readonly (readonly Term[])[] {
  const own = withoutIdle(table, terms);
  const first = table.attempts.findIndex((count, cell) => count > 0 && within(table, terms, cell));
  const others = table.codes.flatMap((codes, column): Term[] => {
    const value = codes[first] as number;
    return own.some((term) => term.column === column) || value < 0 ? [] : [{ column, value }];
  });
  const alone = others.filter((other) => sameTraffic(table, terms, [other]));
  const inPlace = own.length < 2 ? [] : own.map((left) => own.filter((term) => term !== left));
  const replaced = others
    .filter((other) => !alone.includes(other))
    .flatMap((other) => inPlace.map((kept) => [...kept, other]))
    .filter((name) => sameTraffic(table, terms, name));
  return [own, ...alone.map((other) => [other]), ...replaced].sort((a, b) => a.length - b.length);
}

function sliceOf(all: Causes, cause: Cause, level: number): Slice {
  const { table, numbers, whole, known } = all;
  const { dispersion } = all.scatter;
  const { terms } = cause.candidate;
  const every = Int32Array.from({ length: table.size }, (_, cell) => cell);
  const sums = cellSums(numbers, parted(every, (cell) => within(table, terms, cell))[0]);
  const prior = knownFailures(known, terms);
  const own = cellSums(numbers, cause.cells);
  const [name, ...otherNames] = namesOf(all, cause.candidate).map((one) => named(table, one));
  return {
    where: name as Readonly<Record<string, string>>,
    failures: sums.failures,
    attempts: sums.attempts,
    rate: scatteredRate(sums, dispersion, level),
    baseline: expectedRate(sums, dispersion, prior, level),
    excessShare: excessShare(own, minus(whole, own), dispersion, prior, level),
    adjustedP: cause.adjustedP,
    sameAs: otherNames.slice(0, MOST_NAMES),
  };
}

/** A slice with its amounts in the unit in which they came. */
const inOwnUnit = (slice: Slice, unit: number): Slice =>
  unit === 1 ? slice : { ...slice, failures: slice.failures / unit, attempts: slice.attempts / unit };

/** True if there are clearly more failures than expected. */
function clearlyMore({ failures, attempts, expected, before }: CellSums, dispersion: number, level: number): boolean {
  const variance = dispersion * (expected * (1 - expected / attempts) + expected ** 2 / (before + 1));
  return failures - expected > normalQuantile((1 + level) / 2) * Math.sqrt(variance);
}

function unexplainedShare(all: Causes, clear: boolean, level: number): Slices["unexplained"] {
  const { whole, causes, numbers, rest } = all;
  if (!clear && causes.length === 0) return null;
  if (causes.length === 0) return { value: 1, interval: [1, 1], level };
  const left = cellSums(numbers, rest);
  return excessShare(left, minus(whole, left), all.scatter.dispersion, all.known.rest, level);
}

/**
 * The parts of the traffic that explain the failures beyond the baseline: combinations of columns' values such as `region = eu and endpoint = /pay`.
 *
 * Searches every value, every pair of values and the best longer combinations for the one whose own rate the likelihood prefers most to a
 * rise common to everything, over the length of its description; then does so again with what is left. Baselines of rare cells are shrunk to
 * what their values have elsewhere; scatter beyond that of independent attempts is estimated from the cells and widens everything; p-values are
 * adjusted for the size of the search. Naming nothing is an answer: the failures rose alike everywhere.
 *
 * @param cells - combinations of columns' values with failures and attempts before and during the outage
 * @param options - columns, level, limits
 * @returns disjoint parts, the one with most of the excess first, and the share of the excess outside them
 * @throws TypeError or RangeError for cells that are none, for counts that cannot be
 */
export function explainBySlices(cells: readonly SliceCell[], options: ExplainBySlicesOptions = {}): Slices {
  requireList("explainBySlices", "a list of { values, before, during }", cells);
  for (const cell of cells)
    if (!isCell(cell))
      requireFields("explainBySlices", "cells { values, before, during }", cell, ["values", "before", "during"]);
  const level = checkedLevel("explainBySlices", options.level ?? DEFAULT_LEVEL);
  const given = cellTable(cells, options.dimensions, options.mostValues ?? MOST_VALUES);
  const unit = valueUnit(given);
  const table = scaled(given, unit);
  const all = findCauses(table, {
    mostTerms: options.mostColumns ?? MOST_COLUMNS,
    alpha: options.alpha ?? ALPHA,
    designEffect: options.designEffect ?? 1,
    wander: options.wander,
  });
  const found = all.causes
    .map((cause) => inOwnUnit(sliceOf(all, cause, level), unit))
    .sort((a, b) => b.excessShare.value - a.excessShare.value);
  const clear = all.whole.attempts > 0 && clearlyMore(all.whole, all.scatter.dispersion, level);
  const slices = {
    dimensions: table.columns,
    found,
    unexplained: unexplainedShare(all, clear, level),
    leftOut: table.leftOut,
  };
  return { ...slices, why: slicesWhy(slices, clear) };
}
