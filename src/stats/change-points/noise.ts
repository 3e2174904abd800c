/** Autocorrelation beyond this is taken for structure that a change point should explain. */
const MOST_AUTOCORRELATION = 0.5;

/** Lag-one autocorrelation of residuals, 0 … .5. */
function cappedAutocorrelation(residuals: ArrayLike<number>): number {
  let [cross, square] = [0, 0];
  for (let i = 0; i < residuals.length; i++) {
    square += (residuals[i] as number) ** 2;
    if (i > 0) cross += (residuals[i] as number) * (residuals[i - 1] as number);
  }
  return square > 0 ? Math.min(MOST_AUTOCORRELATION, Math.max(0, cross / square)) : 0;
}

/** Long-run variance of AR(1) noise: what a mean over many samples scatters by, times their number. */
export function longRunVariance(residuals: ArrayLike<number>, parameters: number): number {
  const rho = cappedAutocorrelation(residuals);
  let square = 0;
  for (let i = 0; i < residuals.length; i++) square += (residuals[i] as number) ** 2;
  const variance = square / Math.max(1, residuals.length - parameters);
  return (variance * (1 + rho)) / (1 - rho);
}
