import { PostmortemError } from "../../errors/errors.js";
import type { OutageWindow } from "../outage.js";
import { valueDeviations } from "./value-deviations.js";
import type { Deviations } from "./value-deviations.js";
import { valueEvent } from "./value-event.js";
import type { Threshold, ValueEvent } from "./value-event.js";

/** People who mark an event begin a sample before it is plain and end one after. */
const PAD = 1;
/** Thresholds whose windows span the reported intervals. */
const OTHER_THRESHOLDS: readonly Threshold[] = [
  { deviations: 1.2, peakShare: 0.05, tailShare: 0.01 },
  { deviations: 2, peakShare: 0.1, tailShare: 0.1 },
  { deviations: 3, peakShare: 0.15, tailShare: 0.05 },
  { deviations: 4, peakShare: 0.3, tailShare: 0.3 },
];
const LEAST_SAMPLES = 8;
/** Without a hint: the peak's height and the whole event's, in ordinary scatter, and the samples that must share it. */
const LEAST_PEAK = 6;
const LEAST_EVIDENCE = 6;
const LEAST_EVENT = 3;
const MOST_EVENTS = 50;

const METHOD =
  "deviations from a local and seasonal baseline, grown from the peak; intervals span the windows at other thresholds";

/** First sample after the last that stands at three quarters of the event's usual height. */
function fallStart(deviations: Deviations, event: ValueEvent): number {
  const heights = Array.from(deviations.values.subarray(event.from, event.to), (value) => value * event.sign);
  const usual = [...heights].sort((a, b) => b - a)[heights.length >> 1] as number;
  return event.from + heights.findLastIndex((height) => height >= 0.75 * usual) + 1;
}

/** First and last sample index at the event's usual height: the ramps lie outside. */
function plateauStart(deviations: Deviations, event: ValueEvent): number {
  const heights = Array.from(deviations.values.subarray(event.from, event.to), (value) => value * event.sign);
  const usual = [...heights].sort((a, b) => b - a)[heights.length >> 1] as number;
  return event.from + heights.findIndex((height) => height >= 0.75 * usual);
}

function windowOf(deviations: Deviations, event: ValueEvent, hint: number, level: number): OutageWindow {
  const length = deviations.values.length;
  const onset = Math.max(0, event.from - PAD);
  const ended = event.to < length;
  const recovery = Math.min(length, event.to + PAD);
  const others = OTHER_THRESHOLDS.map((threshold) => valueEvent(deviations, hint, threshold)).filter(
    (other) => other.sign === event.sign && other.from < event.to && other.to > event.from,
  );
  const starts = others.map(({ from }) => from);
  const ends = others.map(({ to }) => to);
  const recoveryStart = Math.min(recovery, fallStart(deviations, event));
  let excess = 0;
  for (let t = onset; t < recovery; t++) excess += deviations.values[t] as number;
  return {
    onset,
    recoveryStart: ended ? recoveryStart : length,
    recovery,
    onsetInterval: [Math.max(0, Math.min(onset, ...starts) - PAD), Math.max(onset, ...starts) + PAD],
    recoveryInterval: ended
      ? [Math.min(recovery, ...ends) - PAD, Math.min(length, Math.max(recovery, ...ends) + PAD)]
      : [length, length],
    level,
    ended,
    excess,
    evidence: event.evidence,
    method: METHOD,
    shape: {
      onsetRamp: plateauStart(deviations, event) - event.from,
      recoveryRamp: ended ? Math.max(0, event.to - recoveryStart) : 0,
    },
  };
}

/** Peaks from the highest down, each with its event; what an event covers is not looked at again. */
function allEvents(deviations: Deviations): { event: ValueEvent; peakAt: number }[] {
  const { values, scale } = deviations;
  const order = Array.from(values.keys())
    .filter((t) => Math.abs(values[t] as number) > LEAST_PEAK * scale)
    .sort((a, b) => Math.abs(values[b] as number) - Math.abs(values[a] as number));
  const taken = new Uint8Array(values.length);
  const found: { event: ValueEvent; peakAt: number }[] = [];
  for (const peakAt of order) {
    if (taken[peakAt] || found.length >= MOST_EVENTS) continue;
    const event = valueEvent(deviations, peakAt);
    taken.fill(1, Math.max(0, event.from - PAD), Math.min(values.length, event.to + PAD));
    if (event.to - event.from >= LEAST_EVENT && event.evidence >= LEAST_EVIDENCE) found.push({ event, peakAt });
  }
  return found
    .filter(
      ({ event }, i) => !found.slice(0, i).some((other) => other.event.from < event.to && other.event.to > event.from),
    )
    .sort((a, b) => a.event.from - b.event.from);
}

/** Throws unless every sample is a finite number or `null`. */
function checkValues(values: readonly (number | null)[]): void {
  const wrong = values.findIndex((value) => value !== null && !Number.isFinite(value as number));
  if (wrong >= 0)
    throw new PostmortemError(
      "data",
      `outageWindow requires finite values or null, got ${values[wrong]} at ${wrong}; use null where a sample is missing.`,
    );
}

/**
 * Rises and falls of a measured series; with a hint the one event there, whatever its weight.
 *
 * @param hint - index of a sample said to lie inside
 */
export function valueWindows(
  values: readonly (number | null)[],
  hint: number | undefined,
  period: number | undefined,
  level: number,
): readonly OutageWindow[] {
  checkValues(values);
  if (values.length < LEAST_SAMPLES) return [];
  const deviations = valueDeviations(values, period);
  if (!deviations) return [];
  if (hint !== undefined) return [windowOf(deviations, valueEvent(deviations, hint), hint, level)];
  return allEvents(deviations).map(({ event, peakAt }) => windowOf(deviations, event, peakAt, level));
}
