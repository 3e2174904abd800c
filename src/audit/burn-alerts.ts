import { requireFields } from "../errors/argument.js";
import { PostmortemError } from "../errors/errors.js";

/** An alert on the burn of an error budget: it fires while both windows burn faster than the factor. */
export interface BurnAlert {
  /** How many times as fast as the budget allows. */
  readonly factor: number;
  readonly longMinutes: number;
  /** Ends the alert soon after the errors end. */
  readonly shortMinutes: number;
}

/** The two alerts that page in the usual multi-window practice: 2 % of a 30-day budget in an hour, 5 % in six hours. */
export const USUAL_BURN_ALERTS: readonly BurnAlert[] = [
  { factor: 14.4, longMinutes: 60, shortMinutes: 5 },
  { factor: 6, longMinutes: 360, shortMinutes: 30 },
];

/** One firing of an alert, in bins from the beginning of the series: at the end of which bin its condition first held, and first no longer did. */
export interface AlertFiring {
  readonly firedAt: number;
  /** `null` where it still fired at the end of the data. */
  readonly clearedAt: number | null;
}

/** The series on which alerts are replayed. */
export interface BurnSeries {
  /** Bad and all attempts per bin. */
  readonly failures: readonly number[];
  readonly attempts: readonly number[];
  readonly stepSeconds: number;
  /** Share of attempts that must be good, such as .999. */
  readonly objective: number;
}

function checkSeries({ failures, attempts, stepSeconds, objective }: BurnSeries): void {
  if (!(objective > 0 && objective < 1))
    throw new PostmortemError("data", `replayAlert requires an objective between 0 and 1, got ${objective}.`);
  if (failures.length !== attempts.length || !(stepSeconds > 0))
    throw new PostmortemError(
      "data",
      `replayAlert requires failures and attempts of one length and a step above 0 s, got ${failures.length}, ${attempts.length} and ${stepSeconds}.`,
    );
}

/** Sums of the last `bins` bins, up to each. */
function trailing(values: readonly number[], bins: number): Float64Array {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let t = 0; t < values.length; t++) {
    sum += values[t] as number;
    if (t >= bins) sum -= values[t - bins] as number;
    sums[t] = sum;
  }
  return sums;
}

/**
 * The times at which an alert on the burn rate would have fired: the share of bad attempts over the long window and over the short one, each above factor × (1 − objective).
 *
 * The condition is looked at when each bin ends, as a rule of Prometheus without `for` is at each scrape. In the first bins a window holds what there is.
 * A window shorter than a bin is one bin.
 *
 * @returns every firing, in order; bins count from 0, and `firedAt: 3` means at the end of the third bin
 * @throws PostmortemError (data) when lengths differ or the objective is not between 0 and 1
 */
export function replayAlert(series: BurnSeries, alert: BurnAlert): readonly AlertFiring[] {
  requireFields("replayAlert", "{ failures, attempts, stepSeconds, objective }", series, ["failures", "attempts"]);
  requireFields("replayAlert", "{ factor, longMinutes, shortMinutes }", alert, []);
  const { factor, longMinutes, shortMinutes } = alert;
  checkSeries(series);
  const { failures, attempts, stepSeconds, objective } = series;
  const bins = (minutes: number): number => Math.max(1, Math.round((minutes * 60) / stepSeconds));
  const windows = [longMinutes, shortMinutes].map((minutes) => [
    trailing(failures, bins(minutes)),
    trailing(attempts, bins(minutes)),
  ]) as [Float64Array, Float64Array][];
  const limit = factor * (1 - objective);
  const holds = (t: number): boolean =>
    windows.every(([bad, all]) => (all[t] as number) > 0 && (bad[t] as number) / (all[t] as number) > limit);
  const firings: AlertFiring[] = [];
  let since: number | null = null;
  for (let t = 0; t < attempts.length; t++) {
    if (holds(t)) since ??= t + 1;
    else if (since !== null) {
      firings.push({ firedAt: since, clearedAt: t + 1 });
      since = null;
    }
  }
  if (since !== null) firings.push({ firedAt: since, clearedAt: null });
  return firings;
}

/** The burn rate: how many times faster than allowed a share of bad attempts uses up the error budget. */
export function burnRate(share: number, objective: number): number {
  return share / (1 - objective);
}
