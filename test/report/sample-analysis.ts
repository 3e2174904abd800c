import type { Analysis, AnalysisSeries } from "../../src/analysis/analysis.js";
import type { RateFinding, SpanRate } from "../../src/rates/rate-finding.js";
import { at, BINS, estimate, plantedShare, wobble } from "./planted-share.js";
import { sampleRest } from "./sample-findings.js";
import { sampleStatement } from "./sample-statement.js";

function series(): AnalysisSeries {
  const bins = [...Array(BINS).keys()];
  const covered = bins.map((i) => i < 30 || i >= 36);
  const attempts = bins.map((i) => (covered[i] ? Math.round(420 + 60 * Math.sin(i / 40) + 15 * wobble(i)) : 0));
  const failures = attempts.map((n, i) => Math.max(0, Math.round(n * plantedShare(i) * (1 + 0.12 * wobble(i + 13)))));
  const calls = attempts.map((n) => Math.round(n / 0.6));
  return {
    times: bins.map(at),
    stepSeconds: 60,
    latencies: [],
    outcomes: [
      { source: "steps", failures, attempts, covered },
      { source: "calls", failures: failures.map((f) => Math.round(f * 0.97)), attempts: calls, covered },
    ],
    values: [
      {
        source: "capacity",
        values: bins.map((i) => (i < 30 || i >= 36 ? (i < 190 ? 400 : Math.min(640, 400 + (i - 190) * 13.4)) : null)),
      },
      { source: "buffer_fill", values: bins.map((i) => Math.min(1, 0.3 + 2.6 * plantedShare(i))) },
    ],
  };
}

function counts(s: AnalysisSeries, source: string, from: number, to: number): SpanRate {
  const found = s.outcomes.find((o) => o.source === source);
  if (!found) throw new Error(source);
  const sum = (values: readonly number[]): number => values.slice(from, to).reduce((a, b) => a + b, 0);
  const failures = sum(found.failures);
  const attempts = sum(found.attempts);
  return { failures, attempts, rate: estimate(failures / attempts, 1.96 * Math.sqrt(0.25 / attempts)) };
}

function rate(s: AnalysisSeries, source: string): RateFinding {
  const during = counts(s, source, 141, 231);
  const baseline = { ...counts(s, source, 0, 141), span: { from: at(0), to: at(141) } };
  const row = (value: string, failures: number, attempts: number, adjustedP: number) => ({
    value,
    failures,
    attempts,
    rate: estimate(failures / attempts, 0.02),
    baseline: { failures: Math.round(attempts * 0.004), attempts: attempts * 2 },
    adjustedP,
  });
  return {
    ...during,
    method: "linearised ratio, logit-t",
    baseline,
    excess: estimate(during.rate.value - baseline.rate.value, 0.006),
    rateRatio: estimate(during.rate.value / baseline.rate.value, 9),
    clusters: source === "steps" ? 21_000 : null,
    designEffect: source === "steps" ? 1.4 : null,
    span: { from: at(141), to: at(231) },
    overStatedWindows: [
      { section: "summary", span: { from: at(140), to: at(220) }, ...counts(s, source, 140, 220) },
      { section: "impact", span: { from: at(142), to: at(215) }, ...counts(s, source, 142, 215) },
    ],
    breakdowns:
      source === "steps"
        ? [
            {
              dimension: "region",
              homogeneityP: 0.0004,
              rows: [
                row("eu-west", 4200, 14_000, 0.4),
                row("us-east", 5900, 18_000, 0.01),
                row("ap-south", 700, 4000, 0.0002),
                row("tiny", 1, 3, 1),
              ],
            },
          ]
        : [],
  };
}

/** A whole analysis as the road gives it, made by arithmetic: a ramped outage of 90 minutes among five and a half hours. */
export function sampleAnalysis(): Analysis {
  const s = series();
  const steps = rate(s, "steps");
  const calls = rate(s, "calls");
  return {
    schema: 1,
    incident: { id: "sample-70221", title: "Calls cut short", synthetic: true },
    rates: { steps, calls },
    statement: sampleStatement,
    series: s,
    ...sampleRest(steps.rate, calls.rate),
  };
}
