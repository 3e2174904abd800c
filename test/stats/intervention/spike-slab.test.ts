import { describe, expect, it } from "vitest";
import { drawLevel, whitenedInformation } from "../../../src/stats/intervention/kalman-level.js";
import { seededRandom } from "../../../src/stats/random/random.js";
import { drawCoefficients, spikeSlabPrior } from "../../../src/stats/intervention/spike-slab.js";

const random = seededRandom(4);
const n = 80;
const design = [
  new Float64Array(n).fill(1),
  ...Array.from({ length: 5 }, () => Float64Array.from({ length: n }, () => random.normal())),
];
const y = Float64Array.from(
  { length: n },
  (_, t) => 2 * ((design[2] as Float64Array)[t] as number) + 0.5 * random.normal(),
);

describe("spike and slab", () => {
  it("spends the expected size evenly, and leaves out a column of zeros", () => {
    expect(spikeSlabPrior(design, 3).inclusion).toEqual(new Array(6).fill(0.5));
    expect(spikeSlabPrior(design.slice(0, 2), 3).inclusion).toEqual([1, 1]);
    expect(spikeSlabPrior([...design, new Float64Array(n)], 3).inclusion[6]).toBe(0);
  });

  it("finds the one control that matters", () => {
    const prior = spikeSlabPrior(design, 3);
    const information = whitenedInformation(y, design, { start: 0, startVariance: 1e-9, noise: 0.25, walk: 0 });
    const included = new Array<boolean>(6).fill(true);
    const counts = new Array<number>(6).fill(0);
    let sum = 0;
    for (let k = 0; k < 400; k++) {
      const beta = drawCoefficients(included, prior, information, 0.25, random);
      included.forEach((isIn, i) => {
        if (isIn) counts[i] = (counts[i] as number) + 1;
      });
      sum += beta[2] as number;
    }
    expect(counts[2]).toBe(400);
    expect(sum / 400).toBeCloseTo(2, 0);
    expect(Math.max(...counts.filter((_, i) => i !== 2))).toBeLessThan(150);
  });
});

describe("the level", () => {
  it("whitens like generalised least squares", () => {
    const model = { start: 0, startVariance: 1, noise: 0.5, walk: 0.2 };
    const three = Float64Array.from([1, 3, 2]);
    const { xtx, xty } = whitenedInformation(three, [new Float64Array(3).fill(1)], model);
    // Covariance of (y1, y2, y3): 1 + .2 · (min − 1) plus .5 on the diagonal; inverse by hand.
    const v = [
      [1.5, 1, 1],
      [1, 1.7, 1.2],
      [1, 1.2, 1.9],
    ] as const;
    const det = 1.5 * (1.7 * 1.9 - 1.2 * 1.2) - (1.9 - 1.2) + (1.2 - 1.7);
    const cofactors = [
      1.7 * 1.9 - 1.44,
      -(1.9 - 1.2),
      1.2 - 1.7,
      -(1.9 - 1.2),
      1.5 * 1.9 - 1,
      -(1.8 - 1),
      1.2 - 1.7,
      -(1.8 - 1),
      1.5 * 1.7 - 1,
    ];
    expect(v[0][0]).toBe(1.5);
    expect(xtx[0]).toBeCloseTo(cofactors.reduce((sum, c) => sum + c, 0) / det, 10);
    expect(xty[0]).toBeCloseTo(cofactors.reduce((sum, c, i) => sum + c * (three[i % 3] as number), 0) / det, 10);
  });

  it("is drawn around what was observed, and walks on where nothing was", () => {
    const seen = Float64Array.from({ length: 30 }, (_, t) => (t < 20 ? 4 : NaN));
    const ends = Array.from({ length: 300 }, () =>
      drawLevel(seen, { start: 4, startVariance: 1, noise: 0.1, walk: 0.01 }, random),
    );
    const sd = (t: number): number =>
      Math.sqrt(ends.reduce((sum, path) => sum + ((path[t] as number) - 4) ** 2, 0) / ends.length);
    expect(sd(10)).toBeLessThan(0.2);
    expect(sd(29)).toBeGreaterThan(sd(19) + 0.1);
  });
});
