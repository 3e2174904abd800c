import { normalQuantile } from "../../stats/distributions/distributions.js";
import { robustDeviation } from "../../stats/robust.js";

/** Lengths, in samples, of the stretches before and after an onset that are compared. */
const LAGS = [1, 2, 4, 8] as const;
/** Fewer ordinary jumps than this that do not overlap say nothing of how far they go. */
const LEAST_JUMPS = 20;
/** A jump that is hardly larger than others before it is one of them. */
const BEYOND = 1.4;

/** The jumps of the mean over `lag` samples at every sample from `first` to `last`. */
function jumpsBetween(values: Float64Array, lag: number, first: number, last: number): number[] {
  const jumps: number[] = [];
  for (let at = Math.max(lag, first); at <= Math.min(last, values.length - lag); at++) {
    let sum = 0;
    for (let k = 0; k < lag; k++) sum += (values[at + k] as number) - (values[at - 1 - k] as number);
    jumps.push(sum / lag);
  }
  return jumps;
}

/**
 * True if an event begins with a jump that the samples before it, drifting as they do, would hardly show.
 *
 * A series that rises along a day is highest at its latest samples, so that whatever is looked at while it grows stands above all that came before. Drift moves little over
 * a few samples; an outage jumps. The jumps inside the event are set against all before it at the same lag.
 *
 * @param alpha - chance of such a jump, over all samples and lags, that is accepted
 */
export function beginsWithJump(
  values: Float64Array,
  { onset, recovery, excess }: { readonly onset: number; readonly recovery: number; readonly excess: number },
  alpha: number,
): boolean {
  const sign = Math.sign(excess);
  return LAGS.some((lag) => {
    const ordinary = jumpsBetween(values, lag, lag, onset - lag);
    if (ordinary.length < LEAST_JUMPS * lag) return false;
    const largest = ordinary.reduce((most, jump) => Math.max(most, Math.abs(jump)), 0);
    const z = -normalQuantile(alpha / LAGS.length / Math.max(1, values.length / lag));
    const least = Math.max(z * robustDeviation(ordinary), BEYOND * largest);
    return jumpsBetween(values, lag, onset - 1, recovery - lag).some((jump) => sign * jump > least);
  });
}
