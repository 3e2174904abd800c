import { describe, expect, it } from "vitest";
import { broaderTerms, holdsAll } from "../../../src/rates/slices/broaden.js";
import type { Term } from "../../../src/rates/slices/cell-numbers.js";
import type { CellSums } from "../../../src/rates/slices/excess-model.js";

const terms = [
  { column: 0, value: 1 },
  { column: 2, value: 4 },
] as unknown as readonly Term[];
const [region, version] = terms as readonly [Term, Term];
const sums = (attempts: number, failures: number): CellSums => ({ attempts, failures, expected: 10, before: 10 });
const own = sums(100, 60);

/** What the slice gains without its region, and without its version. */
const around =
  (withoutRegion: CellSums, withoutVersion: CellSums) =>
  (kept: readonly Term[]): CellSums =>
    kept[0] === version ? withoutRegion : withoutVersion;
const poisson = ({ failures }: CellSums): number => failures;

describe("a slice without a condition that does not matter", () => {
  it("holds every slice that has all its conditions", () => {
    expect(holdsAll([region], terms)).toBe(true);
    expect(holdsAll(terms, [region])).toBe(false);
    expect(holdsAll([], [region])).toBe(true);
    expect(holdsAll([{ ...region, value: 9 } as Term], terms)).toBe(false);
  });

  it("loses the condition outside of which failures rose as much", () => {
    expect(broaderTerms(terms, own, around(sums(100, 60), sums(100, 10)), poisson)).toEqual([version]);
    expect(broaderTerms(terms, own, around(sums(100, 10), sums(100, 60)), poisson)).toEqual([region]);
  });

  it.each([
    ["half of its own rise is as much", sums(100, 35), true],
    ["less than half is not", sums(100, 34), false],
    ["nothing tried there tells nothing", sums(0, 0), false],
    ["a rise within three errors is none", { ...sums(20, 18), expected: 6 }, false],
  ])("%s", (_what, gained, expected) => {
    expect(broaderTerms(terms, own, around(gained, sums(100, 10)), poisson) !== null).toBe(expected);
  });

  it("loses the condition that gains most where both could go", () => {
    expect(broaderTerms(terms, own, around(sums(100, 60), sums(200, 130)), poisson)).toEqual([region]);
  });

  it("keeps its only condition", () => {
    expect(broaderTerms([region], own, around(sums(100, 60), sums(100, 60)), poisson)).toBeNull();
  });
});
