import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { analyze, check, seededRandom, type Analysis } from "../../src/index.js";
import { initIncident } from "../../src/draft/init-incident.js";

const START = Date.UTC(2026, 4, 12, 6);
const MINUTES = 240;
/** From 08:00 to 08:40 UTC two in five requests for bookings fail, and all but the health check wait. */
const broken = (minute: number): boolean => minute >= 120 && minute < 160;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May"];

function accessLog(): string {
  const random = seededRandom(20260512);
  const lines: string[] = [];
  for (let minute = 0; minute < MINUTES; minute += 1)
    for (let one = 0; one < 60; one += 1) {
      const at = new Date(START + minute * 60_000 + one * 1000);
      const step = ["bookings", "bookings", "rooms", "rooms", "rooms", "health"][one % 6] as string;
      const hit = broken(minute) && step === "bookings";
      const status = random.next() < (hit ? 0.4 : 0.002) ? 502 : 200;
      const seconds = (broken(minute) && step !== "health" ? 0.9 : 0.1) * (0.5 + random.next());
      const stamp = `${at.getUTCDate()}/${MONTHS[at.getUTCMonth()]}/2026:${at.toISOString().slice(11, 19)} +0000`;
      lines.push(
        `192.0.2.${one} - - [${stamp}] "GET /api/v2/${step}?q=${random.integer(9999)} HTTP/1.1" ${status} 90 "-" "app/3" ${seconds.toFixed(3)}`,
      );
    }
  return `${lines.join("\n")}\n`;
}

const DEPLOYS = [
  ["2026-05-12T07:10:05Z", "rooms-v7.1"],
  ["2026-05-12T07:57:30Z", "bookings-v3.4"],
  ["2026-05-12T08:36:10Z", "bookings-v3.5"],
].map(([created_at, ref], index) => ({
  id: 40 + index,
  environment: "production",
  task: "deploy",
  ref,
  sha: `5fe${index}01c2d3e4f5a6b7`,
  created_at,
  description: `deploy ${String(ref).split("-")[0]}`,
  creator: { login: "robin" },
}));

const REPORT = `# Failed bookings on 12 May 2026 (UTC)

The bookings API returned errors for about 40 % of requests between 08:00 and 08:40.
Rooms were not affected. Two thirds of all bookings failed at the worst moment.
The median response time stayed below 300 ms throughout.

- 07:57 bookings v3.4 deployed
- 08:00 errors began
`;

describe("an access log as a server wrote it, with an export of deployments", () => {
  let folder: string;
  let analysis: Analysis;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "raw-log-"));
    writeFileSync(join(folder, "web.log"), accessLog());
    writeFileSync(join(folder, "deployments.json"), JSON.stringify(DEPLOYS));
    const { questions } = await initIncident(folder, { terminal: false });
    expect(questions).toEqual([]);
    analysis = await analyze(folder);
  }, 120_000);

  it("shows the route that broke, that answers were slow, and the release before it", () => {
    expect(analysis.slices?.found.map(({ where }) => where)).toEqual([{ route: "/api/v2/bookings" }]);
    const slow = analysis.signals.filter(({ measure, window }) => measure === "latency" && window !== null);
    expect(slow.length).toBeGreaterThan(0);
    expect(analysis.changes.map(({ what }) => what)).toContain("deploy bookings bookings-v3.4");
  });

  it("is named by the last step of a route behind any word, and not by an order that is none", async () => {
    const text = "About 40 % of requests in bookings failed. We moved traffic in order to help rooms.";
    const { assertions } = await check(text, folder);
    expect(assertions[0]?.readAs).toContain("route /api/v2/bookings");
  });

  it("is what a report's sentences are held against: each route by its name, each release by its own", async () => {
    const { assertions, unread } = await check(REPORT, folder);
    expect(unread).toBe(0);
    const verdicts = (words: string): readonly string[] =>
      assertions.filter(({ quote }) => quote.includes(words)).map(({ verdict, readAs }) => `${verdict}: ${readAs}`);
    expect(verdicts("about 40 %").join()).toMatch(/^supported: .*route \/api\/v2\/bookings/);
    expect(verdicts("Rooms were not").join()).toMatch(/^supported: /);
    // Never held against the minutes of all routes together.
    expect(verdicts("worst moment").join()).toContain("route /api/v2/bookings");
    expect(verdicts("median").join()).toMatch(/^contradicted: /);
    expect(verdicts("v3.4 deployed").join()).toBe("supported: time of deploy bookings bookings-v3.4");
    expect(JSON.stringify(assertions)).not.toContain("robin");
  });
});
