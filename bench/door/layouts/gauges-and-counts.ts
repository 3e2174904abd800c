import { iso, isoSeconds, sql, stamp } from "../clock.js";
import { type Facts, type Layout, one } from "../layout.js";
import { csv, jsonLines, lines } from "../text.js";
import { MINUTE, type World } from "../world.js";

const counted = (
  name: string,
  path: string,
  body: (world: World) => string | Uint8Array,
  facts: Facts = {},
): Layout => ({
  name,
  truth: "minutes",
  facts: { failures: ["errors"], attempts: ["requests"], ...facts },
  files: (world) => one(path, body(world)),
});

const seconds = (at: number): number => Math.floor(at / 1000);
/** 1234567 as 1.234.567. */
const dotted = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, ".");

function resettingCounters(world: World): string {
  const series = ["10.0.0.1:9100", "10.0.0.2:9100"].flatMap((instance, place) =>
    (["200", "500"] as const).map((code) => {
      let total = 40_000 * (place + 1);
      const values = world.minutes.map(({ at, attempts, failures }, index) => {
        const half = (value: number): number => (place === 0 ? Math.floor(value / 2) : value - Math.floor(value / 2));
        const added = half(code === "500" ? failures : attempts - failures);
        if (place === 0 && index === 60) total = 0;
        total += added;
        return [seconds(at) + 60, String(total)];
      });
      const first = [seconds(world.from), String(40_000 * (place + 1))];
      return { metric: { __name__: "http_requests_total", code, instance, job: "cart" }, values: [first, ...values] };
    }),
  );
  return JSON.stringify({ status: "success", data: { resultType: "matrix", result: series } });
}

const buckets = (world: World): string =>
  JSON.stringify({
    took: 12,
    timed_out: false,
    hits: { total: { value: 10000, relation: "gte" }, max_score: null, hits: [] },
    aggregations: {
      per_minute: {
        buckets: world.minutes.map(({ at, attempts, failures }) => ({
          key_as_string: iso(at),
          key: at,
          doc_count: attempts,
          errors: { doc_count: failures },
        })),
      },
    },
  });

const datadogQuery = (world: World): string =>
  JSON.stringify({
    status: "ok",
    res_type: "time_series",
    from_date: world.from,
    to_date: world.to,
    series: [
      {
        metric: "trace.http.request.errors",
        scope: "service:cart",
        interval: 60,
        pointlist: world.minutes.map(({ at, failures }) => [at, failures]),
      },
      {
        metric: "trace.http.request.hits",
        scope: "service:cart",
        interval: 60,
        pointlist: world.minutes.map(({ at, attempts }) => [at, attempts]),
      },
    ],
  });

const dynatrace = (world: World): string =>
  JSON.stringify({
    totalCount: 2,
    nextPageKey: null,
    resolution: "1m",
    result: [
      ["builtin:service.errors.total.count", "failures"] as const,
      ["builtin:service.requestCount.total", "attempts"] as const,
    ].map(([metricId, key]) => ({
      metricId,
      data: [
        {
          dimensions: ["SERVICE-1"],
          timestamps: world.minutes.map(({ at }) => at),
          values: world.minutes.map((minute) => minute[key]),
        },
      ],
    })),
  });

const azureMetrics = (world: World): string =>
  JSON.stringify({
    cost: 0,
    timespan: `${isoSeconds(world.from)}/${isoSeconds(world.to)}`,
    interval: "PT1M",
    value: [["Http5xx", "failures"] as const, ["Requests", "attempts"] as const].map(([name, key]) => ({
      id: `/subscriptions/0/providers/Microsoft.Insights/metrics/${name}`,
      type: "Microsoft.Insights/metrics",
      name: { value: name, localizedValue: name },
      unit: "Count",
      timeseries: [
        {
          metadatavalues: [],
          data: world.minutes.map((minute) => ({ timeStamp: isoSeconds(minute.at), total: minute[key] })),
        },
      ],
    })),
  });

const rrdExport = (world: World): string =>
  JSON.stringify({
    about: "RRDtool graph JSON output",
    meta: { start: seconds(world.from), end: seconds(world.to), step: 60, legend: ["requests", "errors"] },
    data: world.minutes.map(({ attempts, failures }) => [attempts, failures]),
  });

function prtg(world: World): string {
  const time = (at: number): string => stamp(at, "M/D/YYYY h12:mm:ss AMPM");
  const rows = world.minutes.map(({ at, attempts, failures }) => [
    `${time(at)} - ${stamp(at + MINUTE, "h12:mm:ss AMPM")}`,
    `${attempts} #`,
    attempts,
    `${failures} #`,
    failures,
    "100 %",
    10_000,
  ]);
  const sum = (key: "attempts" | "failures"): number => world.minutes.reduce((total, minute) => total + minute[key], 0);
  return csv(
    ["Date Time", "Requests", "Requests(RAW)", "Errors", "Errors(RAW)", "Coverage", "Coverage(RAW)"],
    [
      ...rows,
      [
        `Sums (of ${rows.length} values)`,
        `${sum("attempts")} #`,
        sum("attempts"),
        `${sum("failures")} #`,
        sum("failures"),
        "",
        "",
      ],
      [`Averages (of ${rows.length} values)`, "118 #", 118.2, "7 #", 7.4, "100 %", 10_000],
    ],
  );
}

function transposed(world: World): string {
  const row = (name: string, value: (minute: World["minutes"][number]) => number): (string | number)[] => [
    name,
    ...world.minutes.map(value),
  ];
  return csv(
    ["Metric", ...world.minutes.map(({ at }) => sql(at).slice(0, 16))],
    [row("Requests", ({ attempts }) => attempts), row("Errors", ({ failures }) => failures)],
  );
}

function hourlySubtotals(world: World): string {
  const out: string[] = ["Time,Requests,Errors"];
  let attempts = 0;
  let failures = 0;
  for (const minute of world.minutes) {
    out.push(`${sql(minute.at)},${minute.attempts},${minute.failures}`);
    attempts += minute.attempts;
    failures += minute.failures;
    if ((minute.at + MINUTE) % 3_600_000 === 0) {
      out.push(`Subtotal ${stamp(minute.at, "hh")}h,${attempts},${failures}`);
      attempts = 0;
      failures = 0;
    }
  }
  return lines(out);
}

const utf16 = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

/** Metrics as stores and spreadsheets hand them out. */
export const COUNTED: readonly Layout[] = [
  counted("prometheus-counters-reset", "http_requests_total.json", resettingCounters),
  counted("elasticsearch-histogram", "aggregation.json", buckets, {
    failures: ["errors.doc_count", "errors"],
    attempts: ["doc_count"],
  }),
  counted("datadog-query-json", "query.json", datadogQuery, {
    failures: ["trace.http.request.errors"],
    attempts: ["trace.http.request.hits"],
  }),
  counted("dynatrace-query-json", "metrics.json", dynatrace, {
    failures: ["builtin:service.errors.total.count"],
    attempts: ["builtin:service.requestCount.total"],
  }),
  counted("azure-metrics-json", "metrics.json", azureMetrics, { failures: ["Http5xx"], attempts: ["Requests"] }),
  counted("rrdtool-xport-json", "xport.json", rrdExport),
  counted(
    "telegraf-json",
    "telegraf.out",
    (world) =>
      jsonLines(
        world.minutes.map(({ at, attempts, failures }) => ({
          fields: { requests: attempts, errors: failures, active: 4 },
          name: "nginx_shop",
          tags: { host: "web-1", port: "80" },
          timestamp: seconds(at),
        })),
      ),
    { failures: ["fields.errors"], attempts: ["fields.requests"] },
  ),
  counted("influx-line-protocol", "export.lp", (world) =>
    lines(
      world.minutes.map(
        ({ at, attempts, failures }) =>
          `http,host=web-1,region=eu requests=${attempts}i,errors=${failures}i,p95=0.21 ${at}000000`,
      ),
    ),
  ),
  {
    name: "collectd-csv",
    truth: "minutes",
    facts: { failures: ["errors"], attempts: ["requests"], outcome: "requests" },
    files: (world) => [
      {
        path: "web-1/http-errors-2026-03-12",
        bytes: `epoch,value\n${lines(world.minutes.map(({ at, failures }) => `${seconds(at)}.000,${failures}`))}`,
      },
      {
        path: "web-1/http-requests-2026-03-12",
        bytes: `epoch,value\n${lines(world.minutes.map(({ at, attempts }) => `${seconds(at)}.000,${attempts}`))}`,
      },
    ],
  },
  counted("prtg-historic-data", "Report HTTP.csv", prtg, {
    zone: "UTC",
    order: "mdy",
    failures: ["Errors(RAW)", "Errors"],
    attempts: ["Requests(RAW)", "Requests"],
  }),
  counted(
    "newrelic-nrql-csv",
    "nrql.csv",
    (world) =>
      csv(
        ["Begin time", "End time", "Errors", "Requests"],
        world.minutes.map(({ at, attempts, failures }) => [
          stamp(at, "MON DD, YYYY hh:mm AMPM").replace(
            / (\d\d):/,
            (_a, hour: string) => ` ${Number(hour) % 12 || 12}:`,
          ),
          stamp(at + MINUTE, "MON DD, YYYY hh:mm AMPM").replace(
            / (\d\d):/,
            (_a, hour: string) => ` ${Number(hour) % 12 || 12}:`,
          ),
          failures,
          attempts,
        ]),
      ),
    { zone: "UTC", failures: ["Errors"], attempts: ["Requests"] },
  ),
  counted(
    "honeycomb-groups",
    "honeycomb.csv",
    (world) =>
      csv(
        ["time", "error", "COUNT"],
        world.minutes.flatMap(({ at, attempts, failures }) => [
          [isoSeconds(at), "", attempts - failures],
          ...(failures > 0 ? [[isoSeconds(at), "true", failures]] : []),
        ]),
      ),
    { failed: [{ column: "error", values: ["true"] }] },
  ),
  counted(
    "good-and-total",
    "sli.csv",
    (world) =>
      csv(
        ["window_start", "good_events", "total_events"],
        world.minutes.map(({ at, attempts, failures }) => [isoSeconds(at), attempts - failures, attempts]),
      ),
    { failures: ["total_events - good_events"], attempts: ["total_events"] },
  ),
  counted(
    "sessions-crashed",
    "release-health.csv",
    (world) =>
      csv(
        ["timestamp", "sessions", "crashed_sessions", "users"],
        world.minutes.map(({ at, attempts, failures }) => [
          isoSeconds(at),
          attempts,
          failures,
          Math.ceil(attempts / 2),
        ]),
      ),
    { failures: ["crashed_sessions"], attempts: ["sessions"] },
  ),
  counted(
    "success-percent",
    "kpi.csv",
    (world) =>
      csv(
        ["Period", "Calls Offered", "Success Rate (%)"],
        world.minutes.map(({ at, attempts, failures }) => [
          sql(at).slice(0, 16),
          attempts,
          `${(100 * (1 - failures / attempts)).toFixed(2)}%`,
        ]),
      ),
    { zone: "UTC" },
  ),
  {
    ...counted(
      "german-spreadsheet",
      "Bericht.csv",
      (world) =>
        `sep=;\r\nZeitpunkt;Anfragen gesamt;davon fehlerhaft;Antwortzeit (ms)\r\n${world.minutes
          .map(
            ({ at, attempts, failures }) =>
              `${stamp(at, "DD.MM.YYYY hh:mm", "Europe/Berlin")};${dotted(attempts * 1000)};${dotted(failures * 1000)};${12 + (attempts % 7)},5`,
          )
          .join("\r\n")}\r\n`,
      { zone: "Europe/Berlin", failures: ["davon fehlerhaft"], attempts: ["Anfragen gesamt"], decimal: "," },
    ),
    truth: (world) => ({
      stepMinutes: 1,
      count(from, to) {
        const inside = world.minutes.filter(({ at }) => at >= from && at < to);
        const sum = (key: "failures" | "attempts"): number => 1000 * inside.reduce((all, one) => all + one[key], 0);
        return { failures: sum("failures"), attempts: sum("attempts") };
      },
    }),
  },
  counted(
    "unicode-text",
    "Mappe1.txt",
    (world) =>
      utf16(
        `Datum\tUhrzeit\tVersuche\tFehler\tQuote\r\n${world.minutes
          .map(
            ({ at, attempts, failures }) =>
              `${stamp(at, "DD.MM.YYYY\thh:mm", "Europe/Vienna")}\t${attempts}\t${failures}\t${((100 * failures) / attempts).toFixed(1).replace(".", ",")} %`,
          )
          .join("\r\n")}\r\n`,
      ),
    { zone: "Europe/Vienna", failures: ["Fehler"], attempts: ["Versuche"], decimal: "," },
  ),
  counted(
    "two-header-lines",
    "report.csv",
    (world) =>
      `,Requests,,Errors,\nTime,Count,Avg ms,Count,Avg ms\n${lines(
        world.minutes.map(({ at, attempts, failures }) => `${sql(at)},${attempts},12,${failures},40`),
      )}`,
    { zone: "UTC", failures: ["Errors Count", "Count_2", "Errors"], attempts: ["Requests Count", "Count", "Requests"] },
  ),
  counted(
    "total-row-at-end",
    "daily.csv",
    (world) =>
      `${csv(
        ["Time", "Requests", "Errors"],
        world.minutes.map(({ at, attempts, failures }) => [sql(at), attempts, failures]),
      )}Total,${world.minutes.reduce((sum, { attempts }) => sum + attempts, 0)},${world.minutes.reduce((sum, { failures }) => sum + failures, 0)}\n`,
    { zone: "UTC", failures: ["Errors"], attempts: ["Requests"] },
  ),
  counted("hourly-subtotals", "daily.csv", hourlySubtotals, {
    zone: "UTC",
    failures: ["Errors"],
    attempts: ["Requests"],
  }),
  counted("times-across", "pivot.csv", transposed, { zone: "UTC", failures: ["Errors"], attempts: ["Requests"] }),
  {
    ...counted(
      "new-york-spring",
      "minutes.csv",
      (world) =>
        csv(
          ["local_time", "requests", "errors"],
          world.minutes.map(({ at, attempts, failures }) => [sql(at, "America/New_York"), attempts, failures]),
        ),
      { zone: "America/New_York" },
    ),
    plan: { start: "2026-03-08T05:00:00Z" },
  },
  {
    name: "rates-per-second",
    truth: "gauge",
    facts: { failures: ["errors"], attempts: ["requests"] },
    files: (world) =>
      one(
        "Traffic-data-2026-03-12.csv",
        csv(
          ["Time", "requests", "errors"],
          world.minutes.map(({ at, attempts, failures }) => [
            at,
            (attempts / 60).toFixed(4),
            (failures / 60).toFixed(4),
          ]),
        ),
      ),
  },
  {
    name: "mysql-box-table",
    truth: "minutes",
    facts: { zone: "UTC", failures: ["errors"], attempts: ["requests"] },
    files: (world) => {
      const rule = "+---------------------+----------+--------+";
      const rows = world.minutes.map(
        ({ at, attempts, failures }) =>
          `| ${sql(at)} | ${String(attempts).padStart(8)} | ${String(failures).padStart(6)} |`,
      );
      return one(
        "query.txt",
        lines([rule, "| minute              | requests | errors |", rule, ...rows, rule, "240 rows in set (0.02 sec)"]),
      );
    },
  },
  counted(
    "markdown-table",
    "table.md",
    (world) =>
      lines([
        "| Time (UTC) | Requests | Errors |",
        "|:-----------|---------:|-------:|",
        ...world.minutes.map(({ at, attempts, failures }) => `| ${sql(at)} | ${attempts} | ${failures} |`),
      ]),
    { failures: ["Errors"], attempts: ["Requests"] },
  ),
  counted(
    "html-table-named-xls",
    "report.xls",
    (world) =>
      `<html><head><meta charset="utf-8"></head><body><table border="1"><tr><th>Time</th><th>Requests</th><th>Errors</th></tr>\n${world.minutes
        .map(({ at, attempts, failures }) => `<tr><td>${sql(at)}</td><td>${attempts}</td><td>${failures}</td></tr>`)
        .join("\n")}\n</table></body></html>`,
    { zone: "UTC", failures: ["Errors"], attempts: ["Requests"] },
  ),
];
