import type { ResolvedSource } from "./column-roles.js";

/** A number whose decimals, if any, follow a comma; points group its thousands only where a comma follows. */
const COMMA_NUMBER = String.raw`[+-]?(\d+(,\d+)?|\d{1,3}(\.\d{3})+,\d+)([eE][+-]?\d+)?`;
const WHOLE = new RegExp(`^${COMMA_NUMBER}$`);
/** "1,234" may be a thousand or more: it proves nothing. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2},\d{3}$/;

/**
 * Whether a column's decimals are written with a comma.
 *
 * All its numbers must read so, and at least one must be a number in no other way: `109,06` is, `1,234` is not, and where a comma groups thousands
 * (`1,234,567`, `1,234.5`) or a point stands before decimals (`7.8`) the column is none. Cells without a digit say nothing.
 */
export function decimalCommas(values: Iterable<string>): boolean {
  let proved = false;
  for (const value of values) {
    const cell = value.trim();
    if (!/\d/.test(cell)) continue;
    if (!WHOLE.test(cell)) return false;
    proved ||= cell.includes(",") && !AMBIGUOUS.test(cell);
  }
  return proved;
}

/** A cell of such a column as a number in SQL; what is not written so is no number. */
export function commaNumberSql(cell: string): string {
  return `TRY_CAST(CASE WHEN regexp_full_match(trim(${cell}), '${COMMA_NUMBER}') THEN replace(replace(trim(${cell}), '.', ''), ',', '.') END AS DOUBLE)`;
}

/** Columns of a source that are read as numbers with decimals; counts are whole. */
function numberColumns({ kind, value, latency, duration, failed }: ResolvedSource): string[] {
  const compared =
    failed?.kind === "own" ? failed.where.flatMap(([column, test]) => (test.kind === "range" ? [column] : [])) : [];
  const measured = kind === "gauge" || kind === "counter" ? [value] : [];
  return [...new Set([...measured, latency, duration, ...compared].filter((column) => column !== undefined))];
}

/** Which of a source's numbers are written with decimal commas, by a sample of the file, and what to say of it. */
export function commaColumns(
  source: ResolvedSource,
  columns: readonly string[],
  sample: readonly (readonly string[])[],
): { commas: ReadonlySet<string>; notes: readonly string[] } {
  const commas = new Set<string>();
  const notes: string[] = [];
  for (const column of numberColumns(source)) {
    const values = sample.map((row) => (row[columns.indexOf(column)] ?? "").trim());
    const doubtful = values.find((value) => AMBIGUOUS.test(value));
    if (decimalCommas(values)) {
      commas.add(column);
      const shown = values.find((value) => value.includes(",") && !AMBIGUOUS.test(value)) ?? "";
      notes.push(
        `The decimals of ${column} are written with a comma: ${shown} is read as ${shown.replaceAll(".", "").replace(",", ".")}.`,
      );
    } else if (doubtful !== undefined && values.every((value) => !/\d/.test(value) || WHOLE.test(value))) {
      notes.push(
        `Values of ${column} such as ${doubtful} may be ${doubtful.replace(",", ".")} or ${doubtful.replace(",", "")}: nothing in the column settles it; export them without the comma.`,
      );
    }
  }
  return { commas, notes };
}
