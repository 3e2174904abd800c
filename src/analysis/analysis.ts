import type { Assertion } from "./assertions/assertion.js";
import type { ClaimFinding, ServiceLevelFinding } from "../audit/audit-finding.js";
import type { IncidentNotes } from "../incident/incident.js";
import type { Span } from "../time/span.js";
import type { RateFinding, Reconciliation } from "../rates/rate-finding.js";
import type { Slices } from "../rates/slices/slices.js";
import type { ChangeFinding } from "../remediation/changes/change.js";
import type { RemediationFinding, WhatIfFinding } from "../remediation/effect/remediation-finding.js";
import type { DataQuality, InputFile, Reject } from "../sources/incident-data.js";
import type { Correction } from "../statement/versions/corrections.js";
import type { Statement } from "../statement/statement.js";
import type { Estimate } from "../stats/estimate.js";
import type { SignalFinding } from "../window/signals/signal-finding.js";
import type { LevelChangeFinding } from "../window/level-finding.js";
import type { Timeline } from "../window/timeline/timeline.js";
import type { PartOutage } from "./find/parts.js";
import type { AnalysisWarning } from "./warnings.js";
import type { Milestone, WindowFinding } from "../window/window-finding.js";

/** A headline number recomputed over the reasonable choices. */
export interface StabilityFinding {
  readonly headline: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The choice that moves it most. */
  readonly mostMoving: string;
  readonly readings: readonly { readonly choice: string; readonly value: number }[];
}

/** Minute (or step) series that the charts draw; what the findings were computed from. */
export interface AnalysisSeries {
  /** Bin starts, UTC ISO; one grid for all. */
  readonly times: readonly string[];
  readonly stepSeconds: number;
  readonly outcomes: readonly {
    readonly source: string;
    readonly failures: readonly number[];
    readonly attempts: readonly number[];
    readonly covered: readonly boolean[];
  }[];
  /** Of the one part of the traffic that `window` is of, in the same bins; unset where the window is of all attempts. */
  readonly part?: {
    readonly source: string;
    readonly failures: readonly number[];
    readonly attempts: readonly number[];
    readonly covered: readonly boolean[];
  };
  readonly values: readonly { readonly source: string; readonly values: readonly (number | null)[] }[];
  /** Latency quantiles per bin, each 0…1 in its source's unit; `null` where nothing was timed. */
  readonly latencies: readonly {
    readonly source: string;
    readonly quantile: number;
    readonly unit: string;
    readonly values: readonly (number | null)[];
  }[];
}

/** A burn-rate alert replayed on the data: when it would have fired. */
export interface ReplayedAlert {
  readonly factor: number;
  readonly longMinutes: number;
  readonly shortMinutes: number;
  /** First firing that reaches into the window; without a window the first of all; `null` where it never fired. */
  readonly firedAt: string | null;
  readonly clearedAt: string | null;
  readonly minutesAfterOnset: number | null;
  /** Firings over the whole data. */
  readonly firings: number;
}

/** What a signal costs of an error budget. */
export interface BurnFinding {
  readonly source: string;
  readonly measure: SignalFinding["measure"];
  readonly quantile: number | null;
  /** Share of attempts (of time, for gauges and missing traffic) that must be good. */
  readonly objective: number;
  /** Length of the budget's period. */
  readonly days: number;
  /** What burn and budget are taken over: the signal's window, or all data where it has none. */
  readonly over: "window" | "data";
  /** Times as fast as the budget allows. */
  readonly burnRate: Estimate;
  /** Share of the period's budget; 1 is all of it. */
  readonly budgetSpent: Estimate;
  readonly alerts: readonly ReplayedAlert[];
  /** When the statement says it was detected, and made public. */
  readonly statedDetection: string | null;
  readonly statedNotice: string | null;
}

/** Of the distinct values of a column that attempted in the window, those that were hit; the values themselves are never listed. */
export interface AffectedFinding {
  /** The column. */
  readonly of: string;
  /** With a failure, or with a slow attempt while the latency departed. */
  readonly hit: number;
  readonly total: number;
  /** hit ÷ total. */
  readonly share: Estimate;
  /** With a failure. */
  readonly failed: number;
  /** Hit exactly once, and more often. */
  readonly once: number;
  readonly repeatedly: number;
}

/** The findings of one incident: `analysis.json`, schema 1. */
export interface Analysis {
  readonly schema: 1;
  readonly incident: {
    readonly id: string;
    readonly title: string;
    readonly synthetic: boolean;
    /** Zone in which people read the times; unset = UTC. */
    readonly zone?: string;
  };
  /** What people noted in `incident.yaml`, as written. */
  readonly notes?: IncidentNotes;
  /** What must be known of the inputs before any finding is read. */
  readonly warnings: readonly AnalysisWarning[];
  readonly window: WindowFinding | null;
  readonly windowReason: string | null;
  readonly windows: readonly WindowFinding[];
  /** Every measured signal that was looked at, with the departures found. */
  readonly signals: readonly SignalFinding[];
  /** Outages that a part of the outcome's traffic shows and the whole of it does not, clearest first. Where the whole shows none, the first is `window`. Unset in findings of before parts were looked at. */
  readonly parts?: readonly PartOutage[];
  /** Where the ordinary failure share went over to another level and stayed there, as after a release: no outage. */
  readonly levelChanges: readonly LevelChangeFinding[];
  /** Who was hit: distinct values of the columns that `affected` names, over the window. */
  readonly affected: readonly AffectedFinding[];
  /** Error budgets: how fast each signal burnt its own, and when burn-rate alerts would have fired. */
  readonly burn: readonly BurnFinding[];
  readonly rates: Readonly<Record<string, RateFinding>>;
  /** The parts of the traffic that explain the excess. */
  readonly slices: Slices;
  /** Which change fits the onset, in order of time. */
  readonly changes: readonly ChangeFinding[];
  /** Dated entries of all sources in one list, and the orders that an account turns on. Unset in findings of before there was one. */
  readonly timeline?: Timeline;
  readonly reconciliation: Reconciliation | null;
  readonly remediations: readonly RemediationFinding[];
  readonly whatIf: readonly WhatIfFinding[];
  readonly statement: Statement | null;
  /** What a person changed in the parse of the statement, by way of `statement.yaml` beside it. */
  readonly corrections: readonly Correction[];
  readonly milestones: Readonly<Record<string, Milestone>>;
  readonly claims: readonly ClaimFinding[];
  /** Everything that the statement asserts, with what the data say of it; every claim is one of them. */
  readonly assertions: readonly Assertion[];
  readonly serviceLevel: readonly ServiceLevelFinding[];
  readonly stability: readonly StabilityFinding[];
  readonly dataQuality: readonly DataQuality[];
  /** Around the outage: from some hours before the onset to some hours after the recovery. */
  readonly series: AnalysisSeries;
  /** What the user can still collect, and by when it expires. */
  readonly evidence: readonly { readonly what: string; readonly expires: string | null; readonly why: string }[];
  readonly provenance: {
    readonly inputs: readonly InputFile[];
    readonly version: string;
    readonly seed: number;
    readonly engine: string;
    readonly node: string;
    readonly dataSpan: Span | null;
  };
}

/** Findings, with the rows that were not loaded. */
export interface AnalysisWithRejects {
  readonly analysis: Analysis;
  readonly rejects: readonly Reject[];
}
