import { describe, expect, it } from "vitest";
import { audit, type AuditInput, type RateReading } from "../../src/audit/audit.js";
import { CLAIM_KINDS, type Claim, claimsOf } from "../../src/statement/claims/claim.js";
import { verdictStability } from "../../src/audit/verdict-stability.js";
import { parseStatement } from "../../src/statement/parse.js";
import type { StatedMeasure } from "../../src/statement/claims/stated-measure.js";
import type { WindowFinding } from "../../src/window/window-finding.js";
import type { BreakdownRow, RateFinding } from "../../src/rates/rate-finding.js";
import { proportion } from "../../src/stats/rates/proportion.js";

const at = (clock: string): string => `2024-02-01T${clock}:00Z`;
const span = { from: at("10:00"), to: at("11:30") };
const nothing: AuditInput = {
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
const reading = (label: string, failures: number, attempts: number): RateReading => ({
  label,
  source: "steps",
  span,
  failures,
  attempts,
  designEffect: 1,
  rate: proportion(failures, attempts),
});
const rateClaim: Claim & { kind: "rate" } = {
  id: "rate-1",
  kind: "rate",
  quote: "25 % of steps failed",
  over: span,
  percentage: {
    low: 0.25,
    high: 0.25,
    hedged: true,
    numerator: "failed",
    denominator: "steps",
    quote: "25 % of steps failed",
  },
};
const only = (input: Partial<AuditInput>) => audit({ ...nothing, ...input })[0];

describe("a rate", () => {
  it("is decided by its own reading; the others make its stability", () => {
    const readings = new Map([
      [
        "rate-1",
        [
          reading("own window", 500, 2000),
          reading("shorter window", 510, 2000),
          reading("of planned steps", 200, 2000),
          reading("only one step", 3, 10),
        ],
      ],
    ]);
    const found = only({ claims: [rateClaim], readings });
    expect(found).toMatchObject({
      verdict: "supported",
      needs: null,
      stability: { agreeing: 2, readings: 4, flippedBy: ["of planned steps"], otherwise: ["only one step"] },
    });
    expect(found?.stability?.text).toBe(
      "supported under 2 of 4 readings; only the reading of planned steps flips it; 1 cannot tell (only one step)",
    );
    expect(found?.power).toContain("a true 25 % would be measured as");
  });
  it("of an outage that the data show at another time is open where both times do not agree on it", () => {
    const stated = { ...reading("over the claim's own window", 200, 2000), span };
    const found = (failures: number): RateReading => ({
      ...reading("over the reconstructed window", failures, 2000),
      span: { from: at("09:00"), to: at("10:30") },
    });
    const verdict = (own: RateReading, other: RateReading, quote = "25 % of steps failed"): unknown => {
      const claims: Claim[] = [{ ...rateClaim, quote }];
      const window = {
        start: span.from,
        end: span.to,
        section: "",
        statedMinutes: null,
        quote: "From ten, 25 % of steps failed.",
      };
      return only({
        claims: [
          ...claims,
          {
            id: "window-1",
            kind: "window",
            quote: window.quote,
            window: quote === "" ? { ...window, quote: "x" } : window,
          },
        ],
        readings: new Map([["rate-1", [own, other]]]),
      })?.verdict;
    };
    const elsewhere = "A quarter of steps failed in the outage: 25 %.";
    expect(verdict(stated, found(500), elsewhere)).toBe("not-testable");
    expect(verdict({ ...stated, ...reading(stated.label, 500, 2000) }, found(200), elsewhere)).toBe("not-testable");
    expect(verdict({ ...stated, ...reading(stated.label, 500, 2000) }, found(500), elsewhere)).toBe("supported");
    expect(verdict(stated, found(200), elsewhere)).toBe("contradicted");
    // A sentence with a time of its own means that time.
    expect(verdict(stated, found(500))).toBe("contradicted");
  });

  it("says how much more traffic would test it", () => {
    const found = only({ claims: [rateClaim], readings: new Map([["rate-1", [reading("own window", 5, 20)]]]) });
    expect(found?.verdict).toBe("not-testable");
    expect(found?.needs).toMatch(/^About 51 times the traffic \(20 steps here\)/);
  });
  it("is not tested over a gap, nor without a source", () => {
    const readings = new Map([["rate-1", [reading("own window", 500, 2000)]]]);
    expect(only({ claims: [rateClaim], readings, coverage: () => 0.5 })).toMatchObject({
      verdict: "not-testable",
      coverage: 0.5,
    });
    expect(only({ claims: [rateClaim] })?.needs).toContain(
      "A source with attempts and failures of steps over 2024-02-01 10:00–11:30 UTC",
    );
  });
});

describe("a rate by what it measures", () => {
  const measured = (percentage: Partial<typeof rateClaim.percentage>, measure: Partial<StatedMeasure>): Claim => ({
    ...rateClaim,
    percentage: { ...rateClaim.percentage, ...percentage },
    measure: { outcome: "failed", when: "window", unit: "steps", scope: "steps", other: null, ...measure },
  });
  const readings = new Map([["rate-1", [reading("own window", 430, 2000)]]]);
  it("judges a share of successes by what is missing from it, and says so", () => {
    const found = only({
      claims: [measured({ low: 0.786, high: 0.786, hedged: false }, { outcome: "succeeded" })],
      readings,
    });
    expect(found).toMatchObject({ verdict: "supported", stated: "78.6 % of steps succeeded, so that 21.4 % failed" });
    expect(found?.measured?.value).toBeCloseTo(0.785, 9);
    expect(found?.why).toContain("Judged as the share that failed");
    expect(only({ claims: [measured({ low: 0.992, high: 0.992 }, { outcome: "succeeded" })], readings })?.verdict).toBe(
      "contradicted",
    );
  });
  it("does not test what no outcome tells, and names what would", () => {
    const found = only({ claims: [measured({}, { outcome: "other", other: "were delayed by more than 2 s" })] });
    expect(found).toMatchObject({
      verdict: "not-testable",
      needs: expect.stringContaining("delayed by more than 2 s") as string,
    });
    expect(only({ claims: [measured({}, { unit: "merchants" })] })?.needs).toContain(
      "a column that names the merchants of each attempt",
    );
    expect(only({ claims: [measured({}, { scope: "steps to /v9/x" })] })?.needs).toContain(
      "A column that separates /v9/x from the rest",
    );
  });
  it("that none failed is contradicted by more failures than usual, and supported by enough attempts without one", () => {
    const none = measured({ low: 0, high: 0, hedged: false }, {});
    const steps = { baseline: { rate: proportion(40, 2000) } } as unknown as RateFinding;
    const against = (failures: number, attempts: number) =>
      only({
        claims: [none],
        rates: { steps },
        readings: new Map([["rate-1", [reading("own window", failures, attempts)]]]),
      })?.verdict;
    expect([against(430, 2000), against(40, 2000), against(0, 2000), against(0, 20)]).toEqual([
      "contradicted",
      "not-testable",
      "supported",
      "not-testable",
    ]);
  });
});

describe("a duration", () => {
  const window = {
    onset: at("10:00"),
    recovery: at("10:47"),
    minutes: { value: 47, interval: [45, 52], level: 0.95 },
  } as unknown as WindowFinding;
  const claim = (minutes: number, hedged = false): Claim => ({
    id: "duration-1",
    kind: "duration",
    quote: "q",
    duration: { quote: "q", minutesLow: minutes, minutesHigh: minutes },
    hedged,
    at: null,
  });
  it("is set against the length of the outage", () => {
    const verdict = (minutes: number, hedged?: boolean) =>
      only({ claims: [claim(minutes, hedged)], windows: [window] })?.verdict;
    expect([verdict(25), verdict(47), verdict(45, true)]).toEqual(["contradicted", "supported", "supported"]);
    expect(only({ claims: [claim(47)] })).toMatchObject({
      verdict: "not-testable",
      needs: expect.stringContaining("traffic") as string,
    });
    expect(only({ claims: [claim(10)], windows: [{ ...window, recovery: null }] })?.verdict).toBe("contradicted");
  });
});

describe("a scope", () => {
  const row = (value: string, failures: number, attempts: number, usual: number): BreakdownRow => ({
    value,
    failures,
    attempts,
    rate: proportion(failures, attempts),
    baseline: { failures: usual, attempts: 10_000 },
    adjustedP: 1,
  });
  const rates = (rows: readonly BreakdownRow[]) => ({
    steps: { breakdowns: [{ dimension: "direction", rows, homogeneityP: 1 }] } as unknown as RateFinding,
  });
  const claim = (values: readonly string[], exclusive: boolean): Claim => ({
    id: "scope-1",
    kind: "scope",
    quote: "q",
    values,
    only: exclusive,
  });
  const both = rates([row("inbound", 200, 1000, 50), row("outbound", 190, 1000, 50)]);
  const one = rates([row("inbound", 200, 1000, 50), row("outbound", 5, 1000, 50)]);
  it("that names every part hit is supported, one that excludes a part hit is contradicted", () => {
    expect(only({ claims: [claim(["inbound", "outbound"], false)], rates: both })?.verdict).toBe("supported");
    expect(only({ claims: [claim(["inbound"], true)], rates: both })?.verdict).toBe("contradicted");
    expect(only({ claims: [claim(["inbound"], true)], rates: one })?.verdict).toBe("supported");
    expect(only({ claims: [claim(["inbound", "outbound"], false)], rates: one })?.verdict).toBe("contradicted");
  });
  it("that spares a part is judged by that part", () => {
    const spares: Claim = { id: "scope-1", kind: "scope", quote: "q", values: [], spared: ["outbound"] };
    expect([both, one].map((found) => only({ claims: [spares], rates: found })?.verdict)).toEqual([
      "contradicted",
      "supported",
    ]);
  });
  it("is open where one part has hardly any traffic", () => {
    const few = rates([row("inbound", 200, 1000, 50), row("outbound", 0, 8, 50)]);
    expect(only({ claims: [claim(["inbound", "outbound"], false)], rates: few })).toMatchObject({
      verdict: "not-testable",
      needs: "More attempts of outbound over the outage.",
    });
  });
});

describe("an order", () => {
  const event = (clock: string, role: "identified" | "mitigation-start") =>
    ({ at: at(clock), precision: "minute", hedged: false, role, quote: "q", section: "", textSpan: [0, 1] }) as const;
  const gauge = (rise: number) => ({
    kind: "values" as const,
    source: "hosts",
    startMs: Date.parse(at("00:00")),
    stepSeconds: 60,
    values: Array.from({ length: 1200 }, (_, minute) => (minute < rise ? 60 : 70)),
  });
  const claim = (identified: string, action: string): Claim => ({
    id: "order-1",
    kind: "order",
    quote: "q",
    first: event(identified, "identified"),
    next: event(action, "mitigation-start"),
  });
  it("is read off the metric, not off the timeline", () => {
    expect(only({ claims: [claim("11:00", "10:30")], gauge: gauge(630) })?.verdict).toBe("contradicted");
    expect(only({ claims: [claim("10:10", "10:30")], gauge: gauge(630) })?.verdict).toBe("supported");
    expect(only({ claims: [claim("10:30", "10:30")], gauge: gauge(630) })?.verdict).toBe("not-testable");
    expect(only({ claims: [claim("10:10", "10:30")] })?.needs).toMatch(/metric of the action, such as capacity/);
  });

  it("is not read off a rise that came three hours before the action, or six hours after it", () => {
    const action = 12 * 60;
    const verdict = (rise: number): unknown => only({ claims: [claim("08:00", "12:00")], gauge: gauge(rise) })?.verdict;
    expect(verdict(action + 6 * 60 - 1)).toBe("supported");
    expect(verdict(action + 6 * 60)).toBe("not-testable");
    expect(verdict(action - 3 * 60)).toBe("supported");
    expect(verdict(action - 3 * 60 - 60)).toBe("not-testable");
  });
});

describe("every claim of a statement", () => {
  const text =
    "Summary\nOn February 1, 2024 from 10:00 UTC until 11:30 UTC calls were disrupted. Inbound and outbound calls were affected.\n\nAt 10:30 UTC we started to add capacity.\n\nRoot Cause\nA cache filled up.\n";
  const claims = claimsOf(parseStatement(text, { zone: "UTC" }), text, [
    { id: "capacity", from: at("10:30"), to: null },
  ]);
  it("has a unique id and one of the kinds, in order", () => {
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    expect(claims.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["window-summary", "scope-1", "effect-capacity", "cause-1"]),
    );
    const places = claims.map(({ kind }) => CLAIM_KINDS.indexOf(kind));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
  it("says what would settle it when it is not testable", () => {
    for (const finding of audit({ ...nothing, claims })) {
      expect(finding.verdict, finding.id).toBe("not-testable");
      expect(finding.needs?.length, finding.id).toBeGreaterThan(20);
    }
  });
});

describe("verdictStability", () => {
  it("counts readings that cannot tell apart from those that flip", () => {
    expect(
      verdictStability("contradicted", [
        { label: "a", verdict: "contradicted" },
        { label: "b", verdict: "contradicted" },
      ])?.text,
    ).toBe("contradicted under 2 of 2 readings");
    expect(
      verdictStability("not-testable", [
        { label: "a", verdict: "not-testable" },
        { label: "b", verdict: "supported" },
      ]),
    ).toMatchObject({ flippedBy: [], otherwise: ["b"] });
    expect(verdictStability("supported", [{ label: "a", verdict: "supported" }])).toBeNull();
  });
});
