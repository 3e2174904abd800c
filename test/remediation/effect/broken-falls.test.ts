import { describe, expect, it } from "vitest";
import { brokenFalls } from "../../../src/remediation/effect/broken-falls.js";

/** Log-likelihood of a course against a true one, every bin seen as exactly as `sharpness` says. */
const against =
  (truth: readonly number[], sharpness: number) =>
  (course: Float64Array): number =>
    -sharpness * truth.reduce((sum, value, t) => sum + (value - (course[t] as number)) ** 2, 0);

const course = (knots: readonly (readonly [at: number, left: number])[]): number[] =>
  Array.from({ length: 200 }, (_, t) => {
    const next = knots.findIndex(([at]) => at > t);
    if (next === 0) return 1;
    if (next < 0) return knots.at(-1)?.[1] ?? 0;
    const [[a, x], [b, y]] = [knots[next - 1], knots[next]] as [readonly [number, number], readonly [number, number]];
    return x + ((y - x) * (t + 0.5 - a)) / (b - a);
  });

describe("recoveries along broken lines", () => {
  const price = (pieces: number): number => 0.5 * (2 * pieces + 1) * Math.log(200);

  it.each([
    [
      "a relapse",
      [
        [80, 1],
        [95, 0.35],
        [105, 0.7],
        [130, 0],
      ],
      3,
    ],
    [
      "a pause",
      [
        [80, 1],
        [90, 0.5],
        [110, 0.5],
        [125, 0],
      ],
      3,
    ],
    [
      "a fall that slows down",
      [
        [75, 1],
        [90, 0.2],
        [135, 0],
      ],
      2,
    ],
  ] as const)("explain %s, at the price of their places and heights", (_, knots, pieces) => {
    const found = brokenFalls(200, [70, 150], against(course(knots), 400));
    const best = Math.max(...found.map(({ log }) => log));
    expect(best).toBeGreaterThan(-price(pieces) - 8);
  });

  it("do not explain many sharp steps as cheaply", () => {
    const steps = Array.from({ length: 200 }, (_, t) => Math.max(0, 1 - Math.max(0, Math.ceil((t - 79) / 10)) / 7));
    const best = Math.max(...brokenFalls(200, [70, 160], against(steps, 2000)).map(({ log }) => log));
    expect(best).toBeLessThan(-30);
  });
});
