import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rowFit } from "../../../src/sources/columns/column-profile.js";
import { readTable } from "../../../src/sources/records/read-table.js";
import type { ReadTable } from "../../../src/sources/records/read-table.js";
import { repairedRecord } from "../../../src/sources/records/repaired-record.js";
import { folderWith } from "../incident-folder.js";

const DIALECT = { delimiter: ",", quote: '"', escape: '"', header: true, skip: 0, newline: "\n" } as const;
const ROWS = Array.from({ length: 30 }, (_row, n) => [
  `2025-03-31 12:${String(10 + n)}`,
  `CA${1000 + n}`,
  ["play", "say"][n % 2] as string,
  n % 3 === 0 ? "" : `note ${n}, "so far"`,
]);
const FIT = rowFit(ROWS);

function text(cells: readonly string[]): string {
  return cells.map((cell) => (/[,"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

describe("a damaged record", () => {
  const row = ROWS[7] as string[];

  it.each([
    ["a delimiter too many in front", `,${text(row)}`, row],
    ["a delimiter too many inside", text([...row.slice(0, 2), "", ...row.slice(2)]), row],
    ["a delimiter missing between a time and an identifier", text(row).replace(",", ""), row],
    ["a delimiter missing before a quoted cell", text(row).replace(',"', '"'), row],
    [
      "a stray quote before a bare cell",
      text(row).replace("play", '"play').replace("say", '"say'),
      [...row.slice(0, 2), `"${row[2]}`, row[3]],
    ],
    ["quotes that nothing escapes", text(row).replaceAll('""', '"'), row],
    ["another delimiter in this row", (ROWS[9] as string[]).join(";"), ROWS[9]],
  ])("with %s is read as it was meant", (_what, damaged, expected) => {
    expect(repairedRecord(damaged, DIALECT, 4, FIT)?.cells).toEqual(expected);
  });

  it.each([
    ["a cell too many that is not empty", text([...row, "extra"])],
    ["a first cell missing", text(row.slice(1))],
    ["one cell of many", "torn"],
    ["nothing in common with the table", "x,y,z"],
  ])("with %s stays rejected", (_what, damaged) => {
    expect(repairedRecord(damaged, DIALECT, 4, FIT)).toBeUndefined();
  });

  it("stays rejected where two edits explain it equally", () => {
    const alike = rowFit(Array.from({ length: 30 }, (_row, n) => [String(n), String(n + 1), String(n * 7)]));
    expect(repairedRecord("12,345", DIALECT, 3, alike)).toBeUndefined();
  });

  it("is not searched for edits when it is very long", () => {
    expect(repairedRecord(`${"x".repeat(100_000)},,`, DIALECT, 2, () => 0)).toBeUndefined();
  });
});

describe("readTable", () => {
  const lines = ROWS.map(text);
  const read = async (damaged: readonly string[], repair?: boolean): Promise<ReadTable> =>
    readTable(
      join(folderWith({ "x.csv": `at,call,verb,note\n${damaged.join("\n")}\n` }), "x.csv"),
      repair === undefined ? {} : { repair },
    );

  it("loads repaired rows in their place and lists them", async () => {
    const damaged = lines.with(7, `,${lines[7]}`).with(20, "torn");
    const { rows, rejects, repairs } = await read(damaged);
    expect(rows).toEqual(ROWS.toSpliced(20, 1));
    expect(rejects).toEqual([{ file: "x.csv", line: 22, reason: "it has 1 cells where 4 are expected", raw: "torn" }]);
    expect(repairs).toEqual([
      { file: "x.csv", line: 9, reason: "read without one delimiter too many", raw: damaged[7] },
    ]);
  });

  it("doubts a row that has its cells by chance, even where the sample holds it", async () => {
    const { rows, repairs } = await read(lines.with(1, (lines[1] as string).replace(',"', '"')));
    expect(rows[1]).toEqual(ROWS[1]);
    expect(repairs.map(({ line, reason }) => [line, reason])).toEqual([
      [3, "read with a delimiter where one is missing"],
    ]);
  });

  it("repairs nothing when told so", async () => {
    const { rows, rejects, repairs } = await read(lines.with(7, `,${lines[7]}`), false);
    expect([rows.length, rejects.length, repairs.length]).toEqual([29, 1, 0]);
  });

  it("keeps a stray quote from swallowing what follows", async () => {
    const { rows } = await read(lines.with(4, (lines[4] as string).replace("CA", '"CA')));
    expect(rows).toEqual(ROWS.with(4, (ROWS[4] as string[]).with(1, '"CA1004')));
  });
});
