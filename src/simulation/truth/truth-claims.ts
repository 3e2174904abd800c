import type { StatedScope, StatementFacts } from "./statement-facts.js";
import type { TrueWindow } from "./true-window.js";
import { failuresAvoided, tallyOver } from "./truth-tally.js";
import type { Tally, TruthTally } from "./truth-tally.js";
import { MINUTE_MS } from "../../time/units.js";

/** True if a claim holds in the simulated world, as far as this view's records could ever tell. */
export type ClaimTruth = "true" | "false" | "undecidable";

/** A stated end this close to the true one is right: rounding to the minute on both sides. */
const WINDOW_MINUTES = 3;
/** What "approximately" allows around a figure. */
const HEDGE = 0.1;
/** A view whose interval reaches further than this share of the figure from it cannot bear it out. */
const WIDEST = 0.35;
/** Hours of records past the prevention without which no recurrence cannot be told. */
const QUIET_HOURS = 24;
/** Least share of the failures that a remediation must have spared to have helped. */
const HELPED = 0.05;

function windowTruth([from, to]: readonly [number, number], windows: readonly TrueWindow[]): ClaimTruth {
  const close = (a: number, b: number): boolean => Math.abs(a - b) <= WINDOW_MINUTES * MINUTE_MS;
  return windows.some(({ onsetMs, recoveryMs }) => close(from, onsetMs) && close(to, recoveryMs)) ? "true" : "false";
}

/** A stated share is true when the counted one is fair to it, and undecided within the counting error of that border. */
export function rateTruth(stated: number, { failures, attempts }: Tally): ClaimTruth {
  if (attempts === 0) return "undecidable";
  const share = failures / attempts;
  const error = Math.sqrt(Math.max(share * (1 - share), 0.5 / attempts) / attempts);
  const fair = HEDGE * stated + (stated >= 0.2 ? 0.005 : 0.0005);
  const off = Math.abs(share - stated);
  if (off > fair + 2.5 * error) return "false";
  if (1.96 * error + off > WIDEST * stated) return "undecidable";
  return off < fair + 0.7 * error ? "true" : "undecidable";
}

function scopeTruth({ directions }: TruthTally, scope: StatedScope): ClaimTruth {
  const { inbound, outbound } = directions;
  if (inbound[1] < 30 || outbound[1] < 30) return "undecidable";
  const [hitIn, hitOut] = [inbound[0] / inbound[1] > 0.05, outbound[0] / outbound[1] > 0.05];
  return hitIn === (scope !== "outbound") && hitOut === (scope !== "inbound") ? "true" : "false";
}

function effectTruth(
  tally: TruthTally,
  id: string,
  window: TrueWindow | null,
  facts: StatementFacts,
  measured: boolean,
): ClaimTruth {
  const one = tally.avoided.find((other) => other.id === id);
  if (!one || !window) return "undecidable";
  const from = id === "capacity" ? facts.capacity[0] : facts.patch[0];
  if (from >= window.recoveryMs || !measured) return "undecidable";
  return failuresAvoided(tally, one).failuresAvoided > HELPED * Math.max(20, tally.actual.failures) ? "true" : "false";
}

/** What the view can see besides its rows of outcomes. */
export interface ViewSight {
  /** Capacity and other measurements of the fleet. */
  readonly metrics: boolean;
  /** A column that tells inbound from outbound calls. */
  readonly direction: boolean;
  readonly toMs: number;
}

/**
 * The truth of every claim that a statement makes, by the audit's ids.
 *
 * Rates are judged by the view's own counts over the stated window: a customer's share can legitimately differ from the platform's.
 */
export function claimTruths(
  facts: StatementFacts,
  tally: TruthTally,
  windows: readonly TrueWindow[],
  sight: ViewSight,
): readonly { readonly id: string; readonly truth: ClaimTruth }[] {
  const over = tallyOver(tally, [facts.impact]);
  const largest = [...windows].sort((a, b) => b.recoveryMs - b.onsetMs - (a.recoveryMs - a.onsetMs))[0] ?? null;
  const [, patched] = facts.patch;
  const later = windows.some(({ onsetMs }) => onsetMs >= patched);
  const quiet = sight.toMs - patched >= QUIET_HOURS * 3_600_000;
  return [
    { id: "window-summary", truth: windowTruth(facts.summary, windows) },
    { id: "window-impact", truth: windowTruth(facts.impact, windows) },
    { id: "window-timeline", truth: windowTruth([facts.onsetMs, facts.normalMs], windows) },
    { id: "rate-1", truth: rateTruth(facts.verbShare, over.verbs) },
    { id: "rate-2", truth: rateTruth(facts.callShare, over.calls) },
    { id: "scope-1", truth: sight.direction ? scopeTruth(tally, facts.scope ?? "both") : "undecidable" },
    {
      id: "order-1",
      truth: !sight.metrics ? "undecidable" : facts.capacity[0] >= facts.identifiedMs ? "true" : "false",
    },
    { id: "effect-capacity", truth: effectTruth(tally, "capacity", largest, facts, sight.metrics) },
    { id: "no-recurrence", truth: later ? "false" : quiet ? "true" : "undecidable" },
    { id: "communication-1", truth: "undecidable" },
    { id: "cause-1", truth: "undecidable" },
  ];
}
