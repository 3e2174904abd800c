import { climb } from "./climb.js";
import type { OutcomeBins } from "./outcome-bins.js";
import type { RampGrid } from "./ramp-grid.js";
import { negligibleShare, rampShares } from "./ramp-shape.js";
import type { RampKind } from "./ramp-shape.js";
import { RATE_STEPS, rampTable } from "./ramp-table.js";
import type { RampTable } from "./ramp-table.js";

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

  /** The largest of what arrived. */
  top(i: number): number {
    return this.#top[i] as number;
  }

  log(i: number): number {
    return (this.#top[i] as number) + Math.log(this.#sum[i] as number);
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
      sums[i * count + k] = both + interpolated(table, i, columns[k] as number);
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

/** Log-likelihood of one bin between two rate steps. */
function interpolated({ logLikelihood, firstCell, stride }: RampTable, bin: number, column: number): number {
  const left = Math.min(RATE_STEPS - 2, Math.floor(column));
  const share = column - left;
  const cell = firstCell + left * stride + bin;
  return (logLikelihood[cell] as number) * (1 - share) + (logLikelihood[cell + stride] as number) * share;
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
function bestSums({ from, to, logLikelihood, firstCell, stride }: RampTable): Float64Array {
  const most = new Float64Array(to - from).fill(-Infinity);
  for (let k = 0; k < RATE_STEPS; k++) {
    const at = firstCell + k * stride;
    for (let i = 0; i < most.length; i++) most[i] = Math.max(most[i] as number, logLikelihood[at + i] as number);
  }
  const sums = new Float64Array(most.length + 1);
  most.forEach((value, i) => (sums[i + 1] = (sums[i] as number) + value));
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

/** The rises of one shape to one level, an entry each for the onsets at which they may begin; onsets ascend. */
class Rises {
  count = 0;
  /** Row of the onset in the grid. */
  readonly rows: Int32Array;
  /** Bin of the table in which the shape's first share falls; before the table where negative. */
  readonly feet: Int32Array;
  /** First bin of the table that the rise covers, and the bin at which it stands at its level. */
  readonly starts: Int32Array;
  readonly fulls: Int32Array;
  /** Log of the prior, with the likelihood of what lies outside the rise as far as it is known. */
  readonly outside: Float64Array;

  constructor(onsets: number) {
    this.rows = new Int32Array(onsets);
    this.feet = new Int32Array(onsets);
    this.starts = new Int32Array(onsets);
    this.fulls = new Int32Array(onsets);
    this.outside = new Float64Array(onsets);
  }

  add(row: number, foot: number, start: number, full: number, outside: number): void {
    const at = this.count++;
    this.rows[at] = row;
    this.feet[at] = foot;
    this.starts[at] = start;
    this.fulls[at] = full;
    this.outside[at] = outside;
  }
}

/** Indices of the levels of some weight. */
function weighty(weights: readonly number[]): number[] {
  return weights.flatMap((weight, k) => (weight > 0 ? [k] : []));
}

/** The posterior as it is gathered, shape by shape. */
class Gathering {
  readonly #grid: RampGrid;
  readonly #stack: readonly Layer[];
  readonly #quiet: Float64Array;
  readonly #joint: LogSums;
  readonly #levels: LogSums;
  readonly #dispersions: LogSums;
  /** All rises of the shape in hand, and of those the ones that may matter. */
  readonly #all: Rises;
  readonly #hopeful: Rises;
  /** Log-likelihoods along the hopeful rises. */
  readonly #sums: Float64Array;
  #top = -Infinity;

  constructor(grid: RampGrid, stack: readonly Layer[], quiet: Float64Array) {
    [this.#grid, this.#stack, this.#quiet] = [grid, stack, quiet];
    this.#joint = new LogSums(grid.onsets.length * grid.ramps.length);
    this.#levels = new LogSums(grid.levels.length);
    this.#dispersions = new LogSums(grid.dispersions.length);
    [this.#all, this.#hopeful] = [new Rises(grid.onsets.length), new Rises(grid.onsets.length)];
    this.#sums = new Float64Array(grid.onsets.length);
  }

  /** Adds the rises of a shape to a level, at every over-dispersion. */
  add(shape: RampShape, level: number): void {
    const columns = this.#lay(shape, level);
    this.#stack.forEach((_, d) => this.#gather(shape, level, d, columns));
  }

  /** Lays out the shape's rises to a level, and returns the rate step of each of its bins. */
  #lay({ r, members, phase, logPrior }: RampShape, k: number): Float64Array {
    const [grid, rises] = [this.#grid, this.#all];
    const { table } = this.#stack[0] as Layer;
    const [level, base] = [grid.levels[k] as number, table.baseRate];
    const ramp = grid.ramps[r] as number;
    const { lead, shares } = rampShares(grid.kinds[r] as RampKind, phase, ramp, negligibleShare(base, level));
    const logLevel = Math.log(((grid.stairWeights[k] as number) || grid.levelWeights[k]) as number);
    rises.count = 0;
    for (const o of members) {
      const foot = Math.floor((grid.onsets[o] as number) + 1e-9) - table.from - lead;
      // What a curve shows before the first bin that may be looked at is left out.
      const start = Math.max(0, foot);
      const full = Math.min(foot + shares.length, table.to - table.from);
      const before = Math.log(grid.onsetWeights[o] as number) + (this.#quiet[start] as number);
      rises.add(o, foot, start, full, logPrior + logLevel + before);
    }
    return Float64Array.from(shares, (part) => table.column(base + (level - base) * part));
  }

  #gather({ r }: RampShape, k: number, d: number, columns: Float64Array): void {
    const { levels, ramps, stairWeights } = this.#grid;
    const { table, plateau, logWeight, best } = this.#stack[d] as Layer;
    const [all, hopeful] = [this.#all, this.#hopeful];
    hopeful.count = 0;
    for (let j = 0; j < all.count; j++) {
      const [start, full] = [all.starts[j] as number, all.fulls[j] as number];
      const apart = (all.outside[j] as number) + logWeight + (plateau[full * levels.length + k] as number);
      // No rise can give more than the best rates of its bins.
      if (apart + (best[full] as number) - (best[start] as number) < this.#top - HOPELESS) continue;
      hopeful.add(all.rows[j] as number, all.feet[j] as number, start, full, apart);
    }
    climb(table, columns, hopeful, this.#sums);
    const [total, isStair] = [new LogSums(1), (stairWeights[k] as number) > 0];
    for (let j = 0; j < hopeful.count; j++) {
      const score = (hopeful.outside[j] as number) + (this.#sums[j] as number);
      this.#joint.add((hopeful.rows[j] as number) * ramps.length + r, score);
      total.add(0, score);
    }
    this.#top = Math.max(this.#top, total.top(0));
    if (!isStair) this.#levels.add(k, total.log(0));
    this.#dispersions.add(d, total.log(0));
  }

  shares(): RampPosterior {
    return { joint: this.#joint.shares(), levels: this.#levels.shares(), dispersions: this.#dispersions.shares() };
  }
}

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
  const gathering = new Gathering(grid, layers(bins, from, to, grid, tables), quiet);
  const [tops, stairs] = [weighty(grid.levelWeights), weighty(grid.stairWeights)];
  for (const shape of rampShapes(grid)) {
    for (const k of grid.ramps[shape.r] === 0 ? [...stairs, ...tops] : tops) gathering.add(shape, k);
  }
  return gathering.shares();
}
