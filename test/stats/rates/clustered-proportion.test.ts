import { describe, expect, it } from "vitest";
import { betaBinomial } from "../../../src/stats/rates/beta-binomial.js";
import { clusteredProportion } from "../../../src/stats/rates/clustered-proportion.js";
import { proportion } from "../../../src/stats/rates/proportion.js";
import { seededRandom } from "../../../src/stats/random/random.js";

// Crowder (1978), table 3: germinated seeds of 21 plates.
const SEEDS = Object.freeze(
  [
    [10, 39],
    [23, 62],
    [23, 81],
    [26, 51],
    [17, 39],
    [5, 6],
    [53, 74],
    [55, 72],
    [32, 51],
    [46, 79],
    [10, 13],
    [8, 16],
    [10, 30],
    [8, 28],
    [23, 45],
    [0, 4],
    [3, 12],
    [22, 41],
    [15, 30],
    [32, 51],
    [3, 7],
  ].map(([failures, attempts]) => Object.freeze({ failures: failures as number, attempts: attempts as number })),
);

describe("clusteredProportion", () => {
  it("gives the known answers on Crowder's seeds", () => {
    const found = clusteredProportion(SEEDS);
    expect(found.value).toBeCloseTo(0.51022864, 8);
    expect(found.se).toBeCloseTo(0.0442019, 8);
    expect(found.designEffect).toBeCloseTo(6.49717531, 8);
    expect(found.interval[0]).toBeCloseTo(0.41871558, 8);
    expect(found.interval[1]).toBeCloseTo(0.60106122, 8);
    expect(found.clusters).toBe(21);
  });

  it("takes counted clusters as so many clusters alike", () => {
    const counted = [
      { attempts: 3, failures: 1, n: 40 },
      { attempts: 2, failures: 2, n: 15 },
      { attempts: 4, failures: 0, n: 60 },
    ];
    const expanded = counted.flatMap(({ attempts, failures, n }) =>
      Array.from({ length: n }, () => ({ attempts, failures })),
    );
    const [a, b] = [clusteredProportion(counted), clusteredProportion(expanded)];
    expect(a.interval[0]).toBeCloseTo(b.interval[0], 12);
    expect(a.icc).toBeCloseTo(b.icc as number, 12);
    expect(a.clusters).toBe(115);
  });

  it("leaves clusters without attempts out", () => {
    const { interval, clusters } = clusteredProportion([...SEEDS, { failures: 0, attempts: 0, n: 1000 }]);
    expect(interval).toEqual(clusteredProportion(SEEDS).interval);
    expect(clusters).toBe(21);
  });

  it("sees what clusters share: all or nothing gives ICC 1 and the cluster size as design effect", () => {
    const found = clusteredProportion([
      { attempts: 5, failures: 5, n: 30 },
      { attempts: 5, failures: 0, n: 70 },
    ]);
    expect(found.icc).toBeCloseTo(1, 12);
    expect(found.designEffect).toBeCloseTo(5 * (100 / 99), 10);
    expect(clusteredProportion([{ attempts: 2, failures: 1, n: 50 }]).icc).toBeCloseTo(-1, 12);
  });

  it("says nothing of other clusters after one, and bounds what was never seen", () => {
    expect(clusteredProportion([{ failures: 3, attempts: 9 }]).interval).toEqual([0, 1]);
    const none = clusteredProportion([{ failures: 0, attempts: 5, n: 30 }]);
    expect(none.interval[0]).toBe(0);
    // As if each call were one attempt: R's binom.test(0, 30).
    expect(none.interval[1]).toBeCloseTo(0.1157033, 6);
    expect([none.designEffect, none.icc]).toEqual([null, null]);
    expect(clusteredProportion([{ failures: 5, attempts: 5, n: 30 }]).interval[1]).toBe(1);
    const noVariance = clusteredProportion([{ failures: 1, attempts: 2, n: 40 }]).interval;
    expect(noVariance).toEqual(proportion(20, 40, { method: "clopper-pearson" }).interval);
  });

  it("is wider with few failing calls than the logit alone would be", () => {
    const few = clusteredProportion([
      { failures: 1, attempts: 3, n: 3 },
      { failures: 0, attempts: 3, n: 97 },
    ]);
    expect(few.method).toContain("effective number");
    expect(few.interval[0]).toBeGreaterThan(0);
    expect(few.interval[1]).toBeGreaterThan(0.025);
  });

  it("covers at its level where a plain Wilson interval does not", () => {
    const random = seededRandom("clustered coverage");
    const [runs, rate, icc] = [600, 0.25, 0.6];
    let [clustered, wilson] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const clusters = Array.from({ length: 80 }, () => {
        const attempts = 1 + Math.floor(random.exponential(3));
        return {
          attempts,
          failures: random.binomial(attempts, random.beta((rate * (1 - icc)) / icc, ((1 - rate) * (1 - icc)) / icc)),
        };
      });
      const inside = ([low, high]: readonly [number, number]): number => (low <= rate && rate <= high ? 1 : 0);
      const total = (key: "failures" | "attempts"): number => clusters.reduce((sum, cluster) => sum + cluster[key], 0);
      clustered += inside(clusteredProportion(clusters).interval);
      wilson += inside(proportion(total("failures"), total("attempts")).interval);
    }
    expect(clustered / runs).toBeGreaterThan(0.925);
    expect(clustered / runs).toBeLessThan(0.975);
    expect(wilson / runs).toBeLessThan(0.85);
  });

  it("refuses what is not a count", () => {
    expect(() => clusteredProportion([])).toThrow("clusteredProportion requires at least one attempt, got 0");
    expect(() => clusteredProportion([{ failures: 2, attempts: 1 }])).toThrow(
      "failures ≤ attempts in every cluster, got 2 of 1",
    );
    expect(() => clusteredProportion([{ failures: 0, attempts: NaN }])).toThrow("whole numbers ≥ 0, got 0, NaN and 1");
    expect(() => clusteredProportion([{ failures: 0, attempts: 3, n: -1 }])).toThrow(RangeError);
    expect(() => clusteredProportion([{ failures: 0.5, attempts: 3 }])).toThrow(RangeError);
    expect(
      clusteredProportion([
        { failures: 1e11, attempts: 1e12, n: 2 },
        { failures: 2e11, attempts: 1e12 },
      ]).value,
    ).toBeCloseTo(4 / 30, 12);
  });
});

describe("betaBinomial", () => {
  it("gives the known answers on Crowder's seeds", () => {
    const fit = betaBinomial(SEEDS);
    expect(fit.mean.value).toBeCloseTo(0.49357233, 7);
    // Converged with mpmath; an optimiser at its default tolerance prints .08157255.
    expect(fit.rho.value).toBeCloseTo(0.0815723503014769, 10);
    expect(fit.logLikelihood).toBeCloseTo(-64.51628293, 7);
    expect(fit.independenceP).toBeLessThan(1e-6);
    expect(fit.rho.interval[0]).toBeGreaterThan(0.01);
    expect(fit.rho.interval[1]).toBeLessThan(0.3);
  });

  it("ends at independence where failures repel each other, and at 1 where clusters fail as a whole", () => {
    const fatal = betaBinomial([
      { attempts: 3, failures: 1, n: 20 },
      { attempts: 3, failures: 0, n: 30 },
    ]);
    expect([fatal.rho.value, fatal.rho.interval[0], fatal.independenceP]).toEqual([0, 0, 1]);
    const whole = betaBinomial([
      { attempts: 3, failures: 3, n: 20 },
      { attempts: 3, failures: 0, n: 30 },
    ]);
    expect(whole.rho.value).toBeGreaterThan(0.999);
    expect(whole.mean.value).toBeCloseTo(0.4, 5);
  });

  it("recovers a planted mean and correlation", () => {
    const random = seededRandom("beta-binomial");
    const clusters = Array.from({ length: 3000 }, () => {
      const attempts = 1 + random.integer(8);
      return { attempts, failures: random.binomial(attempts, random.beta(0.7, 2.1)) };
    });
    const fit = betaBinomial(clusters);
    expect(Math.abs(fit.mean.value - 0.25)).toBeLessThan(0.02);
    expect(Math.abs(fit.rho.value - 1 / 3.8)).toBeLessThan(0.04);
  });

  it("refuses when nothing or everything failed", () => {
    expect(() => betaBinomial([{ failures: 0, attempts: 3 }])).toThrow(
      "betaBinomial requires failures and successes, got only successes",
    );
    expect(() => betaBinomial([{ failures: 3, attempts: 3 }])).toThrow("got only failures");
    expect(() => betaBinomial([{ failures: 1, attempts: 1e12 }])).toThrow("at most 5000000 attempts");
  });
});
