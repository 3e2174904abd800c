import { runningMedian } from "../../stats/robust.js";
import { chanceOfEvent } from "./ordinary-runs.js";
import type { Deviations } from "./value-deviations.js";
import { describedEvent, outstandingSamples, valueEvent } from "./value-event.js";
import type { ValueEvent } from "./value-event.js";

/** What an event's fringe may reach beyond it. */
const PAD = 1;
/** Without a hint: the peak's height and the whole event's, in ordinary scatter, and the samples that must share it. */
const LEAST_PEAK = 4;
const LEAST_EVIDENCE = 6;
const LEAST_EVENT = 3;
/** Peaks that are looked at, highest first; a series with more has no ordinary level. */
const MOST_PEAKS = 400;
/** Two events with fewer ordinary samples between them than this share of both are one with a lull: one low sample does not end an outage. */
const LULL_SHARE = 0.1;
const LEAST_LULL = 2;
/** A window is believed where chance would give fewer than this many in such a series. */
const MOST_EXPECTED = 1e-3;
/** The logarithms show the same samples once more: it is enough that chance would give as few as this by them. */
const MOST_EXPECTED_LOGS = 0.03;
/** Events that cover more of the series than this are part of its ordinary wandering. */
const MOST_COVERED = 0.05;

/** An abrupt end takes at most this share of the event from a quarter to three quarters of its height; the swell of a day takes a fifth. */
const ABRUPT_SHARE = 0.16;
/** An event shorter than this share of a day is no part of the day's course, however it begins. */
const DAY_SHARE = 1 / 8;

/** An event with the sample it was grown from. */
export interface FoundEvent {
  readonly event: ValueEvent;
  readonly peakAt: number;
}

/** Peaks from the highest down, each with its event; what an event covers is not looked at again. */
function candidateEvents(deviations: Deviations): FoundEvent[] {
  const { values } = deviations;
  const taken = new Uint8Array(values.length);
  let found: FoundEvent[] = [];
  let looked = 0;
  for (const peakAt of outstandingSamples(deviations, LEAST_PEAK)) {
    if (taken[peakAt]) continue;
    if ((looked += 1) > MOST_PEAKS) break;
    const event = valueEvent(deviations, peakAt);
    taken.fill(1, Math.max(0, event.from - PAD), Math.min(values.length, event.to + PAD));
    if (event.evidence < LEAST_EVIDENCE) continue;
    const met = found.filter((other) => other.event.from < event.to && other.event.to > event.from);
    // From another peak the same event may be seen whole.
    if (met.some((other) => other.event.evidence >= event.evidence)) continue;
    found = [...found.filter((other) => !met.includes(other)), { event, peakAt }];
  }
  return joined(
    deviations,
    found.sort((a, b) => a.event.from - b.event.from),
  ).filter(({ event }) => event.to - event.from >= LEAST_EVENT);
}

/** Events of one direction with a lull between them made one. */
function joined(deviations: Deviations, events: readonly FoundEvent[]): FoundEvent[] {
  const out: FoundEvent[] = [];
  for (const one of events) {
    const last = out.at(-1);
    const gap = last ? one.event.from - last.event.to : Infinity;
    const both = last ? last.event.to - last.event.from + one.event.to - one.event.from : 0;
    if (last && last.event.sign === one.event.sign && gap <= Math.max(LEAST_LULL, LULL_SHARE * both)) {
      const peakAt = one.event.peak > last.event.peak ? one.peakAt : last.peakAt;
      const peak = Math.max(one.event.peak, last.event.peak);
      out[out.length - 1] = {
        event: describedEvent(deviations, last.event.from, one.event.to, one.event.sign, peak),
        peakAt,
      };
    } else out.push(one);
  }
  return out;
}

/** True if an event begins or ends at once; slow swells on both sides are the day's own course. */
function isAbrupt({ values }: Deviations, { from, to, sign }: ValueEvent, period: number | undefined): boolean {
  const length = to - from;
  if (period !== undefined && length < DAY_SHARE * period) return true;
  const reach = Math.floor(length / 40);
  const heights = runningMedian(
    values.subarray(from, to).map((value) => value * sign),
    reach,
  );
  const usual = heights.slice().sort()[Math.floor(0.75 * length)] as number;
  const rise = (list: Float64Array): number =>
    list.findIndex((value) => value >= 0.75 * usual) - list.findIndex((value) => value >= 0.25 * usual);
  const least = Math.max(2, ABRUPT_SHARE * length);
  const starts = from > 0 && rise(heights) <= least;
  return starts || (to < values.length && rise(heights.slice().reverse()) <= least);
}

/** Events that chance would hardly give, the most certain first taken out of what counts as ordinary. */
export function supportedEvents(
  deviations: Deviations,
  logarithms: () => Deviations | undefined,
  period: number | undefined,
): FoundEvent[] {
  const { values } = deviations;
  const least = Math.log(MOST_EXPECTED);
  let logs: Deviations | undefined | null = null;
  const candidates = candidateEvents(deviations).filter(({ event }) => isAbrupt(deviations, event, period));
  const covered = candidates.reduce((sum, { event }) => sum + event.to - event.from, 0);
  const ordinary = new Uint8Array(values.length).fill(1);
  if (covered <= MOST_COVERED * values.length)
    for (const { event } of candidates) ordinary.fill(0, event.from, event.to);
  const found: FoundEvent[] = [];
  const byEvidence = [...candidates].sort((a, b) => b.event.evidence - a.event.evidence);
  for (const one of byEvidence) {
    const chance = chanceOfEvent(values, ordinary, one.event);
    if (chance > least) continue;
    logs = logs === null ? logarithms() : logs;
    if (logs && chanceOfEvent(logs.values, ordinary, one.event) > Math.log(MOST_EXPECTED_LOGS)) continue;
    ordinary.fill(0, one.event.from, one.event.to);
    found.push({ ...one, event: { ...one.event, evidence: -chance } });
  }
  return found.sort((a, b) => a.event.from - b.event.from);
}
