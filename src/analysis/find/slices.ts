import { explainBySlices } from "../../rates/slices/explain-by-slices.js";
import { looksLikeNames } from "../../redaction/masks.js";
import type { LeftOutColumn, SliceCell } from "../../rates/slices/cell-table.js";
import { slicesWhy } from "../../rates/slices/slice-text.js";
import type { Slices } from "../../rates/slices/slices.js";
import type { CellCount, SourceData } from "../../sources/incident-data.js";
import { echoesOutcome } from "../../rates/slices/outcome-column.js";
import type { RateSpans } from "./rates.js";

/** Combinations of values that are searched at most; beyond it the column with the most values is left out. */
const MOST_CELLS = 300_000;
/** Most values of a column that is searched. */
const MOST_VALUES = 2000;
/** In fewer cells than this, scatter within clusters cannot be seen and the design effect of the source takes its place. */
const FEW_CELLS = 30;

/** What is searched: the source that reconstructs the window, and how its failures are counted. */
export interface SliceQuestion {
  readonly source: SourceData;
  /** Columns that `incident.yaml` names: these are searched whatever they hold. */
  readonly declared: readonly string[];
  readonly spans: RateSpans | null;
  /** True if an outage was found or stated. */
  readonly outage: boolean;
  /** With it, attempts that took at least so long count as failures. */
  readonly slowerThan?: number | undefined;
  readonly designEffect: number | null;
  readonly level: number;
}

/** Columns that are no parts of the traffic: those that only repeat the outcome, such as an error's text, and names of persons that nobody asked for. */
function unsuitable(
  columns: readonly string[],
  cells: readonly CellCount[],
  declared: readonly string[],
): readonly LeftOutColumn[] {
  return columns.flatMap((column, index) => {
    const counts = cells.map(({ values, ...both }) => [values[index] as string, both] as const);
    if (echoesOutcome(counts)) return [{ column, why: "repeats whether an attempt failed" }];
    const persons = !declared.includes(column) && looksLikeNames([...new Set(counts.map(([value]) => value))]);
    return persons ? [{ column, why: "holds names of persons" }] : [];
  });
}

/** The column with the most values. */
function widest(cells: readonly CellCount[], columns: readonly string[]): { index: number; values: number } {
  const counts = columns.map((_column, index) => new Set(cells.map(({ values }) => values[index])).size);
  const values = Math.max(...counts);
  return { index: counts.indexOf(values), values };
}

interface LoadedCells {
  readonly columns: readonly string[];
  readonly cells: readonly CellCount[];
  readonly leftOut: readonly LeftOutColumn[];
}

/** The cells of as many columns as can be searched together. */
async function loadCells({ source, spans, slowerThan }: SliceQuestion): Promise<LoadedCells> {
  let columns = [...source.slices];
  const leftOut: LeftOutColumn[] = [];
  const { window, baseline } = spans as RateSpans;
  while (columns.length > 0) {
    const cells = await source.cells(columns, [baseline, window], slowerThan);
    const { index, values } = widest(cells, columns);
    if (cells.length <= MOST_CELLS && values <= MOST_VALUES) return { columns, cells, leftOut };
    const why = values > MOST_VALUES ? `has more than ${MOST_VALUES} values` : "has too many values beside the others";
    leftOut.push({ column: columns[index] as string, why });
    columns = columns.filter((_column, at) => at !== index);
  }
  return { columns, cells: [], leftOut };
}

function nothing(dimensions: readonly string[], leftOut: readonly LeftOutColumn[], why: string): Slices {
  return { dimensions, found: [], unexplained: null, leftOut, why };
}

/** Which parts of the traffic explain the excess of the outage, by the source's own columns. */
export async function findSlices(question: SliceQuestion): Promise<Slices> {
  const { source, spans, outage, level, designEffect } = question;
  if (!spans || !outage) return nothing(source.slices, [], "No outage was found, so there is no excess to explain.");
  if (source.kind !== "outcomes" && source.kind !== "counts")
    return nothing([], [], `${source.name} holds values, which have no parts to compare.`);
  const { columns, cells, leftOut } = await loadCells(question);
  const reasons = unsuitable(columns, cells, question.declared);
  const searched = columns.filter((column) => !reasons.some((one) => one.column === column));
  const named = cells.map(
    ({ values, ...counts }): SliceCell => ({
      ...counts,
      values: Object.fromEntries(columns.map((column, index) => [column, values[index] as string])),
    }),
  );
  const effect = cells.length < FEW_CELLS ? { designEffect: Math.max(1, designEffect ?? 1) } : {};
  const slices = explainBySlices(named, { dimensions: searched, level, ...effect });
  const all = { ...slices, leftOut: [...leftOut, ...reasons, ...slices.leftOut] };
  return { ...all, why: slicesWhy(all, slices.unexplained !== null) };
}
