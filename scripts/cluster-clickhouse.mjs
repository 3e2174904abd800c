// Two ClickHouse servers on loopback, one shard each: Debian's clickhouse-server (apt-get install clickhouse-server), or any later one.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./free-port.mjs";

function configuration(folder, node, nodes) {
  const shards = nodes
    .map(({ tcp }) => `<shard><replica><host>127.0.0.1</host><port>${tcp}</port></replica></shard>`)
    .join("");
  return `<yandex>
<logger><level>warning</level><log>${folder}/server.log</log><errorlog>${folder}/error.log</errorlog></logger>
<http_port>${node.http}</http_port><tcp_port>${node.tcp}</tcp_port><interserver_http_port>${node.inter}</interserver_http_port>
<listen_host>127.0.0.1</listen_host><path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path>
<users_config>users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
<mark_cache_size>67108864</mark_cache_size><max_concurrent_queries>50</max_concurrent_queries>
<remote_servers><two_nodes>${shards}</two_nodes></remote_servers>
</yandex>`;
}

const USERS = `<yandex><profiles><default><connect_timeout>2</connect_timeout></default></profiles>
<users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
<quotas><default></default></quotas></yandex>`;

async function untilReady({ http, process: server }) {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (server.exitCode !== null)
      throw new Error(`clickhouse-server ended with code ${server.exitCode}; see error.log in its folder`);
    const answer = await fetch(`http://127.0.0.1:${http}/ping`).catch(() => undefined);
    if (answer?.ok) return;
    await delay(200);
  }
  throw new Error("clickhouse-server did not answer within 30 seconds; see error.log in its folder");
}

const BATCH = 20_000;
const TYPES = { text: "String", time: "DateTime", number: "Nullable(Float64)" };

/** Deals rows out to the nodes in turn, into a local table each, with a Distributed table over both. */
async function loadRows(query, { name, columns, order, rows }) {
  const list = columns.map(([column, type]) => `${column} ${TYPES[type]}`).join(", ");
  const time = columns.find(([, type]) => type === "time")[0];
  const cell = (value, type) =>
    type === "number"
      ? value === ""
        ? null
        : Number(value)
      : type === "time"
        ? value.slice(0, 19).replace("T", " ")
        : value;
  for (const node of [0, 1]) {
    await query(
      node,
      `CREATE TABLE ${name}_local (${list}, day Date DEFAULT toDate(${time})) ENGINE = MergeTree(day, (${order}, ${time}), 8192)`,
    );
    await query(
      node,
      `CREATE TABLE ${name} AS ${name}_local ENGINE = Distributed(two_nodes, default, ${name}_local, rand())`,
    );
    const own = rows.filter((_row, index) => index % 2 === node);
    for (let at = 0; at < own.length; at += BATCH) {
      const lines = own
        .slice(at, at + BATCH)
        .map((row) =>
          JSON.stringify(Object.fromEntries(columns.map(([column, type], index) => [column, cell(row[index], type)]))),
        );
      await query(
        node,
        `INSERT INTO ${name}_local (${columns.map(([column]) => column).join(", ")}) FORMAT JSONEachRow`,
        lines.join("\n"),
      );
    }
  }
}

/** The same rows behind a view that takes seconds, for killing a node in mid-query. */
async function slowCopy(query, name, secondsEachRow = 0.0001) {
  for (const node of [0, 1]) {
    await query(
      node,
      `CREATE VIEW ${name}_slow_local AS SELECT * FROM ${name}_local WHERE sleepEachRow(${secondsEachRow}) = 0`,
    );
    await query(
      node,
      `CREATE TABLE ${name}_slow AS ${name}_local ENGINE = Distributed(two_nodes, default, ${name}_slow_local, rand())`,
    );
  }
}

/**
 * Starts both servers; `query(node, sql)` runs SQL on one, `load` deals rows out to both, `held` counts them there, `environment` is what the analysis needs to find them,
 * `stop()` ends both.
 */
export async function startCluster(folder) {
  const nodes = [];
  for (const name of ["one", "two"])
    nodes.push({ name, http: await freePort(), tcp: await freePort(), inter: await freePort() });
  for (const node of nodes) {
    node.folder = resolve(folder, node.name);
    mkdirSync(join(node.folder, "data"), { recursive: true });
    mkdirSync(join(node.folder, "tmp"), { recursive: true });
    writeFileSync(join(node.folder, "config.xml"), configuration(node.folder, node, nodes));
    writeFileSync(join(node.folder, "users.xml"), USERS);
    node.process = spawn("clickhouse-server", [`--config-file=${join(node.folder, "config.xml")}`], {
      cwd: node.folder,
      stdio: "ignore",
    });
    node.process.on("error", (cause) => (node.failure = cause));
  }
  const stop = async () => {
    await Promise.all(
      nodes.map(async ({ process: server }) => {
        if (server.exitCode !== null || server.pid === undefined) return;
        const ended = new Promise((done) => server.once("exit", done));
        server.kill("SIGTERM");
        await Promise.race([ended, delay(5000).then(() => server.kill("SIGKILL"))]);
      }),
    );
  };
  try {
    await Promise.all(nodes.map(untilReady));
  } catch (error) {
    await stop();
    throw nodes.find(({ failure }) => failure)?.failure ?? error;
  }
  const query = async (node, sql, body) => {
    const url = `http://127.0.0.1:${nodes[node].http}/?query=${encodeURIComponent(sql)}`;
    const answer = await fetch(url, { method: "POST", body: body ?? "" });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text.slice(0, 500));
    return text;
  };
  /** Waits until both nodes run a query that names something. */
  const untilAsked = async (name) => {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const running = await query(
        1,
        `SELECT count() FROM system.processes WHERE query LIKE '%${name}%' AND query NOT LIKE '%system.processes%'`,
      );
      if (Number(running) > 0) return;
      await delay(50);
    }
    throw new Error(`no query of ${name} reached the second node`);
  };
  /** How many rows of a table each node holds. */
  const held = (name) =>
    Promise.all([0, 1].map(async (node) => Number(await query(node, `SELECT count() FROM ${name}_local`))));
  const environment = { CLICKHOUSE_URL: `http://127.0.0.1:${nodes[0].http}` };
  return {
    nodes,
    query,
    stop,
    environment,
    untilAsked,
    load: (table) => loadRows(query, table),
    held,
    slow: (name) => slowCopy(query, name),
  };
}
