import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { CLEAN_TABLES } from "../../../bench/pollute-exports.js";
import { pollutedFiles } from "../../../bench/pollute-families.js";
import { pollockScore } from "../../../bench/pollute-score.js";
import { readTable } from "../../../src/sources/records/read-table.js";
import type { ReadTable } from "../../../src/sources/records/read-table.js";
import { folderWith } from "../incident-folder.js";

async function read(content: string | Buffer, name = "table.csv"): Promise<ReadTable> {
  const folder = folderWith({});
  writeFileSync(join(folder, name), content);
  return readTable(join(folder, name));
}

describe("tables whose layout is found, not told", () => {
  const families = new Map(CLEAN_TABLES.map((table) => [table.name, pollutedFiles(table)]));

  it.each(["alerts", "tickets"])("survive the eleven families of corruption: %s", async (name) => {
    for (const file of families.get(name) ?? []) {
      const score = pollockScore(file, await read(file.bytes));
      expect(score, `${file.family}: ${file.name}`).toBeGreaterThan(9.95);
    }
  });

  it("reject a row of another width with its line and text, and keep its neighbours", async () => {
    const { rows, rejects } = await read(
      "id,at,code\n1,2025-03-31,200\n2,2025-03-31\n3,2025-03-31,500,x\n4,2025-03-31,200\n",
    );
    expect(rows.map(([id]) => id)).toEqual(["1", "4"]);
    expect(rejects).toMatchObject([
      { line: 3, raw: "2,2025-03-31" },
      { line: 4, raw: "3,2025-03-31,500,x" },
    ]);
  });

  it("keep identifiers, empty and hostile cells as text", async () => {
    const { columns, rows } = await read("__proto__,constructor,id\n0012,=1+1,12345678901234567890\n,<b>,0013\n");
    expect(columns).toEqual(["__proto__", "constructor", "id"]);
    expect(rows).toEqual([
      ["0012", "=1+1", "12345678901234567890"],
      ["", "<b>", "0013"],
    ]);
  });

  it("give repeated and empty column names of their own", async () => {
    expect((await read("time,value,value,\n2025-03-31T12:00Z,1,2,3\n2025-03-31T12:01Z,4,5,6\n")).columns).toEqual([
      "time",
      "value",
      "value_2",
      "column4",
    ]);
  });

  it("know a comma in a number from a delimiter", async () => {
    expect(await read("1,5;2,7;3,1\n4,0;5,5;6,2\n")).toMatchObject({
      columns: ["column1", "column2", "column3"],
      rows: [
        ["1,5", "2,7", "3,1"],
        ["4,0", "5,5", "6,2"],
      ],
    });
  });

  it("reject single rows that are not UTF-8, and take Windows-1252 only where it is clear", async () => {
    const stray = await read(
      Buffer.concat([Buffer.from("id,name\n1,Müller\n2,"), Buffer.from([0xfc]), Buffer.from("\n3,x\n")]),
    );
    expect(stray.rows.map(([id]) => id)).toEqual(["1", "3"]);
    expect(stray.rejects).toMatchObject([{ line: 3, reason: "its bytes are not UTF-8" }]);
    const western = await read(Buffer.from("id,name\n1,M\xfcller\n2,Gr\xf6\xdfe\n3,Lef\xe8vre\n", "latin1"));
    expect(western.rows).toEqual([
      ["1", "Müller"],
      ["2", "Größe"],
      ["3", "Lefèvre"],
    ]);
    const cyrillic = await read(
      Buffer.concat([
        Buffer.from("id,name\n"),
        ...[1, 2, 3].map((id) =>
          Buffer.concat([Buffer.from(`${id},`), Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 10])]),
        ),
      ]),
    );
    expect(cyrillic.rejects).toHaveLength(3);
  });

  it.each([
    [
      "titles with cells of their own before the header",
      'Spending over 500,,,\nDepartment:,Health,,\n,,,\nDate,Supplier,Amount,Ref\n01/04/2012,"Smith, J","1,200.50",1\n02/04/2012,Acme,300,2\n03/04/2012,B,12,3\n',
      ["Date", "Supplier", "Amount", "Ref"],
      3,
    ],
    [
      "years as headings",
      "Country,2001,2002,2003\nUK,1,2,3\nFR,4,5,6\nDE,7,8,9\n",
      ["Country", "2001", "2002", "2003"],
      3,
    ],
    [
      "days as headings",
      "Series,2020-01-01,2020-02-01\nA,1,2\nB,3,4\nC,5,6\n",
      ["Series", "2020-01-01", "2020-02-01"],
      3,
    ],
    ["numbers alone", "2001,7,2003\n4,5,6\n7,8,9\n", ["column1", "column2", "column3"], 3],
    ["two tabs between cells", "a\t\tb\t\tc\n1\t\t2\t\t3\n4\t\t5\t\t6\n", ["a", "b", "c"], 2],
    ["columns without a name at the end", "a,b,c,,\n1,2,3,,\n4,5,6,,\n", ["a", "b", "c", "column4", "column5"], 2],
    [
      "an odd row of words among numbers",
      "1,2,3\n4,5,6\nn/a,n/a,n/a\n7,8,9\n1,2,4\n",
      ["column1", "column2", "column3"],
      5,
    ],
  ])("find the header of %s", async (_what, content, columns, count) => {
    const table = await read(content);
    expect([table.columns, table.rows.length, table.rejects]).toEqual([columns, count, []]);
  });

  it("are read through gzip, and refused when it is cut", async () => {
    const packed = gzipSync("id,code\n1,200\n2,500\n");
    expect((await read(packed, "t.csv.gz")).rows).toHaveLength(2);
    await expect(read(packed.subarray(0, -3), "t.csv.gz")).rejects.toMatchObject({ exitCode: 3 });
  });

  it("take JSON lines with keys that come later", async () => {
    const { columns, rows } = await read('{"id":12345678901234567890,"a":null}\n{"id":2,"b":{"c":1}}\n', "t.jsonl");
    expect(columns).toEqual(["id", "a", "b"]);
    expect(rows).toEqual([
      ["12345678901234567890", "", ""],
      ["2", "", '{"c":1}'],
    ]);
  });
});
