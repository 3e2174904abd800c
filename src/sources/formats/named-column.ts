import type { FormatHead } from "./vendor-format.js";

function plain(name: string): string {
  return name
    .replace(/^\ufeff/, "")
    .toLowerCase()
    .replace(/[\s_-]+/g, "");
}

/** The column that one of these names stands for, case, spaces and underscores ignored; earlier names first. */
export function namedColumn({ table }: Pick<FormatHead, "table">, ...names: readonly string[]): string | undefined {
  const columns = table?.columns ?? [];
  return names
    .map((name) => columns.find((column) => plain(column) === plain(name)))
    .find((column) => column !== undefined);
}

/** The values of a column in the sample. */
export function sampledValues({ table }: Pick<FormatHead, "table">, column: string | undefined): string[] {
  const at = column === undefined ? -1 : (table?.columns ?? []).indexOf(column);
  return at < 0 ? [] : (table?.sample ?? []).map((row) => row[at] ?? "");
}

/** True if a head has all of these columns. */
export function hasColumns(head: Pick<FormatHead, "table">, ...names: readonly string[]): boolean {
  return names.every((name) => namedColumn(head, name) !== undefined);
}
