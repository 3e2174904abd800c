import { describe, expect, it } from "vitest";
import type { EventRole, Precision, StatementEvent } from "../../src/statement/statement.js";
import { milestones } from "../../src/window/milestones.js";

function entry(at: string, role: EventRole, section = "timeline", precision: Precision = "minute"): StatementEvent {
  return { at, role, section, precision, hedged: false, quote: `${at} ${role}`, textSpan: [0, 1] };
}

const DAY = "2024-06-05T";
const TIMELINE = [
  entry(`${DAY}09:09:00Z`, "onset"),
  entry(`${DAY}09:12:00Z`, "detected"),
  entry(`${DAY}09:22:00Z`, "investigating"),
  entry(`${DAY}10:16:00Z`, "mitigation-start"),
  entry(`${DAY}10:38:00Z`, "mitigation-end"),
  entry(`${DAY}10:44:00Z`, "recovery-start"),
  entry(`${DAY}10:56:00Z`, "recovered"),
];

describe("milestones", () => {
  it("gives the difference of two minutes as three minutes, [2, 4]", () => {
    const { timeToDetect } = milestones(TIMELINE);
    expect(timeToDetect?.minutes).toEqual({ value: 3, interval: [2, 4], level: 1 });
    expect(timeToDetect?.definition).toMatch(/onset/);
  });

  it("takes the timeline's entry where prose dates the same role otherwise", () => {
    const prose = entry(`${DAY}09:10:00Z`, "onset", "impact");
    expect(milestones([prose, ...TIMELINE]).timeToRecover?.minutes.value).toBe(107);
  });

  it("carries each time's own precision", () => {
    const events = [
      entry(`${DAY}09:00:00Z`, "onset", "timeline", "hour"),
      entry(`${DAY}10:30:00Z`, "recovered", "timeline", "second"),
    ];
    const interval = milestones(events).timeToRecover?.minutes.interval as readonly [number, number];
    expect(interval[0]).toBe(30);
    expect(interval[1]).toBeCloseTo(90 + 1 / 60, 10);
  });

  it("leaves out what is not dated", () => {
    expect(milestones(TIMELINE)).not.toHaveProperty("statusPageLag");
    expect(milestones([])).toEqual({});
  });

  it("adds durations from the measured onset, its uncertainty carried over", () => {
    const window = {
      onset: `${DAY}09:10:00Z`,
      recoveryStart: null,
      recovery: null,
      onsetInterval: [`${DAY}09:08:00Z`, `${DAY}09:11:00Z`] as const,
      recoveryInterval: null,
      level: 0.95,
      minutes: { value: 1, interval: [1, 1] as const, level: 0.95 },
      shape: { onsetRampMinutes: 0, recoveryRampMinutes: 0 },
      source: "s",
      method: "m",
    };
    expect(milestones(TIMELINE, window).measuredTimeToDetect?.minutes).toEqual({
      value: 2,
      interval: [1, 5],
      level: 0.95,
    });
  });
});
