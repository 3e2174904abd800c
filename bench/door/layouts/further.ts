import { iso, isoSeconds, sql, stamp } from "../clock.js";
import { exported, type Facts, failed, type Layout, one } from "../layout.js";
import { address, csv, hex, jsonLines, lines, pick, quotedCsv, uuid } from "../text.js";
import type { World } from "../world.js";
import { statusOf } from "./web-logs.js";

type Attempt = World["attempts"][number];
type Minute = World["minutes"][number];

const each = (world: World, line: (attempt: Attempt) => string): string => lines(world.attempts.map(line));
const counted = (name: string, path: string, body: (world: World) => string, facts: Facts = {}): Layout => ({
  name,
  truth: "minutes",
  facts: { failures: ["errors"], attempts: ["requests"], ...facts },
  files: (world) => one(path, body(world)),
});
const minutes = (world: World, line: (minute: Minute) => string): string => lines(world.minutes.map(line));

const mailgun = (world: World): string =>
  JSON.stringify({
    items: world.attempts.map(({ at, failed: down, index }) => ({
      event: down ? "failed" : "delivered",
      id: hex(index, 22),
      timestamp: at / 1000,
      "log-level": down ? "error" : "info",
      recipient: `u${index}@c.example`,
      "recipient-domain": "c.example",
      flags: { "is-routed": false, "is-authenticated": true },
      "delivery-status": { code: down ? 451 : 250, message: down ? "try later" : "OK" },
    })),
    paging: { next: "https://api.mailgun.example/v3/next" },
  });

const cloudflareGroups = (world: World): string =>
  JSON.stringify({
    data: {
      viewer: {
        zones: [
          {
            httpRequestsAdaptiveGroups: world.minutes.flatMap(({ at, attempts, failures }) => [
              { count: attempts - failures, dimensions: { datetimeMinute: isoSeconds(at), edgeResponseStatus: 200 } },
              ...(failures > 0
                ? [{ count: failures, dimensions: { datetimeMinute: isoSeconds(at), edgeResponseStatus: 522 } }]
                : []),
            ]),
          },
        ],
      },
    },
    errors: null,
  });

function databaseTotals(world: World): string {
  let [done, undone] = [812_345, 1_203];
  const rows = world.minutes.map(({ at, attempts, failures }) => {
    done += attempts - failures;
    undone += failures;
    return [isoSeconds(at + 60_000), done, undone, 17];
  });
  return csv(
    ["sampled_at", "xact_commit", "xact_rollback", "numbackends"],
    [[isoSeconds(world.from), 812_345, 1_203, 17], ...rows],
  );
}

const argo = (world: World): string =>
  JSON.stringify({
    metadata: { resourceVersion: "881" },
    items: world.attempts.map(({ at, failed: down, index }) => ({
      metadata: { name: `sync-${index}`, namespace: "jobs", uid: uuid(index), creationTimestamp: isoSeconds(at) },
      spec: { arguments: {} },
      status: {
        phase: down ? "Failed" : "Succeeded",
        startedAt: isoSeconds(at),
        finishedAt: isoSeconds(at + 40_000),
        progress: "1/1",
      },
    })),
  });

const junit = (world: World): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${minutes(
    world,
    ({ at, attempts, failures }) =>
      `  <testsuite name="smoke" tests="${attempts}" failures="${failures}" errors="0" skipped="0" time="12.4" timestamp="${iso(at).slice(0, 19)}"></testsuite>`,
  )}</testsuites>\n`;

const artillery = (world: World): string =>
  JSON.stringify({
    aggregate: { counters: { "http.requests": 28_000 }, rates: {} },
    intermediate: world.minutes.map(({ at, attempts, failures }) => ({
      counters: {
        "vusers.created": 4,
        "http.requests": attempts,
        "http.codes.200": attempts - failures,
        "http.codes.503": failures,
      },
      rates: { "http.request_rate": 2 },
      period: String(at),
      summaries: { "http.response_time": { min: 4, p95: 30 } },
    })),
  });

const tracking = (world: World): string =>
  `#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n#Log-type: Message Tracking Log\r\n#Date: ${iso(world.from)}\r\n#Fields: date-time,client-ip,server-hostname,source,event-id,internal-message-id,message-id,recipient-status\r\n${world.attempts
    .map(
      ({ at, failed: down, index }) =>
        `${iso(at)},${address(index)},MBX1,SMTP,${down ? "FAIL" : "DELIVER"},${70_000 + index},<${hex(index, 12)}@shop.example>,${down ? "550 5.1.1" : "250 2.1.5"}`,
    )
    .join("\r\n")}\r\n`;

const zeekConn = (world: World): string =>
  jsonLines(
    world.attempts.map(({ at, failed: down, index }) => ({
      ts: at / 1000,
      uid: `C${hex(index, 16)}`,
      "id.orig_h": address(index),
      "id.orig_p": 40_000 + (index % 9000),
      "id.resp_h": "10.0.0.9",
      "id.resp_p": 443,
      proto: "tcp",
      conn_state: down ? "S0" : "SF",
      orig_bytes: down ? 0 : 812,
    })),
  );

const serilog = (world: World): string =>
  jsonLines(
    world.attempts.map((attempt) => ({
      "@t": `${iso(attempt.at).slice(0, 23)}4120Z`,
      "@mt": "HTTP {RequestMethod} {RequestPath} responded {StatusCode} in {Elapsed:0.0000} ms",
      ...(attempt.failed && { "@l": "Error" }),
      RequestMethod: "GET",
      RequestPath: "/pay",
      StatusCode: statusOf(attempt),
      Elapsed: attempt.milliseconds + 0.25,
      SourceContext: "Serilog.AspNetCore.RequestLoggingMiddleware",
    })),
  );

const dbt = (world: World): string =>
  JSON.stringify({
    metadata: { dbt_version: "1.8.0", generated_at: iso(world.to) },
    results: world.attempts.map(({ at, failed: down, index }) => ({
      status: down ? "error" : "success",
      timing: [
        { name: "compile", started_at: iso(at - 500), completed_at: iso(at) },
        { name: "execute", started_at: iso(at), completed_at: iso(at + 900) },
      ],
      thread_id: `Thread-${index % 4}`,
      execution_time: 0.9,
      unique_id: `model.shop.m${index}`,
      message: down ? "Database Error" : "OK",
    })),
    elapsed_time: 900.1,
  });

const zap = (world: World): string =>
  each(
    world,
    (attempt) =>
      `${iso(attempt.at)}\t${attempt.failed ? "ERROR" : "INFO"}\thttp/server.go:81\trequest\t${JSON.stringify({ method: "GET", path: "/pay", status: statusOf(attempt), dur: attempt.milliseconds / 1000 })}`,
  );

const ESCAPE = String.fromCharCode(27);

/** Records of further offices, frameworks, languages and stores. */
export const FURTHER: readonly Layout[] = [
  exported("mailgun-events", "events.json", mailgun, { failed: [failed("event", "failed")] }),
  exported(
    "ses-events",
    "ses.jsonl",
    (world) =>
      jsonLines(
        world.attempts.map(({ at, failed: down, index }) => ({
          eventType: down ? "Bounce" : "Delivery",
          mail: {
            timestamp: iso(at),
            messageId: hex(index, 40),
            source: "a@shop.example",
            tags: { "ses:from-domain": ["shop.example"] },
          },
          ...(down
            ? { bounce: { bounceType: "Transient", timestamp: iso(at + 900) } }
            : { delivery: { timestamp: iso(at + 900), smtpResponse: "250 ok" } }),
        })),
      ),
    { failed: [failed("eventType", "Bounce")] },
  ),
  counted("cloudflare-groups", "graphql.json", cloudflareGroups, {
    failed: [{ column: "dimensions.edgeResponseStatus", atLeast: 500 }],
  }),
  counted(
    "connect-intervals",
    "Historical-Metrics.csv",
    (world) =>
      csv(
        [
          "StartInterval",
          "EndInterval",
          "Contacts incoming",
          "Contacts handled",
          "Contacts abandoned",
          "Average handle time",
        ],
        world.minutes.map(({ at, attempts, failures }) => [
          isoSeconds(at),
          isoSeconds(at + 60_000),
          attempts,
          attempts - failures,
          failures,
          "00:03:12",
        ]),
      ),
    { failures: ["Contacts abandoned"], attempts: ["Contacts incoming"] },
  ),
  counted("database-totals", "pg_stat_database.csv", databaseTotals, {
    failures: ["xact_rollback"],
    attempts: ["xact_commit + xact_rollback"],
  }),
  exported("argo-workflows", "workflows.json", argo, { failed: [failed("status.phase", "Failed")] }),
  counted("junit-suites", "TEST-smoke.xml", junit, { zone: "UTC", failures: ["failures"], attempts: ["tests"] }),
  counted(
    "stamped-pairs",
    "loss.log",
    (world) =>
      minutes(
        world,
        ({ at, attempts, failures }) => `${isoSeconds(at)} target=gw1 sent=${attempts} lost=${failures} rtt=12.4ms`,
      ),
    { failures: ["lost"], attempts: ["sent"] },
  ),
  counted("artillery-report", "report.json", artillery, {
    failures: ["counters.http.codes.503"],
    attempts: ["counters.http.requests"],
  }),
  exported(
    "italian-payments",
    "pagamenti.csv",
    (world) =>
      csv(
        ["Data e ora", "Canale", "Esito", "Importo"],
        world.attempts.map(({ at, failed: down, draw }) => [
          stamp(at, "DD/MM/YYYY hh.mm.ss", "Europe/Rome"),
          pick(["web", "app"], draw),
          down ? "Non riuscito" : "Riuscito",
          "1.012,50",
        ]),
        ";",
      ),
    { zone: "Europe/Rome", order: "dmy", failed: [failed("Esito", "Non riuscito")] },
  ),
  exported(
    "dutch-orders",
    "bestellingen.csv",
    (world) =>
      csv(
        ["Ordernummer", "Datum", "Tijd", "Resultaat"],
        world.attempts.map(({ at, failed: down, index }) => [
          70_000 + index,
          stamp(at, "DD-MM-YYYY", "Europe/Amsterdam"),
          stamp(at, "hh:mm:ss", "Europe/Amsterdam"),
          down ? "Mislukt" : "Geslaagd",
        ]),
        ";",
      ),
    { zone: "Europe/Amsterdam", order: "dmy", failed: [failed("Resultaat", "Mislukt")] },
  ),
  exported(
    "polish-transfers",
    "przelewy.csv",
    (world) =>
      csv(
        ["Data", "Kwota", "Wynik"],
        world.attempts.map(({ at, failed: down }) => [sql(at, "Europe/Warsaw"), "12,50", down ? "Błąd" : "Sukces"]),
        ";",
      ),
    { zone: "Europe/Warsaw", failed: [failed("Wynik", "Błąd")] },
  ),
  exported(
    "japanese-results",
    "kekka.csv",
    (world) =>
      csv(
        ["日時", "端末", "結果"],
        world.attempts.map(({ at, failed: down, index }) => [
          stamp(at, "YYYY/MM/DD hh:mm:ss", "Asia/Tokyo"),
          `T${index % 3}`,
          down ? "失敗" : "成功",
        ]),
      ),
    { zone: "Asia/Tokyo", failed: [failed("結果", "失敗")] },
  ),
  exported(
    "coloured-log",
    "app.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `${ESCAPE}[2m${iso(attempt.at)}${ESCAPE}[0m ${ESCAPE}[3${attempt.failed ? "1mERROR" : "2mINFO"}${ESCAPE}[0m request method=GET path=/pay status=${statusOf(attempt)} ms=${attempt.milliseconds}`,
      ),
    { failed: [{ column: "status", atLeast: 500 }, failed("level", "ERROR")] },
  ),
  exported("exchange-tracking", "MSGTRK20260312-1.LOG", tracking, { failed: [failed("event-id", "FAIL")] }),
  exported("zeek-connections", "conn.log", zeekConn, { failed: [failed("conn_state", "S0")] }),
  counted(
    "row-of-units",
    "logger.csv",
    (world) =>
      `time,requests,errors,temperature\nUTC,1/min,1/min,°C\n${minutes(world, ({ at, attempts, failures }) => `${sql(at)},${attempts},${failures},21.5`)}`,
    { zone: "UTC" },
  ),
  counted(
    "two-services-side-by-side",
    "services.csv",
    (world) =>
      csv(
        ["time", "cart_ok", "cart_errors", "pay_ok", "pay_errors"],
        world.minutes.map(({ at, attempts, failures }) => {
          const [tried, lost] = [Math.floor(attempts / 2), Math.floor(failures / 2)];
          return [isoSeconds(at), tried - lost, lost, attempts - tried - (failures - lost), failures - lost];
        }),
      ),
    { failures: ["cart_errors + pay_errors"], attempts: ["cart_ok + cart_errors + pay_ok + pay_errors"] },
  ),
  exported(
    "journal-short-unix",
    "unit.log",
    (world) =>
      each(
        world,
        ({ at, failed: down, index }) =>
          `${(at / 1000).toFixed(6)} web-1 checkout[811]: Request ${index} ${down ? "failed: upstream timed out" : "completed in 12 ms"}`,
      ),
    { failed: [failed("message", "failed")] },
  ),
  exported(
    "elixir-logger",
    "phoenix.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `${stamp(attempt.at, "YYYY-MM-DD hh:mm:ss.SSS")} request_id=F${hex(attempt.index, 14)} [info] Sent ${statusOf(attempt)} in ${attempt.milliseconds}ms`,
      ),
    { zone: "UTC", failed: [{ column: "status", atLeast: 500 }, failed("message", "Sent 50")] },
  ),
  exported(
    "rust-tracing",
    "service.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `${iso(attempt.at).slice(0, 23)}456Z  INFO request{method=GET uri=/pay}: tower_http::trace: finished processing request latency=${attempt.milliseconds} ms status=${statusOf(attempt)}`,
      ),
    { failed: [{ column: "status", atLeast: 500 }] },
  ),
  exported("zap-console", "server.log", zap, {
    failed: [{ column: "status", atLeast: 500 }, failed("level", "ERROR"), failed("column2", "ERROR")],
  }),
  exported("serilog-compact", "log20260312.clef", serilog, { failed: [{ column: "StatusCode", atLeast: 500 }] }),
  exported("dbt-results", "run_results.json", dbt, { failed: [failed("status", "error")] }),
  exported(
    "german-truth-values",
    "Prüfungen.csv",
    (world) =>
      csv(
        ["Zeitpunkt", "Prüfling", "Erfolgreich"],
        world.attempts.map(({ at, failed: down, index }) => [
          stamp(at, "DD.MM.YYYY hh:mm:ss", "Europe/Berlin"),
          `P${index % 5}`,
          down ? "FALSCH" : "WAHR",
        ]),
        ";",
      ),
    { zone: "Europe/Berlin", failed: [failed("Erfolgreich", "FALSCH")] },
  ),
  {
    ...counted(
      "intervals-without-date",
      "cms.csv",
      (world) =>
        csv(
          ["Interval", "Calls Offered", "Calls Answered"],
          world.minutes.map(({ at, attempts, failures }) => [
            `${stamp(at, "hh:mm")} - ${stamp(at + 60_000, "hh:mm")}`,
            attempts,
            attempts - failures,
          ]),
        ),
      {
        zone: "UTC",
        failures: ["Calls Offered - Calls Answered"],
        attempts: ["Calls Offered"],
        other: { "time.date": ["2026-03-12"] },
      },
    ),
  },
  exported(
    "circleci-pipelines",
    "pipelines.csv",
    (world) =>
      csv(
        ["ORGANIZATION_ID", "PIPELINE_ID", "WORKFLOW_STATUS", "WORKFLOW_CREATED_AT", "WORKFLOW_STOPPED_AT"],
        world.attempts.map(({ at, failed: down, index, draw }) => [
          uuid(1),
          uuid(index),
          down ? "failed" : draw < 0.03 ? "canceled" : "success",
          iso(at),
          iso(at + 90_000),
        ]),
      ),
    { failed: [failed("WORKFLOW_STATUS", "failed")] },
  ),
  exported(
    "google-log-csv",
    "downloaded-logs.csv",
    (world) =>
      quotedCsv(
        ["insertId", "httpRequest.requestMethod", "httpRequest.status", "httpRequest.latency", "severity", "timestamp"],
        [...world.attempts]
          .reverse()
          .map((attempt) => [
            hex(attempt.index, 14),
            "GET",
            statusOf(attempt),
            `0.0${attempt.milliseconds}s`,
            attempt.failed ? "ERROR" : "INFO",
            iso(attempt.at),
          ]),
      ),
    { failed: [{ column: "httpRequest.status", atLeast: 500 }] },
  ),
  exported(
    "plivo-calls",
    "cdrs.csv",
    (world) =>
      csv(
        [
          "call_uuid",
          "from_number",
          "to_number",
          "initiation_time",
          "answer_time",
          "call_duration",
          "hangup_cause_name",
          "hangup_cause_code",
          "hangup_source",
        ],
        world.attempts.map(({ at, failed: down, index }) => [
          uuid(index),
          "13035550100",
          "13035550177",
          stamp(at, "YYYY-MM-DD hh:mm:sszz:zz"),
          down ? "" : stamp(at + 4000, "YYYY-MM-DD hh:mm:sszz:zz"),
          down ? 0 : 33,
          down ? "Network Error" : "Normal Hangup",
          down ? 8011 : 4000,
          down ? "Carrier" : "Callee",
        ]),
      ),
    { failed: [failed("hangup_cause_name", "Network Error"), failed("hangup_cause_code", "8011")] },
  ),
];
