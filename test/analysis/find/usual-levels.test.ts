import { describe, expect, it } from "vitest";
import { withRates } from "../../../src/analysis/find/usual-levels.js";
import { rateFinding } from "../../../src/rates/window-rate.js";
import type { SignalFinding } from "../../../src/window/signals/signal-finding.js";
import type { WindowFinding } from "../../../src/window/window-finding.js";

const span = (from: string, to: string) => ({ from: `2026-03-10T${from}:00Z`, to: `2026-03-10T${to}:00Z` });
const clusters = (failures: number, attempts: number) => [
  { failures: 1, attempts: 1, n: failures },
  { failures: 0, attempts: 1, n: attempts - failures },
];
const rate = rateFinding({
  window: { span: span("09:00", "09:40"), clusters: clusters(30, 100) },
  baseline: { span: span("00:00", "08:50"), clusters: clusters(4, 1000) },
  clustered: false,
});
const loose = { value: 0.5, interval: [0, 1] as const, level: 0.95 };
const signal = (given: Partial<SignalFinding>): SignalFinding => ({
  source: "requests",
  measure: "failures",
  quantile: null,
  unit: "share of attempts",
  direction: "rise",
  window: { onset: rate.span.from, recovery: rate.span.to } as WindowFinding,
  windows: [],
  baseline: loose,
  during: loose,
  evidence: 0,
  why: "",
  ...given,
});

describe("one quantity, one interval", () => {
  it("the usual share of failures and that in the window are those of the rates", () => {
    const [found] = withRates([signal({})], { requests: rate });
    expect(found?.baseline).toEqual(rate.baseline.rate);
    expect(found?.during).toEqual(rate.rate);
    expect(found?.why).toBe("30 of 100 attempts in requests failed, usually 4 of 1,000.");
  });

  it("a signal with a window of its own keeps its share there, and other measures keep all", () => {
    const other = signal({ window: { onset: "2026-03-10T07:00:00Z", recovery: rate.span.to } as WindowFinding });
    const latency = signal({ measure: "latency", quantile: 0.5 });
    const [first, second] = withRates([other, latency], { requests: rate });
    expect(first?.baseline).toEqual(rate.baseline.rate);
    expect(first?.during).toBe(loose);
    expect(second).toBe(latency);
  });
});
