import type { PollutedFile } from "./pollute-families.js";

function counts(values: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

/** Precision, recall and their harmonic mean of two bags, summed; 3 where nothing was to be found. */
function measures(expected: readonly string[], loaded: readonly string[]): number {
  if (expected.length === 0) return 3;
  const [left, right] = [counts(expected), counts(loaded)];
  const common = [...left].reduce((sum, [value, n]) => sum + Math.min(n, right.get(value) ?? 0), 0);
  if (common === 0) return 0;
  const [found, right_] = [common / expected.length, common / loaded.length];
  return found + right_ + (2 * found * right_) / (found + right_);
}

/** What a reader made of a file; `null` when it refused it. */
export type Loaded = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } | null;

/**
 * The score of one file, out of 10, as Pollock defines it: 1 for reading it at all, and precision, recall and F1 of the header's cells, of the records and of all cells.
 *
 * A damaged row that a reader refuses counts as not found.
 */
export function pollockScore(file: PollutedFile, loaded: Loaded): number {
  if (loaded === null) return 0;
  const rowText = (row: readonly string[]): string => row.join("\u0000");
  return (
    1 +
    measures(file.header ?? [], loaded.columns) +
    measures(file.rows.map(rowText), loaded.rows.map(rowText)) +
    measures(file.rows.flat(), loaded.rows.flat())
  );
}
