import { ratioStatistic } from "./ratio-contrast.js";

/** Sums over a set of cells. */
export interface CellSums {
  readonly attempts: number;
  readonly failures: number;
  /** Failures expected at the rates of before. */
  readonly expected: number;
  /** Failures seen before. */
  readonly before: number;
}

/** How much counts scatter beyond independent attempts. */
export interface Noise {
  /** Variance over that of independent attempts; 1 for these, 4 doubles every interval. */
  readonly dispersion: number;
  /** Relative variance with which rates of whole values of a column wander, whatever their traffic. */
  readonly valueDrift: number;
}

/**
 * How one cause would raise the failures of everything alike: `added` fails the same share of what would have succeeded, `multiplied`
 * multiplies every rate.
 */
export interface CommonRise {
  readonly form: "added" | "multiplied";
  readonly size: number;
}

/** Failures on which the ratio of everything else to the whole rests at least: the ratios of its many values average out. */
const REST_KNOWN = 10;
const HIGHEST_RATE = 0.9999;
const LEAST_COUNT = 1e-9;

/** Failures expected of cells under a rise that is common to all. */
export function risen({ form, size }: CommonRise, attempts: number, expected: number): number {
  const mean = form === "added" ? expected + size * (attempts - expected) : expected * size;
  return Math.min(attempts * HIGHEST_RATE, Math.max(attempts * LEAST_COUNT, mean));
}

/** The size of a common rise with which the sums agree. */
export function riseOf(form: CommonRise["form"], { attempts, failures, expected }: CellSums): CommonRise {
  const size =
    form === "added"
      ? (failures - expected) / Math.max(LEAST_COUNT, attempts - expected)
      : failures / Math.max(LEAST_COUNT, expected);
  return { form, size };
}

/** Twice the log likelihood that a count's own rate gains over `mean` failures expected of it. */
export function binomialDeviance(failures: number, attempts: number, mean: number): number {
  const rest = attempts - failures;
  const gain = failures > 0 ? failures * Math.log(failures / mean) : 0;
  return 2 * (gain + (rest > 0 ? rest * Math.log(rest / (attempts - mean)) : 0));
}

/**
 * Variance of the failures that a rise expects of a set of cells, from how many failures of before they rest on.
 *
 * @param rise - `null` for the rates of before themselves
 */
export function expectedVariance(
  { expected, before }: CellSums,
  priorFailures: number,
  rise: CommonRise | null = null,
): number {
  const slope = rise === null ? 1 : rise.form === "added" ? 1 - rise.size : rise.size;
  return (slope * expected) ** 2 / (before + priorFailures);
}

/** How strongly the data prefer a rate of its own for one set of cells, and one for the rest, over a rise common to both. */
export interface Contrast {
  /** Twice the gain of log likelihood, over how much counts scatter and how uncertain the baselines are. */
  readonly statistic: number;
  /** Failures that the common rise expects of the set. */
  readonly mean: number;
  /** Share of the variance that is the wandering of whole values. */
  readonly wandering: number;
}

/**
 * A statistic that {@link contrast} cannot exceed, without a logarithm: Pearson's is at least the deviance, and certain baselines leave it at its
 * largest.
 *
 * @param mean - failures that the common rise expects of the set
 * @param restMean - the same of everything else
 */
export function contrastBound(
  failures: number,
  attempts: number,
  mean: number,
  whole: CellSums,
  restMean: number,
  { dispersion }: Noise,
): number {
  const restAttempts = whole.attempts - attempts;
  const restFailures = Math.max(0, whole.failures - failures);
  if (!(restAttempts > 0)) return 0;
  const own = (failures - mean) ** 2 / (mean * (1 - mean / attempts));
  const rest = (restFailures - restMean) ** 2 / (restMean * (1 - restMean / restAttempts));
  return (own + rest) / dispersion;
}

/**
 * The strength with which a set of cells stands out of the whole.
 *
 * @param priorFailures - failures that rates of before rest on beyond those that were seen, for the rest
 * @param ownPrior - the same for the set itself
 */
export function contrast(
  part: CellSums,
  whole: CellSums,
  rise: CommonRise,
  { dispersion, valueDrift }: Noise,
  priorFailures: number,
  ownPrior: number = priorFailures,
): Contrast {
  const rest: CellSums = {
    attempts: whole.attempts - part.attempts,
    failures: Math.max(0, whole.failures - part.failures),
    expected: Math.max(0, whole.expected - part.expected),
    before: Math.max(0, whole.before - part.before),
  };
  const mean = risen(rise, part.attempts, part.expected);
  if (!(rest.attempts > 0)) return { statistic: 0, mean, wandering: 0 };
  if (rise.form === "multiplied") {
    const known = [part, rest].map(({ before }, index) => {
      const sure = 1 / (before + (index === 0 ? ownPrior : Math.max(priorFailures, REST_KNOWN)));
      return 1 / (sure + (index === 0 ? valueDrift : 0));
    }) as [number, number];
    const chance = dispersion / mean + dispersion / (part.before + ownPrior);
    return {
      statistic: ratioStatistic(part, rest, dispersion, known),
      mean,
      wandering: valueDrift / (valueDrift + chance),
    };
  }
  const restMean = risen(rise, rest.attempts, rest.expected);
  const deviance =
    binomialDeviance(part.failures, part.attempts, mean) + binomialDeviance(rest.failures, rest.attempts, restMean);
  const [own, other] = [mean * (1 - mean / part.attempts), restMean * (1 - restMean / rest.attempts)];
  const chance = (own * other) / (own + other);
  const shareOfRest = rest.attempts / whole.attempts;
  const baseline =
    shareOfRest ** 2 * expectedVariance(part, ownPrior, rise) +
    (1 - shareOfRest) ** 2 * expectedVariance(rest, priorFailures, rise);
  const counted = (deviance * chance) / (dispersion * (chance + baseline));
  if (valueDrift === 0 || counted === 0) return { statistic: counted, mean, wandering: 0 };
  // A part that holds most failures can exceed its mean by little, however well the rest is: odds are compared by their ratio.
  const wandered = (logOdds(part, mean) - logOdds(rest, restMean)) ** 2 / valueDrift;
  const statistic = (counted * wandered) / (counted + wandered);
  return { statistic, mean, wandering: counted / (counted + wandered) };
}

/** Logarithm of the odds of failing over those that a mean expects, finite where a count is nothing. */
function logOdds({ failures, attempts }: CellSums, mean: number): number {
  return Math.log(((failures + 0.5) * (attempts - mean + 0.5)) / ((mean + 0.5) * (attempts - failures + 0.5)));
}
