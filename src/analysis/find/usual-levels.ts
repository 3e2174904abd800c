import type { RateFinding } from "../../rates/rate-finding.js";
import { failuresBeside } from "../../window/signals/failure-signal.js";
import type { SignalFinding } from "../../window/signals/signal-finding.js";

/** True if a rate was taken over a signal's own window. */
const isOver = ({ span }: RateFinding, window: NonNullable<SignalFinding["window"]>): boolean =>
  span.from === window.onset && (window.recovery === null || span.to === window.recovery);

/**
 * The signals with the usual level of failures, and their share in the window, as the rates have them: one quantity has one value and one interval wherever it is read.
 *
 * A search looks at a signal against everything outside its windows; the rates are against what came before the first onset, at the level that held then.
 */
export function withRates(
  signals: readonly SignalFinding[],
  rates: Readonly<Record<string, RateFinding>>,
): readonly SignalFinding[] {
  return signals.map((signal) => {
    const rate = rates[signal.source];
    // The levels of a part are its own; rates are those of the whole source.
    if (signal.measure !== "failures" || signal.part || !rate || rate.baseline.attempts === 0) return signal;
    const { window } = signal;
    const baseline = rate.baseline.rate;
    if (!window || !isOver(rate, window) || rate.attempts === 0) return { ...signal, baseline };
    return { ...signal, baseline, during: rate.rate, why: failuresBeside(signal.source, rate, rate.baseline) };
  });
}
