import type { OutcomeSeries } from "../../incident/series.js";
import type { OutagePhases, Shares } from "./outage-phases.js";
import { effectDraws, plateauPaths, summary } from "./plateau-forecast.js";

/** Bins of plateau that a forecast needs before a placebo: with fewer its noise is not estimated but assumed. */
const HISTORY = 12;
/** Placebos in all: twenty show a false alarm of one in five with near certainty, and each costs a forecast. */
const MOST_CHECKS = 20;

/** One pretended remediation: whether the sum over `length` bins after `at` would have been called an effect. */
function placeboAt(
  series: OutcomeSeries,
  shares: Shares,
  first: number,
  at: number,
  length: number,
  level: number,
  seed: number,
): boolean | null {
  const seen = shares.share.slice(first, at).filter((value) => value !== null).length;
  if (seen < 6) return null;
  const paths = plateauPaths(shares, first, at, at + length, 200, seed + at);
  const draws = effectDraws(series, paths, at, seed + at);
  if (draws.share.length === 0) return null;
  const {
    interval: [low, high],
  } = summary(draws.share, level);
  return low > 0 || high < 0;
}

/**
 * The same sum at times when nothing was done: inside the outage's plateau before the remediation, and in the quiet time before the onset.
 *
 * @param quiet - bins in which another remediation was at work are left out by this test
 * @returns how many pretended remediations were checked, and how many would have been called effects; `1 − level` of them are expected
 */
export function placebo(
  series: OutcomeSeries,
  shares: Shares,
  phases: OutagePhases,
  level: number,
  seed: number,
  quiet: (bin: number) => boolean,
): { checked: number; falsePositives: number } {
  const wanted = Math.max(4, Math.min(phases.recovery, series.attempts.length) - phases.from);
  const inside: [first: number, at: number, length: number][] = [];
  const end = Math.min(phases.from, phases.fall);
  const length = Math.min(wanted, Math.max(4, Math.floor((end - phases.plateau - HISTORY) / 2)));
  for (let at = phases.plateau + HISTORY; at + length <= end; at += Math.max(2, length >> 1))
    inside.push([phases.plateau, at, length]);
  const outside: [first: number, at: number, length: number][] = [];
  for (let at = phases.onset - 5 - wanted; at >= 60 && outside.length < MOST_CHECKS - inside.length; at -= wanted)
    outside.push([at - 60, at, wanted]);
  let checked = 0;
  let falsePositives = 0;
  for (const [first, at, span] of [...inside, ...outside].slice(0, MOST_CHECKS)) {
    if (!quiet(at)) continue;
    const called = placeboAt(series, shares, first, at, span, level, seed);
    if (called === null) continue;
    checked++;
    if (called) falsePositives++;
  }
  return { checked, falsePositives };
}
