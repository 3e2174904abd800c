import { describe, expect, it } from "vitest";
import { type SharedValue, survivorsOf } from "../../../src/rates/slices/survivors.js";

/** A value whose attempts and units failed so often during the outage, and never before. */
function value(name: string, attemptFailures: number, unitFailures: number, size = 1000): SharedValue {
  const counts = (failures: number) => ({
    before: { attempts: 10 * size, failures: 0 },
    during: { attempts: size, failures },
  });
  return { value: name, attempts: counts(attemptFailures), units: counts(unitFailures) };
}

const others = value("plain", 400, 200, 2000);
const named = (one: SharedValue, rest = others): readonly string[] =>
  survivorsOf("flow", [one, rest]).map(({ where }) => where["flow"] as string);

describe("parts whose attempts fail and whose units survive", () => {
  it("are named with what would have failed elsewhere", () => {
    expect(survivorsOf("flow", [value("fallback", 200, 10), others])).toEqual([
      {
        where: { flow: "fallback" },
        attempts: 1000,
        failures: 200,
        units: 1000,
        unitFailures: 10,
        wouldHaveFailed: 100,
      },
    ]);
  });

  it.each([
    ["fails half as often as the others", 1000, 0, true],
    ["fails less than half as often", 999, 0, false],
    ["does not fail at all", 0, 0, false],
  ])("attempts: a part that %s", (_what, failures, lost, expected) => {
    expect(named(value("part", failures, lost, 10_000)).includes("part")).toBe(expected);
  });

  it.each([
    ["less than half of its units", 24, true],
    ["more than half of its units", 110, false],
    ["all of them", 200, false],
  ])("units: a part that loses %s", (_what, lost, expected) => {
    expect(named(value("part", 400, lost)).includes("part")).toBe(expected);
  });

  it("need ten units outside that failed, and ten that would have inside", () => {
    expect(named(value("part", 400, 0), value("plain", 400, 9))).toEqual([]);
    expect(named(value("part", 18, 0, 100), value("plain", 400, 200, 2000))).toEqual([]);
  });

  it("need a difference beyond what counts scatter", () => {
    // Where none is lost and w would have been, five errors are 5 · √(2 (w + 1)): 50 falls short, 51 does not.
    expect(named(value("part", 100, 0))).toEqual([]);
    expect(named(value("part", 102, 0))).toEqual(["part"]);
  });

  it("failures of before are no survival", () => {
    const ordinary: SharedValue = {
      ...value("old", 200, 10),
      attempts: { before: { attempts: 10_000, failures: 2000 }, during: { attempts: 1000, failures: 200 } },
    };
    expect(named(ordinary)).toEqual([]);
  });
});
