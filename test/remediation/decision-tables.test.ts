import { describe, expect, it } from "vitest";
import type { RemediationConfig } from "../../src/incident/incident.js";
import type { OutcomeSeries, ValueSeries } from "../../src/incident/series.js";
import { gaugeSteps } from "../../src/remediation/changes/gauge-steps.js";
import { lagLimits, lagsOf, lagWeight, onsetLeft } from "../../src/remediation/changes/lag.js";
import { outagePhases, pooledShare, shares } from "../../src/remediation/effect/outage-phases.js";
import type { OutagePhases } from "../../src/remediation/effect/outage-phases.js";
import { loadAdjusted, plateauNoise } from "../../src/remediation/effect/plateau-noise.js";
import { barrier, overlapping } from "../../src/remediation/effect/testability.js";
import { instant } from "../../src/time/instant.js";
import type { WindowFinding } from "../../src/window/window-finding.js";

// Each rule of remediations as a table: the cases just on either side of what decides.

const START = Date.UTC(2026, 0, 5, 10);
const at = (minutes: number): string => instant(START + minutes * 60_000);

function outcomes(
  attempts: readonly number[],
  failures = attempts.map(() => 0),
  covered = attempts.map(() => true),
): OutcomeSeries {
  return { kind: "outcomes", source: "calls", startMs: START, stepSeconds: 60, failures, attempts, covered };
}
const remediation = (from: string, to: string | null = null, id = "own"): RemediationConfig =>
  ({ id, from, to }) as RemediationConfig;

const WINDOW = {
  onset: at(20),
  onsetInterval: [at(19), at(22)],
  recoveryStart: at(70),
  recoveryStartInterval: [at(68), at(74)],
  recovery: at(80),
  shape: { onsetRampMinutes: 5, recoveryRampMinutes: 10 },
} as unknown as WindowFinding;

const PHASES: OutagePhases = {
  onset: 20,
  plateau: 25,
  fall: 70,
  fallLatest: 74,
  recovery: 80,
  recovered: true,
  from: 40,
  to: 50,
};

describe("the phases of an outage", () => {
  const series = outcomes(Array<number>(120).fill(50));
  const of = (window: Partial<WindowFinding>, own = remediation(at(40), at(50))): OutagePhases =>
    outagePhases(series, { ...WINDOW, ...window }, own);

  it("are bins of the series", () => {
    expect(of({})).toEqual(PHASES);
  });

  it.each([
    ["the ramp is over after the onset is known", { onsetInterval: [at(19), at(23)] }, { plateau: 25 }],
    ["the onset is known only after the ramp", { onsetInterval: [at(19), at(31)] }, { plateau: 31 }],
    ["the ramp lasts into the fall", { shape: { onsetRampMinutes: 60 } }, { plateau: 70 }],
    ["a fall has no interval", { recoveryStartInterval: undefined }, { fallLatest: 70 }],
    ["a fall's interval ends before it", { recoveryStartInterval: [at(60), at(65)] }, { fallLatest: 70 }],
    ["a fall's interval ends after the recovery", { recoveryStartInterval: [at(60), at(95)] }, { fallLatest: 80 }],
    ["no beginning of the fall is known", { recoveryStart: null }, { fall: 80 }],
    ["the recovery lies after the data", { recovery: at(130), recoveryStart: null }, { recovery: 120, fall: 120 }],
    ["it goes on", { recovery: null, recoveryStart: null }, { recovery: 120, recovered: false }],
  ] as unknown as [string, Partial<WindowFinding>, Partial<OutagePhases>][])("where %s", (_what, window, wanted) => {
    expect(of(window)).toMatchObject(wanted);
  });

  it("begin with the next whole bin, and end no earlier than they begin", () => {
    expect(of({}, remediation(at(40.4), at(40.2)))).toMatchObject({ from: 41, to: 41 });
    expect(of({}, remediation(at(40)))).toMatchObject({ from: 40, to: 40 });
  });
});

describe("shares of a series", () => {
  const series = outcomes([10, 0, 20, 30], [5, 0, 5, 30], [true, true, true, false]);
  it("are none where nothing was tried or recorded", () => {
    expect(shares(series).share).toEqual([0.5, null, 0.25, null]);
    // (5 + 5 + ½) of (10 + 20 + 1) around every bin: what is not recorded is left out.
    const p = 10.5 / 31;
    expect(shares(series).variance[2]).toBeCloseTo((p * (1 - p)) / 20, 12);
    expect(shares(series).variance[1]).toBeCloseTo(p * (1 - p), 12);
  });
  it("reach three bins to either side", () => {
    const one = outcomes([10, 10, 10, 10, 10], [10, 0, 0, 0, 0]);
    const [near, far] = [10.5 / 51, 0.5 / 41];
    expect(shares(one).variance[3]).toBeCloseTo((near * (1 - near)) / 10, 12);
    expect(shares(one).variance[4]).toBeCloseTo((far * (1 - far)) / 10, 12);
  });
  it.each([
    [0, 4, 10 / 30],
    [-5, 99, 10 / 30],
    [2, 3, 0.25],
    [1, 2, null],
    [3, 4, null],
  ])("from %d to %d together", (first, last, share) => {
    expect(pooledShare(series, first, last)).toBe(share);
  });
});

describe("what keeps a remediation from being judged", () => {
  const series = outcomes(Array<number>(120).fill(50));
  const of = (phases: Partial<OutagePhases> | null, own: OutcomeSeries = series, window: unknown = WINDOW) =>
    barrier(
      { series: own, window, remediation: remediation(at(40)), others: [] } as unknown as Parameters<typeof barrier>[0],
      phases && { ...PHASES, ...phases },
    );

  it.each([
    ["nothing", {}, null],
    ["a time that is none", { from: Number.NaN }, /is not a time/],
    ["a start before the data", { from: -1 }, /no data at the time/],
    ["a start at the data's end", { from: 120, recovered: false, fallLatest: 120 }, /no data at the time/],
    ["a start at the recovery", { from: 80 }, /back at the baseline for 0 minutes/],
    ["a start ten minutes after it", { from: 90 }, /back at the baseline for 10 minutes/],
    ["a start at the onset", { from: 20 }, /before the outage began/],
    ["a start one bin after the onset", { from: 21, plateau: 25 }, /1 minutes after the onset: too early/],
    ["a fall that has surely begun", { from: 75 }, /had begun to fall/],
    ["no fall that has surely begun", { from: 74 }, null],
    ["seven bins of plateau", { from: 32 }, /12 minutes after the onset: too early/],
    ["no more than eight bins of plateau", { from: 33 }, null],
  ] as const)("%s", (_what, phases, why) => {
    if (why === null) expect(of(phases)).toBeNull();
    else expect(of(phases)).toMatch(why);
  });

  it("no outage", () => {
    expect(of(null)).toMatch(/No outage was found/);
    expect(of({}, series, null)).toMatch(/No outage was found/);
  });

  it("bins of plateau in which nothing was tried or recorded", () => {
    const empty = (bins: readonly number[]) => series.attempts.map((n, bin) => (bins.includes(bin) ? 0 : n));
    expect(of({ from: 33 }, outcomes(empty([30])))).toMatch(/too early/);
    const seen = series.attempts.map((_, bin) => bin !== 30);
    expect(of({ from: 33 }, outcomes(series.attempts, undefined, seen))).toMatch(/too early/);
    expect(of({ from: 34 }, outcomes(empty([30])))).toBeNull();
  });

  it("nothing between it and the recovery", () => {
    const gap = series.attempts.map((n, bin) => (bin >= 40 && bin < 80 ? 0 : n));
    expect(of({}, outcomes(gap))).toMatch(/no data between it and the recovery/);
    const one = gap.map((n, bin) => (bin === 79 ? 5 : n));
    expect(of({}, outcomes(one))).toBeNull();
  });
});

describe("remediations beside each other", () => {
  const series = outcomes(Array<number>(240).fill(50));
  const own = remediation(at(60), at(70));
  const beside = (from: number, to: number | null = null) =>
    overlapping([own, remediation(at(from), to === null ? null : at(to), "other")], own, series);
  it.each([
    ["from five minutes after it", 75, null, ["other"], null],
    ["just later", 75.1, null, [], 76],
    ["to five minutes before it", 50, 55, ["other"], null],
    ["until just earlier", 50, 54.9, [], null],
    ["all along", 30, 90, ["other"], null],
  ] as const)("%s", (_what, from, to, joint, nextStart) => {
    expect(beside(from, to)).toMatchObject({ joint, nextStart });
  });
  it("leave it alone among themselves", () => {
    expect(overlapping([own], own, series)).toMatchObject({ joint: [], nextStart: null });
  });
  it("are at work from five minutes before to half an hour after", () => {
    const { quiet } = overlapping([own], own, series);
    expect([54, 55, 70, 100, 101].map(quiet)).toEqual([true, false, false, false, true]);
  });
});

describe("a gauge that somebody sets", () => {
  const gauge = (values: readonly (number | null)[]): ValueSeries => ({
    kind: "values",
    source: "pods",
    startMs: START,
    stepSeconds: 60,
    values,
  });
  const told = (values: readonly (number | null)[]) =>
    gaugeSteps(gauge(values)).map(({ at: time, what }) => [time, what]);
  const levels = (...runs: readonly (readonly [value: number, samples: number])[]): number[] =>
    runs.flatMap(([value, samples]) => Array<number>(samples).fill(value));

  it.each([
    ["rises", levels([6, 10], [18, 10]), [[at(10), "pods rose from 6 to 18"]]],
    ["falls", levels([18, 10], [6, 10]), [[at(10), "pods fell from 18 to 6"]]],
    [
      "rises in two samples that follow each other",
      levels([6, 19], [9, 1], [12, 20]),
      [[at(19), "pods rose from 6 to 12"]],
    ],
    [
      "rises twice with a stay between",
      levels([6, 19], [9, 2], [12, 20]),
      [
        [at(19), "pods rose from 6 to 9"],
        [at(21), "pods rose from 9 to 12"],
      ],
    ],
    ["shows one sample gone wrong", levels([6, 19], [0, 1], [6, 20]), []],
    ["turns back on its way", levels([6, 19], [9, 1], [7, 20]), []],
    ["moves with the last sample", levels([6, 19], [9, 1]), []],
    ["moves with the last sample but one", levels([6, 18], [9, 2]), [[at(18), "pods rose from 6 to 9"]]],
    ["has nine samples", levels([6, 5], [9, 4]), []],
    ["has ten, of which one in nine moves", levels([6, 5], [9, 5]), []],
    ["has eleven, of which one in ten moves", levels([6, 5], [9, 6]), [[at(5), "pods rose from 6 to 9"]]],
    ["stays", levels([6, 20]), []],
    ["wanders", Array.from({ length: 40 }, (_, i) => 6 + (i % 3)), []],
    ["has a gap before its step", [...levels([6, 9]), null, ...levels([9, 10])], [[at(10), "pods rose from 6 to 9"]]],
  ])("%s", (_what, values, steps) => {
    expect(told(values)).toEqual(steps);
  });

  it("is set at one sample in ten at most, and no more than fifty times", () => {
    const stairs = (steps: number, samples: number): number[] =>
      Array.from({ length: steps + 1 }, (_, step) => Array<number>(samples).fill(step)).flat();
    expect(told(stairs(4, 10))).toHaveLength(4);
    expect(told(stairs(9, 9))).toHaveLength(0);
    expect(told(stairs(50, 12))).toHaveLength(50);
    expect(told(stairs(51, 12))).toHaveLength(0);
  });
});

describe("the time from a change to its failures", () => {
  it.each([
    [1, 5, 60],
    [5, 5, 60],
    [6, 6, 60],
    [30, 30, 60],
    [31, 31, 62],
  ])("on data of %d minutes", (step, usual, longest) => {
    expect(lagLimits(step)).toEqual({ usual, longest });
  });

  it("lies anywhere in the onset's interval alike where nothing more is known", () => {
    const lags = lagsOf(-2, 8);
    expect(lags).toHaveLength(100);
    expect(onsetLeft(lags)).toBeCloseTo(0.8, 12);
    expect(onsetLeft(lagsOf(-2, 8, [[0, 0]]))).toBeCloseTo(0.8, 12);
  });

  it("lies mostly in the steps that are named, by their chances", () => {
    const lags = lagsOf(
      -10,
      10,
      [
        [-10, 3],
        [5, 1],
      ],
      1,
    );
    expect(onsetLeft(lags)).toBeCloseTo(0.2 * 0.5 + 0.8 * 0.25, 12);
    expect(lags.reduce((sum, [, chance]) => sum + chance, 0)).toBeCloseTo(1, 12);
  });

  it.each([
    [0, 1],
    [5, 0.5],
    [10, 0.2],
    [60, 1 / 145],
    [60.1, 0],
    [-0.1, 0],
  ])("of %d minutes weighs %d", (lag, weight) => {
    expect(lagWeight([[lag, 1]], lagLimits(1))).toBeCloseTo(weight, 12);
  });
});

describe("the noise of a plateau", () => {
  const steady = (share: (bin: number) => number | null, bins = 60) => ({
    share: Array.from({ length: bins }, (_, bin) => share(bin)),
    variance: Array<number>(bins).fill(1e-4),
  });
  it("is no less than sampling makes it, and takes a straight drift for none", () => {
    const flat = plateauNoise(
      steady(() => 0.3),
      0,
      60,
      0.1,
    );
    const drift = plateauNoise(
      steady((bin) => 0.3 + 0.002 * (bin - 29.5) + (bin % 2 ? 0.003 : -0.003)),
      0,
      60,
      0.1,
    );
    const expected = Math.sqrt(1e-4 + 0.04 ** 2 * 0.2 * 0.2);
    expect(flat.sd[30]).toBeCloseTo(expected, 10);
    expect(drift.rho).toBeLessThan(0.1);
    expect([flat.freedom, drift.freedom]).toEqual([58, 58]);
  });
  it.each([
    [12, 11],
    [13, 11],
    [1, 1],
  ])("of %d bins has %d degrees of freedom", (bins, freedom) => {
    expect(
      plateauNoise(
        steady(() => 0.3),
        0,
        bins,
        0.1,
      ).freedom,
    ).toBe(freedom);
  });
  it("correlates from bin to bin, no more than .9 and no less than 0", () => {
    const waves = plateauNoise(
      steady((bin) => 0.3 + 0.1 * Math.sin(bin / 6)),
      0,
      60,
      0.1,
    );
    expect(waves.rho).toBe(0.9);
    const turns = plateauNoise(
      steady((bin) => 0.3 + (bin % 2 ? 0.1 : -0.1)),
      0,
      60,
      0.1,
    );
    expect(turns.rho).toBe(0);
    expect(turns.sd[30]).toBeGreaterThan(0.09);
  });
  it("leaves out bins without a share", () => {
    expect(
      plateauNoise(
        steady((bin) => (bin % 2 ? null : 0.3)),
        0,
        60,
        0.1,
      ).freedom,
    ).toBe(28);
  });
});

describe("shares at the plateau's mean load", () => {
  const loads = Array.from({ length: 60 }, (_, bin) => 100 * (1 + 0.3 * Math.sin(bin / 3)));
  const answering = {
    share: loads.map((load) => 0.1 + 0.2 * (1 + Math.log(load / 100))),
    variance: loads.map(() => 1e-4),
  };
  const spread = (values: readonly (number | null)[]): number =>
    Math.max(...values.map((value) => value ?? 0)) - Math.min(...values.map((value) => value ?? 1));
  it("no longer swing with it", () => {
    const { share } = loadAdjusted(answering, loads, 0, 60, 0.1);
    expect(spread(share)).toBeLessThan(0.3 * spread(answering.share));
  });
  it.each([
    ["eleven bins", 0, 11, 0.1],
    ["no excess", 0, 60, 0.5],
  ])("are as they were with %s", (_what, first, from, baseline) => {
    expect(loadAdjusted(answering, loads, first, from, baseline)).toBe(answering);
  });
});
