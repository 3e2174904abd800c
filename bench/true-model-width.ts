import { binMass, credibleSpan } from "../src/window/outcomes/credible-span.js";
import { baselineSums } from "../src/window/outcomes/ramp-table.js";
import { levelGrid, onsetPrior, rampPrior } from "../src/window/outcomes/ramp-grid.js";
import { rampPosterior } from "../src/window/outcomes/ramp-posterior.js";
import { reversedBins } from "../src/window/outcomes/outcome-bins.js";
import type { OutcomeBins } from "../src/window/outcomes/outcome-bins.js";

interface Made {
  readonly failures: readonly number[];
  readonly attempts: readonly number[];
  readonly baseline: number;
  readonly level: number;
}

interface Truth {
  readonly onset: number;
  readonly onsetRamp: number;
  readonly recovery: number;
  readonly recoveryRamp: number;
}

const REACH = 60;

function endWidth(bins: OutcomeBins, onset: number, ramp: number, level: number, pivot: number): number {
  const from = Math.floor(onset) - REACH;
  const step = 0.25;
  const onsets = Array.from(
    { length: Math.round((ramp + 2 * REACH - 20) / step) },
    (_, i) => from + 10 + i * step,
  ).filter((at) => at < pivot - 1);
  const ramps = ramp === 0 ? [0] : Array.from({ length: 31 }, (_, i) => 1 + i * 1.5);
  const levels = levelGrid(Math.max(0.02, level * 0.8), Math.min(0.9, level * 1.2), 11);
  const posterior = rampPosterior(bins, from, pivot, baselineSums(bins, from, pivot), {
    onsets,
    onsetWeights: onsetPrior(onsets),
    ramps,
    kinds: ramps.map(() => "linear" as const),
    rampWeights:
      ramp === 0
        ? [1]
        : rampPrior(
            ramps,
            ramps.map(() => "linear"),
            1,
            60,
          ),
    strides: ramps.map(() => 1),
    levels,
    stairWeights: levels.map(() => 0),
    found: onset,
    stairReach: 1,
    levelWeights: levels.map(() => 1),
    dispersions: [Math.max(5e-5, bins.dispersion)],
    dispersionWeights: [1],
  });
  const mass = onsets.map((_, o) =>
    ramps.reduce((sum, _ramp, r) => sum + (posterior.joint[o * ramps.length + r] as number), 0),
  );
  const [first, last] = credibleSpan(binMass(onsets, mass, step), 0.95);
  return last - first;
}

/**
 * Mean width of the 95 % intervals of both ends when baseline rate, over-dispersion and the kind of shape (step or linear ramp of
 * unknown length) are known and only times, ramp lengths and level are not.
 */
export function trueModelWidth(made: Made, truth: Truth, dispersion: number): number {
  const bins: OutcomeBins = {
    failures: Float64Array.from(made.failures),
    attempts: Float64Array.from(made.attempts),
    rates: new Float64Array(made.attempts.length).fill(made.baseline),
    dispersion,
    rateError: 0,
  };
  const length = made.attempts.length;
  const middle = Math.round((truth.onset + truth.recovery) / 2);
  const first = endWidth(bins, truth.onset, truth.onsetRamp, made.level, middle);
  const last = endWidth(reversedBins(bins), length - truth.recovery, truth.recoveryRamp, made.level, length - middle);
  return (first + last) / 2;
}
