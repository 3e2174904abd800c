import type { Random } from "../../stats/random/random.js";
import { dayFactor, expectedCalls } from "./account.js";
import type { Account } from "./account.js";
import { callPlan } from "./call-plan.js";
import type { CallPlan } from "./call-plan.js";
import { MINUTE_MS } from "../../time/units.js";

/**
 * The calls that customers make in an hour, in order of their start.
 *
 * Depends on the seed, the accounts and the hour alone: whatever the fleet does, the same people call.
 *
 * @param fromMs - start of the hour, epoch milliseconds
 * @param callsPerMinute - calls a minute of the whole platform in its busiest hour
 * @param toMs - end, at most an hour later
 */
export function callsOfHour(
  random: Random,
  accounts: readonly Account[],
  fromMs: number,
  toMs: number,
  callsPerMinute: number,
): CallPlan[] {
  const plans: CallPlan[] = [];
  for (const account of accounts) {
    const factor = dayFactor(random, account, fromMs);
    const draw = random.fork(`hour-${fromMs / MINUTE_MS}-${account.index}`);
    for (let at = fromMs; at < toMs; at += MINUTE_MS) {
      const calls = draw.poisson(expectedCalls(account, at, callsPerMinute) * factor);
      for (let k = 0; k < calls; k++) plans.push(callPlan(draw, account, at + Math.floor(draw.next() * MINUTE_MS), 0));
    }
  }
  return plans.sort((a, b) => a.startMs - b.startMs || a.account.index - b.account.index);
}

/** Spells of slight trouble at customers' own servers: for each account a few an ordinary week, minutes to half an hour long; over-dispersion, no outage. */
export function ownFailures(
  random: Random,
  accounts: readonly Account[],
  fromMs: number,
  toMs: number,
): (index: number, ms: number) => number {
  const days = (toMs - fromMs) / 86_400_000;
  const spells = accounts.map((account) => {
    const draw = random.fork(`own-${account.index}`);
    return Array.from({ length: draw.poisson(days * 0.25) }, () => {
      const start = fromMs + draw.next() * (toMs - fromMs);
      return { start, end: start + draw.gamma(2, 6) * MINUTE_MS, share: 0.015 + 0.06 * draw.next() };
    });
  });
  return (index, ms) => {
    const spell = spells[index]?.find(({ start, end }) => ms >= start && ms < end);
    return spell?.share ?? accounts[index]?.ownFailureShare ?? 0;
  };
}
