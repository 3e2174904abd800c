import { describe, expect, it } from "vitest";
import { outageWindow, outageWindows } from "../../src/window/outage-window.js";
import { plantedOutcomes } from "./planted-outcomes.js";
import type { PlantedOutage } from "./planted-outcomes.js";

const outage: PlantedOutage = { onset: 500, onsetRamp: 10, recovery: 600, recoveryRamp: 10 };
const holds = ([low, high]: readonly [number, number], at: number): boolean => low <= at && at <= high;

describe("outageWindow on failures and attempts", () => {
  it("covers planted onsets and recoveries of ramped, over-dispersed outages about as often as it says, in narrow intervals", () => {
    let [covered, width] = [0, 0];
    const replicates = 8;
    for (let seed = 0; seed < replicates; seed++) {
      const ramp = [0, 5, 10, 20][seed % 4] as number;
      const planted = plantedOutcomes({
        seed,
        bins: 900,
        attempts: 60,
        baseline: 0.002 + 0.001 * seed,
        level: 0.15 + 0.03 * seed,
        dispersion: [0, 0.01, 0.05][seed % 3],
        outages: [{ ...outage, onsetRamp: ramp, recoveryRamp: ramp }],
      });
      const found = outageWindow(planted);
      covered +=
        (found && holds(found.onsetInterval, 500) ? 1 : 0) + (found && holds(found.recoveryInterval, 600) ? 1 : 0);
      width += found
        ? found.onsetInterval[1] - found.onsetInterval[0] + found.recoveryInterval[1] - found.recoveryInterval[0]
        : Infinity;
    }
    expect(covered).toBeGreaterThanOrEqual(13);
    expect(width / (2 * replicates)).toBeLessThan(9);
  });

  it("is one bin wide where the signal leaves no doubt", () => {
    const planted = plantedOutcomes({
      seed: 1,
      bins: 700,
      attempts: 5000,
      baseline: 0.005,
      level: 0.3,
      outages: [{ onset: 300, onsetRamp: 0, recovery: 380, recoveryRamp: 0 }],
    });
    const found = outageWindow(planted);
    expect(found?.onset).toBe(300);
    expect(found?.onsetInterval).toEqual([300, 301]);
    expect(found?.recovery).toBe(380);
    expect(found?.recoveryInterval).toEqual([379, 380]);
    expect(found?.shape).toEqual({ onsetRamp: 0, recoveryRamp: 0 });
  });

  it("reads ramp lengths and the start of the final fall", () => {
    const planted = plantedOutcomes({
      seed: 2,
      bins: 700,
      attempts: 2000,
      baseline: 0.005,
      level: 0.3,
      outages: [{ onset: 300, onsetRamp: 20, recovery: 400, recoveryRamp: 15 }],
    });
    const found = outageWindow(planted);
    expect(found?.shape.onsetRamp).toBeGreaterThan(17);
    expect(found?.shape.onsetRamp).toBeLessThan(23);
    expect(Math.abs((found?.recoveryStart as number) - 385)).toBeLessThanOrEqual(3);
    expect(holds(found?.recoveryStartInterval as [number, number], 385)).toBe(true);
  });

  it("keeps a partial recovery inside one window", () => {
    const first = plantedOutcomes({
      seed: 3,
      bins: 900,
      attempts: 150,
      baseline: 0.004,
      level: 0.4,
      outages: [{ onset: 400, onsetRamp: 5, recovery: 460, recoveryRamp: 0 }],
    });
    const second = plantedOutcomes({
      seed: 4,
      bins: 900,
      attempts: 150,
      baseline: 0.004,
      level: 0.12,
      outages: [{ onset: 460, onsetRamp: 0, recovery: 520, recoveryRamp: 5 }],
    });
    const merged = {
      failures: first.failures.map((f, i) => (i < 460 ? f : (second.failures[i] as number))),
      attempts: first.attempts.map((n, i) => (i < 460 ? n : (second.attempts[i] as number))),
    };
    const found = outageWindows(merged);
    expect(found).toHaveLength(1);
    expect(holds(found[0]?.onsetInterval as [number, number], 400)).toBe(true);
    expect(holds(found[0]?.recoveryInterval as [number, number], 520)).toBe(true);
    expect(found[0]?.recoveryStart).toBeGreaterThan(505);
  });

  it("tells two outages apart and picks the one a hint points at", () => {
    const planted = plantedOutcomes({
      seed: 5,
      bins: 1200,
      attempts: 100,
      baseline: 0.005,
      level: 0.25,
      outages: [outage, { onset: 800, onsetRamp: 5, recovery: 860, recoveryRamp: 5 }],
    });
    expect(outageWindows(planted)).toHaveLength(2);
    expect(Math.abs((outageWindow(planted, { hint: 830 })?.onset as number) - 800)).toBeLessThanOrEqual(3);
    expect(Math.abs((outageWindow(planted)?.onset as number) - 500)).toBeLessThanOrEqual(3);
    expect(outageWindow(planted, { hint: 100 })).toBeUndefined();
  });

  it("takes a hint for evidence: a rise that is too small by itself", () => {
    const planted = plantedOutcomes({
      seed: 12,
      bins: 900,
      attempts: 60,
      baseline: 0.005,
      level: 0.035,
      outages: [{ onset: 500, onsetRamp: 0, recovery: 503, recoveryRamp: 0 }],
    });
    expect(outageWindow(planted)).toBeUndefined();
    const found = outageWindow(planted, { hint: 501 });
    expect(found?.onset).toBeGreaterThan(495);
    expect(found?.recovery).toBeLessThan(508);
  });

  it("bridges bins without attempts", () => {
    const gap = (t: number): boolean => (t >= 495 && t < 503) || t % 9 === 0;
    let inside = 0;
    for (let seed = 6; seed < 12; seed++) {
      const planted = plantedOutcomes({
        seed,
        bins: 900,
        attempts: 100,
        baseline: 0.005,
        level: 0.25,
        outages: [outage],
      });
      const found = outageWindow({
        failures: planted.failures.map((f, t) => (gap(t) ? 0 : f)),
        attempts: planted.attempts.map((n, t) => (gap(t) ? 0 : n)),
      });
      inside += holds(found?.onsetInterval as [number, number], 500) ? 1 : 0;
      inside += holds(found?.recoveryInterval as [number, number], 600) ? 1 : 0;
    }
    expect(inside).toBeGreaterThanOrEqual(11);
  });

  it("leaves an outage open that the data end in", () => {
    const planted = plantedOutcomes({
      seed: 7,
      bins: 560,
      attempts: 100,
      baseline: 0.005,
      level: 0.25,
      outages: [outage],
    });
    const found = outageWindow(planted);
    expect(found?.ended).toBe(false);
    expect(found?.recovery).toBe(560);
    expect(found?.recoveryStart).toBe(560);
  });

  it("finds nothing in two weeks of quiet, over-dispersed, seasonal traffic with single-minute spikes", () => {
    const season = (t: number): number => 1 + 0.5 * Math.sin((2 * Math.PI * t) / 1440);
    const planted = plantedOutcomes({
      seed: 8,
      bins: 14 * 1440,
      attempts: 50,
      baseline: 0.006,
      level: 0.006,
      dispersion: 0.02,
      season,
    });
    const failures = planted.failures.map((f, t) =>
      t % 1733 === 800 ? Math.floor((planted.attempts[t] as number) * 0.6) : f,
    );
    expect(outageWindows({ failures, attempts: planted.attempts }, { period: 1440 })).toEqual([]);
    expect(outageWindows({ failures, attempts: planted.attempts })).toEqual([]);
  });

  it("finds nothing in a daily course of threefold peaks whose period nobody named", () => {
    const season = (t: number): number => 1 + 0.6 * Math.sin((2 * Math.PI * t) / 1440);
    for (const seed of ["peaks 1", "peaks 2", "peaks 3"]) {
      const planted = plantedOutcomes({
        seed,
        bins: 7 * 1440,
        attempts: 2000,
        baseline: 0.006,
        level: 0.006,
        dispersion: 0.05,
        season,
      });
      expect(outageWindows(planted), seed).toEqual([]);
    }
  });

  it.each([
    ["constant", Array(100).fill(3), Array(100).fill(60)],
    ["all failures", Array(100).fill(60), Array(100).fill(60)],
    ["no attempts", Array(100).fill(0), Array(100).fill(0)],
    ["three points", [0, 5, 0], [10, 10, 10]],
    ["empty", [], []],
  ])("supports no outage in a series that is %s", (_, failures, attempts) => {
    expect(outageWindow({ failures, attempts })).toBeUndefined();
  });

  it("holds with 1e12 attempts a bin", () => {
    const failures = Array.from({ length: 200 }, (_, t) =>
      Math.round(1e12 * (t >= 100 && t < 140 ? 0.2 : 0.01) * (1 + 0.001 * ((t * 7) % 5))),
    );
    const found = outageWindow({ failures, attempts: failures.map(() => 1e12) });
    expect([found?.onset, found?.recovery]).toEqual([100, 140]);
  });

  it("says what it requires", () => {
    expect(() => outageWindow({ failures: [1], attempts: [1, 2] })).toThrow("one length, got 1 and 2");
    expect(() => outageWindow({ failures: [Number.NaN, 1], attempts: [1, 2] })).toThrow(
      "0 ≤ failures ≤ attempts in every bin, got NaN of 1 in bin 0",
    );
    expect(() => outageWindow({ failures: [3], attempts: [1] })).toThrow("got 3 of 1 in bin 0");
    expect(() => outageWindow({ failures: [0, 1], attempts: [1, 2] }, { hint: 2 })).toThrow(
      "a hint inside the series (0…1), got 2",
    );
    expect(() => outageWindow({ failures: [0, 1], attempts: [1, 2] }, { level: 95 })).toThrow(
      "a level between 0 and 1, got 95",
    );
    expect(() => outageWindow({ failures: [0, 1], attempts: [1, 2] }, { baseline: [0, 9] })).toThrow(
      "a baseline of three samples or more inside the series",
    );
    expect(() => outageWindow({ failures: [0, 1], attempts: [1, 2] }, { baselineRate: [0.1] })).toThrow(
      "a baseline rate for each of the 2 bins, got 1",
    );
  });
});
