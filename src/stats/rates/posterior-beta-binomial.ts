const HALF_LOG_TWO_PI = 0.9189385332046727;

/** ln Γ(x), x > 0, to about 1e-12: short and fast, for likelihood tables. */
function quickLogGamma(x: number): number {
  let shift = 1;
  let at = x;
  while (at < 8) {
    shift *= at;
    at += 1;
  }
  const y = 1 / (at * at);
  const series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y / 1680))) / at;
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + series - (shift === 1 ? 0 : Math.log(shift));
}

/** ln [Γ(a + k) ÷ Γ(a)]. */
function logRising(a: number, k: number): number {
  if (k === 0) return 0;
  if (k <= 6 && Number.isInteger(k)) {
    let product = a;
    for (let i = 1; i < k; i++) product *= a + i;
    return Math.log(product);
  }
  // Two Stirling series would cancel where a is huge beside k; their difference by the mean value does not.
  if (a > 1e8 && k < a * 1e-4) return k * (Math.log(a) + (k - 1) / (2 * a));
  return quickLogGamma(a + k) - quickLogGamma(a);
}

/** Over-dispersion below this counts as none. */
const LEAST_DISPERSION = 1e-6;

/**
 * Beta-binomial log-likelihood of a rate, without the binomial coefficient (which no parameter moves).
 *
 * Var(failures) = n p (1 − p) (1 + (n − 1) ρ); ρ below 1e-6 is the binomial.
 *
 * @param failures - 0 … attempts
 * @param attempts - 0 gives 0: nothing tried says nothing
 * @param rate - strictly between 0 and 1
 * @param dispersion - intraclass correlation ρ, 0 … < 1
 */
export function logBetaBinomial(failures: number, attempts: number, rate: number, dispersion: number): number {
  if (attempts === 0) return 0;
  if (dispersion < LEAST_DISPERSION) return failures * Math.log(rate) + (attempts - failures) * Math.log1p(-rate);
  const size = (1 - dispersion) / dispersion;
  return (
    logRising(rate * size, failures) + logRising((1 - rate) * size, attempts - failures) - logRising(size, attempts)
  );
}

const DISPERSIONS = [0, 1e-4, 3e-4, 1e-3, 2e-3, 4e-3, 7e-3, 0.012, 0.02, 0.035, 0.06, 0.1, 0.17, 0.3] as const;

/** Keeps likelihood sums over many bins affordable; evenly spread, so that every hour is heard. */
const MOST_BINS = 4000;

/**
 * The over-dispersion between bins that makes their counts most likely, rates given; 0 where the binomial suffices.
 *
 * Maximum likelihood over a fixed ladder from 0 to .3, refined once by a parabola through the best three steps.
 *
 * @param failures - per bin
 * @param attempts - per bin; bins with fewer than two attempts carry no information and are passed over
 * @param rates - expected rate per bin, strictly between 0 and 1
 * @param use - which bins count
 */
export function betweenBinDispersion(
  failures: ArrayLike<number>,
  attempts: ArrayLike<number>,
  rates: ArrayLike<number>,
  use: (bin: number) => boolean,
): number {
  const bins: number[] = [];
  for (let t = 0; t < attempts.length; t++) if ((attempts[t] as number) >= 2 && use(t)) bins.push(t);
  const stride = Math.max(1, Math.ceil(bins.length / MOST_BINS));
  const total = (dispersion: number): number => {
    let sum = 0;
    for (let i = 0; i < bins.length; i += stride) {
      const t = bins[i] as number;
      sum += logBetaBinomial(failures[t] as number, attempts[t] as number, rates[t] as number, dispersion);
    }
    return sum;
  };
  const heights = DISPERSIONS.map(total);
  const best = heights.indexOf(Math.max(...heights));
  if (best <= 0) return 0;
  if (best === DISPERSIONS.length - 1) return DISPERSIONS[best] as number;
  return parabolaPeak(best, heights);
}

/** Peak of the parabola through three neighbours on the ladder's logarithmic scale. */
function parabolaPeak(best: number, heights: readonly number[]): number {
  const [left, middle, right] = [heights[best - 1], heights[best], heights[best + 1]] as [number, number, number];
  const curvature = left - 2 * middle + right;
  const offset = curvature === 0 ? 0 : (0.5 * (left - right)) / curvature;
  const floor = 2e-5;
  const log = (i: number): number => Math.log(Math.max(floor, DISPERSIONS[i] as number));
  const step = offset > 0 ? log(best + 1) - log(best) : log(best) - log(best - 1);
  return Math.exp(log(best) + offset * step);
}
