import { iso, isoSeconds, sql, stamp } from "../clock.js";
import { exported, failed, type Layout } from "../layout.js";
import { address, csv, hex, jsonLines, lines, pick, quotedCsv, uuid } from "../text.js";
import type { World } from "../world.js";
import { statusOf } from "./web-logs.js";

const seconds = (at: number): number => Math.floor(at / 1000);
const number = (index: number): string => `+1303555${String(index % 10000).padStart(4, "0")}`;

const freeswitchJson = (world: World): string =>
  jsonLines(
    world.attempts.map(({ at, failed: down, index }) => ({
      core_uuid: uuid(1),
      switchname: "pbx-1",
      variables: {
        uuid: uuid(index),
        direction: "outbound",
        start_stamp: sql(at).replaceAll(":", "%3A").replace(" ", "%20"),
        start_epoch: String(seconds(at)),
        answer_epoch: down ? "0" : String(seconds(at) + 4),
        end_epoch: String(seconds(at) + 60),
        hangup_cause: down ? "NETWORK_OUT_OF_ORDER" : "NORMAL_CLEARING",
        hangup_cause_q850: down ? "38" : "16",
        billsec: down ? "0" : "56",
      },
    })),
  );

const homer = (world: World): string =>
  JSON.stringify({
    status: "success",
    total: world.attempts.length,
    data: world.attempts.map(({ at, failed: down, index }) => ({
      id: index,
      create_date: at,
      sid: hex(index, 20),
      protocol: 17,
      method: down ? "503" : "200",
      cseq: "1 INVITE",
      srcIp: "198.51.100.7",
      dstIp: "198.51.100.9",
      from_user: number(index),
      ruri_user: number(index + 9),
    })),
  });

const audioCodes = (world: World): string =>
  csv(
    [
      "SBCReportType",
      "EPTyp",
      "SIPCallId",
      "SessionId",
      "Orig",
      "SourceIp",
      "DestIp",
      "Durat",
      "TrmReason",
      "TrmReasonCategory",
      "SetupTime",
    ],
    world.attempts.map(({ at, failed: down, index }) => [
      "CALL_END",
      "SBC",
      `${hex(index, 16)}@198.51.100.7`,
      hex(index, 10),
      "LCL",
      "198.51.100.7",
      "198.51.100.9",
      down ? 0 : 42,
      down ? "GWAPP_NETWORK_OUT_OF_ORDER" : "GWAPP_NORMAL_CALL_CLEAR",
      down ? "CALL_SETUP_FAILURE" : "NORMAL_CALL_CLEAR",
      stamp(at, "hh:mm:ss.SSS  UTC DOW MON DD YYYY"),
    ]),
  );

const smpp = (world: World): string =>
  csv(
    ["message_id", "submit_date", "source_addr", "destination_addr", "stat", "err"],
    world.attempts.map(({ at, failed: down, index }) => [
      hex(index, 10),
      stamp(at, "YYYY-MM-DD hh:mm:ss"),
      "SHOP",
      number(index),
      down ? "UNDELIV" : "DELIVRD",
      down ? "069" : "000",
    ]),
  );

const amazonConnect = (world: World): string =>
  jsonLines(
    world.attempts.map(({ at, failed: down, index, draw }) => ({
      AWSAccountId: "123456789012",
      ContactId: uuid(index),
      Channel: "VOICE",
      InitiationMethod: "OUTBOUND",
      InitiationTimestamp: isoSeconds(at),
      ConnectedToSystemTimestamp: down ? null : isoSeconds(at + 2000),
      DisconnectTimestamp: isoSeconds(at + 90_000),
      DisconnectReason: down ? "TELECOM_PROBLEM" : pick(["CUSTOMER_DISCONNECT", "AGENT_DISCONNECT"], draw),
      Queue: { Name: "Support", EnqueueTimestamp: isoSeconds(at) },
    })),
  );

const fixedWidth = (world: World): string =>
  lines([
    `${"Date".padEnd(12)}${"Time".padEnd(10)}${"Ext".padEnd(6)}${"Dialled".padEnd(16)}${"Result".padEnd(12)}Secs`,
    ...world.attempts.map(
      ({ at, failed: down, index }) =>
        `${stamp(at, "YYYY-MM-DD").padEnd(12)}${stamp(at, "hh:mm:ss").padEnd(10)}${String(200 + (index % 30)).padEnd(6)}${number(index).padEnd(16)}${(down ? "FAILED" : "ANSWERED").padEnd(12)}${down ? 0 : 44}`,
    ),
  ]);

const paypal = (world: World): string =>
  quotedCsv(
    ["Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net", "Transaction ID"],
    world.attempts.map(({ at, failed: down, index, draw }) => [
      stamp(at, "DD/MM/YYYY"),
      stamp(at, "hh:mm:ss"),
      "GMT",
      "A. Buyer",
      "Express Checkout Payment",
      down ? "Denied" : draw < 0.05 ? "Pending" : "Completed",
      "EUR",
      "1.012,50",
      "-1,25",
      "1.011,25",
      hex(index, 17).toUpperCase(),
    ]),
  );

const adyen = (world: World): string =>
  csv(
    [
      "Company Account",
      "Merchant Account",
      "Psp Reference",
      "Payment Method",
      "Creation Date",
      "TimeZone",
      "Amount",
      "Type",
      "Acquirer Response",
    ],
    world.attempts.map(({ at, failed: down, index, draw }) => [
      "Shop",
      "ShopEU",
      8_800_000_000_000 + index,
      pick(["visa", "mc", "ideal"], draw),
      sql(at, "Europe/Amsterdam"),
      "CET",
      "12.50",
      "Payment",
      down ? "ACQUIRER_ERROR" : "APPROVED",
    ]),
  );

const braintree = (world: World): string =>
  csv(
    [
      "Transaction ID",
      "Transaction Type",
      "Transaction Status",
      "Created Datetime",
      "Created Timezone",
      "Amount Authorized",
      "Processor Response Text",
    ],
    world.attempts.map(({ at, failed: down, index }) => [
      hex(index, 8),
      "sale",
      down ? "failed" : "settled",
      stamp(at, "MM/DD/YYYY hh:mm:ss", "America/Chicago"),
      "America/Chicago",
      "12.50",
      down ? "Processor Network Unavailable - Try Again" : "Approved",
    ]),
  );

const builds = (world: World): string =>
  JSON.stringify(
    world.attempts.map(({ at, failed: down, index, draw }) => ({
      id: uuid(index),
      number: 4000 + index,
      state: down ? "failed" : draw < 0.04 ? "canceled" : "passed",
      branch: "main",
      commit: hex(index, 40),
      created_at: iso(at),
      started_at: iso(at + 2000),
      finished_at: iso(at + 61_000),
      pipeline: { slug: "cart" },
    })),
  );

const veeam = (world: World): string =>
  csv(
    ["Job Name", "Start Time", "End Time", "Result", "Data Size"],
    world.attempts.map(({ at, failed: down, draw }) => [
      pick(["VM-A", "VM-B", "VM-C"], draw),
      stamp(at, "DD.MM.YYYY hh:mm:ss", "Europe/Berlin"),
      stamp(at + 90_000, "DD.MM.YYYY hh:mm:ss", "Europe/Berlin"),
      down ? "Failed" : draw < 0.05 ? "Warning" : "Success",
      "1,2 GB",
    ]),
    ";",
  );

const sendgrid = (world: World): string =>
  JSON.stringify(
    world.attempts.map(({ at, failed: down, index }) => ({
      email: `u${index}@shop.example`,
      timestamp: seconds(at),
      "smtp-id": `<${hex(index, 12)}@shop.example>`,
      event: down ? "bounce" : "delivered",
      category: ["receipt"],
      sg_event_id: hex(index, 22),
      response: down ? "451 4.3.0 temporary failure" : "250 OK",
    })),
  );

const messageTrace = (world: World): string =>
  quotedCsv(
    ["Received", "SenderAddress", "RecipientAddress", "Subject", "Status", "Size", "MessageTraceId"],
    world.attempts.map(({ at, failed: down, index }) => [
      stamp(at, "M/D/YYYY h12:mm:ss AMPM"),
      "a@shop.example",
      `u${index}@c.example`,
      "Your order, shipped",
      down ? "Failed" : "Delivered",
      9114,
      uuid(index),
    ]),
  );

const microsecondsJson = (world: World): string =>
  jsonLines(
    world.attempts.map(({ at, failed: down, index }) => ({
      ts: `${at}412`,
      op: "write",
      shard: index % 4,
      success: down ? 0 : 1,
    })),
  );

const threeFiles = (world: World): { path: string; bytes: string }[] => [
  {
    path: "export/requests.csv",
    bytes: csv(
      ["timestamp", "path", "status", "duration_ms"],
      world.attempts.map((attempt) => [iso(attempt.at), "/pay", statusOf(attempt), attempt.milliseconds]),
    ),
  },
  {
    path: "export/jira.csv",
    bytes: csv(
      ["Summary", "Issue key", "Issue id", "Issue Type", "Status", "Priority", "Created", "Updated"],
      Array.from({ length: 9 }, (_row, index) => [
        `Checkout fails, case ${index}`,
        `SHOP-${400 + index}`,
        10_400 + index,
        "Bug",
        pick(["Open", "Done"], (index % 2) / 2),
        "High",
        stamp(world.from + index * 1_500_000, "DD/MON/YY h12:mm AMPM"),
        stamp(world.from + index * 1_900_000, "DD/MON/YY h12:mm AMPM"),
      ]),
    ),
  },
  {
    path: "export/pagerduty.csv",
    bytes: csv(
      ["id", "incident_number", "description", "service_name", "created_on", "resolved_on", "urgency"],
      [
        [
          "PT4KHLK",
          1234,
          "Error rate over 5 %",
          "checkout",
          isoSeconds((world.window?.from ?? 0) + 240_000),
          isoSeconds(world.window?.to ?? 0),
          "high",
        ],
      ],
    ),
  },
  {
    path: "statement.html",
    bytes:
      "<!doctype html><html><body><h1>Checkout errors</h1><p>On 12 March 2026 some payments failed. We are sorry.</p></body></html>",
  },
];

/** Telephony, mail, payments and work records. */
export const LINES_AND_OFFICES: readonly Layout[] = [
  exported("freeswitch-json-cdr", "cdr.json", freeswitchJson, {
    failed: [failed("variables.hangup_cause", "NETWORK_OUT_OF_ORDER")],
  }),
  exported("homer-search", "homer.json", homer, { failed: [{ column: "method", atLeast: 500 }] }),
  exported("audiocodes-cdr", "sbc-cdr.csv", audioCodes, {
    failed: [failed("TrmReason", "GWAPP_NETWORK_OUT_OF_ORDER"), failed("TrmReasonCategory", "CALL_SETUP_FAILURE")],
  }),
  exported("smpp-receipts", "dlr.csv", smpp, { zone: "UTC", failed: [failed("stat", "UNDELIV")] }),
  exported("amazon-connect-records", "ctr.jsonl", amazonConnect, {
    failed: [failed("DisconnectReason", "TELECOM_PROBLEM")],
  }),
  exported("fixed-width-smdr", "smdr.txt", fixedWidth, { zone: "UTC", failed: [failed("Result", "FAILED")] }),
  exported("paypal-activity", "Download.CSV", (world) => `\uFEFF${paypal(world)}`, {
    zone: "UTC",
    order: "dmy",
    failed: [failed("Status", "Denied")],
  }),
  exported("adyen-payments", "received_payments_report.csv", adyen, {
    zone: "Europe/Amsterdam",
    failed: [failed("Acquirer Response", "ACQUIRER_ERROR")],
  }),
  exported("braintree-transactions", "transaction_search.csv", braintree, {
    zone: "America/Chicago",
    order: "mdy",
    failed: [failed("Transaction Status", "failed")],
  }),
  exported("buildkite-builds", "builds.json", builds, { failed: [failed("state", "failed")] }),
  exported("veeam-jobs", "Veeam-Bericht.csv", veeam, { zone: "Europe/Berlin", failed: [failed("Result", "Failed")] }),
  exported("sendgrid-events", "events.json", sendgrid, { failed: [failed("event", "bounce")] }),
  exported("exchange-message-trace", "MessageTrace.csv", messageTrace, {
    zone: "UTC",
    order: "mdy",
    failed: [failed("Status", "Failed")],
  }),
  exported("microseconds-as-text", "ops.ndjson", microsecondsJson, { failed: [failed("success", "0")] }),
  exported(
    "curl-loop-without-header",
    "probe.log",
    (world) =>
      lines(
        world.attempts.map(
          ({ at, failed: down, milliseconds }) =>
            `${seconds(at)} ${down ? "000" : "200"} ${down ? "10.001" : `0.0${milliseconds}`}`,
        ),
      ),
    { failed: [failed("column2", "000"), failed("http_code", "000"), failed("status", "000")] },
  ),
  exported(
    "headerless-csv-words",
    "results.csv",
    (world) =>
      lines(
        world.attempts.map(
          ({ at, failed: down, index }) => `${iso(at)},node-${index % 3},${down ? "TIMEOUT" : "OK"},${address(index)}`,
        ),
      ),
    { failed: [failed("column3", "TIMEOUT")] },
  ),
  {
    name: "tickets-pages-and-requests",
    facts: { zone: "UTC", failed: [{ column: "status", atLeast: 500 }], outcome: "requests" },
    files: threeFiles,
  },
];
