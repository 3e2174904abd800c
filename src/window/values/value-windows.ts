import { PostmortemError } from "../../errors/errors.js";
import type { OutageWindow } from "../outage.js";
import { filled, valueDeviations, withOrdinaryNoise } from "./value-deviations.js";
import type { Deviations } from "./value-deviations.js";
import { describedEvent, valueEvent } from "./value-event.js";
import type { Threshold, ValueEvent } from "./value-event.js";
import { median } from "../../stats/robust.js";
import { edgePosterior } from "./edge-posterior.js";
import type { EdgePosterior } from "./edge-posterior.js";
import { isWhole, levelShift } from "./hinted-shift.js";
import type { LevelShift } from "./hinted-shift.js";
import { beginsWithJump } from "./value-jumps.js";
import { supportedEvents } from "./supported-events.js";

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
const FOUND_METHOD =
  "deviations from a local and seasonal baseline that chance would hardly give; ends from a posterior with ramps, heavy-tailed and autocorrelated noise";

/** Both ends of an event, the later one read backwards in time. */
function edges(
  deviations: Deviations,
  { from, to, sign }: ValueEvent,
  [first, last]: readonly [number, number],
  level: number,
): { start: EdgePosterior; end: EdgePosterior | null } {
  const start = edgePosterior(deviations, [from, to], sign, first, level, "forwards");
  const length = deviations.values.length;
  if (to >= length) return { start, end: null };
  const backwards = { ...deviations, values: deviations.values.slice().reverse() };
  const reversed = [length - to, length - from] as const;
  return { start, end: edgePosterior(backwards, reversed, sign, length - last, level, "backwards") };
}

/** A window without a hint: its ends are the posterior's. */
function foundWindow(
  deviations: Deviations,
  event: ValueEvent,
  limits: readonly [number, number],
  level: number,
): OutageWindow {
  const length = deviations.values.length;
  const { start, end } = edges(deviations, event, limits, level);
  const onset = Math.min(start.onset, event.to - 1);
  const recovery = end ? Math.max(onset + 1, length - end.onset) : length;
  const recoveryStart = end ? Math.max(onset, Math.min(recovery, recovery - end.ramp)) : length;
  let excess = 0;
  for (let t = onset; t < recovery; t++) excess += deviations.values[t] as number;
  return {
    onset,
    recoveryStart,
    recovery,
    onsetInterval: [Math.min(onset, start.interval[0]), Math.max(onset, start.interval[1])],
    recoveryInterval: end
      ? [Math.min(recovery, length - end.interval[1]), Math.max(recovery, length - end.interval[0])]
      : [length, length],
    level,
    ended: end !== null,
    excess,
    evidence: event.evidence,
    method: FOUND_METHOD,
    shape: { onsetRamp: start.ramp, recoveryRamp: end?.ramp ?? 0 },
  };
}

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

/** The event at a hint: grown from its peak, or the whole shift of level that the peak is a part of. */
function hintedWindow(
  values: readonly (number | null)[],
  deviations: Deviations,
  hint: number,
  level: number,
): OutageWindow {
  const event = valueEvent(deviations, hint);
  const whole = filled(values);
  const shift = levelShift(whole, hint);
  if (!shift || !isWhole(shift, event)) return windowOf(deviations, event, hint, level);
  const around = aroundLevel(whole, shift, deviations);
  const peak = around.values
    .subarray(shift.from, shift.to)
    .reduce((most, value) => Math.max(most, value * shift.sign), 0);
  const found = describedEvent(around, shift.from, shift.to, shift.sign, peak);
  return foundWindow(around, found, [0, values.length], level);
}

/** Deviations from the level outside a shift: a local median over a long one would be its own level. */
function aroundLevel(whole: Float64Array, { from, to }: LevelShift, deviations: Deviations): Deviations {
  const outside = whole.filter((_value, t) => t < from || t >= to);
  const level = median(outside);
  const rest = whole.map((value) => value - level);
  const ordinary = new Uint8Array(whole.length).fill(1).fill(0, from, to);
  return withOrdinaryNoise({ ...deviations, values: rest }, ordinary);
}

/** The deviations of the logarithms, where every sample is above 0: what scatters by factors, as latencies do, must stand out as a factor too. */
function logDeviations(values: readonly (number | null)[], period: number | undefined): Deviations | undefined {
  if (!values.every((value) => value === null || value > 0)) return undefined;
  return valueDeviations(
    values.map((value) => (value === null ? null : Math.log(value))),
    period,
  );
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

/** An event that the data end in has only its beginning to show that it is more than drift: chance of a jump as large. */
const OPEN_JUMP = 1e-3;

/**
 * Rises and falls of a measured series; with a hint the one event there, whatever its weight.
 *
 * @param hint - index of a sample said to lie inside
 * @param jumpChance - set where the series is looked at while it grows: every window must then begin with a jump that has so small a chance
 */
export function valueWindows(
  values: readonly (number | null)[],
  hint: number | undefined,
  period: number | undefined,
  level: number,
  jumpChance?: number,
): readonly OutageWindow[] {
  checkValues(values);
  if (values.length < LEAST_SAMPLES) return [];
  const deviations = valueDeviations(values, period);
  if (!deviations) return [];
  if (hint !== undefined) return [hintedWindow(values, deviations, hint, level)];
  const found = supportedEvents(deviations, () => logDeviations(values, period), period);
  const ordinary = new Uint8Array(values.length).fill(1);
  for (const { event } of found) ordinary.fill(0, Math.max(0, event.from - PAD), event.to + PAD);
  const quiet = withOrdinaryNoise(deviations, ordinary);
  const windows = found.map(({ event }, i) => {
    const before = found[i - 1]?.event.to ?? 0;
    const after = found[i + 1]?.event.from ?? values.length;
    const limits = [
      i === 0 ? 0 : Math.floor((before + event.from) / 2),
      i + 1 === found.length ? values.length : Math.floor((event.to + after) / 2),
    ] as const;
    return foundWindow(quiet, event, limits, level);
  });
  const chance = jumpChance ?? OPEN_JUMP;
  return windows.filter(
    (one) => (jumpChance === undefined && one.ended) || beginsWithJump(deviations.values, one, chance),
  );
}
