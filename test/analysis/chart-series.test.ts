import { describe, expect, it } from "vitest";
import { chartSeries } from "../../src/analysis/chart-series.js";

const DAY = 1440;
/** Three days, minute by minute: ten attempts each, one of which fails. */
const three = {
  kind: "outcomes" as const,
  source: "orders",
  startMs: Date.parse("2026-06-01T00:00:00Z"),
  stepSeconds: 60,
  failures: new Array<number>(3 * DAY).fill(1),
  attempts: new Array<number>(3 * DAY).fill(10),
  covered: new Array<boolean>(3 * DAY).fill(true),
};

describe("chartSeries", () => {
  it("shows an outage of days whole, in wider bins with the same counts", () => {
    const focus = { from: "2026-06-01T04:00:00Z", to: "2026-06-03T20:00:00Z" };
    const { times, stepSeconds, outcomes } = chartSeries(focus, [three], []);
    expect(stepSeconds).toBe(300);
    expect(times.at(-1)).toBe("2026-06-03T22:55:00Z");
    expect(outcomes[0]?.attempts.slice(0, 2)).toEqual([50, 50]);
    expect(outcomes[0]?.failures.reduce((sum, n) => sum + n, 0)).toBe(70 * 60);
  });
});
