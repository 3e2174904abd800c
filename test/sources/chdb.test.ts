import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openClickHouse } from "../../src/engine/clickhouse.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import { openData } from "../../src/sources/open-data.js";
import { chdbInstalled, chdbServer } from "../engine/chdb-server.js";
import { folderWith } from "./incident-folder.js";

const SPAN = { from: "2025-03-31T12:10:00Z", to: "2025-03-31T12:40:00Z" };
/** A failure code that would end a literal, name another parameter, or escape. */
const HOSTILE = "it's \\ {v0:String} \t %s ' OR 1=1 --";

const verbs = Array.from({ length: 3000 }, (_row, index) => ({
  at: new Date(Date.UTC(2025, 2, 31, 12, 0, index, (index * 37) % 1000)).toISOString(),
  code: index % 10 === 0 ? HOSTILE : "200",
  call: `call ${Math.floor(index / 3)}`,
  ms: index % 11 === 0 ? null : 1 + ((index * 7919) % 5000) / 3,
}));
const calls = verbs
  .filter((_row, index) => index % 3 === 0)
  .map(({ call, at }, index) => ({ sid: call, at, dropped: index % 7 === 0 ? "yes" : "no" }));
const lines = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join("\n");

function yaml(file: (table: string) => string): string {
  return `id: c
sources:
  verbs: { file: ${file("verbs")}, time: { column: at, zone: UTC }, failed: { code: [${JSON.stringify(HOSTILE)}] }, cluster: call, latency: ms, dimensions: [code] }
  calls: { file: ${file("calls")}, time: { column: at, zone: UTC }, failed: { dropped: ["yes"] }, id: sid }
`;
}

describe.skipIf(!chdbInstalled)("a modern ClickHouse (needs npm ci --prefix bench)", () => {
  let server: Awaited<ReturnType<typeof chdbServer>>;

  beforeAll(async () => {
    server = await chdbServer();
    server.run(
      "CREATE TABLE verbs (at DateTime64(3, 'UTC'), code LowCardinality(String), call String, ms Nullable(Float64)) ENGINE = MergeTree ORDER BY at",
    );
    server.run(
      "CREATE TABLE calls (sid String, at DateTime64(3, 'UTC'), dropped String) ENGINE = MergeTree ORDER BY at",
    );
    const clickhouse = (rows: readonly { at: string }[]): string =>
      lines(rows.map((row) => ({ ...row, at: row.at.replace("T", " ").replace("Z", "") })));
    server.run(`INSERT INTO verbs FORMAT JSONEachRow ${clickhouse(verbs)}`);
    server.run(`INSERT INTO calls FORMAT JSONEachRow ${clickhouse(calls)}`);
  });
  afterAll(() => server?.close());

  async function findings(folder: string): Promise<unknown> {
    const data = await openData(await openIncident(folder), {
      server: { environment: { CLICKHOUSE_URL: server.url } },
    });
    try {
      const source = data.source("verbs");
      return {
        range: source.range,
        series: await source.outcomes(60),
        latencies: await source.latencies(60, [0.5, 0.95]),
        clusters: await source.clusters(SPAN),
        breakdown: await source.breakdown("code", SPAN),
        profiles: await data.profiles("calls", "verbs", SPAN),
      };
    } finally {
      await data.close();
    }
  }

  it("gives the findings of the files, hostile values bound as parameters", async () => {
    const tables = folderWith({ "incident.yaml": yaml((table) => `{ engine: clickhouse, table: ${table} }`) });
    const files = folderWith({
      "incident.yaml": yaml((table) => `${table}.jsonl`),
      "verbs.jsonl": lines(verbs),
      "calls.jsonl": lines(calls),
    });
    expect(await findings(tables)).toEqual(await findings(files));
  });

  it("gives quantiles within one per cent of the rows' own", async () => {
    const data = await openData(
      await openIncident(folderWith({ "incident.yaml": yaml((table) => `{ engine: clickhouse, table: ${table} }`) })),
      { server: { environment: { CLICKHOUSE_URL: server.url } } },
    );
    const [median] = await data.source("verbs").latencies(86_400, [0.5]);
    await data.close();
    const sorted = verbs.flatMap(({ ms }) => (ms === null ? [] : [ms])).sort((a, b) => a - b);
    const exact = sorted[Math.ceil(sorted.length / 2) - 1] as number;
    expect(Math.abs((median?.values[0] as number) / exact - 1)).toBeLessThan(0.0101);
  });

  it("is read only, and its errors are typed", async () => {
    const engine = await openClickHouse({ environment: { CLICKHOUSE_URL: server.url } });
    await expect(engine.query("INSERT INTO calls SELECT * FROM calls")).rejects.toMatchObject({ exitCode: 4 });
    await expect(engine.query("SELECT nothing FROM verbs")).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/nothing.*asked was: SELECT nothing/) as unknown,
    });
    await engine.close();
    expect(server.run("SELECT count() FROM calls").trim()).toBe("1000");
  });
});
