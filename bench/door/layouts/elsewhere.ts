import { clf, iso, isoSeconds, sql, stamp } from "../clock.js";
import { exported, type Facts, failed, type Layout, one } from "../layout.js";
import { address, csv, hex, jsonLines, lines, quotedCsv, uuid } from "../text.js";
import type { World } from "../world.js";
import { statusOf } from "./web-logs.js";

const _seconds = (at: number): number => Math.floor(at / 1000);
const counted = (name: string, path: string, body: (world: World) => string, facts: Facts): Layout => ({
  name,
  truth: "minutes",
  facts,
  files: (world) => one(path, body(world)),
});

const teamsPstn = (world: World): string =>
  csv(
    [
      "Correlation ID",
      "SIP Call ID",
      "User ID",
      "UPN",
      "Country code",
      "Call Type",
      "Invite Time (UTC)",
      "Start Time (UTC)",
      "Failure Time (UTC)",
      "End Time (UTC)",
      "Duration (s)",
      "Success",
      "Azure region for Media",
      "Final SIP code",
      "Final Microsoft subcode",
      "Final SIP code phrase",
    ],
    world.attempts.map((attempt) => {
      const at = (plus: number): string => `${stamp(attempt.at + plus, "YYYY-MM-DD hh:mm:ss.SSS")}0000`;
      const down = attempt.failed;
      return [
        uuid(attempt.index),
        hex(attempt.index),
        uuid(7),
        "a@shop.example",
        "DE",
        "ByotOut",
        at(0),
        down ? "" : at(3000),
        down ? at(900) : "",
        at(60_000),
        down ? 0 : 57,
        down ? "No" : "Yes",
        "EUWE",
        down ? 503 : 0,
        down ? 560503 : 0,
        down ? "Service Unavailable" : "BYE",
      ];
    }),
  );

const zoomPhone = (world: World): string =>
  csv(
    ["Call ID", "Caller Number", "Callee Number", "Direction", "Duration", "Call Result", "Date Time", "Site"],
    [...world.attempts]
      .reverse()
      .map((attempt) => [
        73_000_000 + attempt.index,
        "'+13035550100",
        `'+1303555${String(attempt.index % 10000).padStart(4, "0")}`,
        "Outbound",
        attempt.failed ? "00:00:00" : "00:01:12",
        attempt.failed ? "Call failed" : attempt.draw < 0.1 ? "No Answer" : "Call connected",
        stamp(attempt.at, "MON DD, YYYY hh:mm:ss AMPM", "America/Denver").replace(
          / (\d\d):/,
          (_all, hour: string) => ` ${String(Number(hour) % 12 || 12).padStart(2, "0")}:`,
        ),
        "Main Site",
      ]),
  );

const ringCentral = (world: World): string =>
  quotedCsv(
    [
      "Type",
      "Direction",
      "From",
      "To",
      "Extension",
      "Forwarded To",
      "Name",
      "Date",
      "Time",
      "Action",
      "Action Result",
      "Result Description",
      "Duration",
    ],
    [...world.attempts]
      .reverse()
      .map((attempt) => [
        "Voice",
        "Outgoing",
        "(303) 555-0100",
        `(303) 555-${String(attempt.index % 10000).padStart(4, "0")}`,
        "101 - Desk",
        "",
        "",
        `${stamp(attempt.at, "DOW MM/DD/YYYY")}`,
        stamp(attempt.at, "h12:mm AMPM"),
        "VoIP Call",
        attempt.failed ? "Call Failed" : attempt.draw < 0.1 ? "No Answer" : "Call connected",
        attempt.failed ? "The call could not be completed." : "",
        attempt.failed ? "0:00:00" : "0:01:12",
      ]),
  );

/** Job history of SQL Server: date and time of day as whole numbers, 83005 for half past eight. */
const sqlAgent = (world: World): string =>
  csv(
    ["instance_id", "job_name", "step_id", "run_status", "run_date", "run_time", "run_duration", "message"],
    world.attempts.map((attempt) => [
      900 + attempt.index,
      "orders",
      0,
      attempt.failed ? 0 : 1,
      stamp(attempt.at, "YYYYMMDD").replace(/\D/g, "").slice(0, 8),
      Number(stamp(attempt.at, "hhmmss")),
      3,
      attempt.failed ? "The job failed." : "The job succeeded.",
    ]),
  );

const windowsEvents = (world: World): string =>
  csv(
    ["Level", "Date and Time", "Source", "Event ID", "Task Category"],
    [...world.attempts]
      .reverse()
      .map((attempt) => [
        attempt.failed ? "Error" : "Information",
        stamp(attempt.at, "M/D/YYYY h12:mm:ss AMPM"),
        "OrderService",
        attempt.failed ? 1026 : 1000,
        "None",
      ]),
  );

const victoria = (world: World): string =>
  jsonLines(
    ["200", "503"].map((code) => ({
      metric: { __name__: "http_requests", code, job: "shop" },
      values: world.minutes.map(({ attempts, failures }) => (code === "200" ? attempts - failures : failures)),
      timestamps: world.minutes.map(({ at }) => at),
    })),
  );

const influxQl = (world: World): string =>
  JSON.stringify({
    results: [
      {
        statement_id: 0,
        series: [
          {
            name: "http",
            columns: ["time", "errors", "requests"],
            values: world.minutes.map(({ at, attempts, failures }) => [isoSeconds(at), failures, attempts]),
          },
        ],
      },
    ],
  });

const openTsdb = (world: World): string =>
  JSON.stringify(
    (["errors", "requests"] as const).map((name) => ({
      metric: `shop.${name}`,
      tags: { host: "web1" },
      aggregateTags: [],
      dps: Object.fromEntries(
        world.minutes.map(({ at, attempts, failures }) => [String(at / 1000), name === "errors" ? failures : attempts]),
      ),
    })),
  );

/** Graphite's CSV: target, time and value a line, and no header. */
const graphiteCsv = (world: World): string =>
  lines(
    (["errors", "requests"] as const).flatMap((name) =>
      world.minutes.map(
        ({ at, attempts, failures }) => `stats.shop.${name},${sql(at)},${name === "errors" ? failures : attempts}.0`,
      ),
    ),
  );

const rrdFetch = (world: World): string =>
  `                      requests              errors\n\n${world.minutes.map(({ at, attempts, failures }) => `${at / 1000 + 60}: ${attempts.toExponential(10)} ${failures.toExponential(10)}`).join("\n")}\n`;

const sumoLogic = (world: World): string =>
  quotedCsv(
    ["_timeslice", "status_code", "_count"],
    world.minutes.flatMap(({ at, attempts, failures }) => [
      [String(at), "200", attempts - failures],
      ...(failures > 0 ? [[String(at), "503", failures]] : []),
    ]),
  );

const bigQuery = (world: World): string =>
  csv(
    ["ts", "order_id", "status"],
    world.attempts.map((attempt) => [
      `${stamp(attempt.at, "YYYY-MM-DD hh:mm:ss.SSS")}000 UTC`,
      uuid(attempt.index),
      attempt.failed ? "ERROR" : "OK",
    ]),
  );

const metabase = (world: World): string =>
  csv(
    ["Created At: Minute", "Count", "Failed"],
    world.minutes.map(({ at, attempts, failures }) => [
      `${stamp(at, "MON D, YYYY").replace("Mar", "March")}, ${stamp(at, "h12:mm AMPM")}`,
      attempts,
      failures,
    ]),
  );

function artillery(world: World): string {
  return JSON.stringify({
    aggregate: { counters: { "http.requests": 1 } },
    intermediate: world.minutes.map(({ at, attempts, failures }) => ({
      counters: {
        "http.requests": attempts,
        "http.codes.200": attempts - failures,
        ...(failures > 0 ? { "http.codes.503": failures, "vusers.failed": failures } : {}),
      },
      rates: { "http.request_rate": 2 },
      firstCounterAt: at + 120,
      period: String(at),
      summaries: { "http.response_time": { min: 8, max: 66, p95: 51 } },
    })),
  });
}

const vegetaJson = (world: World): string =>
  jsonLines(
    world.attempts.map((attempt) => ({
      attack: "",
      seq: attempt.index,
      code: attempt.failed ? 0 : 200,
      timestamp: `${stamp(attempt.at, "YYYY-MM-DDThh:mm:ss.SSS")}123456+01:00`.replace(
        /T(\d\d)/,
        (_all, hour: string) => `T${String(Number(hour) + 1).padStart(2, "0")}`,
      ),
      latency: attempt.milliseconds * 1_000_000,
      bytes_out: 0,
      bytes_in: 512,
      error: attempt.failed ? "Get: dial tcp: i/o timeout" : "",
      body: null,
      method: "GET",
      url: "https://shop.example/",
      headers: null,
    })),
  );

const fluentd = (world: World): string =>
  lines(
    world.attempts.map(
      (attempt) =>
        `${isoSeconds(attempt.at).replace("Z", "+00:00")}\tshop.access\t${JSON.stringify({ path: "/cart", code: statusOf(attempt), size: 512 })}`,
    ),
  );

const papertrail = (world: World): string =>
  lines(
    world.attempts.map((attempt) =>
      [
        7_711_561_783_320_576 + attempt.index,
        isoSeconds(attempt.at),
        isoSeconds(attempt.at),
        2_788_842,
        "web1",
        "203.0.113.9",
        "User",
        attempt.failed ? "Error" : "Info",
        "shop",
        attempt.failed ? "order not placed" : "order placed",
      ].join("\t"),
    ),
  );

const kubectl = (world: World): string =>
  lines(
    world.attempts.map(
      (attempt) =>
        `${iso(attempt.at).replace("Z", "123456Z")} ${JSON.stringify({ level: attempt.failed ? "error" : "info", msg: "request", status: statusOf(attempt) })}`,
    ),
  );

const podPrefix = (world: World): string =>
  lines(
    world.attempts.map(
      (attempt) =>
        `[pod/web-7d9/app] ${JSON.stringify({ ts: iso(attempt.at), level: attempt.failed ? "error" : "info", msg: "request", status: statusOf(attempt) })}`,
    ),
  );

const ingress = (world: World): string =>
  lines(
    world.attempts.map(
      (attempt) =>
        `${address(attempt.index)} - - [${clf(attempt.at)}] "GET /cart HTTP/1.1" ${statusOf(attempt)} 512 "-" "okhttp/4.12.0" 91 0.0${attempt.milliseconds} [shop-cart-80] [] 10.44.1.27:8080 512 0.0${attempt.milliseconds} ${statusOf(attempt)} ${hex(attempt.index)}`,
    ),
  );

const nginxTimed = (world: World): string =>
  lines(
    world.attempts.map(
      (attempt) =>
        `${address(attempt.index)} - - [${clf(attempt.at)}] "GET /cart HTTP/1.1" ${statusOf(attempt)} 512 "-" "okhttp/4.12.0" rt=0.0${attempt.milliseconds} uct="0.001" uht="0.0${attempt.milliseconds}" urt="0.0${attempt.milliseconds}"`,
    ),
  );

const gorouter = (world: World): string =>
  lines(
    world.attempts.map(
      (attempt) =>
        `shop.example - [${iso(attempt.at).replace("Z", "123456Z")}] "GET /cart HTTP/1.1" ${statusOf(attempt)} 0 67 "-" "okhttp/4.12.0" "${address(attempt.index)}:52314" "10.0.1.2:61001" x_forwarded_for:"${address(attempt.index)}" x_forwarded_proto:"https" vcap_request_id:"${uuid(attempt.index)}" response_time:0.0${attempt.milliseconds} app_id:"${uuid(3)}" app_index:"0"`,
    ),
  );

const apiGateway = (world: World): string =>
  jsonLines(
    world.attempts.map((attempt) => ({
      requestId: uuid(attempt.index),
      ip: address(attempt.index),
      requestTime: clf(attempt.at),
      httpMethod: "GET",
      routeKey: "GET /cart",
      status: String(attempt.failed ? 503 : 200),
      protocol: "HTTP/1.1",
      responseLength: "512",
    })),
  );

const cloudTrail = (world: World): string =>
  JSON.stringify({
    Records: world.attempts.map((attempt) => ({
      eventVersion: "1.10",
      eventTime: isoSeconds(attempt.at),
      eventSource: "dynamodb.amazonaws.com",
      eventName: "PutItem",
      awsRegion: "eu-central-1",
      sourceIPAddress: address(attempt.index),
      ...(attempt.failed
        ? { errorCode: "InternalServerError", errorMessage: "The request could not be processed" }
        : {}),
      requestID: hex(attempt.index),
      eventID: uuid(attempt.index),
      userIdentity: { type: "AssumedRole" },
    })),
  });

const fastly = (world: World): string =>
  lines(
    world.attempts.map(
      (attempt) =>
        `<134>${isoSeconds(attempt.at)} cache-fra19120 shop[52314]: ${JSON.stringify({ url: "/cart", status: statusOf(attempt), cache: "MISS" })}`,
    ),
  );

const checkly = (world: World): string =>
  JSON.stringify(
    [...world.attempts].reverse().map((attempt) => ({
      id: uuid(attempt.index),
      hasErrors: false,
      hasFailures: attempt.failed,
      runLocation: "eu-west-1",
      startedAt: iso(attempt.at),
      stoppedAt: iso(attempt.at + 900),
      responseTime: attempt.milliseconds,
      checkId: uuid(1),
      attempts: 1,
      isDegraded: false,
      overMaxResponseTime: false,
    })),
  );

const sendGrid = (world: World): string =>
  csv(
    ["processed", "message_id", "event", "subject", "from", "email", "reason", "attempt"],
    world.attempts.map((attempt) => [
      `${sql(attempt.at)}`,
      hex(attempt.index),
      attempt.failed ? "deferred" : "delivered",
      "Your order, shipped",
      "shop@shop.example",
      `u${attempt.index}@mail.example`,
      attempt.failed ? "451 Temporary local problem" : "",
      1,
    ]),
  );

const kong = (world: World): string =>
  jsonLines(
    world.attempts.map((attempt) => ({
      started_at: attempt.at,
      client_ip: address(attempt.index),
      request: { method: "GET", uri: "/cart", size: "91" },
      response: { status: attempt.failed ? 502 : 200, size: "512" },
      latencies: { request: attempt.milliseconds, kong: 1, proxy: attempt.failed ? -1 : attempt.milliseconds - 1 },
      service: { name: "cart" },
    })),
  );

const status = ["status", "code", "column5", "response.status", "message.status", "status_code"].map((column) => ({
  column,
  atLeast: 500,
}));
const facts: Facts = { zone: "UTC", failed: [...status, failed("level", "error", "ERROR")] };
const two: Facts = {
  zone: "UTC",
  failures: ["errors", "shop.errors", "stats.shop.errors", "Failed", "503"],
  attempts: ["requests", "shop.requests", "stats.shop.requests", "Count", "200"],
  failed: status,
};

export const ELSEWHERE: readonly Layout[] = [
  exported("teams-direct-routing", "DirectRouting.csv", teamsPstn, {
    zone: "UTC",
    failed: [failed("Success", "No"), { column: "Final SIP code", atLeast: 500 }],
    other: { time: ["Invite Time (UTC)"] },
  }),
  exported("zoom-phone", "call_logs.csv", zoomPhone, {
    zone: "America/Denver",
    failed: [failed("Call Result", "Call failed")],
  }),
  {
    ...exported("ringcentral", "calls.csv", ringCentral, {
      zone: "UTC",
      order: "mdy",
      failed: [failed("Action Result", "Call Failed")],
    }),
    plan: { start: "2026-03-24T08:00:00Z" },
  },
  exported("sql-agent-history", "history.csv", sqlAgent, { zone: "UTC", failed: [failed("run_status", "0")] }),
  exported("windows-event-log", "events.csv", windowsEvents, {
    zone: "UTC",
    order: "mdy",
    failed: [failed("Level", "Error")],
  }),
  counted("victoria-export", "export.jsonl", victoria, two),
  counted("influxql-json", "query.json", influxQl, two),
  counted("opentsdb", "query.json", openTsdb, two),
  counted("graphite-csv", "render.csv", graphiteCsv, two),
  counted("rrdtool-fetch", "fetch.txt", rrdFetch, two),
  counted("sumo-timeslice", "search-results.csv", sumoLogic, two),
  exported("bigquery-csv", "bq-results.csv", bigQuery, facts),
  counted("metabase-csv", "query_result.csv", metabase, two),
  counted("artillery-json", "report.json", artillery, {
    ...two,
    failures: ["counters.http.codes.503", "counters.vusers.failed"],
    attempts: ["counters.http.requests"],
  }),
  exported("vegeta-json", "results.json", vegetaJson, { failed: [failed("code", "0"), failed("error", "*")] }),
  exported("fluentd-file", "buffer.log", fluentd, facts),
  exported("papertrail-archive", "2026-03-12-08.tsv", papertrail, { failed: [failed("column8", "Error")] }),
  exported("kubectl-timestamps", "web.log", kubectl, facts),
  exported("kubectl-prefix", "web.log", podPrefix, facts),
  exported("nginx-ingress", "ingress.log", ingress, facts),
  exported("nginx-request-times", "access.log", nginxTimed, facts),
  exported("gorouter", "access.log", gorouter, facts),
  exported("api-gateway-json", "api.json", apiGateway, facts),
  exported("cloudtrail", "cloudtrail.json", cloudTrail, {
    failed: [failed("errorCode", "*"), failed("errorCode", "InternalServerError")],
  }),
  exported("fastly-syslog-json", "fastly.log", fastly, facts),
  exported("checkly-results", "results.json", checkly, { failed: [failed("hasFailures", "true")] }),
  exported("sendgrid-activity", "email_activity.csv", sendGrid, { zone: "UTC", failed: [failed("event", "deferred")] }),
  exported("kong-json", "kong.log", kong, facts),
];
