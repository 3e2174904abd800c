import { describe, expect, it } from "vitest";
import { logBetaBinomial } from "../../../src/stats/rates/posterior-beta-binomial.js";
import {
  betaBinomialCost,
  binomialCost,
  linearCost,
  meanCost,
  meanVarianceCost,
  poissonCost,
} from "../../../src/stats/change-points/segment-cost.js";

const values = [3, 5, 4, 9, 11, 10, 12];

describe("segment costs", () => {
  it("mean: residual sum of squares", () => {
    expect(meanCost(values).cost(0, 3)).toBeCloseTo(2, 12);
    expect(meanCost(values, 4).cost(3, 7)).toBeCloseTo(5 / 4, 12);
  });

  it("mean: keeps its digits far from zero", () => {
    expect(meanCost([1e9 + 1, 1e9 + 2, 1e9 + 3]).cost(0, 3)).toBeCloseTo(2, 9);
  });

  it("linear: nothing is left of a straight line, and least squares of anything else", () => {
    expect(linearCost([1, 3, 5, 7, 9]).cost(1, 5)).toBeCloseTo(0, 10);
    // x = 0…3, y = 0, 1, 0, 1: slope .2, residual sum of squares 1 − .2² · 5
    expect(linearCost([0, 1, 0, 1]).cost(0, 4)).toBeCloseTo(0.8, 12);
  });

  it("mean and variance: minus twice the normal log-likelihood at its peak", () => {
    expect(meanVarianceCost(values).cost(0, 3)).toBeCloseTo(3 * (Math.log(2 * Math.PI * (2 / 3)) + 1), 12);
  });

  it("poisson: rate is counts over exposure", () => {
    const cost = poissonCost([2, 4], [1, 3]).cost(0, 2);
    expect(cost).toBeCloseTo(-2 * (6 * Math.log(6 / 4) - 6), 12);
    expect(poissonCost([0, 0], [1, 1]).cost(0, 2)).toBeCloseTo(0, 12);
  });

  it("binomial: rate is failures over attempts; none and all cost nothing", () => {
    expect(binomialCost([1, 3], [10, 10]).cost(0, 2)).toBeCloseTo(-2 * (4 * Math.log(0.2) + 16 * Math.log(0.8)), 12);
    expect(binomialCost([5, 5], [5, 5]).cost(0, 2)).toBeCloseTo(0, 12);
  });

  it("beta-binomial: within a hundredth of a search over all rates", () => {
    const [failures, attempts] = [
      [2, 0, 5, 1, 3],
      [20, 15, 30, 22, 18],
    ];
    let best = -Infinity;
    for (let rate = 0.001; rate < 0.6; rate += 0.0005) {
      best = Math.max(
        best,
        failures.reduce((sum, f, i) => sum + logBetaBinomial(f, attempts[i] as number, rate, 0.05), 0),
      );
    }
    expect(betaBinomialCost(failures, attempts, 0.05).cost(0, 5)).toBeCloseTo(-2 * best, 2);
  });
});
