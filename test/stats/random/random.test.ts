import { describe, expect, it } from "vitest";
import { seededRandom, type Random } from "../../../src/stats/random/random.js";

const N = 60_000;

/** Mean and variance of N draws. */
function moments(draw: () => number): [number, number] {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < N; i++) {
    const x = draw();
    sum += x;
    squares += x * x;
  }
  return [sum / N, squares / N - (sum / N) ** 2];
}

describe("seededRandom", () => {
  it("repeats itself for one seed and differs for another, also between a number and its text", () => {
    const five = (random: Random): number[] => Array.from({ length: 5 }, () => random.next());
    expect(five(seededRandom(7))).toEqual(five(seededRandom(7)));
    expect(five(seededRandom(7))).not.toEqual(five(seededRandom(8)));
    expect(five(seededRandom(7))).not.toEqual(five(seededRandom("7")));
  });

  it("keeps the stream that committed data depend on", () => {
    const random = seededRandom(13002);
    expect([random.next(), random.normal(), random.binomial(1000, 0.3), random.poisson(50)]).toMatchInlineSnapshot(`
      [
        0.7454652839717121,
        -0.4545509157086401,
        300,
        59,
      ]
    `);
  });

  it("forks by label only, whatever was drawn before", () => {
    const fresh = seededRandom(1);
    const used = seededRandom(1);
    for (let i = 0; i < 100; i++) used.normal();
    expect(used.fork("a").next()).toBe(fresh.fork("a").next());
    expect(fresh.fork("a").next()).not.toBe(fresh.fork("b").next());
    expect(fresh.fork("a").fork("b").next()).not.toBe(fresh.fork("b").fork("a").next());
  });

  it.each<[string, (random: Random) => number, number, number]>([
    ["uniform", (r) => r.next(), 1 / 2, 1 / 12],
    ["normal", (r) => r.normal(3, 2), 3, 4],
    ["gamma below 1", (r) => r.gamma(0.3), 0.3, 0.3],
    ["gamma above 1", (r) => r.gamma(5, 2), 10, 20],
    ["beta", (r) => r.beta(2, 3), 0.4, 0.04],
    ["beta of tiny shapes", (r) => r.beta(0.01, 0.02), 1 / 3, 2 / 9 / 1.03],
    ["binomial, few", (r) => r.binomial(20, 0.3), 6, 4.2],
    ["binomial, many", (r) => r.binomial(1000, 0.3), 300, 210],
    ["binomial, p above ½", (r) => r.binomial(50, 0.9), 45, 4.5],
    ["poisson, few", (r) => r.poisson(4), 4, 4],
    ["poisson, many", (r) => r.poisson(80), 80, 80],
    ["exponential", (r) => r.exponential(2), 2, 4],
    ["integer", (r) => r.integer(6), 2.5, 35 / 12],
  ])("%s has its mean and variance", (name, draw, mean, variance) => {
    const random = seededRandom(name);
    const got = moments(() => draw(random));
    expect(Math.abs(got[0] - mean)).toBeLessThan(4.5 * Math.sqrt(variance / N));
    expect(Math.abs(got[1] / variance - 1)).toBeLessThan(0.06);
  });

  it("draws the exact binomial distribution on both sides of the method's switch", () => {
    for (const [n, p] of [
      [40, 0.24],
      [40, 0.26],
    ] as const) {
      const random = seededRandom(`${n} ${p}`);
      const counts = new Array<number>(n + 1).fill(0);
      for (let i = 0; i < N; i++) counts[random.binomial(n, p)]!++;
      let mass = (1 - p) ** n;
      let chiSquared = 0;
      for (let k = 0; k <= 25; k++) {
        if (N * mass > 5) chiSquared += (counts[k]! - N * mass) ** 2 / (N * mass);
        mass *= ((n - k) / (k + 1)) * (p / (1 - p));
      }
      // About 21 cells: the 99.99 % point of chi-squared is near 53.
      expect(chiSquared).toBeLessThan(53);
    }
  });

  it("draws from 1e12 trials", () => {
    const random = seededRandom("large");
    const [mean, variance] = moments(() => (random.binomial(1e12, 0.2) - 2e11) / 4e5);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });

  it("refuses what it cannot draw from", () => {
    const random = seededRandom(1);
    expect(() => seededRandom(NaN)).toThrow("seededRandom requires a finite number or a text as seed, got NaN");
    expect(() => random.binomial(2.5, 0.1)).toThrow("binomial requires a whole number of trials ≥ 0, got 2.5");
    expect(() => random.binomial(2, 1.5)).toThrow(RangeError);
    expect(() => random.gamma(0)).toThrow(RangeError);
    expect(() => random.poisson(-1)).toThrow(RangeError);
  });
});
