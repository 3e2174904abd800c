import { iso, isoSeconds, sql, stamp } from "../clock.js";
import { type Layout, one, type Written } from "../layout.js";
import { csv, lines, quotedCsv } from "../text.js";
import { MINUTE, type Minute, type World } from "../world.js";

/** Requests that a minute's success and failure are split into, as a gateway counts classes of status. */
function classes({ attempts, failures, at }: Minute): { ok: number; moved: number; missing: number; failed: number } {
  const missing = Math.min(attempts - failures, (at / MINUTE) % 3);
  const moved = Math.min(attempts - failures - missing, (at / MINUTE) % 5);
  return { ok: attempts - failures - missing - moved, moved, missing, failed: failures };
}

const COUNTS = { failures: ["errors", "Errors", "failures"], attempts: ["requests", "Requests", "attempts"] };
type Body = (world: World) => readonly Written[];
const counted = (name: string, files: Body, facts: Layout["facts"] = COUNTS): Layout => ({
  name,
  truth: "minutes",
  facts,
  files,
});

function prometheusRange(world: World): string {
  const series = (code: string, value: (minute: Minute) => number): unknown => ({
    metric: { __name__: "http_requests", code, job: "shop" },
    values: world.minutes.map((minute) => [minute.at / 1000, String(value(minute))]),
  });
  const result = [
    series("200", (minute) => classes(minute).ok),
    series("302", (minute) => classes(minute).moved),
    series("404", (minute) => classes(minute).missing),
    series("503", (minute) => classes(minute).failed),
  ];
  return JSON.stringify({ status: "success", data: { resultType: "matrix", result } });
}

/** One query a file, as `curl …/query_range` leaves them. */
function prometheusPair(world: World): readonly Written[] {
  const answer = (value: (minute: Minute) => number): string =>
    JSON.stringify({
      status: "success",
      data: {
        resultType: "matrix",
        result: [{ metric: {}, values: world.minutes.map((minute) => [minute.at / 1000, String(value(minute))]) }],
      },
    });
  return [
    { path: "errors.json", bytes: answer(({ failures }) => failures) },
    { path: "requests.json", bytes: answer(({ attempts }) => attempts) },
  ];
}

/** Running totals of two labels, as `promtool tsdb dump-openmetrics` writes them. */
function openMetrics(world: World): string {
  const series = (code: string, value: (minute: Minute) => number): string[] => {
    let total = 4711;
    const start = `http_requests_total{code="${code}",instance="10.0.0.8:9090",job="shop"} ${total} ${(world.from / 1000).toFixed(3)}`;
    return [
      start,
      ...world.minutes.map((minute) => {
        total += value(minute);
        return `http_requests_total{code="${code}",instance="10.0.0.8:9090",job="shop"} ${total} ${((minute.at + MINUTE) / 1000).toFixed(3)}`;
      }),
    ];
  };
  return lines([
    "# HELP http_requests_total Requests served.",
    "# TYPE http_requests_total counter",
    ...series("200", ({ attempts, failures }) => attempts - failures),
    ...series("503", ({ failures }) => failures),
    "# EOF",
  ]);
}

function blackbox(world: World): string {
  const values = world.attempts.map(({ at, failed }) => [Math.floor(at / 1000), failed ? "0" : "1"]);
  const metric = { __name__: "probe_success", instance: "https://shop.example", job: "blackbox" };
  return JSON.stringify({ status: "success", data: { resultType: "matrix", result: [{ metric, values }] } });
}

/** A metric of errors has points only in minutes with an error; newest first. */
function cloudwatch(world: World): string {
  const newest = [...world.minutes].reverse();
  const failing = newest.filter(({ failures }) => failures > 0);
  const series = (
    id: string,
    label: string,
    minutes: readonly Minute[],
    value: (minute: Minute) => number,
  ): unknown => ({
    Id: id,
    Label: label,
    Timestamps: minutes.map(({ at }) => isoSeconds(at).replace("Z", "+00:00")),
    Values: minutes.map(value),
    StatusCode: "Complete",
  });
  return JSON.stringify(
    {
      MetricDataResults: [
        series("errors", "HTTPCode_Target_5XX_Count", failing, ({ failures }) => failures),
        series("requests", "RequestCount", newest, ({ attempts }) => attempts),
      ],
      Messages: [],
    },
    null,
    4,
  );
}

const logsInsights = (world: World): string =>
  csv(
    ["bin(1m)", "requests", "errors"],
    world.minutes.map(({ at, attempts, failures }) => [`${sql(at)}.000`, attempts, failures]),
  );

function googleMonitoring(world: World): string {
  const series = (code: string, value: (minute: Minute) => number): unknown => ({
    metric: { labels: { response_code_class: code }, type: "loadbalancing.googleapis.com/https/request_count" },
    resource: { type: "https_lb_rule", labels: { project_id: "shop", url_map_name: "shop" } },
    metricKind: "DELTA",
    valueType: "INT64",
    points: [...world.minutes].reverse().map((minute) => ({
      interval: { startTime: isoSeconds(minute.at), endTime: isoSeconds(minute.at + MINUTE) },
      value: { int64Value: String(value(minute)) },
    })),
  });
  return JSON.stringify({
    timeSeries: [
      series("200", ({ attempts, failures }) => attempts - failures),
      series("500", ({ failures }) => failures),
    ],
    unit: "1",
  });
}

function influx(world: World): string {
  const table = (index: number, field: string, value: (minute: Minute) => number): string[] => [
    "#group,false,false,true,true,false,false,true,true,true",
    "#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,long,string,string,string",
    "#default,mean,,,,,,,,",
    ",result,table,_start,_stop,_time,_value,_field,_measurement,host",
    ...world.minutes.map(
      (minute) =>
        `,,${index},${isoSeconds(world.from)},${isoSeconds(world.to)},${isoSeconds(minute.at)},${value(minute)},${field},http,web1`,
    ),
    "",
  ];
  return [...table(0, "errors", ({ failures }) => failures), ...table(1, "requests", ({ attempts }) => attempts)].join(
    "\r\n",
  );
}

const graphite = (world: World): string =>
  JSON.stringify([
    {
      target: "stats.shop.requests",
      tags: { name: "stats.shop.requests" },
      datapoints: world.minutes.map(({ at, attempts }) => [attempts, at / 1000]),
    },
    {
      target: "stats.shop.errors",
      tags: { name: "stats.shop.errors" },
      datapoints: world.minutes.map(({ at, failures }) => [failures === 0 ? null : failures, at / 1000]),
    },
  ]);

const grafanaJoined = (world: World): string =>
  quotedCsv(
    ["Time", "Requests", "Errors"],
    world.minutes.map(({ at, attempts, failures }) => [sql(at, "Europe/Berlin"), attempts, failures]),
  );

const grafanaByStatus = (world: World): string =>
  quotedCsv(
    ["Time", "200", "302", "404", "503"],
    world.minutes.map((minute) => {
      const { ok, moved, missing, failed } = classes(minute);
      return [sql(minute.at), ok, moved, missing, failed === 0 ? "" : failed];
    }),
  );

function grafanaLong(world: World): string {
  const rows = ["200", "503"].flatMap((status) =>
    world.minutes.map((minute) => [
      minute.at,
      status,
      status === "200" ? minute.attempts - minute.failures : minute.failures,
    ]),
  );
  return quotedCsv(["Time", "status", "Value"], rows);
}

/** "Formatted data" is switched on: numbers carry the panel's unit. */
const grafanaUnits = (world: World): string =>
  quotedCsv(
    ["Time", "requests", "errors"],
    world.minutes.map(({ at, attempts, failures }) => [sql(at), `${attempts} req/min`, `${failures} req/min`]),
  );

/** Excel of a German reader: `sep=`, semicolons, dots in thousands. */
function grafanaGerman(world: World): string {
  const german = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ".");
  return `\uFEFFsep=;\r\n"Zeit";"Anfragen";"Fehler"\r\n${world.minutes.map(({ at, attempts, failures }) => `${stamp(at, "DD.MM.YYYY hh:mm:ss", "Europe/Berlin")};${german(attempts * 11)};${german(failures * 11)}`).join("\r\n")}\r\n`;
}

function grafanaPair(world: World): readonly Written[] {
  const panel = (name: string, value: (minute: Minute) => number): string =>
    quotedCsv(
      ["Time", name],
      world.minutes.map((minute) => [sql(minute.at), value(minute)]),
    );
  return [
    { path: "errors-data-2026-03-12.csv", bytes: panel("Value", ({ failures }) => failures) },
    { path: "requests-data-2026-03-12.csv", bytes: panel("Value", ({ attempts }) => attempts) },
  ];
}

const splunkTimechart = (world: World): string =>
  quotedCsv(
    ["_time", "200", "404", "503", "_span"],
    world.minutes.map((minute) => {
      const { ok, moved, missing, failed } = classes(minute);
      return [stamp(minute.at, "YYYY-MM-DDThh:mm:ss.SSSzzzz", "Europe/Paris"), ok + moved, missing, failed, 60];
    }),
  );

const newRelic = (world: World): string =>
  csv(
    ["Begin time", "End time", "Transactions", "Errors"],
    world.minutes.map(({ at, attempts, failures }) => [isoSeconds(at), isoSeconds(at + MINUTE), attempts, failures]),
  );

const datadogMetric = (world: World): string =>
  csv(
    [
      "timestamp",
      "sum:trace.http.request.hits{env:prod}.as_count()",
      "sum:trace.http.request.errors{env:prod}.as_count()",
    ],
    world.minutes.map(({ at, attempts, failures }) => [iso(at), attempts, failures]),
  );

/** Clicked together from one API Gateway: classes of status as columns. */
const statusClasses = (world: World): string =>
  csv(
    ["time", "2xx", "3xx", "4xx", "5xx"],
    world.minutes.map((minute) => {
      const { ok, moved, missing, failed } = classes(minute);
      return [isoSeconds(minute.at), ok, moved, missing, failed];
    }),
  );

const byClass = {
  failures: ["5xx", "503"],
  attempts: [
    "2xx + 3xx + 4xx + 5xx",
    '"2xx" + "3xx" + "4xx" + "5xx"',
    "200 + 302 + 404 + 503",
    '"200" + "302" + "404" + "503"',
    '"200" + "404" + "503"',
  ],
  other: { codes: ["503"] },
};
const bySeries = {
  failed: [
    { column: "code", values: ["503"] },
    { column: "status", values: ["503"] },
    { column: "response_code_class", values: ["500"] },
  ],
  failures: ["503", "500", "5xx", "errors"],
  attempts: ["200", "all", "sum", "requests"],
};

export const METRICS: readonly Layout[] = [
  counted("prometheus-query-range", (world) => one("query_range.json", prometheusRange(world)), bySeries),
  counted("prometheus-two-files", prometheusPair, {
    failures: ["errors.json", "errors"],
    attempts: ["requests.json", "requests"],
  }),
  counted("openmetrics-dump", (world) => one("http_requests_total.txt", openMetrics(world)), bySeries),
  {
    name: "blackbox-probe-success",
    facts: {
      failed: [
        { column: "value", values: ["0"] },
        { column: "probe_success", values: ["0"] },
      ],
    },
    files: (world) => one("probe_success.json", blackbox(world)),
  },
  counted("cloudwatch-metric-data", (world) => one("metric-data.json", cloudwatch(world)), {
    failures: ["HTTPCode_Target_5XX_Count"],
    attempts: ["RequestCount"],
  }),
  counted("cloudwatch-logs-insights", (world) => one("logs-insights-results.csv", logsInsights(world)), {
    ...COUNTS,
    zone: "UTC",
  }),
  counted("google-monitoring", (world) => one("timeseries.json", googleMonitoring(world)), bySeries),
  counted("influx-annotated", (world) => one("2026-03-12_influxdb_data.csv", influx(world))),
  counted("graphite-render", (world) => one("render.json", graphite(world)), {
    failures: ["stats.shop.errors"],
    attempts: ["stats.shop.requests"],
  }),
  counted("grafana-joined", (world) => one("Requests-data-as-joinbyfield-2026-03-12.csv", grafanaJoined(world)), {
    ...COUNTS,
    zone: "Europe/Berlin",
  }),
  counted("grafana-by-status", (world) => one("Requests by status-data.csv", grafanaByStatus(world)), {
    ...byClass,
    zone: "UTC",
  }),
  counted("grafana-long-labels", (world) => one("panel-long.csv", grafanaLong(world)), { ...bySeries, zone: "UTC" }),
  counted("grafana-with-units", (world) => one("panel-formatted.csv", grafanaUnits(world)), { ...COUNTS, zone: "UTC" }),
  {
    name: "grafana-german",
    plan: { start: "2026-03-24T08:00:00Z" },
    truth: (world) => ({
      stepMinutes: 1,
      count: (from, to) => {
        const inside = world.minutes.filter(({ at }) => at >= from && at < to);
        return {
          failures: 11 * inside.reduce((sum, row) => sum + row.failures, 0),
          attempts: 11 * inside.reduce((sum, row) => sum + row.attempts, 0),
        };
      },
    }),
    facts: { zone: "Europe/Berlin", order: "dmy", decimal: ",", failures: ["Fehler"], attempts: ["Anfragen"] },
    files: (world) => one("Anfragen-data-2026-03-24.csv", grafanaGerman(world)),
  },
  counted("grafana-two-panels", grafanaPair, {
    zone: "UTC",
    failures: ["errors-data-2026-03-12.csv", "errors"],
    attempts: ["requests-data-2026-03-12.csv", "requests"],
  }),
  counted("splunk-timechart", (world) => one("1773302400_4711.csv", splunkTimechart(world)), byClass),
  counted("newrelic-timeseries", (world) => one("nrql.csv", newRelic(world)), {
    failures: ["Errors"],
    attempts: ["Transactions"],
  }),
  counted("datadog-metric-csv", (world) => one("extract-2026-03-12.csv", datadogMetric(world)), {
    failures: ["sum:trace.http.request.errors{env:prod}.as_count()", "errors"],
    attempts: ["sum:trace.http.request.hits{env:prod}.as_count()", "hits"],
  }),
  counted("status-class-columns", (world) => one("gateway.csv", statusClasses(world)), byClass),
];
