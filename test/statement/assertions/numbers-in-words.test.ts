import { describe, expect, it } from "vitest";
import { figuresIn } from "../../../src/statement/assertions/figures.js";

/** Kind, value and half a unit of the figures of a sentence. */
const figures = (words: string): unknown[] =>
  figuresIn(words, []).map(({ kind, value, rounding }) => [kind, Number(value.toPrecision(6)), rounding]);

describe("numbers in words", () => {
  it.each([
    ["two hundred parcels were lost", 200, 50],
    ["three hundred and twenty parcels were lost", 320, 0],
    ["forty-two parcels were lost", 42, 0],
    ["six thousand parcels were lost", 6000, 500],
    ["eighteen and a half thousand parcels were lost", 18_500, 50],
    ["two hundred thousand parcels were lost", 200_000, 500],
    ["two and a half million parcels were lost", 2_500_000, 50_000],
  ])("%s", (words, value, rounding) => {
    expect(figures(words)).toEqual([["count", value, rounding]]);
  });

  it("may stand under a share", () => {
    expect(figures("one in a hundred and fifty parcels went astray")[0]).toEqual([
      "share",
      0.00666667,
      expect.anything(),
    ]);
  });

  it("are no count where they are the first bound of a share", () => {
    expect(figures("between six and seven percent of parcels went astray").map((one) => (one as [string])[0])).toEqual([
      "share",
    ]);
  });
});
