/** Stairs of equal height at an even pace, as hosts that come back one after another give them. */
interface Stairs {
  readonly start: number;
  readonly pace: number;
  readonly count: number;
  /** What is left after the last of them. */
  readonly rest: number;
}

const COUNTS = [3, 4, 5, 6, 7, 8];
const PACES = [2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 27, 33, 40];
const RESTS = [0, 0.3, 0.6];
/** Places in the stretch looked at from which stairs are tried before the climb. */
const PLACES = 45;
const START_SHIFTS = [-2, -1, -0.3, 0.3, 1, 2];
const PACE_SHIFTS = [-1, -0.3, -0.1, 0.1, 0.3, 1];
const REST_CHANGES = [-0.2, -0.07, -0.02, 0.02, 0.07, 0.2];
const CLIMBED = 3;
const ROUNDS = 12;
/** Free numbers that the climb fits: start, pace, count and rest. */
const FREE = 4;
/** Share of the prior on recoveries that come in even stairs. */
const PRIOR = 0.05;

/** The excess left in each of `n` bins; a bin in which a stair falls gets its part. */
function courseOf({ start, pace, count, rest }: Stairs, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, t) => {
    const steps = (t + 1 - start) / pace;
    const done = Math.min(count, Math.max(0, Math.floor(steps) + Math.min(1, (steps - Math.floor(steps)) * pace)));
    return 1 - ((1 - rest) * done) / count;
  });
}

function neighbours(stairs: Stairs): Stairs[] {
  return [
    ...START_SHIFTS.map((shift) => ({ ...stairs, start: stairs.start + shift })),
    ...PACE_SHIFTS.map((shift) => ({ ...stairs, pace: stairs.pace + shift })),
    ...REST_CHANGES.map((change) => ({ ...stairs, rest: stairs.rest + change })),
  ].filter(({ pace, rest }) => pace >= 1.5 && rest >= 0 && rest < 1);
}

/**
 * What recoveries in even stairs explain, anywhere in `[from, to)` of the course, their four numbers at the price of half the logarithm of the bins each.
 *
 * A dose given in even steps looks like them: without them, stairs of nobody's doing at nearly the same pace would be booked on the dose.
 */
export function evenStairs(
  n: number,
  [from, to]: readonly [number, number],
  likelihood: (h: Float64Array) => number,
): readonly { readonly log: number }[] {
  const stride = Math.max(1, (to - from) / PLACES);
  const tried: { stairs: Stairs; height: number }[] = [];
  for (let start = from; start < to; start += stride)
    for (const count of COUNTS)
      for (const pace of PACES) {
        if (start + (count - 1) * pace > n) continue;
        for (const rest of RESTS) {
          const stairs = { start, pace, count, rest };
          tried.push({ stairs, height: likelihood(courseOf(stairs, n)) });
        }
      }
  tried.sort((a, b) => b.height - a.height);
  return tried.slice(0, CLIMBED).map((begun) => {
    let { stairs, height } = begun;
    for (let round = 0; round < ROUNDS; round++) {
      const before = height;
      for (const next of neighbours(stairs)) {
        const value = likelihood(courseOf(next, n));
        if (value > height) [stairs, height] = [next, value];
      }
      if (height - before < 0.05) break;
    }
    return { log: height - 0.5 * FREE * Math.log(n) + Math.log(PRIOR) };
  });
}
