import type { OutcomeSeries, ValueSeries } from "../../incident/series.js";
import type { RemediationConfig } from "../../incident/incident.js";
import type { Estimate } from "../../stats/estimate.js";
import type { RemediationFinding } from "../effect/remediation-finding.js";
import type { WindowFinding } from "../../window/window-finding.js";

/** The input of `whatIf`. */
export interface WhatIfInput {
  /** Failures and attempts per bin, from well before the onset to past the recovery. */
  readonly series: OutcomeSeries;
  readonly window: WindowFinding | null;
  /** When the alert came (UTC ISO); `null` = not known, and nothing can be done earlier "at the alert". */
  readonly alertAt: string | null;
  /** The remediation that added capacity, if any. */
  readonly remediation: RemediationConfig | null;
  /** What was found of that remediation; unset: it is judged here, as if it were the only one. */
  readonly judged?: RemediationFinding | null;
  /** Capacity of the fleet, in a unit of its own. */
  readonly capacity?: ValueSeries;
  /** How full the telemetry's buffer was, 0…1 or in a unit of its own whose maximum is full. */
  readonly bufferFill?: ValueSeries;
  /** Parts of the mechanism that the incident is known to have; unset: all. What acts on a part that is not there is refused and does not apply. */
  readonly mechanism?: { readonly capacity: boolean; readonly collector: boolean; readonly buffer: boolean };
  /** Dropped calls per failed attempt. Default none: then no drops are reported. */
  readonly dropsPerFailure?: Estimate | null;
  /** Minutes by which `capacity-earlier` puts the capacity forward; default 30. */
  readonly earlierMinutes?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default .9. */
  readonly level?: number;
}
