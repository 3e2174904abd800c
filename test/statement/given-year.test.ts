import { describe, expect, it } from "vitest";
import { parseStatement } from "../../src/statement/parse.js";
import { statementText } from "../../src/statement/versions/statement-text.js";

const UPDATES =
  "**Resolved** - This incident has been resolved. Jan 1, 00:04 UTC\n**Investigating** - We are investigating elevated errors. Dec 31, 23:29 UTC\n";

describe("dates without a year", () => {
  it("stay unresolved, and the text says what to give", () => {
    const statement = parseStatement(UPDATES);
    expect(statement.events.every(({ at }) => at === null)).toBe(true);
    expect(statementText(statement)).toMatch(/nothing dated found.*--date 2026/);
  });

  it("take the year that is given, and around the turn of a year the date that is near", () => {
    const times = (date: string) =>
      parseStatement(UPDATES, { date })
        .events.map(({ at }) => at)
        .sort();
    expect(times("2025-12-31")).toEqual(["2025-12-31T23:29:00Z", "2026-01-01T00:04:00Z"]);
    expect(times("2026")).toEqual(["2026-01-01T00:04:00Z", "2026-12-31T23:29:00Z"]);
  });

  it("keep a year that the text has, and refuse what is none", () => {
    const own = "On 12 November 2024 at 10:00 UTC errors began. By Nov 12, 11:00 UTC service recovered.";
    expect(parseStatement(own, { date: "2026" }).events).toEqual(parseStatement(own).events);
    expect(() => parseStatement(own, { date: "last year" })).toThrow(
      'requires a year or a date such as 2026 or 2026-11-12, got "last year"',
    );
  });
});
