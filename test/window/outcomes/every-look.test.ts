import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import { outageWindows } from "../../../src/window/outage-window.js";
import { spentAt } from "../../../src/window/outcomes/every-look.js";

/** A day of five-minute bins whose failure rate drifts; times `factor` from bin 150 to 180. */
function driftingDay(seed: number, factor = 1): { failures: number[]; attempts: number[] } {
  const random = seededRandom(seed);
  const [failures, attempts]: [number[], number[]] = [[], []];
  const kept = Math.exp(-1 / 48);
  let drift = random.normal();
  for (let bin = 0; bin < 288; bin += 1) {
    drift = kept * drift + Math.sqrt(1 - kept ** 2) * random.normal();
    const tried = random.poisson(400);
    const rate = 0.01 * Math.exp(0.35 * drift) * (bin >= 150 && bin < 180 ? factor : 1);
    attempts.push(tried);
    failures.push(Math.min(tried, random.poisson(tried * rate)));
  }
  return { failures, attempts };
}

const upTo = ({ failures, attempts }: ReturnType<typeof driftingDay>, bins: number) => ({
  failures: failures.slice(0, bins),
  attempts: attempts.slice(0, bins),
});

describe("repeated looks", () => {
  it("spend five per cent in all, however many there are", () => {
    let spent = 0;
    for (let look = 1; look <= 10_000; look += 1) spent += spentAt(look);
    expect(spent).toBeGreaterThan(0.0499);
    expect(spent).toBeLessThan(0.05);
  });

  it("show no onset on drifting quiet days", () => {
    for (let seed = 0; seed < 4; seed += 1) {
      const day = driftingDay(seed);
      for (let look = 1; look <= 15; look += 1)
        expect(outageWindows(upTo(day, Math.round((288 * look) / 15)), { look })).toEqual([]);
    }
  });

  it("find an outage soon after it began", () => {
    for (let seed = 0; seed < 3; seed += 1) {
      const found = outageWindows(upTo(driftingDay(seed, 20), 155), { look: 24 });
      expect(found.some(({ onset, recovery }) => onset <= 151 && recovery > 150)).toBe(true);
    }
  });
});
