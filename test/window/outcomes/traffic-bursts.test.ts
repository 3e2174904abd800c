import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import type { OutageWindow } from "../../../src/window/outage.js";
import { outageWindows } from "../../../src/window/outage-window.js";
import { trafficBursts, withBursts } from "../../../src/window/outcomes/traffic-bursts.js";

const HOURS = 30;
const LENGTH = 60 * HOURS;
/** A batch runs for five minutes at these minutes, at no fixed distance. */
const BATCHES = [70, 190, 350, 590, 601, 950, 1130, 1490, 1610, 1720];

/** 1,500 attempts a minute, three in a thousand failing; a batch adds 6,000, of which so many fail. */
function series(batches: readonly number[], failing: number, outage?: readonly [number, number, number]) {
  const random = seededRandom(7);
  const failures: number[] = [];
  const attempts: number[] = [];
  for (let t = 0; t < LENGTH; t += 1) {
    const usual = 1500 + Math.round(400 * Math.sin((2 * Math.PI * t) / 1440) + 40 * (random.next() - 0.5));
    const added = batches.some((at) => t >= at && t < at + 5) ? 6000 : 0;
    const hit = outage && t >= outage[0] && t < outage[1] ? outage[2] : 0;
    failures.push(random.binomial(usual, 0.003 + hit) + random.binomial(added, failing + hit));
    attempts.push(usual + added);
  }
  return { failures, attempts };
}

describe("bursts of attempts", () => {
  it("that fail more often each time they come are no outages", () => {
    expect(outageWindows(series(BATCHES, 0.015))).toEqual([]);
  });

  it("hide none: beside them, nor in one of them", () => {
    for (const [onset, recovery, more] of [
      [1300, 1340, 0.03],
      [940, 970, 0.05],
    ] as const) {
      const found = outageWindows(series(BATCHES, 0.015, [onset, recovery, more]));
      expect(found).toHaveLength(1);
      expect(Math.abs((found[0] as OutageWindow).onset - onset)).toBeLessThanOrEqual(1);
      expect(Math.abs((found[0] as OutageWindow).recovery - recovery)).toBeLessThanOrEqual(1);
    }
  });

  it("of an outage's own retries are no batch: they come once, close together, or fail as nothing ordinary does", () => {
    const { attempts } = series([], 0);
    const burst = (at: readonly number[]): number[] =>
      attempts.map((n, t) => (at.some((from) => t >= from && t < from + 5) ? 4 * n : n));
    expect(trafficBursts(Float64Array.from(burst([500, 520, 540, 560, 580])))).toBeUndefined();
    expect(trafficBursts(Float64Array.from(burst([500, 900, 1500])))).toBeUndefined();
    const spread = Float64Array.from(burst([200, 500, 900, 1500]));
    const bursts = trafficBursts(spread);
    expect(bursts?.bursts).toEqual([200, 500, 900, 1500].map((from) => ({ from, to: from + 5 })));
    const rates = new Float64Array(LENGTH).fill(0.003);
    const failing = (share: number): Float64Array => spread.map((n) => Math.round(n * (n > 4000 ? share : 0.003)));
    expect(withBursts(bursts, failing(0.5), spread, rates)).toEqual(rates);
    expect(withBursts(bursts, failing(0.003), spread, rates)).toEqual(rates);
    const mixed = withBursts(bursts, failing(0.02), spread, rates);
    expect(mixed[100]).toBe(0.003);
    expect(mixed[202]).toBeCloseTo(0.02, 3);
  });

  it("are as bad as an outage only because of it where most of them do not fail", () => {
    const { attempts } = series([200, 500, 800, 1100, 1400, 1700], 0);
    const bursts = trafficBursts(Float64Array.from(attempts));
    const rates = new Float64Array(LENGTH).fill(0.003);
    const hit = (from: number): Float64Array =>
      Float64Array.from(attempts, (n, t) => (n > 4000 ? (t >= from ? n / 10 : 0) : Math.round(n * 0.003)));
    expect(bursts?.bursts).toHaveLength(6);
    expect(withBursts(bursts, hit(1000), Float64Array.from(attempts), rates)).toEqual(rates);
    expect(withBursts(bursts, hit(400), Float64Array.from(attempts), rates)[502]).toBeGreaterThan(0.05);
  });

  it("are not read in a series too short to tell what is usual", () => {
    expect(trafficBursts(new Float64Array(127).fill(10))).toBeUndefined();
  });
});
