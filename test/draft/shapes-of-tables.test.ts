import { describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openIncident } from "../../src/incident/yaml/open.js";
import { openData } from "../../src/sources/open-data.js";
import { totals } from "../sources/incident-folder.js";
import { at, expectOpened, fails, opened, openedFolder, ROWS, rows, seconds } from "./layout.js";
import type { Layout } from "./layout.js";

const MINUTES = { failures: 15 * 7, attempts: ROWS * 20 };
const errors = (row: number): number => (fails(row) ? 7 : 0);
const each = <T>(value: (row: number) => T): T[] => Array.from({ length: ROWS }, (_row, row) => value(row));
const clock = (row: number): string => at(row).replace("T", " ").slice(0, 16);

/** Tables in shapes that programs give them, each with what must come out and nothing to answer but the zone. */
const SHAPES: Readonly<Record<string, Layout>> = {
  "two header lines, the upper one over several columns": {
    file: "report.csv",
    counts: MINUTES,
    text: `,Requests,,Errors,\nTime,Count,Avg ms,Count,Avg ms\n${rows((row) => `${clock(row)},20,12,${errors(row)},40`)}`,
  },
  "a subtotal after each half hour": {
    file: "report.csv",
    counts: MINUTES,
    text: `Time,Requests,Errors\n${rows((row) => `${clock(row)},20,${errors(row)}${row % 30 === 29 ? `\nSubtotal of 30 minutes,600,${row}` : ""}`)}Total,1800,105\n`,
  },
  "spans of time, numbers with a unit, sums and averages below": {
    file: "sensor.csv",
    counts: MINUTES,
    answers: { "time.format": "m" },
    text: `Date Time,Requests,Requests(RAW),Errors,Errors(RAW)\n${rows((row) => `"4/7/2026 ${at(row).slice(11)} AM - ${at(row + 1).slice(11)} AM","20 #",20,"${errors(row)} #",${errors(row)}`)}"Sums (of 90 values)","1800 #",1800,"105 #",105\n"Averages (of 90 values)","20 #",20.0,"1 #",1.17\n`,
  },
  "moments in the header, a series a row": {
    file: "pivot.csv",
    counts: MINUTES,
    text: `Metric,${each(clock).join(",")}\nRequests,${each(() => 20).join(",")}\nErrors,${each(errors).join(",")}\n`,
  },
  "cells that stand under each other": {
    file: "calls.txt",
    text: `${"Date".padEnd(12)}${"Time".padEnd(10)}${"Ext".padEnd(5)}Result\n${"-".repeat(40)}\n${rows((row) => `${at(row).slice(0, 10).padEnd(12)}${at(row).slice(11).padEnd(10)}${String(200 + (row % 9)).padEnd(5)}${fails(row) ? "FAILED" : "ANSWERED"}`)}`,
  },
  "a table in Markdown": {
    file: "table.md",
    counts: MINUTES,
    text: `| Time | Requests | Errors |\n|:-----|---------:|-------:|\n${rows((row) => `| ${clock(row)} | 20 | ${errors(row)} |`)}`,
  },
  "a web page that is called a workbook": {
    file: "report.xls",
    counts: MINUTES,
    text: `<html><body><table><tr><th>Time</th><th>Requests</th><th>Errors &amp; timeouts</th></tr>\n${rows((row) => `<tr><td>${clock(row)}</td><td align="right">20</td><td><b>${errors(row)}</b></td></tr>`)}</table></body></html>`,
  },
  "a success rate with its sign of per cent": {
    file: "kpi.csv",
    counts: { failures: 15 * 7, attempts: ROWS * 20 },
    text: `Period,Calls Offered,Success Rate (%)\n${rows((row) => `${clock(row)},20,${fails(row) ? "65.0%" : "100.0%"}`)}`,
  },
  "day and clock in two columns beside German words": {
    file: "Mappe.txt",
    counts: MINUTES,
    text: Buffer.from(
      `\ufeffDatum\tUhrzeit\tVersuche\tFehler\tQuote\r\n${rows((row) => `07.04.2026\t${at(row).slice(11, 16)}\t20\t${errors(row)}\t${fails(row) ? "35,0" : "0,0"} %`).replaceAll("\n", "\r\n")}`,
      "utf16le",
    ),
  },
  "statistics between the sentences of a log": {
    file: "pool.log",
    counts: MINUTES,
    text: rows(
      (row) =>
        `${at(row).replace("T", " ")}.000 UTC [77] LOG stats: 20 requests, ${errors(row)} errors, in ${1000 + row} B/s, wait ${30 + row} us\n${at(row).replace("T", " ")}.400 UTC [77] LOG client ${row}: bye, closed by its owner (age=${row}s)`,
    ),
  },
  "what comes in and what goes out, each with what was not admitted": {
    file: "border.csv",
    counts: MINUTES,
    text: `TimeStamp,Inbound Active Sessions,Inbound Sessions Admitted,Inbound Sessions Not Admitted,Outbound Sessions Admitted,Outbound Sessions Not Admitted\n${rows((row) => `${seconds(row)},${90 + row},${20 - errors(row)},${errors(row)},${row % 9},0`)}`,
  },
  "a class of statuses at the end of a word": {
    file: "results.csv",
    counts: MINUTES,
    text: `bin(1m),requests,errors5xx,"pct(took, 99)"\n${rows((row) => `${clock(row)}:00.000,20,${errors(row)},${300 + row}.25`)}`,
  },
  "timeouts that are settings beside the status of a request": {
    file: "gateway.log",
    text: rows((row) =>
      JSON.stringify({
        latencies: { request: 20 + row },
        service: { connect_timeout: 60_000, read_timeout: 60_000, retries: 5 },
        response: { status: fails(row) ? 503 : 200 },
        started_at: seconds(row) * 1000,
      }),
    ),
  },
  "a time as a browser writes it, beside classes of a label": {
    file: "series.csv",
    counts: MINUTES,
    text: `"TimeSeries ID","response_code_class=200","response_code_class=500"\n${rows((row) => `"Tue Apr 07 2026 ${at(row).slice(11)} GMT+0000 (Coordinated Universal Time)",${20 - errors(row)},${errors(row)}`)}`,
  },
  "times with their zone behind a space, in a plain table": {
    file: "sms.csv",
    text: `Sent Date,To,Status,Error Code\n${rows((row) => `${at(row).replace("T", " ")} UTC,+49170${row},${fails(row) ? "failed" : "delivered"},`)}`,
  },
  "a list in YAML": {
    file: "probes.yaml",
    text: rows((row) => `- at: ${at(row)}Z\n  result: ${fails(row) ? "failed" : "ok"}`),
  },
  "letters with marks as names, in a web page": {
    file: "report.xls",
    text: `<table><tr><th>Zeit</th><th>Status</th></tr>\n${rows((row) => `<tr><td>${at(row)}Z</td><td>${fails(row) ? "St&ouml;rung" : "OK"}</td></tr>`)}</table>`,
  },
  "what came in and how it was delivered, a row each": {
    file: "mails.jsonl",
    text: rows((row) =>
      ["processed", fails(row) ? "bounce" : "delivered"]
        .map((event) => JSON.stringify({ ts: seconds(row), event, msg_id: `a9c30eff0f9c3c7bf9a2${1000 + row}` }))
        .join("\n"),
    ),
  },
  "a day and its hour and minute in three columns": {
    file: "report.csv",
    counts: MINUTES,
    text: `Date,Hour,Minute,Calls,Failed\n${rows((row) => `2026-04-07,${Number(at(row).slice(11, 13))},${row % 60},20,${errors(row)}`)}`,
  },
  "year, month, day, hour and minute in columns of their own": {
    file: "bericht.csv",
    counts: MINUTES,
    text: `Jahr;Monat;Tag;Stunde;Minute;Anfragen;Fehler\n${rows((row) => `2026;4;7;${Number(at(row).slice(11, 13))};${row % 60};20;${errors(row)}`)}`,
  },
  "records over several lines, a time and fields under it": {
    file: "detail.txt",
    answers: { "detail.failed": "Packet-Type:Access-Reject" },
    text: rows(
      (row) =>
        `Tue Apr  7 ${at(row).slice(11)} 2026\n\tPacket-Type = ${fails(row) ? "Access-Reject" : "Access-Accept"}\n\tUser-Name = "u${row}"\n\tTimestamp = ${seconds(row)}\n`,
    ),
  },
  "records behind a line that is called their time": {
    file: "slow.log",
    text: `/usr/sbin/db, Version 8. started with:\nTime Id Command\n${rows(
      (row) =>
        `# Time: ${at(row)}.801118Z\n# User@Host: app[app] @  [10.0.3.49]  Id: ${row}\n# Query_time: 0.03${row}  Rows_sent: 77  Failed: ${fails(row) ? "yes" : "no"}\nSELECT id\n  FROM carts;`,
    )}`,
  },
  "rows of XML whose values a legend names": {
    file: "xport.xml",
    counts: MINUTES,
    text: `<?xml version="1.0"?>\n<xport><meta><step>60</step><columns>2</columns><legend><entry>failed</entry><entry>total</entry></legend></meta>\n<data>\n${rows((row) => `<row><t>${seconds(row)}</t><v>${errors(row)}.0000000000e+00</v><v>2.0000000000e+01</v></row>`)}</data></xport>\n`,
  },
  "twelve hours with spaces in their halves, the day in a column of its own": {
    file: "pagos.csv",
    answers: { "pagos.failed": "Estado:Error del sistema", "time.format": "d" },
    text: `Folio;Fecha;Hora;Importe;Estado\n${rows((row) => `07${1000 + row};07/04/2026;${at(row).slice(11)} a. m.;"3,27";${fails(row) ? "Error del sistema" : "Aprobada"}`)}`,
  },
  "a word between the day and its clock": {
    file: "vigia.csv",
    answers: { "time.format": "d" },
    text: `Data/Hora;Local;Situação\n${rows((row) => `07/04/2026 às ${at(row).slice(11)};Recife;${fails(row) ? "Falha" : "Sucesso"}`)}`,
  },
  "a dump of MySQL, with a second table": {
    file: "backup.sql",
    text: `-- dump\nCREATE TABLE \`orders\` (\n  \`id\` int(11) NOT NULL,\n  \`placed_at\` datetime COMMENT 'day; time',\n  \`result\` enum('success','failed'),\n  \`price\` decimal(8,2) DEFAULT NULL,\n  PRIMARY KEY (\`id\`),\n  KEY \`by_time\` (\`placed_at\`,\`result\`)\n);\nINSERT INTO \`clerks\` VALUES (1,'O\\'Neil (late); x'),(2,NULL);\nINSERT INTO \`orders\` VALUES ${rows(
      (row) =>
        `(${row + 1},'${at(row).replace("T", " ")}','${fails(row) ? "failed" : "success"}',${row % 9 === 0 ? "NULL" : "1.50"})`,
    )
      .trim()
      .replaceAll("\n", ",")};\n`,
  },
  "a block of rows in a dump of PostgreSQL": {
    file: "backup.sql",
    text: `SET client_encoding = 'UTF8';\nCOPY public.orders (id, placed_at, result, note) FROM stdin;\n${rows((row) => `${row}\t${at(row).replace("T", " ")}+00\t${fails(row) ? "failed" : "success"}\t${row % 2 === 0 ? "\\N" : "a\\tb"}`)}\\.\n\nALTER TABLE public.orders OWNER TO shop;\n`,
  },
  "a script of single inserts with casts": {
    file: "script.sql",
    text: rows(
      (row) =>
        `INSERT [dbo].[Orders] ([Id], [PlacedAt], [Result]) VALUES (${row}, CAST(N'${at(row)}.000' AS DateTime), N'${fails(row) ? "failed" : "success"}')\nGO`,
    ),
  },
  "a log of requests in brackets without a zone": {
    file: "server.log",
    text: rows(
      (row) =>
        `[07/Apr/2026 ${at(row).slice(11)}] "GET /cart HTTP/1.1" ${fails(row) ? 503 : row % 9 === 0 ? 404 : 200} 512`,
    ),
  },
  "timestamps of a database, points in the clock": {
    file: "requests.csv",
    text: `REQUESTED_AT,RETURN_CODE\n${rows((row) => `07-APR-26 ${at(row).slice(11).replaceAll(":", ".")}.120000 AM,${fails(row) ? 12541 : 0}`)}`,
  },
  "rows that count attempts, an error true or empty": {
    file: "groups.csv",
    counts: { failures: 15 * 7, attempts: ROWS * 20 + 15 * 7 },
    text: `time,error,COUNT\n${rows((row) => `${at(row)}Z,,20${fails(row) ? `\n${at(row)}Z,true,7` : ""}`)}`,
  },
  "the line protocol of a store of series": {
    file: "export.lp",
    counts: MINUTES,
    text: rows((row) => `http,host=web\\ 1 requests=20i,errors=${errors(row)}i,p95=0.2 ${seconds(row)}000000000`),
  },
  "keys and values behind a time": {
    file: "loss.log",
    counts: MINUTES,
    text: rows((row) => `${at(row)}Z target=gw1 sent=20 lost=${errors(row)} rtt=12.4ms`),
  },
  "pairs within sentences": {
    file: "service.log",
    text: rows(
      (row) =>
        `${at(row)}.123456Z  INFO request{method=GET uri=/pay}: finished latency=${row} ms status=${fails(row) ? 503 : 200}`,
    ),
  },
  "a row of units with digits in them": {
    file: "logger.csv",
    counts: MINUTES,
    text: `time,requests,errors,temperature\nUTC,1/min,1/min,°C\n${rows((row) => `${clock(row)},20,${errors(row)},21.5`)}`,
  },
  "totals of a database": {
    file: "pg_stat_database.csv",
    counts: { failures: 15 * 7, attempts: (ROWS - 1) * 20 },
    text: `sampled_at,xact_commit,xact_rollback,numbackends\n${rows((row) => {
      const lost = 7 * Math.min(15, Math.max(0, row - 40));
      return `${at(row)}Z,${9000 + 20 * row - lost},${100 + lost},17`;
    })}`,
  },
  "two services side by side": {
    file: "services.csv",
    counts: { failures: 15 * 14, attempts: ROWS * 45 },
    text: `time,cart_ok,cart_errors,pay_requests,pay_errors\n${rows((row) => `${at(row)}Z,${20 - errors(row)},${errors(row)},25,${errors(row)}`)}`,
  },
  "an answer that only part of the rows have": {
    file: "mail.jsonl",
    text: rows((row) =>
      JSON.stringify(
        fails(row)
          ? { eventType: "Bounce", mail: { timestamp: `${at(row)}Z` }, bounce: { type: "Transient" } }
          : { eventType: "Delivery", mail: { timestamp: `${at(row)}Z` }, delivery: { response: "ok" } },
      ),
    ),
  },
  "the colours of a terminal": {
    file: "app.log",
    text: rows(
      (row) =>
        `\u001b[2m${at(row)}Z\u001b[0m \u001b[32mINFO\u001b[0m request method=GET path=/pay status=${fails(row) ? 502 : 200} ms=${row}`,
    ),
  },
  "directives that name columns with commas": {
    file: "MSGTRK.LOG",
    answers: { failed: "event-id:FAIL" },
    text: `#Software: a mail server\r\n#Fields: date-time,event-id,message-subject\r\n${rows((row) => `${at(row)}.120Z,${fails(row) ? "FAIL" : "DELIVER"},"Order ${row}, shipped"\r`)}`,
  },
  "elements of XML with their time": {
    file: "TEST-smoke.xml",
    counts: MINUTES,
    text: `<?xml version="1.0"?>\n<testsuites>\n${rows((row) => `<testsuite name="a &gt; b" tests="20" failures="${errors(row)}" errors="0" timestamp="${at(row)}"><properties/></testsuite>`)}</testsuites>\n`,
  },
};

/** Series in JSON, each the same minutes. */
const SERIES: Readonly<Record<string, unknown>> = {
  "moments and values as two lists": {
    result: (["errors", "requests"] as const).map((metricId) => ({
      metricId,
      data: [
        {
          dimensions: ["S-1"],
          timestamps: each((row) => seconds(row) * 1000),
          values: each((row) => (metricId === "errors" ? errors(row) : 20)),
        },
      ],
    })),
  },
  "a chart's labels and datasets": {
    labels: each((row) => `${at(row)}Z`),
    datasets: [
      { label: "requests", data: each(() => 20) },
      { label: "errors", data: each(errors) },
    ],
  },
  "pairs of a moment and a value": {
    series: [
      { name: "requests", data: each((row) => [seconds(row) * 1000, 20]) },
      { name: "errors", data: each((row) => [seconds(row) * 1000, errors(row)]) },
    ],
  },
  "a chart of what went well and what failed": {
    labels: each((row) => `${at(row)}Z`),
    datasets: [
      { label: "Success", data: each((row) => 20 - errors(row)) },
      { label: "Failure", data: each(errors) },
    ],
  },
  "lists under a key of their own beside the moments": {
    timestamps: each(seconds),
    series: { total: each(() => 20), failed: each(errors) },
  },
  "rows under numbers": Object.fromEntries(
    each((row) => [String(row), { time: `${at(row)}Z`, requests: 20, errors: errors(row) }] as const),
  ),
  "rows under their times": {
    data: Object.fromEntries(each((row) => [`${at(row)}Z`, { requests: 20, errors: errors(row) }] as const)),
  },
  "rows at even steps from a start": {
    meta: { start: seconds(0), end: seconds(ROWS), step: 60, legend: ["requests", "errors"] },
    data: each((row) => [20, errors(row)]),
  },
};

describe("tables in shapes of their own are opened without a question", () => {
  it.each(Object.entries(SHAPES))("%s", async (_name, layout) => {
    await expectOpened(layout);
  });
});

/** Layouts with the one question that is left, and its answer. */
const ASKED: Readonly<Record<string, Layout>> = {
  "fields with semicolons in the text of a log without years": {
    file: "proxy.log",
    answers: { "proxy.failed": "code:503" },
    text: rows(
      (row) =>
        `Apr  7 ${at(row).slice(11)} edge1 /usr/sbin/proxy[7]: ACC: call ended: timestamp=${seconds(row)};method=INVITE;call_id=ab${row};code=${fails(row) ? "503" : row % 11 === 0 ? "487" : "200"};reason=${fails(row) ? "Service Unavailable" : row % 11 === 0 ? "Request Terminated" : "OK"};caller=+4930${row}`,
    ),
  },
  "records of two types and widths behind a line that is none": {
    file: "switch.act",
    answers: { "switch.failed": "column7:41", "time.format": "m" },
    text: `Some Networks, Inc.0000ACT\n${rows((row) =>
      fails(row) || row % 7 === 0
        ? `ATTEMPT,SBC1,0x${1000 + row},04/07/2026,${at(row).slice(11)}.2,4,${fails(row) ? 41 : 17},IP,"SIP,a${row}@x"`
        : `STOP,SBC1,0x${1000 + row},04/07/2026,${at(row).slice(11)}.2,33,792,16,IP,"SIP,a${row}@x"`,
    )}`,
  },
};

describe("rows with a number and a state are attempts, and no gauges", () => {
  it("asks for the state where its words are not all known, and never offers what all rows have as failures", async () => {
    const text = `Nº;Data;Hora;Valor;Situação do pedido\n${rows((row) => `${row + 1};07/04/2026;${at(row).slice(11, 16)};R$ 12,50;${fails(row) ? "Recusado pelo sistema" : "Concluído"}`)}`;
    const { asked } = await opened({ file: "pedidos.csv", text, answers: { "time.format": "d" } });
    expect(asked).toEqual(["sources.pedidos.failed"]);
    await expectOpened({ file: "pedidos.csv", text, answers: { "time.format": "d", failed: "Recusado pelo sistema" } });
  });
});

describe("tables in shapes of their own are opened with one answer", () => {
  it.each(Object.entries(ASKED))("%s", async (_name, layout) => {
    const { asked } = await opened({ ...layout, answers: { "time.format": "m" } });
    expect(asked.filter((setting) => !/time/.test(setting))).toHaveLength(1);
    await expectOpened(layout);
  });
});

describe("files and rows that belong together", () => {
  it("of lines that name each task twice, those that say that it was received are none", async () => {
    const text = rows((row) =>
      [
        `[${at(row).replace("T", " ")},100: INFO/Main] Task a.mail[1d6fc3c1-337a-49ff-a829-c89c671c${1000 + row}] received`,
        `[${at(row).replace("T", " ")},900: ${fails(row) ? "ERROR" : "INFO"}/Pool-1] Task a.mail[1d6fc3c1-337a-49ff-a829-c89c671c${1000 + row}] ${fails(row) ? "raised unexpected: Timeout()" : "succeeded in 0.3s: None"}`,
      ].join("\n"),
    );
    await expectOpened({ file: "worker.log", text, answers: { "worker.failed": "level:ERROR" } });
  });

  it("a day whose order is asked, and its hour in a column of whole numbers, are one time", async () => {
    const text = `Date,Hour,Calls,Failed\n${rows((row) => `${String(4 + Math.floor(row / 24)).padStart(2, "0")}/04/2026,${row % 24},20,${row === 40 ? 3 : 0}`)}`;
    const { asked } = await opened({ file: "report.csv", text });
    expect(asked).toEqual(["sources.report.time.format"]);
    const { folder } = await opened({ file: "report.csv", text, answers: { "time.format": "d" } });
    const data = await openData(await openIncident(folder));
    const { failures, startMs } = await data.source("report").outcomes(3600);
    expect(new Date(startMs + failures.findIndex((n) => n > 0) * 3_600_000).toISOString()).toBe(
      "2026-04-05T16:00:00.000Z",
    );
    await data.close();
  });

  it("counts of failures and of requests in two files without a header are one source", async () => {
    const panel = (name: string, value: (row: number) => number): string =>
      rows((row) => `stats.api.${name},${clock(row)}:00,${value(row)}.0`);
    const { asked, folder, name } = await openedFolder({
      "errors.csv": panel("errors", errors),
      "requests.csv": panel("requests", () => 20),
    });
    expect(asked).toEqual([]);
    const data = await openData(await openIncident(folder));
    expect(await totals(data, name)).toEqual(MINUTES);
    await data.close();
  });

  it("of a row for the beginning and one for the end of each job, the latter is an attempt", async () => {
    const line = (row: number, msg: string, lvl = "INFO"): string =>
      JSON.stringify({ ts: `${at(row)}Z`, lvl, msg, ctx: { jid: `a9c30eff0f9c3c7bf9a2${1000 + row}` } });
    const text = rows((row) =>
      [
        line(row, "start"),
        line(row, fails(row) ? "fail" : "done"),
        ...(fails(row) ? [line(row, "Net::OpenTimeout", "WARN")] : []),
      ].join("\n"),
    );
    await expectOpened({ file: "jobs.log", text, answers: { "jobs.failed": "msg:fail" } });
  });
});

describe("parts of one export by hours and hashes are one source", () => {
  it("is opened with both files", async () => {
    const line = (row: number): string => JSON.stringify({ at: `${at(row)}Z`, status: fails(row) ? 503 : 200 });
    const all = Array.from({ length: ROWS }, (_row, row) => line(row));
    const { asked, folder, name } = await openedFolder({
      "20260407T060000Z_20260407T064500Z_9f1c.log": `${all.slice(0, 45).join("\n")}\n`,
      "20260407T064500Z_20260407T073000Z_77ab.log": `${all.slice(45).join("\n")}\n`,
    });
    expect(asked).toEqual([]);
    const data = await openData(await openIncident(folder));
    expect(await totals(data, name)).toEqual({ failures: 15, attempts: ROWS });
    await data.close();
  });
});

describe("series in JSON are opened without a question", () => {
  it.each(Object.entries(SERIES))("%s", async (_name, document) => {
    await expectOpened({ file: "series.json", counts: MINUTES, text: JSON.stringify(document) });
  });
});

describe("how long attempts took is proposed by name and unit", () => {
  const PROPOSED: readonly (readonly [header: string, values: (row: number) => string, latency: string | undefined])[] =
    [
      ["durationMs", (row) => String(100 + row), "durationMs"],
      ["Dauer (ms)", (row) => String(100 + row), "Dauer (ms)"],
      ["request_time_us", (row) => String(100_000 + row), "request_time_us / 1000"],
      ["elapsed.ns", (row) => `${100_000_000 + row}`, '"elapsed.ns" / 1000000'],
      ["responseTimeSeconds", (row) => `0.${100 + row}`, "responseTimeSeconds * 1000"],
      ["request_seconds", (row) => `0.${100 + row}`, "request_seconds * 1000"],
      ["temps de réponse", (row) => String(100 + row), "temps de réponse"],
      // A wait whose unit nothing tells, a call's length and a moment are not proposed.
      ["latency", (row) => `0.${100 + row}`, undefined],
      ["duration_s", (row) => String(100 + row), undefined],
      ["timestamp_ms", (row) => String(seconds(row) * 1000), undefined],
    ];

  it.each(PROPOSED)("%s", async (header, values, latency) => {
    const text = `time,success,${header}\n${rows((row) => `${at(row)}Z,${!fails(row)},${values(row)}`)}`;
    const { folder } = await opened({ file: "requests.csv", text });
    const written = readFileSync(join(folder, "incident.yaml"), "utf8");
    const [, proposed] = /^ +latency: (.*?)(?: +#.*)?$/m.exec(written) ?? [];
    expect(proposed?.replace(/^['"]|['"]$/g, "")).toBe(latency);
  });
});
