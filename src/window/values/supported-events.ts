import { median, robustDeviation, runningMedian } from "../../stats/robust.js";
import { chanceOfEvent } from "./ordinary-runs.js";
import { withOrdinaryNoise } from "./value-deviations.js";
import type { Deviations } from "./value-deviations.js";
import { describedEvent, outstandingSamples, valueEvent } from "./value-event.js";
import type { ValueEvent } from "./value-event.js";

/** What an event's fringe may reach beyond it. */
const PAD = 1;
/** Without a hint: the peak's height and the whole event's, in ordinary scatter, and the samples that must share it. */
const LEAST_PEAK = 4;
const LEAST_EVIDENCE = 5;
const LEAST_EVENT = 2;
/** Peaks that are looked at, highest first; a series with more has no ordinary level. */
const MOST_PEAKS = 400;
/** Two events with fewer ordinary samples between them than this share of both are one with a lull: one low sample does not end an outage. */
const LULL_SHARE = 0.15;
const LEAST_LULL = 2;
/** … but not where one of them is lower than this share of the other: an ordinary small dip beside an outage is none of it. */
const ALIKE_SHARE = 0.2;
/** A window is believed where chance would give fewer than this many in such a series; its tail is extrapolated with caution, so that fewer come. */
const MOST_EXPECTED = 2e-3;
/** The logarithms show the same samples once more: it is enough that chance would give as few as this by them. */
const MOST_EXPECTED_LOGS = 0.03;
/** Events that cover more of the series than this are part of its ordinary wandering. */
const MOST_COVERED = 0.05;
/** What is set aside before chance is judged: so clear, of so many samples, and no more of them than this. */
const CLEAR_EVIDENCE = 6;
const CLEAR_EVENT = 3;
const MOST_CLEAR = 8;

/** An abrupt end takes at most this share of the event from a quarter to three quarters of its height; the swell of a day takes a fifth. */
const ABRUPT_SHARE = 0.16;
/** An event shorter than this share of a day is no part of the day's course, however it begins. */
const DAY_SHARE = 1 / 8;

/** An event with the sample it was grown from. */
export interface FoundEvent {
  readonly event: ValueEvent;
  readonly peakAt: number;
  /** Shorter events that it holds: what they show is looked at if it shows nothing itself. */
  readonly parts?: readonly FoundEvent[];
  /** The two events that a lull lies between. */
  readonly joinedFrom?: readonly FoundEvent[];
}

/** An event of this share of a series adds so much to its scatter that it is held against the samples outside it as well. */
const LARGE_SHARE = 0.05;
/** Series of more samples than this show their scatter beside an event well enough. */
const SHORT = 100;
/** Outside an event in which nothing moves, the scatter is at most this share of its height. */
const STILL_SHARE = 0.05;

/** An event's evidence by the noise of the samples outside it; 0 where they are too few or the event is short. */
function evidenceOutside(deviations: Deviations, { from, to, sign, peak }: ValueEvent): number {
  const { values } = deviations;
  if (values.length > SHORT || to - from < LARGE_SHARE * values.length || 2 * (to - from) > values.length) return 0;
  const ordinary = new Uint8Array(values.length).fill(1).fill(0, Math.max(0, from - PAD), to + PAD);
  const { scale, autocorrelation } = withOrdinaryNoise(deviations, ordinary);
  const outside = values.filter((_value, t) => ordinary[t]);
  const own = robustDeviation(outside) > 0 ? scale : Math.min(scale, STILL_SHARE * peak);
  return describedEvent({ values, scale: own, autocorrelation }, from, to, sign, peak).evidence;
}

/** Peaks from the highest down, each with its event; what an event covers is not looked at again. */
function candidateEvents(deviations: Deviations): readonly FoundEvent[] {
  const { values } = deviations;
  const taken = new Uint8Array(values.length);
  let found: FoundEvent[] = [];
  let looked = 0;
  for (const peakAt of outstandingSamples(deviations, LEAST_PEAK)) {
    if (taken[peakAt]) continue;
    if ((looked += 1) > MOST_PEAKS) break;
    const event = valueEvent(deviations, peakAt);
    taken.fill(1, Math.max(0, event.from - PAD), Math.min(values.length, event.to + PAD));
    if (event.evidence < LEAST_EVIDENCE && evidenceOutside(deviations, event) < LEAST_EVIDENCE) continue;
    const met = found.filter((other) => other.event.from < event.to && other.event.to > event.from);
    // From another peak the same event may be seen whole.
    if (met.some((other) => other.event.evidence >= event.evidence)) continue;
    found = [
      ...found.filter((other) => !met.includes(other)),
      { event, peakAt, ...(met.length > 0 && { parts: met }) },
    ];
  }
  return finished(deviations, found);
}

/** Events in order, those with a lull between them made one, single samples left out. */
function finished(deviations: Deviations, found: readonly FoundEvent[]): readonly FoundEvent[] {
  const inOrder = [...found].sort((a, b) => a.event.from - b.event.from);
  return joined(deviations, inOrder).filter(({ event }) => event.to - event.from >= LEAST_EVENT);
}

const areAlike = (one: ValueEvent, other: ValueEvent): boolean =>
  Math.min(one.peak, other.peak) >= ALIKE_SHARE * Math.max(one.peak, other.peak);

/** Events of one direction with a lull between them made one. */
function joined(deviations: Deviations, events: readonly FoundEvent[]): FoundEvent[] {
  const out: FoundEvent[] = [];
  for (const one of events) {
    const last = out.at(-1);
    const gap = last ? one.event.from - last.event.to : Infinity;
    const both = last ? last.event.to - last.event.from + one.event.to - one.event.from : 0;
    const isLull = gap <= Math.max(LEAST_LULL, LULL_SHARE * both);
    if (last && last.event.sign === one.event.sign && isLull && areAlike(last.event, one.event)) {
      const peakAt = one.event.peak > last.event.peak ? one.peakAt : last.peakAt;
      const peak = Math.max(one.event.peak, last.event.peak);
      out[out.length - 1] = {
        event: describedEvent(deviations, last.event.from, Math.max(last.event.to, one.event.to), one.event.sign, peak),
        peakAt,
        joinedFrom: [last, one],
      };
    } else out.push(one);
  }
  return out;
}

/** On other days at the same time, a swell that is part of the day's course stands at this share of its height or more. */
const OTHER_DAYS_SHARE = 1 / 4;
/** An event is compared with other days where it is shorter than this share of one. */
const COMPARED_SHARE = 1 / 2;

/** True if there is another day, and at the same time of no other day anything like the event: the day's course would come back. */
function isOnceOnly(values: Float64Array, { from, to, sign }: ValueEvent, period: number): boolean {
  if (to - from > COMPARED_SHARE * period) return false;
  const usual = median(values.subarray(from, to).map((value) => value * sign));
  let days = 0;
  for (let shift = -Math.floor(from / period) * period; to + shift <= values.length; shift += period) {
    if (shift === 0) continue;
    days += 1;
    const other = median(values.subarray(from + shift, to + shift).map((value) => value * sign));
    if (other > OTHER_DAYS_SHARE * usual) return false;
  }
  return days > 0;
}

/** True if an event begins or ends at once, or came on one day of several; slow swells on both sides are the day's own course. */
function isAbrupt({ values }: Deviations, event: ValueEvent, period: number | undefined): boolean {
  const { from, to, sign } = event;
  const length = to - from;
  if (period !== undefined && (length < DAY_SHARE * period || isOnceOnly(values, event, period))) return true;
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

/** How many events are held against chance, the parts of those that show nothing among them. */
const MOST_HELD = 60;

/** Candidates that count as no ordinary time from the start, so that several alike do not hide each other: few, long and clear ones. */
function setAside(candidates: readonly FoundEvent[], length: number): readonly FoundEvent[] {
  const clear = candidates.filter(
    ({ event }) => event.evidence >= CLEAR_EVIDENCE && event.to - event.from >= CLEAR_EVENT,
  );
  const covered = clear.reduce((sum, { event }) => sum + event.to - event.from, 0);
  return covered <= MOST_COVERED * length && clear.length <= MOST_CLEAR ? clear : [];
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
  const isCandidate = ({ event }: FoundEvent): boolean => isAbrupt(deviations, event, period);
  const candidates = candidateEvents(deviations).filter(isCandidate);
  const ordinary = new Uint8Array(values.length).fill(1);
  for (const { event } of setAside(candidates, values.length)) ordinary.fill(0, event.from, event.to);
  const found: FoundEvent[] = [];
  const left = [...candidates].sort((a, b) => b.event.evidence - a.event.evidence);
  let held = 0;
  for (let one = left.shift(); one && held < MOST_HELD; one = left.shift()) {
    held += 1;
    const chance = chanceOfEvent(values, ordinary, one.event);
    if (chance <= least) logs = logs === null ? logarithms() : logs;
    if (chance > least || (logs && chanceOfEvent(logs.values, ordinary, one.event) > Math.log(MOST_EXPECTED_LOGS))) {
      left.unshift(...(one.joinedFrom ?? finished(deviations, one.parts ?? [])).filter(isCandidate));
      continue;
    }
    ordinary.fill(0, one.event.from, one.event.to);
    found.push({ ...one, event: { ...one.event, evidence: -chance } });
  }
  return found.sort((a, b) => a.event.from - b.event.from);
}
