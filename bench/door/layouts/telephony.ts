import { pad, sql, stamp } from "../clock.js";
import { type Layout, one } from "../layout.js";
import { cell, csv, hex, lines, pick, quoted, uuid } from "../text.js";
import { type Attempt, MINUTE, type World } from "../world.js";

/** Far enough from the first leg that no two calls share an id. */
const OTHER_LEG = 1_000_003;

const extension = (index: number): string => String(200 + (index % 40));
const number = (index: number): string => `0305550${pad(index % 1000, 3)}`;
const seconds = ({ failed, milliseconds }: Attempt): number => (failed ? 0 : 20 + milliseconds);

/** How a call ended for reasons of its own, whatever the day: most are answered, some are busy or ring out. */
const disposition = ({ failed, draw }: Attempt): string =>
  failed ? "FAILED" : draw < 0.08 ? "NO ANSWER" : draw < 0.12 ? "BUSY" : "ANSWERED";

function freepbx(world: World, zone: string): string {
  const header =
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,accountcode,uniqueid,userfield,did,recordingfile,cnum,cnam,outbound_cnum,outbound_cnam,dst_cnam,linkedid,peeraccount,sequence";
  const rows = world.attempts.map((attempt) => {
    const { at, index } = attempt;
    const from = extension(index);
    const id = `${Math.floor(at / 1000)}.${index}`;
    return [
      sql(at, zone),
      `"Desk ${from}" <${from}>`,
      from,
      number(index),
      "from-internal",
      `PJSIP/${from}-${hex(index, 8)}`,
      `PJSIP/trunk-${hex(index + 1, 8)}`,
      "Dial",
      `"PJSIP/${number(index)}@trunk,300,T"`,
      seconds(attempt) + 6,
      seconds(attempt),
      disposition(attempt),
      3,
      "",
      id,
      "",
      "",
      "",
      from,
      `Desk ${from}`,
      "",
      "",
      "",
      id,
      "",
      index,
    ].join(",");
  });
  return lines([header, ...rows]);
}

/** `Master.csv` has no header; the second form ends in unique id and user field. */
function master(world: World, zone: string, long: boolean): string {
  return lines(
    world.attempts.map((attempt) => {
      const { at, index } = attempt;
      const from = extension(index);
      const length = seconds(attempt);
      const answered = length > 0 && disposition(attempt) === "ANSWERED";
      const end = at + (length + 6) * 1000;
      const texts = [
        "",
        from,
        number(index),
        "from-internal",
        `"Desk ${from}" <${from}>`,
        `PJSIP/${from}-${hex(index, 8)}`,
        `PJSIP/trunk-${hex(index + 1, 8)}`,
        "Dial",
        `PJSIP/${number(index)}@trunk,300,T`,
        sql(at, zone),
        answered ? sql(at + 6000, zone) : "",
        sql(end, zone),
      ];
      const tail = long ? [quoted(`${Math.floor(at / 1000)}.${index}`), quoted("")] : [];
      return [
        ...texts.map(quoted),
        length + 6,
        answered ? length : 0,
        quoted(disposition(attempt)),
        quoted("DOCUMENTATION"),
        ...tail,
      ].join(",");
    }),
  );
}

const HANGUPS = ["NORMAL_TEMPORARY_FAILURE", "RECOVERY_ON_TIMER_EXPIRE", "NETWORK_OUT_OF_ORDER"];
const cause = ({ failed, draw }: Attempt): string =>
  failed ? pick(HANGUPS, draw) : draw < 0.06 ? "USER_BUSY" : draw < 0.12 ? "ORIGINATOR_CANCEL" : "NORMAL_CLEARING";

function freeswitch(world: World, zone: string): string {
  return lines(
    world.attempts.map((attempt) => {
      const { at, index } = attempt;
      const length = seconds(attempt);
      return [
        `Desk ${extension(index)}`,
        extension(index),
        number(index),
        "default",
        sql(at, zone),
        length > 0 ? sql(at + 6000, zone) : "",
        sql(at + (length + 6) * 1000, zone),
        String(length + 6),
        String(length),
        cause(attempt),
        uuid(index),
        length > 0 ? uuid(index + OTHER_LEG) : "",
        "",
        "PCMA",
        "PCMA",
      ]
        .map(quoted)
        .join(",");
    }),
  );
}

/** FusionPBX and other front ends write a header and the SIP status beside the cause. */
function fusionpbx(world: World, zone: string): string {
  return csv(
    [
      "direction",
      "caller_id_name",
      "caller_id_number",
      "destination_number",
      "start_stamp",
      "duration",
      "billsec",
      "pdd_ms",
      "hangup_cause",
      "sip_hangup_disposition",
    ],
    world.attempts.map((attempt) => [
      "outbound",
      `Desk ${extension(attempt.index)}`,
      extension(attempt.index),
      number(attempt.index),
      sql(attempt.at, zone),
      seconds(attempt) + 6,
      seconds(attempt),
      900 + attempt.milliseconds,
      cause(attempt),
      attempt.failed ? "recv_refuse" : "send_bye",
    ]),
  );
}

const CUCM: readonly (readonly [name: string, type: string])[] = [
  ["cdrRecordType", "INTEGER"],
  ["globalCallID_callManagerId", "INTEGER"],
  ["globalCallID_callId", "INTEGER"],
  ["origLegCallIdentifier", "INTEGER"],
  ["dateTimeOrigination", "INTEGER"],
  ["origNodeId", "INTEGER"],
  ["origSpan", "INTEGER"],
  ["origIpAddr", "INTEGER"],
  ["callingPartyNumber", "VARCHAR(50)"],
  ["callingPartyUnicodeLoginUserID", "VARCHAR(128)"],
  ["origCause_location", "INTEGER"],
  ["origCause_value", "INTEGER"],
  ["destLegIdentifier", "INTEGER"],
  ["destNodeId", "INTEGER"],
  ["destSpan", "INTEGER"],
  ["destIpAddr", "INTEGER"],
  ["originalCalledPartyNumber", "VARCHAR(50)"],
  ["finalCalledPartyNumber", "VARCHAR(50)"],
  ["destCause_location", "INTEGER"],
  ["destCause_value", "INTEGER"],
  ["dateTimeConnect", "INTEGER"],
  ["dateTimeDisconnect", "INTEGER"],
  ["pkid", "UNIQUEIDENTIFIER"],
  ["duration", "INTEGER"],
  ["origDeviceName", "VARCHAR(129)"],
  ["destDeviceName", "VARCHAR(129)"],
  ["globalCallId_ClusterID", "VARCHAR(50)"],
];

function cucm(world: World): string {
  const rows = world.attempts.map((attempt) => {
    const { at, index, draw, failed } = attempt;
    const start = Math.floor(at / 1000);
    const busy = !failed && draw < 0.06;
    const ended = failed ? 41 : busy ? 17 : 16;
    const connect = failed || busy ? 0 : start + 5;
    return [
      1,
      1,
      5000 + index,
      30_000 + 2 * index,
      start,
      1,
      0,
      -1139627840,
      quoted(extension(index)),
      quoted(""),
      0,
      failed || busy ? ended : draw < 0.5 ? 16 : 0,
      30_001 + 2 * index,
      1,
      0,
      -1139627840,
      quoted(number(index)),
      quoted(number(index)),
      0,
      failed || busy || draw >= 0.5 ? ended : 0,
      connect,
      start + 5 + seconds(attempt),
      quoted(uuid(index)),
      connect === 0 ? 0 : seconds(attempt),
      quoted(`SEP${hex(index % 40, 12).toUpperCase()}`),
      quoted("SIP-Trunk-1"),
      quoted("StandAloneCluster"),
    ].join(",");
  });
  return lines([CUCM.map(([name]) => quoted(name)).join(","), CUCM.map(([, type]) => type).join(","), ...rows]);
}

const SIPP =
  "StartTime;LastResetTime;CurrentTime;ElapsedTime(P);ElapsedTime(C);TargetRate;CallRate(P);CallRate(C);IncomingCall(P);IncomingCall(C);OutgoingCall(P);OutgoingCall(C);TotalCallCreated;CurrentCall;SuccessfulCall(P);SuccessfulCall(C);FailedCall(P);FailedCall(C);FailedCannotSendMessage(P);FailedCannotSendMessage(C);FailedMaxUDPRetrans(P);FailedMaxUDPRetrans(C);FailedUnexpectedMessage(P);FailedUnexpectedMessage(C);Retransmissions(P);Retransmissions(C);ResponseTime1(P);ResponseTime1(C);CallLength(P);CallLength(C);";

/** A row at the end of each minute: what fell into it, and the running totals. */
function sipp(world: World): string {
  const time = (at: number): string =>
    `${stamp(at, "YYYY-MM-DD")}\t${stamp(at, "hh:mm:ss.SSS")}123\t${(at / 1000).toFixed(3)}123`;
  const clock = (milliseconds: number): string => stamp(milliseconds, "hh:mm:ss");
  let calls = 0;
  let failures = 0;
  const first = [
    time(world.from),
    time(world.from),
    time(world.from),
    "00:00:00",
    "00:00:00",
    2,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    "00:00:00:000",
    "00:00:00:000",
    "00:00:00:000",
    "00:00:00:000",
  ];
  const rows = world.minutes.map((minute) => {
    calls += minute.attempts;
    failures += minute.failures;
    const end = minute.at + MINUTE;
    const answered = minute.attempts - minute.failures;
    return [
      time(world.from),
      time(minute.at),
      time(end),
      "00:01:00",
      clock(end - world.from),
      2,
      (minute.attempts / 60).toFixed(3),
      (calls / ((end - world.from) / 1000)).toFixed(3),
      0,
      0,
      minute.attempts,
      calls,
      calls,
      0,
      answered,
      calls - failures,
      minute.failures,
      failures,
      0,
      0,
      minute.failures,
      failures,
      0,
      0,
      minute.failures * 7,
      failures * 7,
      "00:00:00:021",
      "00:00:00:024",
      "00:00:03:021",
      "00:00:03:024",
    ];
  });
  return lines([SIPP, ...[first, ...rows].map((row) => `${row.join(";")};`)]);
}

function twilio(world: World): string {
  const calls = [...world.attempts].reverse().map((attempt) => {
    const { at, index, draw, failed } = attempt;
    const rfc = (time: number): string => stamp(time, "DOW, DD MON YYYY hh:mm:ss zzzz");
    const status = failed ? "failed" : draw < 0.05 ? "busy" : draw < 0.1 ? "no-answer" : "completed";
    return {
      sid: `CA${hex(index)}`,
      account_sid: `AC${hex(1)}`,
      from: "+13035550100",
      to: `+1303555${pad(index % 10000, 4)}`,
      direction: "outbound-api",
      status,
      start_time: rfc(at),
      end_time: rfc(at + seconds(attempt) * 1000),
      date_created: rfc(at),
      date_updated: rfc(at + seconds(attempt) * 1000),
      duration: String(seconds(attempt)),
      price: failed ? null : "-0.00850",
      price_unit: "USD",
      api_version: "2010-04-01",
    };
  });
  return JSON.stringify({
    calls,
    end: calls.length - 1,
    page: 0,
    page_size: 5000,
    start: 0,
    uri: "/2010-04-01/Accounts/AC/Calls.json?Page=0",
  });
}

/** A SIP trace flattened by a provider's portal: the final response of each INVITE. */
function sipPortal(world: World): string {
  return csv(
    ["Start Time", "Call-ID", "From", "To", "SIP Response", "Reason", "Duration (s)"],
    world.attempts.map((attempt) => {
      const code = attempt.failed
        ? pick([503, 500, 408], attempt.draw)
        : attempt.draw < 0.05
          ? 486
          : attempt.draw < 0.1
            ? 487
            : 200;
      const reason: Readonly<Record<number, string>> = {
        200: "OK",
        408: "Request Timeout",
        486: "Busy Here",
        487: "Request Terminated",
        500: "Server Internal Error",
        503: "Service Unavailable",
      };
      return [
        stamp(attempt.at, "DD/MM/YYYY hh:mm:ss", "Europe/London"),
        `${hex(attempt.index, 24)}@198.51.100.7`,
        cell(extension(attempt.index)),
        number(attempt.index),
        code,
        reason[code] ?? "",
        seconds(attempt),
      ];
    }),
  );
}

const ASTERISK = {
  zone: "Europe/Berlin",
  failed: [
    { column: "disposition", values: ["FAILED"] },
    { column: "column15", values: ["FAILED"] },
  ],
};
const CAUSES = [
  { column: "hangup_cause", values: HANGUPS },
  { column: "column10", values: HANGUPS },
];

export const TELEPHONY: readonly Layout[] = [
  { name: "freepbx-cdr", facts: ASTERISK, files: (world) => one("cdr.csv", freepbx(world, "Europe/Berlin")) },
  {
    name: "asterisk-master",
    facts: ASTERISK,
    files: (world) => one("Master.csv", master(world, "Europe/Berlin", false)),
  },
  {
    name: "asterisk-master-uniqueid",
    facts: ASTERISK,
    files: (world) => one("cdr-csv/Master.csv", master(world, "Europe/Berlin", true)),
  },
  {
    name: "freeswitch-cdr",
    facts: { zone: "America/Denver", failed: CAUSES },
    files: (world) => one("Master.csv", freeswitch(world, "America/Denver")),
  },
  {
    name: "fusionpbx",
    facts: {
      zone: "America/Denver",
      failed: [...CAUSES, { column: "sip_hangup_disposition", values: ["recv_refuse"] }],
    },
    files: (world) => one("cdr_export.csv", fusionpbx(world, "America/Denver")),
  },
  {
    name: "cucm-cdr",
    facts: {
      failed: [
        { column: "destCause_value", values: ["41"] },
        { column: "origCause_value", values: ["41"] },
      ],
    },
    files: (world) => one("cdr_StandAloneCluster_01_202603120800_4711", cucm(world)),
  },
  {
    name: "sipp-statistics",
    truth: "minutes",
    facts: {
      zone: "UTC",
      failures: ["FailedCall(P)", "FailedCall(C)"],
      attempts: ["OutgoingCall(P)", "OutgoingCall(C)", "TotalCallCreated"],
    },
    files: (world) => one("uac_4711_.csv", sipp(world)),
  },
  {
    name: "twilio-calls",
    facts: { failed: [{ column: "status", values: ["failed"] }] },
    files: (world) => one("calls.json", twilio(world)),
  },
  {
    name: "sip-portal",
    plan: { start: "2026-03-25T08:00:00Z" },
    facts: {
      zone: "Europe/London",
      order: "dmy",
      failed: [
        { column: "SIP Response", values: ["408", "500", "503"] },
        { column: "Reason", values: ["Request Timeout", "Server Internal Error", "Service Unavailable"] },
      ],
    },
    files: (world) => one("calls.csv", sipPortal(world)),
  },
];
