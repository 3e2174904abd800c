/** A cell of a chart's table: numbers stay numbers, `null` is missing. */
export type Cell = string | number | null;

const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  // A spreadsheet skips leading blanks and then runs what follows, so the guard looks past them.
  const guarded = FORMULA.test(cell.replace(/^[ \u00a0\ufeff]+/, "")) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\r\n\t]|^ | $/.test(guarded) ? `"${guarded.replace(/"/g, '""')}"` : guarded;
}

/**
 * A table as CSV (RFC 4180, CRLF) that a spreadsheet will not run: text that begins with `= + - @`, tab or carriage return gets a leading
 * apostrophe; numbers are exempt. A missing cell is empty.
 *
 * @param columns - header, one name a column
 * @param rows - cells, row by row
 */
export function csvText(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows]
    .map((row) => row.map(field).join(","))
    .join("\r\n")
    .concat("\r\n");
}
