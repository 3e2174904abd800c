import { describe, expect, it } from "vitest";
import { clock, day, dayClock, spanText } from "../../src/wording/clock.js";
import { amount, capital, estimateText, lengthText, percent, pointsText } from "../../src/wording/number.js";

const e = (value: number, low: number, high: number) => ({ value, interval: [low, high] as const, level: 0.95 });

describe("wording", () => {
  it("writes shares as per cent with as many digits as they carry", () => {
    expect([0, 0.00042, 0.0042, 0.133, 0.9994, 1, null, Number.NaN].map((share) => percent(share))).toEqual([
      "0\u00a0%",
      "0.042\u00a0%",
      "0.42\u00a0%",
      "13.3\u00a0%",
      "99.94\u00a0%",
      "100\u00a0%",
      "–",
      "–",
    ]);
  });

  it("writes amounts with thousands apart, a true minus and no minus zero", () => {
    expect([1234567, 12.34, 0.1234, -1234, -0.0001, null].map(amount)).toEqual([
      "1,234,567",
      "12.3",
      "0.123",
      "−1,234",
      "0.000",
      "–",
    ]);
  });

  it("writes every number of an estimate as it would be alone", () => {
    expect(estimateText(e(0.2512, 0.2461, 0.2563), "share")).toBe("25.1\u00a0% [24.6, 25.6]");
    expect(estimateText(e(0.25, 0.18, 0.32), "share")).toBe("25\u00a0% [18, 32]");
    expect(estimateText(e(107, 105, 109), "minutes")).toBe("107 minutes [105, 109]");
    expect(estimateText(e(0.0065, 0.00602, 0.00699), "share")).toBe("0.65\u00a0% [0.60, 0.70]");
    expect(estimateText(e(0, 0, 0.00012), "share")).toBe("0\u00a0% [0, 0.012]");
    expect(pointsText(e(-0.11, -0.16, -0.06))).toBe("−11 percentage points [−16, −6]");
  });

  it("writes lengths in minutes as long as they read well, then in hours and days", () => {
    expect([1, 109, 150, 660, 725, 3000].map(lengthText)).toEqual([
      "1 minute",
      "109 minutes",
      "150 minutes",
      "11 h",
      "12 h 5 min",
      "2 d 2 h",
    ]);
  });

  it("starts a headline with a capital", () => {
    expect(capital("été")).toBe("Été");
  });
});

describe("clock", () => {
  it("writes UTC whatever the reader's zone", () => {
    expect([clock("2025-03-31T16:44:00Z"), clock("2025-03-31T18:44:05+02:00"), clock("soon")]).toEqual([
      "16:44",
      "16:44:05",
      "soon",
    ]);
    expect(day("2025-04-01T01:00:00+02:00")).toBe("31 Mar 2025");
    expect(dayClock("2025-03-31T16:44:00Z")).toBe("31 Mar 2025 16:44 UTC");
  });

  it("writes the reader's zone where one is given, with the name it has that day", () => {
    expect(dayClock("2026-11-12T11:06:00Z", "Europe/Paris")).toBe("12 Nov 2026 12:06 CET");
    expect(dayClock("2026-07-12T22:30:00Z", "Europe/Paris")).toBe("13 Jul 2026 00:30 CEST");
    expect(spanText("2026-11-12T23:30:00Z", "2026-11-13T00:10:00Z", "America/New_York")).toBe(
      "12 Nov 2026, 18:30 to 19:10 EST",
    );
  });

  it("says the day once where one is enough", () => {
    expect(spanText("2025-03-31T15:09:00Z", "2025-03-31T16:56:00Z")).toBe("31 Mar 2025, 15:09 to 16:56 UTC");
    expect(spanText("2025-03-31T21:07:00Z", "2025-04-01T04:16:00Z")).toBe(
      "31 Mar 2025 21:07 UTC to 1 Apr 2025 04:16 UTC",
    );
  });
});
