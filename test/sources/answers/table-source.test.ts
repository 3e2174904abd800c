import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDuckDB } from "../../../src/engine/duckdb.js";
import type { Engine } from "../../../src/engine/engine.js";
import type { SourceConfig } from "../../../src/incident/incident.js";
import { openIncident } from "../../../src/incident/yaml/open.js";
import { openData } from "../../../src/sources/open-data.js";
import { plannedQueries } from "../../../src/sources/answers/planned-queries.js";
import { sqlSource } from "../../../src/sources/answers/sql-source.js";
import { tableSource } from "../../../src/sources/answers/table-source.js";
import { dataOf, folderWith, verbsCsv, verbsYaml } from "../incident-folder.js";

const SOURCE: SourceConfig = {
  name: "verbs",
  files: [],
  engine: { engine: "clickhouse", table: "verbs" },
  format: "auto",
  kind: "outcomes",
  time: { column: "at", zone: "UTC" },
  failed: { kind: "own", where: [["code", { kind: "values", values: ["500"] }]] },
  cluster: "call",
  dimensions: ["code"],
  count: "start",
};

/** The embedded engine in a server's place: the same reductions over a table instead of a file. */
async function holding(rows: string): Promise<Engine> {
  const temporary = mkdtempSync(join(tmpdir(), "engine-"));
  const engine = await openDuckDB({ readable: [temporary], temporary });
  onTestFinished(async () => {
    await engine.close();
    rmSync(temporary, { recursive: true });
  });
  await engine.query(`CREATE TABLE verbs AS SELECT * FROM (VALUES ${rows}) t("at", code, call)`);
  return engine;
}

const values = verbsCsv(600)
  .trim()
  .split("\n")
  .slice(1)
  .map((row) => row.split(","))
  .map(([at, code, call]) => `(TIMESTAMPTZ '${at}', '${code}', '${call}')`)
  .join(",");

describe("tableSource", () => {
  it("finds the same in a table as in a file of the same rows", async () => {
    const table = sqlSource(await tableSource(await holding(values), SOURCE));
    const file = (
      await dataOf({
        "incident.yaml": verbsYaml("verbs.csv", "    cluster: call\n    dimensions: code\n"),
        "verbs.csv": verbsCsv(600),
      })
    ).source("verbs");
    const span = { from: "2025-03-31T12:01:00Z", to: "2025-03-31T12:07:00Z" };
    expect(table.range).toEqual(file.range);
    expect(await table.outcomes(60)).toEqual(await file.outcomes(60));
    expect(await table.clusters(span)).toEqual(await file.clusters(span));
    expect(await table.breakdown("code", span)).toEqual(await file.breakdown("code", span));
  });

  it("refuses sums that lack rows of the table, as when a shard is missing", async () => {
    const engine = await holding(values);
    const half: Engine = {
      ...engine,
      query: (sql) =>
        engine.query(
          sql.replace(
            'FROM "verbs" r',
            'FROM (SELECT * FROM "verbs" WHERE "at" < TIMESTAMPTZ \'2025-03-31 12:05:00Z\') r',
          ),
        ),
    };
    await expect(tableSource(half, SOURCE)).rejects.toMatchObject({
      code: "engine",
      exitCode: 4,
      message: expect.stringContaining("got 300 of 600") as unknown,
    });
  });

  it("says what the column holds where no value of the condition occurs, as for a file", async () => {
    const failed = { kind: "own", where: [["code", { kind: "values", values: ["FAILED"] }]] } as const;
    const { quality } = await tableSource(await holding(values), { ...SOURCE, failed });
    const file = await dataOf({
      "incident.yaml": verbsYaml("verbs.csv", "").replace('"500"', "FAILED"),
      "verbs.csv": verbsCsv(600),
    });
    expect(quality.failureUnseen?.text).toMatch(/^FAILED occurs in no row of column code of verbs; seen 200, 500\./);
    expect(file.source("verbs").quality.failureUnseen).toEqual(quality.failureUnseen);
    expect((await tableSource(await holding(values), SOURCE)).quality.failureUnseen).toBeUndefined();
  });

  it("rejects rows without a time under the budget, and ends over it", async () => {
    const nulls = (count: number): string => `${values},${Array(count).fill("(NULL, '500', 'x')").join(",")}`;
    const table = sqlSource(await tableSource(await holding(nulls(2)), SOURCE));
    expect(table.quality).toMatchObject({ seen: 602, loaded: 600, rejected: 2 });
    expect((await table.outcomes(60)).failures).toEqual(Array(10).fill(6));
    await expect(tableSource(await holding(nulls(9)), SOURCE)).rejects.toMatchObject({ exitCode: 3 });
  });

  it("rejects a row whose time is far from all others instead of counting minutes since 1970", async () => {
    const table = sqlSource(
      await tableSource(await holding(`${values},(TIMESTAMPTZ '1970-01-01 00:00:00Z', '500', 'x')`), SOURCE),
    );
    expect(table.quality).toMatchObject({ seen: 601, loaded: 600, rejected: 1 });
    expect(table.range?.from).toBe("2025-03-31T12:00:00Z");
    expect((await table.outcomes(60)).failures).toHaveLength(10);
  });

  it.each([
    ["missing where the column writes 0", 0, [60, 0, 60], [600, 0, 600]],
    ["0 where it writes none", 1, [60, 0, 61], [600, 600, 600]],
  ])("takes NULL failures for %s, and says so", async (what, least, failures, attempts) => {
    const engine = await holding("(TIMESTAMPTZ '2026-01-01 00:00:00Z', '1', 'x')");
    await engine.query(
      `CREATE TABLE sums AS SELECT * FROM (VALUES (TIMESTAMPTZ '2026-01-01 10:00:00Z', 60, 600), (TIMESTAMPTZ '2026-01-01 10:01:00Z', NULL, 600), (TIMESTAMPTZ '2026-01-01 10:02:00Z', 60, 500), (TIMESTAMPTZ '2026-01-01 10:02:30Z', ${least}, 100)) t("at", bad, n)`,
    );
    const { failed: _failed, cluster: _cluster, ...rest } = SOURCE;
    const source = {
      ...rest,
      kind: "counts",
      engine: { engine: "clickhouse", table: "sums" },
      failures: "bad",
      attempts: "n",
      dimensions: [],
    } as const;
    const table = sqlSource(await tableSource(engine, source));
    expect(await table.outcomes(60)).toMatchObject({ failures, attempts });
    expect(table.quality.notes.join(" ")).toContain(what.startsWith("missing") ? "count as missing" : "count 0");
  });

  it("leaves to files what the server cannot answer", async () => {
    const table = sqlSource(await tableSource({ ...(await holding(values)), name: "clickhouse" }, SOURCE));
    await expect(table.rows({ from: "2025-03-31T12:00:00Z", to: "2025-03-31T13:00:00Z" }, 1)).rejects.toMatchObject({
      code: "data",
    });
    await expect(
      tableSource(await holding(values), { ...SOURCE, time: { column: "at", zone: "Europe/Berlin" } }),
    ).rejects.toMatchObject({ exitCode: 2 });
    await expect(tableSource(await holding(values), { ...SOURCE, kind: "gauge" })).rejects.toMatchObject({
      exitCode: 2,
    });
  });
});

describe("incidents whose rows are on a server", () => {
  const yaml =
    "id: t\nsources:\n  verbs:\n    file: { engine: clickhouse, database: logs, table: verbs }\n    time: { column: at }\n    failed: { code: [500] }\n    cluster: call\n    latency: ms\naffected: [call]\n";

  it("show their queries without asking them", async () => {
    const planned = await plannedQueries(await openIncident(folderWith({ "incident.yaml": yaml })), {
      estimate: false,
    });
    expect(planned.map(({ source, engine, what, estimatedRows }) => [source, engine, what, estimatedRows])).toEqual([
      ["verbs", "clickhouse", "counts a minute", null],
      ["verbs", "clickhouse", "values of code, only where no row failed", null],
      ["verbs", "clickhouse", "clusters of a span (a day stands for it)", null],
      ["verbs", "clickhouse", "latency levels a block of time (an hour stands for it)", null],
      ["verbs", "clickhouse", "slow attempts a minute (1 to 4 stand for the limits)", null],
      ["verbs", "clickhouse", "how many call were hit over a span", null],
    ]);
    expect(planned[0]?.sql).toContain("FROM `logs`.`verbs`");
  });

  it("say where the rows are when another engine is asked for", async () => {
    const files = await openIncident(
      folderWith({ "incident.yaml": verbsYaml("verbs.csv"), "verbs.csv": verbsCsv(10) }),
    );
    await expect(openData(files, { engine: "clickhouse" })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("verbs in files (verbs.csv)") as unknown,
    });
    await expect(openData(files, { engine: "sqlite" })).rejects.toMatchObject({ exitCode: 2 });
  });

  it("end with exit 4 when the server is not there", async () => {
    const incident = await openIncident(folderWith({ "incident.yaml": yaml }));
    await expect(
      openData(incident, { server: { environment: { CLICKHOUSE_URL: "http://127.0.0.1:9" } } }),
    ).rejects.toMatchObject({ exitCode: 4 });
  });
});
