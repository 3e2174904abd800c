import { localLevel } from "../../stats/intervention/state-space.js";
import { seededRandom } from "../../stats/random/random.js";
import type { OutcomeSeries } from "../../incident/series.js";
import type { Shares } from "./outage-phases.js";

/** Possible courses of the failure share, had the level before the remediation gone on; one array a draw. */
export function plateauPaths(
  shares: Shares,
  first: number,
  from: number,
  last: number,
  draws: number,
  seed: number,
): number[][] {
  const random = seededRandom(seed).fork("plateau");
  const level = localLevel(shares.share.slice(first, from), shares.variance.slice(first, from));
  return Array.from({ length: draws }, () =>
    level.drawPath(last - from, random).map((value) => Math.min(1, Math.max(0, value))),
  );
}

/** Observed minus predicted over `[from, from + paths' length)`: the mean share and the count, one of each a draw. */
export interface EffectDraws {
  readonly share: number[];
  readonly failures: number[];
}

/**
 * Effect draws from counterfactual paths. Bins without attempts carry no weight; the counterfactual count has its own sampling noise.
 */
export function effectDraws(
  series: OutcomeSeries,
  paths: readonly (readonly number[])[],
  from: number,
  seed: number,
): EffectDraws {
  const random = seededRandom(seed).fork("counts");
  const share: number[] = [];
  const failures: number[] = [];
  for (const path of paths) {
    let observed = 0,
      expected = 0,
      variance = 0,
      attempts = 0;
    path.forEach((p, i) => {
      const n = series.attempts[from + i] ?? 0;
      if (n <= 0 || !series.covered[from + i]) return;
      observed += series.failures[from + i] as number;
      expected += n * p;
      variance += n * p * (1 - p);
      attempts += n;
    });
    if (attempts === 0) continue;
    const difference = observed - (expected + random.normal(0, Math.sqrt(variance)));
    share.push(difference / attempts);
    failures.push(difference);
  }
  return { share, failures };
}

/** Mean and central interval of draws. */
export function summary(
  draws: readonly number[],
  level: number,
): { value: number; interval: [number, number]; level: number } {
  const sorted = [...draws].sort((a, b) => a - b);
  const at = (p: number): number => {
    const h = (sorted.length - 1) * p;
    const low = sorted[Math.floor(h)] as number;
    return low + (h - Math.floor(h)) * ((sorted[Math.ceil(h)] as number) - low);
  };
  return {
    value: draws.reduce((sum, x) => sum + x, 0) / draws.length,
    interval: [at((1 - level) / 2), at((1 + level) / 2)],
    level,
  };
}
