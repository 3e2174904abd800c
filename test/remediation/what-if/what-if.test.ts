import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RemediationConfig } from "../../../src/incident/incident.js";
import { remediationFinding } from "../../../src/remediation/effect/remediation-effect.js";
import { whatIf, whatIfFit } from "../../../src/remediation/what-if/what-if.js";
import type { WhatIfInput } from "../../../src/remediation/what-if/input.js";
import { failuresAvoided, whatIfModel } from "../../../src/remediation/what-if/model.js";
import { clock, madeSeries, madeWindow, steppedGauge } from "../made-incident.js";

const STEPS = [367, 373, 379, 385];
const IDS = [
  "capacity-at-alert",
  "capacity-earlier",
  "capacity-doubled",
  "autoscale-at-alert",
  "collector-off",
  "buffer-larger",
  "payload-smaller",
];
/** A fleet 1.33 times overloaded that fails what it cannot carry; four steps of 8 % each. */
const failing = (t: number, at: readonly number[]): number =>
  Math.max(0, 1 - (1 + 0.08 * at.filter((step) => step <= t).length) / 1.33);
const series = madeSeries({
  seed: 21,
  attempts: 900,
  course: (t) => (t < 440 ? failing(t, STEPS) : 0),
  noise: { sd: 0.03, rho: 0.2 },
});
const stepped: WhatIfInput = {
  series,
  window: madeWindow(300, 367, 387),
  alertAt: clock(303),
  remediation: { id: "capacity", from: clock(367), to: clock(386), gauge: "capacity" },
  capacity: steppedGauge(540, 100, 32, STEPS),
  dropsPerFailure: { value: 0.9, interval: [0.85, 0.95], level: 0.95 },
};
const answer = (input: WhatIfInput, id: string): ReturnType<typeof whatIf>[number] =>
  whatIf(input).find((one) => one.id === id) as ReturnType<typeof whatIf>[number];

describe("whatIf where capacity came in steps that moved the failures", () => {
  const found = whatIf(stepped);

  it("answers every id once", () => {
    expect(found.map(({ id }) => id)).toEqual(IDS);
  });

  it("finds what capacity at the alert would have avoided", () => {
    const atAlert = found[0];
    let truth = 0;
    for (let t = 300; t < 390; t++)
      truth +=
        (series.attempts[t] as number) *
        (failing(t, STEPS) -
          failing(
            t,
            STEPS.map((step) => step - 64),
          ));
    expect(atAlert?.identification).toBe("design");
    expect(Math.abs((atAlert?.failuresAvoided?.value ?? 0) / truth - 1)).toBeLessThan(0.1);
    expect(atAlert?.failuresAvoided?.interval[0]).toBeLessThan(truth);
    expect(atAlert?.failuresAvoided?.interval[1]).toBeGreaterThan(truth);
  });

  it("counts drops beside failures, more uncertain than either", () => {
    const { failuresAvoided: failures, dropsAvoided: drops } = found[0] as (typeof found)[number];
    expect(drops?.value).toBeCloseTo(0.9 * (failures?.value ?? 0), 6);
    const relative = (estimate: typeof drops): number =>
      ((estimate?.interval[1] ?? 0) - (estimate?.interval[0] ?? 0)) / (estimate?.value ?? 1);
    expect(relative(drops)).toBeGreaterThan(relative(failures));
  });

  it("puts the collector under the mechanism only, and refuses what nothing measures", () => {
    expect(found.find(({ id }) => id === "collector-off")?.identification).toBe("model");
    for (const id of ["buffer-larger", "payload-smaller"]) {
      expect(found.find((one) => one.id === id)).toMatchObject({
        identification: "none",
        failuresAvoided: null,
        dropsAvoided: null,
      });
    }
  });

  it("refuses a larger buffer and smaller payloads: how long the surge would have lasted is not on record", () => {
    const fill = { ...steppedGauge(540, 0, 1, [299, 300, 301, 302]), source: "buffer" };
    for (const id of ["buffer-larger", "payload-smaller"])
      expect(answer({ ...stepped, bufferFill: fill }, id)).toMatchObject({
        failuresAvoided: null,
        identification: "none",
        why: expect.stringContaining("not on record"),
      });
  });

  it("refuses capacity where the remediation's own verdict is not testable, by design or not", () => {
    const judged = {
      ...remediationFinding({ ...stepped, remediation: stepped.remediation as RemediationConfig, others: [] }),
      verdict: "not-testable" as const,
      identification: "none" as const,
    };
    const refused = whatIf({ ...stepped, judged });
    for (const { id, identification } of refused)
      if (id.startsWith("capacity") || id.startsWith("autoscale")) expect(identification).not.toBe("design");
  });

  it("is the same for the same seed", () => {
    expect(JSON.stringify(whatIf(stepped))).toBe(JSON.stringify(found));
  });
});

describe("whatIf refuses", () => {
  const ramp = (t: number): number => 0.25 * Math.min(1, Math.max(0, 1 - (t - 370) / 20));
  const blunt = madeSeries({ seed: 3, attempts: 900, course: ramp });
  const base: WhatIfInput = { ...stepped, series: blunt, window: madeWindow(300, 370, 390) };

  it.each<[string, WhatIfInput, RegExp]>([
    [
      "capacity that came at once under a load that stood still",
      { ...base, capacity: steppedGauge(540, 100, 40, [367]) },
      /capacity and time moved together/,
    ],
    [
      "capacity that rose without a pause",
      {
        ...base,
        capacity: steppedGauge(
          540,
          100,
          40,
          Array.from({ length: 22 }, (_, i) => 367 + i),
        ),
      },
      /capacity and time moved together/,
    ],
    ["capacity that nothing measures", { ...base, capacity: undefined }, /nothing measures the fleet's capacity/],
    ["a gauge that stood still", { ...base, capacity: steppedGauge(540, 100, 0, [367]) }, /shows no capacity added/],
    ["an unknown alert", { ...base, alertAt: null }, /alert's time is not known/],
    ["no outage", { ...base, window: null }, /no outage was found/],
    ["a plateau of three minutes", { ...base, window: madeWindow(364, 370, 390) }, /too little of the outage/],
  ])("%s", (_, input, why) => {
    const one = answer(input, "capacity-at-alert");
    expect(one).toMatchObject({ identification: "none", failuresAvoided: null });
    expect(one.why).toMatch(why);
  });

  it("the collector where the load was new to the fleet", () => {
    const surged = { ...blunt, attempts: blunt.attempts.map((count, t) => (t < 300 ? Math.round(count / 2) : count)) };
    expect(answer({ ...base, series: surged }, "collector-off").why).toMatch(/had not come this densely before/);
  });
});

describe("whatIfModel", () => {
  const fit = whatIfFit(stepped);
  const parameters = fit?.parameters;
  if (!parameters) throw new Error("the made incident must be fitted");
  const draw = parameters.draws[0] as (typeof parameters.draws)[number];

  it("gives the observed course when nothing is done otherwise", () => {
    whatIfModel(parameters, {}, { ...draw, sustain: null }).forEach((share, t) =>
      expect(share).toBeCloseTo(parameters.share[t] ?? 0, 12),
    );
    expect(failuresAvoided(parameters, {}, { ...draw, sustain: null })).toBeCloseTo(0, 6);
  });

  it("avoids more the earlier and the more", () => {
    const avoided = [0, 10, 20, 40, 60].map((earlier) => failuresAvoided(parameters, { earlier }, draw));
    expect([...avoided].sort((a, b) => a - b)).toEqual(avoided);
    expect(failuresAvoided(parameters, { added: 2 }, draw)).toBeGreaterThan(0);
    expect(failuresAvoided(parameters, { collectorOff: 5 }, draw)).toBeGreaterThan(
      failuresAvoided(parameters, { collectorOff: 30 }, draw),
    );
  });

  it("follows its tipping point: capacity that crosses it earlier ends the outage earlier", () => {
    const flat = { ...parameters, capacity: parameters.capacity.map((_, t) => (t < 67 ? 1 : 1.1)), addedFrom: 67 };
    const tipping = {
      ...draw,
      pressure: 0.285,
      slope: 0,
      load: 0,
      capacity: 1,
      retry: 0.01,
      sharpness: 30,
      recoveryStart: 75,
      recoveryLength: 5,
      sustain: 0.2,
      sustainDelay: 8,
    };
    const early = whatIfModel(flat, { earlier: 50 }, tipping);
    expect(early[40]).toBeCloseTo(parameters.baseline, 3);
    expect(whatIfModel(flat, { earlier: 50 }, { ...tipping, sustain: null })[40]).toBeGreaterThan(0.1);
  });

  it("puts the onset off by what a larger buffer holds, and leaves the plateau", () => {
    const held = { ...parameters, bufferBins: 4 };
    const later = whatIfModel(held, { buffer: 2 }, { ...draw, sustain: null });
    expect(later.slice(0, 4).every((share) => share <= parameters.baseline + 1e-12)).toBe(true);
    expect(later[30]).toBeCloseTo(parameters.share[30] ?? 0, 12);
    expect(failuresAvoided(held, { buffer: 2 }, draw)).toBeGreaterThan(failuresAvoided(held, {}, draw));
  });

  it("survives a trip through JSON and needs no other module", () => {
    const back = JSON.parse(JSON.stringify(parameters)) as typeof parameters;
    expect(whatIfModel(back, { earlier: 20 }, back.draws[3] as typeof draw)).toEqual(
      whatIfModel(parameters, { earlier: 20 }, parameters.draws[3] as typeof draw),
    );
    expect(readFileSync("src/remediation/what-if/model.ts", "utf8")).not.toMatch(/^import /m);
  });
});
