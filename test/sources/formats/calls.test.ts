import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { dataOf } from "../incident-folder.js";
import { DAY, formatOf, outcomesOf, sourceOf } from "./recognised.js";

const sid = (prefix: string, n: number): string => `${prefix}${String(n).padStart(32, "0")}`;
const clock = (n: number): string => new Date(Date.UTC(2025, 2, 31, 15, n)).toISOString().replace(".000Z", "Z");
const mail = (n: number): string => `Mon, 31 Mar 2025 15:${String(n).padStart(2, "0")}:00 +0000`;
const jsonLines = (rows: readonly object[]): string => `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`;

/** Ten calls; the last three have a child leg each, one of which stands before its parent. */
const CALLS = Array.from({ length: 10 }, (_call, n) => ({
  sid: sid("CA", n),
  parent_call_sid: null as string | null,
  status: "completed",
  date_created: clock(n),
  start_time: clock(n),
  duration: 30,
}));
const LEGS = [7, 8, 9].map((n) => ({ ...CALLS[n], sid: sid("CB", n), parent_call_sid: sid("CA", n) }));
const EXPORT = jsonLines([...CALLS.slice(0, 9), LEGS[2] as object, CALLS[9] as object, ...LEGS.slice(0, 2)]);

const ALERT_TEXT =
  "Msg=Got%20HTTP%20405%20%26%20more&sourceComponent=12000&ErrorCode=11200&httpResponse=405&url=https%3A%2F%2Fx.example%2Fplay%3Fa%3D1";
const ALERTS = `sid,error_code,resource_sid,date_created,date_generated,alert_text
${[1, 2, 9].map((n) => `${sid("NO", n)},${n === 2 ? 12100 : 11200},${sid("CA", n)},${clock(n + 30)},${clock(n)},${ALERT_TEXT}`).join("\n")}
`;

describe("Twilio's bulk export of calls", () => {
  it("counts parents: child legs are duplicates of their call, wherever they stand", async () => {
    expect(await formatOf("calls-2025-03-31.jsonl.gz", gzipSync(EXPORT))).toBe("twilio-calls");
    const { source, quality } = await sourceOf(
      "calls-2025-03-31.jsonl.gz",
      gzipSync(EXPORT),
      'failed: { status: ["failed"] }',
    );
    expect(await outcomesOf(source)).toMatchObject({ attempts: 10, from: "2025-03-31T15:00:00.000Z" });
    expect(quality).toMatchObject({ seen: 13, loaded: 10, duplicates: 3 });
    expect(quality.notes.join(" ")).toContain("Child legs are counted with their parent call");
  });

  it("finds legs that begin only after the file's first part", async () => {
    const many = Array.from({ length: 3000 }, (_call, n) => ({
      ...CALLS[0],
      sid: sid("CA", 100 + n),
      date_created: clock(n % 60),
    }));
    const text = jsonLines([...many, { ...CALLS[0], sid: sid("CB", 1), parent_call_sid: sid("CA", 100) }]);
    expect(text.length).toBeGreaterThan(2 ** 18);
    expect((await sourceOf("calls.jsonl", text, 'failed: { status: ["failed"] }')).quality).toMatchObject({
      loaded: 3000,
      duplicates: 1,
    });
  });

  it("takes failures from alerts, since a dropped call reads completed", async () => {
    const yaml = `id: t
sources:
  calls:
    file: calls.jsonl
    failed: { from: alerts, on: { sid: resource_sid }, where: { error_code: ["11200"] } }
  alerts: { file: alerts.csv }
`;
    const data = await dataOf({ "incident.yaml": yaml, "calls.jsonl": EXPORT, "alerts.csv": ALERTS });
    expect(await outcomesOf(data.source("calls"))).toMatchObject({ failures: 2, attempts: 10 });
    expect(data.source("alerts").kind).toBe("events");
  });
});

describe("Twilio's REST answers", () => {
  const rest = (list: string, items: readonly object[]): string =>
    JSON.stringify({ [list]: items, page: 0, page_size: 50, uri: "/x.json" }, null, 2);

  it("give calls with RFC 2822 times and an empty duration where nobody answered", async () => {
    const calls = [...CALLS, ...LEGS].map((call, n) => ({
      ...call,
      date_created: mail(n % 10),
      start_time: null,
      duration: n % 2 === 0 ? "30" : "",
    }));
    expect(await formatOf("calls.json", rest("calls", calls))).toBe("twilio-calls-rest");
    const { source, quality } = await sourceOf(
      "calls.json",
      rest("calls", calls),
      'failed: { status: ["failed"] }\ncount: overlap\nduration: duration',
    );
    expect(await outcomesOf(source)).toMatchObject({ attempts: 10 });
    expect(quality).toMatchObject({ seen: 13, duplicates: 3, rejected: 0 });
    const csv = `sid,parent_call_sid,status,date_created,duration\n${calls.map((call) => `${call.sid},${call.parent_call_sid ?? ""},${call.status},"${call.date_created}",${call.duration}`).join("\n")}\n`;
    expect(await formatOf("calls.csv", csv)).toBe("twilio-calls");
    expect((await sourceOf("calls.csv", csv, 'failed: { status: ["failed"] }')).quality).toMatchObject({
      seen: 14,
      loaded: 10,
      duplicates: 3,
      header: 1,
    });
  });

  it("give alerts, dated when they were generated, their text decoded", async () => {
    const alerts = [1, 2].map((n) => ({
      sid: sid("NO", n),
      error_code: "11200",
      resource_sid: sid("CA", n),
      date_created: clock(n + 30),
      date_generated: clock(n),
      alert_text: ALERT_TEXT,
    }));
    for (const [file, content] of [
      ["alerts.json", rest("alerts", alerts)],
      ["alerts.csv", ALERTS],
    ] as const) {
      expect(await formatOf(file, content)).toBe(file === "alerts.csv" ? "twilio-alerts" : "twilio-alerts-rest");
      const [first] = await (await sourceOf(file, content)).source.rows(DAY, 10);
      expect(first?.at).toBe("2025-03-31T15:01:00Z");
      expect(Object.fromEntries(first?.fields ?? [])).toMatchObject({
        alert_message: "Got HTTP 405 & more",
        alert_component: "12000",
        alert_http_response: "405",
      });
    }
  });

  it("give the events of calls: one a request, with its response", async () => {
    const events = [200, 502, 200].map((code, n) => ({
      request: { method: "POST", url: "https://x.example/voice", parameters: { call_sid: sid("CA", 1) } },
      response: { response_code: code, request_duration: 100 + n, date_created: mail(n) },
    }));
    expect(await formatOf("events.json", rest("events", events))).toBe("twilio-events-rest");
    expect(await outcomesOf((await sourceOf("events.json", rest("events", events))).source)).toEqual({
      failures: 1,
      attempts: 3,
      from: "2025-03-31T15:00:00.000Z",
    });
  });
});

describe("call summaries and the console", () => {
  it("spell failures in their own way", async () => {
    const csv = `Call Sid,Call State,Start Time,Duration\n${["completed", "fail", "noanswer", "busy"].map((state, n) => `${sid("CA", n)},${state},${clock(n)},30`).join("\n")}\n`;
    expect(await formatOf("summaries.csv", csv)).toBe("voice-insights");
    expect(await outcomesOf((await sourceOf("summaries.csv", csv)).source)).toMatchObject({ failures: 1, attempts: 4 });
  });

  it("has a console export by its headings, whose times need a zone", async () => {
    const csv = `Call SID,Direction,From,To,Status,Start Time,Duration\n${["Completed", "Failed"].map((state, n) => `${sid("CA", n)},Inbound,+49301,+49302,${state},2025-03-31 17:0${n}:00,30`).join("\n")}\n`;
    expect(await formatOf("log.csv", csv)).toBe("twilio-console");
    await expect(sourceOf("log.csv", csv)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/"Start Time" holds times without a zone.*sources\.x\.time/) as unknown,
    });
    expect(
      await outcomesOf((await sourceOf("log.csv", csv, 'time: { column: "Start Time", zone: Europe/Berlin }')).source),
    ).toEqual({ failures: 1, attempts: 2, from: "2025-03-31T15:00:00.000Z" });
  });
});

describe("Asterisk's Master.csv", () => {
  const row = (n: number, more: readonly string[]): string =>
    [
      `""`,
      `"4930${n}"`,
      `"4940${n}"`,
      `"from-trunk"`,
      `"""A"" <4930${n}>"`,
      `"SIP/a-${n}"`,
      `"SIP/b-${n}"`,
      `"Dial"`,
      `"SIP/b,20"`,
      `"2025-03-31 17:0${n}:00"`,
      n % 2 === 0 ? `"2025-03-31 17:0${n}:05"` : `""`,
      `"2025-03-31 17:0${n}:35"`,
      "35",
      "30",
      n === 3 ? `"CONGESTION"` : n % 2 === 0 ? `"ANSWERED"` : `"NO ANSWER"`,
      `"DOCUMENTATION"`,
      ...more,
    ].join(",");
  const unique = (n: number): string => `"174343380${n}.${n}"`;

  it.each([
    [16, () => [], ["amaflags"]],
    [17, (n: number) => [unique(n)], ["uniqueid"]],
    [17, (n: number) => [`"user ${n}"`], ["userfield"]],
    [18, (n: number) => [unique(n), `"u"`], ["uniqueid", "userfield"]],
    [19, (n: number) => [`""`, unique(0), String(n)], ["peeraccount", "linkedid", "sequence"]],
    [20, (n: number) => [unique(n), `""`, unique(0), String(n)], ["uniqueid", "peeraccount", "linkedid", "sequence"]],
    [
      21,
      (n: number) => [unique(n), `"u"`, `""`, unique(0), String(n)],
      ["uniqueid", "userfield", "peeraccount", "linkedid", "sequence"],
    ],
  ])("of %i columns has no header, and local times", async (width, more, last) => {
    const csv = `${[0, 1, 2, 3].map((n) => row(n, more(n))).join("\n")}\n`;
    expect(await formatOf("Master.csv", csv)).toBe("asterisk-master");
    await expect(sourceOf("Master.csv", csv)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('"start" holds times without a zone') as unknown,
    });
    const { source, quality } = await sourceOf("Master.csv", csv, "time: { column: start, zone: Europe/Berlin }");
    expect(source.columns).toHaveLength(width);
    expect(source.columns.slice(-last.length)).toEqual(last);
    expect(await outcomesOf(source)).toEqual({ failures: 1, attempts: 4, from: "2025-03-31T15:00:00.000Z" });
    expect(quality).toMatchObject({ seen: 4, loaded: 4, header: 0 });
    if (last.includes("linkedid")) expect(await source.clusters(DAY)).toEqual([{ attempts: 4, failures: 1, n: 1 }]);
  });
});

describe("FreeSWITCH's CSV", () => {
  const leg = (n: number, uuid: string, other: string, cause: string): string =>
    [
      `"A"`,
      `"10${n}"`,
      `"20${n}"`,
      `"default"`,
      `"2025-03-31 17:0${n}:00"`,
      `""`,
      `"2025-03-31 17:0${n}:30"`,
      `"30"`,
      `"25"`,
      `"${cause}"`,
      `"${uuid}"`,
      `"${other}"`,
      `"acc"`,
      `"PCMU"`,
      `"PCMU"`,
    ].join(",");

  it("counts b legs with their a leg, wherever they stand", async () => {
    const csv = `${[leg(0, "b0", "", "NORMAL_CLEARING"), leg(0, "a0", "b0", "NORMAL_CLEARING"), leg(1, "a1", "b1", "RECOVERY_ON_TIMER_EXPIRE"), leg(1, "b1", "", "RECOVERY_ON_TIMER_EXPIRE"), leg(2, "a2", "", "USER_BUSY")].join("\n")}\n`;
    expect(await formatOf("cdr.csv", csv)).toBe("freeswitch-csv");
    const { source, quality } = await sourceOf("cdr.csv", csv, "time: { column: start_stamp, zone: Europe/Berlin }");
    expect(await outcomesOf(source)).toEqual({ failures: 1, attempts: 3, from: "2025-03-31T15:00:00.000Z" });
    expect(quality).toMatchObject({ seen: 5, loaded: 3, duplicates: 2, header: 0 });
  });
});
