import { iso, isoSeconds, sql, stamp } from "../clock.js";
import { exported, failed, type Layout, one, type Written } from "../layout.js";
import { address, csv, hex, jsonLines, lines, pick, quotedCsv } from "../text.js";
import type { Minute, World } from "../world.js";
import { statusOf } from "./web-logs.js";

const newestFirst = (world: World) => [...world.attempts].reverse();
const counted = (name: string, files: (world: World) => readonly Written[], facts: Layout["facts"]): Layout => ({
  name,
  truth: "minutes",
  facts,
  files,
});

/** The console's "Download as .csv": names above, one row a period below, errors without a value where there were none. */
const cloudwatchConsole = (world: World): string =>
  csv(
    ["Label", "RequestCount", "HTTPCode_Target_5XX_Count"],
    [
      ["Id", "m1", "m2"],
      ["Namespace", "AWS/ApplicationELB", "AWS/ApplicationELB"],
      ["MetricName", "RequestCount", "HTTPCode_Target_5XX_Count"],
      ["Statistic", "Sum", "Sum"],
      ["Period", "60", "60"],
      ["Region", "eu-central-1", "eu-central-1"],
      ...world.minutes.map(({ at, attempts, failures }) => [
        stamp(at, "YYYY/MM/DD hh:mm:ss"),
        `${attempts}.0`,
        failures === 0 ? "" : `${failures}.0`,
      ]),
    ],
  );

/** `aws cloudwatch get-metric-statistics`: points in no order, one file a metric. */
function metricStatistics(world: World): readonly Written[] {
  const shuffled = world.minutes.map((minute, index) => ({ minute, place: (index * 7919) % world.minutes.length }));
  shuffled.sort((a, b) => a.place - b.place);
  const answer = (label: string, value: (minute: Minute) => number): string =>
    JSON.stringify(
      {
        Label: label,
        Datapoints: shuffled
          .filter(({ minute }) => value(minute) > 0)
          .map(({ minute }) => ({
            Timestamp: isoSeconds(minute.at).replace("Z", "+00:00"),
            Sum: value(minute),
            Unit: "Count",
          })),
      },
      null,
      4,
    );
  return [
    { path: "errors.json", bytes: answer("HTTPCode_Target_5XX_Count", ({ failures }) => failures) },
    { path: "requests.json", bytes: answer("RequestCount", ({ attempts }) => attempts) },
  ];
}

const filterLogEvents = (world: World): string =>
  JSON.stringify({
    events: world.attempts.map((attempt) => ({
      logStreamName: `2026/03/12/[$LATEST]${hex(1)}`,
      timestamp: attempt.at,
      message: `${JSON.stringify({ level: attempt.failed ? "ERROR" : "INFO", path: "/cart", status: attempt.failed ? 500 : 200 })}\n`,
      ingestionTime: attempt.at + 900,
      eventId: hex(attempt.index, 56),
    })),
    searchedLogStreams: [],
  });

const insightsMessages = (world: World): string =>
  csv(
    ["@timestamp", "@message", "@logStream"],
    newestFirst(world).map((attempt) => [
      `${sql(attempt.at)}.${String(attempt.at % 1000).padStart(3, "0")}`,
      JSON.stringify({ level: attempt.failed ? "ERROR" : "INFO", path: "/cart", status: attempt.failed ? 500 : 200 }),
      "shop/web/1",
    ]),
  );

/** A server access log of a bucket: times in brackets, the request in quotes. */
const s3Access = (world: World): string =>
  lines(
    world.attempts.map((attempt) => {
      const down = attempt.failed;
      return `${hex(1, 64)} shop-assets [${stamp(attempt.at, "DD/MON/YYYY:hh:mm:ss zzzz")}] ${address(attempt.index)} - ${hex(attempt.index, 16).toUpperCase()} REST.GET.OBJECT img/1.png "GET /img/1.png HTTP/1.1" ${down ? 503 : 200} ${down ? "SlowDown" : "-"} ${down ? 312 : 4096} ${down ? "-" : 4096} ${attempt.milliseconds} ${down ? "-" : 8} "-" "aws-sdk-go/1.44" - ${hex(attempt.index, 20)}= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader shop-assets.s3.eu-central-1.amazonaws.com TLSv1.2 - -`;
    }),
  );

const googleLogs = (world: World): string =>
  JSON.stringify(
    newestFirst(world).map((attempt) => ({
      httpRequest: {
        latency: `0.0${attempt.milliseconds}s`,
        remoteIp: address(attempt.index),
        requestMethod: "GET",
        requestUrl: "https://shop.example/cart",
        responseSize: "512",
        ...(attempt.failed ? { status: 502 } : { status: 200 }),
      },
      insertId: hex(attempt.index, 16),
      jsonPayload: { statusDetails: attempt.failed ? "failed_to_connect_to_backend" : "response_sent_by_backend" },
      logName: "projects/shop/logs/requests",
      receiveTimestamp: iso(attempt.at + 1500).replace("Z", "123456Z"),
      resource: { labels: { forwarding_rule_name: "shop" }, type: "http_load_balancer" },
      severity: attempt.failed ? "WARNING" : "INFO",
      timestamp: iso(attempt.at).replace("Z", "123456Z"),
    })),
    null,
    2,
  );

const cloudflare = (world: World): string =>
  jsonLines(
    world.attempts.map((attempt) => ({
      ClientIP: address(attempt.index),
      ClientRequestHost: "shop.example",
      ClientRequestMethod: "GET",
      ClientRequestURI: "/cart",
      EdgeEndTimestamp: isoSeconds(attempt.at + 1000),
      EdgeResponseBytes: 512,
      EdgeResponseStatus: attempt.failed ? pick([522, 520], attempt.draw) : statusOf(attempt),
      EdgeStartTimestamp: isoSeconds(attempt.at),
      OriginResponseStatus: attempt.failed ? 0 : statusOf(attempt),
      RayID: hex(attempt.index, 16),
    })),
  );

const frontDoor = (world: World): string =>
  jsonLines(
    world.attempts.map((attempt) => ({
      time: iso(attempt.at).replace("Z", "1234Z"),
      resourceId: "/SUBSCRIPTIONS/0F1E2D3C/RESOURCEGROUPS/SHOP/PROVIDERS/MICROSOFT.CDN/PROFILES/SHOP",
      category: "FrontDoorAccessLog",
      operationName: "Microsoft.Cdn/Profiles/AccessLog/Write",
      properties: {
        trackingReference: hex(attempt.index, 40),
        httpMethod: "GET",
        requestUri: "https://shop.example:443/cart",
        clientIp: address(attempt.index),
        timeTaken: `0.0${attempt.milliseconds}`,
        httpStatusCode: String(attempt.failed ? 503 : statusOf(attempt)),
        errorInfo: attempt.failed ? "OriginConnectionRefused" : "NoError",
      },
    })),
  );

/** A table of the console with the counts of each status, one row a minute and status. */
const splunkLong = (world: World): string =>
  quotedCsv(
    ["_time", "status", "count"],
    world.minutes.flatMap(({ at, attempts, failures }) => [
      [stamp(at, "YYYY-MM-DDThh:mm:ss.SSSzzzz"), "200", attempts - failures],
      ...(failures > 0 ? [[stamp(at, "YYYY-MM-DDThh:mm:ss.SSSzzzz"), "503", failures]] : []),
    ]),
  );

/** `promtool query range`: a series by its labels, then its values. */
const promtoolRange = (world: World): string =>
  lines([
    '{code="200", job="shop"} =>',
    ...world.minutes.map(({ at, attempts, failures }) => `${attempts - failures} @[${at / 1000}]`),
    '{code="503", job="shop"} =>',
    ...world.minutes.map(({ at, failures }) => `${failures} @[${at / 1000}]`),
  ]);

/** A panel joined by time whose columns are named by labels. */
const grafanaLabels = (world: World): string =>
  quotedCsv(
    ["Time", '{code="200", job="shop"}', '{code="503", job="shop"}'],
    world.minutes.map(({ at, attempts, failures }) => [sql(at), attempts - failures, failures === 0 ? "" : failures]),
  );

/** Formatted columns of a Lens table: thousands marked, one column a filter. */
const kibanaLens = (world: World): string =>
  quotedCsv(
    ["@timestamp per minute", "Count of records", "5xx"],
    world.minutes.map(({ at, attempts, failures }) => [
      stamp(at, "YYYY-MM-DD hh:mm"),
      String(attempts * 10).replace(/\B(?=(\d{3})+$)/g, ","),
      String(failures * 10).replace(/\B(?=(\d{3})+$)/g, ","),
    ]),
  );

const graylog = (world: World): string =>
  quotedCsv(
    ["timestamp", "source", "http_method", "http_response_code", "message"],
    newestFirst(world).map((attempt) => [
      iso(attempt.at),
      "web1",
      "GET",
      statusOf(attempt),
      `GET /cart ${statusOf(attempt)} "${attempt.failed ? "upstream, unavailable" : "ok"}"`,
    ]),
  );

const lokiLines = (world: World): string =>
  lines(
    world.attempts.map(
      (attempt) =>
        `${isoSeconds(attempt.at)} {app="cart", namespace="shop"} level=${attempt.failed ? "error" : "info"} msg="cart ${attempt.failed ? "not served" : "served"}" duration=${attempt.milliseconds}ms`,
    ),
  );

/** Spans as a collector's file exporter writes them. */
function otelTraces(world: World): string {
  return jsonLines(
    world.attempts.map((attempt) => ({
      resourceSpans: [
        {
          resource: { attributes: [{ key: "service.name", value: { stringValue: "cart" } }] },
          scopeSpans: [
            {
              scope: { name: "http" },
              spans: [
                {
                  traceId: hex(attempt.index),
                  spanId: hex(attempt.index, 16),
                  name: "GET /cart",
                  kind: 2,
                  startTimeUnixNano: `${attempt.at}000000`,
                  endTimeUnixNano: `${attempt.at + attempt.milliseconds}000000`,
                  attributes: [
                    { key: "http.response.status_code", value: { intValue: String(attempt.failed ? 503 : 200) } },
                  ],
                  status: attempt.failed ? { code: 2, message: "unavailable" } : {},
                },
              ],
            },
          ],
        },
      ],
    })),
  );
}

const jaeger = (world: World): string =>
  JSON.stringify({
    data: world.attempts.map((attempt) => ({
      traceID: hex(attempt.index),
      spans: [
        {
          traceID: hex(attempt.index),
          spanID: hex(attempt.index, 16),
          operationName: "GET /cart",
          references: [],
          startTime: attempt.at * 1000,
          duration: attempt.milliseconds * 1000,
          tags: [
            { key: "http.status_code", type: "int64", value: attempt.failed ? 503 : 200 },
            ...(attempt.failed ? [{ key: "error", type: "bool", value: true }] : []),
          ],
          logs: [],
          processID: "p1",
        },
      ],
      processes: { p1: { serviceName: "cart", tags: [] } },
    })),
    total: 0,
    limit: 0,
    offset: 0,
    errors: null,
  });

const tens = (world: World) => ({
  stepMinutes: 1,
  count: (from: number, to: number) => {
    const inside = world.minutes.filter(({ at }) => at >= from && at < to);
    return {
      failures: 10 * inside.reduce((sum, row) => sum + row.failures, 0),
      attempts: 10 * inside.reduce((sum, row) => sum + row.attempts, 0),
    };
  },
});

const status = [
  "status",
  "http_response_code",
  "column11",
  "EdgeResponseStatus",
  "properties.httpStatusCode",
  "httpRequest.status",
  "http.response.status_code",
  "tags.http.status_code",
  "http.status_code",
  "http_status",
].map((column) => ({ column, atLeast: 500 }));
const facts = {
  zone: "UTC",
  failed: [...status, failed("level", "ERROR", "error"), failed("status.code", "2"), failed("error", "true")],
};
const codes = {
  ...facts,
  failures: ["503", "5xx"],
  attempts: ["200 + 503", '"200" + "503"', "all", "sum", "Count of records"],
};

export const CLOUDS: readonly Layout[] = [
  counted("cloudwatch-console-csv", (world) => one("metrics.csv", cloudwatchConsole(world)), {
    zone: "UTC",
    failures: ["HTTPCode_Target_5XX_Count"],
    attempts: ["RequestCount"],
  }),
  counted("cloudwatch-metric-statistics", metricStatistics, {
    failures: ["errors.json", "errors"],
    attempts: ["requests.json", "requests"],
  }),
  exported("cloudwatch-filter-log-events", "events.json", filterLogEvents, facts),
  exported("cloudwatch-insights-messages", "logs-insights-results.csv", insightsMessages, facts),
  exported("s3-server-access", "2026-03-12-08-00-00-9F3A", s3Access, facts),
  exported("google-logging", "downloaded-logs.json", googleLogs, facts),
  exported("cloudflare-logpush", "20260312T080000Z.log", cloudflare, facts),
  exported("azure-front-door", "PT1H.json", frontDoor, facts),
  counted("splunk-stats-by-status", (world) => one("search.csv", splunkLong(world)), codes),
  counted("promtool-query-range", (world) => one("range.txt", promtoolRange(world)), codes),
  counted("grafana-label-columns", (world) => one("HTTP-data-as-joinbyfield.csv", grafanaLabels(world)), {
    ...codes,
    failures: ['{code="503", job="shop"}', "503"],
    attempts: ["200", '{code="200", job="shop"}'],
  }),
  { ...counted("kibana-lens-table", (world) => one("Requests.csv", kibanaLens(world)), codes), truth: tens },
  exported("graylog-csv", "graylog-search-result.csv", graylog, facts),
  exported("logcli-lines", "cart.log", lokiLines, facts),
  exported("otel-traces", "traces.jsonl", otelTraces, facts),
  exported("jaeger-traces", "traces.json", jaeger, facts),
];
