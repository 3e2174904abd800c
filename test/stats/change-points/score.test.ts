import { describe, expect, it } from "vitest";
import { changePointScores } from "../../../src/stats/change-points/score.js";

describe("changePointScores", () => {
  it("gives the published check values of the F-measure", () => {
    expect(changePointScores({ 1: [10, 20], 2: [11, 20], 3: [10], 4: [0, 5] }, [10, 20], 45).f).toBeCloseTo(1, 10);
    expect(changePointScores({ 1: [], 2: [10], 3: [50] }, [10], 60).f).toBeCloseTo(0.9090909, 7);
  });

  it("gives the published check value of the covering", () => {
    expect(changePointScores({ 1: [10, 20], 2: [10], 3: [0, 5] }, [10, 20], 45).cover).toBeCloseTo(0.7962963, 7);
  });
});
