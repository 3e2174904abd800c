import { describe, expect, it } from "vitest";
import { preparedIntervention } from "../../../src/stats/intervention/input.js";

const y = [3, 5, 4, 6, 2, 9, 8];
const spans = { pre: [0, 4], post: [5, 6], seed: 1 } as const;

describe("the input of an intervention", () => {
  it("is standardised over the time before, and open after it", () => {
    const { y: values } = preparedIntervention({ y, ...spans });
    expect(values[0]).toBeCloseTo((3 - 4) / Math.sqrt(2.5), 12);
    expect(values[3]).toBeCloseTo((6 - 4) / Math.sqrt(2.5), 12);
    expect([...values.slice(5)].every(Number.isNaN)).toBe(true);
  });

  it("begins with the first value that was measured", () => {
    const plain = preparedIntervention({ y, ...spans });
    const later = preparedIntervention({ y: [null, null, ...y], pre: [0, 6], post: [7, 8], seed: 1 });
    expect(JSON.stringify(later)).toBe(JSON.stringify(plain));
  });

  it.each([
    ["indices out of order", { pre: [0, 5] as const }, "pre[0] < pre[1] < post[0]"],
    ["an end beyond the series", { post: [5, 7] as const }, "post[1] < 7"],
    ["two values before", { y: [3, null, null, null, 4, 9, 8] }, "at least 3 measured values before the intervention"],
    ["a constant before", { y: [3, 3, 3, 3, 3, 9, 8] }, "the constant 3"],
    ["nothing after", { y: [3, 5, 4, 6, 2, null, null] }, "a measured value after the intervention"],
    ["too few draws", { draws: 99 }, "at least 100 draws"],
    ["a level of 1", { level: 1 }, "a level between 0 and 1"],
    ["no seed", { seed: Number.NaN }, "a finite seed"],
  ])("is refused with %s", (_what, change, text) => {
    expect(() => preparedIntervention({ y, ...spans, ...change })).toThrow(text);
  });
});
