import { describe, expect, it } from "vitest";
import { outageWindows } from "../../../src/window/outage-window.js";
import { plantedOutcomes } from "../planted-outcomes.js";

const first = { onset: 8000, onsetRamp: 5, recovery: 8100, recoveryRamp: 12 };
const later = (gap: number): typeof first => ({
  onset: 8100 + gap,
  onsetRamp: 5,
  recovery: 8160 + gap,
  recoveryRamp: 10,
});
const world = { bins: 10_080, attempts: 20, baseline: 0.007, level: 0.25 };

describe("two outages in a long series of little traffic", () => {
  it("are two when an hour at the baseline lies between them", () => {
    for (let seed = 0; seed < 6; seed++) {
      const found = outageWindows(plantedOutcomes({ ...world, seed, outages: [first, later(70)] }));
      expect(found.map(({ onset, recovery }) => [Math.round(onset / 15), Math.round(recovery / 15)])).toHaveLength(2);
      expect(found[0]?.recovery).toBeLessThan(8115);
      expect(found[1]?.onset).toBeGreaterThan(8155);
    }
  });

  it("are one when failures only paused for some minutes", () => {
    for (let seed = 0; seed < 6; seed++)
      expect(outageWindows(plantedOutcomes({ ...world, seed, outages: [first, later(6)] }))).toHaveLength(1);
  });

  it("are one when failures stayed at a third of the level in between", () => {
    for (let seed = 0; seed < 4; seed++) {
      const low = plantedOutcomes({
        ...world,
        level: 0.085,
        seed,
        outages: [{ onset: 8000, onsetRamp: 5, recovery: 8230, recoveryRamp: 10 }],
      });
      const high = plantedOutcomes({ ...world, seed, outages: [first, later(70)] });
      const inside = (t: number): boolean => t >= 8090 && t < 8175;
      const failures = high.failures.map((f, t) => (inside(t) ? (low.failures[t] as number) : f));
      const attempts = high.attempts.map((n, t) => (inside(t) ? (low.attempts[t] as number) : n));
      expect(outageWindows({ failures, attempts })).toHaveLength(1);
    }
  });
});
