import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import { outageWindow, outageWindows } from "../../../src/window/outage-window.js";

/** Daily season in hourly samples, with an event of the given height on top. */
function hourly(seed: number, height: number, from: number, to: number): number[] {
  const random = seededRandom(seed);
  return Array.from(
    { length: 240 },
    (_, t) => 100 + 20 * Math.sin((2 * Math.PI * t) / 24) + random.normal(0, 2) + (t >= from && t < to ? height : 0),
  );
}

describe("outageWindow on values", () => {
  it.each([
    ["a rise", 40],
    ["a fall", -40],
  ])("finds %s from any sample inside it, to a sample's margin", (_, height) => {
    const values = hourly(1, height, 120, 130);
    for (let hint = 120; hint < 130; hint++) {
      const found = outageWindow({ values }, { hint });
      expect(Math.abs((found?.onset as number) - 120)).toBeLessThanOrEqual(1);
      expect(Math.abs((found?.recovery as number) - 130)).toBeLessThanOrEqual(1);
    }
  });

  it("snaps a hint that sits on the ordinary sample beside the peak", () => {
    const found = outageWindow({ values: hourly(2, 60, 120, 126) }, { hint: 118 });
    expect(Math.abs((found?.onset as number) - 120)).toBeLessThanOrEqual(1);
  });

  it("finds the event without a hint and nothing beside it", () => {
    const found = outageWindows({ values: hourly(3, 60, 100, 108) });
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0]?.onset as number) - 100)).toBeLessThanOrEqual(1);
    expect((found[0]?.excess as number) / (8 * 60)).toBeGreaterThan(0.8);
  });

  it("finds nothing in a season with noise", () => {
    for (let seed = 0; seed < 10; seed++) expect(outageWindows({ values: hourly(seed, 0, 0, 0) })).toEqual([]);
  });

  it("passes over missing samples", () => {
    const values = hourly(4, 50, 120, 130).map((value, t) => (t % 11 === 0 ? null : value));
    const found = outageWindow({ values }, { hint: 125 });
    expect(Math.abs((found?.onset as number) - 120)).toBeLessThanOrEqual(1);
    expect(Math.abs((found?.recovery as number) - 130)).toBeLessThanOrEqual(1);
  });

  it("leaves an event open that the data end in", () => {
    const found = outageWindow({ values: hourly(5, 60, 232, 240) }, { hint: 235 });
    expect(found?.ended).toBe(false);
    expect(found?.recovery).toBe(240);
  });

  it.each([
    ["constant", Array(60).fill(7)],
    ["all missing", Array(60).fill(null)],
    ["three points", [1, 9, 1]],
  ])("has no window for a series that is %s", (_, values) => {
    expect(outageWindow({ values: values as (number | null)[] }, { hint: 1 })).toBeUndefined();
    expect(outageWindows({ values: values as (number | null)[] })).toEqual([]);
  });

  it("says what it requires", () => {
    expect(() => outageWindow({ values: [1, Number.NaN, 2] })).toThrow("finite values or null, got NaN at 1");
    expect(() => outageWindow({ values: [1, 2, 3] }, { hint: -1 })).toThrow("a hint inside the series (0…2), got -1");
  });
});
