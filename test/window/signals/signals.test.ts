import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import { signals } from "../../../src/window/signals/signals.js";

const START = Date.UTC(2026, 4, 6);

/** Four hours of 60 attempts a minute; latencies and failures follow a slow swell, as load does. */
function hours(seed: number, during: (minute: number) => { slow?: number; failing?: number }) {
  const random = seededRandom(seed);
  const [failures, attempts, times, latencies]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let minute = 0; minute < 240; minute += 1) {
    const { slow = 1, failing = 0.005 } = during(minute);
    const swell = 1 + 0.15 * Math.sin((2 * Math.PI * minute) / 240);
    const tried = random.poisson(60);
    let failed = 0;
    for (let n = 0; n < tried; n += 1) {
      times.push(START + minute * 60_000 + Math.floor((n * 60_000) / tried));
      latencies.push(250 * slow * swell * Math.exp(0.6 * random.normal()));
      if (random.next() < failing) failed += 1;
    }
    failures.push(failed);
    attempts.push(tried);
  }
  const covered = attempts.map(() => true);
  return {
    outcomes: [
      { kind: "outcomes", source: "api", startMs: START, stepSeconds: 60, failures, attempts, covered } as const,
    ],
    latencies: [{ source: "api", times, latencies }],
  };
}

const departed = (found: Awaited<ReturnType<typeof signals>>): string[] =>
  found.filter(({ window }) => window !== null).map(({ measure, quantile }) => `${measure} ${quantile ?? ""}`.trim());

describe("signals", () => {
  it("none departs where load swells and nothing happens", async () => {
    for (let seed = 0; seed < 3; seed += 1) expect(departed(await signals(hours(seed, () => ({}))))).toEqual([]);
  });

  it("only the slow end departs where a tenth of attempts hang", async () => {
    const random = seededRandom(9);
    const input = hours(4, () => ({}));
    const [{ times, latencies }] = input.latencies as [(typeof input.latencies)[number]];
    const hanging = latencies.map((latency, i) => {
      const minute = ((times[i] as number) - START) / 60_000;
      return minute >= 100 && minute < 150 && random.next() < 0.1 ? 30_000 : latency;
    });
    const found = await signals({ ...input, latencies: [{ source: "api", times, latencies: hanging }] });
    expect(departed(found)).toContain("latency 0.99");
    expect(departed(found)).not.toContain("latency 0.5");
    expect(departed(found)).not.toContain("failures");
    const p99 = found.find(({ quantile }) => quantile === 0.99);
    expect(p99?.during?.interval[0]).toBeLessThanOrEqual(30_000);
    expect(p99?.during?.interval[1]).toBeGreaterThanOrEqual(30_000);
  });

  it("latency and failures both depart where both do", async () => {
    const found = await signals(hours(5, (m) => (m >= 100 && m < 140 ? { slow: 8, failing: 0.4 } : {})));
    expect(departed(found)).toEqual(["failures", "latency 0.5", "latency 0.9", "latency 0.95", "latency 0.99"]);
  });
});
