import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { analyze } from "../../src/analysis/analyze.js";
import { brief } from "../../src/analysis/brief/brief.js";
import { terminalText } from "../../src/analysis/brief/terminal.js";
import { outageWindowChart } from "../../src/charts/figures/outage-window-chart.js";
import { seededRandom } from "../../src/stats/random/random.js";

const START = Date.UTC(2026, 2, 12, 8);
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Six hours of requests, slow from 11:00 for so many minutes, with one error in 500 throughout. */
function slowRequests(slowMinutes: number, yaml = "", latency = "    latency: duration_ms\n"): string {
  const folder = mkdtempSync(join(tmpdir(), "postmortem-slow-"));
  folders.push(folder);
  const random = seededRandom(11);
  const rows = ["ts,status,duration_ms,account"];
  for (let minute = 0; minute < 360; minute += 1) {
    const slow = minute >= 180 && minute < 180 + slowMinutes;
    for (let n = random.poisson(20); n > 0; n -= 1) {
      const at = START + minute * 60_000 + Math.floor(random.next() * 60_000);
      const duration = (slow ? 6000 : 250) * Math.exp(0.35 * random.normal());
      rows.push(
        `${new Date(at).toISOString()},${random.next() < 0.002 ? 503 : 200},${duration.toFixed(1)},${account(random.next())}`,
      );
    }
  }
  writeFileSync(join(folder, "requests.csv"), `${rows.join("\n")}\n`);
  writeFileSync(
    join(folder, "incident.yaml"),
    `id: slow
sources:
  requests:
    file: requests.csv
    kind: outcomes
    time: { column: ts }
    failed: { status: { atLeast: 500 } }
${latency}${yaml}`,
  );
  return folder;
}

/** One of 50 accounts, a placeholder now and then. */
function account(share: number): string {
  const number = Math.floor(share * 51);
  return number === 50 ? "null" : `ac-${number}`;
}

const minutesApart = (iso: string | null | undefined, minute: number): number =>
  Math.abs((Date.parse(iso ?? "") - START) / 60_000 - minute);

describe("an outage that is slow, not failing", () => {
  it("is found from the latency, with window, baseline, level during and intervals", async () => {
    const { window, signals, rates, series, warnings } = await analyze(slowRequests(45));
    expect(minutesApart(window?.onset, 180)).toBeLessThanOrEqual(1);
    expect(minutesApart(window?.recovery, 225)).toBeLessThanOrEqual(1);
    expect(window?.method).toContain("attempts slower than");
    const p95 = signals.find(({ measure, quantile }) => measure === "latency" && quantile === 0.95);
    const [usual, slow] = [250 * Math.exp(0.35 * 1.645), 6000 * Math.exp(0.35 * 1.645)];
    expect(p95?.baseline.interval[0]).toBeLessThanOrEqual(usual);
    expect(p95?.baseline.interval[1]).toBeGreaterThanOrEqual(usual);
    expect(p95?.during?.interval[0]).toBeLessThanOrEqual(slow);
    expect(p95?.during?.interval[1]).toBeGreaterThanOrEqual(slow);
    expect(p95).toMatchObject({ source: "requests", unit: "ms", direction: "rise" });
    expect(signals.find(({ measure }) => measure === "failures")?.window).toBeNull();
    expect(signals.find(({ measure }) => measure === "attempts")?.window).toBeNull();
    expect(rates["requests"]?.attempts).toBeGreaterThan(800);
    expect(series.latencies.map(({ quantile }) => quantile)).toEqual([0.5, 0.95, 0.99]);
    expect(warnings).toEqual([]);
  });

  it("leaves the window to the failures where they are declared, and says what departed", async () => {
    const { window, windowReason, warnings } = await analyze(slowRequests(45, "outcome: requests\n"));
    expect(window).toBeNull();
    expect(windowReason).toContain("p95 latency of requests rose from 2026-03-12 11:00 UTC");
    expect(warnings.map(({ code }) => code)).toEqual(["other-signal-departed"]);
    expect(warnings[0]?.text).toMatch(
      /^Requests did not fail more than usual, but another signal departed: median latency of requests rose from \d+\sms to \d,\d+\sms \(p90, p95, p99 too\)$/,
    );
    expect(warnings[0]?.mend).toMatch(/^Name it as `outcome`/);
  });

  it("is the headline, the tiles and the first picture where failures are declared and stayed as they were", async () => {
    const analysis = await analyze(slowRequests(45, "outcome: requests\naffected: [account]\n"));
    const { title, tiles } = brief(analysis);
    expect(title).toMatch(/^Requests slowed from 2\d\d\sms to [56],\d+\sms for 4[456] minutes on 12 March$/);
    const [length, share, hit] = tiles;
    expect(length.label).toMatch(/^11:0\d–11:4\d UTC \[\d+, \d+\]$/);
    expect(share.label).toMatch(/^or longer for half of requests \[.*\], usually 2\d\d\sms$/);
    expect(hit).toMatchObject({
      value: "50 of 50",
      label: expect.stringMatching(/^accounts hit; \d+ requests came in that time$/),
    });
    const chart = outageWindowChart(analysis);
    expect(chart).toMatchObject({
      id: "outage-window",
      headline: expect.stringMatching(/^Requests slow from 11:0\d to 11:4\d$/),
    });
    expect(chart?.table.columns.map(({ name }) => name)).toContain("median latency of requests (ms)");
    expect(Math.max(...(chart?.table.rows.map(([, level]) => Number(level)) ?? []))).toBeGreaterThan(5000);
    expect(terminalText(analysis)).not.toContain("Also departed");
  });

  it("is drawn as latency where the window is its own, too", async () => {
    const analysis = await analyze(slowRequests(45));
    expect(brief(analysis).title).toMatch(/^Requests slowed from/);
    expect(outageWindowChart(analysis)?.subtitle).toMatch(/^Median latency of requests, ms/);
  });

  it("names every signal that was looked at where none departed", async () => {
    const { window, windowReason, signals } = await analyze(slowRequests(0));
    expect(window).toBeNull();
    expect(signals.map((signal) => signal.window)).toEqual([null, null, null, null, null, null]);
    expect(windowReason).toContain("failures of requests, latency of requests, attempts of requests");
  });

  it("counts who was hit, slow or failed, and never says who", async () => {
    const analysis = await analyze(slowRequests(45, "affected: [account]\n"));
    const [account] = analysis.affected;
    expect(analysis.affected).toHaveLength(1);
    expect(account).toMatchObject({ of: "account", total: 50, hit: 50, share: { value: 1 } });
    expect(account?.failed).toBeLessThan(10);
    expect((account?.once ?? 0) + (account?.repeatedly ?? 0)).toBe(50);
    expect(account?.repeatedly).toBeGreaterThan(45);
    expect(JSON.stringify(analysis)).not.toContain("ac-7");
  });

  it("takes the latency that the outcome names", async () => {
    const yaml = "outcome: { source: requests, latency: duration_ms, quantile: 0.5 }\n";
    const { window } = await analyze(slowRequests(45, yaml, ""));
    expect(minutesApart(window?.onset, 180)).toBeLessThanOrEqual(1);
  });

  it("takes an expression for the latency that the outcome names, and says what is wrong with one", async () => {
    const asked = (text: string): string => `outcome: { source: requests, latency: "${text}", quantile: 0.5 }\n`;
    const { window, signals } = await analyze(slowRequests(45, asked("duration_ms / 1000 * 1000 + 20"), ""));
    expect(minutesApart(window?.onset, 180)).toBeLessThanOrEqual(1);
    const median = signals.find(({ measure, quantile }) => measure === "latency" && quantile === 0.5);
    expect(median?.baseline.value).toBeCloseTo(270, -2);
    await expect(analyze(slowRequests(45, asked("duration_ms + missing_ms"), ""))).rejects.toThrow("missing_ms");
  });

  it("follows a declared quantile", async () => {
    const declared = await analyze(slowRequests(45, "outcome: { source: requests, quantile: 0.75 }\n"));
    expect(minutesApart(declared.window?.onset, 180)).toBeLessThanOrEqual(1);
    expect(declared.signals.filter(({ measure }) => measure === "latency").map(({ quantile }) => quantile)).toEqual([
      0.5, 0.75, 0.9, 0.95, 0.99,
    ]);
  });
});
