import { isEstimateLike, type TabularData, tabular } from "./tabular.js";

/** A named column of plain values: numbers, text, booleans, `null` for missing. */
export interface PlainColumn {
  readonly name: string;
  readonly values: readonly (string | number | boolean | null)[];
}

function plain(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isNaN(value) ? null : value;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Other libraries keep columns in plain objects, where this one name would vanish. */
const LOST_NAME = "__proto__";

function distinct(name: string, taken: Set<string>): string {
  let free = name === LOST_NAME ? `${name} column` : name;
  for (let count = 2; taken.has(free); count++) free = `${name} ${count}`;
  taken.add(free);
  return free;
}

/** An estimate becomes three columns: its value, and the bounds of its interval as `<name> low` and `<name> high`. */
function split(name: string, cells: readonly unknown[]): [string, readonly unknown[]][] {
  if (!cells.some(isEstimateLike)) return [[name, cells]];
  const pick = (choose: (estimate: { value: number; interval: readonly [number, number] }) => number): unknown[] =>
    cells.map((cell) => (isEstimateLike(cell) ? choose(cell) : cell));
  return [
    [name, pick(({ value }) => value)],
    [`${name} low`, pick(({ interval }) => interval[0])],
    [`${name} high`, pick(({ interval }) => interval[1])],
  ];
}

/**
 * Whatever `table` shows, as columns of plain values for another library: estimates split into value and bounds, times as
 * UTC text, nested objects as JSON, missing as `null`, repeated names numbered, and
 * `__proto__` renamed.
 */
export function plainColumns(x: unknown): PlainColumn[] {
  const { columns, rows }: TabularData = tabular(x);
  const taken = new Set<string>();
  return columns
    .flatMap(({ name }, index) =>
      split(
        name,
        rows.map((row) => row[index]),
      ),
    )
    .map(([name, cells]) => ({ name: distinct(name, taken), values: cells.map(plain) }));
}
