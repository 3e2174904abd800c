import { describe, expect, it } from "vitest";
import type { OutcomeSeries, ValueSeries } from "../../../src/incident/series.js";
import { seededRandom } from "../../../src/stats/random/random.js";
import { attemptsSignal, ownSpacing, valueSignal } from "../../../src/window/signals/value-signals.js";

const START = Date.UTC(2026, 4, 6);
const options = { level: 0.95, signals: 4 };

/** A gauge read every few minutes, in minute bins. */
function gauge(every: number, bins: number, at: (bin: number) => number): ValueSeries {
  const values = Array.from({ length: bins }, (_, bin) => (bin % every === 0 ? at(bin) : null));
  return { kind: "values", source: "queue", startMs: START, stepSeconds: 60, values };
}

/** Poisson traffic with a factor per bin. */
function traffic(seed: number, bins: number, mean: (bin: number) => number): OutcomeSeries {
  const random = seededRandom(seed);
  const attempts = Array.from({ length: bins }, (_, bin) => random.poisson(mean(bin)));
  return {
    kind: "outcomes",
    source: "requests",
    startMs: START,
    stepSeconds: 60,
    attempts,
    failures: attempts.map(() => 0),
    covered: attempts.map(() => true),
  };
}

describe("values as signals", () => {
  it("lie on the spacing of their own samples", () => {
    const own = ownSpacing(gauge(5, 100, (bin) => bin));
    expect(own).toMatchObject({ stepSeconds: 300, startMs: START });
    expect(own.values.slice(0, 3)).toEqual([0, 5, 10]);
  });

  it.each([
    ["rise", 400],
    ["fall", -80],
  ] as const)("show a %s of a gauge, with its level before and during", (direction, height) => {
    const random = seededRandom(5);
    const series = gauge(5, 1000, (bin) => 100 + 4 * random.normal() + (bin >= 500 && bin < 600 ? height : 0));
    const found = valueSignal(series, "jobs", options);
    expect(found).toMatchObject({ measure: "value", direction, unit: "jobs" });
    expect(found?.window?.onset).toBe(new Date(START + 500 * 60_000).toISOString().replace(".000Z", "Z"));
    expect(found?.baseline.interval[0]).toBeLessThan(100);
    expect(found?.baseline.interval[1]).toBeGreaterThan(100);
    expect(found?.during?.value).toBeGreaterThan(100 + height - 5);
    expect(found?.during?.value).toBeLessThan(100 + height + 5);
  });

  it("show traffic that went missing, and retries that came on top", () => {
    const outage = (factor: number) => (bin: number) => (bin >= 600 && bin < 654 ? 60 * factor : 60);
    expect(attemptsSignal(traffic(1, 1440, outage(0.03)), options)).toMatchObject({ direction: "fall" });
    expect(attemptsSignal(traffic(2, 1440, outage(2.5)), options)).toMatchObject({ direction: "rise" });
  });

  it("leave a day's swell, a weekly season and quiet traffic alone", () => {
    const swell = (bin: number): number => 60 + 50 * Math.sin((2 * Math.PI * bin) / 1440);
    for (let seed = 0; seed < 5; seed += 1) {
      expect(attemptsSignal(traffic(seed, 1440, swell), options)?.window).toBeNull();
      expect(
        attemptsSignal(
          traffic(seed, 1440, () => 2),
          options,
        )?.window,
      ).toBeNull();
    }
  });

  /** Nine days from a Wednesday: offices that open and close at once, and hardly any traffic at weekends. */
  const office =
    (busy: number, event: (bin: number) => number = () => 1) =>
    (bin: number): number => {
      const [day, minute] = [Math.floor(bin / 1440) % 7, bin % 1440];
      const open = day !== 3 && day !== 4 && minute >= 420 && minute < 1080;
      return (open ? busy : busy / 20) * event(bin);
    };

  it.each([2, 40])("take opening hours and weekends at %d a minute for no departure", (busy) => {
    for (let seed = 0; seed < 6; seed += 1)
      expect(attemptsSignal(traffic(seed, 9 * 1440, office(busy)), options)?.window).toBeNull();
  });

  it.each([
    ["fall", 0.02],
    ["rise", 3],
  ] as const)("still show a %s within opening hours", (direction, factor) => {
    const from = 8 * 1440 + 600;
    const event = (bin: number): number => (bin >= from && bin < from + 60 ? factor : 1);
    const found = attemptsSignal(traffic(3, 9 * 1440, office(20, event)), options);
    expect(found?.direction).toBe(direction);
    expect(Math.abs(Date.parse(found?.window?.onset ?? "") - (START + from * 60_000))).toBeLessThanOrEqual(3 * 60_000);
  });

  it("name one sample that stands far out, and what would settle it", () => {
    const random = seededRandom(1);
    const series = gauge(60, 60 * 100, (bin) => (bin === 4800 ? 6000 : 250 + 5 * random.normal()));
    const found = valueSignal(series, "ms", options);
    expect(found?.window).toBeNull();
    expect(found?.why).toContain("one sample stands far out (6,000 at 9 May 2026 08:00 UTC)");
    expect(found?.why).toContain("finer data would settle it");
    expect(
      valueSignal(
        gauge(60, 6000, () => 250 + 5 * random.normal()),
        "ms",
        options,
      )?.why,
    ).not.toContain("far out");
  });

  it("find two hours that stand far out among hours", () => {
    const random = seededRandom(1);
    const series = gauge(60, 60 * 168, (bin) =>
      bin === 4800 || bin === 4860 ? 6000 + 100 * random.normal() : 250 + 5 * random.normal(),
    );
    expect(valueSignal(series, "ms", { level: 0.95, signals: 1 })?.window).toMatchObject({
      onset: "2026-05-09T08:00:00Z",
      recovery: "2026-05-09T10:00:00Z",
    });
  });

  it("show calls that are missing from offices with a few calls an hour", () => {
    const from = 8 * 1440 + 600;
    const event = (bin: number): number => (bin >= from && bin < from + 120 ? 0 : 1);
    const calls = (bin: number): number => (office(1)(bin) === 1 ? 0.4 * event(bin) : 0);
    const found = attemptsSignal(traffic(3, 9 * 1440, calls), options);
    expect(found?.direction).toBe("fall");
    expect(Math.abs(Date.parse(found?.window?.onset ?? "") - (START + from * 60_000))).toBeLessThanOrEqual(15 * 60_000);
  });

  it("show traffic that is missing at a weekend that goes as other days do, and in two days", () => {
    const swell = (bin: number): number => 40 + 30 * Math.sin((2 * Math.PI * bin) / 1440);
    const missing = (from: number) => (bin: number) => swell(bin) * (bin >= from && bin < from + 90 ? 0.4 : 1);
    for (const [days, from] of [
      [8, 3 * 1440 + 600],
      [2, 1440 + 300],
    ] as const) {
      const found = attemptsSignal(traffic(days, days * 1440, missing(from)), options);
      expect(found?.direction).toBe("fall");
      expect(Math.abs(Date.parse(found?.window?.onset ?? "") - (START + from * 60_000))).toBeLessThanOrEqual(
        3 * 60_000,
      );
    }
  });

  it("take a gauge that follows opening hours for no departure", () => {
    const random = seededRandom(8);
    const load = (bin: number): number => 3 * office(20)(bin) + 2 * random.normal();
    expect(valueSignal(gauge(1, 9 * 1440, load), "jobs", options)?.window).toBeNull();
  });
});
