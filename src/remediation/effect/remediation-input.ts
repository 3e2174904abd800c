import type { RemediationConfig } from "../../incident/incident.js";
import type { OutcomeSeries, ValueSeries } from "../../incident/series.js";
import type { WindowFinding } from "../../window/window-finding.js";

/** The input of `remediationFinding`. */
export interface RemediationInput {
  readonly remediation: RemediationConfig;
  /** All remediations of the incident, this one included or not. */
  readonly others: readonly RemediationConfig[];
  readonly series: OutcomeSeries;
  readonly window: WindowFinding | null;
  /** What measures the dose, e.g. capacity units; without it a fall cannot be told from a spontaneous recovery. */
  readonly gauge?: ValueSeries;
  /** What it acts through on the way to the failures, e.g. the share of a fleet that is busy. */
  readonly through?: ValueSeries;
  /** Default 1. */
  readonly seed?: number;
  /** Default .95. */
  readonly level?: number;
}
