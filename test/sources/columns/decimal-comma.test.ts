import { describe, expect, it } from "vitest";
import { decimalCommas } from "../../../src/sources/columns/decimal-comma.js";
import { dataOf, totals, unaccounted } from "../incident-folder.js";

describe("decimal commas of a column", () => {
  it.each([
    [["109,06", "7"], true],
    [["0,125"], true],
    [["1234,567", ""], true],
    [["-3,5", "n/a"], true],
    [["1.234,56", "12,5"], true],
    [["1,2E-05"], true],
    [["1,234", "12,5"], true],
    [["1,234", "999"], false],
    [["1,234,567", "12,5"], false],
    [["1,234.5", "12,5"], false],
    [["7.8", "7,8"], false],
    [["7", "8"], false],
    [["7,8 ms"], false],
    [["2025-03-31", "1,5"], false],
    [[], false],
  ] as const)("%j: %s", (values, expected) => expect(decimalCommas(values)).toBe(expected));
});

const minute = (at: number): string => `2025-03-31 12:${String(at).padStart(2, "0")}:00`;
const rows = (n: number, row: (at: number) => string): string =>
  `${Array.from({ length: n }, (_row, at) => row(at)).join("\r\n")}\r\n`;

describe("numbers with decimal commas", () => {
  const yaml = (more: string): string =>
    `id: t\nsources:\n  orders:\n    file: orders.csv\n    kind: outcomes\n    time: { column: at, zone: UTC }\n${more}`;
  const text = (ms: (at: number) => string): string =>
    `at;ms;code\r\n${rows(30, (at) => `${minute(at)};${ms(at)};${at % 10 === 0 ? 500 : 200}`)}`;

  it("are latencies and thresholds, said in the notes, and every row is accounted for", async () => {
    const data = await dataOf({
      "incident.yaml": yaml("    failed: { ms: { atLeast: 12.5 } }\n    latency: ms\n"),
      "orders.csv": text((at) => `${at},5`),
    });
    expect(await totals(data, "orders")).toEqual({ failures: 18, attempts: 30 });
    const { notes } = data.source("orders").quality;
    expect(notes).toEqual(["The decimals of ms are written with a comma: 0,5 is read as 0.5."]);
    expect(unaccounted(data, "orders")).toBe(0);
  });

  it("count one by one as missing where they are something else", async () => {
    const data = await dataOf({
      "incident.yaml": yaml("    failed: { code: [500] }\n    latency: ms\n"),
      "orders.csv": text((at) => (at === 4 ? "—" : `${at},5`)),
    });
    expect(data.source("orders").quality.notes).toContain("1 values of ms are no numbers and count as missing.");
  });

  it("of two notations in one column end the run with the key: half a column is another column", async () => {
    await expect(
      dataOf({
        "incident.yaml": yaml("    failed: { code: [500] }\n    latency: ms\n"),
        "orders.csv": text((at) => (at % 2 === 0 ? `${at},5` : `${at}.25`)),
      }),
    ).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /^incident\.yaml line 8: sources\.orders\.latency requires numbers, got 15 of 30 values of ms that hold digits/,
      ) as unknown,
    });
  });

  it("are asked for where the comma may group thousands and nothing settles it", async () => {
    const asked = yaml("    failed: { code: [500] }\n    latency: ms\n");
    const csv = text(() => "1,234");
    await expect(dataOf({ "incident.yaml": asked, "orders.csv": csv })).rejects.toMatchObject({
      exitCode: 3,
      message:
        'incident.yaml line 3: file "orders.csv" column "ms" holds numbers such as 1,234, which may be 1.234 or 1234, and nothing in the file settles it; declare sources.orders.dialect: { decimal: "," } or { decimal: "." }',
    });
    for (const [mark, value] of [
      [",", 1.234],
      [".", 1234],
    ] as const) {
      const data = await dataOf({
        "incident.yaml": `${asked}    dialect: { decimal: "${mark}" }\n`,
        "orders.csv": csv,
      });
      const [median] = await data.source("orders").latencies(60, [0.5]);
      expect(median?.values[0]).toBeCloseTo(value, value > 100 ? -2 : 1);
    }
  });

  it("are gauges, with no word of units where there are none", async () => {
    const gauge = `Time;pods;depth\r\n${rows(10, (at) => `${minute(at)};6;${at},25`)}`;
    const data = await dataOf({
      "incident.yaml": `${yaml("    failed: { code: [500] }\n")}  depth: { file: panel.csv, time: { column: Time, zone: UTC }, value: depth }\n`,
      "orders.csv": text(() => "1"),
      "panel.csv": gauge,
    });
    expect((await data.source("depth").values(60)).values).toEqual(
      Array.from({ length: 10 }, (_value, at) => at + 0.25),
    );
    expect(data.source("depth").quality.notes).toEqual([
      "The decimals of depth are written with a comma: 0,25 is read as 0.25.",
    ]);
  });

  it("stay apart from units: a panel's cells of both are resolved, its other columns are asked for", async () => {
    const gauge = `Time;depth;wait\r\n${rows(10, (at) => `${minute(at)};1,234;${at % 2 === 0 ? `${at},5 ms` : "1,5 s"}`)}`;
    const files = (more: string) => ({
      "incident.yaml": `${yaml("    failed: { code: [500] }\n")}  wait: { file: panel.csv, time: { column: Time, zone: UTC }, value: wait }\n${more}`,
      "orders.csv": text(() => "1"),
      "panel.csv": gauge,
    });
    const data = await dataOf(files(""));
    expect((await data.source("wait").values(60)).values.slice(0, 4)).toEqual([0.0005, 1.5, 0.0025, 1.5]);
    const depth = "  depth: { file: panel.csv, time: { column: Time, zone: UTC }, value: depth }\n";
    await expect(dataOf(files(depth))).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("which may be 1.234 or 1234") as unknown,
    });
  });
});
