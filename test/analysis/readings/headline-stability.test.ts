import { describe, expect, it } from "vitest";
import { stabilityFinding } from "../../../src/analysis/stability.js";
import { bundledAnalysis } from "../../run-cache.js";

describe("headline numbers under other reasonable choices", () => {
  it("recomputes windows, denominators, steps, baselines and attribution", async () => {
    const { stability, rates } = await bundledAnalysis("data/twilio-13002-customer");
    const of = (headline: string) => {
      const found = stability.find((one) => one.headline === headline);
      return { ...found, choices: new Map((found?.readings ?? []).map(({ choice, value }) => [choice, value])) };
    };
    const calls = of("failure rate of calls");
    expect([...calls.choices.keys()].filter((choice) => choice.includes("window")).length).toBeGreaterThan(1);
    expect(calls.choices.get("of calls with verbs only")).toBeGreaterThan(1.3 * (calls.value as number));
    expect(calls.choices.get("only failures of calls in which one of verbs failed")).toBeLessThanOrEqual(
      calls.value as number,
    );
    expect(calls.mostMoving).toBe("of calls with verbs only");
    expect(of("failure rate of verbs").choices.get("of planned verbs, those cut short included")).toBeDefined();
    const excess = of("excess failure rate of verbs");
    expect(excess.value).toBeCloseTo(rates.verbs?.excess.value as number, 12);
    expect([...excess.choices.keys()]).toEqual(
      expect.arrayContaining(["baseline of the hour before", "baseline of the same hours a week earlier"]),
    );
    for (const value of excess.choices.values()) expect(Math.abs(value - (excess.value as number))).toBeLessThan(0.02);
  });

  it("names the choice that moves a number most, and says nothing where there is no other", () => {
    const readings = [
      { choice: "own", value: 0.2 },
      { choice: "a", value: 0.25 },
      { choice: "b", value: 0.1 },
    ];
    expect(stabilityFinding("rate", readings)).toMatchObject({ value: 0.2, low: 0.1, high: 0.25, mostMoving: "b" });
    expect(stabilityFinding("rate", readings.slice(0, 1))).toBeUndefined();
  });
});
