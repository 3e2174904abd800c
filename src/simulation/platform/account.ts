import type { Random } from "../../stats/random/random.js";
import { businessShare } from "./business-clock.js";
import type { BusinessZone, DayShape } from "./business-clock.js";
import { DAY_MS, MINUTE_MS } from "../../time/units.js";

/** The call flows that customers have built. `direct` runs neither of the two verbs that fetch through the proxy. */
export type FlowName = "direct" | "greeting" | "menu" | "hold" | "voicemail" | "notice";

/** One customer of the simulated carrier. */
export interface Account {
  readonly index: number;
  readonly sid: string;
  readonly zone: BusinessZone;
  readonly shape: DayShape;
  /** Share of the platform's calls in a busy hour. */
  readonly weight: number;
  readonly flows: readonly (readonly [FlowName, number])[];
  readonly inboundShare: number;
  /** Share of verb attempts that fail at the customer's own server, on an ordinary day. */
  readonly ownFailureShare: number;
  /** Factor on the fleet's failure probability: how much of its media is already cached elsewhere. */
  readonly susceptibility: number;
  /** True if its application asks again once after a failed fetch. */
  readonly retries: boolean;
  /** Share of its numbers with a working fallback, which keeps the call after a failed verb. */
  readonly fallbackShare: number;
}

const ZONES: readonly BusinessZone[] = [
  "America/New_York",
  "America/Chicago",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
  "Europe/London",
  "America/Chicago",
  "America/New_York",
  "Europe/Berlin",
  "America/Los_Angeles",
  "America/Sao_Paulo",
];
const SHAPES: readonly DayShape[] = ["office", "service", "retail"];

/** How the calls of one account split over flows; `exposed` is the share that runs a proxy verb at all. */
function flowMix(exposed: number): Account["flows"] {
  return [
    ["direct", 1 - exposed],
    ["greeting", exposed * 0.42],
    ["menu", exposed * 0.17],
    ["hold", exposed * 0.08],
    ["voicemail", exposed * 0.15],
    ["notice", exposed * 0.18],
  ];
}

/** The account whose own records make the customer's view: European retail, open until nine in the evening, no retry, no fallback. */
function watchedAccount(exposedShare: number): Account {
  return {
    index: 0,
    sid: `AC${"0".repeat(24)}d0c5a001`,
    zone: "Europe/Berlin",
    shape: "retail",
    weight: 0.11,
    flows: flowMix(Math.min(1, exposedShare * 1.08)),
    inboundShare: 0.7,
    ownFailureShare: 0.006,
    susceptibility: 1,
    retries: false,
    fallbackShare: 0,
  };
}

/**
 * The customers of one simulated platform; the first is the one with a view of its own.
 *
 * @param exposedShare - share of calls that run a verb which fetches through the proxy
 * @param fallbackShare - mean share of numbers with a working fallback, over the customers other than the first
 */
export function accountsOf(random: Random, exposedShare: number, fallbackShare: number): readonly Account[] {
  const others = 23;
  const raw = Array.from({ length: others }, (_, k) => 1 / (k + 3));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const made = raw.map((weight, k): Account => {
    const draw = random.fork(k);
    const spread = 0.75 + 0.5 * draw.next();
    return {
      index: k + 1,
      sid: `AC${"0".repeat(24)}${(0xd0c5a002 + k * 7919).toString(16)}`,
      zone: ZONES[k % ZONES.length] as BusinessZone,
      shape: SHAPES[k % SHAPES.length] as DayShape,
      weight: (0.89 * weight) / total,
      flows: flowMix(Math.min(1, exposedShare * spread)),
      inboundShare: 0.35 + 0.5 * draw.next(),
      ownFailureShare: 0.002 + 0.012 * draw.next() ** 2,
      susceptibility: 0.85 + 0.3 * draw.next(),
      retries: k % 6 === 4,
      fallbackShare: Math.min(1, fallbackShare * (0.5 + draw.next())),
    };
  });
  return [watchedAccount(exposedShare), ...made];
}

/** Calls a minute that an account expects, for a platform that carries `callsPerMinute` in a busy hour. */
export function expectedCalls(account: Account, ms: number, callsPerMinute: number): number {
  return callsPerMinute * account.weight * businessShare(ms, account.zone, account.shape);
}

/** A day's departure from an account's usual volume; 1 on average. */
export function dayFactor(random: Random, account: Account, ms: number): number {
  return random.fork(`day-${Math.floor(ms / DAY_MS)}-${account.index}`).gamma(120, 1 / 120);
}

/**
 * How busy the whole platform is: the share of its customers' busiest hours, minute by minute.
 *
 * @returns a look-up by epoch milliseconds; outside `[fromMs, toMs)` the nearest minute
 */
export function platformShape(accounts: readonly Account[], fromMs: number, toMs: number): (ms: number) => number {
  const minutes = Math.ceil((toMs - fromMs) / MINUTE_MS);
  const shares = Float64Array.from({ length: minutes }, (_, m) => {
    const at = fromMs + m * MINUTE_MS;
    return accounts.reduce((sum, account) => sum + expectedCalls(account, at, 1), 0);
  });
  return (ms) => shares[Math.max(0, Math.min(minutes - 1, Math.floor((ms - fromMs) / MINUTE_MS)))] ?? 0;
}
