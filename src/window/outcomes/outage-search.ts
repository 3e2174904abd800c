import type { OutageWindowOptions } from "../outage.js";
import { betweenBinDispersion, logBetaBinomial } from "../../stats/rates/posterior-beta-binomial.js";
import { isLastingRise } from "./level-changes.js";
import type { LevelChange } from "./level-changes.js";
import { LEAST_LOG_ODDS, outageRuns } from "./outage-runs.js";
import type { OutageRun } from "./outage-runs.js";
import { baselineOutside, outcomeBaseline } from "./outcome-baseline.js";
import type { BaselineChoice, OutcomeBaseline } from "./outcome-baseline.js";
import type { OutcomeBins } from "./outcome-bins.js";
import { densestBlock } from "./densest-block.js";
import { recurringSeason } from "./recurring-season.js";
import {
  deviationWithoutPeak,
  flankDeviation,
  knownFrom,
  leastDeviations,
  runDeviation,
  stretchCounts,
} from "./run-deviation.js";
import { joinedRuns, separateOutages, trimmedRun } from "./separate-outages.js";
import { isLong, shortRuns } from "./short-runs.js";
import type { ShortRun } from "./short-runs.js";
import { trafficBursts } from "./traffic-bursts.js";
import { trafficSeason } from "./traffic-season.js";
import { STEADY, wanderOf } from "./wander.js";
import type { Wander } from "./wander.js";

/** A stretch that stands out and is no window all the same. */
interface Withheld {
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/** A series with its baseline, the outages in it, and what else was seen. */
export interface OutageSearch {
  readonly bins: OutcomeBins;
  readonly runs: readonly OutageRun[];
  readonly withheld: readonly Withheld[];
  readonly changes: readonly LevelChange[];
  readonly wander: Wander;
}

/** Log-likelihood that a candidate may lack of what is asked of an outage: its ends are settled later. */
const CANDIDATE_SLACK = 2;
/** Bins of overwhelming evidence that a candidate must have more of than one. */
const CANDIDATE_BINS = 1.2;
/** Least rise of the odds that is looked for where enough stretches tell how the rate wanders. */
const SMALLEST_LOG_ODDS = Math.log(1.5);
/** A rise must stand out of what the rate wanders over five bins by so many deviations to be looked for. */
const WANDER_BINS = 5;
const WANDER_DEVIATIONS = 2;
/** So many stretches of a run's length must lie outside it for a rise below two and a half times the odds. */
const LEAST_STRETCHES = 10;
/** An outage that fills much of a series raises the first rate so far that it hides in it: the calmer half is tried too. */
const CALM_HALF = 0.5;
/** Log-likelihood by which another start must explain the series better. */
const BETTER_BY = 3;
/** Share of the attempts that must be left to the baseline, and in how many bins. */
const LEAST_QUIET = 0.2;
const LEAST_QUIET_BINS = 3;

function marked(length: number, runs: readonly OutageRun[]): Uint8Array {
  const mask = new Uint8Array(length);
  for (const { from, to } of runs) mask.fill(1, from, to);
  return mask;
}

/** Rises that may be outages: found at a lower price than is asked in the end, from as small a rise as wandering lets stand out. */
function candidateRuns(bins: OutcomeBins, wander: Wander): readonly OutageRun[] {
  const { length } = bins.attempts;
  const price = leastDeviations(length) ** 2 / 2 - CANDIDATE_SLACK;
  const least = Math.min(
    LEAST_LOG_ODDS,
    Math.max(SMALLEST_LOG_ODDS, WANDER_DEVIATIONS * wander.deviation(WANDER_BINS)),
  );
  const found = outageRuns(bins, price, CANDIDATE_BINS, least).flatMap((run) => separateOutages(bins, run, wander));
  return joinedRuns(bins, found, wander);
}

/** True if a small rise has enough stretches of its length beside it to tell it from what the rate does anyway. */
function isLargeEnough(bins: OutcomeBins, { from, to }: OutageRun): boolean {
  const { failures, attempts, expected } = stretchCounts(bins, from, to);
  const odds = (count: number): number => (count + 0.5) / (attempts - count + 0.5);
  const rise = Math.log(odds(failures) / odds(expected));
  return rise >= LEAST_LOG_ODDS * 0.9 || bins.attempts.length / (to - from) >= LEAST_STRETCHES + 1;
}

interface JudgedOutages {
  readonly found: OutageRun[];
  readonly withheld: Withheld[];
  readonly wander: Wander;
}

/** Only so many candidates, those that stand out most, are looked at closely. */
const MOST_CANDIDATES = 60;
/** So many times the deviations that are asked, all candidates set aside, are no wandering: two outages shall not hide each other. */
const DOUBTLESS = 3;
const SCATTERS = "too few bins outside it tell how ordinary ones scatter";
const ONE_BIN = "a single bin holds all of it";
/** Deviations by which a run must stand out without its highest bin. */
const LEAST_WITHOUT_PEAK = 3;
const SMALL = "for so small a rise too few stretches of its length lie outside it";
const WANDERS = "the rate wanders as far over such stretches by itself";

/** Deviations by which a run stands out of the whole series or, where that is more, of its flanks. */
function standingOut(bins: OutcomeBins, { from, to }: OutageRun, aside: Uint8Array, wander: Wander): number {
  return Math.max(runDeviation(bins, from, to, wander), flankDeviation(bins, from, to, aside, wander));
}

/** The part of a run that stands at half of its highest level and more: a faint stretch beside an outage may be the rate's own wandering. */
function coreOf(run: OutageRun): OutageRun {
  const [from, to] = run.core;
  return { from, to, core: run.core, gain: run.gain };
}

/** True if a run of a search stands out as far as the one of so many series must that hardly any of them shows one that is not there. */
export function standsOutAmong({ bins, runs, wander }: OutageSearch, run: OutageRun, series: number): boolean {
  if (series <= 1) return true;
  const outside = marked(bins.attempts.length, runs);
  const held = outside.reduce((sum, one, t) => (one || bins.attempts[t] === 0 ? sum : sum + 1), 0);
  const deviations = [run, coreOf(run)].map((one) => standingOut(bins, one, outside, wander));
  return knownFrom(held, Math.max(...deviations)) >= leastDeviations(bins.attempts.length * series);
}

/** Why a candidate is no outage beside those found so far, and what else is set aside; `null` where it is one. */
function objection(bins: OutcomeBins, run: OutageRun | ShortRun, aside: readonly OutageRun[]): string | null {
  const { length } = bins.attempts;
  const outside = marked(length, [...aside, run]);
  const wander = wanderOf(bins, outside, true);
  const deviation = standingOut(bins, run, outside, wander);
  const least = leastDeviations(length);
  if (deviation < least) return WANDERS;
  const held = outside.reduce((sum, one, t) => (one || bins.attempts[t] === 0 ? sum : sum + 1), 0);
  if (knownFrom(held, deviation) < least) return SCATTERS;
  if ("against" in run) return run.against;
  return deviationWithoutPeak(bins, run.from, run.to, wander) < LEAST_WITHOUT_PEAK ? ONE_BIN : null;
}

/** Two outages may fill no more than this share of the bins between them to pass for no wandering of each other. */
const TWINS_SHARE = 0.5;
/** So many of the next candidates are tried as the other of two. */
const TWINS_TRIED = 3;

/** The other of two outages that hide each other: each stands out where both are set aside, neither where the other passes for wandering. */
function twinOf(
  bins: OutcomeBins,
  run: OutageRun,
  next: readonly { readonly run: OutageRun | ShortRun }[],
  known: readonly OutageRun[],
): OutageRun | null {
  const size = (one: OutageRun): number => one.to - one.from;
  for (const { run: other } of next.filter((one) => !known.includes(one.run)).slice(0, TWINS_TRIED)) {
    if (size(run) + size(other) > TWINS_SHARE * bins.attempts.length) continue;
    if (objection(bins, run, [...known, other]) === null && objection(bins, other, [...known, run]) === null)
      return other;
  }
  return null;
}

/**
 * The candidates that stand out of wandering and scatter, those that stand out most first: what was found so far is no part of how much the rest wanders,
 * what was not found is.
 */
function supported(bins: OutcomeBins, candidates: readonly OutageRun[]): JudgedOutages {
  const { length } = bins.attempts;
  const least = leastDeviations(length);
  const aside = marked(length, candidates);
  const calm = wanderOf(bins, aside, true);
  const long = candidates.filter((run) => isLong(bins, run));
  const few = candidates.filter((run) => !long.includes(run));
  const meets = (one: OutageRun, other: OutageRun): boolean => one.from < other.to && one.to > other.from;
  // A bin that stands out alone may be the highest of two or three that stand out together.
  const together = few.filter((run) => deviationWithoutPeak(bins, run.from, run.to, STEADY) >= LEAST_WITHOUT_PEAK);
  const short = shortRuns(bins, long, STEADY).filter(
    (one) => !(one.isTooShort && together.some((run) => meets(run, one))),
  );
  const others = few.filter((run) => !short.some((one) => meets(run, one)));
  const outstanding = [...long, ...others, ...short]
    .map((run) => {
      const [all, core] = [run, coreOf(run)].map((one) => standingOut(bins, one, aside, calm)) as [number, number];
      return { run, deviation: Math.max(all, core) };
    })
    .filter(({ deviation }) => deviation >= least);
  const isSmall = ({ run }: (typeof outstanding)[number]): boolean =>
    !short.includes(run as ShortRun) && !isLargeEnough(bins, run);
  const ranked = outstanding
    .filter((one) => !isSmall(one))
    .sort((a, b) => b.deviation - a.deviation)
    .slice(0, MOST_CANDIDATES);
  const sure = ranked.filter(({ deviation }) => deviation >= DOUBTLESS * least).map(({ run }) => run);
  const found: OutageRun[] = [];
  const withheld: Withheld[] = outstanding.filter(isSmall).map(({ run: { from, to } }) => ({ from, to, why: SMALL }));
  ranked.forEach(({ run }, i) => {
    if (found.includes(run)) return;
    const known = [...sure, ...found];
    const why = objection(bins, run, known);
    const twin = why === WANDERS ? twinOf(bins, run, ranked.slice(i + 1), known) : null;
    const core = coreOf(run);
    if (why === null || twin) found.push(run, ...(twin ? [twin] : []));
    else if (why === WANDERS && objection(bins, core, known) === null) found.push(core);
    else withheld.push({ from: run.from, to: run.to, why });
  });
  const wander = wanderOf(bins, marked(length, found));
  found.sort((a, b) => a.from - b.from);
  const runs = joinedRuns(bins, found, wander).flatMap((run) => {
    const trimmed = trimmedRun(bins, run, wander);
    if (!trimmed) withheld.push({ from: run.from, to: run.to, why: WANDERS });
    return trimmed ?? [];
  });
  return { found: runs, withheld, wander };
}

/** What a change of level must explain, in log-likelihood: it is one place and one factor, where an outage is two places. */
const LEVEL_PRICE = 10;

/** Log-likelihood of the series, each run at its own rate and scatter, less what is asked of a run and of a change of level for each. */
function explained({ bins, runs, changes }: OutageSearch): number {
  const { failures, attempts } = bins;
  let sum = (-runs.length * leastDeviations(attempts.length) ** 2) / 2 - changes.length * LEVEL_PRICE;
  const add = (t: number, rate: number, dispersion: number): void => {
    sum += logBetaBinomial(failures[t] as number, attempts[t] as number, rate, dispersion);
  };
  let next = 0;
  for (const { from, to } of [...runs, { from: attempts.length, to: attempts.length }]) {
    for (let t = next; t < from; t++) add(t, bins.rates[t] as number, bins.dispersion);
    const counts = stretchCounts(bins, from, to);
    const rate = (counts.failures + 0.5) / (counts.attempts + 1);
    const flat = new Float64Array(attempts.length).fill(rate);
    const dispersion = betweenBinDispersion(failures, attempts, flat, (t) => t >= from && t < to);
    for (let t = from; t < to; t++) add(t, rate, dispersion);
    next = to;
  }
  return sum;
}

/** True if enough is left to the baseline for it to be one. */
function leavesBaseline({ bins, runs }: OutageSearch): boolean {
  const inside = marked(bins.attempts.length, runs);
  let [quiet, total, held] = [0, 0, 0];
  bins.attempts.forEach((n, t) => {
    total += n;
    if (inside[t] || n === 0) return;
    quiet += n;
    held += 1;
  });
  return quiet >= LEAST_QUIET * total && held >= LEAST_QUIET_BINS;
}

/** From a start of the baseline to what stands out of it; the baseline is taken once more with nothing but the outages set aside. */
function searchFrom(start: OutcomeBaseline, choice: BaselineChoice): OutageSearch {
  const judge = ({ bins, aside }: OutcomeBaseline): JudgedOutages =>
    supported(bins, candidateRuns(bins, wanderOf(bins, marked(bins.attempts.length, aside))));
  const first = judge(start);
  const settled = baselineOutside(start.bins, first.found, choice);
  const { found, withheld, wander } = judge(settled);
  // What was withheld is part of the settled baseline, in which it may no longer stand out: it is named all the same where nothing was found.
  const named = found.length + withheld.length > 0 ? withheld : first.withheld;
  return { bins: settled.bins, changes: settled.changes, runs: found, withheld: named, wander };
}

/** True if half of a stretch lies in one run that is hardly longer. */
function isKnown(block: OutageRun, runs: readonly OutageRun[]): boolean {
  return runs.some(({ from, to }) => {
    const shared = Math.min(to, block.to) - Math.max(from, block.from);
    return shared >= (block.to - block.from) / 2 && shared >= (to - from) / 3;
  });
}

/** The search with levels read outside what was found: an outage beside a change of level hides it. None where the levels are the same. */
function otherLevels(
  failures: Float64Array,
  attempts: Float64Array,
  { runs, changes }: OutageSearch,
  choice: BaselineChoice,
): OutageSearch[] {
  if (runs.length === 0 || choice.day === undefined) return [];
  const outside = { ...choice, outages: runs };
  const start = baselineOutside({ failures, attempts }, runs, outside);
  const places = (levels: readonly LevelChange[]): string => levels.map(({ at }) => at).join();
  return places(start.changes) === places(changes) ? [] : [searchFrom(start, outside)];
}

/** The start that explains the series best: the calm blocks, the calmer half, all but the stretch that fails most, or other levels. */
function bestSearch(failures: Float64Array, attempts: Float64Array, choice: BaselineChoice): OutageSearch {
  const first = searchFrom(outcomeBaseline(failures, attempts, choice), choice);
  if (choice.span !== undefined || choice.rates !== undefined) return first;
  const block = densestBlock(failures, attempts);
  const calmer = (): OutcomeBaseline => outcomeBaseline(failures, attempts, { ...choice, calmShare: CALM_HALF });
  const others = [
    ...otherLevels(failures, attempts, first, choice),
    ...(block && !isKnown(block, first.runs)
      ? [searchFrom(baselineOutside({ failures, attempts }, [block], choice), choice)]
      : []),
    searchFrom(calmer(), choice),
  ].filter(leavesBaseline);
  const start = leavesBaseline(first) || others.length === 0 ? first : (others[0] as OutageSearch);
  return others.reduce((best, other) => (explained(other) > explained(best) + BETTER_BY ? other : best), start);
}

/** The best search once more with a rise that lasts as a change of level, where one of its runs is one. */
function searchWithLevels(failures: Float64Array, attempts: Float64Array, choice: BaselineChoice): OutageSearch {
  const found = bestSearch(failures, attempts, choice);
  const last = found.runs.at(-1);
  const { day, isLevel } = choice;
  const known = choice.rates ?? choice.span;
  if (known || !last || day === undefined) return found;
  const others = marked(attempts.length, found.runs.slice(0, -1));
  if (!isLastingRise(found.bins, last, day, others)) return found;
  return (isLevel?.(last.from) ?? true) ? bestSearch(failures, attempts, { ...choice, rise: last.from }) : found;
}

/** With a hint there are no other places to pay for than those of so many bins. */
const HINTED_PLACES = 10;

/** A hint is evidence of its own: at the price of a few places, a run that holds it counts too. */
function withHint(search: OutageSearch, hint: number | undefined): OutageSearch {
  if (hint === undefined) return search;
  const near = (run: OutageRun): boolean => hint >= run.from - 3 && hint < run.to + 3;
  if (search.runs.some(near)) return search;
  const { bins } = search;
  const hinted = outageRuns(bins, leastDeviations(HINTED_PLACES) ** 2 / 2, CANDIDATE_BINS).find(near);
  if (!hinted) return search;
  const others = search.runs.filter(({ from, to }) => to <= hinted.from || from >= hinted.to);
  return { ...search, runs: [...others, hinted].sort((a, b) => a.from - b.from) };
}

/** Bins of a day where nothing says how long a bin is: those of minutes. */
const MINUTES_A_DAY = 1440;

/**
 * The outages of a series with the baseline that they stand out of.
 *
 * Where no season was named but attempts have a daily course, or what stands out comes back at the same time of most days, the baseline is taken with that season.
 */
export function searchOutages(
  failures: Float64Array,
  attempts: Float64Array,
  { hint, period, baseline, baselineRate, isLevel }: OutageWindowOptions,
): OutageSearch {
  const bursts = baselineRate ? undefined : trafficBursts(attempts);
  const within = (season: number | undefined): OutageSearch =>
    withHint(
      searchWithLevels(failures, attempts, {
        ...(baseline && { span: baseline }),
        ...(baselineRate && { rates: baselineRate }),
        ...(season !== undefined && { period: season }),
        ...(isLevel && { isLevel }),
        ...(bursts && { bursts }),
        day: season ?? period ?? MINUTES_A_DAY,
      }),
      hint,
    );
  const named = period ?? (baselineRate ? undefined : trafficSeason(attempts));
  const found = within(named);
  const unnamed = found.runs.length + found.withheld.length > 0 && named === undefined && baselineRate === undefined;
  if (!unnamed) return found;
  const first = wanderOf(found.bins, marked(attempts.length, outageRuns(found.bins)));
  const season = recurringSeason(candidateRuns(found.bins, first), attempts.length);
  return season === undefined ? found : within(season);
}
