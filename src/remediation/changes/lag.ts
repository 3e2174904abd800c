/** Minutes in which half of the failures that a change causes have begun, as far as public incident reports say: most show within minutes. */
const USUAL_MINUTES = 5;
/** Longest time from a change to the failures it causes, in minutes, unless the data are coarser. */
const LONGEST_MINUTES = 60;
/** Points of the onset's interval at which a lag is weighed. */
const POINTS = 100;
/** Points of a step of the data at which it is weighed. */
const POINTS_IN_STEP = 4;

/** How long changes take to show, in minutes: the default, widened to what the data resolve. */
export interface LagLimits {
  readonly usual: number;
  readonly longest: number;
}

/** The limits of lags on data of a step. */
export function lagLimits(stepMinutes: number): LagLimits {
  return { usual: Math.max(USUAL_MINUTES, stepMinutes), longest: Math.max(LONGEST_MINUTES, 2 * stepMinutes) };
}

/** Chances with which an onset lies so many minutes after a change, negative where before it. */
export type Lags = readonly (readonly [minutes: number, chance: number])[];

/** Share of the chances that is spread evenly over the onset's interval: shapes of a rise that the search does not know are as possible anywhere in it. */
const UNKNOWN_SHAPE = 0.2;

/** Points in a stretch of minutes, each with the same part of a chance. */
function spread(from: number, to: number, points: number, chance: number): Lags {
  const width = (to - from) / points;
  return Array.from({ length: points }, (_, point) => [from + (point + 0.5) * width, chance / points] as const);
}

/**
 * The lags at which an onset may have followed a change.
 *
 * @param low - minutes from the change to the beginning of the onset's interval
 * @param high - minutes to its end
 * @param times - minutes from the change to each step in which the onset may lie, with its chance; unset: anywhere in the interval alike
 */
export function lagsOf(low: number, high: number, times: Lags = [], stepMinutes = 0): Lags {
  const all = times.reduce((sum, [, chance]) => sum + chance, 0);
  if (!(all > 0)) return spread(low, high, POINTS, 1);
  return [
    ...spread(low, high, POINTS, UNKNOWN_SHAPE),
    ...times.flatMap(([at, chance]) =>
      spread(at, at + stepMinutes, POINTS_IN_STEP, ((1 - UNKNOWN_SHAPE) * chance) / all),
    ),
  ];
}

/** The chance that the onset came after the change. */
export const onsetLeft = (lags: Lags): number =>
  lags.reduce((sum, [lag, chance]) => (lag >= 0 ? sum + chance : sum), 0);

/** How well a lag fits, 0…1: 1 at once, a half after the usual time, falling with its square. Lags at which the change would come after the onset count nothing. */
export function lagWeight(lags: Lags, { usual, longest }: LagLimits): number {
  return lags.reduce(
    (sum, [lag, chance]) => (lag >= 0 && lag <= longest ? sum + chance / (1 + (lag / usual) ** 2) : sum),
    0,
  );
}
