import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import { outageWindows } from "../../../src/window/outage-window.js";
import { trafficSeason } from "../../../src/window/outcomes/traffic-season.js";

function drawn(
  name: string,
  length: number,
  tried: (t: number) => number,
  rate: (t: number) => number,
): { failures: number[]; attempts: number[] } {
  const random = seededRandom(name);
  const attempts = Array.from({ length }, (_, t) => random.poisson(tried(t)));
  return { attempts, failures: attempts.map((n, t) => random.binomial(n, rate(t))) };
}

const daily =
  (mean: number, period: number, part = 0.5) =>
  (t: number): number =>
    mean * (1 + part * Math.cos((2 * Math.PI * t) / period));
const ends = (counts: ReturnType<typeof drawn>): number[][] =>
  outageWindows(counts).map(({ onset, recovery }) => [onset, recovery]);

describe("how long a day is", () => {
  it("is read from the course of attempts, where there is one", () => {
    const season = (tried: (t: number) => number, length: number): number | undefined =>
      trafficSeason(Float64Array.from(drawn("days", length, tried, () => 0.01).attempts));
    expect(season(daily(40, 1440), 3400)).toBe(1440);
    expect(season(daily(200, 288), 1500)).toBe(288);
    expect(season(daily(900, 24), 80)).toBe(24);
    expect(season(() => 200, 3400)).toBeUndefined();
    expect(season((t) => 200 * (1 + t / 1500), 3400)).toBeUndefined();
  });

  it("lets a rise of hourly rows that stays be a level, and two outages before it be two", () => {
    const rate = (t: number): number => (t >= 60 ? 0.07 : t === 43 || t === 44 ? 0.35 : t === 51 ? 0.3 : 0.02);
    expect(ends(drawn("hours", 90, daily(40_000, 24), rate))).toEqual([
      [43, 45],
      [51, 52],
    ]);
  });
});

describe("levels", () => {
  it("are no season where few days hold both", () => {
    const rate = (t: number): number => (t >= 2170 && t < 2190 ? 0.06 : t >= 757 ? 0.0045 : 0.001);
    expect(ends(drawn("season or level", 3336, daily(1500, 1440), rate))).toEqual([[2170, 2190]]);
  });

  it("are none where the rate is nearly back before the data end", () => {
    const drift = (t: number): number => 0.0026 * Math.exp((0.15 * t) / 1440);
    const rate = (t: number): number => drift(t) + 0.014 * Math.max(0, Math.min(1, (t - 2974) / 800, (6000 - t) / 700));
    const [found, ...others] = outageWindows(drawn("comes back", 7307, () => 146, rate));
    expect(others).toEqual([]);
    expect(found?.onset).toBeGreaterThan(2850);
    expect(found?.recovery).toBeGreaterThan(5300);
  });
});

describe("short and stepped outages", () => {
  it("are found where one of three bins stands out by itself and all of them together", () => {
    const counts = drawn(
      "three bins",
      3000,
      () => 41,
      () => 0.016,
    );
    [6, 9, 6].forEach((count, i) => {
      counts.failures[2231 + i] = count;
      counts.attempts[2231 + i] = 41;
    });
    expect(ends(counts)).toEqual([[2231, 2234]]);
  });

  it("are one where failures come and go by five minutes", () => {
    const rate = (t: number): number => (t >= 1000 && t < 1060 && (t - 1000) % 10 < 5 ? 0.3 : 0.004);
    expect(ends(drawn("flapping", 2400, () => 200, rate))).toEqual([[1000, 1055]]);
  });

  it("begin with their first stair", () => {
    const stairs = [0.03, 0.06, 0.09, 0.12];
    const rate = (t: number): number =>
      t < 3000 || t >= 4800 ? 0.002 : (stairs[Math.floor((t - 3000) / 100)] ?? 0.15);
    const [found] = outageWindows(drawn("stairs", 7000, () => 500, rate));
    const [low, high] = found?.onsetInterval ?? [0, 0];
    expect(low).toBeLessThanOrEqual(3000);
    expect(high).toBeGreaterThanOrEqual(3000);
    expect(high - low).toBeLessThanOrEqual(12);
  });
});
