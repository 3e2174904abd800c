import type { CallPlan, PlannedVerb, ProxyVerb } from "./call-plan.js";

/** The world around a call: the fleet and the customers' own servers. */
export interface CallWorld {
  /** Probability that a fetch asked for at an instant fails for lack of capacity, before the account's susceptibility. */
  readonly failureShare: (ms: number) => number;
  /** Mean seconds that a fetch waits at the proxy. */
  readonly waitSeconds: (ms: number) => number;
  /** Probability that the account's own server fails. */
  readonly ownFailureShare: (accountIndex: number, ms: number) => number;
  readonly timeoutSeconds: number;
}

/** How one attempt of a verb went. `timeout`: the fleet's failure; `own`: the customer's server; `hangup`: the caller left while it waited. */
export type AttemptEnd = "ok" | "timeout" | "own" | "hangup";

/** One attempt of a verb. */
export interface VerbAttempt {
  readonly verb: ProxyVerb;
  readonly step: number;
  readonly attempt: number;
  readonly atMs: number;
  readonly fetchMs: number;
  readonly end: AttemptEnd;
}

/** A call as it ran. */
export interface CallOutcome {
  readonly plan: CallPlan;
  readonly attempts: readonly VerbAttempt[];
  /** Seconds from the answer to the end; 0 if never answered. */
  readonly durationSeconds: number;
  /** Ended by a fault: a failed verb without fallback, or a line lost. */
  readonly dropped: boolean;
}

/** Mean seconds that a caller bears silence. */
const PATIENCE_SECONDS = 260;
/** Pause before an account's flow asks again. */
const RETRY_AFTER_SECONDS = 1;

interface Ran {
  readonly attempts: readonly VerbAttempt[];
  readonly seconds: number;
  readonly end: "on" | "dropped" | "left";
}

/** When a verb of a call is fetched: its place in the flow, and from 1 on how often it was asked for. */
interface Fetch {
  readonly atMs: number;
  readonly step: number;
  readonly attempt: number;
}

function oneAttempt(
  { account }: CallPlan,
  planned: PlannedVerb,
  world: CallWorld,
  { atMs, step, attempt }: Fetch,
): VerbAttempt {
  const [first, second, own, , patience] = planned.draws;
  const base = { verb: planned.verb, step, attempt, atMs };
  if (attempt === 1 && own < world.ownFailureShare(account.index, atMs))
    return { ...base, fetchMs: planned.fetchMs * 4, end: "own" };
  const share = world.failureShare(atMs);
  const failed = (attempt === 1 ? first : second) < share * account.susceptibility;
  const wait = failed ? world.timeoutSeconds : share > 0 ? world.waitSeconds(atMs) * patience : 0;
  const leaves = -PATIENCE_SECONDS * Math.log1p(-((patience * 7919 + attempt * 0.37) % 1));
  if (wait > 2 && leaves < wait) return { ...base, fetchMs: Math.round(leaves * 1000), end: "hangup" };
  return { ...base, fetchMs: Math.round(wait * 1000) + (failed ? 0 : planned.fetchMs), end: failed ? "timeout" : "ok" };
}

function runVerb(plan: CallPlan, planned: PlannedVerb, world: CallWorld, { atMs, step }: Omit<Fetch, "attempt">): Ran {
  const attempts: VerbAttempt[] = [];
  let seconds = 0;
  const tries = plan.account.retries ? 2 : 1;
  for (let attempt = 1; attempt <= tries; attempt++) {
    const one = oneAttempt(plan, planned, world, { atMs: atMs + seconds * 1000, step, attempt });
    attempts.push(one);
    seconds += one.fetchMs / 1000;
    if (one.end === "ok") return { attempts, seconds: seconds + planned.playSeconds, end: "on" };
    if (one.end === "hangup") return { attempts, seconds, end: "left" };
    if (attempt < tries) seconds += RETRY_AFTER_SECONDS;
  }
  return { attempts, seconds, end: planned.draws[3] < plan.account.fallbackShare ? "on" : "dropped" };
}

/**
 * Plays a planned call in a world.
 *
 * The same plan in another world differs only where the world does, so counterfactuals share every random number.
 *
 * @returns attempts in order, the duration, and whether a fault ended it
 */
export function callOutcome(plan: CallPlan, world: CallWorld): CallOutcome {
  if (plan.answerSeconds === null) return { plan, attempts: [], durationSeconds: 0, dropped: false };
  const answeredMs = plan.startMs + plan.answerSeconds * 1000;
  const attempts: VerbAttempt[] = [];
  let seconds = 0;
  for (const [step, planned] of plan.verbs.entries()) {
    seconds += planned.gapSeconds;
    const ran = runVerb(plan, planned, world, { atMs: answeredMs + seconds * 1000, step: step + 1 });
    attempts.push(...ran.attempts);
    seconds += ran.seconds;
    if (ran.end !== "on") return { plan, attempts, durationSeconds: seconds, dropped: ran.end === "dropped" };
  }
  const lost = plan.lostAfterSeconds;
  return { plan, attempts, durationSeconds: seconds + (lost ?? plan.tailSeconds), dropped: lost !== null };
}
