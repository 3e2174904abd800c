import type { OutcomeSeries } from "../incident/series.js";
import type { Estimate } from "../stats/estimate.js";
import type { WindowEndTimes } from "../window/window-finding.js";

/** What the uncertainty of a window's ends, and the scatter of its bins, make of the rate in it. */
export interface RateOverEnds {
  /** The rate averaged over where the ends may lie; what fails in a bin that an end cuts belongs to the outage's side of it. */
  readonly value: number;
  /** Central interval of the rate over where the ends may lie, nothing else being uncertain. */
  readonly low: number;
  readonly high: number;
  /** Variance between the window's bins over what independent attempts give, 1 and more. */
  readonly scatter: number;
}

/** Only so many instants of either end are paired: neighbours are put together. */
const MOST_INSTANTS = 40;
/** Scatter read from fewer bins than this says nothing. */
const LEAST_BINS = 8;
/** Attempts that a bin must have for its rate to be set against its neighbours'. */
const LEAST_ATTEMPTS = 5;

type Instants = WindowEndTimes["onset"];

/** Neighbouring instants put together, each at its own mean. */
function thinned(instants: Instants): Instants {
  const each = Math.ceil(instants.length / MOST_INSTANTS);
  const found: [number, number][] = [];
  for (let i = 0; i < instants.length; i += each) {
    const part = instants.slice(i, i + each);
    const mass = part.reduce((sum, [, probability]) => sum + probability, 0);
    if (mass > 0) found.push([part.reduce((sum, [at, probability]) => sum + at * probability, 0) / mass, mass]);
  }
  return found;
}

/** Instants that stand for an interval without more in its middle than at its ends. */
const EVEN_INSTANTS = 12;
/** Weight of the even spread over a reported interval beside the instants: where in it an end lies rests on the shape of the ramps, which may be another. */
const EVEN_WEIGHT = 0.5;

/** The instants of an end, a part of their weight spread evenly over its reported interval. */
function spread(instants: Instants, interval: readonly [from: number, to: number] | null | undefined): Instants {
  if (!interval || !(interval[1] > interval[0])) return thinned(instants);
  const total = instants.reduce((sum, [, probability]) => sum + probability, 0);
  const [from, to] = interval;
  const even = Array.from(
    { length: EVEN_INSTANTS },
    (_, i) => [from + ((i + 0.5) * (to - from)) / EVEN_INSTANTS, (EVEN_WEIGHT * total) / EVEN_INSTANTS] as const,
  );
  return [...thinned(instants).map(([at, mass]) => [at, (1 - EVEN_WEIGHT) * mass] as const), ...even];
}

/** Failures and attempts from the series' beginning to a point in it; of a cut bin, the ordinary share of failures falls on the ordinary side. */
type Until = (at: number, isOnset: boolean) => readonly [failures: number, attempts: number];

function countsUntil({ failures, attempts, covered }: OutcomeSeries, ordinary: number): Until {
  const [f, n] = [new Float64Array(attempts.length + 1), new Float64Array(attempts.length + 1)];
  attempts.forEach((count, bin) => {
    f[bin + 1] = (f[bin] as number) + (covered[bin] ? (failures[bin] as number) : 0);
    n[bin + 1] = (n[bin] as number) + (covered[bin] ? count : 0);
  });
  return (at, isOnset) => {
    const place = Math.min(attempts.length, Math.max(0, at));
    const bin = Math.min(attempts.length - 1, Math.floor(place));
    const share = place - bin;
    const [tried, failed] = [(n[bin + 1] as number) - (n[bin] as number), (f[bin + 1] as number) - (f[bin] as number)];
    const outside = isOnset ? share : 1 - share;
    const ordinaryFailures = Math.min(failed, ordinary * tried * outside);
    const inside = Math.min(failed - ordinaryFailures, tried * (1 - outside));
    const before = isOnset ? failed - inside : inside;
    return [(f[bin] as number) + before, (n[bin] as number) + tried * share];
  };
}

/** Quantile of weighted values. */
function quantile(sorted: readonly (readonly [number, number])[], share: number): number {
  const total = sorted.reduce((sum, [, weight]) => sum + weight, 0);
  let sum = 0;
  for (const [value, weight] of sorted) if ((sum += weight) >= share * total) return value;
  return sorted.at(-1)?.[0] ?? Number.NaN;
}

/** Residuals of bins from the mean of their neighbours, in standard deviations of independent attempts. */
function residuals({ failures, attempts, covered }: OutcomeSeries, from: number, to: number): number[] {
  const isUsable = (bin: number): boolean =>
    bin >= from && bin < to && covered[bin] === true && (attempts[bin] as number) >= LEAST_ATTEMPTS;
  const found: number[] = [];
  for (let bin = from + 1; bin + 1 < to; bin++) {
    if (![bin - 1, bin, bin + 1].every(isUsable)) continue;
    const [left, own, right] = [bin - 1, bin, bin + 1].map((i) => ({
      f: failures[i] as number,
      n: attempts[i] as number,
    })) as [{ f: number; n: number }, { f: number; n: number }, { f: number; n: number }];
    const p = (left.f + own.f + right.f + 0.5) / (left.n + own.n + right.n + 1);
    const variance = p * (1 - p) * (1 / own.n + (1 / left.n + 1 / right.n) / 4);
    found.push((own.f / own.n - (left.f / left.n + right.f / right.n) / 2) / Math.sqrt(variance));
  }
  return found;
}

/**
 * Variance between bins over that of independent attempts, from each bin against its neighbours, so that ramps do not count.
 */
function scatterOf(series: OutcomeSeries, from: number, to: number): number {
  const found = residuals(series, from, to);
  if (found.length < LEAST_BINS) return 1;
  const squares = found.reduce((sum, value) => sum + value * value, 0) / found.length;
  // One bin of many that stands out is a partial recovery's step, not scatter: the middle half tells the same of a normal sample.
  const sorted = found.map(Math.abs).sort((a, b) => a - b);
  const middle = ((sorted[sorted.length >> 1] as number) / 0.6745) ** 2;
  return Math.max(1, Math.min(squares, 2 * middle));
}

/**
 * The rate of a source in a window whose ends are uncertain: averaged over where they may lie. Bins that an end cuts do not dilute it.
 *
 * @param series - failures and attempts of the source
 * @param ends - where the window's ends may lie
 * @param span - the window as reported, whose bins tell the scatter
 * @param ordinary - failure share without an outage
 * @returns `null` where nothing was tried between the ends
 */
export function rateOverEnds(
  series: OutcomeSeries,
  ends: WindowEndTimes,
  span: { readonly from: string; readonly to: string },
  ordinary: number,
  level: number,
): RateOverEnds | null {
  const binOf = (ms: number): number => (ms - series.startMs) / (series.stepSeconds * 1000);
  const until = countsUntil(series, ordinary);
  const over = (onsets: Instants, recoveries: Instants): [rate: number, weight: number][] => {
    const last = recoveries.map(([ms, probability]) => [until(binOf(ms), false), probability] as const);
    return onsets.flatMap(([ms, weight]) => {
      const [f0, n0] = until(binOf(ms), true);
      return last.flatMap(([[f1, n1], probability]): [number, number][] =>
        n1 > n0 ? [[Math.min(1, Math.max(0, (f1 - f0) / (n1 - n0))), weight * probability]] : [],
      );
    });
  };
  const likeliest = over(thinned(ends.onset), thinned(ends.recovery));
  if (likeliest.length === 0) return null;
  const total = likeliest.reduce((sum, [, weight]) => sum + weight, 0);
  const value = likeliest.reduce((sum, [rate, weight]) => sum + rate * weight, 0) / total;
  const rates = over(spread(ends.onset, ends.within?.onset), spread(ends.recovery, ends.within?.recovery));
  rates.sort((a, b) => a[0] - b[0]);
  const tail = (1 - level) / 2;
  const scatter = scatterOf(series, Math.round(binOf(Date.parse(span.from))), Math.round(binOf(Date.parse(span.to))));
  return { value, low: quantile(rates, tail), high: quantile(rates, 1 - tail), scatter };
}

/** How far the mean over the ends must lie from the plain share, in half-widths of its interval, to be reported in its place. */
const MATTERS = 0.2;

const logit = (p: number): number => Math.log(p / (1 - p));
const expit = (x: number): number => 1 / (1 + Math.exp(-x));

/** A limit moved away from the share by a factor, on the scale of log-odds. */
function moved(share: number, limit: number, factor: number): number {
  if (limit <= 0 || limit >= 1) return limit;
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, share));
  return expit(logit(inside) + factor * (logit(limit) - logit(inside)));
}

/**
 * An estimate of the share in a window that also carries where its ends may lie and how its bins scatter.
 *
 * @param plain - share between the ends as reported, with its interval from counting
 * @param designEffect - what the interval holds already of attempts that are not independent
 * @returns the estimate, and whether its value is no longer the plain share because the ends cut bins
 */
export function withEnds(
  plain: Estimate,
  designEffect: number,
  { value, low, high, scatter }: RateOverEnds,
): { readonly rate: Estimate; readonly averaged: boolean } {
  const factor = Math.sqrt(Math.max(1, scatter / Math.max(1, designEffect)));
  const limits = plain.interval.map((limit) => moved(plain.value, limit, factor)) as [number, number];
  // Where every attempt of the window failed, or none, an average over the ends can only say of the outage what is true of the time beside it.
  const oneSided = plain.value === 0 || plain.value === 1;
  const averaged = !oneSided && Math.abs(value - plain.value) >= (MATTERS * (limits[1] - limits[0])) / 2;
  const own = averaged ? value : plain.value;
  const down = Math.hypot(plain.value - limits[0], Math.max(0, own - low));
  const up = Math.hypot(limits[1] - plain.value, Math.max(0, high - own));
  const interval = [Math.max(0, own - down), Math.min(1, own + up)] as const;
  return { rate: { value: own, interval, level: plain.level }, averaged };
}
