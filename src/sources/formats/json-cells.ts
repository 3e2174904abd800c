import { flattened, objectText } from "./json-values.js";
import { mappedTable } from "./mapped-table.js";
import type { FormatHead, FormatTable, VendorFormat } from "./vendor-format.js";

/** Share of a column's filled cells that must be objects. */
const MOSTLY = 0.8;
/** More keys than this in one column are no columns. */
const MOST_KEYS = 200;

/** Places of the columns of a delimited table whose cells hold JSON objects. */
export function jsonPlaces({ table }: FormatHead): readonly number[] {
  if (table?.layout !== "delimited") return [];
  return table.columns.flatMap((_name, at) => {
    const cells = table.sample.map((row) => row[at] ?? "").filter((cell) => cell !== "");
    const objects = cells.filter((cell) => objectText(cell) !== undefined);
    return objects.length > 0 && objects.length >= MOSTLY * cells.length ? [at] : [];
  });
}

/** A cell's values by the paths that stand for them, after the column's own name. */
function innerValues(name: string, cell: string): ReadonlyMap<string, string> {
  const object = objectText(cell);
  return object ? flattened(object, name) : new Map();
}

/**
 * A delimited table whose cells of JSON are opened: `message.status` beside `message`, which stays as it is.
 *
 * @returns `undefined` where no column holds JSON
 */
export async function openedCells(path: string, head: FormatHead): Promise<FormatTable | undefined> {
  const places = jsonPlaces(head);
  const own = head.table?.columns ?? [];
  const plain = places.length === 0 ? undefined : mappedTable(path, head, { row: (cells) => cells });
  if (!plain) return undefined;
  const keys = new Set<string>();
  for await (const record of plain.records())
    if (record.kind === "row" && keys.size < MOST_KEYS)
      for (const at of places)
        for (const key of innerValues(own[at] as string, record.cells[at] ?? "").keys())
          if (!own.includes(key)) keys.add(key);
  const added = [...keys];
  return mappedTable(path, head, {
    added,
    row(cells) {
      const inner = new Map(places.flatMap((at) => [...innerValues(own[at] as string, cells[at] ?? "")]));
      return [...cells, ...added.map((key) => inner.get(key) ?? "")];
    },
  });
}

/** A delimited table in which a column holds JSON, as exports of log services have it. */
export const jsonCells: VendorFormat = {
  name: "json-cells",
  recognises: (head) => jsonPlaces(head).length > 0,
  defaults: () => ({}),
  table: openedCells,
};
