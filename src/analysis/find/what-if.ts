import type { ValueSeries } from "../../incident/series.js";
import type { Reconciliation } from "../../rates/rate-finding.js";
import type { RemediationFinding, WhatIfFinding } from "../../remediation/effect/remediation-finding.js";
import { whatIf } from "../../remediation/what-if/what-if.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { AnalysisInputs } from "../inputs.js";

/** What-if answers carry wider stakes than measurements, and their level is that of the mechanism's own draws. */
const WHAT_IF_LEVEL = 0.9;

/** When the statement says the alert came, UTC ISO. */
function alertOf({ statement }: AnalysisInputs): string | null {
  const alerts = (statement?.events ?? [])
    .filter(({ role, at }) => role === "detected" && at !== null)
    .map(({ at }) => at as string);
  return alerts.sort()[0] ?? null;
}

/** Names by which a gauge of a part is known where `mechanism` does not name it. */
const NAMED = { collector: /collector|error[_ -]?events/i, buffer: /buffer/i } as const;

/** The gauge of a part of the mechanism, declared or by its name, and whether the incident is known to have that part. */
function partOf(
  { incident, values }: AnalysisInputs,
  part: keyof typeof NAMED,
): { readonly known: boolean; readonly gauge: ValueSeries | undefined } {
  const declared = incident.mechanism?.[part];
  if (declared === false) return { known: false, gauge: undefined };
  const gauge = values.find(({ source }) =>
    typeof declared === "string" ? source === declared : NAMED[part].test(source),
  );
  return { known: declared !== undefined || gauge !== undefined, gauge };
}

/**
 * What other actions would have avoided, from the mechanism fitted to the incident's own series.
 *
 * The capacity is the gauge that the first remediation names. A collector and a buffer are spoken of only where `mechanism` declares them or a gauge is
 * named after them: an incident of another make has neither.
 */
export function findWhatIf(
  inputs: AnalysisInputs,
  window: WindowFinding | null,
  reconciliation: Reconciliation | null,
  remediations: readonly RemediationFinding[],
  seed: number,
): readonly WhatIfFinding[] {
  const remediation = inputs.remediations.find(({ gauge }) => gauge !== undefined) ?? inputs.remediations[0] ?? null;
  const capacity = inputs.values.find(({ source }) => source === remediation?.gauge);
  const [collector, buffer] = [partOf(inputs, "collector"), partOf(inputs, "buffer")];
  return whatIf({
    series: inputs.series,
    window,
    alertAt: alertOf(inputs),
    remediation,
    judged: remediations.find(({ id }) => id === remediation?.id) ?? null,
    dropsPerFailure: reconciliation?.dropsPerFailure ?? null,
    mechanism: { capacity: capacity !== undefined, collector: collector.known, buffer: buffer.known },
    ...(capacity && { capacity }),
    ...(buffer.gauge && { bufferFill: buffer.gauge }),
    seed,
    level: WHAT_IF_LEVEL,
  });
}
