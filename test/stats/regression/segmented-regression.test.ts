import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { glm } from "../../../src/stats/regression/glm.js";
import { leastSquares } from "../../../src/stats/regression/glm-qr.js";
import { studentQuantile } from "../../../src/stats/distributions/distributions.js";
import { seededRandom } from "../../../src/stats/random/random.js";
import { segmentedRegression } from "../../../src/stats/regression/segmented-regression.js";
import { referenceFolder } from "../../reference-folder.js";

const FILE = referenceFolder("effects", "sicily.csv");

/** Lopez Bernal and others (2017): monthly coronary events in Sicily, smoking ban in January 2005. */
function sicily(): { y: number[]; exposure: number[]; interventionAt: number; period: number } {
  const rows = readFileSync(FILE, "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",").map(Number));
  return {
    y: rows.map((row) => row[2]!),
    exposure: rows.map((row) => row[6]!),
    interventionAt: rows.findIndex((row) => row[4] === 1),
    period: 12,
  };
}

describe("segmentedRegression on the smoking ban (R 4.6.0, converged)", () => {
  const without = !existsSync(FILE);

  it.skipIf(without)("Poisson (needs POSTMORTEM_REFERENCE)", () => {
    const fit = segmentedRegression({ ...sicily(), family: "poisson" });
    expect(fit.coefficients["intervention"]!.value).toBeCloseTo(-0.11162844256, 10);
    expect(fit.coefficients["intervention"]!.se).toBeCloseTo(0.01722478, 8);
    expect(fit.dispersion).toBe(1);
  });

  it.skipIf(without)("quasi-Poisson (needs POSTMORTEM_REFERENCE)", () => {
    const fit = segmentedRegression({ ...sicily(), family: "quasipoisson" });
    expect(fit.coefficients["intervention"]!.value).toBeCloseTo(-0.11162844256, 10);
    expect(fit.coefficients["intervention"]!.se).toBeCloseTo(0.03249594, 8);
    expect(fit.dispersion).toBeCloseTo(3.55918676, 8);
  });

  it.skipIf(without)("quasi-Poisson with two harmonics (needs POSTMORTEM_REFERENCE)", () => {
    const fit = segmentedRegression({ ...sicily(), family: "quasipoisson", harmonics: 2 });
    expect(fit.coefficients["intervention"]!.value).toBeCloseTo(-0.1220867929, 10);
    expect(fit.coefficients["intervention"]!.se).toBeCloseTo(0.0270311, 7);
    expect(fit.dispersion).toBeCloseTo(2.26218264, 8);
    expect(fit.rateRatio.value).toBeCloseTo(0.8850715, 7);
    expect(fit.rateRatio.interval[0]).toBeCloseTo(0.839401, 7);
    expect(fit.rateRatio.interval[1]).toBeCloseTo(0.933227, 7);
    expect(fit.excess.value).toBeCloseTo(-2561.074165, 5);
    expect(fit.excess.interval[1]).toBeLessThan(0);
  });
});

describe("segmentedRegression on planted effects", () => {
  const n = 200;

  it("finds a planted odds ratio in shares, with steps that had no attempts", () => {
    const random = seededRandom("binomial step");
    const exposure = Array.from({ length: n }, (_, i) => (i % 25 === 7 ? 0 : 50 + random.integer(100)));
    const y = exposure.map((attempts, i) =>
      random.binomial(attempts, 1 / (1 + Math.exp(2 - 0.002 * i - (i >= 120 ? 0.7 : 0)))),
    );
    const fit = segmentedRegression({ y, exposure, interventionAt: 120, family: "binomial" });
    expect(Math.abs(fit.coefficients["intervention"]!.value - 0.7)).toBeLessThan(
      3 * fit.coefficients["intervention"]!.se,
    );
    const truth = exposure.reduce(
      (sum, attempts, i) =>
        sum + (i < 120 ? 0 : attempts * (1 / (1 + Math.exp(1.3 - 0.002 * i)) - 1 / (1 + Math.exp(2 - 0.002 * i)))),
      0,
    );
    expect(fit.excess.interval[0]).toBeLessThan(truth);
    expect(fit.excess.interval[1]).toBeGreaterThan(truth);
  });

  it("is least squares for measurements, and leaves missing steps out", () => {
    const y = Array.from({ length: 40 }, (_, i) =>
      i === 5 ? null : 10 + 0.5 * (i + 1) + (i >= 20 ? 4 : 0) + (i % 2 ? 0.1 : -0.1),
    );
    const fit = segmentedRegression({ y, interventionAt: 20, family: "gaussian" });
    expect(fit.coefficients["intervention"]!.value).toBeCloseTo(4, 1);
    expect(Math.abs(fit.excess.value - 80)).toBeLessThan(1);
    expect(fit.fitted).toHaveLength(40);
  });

  it("keeps its intervals: 95 % of planted ratios lie inside", () => {
    let inside = 0;
    for (let run = 0; run < 200; run++) {
      const random = seededRandom(`ratio ${run}`);
      const y = Array.from({ length: 60 }, (_, i) => random.poisson(30 * (i >= 40 ? 1.3 : 1)));
      const [low, high] = segmentedRegression({ y, interventionAt: 40, family: "poisson" }).rateRatio.interval;
      if (low <= 1.3 && 1.3 <= high) inside++;
    }
    expect(inside).toBeGreaterThan(180);
    expect(inside).toBeLessThan(200);
  });

  it.each<[string, Partial<Parameters<typeof segmentedRegression>[0]>, string]>([
    ["an intervention outside", { interventionAt: 9 }, "interventionAt between 1 and 4 (y has 5 steps), got 9"],
    ["lengths that differ", { exposure: [1, 2] }, "exposure as long as y (5), got 2"],
    ["exposure 0", { exposure: [1, 1, 0, 1, 1] }, "exposure > 0, got 0 at index 2"],
    ["a negative count", { y: [1, 2, -1, 3, 4] }, "counts ≥ 0 in y, got -1 at index 2"],
    ["NaN", { y: [1, NaN, 2, 3, 4] }, "got NaN at index 1"],
    ["too few values", { y: [1, 2, 3], interventionAt: 2 }, "more observations than coefficients (3), got 3"],
    [
      "no event after",
      { y: [4, 3, 5, 0, 0] },
      "events on both sides of the intervention, got none after it; compare the two rates with rateRatio",
    ],
    [
      "all failures before",
      { y: [1, 1, 1, 0, 1], family: "binomial" },
      "events and successes on both sides of the intervention, got nothing but failures before it",
    ],
    ["an unknown family", { family: "gamma" as "poisson" }, 'got "gamma"'],
    [
      "failures above attempts",
      { family: "binomial", exposure: [5, 5, 2, 5, 5] },
      "successes ≤ trials, got 3 of 2 at index 2",
    ],
  ])("refuses %s", (_, change, message) => {
    expect(() => segmentedRegression({ y: [1, 2, 3, 4, 5], interventionAt: 3, family: "poisson", ...change })).toThrow(
      message,
    );
  });
});

describe("glm", () => {
  it("refuses columns that repeat each other", () => {
    const ones = [1, 1, 1, 1];
    expect(() => glm({ columns: [ones, ones], y: [1, 2, 3, 4], family: "gaussian" })).toThrow(
      "glm requires independent columns",
    );
  });

  it("fits an intercept to the mean of counts and of 1e12 attempts", () => {
    expect(glm({ columns: [[1, 1, 1]], y: [2, 4, 9], family: "poisson" }).fitted[0]).toBeCloseTo(5, 10);
    const huge = glm({ columns: [[1, 1]], y: [1e11, 3e11], trials: [1e12, 1e12], family: "binomial" });
    expect(huge.coefficients[0]).toBeCloseTo(Math.log(0.25), 10);
  });

  it("solves weighted least squares as the normal equations do", () => {
    const fit = leastSquares(
      [
        [1, 1, 1, 1],
        [0, 1, 2, 3],
      ],
      [1, 3, 2, 5],
      [1, 2, 1, 4],
    )!;
    // Σw = 8, Σwx = 16, Σwx² = 42, Σwy = 29, Σwxy = 70.
    expect(fit.coefficients[1]).toBeCloseTo((8 * 70 - 16 * 29) / (8 * 42 - 16 ** 2), 12);
    expect(fit.inverse[0]![0]).toBeCloseTo(42 / 80, 12);
  });
});

describe("segmentedRegression on few points", () => {
  it("takes Student's quantile with the degrees of freedom that the columns leave", () => {
    const y = [10, 12, 11, 13, 20, 22, 21, 24];
    const half = (level: number): number => {
      const { interval } = segmentedRegression({ y, interventionAt: 4, family: "gaussian", level }).excess;
      return interval[1] - interval[0];
    };
    // Eight points, level, trend and their changes: t(.975, 4) ÷ t(.75, 4).
    const parameters = Object.keys(
      segmentedRegression({ y, interventionAt: 4, family: "gaussian" }).coefficients,
    ).length;
    const expected = studentQuantile(0.975, y.length - parameters) / studentQuantile(0.75, y.length - parameters);
    expect(half(0.95) / half(0.5)).toBeCloseTo(expected, 10);
  });
});
