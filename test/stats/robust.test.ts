import { describe, expect, it } from "vitest";
import { median, robustDeviation, runningMedian, withoutSpikes } from "../../src/stats/robust.js";

describe("robust", () => {
  it("median of odd and even numbers", () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("robust deviation is the normal's standard deviation and shrugs at an outlier", () => {
    expect(robustDeviation([1, 2, 3, 4, 1000])).toBeCloseTo(1.4826, 4);
  });

  it("running median shortens its window at the ends", () => {
    expect([...runningMedian([1, 9, 2, 8, 3], 1)]).toEqual([5, 2, 8, 3, 5.5]);
  });

  it("takes out a spike and leaves a step", () => {
    const step = Array.from({ length: 30 }, (_, i) => (i < 15 ? 0 : 10) + 0.1 * ((i * 7) % 3));
    const spiked = step.map((value, i) => (i === 7 ? 90 : value));
    expect(withoutSpikes(spiked)[7]).toBeLessThan(1);
    expect(withoutSpikes(step)[15]).toBe(step[15]);
  });

  it("takes a spike out of a series that is otherwise constant", () => {
    const flat = Array.from({ length: 40 }, (_, i) => (i === 20 ? 130 : 100));
    expect([...withoutSpikes(flat)]).toEqual(Array<number>(40).fill(100));
  });
});
