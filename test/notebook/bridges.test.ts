import { describe, expect, it } from "vitest";
import { fromDanfo, toDanfo } from "../../src/notebook/danfo-bridge.js";
import { toArquero } from "../../src/notebook/to-arquero.js";

const rows = Object.freeze([
  { id: "0012", minute: 1, rate: { value: 0.25, interval: [0.2, 0.3], level: 0.95 }, note: "<b>" },
  { id: "0013", minute: 2, rate: { value: 0.5, interval: [0.4, 0.6], level: 0.95 }, note: null },
  { id: "0014", minute: null, rate: null, note: "x" },
]);

describe("toDanfo and fromDanfo", () => {
  it("carries rows there and back: identifiers stay text, missing stays missing, estimates become three columns", async () => {
    const frame = await toDanfo(rows);
    expect(frame.shape).toEqual([3, 6]);
    expect(frame.dtypes).toEqual(["string", "float32", "float32", "float32", "float32", "string"]);
    expect(fromDanfo(frame)).toEqual({
      columns: ["id", "minute", "rate", "rate low", "rate high", "note"],
      rows: [
        ["0012", 1, 0.25, 0.2, 0.3, "<b>"],
        ["0013", 2, 0.5, 0.4, 0.6, null],
        ["0014", null, null, null, null, "x"],
      ],
    });
  });

  it("computes: the processor backend is there", async () => {
    const frame = await toDanfo([
      { failures: 3, attempts: 12 },
      { failures: 1, attempts: 8 },
    ]);
    expect(frame.failures.div(frame.attempts).values).toEqual([0.25, 0.125]);
    expect(fromDanfo(frame.groupby(["attempts"]).sum()).rows).toEqual([
      [8, 1],
      [12, 3],
    ]);
    expect(frame.mul(2).values).toEqual([
      [6, 24],
      [2, 16],
    ]);
  });

  it("refuses more rows than a frame is good for, and what is not a frame", async () => {
    await expect(toDanfo(Array.from({ length: 10_001 }, (_, n) => ({ n })))).rejects.toThrow(
      "at most 10,000 rows, got 10,001",
    );
    expect(() => fromDanfo({ columns: [] } as never)).toThrow("requires a danfojs frame");
  });
});

describe("toArquero", () => {
  it("gives a table that arquero's verbs work on", async () => {
    const table = await toArquero(rows);
    expect(table.columnNames()).toEqual(["id", "minute", "rate", "rate low", "rate high", "note"]);
    expect(table.orderby("id").array("id")).toEqual(["0012", "0013", "0014"]);
    expect(table.filter("d => d.minute > 1").array("id")).toEqual(["0013"]);
  });

  it("numbers repeated names and keeps hostile ones as names", async () => {
    const table = await toArquero({ columns: ["__proto__", "a", "a"], rows: [["x", "1", "2"]] });
    expect(table.columnNames()).toEqual(["__proto__ column", "a", "a 2"]);
    expect(table.get("__proto__ column", 0)).toBe("x");
  });
});
