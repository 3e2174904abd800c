import type { Random } from "../random/random.js";

/** A local level observed with known relative variances; see {@link localLevel}. */
export interface LocalLevel {
  /** Grid points of the posterior: observation scale, level variance, weight (sums to 1), last filtered level and its variance. */
  readonly points: readonly {
    readonly scale: number;
    readonly levelVariance: number;
    readonly weight: number;
    readonly level: number;
    readonly variance: number;
  }[];
  /** Posterior mean of the last level. */
  readonly level: number;
  /** One future path of the level, `steps` long. */
  drawPath(steps: number, random: Random): number[];
}

const SCALES = [1, 1.4, 2, 2.8, 4, 5.7, 8, 16, 32, 64];
/** Level standard deviation per step, relative to the median observation standard deviation. */
const RATIOS = [0, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2];

interface Filtered {
  readonly logLikelihood: number;
  readonly level: number;
  readonly variance: number;
}

/** Kalman filter of a local level with a diffuse start; bins without an observation only widen the level. */
function filter(y: readonly (number | null)[], variance: readonly number[], scale: number, q: number): Filtered {
  let level = 0;
  let p = Infinity;
  let logLikelihood = 0;
  y.forEach((value, t) => {
    if (p !== Infinity) p += q;
    if (value === null) return;
    const h = scale * (variance[t] as number);
    if (p === Infinity) {
      level = value;
      p = h;
      return;
    }
    const f = p + h;
    const innovation = value - level;
    logLikelihood -= 0.5 * (Math.log(f) + (innovation * innovation) / f);
    level += (p / f) * innovation;
    p -= (p * p) / f;
  });
  return { logLikelihood, level, variance: p };
}

/**
 * The posterior of a slowly moving level, for forecasts that widen as they should.
 *
 * y_t = μ_t + ε_t, μ_t a random walk; ε_t has `scale · variance[t]` (over-dispersion relative to the sampling variance that is passed in).
 * Scale and level variance are integrated over a grid with equal prior weight a point; positive autocorrelation of the noise is taken up
 * by the level, which errs to the wide side.
 *
 * @param y - observations in order; `null` where there is none
 * @param variance - sampling variance of each observation, > 0
 * @throws RangeError with fewer than three observations or lengths that differ
 * @see Durbin & Koopman (2012), doi:10.1093/acprof:oso/9780199641178.001.0001
 */
export function localLevel(y: readonly (number | null)[], variance: readonly number[]): LocalLevel {
  const seen = variance.filter((_, t) => y[t] !== null).sort((a, b) => a - b);
  if (y.length !== variance.length)
    throw new RangeError(`localLevel requires one variance a value, got ${variance.length} for ${y.length}`);
  if (seen.length < 3) throw new RangeError(`localLevel requires at least 3 observations, got ${seen.length}`);
  const typical = seen[seen.length >> 1] as number;
  const raw = SCALES.flatMap((scale) =>
    RATIOS.map((ratio) => {
      const levelVariance = ratio * ratio * typical;
      return { scale, levelVariance, ...filter(y, variance, scale, levelVariance) };
    }),
  );
  const best = Math.max(...raw.map((point) => point.logLikelihood));
  const total = raw.reduce((sum, point) => sum + Math.exp(point.logLikelihood - best), 0);
  const points = raw.map(({ logLikelihood, ...point }) => ({
    ...point,
    weight: Math.exp(logLikelihood - best) / total,
  }));
  const level = points.reduce((sum, point) => sum + point.weight * point.level, 0);
  return { points, level, drawPath: (steps, random) => path(points, steps, random) };
}

function path(points: LocalLevel["points"], steps: number, random: Random): number[] {
  let u = random.next();
  let chosen = points[points.length - 1] as LocalLevel["points"][number];
  for (const point of points) {
    u -= point.weight;
    if (u < 0) {
      chosen = point;
      break;
    }
  }
  let level = random.normal(chosen.level, Math.sqrt(chosen.variance));
  const sd = Math.sqrt(chosen.levelVariance);
  return Array.from({ length: steps }, () => (level += sd * random.normal()));
}
