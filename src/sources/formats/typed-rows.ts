import { parseRecord } from "../records/parse-record.js";
import { headLines, lineTable } from "./line-table.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

/** Words that begin rows are few, each with a width of its own. */
const MOST_TYPES = 6;
const FEWEST_ROWS = 10;
/** Rows that must be of a known type and its width. */
const MOSTLY = 0.98;
const TYPE = /^"?[A-Z][A-Z_-]{2,20}"?$/;
const MARKS = { delimiter: ",", quote: '"', escape: '"' };

/** A type of rows: the places that its cells have among the columns of all types. */
interface RowType {
  readonly width: number;
  readonly places: readonly number[];
}

function cellsOf(line: string): string[] | null {
  const record = parseRecord(line, MARKS);
  return record.state === "whole" ? record.cells : null;
}

/** How the cells of a column look: words, figures and marks, whatever their length. */
function looks(rows: readonly (readonly string[])[], at: number): string {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const look = (row[at] ?? "").replace(/\p{L}+/gu, "a").replace(/\d+/g, "9");
    counts.set(look, (counts.get(look) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

/** Where the cells of a narrower row stand among those of the widest: as many columns as can be of the same look, in order. */
function aligned(own: readonly string[], widest: readonly string[]): number[] | undefined {
  const best = Array.from({ length: own.length + 1 }, () => new Array<number>(widest.length + 1).fill(0));
  for (let i = own.length - 1; i >= 0; i -= 1)
    for (let j = widest.length - 1; j >= 0; j -= 1) {
      const [row, next] = [best[i] as number[], best[i + 1] as number[]];
      const room = widest.length - j >= own.length - i;
      const same = own[i] === widest[j] ? 1 : 0;
      row[j] = room ? Math.max((next[j + 1] as number) + same, row[j + 1] as number) : Number.NEGATIVE_INFINITY;
    }
  const places: number[] = [];
  for (let [i, j] = [0, 0]; i < own.length; j += 1) {
    if (j >= widest.length) return undefined;
    const taken = (best[i + 1]?.[j + 1] as number) + (own[i] === widest[j] ? 1 : 0);
    if (taken >= (best[i]?.[j + 1] as number) || widest.length - j === own.length - i) {
      places.push(j);
      i += 1;
    }
  }
  return places;
}

/** The types of a file's rows by their first word; `undefined` where rows have one width, or no such words. */
function typesOf(head: FormatHead): ReadonlyMap<string, RowType> | undefined {
  const lines = headLines(head);
  const rows = lines
    .flatMap((line) => [cellsOf(line)])
    .filter((cells) => cells !== null && TYPE.test(cells[0] ?? "")) as string[][];
  if (rows.length < FEWEST_ROWS || rows.length < MOSTLY * lines.length - 1) return undefined;
  const groups = new Map<string, string[][]>();
  for (const row of rows) groups.set(row[0] as string, [...(groups.get(row[0] as string) ?? []), row]);
  if (groups.size < 2 || groups.size > MOST_TYPES) return undefined;
  if ([...groups.values()].some((own) => own.some((row) => row.length !== own[0]?.length))) return undefined;
  const [widest] = [...groups.values()].sort((a, b) => (b[0]?.length ?? 0) - (a[0]?.length ?? 0));
  const shapes = (own: readonly string[][]): string[] => (own[0] ?? []).map((_cell, at) => looks(own, at));
  const found = [...groups].flatMap(([type, own]): [string, RowType][] => {
    const places = aligned(shapes(own), shapes(widest ?? []));
    return places ? [[type, { width: places.length, places }]] : [];
  });
  const widths = new Set(found.map(([, { width }]) => width));
  return found.length < groups.size || widths.size < 2 ? undefined : new Map(found);
}

/**
 * Records without a header whose first word says of which type they are, each type with its own number of cells, as switches write them; a line before
 * them that is no record is the header. Cells that look alike in several types share a column.
 */
export const typedRows: VendorFormat = {
  name: "typed-rows",
  recognises: (head) => !/^\s*[{[<]/.test(head.text) && typesOf(head) !== undefined,
  defaults: () => ({ kind: "outcomes" }),
  table(path, head) {
    const types = typesOf(head) as ReadonlyMap<string, RowType>;
    const width = Math.max(...[...types.values()].map((type) => type.width));
    const columns = Array.from({ length: width }, (_column, at) => `column${at + 1}`);
    const first = headLines(head, 1)[0] ?? "";
    const heading = types.has(cellsOf(first)?.[0] ?? "") ? /^(?!)/ : { test: (line: string) => line === first };
    return Promise.resolve(
      lineTable(
        path,
        head,
        columns,
        (line) => {
          const cells = cellsOf(line.replace(/\r$/, ""));
          const type = types.get(cells?.[0] ?? "");
          if (!cells || type?.width !== cells.length) return null;
          const row = columns.map(() => "");
          for (const [at, place] of type.places.entries()) row[place] = cells[at] as string;
          return row;
        },
        heading,
      ),
    );
  },
};
