import { describe, expect, it } from "vitest";
import type { AuditInput, RateReading } from "../../src/audit/audit-input.js";
import { judgeAbsence } from "../../src/audit/judge-absence.js";
import { judgeEffect, judgeRecurrence } from "../../src/audit/judge-aftermath.js";
import { judgeRateClaim } from "../../src/audit/judge-rate-claim.js";
import { judgeScope } from "../../src/audit/judge-scope.js";
import { judgeWindowClaim } from "../../src/audit/judge-window-claim.js";
import type { BreakdownRow, RateFinding } from "../../src/rates/rate-finding.js";
import type { RemediationFinding } from "../../src/remediation/effect/remediation-finding.js";
import type { Claim } from "../../src/statement/claims/claim.js";
import type { Estimate } from "../../src/stats/estimate.js";
import type { WindowFinding } from "../../src/window/window-finding.js";

// Each rule as a table: the cases just on either side of what decides.

const DAY = "2024-02-01";
const at = (clock: string, day = DAY): string => `${day}T${clock}:00Z`;
const between = (low: number, high: number): Estimate => ({
  value: (low + high) / 2,
  interval: [low, high],
  level: 0.95,
});
const NOTHING: AuditInput = {
  claims: [],
  windows: [],
  windowReason: "flat",
  rates: {},
  readings: new Map(),
  remediations: [],
  gauge: null,
  dataSpan: { from: at("00:00"), to: at("23:00") },
  coverage: () => 1,
};
const outage = (onset: string, recovery: string | null, onsetFrom = onset): WindowFinding => ({
  onset,
  recoveryStart: recovery,
  recovery,
  onsetInterval: [onsetFrom, onset],
  recoveryInterval: recovery === null ? null : [recovery, recovery],
  level: 0.95,
  minutes: between(0, 1),
  shape: { onsetRampMinutes: 0, recoveryRampMinutes: 0 },
  source: "steps",
  method: "m",
});

describe("a part of the traffic that is said to be affected, or not", () => {
  // 9 failures of 999 attempts before: the usual share is one in a hundred.
  const row = (value: string, low: number, high: number, attempts = 200): BreakdownRow =>
    ({
      value,
      rate: between(low, high),
      failures: Math.round((attempts * (low + high)) / 2),
      attempts,
      baseline: { failures: 9, attempts: 999, rate: between(0.005, 0.015) },
    }) as unknown as BreakdownRow;
  const scope = (hit: readonly string[], spared?: readonly string[], only = false) =>
    ({ id: "s", kind: "scope", quote: "q", values: hit, only, ...(spared && { spared }) }) as unknown as Claim & {
      kind: "scope";
    };
  const judged = (rows: readonly BreakdownRow[], claim: Claim & { kind: "scope" }) =>
    judgeScope(claim, {
      ...NOTHING,
      rates: { steps: { breakdowns: [{ dimension: "region", rows }] } as unknown as RateFinding },
    });

  it.each([
    ["rose: its interval begins above the usual share", row("north", 0.011, 0.03), "supported"],
    ["reaches the usual share", row("north", 0.01, 0.03), "contradicted"],
    ["is at most three points over the usual share", row("north", 0, 0.0399), "contradicted"],
    ["may be three points over the usual share", row("north", 0, 0.04), "not-testable"],
    ["has just enough attempts to have been spared", row("north", 0, 0.02, 50), "contradicted"],
    ["has too few attempts to have been spared", row("north", 0, 0.02, 49), "not-testable"],
  ])("a named part that %s", (_what, north, verdict) => {
    expect(judged([north], scope(["north"])).verdict).toBe(verdict);
  });

  const [rose, stayed, unsure] = [row("north", 0.1, 0.3), row("south", 0, 0.02), row("south", 0, 0.2)];
  it.each([
    ["only one, and the rest stayed", [rose, stayed], scope(["north"], undefined, true), "supported"],
    [
      "only one, but the rest rose too",
      [rose, row("south", 0.1, 0.3)],
      scope(["north"], undefined, true),
      "contradicted",
    ],
    ["only one, and the rest is unsure", [rose, unsure], scope(["north"], undefined, true), "not-testable"],
    ["one, whatever the rest did", [rose, row("south", 0.1, 0.3)], scope(["north"]), "supported"],
    ["one named and one spared, as said", [rose, stayed], scope(["north"], ["south"]), "supported"],
    ["none, and the spared one rose", [rose, stayed], scope([], ["north"]), "contradicted"],
    ["a part that no column shows", [rose, stayed], scope(["east"]), "not-testable"],
    ["a part by the beginning of its name", [rose, stayed], scope(["nor"]), "supported"],
  ])("%s", (_what, rows, claim, verdict) => {
    expect(judged(rows, claim).verdict).toBe(verdict);
  });
});

describe("no failure at all, as a statement has it", () => {
  const reading = (failures: number, low: number, high: number) =>
    ({ source: "steps", failures, attempts: 1000, rate: between(low, high) }) as RateReading;
  const usual = { baseline: { rate: between(0.01, 0.02) } } as unknown as RateFinding;
  it.each([
    ["none among enough attempts", reading(0, 0, 0.005), "supported"],
    ["none, but a share over half a per cent would have been missed", reading(0, 0, 0.0051), "not-testable"],
    ["more than on ordinary days", reading(30, 0.021, 0.04), "contradicted"],
    ["as many as ordinary days have at most", reading(30, 0.02, 0.04), "not-testable"],
  ])("%s", (_what, own, verdict) => {
    expect(judgeAbsence(own, usual).verdict).toBe(verdict);
  });
  it("is left open where nothing says how many are usual", () => {
    expect(judgeAbsence(reading(30, 0.021, 0.04), undefined).verdict).toBe("not-testable");
  });
});

describe("an action that is said to have ended the problem", () => {
  const remediation = (id: string, verdict: string, from = at("12:00")) =>
    ({ id, verdict, from, why: `${id} ${verdict}`, effect: null }) as unknown as RemediationFinding;
  const effect = (id?: string) =>
    ({ id: "e", kind: "effect", quote: "q", ...(id && { remediation: { id } }) }) as unknown as Claim & {
      kind: "effect";
    };
  const judged = (verdict: string, windows: readonly WindowFinding[] = []) =>
    judgeEffect(effect("patch"), {
      ...NOTHING,
      windows,
      remediations: [remediation("other", "helped"), remediation("patch", verdict)],
    });

  it.each([
    ["helped", "supported"],
    ["no-effect", "contradicted"],
    ["harmed", "contradicted"],
    ["not-testable", "not-testable"],
  ])("%s is %s, by its own finding and no other's", (found, verdict) => {
    expect(judged(found)).toMatchObject({ verdict, why: `patch ${found}` });
    expect(judged(found).needs === null).toBe(verdict !== "not-testable");
  });
  it.each([
    ["came after the last failure", outage(at("10:00"), at("11:59")), /came after failures had ended/],
    ["came as failures ended", outage(at("10:00"), at("12:00")), /came after failures had ended/],
    ["came before failures ended", outage(at("10:00"), at("12:01")), /with part of the fleet/],
    ["came into an outage without an end", outage(at("10:00"), null), /with part of the fleet/],
  ])("says what is missing where it %s", (_what, window, needs) => {
    expect(judged("not-testable", [window]).needs).toMatch(needs);
  });
  it("needs a remediation of the incident file, and an outage", () => {
    expect(judgeEffect(effect(), NOTHING).why).toMatch(/does not list this action/);
    expect(judgeEffect(effect("patch"), NOTHING).why).toMatch(/there is no outage/);
  });
});

describe("no recurrence", () => {
  const claim = (after: string | null) =>
    ({ id: "n", kind: "no-recurrence", quote: "q", after }) as unknown as Claim & { kind: "no-recurrence" };
  const to = (clock: string, day: string) => ({ dataSpan: { from: at("00:00"), to: at(clock, day) } });
  const after = at("12:00");
  it.each([
    ["24 hours without an outage", to("12:00", "2024-02-02"), "supported"],
    ["a minute less", to("11:59", "2024-02-02"), "not-testable"],
    ["24 hours, half of them covered", { ...to("12:00", "2024-02-02"), coverage: (): number => 0.5 }, "supported"],
    [
      "24 hours, less than half covered",
      { ...to("12:00", "2024-02-02"), coverage: (): number => 0.49 },
      "not-testable",
    ],
    ["an outage after it", { windows: [outage(at("12:01"), null)] }, "contradicted"],
    ["an outage at its very time", { windows: [outage(at("12:00"), null)] }, "not-testable"],
    ["an outage that may have begun before", { windows: [outage(at("12:05"), null, at("12:00"))] }, "not-testable"],
    ["no data", { dataSpan: null }, "not-testable"],
  ] as const)("%s", (_what, input: Partial<AuditInput>, verdict) => {
    expect(judgeRecurrence(claim(after), { ...NOTHING, ...input }).verdict).toBe(verdict);
  });
  it("needs the time from which on", () => {
    expect(judgeRecurrence(claim(null), NOTHING).why).toMatch(/^Neither the statement nor the data/);
    expect(judgeRecurrence(claim(after), { ...NOTHING, ...to("11:00", DAY), coverage: () => 1 })).toMatchObject({
      why: `The data reach 0.0 hours past ${after}.`,
      coverage: 0,
    });
  });
});

describe("a stated window without data, or without an outage beside it", () => {
  const claim = {
    id: "w",
    kind: "window",
    quote: "q",
    window: { start: at("10:00"), end: at("11:00"), section: "impact", statedMinutes: null, quote: "q" },
  } as unknown as Claim & { kind: "window" };
  const judged = (input: Partial<AuditInput>) => judgeWindowClaim(claim, { ...NOTHING, ...input });
  it("is judged from four fifths of it covered", () => {
    const windows = [outage(at("10:00"), at("11:00"))];
    expect(judged({ windows, coverage: () => 0.8 }).verdict).toBe("supported");
    expect(judged({ windows, coverage: () => 0.79 })).toMatchObject({
      verdict: "not-testable",
      why: expect.stringMatching(/cover only 79 %/) as unknown,
    });
  });
  it.each([
    ["ends less than half an hour before", outage(at("09:00"), at("09:31")), "contradicted"],
    ["ends half an hour before", outage(at("09:00"), at("09:30")), "not-testable"],
  ])("is held against an outage that %s", (_what, window, verdict) => {
    expect(judged({ windows: [window] }).verdict).toBe(verdict);
  });
  it("is held against the outage that overlaps it most", () => {
    const windows = [outage(at("09:00"), at("10:10")), outage(at("10:00"), at("11:00"))];
    expect(judged({ windows }).verdict).toBe("supported");
    expect(judged({ windows: windows.toReversed() }).verdict).toBe("supported");
  });

  // A stated 20 %, printed so, may be 19 % to 21 %: half of the least is 9.5 %.
  const rate = {
    id: "rate-1",
    kind: "rate",
    quote: "20 % failed",
    over: null,
    percentage: { low: 0.2, high: 0.2, hedged: false, numerator: "failed", denominator: "steps", quote: "20 % failed" },
  } as unknown as Claim & { kind: "rate" };
  const shown = (high: number, attempts = 1000, when?: string) =>
    judged({
      claims: [when ? ({ ...rate, measure: { outcome: "failed", when } } as unknown as Claim) : rate],
      readings: new Map([["rate-1", [{ attempts, rate: between(0, high) } as RateReading]]]),
    }).verdict;
  it.each([
    ["would have shown", shown(0.09), "contradicted"],
    ["may be half of it", shown(0.096), "not-testable"],
    ["has no attempts", shown(0.09, 0), "not-testable"],
    ["speaks of the worst minute", shown(0.09, 1000, "peak"), "not-testable"],
    ["speaks of the window", shown(0.09, 1000, "window"), "contradicted"],
  ])("is contradicted by a quiet source only where a stated share %s", (_what, verdict, expected) => {
    expect(verdict).toBe(expected);
  });
});

describe("what a stated share counts", () => {
  const claim = (denominator: string | null, measure?: object) =>
    ({
      id: "rate-1",
      kind: "rate",
      quote: "20 %",
      over: { from: at("10:00"), to: at("11:00") },
      percentage: { low: 0.2, high: 0.2, hedged: false, numerator: "failed", denominator, quote: "20 %" },
      ...(measure && { measure: { when: "window", scope: "", unit: null, ...measure } }),
    }) as unknown as Claim & { kind: "rate" };
  it.each([
    ["its own denominator", claim("steps", { outcome: "failed", unit: "calls" }), "20 % of steps"],
    ["else the unit it is measured in", claim(null, { outcome: "failed", unit: "calls" }), "20 % of calls"],
    ["else attempts, where it counts failures", claim(null, { outcome: "failed" }), "20 % of attempts"],
    ["nothing that is said", claim(null), "20 % of (no denominator given)"],
    [
      "nothing that is said, of something else",
      claim(null, { outcome: "other", other: "slow" }),
      "20 % of (no denominator given): slow",
    ],
    [
      "successes, said as failures too",
      claim("steps", { outcome: "succeeded" }),
      "20 % of steps succeeded, so that 80 % failed",
    ],
    ["failures of the worst minute", claim("steps", { outcome: "failed", when: "peak" }), "20 % of steps at its worst"],
  ])("is %s", (_what, given, stated) => {
    expect(judgeRateClaim(given, NOTHING).stated).toBe(stated);
  });

  it("is covered as far as the span that it is read over: before the outage another one than the claim's", () => {
    const before = { from: at("08:00"), to: at("09:00") };
    const own = { label: "own", source: "steps", span: before, failures: 200, attempts: 1000, designEffect: 1 };
    const reading = { ...own, rate: between(0.19, 0.21) } as RateReading;
    const input = (uncovered: string): AuditInput => ({
      ...NOTHING,
      readings: new Map([["rate-1", [reading]]]),
      coverage: ({ from }) => (from === uncovered ? 0.5 : 1),
    });
    const earlier = claim("steps", { outcome: "failed", when: "before" });
    expect(judgeRateClaim(earlier, input(before.from))).toMatchObject({ verdict: "not-testable", coverage: 0.5 });
    expect(judgeRateClaim(earlier, input(at("10:00")))).toMatchObject({ verdict: "supported", coverage: 1 });
    expect(judgeRateClaim(claim("steps"), input(at("10:00")))).toMatchObject({ verdict: "not-testable" });
  });
});
