import { describe, expect, it } from "vitest";
import type { OutcomeSeries } from "../../src/incident/series.js";
import { rateOverEnds, withEnds } from "../../src/rates/rate-over-ends.js";
import { proportion } from "../../src/stats/rates/proportion.js";

const HOUR_MS = 3_600_000;
const at = (hour: number): string => new Date(hour * HOUR_MS).toISOString();

/** Hours of 600 attempts, of which as many fail as given. */
function hours(failures: readonly number[]): OutcomeSeries {
  return {
    kind: "outcomes",
    source: "requests",
    startMs: 0,
    stepSeconds: 3600,
    failures: [...failures],
    attempts: failures.map(() => 600),
    covered: failures.map(() => true),
  };
}

it("an outage of less than two rows may have had any rate up to the one it has at its shortest", () => {
  // 40 minutes at 30 %, half of them in either hour.
  const series = hours([2, 2, 2, 60, 60, 2, 2, 2]);
  const span = { from: at(3), to: at(5) };
  const ends = {
    onset: [[3.1 * HOUR_MS, 1]] as const,
    recovery: [[4.9 * HOUR_MS, 1]] as const,
    within: { onset: [3 * HOUR_MS, 4 * HOUR_MS], recovery: [4 * HOUR_MS, 5 * HOUR_MS] } as const,
  };
  const plain = proportion(120, 1200);
  const { rate } = withEnds(plain, 1, rateOverEnds(series, ends, span, 2 / 600, 0.95)!);
  expect(rate.interval[0]).toBeLessThan(0.1);
  expect(rate.interval[1]).toBeGreaterThan(0.3);
  const { within: _, ...sure } = ends;
  const { rate: known } = withEnds(plain, 1, rateOverEnds(series, sure, span, 2 / 600, 0.95)!);
  expect(known.interval[1]).toBeLessThan(0.2);
});

describe("the ends' uncertainty in the value of a rate", () => {
  const span = { from: at(3), to: at(6) };
  const ends = {
    onset: [[3 * HOUR_MS, 1]] as const,
    recovery: [
      [6 * HOUR_MS, 0.6],
      [7 * HOUR_MS, 0.4],
    ] as const,
  };

  it("averages over them where some attempts of the window succeeded", () => {
    const series = hours([0, 0, 0, 594, 594, 594, 0, 0, 0]);
    const { rate, averaged } = withEnds(proportion(1782, 1800), 1, rateOverEnds(series, ends, span, 0.001, 0.95)!);
    expect(averaged).toBe(true);
    expect(rate.value).toBeCloseTo(0.6 * 0.99 + (0.4 * 1782) / 2400, 6);
  });

  it("leaves it whole where every attempt failed, and says the rest in the interval", () => {
    const series = hours([0, 0, 0, 600, 600, 600, 0, 0, 0]);
    const { rate, averaged } = withEnds(proportion(1800, 1800), 1, rateOverEnds(series, ends, span, 0.001, 0.95)!);
    expect(averaged).toBe(false);
    expect(rate.value).toBe(1);
    expect(rate.interval[0]).toBeLessThan(0.76);
  });
});
