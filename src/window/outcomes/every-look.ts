import { normalQuantile } from "../../stats/distributions/distributions.js";
import { robustDeviation } from "../../stats/robust.js";
import type { OutageWindow, OutcomeCounts } from "../outage.js";

/** Chance of any onset that is not there over all looks together. */
const ALL_LOOKS = 0.05;
/** Lengths, in bins, of the stretches before and after an onset that are compared. */
const LAGS = [1, 2, 4, 8, 16] as const;
/** Fewer ordinary jumps than this say nothing of how far they go. */
const LEAST_JUMPS = 12;

/** Scatter of jumps, in log rate, where too few have been seen: a tenfold rise and more is believed then. */
const UNKNOWN_JUMP = 0.5;
/** A jump that is no larger than others before it is one of them. */
const BEYOND = 1.25;

/** The share of {@link ALL_LOOKS} that one look may spend: 6 ÷ (π² k²), which adds up to 1 over looks without end. */
export function spentAt(look: number): number {
  return (ALL_LOOKS * 6) / (Math.PI * look) ** 2;
}

/** Running sums, so that any stretch is one difference. */
function sums(values: ArrayLike<number>): Float64Array {
  const out = new Float64Array(values.length + 1);
  for (let t = 0; t < values.length; t++) out[t + 1] = (out[t] as number) + (values[t] as number);
  return out;
}

/** A jump with its sampling error. */
interface Jump {
  readonly jump: number;
  readonly error: number;
}

/** Jump of the log failure rate at a bin, between so many bins before and after it, with its sampling error; `null` where nothing was tried. */
function jumpAt(failures: Float64Array, attempts: Float64Array, at: number, lag: number): Jump | null {
  const part = (list: Float64Array, from: number): number => (list[from + lag] as number) - (list[from] as number);
  const [before, after] = [at - lag, at].map((from) => [part(failures, from), part(attempts, from)]) as [
    [number, number],
    [number, number],
  ];
  if (before[1] === 0 || after[1] === 0) return null;
  const log = ([f, n]: readonly [number, number]): number => Math.log((f + 0.5) / (n + 1));
  return { jump: log(after) - log(before), error: Math.sqrt(1 / (before[0] + 0.5) + 1 / (after[0] + 0.5)) };
}

/**
 * True if a window holds a jump that ordinary time, drifting as it does, would hardly show at any of all looks.
 *
 * A rate that wanders rises slowly: over a few bins it moves little. An outage jumps. So the jumps inside the window are set against all jumps before it at the
 * same lag, with a bound that spends 5 % over all looks (alpha spending, 6 ÷ (π² k²) at the k-th) and over all bins at which an onset might have been.
 *
 * @param look - which look at the growing series this is, from 1 on
 */
export function holdsAtEveryLook(counts: OutcomeCounts, { onset, recovery }: OutageWindow, look: number): boolean {
  const [failures, attempts] = [sums(counts.failures), sums(counts.attempts)];
  const first = Math.round(onset);
  const length = counts.attempts.length;
  const end = Math.min(length, Math.max(recovery, first + 1));
  return LAGS.some((lag) => {
    const ordinary = jumpsBetween(failures, attempts, lag, first - lag, lag);
    const sizes = ordinary.map(({ jump }) => jump);
    const usual = sizes.length >= LEAST_JUMPS ? robustDeviation(sizes) : UNKNOWN_JUMP;
    const largest = sizes.reduce((most, jump) => Math.max(most, Math.abs(jump)), 0);
    const z = -normalQuantile(spentAt(look) / LAGS.length / Math.max(1, length / lag));
    return jumpsBetween(failures, attempts, first, end - lag, lag).some(
      ({ jump, error }) => jump > Math.max(z * Math.max(usual, error), BEYOND * largest),
    );
  });
}

/** The jumps at bins `from` to `to`, both included. */
function jumpsBetween(failures: Float64Array, attempts: Float64Array, from: number, to: number, lag: number): Jump[] {
  const found: Jump[] = [];
  for (let at = Math.max(lag, from); at <= to; at++) {
    const one = jumpAt(failures, attempts, at, lag);
    if (one) found.push(one);
  }
  return found;
}
