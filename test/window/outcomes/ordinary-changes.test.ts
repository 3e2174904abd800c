import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import type { OutageWindow } from "../../../src/window/outage.js";
import { outageWindow, outageWindows } from "../../../src/window/outage-window.js";
import { plantedOutcomes } from "../planted-outcomes.js";

const ends = (found: readonly OutageWindow[]): [number, number][] =>
  found.map(({ onset, recovery }) => [onset, recovery]);
const holds = ([low, high]: readonly [number, number], at: number): boolean =>
  low <= at && at <= high && high - low <= 20;
const near = (found: OutageWindow | undefined, onset: number, recovery: number): boolean =>
  found !== undefined && holds(found.onsetInterval, onset) && holds(found.recoveryInterval, recovery);

describe("an ordinary rate that changes", () => {
  const step = { onset: 3300, onsetRamp: 0, recovery: 3350, recoveryRamp: 0 };

  it.each([
    ["fivefold, a day before", 5, 0.6],
    ["two and a half times, and the outage is a small one", 2.5, 0.2],
    ["to a fifth", 0.2, 0.3],
  ])("neither hides an outage nor joins it: %s", (_, factor, level) => {
    for (let seed = 0; seed < 2; seed++) {
      const planted = plantedOutcomes({
        seed: `release ${factor} ${seed}`,
        bins: 4320,
        attempts: 60,
        baseline: 0.004,
        level,
        season: (t) => (t >= 1700 ? factor : 1),
        outages: [step],
      });
      for (const options of [{}, { period: 1440 }, { baseline: [1850, 3200] as const }]) {
        const found = outageWindows(planted, options);
        expect(found, JSON.stringify(ends(found))).toHaveLength(1);
        expect(near(found[0], 3300, 3350), JSON.stringify(found[0])).toBe(true);
      }
    }
  });

  it("is no outage where it wanders with a memory of minutes, as much as half and twice", () => {
    for (let seed = 0; seed < 3; seed++) {
      const random = seededRandom(`wander ${seed}`);
      let z = 0;
      const failures: number[] = [];
      const attempts: number[] = [];
      for (let t = 0; t < 2880; t++) {
        z = 0.9 * z + Math.sqrt(1 - 0.81) * random.normal();
        const n = random.poisson(4000);
        attempts.push(n);
        failures.push(random.binomial(n, 0.004 * Math.exp(0.5 * z - 0.125)));
      }
      expect(ends(outageWindows({ failures, attempts }))).toEqual([]);
    }
  });
});

describe("outages that stay one", () => {
  it("a recovery to a tenth of the level is part of the outage, and windows never meet", () => {
    for (let seed = 0; seed < 6; seed++) {
      const planted = plantedOutcomes({
        seed: `partial ${seed}`,
        bins: 1440,
        attempts: 200,
        baseline: 0.004,
        level: 0.3,
        outages: [{ onset: 700, onsetRamp: 0, recovery: 760, recoveryRamp: 0 }],
      });
      const random = seededRandom(`rest ${seed}`);
      const failures = planted.failures.map((f, t) =>
        t >= 760 && t < 840 ? random.binomial(planted.attempts[t] as number, 0.03) : f,
      );
      const found = outageWindows({ failures, attempts: planted.attempts });
      expect(ends(found)).toHaveLength(1);
      expect(near(found[0], 700, 840), JSON.stringify(found[0])).toBe(true);
    }
  });

  it("holds the end of a recovery along an S, which is long over when the straight part is", () => {
    let inside = 0;
    for (let seed = 0; seed < 6; seed++) {
      const random = seededRandom(`curve ${seed}`);
      const attempts = Array.from({ length: 900 }, () => random.poisson(200));
      const excess = (t: number): number => (t < 400 ? 0 : 0.5 / (1 + Math.exp((t + 0.5 - 480) / 4)));
      const failures = attempts.map((n, t) => random.binomial(n, 0.004 + excess(t)));
      const [low, high] = outageWindow({ failures, attempts })?.recoveryInterval ?? [0, 0];
      // Half of the ordinary rate is left at 502, a quarter at 505.
      if (low <= 505 && high >= 502) inside += 1;
    }
    expect(inside).toBeGreaterThanOrEqual(5);
  });
});

describe("outages of one bin and two", () => {
  const series = (
    length: number,
    failing: readonly number[],
    attempts: number,
    ordinary: number,
  ): Parameters<typeof outageWindows>[0] => ({
    failures: Array.from({ length }, (_, t) => (failing.includes(t) ? attempts : ordinary)),
    attempts: new Array<number>(length).fill(attempts),
  });

  it.each([
    ["two hours of a week", series(168, [80, 81], 1000, 1), 80, 82],
    ["one hour of a week", series(168, [80], 1000, 1), 80, 81],
    ["ten minutes of a day in fives", series(288, [100, 101], 300, 1), 100, 102],
    ["two minutes of a day", series(1440, [700, 701], 50, 0), 700, 702],
  ])("are found where nothing else stands out: %s", (_, counts, onset, recovery) => {
    expect(ends(outageWindows(counts))).toEqual([[onset, recovery]]);
  });

  it("of one bin are none where single bins fail now and then", () => {
    expect(outageWindows(series(1440, [200, 700, 1100], 50, 0))).toEqual([]);
  });

  it("lie between the bursts that bound them", () => {
    const failures = new Array<number>(82).fill(0);
    const attempts = new Array<number>(82).fill(0);
    for (const [bin, n, f] of [
      [0, 200, 0],
      [6, 50, 50],
      [10, 50, 50],
      [19, 50, 0],
      [81, 50, 0],
    ] as const)
      [attempts[bin], failures[bin]] = [n, f];
    const [found, ...others] = outageWindows({ failures, attempts });
    expect(others).toEqual([]);
    expect(found?.onset).toBeGreaterThanOrEqual(1);
    expect(found?.onset).toBeLessThanOrEqual(6);
    expect(found?.recovery).toBeGreaterThanOrEqual(11);
    expect(found?.recovery).toBeLessThanOrEqual(19);
  });

  it("and of a quarter to half of a short series without noise end within a bin of the truth", () => {
    for (const bins of [8, 10, 15, 19, 25])
      for (const attempts of [100, 5000])
        for (const share of [0.25, 0.5]) {
          const length = Math.round(bins * share);
          for (const onset of [1, Math.floor((bins - length) / 2), bins - length - 1]) {
            const failing = Array.from({ length }, (_, i) => onset + i);
            const found = outageWindow(series(bins, failing, attempts, 0));
            expect(found && [found.onset, found.recovery], `${bins} ${attempts} ${onset}`).toEqual([
              onset,
              onset + length,
            ]);
          }
        }
  });
});
