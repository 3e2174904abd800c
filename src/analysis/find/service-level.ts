import type { ServiceLevelFinding } from "../../audit/audit-finding.js";
import { serviceLevel } from "../../audit/service-level.js";
import type { RateFinding } from "../../rates/rate-finding.js";
import type { Span } from "../../time/span.js";
import { MINUTE_MS } from "../../time/units.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { AnalysisInputs } from "../inputs.js";
import { closedWindows, statedWindow } from "./rates.js";

/** What the declared service level owes under every window and share that may count; empty where none is declared. */
export function findServiceLevel(
  inputs: AnalysisInputs,
  window: WindowFinding | null,
  rates: Readonly<Record<string, RateFinding>>,
): readonly ServiceLevelFinding[] {
  const { incident, series, statement } = inputs;
  if (incident.serviceLevel === undefined) return [];
  const minutes = ({ from, to }: Span): number => (Date.parse(to) - Date.parse(from)) / MINUTE_MS;
  const stated = closedWindows(statement).map(({ section, span }) => ({
    label: statedWindow(section, span),
    start: span.from,
    minutes: minutes(span),
  }));
  const own = window ? [{ label: "reconstructed window", start: window.onset, minutes: window.minutes.value }] : [];
  const shares = Object.entries(rates)
    .filter(([, { attempts }]) => attempts > 0)
    .map(([source, { rate }]) => ({ label: `× ${source} that failed`, value: rate.value, interval: rate.interval }));
  const perMinute =
    series.stepSeconds === 60 ? { perMinute: { failures: series.failures, attempts: series.attempts } } : {};
  return serviceLevel({ policy: incident.serviceLevel, windows: [...own, ...stated], shares, ...perMinute });
}
