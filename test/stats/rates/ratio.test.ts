import { describe, expect, it } from "vitest";
import { estimateDifference } from "../../../src/stats/rates/difference-of-estimates.js";
import { proportion } from "../../../src/stats/rates/proportion.js";
import { estimateRatio } from "../../../src/stats/rates/ratio-of-estimates.js";
import { rateRatio } from "../../../src/stats/rates/ratio.js";

describe("rateRatio", () => {
  it("gives Koopman's printed example (36/40 against 16/80: 2.94 to 7.15)", () => {
    const { value, interval } = rateRatio([36, 40], [16, 80]);
    expect(value).toBe(4.5);
    expect(interval[0]).toBeCloseTo(2.94, 2);
    expect(interval[1]).toBeCloseTo(7.15, 2);
  });

  it("puts the limits where the chi-squared of the restricted fit is the critical one", () => {
    const { interval } = rateRatio([7, 100], [30, 900]);
    for (const ratio of interval) {
      // The restricted fit by brute force over the second rate.
      let best = Infinity;
      let at = 0;
      for (let p2 = 1e-5; p2 < Math.min(1, 1 / ratio); p2 += 1e-5) {
        const p1 = ratio * p2;
        const minusLog = -(7 * Math.log(p1) + 93 * Math.log(1 - p1) + 30 * Math.log(p2) + 870 * Math.log(1 - p2));
        if (minusLog < best) [best, at] = [minusLog, p2];
      }
      const p1 = ratio * at;
      const chiSquared = (7 - 100 * p1) ** 2 / (100 * p1 * (1 - p1)) + (30 - 900 * at) ** 2 / (900 * at * (1 - at));
      expect(chiSquared).toBeCloseTo(3.841, 1);
    }
  });

  it("is right at the ends", () => {
    const none = rateRatio([0, 40], [16, 80]);
    expect([none.value, none.interval[0]]).toEqual([0, 0]);
    expect(none.interval[1]).toBeLessThan(1);
    const onlyFirst = rateRatio([4, 40], [0, 80]);
    expect([onlyFirst.value, onlyFirst.interval[1]]).toEqual([Infinity, Infinity]);
    expect(onlyFirst.interval[0]).toBeGreaterThan(1);
    expect(() => rateRatio([0, 40], [0, 80])).toThrow("a failure in either group, got none in 40 and 80 attempts");
    const all = rateRatio([40, 40], [80, 80]);
    expect(all.interval[0]).toBeLessThan(1);
    expect(all.interval[1]).toBeGreaterThan(1);
  });

  it("turns over when the groups change places", () => {
    const [low, high] = rateRatio([7, 100], [30, 900]).interval;
    const back = rateRatio([30, 900], [7, 100]).interval;
    expect(back[0] * high).toBeCloseTo(1, 8);
    expect(back[1] * low).toBeCloseTo(1, 8);
  });

  it("refuses groups without attempts", () => {
    expect(() => rateRatio([0, 0], [1, 2])).toThrow("rateRatio requires at least one attempt, got 0");
  });
});

describe("estimates of two independent groups", () => {
  const [a, b] = [proportion(56, 70), proportion(48, 80)];

  it("subtract as Newcombe's method 10 does", () => {
    expect(estimateDifference(a, b).interval[0]).toBeCloseTo(0.0524315, 6);
    expect(estimateDifference(a, b).interval[1]).toBeCloseTo(0.3338727, 6);
  });

  it("divide to nearly what Koopman gives", () => {
    const [low, high] = estimateRatio(a, b).interval;
    const koopman = rateRatio([56, 70], [48, 80]).interval;
    expect(low).toBeCloseTo(koopman[0], 1);
    expect(high).toBeCloseTo(koopman[1], 1);
  });

  it("keep an open end open", () => {
    expect(estimateRatio(a, proportion(0, 50)).interval[1]).toBe(Infinity);
    expect(estimateRatio(a, proportion(0, 50)).interval[0]).toBeGreaterThan(5);
    expect(estimateRatio(proportion(0, 50), a).interval[0]).toBe(0);
  });

  it("refuse two levels and negative values", () => {
    expect(() => estimateRatio(a, { ...b, level: 0.9 })).toThrow("one confidence level, got 0.95 and 0.9");
    expect(() => estimateDifference(a, { ...b, level: 0.9 })).toThrow(RangeError);
    expect(() => estimateRatio({ ...a, value: -1 }, b)).toThrow("values ≥ 0, got -1");
  });
});
