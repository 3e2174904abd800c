import { describe, expect, it } from "vitest";

import { logBetaBinomial } from "../../../src/stats/rates/posterior-beta-binomial.js";
import { climb } from "../../../src/window/outcomes/climb.js";
import { RATE_STEPS, rampTable } from "../../../src/window/outcomes/ramp-table.js";

const BASE = 0.02;
const HIGHEST = 0.6;
const OVER_DISPERSION = 0.001;
const failures = Float64Array.from([0, 1, 2, 9, 14, 20, 22, 0, 18, 25]);
const attempts = Float64Array.from([40, 44, 39, 41, 38, 42, 40, 0, 37, 45]);
const bins = { failures, attempts, rates: new Float64Array(10).fill(BASE), dispersion: OVER_DISPERSION, rateError: 0 };
const table = rampTable(bins, 0, 10, HIGHEST, OVER_DISPERSION);

const logit = (p: number): number => Math.log(p / (1 - p));
const rateOf = (step: number): number =>
  1 / (1 + Math.exp(-(logit(BASE) + ((logit(HIGHEST) - logit(BASE)) * step) / (RATE_STEPS - 1))));
/** What a bin says of a whole rate step, reckoned afresh. */
const said = (bin: number, step: number): number =>
  logBetaBinomial(failures[bin] as number, attempts[bin] as number, rateOf(step), OVER_DISPERSION);

/** The sum along one rise, bin by bin, as the definition has it. */
function along(steps: readonly number[], foot: number): number {
  return steps.reduce((sum, step, i) => (foot + i < 0 || foot + i > 9 ? sum : sum + said(foot + i, step)), 0);
}

function climbed(steps: readonly number[], feet: readonly number[], count = feet.length): number[] {
  const sums = new Float64Array(feet.length).fill(-1);
  climb(table, Float64Array.from(steps), { feet: Int32Array.from(feet), count }, sums);
  return [...sums];
}

describe("sums along the rises of one shape", () => {
  it.each([
    ["a step", [95]],
    ["two bins", [10, 95]],
    ["four bins, one group", [3, 30, 60, 95]],
    ["five bins, a group and one more", [3, 30, 60, 80, 95]],
    ["longer than the series", [0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 95]],
  ])("%s: as reckoned one by one, wherever it begins", (_, steps) => {
    const feet = Array.from({ length: 26 }, (__, i) => i - 14);
    climbed(steps, feet).forEach((sum, j) => expect(sum).toBeCloseTo(along(steps, feet[j] as number), 8));
  });

  it("reads between two rate steps in proportion", () => {
    const [whole, next] = [along([40], 4), along([41], 4)];
    expect(climbed([40.25], [4])[0]).toBeCloseTo(whole * 0.75 + next * 0.25, 8);
  });

  it("looks at so many as it is told", () => {
    expect(climbed([95], [3, 4, 5], 2)[2]).toBe(-1);
  });

  it("a bin without attempts says nothing", () => {
    expect(climbed([95], [7])[0]).toBeCloseTo(0, 8);
  });
});
