import { describe, expect, it } from "vitest";
import { type Counts, proportionDifference } from "../../../src/stats/rates/proportion-difference.js";

describe("proportionDifference", () => {
  it.each<[Counts, Counts, number, number, number]>([
    // Newcombe (1998), table II, method 10
    [[56, 70], [48, 80], 0.2, 0.0524315, 0.3338727],
    [[9, 10], [3, 10], 0.6, 0.170523, 0.809018],
    [[0, 10], [0, 20], 0, -0.1611252, 0.2775328],
    [[10, 10], [0, 10], 1, 0.6075094, 1],
  ])("%j against %j by Newcombe", (first, second, value, low, high) => {
    const found = proportionDifference(first, second);
    expect(found.value).toBeCloseTo(value, 12);
    expect(found.interval[0]).toBeCloseTo(low, 6);
    expect(found.interval[1]).toBeCloseTo(high, 6);
  });

  it.each<[Counts, Counts, number, number]>([
    // Newcombe (1998), table II, method 6 (Miettinen–Nurminen), four digits
    [[56, 70], [48, 80], 0.0528, 0.3382],
    [[9, 10], [3, 10], 0.17, 0.8406],
    [[10, 10], [0, 10], 0.6636, 1],
  ])("%j against %j by Miettinen and Nurminen", (first, second, low, high) => {
    const { interval } = proportionDifference(first, second, { method: "miettinen-nurminen" });
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  it("changes sign when the groups change places", () => {
    for (const method of ["newcombe", "miettinen-nurminen"] as const) {
      const [low, high] = proportionDifference([3, 40], [9, 50], { method }).interval;
      const back = proportionDifference([9, 50], [3, 40], { method }).interval;
      expect(back[0]).toBeCloseTo(-high, 10);
      expect(back[1]).toBeCloseTo(-low, 10);
    }
  });

  it("holds 0 for nothing against nothing, and works on 1e12 attempts", () => {
    for (const method of ["newcombe", "miettinen-nurminen"] as const) {
      const nothing = proportionDifference([0, 10], [0, 20], { method });
      expect(nothing.interval[0]).toBeLessThan(0);
      expect(nothing.interval[1]).toBeGreaterThan(0);
      const huge = proportionDifference([2.5e11, 1e12], [1e11, 1e12], { method });
      expect(huge.interval[0]).toBeCloseTo(0.15 - 1.96 * Math.sqrt((0.1875 + 0.09) / 1e12), 8);
    }
  });

  it("refuses counts that do not fit", () => {
    expect(() => proportionDifference([1, 2], [3, 2])).toThrow(
      "proportionDifference requires failures ≤ attempts, got 3 of 2",
    );
    expect(() => proportionDifference([1, 2], [0, 0])).toThrow("at least one attempt");
    expect(() => proportionDifference([1, 2], [1, 2], { method: "wald" as "newcombe" })).toThrow('got "wald"');
  });
});
