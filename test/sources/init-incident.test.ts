import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openIncident } from "../../src/incident/incident-file.js";
import { initIncident } from "../../src/sources/init-incident.js";
import { openData } from "../../src/sources/open-data.js";
import { folderWith, totals } from "./incident-folder.js";

const minute = (at: number): string => new Date(Date.UTC(2025, 2, 31, 12, at)).toISOString();
const callId = (at: number): string => `CA${String(at).padStart(32, "0")}`;
const rows = (n: number, row: (at: number) => string): string => `${Array.from({ length: n }, (_row, at) => row(at)).join("\n")}\n`;

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
    const folder = folderWith({ "verbs.csv": VERBS, "calls.csv": CALLS, "alerts.csv": ALERTS, "capacity.csv": gauge, "statement.md": "Verbs failed with code 11200 on March 31, 2025." });
    const path = await initIncident(folder, { terminal: false });
    const incident = await openIncident(folder);
    const source = (name: string): unknown => incident.sources.find((one) => one.name === name);
    expect(source("verbs")).toMatchObject({
      kind: "outcomes", time: { column: "requested_at" }, id: "request_id", cluster: "call_sid", latency: "fetch_ms",
      failed: { kind: "own", where: [["error_code", { kind: "values", values: ["11200"] }]] },
    });
    expect(source("calls")).toMatchObject({
      kind: "outcomes", id: "call_sid", failed: { kind: "marked", from: "alerts", on: [["call_sid", "resource_sid"]], where: [["error_code", { values: ["11200"] }]] },
    });
    expect(source("alerts")).toMatchObject({ kind: "events", time: { column: "date_generated" } });
    expect(source("capacity")).toMatchObject({ kind: "gauge", value: "capacity_units" });
    expect(incident).toMatchObject({ outcome: "verbs", exposure: { of: "calls", by: "verbs" } });
    expect(readFileSync(path, "utf8")).toContain("# the statement names 11200; verbs.csv holds 11200 (6)");
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
    const outcomes = `id,start,result\n${rows(20, (at) => `${at},0${1 + at % 9}/04/2025 10:${10 + at},${at % 5 === 0 ? "aborted" : "fine"}`)}`;
    const folder = folderWith({ "orders.csv": outcomes });
    const error = await initIncident(folder, { terminal: false }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exitCode: 3 });
    expect((error as Error).message).toMatch(/3 answers.*orders\.time\.zone.*orders\.time\.format.*orders\.failed.*aborted \(4\)/);
    const { ask } = answering(["UTC", "day", "aborted"]);
    await initIncident(folder, { terminal: true, ask });
    expect((await openIncident(folder)).sources[0]).toMatchObject({
      time: { zone: "UTC", format: "%d/%m/%Y %H:%M" }, failed: { where: [["result", { values: ["aborted"] }]] },
    });
  });

  it("takes the files of one series together, by a glob that fits no other file", async () => {
    const part = (from: number): string => `id,at,http_status\n${rows(9, (at) => `${from + at}x${at},${minute(at + from)},${at === 3 ? 503 : 200}`)}`;
    const folder = folderWith({ "calls-2025-03-30.csv": part(0), "calls-2025-03-31.csv": part(20), "calls.old.csv": "a,b\n1,2\n" });
    await initIncident(folder, { terminal: false });
    expect((await openIncident(folder)).sources[0]).toMatchObject({ name: "calls", files: ["calls-2025-03-*.csv"], failed: { where: [["http_status", { kind: "range", atLeast: 500 }]] } });
  });

  it("knows vendors' exports, with the evidence for each, and asks only for what they leave open", async () => {
    const master = rows(20, (at) => `"","1","2","c","x","SIP/a","SIP/b","Dial","b","2025-03-31 14:${10 + at}:00","","2025-03-31 14:${10 + at}:30",30,0,"${at % 5 === 0 ? "FAILED" : "ANSWERED"}","DOC","17434338${10 + at}.1"`);
    const panel = `"Time","errors"\n${rows(20, (at) => `"2025-03-31 14:${10 + at}:00",${at}`)}\n"Time","requests"\n${rows(20, (at) => `"2025-03-31 14:${10 + at}:00",${100 + at}`)}`;
    const range = JSON.stringify({ data: { resultType: "matrix", result: [{ metric: { __name__: "errors_total" }, values: [[1743429600, "5"], [1743429660, "9"]] }] } });
    const folder = folderWith({ "Master.csv": master, "panel.csv": panel, "range.json": range, "alerts.csv": ALERTS });
    const error = await initIncident(folder, { terminal: false }).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ exitCode: 3 });
    expect((error as Error).message).toMatch(/2 answers.*sources\.Master\.time\.zone.*"start".*sources\.panel\.time\.zone.*"Time"/);
    const { asked, ask } = answering(["Europe/Berlin", "Europe/Berlin"]);
    const path = await initIncident(folder, { terminal: true, ask });
    expect(asked).toHaveLength(2);
    const { sources } = await openIncident(folder);
    const named = (name: string) => sources.find((source) => source.name === name);
    expect(named("Master")).toMatchObject({ kind: "outcomes", format: "asterisk-master", time: { column: "start", zone: "Europe/Berlin" } });
    expect(named("panel")).toMatchObject({ kind: "counts", failures: "errors", attempts: "requests" });
    expect(named("range")).toMatchObject({ kind: "counter", value: "value", format: "prometheus-range" });
    expect(named("alerts")).toMatchObject({ kind: "events", format: "twilio-alerts" });
    expect(readFileSync(path, "utf8")).toContain("# recognised by its content");
    const data = await openData(await openIncident(folder));
    expect(await totals(data, "Master")).toEqual({ failures: 4, attempts: 20 });
    expect(await totals(data, "panel")).toEqual({ failures: 190, attempts: 2190 });
    await data.close();
  });

  it("never overwrites, and refuses a folder without failures", async () => {
    await expect(initIncident(folderWith({ "incident.yaml": "id: x\n", "verbs.csv": VERBS }), { terminal: false })).rejects.toMatchObject({ exitCode: 2 });
    await expect(initIncident(folderWith({ "alerts.csv": ALERTS }), { terminal: false })).rejects.toMatchObject({ exitCode: 3 });
    await expect(initIncident(folderWith({ "notes.md": "nothing" }), { terminal: false })).rejects.toMatchObject({ exitCode: 3 });
    await expect(initIncident("/nowhere/at/all", { terminal: false })).rejects.toMatchObject({ exitCode: 2 });
  });

  it("quotes what YAML would misread, and lets no cell end a comment", async () => {
    const nasty = `"time: # at",no,error_code\n${rows(8, (at) => `${minute(at)},${at},${at % 4 === 0 ? '"5\n00"' : ""}`)}`;
    const folder = folderWith({ "it's: #1.csv": nasty });
    await initIncident(folder, { terminal: false });
    expect((await openIncident(folder)).sources[0]).toMatchObject({ time: { column: "time: # at" }, failed: { where: [["error_code", { values: ["5\n00"] }]] } });
  });
});
