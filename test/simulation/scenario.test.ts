import { describe, expect, it } from "vitest";
import { calibratedValues } from "../../src/simulation/platform/calibrated-values.js";
import {
  activeSpan,
  calibratedPlatform,
  customersOf,
  solvedCalibration,
} from "../../src/simulation/platform/calibration.js";
import { runFleet } from "../../src/simulation/platform/fleet.js";
import { scenarioOf } from "../../src/simulation/scenario.js";
import { failureByMinute, trueWindows } from "../../src/simulation/truth/true-window.js";

function fleetOf(name: string) {
  const scenario = scenarioOf(name);
  const { fleet, load } = calibratedPlatform(scenario, customersOf);
  const [from, to] = activeSpan(scenario);
  return { scenario, run: runFleet(fleet, load, from, to) };
}

describe("the published scenario", () => {
  const { scenario, run } = fleetOf("twilio-13002");
  const [window] = trueWindows(run);
  const minutes = (ms: number | undefined): number => ((ms ?? Number.NaN) - scenario.originMs) / 60_000;

  it("begins a minute after the trigger, starts to recover about minute 95 and has recovered about minute 107", () => {
    expect(trueWindows(run)).toHaveLength(1);
    expect(minutes(window?.onsetMs)).toBe(1);
    expect(Math.abs(minutes(window?.recoveryStartMs) - 95)).toBeLessThanOrEqual(2);
    expect(Math.abs(minutes(window?.recoveryMs) - 107)).toBeLessThanOrEqual(2);
  });

  it("ramps in and out: no minute takes the failure share more than a quarter of its peak up or down", () => {
    const shares = failureByMinute(run);
    const peak = Math.max(...shares);
    const steps = [...shares].slice(1).map((share, k) => Math.abs(share - (shares[k] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(peak / 4);
  });
});

describe("calibratedValues", () => {
  it("keeps what solving the published scenario gives", () => {
    const solved = solvedCalibration(scenarioOf("twilio-13002"), customersOf);
    const kept = calibratedValues("twilio-13002", 0);
    expect(kept.collectorShare).toBeCloseTo(solved?.collectorShare ?? Number.NaN, 12);
    expect(kept.fallbackShare).toBeCloseTo(solved?.fallbackShare ?? Number.NaN, 12);
  });

  it("comes within the sample's noise of solving a scenario between the knots", () => {
    const solved = solvedCalibration(scenarioOf("ramp-20", 15), customersOf);
    const kept = calibratedValues("ramp-20", 15);
    expect(Math.abs(kept.collectorShare - (solved?.collectorShare ?? Number.NaN))).toBeLessThan(0.01);
    expect(Math.abs(kept.fallbackShare - (solved?.fallbackShare ?? Number.NaN))).toBeLessThan(0.04);
  });
});

describe("other scenarios", () => {
  it("has two outages in two and none in none", () => {
    expect(trueWindows(fleetOf("two").run)).toHaveLength(2);
    expect(trueWindows(fleetOf("none").run)).toEqual([]);
  });

  it("takes about twenty minutes up and down in ramp-20", () => {
    const { run } = fleetOf("ramp-20");
    const [window] = trueWindows(run);
    const shares = failureByMinute(run);
    const peak = Math.max(...shares);
    const first = shares.findIndex((share) => share > 0.02 * peak);
    const top = shares.findIndex((share) => share > 0.95 * peak);
    expect(top - first).toBeGreaterThanOrEqual(15);
    expect(((window?.recoveryMs ?? 0) - (window?.recoveryStartMs ?? 0)) / 60_000).toBeGreaterThanOrEqual(14);
  });

  it("refuses a name that is none", () => {
    expect(() => scenarioOf("three")).toThrow(/simulate requires a scenario among .*got "three"/);
  });
});
