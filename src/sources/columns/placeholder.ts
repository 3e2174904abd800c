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

/** SQL of {@link isPlaceholder} for a text expression; absent cells are placeholders too. */
export function placeholderSql(cell: string): string {
  return `coalesce(lower(trim(${cell})), '') IN (${PLACEHOLDERS.map(duckdbDialect.text).join(", ")})`;
}
