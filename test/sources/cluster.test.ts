import { spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ServerOptions } from "../../src/engine/server-options.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import { openData } from "../../src/sources/open-data.js";
import { plannedQueries } from "../../src/sources/answers/planned-queries.js";
import { folderWith } from "./incident-folder.js";

interface Cluster {
  readonly nodes: readonly { readonly http: number; readonly process: ChildProcess }[];
  query(node: number, sql: string, body?: string): Promise<string>;
  stop(): Promise<void>;
}

const installed = spawnSync("which", ["clickhouse-server"]).status === 0;
const SPAN = { from: "2025-03-31T12:10:00Z", to: "2025-03-31T12:40:00Z" };

const verbs = Array.from({ length: 3000 }, (_row, index) => ({
  at: new Date(Date.UTC(2025, 2, 31, 12, 0, index)).toISOString().slice(0, 19).replace("T", " "),
  code: index % 10 === 0 ? "500" : "200",
  call: `it's \\ ${Math.floor(index / 3)}`,
}));
const calls = verbs
  .filter((_row, index) => index % 3 === 0)
  .map(({ at, call }, index) => ({ sid: call, at, dropped: index % 7 === 0 ? "yes" : "no" }));
const lines = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join("\n");

function yaml(file: (table: string) => string): string {
  return `id: c
sources:
  verbs: { file: ${file("verbs")}, time: { column: at, zone: UTC }, failed: { code: ["500"] }, cluster: call, dimensions: [code] }
  calls: { file: ${file("calls")}, time: { column: at, zone: UTC }, failed: { dropped: ["yes"] }, id: sid }
`;
}

/** Every row on one of the two nodes, calls and their verbs apart from each other. */
async function sharded(): Promise<Cluster> {
  const script = join(process.cwd(), "scripts/cluster-clickhouse.mjs");
  const { startCluster } = (await import(script)) as { startCluster(folder: string): Promise<Cluster> };
  const cluster = await startCluster(folderWith({}));
  onTestFinished(() => cluster.stop());
  for (const node of [0, 1]) {
    const day = "d Date DEFAULT toDate(at)";
    await cluster.query(
      node,
      `CREATE TABLE verbs_local (at DateTime, code String, call String, ${day}) ENGINE = MergeTree(d, (call, at), 8192)`,
    );
    await cluster.query(
      node,
      `CREATE TABLE calls_local (sid String, at DateTime, dropped String, ${day}) ENGINE = MergeTree(d, (sid, at), 8192)`,
    );
    for (const name of ["verbs", "calls"])
      await cluster.query(
        node,
        `CREATE TABLE ${name} AS ${name}_local ENGINE = Distributed(two_nodes, default, ${name}_local, rand())`,
      );
    await cluster.query(
      node,
      "INSERT INTO verbs_local (at, code, call) FORMAT JSONEachRow",
      lines(verbs.filter((_row, index) => index % 2 === node)),
    );
    await cluster.query(
      node,
      "INSERT INTO calls_local (sid, at, dropped) FORMAT JSONEachRow",
      lines(calls.filter((_row, index) => (index >> 2) % 2 === node)),
    );
  }
  return cluster;
}

async function findings(folder: string, server?: ServerOptions): Promise<unknown> {
  const data = await openData(await openIncident(folder), { server });
  try {
    const source = data.source("verbs");
    return {
      range: source.range,
      series: await source.outcomes(60),
      clusters: await source.clusters(SPAN),
      breakdown: await source.breakdown("code", SPAN),
      profiles: await data.profiles("calls", "verbs", SPAN),
    };
  } finally {
    await data.close();
  }
}

describe.skipIf(!installed)("two ClickHouse shards (needs clickhouse-server)", () => {
  it("give the findings of the files, and no findings when one of them is gone", async () => {
    const cluster = await sharded();
    const [first, second] = cluster.nodes as [Cluster["nodes"][number], Cluster["nodes"][number]];
    const server = { environment: { CLICKHOUSE_URL: `http://127.0.0.1:${first.http}` }, timeoutSeconds: 20 };
    const tables = folderWith({ "incident.yaml": yaml((table) => `{ engine: clickhouse, table: ${table} }`) });
    const files = folderWith({
      "incident.yaml": yaml((table) => `${table}.jsonl`),
      "verbs.jsonl": lines(verbs),
      "calls.jsonl": lines(calls),
    });
    expect(await findings(tables, server)).toEqual(await findings(files));
    expect(
      (await plannedQueries(await openIncident(tables), server)).map(({ estimatedRows }) => estimatedRows),
    ).toEqual([3000, 3000, 3000, 3000, 3000, 1000, 1000, 1000, 1000]);

    second.process.kill("SIGSTOP");
    await expect(findings(tables, { ...server, timeoutSeconds: 2 })).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/in time.*asked was: SELECT/) as unknown,
    });
    second.process.kill("SIGCONT");
    second.process.kill("SIGKILL");
    await delay(300);
    await expect(findings(tables, server)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining("All connection tries failed") as unknown,
    });
  });
});
