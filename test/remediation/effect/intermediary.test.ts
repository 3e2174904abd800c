import { describe, expect, it } from "vitest";
import { remediationFinding } from "../../../src/remediation/effect/remediation-effect.js";
import { seededRandom } from "../../../src/stats/random/random.js";
import { clock, madeSeries, madeWindow, steppedGauge } from "../made-incident.js";

const STEPS = [367, 372, 377, 382, 387];
const capacity = { id: "capacity", from: clock(367), to: clock(389), gauge: "capacity", through: "busy" };
const gauge = steppedGauge(540, 100, 60, STEPS);
/** A fleet at its limit: failures stay until a few minutes after the last step, whatever ended them. */
const series = madeSeries({ seed: 3, course: (t) => 0.25 * Math.min(1, Math.max(0, 1 - (t - 393) / 10)) });
const window = madeWindow(300, 393, 403);

function busy(seed: number, course: (minute: number) => number) {
  const random = seededRandom(seed);
  const values = Array.from({ length: 540 }, (_, t) => (t < 300 ? 0.7 : course(t)) + 0.006 * random.normal());
  return { kind: "values" as const, source: "busy", startMs: gauge.startMs, stepSeconds: 60, values };
}

const placed = (t: number): number => STEPS.filter((step) => step <= t).length / STEPS.length;
const judged = (through?: ReturnType<typeof busy>) =>
  remediationFinding({ remediation: capacity, others: [capacity], series, window, gauge, ...(through && { through }) });

describe("a remediation that acts through a saturated fleet", () => {
  it("cannot be told from the failures alone", () => {
    expect(judged()).toMatchObject({ verdict: "not-testable", identification: "none" });
  });

  it("is credited, under that mechanism, when the fleet's load followed its steps", () => {
    const found = judged(busy(1, (t) => (t < 393 ? 1 - 0.13 * placed(t) : 0.7)));
    expect(found, found.why).toMatchObject({ verdict: "helped", identification: "model" });
    expect(found.why).toMatch(/busy.*moved in step with the 5 steps.*assumption of the incident file/);
    expect(found.cumulative?.interval[0]).toBeGreaterThan(0);
  });

  it.each([
    [1, 381, 6],
    [2, 378, 12],
    [3, 370, 20],
    [4, 392, 8],
  ])("is not credited when the load fell by itself (seed %i, from minute %i, %i minutes)", (seed, start, length) => {
    const found = judged(busy(seed, (t) => 0.7 + 0.3 * Math.min(1, Math.max(0, 1 - (t - start) / length))));
    expect(found.verdict).toBe("not-testable");
  });

  it("did nothing when load and failures stayed long after it was complete", () => {
    const late = madeSeries({
      seed: 5,
      attempts: 25,
      course: (t) => 0.25 * Math.min(1, Math.max(0, 1 - (t - 425) / 10)),
    });
    const found = remediationFinding({
      remediation: capacity,
      others: [capacity],
      series: late,
      window: madeWindow(300, 425, 435),
      gauge,
      through: busy(6, (t) => (t < 425 ? 1 : 0.7)),
    });
    expect(found.verdict).toBe("no-effect");
  });

  it("is judged as without it when the outage did not move the gauge", () => {
    expect(judged(busy(7, () => 0.7)).verdict).toBe("not-testable");
  });
});
