import { describe, expect, it } from "vitest";
import { failureHazard } from "../../src/rates/failure-hazard.js";
import { type RateInput, rateFinding } from "../../src/rates/window-rate.js";
import { seededRandom } from "../../src/stats/random/random.js";

const WINDOW = { from: "2025-03-31T15:10:00Z", to: "2025-03-31T16:44:00Z" };
const BEFORE = { from: "2025-03-24T00:00:00Z", to: "2025-03-31T15:10:00Z" };

function input(change: Partial<RateInput> = {}): RateInput {
  return {
    window: {
      span: WINDOW,
      clusters: [
        { attempts: 3, failures: 2, n: 120 },
        { attempts: 2, failures: 0, n: 300 },
        { attempts: 1, failures: 1, n: 40 },
      ],
    },
    baseline: {
      span: BEFORE,
      clusters: [
        { attempts: 2, failures: 1, n: 40 },
        { attempts: 2, failures: 0, n: 9000 },
      ],
    },
    clustered: true,
    ...change,
  };
}

describe("rateFinding", () => {
  it("counts, compares and says how", () => {
    const found = rateFinding(
      input({ stated: [{ section: "Impact", span: WINDOW, clusters: [{ attempts: 2, failures: 1, n: 50 }] }] }),
    );
    expect([found.failures, found.attempts, found.clusters]).toEqual([280, 1000, 460]);
    expect(found.rate.value).toBe(0.28);
    expect(found.method).toBe("linearised ratio, logit-t");
    expect(found.excess.value).toBeCloseTo(0.28 - 40 / 18080, 12);
    expect(found.rateRatio.value).toBeCloseTo(0.28 / (40 / 18080), 8);
    expect(found.rateRatio.interval[0]).toBeLessThan(found.rateRatio.value);
    expect(found.rateRatio.interval[1]).toBeGreaterThan(found.rateRatio.value);
    expect(found.overStatedWindows).toMatchObject([{ section: "Impact", failures: 50, attempts: 100 }]);
  });

  it("lets attempts that share a cluster widen every figure: window, baseline, stated window, excess and ratio", () => {
    const allOrNone = (failing: number, sound: number) => [
      { attempts: 10, failures: 10, n: failing },
      { attempts: 10, failures: 0, n: sound },
    ];
    const sides = {
      window: { span: WINDOW, clusters: allOrNone(20, 40) },
      baseline: { span: BEFORE, clusters: allOrNone(8, 400) },
      stated: [{ section: "Impact", span: WINDOW, clusters: allOrNone(10, 30) }],
    };
    const [shared, apart] = [true, false].map((clustered) => rateFinding({ ...sides, clustered }));
    const widths = (found: ReturnType<typeof rateFinding>): number[] =>
      [found.rate, found.baseline.rate, found.overStatedWindows[0]!.rate, found.excess].map(
        ({ interval: [low, high] }) => high - low,
      );
    // Ten attempts that fail together count as one: intervals are about √10 times as wide.
    widths(shared!).forEach((width, at) => {
      expect(width).toBeGreaterThan(2 * widths(apart!)[at]!);
    });
    expect(shared!.rateRatio.interval[0]).toBeLessThan(0.7 * apart!.rateRatio.interval[0]);
  });

  it("takes attempts as independent where no cluster is declared", () => {
    const found = rateFinding(
      input({
        clustered: false,
        window: {
          span: WINDOW,
          clusters: [
            { attempts: 1, failures: 1, n: 18 },
            { attempts: 1, failures: 0, n: 2 },
          ],
        },
      }),
    );
    expect(found.rate.interval[0]).toBeCloseTo(0.6989663547715128, 12);
    expect([found.clusters, found.designEffect]).toEqual([null, null]);
    expect(found.method).toContain("independent");
  });

  it("widens for what calls share", () => {
    const width = ({ rate: { interval } }: { rate: { interval: readonly [number, number] } }): number =>
      interval[1] - interval[0];
    const whole = input({
      window: {
        span: WINDOW,
        clusters: [
          { attempts: 5, failures: 5, n: 50 },
          { attempts: 5, failures: 0, n: 150 },
        ],
      },
    });
    expect(width(rateFinding(whole)) / width(rateFinding({ ...whole, clustered: false }))).toBeCloseTo(Math.sqrt(5), 0);
  });

  it("knows nothing of a span without attempts", () => {
    const found = rateFinding(input({ baseline: { span: BEFORE, clusters: [] } }));
    expect(found.baseline.rate).toEqual({ value: NaN, interval: [0, 1], level: 0.95 });
    expect([found.excess.interval, found.rateRatio.interval]).toEqual([
      [-1, 1],
      [0, Infinity],
    ]);
    expect(found.rate.value).toBe(0.28);
  });

  it("bounds the ratio over a baseline without failures from below only", () => {
    const { rateRatio } = rateFinding(
      input({ baseline: { span: BEFORE, clusters: [{ attempts: 2, failures: 0, n: 9000 }] } }),
    );
    expect([rateRatio.value, rateRatio.interval[1]]).toEqual([Infinity, Infinity]);
    expect(rateRatio.interval[0]).toBeGreaterThan(100);
  });

  it("finds the one region that differs and no other", () => {
    const random = seededRandom("regions");
    const counts = (rates: readonly number[]): { value: string; failures: number; attempts: number }[] =>
      rates.map((rate, i) => ({ value: `region ${i}`, attempts: 400, failures: random.binomial(400, rate) }));
    const breakdowns = [
      { dimension: "region", window: counts([0.2, 0.2, 0.2, 0.35]), baseline: counts([0.01, 0.01, 0.01, 0.01]) },
    ];
    const {
      breakdowns: [breakdown],
    } = rateFinding(input({ clustered: false, breakdowns }));
    expect(breakdown!.rows[0]!.value).toBe("region 3");
    expect(breakdown!.rows[0]!.adjustedP).toBeLessThan(0.001);
    expect(breakdown!.rows[0]!.excess!.interval[0]).toBeGreaterThan(0.2);
    expect(breakdown!.homogeneityP).toBeLessThan(0.001);
    const alike = rateFinding(
      input({
        clustered: false,
        breakdowns: [{ dimension: "region", window: counts([0.2, 0.2, 0.2, 0.2]), baseline: [] }],
      }),
    );
    expect(alike.breakdowns[0]!.homogeneityP).toBeGreaterThan(0.01);
    expect(alike.breakdowns[0]!.rows[0]!.excess).toBeNull();
  });

  it("refuses counts that do not fit", () => {
    const wrong = { span: WINDOW, clusters: [{ attempts: 1, failures: 2, n: 1 }] };
    expect(() => rateFinding(input({ window: wrong }))).toThrow("failures ≤ attempts in every cluster, got 2 of 1");
  });
});

describe("failureHazard", () => {
  it("counts calls at risk by position", () => {
    const { hazard, byAttempt, constantP } = failureHazard([
      { attempts: 1, failures: 1, n: 100 },
      { attempts: 1, failures: 0, n: 100 },
      { attempts: 2, failures: 1, n: 60 },
      { attempts: 2, failures: 0, n: 240 },
    ]);
    expect(byAttempt.map(({ attempt, failures, atRisk }) => [attempt, failures, atRisk])).toEqual([
      [1, 100, 500],
      [2, 60, 300],
    ]);
    expect(hazard.value).toBeCloseTo(160 / 800, 12);
    expect(constantP).toBe(1);
  });

  it("refuses calls that went on after a failure", () => {
    expect(() => failureHazard([{ attempts: 3, failures: 2, n: 1 }])).toThrow(
      "failureHazard requires that a failure ends its call, got a call with 2 failures",
    );
    expect(() => failureHazard([])).toThrow("at least one attempt");
  });
});
