// Two ClickHouse servers on loopback, one shard each, for trying sharded sources and dead shards.
//   node scripts/cluster.mjs <folder>      starts both, prints their addresses, stops them on Ctrl-C
// Needs clickhouse-server (Debian: apt-get install clickhouse-server).
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

function configuration(folder, node, nodes) {
  const shards = nodes.map(({ tcp }) => `<shard><replica><host>127.0.0.1</host><port>${tcp}</port></replica></shard>`).join("");
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
    if (server.exitCode !== null) throw new Error(`clickhouse-server ended with code ${server.exitCode}; see error.log in its folder`);
    const answer = await fetch(`http://127.0.0.1:${http}/ping`).catch(() => undefined);
    if (answer?.ok) return;
    await delay(200);
  }
  throw new Error("clickhouse-server did not answer within 30 seconds; see error.log in its folder");
}

/** Starts both servers; `query(node, sql)` runs SQL on one, `stop()` ends both. */
export async function startCluster(folder) {
  const nodes = [];
  for (const name of ["one", "two"]) nodes.push({ name, http: await freePort(), tcp: await freePort(), inter: await freePort() });
  for (const node of nodes) {
    node.folder = resolve(folder, node.name);
    mkdirSync(join(node.folder, "data"), { recursive: true });
    mkdirSync(join(node.folder, "tmp"), { recursive: true });
    writeFileSync(join(node.folder, "config.xml"), configuration(node.folder, node, nodes));
    writeFileSync(join(node.folder, "users.xml"), USERS);
    node.process = spawn("clickhouse-server", [`--config-file=${join(node.folder, "config.xml")}`], { cwd: node.folder, stdio: "ignore" });
    node.process.on("error", (cause) => (node.failure = cause));
  }
  const stop = async () => {
    await Promise.all(nodes.map(async ({ process: server }) => {
      if (server.exitCode !== null || server.pid === undefined) return;
      const ended = new Promise((done) => server.once("exit", done));
      server.kill("SIGTERM");
      await Promise.race([ended, delay(5000).then(() => server.kill("SIGKILL"))]);
    }));
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
  return { nodes, query, stop };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const cluster = await startCluster(process.argv[2] ?? ".cache/cluster");
  for (const { name, http } of cluster.nodes) console.log(`${name}: CLICKHOUSE_URL=http://127.0.0.1:${http}`);
  process.once("SIGINT", () => cluster.stop().then(() => process.exit(0)));
}
