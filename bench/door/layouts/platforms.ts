import { iso, isoSeconds, sql, stamp } from "../clock.js";
import { exported as at, failed, type Layout, one } from "../layout.js";
import { address, csv, hex, jsonLines, lines, pick, quotedCsv, uuid } from "../text.js";
import type { World } from "../world.js";
import { statusOf } from "./web-logs.js";

/** The portal writes the reader's clock in American order, with the zone in the header. */
const azurePortal = (world: World): string =>
  csv(
    [
      "TimeGenerated [UTC]",
      "OperationName",
      "Name",
      "Success",
      "ResultCode",
      "DurationMs",
      "AppRoleName",
      "_ResourceId",
    ],
    [...world.attempts]
      .reverse()
      .map((attempt) => [
        `${stamp(attempt.at, "M/D/YYYY")}, ${stamp(attempt.at, "h12:mm:ss.SSS AMPM")}`,
        "GET /cart",
        "GET /cart",
        attempt.failed ? "False" : "True",
        attempt.failed ? pick([500, 503], attempt.draw) : 200,
        attempt.milliseconds,
        "shop",
        "/subscriptions/0f1e2d3c/resourcegroups/shop/providers/microsoft.insights/components/shop",
      ]),
  );

function azureApi(world: World): string {
  const columns = [
    ["TimeGenerated", "datetime"],
    ["Name", "string"],
    ["Success", "bool"],
    ["ResultCode", "string"],
    ["DurationMs", "real"],
  ].map(([name, type]) => ({ name, type }));
  const rows = world.attempts.map((attempt) => [
    iso(attempt.at).replace("Z", "1234Z"),
    "GET /cart",
    !attempt.failed,
    String(attempt.failed ? 500 : 200),
    attempt.milliseconds,
  ]);
  return JSON.stringify({ tables: [{ name: "PrimaryResult", columns, rows }] });
}

const datadogLogs = (world: World): string =>
  quotedCsv(
    ["Date", "Host", "Service", "Status", "@http.status_code", "Content"],
    [...world.attempts]
      .reverse()
      .map((attempt) => [
        iso(attempt.at),
        `i-0${hex(attempt.index % 3, 15)}`,
        "cart",
        attempt.failed ? "error" : "info",
        attempt.failed ? 503 : statusOf(attempt),
        attempt.failed ? "GET /cart failed, upstream unavailable" : "GET /cart served",
      ]),
  );

const splunkEvents = (world: World): string =>
  quotedCsv(
    ["_time", "host", "index", "linecount", "source", "sourcetype", "splunk_server", "status", "uri_path", "_raw"],
    [...world.attempts]
      .reverse()
      .map((attempt) => [
        stamp(attempt.at, "YYYY-MM-DDThh:mm:ss.SSSzzzz", "America/New_York"),
        "web1",
        "main",
        1,
        "/var/log/app.json",
        "_json",
        "idx1",
        statusOf(attempt),
        "/cart",
        JSON.stringify({ t: iso(attempt.at), status: statusOf(attempt), ms: attempt.milliseconds }),
      ]),
  );

function newRelicEvents(world: World): string {
  const events = [...world.attempts].reverse().map((attempt) => ({
    appName: "shop",
    duration: attempt.milliseconds / 1000,
    error: attempt.failed,
    host: "web1",
    httpResponseCode: String(attempt.failed ? 500 : 200),
    name: "WebTransaction/Cart/show",
    timestamp: attempt.at,
    transactionType: "Web",
  }));
  return JSON.stringify({
    results: [{ events }],
    performanceStats: { inspectedCount: events.length, responseTime: 41 },
    metadata: {
      eventTypes: ["Transaction"],
      eventType: "Transaction",
      openEnded: true,
      contents: [{ function: "events", limit: 2000, order: { column: "timestamp", descending: true } }],
    },
  });
}

const sentry = (world: World): string =>
  csv(
    ["timestamp", "id", "transaction", "transaction.status", "transaction.duration", "project.name"],
    [...world.attempts]
      .reverse()
      .map((attempt) => [
        isoSeconds(attempt.at).replace("Z", "+00:00"),
        hex(attempt.index),
        "/cart",
        attempt.failed ? pick(["internal_error", "unavailable"], attempt.draw) : "ok",
        attempt.milliseconds,
        "shop",
      ]),
  );

function zeek(world: World): string {
  const rows = world.attempts.map((attempt) =>
    [
      `${(attempt.at / 1000).toFixed(3)}123`,
      `C${hex(attempt.index, 17)}`,
      `10.0.0.${2 + (attempt.index % 50)}`,
      40000 + (attempt.index % 9000),
      "203.0.113.9",
      80,
      1,
      "GET",
      "shop.example",
      "/cart",
      "-",
      "1.1",
      "curl/8.5.0",
      "-",
      0,
      attempt.failed ? 0 : 512,
      statusOf(attempt),
      attempt.failed ? "Service Unavailable" : "OK",
      "-",
      "-",
      "(empty)",
      "-",
      "-",
      "-",
    ].join("\t"),
  );
  return lines([
    "#separator \\x09",
    "#set_separator\t,",
    "#empty_field\t(empty)",
    "#unset_field\t-",
    "#path\thttp",
    `#open\t${stamp(world.from, "YYYY-MM-DD-hh-mm-ss")}`,
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\ttrans_depth\tmethod\thost\turi\treferrer\tversion\tuser_agent\torigin\trequest_body_len\tresponse_body_len\tstatus_code\tstatus_msg\tinfo_code\tinfo_msg\ttags\tusername\tpassword\tproxied",
    "#types\ttime\tstring\taddr\tport\taddr\tport\tcount\tstring\tstring\tstring\tstring\tstring\tstring\tstring\tcount\tcount\tcount\tstring\tcount\tstring\tset[enum]\tstring\tstring\tset[string]",
    ...rows,
    `#close\t${stamp(world.to, "YYYY-MM-DD-hh-mm-ss")}`,
  ]);
}

const zabbix = (world: World): string =>
  JSON.stringify({
    jsonrpc: "2.0",
    result: world.attempts.map(({ at, failed, index }) => ({
      itemid: "23296",
      clock: String(Math.floor(at / 1000)),
      value: failed ? "0" : "1",
      ns: String(100_000 + index),
    })),
    id: 1,
  });

const nagios = (world: World): string =>
  lines(
    world.attempts.map(({ at, failed, milliseconds }) =>
      [
        ["DATATYPE", "SERVICEPERFDATA"],
        ["TIMET", Math.floor(at / 1000)],
        ["HOSTNAME", "web1"],
        ["SERVICEDESC", "HTTP"],
        ["SERVICEPERFDATA", `time=0.0${milliseconds}s;1;5;0`],
        ["SERVICECHECKCOMMAND", "check_http!-S"],
        ["HOSTSTATE", "UP"],
        ["HOSTSTATETYPE", "HARD"],
        ["SERVICESTATE", failed ? "CRITICAL" : "OK"],
        ["SERVICESTATETYPE", "HARD"],
      ]
        .map(([key, value]) => `${key}::${value}`)
        .join("\t"),
    ),
  );

const pingdom = (world: World): string =>
  JSON.stringify({
    activeprobes: [33, 58],
    results: [...world.attempts].reverse().map(({ at, failed, milliseconds, index }) => ({
      probeid: index % 2 ? 33 : 58,
      time: Math.floor(at / 1000),
      status: failed ? "down" : "up",
      ...(failed ? {} : { responsetime: milliseconds }),
      statusdesc: failed ? "Timeout (> 30s)" : "OK",
      statusdesclong: failed ? "Socket timeout, unable to connect to server" : "OK",
    })),
  });

const uptimeKuma = (world: World): string =>
  csv(
    ["id", "important", "monitor_id", "status", "msg", "time", "ping", "duration", "down_count"],
    world.attempts.map(({ at, failed, milliseconds, index }) => [
      20_000 + index,
      0,
      4,
      failed ? 0 : 1,
      failed ? "connect ECONNREFUSED 203.0.113.9:443" : "200 - OK",
      `${sql(at)}.${String(at % 1000).padStart(3, "0")}`,
      failed ? "" : milliseconds,
      10,
      0,
    ]),
  );

const pingLog = (world: World): string =>
  lines([
    "PING 1.1.1.1 (1.1.1.1) 56(84) bytes of data.",
    ...world.attempts.map(({ at, failed, milliseconds, index }) =>
      failed
        ? `[${(at / 1000).toFixed(3)}123] no answer yet for icmp_seq=${index + 1}`
        : `[${(at / 1000).toFixed(3)}123] 64 bytes from 1.1.1.1: icmp_seq=${index + 1} ttl=57 time=${(milliseconds / 3).toFixed(1)} ms`,
    ),
  ]);

/** A line at home, probed by a small script; a time that did not come back is empty. */
const homeLine = (world: World): string =>
  csv(
    ["timestamp", "target", "ok", "rtt_ms", "error"],
    world.attempts.map(({ at, failed, milliseconds }) => [
      sql(at, "Europe/Vienna"),
      "9.9.9.9",
      failed ? 0 : 1,
      failed ? "" : milliseconds,
      failed ? "timeout" : "",
    ]),
  );

/** speedtest-cli once every five minutes: the line stays up, slow. */
function speedTest(world: World): string {
  const rows: (string | number)[][] = [];
  for (let at = world.from; at < world.to; at += 300_000) {
    const slow = world.window !== null && at >= world.window.from && at < world.window.to;
    const megabit = (slow ? 6 : 92) + 8 * world.random();
    rows.push([
      30907,
      "Example Net",
      "Wien",
      `${iso(at).slice(0, 19)}.${String(100_000 + rows.length)}Z`,
      4.2,
      (slow ? 40 : 11) + 3 * world.random(),
      megabit * 1e6,
      (slow ? 3 : 21) * 1e6 + 1e6 * world.random(),
      "",
      address(1),
    ]);
  }
  return csv(
    [
      "Server ID",
      "Sponsor",
      "Server Name",
      "Timestamp",
      "Distance",
      "Ping",
      "Download",
      "Upload",
      "Share",
      "IP Address",
    ],
    rows,
  );
}

const workflowRuns = (world: World): string =>
  csv(
    ["databaseId", "workflowName", "headBranch", "event", "status", "conclusion", "createdAt", "updatedAt"],
    [...world.attempts]
      .reverse()
      .map(({ at, failed, index, draw }) => [
        23_000_000_000 + index,
        "CI",
        pick(["main", "feature/cart"], draw),
        "push",
        "completed",
        failed ? "failure" : draw < 0.05 ? "cancelled" : "success",
        isoSeconds(at),
        isoSeconds(at + 180_000),
      ]),
  );

const jenkins = (world: World): string =>
  JSON.stringify({
    _class: "hudson.model.FreeStyleProject",
    builds: [...world.attempts].reverse().map(({ at, failed, index, milliseconds }) => ({
      _class: "hudson.model.FreeStyleBuild",
      building: false,
      duration: milliseconds * 1000,
      number: index + 1,
      result: failed ? "FAILURE" : "SUCCESS",
      timestamp: at,
    })),
  });

const restArray = (world: World): string =>
  JSON.stringify(
    world.attempts.map((attempt) => ({
      created_at: iso(attempt.at),
      order_id: uuid(attempt.index),
      state: attempt.failed ? "declined" : "captured",
      amount_cents: 500 + attempt.index,
    })),
  );

const grpc = (world: World): string =>
  jsonLines(
    world.attempts.map((attempt) => ({
      ts: iso(attempt.at),
      "grpc.service": "cart.v1.Cart",
      "grpc.method": "Get",
      "grpc.code": attempt.failed
        ? pick(["Unavailable", "DeadlineExceeded"], attempt.draw)
        : attempt.draw < 0.04
          ? "NotFound"
          : "OK",
      "grpc.time_ms": attempt.milliseconds,
    })),
  );

const cronJobs = (world: World): string =>
  csv(
    ["started_at", "job", "exit_code", "seconds"],
    world.attempts.map((attempt) => [
      isoSeconds(attempt.at),
      pick(["sync", "backup"], attempt.draw),
      attempt.failed ? pick([1, 137], attempt.draw) : 0,
      attempt.milliseconds,
    ]),
  );

export const PLATFORMS: readonly Layout[] = [
  at("azure-portal-csv", "query_data.csv", azurePortal, {
    zone: "UTC",
    order: "mdy",
    failed: [failed("Success", "False"), { column: "ResultCode", atLeast: 500 }],
  }),
  at("azure-logs-api", "query.json", azureApi, {
    failed: [failed("Success", "false"), { column: "ResultCode", atLeast: 500 }],
  }),
  at("datadog-logs-csv", "extract-logs.csv", datadogLogs, {
    failed: [failed("Status", "error"), { column: "@http.status_code", atLeast: 500 }],
  }),
  at("splunk-events", "search.csv", splunkEvents, { failed: [{ column: "status", atLeast: 500 }] }),
  at("newrelic-events", "events.json", newRelicEvents, {
    failed: [failed("error", "true"), { column: "httpResponseCode", atLeast: 500 }],
  }),
  at("sentry-discover", "discover.csv", sentry, {
    failed: [failed("transaction.status", "internal_error", "unavailable")],
  }),
  at("zeek-http", "http.log", zeek, { failed: [{ column: "status_code", atLeast: 500 }] }),
  at("zabbix-history", "history.json", zabbix, { failed: [failed("value", "0")] }),
  at("nagios-perfdata", "service-perfdata", nagios, { failed: [failed("SERVICESTATE", "CRITICAL")] }),
  at("pingdom-results", "results.json", pingdom, {
    failed: [failed("status", "down"), failed("statusdesc", "Timeout (> 30s)")],
  }),
  at("uptime-kuma", "heartbeat.csv", uptimeKuma, { zone: "UTC", failed: [failed("status", "0")] }),
  at("ping-timestamps", "ping.log", pingLog, {
    failed: [
      failed("result", "no answer"),
      failed("answered", "false"),
      failed("ok", "false"),
      failed("status", "no answer yet"),
    ],
  }),
  at("home-line-probe", "line.csv", homeLine, {
    zone: "Europe/Vienna",
    failed: [failed("ok", "0"), failed("error", "timeout")],
  }),
  {
    name: "speedtest-cli",
    truth: "gauge",
    stepMinutes: 5,
    plan: { hours: 24, stepMinutes: 5, perMinute: 1 },
    facts: {},
    files: (world) => one("speedtest.csv", speedTest(world)),
  },
  {
    ...at("github-runs", "runs.csv", workflowRuns, {
      failed: [failed("conclusion", "failure")],
      other: { time: ["createdAt"] },
    }),
    plan: { perMinute: 4 },
  },
  at("jenkins-builds", "api.json", jenkins, { failed: [failed("result", "FAILURE")] }),
  at("rest-array", "orders.json", restArray, { failed: [failed("state", "declined")] }),
  at("grpc-json-lines", "grpc.jsonl", grpc, { failed: [failed("grpc.code", "Unavailable", "DeadlineExceeded")] }),
  at("cron-exit-codes", "jobs.csv", cronJobs, { failed: [failed("exit_code", "1", "137")] }),
];
