import { describe, expect, it } from "vitest";
import type { OutcomeSeries } from "../../src/incident/series.js";
import { windowFinding } from "../../src/window/window-finding.js";
import { namesStretch } from "../../src/window/window-reason.js";
import { plantedOutcomes } from "./planted-outcomes.js";

const START = Date.parse("2025-03-31T00:00:00Z");

function seriesOf(planted: { failures: number[]; attempts: number[] }): OutcomeSeries {
  return {
    kind: "outcomes",
    source: "verbs",
    startMs: START,
    stepSeconds: 60,
    ...planted,
    covered: planted.attempts.map(() => true),
  };
}

describe("windowFinding", () => {
  it("puts a ramped outage's truth inside its intervals, as UTC times", () => {
    const planted = plantedOutcomes({
      seed: 4,
      bins: 1440,
      attempts: 200,
      baseline: 0.005,
      level: 0.25,
      outages: [{ onset: 910, onsetRamp: 10, recovery: 1004, recoveryRamp: 12 }],
    });
    const { window, windowReason, windows } = windowFinding(seriesOf(planted));
    expect(windowReason).toBeNull();
    expect(windows).toHaveLength(1);
    expect(window?.onset).toMatch(/^2025-03-31T15:(0[89]|1[012]):00Z$/);
    expect(Date.parse(window?.onsetInterval[0] as string)).toBeLessThanOrEqual(START + 910 * 60_000);
    expect(Date.parse(window?.onsetInterval[1] as string)).toBeGreaterThanOrEqual(START + 910 * 60_000);
    expect(Date.parse(window?.recoveryInterval?.[1] as string)).toBeGreaterThanOrEqual(START + 1004 * 60_000);
    expect(window?.minutes.interval[0]).toBeLessThanOrEqual(94);
    expect(window?.minutes.interval[1]).toBeGreaterThanOrEqual(94);
    expect(window?.shape.onsetRampMinutes).toBeGreaterThan(4);
  });

  it("leaves recovery open when the data end before it", () => {
    const planted = plantedOutcomes({
      seed: 5,
      bins: 1000,
      attempts: 100,
      baseline: 0.005,
      level: 0.3,
      outages: [{ onset: 900, onsetRamp: 5, recovery: 1200, recoveryRamp: 10 }],
    });
    const { window } = windowFinding(seriesOf(planted));
    expect(window?.recovery).toBeNull();
    expect(window?.recoveryStart).toBeNull();
    expect(window?.recoveryInterval).toBeNull();
    expect(window?.minutes.value).toBeGreaterThan(90);
  });

  it("names a stretch with its counts where the rise is too small for what lies beside it", () => {
    const planted = plantedOutcomes({
      seed: "small rise",
      bins: 600,
      attempts: 500,
      baseline: 0.03,
      level: 0.055,
      outages: [{ onset: 300, onsetRamp: 0, recovery: 450, recoveryRamp: 0 }],
    });
    const { window, windowReason } = windowFinding(seriesOf(planted));
    expect(window).toBeNull();
    expect(windowReason).toMatch(
      /one stretch looks unusual, 31 Mar 2025, 0[45]:\d\d to 07:\d\d UTC: [\d,]+ of [\d,]+ failed/,
    );
    expect(namesStretch(windowReason ?? "")).toBe(true);
  });

  it("gives uncovered bins no weight", () => {
    const planted = plantedOutcomes({
      seed: 6,
      bins: 1440,
      attempts: 100,
      baseline: 0.005,
      level: 0.3,
      outages: [{ onset: 700, onsetRamp: 5, recovery: 800, recoveryRamp: 5 }],
    });
    const covered = planted.attempts.map((_, i) => i < 690 || i >= 810);
    const { window, windowReason } = windowFinding({ ...seriesOf(planted), covered });
    expect(window).toBeNull();
    expect(windowReason).toContain("verbs");
  });

  it.each([
    ["no attempts", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ["no failures", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [9, 9, 9, 9, 9, 9, 9, 9, 9, 9]],
    ["every attempt", [9, 9, 9, 9, 9, 9, 9, 9, 9, 9], [9, 9, 9, 9, 9, 9, 9, 9, 9, 9]],
  ])("says why there is no window: %s", (reason, failures, attempts) => {
    expect(windowFinding(seriesOf({ failures, attempts })).windowReason).toContain(reason);
  });
});
