import { describe, expect, it } from "vitest";
import { autocorrelatedRegression } from "../../../src/stats/regression/autocorrelated-regression.js";
import { whitenedFit } from "../../../src/stats/regression/autocorrelation.js";
import { type Random, seededRandom } from "../../../src/stats/random/random.js";

/** Errors of first-order autocorrelation with unit innovations. */
function errors(random: Random, n: number, rho: number): number[] {
  let now = random.normal() / Math.sqrt(1 - rho * rho);
  return Array.from({ length: n }, () => {
    const value = now;
    now = rho * now + random.normal();
    return value;
  });
}

function stepDesign(n: number): number[][] {
  return [
    Array.from({ length: n }, () => 1),
    Array.from({ length: n }, (_, i) => (i >= n / 2 ? 1 : 0)),
    Array.from({ length: n }, (_, i) => i / n),
  ];
}

describe("autocorrelatedRegression", () => {
  it("recovers a planted step and correlation, with gaps", () => {
    const random = seededRandom("planted step");
    const columns = stepDesign(600);
    const y = errors(random, 600, 0.6).map((e, i) => (i % 50 === 3 ? null : 5 + 8 * columns[1]![i]! + e));
    const fit = autocorrelatedRegression({ y, columns });
    expect(Math.abs(fit.rho - 0.6)).toBeLessThan(0.1);
    expect(fit.sigma).toBeCloseTo(1, 1);
    const step = fit.coefficients[1]!;
    expect(step.estimate.interval[0]).toBeLessThan(8);
    expect(step.estimate.interval[1]).toBeGreaterThan(8);
    expect(step.p).toBeLessThan(1e-6);
    expect(fit.observations).toBe(588);
  });

  it("finds steps that are not there about as often as it says (correlation .8, 120 steps)", () => {
    const columns = stepDesign(120);
    const random = seededRandom("size");
    let rejected = 0;
    for (let run = 0; run < 100; run++) {
      if (autocorrelatedRegression({ y: errors(random, 120, 0.8), columns }).coefficients[1]!.p < 0.05) rejected++;
    }
    // 100 runs at 5 %: 5 expected, 13 is beyond three standard errors; plain least squares rejects nearly half.
    expect(rejected).toBeLessThan(13);
    expect(rejected).toBeGreaterThan(1);
  });

  it("is ordinary least squares at correlation 0", () => {
    const fit = whitenedFit(
      [
        [1, 1, 1, 1],
        [0, 1, 2, 3],
      ],
      [1, 3, 2, 5],
      [0, 1, 2, 3],
      0,
    )!;
    expect(fit.coefficients[1]).toBeCloseTo(1.1, 12);
    expect(fit.logDeterminant).toBeCloseTo(0, 12);
  });

  it("takes a gap as the correlation to its power", () => {
    // Two neighbours two steps apart at rho have the likelihood of two neighbours at rho².
    const gap = whitenedFit([[1, 1]], [1, 4], [0, 2], 0.5)!;
    const next = whitenedFit([[1, 1]], [1, 4], [0, 1], 0.25)!;
    expect(gap.coefficients[0]).toBeCloseTo(next.coefficients[0]!, 12);
    expect(gap.rss / (1 - 0.25)).toBeCloseTo(next.rss / (1 - 0.0625), 12);
  });

  it("refuses what it cannot fit", () => {
    const columns = stepDesign(10);
    expect(() => autocorrelatedRegression({ y: [1, 2], columns })).toThrow(
      "columns as long as y (2), got 10 in column 0",
    );
    expect(() => autocorrelatedRegression({ y: Array.from({ length: 10 }, () => NaN), columns })).toThrow(
      "finite values or null in y, got NaN at index 0",
    );
    expect(() => autocorrelatedRegression({ y: Array.from({ length: 10 }, () => 3), columns })).toThrow(
      "values that vary around the fit",
    );
    expect(() => autocorrelatedRegression({ y: [1, 2, 3, null, null, null, null, null, null, null], columns })).toThrow(
      "at least 6 values for 3 columns, got 3",
    );
    expect(() =>
      autocorrelatedRegression({ y: errors(seededRandom(1), 10, 0), columns: [columns[0]!, columns[0]!] }),
    ).toThrow("independent columns");
  });
});
