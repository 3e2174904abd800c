import { expect, test } from "vitest";
import { dosePath } from "../../../src/remediation/effect/dose-path.js";

/** Ten pods, five more at each of four minutes, and what is there from minute 40 on. */
function pods(later: (minute: number) => number): number[] {
  return Array.from({ length: 60 }, (_, t) =>
    t < 40 ? 10 + 5 * [12, 16, 20, 24].filter((step) => step <= t).length : later(t),
  );
}

test("a dose that is taken back goes down again, so that failures which come back with it speak for it", () => {
  const { share, steps } = dosePath(
    pods(() => 10),
    12,
    25,
  )!;
  expect(steps).toEqual([12, 16, 20, 24]);
  expect([11, 12, 30, 39, 40, 59].map((t) => share[t])).toEqual([0, 0.25, 1, 1, 0, 0]);
});

test("a single low sample, or a pod that restarts, takes nothing back", () => {
  const { share } = dosePath(
    pods((t) => (t === 45 ? 10 : t === 50 || t === 51 ? 29 : 30)),
    12,
    25,
  )!;
  expect(share.slice(24).every((value) => value === 1)).toBe(true);
});
