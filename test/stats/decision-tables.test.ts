import { describe, expect, it } from "vitest";
import { changePoints, type ChangePointOptions } from "../../src/stats/change-points/change-points.js";
import { changePointScores } from "../../src/stats/change-points/score.js";
import { seasonallyAdjusted } from "../../src/stats/change-points/seasonal.js";
import { betaBinomial } from "../../src/stats/rates/beta-binomial.js";
import { homogeneityTest } from "../../src/stats/rates/homogeneity.js";
import { holm } from "../../src/stats/rates/multiplicity.js";
import { rateRatio } from "../../src/stats/rates/ratio.js";

// Each rule of the estimators as a table: the cases just on either side of what decides.

const group = (failures: number, attempts: number) => ({ failures, attempts });

describe("groups of one rate", () => {
  it("are tested by the N − 1 chi-squared", () => {
    // Two groups of 50 with 5 and 20 failures: Pearson's 12, times 99 of 100.
    const { chiSquared, df, p, pooled } = homogeneityTest([group(5, 50), group(20, 50)]);
    expect([chiSquared, df, pooled]).toEqual([expect.closeTo(12 * 0.99, 10), 1, 0]);
    expect(p).toBeCloseTo(0.000567, 6);
  });

  it.each([
    ["of which two expect just under five, are joined", [group(40, 100), group(4, 11), group(6, 12)], 2, 1],
    ["that expect five each, stay apart", [group(25, 50), group(5, 10), group(5, 10)], 0, 2],
    ["of which one is small beside one large, stay apart", [group(50, 100), group(1, 4)], 0, 1],
    ["of which one is small beside two large, counts as joined", [group(50, 100), group(40, 100), group(1, 4)], 1, 2],
    ["that are all small, are one", [group(1, 4), group(2, 4)], 2, 0],
    ["without attempts, are left out", [group(5, 50), group(20, 50), group(0, 0)], 0, 1],
  ])("%s", (_what, groups, pooled, df) => {
    expect(homogeneityTest(groups)).toMatchObject({ pooled, df });
  });

  it.each([
    ["none failed", [group(0, 50), group(0, 50)]],
    ["all failed", [group(50, 50), group(50, 50)]],
    ["there is one group", [group(5, 50)]],
    ["there is none", []],
  ])("say nothing where %s", (_what, groups) => {
    expect(homogeneityTest(groups)).toMatchObject({ chiSquared: 0, p: 1 });
  });

  it("are judged as far as clusters leave, and never farther", () => {
    const groups = [group(5, 50), group(20, 50)];
    const of = (designEffect: number): number => homogeneityTest(groups, { designEffect }).chiSquared;
    expect(of(3)).toBeCloseTo(of(1) / 3, 12);
    expect(of(0.5)).toBe(of(1));
  });

  it.each([group(-1, 5), group(6, 5), group(1, Number.POSITIVE_INFINITY), group(Number.NaN, 5)])(
    "refuse counts that cannot be: %j",
    (wrong) => {
      expect(() => homogeneityTest([wrong])).toThrow(/0 ≤ failures ≤ attempts in every group/);
    },
  );
});

describe("p-values by Holm", () => {
  it.each([
    [
      [0.01, 0.04, 0.03],
      [0.03, 0.06, 0.06],
    ],
    [
      [0.5, 0.9],
      [1, 1],
    ],
    [
      [0, 1],
      [0, 1],
    ],
    [[], []],
  ])("%j are %j", (given, adjusted) => {
    holm(given).forEach((p, index) => {
      expect(p).toBeCloseTo(adjusted[index] as number, 12);
    });
    expect(holm(given)).toHaveLength(adjusted.length);
  });
  it.each([-0.001, 1.001, Number.NaN])("are none where one is %d", (wrong) => {
    expect(() => holm([0.5, wrong])).toThrow(/p-values in 0…1/);
  });
});

/** Chi-squared of a ratio at the most likely second rate, by search: what Koopman's limits set to the critical value. */
function koopman([x1, n1]: readonly [number, number], [x2, n2]: readonly [number, number], ratio: number): number {
  const likelihood = (p2: number): number => {
    const p1 = ratio * p2;
    const part = (x: number, p: number): number => (x === 0 ? 0 : x * Math.log(p));
    return part(x1, p1) + part(n1 - x1, 1 - p1) + part(x2, p2) + part(n2 - x2, 1 - p2);
  };
  let [low, high] = [1e-12, Math.min(1, 1 / ratio) * (1 - 1e-12)];
  for (let turn = 0; turn < 200; turn += 1) {
    const [a, b] = [low + (high - low) * 0.4, low + (high - low) * 0.6];
    if (likelihood(a) < likelihood(b)) low = a;
    else high = b;
  }
  const [p1, p2] = [(ratio * (low + high)) / 2, (low + high) / 2];
  return (x1 - n1 * p1) ** 2 / (n1 * p1 * (1 - p1)) + (x2 - n2 * p2) ** 2 / (n2 * p2 * (1 - p2));
}

describe("the ratio of two rates at its ends", () => {
  const CRITICAL = 3.841458820694124;
  it.each([
    [
      [0, 40],
      [16, 80],
    ],
    [
      [0, 1000],
      [500, 1000],
    ],
    [
      [0, 1000],
      [1, 10],
    ],
  ] as const)("%j of %j has an upper limit only", (first, second) => {
    const { interval } = rateRatio(first, second);
    expect(interval[0]).toBe(0);
    expect(koopman(first, second, interval[1])).toBeCloseTo(CRITICAL, 3);
  });
  it.each([
    [
      [4, 40],
      [0, 80],
    ],
    [
      [500, 1000],
      [0, 1000],
    ],
    [
      [1, 10],
      [0, 1000],
    ],
  ] as const)("%j of %j has a lower limit only", (first, second) => {
    const { interval } = rateRatio(first, second);
    expect(interval[1]).toBe(Number.POSITIVE_INFINITY);
    expect(koopman(first, second, interval[0])).toBeCloseTo(CRITICAL, 3);
  });
});

describe("clusters that share a beta distribution", () => {
  it("whose shares are 0 or 1 throughout have a correlation of 1, nearly", () => {
    const { mean, rho } = betaBinomial([
      { failures: 0, attempts: 5, n: 60 },
      { failures: 5, attempts: 5, n: 40 },
    ]);
    expect(mean.value).toBeCloseTo(0.4, 6);
    expect(rho.value).toBeGreaterThan(0.999_99);
    expect(rho.interval[0]).toBeGreaterThan(0.8);
    expect(rho.interval[1]).toBe(1);
  });
  it("that differ less than chance would have it have none", () => {
    const { rho, independenceP } = betaBinomial([{ failures: 2, attempts: 4, n: 50 }]);
    expect([rho.value, rho.interval[0], independenceP]).toEqual([0, 0, 1]);
    expect(rho.interval[1]).toBeGreaterThan(0);
    expect(rho.interval[1]).toBeLessThan(0.1);
  });
});

describe("change points beside those of annotators", () => {
  it.each([
    [5, 1],
    [6, 0.5],
  ])("%d samples away", (away, f) => {
    // A point that is not matched costs precision and recall: one of two each, the beginning being the other.
    const score = changePointScores({ one: [50] }, [50 + away], 100).f;
    expect(score).toBeCloseTo(f, 12);
  });
  it("are matched once each, the nearest first", () => {
    expect(changePointScores({ one: [50, 52] }, [51], 100).f).toBeCloseTo((2 * 1 * (2 / 3)) / (1 + 2 / 3), 12);
  });
});

describe("a season", () => {
  const wave = (length: number, period: number): Float64Array =>
    Float64Array.from({ length }, (_, i) => (i % period === 0 ? 10 : 0) + (i % 3) * 0.01);
  it.each([
    ["three of it are enough", 72, true],
    ["fewer are not", 71, false],
  ])("%s", (_what, length, found) => {
    const values = wave(length, 24);
    expect(seasonallyAdjusted(values, 24) !== values).toBe(found);
  });
  it("has two samples at least", () => {
    const values = wave(40, 2);
    expect(seasonallyAdjusted(values, 1)).toBe(values);
    expect(seasonallyAdjusted(values, 2)).not.toBe(values);
  });
});

describe("options of changePoints", () => {
  const series = Array.from({ length: 20 }, (_, i) => (i < 10 ? 1 : 9));
  it.each([
    [{ exposure: Array(20).fill(0.5) }],
    [{ cost: "binomial", attempts: Array(20).fill(9) }],
    [{ noiseFloor: 0 }],
    [{ level: 0.5 }],
    [{ period: 0 }],
    [{ dispersion: 0 }],
    [{ leastLength: 1 }],
  ] as [ChangePointOptions][])("%j is taken", (options) => {
    expect(() => changePoints(series, options)).not.toThrow();
  });
  it.each([
    [{ exposure: Array(20).fill(-0.5) }, /requires exposure ≥ 0, got -0\.5 at 0/],
    [{ exposure: [...Array(19).fill(1), Number.POSITIVE_INFINITY] }, /requires exposure ≥ 0, got Infinity at 19/],
    [{ exposure: Array(19).fill(1) }, /requires exposure of the values' length 20, got 19/],
    [{ cost: "beta-binomial" }, /requires attempts for cost beta-binomial/],
    [{ cost: "binomial", attempts: Array(20).fill(8) }, /requires attempts ≥ the failures, got 8 at 10/],
    [{ noiseFloor: -0.001 }, /requires noiseFloor ≥ 0/],
    [{ level: 0 }, /requires a level between 0 and 1/],
    [{ level: 1 }, /requires a level between 0 and 1/],
    [{ period: -1 }, /requires a period of 0 samples or more/],
    [{ period: 1.5 }, /requires a period of 0 samples or more/],
    [{ dispersion: 1 }, /requires a dispersion from 0 to below 1/],
    [{ dispersion: -0.1 }, /requires a dispersion from 0 to below 1/],
    [{ leastLength: 1.5 }, /requires leastLength of 1 or more/],
  ] as [ChangePointOptions, RegExp][])("%j is refused", (options, message) => {
    expect(() => changePoints(series, options)).toThrow(message);
  });
  it.each(["poisson", "binomial", "beta-binomial"] as const)("counts of %s are not negative; values may be", (cost) => {
    const below = series.map((value) => value - 5);
    expect(() => changePoints(below, { cost, attempts: Array(20).fill(9) })).toThrow(/requires counts ≥ 0/);
    expect(() => changePoints(below, { cost: "mean" })).not.toThrow();
    const gaps = [null, 0, ...series.slice(2)];
    expect(() => changePoints(gaps, { cost, attempts: Array(20).fill(9) })).not.toThrow();
  });
});
