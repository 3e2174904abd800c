import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { interventionEffect } from "../../../src/stats/intervention/intervention-effect.js";
import { seededRandom } from "../../../src/stats/random/random.js";
import { referenceFolder } from "../../reference-folder.js";

const FOLDER = referenceFolder("effects");

/** A wandering control, a response that follows it, and a jump at 70. */
function planted(seed: number, jump: number): { y: number[]; controls: number[][] } {
  const random = seededRandom(seed);
  let level = 100;
  const x = Array.from({ length: 100 }, () => (level += 0.5 * random.normal()));
  return {
    y: x.map((value, t) => 1.2 * value + random.normal() + (t >= 70 ? jump : 0)),
    controls: [x, x.map(() => random.normal())],
  };
}

describe("interventionEffect on planted jumps", () => {
  const run = (seed: number, jump: number): ReturnType<typeof interventionEffect> =>
    interventionEffect({ ...planted(seed, jump), pre: [0, 69], post: [70, 99], seed, draws: 600 });

  it("covers the jump, and nothing where there is none, about as often as it says", () => {
    let covered = 0;
    let quiet = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const {
        average: { effect },
      } = run(seed, 5);
      if (effect.interval[0] <= 5 && 5 <= effect.interval[1]) covered++;
      const none = run(seed + 100, 0).average.effect.interval;
      if (none[0] <= 0 && 0 <= none[1]) quiet++;
    }
    expect(covered).toBeGreaterThanOrEqual(17);
    expect(quiet).toBeGreaterThanOrEqual(17);
  });

  it("keeps its parts consistent", () => {
    const { average, cumulative, pointwise, tailProbability } = run(3, 5);
    expect(pointwise.map(({ index }) => index)).toEqual(Array.from({ length: 30 }, (_, i) => 70 + i));
    expect(cumulative.effect.value).toBeCloseTo(30 * average.effect.value, 8);
    expect(cumulative.effect.value).toBeCloseTo(
      pointwise.reduce((sum, { effect }) => sum + (effect as number), 0),
      6,
    );
    expect(pointwise[29]?.cumulative?.value).toBeCloseTo(cumulative.effect.value, 6);
    expect(cumulative.actual - cumulative.predicted.value).toBeCloseTo(cumulative.effect.value, 8);
    expect(average.effect.interval[0]).toBeLessThan(average.effect.interval[1]);
    expect(tailProbability).toBeLessThan(0.01);
  });

  it("gives the same bytes for the same seed, others for another, and moves with the unit", () => {
    expect(JSON.stringify(run(3, 5))).toBe(JSON.stringify(run(3, 5)));
    const { y, controls } = planted(3, 5);
    const spans = { pre: [0, 69], post: [70, 99], seed: 3, draws: 600 } as const;
    const plain = interventionEffect({ y, controls, ...spans });
    const inThousands = interventionEffect({ y: y.map((value) => 1000 * value), controls, ...spans });
    expect(inThousands.cumulative.effect.value / 1000).toBeCloseTo(plain.cumulative.effect.value, 6);
    expect(interventionEffect({ y, controls, ...spans, seed: 4 }).average.predicted.value).not.toBe(
      plain.average.predicted.value,
    );
  });

  it("works without controls and with missing values", () => {
    const { y } = planted(5, 5);
    const holes: (number | null)[] = y.map((value, t) => (t === 0 || t === 20 || t === 80 ? null : value));
    const { cumulative, pointwise } = interventionEffect({
      y: holes,
      pre: [0, 69],
      post: [70, 99],
      seed: 1,
      draws: 300,
    });
    expect(pointwise[10]?.effect).toBeNull();
    expect(cumulative.actual).toBeCloseTo(
      holes.slice(70).reduce<number>((sum, value) => sum + (value ?? 0), 0),
      8,
    );
  });
});

describe("interventionEffect refuses", () => {
  const y = planted(1, 0).y;
  const ok = { y, pre: [0, 69], post: [70, 99], seed: 1 } as const;
  it.each<[string, Partial<Parameters<typeof interventionEffect>[0]>, RegExp]>([
    ["a constant response", { y: y.map(() => 7) }, /varies before the intervention, got the constant 7/],
    ["NaN", { y: y.map((value, t) => (t === 5 ? NaN : value)) }, /finite numbers or null as y, got NaN at 5/],
    ["a control of another length", { controls: [[1, 2, 3]] }, /controls as long as y \(100\), got 3/],
    ["NaN in a control", { controls: [y.map((value, t) => (t === 9 ? NaN : value))] }, /finite controls, got NaN at 9/],
    ["spans that overlap", { pre: [0, 75] }, /pre\[1\] < post\[0\]/],
    ["a span outside the series", { post: [70, 100] }, /post\[1\] < 100/],
    ["a fractional index", { pre: [0, 69.5] }, /whole indices/],
    ["two points before", { pre: [0, 1] }, /at least 3 measured values before/],
    ["nothing measured after", { y: y.map((value, t) => (t > 69 ? null : value)) }, /measured value after/],
    ["too few draws", { draws: 5 }, /at least 100 draws, got 5/],
    ["a seed that is none", { seed: NaN }, /finite seed/],
    ["an empty series", { y: [] }, /got \[0, 69\] and \[70, 99\]/],
  ])("%s", (_, change, message) => {
    expect(() => interventionEffect({ ...ok, ...change })).toThrow(RangeError);
    expect(() => interventionEffect({ ...ok, ...change })).toThrow(message);
  });

  it("but takes a control that is constant, or a copy of another", () => {
    const controls = [y.map(() => 3), planted(1, 0).controls[0] as number[], planted(1, 0).controls[0] as number[]];
    expect(Number.isFinite(interventionEffect({ ...ok, controls, draws: 200 }).average.effect.value)).toBe(true);
  });
});

describe("interventionEffect beside R's printed output", () => {
  const here = existsSync(FOLDER);
  it.skipIf(!here).each([
    ["arma", ["y", "X"], 69, 3610, 9.1, [3592, 3629]],
    [
      "comparison",
      ["CHANGED", "NOT_CHANGED_1", "NOT_CHANGED_2", "NOT_CHANGED_3"],
      89,
      1426171,
      13253,
      [1399368, 1451711],
    ],
    ["google", ["y", "x1", "x2"], 60, 3883, 134.2, [3614, 4148]],
  ] as const)("%s (needs POSTMORTEM_REFERENCE)", (name, columns, lastPre, mean, sd, interval) => {
    const [header = "", ...rows] = readFileSync(join(FOLDER, `${name}.csv`), "utf8")
      .trim()
      .split(/\r?\n/);
    const names = header.split(",");
    const [y, ...controls] = columns.map((column) => rows.map((row) => Number(row.split(",")[names.indexOf(column)])));
    const lastDay = { arma: "", comparison: "2019-08-01", google: "2020-03-31" }[name];
    const end = lastDay === "" ? rows.length - 1 : rows.findIndex((row) => row.includes(lastDay));
    const {
      cumulative: { predicted },
    } = interventionEffect({ y: y as number[], controls, pre: [0, lastPre], post: [lastPre + 1, end], seed: 1 });
    expect(Math.abs(predicted.value - mean)).toBeLessThan(0.1 * sd);
    expect(Math.abs(predicted.sd / sd - 1)).toBeLessThan(0.05);
    interval.forEach((bound, i) => expect(Math.abs((predicted.interval[i] as number) - bound)).toBeLessThan(0.25 * sd));
  });
});
