// Two Trino nodes on loopback, a coordinator that works too and a worker: rows in their memory, each row on one of the two.
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./free-port.mjs";
import { javaForTrino, trinoHome } from "./trino-server.mjs";

const NODE_NAMES = ["one", "two"];
const SECONDS_TO_START = 120;
/** Java 17 opens these to nobody unless told. */
const OPENED = ["java.lang", "java.nio", "sun.nio.ch"].flatMap((name) => [
  "--add-opens",
  `java.base/${name}=ALL-UNNAMED`,
]);

function configuration(node, coordinator, memoryMb) {
  const own = node === coordinator;
  return {
    "node.id": node.name,
    "node.environment": "postmortem",
    "node.internal-address": "127.0.0.1",
    "node.bind-ip": "127.0.0.1",
    "http-server.http.port": node.http,
    coordinator: own,
    ...(own && { "node-scheduler.include-coordinator": true }),
    "discovery.uri": `http://127.0.0.1:${coordinator.http}`,
    "plugin.dir": join(node.folder, "plugin"),
    "catalog.config-dir": join(node.folder, "catalog"),
    "query.max-memory": `${memoryMb}MB`,
    "query.max-memory-per-node": `${Math.round(memoryMb / 2)}MB`,
    "query.max-total-memory-per-node": `${Math.round(memoryMb / 2)}MB`,
    "memory.heap-headroom-per-node": "128MB",
    // A node that is gone is given up after seconds, not minutes; every insert is dealt out to both nodes.
    "query.remote-task.max-error-duration": "5s",
    "scale-writers": false,
    "task.writer-count": 1,
    ...(own && { "query.max-length": 10_000_000, "query.min-expire-age": "1s" }),
  };
}

const properties = (pairs) =>
  `${Object.entries(pairs)
    .map((pair) => pair.join("="))
    .join("\n")}\n`;

function lay(node, coordinator, home, { files, memoryMb }) {
  for (const inner of ["data", "plugin", "catalog"]) mkdirSync(join(node.folder, inner), { recursive: true });
  writeFileSync(join(node.folder, "config.properties"), properties(configuration(node, coordinator, memoryMb)));
  writeFileSync(join(node.folder, "log.properties"), "io.trino=WARN\n");
  writeFileSync(
    join(node.folder, "catalog/memory.properties"),
    properties({ "connector.name": "memory", "memory.max-data-per-node": "256MB" }),
  );
  if (files)
    writeFileSync(
      join(node.folder, "catalog/files.properties"),
      properties({
        "connector.name": "hive",
        "hive.metastore": "file",
        "hive.metastore.catalog.dir": `file://${files}`,
        "hive.storage-format": "PARQUET",
        "hive.non-managed-table-writes-enabled": true,
      }),
    );
  for (const plugin of ["memory", ...(files ? ["hive"] : [])])
    symlinkSync(join(home, "plugin", plugin), join(node.folder, "plugin", plugin));
}

function started(node, home, java, { files, memoryMb }) {
  // What is up for a minute is not worth the slow compiler; what is measured is.
  const compiler = files ? [] : ["-XX:TieredStopAtLevel=1"];
  const log = openSync(join(node.folder, "server.log"), "w");
  const server = spawn(
    java,
    [
      `-Xmx${memoryMb}M`,
      "-XX:+UseG1GC",
      ...compiler,
      "-Djdk.attach.allowAttachSelf=true",
      ...OPENED,
      "-cp",
      join(home, "lib/*"),
      `-Dnode.data-dir=${join(node.folder, "data")}`,
      `-Dconfig=${join(node.folder, "config.properties")}`,
      `-Dlog.levels-file=${join(node.folder, "log.properties")}`,
      "io.trino.server.TrinoServer",
    ],
    { cwd: node.folder, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  server.on("error", (cause) => (node.failure = cause));
  return server;
}

/** One statement to its end; only FINISHED is an answer. */
async function ask(node, sql) {
  const headers = {
    "X-Trino-User": "loader",
    "X-Trino-Catalog": "memory",
    "X-Trino-Schema": "default",
    "X-Trino-Time-Zone": "UTC",
  };
  let page = await (
    await fetch(`http://127.0.0.1:${node.http}/v1/statement`, { method: "POST", body: sql, headers })
  ).json();
  const rows = [];
  for (;;) {
    rows.push(...(page.data ?? []));
    if (page.error) throw new Error(`${page.error.message.slice(0, 500)}; asked was ${sql.slice(0, 300)}`);
    if (page.nextUri === undefined) break;
    page = await (await fetch(page.nextUri, { headers })).json();
  }
  if (page.stats?.state !== "FINISHED")
    throw new Error(`a statement ended in state ${page.stats?.state}: ${sql.slice(0, 300)}`);
  return { id: page.id, rows, stats: page.stats };
}

async function untilReady(nodes) {
  for (let attempt = 0; attempt < SECONDS_TO_START * 4; attempt += 1) {
    const ended = nodes.find(({ process: server, failure }) => failure || server.exitCode !== null);
    if (ended) {
      const log = join(ended.folder, "server.log");
      const why = existsSync(log)
        ? readFileSync(log, "utf8")
            .split("\n")
            .filter((line) => /ERROR|rror:|^\d+\)/.test(line))
            .slice(0, 3)
            .join(" ")
        : "";
      throw (
        ended.failure ??
        new Error(`Trino's node ${ended.name} ended with code ${ended.process.exitCode} (${why.slice(0, 500)})`)
      );
    }
    const active = await ask(nodes[0], "SELECT count(*) FROM system.runtime.nodes WHERE state = 'active'").catch(
      () => ({ rows: [[0]] }),
    );
    if (active.rows[0][0] === nodes.length) return;
    await delay(250);
  }
  throw new Error(`Trino's two nodes were not there within ${SECONDS_TO_START} seconds`);
}

const BATCH = 20_000;
/** Both kinds of time that a server may hold, one on each table. */
const TIMES = { verbs: "timestamp(3) with time zone", calls: "timestamp(3)" };

/** Deals a table's rows out to both nodes, in batches. */
async function loadRows(query, { name, columns, rows }) {
  const typeOf = (type) => ({ text: "varchar", number: "double", time: TIMES[name] ?? TIMES.verbs })[type];
  await query(`CREATE TABLE ${name} (${columns.map(([column, type]) => `${column} ${typeOf(type)}`).join(", ")})`);
  const cell = (type, at) =>
    ({
      text: `r[${at}]`,
      number: `CAST(nullif(r[${at}], '') AS double)`,
      time: `CAST(from_iso8601_timestamp(r[${at}]) AS ${typeOf("time")})`,
    })[type];
  const cells = columns.map(([, type], index) => cell(type, index + 1)).join(", ");
  for (let at = 0; at < rows.length; at += BATCH) {
    const json = JSON.stringify(rows.slice(at, at + BATCH)).replaceAll("'", "''");
    await query(
      `INSERT INTO ${name} SELECT ${cells} FROM UNNEST(CAST(json_parse('${json}') AS array(array(varchar)))) AS t(r)`,
    );
  }
}

/** How many of a table's rows each node holds, as the nodes that read them say. */
async function held(query, name) {
  // A sum, so that the rows are read: a count alone comes from what is known of the table.
  const { id } = await query(`SELECT sum(length(call_sid)) FROM ${name}`);
  const { rows } = await query(
    `SELECT node_id, max(raw_input_rows) FROM system.runtime.tasks WHERE query_id = '${id}' GROUP BY 1`,
  );
  return NODE_NAMES.map((node) => rows.find(([id]) => id === node)?.[1] ?? 0);
}

/** The same rows behind a view that takes seconds, for ending a node in mid-query. */
const slowView = (name, steps) =>
  `CREATE VIEW ${name}_slow AS SELECT * FROM ${name} WHERE reduce(sequence(1, ${steps} + length(call_sid)), 0, (s, x) -> s + x % 7, s -> s) >= 0`;

async function untilAsked(query, name) {
  const running = `SELECT count(*) FROM system.runtime.tasks t JOIN system.runtime.queries q USING (query_id)
    WHERE t.node_id = 'two' AND t.state = 'RUNNING' AND q.query LIKE '%${name}%' AND q.query NOT LIKE '%runtime%'`;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if ((await query(running)).rows[0][0] > 0) return;
    await delay(50);
  }
  throw new Error(`no query of ${name} reached the second node`);
}

async function stopAll(nodes) {
  await Promise.all(
    nodes.map(async ({ process: server }) => {
      if (!server || server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
      const ended = new Promise((done) => server.once("exit", done));
      // Nothing of it is kept, so nothing is worth a shutdown's ten seconds.
      server.kill("SIGKILL");
      await ended;
    }),
  );
}

/**
 * Starts both nodes; `query(sql)` runs SQL, `load` deals rows out to both, `held` counts them there, `environment` is what the analysis needs to find them, `stop()` ends both.
 *
 * @param options - `files`: a folder for a catalog `files` of tables over Parquet, for measuring; `memoryMb`: heap of a node
 */
export async function startCluster(folder, { files, memoryMb = 1024 } = {}) {
  const [java, home] = [javaForTrino(), trinoHome()];
  const nodes = [];
  for (const name of NODE_NAMES) nodes.push({ name, http: await freePort(), folder: resolve(folder, name) });
  for (const node of nodes) {
    lay(node, nodes[0], home, { files, memoryMb });
    const server = started(node, home, java, { files, memoryMb });
    node.process = server;
    // However this process ends, the servers do not outlive it.
    process.once("exit", () => server.kill("SIGKILL"));
  }
  try {
    await untilReady(nodes);
  } catch (error) {
    await stopAll(nodes);
    throw error;
  }
  const query = (sql) => ask(nodes[0], sql);
  return {
    nodes,
    query,
    stop: () => stopAll(nodes),
    environment: { TRINO_URL: `http://127.0.0.1:${nodes[0].http}`, TRINO_CATALOG: "memory", TRINO_SCHEMA: "default" },
    load: (table) => loadRows(query, table),
    held: (name) => held(query, name),
    slow: (name) => query(slowView(name, 9000)),
    untilAsked: (name) => untilAsked(query, name),
  };
}
