import type { Deviations } from "./value-deviations.js";

/** A stretch `[from, to)` of samples that deviate in one direction. */
export interface ValueEvent {
  readonly from: number;
  readonly to: number;
  /** 1 a rise, −1 a fall. */
  readonly sign: 1 | -1;
  /** Largest deviation in it, ≥ 0. */
  readonly peak: number;
  /** Summed deviation ÷ what ordinary samples of that number would give. */
  readonly evidence: number;
}

/** How low a sample may deviate and still belong: multiples of the ordinary scatter, or a share of the peak, whichever is more. */
export interface Threshold {
  readonly deviations: number;
  /** Before the peak: what is small beside it has not begun yet. */
  readonly peakShare: number;
  /** After the peak, where a return fades: it ends when the series is back, not when most of it is over. */
  readonly tailShare: number;
}

const USUAL_THRESHOLD: Threshold = { deviations: 1.5, peakShare: 0.1, tailShare: 0.03 };
/** A smoothed series has its noise averaged out but its edges blurred: they are where half the height is. */
const SMOOTHED_SHARE = 0.4;
const REACHES = [3, 10, 30] as const;
/** A smoothed view must show so much more evidence before it overrules single samples. */
const SMOOTHED_GAIN = 1.7;
/** The sample pointed at may be an ordinary one beside the peak. */
const SNAP = 3;

/** Largest deviation near a sample, nearer ones first among equals. */
function snapped(values: Float64Array, hint: number, reach: number): number {
  let [best, height] = [hint, -1];
  for (let t = Math.max(0, hint - reach); t <= Math.min(values.length - 1, hint + reach); t++) {
    const weighed = Math.abs(values[t] as number) * 0.95 ** Math.abs(t - hint);
    if (weighed > height) [best, height] = [t, weighed];
  }
  return best;
}

/** Last sample in one direction that still belongs. */
function edge(values: Float64Array, start: number, step: 1 | -1, sign: number, least: number): number {
  let t = start;
  while (t + step >= 0 && t + step < values.length && (values[t + step] as number) * sign > least) t += step;
  return t;
}

function grown(
  values: Float64Array,
  scale: number,
  peakAt: number,
  threshold: Threshold,
): [from: number, to: number, peak: number] {
  const sign = (values[peakAt] as number) < 0 ? -1 : 1;
  let [from, to, peak] = [peakAt, peakAt + 1, Math.abs(values[peakAt] as number)];
  for (let round = 0; round < 4; round++) {
    const least = (share: number): number => Math.min(0.9 * peak, Math.max(threshold.deviations * scale, share * peak));
    from = edge(values, peakAt, -1, sign, least(threshold.peakShare));
    to = edge(values, peakAt, 1, sign, least(threshold.tailShare)) + 1;
    let highest = 0;
    for (let t = from; t < to; t++) highest = Math.max(highest, (values[t] as number) * sign);
    if (highest <= peak) break;
    peak = highest;
  }
  return [from, to, peak];
}

/** Mean of the middle half of the samples within `reach`: noise averaged, spikes ignored. */
function smoothed(values: Float64Array, reach: number): Float64Array {
  return values.map((_, i) => {
    const window = values.slice(Math.max(0, i - reach), i + reach + 1).sort();
    const quarter = window.length >> 2;
    const middle = window.subarray(quarter, window.length - quarter);
    return middle.reduce((a, b) => a + b, 0) / middle.length;
  });
}

function scatterOf(values: Float64Array): number {
  const sorted = values.map(Math.abs).sort();
  return 1.4826 * (sorted[sorted.length >> 1] as number);
}

/** An event of given ends with its evidence. */
export function describedEvent(
  deviations: Deviations,
  from: number,
  to: number,
  sign: 1 | -1,
  peak: number,
): ValueEvent {
  let sum = 0;
  for (let t = from; t < to; t++) sum += (deviations.values[t] as number) * sign;
  const { scale, autocorrelation: rho } = deviations;
  return { from, to, sign, peak, evidence: sum / (scale * Math.sqrt(((to - from) * (1 + rho)) / (1 - rho))) };
}

/** A smoothed copy of the series, with its own scatter. */
interface SmoothedView {
  readonly reach: number;
  readonly values: Float64Array;
  readonly scatter: number;
}

/** The smoothed copies of a series: made once, however many events are looked at. */
const VIEWS = new WeakMap<Deviations, readonly SmoothedView[]>();

function smoothedViews(deviations: Deviations): readonly SmoothedView[] {
  const held = VIEWS.get(deviations);
  if (held) return held;
  const made = REACHES.map((reach) => {
    const values = smoothed(deviations.values, reach);
    return { reach, values, scatter: scatterOf(values) };
  });
  VIEWS.set(deviations, made);
  return made;
}

/** In a smoothed copy an event adds to the scatter that it is held against, and chance is judged afterwards. */
const SMOOTHED_LEAST = 0.6;

/** Samples that stand out of the series by so many deviations, or of a smoothed copy, farthest first: a long low event has no single high sample. */
export function outstandingSamples(deviations: Deviations, least: number): number[] {
  const found: { readonly at: number; readonly height: number }[] = [];
  const views = [{ values: deviations.values, scatter: deviations.scale }, ...smoothedViews(deviations)];
  views.forEach(({ values, scatter }, view) => {
    const own = view === 0 ? least : SMOOTHED_LEAST * least;
    values.forEach((value, at) => {
      const height = scatter > 0 ? Math.abs(value) / scatter : 0;
      if (height > own) found.push({ at, height });
    });
  });
  return found.sort((a, b) => b.height - a.height).map(({ at }) => at);
}

/**
 * The event at or beside a sample, grown from its peak: a sample belongs while it stands above the threshold on the peak's side. Where single
 * samples drown in noise, the same on a smoothed series.
 *
 * @param hint - index of a sample inside or next to the event
 */
export function valueEvent(deviations: Deviations, hint: number, threshold: Threshold = USUAL_THRESHOLD): ValueEvent {
  const { values, scale } = deviations;
  const peakAt = snapped(values, hint, SNAP);
  const [from, to, peak] = grown(values, scale, peakAt, threshold);
  let best = describedEvent(deviations, from, to, (values[peakAt] as number) < 0 ? -1 : 1, peak);
  for (const { reach, values: smooth, scatter } of smoothedViews(deviations)) {
    const summit = snapped(smooth, hint, Math.max(SNAP, reach));
    const wide = grown(smooth, scatter, summit, {
      deviations: threshold.deviations,
      peakShare: Math.max(SMOOTHED_SHARE, threshold.peakShare),
      tailShare: Math.max(SMOOTHED_SHARE, threshold.tailShare),
    });
    const event = describedEvent(deviations, wide[0], wide[1], (smooth[summit] as number) < 0 ? -1 : 1, wide[2]);
    if (event.evidence > SMOOTHED_GAIN * best.evidence && hint >= event.from - 1 && hint <= event.to) best = event;
  }
  return best;
}
