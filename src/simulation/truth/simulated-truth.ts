import type { MessCounts } from "../views/mess.js";
import type { PlatformRun } from "../platform/platform-run.js";
import type { StatementFacts } from "./statement-facts.js";
import { claimTruths } from "./truth-claims.js";
import type { ClaimTruth } from "./truth-claims.js";
import { failuresAvoided, tallyOver } from "./truth-tally.js";
import type { Tally, TruthTally } from "./truth-tally.js";
import type { TrueWindow } from "./true-window.js";

/** What is true of a simulated incident, as `truth.json` holds it. No analysis reads it. */
export interface SimulatedTruth {
  readonly scenario: string;
  readonly seed: number;
  readonly scale: number;
  readonly windows: readonly { readonly onset: string; readonly recoveryStart: string; readonly recovery: string }[];
  /** Over the true windows. */
  readonly verbs: Tally;
  readonly calls: Tally;
  /** The same over the window that the statement gives for its figures. */
  readonly overStatedWindow: {
    readonly from: string;
    readonly to: string;
    readonly verbs: Tally;
    readonly calls: Tally;
  };
  readonly remediations: readonly {
    readonly id: string;
    readonly failuresAvoided: number;
    readonly dropsAvoided: number;
  }[];
  readonly whatIf: readonly {
    readonly id: string;
    readonly change: string;
    readonly failuresAvoided: number;
    readonly dropsAvoided: number;
  }[];
  readonly claims: readonly { readonly id: string; readonly truth: ClaimTruth }[];
  readonly mess: MessCounts | null;
  readonly definitions: readonly string[];
}

const DEFINITIONS = [
  "windows: from the mean probability of each minute that a fetch fails for lack of capacity, free of sampling noise; onset = first minute above 2 % of the highest, recovery = first minute below it for good, recoveryStart = first minute of the final fall",
  "verbs, calls: counts over [onset, recovery) of all windows; a verb fails with code 11200, the customers' own servers included; a call fails when a fault ended it",
  "remediations: failures spared, against the same run without the action and with the same random numbers; whatIf: failures that the change would have spared",
  "claims: undecidable = this view's records could not tell, however long one looked",
] as const;

const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Gathers the truth of one view of a run. */
export function simulatedTruth(input: {
  readonly one: PlatformRun;
  readonly tally: TruthTally;
  readonly facts: StatementFacts;
  readonly windows: readonly TrueWindow[];
  readonly customer: boolean;
  readonly seed: number;
  readonly scale: number;
  readonly mess: MessCounts | null;
}): SimulatedTruth {
  const { one, tally, facts, windows, customer } = input;
  const over = tallyOver(
    tally,
    windows.map(({ onsetMs, recoveryMs }) => [onsetMs, recoveryMs]),
  );
  const [from, to] = facts.impact;
  const remediations = tally.avoided.filter(({ kind }) => kind === "remediation");
  const others = tally.avoided.filter(({ kind }) => kind === "what-if");
  return {
    scenario: one.scenario.name,
    seed: input.seed,
    scale: input.scale,
    windows: windows.map(({ onsetMs, recoveryStartMs, recoveryMs }) => ({
      onset: iso(onsetMs),
      recoveryStart: iso(recoveryStartMs),
      recovery: iso(recoveryMs),
    })),
    ...over,
    overStatedWindow: { from: iso(from), to: iso(to), ...tallyOver(tally, [facts.impact]) },
    remediations: remediations.map((each) => ({ id: each.id, ...failuresAvoided(tally, each) })),
    whatIf: others.map((each) => ({ id: each.id, change: each.change, ...failuresAvoided(tally, each) })),
    claims: claimTruths(facts, tally, windows, { metrics: !customer, direction: true, toMs: one.scenario.toMs }),
    mess: input.mess,
    definitions: DEFINITIONS,
  };
}
