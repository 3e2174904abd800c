/** Minutes of an hour, as bins of a day: what a table of phases is folded by. */
const HOURS_A_DAY = 24;
/** An hour must have so many bins, and so many hours be there, for its phases to be told apart. */
const LEAST_PHASES = 6;
const LEAST_HOURS = 6;
/** Hours left out at either end of the order, by what a phase holds beyond the rest of its hour: an outage may hold some of them. */
const SET_ASIDE = 0.2;
/** Standard errors over hours by which a phase stands above the rest of its hour, in how many of them, and how many times what is expected there. */
const TELLING = 5;
const MOST_HOURS = 0.75;
const LEAST_RATIO = 1.5;
/** Where a phase stands above nearly every hour, of so many at least, the order alone is telling: fewer standard errors do. */
const NEARLY_EVERY = 0.9;
const HOURS_FOR_ORDER = 8;
const TELLING_BY_ORDER = 3;
/** More phases than this share of an hour are no job that runs in it. */
const MOST_PHASES = 1 / 3;
/** No outage of hours is explained by a job: failures beyond this share of the attempts are none of a job's. */
const MOST_FAILING = 0.3;

/** What scheduled jobs add to the failures of some minutes of every hour. */
export interface HourlyJobs {
  /** Failures added in every hour, or the part of one after which jobs run again, by its bins; 0 where no job runs. */
  readonly added: Float64Array;
}

interface Hour {
  readonly failures: number;
  readonly expected: number;
}

/** Each hour's failures and expectation with the phases left out that some job may hold: those of the highest excess over all hours. */
function hoursOf(failures: Float64Array, means: Float64Array, phases: number): Hour[] {
  const hours = Math.floor(failures.length / phases);
  return Array.from({ length: hours }, (_, h) => {
    const ratios: { failures: number; expected: number }[] = [];
    for (let t = h * phases; t < (h + 1) * phases; t++)
      ratios.push({ failures: failures[t] as number, expected: means[t] as number });
    const kept = ratios
      .sort((a, b) => a.failures - a.expected - (b.failures - b.expected))
      .slice(0, Math.ceil(phases * (1 - MOST_PHASES / 2)));
    return {
      failures: kept.reduce((sum, one) => sum + one.failures, 0),
      expected: kept.reduce((sum, one) => sum + one.expected, 0),
    };
  });
}

/** Failures that one phase of the hour holds beyond the rest of its hour, on average over the hours between; 0 where they are not there hour after hour. */
function addedIn(
  phase: number,
  failures: Float64Array,
  means: Float64Array,
  hours: readonly Hour[],
  phases: number,
): number {
  const excess: number[] = [];
  let [above, all, usual] = [0, 0, 0];
  hours.forEach(({ failures: seen, expected }, h) => {
    const t = h * phases + phase;
    const mean = means[t] as number;
    if (mean === 0) return;
    // An hour that fails more than usual in all its minutes says nothing of one of them.
    const here = mean * Math.max(1, expected > 0 ? seen / expected : 1);
    excess.push((failures[t] as number) - here);
    if ((failures[t] as number) > here) above += 1;
    all += failures[t] as number;
    usual += here;
  });
  if (excess.length < LEAST_HOURS || above < MOST_HOURS * excess.length || all < LEAST_RATIO * usual) return 0;
  const aside = Math.floor(excess.length * SET_ASIDE);
  const kept = excess.sort((a, b) => a - b).slice(aside, excess.length - aside);
  const mean = kept.reduce((sum, one) => sum + one, 0) / kept.length;
  const variance =
    excess.reduce((sum, one) => sum + (Math.min(one, kept.at(-1) as number) - mean) ** 2, 0) / (excess.length - 1);
  const error = Math.sqrt(Math.max(variance, usual / excess.length) / excess.length);
  const byOrder = excess.length >= HOURS_FOR_ORDER && above >= NEARLY_EVERY * excess.length;
  return mean > (byOrder ? TELLING_BY_ORDER : TELLING) * error ? mean : 0;
}

/** Parts of an hour after which a job may run again, the longest first: jobs of the half and the quarter hour show in data too short for the hour's own. */
const PARTS_OF_HOUR = [1, 2, 4] as const;

/** Jobs that run in the same bins of every stretch of so many; `undefined` where none do, or the stretches are too few or too short to tell. */
function jobsEvery(
  phases: number,
  failures: Float64Array,
  attempts: Float64Array,
  rates: Float64Array,
): HourlyJobs | undefined {
  const hours = Math.floor(attempts.length / phases);
  if (!Number.isInteger(phases) || phases < LEAST_PHASES || hours < LEAST_HOURS) return undefined;
  const means = attempts.map((n, t) => n * (rates[t] as number));
  const rest = hoursOf(failures, means, phases);
  const added = new Float64Array(phases).map((_, phase) => addedIn(phase, failures, means, rest, phases));
  const held = added.filter((one) => one > 0).length;
  return held > 0 && held <= MOST_PHASES * phases ? { added } : undefined;
}

/**
 * Jobs that run in the same minutes of every hour, half hour or quarter of one, and fail more often than the rest.
 *
 * @param day - bins of a day
 * @returns `undefined` where no minute of the hour stands out hour after hour
 */
export function hourlyJobs(
  failures: Float64Array,
  attempts: Float64Array,
  rates: Float64Array,
  day: number,
): HourlyJobs | undefined {
  for (const part of PARTS_OF_HOUR) {
    const jobs = jobsEvery(day / HOURS_A_DAY / part, failures, attempts, rates);
    if (jobs) return jobs;
  }
  return undefined;
}

/** Marks without the minutes of the hour in which jobs run. */
export function outsideJobs(marked: Uint8Array, { added }: HourlyJobs): Uint8Array {
  return marked.map((one, t) => ((added[t % added.length] as number) > 0 ? 0 : one));
}

/** The rates with what jobs of the hour add to them. */
export function withJobs({ added }: HourlyJobs, attempts: Float64Array, rates: Float64Array): Float64Array {
  return rates.map((rate, t) => {
    const [n, more] = [attempts[t] as number, added[t % added.length] as number];
    return n > 0 && more > 0 ? rate + Math.min(MOST_FAILING, more / n) : rate;
  });
}
