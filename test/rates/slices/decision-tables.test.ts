import { describe, expect, it } from "vitest";
import { effectiveNumbers } from "../../../src/rates/slices/effective-counts.js";
import { binomialDeviance, riseOf, risen } from "../../../src/rates/slices/excess-model.js";
import { excessShare, expectedRate, scatteredRate } from "../../../src/rates/slices/excess-share.js";
import { echoesOutcome } from "../../../src/rates/slices/outcome-column.js";
import { ratioStatistic } from "../../../src/rates/slices/ratio-contrast.js";
import type { CellTable } from "../../../src/rates/slices/cell-table.js";
import { scaled, valueUnit } from "../../../src/rates/slices/value-unit.js";
import { explainBySlices, type SliceCell } from "../../../src/index.js";

// Each rule of the search for slices as a table: the cases just on either side of what decides.

type Counts = readonly [failures: number, attempts: number];
const counts = ([failures, attempts]: Counts) => ({ failures, attempts });
const value = (name: string, before: Counts, during: Counts) =>
  [name, { before: counts(before), during: counts(during) }] as const;

describe("a column that repeats the outcome", () => {
  const ok = value("", [0, 9000], [0, 900]);
  it.each([
    ["whose values fail throughout, before and during", [ok, value("timeout", [5, 5], [100, 100])], true],
    ["of which just 95 in 100 fail", [ok, value("timeout", [95, 100], [95, 100])], true],
    ["of which just fewer fail during", [ok, value("timeout", [95, 100], [94, 100])], false],
    ["of which just fewer failed before", [ok, value("timeout", [94, 100], [95, 100])], false],
    ["that holds 95 in 100 failures", [value("", [5, 9000], [5, 900]), value("timeout", [95, 95], [95, 95])], true],
    [
      "that holds just fewer failures during",
      [value("", [5, 9000], [6, 900]), value("timeout", [95, 95], [94, 94])],
      false,
    ],
    [
      "that held just fewer failures before",
      [value("", [6, 9000], [5, 900]), value("timeout", [94, 94], [95, 95])],
      false,
    ],
    ["without enough failures before, and empty elsewhere", [ok, value("timeout", [4, 4], [100, 100])], true],
    ["that failed otherwise before, with too few to say so", [ok, value("eu", [4, 900], [100, 100])], true],
    ["that failed otherwise before, with enough", [ok, value("eu", [5, 900], [100, 100])], false],
    [
      "whose other attempts have a value, too",
      [value("us", [0, 9000], [0, 900]), value("eu", [0, 900], [100, 100])],
      false,
    ],
    ["where nothing failed", [ok, value("us", [0, 100], [0, 100])], false],
    [
      "whose rows of one value come apart",
      [ok, value("timeout", [5, 5], [60, 60]), value("timeout", [0, 0], [0, 40])],
      false,
    ],
  ] as const)("%s: %j", (_what, cells, echoes) => {
    expect(echoesOutcome(cells)).toBe(echoes);
  });

  it("may have empty values that fail seldom, but no more than 5 in 100", () => {
    const of = (empty: Counts): boolean =>
      echoesOutcome([value("", [0, 9000], empty), value("e", [0, 0], [2000, 2000])]);
    expect(of([5, 100])).toBe(true);
    expect(of([6, 100])).toBe(false);
  });
});

/** A table of one column whose cells have so many attempts, a number of them failures. */
function tableOf(attempts: readonly number[], failing: number): CellTable {
  const zero = new Float64Array(attempts.length);
  return {
    size: attempts.length,
    columns: ["host"],
    values: [attempts.map((_, cell) => `h${cell}`)],
    codes: [Int32Array.from(attempts, (_, cell) => cell)],
    failuresBefore: zero,
    attemptsBefore: zero,
    failures: Float64Array.from(attempts, (amount, cell) => (cell < failing ? amount / 2 : 0)),
    attempts: Float64Array.from(attempts),
    leftOut: [],
  };
}
const amounts = (fractions: number, wholes: number): number[] => [
  ...Array<number>(fractions).fill(0.5),
  ...Array<number>(wholes).fill(1),
];

describe("the unit of amounts", () => {
  it.each([
    ["of 60 cells, all fractions, a quarter of them with failures", amounts(60, 0), 15, 200],
    ["of 59 cells", amounts(59, 0), 15, 1],
    ["of which nine in ten are fractions", amounts(54, 6), 15, (100 * 60) / 33],
    ["of which fewer are fractions", amounts(53, 7), 15, 1],
    ["of which fewer than a quarter have failures", amounts(60, 0), 14, 1],
    ["that are counts", amounts(0, 60), 30, 1],
    ["with cells without any, which do not count", [...amounts(59, 0), 0], 15, 1],
    ["that are large already", Array<number>(60).fill(250.5), 30, 1],
  ])("%s", (_what, of, failing, unit) => {
    expect(valueUnit(tableOf(of, failing))).toBeCloseTo(unit, 9);
  });

  it("multiplies every amount, or leaves the table as it is", () => {
    const table = tableOf(amounts(2, 1), 2);
    expect(scaled(table, 1)).toBe(table);
    const { attempts, failures } = scaled(table, 4);
    expect([...attempts]).toEqual([2, 2, 4]);
    expect([...failures]).toEqual([1, 1, 0]);
  });
});

describe("a cell's counts as what they are worth", () => {
  const cell = Float64Array.from([1000, 50, 40, 120]);
  const rise = { form: "multiplied", size: 2 } as const;
  it("stay where rates do not wander", () => {
    expect([...effectiveNumbers(cell, rise, { dispersion: 2, cellDrift: 0 })]).toEqual([...cell]);
  });
  it("are as many as the wandering leaves: a mean of 80 at a drift of a tenth and a dispersion of 2 counts a fifth", () => {
    const [attempts, failures, expected, before] = effectiveNumbers(cell, rise, { dispersion: 2, cellDrift: 0.1 });
    expect([attempts, failures, expected]).toEqual([200, 10, 8]);
    expect(before).toBeCloseTo(120 / 7, 12);
  });
  it("of no attempts are taken as they are", () => {
    const none = Float64Array.from([0, 0, 0, 10]);
    expect([...effectiveNumbers(none, rise, { dispersion: 1, cellDrift: 0.1 })]).toEqual([0, 0, 0, 5]);
  });
});

describe("a rise that is common to all", () => {
  const sums = { attempts: 100, failures: 28, expected: 10, before: 0 };
  it("is the share of what would have succeeded, or a factor", () => {
    expect(riseOf("added", sums).size).toBeCloseTo(0.2, 12);
    expect(riseOf("multiplied", sums).size).toBeCloseTo(2.8, 12);
  });
  it.each([
    ["added", 0.2, 28],
    ["added", -1, 100 * 1e-9],
    ["multiplied", 2.8, 28],
    ["multiplied", 50, 99.99],
  ] as const)("%s by %d expects %d of 100 attempts", (form, size, mean) => {
    expect(risen({ form, size }, 100, 10)).toBeCloseTo(mean === 28 ? 28 : mean, 6);
    expect(risen({ form, size }, 100, 10) > 0).toBe(true);
  });
});

describe("what a count's own rate gains over a mean", () => {
  it.each([
    [10, 100, 10, 0],
    [0, 100, 10, 200 * Math.log(100 / 90)],
    [100, 100, 50, 200 * Math.log(2)],
    [20, 100, 10, 2 * (20 * Math.log(2) + 80 * Math.log(80 / 90))],
  ])("%d of %d where %d were expected: %d", (failures, attempts, mean, gain) => {
    expect(binomialDeviance(failures, attempts, mean)).toBeCloseTo(gain, 10);
  });
});

describe("two ratios held against one", () => {
  const sure: [number, number] = [1e9, 1e9];
  const of = (failures: number, expected: number) => ({ failures, expected });
  it("say nothing where they agree, and more the farther they lie apart", () => {
    expect(ratioStatistic(of(20, 10), of(40, 20), 1, sure)).toBeLessThan(1e-6);
    // Two Poisson counts of one mean ratio, 3 and 1 of 2 each: the textbook value.
    const apart = ratioStatistic(of(30, 10), of(10, 10), 1, sure);
    expect(apart).toBeCloseTo(2 * (30 * Math.log(1.5) + 10 * Math.log(0.5)), 4);
    expect(ratioStatistic(of(30, 10), of(10, 10), 2, sure)).toBeCloseTo(apart / 2, 4);
  });
  it("say less where the expectations rest on few failures", () => {
    expect(ratioStatistic(of(30, 10), of(10, 10), 1, [10, 10])).toBeLessThan(
      ratioStatistic(of(30, 10), of(10, 10), 1, [100, 100]),
    );
  });
  it("bear a part without any failure", () => {
    expect(ratioStatistic(of(0, 10), of(10, 10), 1, sure)).toBeCloseTo(20 * Math.log(2), 4);
  });
});

describe("the share of the excess in a part", () => {
  const sums = (failures: number, expected: number) => ({ attempts: 1000, failures, expected, before: 1000 });
  it("is its excess over both, with an interval that holds it", () => {
    const { value: share, interval } = excessShare(sums(210, 10), sums(60, 10), 1, 0, 0.95);
    expect(share).toBeCloseTo(0.8, 12);
    expect(interval[0]).toBeGreaterThan(0.7);
    expect(interval[0]).toBeLessThan(0.8);
    expect(interval[1]).toBeGreaterThan(0.8);
    expect(interval[1]).toBeLessThan(0.9);
  });
  it.each([
    ["all where the rest has less than expected", sums(210, 10), sums(0, 10), 1],
    ["none where it has less itself", sums(0, 10), sums(60, 10), 0],
    ["all of an excess that the rest more than takes back", sums(20, 10), sums(0, 40), 1],
    ["none where neither has any", sums(5, 10), sums(5, 10), 0],
  ])("is %s", (_what, part, rest, share) => {
    expect(excessShare(part, rest, 1, 0, 0.95).value).toBe(share);
  });
  it("may be anything where the excess itself is not clear, and does not say less with more scatter", () => {
    expect(excessShare(sums(12, 10), sums(11, 10), 1, 0, 0.95).interval).toEqual([0, 1]);
    const width = (dispersion: number): number => {
      const { interval } = excessShare(sums(210, 10), sums(60, 10), dispersion, 0, 0.95);
      return interval[1] - interval[0];
    };
    expect(width(4)).toBeGreaterThan(1.8 * width(1));
  });
  it("stands beside rates that scatter widens", () => {
    const low = (dispersion: number): number => scatteredRate(sums(100, 10), dispersion, 0.95).interval[0];
    expect(low(4)).toBeLessThan(low(1));
    const { value: expected, interval } = expectedRate(sums(100, 10), 1, 0, 0.95);
    expect(expected).toBeCloseTo(0.01, 12);
    expect(interval[0] < 0.01 && interval[1] > 0.01).toBe(true);
    expect(interval[1] / 0.01).toBeCloseTo(1 + 1.96 / Math.sqrt(1000), 2);
  });
});

describe("how many columns a slice may name", () => {
  /** Only one pair of region and host fails. */
  const cells: SliceCell[] = ["eu", "us", "ap"].flatMap((region) =>
    ["h1", "h2", "h3"].map((host) => ({
      values: { region, host },
      before: { failures: 6, attempts: 600 },
      during: { failures: region === "eu" && host === "h1" ? 80 : 2, attempts: 200 },
    })),
  );
  it.each([
    [2, [{ region: "eu", host: "h1" }]],
    [1, []],
  ])("with %d at most", (mostColumns, where) => {
    expect(explainBySlices(cells, { mostColumns }).found.map((slice) => slice.where)).toEqual(where);
  });
});

describe("parts that are worth naming", () => {
  const cell = (host: string, failures: number): SliceCell => ({
    values: { host },
    before: { failures: 300, attempts: 300_000 },
    during: { failures, attempts: 100_000 },
  });
  const hosts = (small: number): readonly (string | undefined)[] =>
    explainBySlices([
      cell("large", 60_000),
      cell("small", small),
      ...Array.from({ length: 20 }, (_, index) => cell(`h${index}`, 100)),
    ]).found.map(({ where }) => where["host"]);
  it("hold a hundredth of what stands out of the others", () => {
    expect(hosts(800)).toContain("small");
    expect(hosts(400)).toEqual(["large"]);
  });
});
