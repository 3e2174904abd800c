import type { OutcomeSeries } from "../../incident/series.js";
import type { ClockSkew, SourceData } from "../incident-data.js";

/** Every minute up to three hours, and every half hour up to the width of the zones. */
const SHIFTS = [
  ...Array.from({ length: 361 }, (_shift, at) => at - 180),
  ...[...Array.from({ length: 22 }, (_shift, at) => 210 + 30 * at)].flatMap((shift) => [-shift, shift]),
];
/** A shift is believed when the failures of the two series correlate this well under it, */
const LEAST_CORRELATION = 0.6;
/** by this much better than without it, */
const LEAST_GAIN = 0.1;
/** and are at most half as far from agreeing entirely. */
const MOST_DISTANCE_SHARE = 0.5;
/** Both series must have this share of their failures where they overlap: quiet hours agree with each other anyhow. */
const LEAST_OVERLAP_SHARE = 0.8;
/** Neighbouring minutes agree anyway. */
const SMALLEST_MINUTES = 3;
const FEWEST_FAILURES = 50;
const MOST_MINUTES = 50_000;

/** Pearson correlation of two series of failures, the second read `shift` minutes later; 0 where they hardly overlap. */
function correlation(one: OutcomeSeries, two: OutcomeSeries, shift: number, totals: readonly [number, number]): number {
  const offset = (one.startMs - two.startMs) / 60_000 + shift;
  let [n, sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  for (let at = Math.max(0, -offset); at < one.failures.length && at + offset < two.failures.length; at += 1) {
    const [a, b] = [one.failures[at] as number, two.failures[at + offset] as number];
    n += 1;
    sumA += a;
    sumB += b;
    squaresA += a * a;
    squaresB += b * b;
    products += a * b;
  }
  const spread = (squaresA - (sumA * sumA) / n) * (squaresB - (sumB * sumB) / n);
  return n < 60 || spread <= 0 || sumA < LEAST_OVERLAP_SHARE * totals[0] || sumB < LEAST_OVERLAP_SHARE * totals[1]
    ? 0
    : (products - (sumA * sumB) / n) / Math.sqrt(spread);
}

function failuresIn({ failures }: OutcomeSeries): number {
  return failures.reduce((sum, n) => sum + n, 0);
}

/**
 * By how many minutes the failures of a source must be moved to agree with another's, where that is clear: a wrong zone, or a clock that is off.
 *
 * @returns minutes by which `two` is ahead of `one`; `null` when they agree as they stand, or at no shift
 */
function seriesShift(one: OutcomeSeries, two: OutcomeSeries): number | null {
  const totals = [failuresIn(one), failuresIn(two)] as const;
  if (Math.min(...totals) < FEWEST_FAILURES || Math.max(one.failures.length, two.failures.length) > MOST_MINUTES)
    return null;
  const asTheyStand = correlation(one, two, 0, totals);
  const [best, value] = SHIFTS.reduce(
    ([shift, most], next) => {
      const found = correlation(one, two, next, totals);
      return found > most ? [next, found] : [shift, most];
    },
    [0, asTheyStand],
  );
  return Math.abs(best) >= SMALLEST_MINUTES &&
    value >= LEAST_CORRELATION &&
    value - asTheyStand >= LEAST_GAIN &&
    1 - value <= MOST_DISTANCE_SHARE * (1 - asTheyStand)
    ? best
    : null;
}

/** A source's shift against the one that reconstructs the window, with its sentence. */
export async function shiftAgainst(
  reference: SourceData,
  source: SourceData,
): Promise<{ skew: ClockSkew; note: string } | undefined> {
  const [one, two] = [await reference.outcomes(60), await source.outcomes(60)];
  const minutes = seriesShift(one, two);
  if (minutes === null) return undefined;
  const note = `Failures of ${source.name} agree with those of ${reference.name} best when they are moved ${Math.abs(minutes)} minutes ${minutes > 0 ? "back" : "forward"}: its zone or its clock may be wrong. Times are used as they are written.`;
  return {
    skew: {
      against: reference.name,
      seconds: { value: 60 * minutes, low: 60 * (minutes - 1), high: 60 * (minutes + 1) },
      units: two.failures.length,
    },
    note,
  };
}
