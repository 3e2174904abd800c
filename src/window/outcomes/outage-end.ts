import type { OutcomeBins } from "./outcome-bins.js";
import { coarseGrid, levelGrid, onsetPrior, rampPrior, spaced } from "./ramp-grid.js";
import type { EndPrior, RampGrid } from "./ramp-grid.js";
import { negligibleShare, visibleLength } from "./ramp-shape.js";
import type { RampKind } from "./ramp-shape.js";
import { binMass, credibleSpan } from "./credible-span.js";
import { rampPosterior } from "./ramp-posterior.js";
import type { RampPosterior, RampTables } from "./ramp-posterior.js";
import { baselineSums } from "./ramp-table.js";

/** One end of an outage, read forwards in time: departure from the baseline and the ramp up. */
export interface OutageEnd {
  /** Bin in which the departure lies (posterior median). */
  readonly onset: number;
  /** From one bin's beginning to another's, both included: holds the instant of the departure with the asked probability. */
  readonly interval: readonly [from: number, to: number];
  /** Where the ramp reaches its level (posterior median), in bins. */
  readonly rampEnd: number;
  /** Holds the ramp's end with the asked probability, as much left out on either side. */
  readonly rampEndInterval: readonly [from: number, to: number];
  /** Length of the ramp in bins (posterior median). */
  readonly ramp: number;
  /** Probability that there is a ramp of more than one bin. */
  readonly rampSupport: number;
  /** Instants at which the departure may lie, in bins, with their probabilities; those that hardly count are left out. */
  readonly instants: readonly (readonly [at: number, probability: number])[];
}

/** Instants less likely than this are not kept. */
const LEAST_INSTANT = 1e-3;
/** How far before the run's first bin a slow ramp may have begun, and how far into it the plateau is looked at. */
const LONGEST_RAMP = 150;
const PLATEAU_BINS = 150;
const LATER_BINS = 25;

/** Below this share of what the run's quieter quarter shows, a level is baseline noise rather than outage. */
const LEAST_SHARE = 0.4;

/** Rates over short stretches of the run, ascending. */
function stretchRates(bins: OutcomeBins, from: number, to: number): number[] {
  const width = Math.max(1, Math.min(8, Math.floor((to - from) / 3)));
  const rates: number[] = [];
  for (let t = from; t + width <= to; t++) {
    let [f, n] = [0, 0];
    for (let i = t; i < t + width; i++) {
      f += bins.failures[i] as number;
      n += bins.attempts[i] as number;
    }
    if (n > 0) rates.push((f + 1) / (n + 2));
  }
  return rates.sort((a, b) => a - b);
}

/** Lowest and highest level that the run supports, generously. */
function levelRange(bins: OutcomeBins, from: number, to: number): [number, number] {
  const rates = stretchRates(bins, from, to);
  const highest = rates.at(-1) ?? 0.5;
  const quarter = rates[Math.floor(rates.length / 4)] ?? highest;
  const base = Math.max(...bins.rates.subarray(from, to));
  const high = Math.max(base * 1.5, Math.min(0.999, highest * 1.3, 1 - (1 - highest) / 4));
  const low = base + Math.max(0.3 * base, LEAST_SHARE * (quarter - base));
  return [Math.min(low, base + 0.5 * (high - base)), high];
}

/** Central stretch of a grid that holds all but a sliver of the mass, `margin` steps wider on either side. */
function heldRange(values: readonly number[], mass: ArrayLike<number>, margin = 1): [number, number] {
  const sliver = 0.0015;
  let [low, high] = [0, values.length - 1];
  for (let sum = 0; low < high && (sum += mass[low] as number) < sliver; low++);
  for (let sum = 0; high > low && (sum += mass[high] as number) < sliver; high--);
  return [values[Math.max(0, low - margin)] as number, values[Math.min(values.length - 1, high + margin)] as number];
}

function marginals(grid: RampGrid, joint: Float64Array): { onsets: Float64Array; ramps: Float64Array } {
  const onsets = new Float64Array(grid.onsets.length);
  const ramps = new Float64Array(grid.ramps.length);
  joint.forEach((mass, i) => {
    const o = Math.floor(i / ramps.length);
    const r = i % ramps.length;
    onsets[o] = (onsets[o] as number) + mass;
    ramps[r] = (ramps[r] as number) + mass;
  });
  return { onsets, ramps };
}

/** A shape with less of the mass than this is left out of the second look. */
const LEAST_SHAPE = 0.01;

/** Lengths of each shape that holds mass, closer together. */
function fineShapes(coarse: RampGrid, mass: ArrayLike<number>): { fineRamps: number[]; kinds: RampKind[] } {
  const [fineRamps, kinds]: [number[], RampKind[]] = [[], []];
  for (const kind of new Set(coarse.kinds)) {
    const places = coarse.kinds.flatMap((own, r) => (own === kind ? [r] : []));
    const lengths = places.map((r) => coarse.ramps[r] as number);
    const shares = places.map((r) => mass[r] as number);
    const total = shares.reduce((a, b) => a + b, 0);
    if (kind !== "linear" && total < LEAST_SHAPE) continue;
    const [shortest, longest] = heldRange(
      lengths,
      shares.map((share) => share / Math.max(total, 1e-300)),
    );
    const most = kind === "linear" ? 18 : 12;
    const positive = spaced(
      Math.max(shortest, kind === "linear" ? 0.5 : 2),
      Math.max(longest, kind === "linear" ? 1 : 3),
      Math.min(most, Math.max(5, Math.ceil((longest - shortest) / 0.5) + 1)),
    );
    const all = shortest === 0 ? [0, ...positive] : positive;
    fineRamps.push(...all);
    kinds.push(...all.map(() => kind));
  }
  return { fineRamps, kinds };
}

/** What a look at a grid too coarse for its counts says, taken with a grain of salt: probabilities to this power, at the first look and at the second. */
const FIRST_POWER = 0.25;
const SECOND_POWER = 0.5;

/** Probabilities to a power below one, normalised: flatter. */
function flatter(mass: ArrayLike<number>, power: number): Float64Array {
  const raised = Float64Array.from(mass, (share) => share ** power);
  const total = raised.reduce((a, b) => a + b, 0);
  return raised.map((share) => share / total);
}

/** Levels on top of a ramp at a closer look. */
const FINE_LEVELS = 11;
const logit = (p: number): number => Math.log(p / (1 - p));

/** Closer levels where the last look found mass; the others stay as what the outage may go over to, stairs as they are. */
function fineLevels(coarse: RampGrid, mass: Float64Array): Pick<RampGrid, "levels" | "levelWeights" | "stairWeights"> {
  const tops = coarse.levels.flatMap((_, k) => ((coarse.levelWeights[k] as number) > 0 ? [k] : []));
  const topLevels = tops.map((k) => coarse.levels[k] as number);
  const [low, high] = heldRange(
    topLevels,
    tops.map((k) => mass[k] as number),
  );
  const fine = levelGrid(low, high, FINE_LEVELS);
  const levels = [...new Set([...coarse.levels.filter((level) => level < low || level > high), ...fine])].sort(
    (a, b) => a - b,
  );
  // The prior is even in log-odds: what part of it lies where the levels are closer.
  const all = logit(topLevels.at(-1) as number) - logit(topLevels[0] as number);
  const part = all > 0 ? (logit(high) - logit(low)) / all : 1;
  const before = tops.reduce((sum, k) => sum + (coarse.levelWeights[k] as number), 0);
  const stairAt = new Map(coarse.levels.map((level, k) => [level, coarse.stairWeights[k] as number]));
  return {
    levels,
    levelWeights: levels.map((level) => (fine.includes(level) ? (before * part) / fine.length : 0)),
    stairWeights: levels.map((level) => (fine.includes(level) ? 0 : (stairAt.get(level) ?? 0))),
  };
}

/** The next look: only where the last found mass, on a grid fine enough for it. */
function fineGrid(coarse: RampGrid, seen: RampPosterior, { per, run }: EndPrior, power: number): RampGrid {
  const found: RampPosterior = {
    joint: flatter(seen.joint, power),
    levels: flatter(seen.levels, power),
    dispersions: flatter(seen.dispersions, power),
  };
  const { onsets, ramps } = marginals(coarse, found.joint);
  const held = heldRange(coarse.onsets, onsets, 2);
  // Whole bins must be on the grid: half of the prior sits on them.
  const [firstOnset, lastOnset] = [Math.floor(held[0]), Math.ceil(held[1])];
  const step =
    lastOnset - firstOnset <= 6 ? 0.1 : lastOnset - firstOnset <= 16 ? 0.25 : lastOnset - firstOnset <= 50 ? 0.5 : 1;
  const count = Math.round((lastOnset - firstOnset) / step) + 1;
  const fineOnsets = Array.from({ length: count }, (_, i) => Math.round((firstOnset + i * step) * 1000) / 1000);
  const { fineRamps, kinds } = fineShapes(coarse, ramps);
  const { levels, levelWeights, stairWeights } = fineLevels(coarse, found.levels);
  const kept = coarse.dispersions.map((_, i) => i).filter((i) => (found.dispersions[i] as number) > 0.01);
  return {
    onsets: fineOnsets,
    onsetWeights: onsetPrior(fineOnsets),
    ramps: fineRamps,
    kinds,
    rampWeights: rampPrior(fineRamps, kinds, per, run),
    strides: fineRamps.map(() => 1),
    levels,
    levelWeights,
    stairWeights,
    found: coarse.found,
    stairReach: coarse.stairReach,
    dispersions: kept.map((i) => coarse.dispersions[i] as number),
    dispersionWeights: kept.map((i) => coarse.dispersionWeights[i] as number),
  };
}

function quantileOf(values: readonly (readonly [value: number, mass: number])[], share = 0.5): number {
  const sorted = [...values].sort((a, b) => a[0] - b[0]);
  let sum = 0;
  for (const [value, mass] of sorted) if ((sum += mass) >= share) return value;
  return sorted.at(-1)?.[0] ?? 0;
}

/** The level that the posterior is centred on, and what of a rise to it counts as none. */
function negligibleIn(grid: RampGrid, found: RampPosterior, base: number): number {
  const level = quantileOf(grid.levels.map((value, k) => [value, found.levels[k] as number]));
  return negligibleShare(base, level);
}

/** Ramps of so many bins and more are idealised: no real rise is exactly a line or a curve. */
const IDEAL_BINS = 4;
/** Failures along a ramp up to which chance hides how far its shape is off; beyond, the probabilities of ramps are flattened, to this power at least. */
const SHAPE_FAILURES = 100;
const LEAST_SHAPE_POWER = 0.5;

/** A ramp of so many bins and more has room for pauses, stairs and relapses. */
const LONG_RAMP = 20;
/** What the family of shapes leaves out counts as so many times the share that an interval leaves out: along a long ramp, the interval holds more by the family than it says. */
const LEFT_OUT = 4;
const beyond = (level: number): number => 1 - (1 - level) / LEFT_OUT;

/** Failures over the baseline along the ramps that the posterior holds, on average. */
function failuresAlong(grid: RampGrid, found: RampPosterior, base: number, attempts: number): number {
  const { ramps } = marginals(grid, found.joint);
  const length = grid.ramps.reduce((sum, ramp, r) => sum + ramp * (ramps[r] as number), 0);
  const level = grid.levels.reduce((sum, rate, k) => sum + rate * (found.levels[k] as number), 0);
  return (attempts * Math.max(0, level - base) * length) / 2;
}

/** The joint probabilities with those of ramps flattened among themselves, as far as there are failures enough to tell shapes from each other. */
function loosened(grid: RampGrid, found: RampPosterior, base: number, attempts: number): Float64Array {
  const along = failuresAlong(grid, found, base, attempts);
  const power = Math.min(1, Math.max(LEAST_SHAPE_POWER, Math.sqrt(SHAPE_FAILURES / Math.max(along, 1))));
  const { joint } = found;
  const places = grid.ramps.length;
  const isRamp = grid.ramps.map((ramp) => ramp >= IDEAL_BINS);
  let [before, after] = [0, 0];
  const raised = joint.map((mass, i) => {
    if (!isRamp[i % places]) return mass;
    const flat = mass ** power;
    before += mass;
    after += flat;
    return flat;
  });
  return after === 0 ? joint : raised.map((mass, i) => (isRamp[i % places] ? (mass * before) / after : mass));
}

function summary(
  grid: RampGrid,
  found: RampPosterior,
  { base, attempts }: { base: number; attempts: number },
  level: number,
): OutageEnd {
  const joint = loosened(grid, found, base, attempts);
  const negligible = negligibleIn(grid, found, base);
  const ends: [number, number][] = [];
  const lengths: [number, number][] = [];
  const starts: [number, number][] = [];
  const step = grid.onsets.length > 1 ? (grid.onsets[1] as number) - (grid.onsets[0] as number) : 1;
  const { onsets } = marginals(grid, joint);
  let rampSupport = 0;
  joint.forEach((mass, i) => {
    if (mass < 1e-9) return;
    const onset = grid.onsets[Math.floor(i / grid.ramps.length)] as number;
    const r = i % grid.ramps.length;
    const ramp = visibleLength(grid.kinds[r] as RampKind, grid.ramps[r] as number, negligible);
    starts.push([onset, mass]);
    ends.push([onset + ramp, mass]);
    lengths.push([ramp, mass]);
    if (ramp > 1) rampSupport += mass;
  });
  return {
    onset: Math.floor(quantileOf(starts) + 1e-9),
    interval: credibleSpan(
      binMass(grid.onsets, onsets, step),
      quantileOf(lengths) >= LONG_RAMP ? beyond(level) : level,
    ),
    rampEnd: quantileOf(ends),
    rampEndInterval: [quantileOf(ends, (1 - level) / 2), quantileOf(ends, (1 + level) / 2)],
    ramp: quantileOf(lengths),
    rampSupport,
    instants: grid.onsets.flatMap((at, o) => {
      const probability = onsets[o] as number;
      return probability >= LEAST_INSTANT ? [[at, probability] as const] : [];
    }),
  };
}

/** Longer outages may have longer ramps: they are looked at in bins of several, so many an outage at most. */
const RUN_BINS = 300;

/** Bins added up to coarser ones, the first and the last of which may hold fewer. */
function coarser(bins: OutcomeBins, per: number): OutcomeBins {
  const length = Math.ceil(bins.attempts.length / per);
  const [failures, attempts, rates] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
  for (let i = 0; i < length; i++) {
    let [f, n, expected, rate] = [0, 0, 0, 0];
    const to = Math.min(bins.attempts.length, (i + 1) * per);
    for (let t = i * per; t < to; t++) {
      f += bins.failures[t] as number;
      n += bins.attempts[t] as number;
      expected += (bins.attempts[t] as number) * (bins.rates[t] as number);
      rate += (bins.rates[t] as number) / (to - i * per);
    }
    [failures[i], attempts[i], rates[i]] = [f, n, n > 0 ? expected / n : rate];
  }
  const { dispersion, wandering = 0 } = bins;
  return { ...bins, failures, attempts, rates, dispersion: dispersion / per, wandering: wandering / per };
}

/** The bin from which so many with attempts lie before another: what is lost of a log may hold the end. */
function binsBefore({ attempts }: OutcomeBins, at: number, wanted: number): number {
  let [from, held] = [at, 0];
  while (from > 0 && held < wanted) {
    from -= 1;
    if ((attempts[from] as number) > 0) held += 1;
  }
  return from;
}

/** One look at an end, in bins of `per`. */
function endAt(
  bins: OutcomeBins,
  run: readonly [from: number, to: number],
  earliest: number,
  pivot: number,
  level: number,
  per: number,
): OutageEnd {
  const to = Math.max(run[0] + 1, Math.min(pivot, run[0] + PLATEAU_BINS));
  const from = Math.max(earliest, binsBefore(bins, run[0], LONGEST_RAMP));
  const last = Math.min(to - 1, run[0] + LATER_BINS);
  const quiet = baselineSums(bins, from, to);
  const prior: EndPrior = {
    levels: levelRange(bins, run[0], to),
    base: bins.rates[run[0]] as number,
    dispersion: bins.dispersion,
    per,
    run: run[1] - run[0],
    found: run[0],
  };
  const tables: RampTables = new Map();
  const coarse = coarseGrid(from, last, Math.min(LONGEST_RAMP, to - from), prior);
  const second = fineGrid(coarse, rampPosterior(bins, from, to, quiet, coarse, tables), prior, FIRST_POWER);
  const fine = fineGrid(second, rampPosterior(bins, from, to, quiet, second, tables), prior, SECOND_POWER);
  const attempts = bins.attempts.subarray(run[0], to).reduce((sum, n) => sum + n, 0) / (to - run[0]);
  const usual = { base: bins.rates[run[0]] as number, attempts };
  return summary(fine, rampPosterior(bins, from, to, quiet, fine, tables), usual, level);
}

/** An end in bins of `per` said in bins of the series. */
function inBins(end: OutageEnd, per: number): OutageEnd {
  const times = ([low, high]: readonly [number, number]): [number, number] => [low * per, high * per];
  return {
    ...end,
    onset: end.onset * per,
    interval: times(end.interval),
    rampEnd: end.rampEnd * per,
    rampEndInterval: times(end.rampEndInterval),
    ramp: end.ramp * per,
    instants: end.instants.map(([at, probability]) => [at * per, probability] as const),
  };
}

/**
 * When an outage departed from the baseline, with its interval and its ramp.
 *
 * Long outages are looked at in coarser bins first, since their ramps may be long too; where the ramp turns out to be short and its place known, the bins themselves tell more.
 *
 * @param bins - the series forwards (onset) or backwards (recovery)
 * @param run - the outage found, in the same direction
 * @param earliest - no departure before this bin: the end of an outage before, or 0
 * @param pivot - a bin certainly inside the outage
 */
export function outageEnd(
  bins: OutcomeBins,
  run: readonly [from: number, to: number],
  earliest: number,
  pivot: number,
  level: number,
): OutageEnd {
  const per = Math.ceil((run[1] - run[0]) / RUN_BINS);
  if (per > 1) {
    const coarse = endAt(
      coarser(bins, per),
      [Math.floor(run[0] / per), Math.ceil(run[1] / per)],
      Math.ceil(earliest / per),
      Math.max(Math.floor(run[0] / per) + 1, Math.floor(pivot / per)),
      level,
      per,
    );
    const unsure = coarse.interval[1] - coarse.interval[0];
    if (coarse.ramp * per > LONGEST_RAMP / 2 || unsure * per > LATER_BINS) return inBins(coarse, per);
  }
  return endAt(bins, run, earliest, pivot, level, 1);
}
