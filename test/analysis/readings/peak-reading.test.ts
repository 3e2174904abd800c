import { describe, expect, it } from "vitest";
import { peakReading } from "../../../src/analysis/readings/peak-reading.js";
import { seededRandom } from "../../../src/stats/random/random.js";

const startMs = Date.parse("2024-02-01T10:00:00Z");
const span = { from: "2024-02-01T10:00:00Z", to: "2024-02-01T10:40:00Z" };

/** Minutes of one rate with one worse among them. */
function minutes(seed: number, attempts: number, level: number, worst: number) {
  const random = seededRandom(`peak-${seed}`);
  const failures = Array.from(
    { length: 40 },
    (_, k) => Array.from({ length: attempts }, () => random.next() < (k === 17 ? worst : level)).filter(Boolean).length,
  );
  return {
    kind: "outcomes" as const,
    source: "steps",
    startMs,
    stepSeconds: 60,
    failures,
    attempts: failures.map(() => attempts),
    covered: failures.map(() => true),
  };
}

describe("peakReading", () => {
  it("holds the worst minute's true rate at its level, although the largest count is chosen", () => {
    for (const [attempts, level, worst] of [
      [20, 0.2, 0.2],
      [20, 0.2, 0.6],
      [300, 0.2, 0.5],
    ] as const) {
      const held = Array.from(
        { length: 100 },
        (_, seed) =>
          peakReading("steps", minutes(seed, attempts, level, worst), span, 1, 0.95)?.rate.interval as readonly [
            number,
            number,
          ],
      ).filter(([low, high]) => low <= worst && worst <= high);
      expect(held.length, `${attempts} ${level} ${worst}`).toBeGreaterThanOrEqual(95);
    }
  });
  it("narrows with traffic and is none without", () => {
    const width = (attempts: number): number => {
      const [low, high] = peakReading("steps", minutes(1, attempts, 0.2, 0.5), span, 1, 0.95)?.rate
        .interval as readonly [number, number];
      return high - low;
    };
    expect(width(2000)).toBeLessThan(width(50) / 3);
    expect(peakReading("steps", minutes(1, 0, 0, 0), span, 1, 0.95)).toBeNull();
  });
});
