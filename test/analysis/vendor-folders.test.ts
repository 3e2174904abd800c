import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { analyze } from "../../src/analysis/analyze.js";
import type { Analysis } from "../../src/analysis/analysis.js";
import { seededRandom } from "../../src/stats/random/random.js";

/** Attempts of ten hours with an outage of 45 minutes, 14:20 to 15:05 UTC, in which a third fails. */
const [FROM, TO] = [Date.UTC(2025, 10, 12, 8), Date.UTC(2025, 10, 12, 18)];
const [ONSET, RECOVERY] = [Date.UTC(2025, 10, 12, 14, 20), Date.UTC(2025, 10, 12, 15, 5)];

interface Attempt {
  readonly ms: number;
  readonly failed: boolean;
  readonly n: number;
}

const ATTEMPTS: readonly Attempt[] = (() => {
  const draw = seededRandom(5).fork("attempts");
  const all: Attempt[] = [];
  for (let ms = FROM; ms < TO; ms += 6000)
    all.push({ ms, n: all.length, failed: draw.next() < (ms >= ONSET && ms < RECOVERY ? 1 / 3 : 0.004) });
  return all;
})();

const iso = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");
/** Wall clock of a zone that is some hours ahead. */
const local = (ms: number, hours: number): string =>
  iso(ms + hours * 3_600_000)
    .replace("T", " ")
    .replace("Z", "");
const lines = (row: (one: Attempt) => string): string => `${ATTEMPTS.map(row).join("\n")}\n`;

/** Failures and attempts a minute. */
const MINUTES = Array.from({ length: (TO - FROM) / 60_000 }, (_minute, at) => {
  const within = ATTEMPTS.filter(({ ms }) => Math.floor((ms - FROM) / 60_000) === at);
  return { ms: FROM + at * 60_000, failures: within.filter(({ failed }) => failed).length, attempts: within.length };
});

async function analysed(files: Readonly<Record<string, string | Buffer>>): Promise<Analysis> {
  const folder = mkdtempSync(join(tmpdir(), "vendor-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return analyze(folder);
}

function requireOutage({ window, rates }: Analysis, source: string): void {
  const off = (at: string | null | undefined, truth: number): number => Math.abs(Date.parse(at ?? "") - truth) / 60_000;
  expect(off(window?.onset, ONSET)).toBeLessThanOrEqual(2);
  expect(off(window?.recovery, RECOVERY)).toBeLessThanOrEqual(2);
  expect(rates[source]?.rate.interval[0]).toBeLessThan(1 / 3);
  expect(rates[source]?.rate.interval[1]).toBeGreaterThan(1 / 3);
}

const sid = (prefix: string, n: number): string => `${prefix}${String(n).padStart(32, "0")}`;
const one = (file: string, more = ""): string => `id: t\nsources:\n  x:\n    file: ${file}\n${more}`;

describe("an outage is found in the exports of", () => {
  it("nginx", async () => {
    const log = lines(
      ({ ms, failed, n }) =>
        `203.0.113.${n % 250} - - [12/Nov/2025:${local(ms, 1).slice(11)} +0100] "GET /a HTTP/1.1" ${failed ? 502 : 200} 12 "-" "a"`,
    );
    requireOutage(await analysed({ "incident.yaml": one("access.log"), "access.log": log }), "x");
  });

  it("Asterisk, whose times are local", async () => {
    const csv = lines(
      ({ ms, failed, n }) =>
        `"","1","2","c","x","SIP/a","SIP/b","Dial","b","${local(ms, -5)}","","${local(ms + 30_000, -5)}",30,0,"${failed ? "FAILED" : "ANSWERED"}","DOC","17429376${n}.1"`,
    );
    requireOutage(
      await analysed({
        "incident.yaml": one("Master.csv", "    time: { column: start, zone: America/New_York }\n"),
        "Master.csv": csv,
      }),
      "x",
    );
  });

  it("Twilio: calls whose failure is in alerts", async () => {
    const calls = lines(({ ms, n }) =>
      JSON.stringify({
        sid: sid("CA", n),
        parent_call_sid: null,
        status: "completed",
        date_created: iso(ms),
        duration: 20,
      }),
    );
    const alerts = `sid,error_code,resource_sid,date_generated,alert_text\n${ATTEMPTS.filter(({ failed }) => failed)
      .map(({ ms, n }) => `${sid("NO", n)},11200,${sid("CA", n)},${iso(ms + 9000)},Msg=x&httpResponse=502`)
      .join("\n")}\n`;
    const yaml = `id: t\nsources:\n  x:\n    file: calls-*.jsonl.gz\n    failed: { from: alerts, on: { sid: resource_sid }, where: { error_code: ["11200"] } }\n  alerts: { file: alerts.csv }\noutcome: x\n`;
    const half = calls.indexOf("\n", calls.length / 2) + 1;
    const found = await analysed({
      "incident.yaml": yaml,
      "calls-1.jsonl.gz": gzipSync(calls.slice(0, half)),
      "calls-2.jsonl.gz": gzipSync(calls.slice(half)),
      "alerts.csv": alerts,
    });
    requireOutage(found, "x");
    expect(found.dataQuality[1]?.clockSkew?.[0]?.seconds).toMatchObject({ value: 0, high: 9 });
  });

  it("Grafana: counts in two tables of one file, local and newest first", async () => {
    const part = (name: string, value: (at: (typeof MINUTES)[number]) => number): string =>
      `"Time";"${name}"\n${[...MINUTES]
        .reverse()
        .map((at) => `${local(at.ms, 1)};${value(at)}`)
        .join("\n")}\n`;
    const csv = `sep=;\n${part("errors", ({ failures }) => failures)}\n${part("requests", ({ attempts }) => attempts)}`;
    const found = await analysed({
      "incident.yaml": one(
        "panel.csv",
        "    kind: counts\n    time: { column: Time, zone: Europe/Berlin }\n    failures: errors\n    attempts: requests\n",
      ),
      "panel.csv": csv,
    });
    requireOutage(found, "x");
    expect(found.dataQuality[0]?.notes.join(" ")).not.toContain("count as missing");
  });

  it("CloudWatch: two metrics of one answer as counts", async () => {
    const result = (Label: string, value: (at: (typeof MINUTES)[number]) => number): object => ({
      Label,
      Timestamps: [...MINUTES].reverse().map(({ ms }) => iso(ms)),
      Values: [...MINUTES].reverse().map(value),
      StatusCode: "Complete",
    });
    const json = JSON.stringify({
      MetricDataResults: [result("5xx", ({ failures }) => failures), result("requests", ({ attempts }) => attempts)],
    });
    requireOutage(
      await analysed({
        "incident.yaml": one("metrics.json", "    kind: counts\n    failures: 5xx\n    attempts: requests\n"),
        "metrics.json": json,
      }),
      "x",
    );
  });

  it("logfmt and syslog beside it, as events", async () => {
    const log = lines(({ ms, failed, n }) => `ts=${iso(ms)} level=info status=${failed ? 503 : 200} id=${n}`);
    const events = "<13>Nov 12 14:20:30 host app[1]: buffer overflow\n<13>Nov 12 15:05:00 host app[1]: back\n";
    const yaml = `${one("app.log")}  syslog: { file: messages-20251112, time: { column: time, zone: UTC } }\n`;
    requireOutage(await analysed({ "incident.yaml": yaml, "app.log": log, "messages-20251112": events }), "x");
  });
});
