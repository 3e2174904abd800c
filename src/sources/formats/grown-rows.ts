import { typeOf } from "../records/header.js";
import { parseRecord } from "../records/parse-record.js";
import { rowLikeness } from "../records/row-likeness.js";
import { headLines, lineTable } from "./line-table.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

const MARKS = { delimiter: ",", quote: '"', escape: '"' };
/** Rows of each width that show that a program began to write more. */
const FEWEST_ROWS = 10;
const NARROWEST = 3;

function cellsOf(line: string): string[] | null {
  const record = parseRecord(line.replace(/\r$/, ""), MARKS);
  return record.state === "whole" ? record.cells : null;
}

/** The two widths of rows without names, where all narrow ones come before all wide ones and the wide begin as the narrow do; `undefined` for any other text. */
function widthsOf(head: FormatHead): readonly [narrow: number, wide: number] | undefined {
  const rows = headLines(head).map((line) => cellsOf(line) ?? []);
  const [first = []] = rows;
  const narrow = first.length;
  const turn = rows.findIndex((cells) => cells.length !== narrow);
  const wide = rows[turn]?.length ?? 0;
  if (narrow < NARROWEST || wide <= narrow || turn < FEWEST_ROWS || rows.length - turn < FEWEST_ROWS) return undefined;
  if (!first.some((cell) => typeOf(cell) === "time") || rows.slice(turn).some((cells) => cells.length !== wide))
    return undefined;
  const alike = rowLikeness(rows.slice(0, turn));
  return rows.slice(turn).every((cells) => alike(cells.slice(0, narrow))) ? [narrow, wide] : undefined;
}

/** Rows without a header that have more cells from one line on, as a log has whose program learned to write more: what the first lack is empty. */
export const grownRows: VendorFormat = {
  name: "grown-rows",
  recognises: (head) => !/^\s*[{[<#]/.test(head.text) && widthsOf(head) !== undefined,
  defaults: () => ({}),
  table(path, head) {
    const [narrow, wide] = widthsOf(head) as readonly [number, number];
    const columns = Array.from({ length: wide }, (_column, at) => `column${at + 1}`);
    return Promise.resolve(
      lineTable(
        path,
        head,
        columns,
        (line) => {
          const cells = cellsOf(line);
          if (cells?.length === wide) return cells;
          return cells?.length === narrow ? columns.map((_name, at) => cells[at] ?? "") : null;
        },
        /^(?!)/,
      ),
    );
  },
};
