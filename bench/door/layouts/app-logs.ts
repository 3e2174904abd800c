import { clf, iso, stamp } from "../clock.js";
import { type Layout, one } from "../layout.js";
import { address, hex, jsonLines, lines, uuid } from "../text.js";
import type { Attempt, World } from "../world.js";
import { statusOf } from "./web-logs.js";

const nanoseconds = (at: number): string => iso(at).replace("Z", "123456Z");
const access = (attempt: Attempt): string =>
  `${address(attempt.index)} - - [${clf(attempt.at)}] "GET /cart HTTP/1.1" ${statusOf(attempt)} 512 "-" "okhttp/4.12.0"`;
const inJson = (attempt: Attempt): unknown => ({
  level: attempt.failed ? "error" : "info",
  msg: attempt.failed ? "request failed" : "request served",
  method: "GET",
  path: "/cart",
  status: statusOf(attempt),
  duration_ms: attempt.milliseconds,
});

const dockerFile = (attempt: Attempt): unknown => ({
  log: `${access(attempt)}\n`,
  stream: "stdout",
  time: nanoseconds(attempt.at),
});
const compose = (attempt: Attempt): string => `web-1  | ${access(attempt)}`;
const cri = (attempt: Attempt): string =>
  `${nanoseconds(attempt.at)} ${attempt.failed ? "stderr" : "stdout"} F ${JSON.stringify(inJson(attempt))}`;

const journald = (attempt: Attempt): unknown => ({
  __CURSOR: `s=${hex(7)};i=${(attempt.index + 4096).toString(16)};b=${hex(9)};m=${hex(attempt.index, 9)};t=${hex(attempt.index, 13)};x=${hex(attempt.index, 16)}`,
  __REALTIME_TIMESTAMP: `${attempt.at}123`,
  __MONOTONIC_TIMESTAMP: String(91_000_000 + attempt.index * 10_000_000),
  _BOOT_ID: hex(9),
  PRIORITY: attempt.failed ? "3" : "6",
  SYSLOG_FACILITY: "3",
  SYSLOG_IDENTIFIER: "billing",
  _PID: "812",
  _UID: "998",
  _SYSTEMD_UNIT: "billing.service",
  _HOSTNAME: "app1",
  _TRANSPORT: "stdout",
  MESSAGE: attempt.failed ? `invoice ${attempt.index} failed: connection refused` : `invoice ${attempt.index} sent`,
});

const bunyan = (attempt: Attempt): unknown => ({
  name: "shop",
  hostname: "app1",
  pid: 812,
  level: attempt.failed ? 50 : 30,
  req_id: uuid(attempt.index),
  req: { method: "GET", url: "/cart", remoteAddress: address(attempt.index) },
  res: { statusCode: statusOf(attempt) },
  responseTime: attempt.milliseconds,
  msg: attempt.failed ? "request failed" : "request finished",
  time: iso(attempt.at),
  v: 0,
});

const pino = (attempt: Attempt): unknown => ({
  level: attempt.failed ? 50 : 30,
  time: attempt.at,
  pid: 812,
  hostname: "app1",
  req: {
    id: attempt.index,
    method: "GET",
    url: "/cart",
    query: {},
    params: {},
    remoteAddress: "::ffff:10.0.0.3",
    remotePort: 52314,
  },
  res: { statusCode: statusOf(attempt), headers: { "content-type": "application/json" } },
  ...(attempt.failed
    ? {
        err: {
          type: "Error",
          message: "failed with status code 503",
          stack: "Error: failed\n    at onFinished (/app/logger.js:4:1)",
        },
      }
    : {}),
  responseTime: attempt.milliseconds,
  msg: attempt.failed ? "request errored" : "request completed",
});

const ecs = (attempt: Attempt): unknown => ({
  "@timestamp": iso(attempt.at),
  "log.level": attempt.failed ? "ERROR" : "INFO",
  message: attempt.failed ? "payment declined by gateway" : "payment taken",
  "ecs.version": "1.6.0",
  event: {
    outcome: attempt.failed ? "failure" : "success",
    duration: attempt.milliseconds * 1_000_000,
    dataset: "payments.log",
  },
  service: { name: "payments", version: "3.2.0" },
  trace: { id: hex(attempt.index) },
});

function otel(world: World): string {
  const batches: unknown[] = [];
  for (let at = 0; at < world.attempts.length; at += 20) {
    const logRecords = world.attempts.slice(at, at + 20).map((attempt) => ({
      timeUnixNano: `${attempt.at}123456`,
      observedTimeUnixNano: `${attempt.at + 2}000000`,
      severityNumber: attempt.failed ? 17 : 9,
      severityText: attempt.failed ? "ERROR" : "INFO",
      body: { stringValue: attempt.failed ? "checkout failed" : "checkout done" },
      attributes: [
        { key: "http.request.method", value: { stringValue: "POST" } },
        { key: "http.response.status_code", value: { intValue: String(attempt.failed ? 503 : 200) } },
      ],
      traceId: hex(attempt.index),
      spanId: hex(attempt.index, 16),
    }));
    const resource = { attributes: [{ key: "service.name", value: { stringValue: "checkout" } }] };
    batches.push({ resourceLogs: [{ resource, scopeLogs: [{ scope: { name: "checkout" }, logRecords }] }] });
  }
  return jsonLines(batches);
}

/** As the query API answers: newest first within each stream. */
function lokiStreams(world: World): string {
  const stream = (failed: boolean): unknown => ({
    stream: { app: "cart", level: failed ? "error" : "info", namespace: "shop" },
    values: world.attempts
      .filter((attempt) => attempt.failed === failed)
      .map((attempt) => [
        `${attempt.at}123456`,
        `msg="cart ${failed ? "failed" : "served"}" duration=${attempt.milliseconds}ms`,
      ])
      .reverse(),
  });
  const data = {
    resultType: "streams",
    result: [stream(false), stream(true)],
    stats: { summary: { bytesProcessedPerSecond: 0, totalLinesProcessed: world.attempts.length } },
  };
  return JSON.stringify({ status: "success", data });
}

const logcli = (attempt: Attempt): unknown => ({
  labels: { app: "cart", detected_level: attempt.failed ? "error" : "info" },
  line: JSON.stringify(inJson(attempt)),
  timestamp: nanoseconds(attempt.at),
});

function elasticsearch(world: World): string {
  const hits = [...world.attempts].reverse().map((attempt) => ({
    _index: ".ds-logs-shop-2026.03.12-000001",
    _id: hex(attempt.index, 20),
    _score: null,
    _source: {
      "@timestamp": iso(attempt.at),
      http: { request: { method: "GET" }, response: { status_code: statusOf(attempt) } },
      url: { path: "/cart" },
      service: { name: "cart" },
    },
    sort: [attempt.at],
  }));
  return JSON.stringify({
    took: 41,
    timed_out: false,
    _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
    hits: { total: { value: hits.length, relation: "eq" }, max_score: null, hits },
  });
}

/** Discover writes the reader's clock, newest first. */
function kibana(world: World): string {
  const rows = [...world.attempts]
    .reverse()
    .map(
      (attempt) =>
        `"${stamp(attempt.at, "MON D, YYYY", "Europe/Berlin")} @ ${stamp(attempt.at, "hh:mm:ss.SSS", "Europe/Berlin")}",cart,${statusOf(attempt)},"GET /cart HTTP/1.1, ${attempt.failed ? "upstream unavailable" : "served"}"`,
    );
  return lines(['"@timestamp","service.name","http.response.status_code",message', ...rows]);
}

const python = (attempt: Attempt): string =>
  `${stamp(attempt.at, "YYYY-MM-DD hh:mm:ss,SSS")} ${attempt.failed ? "ERROR" : "INFO"} [worker-${attempt.index % 4}] jobs: ${attempt.failed ? `job ${attempt.index} failed after ${attempt.milliseconds} ms` : `job ${attempt.index} done in ${attempt.milliseconds} ms`}`;

const logfmt = (attempt: Attempt): string =>
  `ts=${iso(attempt.at)} level=${attempt.failed ? "error" : "info"} msg="${attempt.failed ? "push rejected" : "push accepted"}" status=${attempt.failed ? 500 : 200} duration=${attempt.milliseconds}ms tenant=t${attempt.index % 5}`;

const springJson = (attempt: Attempt): unknown => ({
  "@timestamp": stamp(attempt.at, "YYYY-MM-DDThh:mm:ss.SSSzz:zz", "Europe/Madrid"),
  "@version": "1",
  message: attempt.failed ? "Order not placed" : "Order placed",
  logger_name: "com.example.orders.OrderService",
  thread_name: `http-nio-8080-exec-${1 + (attempt.index % 9)}`,
  level: attempt.failed ? "ERROR" : "INFO",
  level_value: attempt.failed ? 40000 : 20000,
});

const status = [
  { column: "status", atLeast: 500 },
  { column: "res.statusCode", atLeast: 500 },
  { column: "http.response.status_code", atLeast: 500 },
  { column: "http.response.status_code.intValue", atLeast: 500 },
];
const ERROR = ["error", "ERROR", "50", "3"];
const level = [
  "level",
  "log.level",
  "severityText",
  "PRIORITY",
  "severity",
  "detected_level",
  "labels.detected_level",
  "stream.level",
  "labels.level",
].map((column) => ({ column, values: ERROR }));
const facts = {
  failed: [
    ...status,
    ...level,
    { column: "event.outcome", values: ["failure"] },
    { column: "severityNumber", values: ["17"] },
    { column: "stream", values: ["stderr"] },
  ],
};
const json = (name: string, path: string, row: (attempt: Attempt) => unknown): Layout => ({
  name,
  facts,
  files: (world) => one(path, jsonLines(world.attempts.map(row))),
});
const text = (name: string, path: string, row: (attempt: Attempt) => string): Layout => ({
  name,
  facts: { ...facts, zone: "UTC" },
  files: (world) => one(path, lines(world.attempts.map(row))),
});

export const APP_LOGS: readonly Layout[] = [
  json("docker-json-file", `${hex(5, 64)}-json.log`, dockerFile),
  text("docker-compose", "compose.log", compose),
  text("cri-kubernetes", "0.log", cri),
  json("journald-json", "journal.json", journald),
  json("bunyan", "shop.log", bunyan),
  json("pino", "server.log", pino),
  json("ecs-json", "payments.json", ecs),
  { name: "otel-logs", facts, files: (world) => one("otel-logs.jsonl", otel(world)) },
  { name: "loki-streams", facts, files: (world) => one("loki.json", lokiStreams(world)) },
  json("logcli-jsonl", "logcli.jsonl", logcli),
  { name: "elasticsearch-hits", facts, files: (world) => one("hits.json", elasticsearch(world)) },
  {
    name: "kibana-discover",
    facts: { ...facts, zone: "Europe/Berlin" },
    files: (world) => one("Untitled discover search.csv", kibana(world)),
  },
  text("python-logging", "worker.log", python),
  text("logfmt", "distributor.log", logfmt),
  json("logstash-encoder", "orders.json", springJson),
];
