import type { OutcomeBins } from "./outcome-bins.js";
import type { RampGrid } from "./ramp-grid.js";
import { negligibleShare, rampShares } from "./ramp-shape.js";
import type { RampKind } from "./ramp-shape.js";
import { RATE_STEPS, rampTable } from "./ramp-table.js";
import type { RampTable } from "./ramp-table.js";

/** A local name: the inner loops read it millions of times. */
const COLUMNS = RATE_STEPS;

/** Joint probabilities over a {@link RampGrid}; each array sums to 1. */
export interface RampPosterior {
  /** Row an onset, column a ramp length. */
  readonly joint: Float64Array;
  /** Of the levels on top of ramps and steps, stairs left out. */
  readonly levels: Float64Array;
  readonly dispersions: Float64Array;
}

/** Chance per bin that the level of the outage changes after the ramp: partial recovery, or worse. */
const LEVEL_CHANGE = 0.01;

/** Log of a sum of exponentials that arrive one by one. */
class LogSums {
  readonly #top: Float64Array;
  readonly #sum: Float64Array;

  constructor(size: number) {
    this.#top = new Float64Array(size).fill(-Infinity);
    this.#sum = new Float64Array(size);
  }

  add(i: number, value: number): void {
    const top = this.#top[i] as number;
    if (value <= top) {
      if (value > top - 40) this.#sum[i] = (this.#sum[i] as number) + Math.exp(value - top);
      return;
    }
    this.#sum[i] = (top === -Infinity ? 0 : (this.#sum[i] as number) * Math.exp(top - value)) + 1;
    this.#top[i] = value;
  }

  /** Normalised to sum 1. */
  shares(): Float64Array {
    const best = this.#top.reduce((a, b) => Math.max(a, b), -Infinity);
    const values = this.#top.map((top, i) => (top === -Infinity ? 0 : (this.#sum[i] as number) * Math.exp(top - best)));
    const total = values.reduce((a, b) => a + b, 0);
    return values.map((value) => value / total);
  }
}

/**
 * Log-likelihood of the bins from t to the table's end when the outage stands at each level at t and may change level later:
 * entry [t − from, level]. Backward recursion of a sticky Markov chain.
 */
function plateauSums(table: RampTable, levels: readonly number[], targets: Float64Array): Float64Array {
  const count = levels.length;
  const bins = table.to - table.from;
  const sums = new Float64Array((bins + 1) * count);
  const columns = levels.map((level) => table.column(level));
  for (let i = bins - 1; i >= 0; i--) {
    const next = (i + 1) * count;
    let top = -Infinity;
    for (let k = 0; k < count; k++) top = Math.max(top, sums[next + k] as number);
    let mean = 0;
    for (let k = 0; k < count; k++) mean += (targets[k] as number) * Math.exp((sums[next + k] as number) - top);
    const changed = top + Math.log(mean * LEVEL_CHANGE);
    for (let k = 0; k < count; k++) {
      const stay = (sums[next + k] as number) + Math.log1p(-LEVEL_CHANGE);
      const larger = Math.max(stay, changed);
      const both = larger + Math.log1p(Math.exp(Math.min(stay, changed) - larger));
      sums[i * count + k] = both + interpolated(table.logLikelihood, i, columns[k] as number);
    }
  }
  return sums;
}

/** Share of the changes of level that go to one of the stairs below those that were found. */
const TO_STAIRS = 0.25;

/** Where a change of level leads to. */
function changeTargets({ levels, stairWeights }: RampGrid): Float64Array {
  const stairs = stairWeights.filter((weight) => weight > 0).length;
  const [toStair, toTop] = stairs === 0 ? [0, 1] : [TO_STAIRS / stairs, 1 - TO_STAIRS];
  return Float64Array.from(levels, (_, k) =>
    (stairWeights[k] as number) > 0 ? toStair : toTop / (levels.length - stairs),
  );
}

function interpolated(table: Float64Array, row: number, column: number): number {
  const left = Math.min(COLUMNS - 2, Math.floor(column));
  const share = column - left;
  const at = row * COLUMNS + left;
  return (table[at] as number) * (1 - share) + (table[at + 1] as number) * share;
}

/** Candidate onsets that start at the same fraction of a bin share their ramp shapes. */
function byPhase(onsets: readonly number[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  onsets.forEach((onset, i) => {
    const phase = Math.round((onset - Math.floor(onset)) * 1000) / 1000;
    const group = groups.get(phase);
    if (group) group.push(i);
    else groups.set(phase, [i]);
  });
  return groups;
}

interface RampShape {
  /** Column of the ramp length, and the onsets (rows) that share this shape. */
  readonly r: number;
  readonly members: readonly number[];
  readonly phase: number;
  readonly logPrior: number;
}

function rampShapes(grid: RampGrid): RampShape[] {
  const groups = [...byPhase(grid.onsets)];
  return grid.ramps.flatMap((_, r) => {
    const stride = grid.strides[r] as number;
    const logPrior = Math.log((grid.rampWeights[r] as number) * stride);
    return groups.map(([phase, members]) => ({
      r,
      phase,
      logPrior,
      members: members.filter((o) => o % stride === 0),
    }));
  });
}

interface Layer {
  readonly table: RampTable;
  readonly plateau: Float64Array;
  readonly logWeight: number;
  /** Sums of what each bin gives at its best rate: entry i over bins `[from, from + i)`. */
  readonly best: Float64Array;
}

/** Tables by over-dispersion and highest rate: one look at an end reads what another has written. */
export type RampTables = Map<string, RampTable>;

/** Sums over the bins of the most that any rate gives. */
function bestSums({ from, to, logLikelihood }: RampTable): Float64Array {
  const sums = new Float64Array(to - from + 1);
  for (let i = 0; i < to - from; i++) {
    let most = -Infinity;
    for (let at = i * COLUMNS; at < (i + 1) * COLUMNS; at++) most = Math.max(most, logLikelihood[at] as number);
    sums[i + 1] = (sums[i] as number) + most;
  }
  return sums;
}

/** Everything one over-dispersion needs: computed once, read many times. */
function layers(bins: OutcomeBins, from: number, to: number, grid: RampGrid, tables: RampTables): Layer[] {
  const highest = Math.min(0.9995, (grid.levels.at(-1) as number) * 1.0001);
  const targets = changeTargets(grid);
  return grid.dispersions.map((dispersion, i) => {
    const key = `${dispersion} ${highest.toPrecision(9)}`;
    const table = tables.get(key) ?? rampTable(bins, from, to, highest, dispersion);
    tables.set(key, table);
    return {
      table,
      plateau: plateauSums(table, grid.levels, targets),
      logWeight: Math.log(grid.dispersionWeights[i] as number),
      best: bestSums(table),
    };
  });
}

/** What is so many log-likelihoods below the best, however flattened, is not reckoned. */
const HOPELESS = 80;

/**
 * Exact posterior of one end of an outage on a grid: baseline before the ramp, a straight or curved rise, then a level that may change.
 *
 * @param bins - the series; only `[from, to)` is looked at
 * @param quiet - sums of the baseline's log-likelihood over `[from, …)`, entry i up to bin from + i
 * @param tables - of other looks at the same bins
 */
export function rampPosterior(
  bins: OutcomeBins,
  from: number,
  to: number,
  quiet: Float64Array,
  grid: RampGrid,
  tables: RampTables = new Map(),
): RampPosterior {
  const levels = grid.levels.length;
  const joint = new LogSums(grid.onsets.length * grid.ramps.length);
  const levelSums = new LogSums(levels);
  const dispersionSums = new LogSums(grid.dispersions.length);
  const stack = layers(bins, from, to, grid, tables);
  let top = -Infinity;
  const base = stack[0]?.table.baseRate as number;
  const logLevels = grid.levelWeights.map(Math.log);
  const logStairs = grid.stairWeights.map(Math.log);
  const [tops, stairs] = [grid.levelWeights, grid.stairWeights].map((weights) =>
    weights.flatMap((weight, k) => (weight > 0 ? [k] : [])),
  ) as [number[], number[]];
  for (const { members, r, phase, logPrior } of rampShapes(grid)) {
    for (const k of grid.ramps[r] === 0 ? [...stairs, ...tops] : tops) {
      const isStair = (grid.stairWeights[k] as number) > 0;
      const logLevel = (isStair ? logStairs[k] : logLevels[k]) as number;
      const kind = grid.kinds[r] as RampKind;
      const negligible = negligibleShare(base, grid.levels[k] as number);
      const { lead, shares } = rampShares(kind, phase, grid.ramps[r] as number, negligible);
      const columns = Float64Array.from(shares, (part) =>
        (stack[0] as Layer).table.column(base + ((grid.levels[k] as number) - base) * part),
      );
      for (const o of members) {
        const foot = Math.floor((grid.onsets[o] as number) + 1e-9) - from - lead;
        // What a curve shows before the first bin that may be looked at is left out.
        const start = Math.max(0, foot);
        const full = Math.min(foot + columns.length, to - from);
        const prior = logPrior + logLevel + Math.log(grid.onsetWeights[o] as number) + (quiet[start] as number);
        for (let d = 0; d < stack.length; d++) {
          const { table, plateau, logWeight, best } = stack[d] as Layer;
          const apart = prior + logWeight + (plateau[full * levels + k] as number);
          // No rise can give more than the best rates of its bins.
          if (apart + (best[full] as number) - (best[start] as number) < top - HOPELESS) continue;
          const score = apart + riseSum(table.logLikelihood, foot, full, columns);
          top = Math.max(top, score);
          joint.add(o * grid.ramps.length + r, score);
          if (!isStair) levelSums.add(k, score);
          dispersionSums.add(d, score);
        }
      }
    }
  }
  return { joint: joint.shares(), levels: levelSums.shares(), dispersions: dispersionSums.shares() };
}

/** Log-likelihood along the rise over bins `[start, end)`, those of the table. */
function riseSum(table: Float64Array, start: number, end: number, columns: Float64Array): number {
  let sum = 0;
  const count = end - start;
  for (let i = Math.max(0, -start); i < count; i++) {
    const column = columns[i] as number;
    const left = column >= COLUMNS - 1 ? COLUMNS - 2 : column | 0;
    const share = column - left;
    const at = (start + i) * COLUMNS + left;
    sum += (table[at] as number) * (1 - share) + (table[at + 1] as number) * share;
  }
  return sum;
}
