import { describe, expect, it } from "vitest";
import { seasonOf, zoneLabel } from "../../src/time/zone-label.js";
import { isZone, zonedInstant } from "../../src/time/zone.js";

const local = (year: number, month: number, day: number, hour: number, minute = 0) => ({
  year,
  month,
  day,
  hour,
  minute,
  second: 0,
});

describe("zonedInstant", () => {
  it("reads fixed zones, offsets and regions", () => {
    expect(zonedInstant(local(2025, 3, 31, 15, 9), "UTC").at).toBe("2025-03-31T15:09:00Z");
    expect(zonedInstant(local(2025, 3, 31, 15, 9), "+05:30").at).toBe("2025-03-31T09:39:00Z");
    expect(zonedInstant(local(2025, 3, 31, 15, 9), "Europe/London").at).toBe("2025-03-31T14:09:00Z");
    expect(zonedInstant(local(2025, 1, 31, 24), "America/New_York").at).toBe("2025-02-01T05:00:00Z");
  });

  it("gives gaps, folds and impossible dates a verdict and no instant", () => {
    const gap = zonedInstant(local(2025, 3, 30, 1, 30), "Europe/London");
    expect([gap.at, gap.verdict]).toEqual([null, "gap"]);
    const fold = zonedInstant(local(2025, 10, 26, 1, 30), "Europe/London");
    expect([fold.at, fold.verdict, fold.candidates]).toEqual([
      null,
      "fold",
      ["2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z"],
    ]);
    expect(zonedInstant(local(2025, 2, 30, 1), "UTC").verdict).toBe("invalid");
    expect(zonedInstant(local(2025, 2, 3, 24, 1), "UTC").verdict).toBe("invalid");
  });

  it("knows zones by name", () => {
    expect([isZone("Europe/London"), isZone("+02:00"), isZone("Mars/Base")]).toEqual([true, true, false]);
  });
});

describe("zoneLabel", () => {
  it("reads abbreviations, offsets and spoken names", () => {
    expect(zoneLabel("PST")).toEqual({ zone: "America/Los_Angeles", season: "standard" });
    expect(zoneLabel("UTC+1")?.zone).toBe("+01:00");
    expect(zoneLabel("Eastern Daylight Time")).toEqual({ zone: "America/New_York", season: "daylight" });
    expect(zoneLabel("US/Pacific")?.zone).toBe("America/Los_Angeles");
    expect(zoneLabel("XYZ")).toBeNull();
  });

  it("tells a label's season from the date's", () => {
    expect(seasonOf("America/Los_Angeles", "2021-04-27T15:00:00Z")).toBe("daylight");
    expect(seasonOf("Australia/Sydney", "2021-01-05T00:00:00Z")).toBe("daylight");
    expect(seasonOf("Asia/Tokyo", "2021-04-27T15:00:00Z")).toBeNull();
  });
});
