import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { IncidentData } from "../../../src/sources/incident-data.js";
import { confirmedRecord, parseRecord } from "../../../src/sources/records/parse-record.js";
import { readTable } from "../../../src/sources/records/read-table.js";
import { seededRandom } from "../../../src/stats/random/random.js";
import { dataOf, folderWith, totals, unaccounted } from "../incident-folder.js";

const YAML =
  'id: t\nerrorBudget: { share: 0.001, rows: 3 }\nsources:\n  verbs:\n    file: v.csv\n    time: { column: at, zone: UTC }\n    failed: { code: ["500"] }\n';

function timeAt(second: number): string {
  return new Date(Date.UTC(2026, 5, 7, 9, 0, second)).toISOString();
}

/** Rows `at,note,code` with the notes that are given for some, every fifth failed. */
function rows(count: number, note: (at: number) => string = () => "ok"): string[] {
  return Array.from({ length: count }, (_row, at) => `${timeAt(at)},${note(at)},${at % 5 === 0 ? 500 : 200}`);
}

function fileOf(lines: readonly string[], end = "\n"): Readonly<Record<string, string>> {
  return { "incident.yaml": YAML, "v.csv": lines.map((line) => line + end).join("") };
}

async function loaded(files: Readonly<Record<string, string | Buffer>>): Promise<IncidentData> {
  const data = await dataOf(files);
  expect(unaccounted(data)).toBe(0);
  return data;
}

describe("rows that a quote could swallow", () => {
  it("stay rows: a stray quote that opens a cell costs its own line and no other", async () => {
    const lines = [
      "at,note,code",
      ...rows(600, (at) => (at === 200 ? '"wide screen' : at === 390 ? 'screen 15"' : "ok")),
    ];
    const data = await loaded(fileOf(lines));
    expect(data.source("verbs").quality).toMatchObject({ seen: 601, loaded: 599, rejected: 1 });
    expect(data.rejects).toMatchObject([{ line: 202, reason: "its quote is never closed" }]);
    expect(await totals(data)).toEqual({ failures: 119, attempts: 599 });
  });

  it("stay rows on neighbouring lines too, where nothing lies between the quotes", async () => {
    const lines = ["at,note,code", ...rows(60, (at) => (at === 20 ? '"left' : at === 21 ? 'right"' : "ok"))];
    expect((await loaded(fileOf(lines))).source("verbs").quality).toMatchObject({ loaded: 59, rejected: 1 });
  });

  it("are one record where they can be nothing else, and such records are listed", async () => {
    const trace = '"timeout, after 3 s\n  at fetch (a.js, line 3)\n\n  at main"';
    const lines = ["at,note,code", ...rows(300, (at) => (at % 100 === 7 ? trace : "ok"))];
    const data = await loaded(fileOf(lines));
    expect(data.source("verbs").quality).toMatchObject({ seen: 301, loaded: 300, rejected: 0, blank: 0 });
    expect(data.source("verbs").quality.notes).toContain(
      "3 records of v.csv take several lines (9–12, 112–115, 215–218).",
    );
  });
});

describe("the quote of a file", () => {
  it("is the double one wherever it is first seen", async () => {
    const lines = ["at,note,code", ...rows(1200)].map((line, at) => (at > 1000 ? line.replace(/\d+$/, '"$&"') : line));
    expect(await totals(await loaded(fileOf(lines)))).toEqual({ failures: 240, attempts: 1200 });
  });

  it("is the single one where that encloses cells all over, wherever it is first seen", async () => {
    const lines = ["at,note,code", ...rows(1200, (at) => (at > 900 ? "'a, b'" : "ok"))];
    expect(await totals(await loaded(fileOf(lines)))).toEqual({ failures: 240, attempts: 1200 });
  });

  it.each([
    [
      "apostrophes at the borders of cells",
      (at: number) => (at % 9 === 0 ? "'til late" : at % 9 === 3 ? "the boys'" : "x"),
    ],
    ["apostrophes at both", (at: number) => (at === 40 ? "'NoneType' object has no 'get'" : "x")],
    ["a name that begins with one", (at: number) => (at === 40 ? "'t Hooft" : "x")],
    ["dictionaries inside double quotes", (at: number) => `"{'id': ${at}, 'kind': 'queue', 'name': 'a'}"`],
  ])("%s are letters", async (_what, note) => {
    const data = await loaded(fileOf(["at,note,code", ...rows(100, note)]));
    expect(data.source("verbs").quality).toMatchObject({ loaded: 100, rejected: 0 });
    expect(await totals(data)).toEqual({ failures: 20, attempts: 100 });
  });

  it("is escaped as the whole file says, not its beginning", async () => {
    const folder = folderWith({
      "a.csv": `id,text,n\n${Array.from({ length: 1500 }, (_row, at) => (at < 1200 ? `${at},"plain",1` : `${at},"say \\"hi\\", twice",1`)).join("\n")}\n`,
    });
    const table = await readTable(join(folder, "a.csv"));
    expect(table.rejects).toEqual([]);
    expect(table.rows[1400]).toEqual(["1400", 'say "hi", twice', "1"]);
  });

  it("may be followed by the rest of its cell, where writers put a number behind a quoted name", async () => {
    const data = await loaded(fileOf(["at,note,code", ...rows(50, (at) => `"Doe, J ${at}" <${100 + at}>`)]));
    expect(data.source("verbs").quality).toMatchObject({ loaded: 50, rejected: 0 });
  });
});

describe("headers that do not fit", () => {
  it("name the rows that end in one delimiter more", async () => {
    const lines = ["at,note,code", ...rows(50).map((row) => `${row},`)];
    expect(await totals(await loaded(fileOf(lines)))).toEqual({ failures: 10, attempts: 50 });
  });

  it("of statistics programs leave out the column of row names", async () => {
    const folder = folderWith({ "a.csv": `note,code\n${rows(30).join("\n")}\n` });
    expect((await readTable(join(folder, "a.csv"))).columns).toEqual(["row", "note", "code"]);
  });

  it("do not swallow rows of another width before them", async () => {
    const before = ["at,code", ...rows(30).map((row) => row.replace(",ok", ""))];
    await expect(dataOf(fileOf([...before, "at,note,code", ...rows(200)]))).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(
        "got 30 (v.csv line 2: it comes before the header and has 2 cells where 3 are expected",
      ) as unknown,
    });
  });

  it("in another order change the order of what follows", async () => {
    const turned = rows(50).map((row) => row.split(",").reverse().join(","));
    const data = await loaded(fileOf(["at,note,code", ...rows(50), "code,note,at", ...turned]));
    expect(data.source("verbs").quality).toMatchObject({ seen: 102, loaded: 100, header: 2 });
    expect(await totals(data)).toEqual({ failures: 20, attempts: 100 });
  });

  it("in the encoding of Western Europe are headers still", async () => {
    const text = `at,code,Länge\n${rows(4)
      .map((row) => row.replace(",ok", ""))
      .map((row) => `${row},1`)
      .join("\n")}\n`;
    const data = await loaded({ "incident.yaml": YAML, "v.csv": Buffer.from(text, "latin1") });
    expect(data.source("verbs").quality).toMatchObject({ seen: 5, loaded: 4, header: 1 });
    expect(await totals(data)).toEqual({ failures: 1, attempts: 4 });
  });
});

it("lines may end in two carriage returns and a line feed", async () => {
  const data = await loaded(fileOf(["at,note,code", ...rows(40)], "\r\r\n"));
  expect(data.source("verbs").quality).toMatchObject({ loaded: 40, rejected: 0 });
  expect(await totals(data)).toEqual({ failures: 8, attempts: 40 });
});

it("the own splitter and csv-parse agree on every sound record", () => {
  const random = seededRandom(12);
  const pieces = ["a", "b c", ",", '""', "\n", "é", "'", "7.5", ""];
  for (let turn = 0; turn < 500; turn += 1) {
    const cells = Array.from({ length: 1 + Math.floor(random.next() * 4) }, () =>
      Array.from(
        { length: Math.floor(random.next() * 4) },
        () => pieces[Math.floor(random.next() * pieces.length)],
      ).join(""),
    );
    const text = cells.map((cell) => `"${cell}"`).join(",");
    const parsed = parseRecord(text, { delimiter: ",", quote: '"', escape: '"' });
    expect(parsed.state).toBe("whole");
    expect(
      confirmedRecord(text, parsed.state === "whole" ? parsed.cells : [], { delimiter: ",", quote: '"', escape: '"' }),
    ).toBe(true);
  }
});
