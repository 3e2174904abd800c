import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickhouseDialect, duckdbDialect, trinoDialect } from "../../src/engine/dialect.js";
import { openDuckDB } from "../../src/engine/duckdb.js";
import type { Engine } from "../../src/engine/engine.js";
import { affectedCounts, levelsPerBin, slowPerBin } from "../../src/engine/latency-reductions.js";
import { relationNamed } from "../../src/engine/reductions.js";

const SPAN = { from: "2025-03-31T12:00:00Z", to: "2025-03-31T12:02:00Z" };
const BIN = Date.UTC(2025, 2, 31, 12) / 60_000;
const temporary = mkdtempSync(join(tmpdir(), "engine-"));
let engine: Engine;

beforeAll(async () => {
  engine = await openDuckDB({ readable: [temporary], temporary });
  await engine.query(`CREATE TABLE tries AS SELECT * FROM (VALUES
    (TIMESTAMPTZ '2025-03-31 12:00:00Z', 0, 100.0, 'a', 1), (TIMESTAMPTZ '2025-03-31 12:00:30Z', 1, 900.0, 'a', 3),
    (TIMESTAMPTZ '2025-03-31 12:01:00Z', 0, 900.0, 'b', 1), (TIMESTAMPTZ '2025-03-31 12:01:10Z', 0, 0.25, 'c', 1),
    (TIMESTAMPTZ '2025-03-31 12:01:20Z', 1, NULL, NULL, 1), (TIMESTAMPTZ '2025-03-31 12:01:30Z', 0, -1.0, 'd', 1),
    (TIMESTAMPTZ '2025-03-31 12:02:00Z', 1, 900.0, 'e', 1)) t(ts, failed, latency, who, weight)`);
});
afterAll(async () => {
  await engine.close();
  rmSync(temporary, { recursive: true });
});

const level = (latency: number): number => Math.floor(Math.log(latency) / Math.log(1.02));

describe("latency reductions", () => {
  it("count levels per bin, below one too, without what was not measured", async () => {
    const { rows } = await engine.query(levelsPerBin(duckdbDialect, relationNamed("tries"), 60, SPAN));
    expect(rows).toEqual([
      [BIN, level(100), 1],
      [BIN, level(900), 1],
      [BIN + 1, level(0.25), 1],
      [BIN + 1, level(900), 1],
    ]);
  });

  it("count slow attempts of those measured, by their weights where rows have them", async () => {
    const slow = async (weighted: boolean) =>
      (await engine.query(slowPerBin(duckdbDialect, relationNamed("tries", weighted), 60, [500, 1000]))).rows;
    expect(await slow(false)).toEqual([
      [BIN, 2, 1, 0],
      [BIN + 1, 2, 1, 0],
      [BIN + 2, 1, 1, 0],
    ]);
    expect((await slow(true))[0]).toEqual([BIN, 4, 3, 0]);
  });

  it("count who was hit: by a failure, or by slowness where a limit says so", async () => {
    const counts = async (limit?: number) =>
      (await engine.query(affectedCounts(duckdbDialect, relationNamed("tries"), "who", SPAN, limit))).rows[0];
    expect(await counts()).toEqual([4, 1, 1, 0]);
    expect(await counts(500)).toEqual([4, 2, 1, 0]);
    expect(await counts(50)).toEqual([4, 2, 1, 1]);
  });

  it("are asked of every engine alike, with groups by name or by place as it wants them", () => {
    for (const dialect of [clickhouseDialect, trinoDialect]) {
      const sql = affectedCounts(dialect, relationNamed("tries"), "who", SPAN, 500);
      expect(sql).toContain(dialect.name === "clickhouse" ? "GROUP BY key_" : "GROUP BY 1");
      expect(sql).toContain("latency >= 500");
    }
  });
});
