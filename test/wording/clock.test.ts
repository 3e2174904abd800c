import { describe, expect, it } from "vitest";
import { dayClock, zoneName } from "../../src/wording/clock.js";

const [SUMMER, WINTER] = ["2026-07-01T12:00:00Z", "2026-01-10T12:00:00Z"];

describe("zoneName", () => {
  it.each([
    ["America/New_York", "EDT", "EST"],
    ["America/Los_Angeles", "PDT", "PST"],
    ["Europe/Paris", "CEST", "CET"],
    ["Europe/London", "BST", "GMT"],
    ["Australia/Sydney", "AEST", "AEDT"],
    ["Asia/Kolkata", "IST", "IST"],
    ["Asia/Tokyo", "JST", "JST"],
    ["Africa/Johannesburg", "SAST", "SAST"],
    ["America/Bogota", "UTC−5", "UTC−5"],
    ["Asia/Kathmandu", "UTC+5:45", "UTC+5:45"],
    ["UTC", "UTC", "UTC"],
  ])("calls %s by its short name, else by its distance from UTC", (zone, summer, winter) => {
    expect([zoneName(SUMMER, zone), zoneName(WINTER, zone)]).toEqual([summer, winter]);
  });

  it("stands behind a day and a clock", () => {
    expect(dayClock("2026-07-01T12:05:00Z", "America/New_York")).toBe("1 Jul 2026 08:05 EDT");
  });
});
