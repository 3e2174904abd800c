import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { analyze, check, seededRandom, type Analysis } from "../../src/index.js";
import { initIncident } from "../../src/draft/init-incident.js";

const START = Date.UTC(2026, 5, 9, 8);
const MINUTES = 240;
/** From 10:05 to 10:50 UTC a fifth of what the booking service is asked fails. */
const broken = (minute: number): boolean => minute >= 125 && minute < 170;
const SERVICES = { booking: 600, seats: 1500, prices: 900 } as const;
const random = seededRandom(90626);

const seconds = (minute: number): number => START / 1000 + 60 * minute;
const matrix = (result: readonly unknown[]): string =>
  JSON.stringify({ status: "success", data: { resultType: "matrix", result } });

/** Counters as a query over a range gives them: one series a service and status. */
function counters(): string {
  const result = Object.entries(SERVICES).flatMap(([service, perMinute]) =>
    ["200", "404", "503"].map((code) => {
      let total = 5000 + random.integer(1000);
      const values = [...Array(MINUTES + 1).keys()].map((minute) => {
        const hit = service === "booking" && broken(minute - 1) ? 0.2 : 0.001;
        const share = { "200": 0.99 * (1 - hit), "404": 0.01 * (1 - hit), "503": hit }[code] as number;
        if (minute > 0) total += random.poisson(perMinute * share);
        return [seconds(minute), String(total)];
      });
      return { metric: { __name__: "http_requests_total", service, code }, values };
    }),
  );
  return matrix(result);
}

function quantiles(): string {
  const result = Object.keys(SERVICES).map((service) => ({
    metric: { service, quantile: "0.95" },
    values: [...Array(MINUTES).keys()].map((minute) => {
      const usual = service === "booking" ? 0.4 : 0.2;
      const slow = service === "booking" && broken(minute) ? 5 : 1;
      return [seconds(minute), (usual * slow * (0.95 + 0.1 * random.next())).toFixed(4)];
    }),
  }));
  return matrix(result);
}

const PAGES = [
  "id,description,service_name,status,created_on,acknowledged_on,resolved_on",
  "P77,[FIRING:1] BookingErrorRate,booking,resolved,2026-06-09T10:09:20Z,2026-06-09T10:12:00Z,2026-06-09T10:52:00Z",
].join("\n");

const REPORT = `# Booking failures, 9 June 2026

**Status:** resolved. All times are UTC.

**Impact.** About 20 % of booking requests failed. Seats and prices were not affected.
The 95th percentile latency of booking rose from 0.4 s to about 2 s. The p95 latency of prices doubled.

**Detection.** The on-call engineer was paged at 10:09. The page was acknowledged within five minutes.
`;

describe("counters by label, a gauge of a quantile and a list of pages, as they were exported", () => {
  let folder: string;
  let analysis: Analysis;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "raw-metrics-"));
    writeFileSync(join(folder, "http_requests_total.json"), counters());
    writeFileSync(join(folder, "p95_latency_seconds.json"), quantiles());
    writeFileSync(join(folder, "pagerduty.csv"), `${PAGES}\n`);
    const { questions } = await initIncident(folder, { terminal: false });
    expect(questions).toEqual([]);
    analysis = await analyze(folder);
  }, 120_000);

  it("show the service that broke: what failures and attempts both tell apart stays", () => {
    expect(analysis.window?.source).toBe("http_requests");
    expect(analysis.slices?.found.map(({ where }) => where)).toEqual([{ service: "booking" }]);
    // The status tells which failed, and is no part of the traffic.
    expect(analysis.slices?.dimensions).not.toContain("code");
    const { failures, attempts } = analysis.rates["http_requests"] ?? { failures: 0, attempts: 1 };
    const [slice] = analysis.slices?.found ?? [];
    expect(slice?.attempts).toBeLessThan(attempts / 4);
    expect(slice?.failures).toBeGreaterThan(0.9 * failures);
  });

  it("bear out or contradict a report's sentences, each by its own service and source", async () => {
    const { assertions, unread } = await check(REPORT, folder);
    expect(unread).toBe(0);
    const verdicts = (words: string): readonly string[] =>
      assertions.filter(({ quote }) => quote.includes(words)).map(({ verdict, readAs }) => `${verdict}: ${readAs}`);
    expect(verdicts("20 % of booking").join()).toMatch(/^supported: .*service booking/);
    expect(verdicts("not affected").join()).toMatch(/^supported: /);
    expect(verdicts("from 0.4 s").join()).toMatch(/^supported: booking_p95_latency_seconds/);
    expect(verdicts("doubled").join()).toMatch(/^contradicted: prices_p95_latency_seconds/);
    expect(verdicts("paged at 10:09").join()).toMatch(/^supported: time of the alert/);
    expect(verdicts("acknowledged")).toEqual(["supported: minutes from the alert to its acknowledgement"]);
    // Labels and the state of the report assert nothing.
    expect(assertions.map(({ quote }) => quote).join(" ")).not.toMatch(/Detection\.|resolved|All times/);
  });
});
