/** Halvings of the span in which the common ratio lies: to a millionth of its logarithm. */
const HALVINGS = 30;
/** A set without failures is taken to have this many where its ratio bounds the common one. */
const LEAST_FAILURES = 1e-3;

/** Failures of a set of cells, and those expected of it. */
interface Counted {
  readonly failures: number;
  readonly expected: number;
}

/** A count with what is expected of it, both over the scatter, and how many failures that expectation rests on. */
interface Known extends Counted {
  readonly known: number;
}

/** Twice the log likelihood that a count's own ratio gains over a given mean, where the mean is as uncertain as `known` failures make it (negative binomial). */
function uncertainDeviance({ failures, known }: Known, mean: number): number {
  const gain = failures > 0 ? failures * Math.log(failures / mean) : 0;
  return 2 * (gain - (failures + known) * Math.log((failures + known) / (mean + known)));
}

/** The ratio to what is expected with which two counts agree best. */
function commonRatio(one: Known, other: Known): number {
  const ratio = ({ failures, expected }: Known): number => Math.max(LEAST_FAILURES, failures) / expected;
  let [low, high] = [ratio(one), ratio(other)].map(Math.log).sort((a, b) => a - b) as [number, number];
  const slope = ({ failures, expected, known }: Known, by: number): number =>
    (known * (by * expected - failures)) / (by * expected + known);
  for (let turn = 0; turn < HALVINGS; turn += 1) {
    const middle = (low + high) / 2;
    const by = Math.exp(middle);
    if (slope(one, by) + slope(other, by) > 0) high = middle;
    else low = middle;
  }
  return Math.exp((low + high) / 2);
}

/**
 * The strength with which two sets of cells contradict one ratio of failures to what was expected of both: twice the gain of log likelihood of a
 * ratio each, baselines being as uncertain as the failures that they rest on.
 *
 * A part that dominates the whole keeps its weight here: the common ratio is weighed against the rest's, not taken from the sum.
 *
 * @param known - failures that the expectations rest on, rates that wander included
 */
export function ratioStatistic(
  part: Counted,
  rest: Counted,
  dispersion: number,
  known: readonly [part: number, rest: number],
): number {
  const [one, other] = [part, rest].map(
    ({ failures, expected }, index): Known => ({
      failures: failures / dispersion,
      expected: Math.max(LEAST_FAILURES, expected) / dispersion,
      known: (known[index] as number) / dispersion,
    }),
  ) as [Known, Known];
  const by = commonRatio(one, other);
  return Math.max(0, uncertainDeviance(one, by * one.expected) + uncertainDeviance(other, by * other.expected));
}
