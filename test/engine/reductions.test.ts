import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickhouseDialect, duckdbDialect, trinoDialect } from "../../src/engine/dialect.js";
import { openDuckDB } from "../../src/engine/duckdb.js";
import type { Cell, Engine } from "../../src/engine/engine.js";
import {
  breakdownCounts,
  clusterCounts,
  countsPerBin,
  independentCounts,
  latencyBins,
  relationNamed,
  unitProfiles,
} from "../../src/engine/reductions.js";

const SPAN = { from: "2025-03-31T12:00:00Z", to: "2025-03-31T12:02:00Z" };
const BIN = Date.UTC(2025, 2, 31, 12) / 60_000;
const temporary = mkdtempSync(join(tmpdir(), "engine-"));
let engine: Engine;

beforeAll(async () => {
  engine = await openDuckDB({ readable: [temporary], temporary });
  await engine.query(`CREATE TABLE verbs AS SELECT * FROM (VALUES
    (TIMESTAMPTZ '2025-03-31 12:00:00Z', 0, 1.0, 'a', 'in'), (TIMESTAMPTZ '2025-03-31 12:00:59.999Z', 1, 100.0, 'a', 'in'),
    (TIMESTAMPTZ '2025-03-31 12:01:00Z', 0, 100.0, 'b', 'out'), (TIMESTAMPTZ '2025-03-31 12:01:30Z', 1, NULL, NULL, 'out'),
    (TIMESTAMPTZ '2025-03-31 12:02:00Z', 1, 5.0, 'b', 'out')) t(ts, failed, latency, cluster, way)`);
  await engine.query(`CREATE TABLE calls AS SELECT * FROM (VALUES
    (TIMESTAMPTZ '2025-03-31 12:00:00Z', 'a', 1), (TIMESTAMPTZ '2025-03-31 12:01:00Z', 'b', 0), (TIMESTAMPTZ '2025-03-31 12:01:00Z', 'c', 0),
    (TIMESTAMPTZ '2025-03-31 12:01:00Z', NULL, 0), (TIMESTAMPTZ '2025-03-31 12:01:00Z', NULL, 1), (TIMESTAMPTZ '2025-03-31 12:09:00Z', 'd', 1)) t(ts, id, failed)`);
});
afterAll(async () => {
  await engine.close();
  rmSync(temporary, { recursive: true });
});

const rows = async (sql: string): Promise<readonly (readonly Cell[])[]> => (await engine.query(sql)).rows;

describe("reductions", () => {
  it("count per bin, half-open", async () => {
    expect(await rows(countsPerBin(duckdbDialect, relationNamed("verbs"), 60))).toEqual([
      [BIN, 2, 1],
      [BIN + 1, 2, 1],
      [BIN + 2, 1, 1],
    ]);
  });

  it("bin latencies by two per cent, −1 without one", async () => {
    const at = (latency: number): number => Math.floor(Math.log(latency) / Math.log(1.02));
    expect(await rows(latencyBins(duckdbDialect, relationNamed("verbs"), 60))).toEqual([
      [BIN, 0, 0, 1],
      [BIN, 1, at(100), 1],
      [BIN + 1, 0, at(100), 1],
      [BIN + 1, 1, -1, 1],
      [BIN + 2, 1, at(5), 1],
    ]);
  });

  it("count clusters inside the span, rows without one alone", async () => {
    expect(await rows(clusterCounts(duckdbDialect, relationNamed("verbs"), SPAN))).toEqual([
      [1, 0, 1],
      [1, 1, 1],
      [2, 1, 1],
    ]);
    expect(await rows(independentCounts(duckdbDialect, relationNamed("verbs"), SPAN))).toEqual([
      [1, 0, 2],
      [1, 1, 2],
    ]);
  });

  it("break down by a column", async () => {
    expect(await rows(breakdownCounts(duckdbDialect, relationNamed("verbs"), "way", SPAN, false))).toEqual([
      ["in", 2, 1],
      ["out", 2, 1],
    ]);
  });

  it("break rows of counts down by the sums of their counts", async () => {
    await engine.query(`CREATE TABLE sums AS SELECT * FROM (VALUES
      (TIMESTAMPTZ '2025-03-31 12:00:00Z', 90, 3, 'in'), (TIMESTAMPTZ '2025-03-31 12:01:00Z', 10, 2, 'in'),
      (TIMESTAMPTZ '2025-03-31 12:01:00Z', 40, 1, 'out'), (TIMESTAMPTZ '2025-03-31 12:02:00Z', 40, 40, 'out')) t(ts, attempts, failures, way)`);
    expect(await rows(breakdownCounts(duckdbDialect, relationNamed("sums"), "way", SPAN, true))).toEqual([
      ["in", 100, 5],
      ["out", 40, 1],
    ]);
  });

  it("profile units by all their attempts, units without an id each alone", async () => {
    expect(await rows(unitProfiles(duckdbDialect, relationNamed("calls"), relationNamed("verbs"), SPAN))).toEqual([
      [0, 0, 0, 2],
      [0, 0, 1, 1],
      [2, 1, 0, 1],
      [2, 1, 1, 1],
    ]);
  });
});

describe("dialects", () => {
  it("differ in four fragments", () => {
    expect(
      [duckdbDialect, clickhouseDialect, trinoDialect].map((dialect) => [
        dialect.bin("ts", 60),
        dialect.ln("x"),
        dialect.integer("x"),
        dialect.instant("2025-03-31T12:00:00Z"),
      ]),
    ).toEqual([
      ["epoch_us(ts) // 60000000", "ln(x)", "CAST(x AS INTEGER)", "TIMESTAMPTZ '2025-03-31T12:00:00Z'"],
      ["intDiv(toUnixTimestamp(ts), 60)", "log(x)", "toInt32(x)", "toDateTime('2025-03-31 12:00:00', 'UTC')"],
      [
        "CAST(floor(to_unixtime(ts) / 60) AS BIGINT)",
        "ln(x)",
        "CAST(x AS INTEGER)",
        "from_iso8601_timestamp('2025-03-31T12:00:00Z')",
      ],
    ]);
  });

  it("group by name or by place", () => {
    expect(countsPerBin(clickhouseDialect, relationNamed("t"), 60)).toContain("GROUP BY bin_ ORDER");
    expect(countsPerBin(trinoDialect, relationNamed("t"), 60)).toContain("GROUP BY 1 ORDER");
  });

  it.each(["it's", "a\\'b", '"; DROP TABLE verbs; --', "`", "\\", "\u202e", "line\nbreak"])(
    "quote %j so that it comes back as it is",
    async (value) => {
      const [row] = await rows(`SELECT ${duckdbDialect.text(value)} AS ${duckdbDialect.quoted(value)}`);
      expect(row).toEqual([value]);
      expect(clickhouseDialect.text(value).slice(1, -1).replace(/\\(.)/gs, "$1")).toBe(value);
      expect(clickhouseDialect.text(value).slice(1, -1)).not.toMatch(/(^|[^\\])(\\\\)*'/);
    },
  );

  it("refuse what is no instant, no step, no text", () => {
    expect(() => duckdbDialect.instant("2025-03-31' OR 1=1")).toThrow(RangeError);
    expect(() => duckdbDialect.bin("ts", 0.5)).toThrow(RangeError);
    expect(() => duckdbDialect.text("\0")).toThrow(RangeError);
  });
});

describe("the embedded engine", () => {
  it.each([
    ["files outside its folders", "SELECT * FROM read_csv('/etc/passwd')"],
    ["writing outside its folders", "COPY (SELECT 1) TO '/tmp/stolen.csv'"],
    ["the network", "SELECT * FROM read_csv('https://example.invalid/x.csv')"],
    ["extensions", "INSTALL httpfs"],
    ["another setting", "SET threads = 1"],
    ["external access", "SET enable_external_access = true"],
    ["other databases", "ATTACH '/tmp/other.duckdb'"],
  ])("is locked against %s", async (_what, sql) => {
    await expect(engine.query(sql)).rejects.toMatchObject({ code: "engine", exitCode: 4 });
  });
});
