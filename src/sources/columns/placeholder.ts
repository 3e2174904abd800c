import { duckdbDialect } from "../../engine/dialect.js";

/** What exporters write where there is no identifier, in lower case. */
const PLACEHOLDERS = [
  "",
  "-",
  "--",
  "0",
  "na",
  "n/a",
  "nan",
  "nil",
  "none",
  "null",
  "<null>",
  "(null)",
  "\\n",
  "undefined",
  "00000000-0000-0000-0000-000000000000",
];

/** Whether a cell stands for an identifier that is not there. */
export function isPlaceholder(cell: string): boolean {
  return PLACEHOLDERS.includes(cell.trim().toLowerCase());
}

/** SQL of {@link isPlaceholder} for a text expression; absent cells are placeholders too. */
export function placeholderSql(cell: string): string {
  return `coalesce(lower(trim(${cell})), '') IN (${PLACEHOLDERS.map(duckdbDialect.text).join(", ")})`;
}
