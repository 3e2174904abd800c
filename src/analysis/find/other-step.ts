import { isCounted } from "../../sources/incident-data.js";
import { type WindowFinding, type WindowFindings, windowFinding } from "../../window/window-finding.js";
import { ANOTHER_STEP_SHOWS } from "../../window/window-reason.js";
import { spanText } from "../../wording/clock.js";
import type { AnalysisInputs } from "../inputs.js";
import type { ChosenSignal } from "./chosen-window.js";

/** Seconds of a bin where none are asked for. */
const USUAL_STEP_SECONDS = 60;
/** A coarser step is so many times as long: of a minute five, the next that people choose. */
const TIMES_COARSER = 5;
/** Fewer coarse bins than this settle nothing. */
const FEWEST_BINS = 25;
/** An outage of fewer coarse bins than this is hidden by their length, whatever it is. */
const LEAST_BINS_OF_OUTAGE = 3;

/** What another reasonable step says where it says something else. */
export interface OtherStep {
  /** Why there is no window, with what another step shows. */
  readonly windowReason: string | null;
  /** The sentence where there is a window that another step does not show. */
  readonly doubt: string | null;
}

const stepText = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`);

async function failuresAt(inputs: AnalysisInputs, stepSeconds: number, level: number): Promise<WindowFindings> {
  const { baseline } = inputs.incident;
  return windowFinding(await inputs.outcome.outcomes(stepSeconds), { level, ...(baseline && { baseline }) });
}

/** The coarser step that is as reasonable as the given one; `null` where its bins would be too few, or longer than an outage lets them be. */
function coarserStep({ series, outcome }: AnalysisInputs, window: WindowFinding | null): number | null {
  const step = series.stepSeconds * TIMES_COARSER;
  if (!outcome.range) return null;
  const seconds = (Date.parse(outcome.range.to) - Date.parse(outcome.range.from)) / 1000;
  const least = window === null ? 0 : LEAST_BINS_OF_OUTAGE * step;
  return seconds >= FEWEST_BINS * step && (window === null || window.minutes.value * 60 >= least) ? step : null;
}

/**
 * Whether another reasonable step changes the answer: bins of the usual length where longer ones were asked for, and bins five times as long.
 *
 * Only for failures, whose counts add up over bins of any length.
 */
export async function otherStep(inputs: AnalysisInputs, chosen: ChosenSignal, level: number): Promise<OtherStep> {
  const { window, windowReason } = chosen;
  const failures = chosen.signal === null || chosen.signal.measure === "failures";
  if (!isCounted(inputs.outcome) || !failures || window?.part !== undefined) return { windowReason, doubt: null };
  const usual = Math.max(USUAL_STEP_SECONDS, inputs.outcome.stepSeconds ?? 0);
  const finer = window === null && usual < inputs.series.stepSeconds ? [usual] : [];
  const coarser = coarserStep(inputs, window);
  for (const step of [...finer, ...(coarser === null ? [] : [coarser])]) {
    const other = (await failuresAt(inputs, step, level)).window;
    if (window !== null && other === null)
      return {
        windowReason,
        doubt: `The answer depends on the step: in bins of ${stepText(step)} no outage stands out of these failures, in bins of ${stepText(inputs.series.stepSeconds)} one does`,
      };
    if (window !== null || other === null) continue;
    const span = spanText(other.onset, other.recovery ?? inputs.outcome.range?.to ?? other.onset);
    const ask =
      step === usual
        ? "leave --step out, or ask for a shorter one"
        : `ask for --step ${step % 60 === 0 ? `${step / 60}m` : `${step}s`}`;
    return {
      windowReason: `${windowReason}; in bins of ${stepText(step)} ${ANOTHER_STEP_SHOWS}, ${span}: ${ask}`,
      doubt: null,
    };
  }
  return { windowReason, doubt: null };
}
