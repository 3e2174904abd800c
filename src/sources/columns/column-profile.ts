/** What a column's cells look like, from a sample. */
interface ColumnProfile {
  readonly values: ReadonlySet<string>;
  readonly shapes: ReadonlySet<string>;
  /** Shapes with runs of one kind taken together: lengths do not count. */
  readonly runs: ReadonlySet<string>;
  /** Most of its cells look like no other: free text. */
  readonly free: boolean;
}

/** How well a row's cells sit in their columns; higher is better, {@link MISFIT} and less is what a cell costs that looks like none of its column. */
export type RowFit = (cells: readonly string[]) => number;

/** What a cell costs that looks like none of its column. */
export const MISFIT = -20;
const COST = { value: 0, shape: -1, run: -3, free: -6 } as const;
const FEWEST = 5;
const SHORT = 20;

/** Digits as 9, letters as a or A; everything else as it stands. */
function shapeOf(cell: string): string {
  return cell
    .slice(0, 80)
    .replace(/\p{Nd}/gu, "9")
    .replace(/\p{Lu}/gu, "A")
    .replace(/[^\P{L}A]/gu, "a");
}

function runsOf(shape: string): string {
  return shape.replace(/[aA]+/g, "a").replace(/9+/g, "9");
}

/** What occurs at least twice, so that a damaged row of the sample does not vouch for itself; in a short sample, whatever occurs. */
function recurring(values: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Set([...counts].filter(([, n]) => n > 1 || values.length < SHORT).map(([value]) => value));
}

function profileOf(cells: readonly string[]): ColumnProfile {
  const shapes = cells.map(shapeOf);
  const runs = shapes.map(runsOf);
  return {
    values: recurring(cells),
    shapes: recurring(shapes),
    runs: recurring(runs),
    free: new Set(runs).size > Math.max(3, cells.length / 4),
  };
}

function cellFit(cell: string, { values, shapes, runs, free }: ColumnProfile): number {
  if (values.has(cell)) return COST.value;
  if (cell === "") return MISFIT;
  const shape = shapeOf(cell);
  if (shapes.has(shape)) return COST.shape;
  if (runs.has(runsOf(shape))) return COST.run;
  return free ? COST.free : MISFIT;
}

/**
 * How rows of a table look, as a measure of fit for rows whose cells are in doubt.
 *
 * @param sample - rows of the table, all of its width
 * @returns a measure that finds all rows alike when there are too few to tell
 */
export function rowFit(sample: readonly (readonly string[])[]): RowFit {
  if (sample.length < FEWEST) return () => 0;
  const profiles = (sample[0] as readonly string[]).map((_cell, index) =>
    profileOf(sample.map((row) => row[index] ?? "")),
  );
  return (cells) => profiles.reduce((sum, profile, index) => sum + cellFit(cells[index] ?? "", profile), 0);
}
