/** A response to the dose on its continuous scales, with a fall of its own beside it or none. */
export interface ResponsePlan {
  /** How much the dose does, on the scale of its kind: the share removed, or a fleet's power. */
  readonly amount: number;
  /** Bins until a step is felt, and the time constant with which it then comes. */
  readonly lag: number;
  readonly delay: number;
  /** A straight fall of its own: where it begins and how many bins it takes. */
  readonly fall: { readonly start: number; readonly length: number } | null;
}

/** What the climb needs to know of a plan: the excess it leaves in each bin, or `null` where it is not allowed. */
export type CourseOf = (plan: ResponsePlan) => Float64Array | null;

const AMOUNT_FACTORS = [0.8, 0.93, 0.98, 1.02, 1.07, 1.25];
const LAG_SHIFTS = [-1, -0.3, 0.3, 1];
const DELAY_SHIFTS = [-1, -0.3, 0.3, 1];
const START_SHIFTS = [-16, -6, -2, -1, 1, 2, 6, 16];
const LENGTH_FACTORS = [0.6, 0.85, 0.95, 1.05, 1.2, 1.6];
/** Bins of lag and of delay, the longest of the grid: a response smoothed for longer has no steps left to be known by. */
const LONGEST_LAG = 6;
const LONGEST_DELAY = 4;
const ROUNDS = 12;

function neighbours(plan: ResponsePlan): ResponsePlan[] {
  const { amount, lag, delay, fall } = plan;
  const own = [
    ...AMOUNT_FACTORS.map((factor) => ({ ...plan, amount: amount * factor })),
    ...LAG_SHIFTS.map((shift) => ({ ...plan, lag: lag + shift })),
    ...DELAY_SHIFTS.map((shift) => ({ ...plan, delay: Math.max(0, delay + shift) })),
  ].filter((one) => one.lag >= 0 && one.lag <= LONGEST_LAG && one.delay <= LONGEST_DELAY);
  if (!fall) return own;
  return [
    ...own,
    ...START_SHIFTS.map((shift) => ({ ...plan, fall: { ...fall, start: fall.start + shift } })),
    ...LENGTH_FACTORS.map((factor) => ({ ...plan, fall: { ...fall, length: Math.max(1, fall.length * factor) } })),
  ];
}

/**
 * The best plan near this one, and its log likelihood less the price of its free numbers (half the logarithm of the bins each), as broken lines pay it too: the grid
 * alone misses what many attempts a minute show, and a straight line that is fitted freely then beats stairs that are not.
 */
export function sharpened(
  start: ResponsePlan,
  courseOf: CourseOf,
  n: number,
  likelihood: (h: Float64Array) => number,
): { readonly plan: ResponsePlan; readonly course: Float64Array; readonly log: number } | null {
  let plan = start;
  let course = courseOf(start);
  if (!course) return null;
  let height = likelihood(course);
  for (let round = 0; round < ROUNDS; round++) {
    const before = height;
    for (const next of neighbours(plan)) {
      const tried = courseOf(next);
      const value = tried ? likelihood(tried) : -Infinity;
      if (tried && value > height) [plan, course, height] = [next, tried, value];
    }
    if (height - before < 0.05) break;
  }
  const free = plan.fall ? 5 : 3;
  return { plan, course, log: height - 0.5 * free * Math.log(n) };
}
