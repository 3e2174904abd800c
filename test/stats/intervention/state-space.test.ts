import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import { localLevel } from "../../../src/stats/intervention/state-space.js";

describe("localLevel", () => {
  it("forecasts the mean of the next stretch as often as its interval says, quiet and wandering", () => {
    for (const walk of [0, 0.3]) {
      let covered = 0;
      for (let seed = 0; seed < 60; seed++) {
        const random = seededRandom(seed);
        let level = 3;
        const y = Array.from({ length: 70 }, () => (level += walk * random.normal()) + random.normal());
        const fit = localLevel(y.slice(0, 50), new Array<number>(50).fill(1));
        const means = Array.from(
          { length: 300 },
          () => fit.drawPath(20, random).reduce((sum, x) => sum + x, 0) / 20 + random.normal(0, Math.sqrt(1 / 20)),
        ).sort((a, b) => a - b);
        const actual = y.slice(50).reduce((sum, x) => sum + x, 0) / 20;
        if ((means[7] as number) <= actual && actual <= (means[292] as number)) covered++;
      }
      expect(covered).toBeGreaterThanOrEqual(53);
    }
  });

  it("knows the level of a quiet series, and passes over gaps", () => {
    const y = Array.from({ length: 40 }, (_, t) => (t % 7 === 0 ? null : 5 + (t % 2 === 0 ? 0.1 : -0.1)));
    expect(
      localLevel(
        y,
        y.map(() => 0.01),
      ).level,
    ).toBeCloseTo(5, 1);
  });

  it("goes where the series has gone", () => {
    const y = Array.from({ length: 60 }, (_, t) => (t < 30 ? 0 : 10) + (t % 2 === 0 ? 0.1 : -0.1));
    const one = y.map(() => 0.01);
    expect(localLevel(y, one).level).toBeGreaterThan(9.5);
  });

  it("refuses two points and lengths that differ", () => {
    expect(() => localLevel([1, null, 2], [1, 1, 1])).toThrow(/at least 3 observations, got 2/);
    expect(() => localLevel([1, 2, 3], [1])).toThrow(/one variance a value/);
  });
});
