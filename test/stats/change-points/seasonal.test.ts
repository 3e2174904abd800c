import { describe, expect, it } from "vitest";
import { seasonallyAdjusted } from "../../../src/stats/change-points/seasonal.js";
import { seededRandom } from "../../../src/stats/random/random.js";

describe("seasonallyAdjusted", () => {
  const random = seededRandom(2);
  const noise = Float64Array.from({ length: 240 }, () => random.normal());

  it("takes out a season of a usual period", () => {
    const wave = noise.map((value, i) => value + 12 * Math.cos((2 * Math.PI * i) / 24));
    const rest = seasonallyAdjusted(wave);
    expect(Math.max(...rest.map(Math.abs))).toBeLessThan(5);
  });

  it("leaves noise as it is", () => {
    expect(seasonallyAdjusted(noise)).toBe(noise);
  });

  it("takes a declared period that it would not look for", () => {
    const wave = noise.map((value, i) => value + 12 * Math.cos((2 * Math.PI * i) / 17));
    expect(Math.max(...seasonallyAdjusted(wave, 17).map(Math.abs))).toBeLessThan(5);
  });
});
