import { describe, expect, it } from "vitest";
import { betweenBinDispersion, logBetaBinomial } from "../../../src/stats/rates/posterior-beta-binomial.js";
import { seededRandom } from "../../../src/stats/random/random.js";

describe("logBetaBinomial", () => {
  it("sums to one over all failures, binomial coefficient added", () => {
    const n = 12;
    let coefficient = 1;
    let total = 0;
    for (let f = 0; f <= n; f++) {
      total += coefficient * Math.exp(logBetaBinomial(f, n, 0.3, 0.1));
      coefficient *= (n - f) / (f + 1);
    }
    expect(total).toBeCloseTo(1, 10);
  });

  it("is the binomial without dispersion and close to it with hardly any", () => {
    const binomial = 4 * Math.log(0.2) + 16 * Math.log(0.8);
    expect(logBetaBinomial(4, 20, 0.2, 0)).toBeCloseTo(binomial, 12);
    expect(logBetaBinomial(4, 20, 0.2, 2e-6)).toBeCloseTo(binomial, 3);
  });

  it("says nothing of bins in which nothing was tried", () => {
    expect(logBetaBinomial(0, 0, 0.2, 0.05)).toBe(0);
  });

  it("stays finite at 1e12 attempts", () => {
    expect(Number.isFinite(logBetaBinomial(2.5e11, 1e12, 0.25, 0.01))).toBe(true);
  });
});

describe("betweenBinDispersion", () => {
  const counts = (rho: number, seed: number): { failures: number[]; attempts: number[]; rates: number[] } => {
    const random = seededRandom(seed);
    const attempts = Array.from({ length: 3000 }, () => random.poisson(80));
    const failures = attempts.map((n) =>
      random.binomial(n, rho > 0 ? random.beta((0.05 * (1 - rho)) / rho, (0.95 * (1 - rho)) / rho) : 0.05),
    );
    return { failures, attempts, rates: attempts.map(() => 0.05) };
  };

  it.each([
    [0.01, 1],
    [0.03, 2],
    [0.1, 3],
  ])("recovers a planted %f", (rho, seed) => {
    const { failures, attempts, rates } = counts(rho, seed);
    const found = betweenBinDispersion(failures, attempts, rates, () => true);
    expect(found / rho).toBeGreaterThan(0.75);
    expect(found / rho).toBeLessThan(1.3);
  });

  it("finds next to none in binomial counts", () => {
    const { failures, attempts, rates } = counts(0, 4);
    expect(betweenBinDispersion(failures, attempts, rates, () => true)).toBeLessThan(1e-3);
  });
});
