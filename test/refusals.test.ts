import { describe, expect, it } from "vitest";
import {
  autocorrelatedRegression,
  betaBinomial,
  changePoints,
  clusteredProportion,
  erlangB,
  failureHazard,
  homogeneityTest,
  interventionEffect,
  mannWhitney,
  outageWindow,
  outageWindows,
  PostmortemError,
  proportion,
  proportionDifference,
  rateRatio,
  remediationFinding,
  seededRandom,
  segmentedRegression,
  serviceLevel,
  whatIf,
  windowFinding,
} from "../src/index.js";
import type { OutcomeSeries, ValueSeries, WindowFinding } from "../src/index.js";

/** Every estimator on input that should make it refuse: an answer without NaN or holes, or an error that says what it requires. */

const LENGTH = 96;
const START = Date.UTC(2024, 4, 6);
const clock = (minute: number): string => new Date(START + minute * 60_000).toISOString();
const filled = (value: number, length = LENGTH): number[] => Array<number>(length).fill(value);
const random = seededRandom(1);
const usual = filled(10).map((value, i) => value + (i >= 48 ? 4 : 0) + random.normal());
const attempts = filled(200);
const failures = attempts.map((n, i) => random.binomial(n, i >= 40 && i < 72 ? 0.3 : 0.01));
const at = (values: readonly number[], wrong: number): number[] => values.map((value, i) => (i === 7 ? wrong : value));

interface Input {
  readonly y: number[];
  readonly f: number[];
  readonly a: number[];
}

const INPUTS: Readonly<Record<string, Input>> = {
  "a constant series": { y: filled(5), f: filled(2), a: attempts },
  "zeros throughout": { y: filled(0), f: filled(0), a: attempts },
  "all failures": { y: filled(200), f: attempts, a: attempts },
  "no attempts": { y: filled(0), f: filled(0), a: filled(0) },
  "three points": { y: [1, 2, 3], f: [1, 2, 3], a: [10, 10, 10] },
  "no points": { y: [], f: [], a: [] },
  "NaN among the failures": { y: at(usual, NaN), f: at(failures, NaN), a: attempts },
  "NaN among the attempts": { y: usual, f: failures, a: at(attempts, NaN) },
  "lengths that differ": { y: usual.slice(0, 50), f: failures.slice(0, 50), a: attempts },
  "1e12 attempts": { y: usual.map((value) => value * 1e12), f: failures.map((count) => count * 5e9), a: filled(1e12) },
  "infinite attempts": { y: at(usual, Infinity), f: failures, a: filled(Infinity) },
  "negative counts": { y: usual.map((value) => -value), f: failures.map((count) => -count), a: attempts },
};

const outcomes = ({ f, a }: Input): OutcomeSeries => ({
  kind: "outcomes",
  source: "made",
  startMs: START,
  stepSeconds: 60,
  failures: f,
  attempts: a,
  covered: a.map(() => true),
});
const measured = (values: readonly number[]): ValueSeries => ({
  kind: "values",
  source: "capacity",
  startMs: START,
  stepSeconds: 60,
  values,
});
const gauge = measured(filled(100).map((value, t) => value + 10 * [56, 60, 64, 68].filter((step) => step <= t).length));
const window: WindowFinding = {
  onset: clock(40),
  recoveryStart: clock(68),
  recovery: clock(72),
  onsetInterval: [clock(39), clock(41)],
  recoveryInterval: [clock(70), clock(74)],
  level: 0.95,
  minutes: { value: 32, interval: [30, 34], level: 0.95 },
  shape: { onsetRampMinutes: 2, recoveryRampMinutes: 4 },
  source: "made",
  method: "stated",
};
const capacity = { id: "capacity", from: clock(56), to: clock(69), gauge: "capacity" };
const sound: Input = { y: usual, f: failures, a: attempts };
const clusters = ({ f, a }: Input): { failures: number; attempts: number; n: number }[] =>
  f.map((count, i) => ({ failures: count, attempts: a[i] as number, n: 1 }));
const first = (values: readonly number[]): number => (values[7] ?? values[0]) as number;
const inside = (values: readonly unknown[]): number => Math.min(48, values.length - 1);
const segmented = (
  family: "poisson" | "quasipoisson" | "binomial" | "gaussian",
  y: number[],
  exposure?: number[],
): unknown => segmentedRegression({ y, ...(exposure && { exposure }), interventionAt: inside(y), family });

const ESTIMATORS: Readonly<Record<string, (input: Input) => unknown>> = {
  proportion: ({ f, a }) =>
    (["wilson", "clopper-pearson", "jeffreys", "agresti-coull"] as const).map((method) =>
      proportion(first(f), first(a), { method }),
    ),
  proportionDifference: ({ f, a }) =>
    (["newcombe", "miettinen-nurminen"] as const).map((method) =>
      proportionDifference([first(f), first(a)], [f[1] as number, a[1] as number], { method }),
    ),
  rateRatio: ({ f, a }) => rateRatio([first(f), first(a)], [f[1] as number, a[1] as number]),
  clusteredProportion: (input) => clusteredProportion(clusters(input)),
  betaBinomial: (input) => betaBinomial(clusters(input)),
  homogeneityTest: (input) => homogeneityTest(clusters(input)),
  failureHazard: ({ a }) =>
    failureHazard([
      { failures: 1, attempts: a[7] as number, n: 1 },
      { failures: 0, attempts: a[1] as number, n: 1 },
    ]),
  mannWhitney: ({ y }) => mannWhitney(y.slice(0, 30), y.slice(48)),
  "segmentedRegression, counts": ({ f, a }) => [segmented("poisson", f, a), segmented("quasipoisson", f, a)],
  "segmentedRegression, shares": ({ f, a }) => segmented("binomial", f, a),
  "segmentedRegression, measurements": ({ y }) => segmented("gaussian", y),
  "segmentedRegression, measurements with an exposure": ({ y, a }) => segmented("gaussian", y, a),
  autocorrelatedRegression: ({ y }) =>
    autocorrelatedRegression({ y, columns: [y.map(() => 1), y.map((_, i) => (i > 48 ? 1 : 0))] }),
  interventionEffect: ({ y }) => interventionEffect({ y, pre: [0, 59], post: [60, LENGTH - 1], seed: 1, draws: 200 }),
  "interventionEffect, as a control": ({ y }) =>
    interventionEffect({ y: usual, controls: [y], pre: [0, 59], post: [60, LENGTH - 1], seed: 1, draws: 200 }),
  changePoints: ({ y }) => changePoints(y),
  "changePoints, rates": ({ f, a }) => [
    changePoints(f, { cost: "poisson", exposure: a }),
    changePoints(f, { cost: "binomial", attempts: a }),
    changePoints(f, { cost: "beta-binomial", attempts: a }),
  ],
  erlangB: ({ y, a }) => erlangB(first(y), a[0] as number),
  "outageWindow, rates": ({ f, a }) => outageWindow({ failures: f, attempts: a }, { hint: inside(a) }) ?? null,
  "outageWindow, values": ({ y }) => [
    outageWindow({ values: y }) ?? null,
    outageWindow({ values: y }, { hint: inside(y) }) ?? null,
  ],
  windowFinding: (input) => windowFinding(outcomes(input)),
  remediationFinding: (input) =>
    remediationFinding({ remediation: capacity, others: [capacity], series: outcomes(input), window, gauge }),
  "remediationFinding, as the gauge": ({ y }) =>
    remediationFinding({
      remediation: capacity,
      others: [capacity],
      series: outcomes(sound),
      window,
      gauge: measured(y),
    }),
  whatIf: (input) =>
    whatIf({ series: outcomes(input), window, alertAt: clock(43), remediation: capacity, capacity: gauge }),
  "whatIf, as the gauge": ({ y }) =>
    whatIf({
      series: outcomes(sound),
      window,
      alertAt: clock(43),
      remediation: capacity,
      capacity: measured(y),
      bufferFill: measured(y),
    }),
  serviceLevel: ({ y, f, a }) =>
    serviceLevel({
      policy: "tiered-cloud",
      windows: [{ label: "own", start: clock(0), minutes: first(y) }],
      shares: [],
      perMinute: { failures: f, attempts: a },
    }),
};

/** Paths of what is NaN or missing in a result. */
function holes(value: unknown, path: string, found: string[] = []): string[] {
  if (value === undefined || Number.isNaN(value)) found.push(`${path} is ${String(value)}`);
  else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) holes(inner, `${path}.${key}`, found);
  return found;
}

describe.each(Object.entries(ESTIMATORS))("%s answers or says what it requires", (_name, estimate) => {
  it.each(Object.entries(INPUTS))("%s", (_input, input) => {
    let found: unknown;
    try {
      found = estimate(input);
    } catch (error) {
      expect(error instanceof RangeError || error instanceof PostmortemError).toBe(true);
      expect((error as Error).message).toMatch(/^\w+ requires .+, got /s);
      return;
    }
    expect(holes(found, "result")).toEqual([]);
  });
});

describe("a hint outside the series", () => {
  it.each([-1, 3.5, 5000, NaN])("%f is refused", (hint) => {
    for (const series of [{ values: usual }, { failures, attempts }])
      expect(() => outageWindows(series, { hint })).toThrow("requires a hint inside the series (0…95)");
  });
});

describe("erlangB", () => {
  it("answers at a million millions of servers as the square-root law says", () => {
    // At load = servers the blocking is √(2 ÷ (π · servers)) in the limit.
    expect(erlangB(1e12, 1e12) / Math.sqrt(2 / (Math.PI * 1e12))).toBeCloseTo(1, 4);
    expect(erlangB(2e12, 1e12)).toBeCloseTo(0.5, 9);
  });
});
