import { clf, iso, isoSeconds, sql, stamp } from "../clock.js";
import { exported, failed, type Layout } from "../layout.js";
import { address, csv, hex, jsonLines, lines, pick, quotedCsv, uuid } from "../text.js";
import type { Attempt, World } from "../world.js";

const seconds = (at: number): number => Math.floor(at / 1000);
const each =
  (row: (attempt: Attempt) => string): ((world: World) => string) =>
  (world) =>
    lines(world.attempts.map(row));
const newestFirst = (world: World): readonly Attempt[] => [...world.attempts].reverse();

const fping = each(({ at, failed: lost, milliseconds, index }) =>
  lost
    ? `[${(at / 1000).toFixed(5)}] 1.1.1.1 : [${index}], timed out (12.1 avg, 1% loss)`
    : `[${(at / 1000).toFixed(5)}] 1.1.1.1 : [${index}], 64 bytes, ${(milliseconds / 3).toFixed(1)} ms (12.1 avg, 1% loss)`,
);

/** `ping.exe` in a loop of PowerShell that puts the clock of a German machine before each line. */
const windowsPing = each(({ at, failed: lost, milliseconds }) =>
  lost
    ? `${stamp(at, "DD.MM.YYYY hh:mm:ss", "Europe/Berlin")} Zeitüberschreitung der Anforderung.`
    : `${stamp(at, "DD.MM.YYYY hh:mm:ss", "Europe/Berlin")} Antwort von 1.1.1.1: Bytes=32 Zeit=${milliseconds}ms TTL=57`,
);

const macPing = each(({ at, failed: lost, milliseconds, index }) =>
  lost
    ? `${sql(at)} Request timeout for icmp_seq ${index}`
    : `${sql(at)} 64 bytes from 1.1.1.1: icmp_seq=${index} ttl=57 time=${(milliseconds / 3).toFixed(3)} ms`,
);

const nagiosLog = each(
  ({ at, failed: down, milliseconds }) =>
    `[${seconds(at)}] PASSIVE SERVICE CHECK: web1;HTTP;${down ? 2 : 0};${down ? "CRITICAL - Socket timeout after 10 seconds" : `HTTP OK: HTTP/1.1 200 OK - 512 bytes in 0.0${milliseconds} second response time`}`,
);

const heartbeat = (world: World): string =>
  jsonLines(
    world.attempts.map(({ at, failed: down, milliseconds, index }) => ({
      "@timestamp": iso(at),
      monitor: {
        id: "shop",
        name: "Shop",
        type: "http",
        status: down ? "down" : "up",
        check_group: uuid(index),
        duration: { us: milliseconds * 1000 },
      },
      summary: { up: down ? 0 : 1, down: down ? 1 : 0 },
      url: { full: "https://shop.example/cart", domain: "shop.example" },
      ...(down
        ? { error: { type: "io", message: "dial tcp 203.0.113.9:443: connect: connection refused" } }
        : { http: { response: { status_code: 200 } } }),
    })),
  );

const statusCake = (world: World): string =>
  JSON.stringify({
    data: newestFirst(world).map(({ at, failed: down, milliseconds, index }) => ({
      created_at: isoSeconds(at).replace("Z", "+00:00"),
      location: pick(["LOND2", "NYC3", "SGP1"], (index % 3) / 3),
      response_time: down ? 0 : milliseconds,
      status_code: down ? 0 : 200,
    })),
    metadata: { per_page: 2000, links: { self: "https://api.example/v1/uptime/1/history" } },
  });

const pingdomCsv = (world: World): string =>
  csv(
    ["Time", "Probe", "Status", "Response time (ms)", "Status description"],
    newestFirst(world).map(({ at, failed: down, milliseconds, index }) => [
      sql(at),
      pick(["Stockholm 2, Sweden", "Dallas, TX"], (index % 2) / 2),
      down ? "DOWN" : "UP",
      down ? "" : milliseconds,
      down ? "HTTP Error 503" : "OK",
    ]),
  );

const postfix = each(({ at, failed: bounced, index, draw }) => {
  const clock = stamp(at, "MON DD hh:mm:ss");
  const id = hex(index, 11).toUpperCase();
  const status = bounced
    ? pick(
        [
          "deferred (connect to mail.example[203.0.113.9]:25: Connection timed out)",
          "deferred (host mail.example[203.0.113.9] said: 451 4.3.0 Try later (in reply to MAIL FROM command))",
        ],
        draw,
      )
    : "sent (250 2.0.0 Ok: queued as 9C3D)";
  return [
    `${clock} mx1 postfix/qmgr[811]: ${id}: from=<shop@shop.example>, size=2112, nrcpt=1 (queue active)`,
    `${clock} mx1 postfix/smtp[812]: ${id}: to=<u${index}@mail.example>, relay=${bounced ? "none" : "mail.example[203.0.113.9]:25"}, delay=0.8, delays=0.1/0/0.3/0.4, dsn=${bounced ? "4.4.1" : "2.0.0"}, status=${status}`,
    ...(bounced ? [] : [`${clock} mx1 postfix/qmgr[811]: ${id}: removed`]),
  ].join("\n");
});

const journalShort = each(
  ({ at, failed: down, index }) =>
    `${stamp(at, "YYYY-MM-DDThh:mm:sszzzz")} app1 billing[812]: ${down ? `ERROR invoice ${index} failed: connection refused` : `INFO invoice ${index} sent`}`,
);

const haproxyTcp = each(
  ({ at, failed: down, milliseconds, index }) =>
    `${stamp(at, "YYYY-MM-DDThh:mm:sszz:zz")} lb1 haproxy[1042]: ${address(index)}:${40000 + (index % 20000)} [${stamp(at, "DD/MON/YYYY:hh:mm:ss.SSS")}] sql~ db/${down ? "<NOSRV>" : "db1"} ${down ? "0/-1/0" : `0/1/${milliseconds}`} ${down ? 0 : 4120} ${down ? "SC" : "--"} 12/12/3/1/0 0/0`,
);

const nginxJson = (world: World): string =>
  jsonLines(
    world.attempts.map(({ at, failed: down, milliseconds, index, draw }) => ({
      msec: (at / 1000).toFixed(3),
      connection: String(4000 + index),
      remote_addr: address(index),
      request_uri: "/cart",
      status: down ? String(pick([502, 504], draw)) : draw < 0.04 ? "404" : "200",
      request_time: (milliseconds / 1000).toFixed(3),
      upstream_status: down ? "502, 504" : "200",
      upstream_response_time: down ? "0.001, 3.000" : (milliseconds / 1000).toFixed(3),
    })),
  );

const tomcat = each(
  ({ at, failed: down, milliseconds, index, draw }) =>
    `${address(index)} - - [${clf(at, "America/Sao_Paulo")}] "POST /pedidos HTTP/1.1" ${down ? pick([500, 503], draw) : 201} ${down ? "-" : 512} ${milliseconds}`,
);

/** The acc table of a SIP proxy: a row for the final response of each request, as `mysql` exports it. */
const kamailio = (world: World): string =>
  quotedCsv(
    ["id", "method", "from_tag", "to_tag", "callid", "sip_code", "sip_reason", "time", "src_user", "dst_user"],
    world.attempts.map(({ at, failed: down, index, draw }) => {
      const [code, reason] = down
        ? pick(
            [
              ["503", "Service Unavailable"],
              ["408", "Request Timeout"],
            ] as const,
            draw,
          )
        : draw < 0.06
          ? (["486", "Busy Here"] as const)
          : (["200", "OK"] as const);
      return [
        index + 1,
        "INVITE",
        hex(index, 10),
        hex(index + 3, 10),
        `${hex(index, 20)}@198.51.100.7`,
        code,
        reason,
        sql(at),
        "200",
        "0305550100",
      ];
    }),
  );

const snmpNotes = (world: World): string =>
  csv(
    ["host", "check_command", "last_check", "state", "state_type", "output", "execution_time"],
    world.attempts.map(({ at, failed: down, milliseconds, index }) => [
      pick(["web1", "web2"], (index % 2) / 2),
      "http",
      seconds(at),
      down ? "2.0" : "0.0",
      "1.0",
      down ? "CRITICAL - Socket timeout" : "HTTP OK",
      `0.0${milliseconds}`,
    ]),
  );

/** One row a hop and a run; the last hop is the target. */
const mtr = (world: World): string =>
  csv(
    [
      "Mtr_Version",
      "Start_Time",
      "Status",
      "Host",
      "Hop",
      "Ip",
      "Loss%",
      "Snt",
      "Last",
      "Avg",
      "Best",
      "Wrst",
      "StDev",
    ],
    world.attempts.map(({ at, failed: lost, milliseconds }) => [
      "MTR.0.95",
      seconds(at),
      "OK",
      "shop.example",
      1,
      "203.0.113.9",
      lost ? "100.00" : "0.00",
      1,
      lost ? "0.00" : (milliseconds / 3).toFixed(2),
      lost ? "0.00" : (milliseconds / 3).toFixed(2),
      "3.10",
      "31.20",
      "0.00",
    ]),
  );

/** What a script at home wrote where no answer came: a word, a number below zero, nothing, or fewer packets. */
const probe =
  (lost: string) =>
  (world: World): string =>
    csv(
      ["time", "target", "rtt_ms"],
      world.attempts.map(({ at, failed: down, milliseconds }) => [
        isoSeconds(at),
        "9.9.9.9",
        down ? lost : (milliseconds / 3).toFixed(1),
      ]),
    );

export const MONITORS: readonly Layout[] = [
  exported("probe-word-for-loss", "line.csv", probe("timeout"), { failed: [failed("rtt_ms", "timeout")] }),
  exported("probe-below-zero", "line.csv", probe("-1"), { failed: [failed("rtt_ms", "-1")] }),
  exported("probe-empty-for-loss", "line.csv", probe(""), { failed: [failed("rtt_ms", "empty")] }),
  exported("fping-loop", "fping.log", fping, {
    failed: [failed("ok", "false"), failed("result", "timed out", "no answer"), failed("answered", "false")],
  }),
  {
    ...exported("windows-ping-german", "ping.txt", windowsPing, {
      zone: "Europe/Berlin",
      order: "dmy",
      failed: [failed("ok", "false"), failed("result", "no answer"), failed("answered", "false")],
    }),
    plan: { start: "2026-03-24T08:00:00Z" },
  },
  exported("mac-ping-stamped", "ping.txt", macPing, {
    zone: "UTC",
    failed: [failed("ok", "false"), failed("result", "no answer"), failed("answered", "false")],
  }),
  exported("nagios-log", "nagios.log", nagiosLog, {
    failed: [failed("state", "2"), failed("status", "2"), failed("result", "2"), failed("return_code", "2")],
  }),
  exported("elastic-heartbeat", "heartbeat.ndjson", heartbeat, {
    failed: [failed("monitor.status", "down"), failed("summary.down", "1"), failed("summary.up", "0")],
  }),
  exported("statuscake-history", "history.json", statusCake, { failed: [failed("status_code", "0")] }),
  exported("pingdom-csv", "Shop_raw.csv", pingdomCsv, { zone: "UTC", failed: [failed("Status", "DOWN")] }),
  exported("postfix-mail-log", "mail.log", postfix, {
    zone: "UTC",
    year: 2026,
    failed: [failed("status", "deferred")],
  }),
  exported("journald-short-iso", "billing.log", journalShort, { failed: [failed("level", "ERROR")] }),
  exported("haproxy-tcp", "haproxy.log", haproxyTcp, {
    zone: "UTC",
    failed: [failed("termination_state", "SC"), failed("termination", "SC")],
  }),
  exported("nginx-json-msec", "access.json", nginxJson, { failed: [{ column: "status", atLeast: 500 }] }),
  exported("tomcat-access", "localhost_access_log.2026-03-12.txt", tomcat, {
    failed: [{ column: "status", atLeast: 500 }],
  }),
  exported("kamailio-acc", "acc.csv", kamailio, {
    zone: "UTC",
    failed: [failed("sip_code", "408", "503"), failed("sip_reason", "Request Timeout", "Service Unavailable")],
  }),
  exported("icinga-states", "checks.csv", snmpNotes, { failed: [failed("state", "2.0")] }),
  exported("mtr-csv", "mtr.csv", mtr, { failed: [failed("Loss%", "100.00")] }),
];
