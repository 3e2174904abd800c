import { describe, expect, it } from "vitest";
import { AVERAGED_OVER_ENDS, averagedNote } from "../../src/rates/averaged-rate.js";
import { plannedVerbs } from "../../src/rates/planned-verbs.js";
import { predictedDropRate } from "../../src/rates/predicted-drop-rate.js";
import { rateBreakdown } from "../../src/rates/rate-breakdown.js";
import type { RateFinding } from "../../src/rates/rate-finding.js";
import { sideRate } from "../../src/rates/reconcile-input.js";
import { spanRate } from "../../src/rates/span-rate.js";
import { unitShares } from "../../src/rates/unit-shares.js";

const unit = (attempts: number, failures: number, failed: boolean, n: number) => ({ attempts, failures, failed, n });

describe("a rate averaged over where its window may end", () => {
  const note = (more: Partial<RateFinding>): string =>
    averagedNote({
      method: `wilson, ${AVERAGED_OVER_ENDS}`,
      rate: { value: 0.25 },
      failures: 30,
      attempts: 100,
      ...more,
    } as RateFinding);
  it.each([
    ["says so where it is not what its counts give", {}, " (averaged over where the ends may lie)"],
    ["does not where it is", { failures: 25 }, ""],
    ["does not where its method does not average", { method: "wilson" }, ""],
    ["does not where nothing was tried", { failures: 0, attempts: 0 }, ""],
  ])("%s", (_what, more, text) => {
    expect(note(more)).toBe(text);
  });
});

describe("the shares of calls that explanations rest on", () => {
  const units = [
    unit(0, 0, false, 40),
    unit(0, 0, true, 10),
    unit(3, 0, false, 20),
    unit(2, 0, true, 5),
    unit(3, 1, true, 12),
    unit(3, 1, false, 4),
    unit(4, 2, false, 6),
    unit(4, 3, true, 3),
  ];
  const values = Object.fromEntries(
    Object.entries(unitShares(units, 0.95)).map(([name, share]) => [
      name,
      share === null || typeof share === "number" ? share : share.value,
    ]),
  );
  it("are counted among what each is a share of", () => {
    expect(values).toEqual({
      calls: 100,
      exposed: 0.5,
      fatality: 15 / 25,
      survived: 10 / 25,
      repeated: 9 / 25,
      otherDrops: 15 / 30,
      dropsWithoutFailure: 15 / 75,
    });
  });
  it("are none where there is no call to take one of", () => {
    expect(unitShares([unit(2, 0, false, 5)], 0.95)).toMatchObject({ fatality: null, otherDrops: null });
    expect(unitShares([], 0.95)).toMatchObject({ calls: 0, exposed: null, dropsWithoutFailure: null });
  });
});

describe("the rate of a span", () => {
  const clusters = [
    { failures: 1, attempts: 4, n: 10 },
    { failures: 0, attempts: 5, n: 12 },
  ];
  it("is of independent attempts unless clusters are declared", () => {
    expect(spanRate(clusters, false, 0.95)).toMatchObject({
      failures: 10,
      attempts: 100,
      method: "wilson, attempts taken as independent",
      clusters: null,
      designEffect: null,
    });
    expect(spanRate(clusters, true, 0.95)).toMatchObject({ failures: 10, attempts: 100, clusters: 22 });
  });
  it("is unknown where nothing was tried, and never more than all", () => {
    expect(spanRate([], false, 0.95)).toMatchObject({ attempts: 0, rate: { value: Number.NaN, interval: [0, 1] } });
    expect(spanRate([{ failures: 2.6, attempts: 2.4, n: 1 }], false, 0.95)).toMatchObject({ failures: 2, attempts: 2 });
  });
});

describe("a rate by the values of a column", () => {
  const row = (value: string, failures: number, attempts: number) => ({ value, failures, attempts });
  const input = {
    dimension: "region",
    window: [row("us", 10, 100), row("eu", 40, 100), row("ap", 10, 100), row("sa", 0, 0)],
    baseline: [row("eu", 5, 500), row("us", 0, 0)],
  };
  const found = rateBreakdown(input, null, 0.95);
  it("lists values with attempts, most failures first and names in order among equals", () => {
    expect(found.rows.map(({ value }) => value)).toEqual(["eu", "ap", "us"]);
  });
  it("has an excess only where the baseline has attempts", () => {
    const [eu, ap, us] = found.rows;
    expect(eu?.excess?.value).toBeCloseTo(0.39, 12);
    expect([ap?.excess, us?.excess]).toEqual([null, null]);
    expect(ap?.baseline).toEqual({ failures: 0, attempts: 0 });
  });
  it("widens by the design effect, and by none below 1", () => {
    const width = (effect: number | null): number => {
      const interval = rateBreakdown(input, effect, 0.95).rows[0]?.rate.interval as readonly [number, number];
      return interval[1] - interval[0];
    };
    expect(width(4)).toBeGreaterThan(1.7 * width(null));
    expect(width(0.25)).toBe(width(1));
    const p = (effect: number): number => rateBreakdown(input, effect, 0.95).homogeneityP;
    expect(p(4)).toBeGreaterThan(p(1));
    expect(rateBreakdown(input, 4, 0.95).rows[0]?.adjustedP).toBeGreaterThan(found.rows[0]?.adjustedP as number);
  });
});

describe("a side of a reconciliation", () => {
  it("is an estimate, a bare number, or counts", () => {
    expect(sideRate("verbs", { rate: 0.25 }, 0.95)).toEqual({ value: 0.25, interval: [0.25, 0.25], level: 0.95 });
    expect(sideRate("verbs", { failures: 25, attempts: 100 }, 0.95).value).toBe(0.25);
  });
  it.each([0, 1])("may be %d", (rate) => {
    expect(sideRate("verbs", { rate }, 0.95).value).toBe(rate);
  });
  it.each([-0.001, 1.001, Number.NaN])("is no share where it is %d", (rate) => {
    expect(() => sideRate("verbs", { rate }, 0.95)).toThrow(/requires verbs\.rate in 0…1/);
  });
  it.each([{ failures: 1 }, { attempts: 1 }, {}])("is not known from %j", (side) => {
    expect(() => sideRate("calls", side, 0.95)).toThrow(/requires calls as a rate or as failures and attempts/);
  });
});

describe("the drops that plans and hazards predict", () => {
  const planned = plannedVerbs([unit(2, 0, false, 1000)]) as NonNullable<ReturnType<typeof plannedVerbs>>;
  const predicted = (units: Parameters<typeof predictedDropRate>[1]) => predictedDropRate(planned, units, 0.95);

  it("are none where nothing was attempted", () => {
    expect(predicted([unit(0, 0, false, 10)])).toBeNull();
  });

  it("are none, but perhaps a few, where nothing failed; all, but perhaps not quite, where everything did", () => {
    const [none, all] = [predicted([unit(2, 0, false, 50)]), predicted([unit(1, 1, true, 50)])];
    expect(none?.value).toBe(0);
    expect(none?.interval[0]).toBe(0);
    expect(none?.interval[1]).toBeCloseTo(1 - (1 - (1 - 0.025 ** (1 / 100))) ** 2, 6);
    expect(all?.value).toBe(1);
    expect(all?.interval[1]).toBe(1);
    expect(all?.interval[0]).toBeGreaterThan(0.99);
  });

  it("follow the hazard of each place in the call where failures end calls", () => {
    // Of 100 first attempts 20 fail; of the 80 second ones 8.
    const found = predicted([unit(1, 1, true, 20), unit(2, 1, true, 8), unit(2, 0, false, 72)]);
    expect(found?.value).toBeCloseTo(1 - 0.8 * 0.9, 12);
    expect((found?.interval[0] as number) < 0.28 && (found?.interval[1] as number) > 0.28).toBe(true);
  });

  it("take hazards to differ between calls where more than one failure in twenty was survived", () => {
    // One survived of 20 failures is one in twenty; with one more it is more.
    const units = (survived: number) => [unit(1, 1, true, 19), unit(2, 1, false, survived), unit(2, 0, false, 80)];
    const byPlace = 1 - (1 - 19.5 / 100) * (1 - 0.5 / 81);
    expect(predicted(units(1))?.value).toBeCloseTo(byPlace, 12);
    const both = predicted(units(2));
    expect(both?.value).not.toBeCloseTo(1 - (1 - 20 / 101) * (1 - 1 / 82), 4);
  });
});
