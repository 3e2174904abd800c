import { describe, expect, it } from "vitest";
import { dataOf, totals, unaccounted, verbRows, verbsYaml } from "./incident-folder.js";

const COUNTS =
  "id: t\nsources:\n  verbs:\n    file: m.csv\n    kind: counts\n    time: { column: at, zone: UTC }\n    failures: bad\n    attempts: all\n";

/** Minutes from 08:00 with the cells that `row` gives. */
function minutes(count: number, row: (minute: number) => string): string {
  const lines = Array.from(
    { length: count },
    (_line, minute) => `${new Date(Date.UTC(2026, 4, 5, 8, minute)).toISOString()};${row(minute)}`,
  );
  return `at;bad;all\n${lines.join("\n")}\n`;
}

describe("counts that are none", () => {
  it.each([
    ["-3;100", 'bad "-3" is negative'],
    ["Infinity;100", 'bad "Infinity" is infinite'],
    ["1e300;1e300", 'bad "1e300" is no number'],
    ["12 req;100", 'bad "12 req" is no number'],
    ["1.20 K;100", 'bad "1.20 K" is no number'],
    ["2.5;100", 'bad "2.5" is not whole'],
    ["120;100", "bad 120 exceeds all 100"],
  ])("%s is a reject with its line", async (cells, reason) => {
    const data = await dataOf({
      "incident.yaml": COUNTS,
      "m.csv": minutes(60, (minute) => (minute === 40 ? cells : "2;100")),
    });
    expect(data.rejects.map(({ line, reason: why }) => [line, why])).toEqual([[42, reason]]);
    expect(await totals(data)).toEqual({ failures: 118, attempts: 5900 });
    expect(unaccounted(data)).toBe(0);
  });

  it("end the run over the budget, with file, line and cell", async () => {
    const csv = minutes(60, (minute) => (minute > 20 && minute < 40 ? "N/A;100" : "2;100"));
    await expect(dataOf({ "incident.yaml": COUNTS, "m.csv": csv })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('got 19 (m.csv line 23: bad "N/A" is no number') as unknown,
    });
  });

  it("are no thousands: marks that group them are read as such, by the whole column", async () => {
    const read = async (row: (minute: number) => string): Promise<unknown> =>
      totals(await dataOf({ "incident.yaml": COUNTS, "m.csv": minutes(60, row) }));
    expect(await read((minute) => (minute < 6 ? "1.500;3.000" : "4;420"))).toEqual({ failures: 9216, attempts: 40680 });
    expect(await read((minute) => (minute < 6 ? "7;1,234,500" : "4;1,000"))).toMatchObject({ attempts: 7_461_000 });
    expect(await read(() => "4.000;420.000")).toEqual({ failures: 240, attempts: 25_200 });
    expect(await read((minute) => (minute < 6 ? "7;4.000" : "4;420"))).toMatchObject({ attempts: 46_680 });
    expect(await read(() => "4.0;1 420")).toEqual({ failures: 240, attempts: 85_200 });
  });
});

describe("values and identifiers", () => {
  it("name one account whether blanks stand around it or not, and nobody where only a placeholder stands", async () => {
    const accounts = ["A-7", "A-7  ", "  A-7", "A-8", "B 1", "B  1", " - ", ""];
    const rows = accounts.map((account, at) => `2026-05-05T08:0${at}:00Z,"${account}",${at < 3 ? 500 : 200}`);
    const data = await dataOf({
      "incident.yaml":
        "id: t\nsources:\n  tries:\n    file: t.csv\n    time: { column: at, zone: UTC }\n    failed: { code: [500] }\naffected: [account]\n",
      "t.csv": `at,account,code\n${rows.join("\n")}\n`,
    });
    const span = { from: "2026-05-05T08:00:00Z", to: "2026-05-05T09:00:00Z" };
    expect(await data.source("tries").affected("account", span)).toMatchObject({ total: 4, hit: 1, failed: 1 });
  });

  it("are equal as numbers where both are, but a leading zero makes a code", async () => {
    const lines = ["500.0", "500", "500.50", "0500", "20.0"].map((code, at) =>
      JSON.stringify({ at: `2026-05-05T08:0${at}:00Z`, code }),
    );
    lines.push('{"at":"2026-05-05T08:06:00Z","code":500.0}');
    const data = await dataOf({ "incident.yaml": verbsYaml("v.jsonl"), "v.jsonl": lines.join("\n") });
    expect(await totals(data)).toEqual({ failures: 3, attempts: 6 });
  });

  it.each(["", "null", "-", "NA", "None", "0"])(
    "a placeholder %j is no identifier: its rows stay",
    async (placeholder) => {
      const rows = verbRows(120).map((row, at) => row.replace(/call\d+$/, at % 3 === 0 ? placeholder : `call${at}`));
      const data = await dataOf({
        "incident.yaml": verbsYaml("v.csv", "    id: call\n"),
        "v.csv": `at,code,call\n${rows.join("\n")}\n`,
      });
      expect(data.source("verbs").quality).toMatchObject({ loaded: 120, duplicates: 0 });
      expect(data.source("verbs").quality.notes).toEqual([
        "40 rows have no id (call is empty or a placeholder such as null), and are kept.",
      ]);
    },
  );

  it("an id that many rows repeat with other content is none: three of them are shown", async () => {
    const yaml = verbsYaml("v.csv", "    id: call\n");
    await expect(
      dataOf({ "incident.yaml": yaml, "v.csv": `at,code,call\n${verbRows(60).join("\n")}\n` }),
    ).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(
        'got 40 of 61 rows that repeat their call with other content (call "call0" on 3 rows, "call1" on 3 rows, "call2" on 3 rows)',
      ) as unknown,
    });
  });
});

describe("times far from all others", () => {
  it.each([
    ["1970-01-01T00:00:00Z", "a clock that was never set"],
    ["2000-01-01T00:00:00Z", "lies far from all others"],
    ["2099-12-31T23:59:59Z", "lies far from all others"],
  ])("%s is a reject with its line and widens nothing", async (time, reason) => {
    const rows = verbRows(600).with(100, `${time},500,call`);
    const data = await dataOf({ "incident.yaml": verbsYaml("v.csv"), "v.csv": `at,code,call\n${rows.join("\n")}\n` });
    expect(data.rejects).toMatchObject([
      { file: "v.csv", line: 102, reason: expect.stringContaining(reason) as unknown },
    ]);
    expect(data.source("verbs").range).toMatchObject({ from: "2025-03-31T12:00:00Z", to: "2025-03-31T12:10:00Z" });
    expect(unaccounted(data)).toBe(0);
  });

  it("stay where they are many: two days a year apart are data", async () => {
    const later = verbRows(300).map((row) => row.replace("2025", "2026"));
    const csv = `at,code,call\n${[...verbRows(300), ...later].join("\n")}\n`;
    const data = await dataOf({ "incident.yaml": verbsYaml("v.csv"), "v.csv": csv });
    expect(data.source("verbs").quality).toMatchObject({ loaded: 600, rejected: 0 });
  });
});
