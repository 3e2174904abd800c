import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickhouseDialect, trinoDialect } from "../../src/engine/dialect.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import { tableRelation } from "../../src/sources/answers/table-source.js";
import { openData } from "../../src/sources/open-data.js";
import { chdbInstalled, chdbServer } from "../engine/chdb-server.js";
import { folderWith } from "./incident-folder.js";

const rows = Array.from({ length: 240 }, (_row, minute) => ({
  at: new Date(Date.UTC(2026, 2, 12, 8, minute)).toISOString().slice(0, 19),
  status: minute % 6 === 0 ? 503 : 200,
  success: minute % 5 === 0 ? "false" : "true",
  ms: minute % 4 === 0 ? 4000 : 20.5,
  note: minute % 12 === 0 || minute % 12 > 8 ? "" : "Xé1",
  total: 100,
  ok: minute % 7 === 0 ? 60 : 100,
}));

/** Texts with every operator and function that is allowed. */
const CONDITIONS = [
  "status >= 500 or success = 'false' or ms > 3000",
  "status between 500 and 599 and not success in ('true', 'yes')",
  "success = false",
  "note is null",
  "note = ''",
  "status in (503, 504)",
  "note like 'X%1'",
  "length(note) = 3 and lower(note) = 'xé1' and upper(note) = 'XÉ1'",
  "substring(note, 2, 1) = 'é' and trim('  a ') = 'a'",
  "regexp_matches(note, '^X.1$')",
  "case when ms > 3000 then 'slow' else 'fine' end = 'slow'",
  "ms / 1000 - 1 > least(2, 5) and greatest(1, ms) = ms",
  "round(ms / 1000, 1) = 4",
  "round(ms) = 21",
  "ms % 7 = 3 and ms // 1000 = 4",
  "abs(0 - status) = 503",
  "coalesce(note, 'none') || status = 'none503'",
  "cast(status as varchar) = '503' or cast(ms as integer) = 21",
  "epoch(strptime('2026-03-12 08:01:00', '%Y-%m-%d %H:%M:%S')) = 1773302460 and status = 503",
  "status / 0 is null and status = 503",
  "status > ms",
];

const yaml = (file: string, more: string): string =>
  `id: t\nsources:\n  s:\n    file: ${file}\n    time: { column: at, zone: UTC }\n${more}`;

async function outcomes(files: Readonly<Record<string, string>>, url?: string): Promise<unknown> {
  const environment = url === undefined ? {} : { server: { environment: { CLICKHOUSE_URL: url } } };
  const data = await openData(await openIncident(folderWith(files)), environment);
  try {
    const source = data.source("s");
    const { seen, loaded, filtered, rejected, header } = source.quality;
    const span = { from: "2026-03-12T09:00:00Z", to: "2026-03-12T11:00:00Z" };
    return {
      balance: [seen - header, loaded, filtered, rejected],
      series: await source.outcomes(60),
      clusters: await source.clusters(span),
    };
  } finally {
    await data.close();
  }
}

describe("expressions on a server", () => {
  it.each([clickhouseDialect, trinoDialect])("are written in its own SQL ($name)", async (dialect) => {
    const incident = await openIncident(
      folderWith({
        "incident.yaml": yaml(
          `{ engine: ${dialect.name}, table: t }`,
          '    where: "region = \'eu\'"\n    failed: "status >= 500 or \\"a.b\\" = \'x\'"\n    weight: 1 / rate\n',
        ),
      }),
    );
    const relation = tableRelation(dialect, incident.sources[0] as (typeof incident.sources)[0]);
    const written =
      dialect.name === "trino"
        ? {
            from: `(SELECT * FROM "t" WHERE (nullif(CAST("region" AS VARCHAR), '') = 'eu'))`,
            failed: `CASE WHEN ((TRY_CAST("status" AS DOUBLE) >= 500e0) OR (nullif(CAST("a.b" AS VARCHAR), '') = 'x')) THEN 1 ELSE 0 END`,
            weight: `(1e0 / nullif(TRY_CAST("rate" AS DOUBLE), 0e0))`,
          }
        : {
            from: "(SELECT * FROM `t` WHERE (nullif(toString(`region`), '') = 'eu'))",
            failed:
              "CASE WHEN ((toFloat64OrNull(toString(`status`)) >= 500e0) OR (nullif(toString(`a.b`), '') = 'x')) THEN 1 ELSE 0 END",
            weight: "(1e0 / nullif(toFloat64OrNull(toString(`rate`)), 0e0))",
          };
    expect({ from: relation.from, failed: relation.of("failed"), weight: relation.of("weight") }).toEqual(written);
    expect(relation.weighted).toBe(true);
  });

  it("say what a server's table cannot be", async () => {
    for (const [more, what] of [
      ["    kind: counts\n    cumulative: true\n    failures: a\n    attempts: b\n", "no running totals"],
      ["    failures: { value: a }\n    attempts: { value: b }\n", "in the rows of one table"],
    ] as const) {
      const folder = folderWith({ "incident.yaml": yaml("{ engine: clickhouse, table: t }", more) });
      const [source] = (await openIncident(folder)).sources;
      expect(() => tableRelation(clickhouseDialect, source as NonNullable<typeof source>)).toThrow(what);
    }
  });

  describe.skipIf(!chdbInstalled)("of ClickHouse (needs npm ci --prefix bench)", () => {
    let server: Awaited<ReturnType<typeof chdbServer>>;

    beforeAll(async () => {
      server = await chdbServer();
      server.run(
        "CREATE TABLE t (at DateTime('UTC'), status UInt16, success String, ms Float64, note Nullable(String), total UInt32, ok UInt32) ENGINE = MergeTree ORDER BY at",
      );
      const lines = rows.map((row) => JSON.stringify({ ...row, at: row.at.replace("T", " ") }));
      server.run(`INSERT INTO t FORMAT JSONEachRow ${lines.join("\n")}`);
    });
    afterAll(() => server?.close());

    const file = `${Object.keys(rows[0] as object).join(",")}\n${rows.map((row) => Object.values({ ...row, at: `${row.at}Z` }).join(",")).join("\n")}\n`;

    async function same(more: string): Promise<unknown> {
      const inFile = await outcomes({ "incident.yaml": yaml("t.csv", more), "t.csv": file });
      const inTable = await outcomes({ "incident.yaml": yaml("{ engine: clickhouse, table: t }", more) }, server.url);
      expect(inTable).toEqual(inFile);
      return inFile;
    }

    it.each(CONDITIONS)("find the same as in files: %s", async (condition) => {
      const found = (await same(`    failed: ${JSON.stringify(condition)}\n`)) as {
        series: { failures: readonly number[] };
      };
      expect(found.series.failures.some((n) => n > 0)).toBe(true);
    });

    it("filter, weigh and count the same as in files", async () => {
      await same('    failed: "status = 503"\n    where: "success = \'true\' and ms > 10"\n    weight: "ok / 20"\n');
      await same('    failures: total - ok\n    attempts: total\n    where: "note is not null"\n');
    });
  });
});
