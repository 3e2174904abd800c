/** Minutes in which half of the failures that a change causes have begun, as far as public incident reports say: most show within minutes. */
const USUAL_MINUTES = 5;
/** Longest time from a change to the failures it causes, in minutes, unless the data are coarser. */
const LONGEST_MINUTES = 60;
/** Points of the onset's interval at which a lag is weighed. */
const POINTS = 21;

/** How long changes take to show, in minutes: the default, widened to what the data resolve. */
export interface LagLimits {
  readonly usual: number;
  readonly longest: number;
}

/** The limits of lags on data of a step. */
export function lagLimits(stepMinutes: number): LagLimits {
  return { usual: Math.max(USUAL_MINUTES, stepMinutes), longest: Math.max(LONGEST_MINUTES, 2 * stepMinutes) };
}

/**
 * How well a lag fits, 0…1, over the onset's interval: 1 at once, a half after the usual time, falling with its square. Points of the interval at
 * which the change would come after the onset count nothing.
 *
 * @param low - minutes from the change to the beginning of the onset's interval
 * @param high - minutes to its end
 */
export function lagWeight(low: number, high: number, { usual, longest }: LagLimits): number {
  let sum = 0;
  for (let point = 0; point < POINTS; point += 1) {
    const lag = low + ((high - low) * point) / (POINTS - 1);
    if (lag >= 0 && lag <= longest) sum += 1 / (1 + (lag / usual) ** 2);
  }
  return sum / POINTS;
}
