import { describe, expect, it } from "vitest";
import { changePoints, outageWindow, outageWindows, reconcile, serviceLevel } from "../../src/index.js";

const stepped = [...Array<number>(30).fill(1), ...Array<number>(30).fill(3)];

describe("input that cannot be used is refused, saying what is required", () => {
  it.each<[string, () => unknown, string]>([
    [
      "a level above 1",
      () => changePoints(stepped, { level: 2 }),
      "changePoints requires a level between 0 and 1, got 2",
    ],
    [
      "a negative period",
      () => changePoints(stepped, { period: -1 }),
      "changePoints requires a period of 0 samples or more, got -1",
    ],
    [
      "a dispersion of 1",
      () => changePoints(stepped, { cost: "beta-binomial", attempts: stepped.map(() => 9), dispersion: 1 }),
      "a dispersion from 0 to below 1, got 1",
    ],
    [
      "a missing count",
      () => outageWindow({ failures: [null as unknown as number, 1], attempts: [1, 2] }),
      "0 ≤ failures ≤ attempts in every bin, got null of 1 in bin 0",
    ],
    [
      "no series",
      () => outageWindows({} as { failures: number[]; attempts: number[] }),
      "outageWindow requires failures and attempts, or values, got neither",
    ],
    [
      "a rate that is none",
      () => reconcile({ verbs: { rate: Number.NaN }, calls: { rate: 0.1 } }),
      "reconcile requires verbs.rate in 0…1, got NaN",
    ],
    [
      "minutes that are none",
      () =>
        serviceLevel({
          policy: "twilio",
          windows: [{ label: "own", start: "2025-03-31T15:00:00Z", minutes: Number.NaN }],
          shares: [],
        }),
      "minutes ≥ 0 of a window, got NaN",
    ],
    [
      "a share above 1",
      () => serviceLevel({ policy: "twilio", windows: [], shares: [{ label: "all", value: 2, interval: [1, 1] }] }),
      "shares in 0…1, got 2",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(message);
  });

  it.each(["auto", "mean", "linear", "mean-variance", "poisson", "binomial", "beta-binomial"] as const)(
    "changePoints by %s has no change in what does not vary, and finds one among 1e12",
    (cost) => {
      const attempts = (n: number, each: number): { attempts?: number[] } =>
        cost.includes("binomial") ? { attempts: Array<number>(n).fill(each) } : {};
      for (const values of [Array<number>(50).fill(3), Array<number>(50).fill(0), [1, 2, 3], []])
        expect(changePoints(values, { cost, ...attempts(values.length, 3) }).indices).toEqual([]);
      expect(
        changePoints([...Array<number>(30).fill(1e11), ...Array<number>(30).fill(3e11)], {
          cost,
          ...attempts(60, 1e12),
        }).indices,
      ).toEqual([30]);
    },
  );

  it("bare rates serve where nothing is known of their error", () => {
    expect(reconcile({ verbs: { rate: 0.25 }, calls: { rate: 0.133 } }).requiredAttemptsPerCall.value).toBeCloseTo(
      0.532,
      12,
    );
  });
});
