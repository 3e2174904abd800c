import { describe, expect, it } from "vitest";
import { plannedVerbs } from "../../src/rates/planned-verbs.js";
import type { Reconciliation } from "../../src/rates/rate-finding.js";
import { reconcile } from "../../src/rates/reconcile.js";
import type { UnitProfile } from "../../src/sources/incident-data.js";
import { clusteredProportion } from "../../src/stats/rates/clustered-proportion.js";
import type { Estimate } from "../../src/stats/estimate.js";
import { type Random, seededRandom } from "../../src/stats/random/random.js";

const within = (value: number, half: number): Estimate => ({
  value,
  interval: [value - half, value + half],
  level: 0.95,
});
const verdict = (found: Reconciliation, id: string): string | undefined =>
  found.explanations.find((entry) => entry.id === id)?.holds;

interface World {
  readonly unexposed: number;
  readonly more: number;
  readonly hazard: number;
  readonly fatal: number;
}

function call({ unexposed, more, hazard, fatal }: World, random: Random): UnitProfile {
  const plan = random.next() < unexposed ? 0 : 1 + random.poisson(more);
  let [attempts, failures, failed] = [0, 0, false];
  while (attempts < plan && !failed) {
    attempts++;
    if (random.next() < hazard) {
      failures++;
      failed = random.next() < fatal;
    }
  }
  return { attempts, failures, failed, n: 1 };
}

/** A simulated incident of so many calls, reconciled, with twice as many baseline calls. */
function incident(world: World, calls: number, seed: string): Reconciliation {
  const random = seededRandom(seed);
  const window = Array.from({ length: calls }, () => call(world, random));
  const baseline = Array.from({ length: 2 * calls }, () => call({ ...world, hazard: 0.001 }, random));
  const attempts = window.reduce((sum, unit) => sum + unit.attempts, 0);
  const drops = window.filter(({ failed }) => failed).length;
  return reconcile({
    verbs: { rate: clusteredProportion(window), attempts },
    calls: { failures: drops, attempts: calls },
    profiles: { window, baseline },
  });
}

describe("reconcile from the rates alone", () => {
  const found = reconcile({ verbs: { rate: within(0.4, 0.01) }, calls: { rate: within(0.2, 0.005) } });

  it("gives the identity and the set it leaves open", () => {
    expect(found.requiredAttemptsPerCall.value).toBeCloseTo(0.5, 12);
    expect(found.identifiedSet!.exposureTimesFatality[0]).toBeCloseTo(0.195, 12);
    expect(found.identifiedSet!.exposureTimesFatality[1]).toBeGreaterThan(0.5);
    expect(found.identifiedSet!.exposureTimesFatality[1]).toBeLessThan(0.54);
  });

  it("tests nothing it cannot, and says what would", () => {
    expect(new Set(found.explanations.map(({ holds }) => holds))).toEqual(new Set(["not-testable"]));
    expect(found.explanations.every(({ needs, why }) => needs.length > 10 && why.length > 10)).toBe(true);
    expect([
      found.attemptsPerCall,
      found.exposedShare,
      found.predictedDropRate,
      found.fatality,
      found.plannedVerbsPerCall,
    ]).toEqual([null, null, null, null, null]);
  });

  it("takes counts, and spans that agree rule different windows out", () => {
    const span = { from: "2025-03-31T15:10:00Z", to: "2025-03-31T16:44:00Z" };
    const counted = reconcile({
      verbs: { failures: 400, attempts: 1000, span },
      calls: { failures: 200, attempts: 1000, span: { ...span, to: "2025-03-31T16:44Z" } },
    });
    expect(counted.verbRate.value).toBe(0.4);
    expect(verdict(counted, "different-windows")).toBe("contradicted");
  });

  it("finds nothing to explain when drops outnumber failures", () => {
    const { identifiedSet, explanations } = reconcile({
      verbs: { rate: within(0.1, 0.001) },
      calls: { rate: within(0.3, 0.001) },
    });
    expect(identifiedSet!.exposureIfFatal).toBeNull();
    expect(explanations[0]!.why).toContain("nothing needs to be explained");
  });

  it("survives a verb rate of 0", () => {
    const none = reconcile({ verbs: { failures: 0, attempts: 50 }, calls: { failures: 0, attempts: 50 } });
    expect(none.requiredAttemptsPerCall.interval).toEqual([0, Infinity]);
    expect(none.identifiedSet!.exposureTimesFatality[1]).toBe(1);
  });

  it("refuses a side without numbers", () => {
    expect(() => reconcile({ verbs: {}, calls: { failures: 1, attempts: 2 } })).toThrow(
      "reconcile requires verbs as a rate or as failures and attempts",
    );
    expect(() => reconcile({ verbs: { rate: within(25, 1) }, calls: { failures: 1, attempts: 2 } })).toThrow(
      "verbs.rate in 0…1, got 25",
    );
  });
});

describe("reconcile from calls", () => {
  it("keeps the identity exact where every failure is fatal and nothing else drops calls", () => {
    const found = incident({ unexposed: 0.6, more: 0.4, hazard: 0.35, fatal: 1 }, 4000, "fatal");
    expect(found.requiredAttemptsPerCall.value).toBeCloseTo(found.attemptsPerCall!.value, 10);
    expect(found.dropsPerFailure!.value).toBe(1);
    expect(verdict(found, "unexposed-calls")).toBe("supported");
    for (const id of [
      "failures-survived",
      "repeated-attempts",
      "clustered-failures",
      "drops-without-verb-failure",
      "different-windows",
      "different-populations",
    ]) {
      expect(verdict(found, id), id).toBe("contradicted");
    }
    expect(verdict(found, "background-errors")).toBe("not-testable");
  });

  it("sees failures that calls survive", () => {
    const found = incident({ unexposed: 0, more: 1, hazard: 0.3, fatal: 0.4 }, 3000, "survived");
    expect(verdict(found, "unexposed-calls")).toBe("contradicted");
    expect(verdict(found, "failures-survived")).toBe("supported");
    expect(verdict(found, "repeated-attempts")).toBe("supported");
    expect(found.observedDropRate.interval[1]).toBeLessThan(found.predictedDropRate!.interval[0]);
  });

  it("multiplies verb rate, attempts per call and drops per failure to the drop rate", () => {
    const found = incident({ unexposed: 0.2, more: 1, hazard: 0.3, fatal: 0.5 }, 500, "product");
    expect(found.verbRate.value * found.attemptsPerCall!.value * found.dropsPerFailure!.value).toBeCloseTo(
      found.callRate.value,
      12,
    );
  });

  it.each<[string, World]>([
    ["all fatal", { unexposed: 0.5, more: 1, hazard: 0.25, fatal: 1 }],
    ["half fatal", { unexposed: 0.2, more: 0.5, hazard: 0.4, fatal: 0.5 }],
  ])("holds the truth in its sets: %s", (name, world) => {
    // P(no failure) over plans 0 (unexposed) and 1 + Poisson(more); with survivors, a call drops at a rate of hazard · fatal.
    const dropping = (q: number): number => (1 - world.unexposed) * (1 - (1 - q) * Math.exp(-world.more * q));
    const product = ((1 - world.unexposed) * dropping(world.hazard * world.fatal)) / dropping(world.hazard);
    const inside = { exposed: 0, predicted: 0, fatality: 0, set: 0 };
    const holds = ({ interval }: Estimate, truth: number): number =>
      interval[0] <= truth && truth <= interval[1] ? 1 : 0;
    for (let run = 0; run < 60; run++) {
      const found = incident(world, 600, `${name} ${run}`);
      inside.exposed += holds(found.exposedShare!, 1 - world.unexposed);
      inside.predicted += holds(found.predictedDropRate!, dropping(world.hazard));
      inside.fatality += holds(found.fatality!, dropping(world.hazard * world.fatal) / dropping(world.hazard));
      inside.set += holds({ value: 0, interval: found.identifiedSet!.exposureTimesFatality, level: 0.95 }, product);
    }
    // 60 runs at 95 %: fewer than 52 has a probability below 1 in 500.
    for (const [what, count] of Object.entries(inside)) expect(count, what).toBeGreaterThanOrEqual(52);
  });
});

describe("plannedVerbs", () => {
  it("counts what clean calls attempted", () => {
    const found = plannedVerbs([
      { attempts: 0, failures: 0, failed: false, n: 30 },
      { attempts: 2, failures: 0, failed: false, n: 70 },
    ])!;
    expect(found.distribution.map((share) => Number(share.toFixed(12)))).toEqual([0.3, 0, 0.7]);
    expect(found.calls).toBe(100);
  });

  it("lets calls that a failure cut off count as longer, not as short", () => {
    // Plans are always 2; a tenth of the calls are cut off at the first verb.
    const found = plannedVerbs([
      { attempts: 1, failures: 1, failed: true, n: 10 },
      { attempts: 2, failures: 0, failed: false, n: 90 },
    ])!;
    expect(found.distribution.map((share) => Number(share.toFixed(12)))).toEqual([0, 0, 1]);
  });

  it("takes calls that were cut off out of those that may plan more", () => {
    // Of the 90 calls known to end at one verb or to go on, 40 end; the ten that were cut off say nothing of it.
    const found = plannedVerbs([
      { attempts: 1, failures: 1, failed: true, n: 10 },
      { attempts: 1, failures: 0, failed: false, n: 40 },
      { attempts: 2, failures: 0, failed: false, n: 50 },
    ])!;
    expect(found.distribution[1]).toBeCloseTo(40 / 90, 12);
    expect(found.distribution[2]).toBeCloseTo(50 / 90, 12);
  });

  it.each([
    ["dropped without a failure", { failures: 0, failed: true }],
    ["failed without being dropped", { failures: 1, failed: false }],
  ])("counts calls as they are that %s", (_how, change) => {
    const found = plannedVerbs([
      { attempts: 1, n: 20, ...change },
      { attempts: 2, failures: 0, failed: false, n: 80 },
    ])!;
    expect(found.distribution.map((share) => Number(share.toFixed(12)))).toEqual([0, 0.2, 0.8]);
  });

  it("has nothing to say without calls", () => {
    expect(plannedVerbs([])).toBeNull();
  });
});
