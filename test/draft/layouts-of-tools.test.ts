import { describe, expect, it } from "vitest";
import { initIncident } from "../../src/draft/init-incident.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import { openData } from "../../src/sources/open-data.js";
import { folderWith } from "../sources/incident-folder.js";
import { at, expectOpened, FAILED, fails, ms, opened, ROWS, rows, seconds } from "./layout.js";
import type { Layout } from "./layout.js";

const LAYOUTS: Readonly<Record<string, Layout>> = {
  "fping in a loop": {
    file: "fping.log",
    text: rows((row) =>
      fails(row)
        ? `[${seconds(row)}.25110] 192.0.2.1 : [${row}], timed out (8.1 avg, 16% loss)`
        : `[${seconds(row)}.25110] 192.0.2.1 : [${row}], 64 bytes, 8.${row} ms (8.1 avg, 0% loss)`,
    ),
  },
  "fping's own sums, a line a round": {
    file: "fping.log",
    counts: { failures: 15 * 5, attempts: ROWS * 5 },
    text: rows(
      (row) =>
        `[${seconds(row)}.25110] 192.0.2.1 : xmt/rcv/%loss = 5/${fails(row) ? "0/100%" : `5/0%, min/avg/max = 8.0/9.${row % 9}/12.4`}`,
    ),
  },
  "a shell's clock before every line of ping, sums and blank ones too": {
    file: "ping.log",
    text: rows((row) => {
      const clock = `${at(row).replace("T", " ")}: `;
      const answer = fails(row)
        ? "From 198.51.100.9 icmp_seq=1 Destination Host Unreachable"
        : `64 bytes from 192.0.2.1: icmp_seq=1 ttl=57 time=${row}.2 ms`;
      return [
        "PING 192.0.2.1 (192.0.2.1) 56(84) bytes of data.",
        answer,
        "",
        "--- 192.0.2.1 ping statistics ---",
        "1 packets transmitted, 1 received, 0% packet loss, time 0ms",
        "rtt min/avg/max/mdev = 8.1/8.1/8.1/0.0 ms",
      ]
        .map((line) => `${clock}${line}`)
        .join("\n");
    }),
  },
  "answers of three machines at each moment, milliseconds only where one came, no names": {
    file: "ping_log.csv",
    counts: { failures: 3 * FAILED, attempts: 3 * ROWS },
    text: rows((row) =>
      [1, 2, 3]
        .map(
          (host) =>
            `${at(row).replace("T", " ")},host-${host},${fails(row) ? "DOWN," : `UP,${50 + ((row * host) % 40)}`}`,
        )
        .join("\n"),
    ),
  },
  "rows without names that have two cells more from the twentieth on": {
    file: "ping_log.csv",
    text: rows(
      (row) =>
        `${at(row).replace("T", " ")},192.0.2.1,${fails(row) ? "DOWN," : `UP,${3 + (row % 20)}.25`}${row < 20 ? "" : `,${fails(row) ? "-,-" : "box,08:00:2b:01:02:03"}`}`,
    ),
  },
  "milliseconds or a dash, no names": {
    file: "ping.log",
    answers: { failed: "column3:-" },
    text: rows(
      (row) =>
        `${at(row).replace(/\D/g, "").slice(0, 12)}${10 + ((row * 7) % 50)},192.0.2.${1 + (row % 2)},${fails(row) ? "-" : 3 + (row % 20)}`,
    ),
  },
  "mtr's header, of which one name is blank and one too many empty": {
    file: "mtr.csv",
    counts: { failures: 10 * FAILED, attempts: 10 * ROWS },
    text: `Mtr_Version,Start_Time,Status,Host,Hop,Ip,Loss%,Snt, ,Last,StDev,\n${rows((row) => `MTR.0.95,${seconds(row)},OK,192.0.2.1,1,${fails(row) ? "???,100.00" : "192.0.2.1,0.00"},10,0,9.${row},0.4`)}`,
  },
  "pairs behind words, an error in single quotes on what failed": {
    file: "app.log",
    answers: { failed: "status:500" },
    text: rows(
      (row) =>
        `I, [${at(row)}.000481 #7]  INFO -- : method=POST path=/pay format=json status=${fails(row) ? "500 error='Timeout: no answer came'" : "200"} duration=${row}.12`,
    ),
  },
  "times of the Azure portal, whose first days may be months": {
    file: "query_data.csv",
    text: `"TimeGenerated [UTC]",CsUriStem,ScStatus\n${rows((row) => `"4/7/2026, ${Number(at(row).slice(11, 13))}${at(row).slice(13)}.250 AM",/cart,${fails(row) ? 503 : 200}`)}`,
  },
  "a French ping of Windows with a clock before it": {
    file: "ping.txt",
    text: rows((row) =>
      fails(row)
        ? `${at(row).replace("T", " ")} Délai d'attente de la demande dépassé.`
        : `${at(row).replace("T", " ")} Réponse de 192.0.2.1 : octets=32 temps=${row}ms TTL=57`,
    ),
  },
  "checks in the log of Nagios, warnings and alerts beside them": {
    file: "nagios.log",
    text: rows((row) =>
      [
        `[${seconds(row)}] PASSIVE SERVICE CHECK: mail;SMTP;${fails(row) ? 2 : row % 9 === 0 ? 1 : 0};text; with a semicolon`,
        ...(row === 40 ? [`[${seconds(row)}] SERVICE ALERT: mail;SMTP;CRITICAL;HARD;3;connection refused`] : []),
      ].join("\n"),
    ),
  },
  "a mail log in which only deliveries are attempts": {
    file: "mail.log",
    answers: { "time.year": "2026" },
    text: rows((row) => {
      const clock = `Apr  7 ${at(row).slice(11)}`;
      return [
        `${clock} mx postfix/cleanup[9]: 4F${1000 + row}: message-id=<a${row}@shop.example>`,
        `${clock} mx postfix/smtp[8]: 4F${1000 + row}: to=<b@c.example>, relay=none, delay=2, delays=1/0/1/0, dsn=${fails(row) ? "4.4.1, status=deferred (timed out)" : "2.0.0, status=sent (250 ok)"}`,
      ].join("\n");
    }),
  },
  "a graph of the CloudWatch console, errors empty where there were none": {
    file: "graph.csv",
    counts: { failures: 15 * 7, attempts: 90 * 20 },
    text: `Full label,Requests,5XX\nId,m1,m2\nStat,Sum,Sum\nPeriod,60,60\n${rows((row) => `${at(row).replaceAll("-", "/").replace("T", " ")},20.0,${fails(row) ? "7.0" : ""}`)}`,
  },
  "counts by status that are there only where there were any": {
    file: "search.csv",
    counts: { failures: 15 * 7, attempts: 90 * 20 + 15 * 7 },
    text: `_time,code,count\n${rows((row) => [`${at(row)}Z,200,20`, ...(fails(row) ? [`${at(row)}Z,503,7`] : [])].join("\n"))}`,
  },
  "a query of promtool over a range": {
    file: "range.txt",
    counts: { failures: 15 * 7, attempts: 90 * 20 + 15 * 7 },
    text: `{code="200", job="cart"} =>\n${rows((row) => `20 @[${seconds(row)}]`)}{code="500", job="cart"} =>\n${rows((row) => `${fails(row) ? 7 : 0} @[${seconds(row)}]`)}`,
  },
  "JSON in the cells of a table": {
    file: "insights.csv",
    answers: { failed: "@message.status:500" },
    text: `@timestamp,@message\n${rows((row) => `${at(row).replace("T", " ")}.000,"{""status"":${fails(row) ? 500 : 200},""level"":""${fails(row) ? "ERROR" : "INFO"}""}"`)}`,
  },
  "JSON in the texts of JSON": {
    file: "events.json",
    answers: { failed: "message.ok:false" },
    text: JSON.stringify({
      events: Array.from({ length: ROWS }, (_row, row) => ({
        timestamp: ms(row),
        message: JSON.stringify({ ok: !fails(row), part: row % 2 ? "cart" : "pay" }),
      })),
    }),
  },
  "spans with tags that say their types": {
    file: "traces.json",
    answers: { failed: "tags.error:true" },
    text: JSON.stringify({
      data: Array.from({ length: ROWS }, (_row, row) => ({
        traceID: `t${row}`,
        spans: [
          {
            startTime: ms(row) * 1000,
            tags: [
              { key: "span.kind", type: "string", value: "server" },
              { key: "error", type: "bool", value: fails(row) },
            ],
          },
        ],
      })),
    }),
  },
  "requests of a browser, whose headers are more than they": {
    file: "shop.har",
    text: JSON.stringify({
      log: {
        version: "1.2",
        entries: Array.from({ length: ROWS }, (_row, row) => ({
          startedDateTime: `${at(row)}.120Z`,
          request: { method: "GET", headers: ["a", "b", "c"].map((name) => ({ name, value: at(row) })) },
          response: { status: fails(row) ? 0 : 200, headers: [{ name: "date", value: at(row) }] },
        })),
      },
    }),
  },
  "loss in per cent beside the number sent": {
    file: "mtr.csv",
    counts: { failures: 15 * 5, attempts: 90 * 10 },
    text: `Start_Time,Status,Host,Loss%,Snt,Avg\n${rows((row) => `${seconds(row)},OK,shop.example,${fails(row) ? "50.00" : "0.00"},10,${10 + (row % 7)}.25`)}`,
  },
  "an ending beside a received time, and a flag that is always yes": {
    file: "report.csv",
    answers: { failed: "Disconnect Type:error" },
    text: `Export Completed,date_finalized,date_received,Disconnect Type\n${rows((row) => `YES,${at(row + 300)}Z,${at(row)}Z,${fails(row) ? "error" : row % 2 ? "peer" : "client"}`)}`,
  },
  "an export of VictoriaMetrics": {
    file: "export.jsonl",
    counts: { failures: 15 * 7, attempts: 90 * 20 + 15 * 7 },
    text: ["200", "500"]
      .map((code) =>
        JSON.stringify({
          metric: { __name__: "http_requests", code },
          values: Array.from({ length: ROWS }, (_row, row) => (code === "200" ? 20 : fails(row) ? 7 : 0)),
          timestamps: Array.from({ length: ROWS }, (_row, row) => ms(row)),
        }),
      )
      .join("\n"),
  },
  "an answer of OpenTSDB": {
    file: "query.json",
    counts: { failures: 15 * 7, attempts: 90 * 20 },
    text: JSON.stringify(
      ["requests", "errors"].map((name) => ({
        metric: `cart.${name}`,
        tags: {},
        dps: Object.fromEntries(
          Array.from({ length: ROWS }, (_row, row) => [seconds(row), name === "requests" ? 20 : fails(row) ? 7 : 0]),
        ),
      })),
    ),
  },
  "Graphite's CSV, which has no header": {
    file: "render.csv",
    counts: { failures: 15 * 7, attempts: 90 * 20 },
    text: ["requests", "errors"]
      .map((name) =>
        rows((row) => `cart.${name},${at(row).replace("T", " ")},${name === "requests" ? 20 : fails(row) ? 7 : 0}.0`),
      )
      .join(""),
  },
  "rrdtool fetch, whose times are the ends of steps": {
    file: "fetch.txt",
    counts: { failures: 15 * 7, attempts: 90 * 20 },
    text: `          requests     errors\n\n${rows((row) => `${seconds(row + 1)}: 2.0000000000e+01 ${fails(row) ? "7" : "0"}.0000000000e+00`)}`,
  },
  "what psql prints, which is no fetch of RRDtool": {
    file: "psql.txt",
    text: `      at      | result\n---------+--------\n${rows((row) => ` ${at(row)}Z | ${fails(row) ? "failed" : "ok"}`)}(${ROWS} rows)\n`,
  },
  "a date with its weekday beside a clock": {
    file: "calls.csv",
    answers: { format: "m" },
    text: `Date,Time,Result\n${rows((row) => `Tue 04/07/2026,${at(row).slice(11, 16)},${fails(row) ? "Call Failed" : "Call connected"}`)}`,
  },
  "a date and a clock as whole numbers": {
    file: "history.csv",
    answers: { failed: "run_status:0" },
    text: `run_date,run_time,run_status\n${rows((row) => `20260407,${Number(at(row).slice(11).replaceAll(":", ""))},${fails(row) ? 0 : 1}`)}`,
  },
  "Fluentd's files": {
    file: "buffer.log",
    text: rows((row) => `${at(row)}+00:00\tcart.access\t${JSON.stringify({ code: fails(row) ? 502 : 200 })}`),
  },
  "pods of kubectl before JSON": {
    file: "web.log",
    text: rows((row) => `[pod/web-1/app] ${JSON.stringify({ ts: `${at(row)}Z`, status: fails(row) ? 502 : 200 })}`),
  },
  "syslog around JSON": {
    file: "edge.log",
    text: rows(
      (row) => `<134>${at(row)}Z cache-1 cart[7]: ${JSON.stringify({ url: "/", status: fails(row) ? 502 : 200 })}`,
    ),
  },
  "statuses in a column without a name": {
    file: "router.log",
    answers: { failed: "column3:502" },
    text: rows((row) => `[${at(row)}Z] "GET / HTTP/1.1" ${fails(row) ? 502 : 200} 12 "-"`),
  },
  "rows that begin with a long number and have no header": {
    file: "archive.tsv",
    text: rows(
      (row) => `77115617833205${10 + row}\t${at(row)}Z\tweb1\t${fails(row) ? "Error" : "Info"}\tcart\torder ${row}`,
    ),
  },
  "a word between the times that answers took": {
    file: "line.csv",
    text: `time,rtt_ms\n${rows((row) => `${at(row)}Z,${fails(row) ? "timeout" : `1${row % 7}.${row % 10}`}`)}`,
  },
  "the same with units, as a panel writes them": {
    file: "line.csv",
    text: `Time,latency\n${rows((row) => `${at(row)}Z,${fails(row) ? "Request timed out" : `1${row % 7}.${row % 10} ms`}`)}`,
  },
  "a number below zero where no answer came": {
    file: "line.csv",
    text: `time,target,ping\n${rows((row) => `${at(row)}Z,192.0.2.1,${fails(row) ? -1 : `1${row % 7}.${row % 10}`}`)}`,
  },
  "nothing where no answer came, which is asked": {
    file: "line.csv",
    answers: { failed: "rtt_ms:empty" },
    text: `time,target,rtt_ms\n${rows((row) => `${at(row)}Z,192.0.2.1,${fails(row) ? "" : `1${row % 7}.${row % 10}`}`)}`,
  },
  "packets sent and received": {
    file: "line.csv",
    counts: { failures: 15 * 4, attempts: 90 * 5 },
    text: `time,host,sent,received,loss,avg\n${rows((row) => `${at(row)}Z,a,5,${fails(row) ? "1,80%," : `5,0%,1${row % 7}`}`)}`,
  },
  "a log of deliveries by Exim, whose flags say what became of each": {
    file: "mainlog",
    text: rows(
      (row) =>
        `${at(row).replace("T", " ")} 1wAb${10 + row}-000${100 + row}-2c <= shop@example.org U=web S=812\n` +
        `${at(row).replace("T", " ")} 1wAb${10 + row}-000${100 + row}-2c ${fails(row) ? "**" : "=>"} u${row}@example.net R=dnslookup T=smtp${fails(row) ? ": retry timeout exceeded" : " H=mx.example.net"}`,
    ),
  },
  "a log of deliveries by Sendmail, without a year": {
    file: "maillog",
    answers: { "time.year": "2026" },
    text: rows(
      (row) =>
        `Apr  7 ${at(row).slice(11)} mx1 sendmail[${900 + row}]: 5AB${1000 + row}: to=<u${row}@example.net>, delay=00:00:02, relay=mx.example.net., dsn=${fails(row) ? "4.0.0" : "2.0.0"}, stat=${fails(row) ? "Deferred: Connection timed out" : "Sent (ok)"}`,
    ),
  },
  "a classic load balancer's lines of backends that gave no status": {
    file: "elb.log",
    text: rows(
      (row) =>
        `${at(row)}.000Z shop 192.0.2.${row}:4${1000 + row} ${fails(row) ? "- -1 -1 -1 504 0" : "10.0.0.1:80 0.01 0.02 0.01 200 200"} 0 57 "GET https://shop.example:443/ HTTP/1.1" "curl" ECDHE TLSv1.2`,
    ),
  },
  "keys behind a logger's words": {
    file: "production.log",
    text: rows(
      (row) =>
        `I, [${at(row)}.1200${10 + row} #${row}]  INFO -- : method=GET path=/cart status=${fails(row) ? 500 : 200} duration=${row}.5`,
    ),
  },
  "JSON behind a logger's words": {
    file: "server.log",
    text: rows(
      (row) =>
        `${at(row)}.000Z\t${fails(row) ? "error" : "info"}\tgrpc/server.go:11\tfinished call\t${JSON.stringify({ "grpc.service": "Cart", "grpc.code": fails(row) ? "Unavailable" : "OK", "grpc.time_ms": row })}`,
    ),
  },
  "sentences behind the time that ctime writes": {
    file: "radius.log",
    answers: { failed: "message:incorrect" },
    text: `${rows((row) => `Tue Apr  7 ${at(row).slice(11)} 2026 : Auth: (${row}) ${fails(row) ? "Login incorrect (no response from the directory)" : "Login OK"}: [u${row}] (from client ap${row % 3} port 0)`)}Tue Apr  7 07:31:00 2026 : Auth: (90) Login OK: [u10]\n`,
    counts: { failures: FAILED, attempts: ROWS + 1 },
  },
  "answers of a resolver behind a level that never changes": {
    file: "dns.log",
    answers: { failed: "message:SERVFAIL" },
    text: rows(
      (row) =>
        `${at(row)}.0Z [INFO] 10.1.0.${row}:5${row} - ${7000 + row} "A IN api${row % 4}.example. udp 40" ${fails(row) ? "SERVFAIL" : "NOERROR"} qr,rd 100 0.0${10 + row}s`,
    ),
  },
  "what date writes before a status and seconds": {
    file: "check.txt",
    answers: { failed: "column1:000" },
    text: rows((row) => `Tue 7 Apr ${at(row).slice(11)} UTC 2026 ${fails(row) ? "000" : "200"} 0.0${10 + row}`),
  },
  "times of twelve digits with a short year, as message centres write": {
    file: "dlr.csv",
    answers: { failed: "stat:UNDELIV" },
    text: `id;submit date;stat\n${rows((row) => `${700 + row};${at(row).slice(2).replace(/\D/g, "")};${fails(row) ? "UNDELIV" : "DELIVRD"}`)}`,
  },
  "times of ten digits without a year, and codes with zeros before them": {
    file: "switch.txt",
    answers: { "time.year": "2026", failed: "DE39:91" },
    text: `MTI|DE7|DE11|DE39|DE41\n${rows((row) => `0210|${at(row).slice(5, 17).replace(/\D/g, "")}${10 + (row % 47)}|${100000 + row}|${fails(row) ? "91" : "00"}|ATM${row % 5}`)}`,
  },
  "a French clock in a table of counts": {
    file: "stats.csv",
    answers: { "time.format": "d" },
    counts: { failures: 15 * 40, attempts: 90 * 1200 },
    text: `Période;Appels;Aboutis;Échecs\n${rows((row) => `07/04/2026 ${at(row).slice(11, 16).replace(":", "h")};1\u202f200;${fails(row) ? "1\u202f160;40" : "1\u202f200;0"}`)}`,
  },
  "calls that were offered, handled and abandoned": {
    file: "queue.csv",
    counts: { failures: 15 * 30, attempts: 90 * 50 },
    text: `Queue,StartInterval,Contacts queued,Contacts handled,Contacts abandoned\n${rows((row) => `Main,${at(row)}Z,50,${fails(row) ? "20,30" : "50,0"}`)}`,
  },
  "the sum of what came each minute": {
    file: "browser.csv",
    counts: { failures: 15 * 7, attempts: 90 * 60 },
    text: `Time,Calls per Minute (Sum),Errors per Minute (Sum),Average Response Time (ms)\n${rows((row) => `${at(row)}Z,60,${fails(row) ? 7 : 0},1${row % 9}`)}`,
  },
  "packets that a rule turned away, beside a status that is always the same": {
    file: "flow.log",
    answers: { failed: "action:REJECT" },
    text: `version interface-id srcport start action log-status\n${rows((row) => `2 eni-0a ${4000 + row} ${seconds(row)} ${fails(row) ? "REJECT" : "ACCEPT"} OK`)}`,
  },
  "calls without a header, of which some have no length": {
    file: "smdr.csv",
    answers: { failed: "column2:00:00:00" },
    text: rows(
      (row) =>
        `${at(row).replaceAll("-", "/").replace("T", " ").slice(0, 17)}${10 + (row % 47)},${fails(row) ? "00:00:00" : `00:0${row % 7}:${10 + (row % 40)}`},${row % 20},0${700000 + row * 7},I,201,E${200 + (row % 9)}`,
    ),
  },
};

describe("exports of tools are opened with at most one answer beside zone and year", () => {
  it.each(Object.entries(LAYOUTS))("%s", async (_what, layout) => {
    await expectOpened(layout);
  });

  it("a number is not looked for in times where no column holds it", async () => {
    const text = `time,message\n${rows((row) => `${at(row)}.500Z,request ${row} of many`)}`;
    await expect(opened({ file: "app.csv", text, answers: { "app.failed": "500" } })).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  it("a column that never fails is written as what else would", async () => {
    const { folder } = await opened({
      file: "jobs.csv",
      text: `started_at,exit_code\n${rows((row) => `${at(row)}Z,0`)}`,
    });
    expect((await openIncident(folder)).sources[0]?.failed).toMatchObject({
      where: [["exit_code", { kind: "not", values: ["0"] }]],
    });
  });

  it("a status that is always the same is said to be the one that was looked at", async () => {
    const folder = folderWith({ "jobs.csv": `time,status,took\n${rows((row) => `${at(row)}Z,OK,${row}`)}` });
    const { notes, questions } = await initIncident(folder, { terminal: false });
    expect(questions).toEqual([]);
    expect(notes).toEqual([
      "jobs.csv: no row fails by status (OK 90), and any other value there would; if something else tells failures, say it as --answer jobs.failed=<column>:<value>.",
    ]);
  });

  it("asks which mark stands before decimals where a gauge's digits in threes may be thousands", async () => {
    const text = `time,queue\n${rows((row) => `${at(row)}Z,"${1 + (row % 3)},${100 + row}"`)}`;
    expect((await opened({ file: "queue.csv", text })).asked).toEqual(["sources.queue.dialect.decimal"]);
    const { asked, folder } = await opened({ file: "queue.csv", text, answers: { decimal: "." } });
    expect(asked).toEqual([]);
    expect((await openIncident(folder)).sources[0]?.dialect).toEqual({ decimal: "." });
  });

  it.each([
    [
      "a monitor's ups and downs",
      "logs.csv",
      `Event,Date-Time,Reason\nUp,${at(50)}Z,OK\nDown,${at(40)}Z,Timeout\nUp,${at(0)}Z,OK\n`,
    ],
    [
      "a router's neighbours",
      "bgp.log",
      `${at(0)}Z edge1 %BGP-5-ADJCHANGE: neighbor 192.0.2.1 Up\n${at(40)}Z edge1 %BGP-5-ADJCHANGE: neighbor 192.0.2.1 Down BGP Notification sent\n${at(50)}Z edge1 %BGP-5-ADJCHANGE: neighbor 192.0.2.1 Up\n`,
    ],
  ])("changes of state are no attempts, and what would help is said: %s", async (_what, file, text) => {
    const folder = folderWith({ [file]: text });
    const { path, questions, files } = await initIncident(folder, {
      terminal: false,
      answers: new Map([["time.zone", "UTC"]]),
    });
    expect([path, questions]).toEqual([null, []]);
    expect(files[0]?.why).toMatch(
      /changes of state \(up 2026-04-07T06:00:00Z, down 2026-04-07T06:40:00Z, up 2026-04-07T06:50:00Z\).*add attempts or a measurement/,
    );
  });

  it("problems with a time of recovery are alerts and no measurements", async () => {
    const folder = folderWith({
      "problems.csv": `"Severity","Time","Recovery time","Status","Host","Problem","Duration"\n"High","${at(40)}Z","${at(55)}Z","RESOLVED","web1","HTTP check failed","15m"\n"Low","${at(2)}Z","${at(4)}Z","RESOLVED","web1","CPU","2m"\n`,
    });
    const { path, files } = await initIncident(folder, { terminal: false });
    expect(path).toBeNull();
    expect(files[0]?.why).toContain("alerts");
  });

  it("parts that go by numbers make series of a gauge", async () => {
    const { asked, folder } = await opened({
      file: "lag.csv",
      text: `timestamp,group,topic,partition,lag\n${rows((row) => `${at(row)}Z,g,orders,0,${row % 9}\n${at(row)}Z,g,orders,1,${fails(row) ? 900 : row % 7}`)}`,
    });
    expect(asked).toEqual([]);
    expect((await openIncident(folder)).sources.map(({ name, kind }) => [name, kind])).toEqual([
      ["lag_0", "gauge"],
      ["lag_1", "gauge"],
    ]);
  });

  it("says of days without a time of day that nothing shorter can be told", async () => {
    const { folder } = await opened({
      file: "calls.csv",
      text: `Date,Result\n${rows((row) => `2026-04-0${1 + (row % 3)},${fails(row) ? "failed" : "ok"}`)}`,
    });
    const data = await openData(await openIncident(folder));
    expect(data.source("calls").quality.notes.join(" ")).toContain("days without a time of day");
    await data.close();
  });

  it("says of a folder with nothing but changes why it cannot be used, and asks nothing", async () => {
    const folder = folderWith({
      "deploys.csv": "deployed_at,service,version,commit_sha\n2026-04-07T06:00:00Z,cart,1.2,4f5e6d7c8b9a\n",
    });
    const { path, questions, files } = await initIncident(folder, { terminal: false });
    expect([path, questions]).toEqual([null, []]);
    expect(files[0]).toMatchObject({
      used: null,
      why: expect.stringContaining("it tells when, not how much failed") as unknown,
    });
  });
});
