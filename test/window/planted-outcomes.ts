import { seededRandom } from "../../src/stats/random/random.js";

/** One planted outage: `[onset, recovery)` in bins, ramps inside it. */
export interface PlantedOutage {
  readonly onset: number;
  readonly onsetRamp: number;
  readonly recovery: number;
  readonly recoveryRamp: number;
}

export interface Planted {
  readonly seed: number | string;
  readonly bins: number;
  readonly attempts: number;
  readonly baseline: number;
  readonly level: number;
  readonly dispersion?: number;
  readonly outages?: readonly PlantedOutage[];
  /** Factor on the baseline per bin. */
  readonly season?: (bin: number) => number;
}

/** Share of the full rise at a time, averaged over the bin by its middle and ends. */
function share(bin: number, { onset, onsetRamp, recovery, recoveryRamp }: PlantedOutage): number {
  const at = (x: number): number => {
    if (x <= onset || x >= recovery) return 0;
    return Math.min(
      1,
      onsetRamp > 0 ? (x - onset) / onsetRamp : 1,
      recoveryRamp > 0 ? (recovery - x) / recoveryRamp : 1,
    );
  };
  const points = 20;
  let sum = 0;
  for (let i = 0; i < points; i++) sum += at(bin + (i + 0.5) / points);
  return sum / points;
}

/** Failures and attempts with a known truth: beta-binomial around a baseline and trapezoid outages. */
export function plantedOutcomes(planted: Planted): { failures: number[]; attempts: number[] } {
  const random = seededRandom(planted.seed);
  const { dispersion = 0, outages = [], season = () => 1 } = planted;
  const failures: number[] = [];
  const attempts: number[] = [];
  for (let t = 0; t < planted.bins; t++) {
    const base = planted.baseline * season(t);
    const rise = outages.reduce((most, outage) => Math.max(most, share(t, outage)), 0);
    const rate = base + (planted.level - base) * rise;
    const n = random.poisson(planted.attempts);
    const size = (1 - dispersion) / dispersion;
    const p = dispersion > 0 ? random.beta(rate * size, (1 - rate) * size) : rate;
    attempts.push(n);
    failures.push(random.binomial(n, p));
  }
  return { failures, attempts };
}
