import { describe, expect, it } from "vitest";
import { unitRatio, unitTotal } from "../../src/rates/unit-ratio.js";
import type { UnitProfile } from "../../src/sources/incident-data.js";

const unit = (n: number, attempts: number, failures: number): UnitProfile => ({ n, attempts, failures, failed: false });
const ratio = (units: readonly UnitProfile[]): ReturnType<typeof unitRatio> =>
  unitRatio(
    units,
    ({ failures }) => failures,
    ({ attempts }) => attempts,
    0.95,
  );

describe("a ratio of totals over calls", () => {
  it("counts each kind of call as often as it occurs", () => {
    expect(unitTotal([unit(3, 2, 0), unit(4, 5, 1)], ({ attempts }) => attempts)).toBe(26);
  });

  it("has the linearised interval on the log scale", () => {
    // Two calls of each kind: relative residuals ±1/4, variance 4/16 · 4/3 = 1/3, t(.975, 3) = 3.18245.
    const found = ratio([unit(2, 1, 1), unit(2, 3, 1)]);
    expect(found?.value).toBe(0.5);
    const half = 3.182446305284263 * Math.sqrt((4 * (1 / 8) ** 2 * 4) / 3);
    expect(found?.interval[0]).toBeCloseTo(0.5 * Math.exp(-half), 10);
    expect(found?.interval[1]).toBeCloseTo(0.5 * Math.exp(half), 10);
  });

  it.each([
    ["is none over nothing", [unit(5, 0, 0)], null],
    ["of one call is open upwards", [unit(1, 2, 1)], [0, Infinity]],
    ["of no failures ends at −ln .025 over all attempts", [unit(10, 2, 0)], [0, 3.688879454113936 / 20]],
  ])("%s", (_what, units, interval) => {
    const found = ratio(units)?.interval ?? null;
    if (interval === null) expect(found).toBeNull();
    else expect(found?.[1]).toBeCloseTo(interval[1] as number, 12);
  });

  it("allows for one unlike call where all look alike", () => {
    const found = ratio([unit(10, 2, 1)]);
    const unseen = 1 + 3.688879454113936 / 10;
    expect(found?.value).toBe(0.5);
    expect(found?.interval[0]).toBeCloseTo(0.5 / unseen, 12);
    expect(found?.interval[1]).toBeCloseTo(0.5 * unseen, 12);
  });
});
