import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { filesMatching } from "../../src/files/glob.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import { openData } from "../../src/sources/open-data.js";
import { readTable } from "../../src/sources/records/read-table.js";
import { dataOf, folderWith, totals, verbsCsv, verbsYaml } from "./incident-folder.js";

const refused = (words: string, exitCode: number) => ({ exitCode, message: expect.stringContaining(words) as unknown });

describe("paths", () => {
  it.each([
    "../out.csv",
    "a/../../out.csv",
    "/etc/passwd",
    "link.csv",
    "link/out.csv",
    "lin*/out.csv",
    "../*.csv",
    "*/../../*.csv",
  ])("%s does not lead out of the folder", async (path) => {
    const outside = folderWith({ "out.csv": verbsCsv(5) });
    const folder = join(outside, "incident");
    mkdirSync(join(folder, "a"), { recursive: true });
    writeFileSync(join(folder, "incident.yaml"), verbsYaml(path));
    symlinkSync(join(outside, "out.csv"), join(folder, "link.csv"));
    symlinkSync(outside, join(folder, "link"));
    await expect(openIncident(folder)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/leads out of the incident folder|is not in|matches no file/) as unknown,
    });
  });

  it("a glob costs no more than its length times the name's, whatever it is", () => {
    const name = `${"a".repeat(200)}.csv`;
    const folder = folderWith({ [name]: "x" });
    const begun = performance.now();
    expect(() => filesMatching(folder, [`${"*a".repeat(60)}*b`])).toThrow("matches no file");
    expect(filesMatching(folder, [`${"*a".repeat(60)}*.c?v`])).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it.each([
    ["*.csv", true],
    ["?.csv", false],
    ["ab.*", true],
    ["a*b.csv", true],
    ["*", true],
    ["a**v", true],
    ["b*", false],
    ["ab.csv?", false],
    ["??.csv", true],
  ])("the glob %s on ab.csv is %s", (glob, matches) => {
    const folder = folderWith({ "ab.csv": "x" });
    if (matches) expect(filesMatching(folder, [glob])).toHaveLength(1);
    else expect(() => filesMatching(folder, [glob])).toThrow("matches no file");
  });

  it("are names, not SQL", async () => {
    const file = "v'); DROP TABLE source_0; --.csv";
    expect(
      await totals(await dataOf({ "incident.yaml": verbsYaml(file.replaceAll('"', '\\"')), [file]: verbsCsv(20) })),
    ).toEqual({ failures: 2, attempts: 20 });
  });
});

describe("bombs", () => {
  const open = async (file: string, content: string | Buffer): Promise<unknown> =>
    openData(await openIncident(folderWith({ "incident.yaml": verbsYaml(file), [file]: content })));

  it("of gzip are refused while they unpack", async () => {
    await expect(open("v.csv.gz", gzipSync(Buffer.alloc(300 * 2 ** 20)))).rejects.toMatchObject(
      refused("unpacks to more than 200 times its size", 3),
    );
  });

  it("of columns are refused by their first line", async () => {
    await expect(
      open("v.csv", `at,code,${Array.from({ length: 200_000 }, (_c, n) => `c${n}`).join(",")}\n`),
    ).rejects.toMatchObject(refused("line 1 is longer than", 3));
    await expect(
      open("v.csv", `at,code,${Array.from({ length: 12_000 }, (_c, n) => `c${n}`).join(",")}\n`),
    ).rejects.toMatchObject(refused("requires at most 10000 columns", 3));
    await expect(open("v.csv", `${"at".repeat(150_000)}\n`)).rejects.toMatchObject(refused("line 1 is longer than", 3));
  });

  it("of one line are refused by the line", async () => {
    const bomb = Buffer.concat([Buffer.from(verbsCsv(5)), Buffer.alloc(70 * 2 ** 20, 97)]);
    await expect(open("v.csv", bomb)).rejects.toMatchObject(refused('"v.csv" line 7 is longer than 64 MB', 3));
    const file = join(folderWith({ "x.csv": bomb }), "x.csv");
    await expect(readTable(file)).rejects.toMatchObject({ exitCode: 3 });
  });

  it("of nesting are refused before they are parsed", async () => {
    await expect(
      open("v.json", `{"resourceMetrics":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
    ).rejects.toMatchObject(refused("nests deeper than 500 levels", 3));
    const line = `{"at":"2025-03-31T12:00:00Z","code":"500","x":${"[".repeat(1000)}${"]".repeat(1000)}}`;
    expect(await totals(await dataOf({ "incident.yaml": verbsYaml("v.jsonl"), "v.jsonl": `${line}\n` }))).toEqual({
      failures: 1,
      attempts: 1,
    });
  });

  it("of lines over a megabyte cost their own row", async () => {
    const data = await dataOf({
      "incident.yaml": verbsYaml("v.csv"),
      "v.csv": `${verbsCsv(50)}2025-03-31T12:01:00Z,500,${"x".repeat(2 ** 20)}\n`,
    });
    expect(data.source("verbs").quality).toMatchObject({ loaded: 50, rejected: 1 });
    expect(data.rejects[0]?.raw.length).toBeLessThanOrEqual(2000);
  });
});

describe("messages", () => {
  it("stay short whatever the columns are called", async () => {
    const csv = `${Array.from({ length: 300 }, (_column, n) => `${"long".repeat(60)}${n}`).join(",")}\n${"1,".repeat(299)}1\n`;
    const error = await dataOf({ "incident.yaml": verbsYaml("v.csv"), "v.csv": csv }).catch(
      (thrown: unknown) => thrown as Error,
    );
    expect((error as Error).message.length).toBeLessThan(3500);
    expect((error as Error).message).toContain("and 260 more");
  });
});

describe("cells", () => {
  it("are text, whatever they hold", async () => {
    const cells = [
      "=1+1",
      "<script>alert(1)</script>",
      "{{x}}",
      "${x}",
      "'; DROP TABLE x; --",
      "\u202eabc",
      "a\u0000b".replace("\u0000", "\u0001"),
      "NULL",
      "NaN",
    ];
    const { rows } = await readTable(
      join(
        folderWith({ "x.csv": `id,cell,more\n${cells.map((cell, n) => `${n},"${cell}",z${n}`).join("\n")}\n` }),
        "x.csv",
      ),
    );
    expect(rows.map(([, cell]) => cell)).toEqual(cells);
  });
});
