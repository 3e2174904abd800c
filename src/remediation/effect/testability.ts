import type { RemediationConfig } from "../../incident/incident.js";
import type { OutcomeSeries } from "../../incident/series.js";
import type { OutagePhases } from "./outage-phases.js";
import type { RemediationInput } from "./remediation-input.js";

/** Bins of plateau needed before a remediation to know what it met. */
const FEWEST_BINS = 8;

/** The reason why a remediation cannot be judged whatever the series shows; `null` when it can be tried. */
export function barrier({ series, window, remediation }: RemediationInput, phases: OutagePhases | null): string | null {
  if (window === null || phases === null) return "No outage was found, so there was nothing to fix.";
  const n = series.attempts.length;
  const minutes = (bins: number): number => Math.round((bins * series.stepSeconds) / 60);
  if (Number.isNaN(phases.from)) return `Its start "${remediation.from}" is not a time.`;
  if (phases.from < 0 || phases.from >= n) return "There are no data at the time it came.";
  if (phases.recovered && phases.from >= phases.recovery) {
    return `Failures had already been back at the baseline for ${minutes(phases.from - phases.recovery)} minutes.`;
  }
  if (phases.from <= phases.onset) return "It came before the outage began.";
  // A fall in steps is read as one straight fall, which begins before the first of them: what counts is whether it surely began before.
  if (phases.from > phases.fallLatest) return "Failures had begun to fall before it came.";
  const seen = series.attempts
    .slice(phases.plateau, phases.from)
    .filter((attempts, i) => attempts > 0 && series.covered[phases.plateau + i]).length;
  if (seen < FEWEST_BINS)
    return `It came ${minutes(phases.from - phases.onset)} minutes after the onset: too early to know how the outage would have continued.`;
  const after = series.attempts
    .slice(phases.from, phases.recovery)
    .some((attempts, i) => attempts > 0 && series.covered[phases.from + i]);
  return after ? null : "There are no data between it and the recovery.";
}

/**
 * The other remediations beside one: those at work within five minutes of it (inseparable), the first bin of the next later one (where the
 * evidence ends), and a test for bins in which none began.
 */
export function overlapping(
  others: readonly RemediationConfig[],
  own: RemediationConfig,
  series: OutcomeSeries,
): {
  joint: string[];
  nextStart: number | null;
  quiet: (bin: number) => boolean;
} {
  const margin = 5 * 60_000;
  const span = (item: RemediationConfig): [number, number] => [Date.parse(item.from), Date.parse(item.to ?? item.from)];
  const [from, to] = span(own);
  const rest = others.filter((item) => item.id !== own.id);
  const joint = rest.filter((item) => {
    const [start, end] = span(item);
    return start <= to + margin && end >= from - margin;
  });
  const step = series.stepSeconds * 1000;
  const later = rest.map((item) => span(item)[0]).filter((start) => start > to + margin);
  return {
    joint: joint.map(({ id }) => id),
    nextStart: later.length > 0 ? Math.ceil((Math.min(...later) - series.startMs) / step) : null,
    quiet: (bin) => {
      const at = series.startMs + bin * step;
      return !others.some((item) => at >= span(item)[0] - margin && at <= span(item)[1] + 30 * 60_000);
    },
  };
}
