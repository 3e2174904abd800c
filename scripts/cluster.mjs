// The bundled incident on two real servers, beside the same analysis on files; then one server dies in mid-query, and one does not answer.
//   node scripts/cluster.mjs [clickhouse | trino]     all of it runs on loopback and is stopped at the end
import "./setup.mjs";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseDocument } from "yaml";

const INCIDENT = "data/twilio-13002";
const { readTable } = await import("../dist/index.js");

/** Tables on the server: the incident's sources of outcomes, their columns by what they hold. */
const TABLES = {
  verbs: { time: "requested_at", order: "call_sid", number: "fetch_ms" },
  calls: { time: "started_at", order: "call_sid", number: "duration_s" },
};

async function rowsOf(name, document) {
  const { columns, rows } = await readTable(join(INCIDENT, document.getIn(["sources", name, "file"])));
  const { time, order, number } = TABLES[name];
  const id = columns.indexOf(document.getIn(["sources", name, "id"]));
  // A table on a server is taken as it is; a file's repeated rows are left out here as its reader does.
  const once = [...new Map(rows.map((row) => [row[id], row])).values()];
  return {
    name,
    order,
    columns: columns.map((column) => [column, column === time ? "time" : column === number ? "number" : "text"]),
    rows: once,
  };
}

function folderWith(place, name, tableOf) {
  const folder = join(place, name);
  cpSync(INCIDENT, folder, { recursive: true });
  const document = parseDocument(readFileSync(join(folder, "incident.yaml"), "utf8"));
  if (tableOf)
    for (const source of Object.keys(TABLES))
      document.setIn(["sources", source, "file"], document.createNode(tableOf(source), { flow: true }));
  for (const source of Object.keys(TABLES)) document.deleteIn(["sources", source, "duration"]);
  writeFileSync(join(folder, "incident.yaml"), String(document));
  return folder;
}

/** The command line as a user runs it. */
function postmortem(args, environment = {}) {
  return new Promise((done) => {
    const child = spawn(process.execPath, ["dist/cli.js", ...args], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) child[name].on("data", (chunk) => (text[name] += chunk));
    child.on("exit", (code) => done({ code, ...text }));
  });
}

async function analysed(folder, environment) {
  const begun = performance.now();
  const { code, stdout, stderr } = await postmortem(["analyze", folder, "--json", "-"], environment);
  if (code !== 0) throw new Error(`analyze ${folder} ended with ${code}: ${stderr}`);
  return { seconds: (performance.now() - begun) / 1000, ...JSON.parse(stdout) };
}

const FINDINGS = [
  "window",
  "windows",
  "rates",
  "reconciliation",
  "remediations",
  "whatIf",
  "milestones",
  "claims",
  "serviceLevel",
  "stability",
];

function leaves(value, path = "", into = new Map()) {
  if (value === null || typeof value !== "object") into.set(path, value);
  else for (const [key, inner] of Object.entries(value)) leaves(inner, path === "" ? key : `${path}.${key}`, into);
  return into;
}

/** Equal, or numbers that differ by rounding in the order of a sum only. */
const same = (a, b) =>
  a === b ||
  (typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)));

function sideBySide(files, server, engine) {
  const [left, right] = [files, server].map((analysis) =>
    leaves(Object.fromEntries(FINDINGS.map((name) => [name, analysis[name]]))),
  );
  const shown = [
    "window.onset",
    "window.recoveryStart",
    "window.recovery",
    "window.minutes.value",
    ...["verbs", "calls"].flatMap((source) =>
      ["failures", "attempts", "rate.value", "rate.interval.0", "rate.interval.1", "excess.value", "designEffect"].map(
        (name) => `rates.${source}.${name}`,
      ),
    ),
    "reconciliation.predictedDropRate.value",
    "reconciliation.observedDropRate.value",
    "reconciliation.attemptsPerCall.value",
    ...files.remediations.flatMap((_each, index) => [
      `remediations.${index}.verdict`,
      `remediations.${index}.effect.value`,
    ]),
    ...files.claims.map((_each, index) => `claims.${index}.verdict`),
  ].filter((path) => left.has(path));
  const text = (value) =>
    typeof value === "number" && !Number.isInteger(value) ? value.toPrecision(8) : String(value);
  console.log(`| finding | files (embedded) | two nodes (${engine}) | |\n|---|---|---|---|`);
  for (const path of shown)
    console.log(
      `| ${path} | ${text(left.get(path))} | ${text(right.get(path))} | ${same(left.get(path), right.get(path)) ? "same" : "DIFFERS"} |`,
    );
  const differing = [...new Set([...left.keys(), ...right.keys()])].filter(
    (path) => !same(left.get(path), right.get(path)),
  );
  console.log(
    `\n${left.size - differing.length} of ${left.size} numbers, times and verdicts are the same${differing.length > 0 ? `; not: ${differing.slice(0, 10).join(", ")}` : ""}.`,
  );
  return differing.length === 0;
}

/** Runs an analysis while something befalls the second node; it must end with 4, one sentence and nothing on standard output. */
async function broken(what, folder, environment, befall) {
  const begun = performance.now();
  const running = postmortem(["analyze", folder, "--json", "-"], environment);
  await befall();
  const { code, stdout, stderr } = await running;
  const right = code === 4 && stdout === "" && /asked was: /.test(stderr);
  console.log(
    `\n${what}: exit ${code} after ${((performance.now() - begun) / 1000).toFixed(1)} s, ${stdout === "" ? "no findings" : "FINDINGS"}\n  ${stderr.trim().slice(0, 400)}`,
  );
  return right;
}

const ENGINES = ["clickhouse", "trino"];
const engine = process.argv[2] ?? ENGINES[0];
if (!ENGINES.includes(engine)) {
  console.error(`cluster.mjs requires one of ${ENGINES.join(", ")}, got "${engine}".`);
  process.exit(2);
}
const { startCluster } = await import(`./cluster-${engine}.mjs`);
const place = mkdtempSync(join(tmpdir(), "postmortem-cluster-"));
mkdirSync(join(place, "servers"));
const cluster = await startCluster(join(place, "servers")).catch((error) => {
  console.error(error.message);
  rmSync(place, { recursive: true, force: true });
  process.exit(4);
});
const end = async (code) => {
  await cluster.stop();
  rmSync(place, { recursive: true, force: true });
  process.exit(code);
};
process.once("SIGINT", () => void end(130));
try {
  const document = parseDocument(readFileSync(join(INCIDENT, "incident.yaml"), "utf8"));
  const tables = [];
  for (const name of Object.keys(TABLES)) tables.push(await rowsOf(name, document));
  for (const table of tables) await cluster.load(table);
  const held = new Map();
  for (const { name } of tables) held.set(name, await cluster.held(name));
  const counts = [...held].map(([name, [one, two]]) => `${name} ${one} + ${two}`).join(", ");
  console.log(
    `Two ${engine} servers on loopback; rows on the first + on the second: ${counts}. A call's verbs lie on both.\n`,
  );
  if ([...held.values()].flat().some((rows) => rows === 0)) throw new Error("a node holds no rows of a table");
  const tableOf = (suffix) => (source) => ({ engine, table: `${source}${source === "verbs" ? suffix : ""}` });
  const [files, served, slow] = [
    folderWith(place, "files"),
    folderWith(place, "tables", tableOf("")),
    folderWith(place, "slow", tableOf("_slow")),
  ];
  const plan = await postmortem(["analyze", served, "--dry-run"], cluster.environment);
  console.log(`--dry-run, its first query of ${plan.stdout.split("\n-- ").length}:\n${plan.stdout.split("\n\n")[0]}\n`);
  const [left, right] = [await analysed(files), await analysed(served, cluster.environment)];
  let right4 = sideBySide(left, right, engine);
  console.log(`Whole analysis: files ${left.seconds.toFixed(1)} s, ${engine} ${right.seconds.toFixed(1)} s.`);
  await cluster.slow("verbs");
  const second = cluster.nodes[1].process;
  right4 =
    (await broken(
      "A node that does not answer (paused; 4 seconds allowed)",
      served,
      { ...cluster.environment, POSTMORTEM_QUERY_SECONDS: "4" },
      () => second.kill("SIGSTOP"),
    )) && right4;
  second.kill("SIGCONT");
  await delay(500);
  right4 =
    (await broken("A node killed in mid-query", slow, cluster.environment, async () => {
      await cluster.untilAsked("_slow");
      second.kill("SIGKILL");
    })) && right4;
  right4 = (await broken("A node that is gone", served, cluster.environment, () => undefined)) && right4;
  console.log(right4 ? "\nAll as it must be." : "\nNOT as it must be.");
  await end(right4 ? 0 : 1);
} catch (error) {
  console.error(error);
  await end(4);
}
