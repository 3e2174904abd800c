import { describe, expect, it } from "vitest";
import { burnRate, replayAlert, USUAL_BURN_ALERTS } from "../../src/audit/burn-alerts.js";
import type { BurnAlert } from "../../src/audit/burn-alerts.js";

const [FAST, SLOW] = USUAL_BURN_ALERTS as [BurnAlert, BurnAlert];

/** A day of minutes with 1,000 attempts each, a share of which is bad from minute 480 for so long. */
function day(share: number, minutes: number, objective = 0.999, usual = 0) {
  const attempts: number[] = Array(1440).fill(1000);
  const failures = attempts.map((n, t) => Math.round(n * (t >= 480 && t < 480 + minutes ? share : usual)));
  return { failures, attempts, stepSeconds: 60, objective };
}

describe("burn-rate alerts", () => {
  // The condition over the long window is k × share ÷ bins > factor × (1 − objective): worked by hand.
  it.each([
    ["all attempts: 1/60 > 1.44 %", 1, 60, FAST, 481, 545],
    ["all attempts: 3/360 > 0.6 %", 1, 60, SLOW, 483, 570],
    ["a tenth: 9 × 10 % ÷ 60 > 1.44 %", 0.1, 60, FAST, 489, 545],
    ["a tenth: 22 × 10 % ÷ 360 > 0.6 %", 0.1, 60, SLOW, 502, 569],
    ["2 %: 44 × 2 % ÷ 60 > 1.44 %", 0.02, 120, FAST, 524, 602],
    ["2 %: 109 × 2 % ÷ 360 > 0.6 %", 0.02, 120, SLOW, 589, 621],
  ])("fire and clear where arithmetic says: %s", (_, share, minutes, alert, firedAt, clearedAt) => {
    expect(replayAlert(day(share, minutes), alert)).toEqual([{ firedAt, clearedAt }]);
  });

  it("do not fire on a burn below the factor, however long", () => {
    expect(replayAlert(day(0.014, 700), FAST)).toEqual([]);
    expect(replayAlert(day(0.005, 960), SLOW)).toEqual([]);
  });

  it("are still firing at the end of data that end in the outage", () => {
    expect(replayAlert(day(0.5, 2000), FAST)).toEqual([{ firedAt: 482, clearedAt: null }]);
  });

  it("fire again after a pause, as two firings", () => {
    const series = day(1, 10);
    for (let t = 700; t < 710; t += 1) series.failures[t] = 1000;
    expect(replayAlert(series, FAST)).toHaveLength(2);
  });

  it("take a window that is shorter than a bin as one bin", () => {
    const series = {
      failures: [0, 0, 500, 0],
      attempts: [1000, 1000, 1000, 1000],
      stepSeconds: 3600,
      objective: 0.999,
    };
    expect(replayAlert(series, FAST)).toEqual([{ firedAt: 3, clearedAt: 4 }]);
  });

  it("pass over bins without attempts", () => {
    const series = { failures: [0, 0, 0], attempts: [0, 0, 0], stepSeconds: 60, objective: 0.999 };
    expect(replayAlert(series, FAST)).toEqual([]);
  });

  it("say what they require", () => {
    for (const objective of [1, 0, -0.1, 99.9, Number.NaN])
      expect(() => replayAlert({ ...day(1, 1), objective }, FAST)).toThrow("an objective between 0 and 1");
    expect(replayAlert({ ...day(0, 1), objective: 0.001 }, FAST)).toEqual([]);
    expect(() => replayAlert({ ...day(1, 1), failures: [] }, FAST)).toThrow("of one length");
  });

  it("burn a budget of 0.1 % ten times too fast at 1 % bad", () => {
    expect(burnRate(0.01, 0.999)).toBeCloseTo(10, 10);
  });
});
