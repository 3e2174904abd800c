import { iso, isoSeconds, pad, stamp } from "../clock.js";
import { exported, failed, type Layout, type Written } from "../layout.js";
import { csv, hex, jsonLines, lines, pick, quotedCsv, uuid } from "../text.js";
import type { Attempt, World } from "../world.js";

const newestFirst = (world: World) => [...world.attempts].reverse();
const talk = ({ failed: down, milliseconds }: Attempt): number => (down ? 0 : 20 + milliseconds);
const clock = (seconds: number): string =>
  `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;

/** A results file without its header: nothing in the file names a column. */
const jmeterBare = (world: World): string =>
  lines(
    world.attempts.map(({ at, failed: down, milliseconds, index, draw }) =>
      [
        at,
        milliseconds,
        "cart",
        down ? pick(["503", "Non HTTP response code: org.apache.http.conn.HttpHostConnectException"], draw) : "200",
        down
          ? draw < 0.5
            ? "Service Unavailable"
            : '"Non HTTP response message: Connect to shop.example:443 failed: Connection refused, giving up"'
          : "OK",
        `Users 1-${1 + (index % 10)}`,
        "text",
        String(!down),
        "",
        512,
        120,
        10,
        10,
        "https://shop.example/cart",
        milliseconds - 2,
        0,
        3,
      ].join(","),
    ),
  );

/** Samples whose server answered 200 and whose assertion failed. */
const jmeterAssertions = (world: World): string =>
  csv(
    [
      "timeStamp",
      "elapsed",
      "label",
      "responseCode",
      "responseMessage",
      "threadName",
      "success",
      "failureMessage",
      "bytes",
      "grpThreads",
      "allThreads",
      "Latency",
    ],
    world.attempts.map(({ at, failed: down, milliseconds, index }) => [
      stamp(at, "YYYY/MM/DD hh:mm:ss.SSS"),
      milliseconds,
      "cart",
      "200",
      "OK",
      `Users 1-${1 + (index % 10)}`,
      down ? "false" : "true",
      down ? "Test failed: text expected to contain /cart-id/" : "",
      512,
      10,
      10,
      milliseconds - 2,
    ]),
  );

function jmeterXmlNested(world: World): string {
  const samples = world.attempts.map(({ at, failed: down, milliseconds, index }) =>
    [
      `<httpSample t="${milliseconds}" it="0" lt="${milliseconds - 2}" ct="3" ts="${at}" s="${!down}" lb="cart &amp; pay" rc="${down ? "Non HTTP response code: java.net.SocketTimeoutException" : "200"}" rm="${down ? "Non HTTP response message: Read timed out" : "OK"}" tn="Users 1-${1 + (index % 10)}" dt="text" by="512" ng="10" na="10">`,
      "  <assertionResult>",
      "    <name>has cart</name>",
      `    <failure>${down}</failure>`,
      "    <error>false</error>",
      "  </assertionResult>",
      '  <responseData class="java.lang.String">&lt;html&gt;</responseData>',
      "</httpSample>",
    ].join("\n"),
  );
  return lines(['<?xml version="1.0" encoding="UTF-8"?>', '<testResults version="1.2">', ...samples, "</testResults>"]);
}

/** Totals of each request beside those of all, with the tables of failures and of exceptions. */
function locustFull(world: World): readonly Written[] {
  const names = ["/", "/cart", "/pay"] as const;
  const percentiles = "50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%";
  const header = `Timestamp,User Count,Type,Name,Requests/s,Failures/s,${percentiles},Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size`;
  const totals = names.map(() => ({ requests: 0, failures: 0 }));
  const row = (at: number, type: string, name: string, requests: number, failures: number): string =>
    [
      at / 1000,
      10,
      type,
      name,
      requests === 0 ? "0.000000" : "6.100000",
      failures === 0 ? "0.000000" : "0.400000",
      ...(requests === 0
        ? Array<string>(11).fill("N/A")
        : ["21", "25", "28", "30", "38", "44", "51", "58", "66", "67", "67"]),
      requests,
      failures,
      21,
      "24.81",
      "8.1",
      "67.2",
      "512.0",
    ].join(",");
  const rows: string[] = [];
  let next = 0;
  for (let at = world.from; at <= world.to; at += 1000) {
    for (let one = world.attempts[next]; one !== undefined && one.at < at; one = world.attempts[next]) {
      const total = totals[one.index % 3] as { requests: number; failures: number };
      total.requests += 1;
      total.failures += one.failed ? 1 : 0;
      next += 1;
    }
    const sum = (key: "requests" | "failures"): number => totals.reduce((all, total) => all + total[key], 0);
    names.forEach((name, place) => {
      const total = totals[place] as { requests: number; failures: number };
      if (total.requests > 0) rows.push(row(at, "GET", name, total.requests, total.failures));
    });
    rows.push(row(at, "", "Aggregated", sum("requests"), sum("failures")));
  }
  const failures = names.map(
    (name, place) =>
      `GET,${name},"HTTPError('503 Server Error: Service Unavailable for url: ${name}')",${totals[place]?.failures ?? 0}`,
  );
  return [
    { path: "run_stats_history.csv", bytes: lines([header, ...rows]) },
    { path: "run_failures.csv", bytes: lines(["Method,Name,Error,Occurrences", ...failures]) },
    { path: "run_exceptions.csv", bytes: "Count,Message,Traceback,Nodes\n" },
  ];
}

/** The same with its times in RFC 3339, packed, as newer versions write it. */
const k6Rfc = (world: World): string =>
  csv(
    [
      "metric_name",
      "timestamp",
      "metric_value",
      "check",
      "error",
      "error_code",
      "expected_response",
      "group",
      "method",
      "name",
      "proto",
      "scenario",
      "service",
      "status",
      "subproto",
      "tls_version",
      "url",
      "extra_tags",
      "metadata",
    ],
    world.attempts.flatMap(({ at, failed: down, milliseconds }) =>
      ["http_reqs", "http_req_duration", "http_req_failed", "data_sent", "iterations"].map((metric) => {
        const value =
          metric === "http_req_duration"
            ? milliseconds
            : metric === "http_req_failed"
              ? Number(down)
              : metric === "data_sent"
                ? 120
                : 1;
        if (metric === "data_sent" || metric === "iterations")
          return [
            metric,
            isoSeconds(at),
            value.toFixed(6),
            ...Array<string>(8).fill(""),
            "default",
            ...Array<string>(7).fill(""),
          ];
        return [
          metric,
          isoSeconds(at),
          value.toFixed(6),
          "",
          down ? "dial: i/o timeout" : "",
          down ? "1211" : "",
          down ? "false" : "true",
          "",
          "GET",
          "https://shop.example/cart",
          down ? "" : "HTTP/1.1",
          "default",
          "",
          down ? "0" : "200",
          "",
          "tls1.3",
          "https://shop.example/cart",
          "",
          "",
        ];
      }),
    ),
  );

/** The call log of a PBX in a small office, with a line of totals below. */
const threeCx = (world: World): string =>
  csv(
    ["Call Time", "Caller ID", "Destination", "Trunk", "Status", "Ringing", "Talking", "Cost", "Call Activity Details"],
    [
      ...newestFirst(world).map((attempt): (string | number)[] => [
        stamp(attempt.at, "DD/MM/YYYY hh:mm:ss", "Europe/London"),
        `Desk ${200 + (attempt.index % 40)} (${200 + (attempt.index % 40)})`,
        `0203555${pad(attempt.index % 10000, 4)}`,
        "Trunk 1",
        attempt.failed ? "Failed" : attempt.draw < 0.1 ? "Unanswered" : "Answered",
        clock(4),
        clock(talk(attempt)),
        "",
        attempt.failed ? "Call failed: service unavailable" : "Ended by caller",
      ]),
      ["Totals:", "", "", "", "", clock(4 * 3600), clock(20 * 3600), "0", ""],
    ],
  );

const genesys = (world: World): string =>
  csv(
    [
      "Full Export Completed",
      "Partial Result Timestamp",
      "Filters",
      "Media Type",
      "Users",
      "Remote",
      "Date",
      "Duration",
      "Direction",
      "ANI",
      "DNIS",
      "Queue",
      "Disconnect Type",
      "Conversation ID",
    ],
    newestFirst(world).map((attempt) => [
      "YES",
      "",
      "",
      "voice",
      "",
      "",
      stamp(attempt.at, "M/D/YY h12:mm AMPM", "America/New_York"),
      talk(attempt) * 1000,
      "Inbound",
      "tel:+13035550100",
      "tel:+13035550199",
      "Support",
      attempt.failed ? "error" : pick(["peer", "client"], attempt.draw),
      uuid(attempt.index),
    ]),
  );

const five9 = (world: World): string =>
  csv(
    [
      "CALL ID",
      "TIMESTAMP",
      "CAMPAIGN",
      "CALL TYPE",
      "AGENT",
      "DISPOSITION",
      "ANI",
      "DNIS",
      "CALL TIME",
      "BILL TIME (ROUNDED)",
      "IVR TIME",
    ],
    world.attempts.map((attempt) => [
      300_000_000 + attempt.index,
      stamp(attempt.at, "DOW, DD MON YYYY hh:mm:ss", "America/Chicago"),
      "Spring",
      "Outbound",
      "[None]",
      attempt.failed
        ? pick(["System Error", "Operator Intercept"], attempt.draw)
        : attempt.draw < 0.1
          ? "No Answer"
          : attempt.draw < 0.2
            ? "Busy"
            : "Completed",
      "3035550100",
      `303555${pad(attempt.index % 10000, 4)}`,
      clock(talk(attempt)),
      clock(60),
      clock(2),
    ]),
  );

const twilioMessages = (world: World): string =>
  csv(
    [
      "From",
      "To",
      "Body",
      "Status",
      "SentDate",
      "ApiVersion",
      "NumSegments",
      "ErrorCode",
      "AccountSid",
      "Sid",
      "Direction",
      "Price",
      "PriceUnit",
    ],
    newestFirst(world).map((attempt) => [
      "+13035550100",
      `+1303555${pad(attempt.index % 10000, 4)}`,
      "Your code is ready, thank you",
      attempt.failed ? "undelivered" : "delivered",
      isoSeconds(attempt.at).replace("Z", "+00:00"),
      "2010-04-01",
      1,
      attempt.failed ? pick([30008, 30003], attempt.draw) : 0,
      `AC${hex(1)}`,
      `SM${hex(attempt.index)}`,
      "outbound-api",
      attempt.failed ? "" : "-0.0079",
      "USD",
    ]),
  );

const vonage = (world: World): string =>
  csv(
    [
      "account_id",
      "message_id",
      "client_ref",
      "direction",
      "from",
      "to",
      "network",
      "country",
      "currency",
      "total_price",
      "date_received",
      "date_finalized",
      "latency",
      "status",
      "error_code",
      "error_code_description",
    ],
    world.attempts.map((attempt) => [
      "a1b2c3d4",
      hex(attempt.index, 16).toUpperCase(),
      "",
      "outbound",
      "SHOP",
      `49151555${pad(attempt.index % 10000, 4)}`,
      "26202",
      "DE",
      "EUR",
      "0.06280000",
      stamp(attempt.at, "YYYY-MM-DDThh:mm:sszzzz"),
      stamp(attempt.at + 4000, "YYYY-MM-DDThh:mm:sszzzz"),
      4000,
      attempt.failed ? "failed" : "delivered",
      attempt.failed ? 6 : 0,
      attempt.failed ? "Absent Subscriber - Temporary" : "Delivered",
    ]),
  );

const stripe = (world: World): string =>
  csv(
    [
      "id",
      "Created date (UTC)",
      "Amount",
      "Amount Refunded",
      "Currency",
      "Captured",
      "Status",
      "Seller Message",
      "Decline Reason",
      "Customer ID",
    ],
    newestFirst(world).map((attempt) => [
      `ch_${hex(attempt.index, 24)}`,
      stamp(attempt.at, "YYYY-MM-DD hh:mm:ss"),
      (5 + (attempt.index % 90)).toFixed(2),
      "0.00",
      "eur",
      attempt.failed ? "false" : "true",
      attempt.failed ? "Failed" : attempt.draw < 0.05 ? "Refunded" : "Paid",
      attempt.failed ? "The bank did not answer." : "Payment complete.",
      attempt.failed ? "issuer_not_available" : "",
      `cus_${hex(attempt.index % 300, 14)}`,
    ]),
  );

const actionsRest = (world: World): string =>
  JSON.stringify({
    total_count: world.attempts.length,
    workflow_runs: newestFirst(world).map((attempt) => ({
      id: 23_000_000_000 + attempt.index,
      name: "CI",
      head_branch: pick(["main", "feature/cart"], attempt.draw),
      head_sha: hex(attempt.index, 40),
      run_number: attempt.index + 1,
      event: "push",
      status: "completed",
      conclusion: attempt.failed ? "failure" : attempt.draw < 0.05 ? "cancelled" : "success",
      workflow_id: 77,
      pull_requests: [],
      created_at: isoSeconds(attempt.at),
      updated_at: isoSeconds(attempt.at + 180_000),
      run_started_at: isoSeconds(attempt.at),
      actor: { login: "dev1", id: 1 },
    })),
  });

const gitlab = (world: World): string =>
  JSON.stringify(
    newestFirst(world).map((attempt) => ({
      id: 900_000 + attempt.index,
      iid: attempt.index + 1,
      project_id: 12,
      sha: hex(attempt.index, 40),
      ref: pick(["main", "release"], attempt.draw),
      status: attempt.failed ? "failed" : attempt.draw < 0.05 ? "canceled" : "success",
      source: "push",
      created_at: iso(attempt.at),
      updated_at: iso(attempt.at + 200_000),
      web_url: `https://git.example/shop/-/pipelines/${900_000 + attempt.index}`,
    })),
  );

const airflow = (world: World): string =>
  csv(
    [
      "dag_id",
      "task_id",
      "run_id",
      "map_index",
      "start_date",
      "end_date",
      "duration",
      "state",
      "try_number",
      "hostname",
      "operator",
    ],
    world.attempts.map((attempt) => [
      "load_orders",
      pick(["extract", "load"], attempt.draw),
      `scheduled__${stamp(attempt.at, "YYYY-MM-DDThh:mm:sszz:zz")}`,
      -1,
      `${stamp(attempt.at, "YYYY-MM-DD hh:mm:ss.SSS")}123+00`,
      `${stamp(attempt.at + 8000, "YYYY-MM-DD hh:mm:ss.SSS")}123+00`,
      (attempt.milliseconds / 10).toFixed(6),
      attempt.failed ? pick(["failed", "up_for_retry"], attempt.draw) : attempt.draw < 0.05 ? "skipped" : "success",
      1,
      "worker-1",
      "PythonOperator",
    ]),
  );

const jenkinsCsv = (world: World): string =>
  csv(
    ["Job", "Build #", "Started", "Duration", "Result"],
    newestFirst(world).map((attempt) => [
      "shop/main",
      attempt.index + 1,
      stamp(attempt.at, "MON D, YYYY h12:mm:ss AMPM"),
      `${1 + (attempt.index % 5)} min ${attempt.milliseconds} sec`,
      attempt.failed ? "FAILURE" : attempt.draw < 0.05 ? "ABORTED" : attempt.draw < 0.08 ? "UNSTABLE" : "SUCCESS",
    ]),
  );

const lambdaJobs = (world: World): string =>
  jsonLines(
    world.attempts.map((attempt) => ({
      jid: hex(attempt.index, 24),
      class: "InvoiceJob",
      queue: "default",
      "@timestamp": iso(attempt.at),
      job_status: attempt.failed ? "fail" : "done",
      duration: attempt.milliseconds / 1000,
      ...(attempt.failed
        ? { error_class: "Net::ReadTimeout", error_message: "Net::ReadTimeout with #<TCPSocket:(closed)>" }
        : {}),
    })),
  );

const dhlScans = (world: World): string =>
  quotedCsv(
    ["Datum", "Uhrzeit", "Auftrag", "Ergebnis", "Fehlertext"],
    world.attempts.map((attempt) => [
      stamp(attempt.at, "DD.MM.YY", "Europe/Vienna"),
      stamp(attempt.at, "hh:mm:ss", "Europe/Vienna"),
      100_000 + attempt.index,
      attempt.failed ? "nicht erfolgreich" : "erfolgreich",
      attempt.failed ? "Zeitüberschreitung" : "",
    ]),
    ";",
  );

/** What a browser's network panel saves: headers of every request, and status 0 where none came back. */
const har = (world: World): string =>
  JSON.stringify({
    log: {
      version: "1.2",
      creator: { name: "WebInspector", version: "537.36" },
      pages: [],
      entries: world.attempts.map((attempt) => ({
        startedDateTime: iso(attempt.at),
        time: attempt.milliseconds,
        request: {
          method: "GET",
          url: "https://shop.example/cart",
          headers: ["accept", "user-agent", "x-at"].map((name) => ({ name, value: iso(attempt.at) })),
          queryString: [],
        },
        response: {
          status: attempt.failed ? 0 : 200,
          statusText: attempt.failed ? "" : "OK",
          headers: [{ name: "date", value: stamp(attempt.at, "DOW, DD MON YYYY hh:mm:ss") }],
          content: { size: 0, mimeType: "x-unknown" },
          ...(attempt.failed ? { _error: "net::ERR_CONNECTION_TIMED_OUT" } : {}),
        },
        cache: {},
        timings: { blocked: 1, dns: -1, connect: -1, send: 0, wait: attempt.milliseconds, receive: 0 },
      })),
    },
  });

const NIGHT = { start: "2026-03-24T08:00:00Z" };

export const OFFICES: readonly Layout[] = [
  exported("jmeter-without-header", "results.jtl", jmeterBare, {
    failed: [failed("column8", "false"), failed("success", "false")],
  }),
  exported("jmeter-assertions", "results.csv", jmeterAssertions, { zone: "UTC", failed: [failed("success", "false")] }),
  exported("jmeter-xml-assertions", "results.xml", jmeterXmlNested, {
    failed: [failed("success", "false"), failed("s", "false")],
  }),
  { name: "locust-full-history", facts: {}, files: locustFull },
  exported("k6-csv-rfc3339", "results.csv", k6Rfc, {
    failed: [failed("expected_response", "false"), failed("status", "0"), failed("metric_value", "1.000000")],
  }),
  {
    ...exported("3cx-call-log", "CallLogs.csv", threeCx, {
      zone: "Europe/London",
      order: "dmy",
      failed: [failed("Status", "Failed")],
    }),
    plan: NIGHT,
  },
  {
    ...exported("genesys-interactions", "Interactions.csv", genesys, {
      zone: "America/New_York",
      order: "mdy",
      failed: [failed("Disconnect Type", "error")],
    }),
    plan: NIGHT,
  },
  exported("five9-call-log", "Call Log.csv", five9, {
    zone: "America/Chicago",
    failed: [failed("DISPOSITION", "System Error", "Operator Intercept")],
  }),
  exported("twilio-messages", "sms-log.csv", twilioMessages, {
    failed: [failed("Status", "undelivered"), failed("ErrorCode", "30003", "30008")],
  }),
  exported("vonage-report", "report_SMS_a1b2c3d4.csv", vonage, {
    failed: [failed("status", "failed"), failed("error_code", "6")],
  }),
  exported("stripe-payments", "unified_payments.csv", stripe, { failed: [failed("Status", "Failed")] }),
  exported("github-runs-rest", "runs.json", actionsRest, {
    failed: [failed("conclusion", "failure")],
    other: { time: ["created_at"] },
  }),
  exported("gitlab-pipelines", "pipelines.json", gitlab, { failed: [failed("status", "failed")] }),
  exported("airflow-tasks", "task_instance.csv", airflow, { failed: [failed("state", "failed", "up_for_retry")] }),
  exported("jenkins-table", "builds.csv", jenkinsCsv, { zone: "UTC", failed: [failed("Result", "FAILURE")] }),
  exported("browser-har", "shop.example.har", har, {
    failed: [failed("response.status", "0"), failed("response._error", "*")],
  }),
  exported("sidekiq-jobs", "sidekiq.log", lambdaJobs, { failed: [failed("job_status", "fail")] }),
  {
    ...exported("german-order-results", "auftraege.csv", dhlScans, {
      zone: "Europe/Vienna",
      order: "dmy",
      failed: [failed("Ergebnis", "nicht erfolgreich")],
    }),
    plan: NIGHT,
  },
];
