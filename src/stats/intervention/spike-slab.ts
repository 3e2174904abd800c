import { cholesky, solveLower, solveLowerTransposed } from "../matrix.js";
import type { Random } from "../random/random.js";

/** Prior of a regression whose coefficients are either absent or normal around 0; p coefficients. */
export interface SpikeSlabPrior {
  /** Probability that each coefficient is in, 0…1. */
  readonly inclusion: readonly number[];
  /** p × p, row by row: prior precision of the coefficients that are in, times the residual variance. */
  readonly precision: Float64Array;
}

/** Weight of the prior on the coefficients, in observations. */
const INFORMATION = 0.01;
/** Share of the prior precision that keeps only its diagonal, so that it has full rank. */
const SHRINKAGE = 0.5;

/**
 * The prior that spends `size` expected coefficients evenly and half of one hundredth of an observation's information on each direction.
 *
 * @param design - columns of length n, the intercept among them
 * @param size - expected number of coefficients that are in; as many as there are columns, or more, puts all of them in
 * @see George & McCulloch (1997); Scott & Varian (2014), doi:10.1504/IJMMNO.2014.059942
 */
export function spikeSlabPrior(design: readonly Float64Array[], size: number): SpikeSlabPrior {
  const p = design.length;
  const n = design[0]?.length ?? 0;
  const precision = new Float64Array(p * p);
  design.forEach((a, i) =>
    design.forEach((b, j) => {
      let sum = 0;
      for (let t = 0; t < n; t++) sum += (a[t] as number) * (b[t] as number);
      precision[i * p + j] = (INFORMATION * sum * (i === j ? 1 : 1 - SHRINKAGE)) / n;
    }),
  );
  const each = size < p ? size / p : 1;
  return { inclusion: design.map((column) => (column.every((x) => x === 0) ? 0 : each)), precision };
}

/** Information of whitened data about the coefficients: XᵀX (p × p, row by row) and Xᵀy. */
export interface Information {
  readonly xtx: Float64Array;
  readonly xty: Float64Array;
}

interface Conditional {
  readonly logWeight: number;
  readonly factor: Float64Array;
  readonly half: Float64Array;
}

/** Coefficients integrated out given which are in: log weight, and what a draw of them needs. */
function conditional(
  chosen: readonly number[],
  prior: SpikeSlabPrior,
  { xtx, xty }: Information,
  sigma2: number,
): Conditional {
  const p = prior.inclusion.length;
  const m = chosen.length;
  const slab = new Float64Array(m * m);
  const posterior = new Float64Array(m * m);
  const b = new Float64Array(m);
  chosen.forEach((i, a) => {
    b[a] = xty[i] as number;
    chosen.forEach((j, c) => {
      slab[a * m + c] = (prior.precision[i * p + j] as number) / sigma2;
      posterior[a * m + c] = (slab[a * m + c] as number) + (xtx[i * p + j] as number);
    });
  });
  const before = cholesky(slab, m);
  const factor = cholesky(posterior, m);
  const half = solveLower(factor, b, m);
  let logWeight = 0;
  for (let a = 0; a < m; a++) {
    logWeight +=
      Math.log(before[a * m + a] as number) - Math.log(factor[a * m + a] as number) + 0.5 * (half[a] as number) ** 2;
  }
  return { logWeight, factor, half };
}

/**
 * One Gibbs sweep: which coefficients are in (each in turn, coefficients integrated out), then the coefficients.
 *
 * @param included - which are in at present; changed in place
 * @returns the coefficients, 0 where out
 */
export function drawCoefficients(
  included: boolean[],
  prior: SpikeSlabPrior,
  information: Information,
  sigma2: number,
  random: Random,
): Float64Array {
  const p = included.length;
  const list = (): number[] => included.flatMap((isIn, i) => (isIn ? [i] : []));
  let current = conditional(list(), prior, information, sigma2);
  for (let i = 0; i < p; i++) {
    const chance = prior.inclusion[i] as number;
    if (chance === 0 || chance === 1) continue;
    const was = included[i] as boolean;
    included[i] = !was;
    const other = conditional(list(), prior, information, sigma2);
    const logOdds = other.logWeight - current.logWeight + (was ? -1 : 1) * Math.log(chance / (1 - chance));
    if (random.next() < 1 / (1 + Math.exp(-logOdds))) current = other;
    else included[i] = was;
  }
  const chosen = list();
  const m = chosen.length;
  const noisy = current.half.map((value) => value + random.normal());
  const drawn = solveLowerTransposed(current.factor, noisy, m);
  const beta = new Float64Array(p);
  chosen.forEach((i, a) => {
    beta[i] = drawn[a] as number;
  });
  return beta;
}
