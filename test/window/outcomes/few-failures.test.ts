import { describe, expect, it } from "vitest";
import { outageWindow } from "../../../src/window/outage-window.js";
import type { OutcomeBins } from "../../../src/window/outcomes/outcome-bins.js";
import { STEADY, wanderOf } from "../../../src/window/outcomes/wander.js";

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

describe("how a rate wanders", () => {
  /** 320 bins of twelve attempts with these failures, at a usual share of one in seven hundred. */
  const bins = (held: readonly (readonly [bin: number, failures: number])[], attempts = 12): OutcomeBins => {
    const failures = new Float64Array(320);
    for (const [bin, count] of held) failures[bin] = count;
    return {
      failures,
      attempts: new Float64Array(320).fill(attempts),
      rates: new Float64Array(320).fill(1 / 700),
      dispersion: 0,
      rateError: 0,
    };
  };
  const none = new Uint8Array(320);

  it("is not told by five failures, three of them together: chance may make as much of them", () => {
    const few = bins([
      [40, 1],
      [120, 1],
      [300, 3],
    ]);
    expect(wanderOf(few, none).deviation(32)).toBeGreaterThan(0.4);
    expect(wanderOf(few, none, true).deviation(32)).toBeCloseTo(STEADY.deviation(32), 3);
  });

  it("is told by many", () => {
    // A hundred attempts' worth in each bin, at twice the share in every other stretch of forty bins.
    const many = bins(
      Array.from({ length: 320 }, (_, t) => [t, Math.floor(t / 40) % 2 === 0 ? 2 : 1] as const),
      1050,
    );
    const [all, beyond] = [wanderOf(many, none), wanderOf(many, none, true)];
    expect(all.deviation(32)).toBeGreaterThan(0.15);
    expect(beyond.deviation(32)).toBeGreaterThan(0.8 * all.deviation(32));
  });
});
