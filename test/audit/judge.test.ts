import { describe, expect, it } from "vitest";
import { fairRange, judgeRate, powerSentence, roundingOf } from "../../src/audit/judge-rate.js";
import { judgeDuration } from "../../src/audit/judge-duration.js";
import { judgeWindow } from "../../src/audit/judge-window.js";
import type { StatedPercentage } from "../../src/statement/statement.js";
import type { WindowFinding } from "../../src/window/window-finding.js";

const stated = (low: number, hedged = false, high = low): StatedPercentage => ({
  low,
  high,
  hedged,
  numerator: "failed",
  denominator: "steps",
  quote: "q",
});
const measured = (value: number, half: number) => ({
  value,
  interval: [value - half, value + half] as const,
  level: 0.95,
});

describe("judgeRate", () => {
  it("reads the rounding off the digits printed", () => {
    expect([0.4, 0.312, 0.0745, 1].map(roundingOf)).toEqual([0.005, 0.0005, 0.00005, 0.005]);
  });
  it("allows a tenth for a hedge and nothing but rounding without one", () => {
    expect(fairRange(stated(0.4)).map((bound) => bound.toFixed(3))).toEqual(["0.380", "0.420"]);
    expect(fairRange(stated(0.4, true)).map((bound) => bound.toFixed(3))).toEqual(["0.360", "0.440"]);
    expect(fairRange(stated(0.02)).map((bound) => bound.toFixed(3))).toEqual(["0.015", "0.025"]);
  });
  it("supports, contradicts and abstains", () => {
    expect(judgeRate(stated(0.4, true), measured(0.41, 0.02)).verdict).toBe("supported");
    expect(judgeRate(stated(0.4, true), measured(0.3, 0.02)).verdict).toBe("contradicted");
    expect(judgeRate(stated(0.4, true), measured(0.41, 0.3)).verdict).toBe("not-testable");
  });
  it("bears a figure out only where the estimate is fair to it and the data allow it", () => {
    expect(judgeRate(stated(0.25, true), measured(0.202, 0.027)).verdict).toBe("not-testable");
    expect(judgeRate(stated(0.133, true), measured(0.138, 0.0125)).verdict).toBe("supported");
    expect(judgeRate(stated(0.25, true), measured(0.24, 0.003)).verdict).toBe("supported");
    expect(judgeRate(stated(0.25, true), measured(0.272, 0.015)).verdict).toBe("not-testable");
    expect(judgeRate(stated(0.25), measured(0.27, 0.03)).verdict).toBe("not-testable");
    expect(judgeRate(stated(0.25, true), measured(0.23, 0.06)).verdict).toBe("not-testable");
  });
  it("says beside every verdict what other shares the data can distinguish the figure from", () => {
    for (const value of [0.25, 0.29, 0.5])
      expect(judgeRate(stated(0.25, true), measured(value, 0.04)).why).toMatch(
        /These data can distinguish 25 % from 21\.\d % or less and from 2[89](\.\d)? % or more\./,
      );
  });
  it("takes a stated range as a whole", () => {
    expect(judgeRate(stated(0.1, false, 0.25), measured(0.2, 0.01)).verdict).toBe("supported");
    expect(judgeRate(stated(0.1, false, 0.25), measured(0.3, 0.01)).verdict).toBe("contradicted");
  });
  it("names both ends of a stated range beside what the data can distinguish it from", () => {
    expect(judgeRate(stated(0.1, false, 0.25), measured(0.2, 0.01)).why).toMatch(/can distinguish 10 % to 25 % from/);
    expect(judgeRate(stated(0.25), measured(0.2, 0.01)).why).toMatch(/can distinguish 25 % from/);
  });
  it("says how a true share would be measured", () => {
    expect(powerSentence(0.5, 100, 1)).toContain("measured as 40.2 % to 59.8 %");
    expect(powerSentence(0.5, 100, 4)).toContain("measured as 30.4 % to 69.6 %");
  });
});

const at = (clock: string): string => `2024-02-01T${clock}:00Z`;
const window: WindowFinding = {
  onset: at("10:00"),
  recoveryStart: at("11:20"),
  recovery: at("11:30"),
  onsetInterval: [at("09:59"), at("10:01")],
  recoveryInterval: [at("11:29"), at("11:32")],
  level: 0.95,
  minutes: measured(90, 2),
  shape: { onsetRampMinutes: 2, recoveryRampMinutes: 10 },
  source: "steps",
  method: "m",
};
const claim = (start: string, end: string) => ({
  start: at(start),
  end: at(end),
  section: "impact",
  statedMinutes: null,
  quote: "q",
});

describe("judgeWindow", () => {
  it("says what stated ends this traffic would expose: of the end only where one was measured, with its interval", () => {
    const why = (change: Partial<WindowFinding>): string =>
      judgeWindow(claim("10:00", "11:30"), { ...window, ...change }).why;
    expect(why({})).toMatch(/a start stated more than \d+ minutes early or \d+ late, and an end more than \d+ minutes/);
    expect(why({ recovery: null, recoveryInterval: null, recoveryStart: null })).not.toContain("expose");
    expect(why({ recoveryInterval: null })).not.toContain("and an end more");
  });
  it("supports a window whose ends agree to the minute or two", () => {
    expect(judgeWindow(claim("10:01", "11:30"), window).verdict).toBe("supported");
  });
  // Onset in [09:59, 10:01], recovery in [11:29, 11:32]; two minutes are allowed beyond.
  it.each([
    ["09:57", "11:30", "supported"],
    ["09:56", "11:30", "contradicted"],
    ["10:03", "11:30", "supported"],
    ["10:04", "11:30", "contradicted"],
    ["10:00", "11:27", "supported"],
    ["10:00", "11:26", "contradicted"],
    ["10:00", "11:34", "supported"],
    ["10:00", "11:35", "contradicted"],
    ["09:30", "12:30", "contradicted"],
  ])("judges %s to %s on either side of each end: %s", (start, end, verdict) => {
    expect(judgeWindow(claim(start, end), window).verdict).toBe(verdict);
  });
  it.each([
    ["onset", { onsetInterval: [at("09:40"), at("10:20")] as const }],
    ["end", { recoveryInterval: [at("11:10"), at("11:50")] as const }],
  ])("cannot tell where the %s alone is too vague", (_which, change) => {
    expect(judgeWindow(claim("10:00", "11:30"), { ...window, ...change }).verdict).toBe("not-testable");
  });
  it("contradicts one that ends where recovery only begins, and says so", () => {
    const { verdict, why } = judgeWindow(claim("10:00", "11:20"), window);
    expect(verdict).toBe("contradicted");
    expect(why).toMatch(/where recovery began/);
  });
  it("calls a stated end the start of recovery only where the data show a ramp", () => {
    const step = { ...window, recoveryStartInterval: [at("11:08"), at("11:29")] as const };
    expect(judgeWindow(claim("10:00", "11:20"), step).why).not.toMatch(/recovery began/);
    const wide = { ...window, recoveryStartInterval: [at("11:05"), at("11:26")] as const };
    expect(judgeWindow(claim("10:00", "11:20"), wide).why).toMatch(/may be where recovery began \[11:05, 11:26\]/);
    const sharp = { ...window, recoveryStartInterval: [at("11:18"), at("11:22")] as const };
    expect(judgeWindow(claim("10:00", "11:20"), sharp).why).toMatch(/is where recovery began/);
  });
  // Six minutes on either side of the stated end are near enough for a beginning.
  it.each([
    ["11:14", "11:26", "is where"],
    ["11:13", "11:26", "may be where"],
    ["11:14", "11:27", "may be where"],
  ])("takes a recovery that began between %s and %s as one that %s the stated end lies", (from, to, words) => {
    const ramp = { ...window, recoveryStartInterval: [at(from), at(to)] as const };
    expect(judgeWindow(claim("10:00", "11:20"), ramp).why).toContain(`${words} recovery began`);
  });
  it("cannot tell the end when the data end before recovery", () => {
    const open = { ...window, recovery: null, recoveryInterval: null };
    expect(judgeWindow(claim("10:00", "11:30"), open).verdict).toBe("not-testable");
    expect(judgeWindow(claim("09:30", "11:30"), open).verdict).toBe("contradicted");
  });
  it("abstains where the measured end is too vague", () => {
    const vague = { ...window, recoveryInterval: [at("10:40"), at("12:30")] as const };
    expect(judgeWindow(claim("10:00", "11:30"), vague).verdict).toBe("not-testable");
  });
});

describe("judgeDuration", () => {
  const lasting = (minutesLow: number, minutesHigh: number, hedged = false) =>
    judgeDuration(
      {
        id: "duration-1",
        kind: "duration",
        hedged,
        at: null,
        duration: { quote: "q", minutesLow, minutesHigh },
      } as never,
      { windows: [window], windowReason: null } as never,
    );

  it.each([
    [90, 90, false, "90 minutes"],
    [90, 90, true, "about 90 minutes"],
    [80, 95, false, "80 to 95 minutes"],
    [80, Number.MAX_SAFE_INTEGER, false, "more than 80 minutes"],
  ])("tells %i to %i minutes, hedged %s, as %s", (low, high, hedged, text) => {
    const { stated: told, verdict } = lasting(low, high, hedged);
    expect(told).toBe(text);
    expect(verdict).toBe("supported");
  });

  // Measured: 90 minutes [88, 92]; two minutes are allowed, a fifth where hedged, an eighth of whole hours.
  it.each([
    [94, 94, false, "supported"],
    [95, 95, false, "contradicted"],
    [86, 86, false, "supported"],
    [85, 85, false, "contradicted"],
    [110, 110, true, "supported"],
    [116, 116, true, "contradicted"],
    [60, 60, false, "contradicted"],
    [93, Number.MAX_SAFE_INTEGER, false, "supported"],
    [95, Number.MAX_SAFE_INTEGER, false, "contradicted"],
  ])("judges %i to %i minutes, hedged %s: %s", (low, high, hedged, verdict) => {
    expect(lasting(low, high, hedged).verdict).toBe(verdict);
  });
});
