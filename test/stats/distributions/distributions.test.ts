import { describe, expect, it } from "vitest";
import {
  betaQuantile,
  betaTails,
  chiSquaredTails,
  fTails,
  gammaQuantile,
  gammaTails,
  logGamma,
  normalCdf,
  normalQuantile,
  rootOf,
  studentCdf,
  studentQuantile,
} from "../../../src/stats/distributions/distributions.js";

/** Relative agreement; the expected values were computed with mpmath at 40 digits unless said otherwise. */
function close(got: number, want: number, relative = 1e-11): void {
  expect(Math.abs(got / want - 1), `got ${got}, expected ${want}`).toBeLessThan(relative);
}

describe("normal", () => {
  it.each([
    [-37.5, 4.605353009581955e-308],
    [-20, 2.7536241186062337e-89],
    [-8.3, 5.205569744890254e-17],
    [-3, 0.0013498980316300946],
    [-2.5, 0.006209665325776135],
    [-2.4, 0.008197535924596131],
    [-1, 0.15865525393145705],
    [-0.1, 0.460172162722971],
    [0, 0.5],
    [0.3, 0.6179114221889527],
    [1.96, 0.9750021048517795],
    [2.4999, 0.9937885816250555],
    [4, 0.9999683287581669],
  ])("P(Z ≤ %d) = %d", (z, lower) => {
    close(normalCdf(z), lower);
    expect(Math.abs(normalCdf(-z) - (1 - lower))).toBeLessThan(3e-16);
  });

  it("inverts itself into the far tail", () => {
    for (const p of [1e-300, 1e-20, 1e-8, 0.001, 0.025, 0.3, 0.4999]) close(normalCdf(normalQuantile(p)), p, 1e-12);
    expect(normalQuantile(0.975)).toBeCloseTo(1.9599639845400545, 14);
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
  });

  it("refuses what is not a probability", () => {
    expect(() => normalQuantile(1.2)).toThrow("normalQuantile requires a probability in 0…1, got 1.2");
    expect(() => normalQuantile(NaN)).toThrow(RangeError);
  });
});

describe("beta", () => {
  it.each([
    [0.1, 0.5, 0.5, 0.20483276469913345, 0.7951672353008665],
    [0.5, 2, 3, 0.6875, 0.3125],
    [0.999, 2, 3, 0.999999996003, 3.997000000000011e-9],
    [1e-9, 0.01, 4, 0.8278138274592216, 0.17218617254077836],
    [0.3, 400, 800, 0.006432709505322006, 0.993567290494678],
    [0.25, 400, 800, 5.637392723024253e-11, 0.9999999999436261],
    [0.4, 400, 800, 0.9999990891417843, 9.108582157500528e-7],
    [0.02, 3, 200, 0.7706531762613908, 0.2293468237386092],
    [0.5, 0.001, 0.002, 0.6666672128812938, 0.3333327871187062],
    [0.9999, 0.001, 50, 1.0, 0.0],
  ])("tails at %d of Beta(%d, %d)", (x, a, b, lower, upper) => {
    const tails = betaTails(x, a, b);
    close(tails[0], lower);
    if (upper > 0) close(tails[1], upper);
    if (lower < 0.9) close(betaQuantile(lower, a, b), x, 1e-8);
  });

  it("stays exact for 1e12 trials", () => {
    close(betaQuantile(0.025, 5e11, 5e11), 0.5 - (1.959963984540054 * 0.5) / 1e6, 1e-12);
    close(betaQuantile(0.025, 1, 1e12), -Math.log1p(-0.025) / 1e12, 1e-11);
  });

  it("puts the quantiles of extreme shapes at the ends", () => {
    expect(betaQuantile(0.025, 1e-8, 5)).toBeLessThan(1e-300);
    expect(betaQuantile(0.975, 5, 1e-8)).toBe(1);
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
  });

  it("refuses shapes that are not positive", () => {
    expect(() => betaTails(0.5, 0, 1)).toThrow("betaTails requires a and b > 0, got 0 and 1");
    expect(() => betaQuantile(0.5, 1, NaN)).toThrow(RangeError);
  });
});

describe("gamma and chi-squared", () => {
  it.each([
    [0.1, 0.5, 0.345279153981423, 0.654720846018577],
    [3, 2, 0.8008517265285442, 0.19914827347145578],
    [50, 2, 1.0, 9.83662422461598e-21],
    [1e-5, 0.01, 0.8963367982671973, 0.1036632017328028],
    [900, 1000, 0.0005499022657117829, 0.9994500977342882],
    [1000, 1000, 0.5042052441802155, 0.4957947558197845],
    [1200, 1000, 0.9999999987118394, 1.2881606086281433e-9],
    [30, 0.001, 1.0, 3.033689506589931e-18],
  ])("tails at %d of Gamma(%d)", (x, shape, lower, upper) => {
    const tails = gammaTails(x, shape);
    if (lower > 0) close(tails[0], lower);
    if (upper > 0) close(tails[1], upper);
    if (lower < 0.95) close(gammaQuantile(lower, shape), x, 1e-9);
  });

  it("gives the chi-squared tail of SciPy", () => {
    close(chiSquaredTails(30, 4)[1], 4.894437128029217e-6);
    close(gammaQuantile(0.9, 3.3), 5.7358988332787435, 1e-10);
  });
});

describe("Student and F", () => {
  it.each([
    [-0.5, 1, 0.35241638234956674],
    [-12, 3, 0.0006225079003946683],
    [-2, 20, 0.029632767723285238],
    [-40, 7.5, 2.5595283818548954e-10],
    [-1e-5, 4, 0.4999962500000001],
    [-3, 100000.0, 0.0013502304420323595],
    [-100000000.0, 0.5, 3.207009754142229e-5],
    [-6, 300, 2.8382195461795766e-9],
  ])("P(T ≤ %d) with %d degrees of freedom", (t, df, lower) => {
    close(studentCdf(t, df), lower);
    close(studentQuantile(lower, df), t, 1e-10);
    close(1 - studentCdf(-t, df), lower, 1e-5 + 1e-15 / lower);
  });

  it("agrees with SciPy and the normal limit", () => {
    close(studentQuantile(0.975, 4), 2.7764451051977987);
    close(fTails(3.2, 4, 17)[1], 0.03940257036466549, 1e-10);
    expect(studentCdf(-1.5, Infinity)).toBe(normalCdf(-1.5));
  });

  it("reaches to both ends, and no further", () => {
    expect([0, 0.5, 1].map((p) => studentQuantile(p, 7))).toEqual([-Infinity, 0, Infinity]);
    for (const p of [-1e-9, 1 + 1e-9, Number.NaN])
      expect(() => studentQuantile(p, 7)).toThrow(`studentQuantile requires a probability in 0…1, got ${p}`);
  });

  it("refuses degrees of freedom that are not positive", () => {
    expect(() => studentCdf(1, 0)).toThrow("studentCdf requires degrees of freedom > 0, got 0");
  });
});

describe("logGamma", () => {
  it.each([
    [1e-10, 23.025850929882736],
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [1.000001, -5.772148423874147e-7],
    [2.5, 0.2846828704729192],
    [7, 6.579251212010101],
    [14.9, 24.924132002217277],
    [15.1, 25.458999750992664],
    [300, 1409.2020674704117],
    [100000000.0, 1742068066.1038346],
  ])("ln Γ(%d)", (x, want) => {
    expect(Math.abs(logGamma(x) - want)).toBeLessThan(2e-15 * Math.max(1, Math.abs(want)));
  });
});

describe("rootOf", () => {
  it("finds a simple and a flat zero", () => {
    expect(rootOf((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 14);
    expect(rootOf((x) => (x - 1) ** 5, 0, 3, 1e-6)).toBeCloseTo(1, 2);
  });

  it("says what is missing", () => {
    expect(() => rootOf((x) => x, 1, 2)).toThrow("rootOf requires a sign change on [1, 2], got 1 and 2");
  });
});
