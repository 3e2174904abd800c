import { describe, it } from "vitest";
import { at, expectOpened, fails, ROWS, rows, seconds } from "./layout.js";
import type { Layout } from "./layout.js";

const word = (row: number): string => (fails(row) ? "failed" : "ok");

/** Files that were once read wrongly, or not at all, each with what must come out. */
const FILES: Readonly<Record<string, Layout>> = {
  "panels whose errors are empty where there were none": {
    file: "panel.csv",
    counts: { failures: 15 * 40, attempts: ROWS * 100 },
    text: `"Time","errors","requests"\n${rows((row) => `${at(row).replace("T", " ")},${fails(row) ? 40 : ""},100`)}`,
  },
  "running totals": {
    file: "totals.csv",
    counts: { failures: 15 * 4, attempts: (ROWS - 1) * 10 },
    text: `time,requests,errors\n${rows((row) => `${at(row)}Z,${5000 + 10 * row},${7 + 4 * Math.min(15, Math.max(0, row - 40))}`)}`,
  },
  "a retry under the same id, other in content": {
    file: "requests.csv",
    answers: { failed: "failed" },
    counts: { failures: 15, attempts: ROWS + 15 },
    text: `started_at,request_id,status\n${rows((row) => (fails(row) ? `${at(row)}Z,r${row},retried\n${at(row).slice(0, 17)}03Z,r${row},failed` : `${at(row)}Z,r${row},ok`))}`,
  },
  "a time column that is 0 on failures": {
    file: "cdr.csv",
    text: `callId,dateTimeOrigination,dateTimeConnect,cause\n${rows((row) => `${9000 + row},${seconds(row)},${fails(row) ? 0 : seconds(row) + 5},${fails(row) ? "no route destination" : "normal clearing"}`)}`,
  },
  "a monitor's 1 and 0, which are asked about": {
    file: "heartbeat.csv",
    answers: { failed: "status:0" },
    text: `id,monitor_id,status,time,ping\n${rows((row) => `${row},1,${fails(row) ? 0 : 1},${at(row)}Z,${fails(row) ? "" : 20 + row}`)}`,
  },
  "names of columns that are statuses": {
    file: "panel.csv",
    counts: { failures: 15 * 40, attempts: ROWS * 100 + 15 * 40 },
    text: `"Time","200","404","503"\n${rows((row) => `${at(row)}Z,99,1,${fails(row) ? 40 : 0}`)}`,
  },
  "a header with a byte that is not UTF-8": {
    file: "calls.csv",
    text: Buffer.from(`time,status,L\u00e4nge\n${rows((row) => `${at(row)}Z,${word(row)},${row}`)}`, "latin1"),
  },
  "single quotes inside double ones": {
    file: "calls.csv",
    text: `time,status,service\n${rows((row) => `${at(row)}Z,${word(row)},"{'name': 'cart', 'zone': 'a'}"`)}`,
  },
  "names of callers with quotes of their own": {
    file: "cdr.csv",
    text: `calldate,clid,src,disposition\n${rows((row) => `${at(row).replace("T", " ")},"Ann" <20${row}>,20${row},${fails(row) ? "FAILED" : "ANSWERED"}`)}`,
  },
  "an array of JSON": {
    file: "calls.json",
    text: JSON.stringify(Array.from({ length: ROWS }, (_row, row) => ({ time: `${at(row)}Z`, status: word(row) }))),
  },
  "a comma at the end of each row": {
    file: "calls.csv",
    text: `time,note,status\n${rows((row) => `${at(row)}Z,n${row},${word(row)},`)}`,
  },
  "lines that end in CR CR LF": {
    file: "calls.csv",
    text: `time,call_id,status\n${rows((row) => `${at(row)}Z,c${row},${word(row)}`)}`.replaceAll("\n", "\r\r\n"),
  },
  "a load test whose rows are metrics, of which only some are attempts": {
    file: "k6.csv",
    text: `metric_name,timestamp,metric_value,expected_response,method,status\n${rows((row) => {
      const rest = `${fails(row) ? "false,GET,503" : "true,GET,200"}`;
      return [
        `http_reqs,${seconds(row)},1.000000,${rest}`,
        `http_req_duration,${seconds(row)},12.5,${rest}`,
        `http_req_failed,${seconds(row)},${fails(row) ? "1.000000" : "0.000000"},${rest}`,
      ].join("\n");
    })}`,
  },
  "times of fourteen digits": {
    file: "calls.csv",
    text: `time,status\n${rows((row) => `${at(row).replace(/\D/g, "")},${word(row)}`)}`,
  },
  "a row of units under the names": {
    file: "data.csv",
    counts: { failures: 15 * 40, attempts: ROWS * 100 },
    text: `timestamp,requests,errors\nUTC,count,count\n${rows((row) => `${at(row)}Z,100,${fails(row) ? 40 : 0}`)}`,
  },
  "a total under the rows": {
    file: "data.csv",
    counts: { failures: 15 * 40, attempts: ROWS * 100 },
    text: `timestamp,requests,errors\n${rows((row) => `${at(row)}Z,100,${fails(row) ? 40 : 0}`)}Total,sum,sum\n`,
  },
  "a table of Markdown": {
    file: "table.txt",
    counts: { failures: 15 * 40, attempts: ROWS * 100 },
    text: `| time | requests | errors |\n|------|---------:|-------:|\n${rows((row) => `| ${at(row).slice(0, 16).replace("T", " ")} | 100 | ${fails(row) ? 40 : 0} |`)}`,
  },
  "a yes and no that its name does not explain": {
    file: "orders.csv",
    answers: { failed: "Paid?:No" },
    text: `Placed,Total,Paid?\n${rows((row) => `${at(row).slice(0, 17)}${10 + (row % 47)}Z,${100 + row}.50,${fails(row) ? "No" : "Yes"}`)}`,
  },
  "an outcome in Italian": {
    file: "chiamate.csv",
    text: `Inizio,Esito,Durata\n${rows((row) => `${at(row).slice(0, 17)}${10 + (row % 47)}Z,${fails(row) ? "Fallita" : "Riuscita"},${row}`)}`,
  },
  "an outcome in words that are not known, on few rows, which is asked": {
    file: "puhelut.csv",
    answers: { failed: "Tulos:epäonnistui" },
    text: `time,Tulos,Kesto\n${rows((row) => `${at(row).slice(0, 17)}${10 + (row % 47)}Z,${fails(row) ? "epäonnistui" : "onnistui"},${row}`)}`,
  },
  "sentences of as many words each but where something failed": {
    file: "pooler.log",
    answers: { failed: "message:error" },
    text: rows(
      (row) =>
        `${at(row).replace("T", " ")}.120 UTC [7] ${fails(row) ? "WARNING" : "LOG"} C-0x${row}: shop/app@10.0.0.${row}:4${1000 + row} ${fails(row) ? "pooler error: no more connections allowed (max_client_conn)" : "login attempt: db=shop user=app tls=no"}`,
    ),
  },
  "thousands with points beside decimal commas": {
    file: "report.csv",
    counts: { failures: 15 * 3, attempts: ROWS * 1200 },
    text: `Zeit;requests;errors;latency_ms\n${rows((row) => `07.04.2026 ${at(row).slice(11)};1.200;${fails(row) ? 3 : 0};12,5`)}`,
  },
  "thousands that all end in naughts, beside a column that shows what its points are": {
    file: "report.csv",
    counts: { failures: 15 * 2000, attempts: ROWS * 113_000 },
    text: `Zeit;Anfragen;Fehler;ms\n${rows((row) => `07.04.2026 ${at(row).slice(11)};113.000;${fails(row) ? "2.000" : 0};12,5`)}`,
  },
};

describe("files that were once read wrongly", () => {
  it.each(Object.entries(FILES))("%s", async (_what, layout) => {
    await expectOpened(layout);
  });
});
