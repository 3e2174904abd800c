import { isoSpan, type Making, type Quantity, shareOf, wrongFigure } from "./fact.js";
import { DAY_MINUTES, type Span } from "./world.js";

export const BOTH = ["true", "false"] as const;
export const DAY: Span = { from: 0, to: DAY_MINUTES };

/** Returns the figure to state: the right one, or one that no fair reading gives. */
export const stated = (
  { truth, random }: Making,
  right: number,
  others: readonly number[] = [],
  most = Infinity,
  few = false,
): number => (truth === "true" ? right : wrongFigure(random, right, others, most, few));

/** Under so many failures a share is known too loosely for a factor of two to be clearly false. */
export const FEW = 100;

export function about(
  { world }: Making,
  measure: string,
  span: Span | null,
  unit: Quantity["unit"],
  values: readonly number[],
  more: { source?: string; where?: Readonly<Record<string, string>> } = {},
): Quantity {
  const { source = world.outcome, where } = more;
  return { source, measure, span: span && isoSpan(world, span), unit, values, ...(where ? { where } : {}) };
}

export const shareDuring = ({ world, wave }: Making): number => shareOf(world.tally(world.outcome, wave));
export const beforeOf = ({ wave }: Making): Span => ({ from: 0, to: wave.from });
export const afterOf = ({ world }: Making): Span => ({
  from: Math.max(...world.windows.map(({ to }) => to)),
  to: DAY_MINUTES,
});
export const shareBefore = (making: Making): number =>
  shareOf(making.world.tally(making.world.outcome, beforeOf(making)));

/** Failures and share of each minute of the day with enough attempts. */
export function minutesOf({ world }: Making, span: Span = DAY): { minute: number; failures: number; share: number }[] {
  const found = [];
  for (let minute = span.from; minute < span.to; minute += 1) {
    const tally = world.tally(world.outcome, { from: minute, to: minute + 1 });
    if (tally.attempts > 0) found.push({ minute, failures: tally.failures, share: shareOf(tally) });
  }
  return found;
}
