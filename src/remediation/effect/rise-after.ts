import type { OutcomeSeries } from "../../incident/series.js";
import { percent } from "../../wording/number.js";
import type { OutagePhases } from "./outage-phases.js";

/** Minutes before and after an action over which failures are compared, and the fewest bins of either. */
const BESIDE_MINUTES = 20;
const LEAST_BINS = 3;
/** Standard errors, scatter between bins included, and times the failures before, by which they must have risen to be said to have. */
const TELLING = 4;
const LEAST_RATIO = 1.2;

interface Stretch {
  readonly failures: number;
  readonly attempts: number;
  /** Squared deviations of the bins from their own rate, in units of counting, and the bins that hold attempts. */
  readonly scatter: number;
  readonly bins: number;
}

function stretchOf({ failures, attempts, covered }: OutcomeSeries, from: number, to: number): Stretch {
  const held = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i).filter(
    (t) => covered[t] && (attempts[t] as number) > 0,
  );
  const f = held.reduce((sum, t) => sum + (failures[t] as number), 0);
  const n = held.reduce((sum, t) => sum + (attempts[t] as number), 0);
  const rate = (f + 0.5) / (n + 1);
  const scatter = held.reduce((sum, t) => {
    const mean = (attempts[t] as number) * rate;
    return sum + ((failures[t] as number) - mean) ** 2 / (mean * (1 - rate));
  }, 0);
  return { failures: f, attempts: n, scatter, bins: held.length };
}

/**
 * That failures rose after an action, with their shares before and after, and why that alone does not blame it; `null` where they did not clearly rise.
 *
 * An action is blamed by the rules by which it would be credited: a worsening of its own at that time would look the same.
 */
export function riseAfter(series: OutcomeSeries, phases: OutagePhases): string | null {
  const width = Math.max(LEAST_BINS, Math.round((BESIDE_MINUTES * 60) / series.stepSeconds));
  const { onset, plateau, from, fall, recovery } = phases;
  if (from <= onset || from >= recovery) return null;
  const before = stretchOf(series, Math.max(onset, from - width), from);
  const after = stretchOf(series, from, Math.min(from + width, Math.max(fall, from + LEAST_BINS), recovery));
  if (Math.min(before.bins, after.bins) < LEAST_BINS) return null;
  const [was, is] = [before.failures / before.attempts, after.failures / after.attempts];
  const dispersion = Math.max(1, (before.scatter + after.scatter) / Math.max(1, before.bins + after.bins - 2));
  const pooled = (before.failures + after.failures) / (before.attempts + after.attempts);
  const error = Math.sqrt(dispersion * pooled * (1 - pooled) * (1 / before.attempts + 1 / after.attempts));
  if (is < LEAST_RATIO * was || is - was < TELLING * error) return null;
  const minutes = (bins: number): number => Math.round((bins * series.stepSeconds) / 60);
  const shares = `Failures rose after it: ${percent(was)} of the attempts in the ${minutes(before.bins)} minutes before, ${percent(is)} in the ${minutes(after.bins)} minutes from then on.`;
  return from < plateau
    ? `${shares} The outage was still rising then, so it is not blamed.`
    : `${shares} A worsening of its own at that time would look the same, so it is not blamed by these data, nor cleared.`;
}
