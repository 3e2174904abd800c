import { describe, expect, it } from "vitest";
import { proportion } from "../../../src/stats/rates/proportion.js";

function limits(
  failures: number,
  attempts: number,
  method: "wilson" | "clopper-pearson" | "jeffreys" | "agresti-coull" = "wilson",
): readonly [number, number] {
  return proportion(failures, attempts, { method }).interval;
}

describe("proportion", () => {
  it.each([
    // R 4.6.0: prop.test(correct = FALSE), binom.test
    [18, 20, "wilson", 0.6989663547715128, 0.972133518786232],
    [0, 30, "wilson", 0, 0.11351339317396837],
    [18, 20, "clopper-pearson", 0.6830172859809176, 0.9876514728297052],
    [4, 200, "clopper-pearson", 0.005475565879556443, 0.05041360908989634],
    [0, 30, "clopper-pearson", 0, 0.11570330822202771],
    // SciPy: beta.ppf(.025, 4.5, 196.5) and the other end
    [4, 200, "jeffreys", 0.006787598800080364, 0.046846566966842355],
  ] as const)("%d of %d by %s", (failures, attempts, method, low, high) => {
    const interval = limits(failures, attempts, method);
    expect(interval[0]).toBeCloseTo(low, 12);
    expect(interval[1]).toBeCloseTo(high, 12);
  });

  it("is centred where Agresti and Coull add two of each", () => {
    const [low, high] = limits(4, 200, "agresti-coull");
    const z = 1.959963984540054;
    expect((low + high) / 2).toBeCloseTo((4 + z ** 2 / 2) / (200 + z ** 2), 12);
  });

  it("mirrors failures and successes", () => {
    for (const method of ["wilson", "clopper-pearson", "jeffreys", "agresti-coull"] as const) {
      const [low, high] = limits(3, 40, method);
      const [mirrorLow, mirrorHigh] = limits(37, 40, method);
      expect([1 - mirrorHigh, 1 - mirrorLow].map((x, i) => Math.abs(x - [low, high][i]!))).toSatisfy(
        (d: number[]) => Math.max(...d) < 1e-12,
      );
    }
  });

  it("reaches the ends exactly, and only there", () => {
    for (const method of ["wilson", "clopper-pearson", "jeffreys"] as const) {
      expect(limits(0, 7, method)[0]).toBe(0);
      expect(limits(7, 7, method)[1]).toBe(1);
      expect(limits(1, 7, method)[0]).toBeGreaterThan(0);
    }
  });

  it("works on 1e12 attempts", () => {
    for (const method of ["wilson", "clopper-pearson", "jeffreys", "agresti-coull"] as const) {
      const [low, high] = limits(2.5e11, 1e12, method);
      expect((high - low) / (2 * 1.959963984540054 * Math.sqrt((0.25 * 0.75) / 1e12))).toBeCloseTo(1, 4);
    }
  });

  it("covers at least its level with Clopper and Pearson, by enumeration", () => {
    const [n, p] = [30, 0.13];
    let [covered, mass] = [0, (1 - p) ** n];
    for (let k = 0; k <= n; k++) {
      const [low, high] = limits(k, n, "clopper-pearson");
      if (low <= p && p <= high) covered += mass;
      mass *= ((n - k) / (k + 1)) * (p / (1 - p));
    }
    expect(covered).toBeGreaterThan(0.95);
    expect(covered).toBeLessThan(0.999);
  });

  it.each([
    [1, 0, "proportion requires failures ≤ attempts, got 1 of 0"],
    [0, 0, "proportion requires at least one attempt, got 0: without attempts there is no rate"],
    [5, 4, "proportion requires failures ≤ attempts, got 5 of 4"],
    [-1, 4, "proportion requires failures as a whole number ≥ 0, got -1"],
    [NaN, 4, "proportion requires failures as a whole number ≥ 0, got NaN"],
    [0.5, 4, "proportion requires failures as a whole number ≥ 0, got 0.5"],
    [1, Infinity, "proportion requires attempts as a whole number ≥ 0, got Infinity"],
    [1, 2.5, "proportion requires attempts as a whole number ≥ 0, got 2.5"],
  ])("refuses %d of %d", (failures, attempts, message) => {
    expect(() => proportion(failures, attempts)).toThrow(attempts === 0 ? RangeError : message);
  });

  it("refuses an unknown method and an impossible level", () => {
    expect(() => proportion(1, 2, { method: "wald" as "wilson" })).toThrow('got "wald"');
    expect(() => proportion(1, 2, { level: 95 })).toThrow(
      "proportion requires a confidence level between 0 and 1, got 95",
    );
  });
});
