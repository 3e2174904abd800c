import { describe, expect, it } from "vitest";
import { outageWindow } from "../../../src/window/outage-window.js";

describe("an outage beside a handful of ordinary failures", () => {
  // Four failures in fifteen hundred quiet attempts: the calm stretches put the baseline below their rate.
  const during = [6, 5, 6, 5, 2, 3, 5, 3, 4, 6, 4, 6, 6, 5, 5, 5, 3, 4, 4, 5, 6, 4, 5, 5, 4, 4, 5, 4, 5, 5];
  const failures = (ordinary: readonly number[]): number[] =>
    Array.from({ length: 180 }, (_bin, t) => during[t - 60] ?? ordinary.filter((at) => at === t).length);

  it.each([
    ["spread over the series", [56, 93, 98, 155]],
    ["after it only", [93, 98, 155]],
    ["two of them together", [30, 93, 93, 155]],
    ["none", []],
  ])("is found, %s", (_how, ordinary) => {
    const found = outageWindow({ failures: failures(ordinary), attempts: new Array(180).fill(6) });
    expect(found).toMatchObject({ onset: 60, recovery: 90 });
  });
});
