import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/stats/random/random.js";
import { scannedStretch, partWindows, type PartSeries } from "../../src/window/part-windows.js";

const MINUTES = 480;

/** Parts of so much traffic each, of which one fails from minute 300 to 330; a rate of 2 % that wanders by `wander` in its logarithm over an hour. */
function parts(perMinute: readonly number[], failing: number | null, wander = 0): PartSeries[] {
  const random = seededRandom(41).fork(`${failing} ${wander}`);
  return perMinute.map((mean, index) => {
    let now = 0;
    const [failures, attempts]: [number[], number[]] = [[], []];
    for (let minute = 0; minute < MINUTES; minute += 1) {
      now = 0.98 * now + wander * 0.2 * random.normal();
      const down = index === failing && minute >= 300 && minute < 330;
      const n = random.poisson(mean);
      attempts.push(n);
      failures.push(random.binomial(n, down ? 0.4 : Math.min(0.5, 0.02 * Math.exp(now))));
    }
    const covered = attempts.map(() => true);
    const series = {
      kind: "outcomes",
      source: "calls",
      startMs: 0,
      stepSeconds: 60,
      failures,
      attempts,
      covered,
    } as const;
    return { where: [["shop", String(index)]], series };
  });
}

const TRAFFIC = [60, 40, 30, 20, 15, 10, 8, 6, 5, 4];

describe("partWindows", () => {
  it("finds the part that failed, and when", () => {
    const found = partWindows(parts(TRAFFIC, 7), 10);
    expect(found.map(({ where }) => where)).toEqual([[["shop", "7"]]]);
    const [window] = found.map(({ findings }) => findings.window);
    const minutes = (window?.onsetInterval ?? []).map((iso) => Date.parse(iso) / 60_000);
    expect(minutes[0]).toBeLessThanOrEqual(300);
    expect(minutes[1]).toBeGreaterThanOrEqual(300);
  });

  it("finds nothing where nothing failed, nor where rates wander", () => {
    expect(partWindows(parts(TRAFFIC, null), 10)).toEqual([]);
    expect(partWindows(parts(TRAFFIC, null, 0.4), 10)).toEqual([]);
  });

  it("asks for more where more parts are looked at", () => {
    const one = parts([6, 6, 6, 6], 2).map(({ where, series }) => ({
      where,
      series: { ...series, failures: series.failures.map((f, bin) => (bin >= 304 && bin < 330 ? 0 : f)) },
    }));
    const found = [1, 4, 10_000].map((among) => partWindows(one, among).length);
    expect(found[0]).toBeGreaterThanOrEqual(found[1] as number);
    expect(found[2]).toBe(0);
  });
});

describe("scannedStretch", () => {
  it("is small in a steady part and large in one that failed", () => {
    const [steady, failed] = [parts([20], null), parts([20], 0)].map(
      ([one]) => scannedStretch((one as PartSeries).series).deviations,
    ) as [number, number];
    expect(steady).toBeLessThan(5);
    expect(failed).toBeGreaterThan(15);
  });
});
