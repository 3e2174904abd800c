import type { Reconciliation } from "../rates/rate-finding.js";
import type { WhatIfFinding } from "../remediation/remediation-finding.js";
import { whatIf } from "../remediation/what-if.js";
import type { WindowFinding } from "../window/window-finding.js";
import type { OpenCase } from "./open-case.js";

/** What-if answers carry wider stakes than measurements, and their level is that of the mechanism's own draws. */
const WHAT_IF_LEVEL = 0.9;

/** When the statement says the alert came, UTC ISO. */
function alertOf({ statement }: OpenCase): string | null {
  const alerts = (statement?.events ?? []).filter(({ role, at }) => role === "detected" && at !== null).map(({ at }) => at as string);
  return alerts.sort()[0] ?? null;
}

/**
 * What other actions would have avoided, from the mechanism fitted to the incident's own series.
 *
 * The capacity is the gauge that the first remediation names; a gauge whose name speaks of a buffer is taken for its fill.
 */
export function findWhatIf(one: OpenCase, window: WindowFinding | null, reconciliation: Reconciliation | null, seed: number): readonly WhatIfFinding[] {
  const remediation = one.remediations.find(({ gauge }) => gauge !== undefined) ?? one.remediations[0] ?? null;
  const capacity = one.values.find(({ source }) => source === remediation?.gauge);
  const bufferFill = one.values.find(({ source }) => /buffer/i.test(source));
  return whatIf({
    series: one.series, window, alertAt: alertOf(one), remediation, dropsPerFailure: reconciliation?.dropsPerFailure ?? null,
    ...(capacity && { capacity }), ...(bufferFill && { bufferFill }), seed, level: WHAT_IF_LEVEL,
  });
}
