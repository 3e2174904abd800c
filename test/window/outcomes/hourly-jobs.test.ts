import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import { outageWindows } from "../../../src/window/outage-window.js";
import { hourlyJobs, outsideJobs, withJobs } from "../../../src/window/outcomes/hourly-jobs.js";

const HOURS = 20;
const LENGTH = 60 * HOURS;

/** 900 attempts a minute, two in a thousand failing; a job sends 200 more at minutes 12 and 13 of each hour, of which so many fail. */
function series(failing: number, outage?: readonly [from: number, to: number, share: number]) {
  const random = seededRandom(11);
  const failures = new Float64Array(LENGTH);
  const attempts = new Float64Array(LENGTH);
  for (let t = 0; t < LENGTH; t += 1) {
    const job = t % 60 === 12 || t % 60 === 13 ? 200 : 0;
    const hit = outage && t >= outage[0] && t < outage[1] ? outage[2] : 0;
    failures[t] = random.binomial(900, 0.002 + hit) + random.binomial(job, failing + hit);
    attempts[t] = 900 + job;
  }
  return { failures, attempts };
}

const listed = ({ failures, attempts }: ReturnType<typeof series>) => ({
  failures: [...failures],
  attempts: [...attempts],
});
const flat = new Float64Array(LENGTH).fill(0.002);
const spans = (found: ReturnType<typeof outageWindows>): unknown =>
  found.map(({ onset, recovery }) => [onset, recovery]);

describe("a job that runs in the same minutes of every hour", () => {
  it("is no outage each time that it runs, however much of it fails", () => {
    expect(spans(outageWindows(listed(series(0.25))))).toEqual([]);
  });

  it("hides no outage beside it or over it", () => {
    expect(spans(outageWindows(listed(series(0.25, [800, 830, 0.05]))))).toEqual([[800, 830]]);
    expect(spans(outageWindows(listed(series(0.25, [720, 900, 0.02]))))).toEqual([[720, 900]]);
  });

  it("is told by what those minutes hold beyond the rest of their hour", () => {
    const { failures, attempts } = series(0.25, [300, 420, 0.3]);
    const jobs = hourlyJobs(failures, attempts, flat, 1440);
    const held = [...(jobs?.added ?? [])].flatMap((added, minute) => (added > 0 ? [minute] : []));
    expect(held).toEqual([12, 13]);
    expect(jobs?.added[12]).toBeGreaterThan(40);
    expect(jobs?.added[12]).toBeLessThan(60);
    if (!jobs) return;
    const marks = outsideJobs(new Uint8Array(LENGTH).fill(1), jobs);
    expect([11, 12, 13, 14, 72].map((t) => marks[t])).toEqual([1, 0, 0, 1, 0]);
    const rates = withJobs(jobs, attempts, flat);
    expect(rates[11]).toBe(0.002);
    expect(rates[12]).toBeCloseTo(0.002 + (jobs.added[12] as number) / 1100, 10);
  });

  it.each([
    ["nothing stands out", series(0.002), 1440],
    ["all that stands out is one outage", series(0.002, [610, 640, 0.3]), 1440],
    ["an hour has too few bins", series(0.25), 24],
    ["an hour is no whole number of bins", series(0.25), 1450],
  ])("is none where %s", (_what, { failures, attempts }, day) => {
    expect(hourlyJobs(failures, attempts, flat, day)).toBeUndefined();
  });

  it("is none in a few hours", () => {
    const { failures, attempts } = series(0.25);
    expect(hourlyJobs(failures.slice(0, 300), attempts.slice(0, 300), flat.slice(0, 300), 1440)).toBeUndefined();
    expect(hourlyJobs(failures.slice(0, 360), attempts.slice(0, 360), flat.slice(0, 360), 1440)).toBeDefined();
  });
});

describe("a job that runs every half hour", () => {
  it("shows in five hours, and does not hide an outage of minutes that follows it", () => {
    const random = seededRandom(4);
    const [failures, attempts]: [number[], number[]] = [[], []];
    for (let t = 0; t < 300; t += 1) {
      const job = t % 30 >= 8 && t % 30 < 11 ? 15 : 0;
      const hit = t >= 72 && t < 76 ? 0.1 : 0;
      attempts.push(160 + job);
      failures.push(random.binomial(160, 0.003 + hit) + random.binomial(job, 0.4 + hit));
    }
    const [found, ...others] = outageWindows({ failures, attempts }, { period: 1440 });
    expect(others).toEqual([]);
    expect(found?.onset).toBe(72);
    expect(Math.abs((found?.recovery ?? 0) - 76)).toBeLessThanOrEqual(1);
  });
});

describe("hours at three times the usual rate before an outage of a hundred times that", () => {
  it("are none of its ramp", () => {
    const random = seededRandom(3);
    const [failures, attempts]: [number[], number[]] = [[], []];
    for (let t = 0; t < 2400; t += 1) {
      const rate = t < 1400 ? 0.0004 : t < 1900 ? 0.0012 : t < 2200 ? 0.08 : 0.0004;
      attempts.push(1500);
      failures.push(random.binomial(1500, rate));
    }
    const found = outageWindows({ failures, attempts });
    expect(found.filter(({ recovery }) => recovery === 2200).map(({ onset }) => onset)).toEqual([1900]);
  });

  it("nor are four hours of rows of five minutes at a level that fell for good after it", () => {
    const random = seededRandom(5);
    const [failures, attempts]: [number[], number[]] = [[], []];
    for (let t = 0; t < 240; t += 1) {
      const rate = t >= 52 && t < 74 ? 0.3 : t < 88 ? 0.0014 : 0.0008;
      attempts.push(14000);
      failures.push(random.binomial(14000, rate));
    }
    const found = outageWindows({ failures, attempts }, { period: 288 });
    expect(found.map(({ onset, recovery }) => [onset, recovery])).toEqual([[52, 74]]);
  });
});
