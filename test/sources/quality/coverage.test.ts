import { describe, expect, it } from "vitest";
import { coveredShare, coverageOf } from "../../../src/sources/quality/coverage.js";

const DAY = Date.UTC(2025, 2, 31) / 60_000;

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Poisson counts by Knuth's product, each arrival bringing `size` rows. */
function traffic(minutes: number, mean: number, size: number, seed: number): number[] {
  const uniform = random(seed);
  return Array.from({ length: minutes }, () => {
    let arrivals = -1;
    for (let product = 1; product > Math.exp(-mean); product *= uniform()) arrivals += 1;
    return arrivals * size;
  });
}

function occupied(counts: readonly number[], keep: (minute: number) => boolean = () => true): [number[], number[]] {
  const kept = counts
    .map((count, minute) => [minute, count] as const)
    .filter(([minute, count]) => count > 0 && keep(minute));
  return [kept.map(([minute]) => DAY + minute), kept.map(([, count]) => count)];
}

describe("coverageOf", () => {
  it("finds a planted stretch without rows in busy traffic, to the minute", () => {
    const { gaps } = coverageOf(
      "outcomes",
      ...occupied(traffic(3000, 20, 1, 1), (minute) => minute < 600 || minute >= 605),
    );
    expect(gaps).toEqual([{ from: "2025-03-31T10:00:00Z", to: "2025-03-31T10:05:00Z" }]);
  });

  it.each([1, 2, 3, 4, 5])("finds none in quiet or bursty traffic (seed %i)", (seed) => {
    expect(coverageOf("outcomes", ...occupied(traffic(14_400, 0.7, 1, seed))).gaps).toEqual([]);
    expect(coverageOf("outcomes", ...occupied(traffic(14_400, 4, 5, seed))).gaps).toEqual([]);
  });

  it("finds missing steps of a regular series and measures coverage in its own steps", () => {
    const minutes = [0, 5, 10, 15, 20, 25, 40, 45, 50, 55].map((minute) => DAY + minute);
    const { gaps, coverage, stepMinutes } = coverageOf(
      "gauge",
      minutes,
      minutes.map(() => 1),
    );
    expect(stepMinutes).toBe(5);
    expect(gaps).toEqual([{ from: "2025-03-31T00:30:00Z", to: "2025-03-31T00:40:00Z" }]);
    expect(coverage).toBeCloseTo(10 / 12, 12);
  });

  it("has no gaps for events, irregular samples or nothing", () => {
    expect(coverageOf("events", [DAY, DAY + 1, DAY + 900], [50, 50, 50]).gaps).toEqual([]);
    expect(coverageOf("gauge", [DAY, DAY + 3, DAY + 50, DAY + 51, DAY + 700], [1, 1, 1, 1, 1]).gaps).toEqual([]);
    expect(coverageOf("outcomes", [], [])).toEqual({ gaps: [], coverage: 0, stepMinutes: 1 });
  });
});

describe("coveredShare", () => {
  const at = (minute: number): string => new Date(Date.UTC(2025, 2, 31, 15, minute)).toISOString();
  const span = (from: number, to: number): { from: string; to: string } => ({ from: at(from), to: at(to) });

  it("is the part of a span that lies in the range and in no gap", () => {
    expect(coveredShare(span(0, 60), [], span(10, 20))).toBe(1);
    expect(coveredShare(span(0, 15), [], span(10, 20))).toBe(0.5);
    expect(coveredShare(span(0, 60), [span(5, 12), span(18, 19)], span(10, 20))).toBeCloseTo(0.7, 12);
    expect(coveredShare(null, [], span(10, 20))).toBe(0);
    expect(coveredShare(span(30, 60), [], span(10, 20))).toBe(0);
  });
});
