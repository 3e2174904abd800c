import { describe, expect, it } from "vitest";
import type { SliceCell } from "../../../src/index.js";
import { explainMissing } from "../../../src/rates/slices/missing-traffic.js";
import { seededRandom } from "../../../src/stats/random/random.js";

/** Attempts of four regions and five hosts over ten hours and then one, of which some do not come. */
function traffic(seed: number, lost: (region: string) => number): SliceCell[] {
  const random = seededRandom(seed);
  return ["eu", "us", "ap", "sa"].flatMap((region, rank) =>
    ["h1", "h2", "h3", "h4", "h5"].map((host): SliceCell => {
      const perHour = 200 / (rank + 1);
      return {
        values: { region, host },
        before: { failures: 0, attempts: random.poisson(10 * perHour) },
        during: { failures: 0, attempts: random.poisson(perHour * (1 - lost(region))) },
      };
    }),
  );
}

describe("traffic that went missing", () => {
  it("is placed where attempts fell against their own past, with the share of what is missing", () => {
    const { found, why } = explainMissing(
      traffic(1, (region) => (region === "us" ? 0.9 : 0)),
      0.1,
      { level: 0.95 },
    );
    expect(found.map(({ where }) => where)).toEqual([{ region: "us" }]);
    expect(found[0]?.attempts).toBeGreaterThan(450);
    expect(found[0]?.rate.value).toBeCloseTo(0.9, 1);
    expect(found[0]?.excessShare.interval[0]).toBeLessThanOrEqual(1);
    expect(found[0]?.excessShare.interval[1]).toBe(1);
    expect(why).toContain("of the missing traffic was region = us");
  });

  it("is nowhere in particular where all fell alike", () => {
    const { found, unexplained, why } = explainMissing(
      traffic(2, () => 0.8),
      0.1,
      { level: 0.95 },
    );
    expect(found).toEqual([]);
    expect(unexplained?.value).toBe(1);
    expect(why).toContain("alike everywhere");
  });
});
