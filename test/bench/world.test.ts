import { describe, expect, it } from "vitest";
import { buildWorld, worldStream } from "../../bench/world/build.js";
import { drawWorld } from "../../bench/world/draw.js";
import { excessAt, RAMP_KINDS, type OutagePlan } from "../../bench/world/profile.js";
import { check } from "../../bench/world/self-check.js";
import { REMEDY_SHAPES, remedyTruth } from "../../bench/world/remedies.js";
import { binned, standsOut, total } from "../../bench/world/series.js";
import { OUTAGE_SHAPES, QUIET_SHAPES } from "../../bench/world/traits.js";

const plan = (kind: OutagePlan["rise"]["kind"]): OutagePlan => ({
  from: 100,
  to: 200,
  peak: 0.4,
  negligible: 0.002,
  rise: { kind, minutes: 20, knots: [[0.4, 0.6]] },
  fall: { kind, minutes: 30, knots: [[0.4, 0.6]] },
  levels: [],
});

describe("the truth of the wider world", () => {
  it.each(RAMP_KINDS)("ends a %s side where the excess becomes negligible", (kind) => {
    const outage = plan(kind);
    expect(excessAt(outage, 150)).toBeCloseTo(0.4, 2);
    for (const outside of [99.99, 200.01]) expect(excessAt(outage, outside)).toBeLessThanOrEqual(0.002);
    for (const inside of [101, 199]) expect(excessAt(outage, inside)).toBeGreaterThan(0.002);
  });

  it("is the same for the same seed", () => {
    const draw = (seed: number) => drawWorld(buildWorld("mixture", seed), worldStream("mixture", seed).fork("drawn"));
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3).failures).not.toEqual(draw(4).failures);
  });

  it.each([...OUTAGE_SHAPES, ...QUIET_SHAPES, ...REMEDY_SHAPES])("agrees with mechanism and counts: %s", (shape) => {
    expect(check(1, [shape])).toEqual([]);
  });

  it("says of a world whose window is told wrongly that it is wrong", () => {
    const world = buildWorld("step", 1);
    const [window] = world.windows;
    const inside = { ...world, windows: [{ ...window!, from: window!.from + 5 }] };
    expect(check(1, ["step"], () => inside)[0]).toContain("outside the true windows");
  });

  it("counts what a remediation avoided by the mechanism", () => {
    const bare = buildWorld("step", 1);
    const outage = { ...plan("step"), fall: { kind: "step" as const, minutes: 0, knots: [] } };
    const flat = {
      volume: 100,
      share: 1e-9,
      volumeNoise: 0,
      dayWave: 0,
      shareWave: 0,
      weekend: 1,
      holiday: null,
      drift: 0,
    };
    const world = {
      ...bare,
      minutes: 300,
      retries: 0,
      baseline: { ...bare.baseline, ...flat },
      outages: [outage],
      windows: [{ from: 100, to: 200, openStart: false, openEnd: false }],
      remedies: [{ id: "pods", steps: [[150, 1] as const], removes: 0.5, lag: 0, gauge: true }],
    };
    // 100 attempts a minute, of which .4 fail, and half of these for the 50 minutes that are left.
    expect(remedyTruth(world)!.avoided).toBeCloseTo(100 * 0.4 * 0.5 * 50, 3);
    expect(remedyTruth({ ...world, remedies: [{ ...world.remedies[0]!, removes: 0 }] })!.avoided).toBe(0);
  });

  it("sees a large outage as large and a quiet stretch as nothing", () => {
    const world = buildWorld("everything-fails", 1);
    const series = binned(drawWorld(world, worldStream("everything-fails", 1).fork("drawn")), world.bucket);
    expect(standsOut(world, series, world.windows[0]!)).toBeGreaterThan(20);
    const calm = { from: 100, to: 160, openStart: false, openEnd: false };
    expect(Math.abs(standsOut(world, series, calm))).toBeLessThan(5);
    expect(total(series.failures)).toBeGreaterThan(0);
  });
});
