import { logBetaBinomial } from "../../stats/rates/posterior-beta-binomial.js";
import { median, robustDeviation } from "../../stats/robust.js";
import type { OutageRun } from "./outage-runs.js";
import type { OutcomeBins } from "./outcome-bins.js";
import { flankCounts, stretchCounts } from "./run-deviation.js";
import type { StretchCounts } from "./run-deviation.js";

/** A baseline that goes on at another level, as after a release. */
export interface LevelChange {
  /** First bin of the new level. */
  readonly at: number;
  /** Whole stretches on either side, up to the neighbouring changes. */
  readonly before: readonly [from: number, to: number];
  readonly after: readonly [from: number, to: number];
}

/** Stretches of a day that levels are compared over, at best: hours. */
const PARTS = 24;
/** More stretches than this tell no more and take long. */
const MOST_STRETCHES = 400;
/** Failures that an ordinary stretch must hold for its logarithm to mean something. */
const LEAST_FAILURES = 4;
/** A level is new where it differs by two fifths and by so many standard errors. */
const LEAST_FACTOR = 1.4;
const LEAST_ERRORS = 6;
/** What must be seen of a day of the level before a rise, or after a fall; and how much of a day a level must have held since the data begin for its fall to be no recovery. */
const LEAST_SHARE = 1 / 6;
const LEAST_BEFORE_FALL = 0.5;
/** Rises to a share above this are outages, however long. */
const MOST_RATE = 0.1;
/** A fall of attempts to less than this beside a rise of failures is an outage. */
const LEAST_ATTEMPTS = 0.8;
/** Stretches beside a rise that tell whether attempts were lost with it: a weekend may halve those of whole days. */
const BESIDE = 3;
/** What one bin may say about when the level changed, in log-likelihood; one that stands above both levels by more than the second number says nothing: an outage at that time must not decide it. */
const MOST_PER_BIN = 5;
const ABOVE_BOTH = 3;
/** How far from the place between hours the change is looked for: hours, at most up to the neighbouring changes. */
const PLACE_STRETCHES = 6;

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** ln of failures over those expected. */
  readonly level: number;
  readonly attempts: number;
}

/** So many failures at a share that no level has are no chance. */
const LEAST_OF_OUTAGE = 10;

/** Equal stretches with the logarithm of their rate relative to `rates`; those without attempts, or at a share that is an outage's, are passed over. */
function stretchesOf(bins: OutcomeBins, width: number, ignored?: Uint8Array): Stretch[] {
  const found: Stretch[] = [];
  const { length } = bins.attempts;
  for (let from = 0; from < length; from += width) {
    const to = Math.min(length, from + width);
    let [f, expected, attempts] = [0, 0, 0];
    for (let t = from; t < to; t++) {
      if (ignored?.[t]) continue;
      f += bins.failures[t] as number;
      attempts += bins.attempts[t] as number;
      expected += (bins.attempts[t] as number) * (bins.rates[t] as number);
    }
    const isOutage = f >= Math.max(LEAST_OF_OUTAGE, MOST_RATE * attempts);
    if (attempts > 0 && !isOutage) found.push({ from, to, attempts, level: Math.log((f + 0.5) / (expected + 0.5)) });
  }
  return found;
}

const levels = (stretches: readonly Stretch[]): number[] => stretches.map(({ level }) => level);

/** Sum of absolute distances from the median: a few hours of outage hardly move it. */
function spreadOf(stretches: readonly Stretch[]): number {
  const values = levels(stretches);
  const middle = median(values);
  return values.reduce((sum, value) => sum + Math.abs(value - middle), 0);
}

/** By how many standard errors the medians differ, hours that resemble their neighbours counted as fewer. */
function errorsApart(left: readonly Stretch[], right: readonly Stretch[]): number {
  const residuals = [left, right].flatMap((side) => {
    const middle = median(levels(side));
    return levels(side).map((value) => value - middle);
  });
  const scale = Math.max(robustDeviation(residuals), 1e-3);
  const clipped = residuals.map((value) => Math.max(-3 * scale, Math.min(3 * scale, value)));
  const squares = clipped.reduce((sum, value) => sum + value * value, 0);
  const products = clipped.slice(1).reduce((sum, value, i) => sum + value * (clipped[i] as number), 0);
  const rho = Math.min(0.9, Math.max(0, products / Math.max(squares, 1e-12)));
  const inflated = ((1 + rho) / (1 - rho)) * (Math.PI / 2);
  const error = scale * Math.sqrt(inflated * (1 / left.length + 1 / right.length));
  return Math.abs(median(levels(left)) - median(levels(right))) / error;
}

/** The split of stretches that brings both sides closest to their medians; `null` where the two do not differ enough. */
function bestSplit(stretches: readonly Stretch[], least: readonly [before: number, after: number]): number | null {
  let [best, at] = [Infinity, -1];
  for (let k = least[0]; k <= stretches.length - least[1]; k++) {
    const spread = spreadOf(stretches.slice(0, k)) + spreadOf(stretches.slice(k));
    if (spread < best) [best, at] = [spread, k];
  }
  if (at < 0) return null;
  const [left, right] = [stretches.slice(0, at), stretches.slice(at)];
  const factor = Math.abs(median(levels(left)) - median(levels(right)));
  return factor >= Math.log(LEAST_FACTOR) && errorsApart(left, right) >= LEAST_ERRORS ? at : null;
}

/** Places at which levels part, ascending: each part is split again. */
function splits(stretches: readonly Stretch[], day: number, offset = 0, whole = stretches.length): number[] {
  const edge = Math.ceil(day * LEAST_SHARE);
  const least = [offset === 0 ? edge : day, offset + stretches.length === whole ? day : edge] as const;
  const at = bestSplit(stretches, [least[0], least[1]]);
  if (at === null) return [];
  return [
    ...splits(stretches.slice(0, at), day, offset, whole),
    offset + at,
    ...splits(stretches.slice(at), day, offset + at, whole),
  ];
}

/**
 * True if a change lasts: a rise that later levels do not take back within the day and more that the data go on, under a tenth of attempts and with no
 * attempts lost; or a fall from a level that held for half a day and more since the data begin.
 */
function lasts(parts: readonly (readonly Stretch[])[], i: number, rate: number, day: number): boolean {
  const middles = parts.map((part) => median(levels(part)));
  const [before, after] = [middles[i - 1] as number, middles[i] as number];
  const between = (before + after) / 2;
  const lengthOf = (side: readonly (readonly Stretch[])[]): number => side.reduce((sum, part) => sum + part.length, 0);
  if (rate * Math.exp(Math.max(before, after)) >= MOST_RATE) return false;
  // Some hours at the far end may be too few for a level of their own, and tell all the same that this one is over.
  const all = parts.flat();
  const few = Math.max(3, Math.ceil(day * LEAST_SHARE));
  const farEnd = median(levels(after <= before ? all.slice(0, few) : all.slice(-few)));
  if (farEnd < between) return false;
  if (after <= before)
    return (
      lengthOf(parts.slice(0, i)) >= LEAST_BEFORE_FALL * day && middles.slice(0, i).every((level) => level >= between)
    );
  const tried = (part: readonly Stretch[]): number => median(part.map(({ attempts }) => attempts));
  const [left, right] = [parts[i - 1], parts[i]] as [readonly Stretch[], readonly Stretch[]];
  const keeps = (one: readonly Stretch[], other: readonly Stretch[]): boolean =>
    tried(other) >= LEAST_ATTEMPTS * tried(one);
  return (
    lengthOf(parts.slice(i)) >= day &&
    middles.slice(i).every((level) => level >= between) &&
    (keeps(left, right) || keeps(left.slice(-BESIDE), right.slice(0, BESIDE)))
  );
}

/**
 * The places at which a level goes over to one that lasts. What rises and comes back is no level, and neither of its ends is one; where it comes back to
 * another level than it left, its later end is.
 */
function lastingPlaces(
  places: readonly number[],
  partsAt: (cuts: readonly number[]) => Stretch[][],
  rate: number,
  day: number,
): number[] {
  const parts = partsAt(places);
  const kept = places.map((_, i) => lasts(parts, i + 1, rate, day));
  const level = (i: number): number => median(levels(parts[i] as Stretch[]));
  return places.filter((_, i) => {
    if (kept[i] || i === 0 || kept[i - 1]) return kept[i];
    // Parts i − 1 and i + 1 lie on either side of what rose and came back.
    const around = [parts[i - 1], parts[i + 1]] as Stretch[][];
    return Math.abs(level(i + 1) - level(i - 1)) >= Math.log(LEAST_FACTOR) && lasts(around, 1, rate, day);
  });
}

/** The bin of `[from, to)` at which the one rate gives way to the other most likely. */
function placeOf(bins: OutcomeBins, from: number, to: number, factors: readonly [number, number]): number {
  let [sum, best, at] = [0, 0, from];
  for (let t = from; t < to; t++) {
    const [f, n, rate] = [bins.failures[t], bins.attempts[t], bins.rates[t]] as [number, number, number];
    const [before, after] = factors.map((factor) =>
      logBetaBinomial(f, n, Math.min(0.5, rate * factor), bins.dispersion),
    ) as [number, number];
    const higher = rate * Math.max(...factors);
    const isAbove =
      f > n * higher &&
      logBetaBinomial(f, n, Math.min(f / n, 1 - 1e-9), bins.dispersion) - Math.max(before, after) > ABOVE_BOTH;
    if (!isAbove) sum += Math.max(-MOST_PER_BIN, Math.min(MOST_PER_BIN, before - after));
    if (sum > best) [best, at] = [sum, t + 1];
  }
  return at;
}

/** Evidence, in log-likelihood, that the data begin at the level to which they fall later. */
const BEGINS_BELOW = 15;

/** True if the first bins, before those of a level, stand at the one that follows it: what rose from it and came back is no level. */
function beginsBelow(bins: OutcomeBins, to: number, [level, next]: readonly [level: number, next: number]): boolean {
  let [sum, most] = [0, 0];
  for (let t = 0; t < to / 2; t++) {
    const [f, n, rate] = [bins.failures[t], bins.attempts[t], bins.rates[t]] as [number, number, number];
    const [at, below] = [level, next].map((factor) =>
      logBetaBinomial(f, n, Math.min(0.5, rate * factor), bins.dispersion),
    ) as [number, number];
    sum += Math.max(-MOST_PER_BIN, Math.min(MOST_PER_BIN, below - at));
    most = Math.max(most, sum);
  }
  return most >= BEGINS_BELOW;
}

function stretchWidth(bins: OutcomeBins, day: number): number {
  const { length } = bins.attempts;
  const failures = bins.attempts.reduce((sum, n, t) => sum + n * (bins.rates[t] as number), 0);
  const wanted = Math.max(
    1,
    day / PARTS,
    length / MOST_STRETCHES,
    (LEAST_FAILURES * length) / Math.max(failures, 1e-9),
  );
  return Math.ceil(wanted);
}

/**
 * Where the ordinary rate goes over to another level and stays there: a rise that lasts to the end of the data and a day, or a fall from what held since
 * they begin, of two fifths or more.
 *
 * Medians of hours, so that neither an outage nor a burst makes a level; the time is the likeliest bin within six hours of the place.
 *
 * @param bins - failures and attempts with the rate so far; its season is taken off, its levels must not be in it
 * @param day - bins of a day
 * @param ignored - 1 where a bin belongs to an outage that is known: it says nothing of levels
 */
export function levelChanges(bins: OutcomeBins, day: number, ignored?: Uint8Array): readonly LevelChange[] {
  const width = stretchWidth(bins, day);
  const perDay = Math.floor(day / width);
  const { length } = bins.attempts;
  if (perDay < 4 || length < (1 + LEAST_SHARE) * day) return [];
  const stretches = stretchesOf(bins, width, ignored);
  const rate = bins.rates.reduce((sum, value) => sum + value, 0) / length;
  const partsAt = (cuts: readonly number[]): Stretch[][] =>
    [0, ...cuts].map((from, i) => stretches.slice(from, cuts[i] ?? stretches.length));
  const factorsOf = (cuts: readonly number[]): number[] => partsAt(cuts).map((part) => Math.exp(median(levels(part))));
  const lasting = lastingPlaces(splits(stretches, perDay), partsAt, rate, perDay);
  const [level, next] = factorsOf(lasting) as [number, number];
  const isOutage =
    lasting.length > 0 &&
    next < level &&
    beginsBelow(bins, (stretches[lasting[0] as number] as Stretch).from, [level, next]);
  const places = isOutage ? lasting.slice(1) : lasting;
  const parts = partsAt(places);
  const at = places.map((place, i) => {
    const middle = (stretches[place] as Stretch).from;
    const factor = (k: number): number => Math.exp(median(levels(parts[k] as Stretch[])));
    const edge = (k: number): number => (stretches[k] as Stretch).from;
    const earliest = i > 0 ? (edge(places[i - 1] as number) + middle) / 2 : 0;
    const latest = i + 1 < places.length ? (middle + edge(places[i + 1] as number)) / 2 : length;
    return placeOf(
      bins,
      Math.ceil(Math.max(earliest, middle - PLACE_STRETCHES * width)),
      Math.floor(Math.min(latest, middle + PLACE_STRETCHES * width)),
      [factor(i), factor(i + 1)],
    );
  });
  return placed(at, length);
}

/** A level most of which was set aside is read from all of it: what stands out of a level that is wrong is the level itself. */
const LEAST_QUIET = 0.5;

/** Failures over those expected in a span, of its quiet bins or of all where few are. */
function levelIn(bins: OutcomeBins, quiet: Uint8Array, [from, to]: readonly [number, number]): number {
  let [f, expected, allF, all] = [0.5, 0, 0.5, 0];
  for (let t = from; t < to; t++) {
    const mean = (bins.attempts[t] as number) * (bins.rates[t] as number);
    allF += bins.failures[t] as number;
    all += mean;
    if (!quiet[t]) continue;
    f += bins.failures[t] as number;
    expected += mean;
  }
  if (all === 0) return 1;
  return expected >= LEAST_QUIET * all ? f / expected : allF / all;
}

/** Factor on the first level, bin by bin, from the quiet bins of each. */
export function levelFactors(bins: OutcomeBins, quiet: Uint8Array, changes: readonly LevelChange[]): Float64Array {
  const factors = new Float64Array(quiet.length).fill(1);
  if (changes.length === 0) return factors;
  const spans = [...changes.map(({ before }) => before), (changes.at(-1) as LevelChange).after];
  const first = levelIn(bins, quiet, spans[0] as readonly [number, number]);
  for (const span of spans) factors.fill(levelIn(bins, quiet, span) / first, span[0], span[1]);
  return factors;
}

/**
 * True if a run is a rise to a new level: it lasts to the end of the data, the last hours included, and over a day, to a share under a tenth, with no attempts lost.
 *
 * @param others - 1 where a bin belongs to another outage, whose failures are no part of the level before
 */
export function isLastingRise(
  bins: OutcomeBins,
  { from, to, core }: OutageRun,
  day: number,
  others: Uint8Array,
): boolean {
  const { length } = bins.attempts;
  if (length - to > day / PARTS || length - from <= day) return false;
  // The same hours of the day on either side, as far as there are any.
  const width = Math.min(day, from);
  const [before, after, since] = [
    stretchCounts(bins, from - width, from),
    stretchCounts(bins, from, from + width),
    stretchCounts(bins, from, length),
  ];
  // A weekend may halve the attempts of a day, and the hours of a day those of the next: what is lost with the rise is lost beside it as well.
  const beside = Math.min(width, Math.ceil((day * LEAST_SHARE) / 2));
  const [justBefore, justAfter] = [stretchCounts(bins, from - beside, from), stretchCounts(bins, from, from + beside)];
  const loses = (one: StretchCounts, other: StretchCounts): boolean => other.attempts < LEAST_ATTEMPTS * one.attempts;
  const losesAttempts = loses(before, after) && loses(justBefore, justAfter);
  const risen = ({ failures, expected }: StretchCounts): number => (failures + 0.5) / (expected + 0.5);
  const usual = flankCounts(bins, others, from - 1, -1, width);
  const farEnd = risen(stretchCounts(bins, length - Math.ceil(day * LEAST_SHARE), length));
  const staysHigh = farEnd >= Math.sqrt(risen(usual) * risen(stretchCounts(bins, core[0], core[1])));
  return width > 0 && since.failures < MOST_RATE * since.attempts && !losesAttempts && staysHigh;
}

function placed(places: readonly number[], length: number): readonly LevelChange[] {
  return places.map((at, i) => ({ at, before: [places[i - 1] ?? 0, at], after: [at, places[i + 1] ?? length] }));
}

/** The changes with a rise that is known to last: none that was dated comes after it. */
export function withRise(changes: readonly LevelChange[], rise: number, length: number): readonly LevelChange[] {
  return placed([...changes.map(({ at }) => at).filter((at) => at < rise), rise], length);
}
