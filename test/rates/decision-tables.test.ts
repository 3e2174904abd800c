import { describe, expect, it } from "vitest";
import { backgroundErrors, explanationsFromRates, sameSpan } from "../../src/rates/explanations-from-rates.js";
import { failureHazard } from "../../src/rates/failure-hazard.js";
import { identifiedSet } from "../../src/rates/identified-set.js";
import type { ReconcileInput } from "../../src/rates/reconcile-input.js";
import type { Estimate } from "../../src/stats/estimate.js";

// Each rule of the rates as a table: the cases just on either side of what decides.

const between = (low: number, high: number): Estimate => ({
  value: (low + high) / 2,
  interval: [low, high],
  level: 0.95,
});
const span = (from: string, to: string) => ({ from: `2024-02-01T${from}:00Z`, to: `2024-02-01T${to}:00Z` });
const input = (more: Partial<ReconcileInput> = {}): ReconcileInput =>
  ({ verbs: { failures: 200, attempts: 1000 }, calls: { failures: 100, attempts: 1000 }, ...more }) as ReconcileInput;

describe("background errors", () => {
  const verbRate = { ...between(0.18, 0.22), value: 0.2 };
  const judged = (baseline: Estimate | null) =>
    backgroundErrors(
      input({ verbs: { failures: 200, attempts: 1000, ...(baseline && { baseline: { rate: baseline } }) } as never }),
      verbRate,
      "background errors",
      "n",
    ).holds;

  it.each([
    ["more than one in a hundred of the failures at least", between(0.0021, 0.02), "supported"],
    ["one in a hundred of the failures at least", between(0.002, 0.02), "not-testable"],
    ["less than one in twenty of the failures at most", between(0.0005, 0.0099), "contradicted"],
    ["just over one in twenty of the failures at most", between(0.0005, 0.0101), "not-testable"],
    ["not known", between(Number.NaN, Number.NaN), "not-testable"],
    ["not given", null, "not-testable"],
  ])("that are %s", (_what, baseline, holds) => {
    expect(judged(baseline)).toBe(holds);
  });
});

describe("two spans", () => {
  const over = (verbs: unknown, calls: unknown): boolean | null =>
    sameSpan(
      input({
        verbs: { failures: 1, attempts: 2, span: verbs },
        calls: { failures: 1, attempts: 2, span: calls },
      } as never),
    );
  it.each([
    ["are one where both ends agree", span("10:00", "11:00"), span("10:00", "11:00"), true],
    ["differ in their beginning", span("10:00", "11:00"), span("10:01", "11:00"), false],
    ["differ in their end", span("10:00", "11:00"), span("10:00", "11:01"), false],
    ["are not compared where the first is unknown", undefined, span("10:00", "11:00"), null],
    ["are not compared where the second is unknown", span("10:00", "11:00"), undefined, null],
  ])("%s", (_what, verbs, calls, same) => {
    expect(over(verbs, calls)).toBe(same);
  });
});

describe("what rates alone leave to be explained", () => {
  const set = identifiedSet(between(0.2, 0.22), between(0.1, 0.11));
  const why = (low: number, high: number, id = "repeated-attempts"): string | undefined =>
    explanationsFromRates(input(), between(0.18, 0.22), between(low, high), set).find((one) => one.id === id)?.why;
  it.each([
    ["surely fewer than one attempt each", 0.4, 0.99, /fewer than one; so at least one/],
    ["perhaps one attempt each", 0.4, 1, /leave open whether/],
    ["one attempt each at least, just", 1, 1.2, /leave open whether/],
    ["more than one attempt each", 1.01, 1.2, /nothing needs to be explained/],
  ])("%s", (_what, low, high, text) => {
    expect(why(low, high)).toMatch(text);
  });
  it("is never clustering alone where fewer than one attempt each would be needed", () => {
    expect(why(0.4, 0.99, "clustered-failures")).toMatch(/clustering alone is none of them/);
    expect(why(0.4, 1, "clustered-failures")).not.toMatch(/clustering alone/);
  });
  it("is not two windows where both rates are of one span", () => {
    const both = input({
      verbs: { failures: 1, attempts: 2, span: span("10:00", "11:00") },
      calls: { failures: 1, attempts: 2, span: span("10:00", "11:00") },
    } as never);
    const found = explanationsFromRates(both, between(0.18, 0.22), between(0.4, 0.9), set);
    expect(found.find(({ id }) => id === "different-windows")?.holds).toBe("contradicted");
  });
});

describe("exposure times fatality", () => {
  it("lies between the drop rate and the drop rate over the verb rate", () => {
    const {
      exposureTimesFatality: [low, high],
      exposureIfFatal,
    } = identifiedSet(between(0.2, 0.22), between(0.1, 0.11));
    expect(low).toBeCloseTo(0.1, 6);
    expect(high).toBeGreaterThan(0.5);
    expect(high).toBeLessThan(0.6);
    expect(exposureIfFatal).toEqual([low, high]);
  });
  it("is none where more drop than verbs fail, for sure; open where perhaps", () => {
    expect(identifiedSet(between(0.1, 0.11), between(0.2, 0.22)).exposureIfFatal).toBeNull();
    expect(identifiedSet(between(0.1, 0.2), between(0.15, 0.22)).exposureIfFatal?.[1]).toBe(1);
  });
});

describe("the chance that an attempt fails where a failure ends the call", () => {
  const calls = [
    { attempts: 3, failures: 0, n: 70 },
    { attempts: 3, failures: 1, n: 5 },
    { attempts: 2, failures: 1, n: 5 },
    { attempts: 1, failures: 1, n: 20 },
    { attempts: 0, failures: 0, n: 9 },
  ];
  it("counts by position those that got so far", () => {
    const { byAttempt, hazard } = failureHazard(calls);
    expect(byAttempt.map(({ attempt, failures, atRisk }) => [attempt, failures, atRisk])).toEqual([
      [1, 20, 100],
      [2, 5, 80],
      [3, 5, 75],
    ]);
    expect(hazard.value).toBeCloseTo(30 / 255, 10);
  });
  it("tells a first attempt that fails more often from one chance throughout", () => {
    expect(failureHazard(calls).constantP).toBeLessThan(0.01);
    const even = [
      { attempts: 2, failures: 0, n: 81 },
      { attempts: 2, failures: 1, n: 9 },
      { attempts: 1, failures: 1, n: 10 },
    ];
    expect(failureHazard(even).constantP).toBeGreaterThan(0.9);
  });
  it("refuses calls with two failures, and a whole source taken for one call", () => {
    expect(() => failureHazard([{ attempts: 3, failures: 2, n: 1 }])).toThrow(/2 failures/);
    expect(() => failureHazard([{ attempts: 100_001, failures: 1, n: 1 }])).toThrow(/100001/);
  });
});
