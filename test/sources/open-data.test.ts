import { appendFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openIncident } from "../../src/incident/yaml/open.js";
import { openData } from "../../src/sources/open-data.js";
import { dataOf, folderWith, totals, unaccounted, verbRows, verbsCsv, verbsYaml } from "./incident-folder.js";

const SPAN = { from: "2025-03-31T12:00:00Z", to: "2025-03-31T13:00:00Z" };

describe("openData on sound files", () => {
  it("counts attempts and failures per minute", async () => {
    const data = await dataOf({
      "incident.yaml": verbsYaml("verbs.csv", "    cluster: call\n"),
      "verbs.csv": verbsCsv(600),
    });
    const series = await data.source("verbs").outcomes(60);
    expect(series.attempts).toEqual(new Array(10).fill(60));
    expect(series.failures).toEqual(new Array(10).fill(6));
    expect(series.startMs).toBe(Date.UTC(2025, 2, 31, 12));
    expect(data.source("verbs").range).toEqual({ from: "2025-03-31T12:00:00Z", to: "2025-03-31T12:10:00Z" });
    expect(data.source("verbs").quality).toMatchObject({
      seen: 601,
      loaded: 600,
      rejected: 0,
      header: 1,
      blank: 0,
      balanced: true,
      coverage: 1,
      gaps: [],
    });
  });

  it("counts clusters by attempts and failures", async () => {
    const data = await dataOf({
      "incident.yaml": verbsYaml("verbs.csv", "    cluster: call\n"),
      "verbs.csv": verbsCsv(600),
    });
    const clusters = await data.source("verbs").clusters(SPAN);
    expect(clusters).toEqual([
      { attempts: 3, failures: 0, n: 140 },
      { attempts: 3, failures: 1, n: 60 },
    ]);
  });

  it.each([
    ["gzip", "verbs.csv.gz", gzipSync(verbsCsv(600))],
    [
      "gzip of several members",
      "verbs.csv.gz",
      Buffer.concat([gzipSync(verbsCsv(300)), gzipSync(`${verbRows(600).slice(300).join("\n")}\n`)]),
    ],
    ["tabs", "verbs.tsv", verbsCsv(600).replaceAll(",", "\t")],
    ["semicolons and CRLF", "verbs.csv", verbsCsv(600).replaceAll(",", ";").replaceAll("\n", "\r\n")],
    ["carriage returns alone", "verbs.csv", verbsCsv(600).replaceAll("\n", "\r")],
    ["a byte order mark", "verbs.csv", `\ufeff${verbsCsv(600)}`],
    ["UTF-16LE with mark", "verbs.csv", Buffer.from(`\ufeff${verbsCsv(600)}`, "utf16le")],
    ["UTF-16BE with mark", "verbs.csv", Buffer.from(`\ufeff${verbsCsv(600)}`, "utf16le").swap16()],
    ["UTF-16LE without mark", "verbs.csv", Buffer.from(verbsCsv(600), "utf16le")],
    ["no line end at the end", "verbs.csv", verbsCsv(600).trimEnd()],
    [
      "JSON lines",
      "verbs.jsonl",
      verbRows(600)
        .map((row) => row.split(","))
        .map(([at, code, call]) => JSON.stringify({ at, code: Number(code), call }))
        .join("\n"),
    ],
    ["columns in another order", "verbs.csv", verbsCsv(600).replace(/^(.*),(.*),(.*)$/gm, "$3,$1,$2")],
    ["everything quoted", "verbs.csv", verbsCsv(600).replace(/[^,\n]+/g, '"$&"')],
  ])("reads %s to the same counts", async (_what, file, content) => {
    const data = await dataOf({ "incident.yaml": verbsYaml(file), [file]: content as string | Buffer });
    expect(await totals(data)).toEqual({ failures: 60, attempts: 600 });
    expect(unaccounted(data)).toBe(0);
    expect(data.rejects).toEqual([]);
  });

  it("gives the same findings for one file and for the same rows split into three", async () => {
    const rows = verbRows(600);
    const part = (from: number, to: number): string => `at,code,call\n${rows.slice(from, to).join("\n")}\n`;
    const data = await dataOf({
      "incident.yaml": verbsYaml("verbs-*.csv"),
      "verbs-1.csv": part(0, 100),
      "verbs-2.csv": part(100, 450),
      "verbs-3.csv": part(450, 600),
    });
    expect(await totals(data)).toEqual({ failures: 60, attempts: 600 });
    expect(data.inputs.map(({ rows: loaded }) => loaded)).toEqual([100, 350, 150]);
    expect(data.source("verbs").quality.header).toBe(3);
  });

  it("removes its temporary folder when closed", async () => {
    const folderOf = folderWith({ "incident.yaml": verbsYaml("verbs.csv"), "verbs.csv": verbsCsv(10) });
    const temporary = folderWith({});
    vi.stubEnv("TMPDIR", temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const ours = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("postmortem-"));
    const data = await openData(await openIncident(folderOf));
    expect(ours()).toHaveLength(1);
    await data.close();
    expect(ours()).toEqual([]);
  });
});

describe("openData on damaged files", () => {
  it.each([
    ["cut in the middle", (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
    ["cut by its last byte", (bytes: Buffer) => bytes.subarray(0, -1)],
    [
      "with a wrong checksum",
      (bytes: Buffer) => {
        const copy = Buffer.from(bytes);
        copy[copy.length - 6] = (copy[copy.length - 6] as number) ^ 1;
        return copy;
      },
    ],
    ["with bytes after its end", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("trailing bytes")])],
    ["that is not gzip", () => Buffer.from(verbsCsv(5))],
  ])("refuses a .gz %s with exit 3", async (_what, damage) => {
    const files = { "incident.yaml": verbsYaml("verbs.csv.gz"), "verbs.csv.gz": damage(gzipSync(verbsCsv(5000))) };
    await expect(dataOf(files)).rejects.toMatchObject({
      code: "input",
      exitCode: 3,
      message: expect.stringContaining("verbs.csv.gz") as unknown,
    });
  });

  it("loses one row, not the rest, to one stray quote", async () => {
    const rows = verbRows(1000);
    rows[500] = `"${rows[500]}`;
    const data = await dataOf({
      "incident.yaml": verbsYaml("verbs.csv"),
      "verbs.csv": `at,code,call\n${rows.join("\n")}\n`,
    });
    expect(data.source("verbs").quality).toMatchObject({ seen: 1001, loaded: 999, rejected: 1, balanced: true });
    expect(data.rejects).toEqual([
      { file: "verbs.csv", line: 502, reason: "its quote is never closed", raw: rows[500] },
    ]);
  });

  it("rejects a Latin-1 row in UTF-8 by line", async () => {
    const [before, after] = [verbRows(5).join("\n"), verbRows(5, 5).join("\n")];
    const latin = Buffer.from("2025-03-31T12:00:30Z,200,caf\xe9\n", "latin1");
    const data = await dataOf({
      "incident.yaml": verbsYaml("verbs.csv"),
      "verbs.csv": Buffer.concat([Buffer.from(`at,code,call\n${before}\n`), latin, Buffer.from(after)]),
    });
    expect(data.source("verbs").quality).toMatchObject({ seen: 12, loaded: 10, rejected: 1 });
    expect(data.rejects[0]).toMatchObject({ line: 7, reason: "its bytes are not UTF-8" });
  });

  it("rejects rows with missing and extra cells, and times that are none, by line", async () => {
    const rows = verbRows(100);
    rows[10] = "2025-03-31T12:00:10Z,500";
    rows[20] = `${rows[20]},extra`;
    rows[30] = "n/a,500,call10";
    const data = await dataOf({
      "incident.yaml": verbsYaml("verbs.csv"),
      "verbs.csv": `at,code,call\n${rows.join("\n")}\n`,
    });
    expect(data.rejects.map(({ line, raw }) => [line, raw])).toEqual([
      [12, rows[10]],
      [22, rows[20]],
      [32, rows[30]],
    ]);
    expect(data.source("verbs").quality).toMatchObject({ seen: 101, loaded: 97, rejected: 3, balanced: true });
    expect(unaccounted(data)).toBe(0);
  });

  it("refuses rejects over the budget with the first of them named", async () => {
    const rows = verbRows(100).map((row, index) => (index % 20 === 3 ? "torn" : row));
    const files = { "incident.yaml": verbsYaml("verbs.csv"), "verbs.csv": `at,code,call\n${rows.join("\n")}\n` };
    await expect(dataOf(files)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /at most 3 rejected rows of 101, got 5 \(verbs\.csv line 5: it has 1 cells/,
      ) as unknown,
    });
  });

  it("keeps the row of a failure whose latency reads n/a", async () => {
    const csv = "at,code,ms\n2025-03-31T12:00:00Z,500,n/a\n2025-03-31T12:00:01Z,200,12\n";
    const data = await dataOf({ "incident.yaml": verbsYaml("verbs.csv", "    latency: ms\n"), "verbs.csv": csv });
    expect(await totals(data)).toEqual({ failures: 1, attempts: 2 });
    expect(data.source("verbs").quality.notes).toEqual(["1 values of ms are no numbers and count as missing."]);
  });

  it("counts blank lines apart and takes a repeated header for one", async () => {
    const rows = verbRows(20);
    const csv = `at,code,call\n${rows.slice(0, 10).join("\n")}\n\n\nat,code,call\n${rows.slice(10).join("\n")}\n`;
    const data = await dataOf({ "incident.yaml": verbsYaml("verbs.csv"), "verbs.csv": csv });
    expect(data.source("verbs").quality).toMatchObject({ seen: 24, loaded: 20, header: 2, blank: 2, rejected: 0 });
  });

  it("rejects torn JSON lines by line", async () => {
    const lines = verbRows(50)
      .map((row) => row.split(","))
      .map(([at, code]) => JSON.stringify({ at, code }));
    lines[7] = (lines[7] as string).slice(0, 20);
    const data = await dataOf({ "incident.yaml": verbsYaml("verbs.jsonl"), "verbs.jsonl": lines.join("\n") });
    expect(data.rejects).toEqual([{ file: "verbs.jsonl", line: 8, reason: "it is not a JSON object", raw: lines[7] }]);
    expect(unaccounted(data)).toBe(0);
  });

  it("notices a file that changes while it is read", async () => {
    const folder = folderWith({
      "incident.yaml": `${verbsYaml("*.csv")}`,
      "a.csv": verbsCsv(100),
      "b.csv": verbsCsv(100),
    });
    const incident = await openIncident(folder);
    const opening = openData(incident, { onProgress: () => undefined });
    const growing = setInterval(() => appendFileSync(join(folder, "b.csv"), `${verbRows(1)[0]}\n`), 1);
    await expect(opening.finally(() => clearInterval(growing))).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("changed while it was read") as unknown,
    });
  });
});

describe("identifiers and names", () => {
  it("keeps identifiers text: 0012 is not 12, and 20 digits stay 20 digits", async () => {
    const ids = ["0012", "12", "12345678901234567890", "12345678901234567891"];
    const csv = `at,code,call\n${ids.map((id, index) => `2025-03-31T12:00:0${index}Z,500,${id}`).join("\n")}\n`;
    const data = await dataOf({
      "incident.yaml": verbsYaml("verbs.csv", "    cluster: call\n    dimensions: call\n"),
      "verbs.csv": csv,
    });
    expect(await data.source("verbs").clusters(SPAN)).toEqual([{ attempts: 1, failures: 1, n: 4 }]);
    expect((await data.source("verbs").breakdown("call", SPAN)).map(({ value }) => value).sort()).toEqual(
      [...ids].sort(),
    );
  });

  it("keeps the digits of a long number in JSON lines", async () => {
    const lines = ["12345678901234567890", "12345678901234567891"].map(
      (id) => `{"at":"2025-03-31T12:00:00Z","code":500,"call":${id}}`,
    );
    const data = await dataOf({
      "incident.yaml": verbsYaml("verbs.jsonl", "    dimensions: call\n"),
      "verbs.jsonl": lines.join("\n"),
    });
    expect((await data.source("verbs").breakdown("call", SPAN)).map(({ value }) => value)).toEqual([
      "12345678901234567890",
      "12345678901234567891",
    ]);
  });

  it("compares failure values as text: an unquoted 0012 in the configuration is 0012", async () => {
    const yaml =
      "id: t\nsources:\n  verbs:\n    file: verbs.csv\n    time: { column: at, zone: UTC }\n    failed: { code: [0012] }\n";
    const data = await dataOf({
      "incident.yaml": yaml,
      "verbs.csv": "at,code\n2025-03-31T12:00:00Z,0012\n2025-03-31T12:00:00Z,12\n",
    });
    expect(await totals(data)).toEqual({ failures: 1, attempts: 2 });
  });

  it("reads a column named __proto__", async () => {
    const yaml = verbsYaml("verbs.csv", "    dimensions: __proto__\n");
    const data = await dataOf({
      "incident.yaml": yaml,
      "verbs.csv": "at,code,__proto__\n2025-03-31T12:00:00Z,500,x\n",
    });
    expect(data.source("verbs").columns).toEqual(["at", "code", "__proto__"]);
    expect(await data.source("verbs").breakdown("__proto__", SPAN)).toEqual([{ value: "x", failures: 1, attempts: 1 }]);
  });

  it("reads a[12].csv as that one file", async () => {
    const data = await dataOf({
      "incident.yaml": verbsYaml("a[12].csv"),
      "a[12].csv": verbsCsv(10),
      "a1.csv": verbsCsv(500),
      "a2.csv": verbsCsv(500),
    });
    expect(await totals(data)).toEqual({ failures: 1, attempts: 10 });
  });

  it.each(["x'); DROP TABLE source_0; --", 'a"b', "c,d", "${x}", "e`f", "line\\nbreak"])(
    "takes the column name %s for a name",
    async (name) => {
      const header = `at,code,"${name.replaceAll('"', '""')}"`;
      const yaml = verbsYaml("verbs.csv", `    dimensions: [${JSON.stringify(name)}]\n`);
      const data = await dataOf({ "incident.yaml": yaml, "verbs.csv": `${header}\n2025-03-31T12:00:00Z,500,"it's"\n` });
      expect(await data.source("verbs").breakdown(name, SPAN)).toEqual([{ value: "it's", failures: 1, attempts: 1 }]);
    },
  );

  it("names file, column and the columns there are when one is missing", async () => {
    const files = { "incident.yaml": verbsYaml("verbs.csv"), "verbs.csv": "at,status\n2025-03-31T12:00:00Z,500\n" };
    await expect(dataOf(files)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/"verbs\.csv".*"code".*sources\.verbs\.failed.*at, status/) as unknown,
    });
  });

  it("removes duplicates only by a declared id and only where the whole row is equal, the first staying", async () => {
    const csv =
      "at,code,call\n2025-03-31T12:00:00Z,500,a\n2025-03-31T12:00:00Z,500,a\n2025-03-31T12:05:00Z,200,a\n2025-03-31T12:06:00Z,200,b\n";
    const plain = await dataOf({ "incident.yaml": verbsYaml("verbs.csv"), "verbs.csv": csv });
    expect(await totals(plain)).toEqual({ failures: 2, attempts: 4 });
    const once = await dataOf({ "incident.yaml": verbsYaml("verbs.csv", "    id: call\n"), "verbs.csv": csv });
    expect(await totals(once)).toEqual({ failures: 1, attempts: 3 });
    expect(once.source("verbs").quality).toMatchObject({ seen: 5, loaded: 3, duplicates: 1 });
    expect(once.source("verbs").quality.notes).toContain(
      "1 row repeats an id (call) with other content: no duplicate, and kept.",
    );
  });

  it("refuses links and paths out of the folder", async () => {
    const outside = folderWith({ "secret.csv": verbsCsv(10) });
    const folder = folderWith({ "incident.yaml": verbsYaml("link.csv") });
    symlinkSync(join(outside, "secret.csv"), join(folder, "link.csv"));
    await expect(openIncident(folder)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("leads out of the incident folder") as unknown,
    });
    writeFileSync(join(folder, "incident.yaml"), verbsYaml(`../${outside.split("/").at(-1)}/secret.csv`));
    await expect(openIncident(folder)).rejects.toMatchObject({ exitCode: 2 });
  });
});
