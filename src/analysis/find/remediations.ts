import { remediationFinding } from "../../remediation/effect/remediation-effect.js";
import type { RemediationFinding } from "../../remediation/effect/remediation-finding.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { AnalysisInputs } from "../inputs.js";

/** The measured series of a gauge by its source; `undefined` where there is none. */
export function gaugeOf(inputs: AnalysisInputs, name: string | undefined) {
  return inputs.values.find(({ source }) => source === name);
}

/** What each remediation did to the failures of the window. */
export function findRemediations(
  inputs: AnalysisInputs,
  window: WindowFinding | null,
  seed: number,
  level: number,
): readonly RemediationFinding[] {
  return inputs.remediations.map((remediation) => {
    const [gauge, through] = [gaugeOf(inputs, remediation.gauge), gaugeOf(inputs, remediation.through)];
    return remediationFinding({
      remediation,
      others: inputs.remediations,
      series: inputs.series,
      window,
      ...(gauge && { gauge }),
      ...(through && { through }),
      seed,
      level,
    });
  });
}
