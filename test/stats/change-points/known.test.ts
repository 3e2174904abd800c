import { describe, expect, it } from "vitest";
import { changeIntervals, changePosterior } from "../../../src/stats/change-points/interval.js";
import { penaltyPrice } from "../../../src/stats/change-points/penalty.js";
import type { PenaltyName } from "../../../src/stats/change-points/penalty.js";
import { segmentNeighbourhood } from "../../../src/stats/change-points/search.js";
import { changePoints } from "../../../src/stats/change-points/change-points.js";
import { seededRandom } from "../../../src/stats/random/random.js";
import { binomialCost, meanCost, poissonCost } from "../../../src/stats/change-points/segment-cost.js";

/** British coal-mining disasters a year, 1851–1962: 188 in 112 years (Jarrett 1979). */
const COAL = [
  4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1, 3,
  2, 1, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 1, 1,
  0, 2, 2, 3, 1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0,
];

describe("coal-mining disasters", () => {
  const ones = COAL.map(() => 1);
  const { first, probabilities } = changePosterior(poissonCost(COAL, ones), 0, COAL.length, 1);
  const lastEarlyYear = (i: number): number => 1850 + first + i;

  it("gives the published posterior of the last early year", () => {
    expect(COAL).toHaveLength(112);
    expect(COAL.reduce((a, b) => a + b)).toBe(188);
    const at = new Map(probabilities.map((p, i) => [lastEarlyYear(i), p]));
    expect(at.get(1890)).toBeCloseTo(0.2866, 4);
    expect(at.get(1889)).toBeCloseTo(0.2112, 4);
    expect(at.get(1887)).toBeCloseTo(0.1251, 4);
    expect(
      [...at]
        .sort(([, a], [, b]) => b - a)
        .slice(0, 3)
        .map(([year]) => year),
    ).toEqual([1890, 1889, 1887]);
  });

  it("and both rates, averaged over where the change may be", () => {
    const sum = (from: number, to: number): number => COAL.slice(from, to).reduce((a, b) => a + b, 0);
    const early = probabilities.reduce((mean, p, i) => mean + (p * (1 + sum(0, first + i))) / (1 + first + i), 0);
    const late = probabilities.reduce((mean, p, i) => mean + (p * (1 + sum(first + i, 112))) / (113 - first - i), 0);
    expect(early).toBeCloseTo(3.082933, 6);
    expect(late).toBeCloseTo(0.893351, 6);
  });

  it("puts the last early year in 1886–1895 with 2.5 % left on either side; the shortest stretch with 95 % lies inside", () => {
    const quantile = (share: number): number => {
      let sum = 0;
      return lastEarlyYear(probabilities.findIndex((p) => (sum += p) >= share));
    };
    expect([quantile(0.025), quantile(0.975)]).toEqual([1886, 1895]);
    expect(changeIntervals(poissonCost(COAL, ones), [40], 1, 0.95).map(([a, b]) => [1850 + a, 1850 + b])).toEqual([
      [1886, 1893],
    ]);
    const { indices, intervals } = changePoints(COAL, { cost: "poisson", penalty: "MBIC" });
    expect(indices).toEqual([40]);
    expect(intervals).toEqual([[36, 43]]);
  });
});

describe("evidence", () => {
  it("of failures and attempts is a beta integral: one failure in two attempts, every rate alike, is ∫ p (1 − p) dp = 1/6", () => {
    expect(binomialCost([1], [2]).evidence?.(0, 1)).toBeCloseTo(-2 * Math.log(1 / 6), 12);
  });
  it("of counts does not change with the unit of exposure", () => {
    const [minutes, hours] = [60, 1].map((unit) =>
      poissonCost(
        COAL,
        COAL.map((_, i) => unit * (1 + (i % 3))),
      ),
    );
    const difference = (cost: typeof minutes): number =>
      (cost?.evidence?.(0, 30) as number) +
      (cost?.evidence?.(30, 112) as number) -
      (cost?.evidence?.(0, 50) as number) -
      (cost?.evidence?.(50, 112) as number);
    expect(difference(minutes)).toBeCloseTo(difference(hours), 9);
  });
});

describe("penalties by name", () => {
  it.each<[PenaltyName, number, number]>([
    ["SIC", 1, 9.21034],
    ["BIC", 1, 9.21034],
    ["SIC0", 1, 4.60517],
    ["BIC0", 2, 9.21034],
    ["MBIC", 1, 13.81551],
    ["MBIC", 2, 18.42068],
    ["AIC", 1, 4],
    ["AIC0", 1, 2],
    ["Hannan-Quinn", 1, 6.10872],
    ["Hannan-Quinn0", 1, 3.05436],
    ["None", 1, 0],
  ])("%s of 100 samples with %i parameters is %d", (name, parameters, price) => {
    expect(penaltyPrice(name, parameters, 100)).toBeCloseTo(price, 5);
  });

  it("are taken by changePoints, SIC unless said otherwise", () => {
    expect(changePoints(COAL, { cost: "poisson", penalty: "SIC" })).toEqual(changePoints(COAL, { cost: "poisson" }));
    expect(changePoints(COAL, { cost: "poisson", penalty: "AIC" }).indices.length).toBeGreaterThan(1);
    expect(() => changePoints(COAL, { penalty: "XIC" as PenaltyName })).toThrow(
      "changePoints requires a penalty of SIC",
    );
    expect(() => changePoints(COAL, { penalty: -1 })).toThrow("changePoints requires a penalty ≥ 0, got -1");
  });

  it("MBIC is the exact optimum with each segment charged ln of its length", () => {
    for (let seed = 0; seed < 6; seed++) {
      const random = seededRandom(seed);
      const values = [0, 2.5, 1, 4].flatMap((level) => Array.from({ length: 20 }, () => random.normal(level, 1)));
      const found = changePoints(values, {
        cost: "mean",
        penalty: "MBIC",
        noiseFloor: 0,
        robust: false,
        period: 0,
        leastLength: 1,
      });
      const plain = meanCost(values, found.noiseVariance as number);
      const { costs, indices } = segmentNeighbourhood(
        { ...plain, cost: (a, b) => plain.cost(a, b) + Math.log(b - a) },
        8,
        1,
      );
      const totals = costs.map((cost, k) => cost + 3 * Math.log(80) * k);
      expect(found.indices).toEqual(indices[totals.indexOf(Math.min(...totals))]);
    }
  });
});
