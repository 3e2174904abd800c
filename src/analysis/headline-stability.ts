import type { RateFinding } from "../rates/rate-finding.js";
import type { WindowFinding } from "../window/window-finding.js";
import type { StabilityFinding } from "./analysis.js";
import { closedWindows } from "./find-rates.js";
import type { OpenCase } from "./open-case.js";
import { type Reading, stabilityFinding } from "./stability.js";

/** A rate over each window, with and without what the baseline explains. */
function rateReadings({ rate, excess, overStatedWindows }: RateFinding): Reading[] {
  return [
    { choice: "reconstructed window", value: rate.value },
    { choice: "only what exceeds the baseline", value: excess.value },
    ...overStatedWindows.filter(({ attempts }) => attempts > 0).map(({ section, span, rate: stated }) => ({
      choice: `window of "${section}" ${span.from.slice(11, 16)}–${span.to.slice(11, 16)}`, value: stated.value,
    })),
  ].filter(({ value }) => Number.isFinite(value));
}

function windowReadings(window: WindowFinding, one: OpenCase): Reading[] {
  const minutes = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;
  const readings: Reading[] = [{ choice: "onset to recovery in the data", value: window.minutes.value }];
  if (window.recoveryStart) readings.push({ choice: "onset to the start of recovery in the data", value: minutes(window.onset, window.recoveryStart) });
  for (const { section, span } of closedWindows(one.statement)) readings.push({ choice: `window of "${section}"`, value: minutes(span.from, span.to) });
  return readings;
}

/**
 * The headline numbers under the reasonable choices: which window, and whether the baseline's own failures count.
 *
 * @returns one finding a headline, the choice that moves it most named
 */
export function headlineStability(one: OpenCase, window: WindowFinding | null, rates: Readonly<Record<string, RateFinding>>): readonly StabilityFinding[] {
  const found = Object.entries(rates).map(([source, rate]) => stabilityFinding(`failure rate of ${source}`, rateReadings(rate)));
  if (window) found.unshift(stabilityFinding("minutes of outage", windowReadings(window, one)));
  return found.filter((finding): finding is StabilityFinding => finding !== undefined);
}
