import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import { outcomeFindings } from "../../../src/window/outage-window.js";

/** Counts a minute at a rate that is a function of the minute. */
function drawn(seed: string, minutes: number, perMinute: number, rate: (t: number) => number) {
  const random = seededRandom(seed);
  const attempts = Array.from({ length: minutes }, () => random.poisson(perMinute));
  return { attempts, failures: attempts.map((n, t) => random.binomial(n, rate(t))) };
}

describe("levels beside outages", () => {
  it("an outage before a release does not make an outage of the release", () => {
    const counts = drawn("outage, then release", 3700, 60, (t) =>
      t >= 2200 ? 0.004 : t >= 1500 && t < 1760 ? 0.05 : 0.0011,
    );
    const { windows, search } = outcomeFindings(counts, { period: 1440 });
    expect(windows).toHaveLength(1);
    expect(windows[0]?.recovery).toBeLessThan(1800);
    expect(search.changes).toHaveLength(1);
  });

  it("what begins half an hour into the data and lasts fifteen hours is an outage, not a level that falls", () => {
    const rate = (t: number): number => {
      if (t < 30 || t >= 955) return 0.0006;
      return 0.0006 + 0.058 * Math.min(1, (955 - t) / 360);
    };
    const { windows, search } = outcomeFindings(drawn("half an hour before", 2200, 400, rate), {});
    expect(search.changes).toHaveLength(0);
    expect(windows).toHaveLength(1);
    expect(windows[0]?.onset).toBe(30);
    const [low, high] = windows[0]?.recoveryInterval ?? [0, 0];
    expect(low <= 955 && high >= 955).toBe(true);
  });

  it("a release hours after a long outage does not move the outage's end to it", () => {
    const rate = (t: number): number => (t >= 5100 ? 0.007 : t >= 2200 && t < 4600 ? 0.06 : 0.014);
    const { windows, search } = outcomeFindings(drawn("outage, then better", 6600, 300, rate), {});
    expect(windows).toHaveLength(1);
    expect(Math.abs((windows[0]?.recovery ?? 0) - 4600)).toBeLessThan(15);
    expect(search.changes.map(({ at }) => Math.round(at / 100))).toEqual([51]);
  });
});

describe("pauses in little traffic", () => {
  it("twenty minutes without a failure inside hours of an outage are chance", () => {
    const counts = drawn("thin", 3000, 4, (t) => (t >= 1500 && t < 2300 ? 0.12 : 0.0005));
    counts.failures.fill(0, 1660, 1680);
    expect(outcomeFindings(counts, {}).windows).toHaveLength(1);
  });
});
