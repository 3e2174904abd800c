import { describe, expect, it } from "vitest";
import { judgeShare } from "../../src/rates/explanation-text.js";
import type { Reconciliation } from "../../src/rates/rate-finding.js";
import { reconcile } from "../../src/rates/reconcile.js";
import type { ReconcileSide } from "../../src/rates/reconcile-input.js";
import type { UnitProfile } from "../../src/sources/incident-data.js";
import type { Estimate } from "../../src/stats/estimate.js";

const of = (value: number, low: number, high: number): Estimate => ({ value, interval: [low, high], level: 0.95 });
const unit = (n: number, attempts: number, failures: number, failed: boolean): UnitProfile => ({
  n,
  attempts,
  failures,
  failed,
});
const holds = ({ explanations }: Reconciliation, id: string): string | undefined =>
  explanations.find((one) => one.id === id)?.holds;
const why = ({ explanations }: Reconciliation, id: string): string =>
  explanations.find((one) => one.id === id)?.why ?? "";

/** A window of these calls against a quiet baseline. */
function reconciled(window: readonly UnitProfile[], verbs: Partial<ReconcileSide> = {}, calls = {}): Reconciliation {
  const attempts = window.reduce((sum, one) => sum + one.n * one.attempts, 0);
  const failures = window.reduce((sum, one) => sum + one.n * one.failures, 0);
  const all = window.reduce((sum, one) => sum + one.n, 0);
  const dropped = window.reduce((sum, one) => sum + (one.failed ? one.n : 0), 0);
  return reconcile({
    verbs: { failures, attempts, ...verbs },
    calls: { failures: dropped, attempts: all, ...calls },
    profiles: { window, baseline: [unit(5000, 2, 0, false), unit(5, 2, 1, true)] },
  });
}

describe("a share as a verdict", () => {
  it.each([
    ["not-testable", null],
    ["supported", of(0.02, 0.0101, 0.03)],
    ["not-testable", of(0.02, 0.01, 0.06)],
    ["contradicted", of(0.02, 0.01, 0.0499)],
    ["not-testable", of(0.02, 0.01, 0.05)],
  ])("%s", (expected, share) => {
    expect(judgeShare(share)).toBe(expected);
  });
});

describe("explanations from the calls", () => {
  // A third of calls ran nothing, a tenth of failures was survived, none was repeated.
  const plain = [unit(400, 0, 0, false), unit(600, 2, 0, false), unit(180, 2, 1, true), unit(20, 2, 1, false)];

  it("are each judged on their own share", () => {
    const found = reconciled(plain);
    expect(["unexposed-calls", "failures-survived", "repeated-attempts"].map((id) => holds(found, id))).toEqual([
      "supported",
      "supported",
      "contradicted",
    ]);
    expect(why(found, "unexposed-calls")).toContain("of 1,200 calls");
  });

  it("cannot be tested where no call failed, or none has a failed verb", () => {
    const found = reconciled([unit(400, 2, 0, false), unit(10, 0, 0, true)]);
    expect(holds(found, "failures-survived")).toBe("not-testable");
    expect(holds(found, "repeated-attempts")).toBe("not-testable");
    expect(holds(found, "drops-without-verb-failure")).toBe("supported");
    expect(holds(reconciled([unit(400, 2, 0, false)]), "drops-without-verb-failure")).toBe("not-testable");
  });

  it.each([
    ["are seen together in ten calls of two attempts", 10, "contradicted"],
    ["are not in nine", 9, "not-testable"],
  ])("failures that cluster %s", (_what, several, expected) => {
    const found = reconciled([unit(several, 2, 0, false), unit(500, 1, 0, false), unit(100, 1, 1, true)]);
    expect(holds(found, "clustered-failures")).toBe(expected);
  });

  it("failures that cluster cannot be told where everything fails", () => {
    expect(holds(reconciled([unit(300, 2, 2, true)]), "clustered-failures")).toBe("not-testable");
    expect(holds(reconciled([unit(300, 2, 0, false)]), "clustered-failures")).toBe("not-testable");
  });

  it("failures that cluster are there where calls survive them", () => {
    const found = reconciled([unit(900, 4, 0, false), unit(100, 4, 4, false)]);
    expect(holds(found, "clustered-failures")).toBe("supported");
    expect(why(found, "clustered-failures")).toContain("fail together with correlation");
  });

  const span = { from: "2026-02-03T10:00:00Z", to: "2026-02-03T11:00:00Z" };
  const other = { from: "2026-02-03T10:00:00Z", to: "2026-02-03T12:00:00Z" };
  it.each([
    [
      "contradicted where fewer calls than verbs fail over one span",
      [unit(900, 2, 0, false), unit(300, 2, 1, false)],
      other,
      "contradicted",
      "without any",
    ],
    [
      "supported where spans differ and calls fail as often",
      [unit(80, 1, 0, false), unit(20, 1, 1, true)],
      other,
      "supported",
      "two spans",
    ],
    [
      "contradicted where calls fail as often over the same span",
      [unit(80, 1, 0, false), unit(20, 1, 1, true)],
      span,
      "contradicted",
      "no gap",
    ],
    [
      "supported where calls fail more often",
      [unit(70, 1, 0, false), unit(20, 1, 1, true), unit(10, 1, 0, true)],
      other,
      "supported",
      "two spans",
    ],
    ["not testable without a verb", [unit(80, 0, 0, false)], other, "not-testable", "ran a verb"],
  ])("different windows are %s", (_what, window, callSpan, expected, text) => {
    const found = reconciled(window, { rate: of(0.2, 0.15, 0.25), span }, { span: callSpan });
    expect(holds(found, "different-windows")).toBe(expected);
    expect(why(found, "different-windows")).toContain(text);
  });

  it.each([
    ["supported", 1880, "belong to no counted call"],
    ["not-testable", 1740, ""],
    ["not-testable", 1685, ""],
    ["contradicted", 1675, ""],
    ["contradicted", 1530, ""],
    ["not-testable", 1500, ""],
  ])("different populations are %s where %i verbs are counted apart", (expected, counted, text) => {
    // The calls ran 1,600 verbs.
    const found = reconciled(plain, { attempts: counted });
    expect(holds(found, "different-populations")).toBe(expected);
    expect(why(found, "different-populations")).toContain(text);
  });
});

describe("explanations from the rates alone", () => {
  const verbs = { rate: of(0.2, 0.19, 0.21) };
  it.each([
    ["supported", of(0.004, 0.0021, 0.006), "ordinary background"],
    ["not-testable", of(0.004, 0.002, 0.0101), "too uncertain"],
    ["contradicted", of(0.004, 0.0019, 0.0099), "too small"],
  ])("background errors are %s", (expected, rate, text) => {
    const found = reconcile({ verbs: { ...verbs, baseline: { rate } }, calls: { rate: of(0.1, 0.09, 0.11) } });
    expect(holds(found, "background-errors")).toBe(expected);
    expect(why(found, "background-errors")).toContain(text);
  });

  it.each([
    ["fewer than one attempt a call needs a broken assumption", 0.1, "fewer than one", "alone"],
    ["about one leaves it open", 0.2, "leave open", "exposure × fatality"],
    ["more than one needs no explanation", 0.5, "nothing needs to be explained", "exposure × fatality"],
  ])("%s", (_what, calls, must, rest) => {
    const found = reconcile({ verbs, calls: { rate: of(calls, calls * 0.96, calls * 1.04) } });
    expect(why(found, "unexposed-calls")).toContain(must);
    expect(why(found, "unexposed-calls")).toContain(rest);
    expect(why(found, "clustered-failures").includes("clustering alone")).toBe(calls === 0.1);
  });

  const span = { from: "2026-02-03T10:00:00Z", to: "2026-02-03T11:00:00Z" };
  it.each([
    ["contradicted", span],
    ["not-testable", { ...span, to: "2026-02-03T11:01:00Z" }],
    ["not-testable", { ...span, from: "2026-02-03T09:59:00Z" }],
  ])("different windows are %s", (expected, callSpan) => {
    const found = reconcile({ verbs: { ...verbs, span }, calls: { rate: of(0.1, 0.09, 0.11), span: callSpan } });
    expect(holds(found, "different-windows")).toBe(expected);
    expect(holds(found, "different-populations")).toBe("not-testable");
  });
});
