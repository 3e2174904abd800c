import { HOUR_MS } from "../../time/units.js";
import type { Span } from "../../time/span.js";
import type { RateFinding } from "../../rates/rate-finding.js";
import type { SourceData } from "../../sources/incident-data.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { StabilityFinding } from "../analysis.js";
import { closedWindows, statedWindow } from "../find/rates.js";
import type { AnalysisInputs } from "../inputs.js";
import { attributedToSteps, rateAlternatives } from "./rate-alternatives.js";
import { type Reading, stabilityFinding } from "../stability.js";
import { instant } from "../../time/instant.js";

const DAY_MS = 24 * HOUR_MS;

/** A rate over each window. */
function windowRates({ rate, overStatedWindows }: RateFinding): Reading[] {
  return [
    { choice: "reconstructed window", value: rate.value },
    ...overStatedWindows
      .filter(({ attempts }) => attempts > 0)
      .map(({ section, span, rate: stated }) => ({
        choice: statedWindow(section, span),
        value: stated.value,
      })),
  ];
}

/** The same rate with another denominator, for each step alone, less ordinary failures, and for those units only in which a step failed. */
async function otherRates(
  inputs: AnalysisInputs,
  source: string,
  rate: RateFinding,
  baseline: Span,
  level: number,
): Promise<Reading[]> {
  const own = {
    label: "reconstructed window",
    source,
    span: rate.span,
    failures: rate.failures,
    attempts: rate.attempts,
    designEffect: rate.designEffect ?? 1,
    rate: rate.rate,
  };
  const found = [
    ...(await rateAlternatives(inputs.data, own, baseline, level)),
    ...(await attributedToSteps(inputs.data, own, level)),
  ];
  return found.map(({ label, rate: { value } }) => ({ choice: label, value }));
}

/** Other ordinary times than all before the onset: the hour and the day before it, and the outage's own hours a day and a week earlier. */
function otherBaselines({ from, to }: Span, baseline: Span): { label: string; span: Span }[] {
  const [start, end, last] = [Date.parse(from), Date.parse(to), Date.parse(baseline.to)];
  const earlier = (ms: number): Span => ({ from: instant(start - ms), to: instant(end - ms) });
  return [
    { label: "baseline of the hour before", span: { from: instant(last - HOUR_MS), to: baseline.to } },
    { label: "baseline of the day before", span: { from: instant(last - DAY_MS), to: baseline.to } },
    { label: "baseline of the same hours a day earlier", span: earlier(DAY_MS) },
    { label: "baseline of the same hours a week earlier", span: earlier(7 * DAY_MS) },
  ].filter(({ span }) => span.from >= baseline.from && span.to <= baseline.to);
}

async function pooledRate(source: SourceData, span: Span): Promise<number | null> {
  let [failures, attempts] = [0, 0];
  for (const { failures: f, attempts: a, n } of await source.clusters(span))
    [failures, attempts] = [failures + f * n, attempts + a * n];
  return attempts > 0 ? failures / attempts : null;
}

/** What exceeds the baseline, under each of the ordinary times that the data hold. */
async function excessReadings(
  inputs: AnalysisInputs,
  source: string,
  { rate, excess, span }: RateFinding,
  baseline: Span,
): Promise<Reading[]> {
  const readings: Reading[] = [{ choice: "baseline of all that came before", value: excess.value }];
  for (const { label, span: other } of otherBaselines(span, baseline)) {
    const usual = await pooledRate(inputs.data.source(source), other);
    if (usual !== null) readings.push({ choice: label, value: rate.value - usual });
  }
  return readings;
}

function windowReadings(window: WindowFinding, inputs: AnalysisInputs): Reading[] {
  const minutes = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;
  const readings: Reading[] = [{ choice: "onset to recovery in the data", value: window.minutes.value }];
  if (window.recoveryStart)
    readings.push({
      choice: "onset to the start of recovery in the data",
      value: minutes(window.onset, window.recoveryStart),
    });
  for (const { section, span } of closedWindows(inputs.statement))
    readings.push({ choice: statedWindow(section, span), value: minutes(span.from, span.to) });
  return readings;
}

/**
 * The headline numbers under the reasonable choices: which window, which denominator, which step of a call flow, which ordinary time, and which
 * failures are put down to the steps.
 *
 * @returns one finding a headline, the choice that moves it most named
 */
export async function headlineStability(
  inputs: AnalysisInputs,
  window: WindowFinding | null,
  rates: Readonly<Record<string, RateFinding>>,
  baseline: Span | null,
  level: number,
): Promise<readonly StabilityFinding[]> {
  const found: (StabilityFinding | undefined)[] = window
    ? [stabilityFinding("minutes of outage", windowReadings(window, inputs))]
    : [];
  for (const [source, rate] of Object.entries(rates)) {
    if (rate.attempts === 0) continue;
    const others = baseline ? await otherRates(inputs, source, rate, baseline, level) : [];
    const finite = [...windowRates(rate), ...others].filter(({ value }) => Number.isFinite(value));
    found.push(stabilityFinding(`failure rate of ${source}`, finite));
    if (baseline && rate.baseline.attempts > 0)
      found.push(
        stabilityFinding(`excess failure rate of ${source}`, await excessReadings(inputs, source, rate, baseline)),
      );
  }
  return found.filter((finding): finding is StabilityFinding => finding !== undefined);
}
