import { DAY_SECONDS } from "../../time/units.js";
import { requireFields } from "../../errors/argument.js";
import type { OutcomeSeries, ValueSeries } from "../../incident/series.js";
import { DEFAULT_LEVEL } from "../../stats/estimate.js";
import { windowFinding } from "../window-finding.js";
import { failureSignal } from "./failure-signal.js";
import { latencySignals, searchLatency } from "./latency-signals.js";
import type { SignalFinding } from "./signal-finding.js";
import { QUANTILES } from "./slow-share.js";
import { answersOfRows } from "./timed-rows.js";
import type { TimedRows } from "./timed-rows.js";
import { attemptsSignal, valueSignal } from "./value-signals.js";

const MINUTE = 60;

/** The series in which signals are looked for; each list may be left out. */
export interface SignalsInput {
  /** Failures and attempts per bin. */
  readonly outcomes?: readonly OutcomeSeries[];
  /** Attempts with their latencies, row by row. */
  readonly latencies?: readonly TimedRows[];
  /** Gauges, and counters as rates. */
  readonly values?: readonly ValueSeries[];
  /** Seconds of a bin of latencies; 60 unless set. */
  readonly stepSeconds?: number;
  /** Level of the intervals; .95 unless set. */
  readonly level?: number;
}

/** Signals that {@link signals} will look at. */
function signalCount({ outcomes = [], latencies = [], values = [] }: SignalsInput): number {
  return 2 * outcomes.length + QUANTILES.length * latencies.length + values.length;
}

/**
 * Looks at every measured signal for departures from its ordinary level: failures, latency quantiles (p50, p90, p95, p99), values, attempts.
 *
 * The more signals are looked at, the more evidence each window needs, so that all of them together are wrong on 1 % of quiet days at most.
 *
 * @returns a finding for each signal with data: failures first, then latencies, values, attempts
 */
export async function signals(input: SignalsInput): Promise<readonly SignalFinding[]> {
  requireFields("signals", "{ outcomes?, latencies?, values? }, each a list", input, []);
  const { outcomes = [], latencies = [], values = [], stepSeconds = MINUTE, level = DEFAULT_LEVEL } = input;
  const options = { level, signals: signalCount(input) };
  const period = DAY_SECONDS / stepSeconds;
  const found: (SignalFinding | null)[] = outcomes.map((series) =>
    failureSignal(series, windowFinding(series, { level }), level),
  );
  for (const rows of latencies) {
    const answers = answersOfRows(rows, stepSeconds);
    if (!answers) continue;
    const search = await searchLatency(answers, {
      ...options,
      stepSeconds,
      ...(Number.isInteger(period) && { period }),
    });
    found.push(...(await latencySignals(answers, search, level)));
  }
  for (const series of values) found.push(valueSignal(series, "value", options));
  for (const series of outcomes) found.push(attemptsSignal(series, options));
  return found.filter((signal): signal is SignalFinding => signal !== null);
}
