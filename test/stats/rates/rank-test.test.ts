import { describe, expect, it } from "vitest";
import { homogeneityTest } from "../../../src/stats/rates/homogeneity.js";
import { holm } from "../../../src/stats/rates/multiplicity.js";
import { mannWhitney } from "../../../src/stats/rates/rank-test.js";

describe("mannWhitney", () => {
  it("gives the textbook shift and interval", () => {
    const { shift, p, method } = mannWhitney([10, 20, 30, 40], [1, 2, 3, 4]);
    expect([shift.value, ...shift.interval]).toEqual([22.5, 6, 39]);
    expect(p).toBeCloseTo(2 / 70, 12);
    expect(method).toBe("exact");
  });

  it("agrees with R's wilcox.test on Hollander and Wolfe's permeability constants", () => {
    const { shift, statistic, p } = mannWhitney(
      [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],
      [1.15, 0.88, 0.9, 0.74, 1.21],
    );
    expect([statistic, shift.value, ...shift.interval].map((value) => Number(value.toFixed(6)))).toEqual([
      35, 0.305, -0.15, 0.76,
    ]);
    expect(p).toBeCloseTo(0.2544122544122544, 12);
  });

  it("agrees with SciPy's asymptotic p where values tie", () => {
    expect(mannWhitney([1, 2, 2, 3, 5, 6, 7], [2, 3, 4, 4, 9, 10]).p).toBeCloseTo(0.3874254317871749, 12);
  });

  it("holds nothing against equal samples", () => {
    const { shift, p } = mannWhitney([5, 5, 5], [5, 5, 5, 5]);
    expect([shift.value, ...shift.interval, p]).toEqual([0, 0, 0, 1]);
  });

  it("refuses empty, infinite and too large samples", () => {
    expect(() => mannWhitney([], [1])).toThrow("mannWhitney requires at least one value in x, got none");
    expect(() => mannWhitney([1], [NaN])).toThrow("finite values in y, got NaN");
    expect(() => mannWhitney(new Array<number>(3000).fill(1), new Array<number>(3000).fill(1))).toThrow(
      "at most 4000000 pairs",
    );
  });
});

describe("holm", () => {
  it("adjusts as R's p.adjust does", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(6)))).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.6, 0.9])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });

  it("refuses what is not a p-value", () => {
    expect(() => holm([0.1, NaN])).toThrow("holm requires p-values in 0…1, got NaN");
  });
});

describe("homogeneityTest", () => {
  it("is Pearson's chi-squared in the N − 1 form", () => {
    // 2 × 2 table 30/100, 50/100: chi-squared 8.3333 with N, × 199/200.
    const test = homogeneityTest([
      { failures: 30, attempts: 100 },
      { failures: 50, attempts: 100 },
    ]);
    expect(test.chiSquared).toBeCloseTo((8.3333333333 * 199) / 200, 8);
    expect(test.p).toBeCloseTo(0.003982741845943586, 12); // SciPy: chi2.sf(8.291667, 1)
    expect(test.df).toBe(1);
  });

  it("is weakened by clustering and never strengthened", () => {
    const groups = [
      { failures: 30, attempts: 100 },
      { failures: 50, attempts: 100 },
    ];
    expect(homogeneityTest(groups, { designEffect: 4 }).chiSquared).toBeCloseTo(
      homogeneityTest(groups).chiSquared / 4,
      12,
    );
    expect(homogeneityTest(groups, { designEffect: 0.5 }).p).toBe(homogeneityTest(groups).p);
  });

  it("takes groups too small to judge together", () => {
    const small = Array.from({ length: 20 }, () => ({ failures: 1, attempts: 10 }));
    const test = homogeneityTest([{ failures: 100, attempts: 1000 }, ...small]);
    expect([test.df, test.pooled, test.chiSquared, test.p]).toEqual([1, 20, 0, 1]);
  });

  it("has nothing to say on one group or no failures", () => {
    expect(homogeneityTest([{ failures: 3, attempts: 10 }]).p).toBe(1);
    expect(
      homogeneityTest([
        { failures: 0, attempts: 10 },
        { failures: 0, attempts: 20 },
      ]).p,
    ).toBe(1);
    expect(homogeneityTest([]).p).toBe(1);
    expect(() => homogeneityTest([{ failures: 3, attempts: 2 }])).toThrow(
      "0 ≤ failures ≤ attempts in every group, got 3 of 2",
    );
  });
});
