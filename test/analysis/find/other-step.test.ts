import { describe, expect, it } from "vitest";
import { otherStep } from "../../../src/analysis/find/other-step.js";
import type { AnalysisInputs } from "../../../src/analysis/inputs.js";
import type { OutcomeSeries } from "../../../src/incident/series.js";
import { windowFinding } from "../../../src/window/window-finding.js";

const START = Date.UTC(2026, 4, 5);
const MINUTES = 600;

/** Ten hours of 40 attempts a minute, of which one fails, and 30 in some minutes; added up to bins of a step. */
function counted(stepSeconds: number, failing: (minute: number) => boolean): OutcomeSeries {
  const per = stepSeconds / 60;
  const bins = Array.from({ length: MINUTES / per }, (_, bin) => bin * per);
  const failures = bins.map((from) =>
    Array.from({ length: per }, (_, offset) => (failing(from + offset) ? 30 : (from + offset) % 2)).reduce(
      (a, b) => a + b,
      0,
    ),
  );
  return {
    kind: "outcomes",
    source: "orders",
    startMs: START,
    stepSeconds,
    failures,
    attempts: bins.map(() => 40 * per),
    covered: bins.map(() => true),
  };
}

/** An incident whose counts are asked for at any step; what a step shows may be another thing. */
function incidentOf(stepSeconds: number, at: (step: number) => (minute: number) => boolean): AnalysisInputs {
  const range = { from: new Date(START).toISOString(), to: new Date(START + MINUTES * 60_000).toISOString() };
  const outcome = {
    kind: "counts",
    name: "orders",
    stepSeconds: null,
    range,
    outcomes: async (step: number) => counted(step, at(step)),
  };
  const series = counted(stepSeconds, at(stepSeconds));
  return { incident: {}, outcome, series } as unknown as AnalysisInputs;
}

const never = () => false;
const hit = (minute: number): boolean => minute >= 300 && minute < 330;
const chosen = (inputs: AnalysisInputs) => ({ ...windowFinding(inputs.series), signal: null });

describe("another reasonable step", () => {
  it("says nothing where it gives the same answer", async () => {
    const outage = incidentOf(60, () => hit);
    expect(await otherStep(outage, chosen(outage), 0.95)).toMatchObject({ doubt: null });
    const quiet = incidentOf(60, () => never);
    const found = chosen(quiet);
    expect(await otherStep(quiet, found, 0.95)).toEqual({ windowReason: found.windowReason, doubt: null });
  });

  it("is named where it shows no outage in what the given step does", async () => {
    const inputs = incidentOf(60, (step) => (step === 60 ? hit : never));
    expect((await otherStep(inputs, chosen(inputs), 0.95)).doubt).toMatch(
      /^The answer depends on the step: in bins of 5 min no outage stands out .*, in bins of 1 min one does$/,
    );
  });

  it("is named with its outage where the given step shows none", async () => {
    const finer = incidentOf(3600, (step) => (step === 60 ? (minute) => minute >= 300 && minute < 303 : never));
    expect((await otherStep(finer, chosen(finer), 0.95)).windowReason).toMatch(
      /in bins of 1 min an outage stands out, .*: leave --step out/,
    );
    const coarser = incidentOf(60, (step) => (step === 60 ? never : hit));
    expect((await otherStep(coarser, chosen(coarser), 0.95)).windowReason).toMatch(
      /in bins of 5 min an outage stands out, .*: ask for --step 5m$/,
    );
  });

  it("is not asked of an outage that is shorter than its bins", async () => {
    const inputs = incidentOf(60, (step) => (step === 60 ? (minute) => minute >= 300 && minute < 308 : never));
    expect(await otherStep(inputs, chosen(inputs), 0.95)).toMatchObject({ doubt: null });
  });
});
