import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import type { OutageWindow } from "../../../src/window/outage.js";
import { outcomeFindings, outageWindows } from "../../../src/window/outage-window.js";
import { plantedOutcomes } from "../planted-outcomes.js";

const covers = (found: OutageWindow | undefined, onset: number, recovery: number): boolean =>
  found !== undefined && found.onset <= onset + 2 && found.recovery >= recovery - 2;

describe("outages that could hide", () => {
  it("two of a few hourly counts do not pass for each other's wandering", () => {
    const random = seededRandom("hourly");
    const rate = (t: number): number => (t >= 24 && t < 27 ? 0.16 : t >= 32 && t < 35 ? 0.2 : 0.012);
    const attempts = Array.from({ length: 52 }, () => random.poisson(80_000));
    const failures = attempts.map((n, t) => random.binomial(n, rate(t) * Math.exp(0.35 * random.normal())));
    const found = outageWindows({ failures, attempts });
    expect(found).toHaveLength(2);
    expect(covers(found[0], 24, 27) && covers(found[1], 32, 35)).toBe(true);
  });

  it("one of a day in three, in little traffic, does not pass for the ordinary rate", () => {
    const random = seededRandom("little traffic");
    const attempts = Array.from({ length: 4320 }, () => random.poisson(4));
    const rate = (t: number): number => (t < 1900 || t >= 3150 ? 0.012 : t < 2450 ? 0.35 : 0.1);
    const failures = attempts.map((n, t) => random.binomial(n, rate(t)));
    const found = outageWindows({ failures, attempts });
    expect(found).toHaveLength(1);
    expect(covers(found[0], 1900, 3150)).toBe(true);
  });
});

describe("the time of a change of level", () => {
  it("is the change's, not that of an outage of hours before it", () => {
    const planted = plantedOutcomes({
      seed: "level and outage",
      bins: 4800,
      attempts: 50,
      baseline: 0.012,
      level: 0.7,
      season: (t) => (t >= 3300 ? 3.4 : 1),
      outages: [{ onset: 2550, onsetRamp: 0, recovery: 2940, recoveryRamp: 0 }],
    });
    const { search } = outcomeFindings(planted, { period: 1440 });
    expect(search.changes).toHaveLength(1);
    expect(Math.abs((search.changes[0]?.at ?? 0) - 3300)).toBeLessThan(30);
  });

  it("is not misdated by a season read across it", () => {
    const planted = plantedOutcomes({
      seed: "small level",
      bins: 4320,
      attempts: 60,
      baseline: 0.002,
      level: 0.2,
      season: (t) => (t >= 2760 ? 2.5 : 1),
      outages: [{ onset: 3900, onsetRamp: 0, recovery: 3950, recoveryRamp: 0 }],
    });
    const { search, windows } = outcomeFindings(planted, { period: 1440 });
    expect(windows).toHaveLength(1);
    expect(search.changes).toHaveLength(1);
    expect(Math.abs((search.changes[0]?.at ?? 0) - 2760)).toBeLessThan(60);
  });
});
