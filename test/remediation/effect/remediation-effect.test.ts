import { describe, expect, it } from "vitest";
import { remediationFinding } from "../../../src/remediation/effect/remediation-effect.js";
import { windowFinding } from "../../../src/window/window-finding.js";
import { clock, madeSeries, madeWindow, steppedGauge } from "../made-incident.js";

const STEPS = [367, 372, 377, 382, 387];
const capacity = { id: "capacity", from: clock(367), to: clock(389), gauge: "capacity" };
const gauge = steppedGauge(540, 100, 60, STEPS);
const placed = (t: number, lag: number): number => STEPS.filter((step) => step + lag <= t).length / STEPS.length;
const ramp = (t: number, start: number, length: number): number => Math.min(1, Math.max(0, 1 - (t - start) / length));

describe("a remediation whose steps the failures follow", () => {
  const series = madeSeries({ seed: 11, course: (t) => 0.25 * (1 - placed(t, 1)) });
  const found = remediationFinding({
    remediation: capacity,
    others: [capacity],
    series,
    window: madeWindow(300, 368, 389),
    gauge,
  });

  it("is credited, and the failures it avoided lie in the interval", () => {
    expect(found.verdict).toBe("helped");
    let avoided = 0;
    for (let t = 367; t < 389; t++) avoided += 600 * 0.25 * placed(t, 1);
    expect(found.cumulative?.interval[0]).toBeLessThan(avoided);
    expect(found.cumulative?.interval[1]).toBeGreaterThan(avoided);
    expect(found.effect?.interval[1]).toBeLessThan(0);
  });

  it("is credited in little traffic too, where the straight fall that a window fits to the steps begins before the first of them", () => {
    let credited = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const little = madeSeries({
        seed,
        attempts: 200,
        noise: { sd: 0.04, rho: 0.5 },
        course: (t) => 0.25 * (1 - placed(t, 0)),
      });
      const { window } = windowFinding(little);
      if (
        remediationFinding({ remediation: capacity, others: [capacity], series: little, window, gauge }).verdict ===
        "helped"
      )
        credited += 1;
    }
    expect(credited).toBeGreaterThanOrEqual(6);
  });

  it("gives the same finding for the same seed", () => {
    expect(
      remediationFinding({
        remediation: capacity,
        others: [capacity],
        series,
        window: madeWindow(300, 368, 389),
        gauge,
      }),
    ).toEqual(found);
  });

  it("is not credited without the gauge", () => {
    const blind = remediationFinding({ remediation: capacity, others: [], series, window: madeWindow(300, 368, 389) });
    expect(blind.verdict).toBe("not-testable");
    expect(blind.why).toMatch(/spontaneous recovery/);
  });

  it("is not separable from another at the same time", () => {
    const reroute = { id: "reroute", from: clock(380), to: null };
    const joint = remediationFinding({
      remediation: capacity,
      others: [capacity, reroute],
      series,
      window: madeWindow(300, 368, 389),
      gauge,
    });
    expect(joint.verdict).toBe("not-testable");
    expect(joint.why).toMatch(/Inseparable from reroute/);
  });
});

describe("a recovery of its own", () => {
  it.each([
    [1, 395, 12],
    [2, 371, 15],
    [3, 380, 5],
    [4, 410, 30],
  ])("credits nothing (seed %i, from minute %i, %i minutes)", (seed, start, length) => {
    const series = madeSeries({ seed, course: (t) => 0.25 * ramp(t, start, length) });
    const found = remediationFinding({
      remediation: capacity,
      others: [capacity],
      series,
      window: madeWindow(300, start, start + length),
      gauge,
    });
    expect(found.verdict).toBe("not-testable");
    expect(found.effect).toBeNull();
    expect(found.why).toMatch(/spontaneous recovery/);
  });

  it("long after the remediation was complete shows that it did nothing", () => {
    const series = madeSeries({ seed: 5, course: (t) => 0.25 * ramp(t, 470, 12) });
    const found = remediationFinding({
      remediation: capacity,
      others: [capacity],
      series,
      window: madeWindow(300, 470, 482),
      gauge,
    });
    expect(found.verdict).toBe("no-effect");
    expect(Math.abs(found.effect?.value ?? 1)).toBeLessThan(0.05);
  });
});

describe("what cannot be tested", () => {
  const series = madeSeries({ seed: 7, course: (t) => 0.25 * ramp(t, 395, 12) });
  const window = madeWindow(300, 395, 407);
  it.each([
    ["after normal", 500, /back at the baseline for 93 minutes/],
    ["during the fall", 400, /begun to fall/],
    ["before the onset", 200, /before the outage began/],
    ["just after the onset", 305, /too early to know/],
    ["outside the data", 2000, /no data/],
  ])("%s", (_, at, why) => {
    const found = remediationFinding({
      remediation: { id: "patch", from: clock(at), to: null },
      others: [],
      series,
      window,
    });
    expect(found.verdict).toBe("not-testable");
    expect(found.why).toMatch(why);
    expect(found.cumulative).toBeNull();
  });

  it("without an outage", () => {
    expect(remediationFinding({ remediation: capacity, others: [], series, window: null }).verdict).toBe(
      "not-testable",
    );
  });
});
