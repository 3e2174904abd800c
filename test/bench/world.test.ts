import { describe, expect, it } from "vitest";
import { buildWorld, worldStream } from "../../bench/world/build.js";
import { drawWorld } from "../../bench/world/draw.js";
import { excessAt, RAMP_KINDS, type OutagePlan } from "../../bench/world/profile.js";
import { check } from "../../bench/world/self-check.js";
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

  it.each([...OUTAGE_SHAPES, ...QUIET_SHAPES])("agrees with mechanism and counts: %s", (shape) => {
    expect(check(1, [shape])).toEqual([]);
  });

  it("says of a world whose window is told wrongly that it is wrong", () => {
    const world = buildWorld("step", 1);
    const [window] = world.windows;
    const inside = { ...world, windows: [{ ...window!, from: window!.from + 5 }] };
    expect(check(1, ["step"], () => inside)[0]).toContain("outside the true windows");
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
