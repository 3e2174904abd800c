import { clf, iso, isoSeconds, sql, stamp } from "../clock.js";
import { exported, failed, type Layout } from "../layout.js";
import { address, csv, hex, jsonLines, lines, pick, quoted, quotedCsv, uuid } from "../text.js";
import type { World } from "../world.js";
import { statusOf } from "./web-logs.js";

const each = (world: World, line: (attempt: World["attempts"][number]) => string): string =>
  lines(world.attempts.map(line));

const pathOf = (draw: number): string => pick(["/cart", "/pay", "/items/7"], draw);

const vpcFlow = (world: World): string =>
  `version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n${each(
    world,
    (attempt) => {
      const at = Math.floor(attempt.at / 1000);
      return `2 123456789012 eni-0a1b ${address(attempt.index)} 10.0.0.5 ${30000 + (attempt.index % 9000)} 443 6 ${attempt.failed ? 1 : 14} ${attempt.failed ? 40 : 4210} ${at} ${at + 20} ${attempt.failed ? "REJECT" : "ACCEPT"} OK`;
    },
  )}`;

const signIns = (world: World): string =>
  quotedCsv(
    [
      "Date (UTC)",
      "Request ID",
      "User agent",
      "Application",
      "IP address",
      "Status",
      "Sign-in error code",
      "Failure reason",
      "Latency",
    ],
    [...world.attempts]
      .reverse()
      .map((attempt) => [
        isoSeconds(attempt.at),
        uuid(attempt.index),
        "Mozilla/5.0",
        "Portal",
        address(attempt.index),
        attempt.failed ? "Failure" : "Success",
        attempt.failed ? 90033 : "",
        attempt.failed ? "A transient error has occurred. Please try again." : "Other.",
        attempt.milliseconds,
      ]),
  );

/** Gateways, balancers, clouds' own journals, and sign-in services. */
export const GATEWAYS: readonly Layout[] = [
  exported(
    "nginx-key-value",
    "access.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `time="${clf(attempt.at)}" client=${address(attempt.index)} method=GET uri="${pathOf(attempt.draw)}" status=${statusOf(attempt)} bytes=512 rt=0.0${attempt.milliseconds} upstream="10.0.0.7:8080"`,
      ),
    { failed: [{ column: "status", atLeast: 500 }] },
  ),
  exported(
    "nginx-combined-with-timings",
    "www.access.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `${address(attempt.index)} - - [${clf(attempt.at)}] "GET ${pathOf(attempt.draw)} HTTP/2.0" ${statusOf(attempt)} 512 "-" "Mozilla/5.0 (X11)" "203.0.113.9" rt=0.0${attempt.milliseconds} uct="0.001" uht="0.0${attempt.milliseconds}" urt="0.0${attempt.milliseconds}"`,
      ),
    { failed: [{ column: "status", atLeast: 500 }] },
  ),
  exported(
    "nginx-stream",
    "stream.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `${address(attempt.index)} [${clf(attempt.at)}] TCP ${attempt.failed ? 502 : 200} ${attempt.failed ? 0 : 4211} 310 0.0${attempt.milliseconds} "10.0.0.8:5432"`,
      ),
    { failed: [{ column: "column5", atLeast: 500 }] },
  ),
  exported(
    "fastly-json",
    "fastly/2026-03-12T08.log",
    (world) =>
      jsonLines(
        world.attempts.map((attempt) => ({
          timestamp: stamp(attempt.at, "YYYY-MM-DDThh:mm:sszzzz"),
          client_ip: address(attempt.index),
          geo_country: "germany",
          host: "shop.example",
          url: pathOf(attempt.draw),
          request_method: "GET",
          request_protocol: "HTTP/2",
          response_state: attempt.failed ? "ERROR" : pick(["HIT", "MISS", "PASS"], attempt.draw),
          response_status: statusOf(attempt),
          response_reason: attempt.failed ? "Backend fetch failed" : "OK",
          response_body_size: 812,
          fastly_server: "cache-fra19120",
          fastly_is_edge: true,
        })),
      ),
    { failed: [{ column: "response_status", atLeast: 500 }] },
  ),
  exported(
    "akamai-datastream",
    "ak-12345-1773302400-1.json",
    (world) =>
      jsonLines(
        world.attempts.map((attempt) => ({
          version: 2,
          streamId: "12345",
          cp: "123456",
          reqId: hex(attempt.index, 8),
          reqTimeSec: (attempt.at / 1000).toFixed(3),
          bytes: "4995",
          cliIP: address(attempt.index),
          statusCode: String(statusOf(attempt)),
          proto: "HTTPS",
          reqHost: "www.shop.example",
          reqMethod: "GET",
          reqPath: pathOf(attempt.draw),
          turnAroundTimeMSec: String(attempt.milliseconds),
          cacheStatus: attempt.failed ? "0" : "1",
          errorCode: attempt.failed ? "ERR_CONNECT_TIMEOUT|" : "-",
        })),
      ),
    { failed: [{ column: "statusCode", atLeast: 500 }] },
  ),
  exported("vpc-flow", "flow-logs.log", vpcFlow, { failed: [failed("action", "REJECT")] }),
  exported(
    "athena-elb",
    "athena-result.csv",
    (world) =>
      quotedCsv(
        [
          "time",
          "elb",
          "client_ip",
          "request_verb",
          "request_url",
          "elb_status_code",
          "target_status_code",
          "target_processing_time",
        ],
        world.attempts.map((attempt) => [
          `${stamp(attempt.at, "YYYY-MM-DD hh:mm:ss.SSS")} UTC`,
          "app/shop/50dc6c495c0c9188",
          address(attempt.index),
          "GET",
          `https://shop.example${pathOf(attempt.draw)}`,
          statusOf(attempt),
          attempt.failed ? "-" : 200,
          attempt.failed ? -1 : attempt.milliseconds / 1000,
        ]),
      ),
    { failed: [{ column: "elb_status_code", atLeast: 500 }] },
  ),
  exported(
    "bigquery-nested",
    "bq-results.json",
    (world) =>
      jsonLines(
        world.attempts.map((attempt) => ({
          event_time: `${stamp(attempt.at, "YYYY-MM-DD hh:mm:ss.SSS")}000 UTC`,
          http: { status: String(statusOf(attempt)), method: "GET" },
          latency_ms: String(attempt.milliseconds),
          labels: [{ key: "region", value: "eu" }],
        })),
      ),
    { failed: [{ column: "http.status", atLeast: 500 }] },
  ),
  exported(
    "snowflake-query-history",
    "QUERY_HISTORY.csv",
    (world) =>
      csv(
        [
          "QUERY_ID",
          "QUERY_TYPE",
          "WAREHOUSE_NAME",
          "EXECUTION_STATUS",
          "ERROR_CODE",
          "ERROR_MESSAGE",
          "START_TIME",
          "END_TIME",
          "TOTAL_ELAPSED_TIME",
        ],
        world.attempts.map((attempt) => [
          uuid(attempt.index),
          "SELECT",
          "WH_M",
          attempt.failed ? "FAIL" : "SUCCESS",
          attempt.failed ? "000604" : "",
          attempt.failed ? "SQL execution canceled" : "",
          `${stamp(attempt.at, "YYYY-MM-DD hh:mm:ss.SSS zzzz", "America/Los_Angeles")}`,
          `${stamp(attempt.at + 900, "YYYY-MM-DD hh:mm:ss.SSS zzzz", "America/Los_Angeles")}`,
          900,
        ]),
      ),
    { failed: [failed("EXECUTION_STATUS", "FAIL"), failed("ERROR_CODE", "000604")] },
  ),
  exported(
    "dynamodb-export",
    "data/abc123.json",
    (world) =>
      jsonLines(
        world.attempts.map((attempt) => ({
          Item: {
            pk: { S: uuid(attempt.index) },
            created_at: { N: String(attempt.at) },
            outcome: { S: attempt.failed ? "failed" : "succeeded" },
            amount: { N: "12.50" },
          },
        })),
      ),
    { failed: [failed("Item.outcome.S", "failed")] },
  ),
  exported(
    "apache-iso-times",
    "other_vhosts_access.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `[${stamp(attempt.at, "YYYY-MM-DD hh:mm:ss.SSS")}412] ${address(attempt.index)} "GET ${pathOf(attempt.draw)} HTTP/1.1" ${statusOf(attempt)} 812 ${attempt.milliseconds * 1000}`,
      ),
    { zone: "UTC", failed: [{ column: "status", atLeast: 500 }] },
  ),
  exported(
    "rails-lograge",
    "production.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `I, [${stamp(attempt.at, "YYYY-MM-DDThh:mm:ss.SSS")}456 #4471]  INFO -- : method=GET path=${pathOf(attempt.draw)} format=html controller=CartController action=show status=${statusOf(attempt)} duration=${attempt.milliseconds}.33 view=3.12 db=1.07`,
      ),
    { zone: "UTC", failed: [{ column: "status", atLeast: 500 }] },
  ),
  exported(
    "django-server",
    "runserver.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `[${stamp(attempt.at, "DD/MON/YYYY hh:mm:ss")}] "GET ${pathOf(attempt.draw)} HTTP/1.1" ${statusOf(attempt)} 1533`,
      ),
    { zone: "UTC", failed: [{ column: "status", atLeast: 500 }] },
  ),
  exported(
    "spring-request-log",
    "app.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `${stamp(attempt.at, "YYYY-MM-DDThh:mm:ss.SSS")}Z  ${attempt.failed ? "ERROR" : " INFO"} 1 --- [nio-8080-exec-${attempt.index % 9}] c.e.shop.RequestLogFilter : method=GET uri=${pathOf(attempt.draw)} status=${statusOf(attempt)} ms=${attempt.milliseconds}`,
      ),
    { failed: [{ column: "status", atLeast: 500 }, failed("level", "ERROR")] },
  ),
  exported(
    "cloud-foundry-router",
    "gorouter-access.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `shop.example - [${stamp(attempt.at, "YYYY-MM-DDThh:mm:ss.SSS")}412Z] "GET ${pathOf(attempt.draw)} HTTP/1.1" ${statusOf(attempt)} 0 67 "-" "curl/8.5" "10.0.4.2:41200" "10.0.32.5:61012" x_forwarded_for:"${address(attempt.index)}" vcap_request_id:"${uuid(attempt.index)}" response_time:0.0${attempt.milliseconds} app_id:"${uuid(3)}" app_index:"0" x_cf_routererror:${attempt.failed ? '"endpoint_failure"' : '"-"'}`,
      ),
    { failed: [{ column: "status", atLeast: 500 }] },
  ),
  exported(
    "vercel-log-drain",
    "vercel.ndjson",
    (world) =>
      jsonLines(
        world.attempts.map((attempt) => ({
          id: hex(attempt.index, 20),
          timestamp: attempt.at,
          type: "stdout",
          level: attempt.failed ? "error" : "info",
          source: "lambda",
          projectId: "prj_9",
          deploymentId: "dpl_7",
          proxy: {
            timestamp: attempt.at,
            method: "GET",
            path: pathOf(attempt.draw),
            statusCode: statusOf(attempt),
            region: "fra1",
          },
          message: "END",
        })),
      ),
    { failed: [{ column: "proxy.statusCode", atLeast: 500 }] },
  ),
  exported(
    "route53-queries",
    "Z123412341234.log",
    (world) =>
      each(
        world,
        (attempt) =>
          `1.0 ${isoSeconds(attempt.at)} Z123412341234 shop.example A ${attempt.failed ? "SERVFAIL" : "NOERROR"} UDP FRA6 ${address(attempt.index)} -`,
      ),
    { failed: [failed("column6", "SERVFAIL"), failed("response_code", "SERVFAIL"), failed("rcode", "SERVFAIL")] },
  ),
  exported(
    "okta-system-log",
    "okta.json",
    (world) =>
      JSON.stringify(
        world.attempts.map((attempt) => ({
          uuid: uuid(attempt.index),
          published: iso(attempt.at),
          eventType: "user.session.start",
          version: "0",
          severity: attempt.failed ? "WARN" : "INFO",
          displayMessage: "User login to Okta",
          actor: { id: "00u1", type: "User", alternateId: "ann@shop.example" },
          outcome: attempt.failed
            ? { result: "FAILURE", reason: "INTERNAL_ERROR" }
            : { result: "SUCCESS", reason: null },
        })),
        null,
        2,
      ),
    { failed: [failed("outcome.result", "FAILURE")] },
  ),
  exported("entra-sign-ins", "InteractiveSignIns_2026-03-12.csv", (world) => `\uFEFF${signIns(world)}`, {
    failed: [failed("Status", "Failure")],
  }),
  exported(
    "freeradius-log",
    "radius.log",
    (world) =>
      each(world, (attempt) => {
        const at = stamp(attempt.at, "DOW MON DD hh:mm:ss YYYY");
        return `${at} : Auth: (${attempt.index}) ${attempt.failed ? "Login incorrect (ldap: Bind was not permitted)" : "Login OK"}: [u${attempt.index % 40}] (from client wlan port 0)`;
      }),
    { zone: "UTC", failed: [failed("message", "Login incorrect")] },
  ),
  exported(
    "salesforce-event-log",
    "2026-03-12_API.csv",
    (world) =>
      quotedCsv(
        [
          "EVENT_TYPE",
          "TIMESTAMP",
          "REQUEST_ID",
          "ORGANIZATION_ID",
          "USER_ID",
          "RUN_TIME",
          "CPU_TIME",
          "URI",
          "REQUEST_STATUS",
          "TIMESTAMP_DERIVED",
        ],
        world.attempts.map((attempt) => [
          "API",
          stamp(attempt.at, "YYYYMMDDhhmmss.SSS"),
          hex(attempt.index, 15),
          "00D000000000001",
          "005000000000001",
          attempt.milliseconds,
          7,
          "/services/Soap",
          attempt.failed ? "F" : "S",
          iso(attempt.at),
        ]),
      ),
    { failed: [failed("REQUEST_STATUS", "F")] },
  ),
  exported(
    "oracle-audit",
    "requests.csv",
    (world) =>
      csv(
        ["REQUEST_ID", "REQUESTED_AT", "OPERATION", "RETURN_CODE", "MESSAGE"],
        world.attempts.map((attempt) => [
          5_000_000 + attempt.index,
          stamp(attempt.at, "DD-MON-YY hh.mm.ss.SSS000 AMPM")
            .toUpperCase()
            .replace(/ (\d\d)\./, (_all, hour: string) => ` ${String(Number(hour) % 12 || 12).padStart(2, "0")}.`),
          "TRANSFER",
          attempt.failed ? 12541 : 0,
          attempt.failed ? "ORA-12541: TNS:no listener" : "",
        ]),
      ),
    { zone: "UTC", failed: [failed("RETURN_CODE", "12541")] },
  ),
  exported(
    "powershell-quoted-semicolons",
    "export.csv",
    (world) =>
      `#TYPE Selected.System.Diagnostics.Eventing.Reader.EventLogRecord\r\n${world.attempts
        .map(
          (attempt) =>
            `${quoted(sql(attempt.at))};${quoted(attempt.failed ? "Fehlgeschlagen" : "Erfolgreich")};${quoted(4000 + (attempt.index % 3))}`,
        )
        .reduce((all, line) => `${all}${line}\r\n`, '"TimeCreated";"Ergebnis";"Id"\r\n')}`,
    { zone: "UTC", failed: [failed("Ergebnis", "Fehlgeschlagen")] },
  ),
];
