import { describe, expect, it } from "vitest";
import { drawLevel, whitenedInformation } from "../../../src/stats/intervention/kalman-level.js";
import type { Random } from "../../../src/stats/random/random.js";

const model = { start: 0, startVariance: 1, noise: 1, walk: 5 };

/** A generator that gives the mean asked for, and keeps what was asked. */
function means(): { random: Random; asked: [number, number][] } {
  const asked: [number, number][] = [];
  const normal = (mean: number, deviation: number): number => {
    asked.push([mean, deviation]);
    return mean;
  };
  return { random: { normal } as unknown as Random, asked };
}

describe("a level with known variances", () => {
  it("walks from the second point on, not before the first", () => {
    const { random, asked } = means();
    // Half of the way to the first value; after one step of the walk 5.5/6.5 of the way to the second.
    drawLevel(Float64Array.of(2), model, random);
    expect(asked).toEqual([[1, Math.sqrt(0.5)]]);
    const path = drawLevel(Float64Array.of(2, 14), model, means().random);
    const last = 1 + (5.5 / 6.5) * 13;
    expect(path[1]).toBeCloseTo(last, 12);
    expect(path[0]).toBeCloseTo(1 + (0.5 / 5.5) * (last - 1), 12);
  });

  it("walks on where a value is missing", () => {
    const { random, asked } = means();
    drawLevel(Float64Array.of(2, Number.NaN), model, random);
    expect(asked[0]?.[0]).toBe(1);
    expect(asked[0]?.[1]).toBeCloseTo(Math.sqrt(5.5), 12);
  });

  it("whitens a constant column to its information", () => {
    // The innovations of a column of ones are 1 and ½ with variances 2 and 6.5; those of y are 2 and 13.
    const { xtx, xty } = whitenedInformation(Float64Array.of(2, 14), [Float64Array.of(1, 1)], model);
    expect(xtx[0]).toBeCloseTo(1 / 2 + 0.25 / 6.5, 12);
    expect(xty[0]).toBeCloseTo(2 / 2 + (0.5 * 13) / 6.5, 12);
  });
});
