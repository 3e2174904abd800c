import type { OutcomeSeries } from "../../incident/series.js";
import type { OutagePhases } from "../effect/outage-phases.js";

/** Bins on either side of the outage that say how much was attempted without it. */
const SIDE = 60;
/** Covered bins that a level needs: one block of them. */
const LEAST = 10;
/** Attempts move in stretches: their scatter is taken between blocks of this many bins. */
const BLOCK = 10;
/** Standard errors that a share must stand out by; less counts as no retries in the log. */
const STANDS_OUT = 2;
/** Chance of a retry per failure, at most: nearer to 1 the model's loop of retries has no stable level. */
const MOST_RETRY_CHANCE = 0.9;

interface Level {
  readonly mean: number;
  /** Squared standard error of the mean. */
  readonly error: number;
}

/** Mean attempts per bin of `[from, to)`, with the error that blocks of it show; `null` where there is too little. */
function levelOf({ attempts, covered }: OutcomeSeries, from: number, to: number): Level | null {
  const kept: number[] = [];
  for (let t = Math.max(0, from); t < Math.min(attempts.length, to); t++)
    if (covered[t]) kept.push(attempts[t] as number);
  if (kept.length < LEAST) return null;
  const mean = kept.reduce((a, b) => a + b, 0) / kept.length;
  const count = Math.max(2, Math.floor(kept.length / BLOCK));
  const blocks = Array.from({ length: count }, (_, i) => {
    const part = kept.slice(Math.floor((i * kept.length) / count), Math.floor(((i + 1) * kept.length) / count));
    return part.reduce((a, b) => a + b, 0) / part.length;
  });
  return { mean, error: blocks.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (count - 1) / count };
}

/**
 * The share of failures that come back as attempts in the same log: what was attempted on the outage's plateau beyond the level before and after it,
 * per failure.
 *
 * Attempts that failures make are no load of their own: without the failures they would not have been made.
 *
 * @returns 0 … .9; 0 where nothing stands out of the attempts' own scatter
 */
export function loggedRetries(series: OutcomeSeries, { onset, plateau, fall, from, recovery }: OutagePhases): number {
  const end = Math.min(from, fall);
  const during = levelOf(series, plateau, end);
  const sides = [levelOf(series, onset - SIDE, onset - 1), levelOf(series, recovery + 1, recovery + 1 + SIDE)].filter(
    (side) => side !== null,
  );
  if (!during || sides.length === 0) return 0;
  const usual = sides.reduce((sum, { mean }) => sum + mean, 0) / sides.length;
  const error = Math.sqrt(during.error + sides.reduce((sum, side) => sum + side.error, 0) / sides.length ** 2);
  let failures = 0;
  for (let t = plateau; t < end; t++)
    failures += series.covered[t] ? (series.failures[t] as number) / (end - plateau) : 0;
  const beyond = during.mean - usual;
  return failures > 0 && beyond > STANDS_OUT * error ? Math.min(MOST_RETRY_CHANCE, beyond / failures) : 0;
}
