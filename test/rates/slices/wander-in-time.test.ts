import { describe, expect, it } from "vitest";
import { explainBySlices } from "../../../src/rates/slices/explain-by-slices.js";
import { type ValueBlocks, wanderInTime } from "../../../src/rates/slices/wander-in-time.js";
import { seededRandom } from "../../../src/stats/random/random.js";

/** Four values in twelve stretches, whose rates of 2 % wander by `sd` in their logarithm from one to the next. */
function column(sd: number, common: number): ValueBlocks[] {
  const random = seededRandom(5).fork(`${sd} ${common}`);
  const together = Array.from({ length: 12 }, () => Math.exp(common * random.normal()));
  return [9000, 5000, 4000, 3000].map((attempts) => ({
    attempts: together.map(() => attempts),
    failures: together.map((all) => random.binomial(attempts, 0.02 * all * Math.exp(sd * random.normal()))),
  }));
}

describe("wanderInTime", () => {
  it("is nothing where rates stay, and where all move together", () => {
    expect(wanderInTime([column(0, 0)])?.drift).toBeLessThan(0.01);
    expect(wanderInTime([column(0, 0.4)])?.drift).toBeLessThan(0.01);
  });

  it("is how far values move by themselves", () => {
    const { drift = 0 } = wanderInTime([column(0.3, 0)]) ?? {};
    expect(Math.sqrt(drift)).toBeGreaterThan(0.2);
    expect(Math.sqrt(drift)).toBeLessThan(0.42);
  });

  it("is unknown where little happened before", () => {
    expect(wanderInTime([])).toBeUndefined();
    expect(wanderInTime([[{ failures: [1, 0, 2, 1], attempts: [50, 50, 50, 50] }]])).toBeUndefined();
  });
});

describe("values that wander", () => {
  const cell = (region: string, before: number, during: number) => ({
    values: { region },
    before: { failures: before, attempts: 100_000 },
    during: { failures: during, attempts: 10_000 },
  });
  const cells = [cell("north", 2000, 420), cell("south", 2100, 300), cell("west", 1900, 290), cell("east", 2000, 310)];

  it("are no parts that broke where ordinary days showed as much", () => {
    expect(explainBySlices(cells, { wander: { drift: 0.09, freedom: 20 } }).found).toEqual([]);
  });

  it("are parts where rates never moved", () => {
    const { found } = explainBySlices(cells, { wander: { drift: 0, freedom: 20 } });
    expect(found.map(({ where }) => where)).toEqual([{ region: "north" }]);
  });
});
