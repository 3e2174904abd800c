import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openDuckDB } from "../../../src/engine/duckdb.js";
import { dataOf, folderWith, totals, unaccounted, verbsCsv, verbRows } from "../incident-folder.js";
import { formatOf } from "./recognised.js";

const rows = (row: (n: number) => string, n = 30): string =>
  Array.from({ length: n }, (_row, at) => row(at)).join("\n");
const at = (n: number): string => `2025-03-31T15:${String(n % 60).padStart(2, "0")}:00Z`;

describe("a generic file is no vendor's", () => {
  it.each([
    ["attempts", "x.csv", `at,code,call\n${rows((n) => `${at(n)},200,c${n}`)}`],
    ["a time called Time", "x.csv", `Time,errors,requests\n${rows((n) => `${at(n)},${n},100`)}`],
    ["a gauge in per cent without units", "x.csv", `time,busy_percent\n${rows((n) => `${at(n)},${n}`)}`],
    [
      "calls with other columns",
      "x.csv",
      `call_id,start,end,status,from,to\n${rows((n) => `${n},${at(n)},${at(n + 1)},ok,a,b`)}`,
    ],
    ["a call with a sid alone", "x.csv", `call_sid,started_at,status\n${rows((n) => `CA${n},${at(n)},completed`)}`],
    ["errors with codes", "x.csv", `id,error_code,when\n${rows((n) => `${n},11200,${at(n)}`)}`],
    [
      "sixteen columns",
      "x.csv",
      `${rows((n) => Array.from({ length: 16 }, (_cell, column) => (column === 9 ? `2025-03-31 15:00:${10 + n}` : `v${column}`)).join(","))}`,
    ],
    [
      "eleven columns with capitals",
      "x.csv",
      `${rows((n) => Array.from({ length: 11 }, (_cell, column) => (column === 9 ? "NORMAL" : column === 4 ? `${n}` : `v${column}`)).join(","))}`,
    ],
    ["a host and a service without a date", "x.csv", `when,Host,Service,Message\n${rows((n) => `${at(n)},h,s,m`)}`],
    ["semicolons", "x.csv", `zeit;wert\n${rows((n) => `31.03.2025 15:${10 + n};${n},5`)}`],
    ["JSON lines", "x.jsonl", rows((n) => JSON.stringify({ ts: at(n), status: 200, url: "/x?a=b" }))],
    [
      "JSON lines that speak of metrics",
      "x.jsonl",
      rows((n) => JSON.stringify({ ts: at(n), message: 'the "resultType":"matrix" of a query', code: n })),
    ],
    [
      "a reader's clock under @timestamp",
      "x.csv",
      `"@timestamp",status\n${rows((n) => `"Mar 31, 2025 @ 15:${10 + n}:00.000",200`)}`,
    ],
    ["text with an equals sign", "x.csv", `at,query\n${rows((n) => `${at(n)},a=b`)}`],
    ["a list of names and months", "x.csv", `name,month\n${rows((n) => `n${n},Mar 31`)}`],
  ])("%s", async (_what, file, content) => {
    expect(await formatOf(file, content)).toBeNull();
  });
});

describe("generic files with a mapping of columns", () => {
  const yaml = (file: string, zone = "UTC"): string =>
    `id: t\nsources:\n  verbs:\n    file: ${JSON.stringify(file)}\n    time: { column: at, zone: ${zone} }\n    failed: { code: ["500"] }\n`;
  const objects = verbRows(600)
    .map((row) => row.split(","))
    .map(([time, code, call]) => JSON.stringify({ at: time, code, call }))
    .join("\n");

  it.each([
    ["CSV", "v.csv", verbsCsv(600)],
    ["CSV, gzip", "v.csv.gz", gzipSync(verbsCsv(600))],
    ["TSV", "v.tsv", verbsCsv(600).replaceAll(",", "\t")],
    ["TSV, gzip", "v.tsv.gz", gzipSync(verbsCsv(600).replaceAll(",", "\t"))],
    ["JSON lines", "v.jsonl", objects],
    ["JSON lines, gzip", "v.jsonl.gz", gzipSync(objects)],
  ])("%s", async (_what, file, content) => {
    const data = await dataOf({ "incident.yaml": yaml(file), [file]: content });
    expect(await totals(data)).toEqual({ failures: 60, attempts: 600 });
    expect(unaccounted(data)).toBe(0);
  });

  it("Parquet, with text, timestamps and numbers", async () => {
    const folder = folderWith({ "v.csv": verbsCsv(600) });
    const engine = await openDuckDB({ readable: [folder], temporary: folder });
    await engine.query(
      `COPY (SELECT CAST("at" AS TIMESTAMP) AS "at", CAST(code AS INTEGER) AS code, call FROM read_csv('${join(folder, "v.csv")}')) TO '${join(folder, "v.parquet")}' (FORMAT parquet)`,
    );
    await engine.close();
    const { readFileSync } = await import("node:fs");
    const data = await dataOf({
      "incident.yaml": yaml("v.parquet"),
      "v.parquet": readFileSync(join(folder, "v.parquet")),
    });
    expect(await totals(data)).toEqual({ failures: 60, attempts: 600 });
    expect(data.source("verbs").quality).toMatchObject({ seen: 600, loaded: 600, balanced: true });
  });

  it("Parquet whose numbers are of any type, as the same numbers in text", async () => {
    const folder = folderWith({});
    const engine = await openDuckDB({ readable: [folder], temporary: folder });
    const rows =
      "SELECT TIMESTAMPTZ '2025-03-24 12:00:00Z' + INTERVAL 1 MINUTE * i AS at, 7 * i AS small, i * 1000000000000 AS big, CAST(i * 0.25 AS DECIMAL(9, 2)) AS exact, " +
      "CASE WHEN i = 3 THEN NULL WHEN i = 4 THEN 'NaN'::DOUBLE ELSE i * 1.5 END AS double, CAST(i AS UTINYINT) AS tiny FROM range(10) t(i)";
    await engine.query(`COPY (${rows}) TO '${join(folder, "v.parquet")}' (FORMAT parquet)`);
    await engine.query(`COPY (${rows}) TO '${join(folder, "v.csv")}' (FORMAT csv, HEADER)`);
    await engine.close();
    const { readFileSync } = await import("node:fs");
    for (const column of ["small", "big", "exact", "double", "tiny"]) {
      const [packed, text] = await Promise.all(
        ["v.parquet", "v.csv"].map(async (file) => {
          const data = await dataOf({
            "incident.yaml": `id: p\nsources:\n  v: { file: ${file}, time: { column: at, zone: UTC }, failed: { tiny: ["1"] } }\n  m: { file: ${file}, time: { column: at, zone: UTC }, value: ${column} }\n`,
            [file]: readFileSync(join(folder, file)),
          });
          const { values } = await data.source("m").values(60);
          const { notes } = data.source("m").quality;
          await data.close();
          return { values, notes };
        }),
      );
      expect(packed, column).toEqual(text);
      expect(packed?.values[5], column).toBeGreaterThan(0);
    }
  });
});
