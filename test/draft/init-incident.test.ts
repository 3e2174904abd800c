import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openIncident } from "../../src/incident/yaml/open.js";
import { initIncident } from "../../src/draft/init-incident.js";
import { openData } from "../../src/sources/open-data.js";
import { folderWith, totals } from "../sources/incident-folder.js";

const minute = (at: number): string => new Date(Date.UTC(2025, 2, 31, 12, at)).toISOString();
const callId = (at: number): string => `CA${String(at).padStart(32, "0")}`;
const rows = (n: number, row: (at: number) => string): string =>
  `${Array.from({ length: n }, (_row, at) => row(at)).join("\n")}\n`;

const VERBS = `request_id,call_sid,requested_at,error_code,fetch_ms\n${rows(60, (at) => `r-${at},${callId(Math.floor(at / 3))},${minute(at)},${at % 10 === 0 ? 11200 : ""},${100 + at}`)}`;
const CALLS = `call_sid,started_at,status\n${rows(20, (at) => `${callId(at)},${minute(at * 3)},completed`)}`;
const ALERTS = `sid,date_generated,error_code,resource_sid\n${rows(6, (at) => `NO${at},${minute(at * 10)},${at < 5 ? 11200 : 13335},${callId(at)}`)}`;

/** Asks are recorded and answered from a list. */
function answering(answers: readonly string[]): { asked: string[]; ask: (question: string) => Promise<string> } {
  const asked: string[] = [];
  return { asked, ask: (question) => Promise.resolve(answers[asked.push(question) - 1] ?? "") };
}

describe("starting an incident from its files", () => {
  it("finds times, failures, keys and measurements, and says why", async () => {
    const gauge = `time,capacity_units\n${rows(20, (at) => `${minute(at)},${60 + at}`)}`;
    const folder = folderWith({
      "verbs.csv": VERBS,
      "calls.csv": CALLS,
      "alerts.csv": ALERTS,
      "capacity.csv": gauge,
      "statement.md": "Verbs failed with code 11200 on March 31, 2025.",
    });
    const { path, questions } = await initIncident(folder, { terminal: false });
    expect(questions).toEqual([]);
    const incident = await openIncident(folder);
    const source = (name: string): unknown => incident.sources.find((one) => one.name === name);
    expect(source("verbs")).toMatchObject({
      kind: "outcomes",
      time: { column: "requested_at" },
      id: "request_id",
      cluster: "call_sid",
      latency: "fetch_ms",
      failed: { kind: "own", where: [["error_code", { kind: "values", values: ["11200"] }]] },
    });
    expect(source("calls")).toMatchObject({
      kind: "outcomes",
      id: "call_sid",
      failed: {
        kind: "marked",
        from: "alerts",
        on: [["call_sid", "resource_sid"]],
        where: [["error_code", { values: ["11200"] }]],
      },
    });
    expect(source("alerts")).toMatchObject({ kind: "events", time: { column: "date_generated" } });
    expect(source("capacity")).toMatchObject({ kind: "gauge", value: "capacity_units" });
    expect(incident).toMatchObject({ outcome: "verbs", exposure: { of: "calls", by: "verbs" } });
    expect(readFileSync(path as string, "utf8")).toContain(
      "# the statement names 11200; verbs.csv holds error_code: 11200 6",
    );
    const data = await openData(incident);
    expect(await totals(data)).toEqual({ failures: 6, attempts: 60 });
    await data.close();
  });

  it("asks for a zone that no evidence settles, again after an answer that is none", async () => {
    const folder = folderWith({ "verbs.csv": VERBS.replaceAll(".000Z", "").replaceAll("T1", " 1") });
    const { asked, ask } = answering(["Mars", "Europe/Berlin"]);
    await initIncident(folder, { terminal: true, ask });
    expect(asked).toHaveLength(2);
    expect(asked[1]).toContain('"Mars" does not answer it');
    expect((await openIncident(folder)).sources[0]?.time).toEqual({ column: "requested_at", zone: "Europe/Berlin" });
  });

  it("lists everything that is missing when nobody can be asked", async () => {
    const outcomes = `id,start,result\n${rows(20, (at) => `${at},0${1 + (at % 9)}/04/2025 10:${10 + at},${at % 5 === 0 ? "aborted" : "fine"}`)}`;
    const folder = folderWith({ "orders.csv": outcomes });
    const { questions, path } = await initIncident(folder, { terminal: false });
    expect(path).toBe(join(folder, "incident.yaml.draft"));
    expect(questions.map(({ setting }) => setting)).toEqual([
      "sources.orders.time.zone",
      "sources.orders.time.format",
      "sources.orders.failed",
    ]);
    expect(questions[2]).toMatchObject({
      question: expect.stringContaining("fine 16, aborted 4") as unknown,
      candidates: ["result:aborted", "result:fine"],
    });
    const { ask } = answering(["UTC", "day", "aborted"]);
    await initIncident(folder, { terminal: true, ask });
    expect((await openIncident(folder)).sources[0]).toMatchObject({
      time: { zone: "UTC", format: "%d/%m/%Y %H:%M" },
      failed: { where: [["result", { values: ["aborted"] }]] },
    });
  });

  const outcomes = `id,start,result\n${rows(40, (at) => `${at},2025-04-03 10:${10 + at},${at % 5 === 0 ? "aborted" : "fine"}`)}`;
  const ready = `Time,pods ready\n${rows(20, (at) => `2025-04-03 10:${10 + at}:00,${6 + Math.floor(at / 4)}`)}`;

  it("takes answers beforehand, one by its name or all that end alike, and asks only for the rest", async () => {
    const folder = folderWith({ "orders.csv": outcomes, "pods.csv": ready });
    const { questions } = await initIncident(folder, { terminal: false });
    expect(questions.map(({ setting }) => setting)).toEqual([
      "sources.orders.time.zone",
      "sources.orders.failed",
      "sources.pods.time.zone",
    ]);
    const wrong = (key: string, value: string) =>
      initIncident(folder, { terminal: false, answers: new Map([[key, value]]) });
    await expect(wrong("zone", "Mars")).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("--answer zone=Mars does not answer it") as unknown,
    });
    await expect(wrong("lamps.failed", "6")).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('got "lamps.failed"') as unknown,
    });
    await expect(wrong("orders.failed", "gone")).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("Such as --answer orders.failed=result:aborted") as unknown,
    });
    expect(await wrong("pods.failed", "6")).toMatchObject({
      notes: ["--answer pods.failed=6 is not needed: nothing here asks for it."],
    });
    expect(existsSync(join(folder, "incident.yaml"))).toBe(false);
    await initIncident(folder, {
      terminal: false,
      answers: new Map([
        ["time.zone", "Europe/Berlin"],
        ["orders.failed", "aborted"],
      ]),
    });
    expect((await openIncident(folder)).sources.map(({ time }) => time?.zone)).toEqual([
      "Europe/Berlin",
      "Europe/Berlin",
    ]);
    const second = folderWith({ "orders.csv": outcomes, "pods.csv": ready });
    const { asked, ask } = answering(["aborted"]);
    await initIncident(second, { terminal: true, ask, answers: new Map([["zone", "UTC"]]) });
    expect(asked).toEqual([expect.stringContaining("aborted 8")]);
  });

  it("leaves a draft with the questions as comments, and writes over none that is not ours", async () => {
    const folder = folderWith({
      "orders.csv": outcomes,
      "statement.md": "# Outage of 3 April 2025\n\nAt 10:20 UTC orders failed.\n",
    });
    const init = () => initIncident(folder, { terminal: false, answers: new Map([["zone", "UTC"]]) });
    expect((await init()).questions).toHaveLength(1);
    const draft = join(folder, "incident.yaml.draft");
    const text = readFileSync(draft, "utf8");
    expect(text).toMatch(/^ {4}# OPEN sources\.orders\.failed: .*\n {4}# failed:$/m);
    expect(text).toMatch(/zone: UTC \}/);
    writeFileSync(draft, `${text}# looked at\n`);
    await init();
    expect(readFileSync(draft, "utf8")).toBe(text);
    writeFileSync(draft, "mine");
    expect((await init()).notes).toEqual([expect.stringContaining("not ours, and stays")]);
    expect(readFileSync(draft, "utf8")).toBe("mine");
  });

  it("takes no title from a heading that fits every outage", async () => {
    const folder = folderWith({
      "orders.csv": `id,at,http_status\n${rows(60, (at) => `${at},${minute(at)},${at % 9 === 0 ? 503 : 200}`)}`,
      "statement.md": "# Reason for outage\n\nTimeline (all times UTC, 31 March 2025)\n\n- 12:10: Errors begin.\n",
    });
    const text = readFileSync((await initIncident(folder, { terminal: false })).path as string, "utf8");
    expect(text).not.toMatch(/^title:/m);
    const { id, title } = await openIncident(folder);
    expect(title).toBe(id);
  });

  it("takes title, zone and file of the statement, offers remediations to uncomment, and dimensions to break down by", async () => {
    const orders = `id,at,http_status,region,sku,price\n${rows(60, (at) => `${at},${minute(at)},${at % 9 === 0 ? 503 : 200},${at % 2 === 0 ? "eu" : "us"},sku-${at % 30},${at % 3}.50`)}`;
    const statement =
      "# Orders outage\n\nTimeline (all times UTC, 31 March 2025)\n\n- 12:10: Errors begin.\n- 12:20: Engineers began adding capacity.\n- 12:40: Capacity had been added and service recovered.\n";
    const folder = folderWith({
      "orders.csv": orders,
      "pods.csv": `Time,pods\n${rows(20, (at) => `${minute(at)},${at}`)}`,
      "statement.md": statement,
    });
    const text = readFileSync((await initIncident(folder, { terminal: false })).path as string, "utf8");
    const incident = await openIncident(folder);
    expect(incident).toMatchObject({
      title: "Orders outage",
      zone: "UTC",
      statement: "statement.md",
      remediations: undefined,
    });
    expect(incident.sources.find(({ name }) => name === "orders")?.dimensions).toEqual(["region"]);
    writeFileSync(
      join(folder, "incident.yaml"),
      text.replace(/^# (remediations:)$/m, "$1").replace(/^# {3}- (\{ id: change.*\})$/gm, "  - $1"),
    );
    expect((await openIncident(folder)).remediations?.[0]).toMatchObject({
      from: "2025-03-31T12:20:00Z",
      gauge: "pods",
    });
  });

  it("takes alerts for events, whatever states they go through, and rows that all failed for notices", async () => {
    const alerts = rows(3, (at) =>
      JSON.stringify({
        startsAt: minute(at * 9),
        alertname: "High",
        severity: "critical",
        state: at === 2 ? "resolved" : "firing",
      }),
    );
    const states = `at,alert,status\n${rows(6, (at) => `${minute(at)},disk,${at % 2 === 0 ? "FIRING" : "OK"}`)}`;
    const failures = `at,http_status,host\n${rows(20, (at) => `${minute(at)},50${at % 3},h${at % 4}`)}`;
    const folder = folderWith({
      "alerts.jsonl": alerts,
      "states.csv": states,
      "failed.csv": failures,
      "verbs.csv": VERBS,
    });
    await initIncident(folder, { terminal: false });
    expect(Object.fromEntries((await openIncident(folder)).sources.map(({ name, kind }) => [name, kind]))).toEqual({
      alerts: "events",
      states: "events",
      failed: "events",
      verbs: "outcomes",
    });
  });

  it("names a file of counts by what is counted, not by its failures", async () => {
    const counts = (attempts: string): string =>
      `Time,5xx,${attempts}\n${rows(20, (at) => `${minute(at)},${at % 6},${100 + (at % 4)}`)}`;
    const [one, two] = [
      folderWith({ "errors.csv": counts("requests") }),
      folderWith({ "errors_5xx.csv": counts("total") }),
    ];
    await initIncident(one, { terminal: false });
    await initIncident(two, { terminal: false });
    expect([(await openIncident(one)).sources[0]?.name, (await openIncident(two)).sources[0]?.name]).toEqual([
      "requests",
      "attempts",
    ]);
  });

  it("knows numbers with decimal commas", async () => {
    const orders = `id;at;http_status;latency_ms\n${rows(40, (at) => `${at};${minute(at)};${at % 9 === 0 ? 503 : 200};${at},25`)}`;
    const folder = folderWith({
      "orders.csv": orders,
      "panel.csv": `Time;depth\n${rows(20, (at) => `${minute(at)};${at},5`)}`,
    });
    const text = readFileSync((await initIncident(folder, { terminal: false })).path as string, "utf8");
    expect(text).toContain("# its name says milliseconds; decimals are written with a comma");
    expect((await openIncident(folder)).sources).toMatchObject([
      { name: "orders", latency: "latency_ms" },
      { name: "panel", kind: "gauge", value: "depth" },
    ]);
  });

  it("takes the files of one series together, by a glob that fits no other file", async () => {
    const part = (from: number): string =>
      `id,at,http_status\n${rows(9, (at) => `${from + at}x${at},${minute(at + from)},${at === 3 ? 503 : 200}`)}`;
    const folder = folderWith({
      "calls-2025-03-30.csv": part(0),
      "calls-2025-03-31.csv": part(20),
      "calls.old.csv": "a,b\n1,2\n",
    });
    await initIncident(folder, { terminal: false });
    expect((await openIncident(folder)).sources[0]).toMatchObject({
      name: "calls",
      files: ["calls-2025-03-*.csv"],
      failed: { where: [["http_status", { kind: "range", atLeast: 500 }]] },
    });
  });

  it("knows vendors' exports, with the evidence for each, and asks only for what they leave open", async () => {
    const master = rows(
      20,
      (at) =>
        `"","1","2","c","x","SIP/a","SIP/b","Dial","b","2025-03-31 14:${10 + at}:00","","2025-03-31 14:${10 + at}:30",30,0,"${at % 5 === 0 ? "FAILED" : "ANSWERED"}","DOC","17434338${10 + at}.1"`,
    );
    const panel = `"Time","errors"\n${rows(20, (at) => `"2025-03-31 14:${10 + at}:00",${at % 7}`)}\n"Time","requests"\n${rows(20, (at) => `"2025-03-31 14:${10 + at}:00",${100 + (at % 3)}`)}`;
    const range = JSON.stringify({
      data: {
        resultType: "matrix",
        result: [
          {
            metric: { __name__: "errors_total" },
            values: [
              [1743429600, "5"],
              [1743429660, "9"],
            ],
          },
        ],
      },
    });
    const folder = folderWith({ "Master.csv": master, "panel.csv": panel, "range.json": range, "alerts.csv": ALERTS });
    const { questions } = await initIncident(folder, { terminal: false });
    expect(questions.map(({ setting }) => setting)).toEqual(["sources.Master.time.zone", "sources.panel.time.zone"]);
    const { asked, ask } = answering(["Europe/Berlin", "Europe/Berlin"]);
    const { path } = await initIncident(folder, { terminal: true, ask });
    expect(asked).toHaveLength(2);
    const { sources } = await openIncident(folder);
    const named = (name: string) => sources.find((source) => source.name === name);
    expect(named("Master")).toMatchObject({
      kind: "outcomes",
      format: "asterisk-master",
      time: { column: "start", zone: "Europe/Berlin" },
    });
    expect(named("panel")).toMatchObject({ kind: "counts", failures: "errors", attempts: "requests" });
    expect(named("range")).toMatchObject({ kind: "counter", value: "value", format: "prometheus-range" });
    expect(named("alerts")).toMatchObject({ kind: "events", format: "twilio-alerts" });
    expect(readFileSync(path as string, "utf8")).toContain("# recognised by its content");
    const data = await openData(await openIncident(folder));
    expect(await totals(data, "Master")).toEqual({ failures: 4, attempts: 20 });
    expect(await totals(data, "panel")).toEqual({ failures: 57, attempts: 2019 });
    await data.close();
  });

  it("never overwrites, and says of every file why it cannot be used", async () => {
    await expect(
      initIncident(folderWith({ "incident.yaml": "id: x\n", "verbs.csv": VERBS }), { terminal: false }),
    ).rejects.toMatchObject({ exitCode: 2 });
    const none = await initIncident(folderWith({ "notes.md": "nothing", "list.csv": "a,b\n1,2\n3,4\n" }), {
      terminal: false,
    });
    expect(none).toMatchObject({ path: null, questions: [], incident: null });
    expect(none.files.map(({ file, used }) => [file, used])).toEqual([
      ["list.csv", null],
      ["notes.md", null],
    ]);
    expect(none.files[0]?.why).toContain("no column of times");
    await expect(initIncident("/nowhere/at/all", { terminal: false })).rejects.toMatchObject({ exitCode: 2 });
  });

  it("quotes what YAML would misread, and lets no cell end a comment", async () => {
    const nasty = `"time: # at",no,error_code\n${rows(8, (at) => `${minute(at)},${at},${at % 4 === 0 ? '"5\n00"' : ""}`)}`;
    const folder = folderWith({ "it's: #1.csv": nasty });
    await initIncident(folder, { terminal: false });
    expect((await openIncident(folder)).sources[0]).toMatchObject({
      time: { column: "time: # at" },
      failed: { where: [["error_code", { values: ["5\n00"] }]] },
    });
  });
});
