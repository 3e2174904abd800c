import { iso } from "../clock.js";
import { type Layout, one, type Written } from "../layout.js";
import { csv, jsonLines, lines, pick, uuid } from "../text.js";
import { MINUTE, type World } from "../world.js";

const REASONS = ["503", "502", "Non HTTP response code: java.net.SocketTimeoutException"] as const;

const JMETER_HEADER =
  "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect";

function jmeterCsv(world: World): string {
  const rows = world.attempts.map(({ at, failed, milliseconds, index, draw }) => {
    const code = failed ? pick(REASONS, draw) : "200";
    const message = failed
      ? code.startsWith("Non")
        ? "Non HTTP response message: Read timed out"
        : "Unavailable"
      : "OK";
    const thread = `Users 1-${1 + (index % 10)}`;
    const url = "https://shop.example/cart";
    return [
      at,
      milliseconds,
      pick(["home", "cart"], draw),
      code,
      message,
      thread,
      "text",
      !failed,
      "",
      512,
      120,
      10,
      10,
      url,
      milliseconds - 2,
      0,
      3,
    ].map(String);
  });
  return csv(JMETER_HEADER.split(","), rows);
}

function jmeterXml(world: World): string {
  const samples = world.attempts.map(({ at, failed, milliseconds, index, draw }) => {
    const code = failed ? pick(REASONS, draw) : "200";
    return `<httpSample t="${milliseconds}" it="0" lt="${milliseconds - 2}" ct="3" ts="${at}" s="${!failed}" lb="cart" rc="${code}" rm="${failed ? "Unavailable" : "OK"}" tn="Users 1-${1 + (index % 10)}" dt="text" by="512" sby="120" ng="10" na="10"/>`;
  });
  return lines(['<?xml version="1.0" encoding="UTF-8"?>', '<testResults version="1.2">', ...samples, "</testResults>"]);
}

const K6_HEADER =
  "metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata";
const K6_METRICS = [
  "http_reqs",
  "http_req_duration",
  "http_req_blocked",
  "http_req_connecting",
  "http_req_sending",
  "http_req_waiting",
  "http_req_receiving",
  "http_req_failed",
];

function k6Value(metric: string, failed: boolean, milliseconds: number): number {
  if (metric === "http_reqs") return 1;
  if (metric === "http_req_failed") return failed ? 1 : 0;
  return metric === "http_req_duration" || metric === "http_req_waiting" ? milliseconds : 0.4;
}

function k6Csv(world: World): string {
  const url = "https://shop.example/cart";
  const rows = world.attempts.flatMap(({ at, failed, milliseconds, index }) => {
    const second = Math.floor(at / 1000);
    const status = failed ? 503 : 200;
    const request = K6_METRICS.map((metric) =>
      [
        metric,
        second,
        k6Value(metric, failed, milliseconds).toFixed(6),
        "",
        "",
        failed ? 1503 : "",
        !failed,
        "",
        "GET",
        url,
        "HTTP/2.0",
        "default",
        "",
        status,
        "",
        "tls1.3",
        url,
        "",
        "",
      ].map(String),
    );
    const check = [
      "checks",
      second,
      failed ? "0.000000" : "1.000000",
      "status is 200",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "default",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
    ].map(String);
    const users = ["vus", second, "10.000000", ...Array<string>(16).fill("")].map(String);
    return index % 6 === 0 ? [...request, check, users] : [...request, check];
  });
  return csv(K6_HEADER.split(","), rows);
}

function k6Json(world: World): string {
  const declared = [...K6_METRICS, "vus"].map((name) => ({
    metric: name,
    type: "Metric",
    data: {
      name,
      type: name === "http_reqs" ? "counter" : "trend",
      contains: "default",
      thresholds: [],
      submetrics: null,
    },
  }));
  const points = world.attempts.flatMap(({ at, failed, milliseconds }) =>
    K6_METRICS.map((metric) => ({
      metric,
      type: "Point",
      data: {
        time: iso(at).replace("Z", "123+00:00"),
        value: k6Value(metric, failed, milliseconds),
        tags: {
          ...(failed ? { error_code: "1503" } : {}),
          expected_response: String(!failed),
          group: "",
          method: "GET",
          name: "https://shop.example/cart",
          proto: "HTTP/2.0",
          scenario: "default",
          status: failed ? "503" : "200",
          url: "https://shop.example/cart",
        },
      },
    })),
  );
  return jsonLines([...declared, ...points]);
}

const PERCENTILES = "50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%";

/** Locust writes a row every second with running totals, and two tables without times beside it. */
function locust(world: World): readonly Written[] {
  const header = `Timestamp,User Count,Type,Name,Requests/s,Failures/s,${PERCENTILES},Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size`;
  const rows: string[] = [];
  let requests = 0;
  let failures = 0;
  let next = 0;
  for (let at = world.from; at <= world.to; at += 5000) {
    for (let attempt = world.attempts[next]; attempt !== undefined && attempt.at < at; attempt = world.attempts[next]) {
      requests += 1;
      failures += attempt.failed ? 1 : 0;
      next += 1;
    }
    const percentiles =
      requests === 0
        ? Array<string>(11).fill("N/A")
        : ["21", "25", "28", "30", "38", "44", "51", "58", "66", "67", "67"];
    rows.push(
      [
        at / 1000,
        10,
        "",
        "Aggregated",
        "1.600000",
        failures === 0 ? "0.000000" : "0.200000",
        ...percentiles,
        requests,
        failures,
        21,
        "24.81",
        "8.1",
        "67.2",
        "512.0",
      ].join(","),
    );
  }
  const totals = `${requests},${failures}`;
  return [
    { path: "locust_stats_history.csv", bytes: lines([header, ...rows]) },
    {
      path: "locust_stats.csv",
      bytes: lines([
        `Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,${PERCENTILES}`,
        `GET,/cart,${totals},21,24.8,8.1,67.2,512,1.6,0.1,21,25,28,30,38,44,51,58,66,67,67`,
        `,Aggregated,${totals},21,24.8,8.1,67.2,512,1.6,0.1,21,25,28,30,38,44,51,58,66,67,67`,
      ]),
    },
    {
      path: "locust_failures.csv",
      bytes: lines([
        "Method,Name,Error,Occurrences",
        `GET,/cart,"HTTPError('503 Server Error: Service Unavailable for url: /cart')",${failures}`,
      ]),
    },
    { path: "locust_exceptions.csv", bytes: "Count,Message,Traceback,Nodes\n" },
  ];
}

function gatling(world: World): string {
  const rows = world.attempts.map(({ at, failed, milliseconds }) =>
    [
      "REQUEST",
      "",
      "cart",
      at,
      at + milliseconds,
      failed ? "KO" : "OK",
      failed ? "status.find.in(200,201,202), but actually found 503" : " ",
    ].join("\t"),
  );
  const users = world.attempts.slice(0, 10).map(({ at }) => ["USER", "Shoppers", "START", at].join("\t"));
  return lines([
    ["RUN", "shop.CartSimulation", "cartsimulation", world.from, " ", "3.9.5"].join("\t"),
    ...users,
    ...rows,
  ]);
}

function vegeta(world: World): string {
  return lines(
    world.attempts.map(({ at, failed, milliseconds, index, draw }) => {
      const code = failed ? pick([503, 0], draw) : 200;
      const error =
        code === 0
          ? 'Get ""https://shop.example/cart"": dial tcp: connection refused'
          : failed
            ? "503 Service Unavailable"
            : "";
      return [
        `${at}000123`,
        code,
        milliseconds * 1_000_000,
        0,
        failed ? 0 : 512,
        error === "" ? "" : `"${error}"`,
        "",
        "cart",
        index,
        "GET",
        "https://shop.example/cart",
        "",
      ].join(",");
    }),
  );
}

function curl(world: World): string {
  return csv(
    ["ts", "http_code", "time_total"],
    world.attempts.map(({ at, failed, milliseconds, draw }) => [
      iso(at).replace(/\.\d+Z$/, "+00:00"),
      failed ? pick(["000", "503"], draw) : "200",
      (milliseconds / 1000).toFixed(6),
    ]),
  );
}

/** One report of Newman every five minutes; its counts stand in the report, its time at the start of the run. */
function newman(world: World): readonly Written[] {
  const reports: Written[] = [];
  for (let at = world.from; at < world.to; at += 5 * MINUTE) {
    const run = world.attempts.filter((attempt) => attempt.at >= at && attempt.at < at + 5 * MINUTE);
    const failed = run.filter((attempt) => attempt.failed).length;
    const executions = run.map(({ failed: fails, milliseconds, index }) => ({
      cursor: { iteration: 0, length: run.length, ref: uuid(index) },
      item: { id: uuid(index + 7), name: "cart" },
      response: {
        id: uuid(index + 9),
        status: fails ? "Service Unavailable" : "OK",
        code: fails ? 503 : 200,
        responseTime: milliseconds,
        responseSize: 512,
      },
      assertions: [
        {
          assertion: "Status code is 200",
          skipped: false,
          ...(fails
            ? { error: { name: "AssertionError", message: "expected response to have status code 200 but got 503" } }
            : {}),
        },
      ],
    }));
    const stats = {
      iterations: { total: 1, pending: 0, failed: 0 },
      requests: { total: run.length, pending: 0, failed: 0 },
      assertions: { total: run.length, pending: 0, failed },
    };
    const report = {
      collection: { info: { name: "shop" } },
      run: { stats, timings: { started: at + 250, completed: at + 4000, responseAverage: 24 }, executions },
    };
    reports.push({
      path: `newman/newman-run-report-${iso(at).slice(0, 19).replaceAll(/[T:]/g, "-")}-250-0.json`,
      bytes: JSON.stringify(report, null, 2),
    });
  }
  return reports;
}

export const LOAD_TESTS: readonly Layout[] = [
  {
    name: "jmeter-csv",
    facts: { failed: [{ column: "success", values: ["false"] }] },
    files: (world) => one("results.jtl", jmeterCsv(world)),
  },
  {
    name: "jmeter-xml",
    facts: {
      failed: [
        { column: "s", values: ["false"] },
        { column: "success", values: ["false"] },
      ],
    },
    files: (world) => one("results.xml", jmeterXml(world)),
  },
  {
    name: "k6-csv",
    facts: {
      failed: [
        { column: "expected_response", values: ["false"] },
        { column: "status", atLeast: 500 },
        { column: "error_code", values: ["1503"] },
      ],
      other: { where: ["http_reqs"], metric_name: ["http_reqs"] },
    },
    plan: { hours: 3 },
    files: (world) => one("k6.csv", k6Csv(world)),
  },
  {
    name: "k6-json",
    facts: {
      failed: [
        { column: "data.tags.expected_response", values: ["false"] },
        { column: "data.tags.status", atLeast: 500 },
        { column: "data.tags.error_code", values: ["1503"] },
      ],
      other: { where: ["http_reqs"] },
    },
    plan: { hours: 3 },
    files: (world) => one("k6.json", k6Json(world)),
  },
  {
    name: "locust",
    plan: { hours: 3, perMinute: 60 },
    facts: { failures: ["Total Failure Count"], attempts: ["Total Request Count"], outcome: "locust_stats_history" },
    rowMinutes: 5 / 60,
    files: locust,
  },
  {
    name: "gatling",
    facts: {
      failed: [
        { column: "status", values: ["KO"] },
        { column: "column6", values: ["KO"] },
      ],
    },
    files: (world) => one("simulation.log", gatling(world)),
  },
  {
    name: "vegeta-csv",
    facts: {
      failed: [
        { column: "code", values: ["503", "0"] },
        { column: "column2", values: ["503", "0"] },
      ],
    },
    files: (world) => one("results.csv", vegeta(world)),
  },
  {
    name: "curl-timing",
    facts: { failed: [{ column: "http_code", values: ["000", "503"] }] },
    files: (world) => one("probe.csv", curl(world)),
  },
  {
    name: "newman-reports",
    stepMinutes: 5,
    plan: { stepMinutes: 5 },
    facts: { failures: ["run.stats.assertions.failed"], attempts: ["run.stats.assertions.total"] },
    files: newman,
  },
];
