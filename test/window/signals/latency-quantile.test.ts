import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import { latencyQuantile } from "../../../src/window/signals/latency-quantile.js";

describe("latencyQuantile", () => {
  it("lies within one per cent of the exact quantile", () => {
    const latencies = Array.from({ length: 999 }, (_, i) => 10 + i);
    for (const quantile of [0.5, 0.9, 0.95, 0.99]) {
      const exact = latencies[Math.ceil(quantile * 999) - 1] as number;
      const found = latencyQuantile(latencies, quantile);
      expect(Math.abs(found.value / exact - 1)).toBeLessThanOrEqual(found.error);
    }
  });

  it("keeps levels apart below one: latencies in seconds", () => {
    const found = latencyQuantile([0.21, 0.25, 0.26, 0.3], 0.5);
    expect(found.value).toBeCloseTo(0.25, 2);
  });

  it("is wider where latencies come in clusters, and covers the true quantile", () => {
    const random = seededRandom(3);
    let [covered, plain] = [0, 0];
    for (let round = 0; round < 200; round += 1) {
      const latencies: number[] = [];
      const clusters: string[] = [];
      for (let cluster = 0; cluster < 80; cluster += 1) {
        const shared = random.normal();
        for (let n = 0; n < 12; n += 1) {
          latencies.push(100 * Math.exp(0.5 * (0.8 * shared + 0.6 * random.normal())));
          clusters.push(String(cluster));
        }
      }
      const truth = 100 * Math.exp(0.5 * 1.6449);
      const inside = ({ interval: [low, high] }: { interval: readonly [number, number] }): boolean =>
        low <= truth && truth <= high;
      if (inside(latencyQuantile(latencies, 0.95, { clusters }))) covered += 1;
      if (inside(latencyQuantile(latencies, 0.95))) plain += 1;
    }
    expect(covered / 200).toBeGreaterThan(0.91);
    expect(plain / 200).toBeLessThan(0.8);
  });

  it("refuses a quantile outside 0…1 and an empty list", () => {
    expect(() => latencyQuantile([1], 95)).toThrow(/between 0 and 1/);
    expect(() => latencyQuantile([])).toThrow(/one at least/);
  });
});
