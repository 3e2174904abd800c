import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDuckDB } from "../../src/engine/duckdb.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import { compactColumns } from "../../src/sources/loading/compact-sql.js";
import { openData } from "../../src/sources/open-data.js";
import { openInChild } from "../../src/sources/process/open-in-child.js";
import { readTable } from "../../src/sources/records/read-table.js";
import { dataOf, folderWith, totals, unaccounted, verbRows, verbsCsv, verbsYaml } from "./incident-folder.js";

const SPAN = { from: "2025-03-31T00:00:00Z", to: "2025-04-01T00:00:00Z" };

const TOLD =
  "read_csv($FILE, auto_detect = false, header = true, delim = ',', quote = '\"', columns = {'at': 'VARCHAR', 'code': 'VARCHAR', 'call': 'VARCHAR'})";

/** The engine's own reading with nothing told: what each trap does to whoever trusts it. */
async function naively(
  content: string | Buffer,
  query: string,
  name = "naive.csv",
): Promise<readonly (readonly unknown[])[]> {
  const folder = folderWith({ [name]: content });
  const engine = await openDuckDB({ readable: [folder], temporary: folder });
  onTestFinished(() => engine.close());
  return (await engine.query(query.replaceAll("$FILE", `'${join(folder, name)}'`))).rows;
}

describe("silent losses, each against the naive reading", () => {
  it("1: an archive that is cut or has a wrong checksum is refused, not read in part", async () => {
    const whole = gzipSync(verbsCsv(20_000), { level: 0 });
    const cut = whole.subarray(0, whole.lastIndexOf(10, whole.length * 0.6) + 1);
    const [[rows]] = (await naively(cut, `SELECT count(*) FROM ${TOLD}`, "naive.csv.gz")) as [[number]];
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(20_000);
    const corrupt = Buffer.from(whole);
    corrupt[corrupt.length - 6] = (corrupt[corrupt.length - 6] as number) ^ 1;
    expect(await naively(corrupt, `SELECT count(*) FROM ${TOLD}`, "naive.csv.gz")).toEqual([[20_000]]);
    for (const damaged of [cut, corrupt]) {
      await expect(dataOf({ "incident.yaml": verbsYaml("v.csv.gz"), "v.csv.gz": damaged })).rejects.toMatchObject({
        exitCode: 3,
        message: expect.stringContaining('"v.csv.gz" is damaged gzip') as unknown,
      });
    }
  });

  it("2: decimals that come after the sniffed sample keep their fractions", async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_row, n) => `${new Date(Date.UTC(2025, 2, 31) + n * 1000).toISOString()},${n < 25_000 ? 1 : 1.4}`,
    );
    const csv = `time,load\n${rows.join("\n")}\n`;
    const truth = 25_000 + 5000 * 1.4;
    const [[sum]] = (await naively(csv, "SELECT sum(load) FROM read_csv($FILE)")) as [[number]];
    expect(sum).toBe(30_000);
    const yaml =
      'id: t\nsources:\n  verbs: { file: v.csv, failed: { code: ["500"] } }\n  load: { file: m.csv, kind: gauge, value: load }\n';
    const data = await dataOf({ "incident.yaml": yaml, "m.csv": csv, "v.csv": "at,code\n2025-03-31T12:00:00Z,500\n" });
    const { values } = await data.source("load").values(1);
    expect(values.reduce<number>((total, value) => total + (value ?? 0), 0)).toBeCloseTo(truth, 6);
  });

  it("2: a file of three lines has its two rows", async () => {
    expect((await readTable(join(folderWith({ "x.csv": "a,b\n1,x\n2,y\n" }), "x.csv"))).rows).toEqual([
      ["1", "x"],
      ["2", "y"],
    ]);
    expect((await readTable(join(folderWith({ "x.csv": "id,note\n1,2\n3,4\n" }), "x.csv"))).rows).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
  });

  it("3: an unterminated quote costs one row", async () => {
    const rows = verbRows(1000).map((row) => `${row},ok`);
    rows[499] = `${verbRows(1000)[499]},"never closed`;
    const csv = `at,code,call,note\n${rows.join("\n")}\n`;
    const [[naive]] = (await naively(
      csv,
      `SELECT count(*) FROM ${TOLD.replace("}", ", 'note': 'VARCHAR'}").replace(")", ", ignore_errors = true)")}`,
    )) as [[number]];
    expect(naive).toBeLessThan(600);
    const data = await dataOf({ "incident.yaml": verbsYaml("v.csv"), "v.csv": csv });
    expect(data.source("verbs").quality).toMatchObject({ seen: 1001, loaded: 999, rejected: 1, balanced: true });
    expect(data.rejects).toMatchObject([{ line: 501, reason: "its quote is never closed" }]);
  });

  it("4: cells of several lines are one record each, beyond one buffer of the parallel reading", async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_row, n) =>
        `2025-03-31T12:00:00Z,${n % 10 === 0 ? 500 : 200},"call ${n}\nsecond line, ""quoted""\n${"x".repeat(600)}"`,
    );
    const data = await dataOf({ "incident.yaml": verbsYaml("v.csv"), "v.csv": `at,code,call\n${rows.join("\n")}\n` });
    expect(await totals(data)).toEqual({ failures: 6000, attempts: 60_000 });
    expect(data.source("verbs").quality).toMatchObject({ seen: 60_001, loaded: 60_000, header: 1, rejected: 0 });
  });

  it("5: identifiers of 20 digits stay apart, and 01/02/2024 is not read one way", async () => {
    const ids = ["12345678901234567890", "12345678901234567891"];
    expect(
      await naively(`id,at\n${ids.join(",x\n")},x\n`, "SELECT count(DISTINCT id::DOUBLE) FROM read_csv($FILE)"),
    ).toEqual([[1]]);
    const csv = (day: string): string => `at,code,call\n${ids.map((id) => `${day},500,${id}`).join("\n")}\n`;
    const data = await dataOf({
      "incident.yaml": verbsYaml("v.csv", "    id: call\n"),
      "v.csv": csv("2024-02-01 10:00:00"),
    });
    expect(data.source("verbs").quality).toMatchObject({ loaded: 2, duplicates: 0 });
    expect(
      await naively(
        "day\n01/02/2024 10:00:00\n01/02/2024 11:00:00\n",
        "SELECT DISTINCT month(day) IN (1, 2) FROM read_csv($FILE)",
      ),
    ).toEqual([[true]]);
    await expect(
      dataOf({ "incident.yaml": verbsYaml("v.csv"), "v.csv": csv("01/02/2024 10:00:00") }),
    ).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining("order of day and month") as unknown });
  });

  it("6: local times in a gap or fold are rejected by name, RFC 2822 is read", async () => {
    const read = async (zone: string, times: readonly string[]) => {
      const data = await dataOf({
        "incident.yaml": verbsYaml("v.csv").replace("zone: UTC", `zone: ${zone}`),
        "v.csv": `at,code\n${times.map((time) => `"${time}",500\n`).join("")}`,
      });
      expect(unaccounted(data)).toBe(0);
      return { from: data.source("verbs").range?.from, reasons: data.rejects.map(({ reason }) => reason) };
    };
    const [[gapOrder]] = (await naively(
      "x\n1\n",
      "SELECT timezone('Europe/Berlin', TIMESTAMP '2025-03-30 02:30:00') > timezone('Europe/Berlin', TIMESTAMP '2025-03-30 03:00:00') FROM read_csv($FILE)",
    )) as [[boolean]];
    expect(gapOrder).toBe(true);
    expect((await read("Europe/Berlin", ["2025-03-30 01:00:00", "2025-03-30 02:30:00"])).reasons[0]).toContain(
      "does not exist in Europe/Berlin",
    );
    expect((await read("Europe/Berlin", ["2025-10-26 01:00:00", "2025-10-26 02:30:00"])).reasons[0]).toContain(
      "occurs twice in Europe/Berlin",
    );
    expect(
      await naively("x\n1\n", "SELECT TRY_CAST('Mon, 31 Mar 2025 16:16:05 +0200' AS TIMESTAMPTZ) FROM read_csv($FILE)"),
    ).toEqual([[null]]);
    expect((await read("UTC", ["Mon, 31 Mar 2025 16:16:05 +0200", "Mon, 31 Mar 2025 16:17:05 +0200"])).from).toBe(
      "2025-03-31T14:16:00Z",
    );
    expect((await read("UTC", ["2025-03-31 09:16:05 PDT"])).from).toBe("2025-03-31T16:16:00Z");
    // Of India, Ireland or Israel: an abbreviation of several zones is none.
    await expect(read("UTC", ["2025-03-31 09:16:05 IST"])).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("2025-03-31 09:16:05 IST") as unknown,
    });
  });

  it("7: a column called __proto__ is a column, in every layout", async () => {
    const naive: Record<string, unknown> = {};
    for (const name of ["a", "__proto__"]) naive[name] = 1;
    expect(Object.keys(naive)).toEqual(["a"]);
    for (const [file, content] of [
      ["x.csv", "a,__proto__,constructor\n1,x,y\n2,z,w\n"],
      ["x.jsonl", '{"a":1,"__proto__":"x","constructor":"y"}\n{"a":2,"__proto__":"z","constructor":"w"}\n'],
    ] as const) {
      const { columns, rows } = await readTable(join(folderWith({ [file]: content }), file));
      expect([columns, rows]).toEqual([
        ["a", "__proto__", "constructor"],
        [
          ["1", "x", "y"],
          ["2", "z", "w"],
        ],
      ]);
    }
    const lines = '{"at":"2025-03-31T12:00:00Z","__proto__":"500"}\n{"at":"2025-03-31T12:00:01Z","__proto__":"200"}\n';
    const data = await dataOf({
      "incident.yaml": verbsYaml("v.jsonl", "    dimensions: __proto__\n").replace("{ code:", "{ __proto__:"),
      "v.jsonl": lines,
    });
    expect(await totals(data)).toEqual({ failures: 1, attempts: 2 });
    expect((await data.source("verbs").breakdown("__proto__", SPAN)).map(({ value }) => value).sort()).toEqual([
      "200",
      "500",
    ]);
  });

  it("8: a file called a[12].csv is that file", async () => {
    const folder = folderWith({
      "incident.yaml": verbsYaml("a[12].csv"),
      "a[12].csv": verbsCsv(10),
      "a1.csv": verbsCsv(20),
      "a2.csv": verbsCsv(30),
    });
    const engine = await openDuckDB({ readable: [folder], temporary: folder });
    onTestFinished(() => engine.close());
    expect((await engine.query(`SELECT count(*) FROM read_csv('${join(folder, "a[12].csv")}')`)).rows).toEqual([[50]]);
    const data = await openData(await openIncident(folder));
    onTestFinished(() => data.close());
    expect(await totals(data)).toEqual({ failures: 1, attempts: 10 });
  });

  it("9: UTF-16 is decoded, a Latin-1 row is rejected by line, and what cannot be decoded is refused", async () => {
    const wide = Buffer.from(`\ufeff${verbsCsv(600)}`, "utf16le");
    const [[naive]] = (await naively(
      wide,
      `SELECT count(*) FROM ${TOLD.replace(")", ", ignore_errors = true)")} WHERE code = '500'`,
    )) as [[number]];
    expect(naive).toBe(0);
    expect(await totals(await dataOf({ "incident.yaml": verbsYaml("v.csv"), "v.csv": wide }))).toEqual({
      failures: 60,
      attempts: 600,
    });
    const latin = Buffer.concat([
      Buffer.from(verbsCsv(50)),
      Buffer.from("2025-03-31T12:01:00Z,500,M\xfcller\n", "latin1"),
      Buffer.from(`${verbRows(50, 100).join("\n")}\n`),
    ]);
    const data = await dataOf({ "incident.yaml": verbsYaml("v.csv"), "v.csv": latin });
    expect(data.source("verbs").quality).toMatchObject({ loaded: 100, rejected: 1 });
    expect(data.rejects).toMatchObject([{ line: 52, reason: "its bytes are not UTF-8" }]);
    await expect(
      dataOf({ "incident.yaml": verbsYaml("v.csv"), "v.csv": wide.subarray(0, wide.length - 1) }),
    ).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('"v.csv" is not utf-16le near byte') as unknown,
    });
  });

  it("10: identifiers are kept as hashes, and a process of its own bounds what the engine does not", async () => {
    const folder = folderWith({ "incident.yaml": verbsYaml("v.csv", "    id: call\n") });
    writeFileSync(
      join(folder, "v.csv"),
      `at,code,call\n${Array.from({ length: 50_000 }, (_row, n) => `2025-03-31T12:00:00Z,200,CA${String(n % 40_000).padStart(32, "0")}`).join("\n")}\n`,
    );
    const incident = await openIncident(folder);
    const source = { ...incident.sources[0], time: { column: "at" } } as Parameters<typeof compactColumns>[0];
    expect(new Map(compactColumns(source, { text: [], hashed: [] })).get("id")).toBe("UBIGINT");
    const data = await openInChild(incident);
    onTestFinished(() => data.close());
    expect(data.source("verbs").quality).toMatchObject({ loaded: 40_000, duplicates: 10_000 });
    await expect(openInChild(incident, { ceilingMb: 50 })).rejects.toMatchObject({ exitCode: 3 });
  });
});
