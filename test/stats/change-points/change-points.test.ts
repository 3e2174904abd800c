import { describe, expect, it } from "vitest";
import { changePoints } from "../../../src/stats/change-points/change-points.js";
import { gaussianSearch } from "../../../src/stats/change-points/gaussian.js";
import { prunedSearch, segmentNeighbourhood } from "../../../src/stats/change-points/search.js";
import { linearCost, meanCost } from "../../../src/stats/change-points/segment-cost.js";
import { seededRandom } from "../../../src/stats/random/random.js";

/** Annual flow of the Nile at Aswan, 1871–1970, 1e8 m³ (Cobb 1978). */
const NILE = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100,
  1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456,
  824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897,
  822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975,
  815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
];

function steps(levels: readonly number[], length: number, sd: number, seed: number): number[] {
  const random = seededRandom(seed);
  return levels.flatMap((level) => Array.from({ length }, () => random.normal(level, sd)));
}

describe("exact search", () => {
  it("gives the Nile's residual sums of squares for 0 to 5 breaks (R strucchange, at least 15 years a segment)", () => {
    const { costs, indices } = segmentNeighbourhood(meanCost(NILE), 5, 15);
    expect(costs.map(Math.round)).toEqual([2835157, 1597457, 1552924, 1538097, 1507888, 1659994]);
    expect(indices[1]).toEqual([28]);
  });

  it.each([[1], [5]])("pruning keeps the optimum of all segmentations, at least %i samples a segment", (least) => {
    for (let seed = 0; seed < 8; seed++) {
      const values = steps([0, 1.5, 0.5, 3], 15, 1, seed);
      for (const [straight, cost] of [
        [false, meanCost(values)],
        [true, linearCost(values)],
      ] as const) {
        const penalty = 6;
        const { costs, indices } = segmentNeighbourhood(cost, 12, least);
        const totals = costs.map((value, k) => value + penalty * k);
        const best = indices[totals.indexOf(Math.min(...totals))];
        expect(prunedSearch(cost, penalty, least)).toEqual(best);
        expect(gaussianSearch(values, 1, straight, penalty, least)).toEqual(best);
      }
    }
  });
});

describe("changePoints", () => {
  it("finds the Nile's break of 1899 (first year of the new level)", () => {
    const { indices, intervals, model } = changePoints(NILE);
    expect(indices).toEqual([28]);
    expect(model).toBe("mean");
    const [first, last] = intervals[0] as readonly [number, number];
    // Bai and Perron's 95 % interval for the last old year is observation 25–32
    expect(first).toBeGreaterThanOrEqual(24);
    expect(last).toBeLessThanOrEqual(33);
  });

  it("finds planted steps to a sample and covers them", () => {
    const { indices, intervals } = changePoints(steps([0, 6, 2], 40, 1, 3));
    expect(indices).toHaveLength(2);
    [40, 80].forEach((truth, k) => {
      expect(Math.abs((indices[k] as number) - truth)).toBeLessThanOrEqual(2);
      expect((intervals[k] as readonly [number, number])[0]).toBeLessThanOrEqual(truth);
      expect((intervals[k] as readonly [number, number])[1]).toBeGreaterThanOrEqual(truth);
    });
  });

  it("takes a bend for one change of trend, not for a staircase", () => {
    const random = seededRandom(5);
    const values = Array.from({ length: 120 }, (_, i) => (i < 60 ? i : 120 - i) + random.normal());
    const { indices, model } = changePoints(values);
    expect(model).toBe("linear");
    expect(indices).toHaveLength(1);
    expect(Math.abs((indices[0] as number) - 60)).toBeLessThanOrEqual(3);
  });

  it("is not moved by spikes or a season", () => {
    const random = seededRandom(6);
    const values = Array.from(
      { length: 144 },
      (_, i) =>
        (i < 72 ? 0 : 8) + 5 * Math.sin((2 * Math.PI * i) / 12) + random.normal(0, 0.7) + (i % 37 === 20 ? 60 : 0),
    );
    const { indices } = changePoints(values);
    expect(indices).toHaveLength(1);
    expect(Math.abs((indices[0] as number) - 72)).toBeLessThanOrEqual(2);
  });

  it("ignores what is small on the whole plot unless the noise floor is zero", () => {
    const values = [...steps([0, 1], 60, 0.2, 7), ...steps([20], 60, 0.2, 8)];
    expect(changePoints(values, { cost: "mean" }).indices).toEqual([120]);
    expect(changePoints(values, { cost: "mean", noiseFloor: 0 }).indices).toEqual([60, 120]);
  });

  it("passes over missing samples and keeps the input's indices", () => {
    const values: (number | null)[] = steps([0, 10], 30, 1, 9);
    const gappy = values.flatMap((value, i) => (i % 10 === 3 ? [null, null] : [value]));
    const truth = gappy.findIndex((value) => value !== null && value > 5);
    expect(changePoints(gappy).indices).toEqual([truth]);
  });

  it.each([
    ["poisson", { exposure: Array.from({ length: 80 }, (_, i) => 1 + (i % 3)) }],
    ["binomial", { attempts: Array.from({ length: 80 }, (_, i) => 50 + (i % 7)) }],
    ["beta-binomial", { attempts: Array.from({ length: 80 }, (_, i) => 50 + (i % 7)), dispersion: 0.02 }],
  ] as const)("finds a planted change of rate with cost %s", (cost, extra) => {
    const random = seededRandom(11);
    const values = Array.from({ length: 80 }, (_, i) => {
      const rate = i < 50 ? 0.05 : 0.3;
      return "exposure" in extra
        ? random.poisson((i < 50 ? 2 : 9) * (extra.exposure[i] as number))
        : random.binomial(extra.attempts[i] as number, rate);
    });
    const { indices } = changePoints(values, { cost, ...extra });
    expect(indices).toHaveLength(1);
    expect(Math.abs((indices[0] as number) - 50)).toBeLessThanOrEqual(1);
  });

  it.each([
    ["constant", Array(50).fill(4)],
    ["three points", [1, 9, 1]],
    ["empty", []],
    ["all missing", Array(30).fill(null)],
  ])("says nothing of a series that is %s", (_, values) => {
    expect(changePoints(values as (number | null)[]).indices).toEqual([]);
  });

  it("seldom finds anything in noise, autocorrelated or not", () => {
    let found = 0;
    for (let seed = 0; seed < 40; seed++) {
      const random = seededRandom(seed);
      let state = 0;
      found += changePoints(Array.from({ length: 150 }, () => (state = (seed % 2 ? 0.4 : 0) * state + random.normal())))
        .indices.length;
    }
    expect(found).toBeLessThanOrEqual(2);
  });

  it("says what it requires", () => {
    expect(() => changePoints([1, Number.NaN, 2])).toThrow("changePoints requires finite values or null, got NaN at 1");
    expect(() => changePoints([1, 2, 3], { cost: "binomial" })).toThrow(
      "changePoints requires attempts for cost binomial, got none",
    );
    expect(() => changePoints(Array(20).fill(1), { cost: "binomial", attempts: [1, 2] })).toThrow(
      "requires attempts of the values' length 20, got 2",
    );
    expect(() => changePoints([...Array(19).fill(1), 5], { cost: "binomial", attempts: Array(20).fill(3) })).toThrow(
      "requires attempts ≥ the failures, got 3 at 19",
    );
    expect(() => changePoints(Array(20).fill(-1), { cost: "poisson" })).toThrow("requires counts ≥ 0");
    expect(() => changePoints([1, 2], { leastLength: 0 })).toThrow("requires leastLength of 1 or more, got 0");
  });
});
