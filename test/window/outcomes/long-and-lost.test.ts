import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import { outageWindows } from "../../../src/window/outage-window.js";

function drawn(
  name: string,
  [length, tried]: readonly [number, number],
  rate: (t: number) => number,
  isLost: (t: number) => boolean = () => false,
): { failures: number[]; attempts: number[] } {
  const random = seededRandom(name);
  const attempts = Array.from({ length }, (_, t) => (isLost(t) ? 0 : tried));
  return { attempts, failures: attempts.map((n, t) => (n > 0 ? random.binomial(n, rate(t)) : 0)) };
}

const ends = (counts: ReturnType<typeof drawn>): number[][] =>
  outageWindows(counts).map(({ onset, recovery }) => [onset, recovery]);

describe("outages that a baseline may hide", () => {
  it("are found where a long partial recovery fills much of the series", () => {
    const rate = (t: number): number => (t >= 900 && t < 1500 ? 0.3 : t >= 1500 && t < 2250 ? 0.05 : 0.005);
    expect(ends(drawn("long partial", [3000, 400], rate))).toEqual([[900, 2250]]);
  });

  it("are found in two hours of few rows, each at a level of its own", () => {
    const rate = (t: number): number => (t === 47 ? 0.3 : t === 48 ? 0.07 : 0.013);
    expect(ends(drawn("few rows", [60, 3000], rate))).toEqual([[47, 49]]);
  });

  it("are none where a rise beside a daily course lasts to the end of the data", () => {
    const rate = (t: number): number =>
      0.007 * (1 + 0.4 * Math.cos((2 * Math.PI * (t - 900)) / 1440)) * (t >= 2170 ? 3.2 : 1);
    expect(ends(drawn("release in a season", [3700, 600], rate))).toEqual([]);
  });

  it("may end anywhere in a lost log", () => {
    const rate = (t: number): number => (t >= 500 && t < 830 ? 0.3 : 0.004);
    const [found] = outageWindows(drawn("lost end", [1400, 200], rate, (t) => t >= 620 && t < 1000));
    const [low, high] = found?.recoveryInterval ?? [0, 0];
    expect(low).toBeLessThan(700);
    expect(high).toBe(1000);
  });
});
