import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/stats/random/random.js";
import { outageWindow, outageWindows } from "../../src/window/outage-window.js";
import { plantedOutcomes } from "./planted-outcomes.js";

describe("an outage in a short series", () => {
  it.each([
    [28, 10, 17, 20],
    [40, 10, 30, 100],
    [60, 20, 40, 20],
    [120, 40, 100, 50],
  ])("of %i bins is found from %i to %i, and ends there", (bins, onset, recovery, attempts) => {
    const failures = Array.from({ length: bins }, (_, t) =>
      t >= onset && t < recovery ? Math.round(0.45 * attempts) : t % 7 === 2 ? 1 : 0,
    );
    const found = outageWindows({ failures, attempts: failures.map(() => attempts) });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ ended: true });
    expect(Math.abs((found[0]?.onset ?? 0) - onset)).toBeLessThanOrEqual(1);
    expect(Math.abs((found[0]?.recovery ?? 0) - recovery)).toBeLessThanOrEqual(1);
  });

  it("is found at weak levels and with few attempts, its ends inside the intervals", () => {
    let [found, inside] = [0, 0];
    const cases = 24;
    for (let seed = 0; seed < cases; seed++) {
      const [bins, share, attempts, level] = [
        [30, 60, 120][seed % 3],
        [0.1, 0.25, 0.4][seed % 2],
        [50, 500][seed % 2],
        [0.1, 0.3][seed % 2],
      ] as [number, number, number, number];
      const length = Math.max(5, Math.round(bins * share));
      const onset = Math.round((bins - length) / 2);
      const window = outageWindow(
        plantedOutcomes({
          seed,
          bins,
          attempts,
          baseline: 0.005,
          level,
          outages: [{ onset, onsetRamp: 0, recovery: onset + length, recoveryRamp: 0 }],
        }),
      );
      if (!window) continue;
      found += 1;
      if (
        window.onsetInterval[0] <= onset &&
        onset <= window.onsetInterval[1] &&
        window.recoveryInterval[0] <= onset + length &&
        onset + length <= window.recoveryInterval[1]
      )
        inside += 1;
    }
    expect(found).toBeGreaterThanOrEqual(cases - 3);
    expect(inside).toBeGreaterThanOrEqual(found - 3);
  });

  it("is not found where there is none", () => {
    let found = 0;
    for (let seed = 0; seed < 120; seed++) {
      const random = seededRandom(seed);
      const attempts = Array.from({ length: [20, 30, 60, 120][seed % 4] as number }, () =>
        random.poisson([3, 20, 200][seed % 3] as number),
      );
      found += outageWindows({
        failures: attempts.map((n) => random.binomial(n, [0.002, 0.02, 0.2][seed % 3] as number)),
        attempts,
      }).length;
    }
    expect(found).toBeLessThanOrEqual(2);
  });

  it("is not found in the bursts of ordinary service that a few quiet bins say nothing of", () => {
    let found = 0;
    for (let seed = 0; seed < 60; seed++) {
      const bins = [20, 30, 60][seed % 3] as number;
      found += outageWindows(
        plantedOutcomes({
          seed: `bursts ${seed}`,
          bins,
          attempts: [200, 2000][seed % 2] as number,
          baseline: 0.002,
          level: 0.002,
          dispersion: 0.02,
        }),
      ).length;
    }
    expect(found).toBeLessThanOrEqual(4);
  });
});
