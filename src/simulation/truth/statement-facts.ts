import type { Random } from "../../stats/random/random.js";
import type { Scenario } from "../scenario.js";
import type { TrueWindow } from "./true-window.js";
import { MINUTE_MS } from "../../time/units.js";

/** Directions of calls that a statement says were affected, the other one not. */
export type StatedScope = "both" | "inbound" | "outbound";

/** What a statement says, right or wrong; epoch milliseconds, shares 0…1. */
export interface StatementFacts {
  readonly reference: string;
  readonly subject: string;
  readonly updatedMs: number;
  readonly summary: readonly [fromMs: number, toMs: number];
  readonly impact: readonly [fromMs: number, toMs: number];
  readonly verbShare: number;
  readonly callShare: number;
  readonly onsetMs: number;
  readonly alertMs: number;
  readonly investigationMs: number;
  readonly capacity: readonly [fromMs: number, toMs: number];
  readonly statusPageMs: number;
  readonly identifiedMs: number;
  readonly recoveryStartMs: number;
  readonly normalMs: number;
  readonly patch: readonly [fromMs: number, toMs: number];
  /** Default `both`. */
  readonly scope?: StatedScope;
  /** Further sentences about the impact; default none. */
  readonly further?: readonly string[];
}

/** The published account's own times and figures. */
function published(scenario: Scenario): StatementFacts {
  const at = (minute: number): number => scenario.originMs + minute * MINUTE_MS;
  return {
    reference: "13002",
    subject: scenario.title,
    updatedMs: at(787),
    summary: [at(0), at(96)],
    impact: [at(1), at(95)],
    verbShare: 0.25,
    callShare: 0.133,
    onsetMs: at(0),
    alertMs: at(3),
    investigationMs: at(13),
    capacity: scenario.capacity,
    statusPageMs: at(78),
    identifiedMs: at(95),
    recoveryStartMs: at(95),
    normalMs: at(107),
    patch: scenario.patch,
  };
}

/** A figure as a statement would print it: two digits, or one decimal for small ones. */
function printed(share: number): number {
  return share >= 0.2 ? Math.round(share * 100) / 100 : Math.round(share * 1000) / 1000;
}

/**
 * The facts that a statement about a run will tell: the published ones for `twilio-13002`; for other scenarios the truth to the minute, with
 * each window and figure wrong at the odds of `falsehood`.
 *
 * @param window - the run's largest outage; `null` when there was none, so that the statement speaks of what did not happen
 * @param rates - true shares over that outage
 * @param falsehood - probability that one fact is told wrong, 0…1
 */
export function statementFacts(
  scenario: Scenario,
  random: Random,
  window: TrueWindow | null,
  rates: { readonly verbs: number; readonly calls: number },
  falsehood = 0.35,
): StatementFacts {
  if (scenario.name === "twilio-13002") return published(scenario);
  const base = published(scenario);
  const wrong = (): boolean => random.next() < falsehood;
  const told = window ?? { onsetMs: base.onsetMs, recoveryStartMs: base.recoveryStartMs, recoveryMs: base.normalMs };
  const moved = (ms: number, by: number): number => (wrong() ? ms + by * MINUTE_MS : ms);
  const onset = moved(told.onsetMs, random.next() < 0.5 ? -25 : 25);
  const end = moved(told.recoveryMs, random.next() < 0.5 ? -24 : 35);
  const off = (share: number): number => printed(wrong() ? share * (random.next() < 0.5 ? 0.45 : 1.9) : share);
  return {
    ...base,
    reference: String(20_000 + random.integer(9000)),
    summary: [onset, end],
    impact: [told.onsetMs, moved(told.recoveryMs, -30)],
    verbShare: off(window ? rates.verbs : 0.25),
    callShare: off(window ? rates.calls : 0.13),
    onsetMs: told.onsetMs,
    alertMs: told.onsetMs + 3 * MINUTE_MS,
    investigationMs: told.onsetMs + 12 * MINUTE_MS,
    identifiedMs: told.recoveryStartMs - 2 * MINUTE_MS,
    recoveryStartMs: told.recoveryStartMs,
    normalMs: told.recoveryMs,
  };
}

/**
 * Facts for one of many statements about the same run: each window, figure, order and scope right or wrong at even odds, errors of many sizes.
 *
 * Windows that are right are told to the minute or one off; those that are wrong are off by 10 to 40 minutes at one end. Figures that are wrong are
 * off by a third or more.
 *
 * @param window - the run's largest outage; `null` when there was none
 * @param rates - true shares over that outage
 */
export function variedFacts(
  scenario: Scenario,
  random: Random,
  window: TrueWindow | null,
  rates: { readonly verbs: number; readonly calls: number },
): StatementFacts {
  const base = published(scenario);
  const wrong = (): boolean => random.next() < 0.5;
  const told = window ?? { onsetMs: base.onsetMs, recoveryStartMs: base.recoveryStartMs, recoveryMs: base.normalMs };
  const about = (ms: number): number => ms + (random.integer(3) - 1) * MINUTE_MS;
  const off = (ms: number): number => ms + (random.next() < 0.5 ? -1 : 1) * (10 + random.integer(31)) * MINUTE_MS;
  const span = (): readonly [number, number] => {
    const kind = wrong() ? random.integer(3) : -1;
    const [from, to] = [
      kind === 0 ? off(told.onsetMs) : about(told.onsetMs),
      kind === 1 ? off(told.recoveryMs) : kind === 2 ? told.recoveryStartMs : about(told.recoveryMs),
    ];
    return [from, Math.max(to, from + 5 * MINUTE_MS)];
  };
  const share = (value: number): number => {
    const factor = wrong()
      ? random.next() < 0.5
        ? 0.3 + 0.35 * random.next()
        : 1.4 + random.next()
      : 0.95 + 0.1 * random.next();
    return printed(Math.min(0.95, Math.max(0.005, value * factor)));
  };
  const [onsetMs, normalMs] = span();
  const identifiedMs = wrong()
    ? told.recoveryStartMs - 2 * MINUTE_MS
    : base.capacity[0] - (8 + random.integer(20)) * MINUTE_MS;
  const scopes: readonly StatedScope[] = ["both", "both", "inbound", "outbound"];
  return {
    ...base,
    reference: String(20_000 + random.integer(9000)),
    summary: span(),
    impact: [about(told.onsetMs), about(told.recoveryMs)],
    onsetMs,
    normalMs,
    verbShare: share(window ? rates.verbs : 0.25),
    callShare: share(window ? rates.calls : 0.13),
    alertMs: onsetMs + 3 * MINUTE_MS,
    investigationMs: onsetMs + 12 * MINUTE_MS,
    identifiedMs,
    recoveryStartMs: told.recoveryStartMs,
    scope: scopes[random.integer(4)] as StatedScope,
  };
}
