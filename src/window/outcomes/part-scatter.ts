import type { OutcomeSeries } from "../../incident/series.js";
import { deviationOf, knownFrom } from "./run-deviation.js";

/** Stretches in which fewer failures than this are expected say nothing of how a rate wanders: counting hides it. */
const LEAST_EXPECTED = 3;
/** Fewer stretches say nothing of how far they scatter: a rate is then taken to wander by a quarter. */
const LEAST_STRETCHES = 20;
const UNKNOWN_WANDER = 0.25;
/** The scatter is read where one in a hundred stretches lies beyond: one or two outages are no part of it, wandering of a few parts is. */
const BEYOND_SHARE = 0.01;
const BEYOND_DEVIATIONS = 2.576;
/** Wandering, in log rate, that is looked for at most, and how finely. */
const MOST_WANDER = 3;
const HALVINGS = 20;

interface Sums {
  readonly failures: Float64Array;
  readonly attempts: Float64Array;
}

/** A stretch of a part beside what the part's own rate makes of it. */
interface Stretch {
  readonly expected: number;
  /** Deviations that it lies from there by counting alone, below 0 where less failed. */
  readonly deviations: number;
}

/** Signed root of what counting so many failures is less likely at the rate that expects another number. */
function countingDeviations(failures: number, expected: number): number {
  const root = Math.sqrt(
    2 * Math.max(0, (failures > 0 ? failures * Math.log(failures / expected) : 0) - failures + expected),
  );
  return failures > expected ? root : -root;
}

function runningSums(counts: readonly number[], covered: readonly boolean[]): Float64Array {
  const sums = new Float64Array(counts.length + 1);
  counts.forEach((count, bin) => {
    sums[bin + 1] = (sums[bin] as number) + (covered[bin] ? count : 0);
  });
  return sums;
}

const sumsOf = ({ failures, attempts, covered }: OutcomeSeries): Sums => ({
  failures: runningSums(failures, covered),
  attempts: runningSums(attempts, covered),
});

const inside = (sums: Float64Array, from: number, to: number): number => (sums[to] as number) - (sums[from] as number);

/** A deviation by counting alone as one beside a rate that wanders by so much in its logarithm too. */
const besideWander = ({ expected, deviations }: Stretch, sd: number): number =>
  deviations / Math.sqrt(1 + expected * sd ** 2);

/** The standard deviation of log rates at which one in a hundred stretches, and one more, lies beyond 2.6 deviations. */
function wanderOfStretches(all: readonly Stretch[]): number {
  const stretches = all.filter(({ expected }) => expected >= LEAST_EXPECTED);
  if (stretches.length < LEAST_STRETCHES) return UNKNOWN_WANDER;
  const rank = Math.floor(stretches.length * BEYOND_SHARE) + 1;
  const beyond = (sd: number): boolean =>
    stretches.filter((one) => Math.abs(besideWander(one, sd)) > BEYOND_DEVIATIONS).length > rank;
  let [low, high] = [0, MOST_WANDER];
  if (!beyond(low)) return 0;
  for (let round = 0; round < HALVINGS; round += 1) {
    const middle = (low + high) / 2;
    if (beyond(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** Two chances of which the tail between them is read, by how many stretches tell it: [fewest stretches, nearer, farther]. */
const TAILS = [
  [3000, 0.01, 0.001],
  [300, 0.1, 0.01],
] as const;

/**
 * Deviations that a stretch must stand out by where those of others have heavier tails than the normal distribution has: beyond the farther of two chances the tail goes on
 * by as much a decade as between them. 0 where too few stretches tell.
 */
function tailLimit(stretches: readonly Stretch[], sd: number, chance: number): number {
  const tail = TAILS.find(([fewest]) => stretches.length >= fewest);
  if (!tail) return 0;
  const sorted = Float64Array.from(stretches, (one) => besideWander(one, sd));
  sorted.sort().reverse();
  const at = (share: number): number => sorted[Math.floor(share * sorted.length)] as number;
  const [, near, far] = tail;
  const slope = (at(far) - at(near)) / Math.log(near / far);
  return at(far) + slope * Math.max(0, Math.log(far / chance));
}

/** A stretch of a part beside what chance shows. */
export interface PartDeviations {
  /** Deviations by which it stands above the part's other bins. */
  readonly deviations: number;
  /** Deviations that the scatter of the other stretches asks for. */
  readonly least: number;
}

/** How far the failure rates of the parts of one source scatter about their own levels, over stretches of any length, all parts together. */
export class PartScatter {
  private readonly sums: ReadonlyMap<OutcomeSeries, Sums>;

  constructor(parts: readonly OutcomeSeries[]) {
    this.sums = new Map(parts.map((one) => [one, sumsOf(one)]));
  }

  /** Stretches of a length in all parts, but those that touch `[from, to)`, each against the rate of its part outside of it. */
  private stretches(from: number, to: number): Stretch[] {
    const size = Math.max(1, to - from);
    const found: Stretch[] = [];
    for (const { failures, attempts } of this.sums.values()) {
      const length = failures.length - 1;
      const others = inside(failures, 0, length) - inside(failures, from, to);
      const tried = inside(attempts, 0, length) - inside(attempts, from, to);
      for (let at = from % size; at + size <= length; at += size) {
        if (at < to && at + size > from) continue;
        const own = inside(failures, at, at + size);
        const usual = (others - own + 0.5) / (tried - inside(attempts, at, at + size) + 1);
        const expected = usual * inside(attempts, at, at + size);
        if (expected === 0) continue;
        found.push({ expected, deviations: countingDeviations(own, expected) });
      }
    }
    return found;
  }

  /**
   * How far bins `[from, to)` of a part stand above the part's other bins, where rates wander as those of all parts do over as many bins.
   *
   * @param chance - that a stretch which is nothing stands out by `least`
   */
  deviations(part: OutcomeSeries, [from, to]: readonly [from: number, to: number], chance: number): PartDeviations {
    const { failures, attempts } = this.sums.get(part) ?? sumsOf(part);
    const length = failures.length - 1;
    const [failed, tried] = [inside(failures, from, to), inside(attempts, from, to)];
    const [otherFailed, otherTried] = [inside(failures, 0, length) - failed, inside(attempts, 0, length) - tried];
    const expected = (tried * (otherFailed + 0.5)) / (otherTried + 1);
    const stretches = this.stretches(from, to);
    const wander = wanderOfStretches(stretches);
    const counts = { failures: failed, attempts: tried, expected, bins: to - from };
    const error = Math.sqrt(1 / (otherFailed + 0.5));
    const deviations = deviationOf(counts, { deviation: () => wander, grouping: 1 }, error);
    return {
      deviations: knownFrom(stretches.length, deviations),
      least: tailLimit(stretches, wander, chance),
    };
  }
}
