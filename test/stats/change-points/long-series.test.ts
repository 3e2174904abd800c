import { describe, expect, it } from "vitest";
import { changePoints } from "../../../src/stats/change-points/change-points.js";
import type { ChangePointCost } from "../../../src/stats/change-points/change-points.js";
import { seededRandom } from "../../../src/stats/random/random.js";

const SAMPLES = 60_000;
const CUTS = [12_000, 30_000, 30_400, 48_000];
const part = (t: number): number => CUTS.filter((cut) => cut <= t).length;

/** A series with four planted changes of the kind that a cost is made for. */
function planted(cost: ChangePointCost): { values: number[]; attempts?: number[] } {
  const random = seededRandom(`long ${cost}`);
  const at = (levels: readonly number[], t: number): number => levels[part(t)] as number;
  if (cost === "poisson")
    return { values: Array.from({ length: SAMPLES }, (_, t) => random.poisson(at([5, 8, 3, 8, 5], t))) };
  if (cost === "binomial" || cost === "beta-binomial")
    return {
      values: Array.from({ length: SAMPLES }, (_, t) => random.binomial(100, at([0.02, 0.05, 0.01, 0.05, 0.02], t))),
      attempts: new Array<number>(SAMPLES).fill(100),
    };
  const spread = cost === "mean-variance" ? [1, 2, 1, 2, 1] : [1, 1, 1, 1, 1];
  return {
    values: Array.from({ length: SAMPLES }, (_, t) => at([0, 3, -3, 3, 0], t) + at(spread, t) * random.normal()),
  };
}

describe("changePoints on long series", () => {
  it.each<ChangePointCost>(["auto", "mean", "linear", "mean-variance", "poisson", "binomial", "beta-binomial"])(
    "finds what was planted, by cost %s",
    (cost) => {
      const { values, attempts } = planted(cost);
      const { indices } = changePoints(values, { cost, ...(attempts && { attempts }) });
      for (const cut of CUTS) expect(indices.some((index) => Math.abs(index - cut) <= 5)).toBe(true);
      // The beta-binomial's rates are tried on a grid, which over tens of thousands of samples may leave a change too many.
      expect(indices.length).toBeLessThanOrEqual(CUTS.length + (cost === "beta-binomial" ? 1 : 0));
    },
  );

  it("refuses a cost that it does not know", () => {
    const cost = "median" as ChangePointCost;
    expect(() => changePoints([1, 2, 3, 4], { cost })).toThrow(/requires a cost of auto, mean/);
  });
});
