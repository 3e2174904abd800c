import { describe, expect, it } from "vitest";
import { parseStatement } from "../../src/statement/parse.js";
import type { Count } from "./statement-score.js";
import { f1, NONE, plus, scoreDetail, statementScore } from "./statement-score.js";
import { writtenReports } from "./written-reports.js";

const REPORTS = writtenReports();
const read = REPORTS.map((report) => ({ ...report, statement: parseStatement(report.text, { zone: report.zone }) }));
const scores = read.map(({ gold, statement }) => statementScore(gold, statement));
const total = (key: "instant" | "role" | "windows" | "percentages" | "durations"): Count =>
  scores.reduce((sum, score) => plus(sum, score[key]), NONE);

describe("reports of many styles, each with what a person reads in it", () => {
  it.each(read.map((one) => [one.name, one] as const))(
    "%s: every time and no other, every inconsistency and no other",
    (_name, { gold, statement, inconsistencies }) => {
      const { instant } = statementScore(gold, statement);
      expect([instant.hits, instant.found], scoreDetail(gold, statement).join("\n")).toEqual([
        instant.gold,
        instant.gold,
      ]);
      expect([...new Set(statement.inconsistencies.map(({ code }) => code))].sort()).toEqual(
        [...inconsistencies].sort(),
      );
    },
  );

  it.each([
    ["role", 0.95],
    ["windows", 0.95],
    ["percentages", 0.97],
    ["durations", 0.95],
  ] as const)("reads the %s of all together", (key, least) => {
    expect(f1(total(key))).toBeGreaterThanOrEqual(least);
  });

  it("leaves a time open that its text does not settle", () => {
    const open = read.find(({ name }) => name === "unresolved-times")?.statement.events ?? [];
    expect(open.map(({ at }) => at)).toEqual([null, null, null]);
  });

  it("gives each item the place it came from", () => {
    for (const { text, statement } of read) {
      for (const {
        textSpan: [start, end],
      } of statement.events)
        expect(start >= 0 && end > start && end <= text.length).toBe(true);
    }
  });
});
