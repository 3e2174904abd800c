import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { initIncident } from "../../src/draft/init-incident.js";
import type { InitResult } from "../../src/draft/init-incident.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import { openData } from "../../src/sources/open-data.js";
import { folderWith, totals } from "../sources/incident-folder.js";
import { zip } from "../sources/zip.js";

type Rows = readonly (readonly string[])[];

/** A workbook of sheets by their names. */
function workbook(sheets: Readonly<Record<string, Rows>>): Buffer {
  const names = Object.keys(sheets);
  const each = (write: (name: string, n: number) => string): string =>
    names.map((name, at) => write(name, at + 1)).join("");
  const row = (cells: readonly string[], n: number): string =>
    `<row r="${n}">${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("")}</row>`;
  return zip({
    "xl/workbook.xml": `<workbook><sheets>${each((name, n) => `<sheet name="${name}" sheetId="${n}" r:id="r${n}"/>`)}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${each((_name, n) => `<Relationship Id="r${n}" Target="worksheets/sheet${n}.xml"/>`)}</Relationships>`,
    ...Object.fromEntries(
      Object.values(sheets).map((rows, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `<worksheet><sheetData>${rows.map((cells, n) => row(cells, n + 1)).join("")}</sheetData></worksheet>`,
      ]),
    ),
  });
}

const at = (n: number): string => new Date(Date.UTC(2026, 4, 6, 7, n)).toISOString().replace(".000Z", "Z");
const NUMBERS = Array.from({ length: 60 }, (_n, n) => n);
const CALLS: Rows = [["Started", "Result"], ...NUMBERS.map((n) => [at(n), n >= 20 && n < 30 ? "Failed" : "Answered"])];
const HOSTS: Rows = [["Time", "CPU"], ...NUMBERS.map((n) => [at(n), String(20 + (n % 5))])];
const PEOPLE: Rows = [
  ["Agent", "Seat"],
  ["A", "1"],
  ["B", "2"],
];

async function started(
  sheets: Readonly<Record<string, Rows>>,
  answers: Readonly<Record<string, string>> = {},
): Promise<{ folder: string; result: InitResult }> {
  const folder = folderWith({});
  writeFileSync(join(folder, "report.xlsx"), workbook(sheets));
  const result = await initIncident(folder, { terminal: false, answers: new Map(Object.entries(answers)) });
  return { folder, result };
}

const MANY = { Calls: CALLS, Hosts: HOSTS, People: PEOPLE };

describe("a workbook whose sheets hold different tables", () => {
  it("is asked about, with the sheets that hold times, and nothing else is asked before", async () => {
    const { result } = await started(MANY);
    expect(result.questions).toMatchObject([
      { setting: "sources.report.dialect.sheet", candidates: ["Calls", "Hosts"] },
    ]);
  });

  it("is read from the sheet that an answer names", async () => {
    const { folder, result } = await started(MANY, { sheet: "calls" });
    expect(result.questions).toEqual([]);
    const data = await openData(await openIncident(folder));
    expect(await totals(data, "report")).toEqual({ failures: 10, attempts: 60 });
    await data.close();
    const other = await started(MANY, { sheet: "Hosts" });
    expect((await openIncident(other.folder)).sources[0]).toMatchObject({ kind: "gauge", dialect: { sheet: "Hosts" } });
  });

  it("needs no answer where one sheet alone holds times, and refuses a sheet that is not there", async () => {
    const { folder, result } = await started({ People: PEOPLE, Calls: CALLS });
    expect(result.questions).toEqual([]);
    expect((await openIncident(folder)).sources[0]?.dialect).toEqual({ sheet: "Calls" });
    writeFileSync(
      join(folder, "incident.yaml"),
      "id: x\nsources:\n  report: { file: report.xlsx, dialect: { sheet: Nope }, time: Started, failed: { Result: [Failed] } }\n",
    );
    await expect(openData(await openIncident(folder))).rejects.toMatchObject({
      exitCode: 2,
      message: 'file "report.xlsx" has no sheet "Nope", it has People, Calls; correct dialect.sheet in incident.yaml',
    });
    await expect(started(MANY, { sheet: "Nope" })).rejects.toMatchObject({ exitCode: 2 });
  });

  it("asked on a terminal, goes on with the sheet that was typed", async () => {
    const folder = folderWith({});
    writeFileSync(join(folder, "report.xlsx"), workbook(MANY));
    const asked: string[] = [];
    await initIncident(folder, {
      terminal: true,
      ask: (question) => {
        asked.push(question);
        return Promise.resolve("Hosts");
      },
    });
    expect(asked).toHaveLength(1);
    expect((await openIncident(folder)).sources[0]).toMatchObject({ kind: "gauge", value: "CPU" });
  });
});
