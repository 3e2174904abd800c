import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseStatement } from "../../src/statement/parse.js";
import { type Count, f1, type Gold, NONE, plus, statementScore } from "./statement-score.js";

const FOLDER = join(import.meta.dirname, "held-out");

interface HeldOut {
  readonly text: string;
  readonly gold: Gold & { readonly zone?: string };
}

const REPORTS: readonly HeldOut[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".gold.json"))
  .map((name) => ({
    // The first line says that the report is made up.
    text: readFileSync(join(FOLDER, name.replace(".gold.json", ".txt")), "utf8").replace(/^[^\n]*\n/, ""),
    gold: JSON.parse(readFileSync(join(FOLDER, name), "utf8")),
  }));

const SCORES = REPORTS.map(({ text, gold }) => statementScore(gold, parseStatement(text)));
const total = (key: "instant" | "role" | "windows" | "percentages"): Count =>
  SCORES.reduce((sum, score) => plus(sum, score[key]), NONE);

describe("reports held out, which nobody looked at while the reader was written", () => {
  it("are thirty", () => {
    expect(REPORTS).toHaveLength(30);
  });

  it.each([
    ["instant", 0.96],
    ["role", 0.76],
    ["windows", 0.82],
    ["percentages", 0.97],
  ] as const)("are read by %s no worse than %d", (key, least) => {
    expect(f1(total(key))).toBeGreaterThanOrEqual(least);
  });

  it("invent no time", () => {
    expect(SCORES.reduce((sum, { invented }) => sum + invented, 0)).toBe(0);
  });
});
