import type { AnalysisInputs } from "../inputs.js";
import { type ChosenSignal, chosenWindow } from "./chosen-window.js";
import { closedWindows } from "./rates.js";
import { findSignals, type FoundSignals } from "./signals.js";

/** An attempt above this quantile of ordinary latency is slow. */
const SLOW_QUANTILE = 0.99;

/** The case with the signal that has the window in place of failures: slow attempts, where it is a latency. */
function followed(inputs: AnalysisInputs, found: FoundSignals, { signal }: ChosenSignal): AnalysisInputs {
  if (signal?.measure !== "latency") return inputs;
  const search = found.latencies.get(signal.source);
  const slow = search?.found.find(({ quantile }) => quantile === signal.quantile)?.slow;
  return slow ? { ...inputs, series: slow, outcome: inputs.data.source(signal.source) } : inputs;
}

/** Slower than in 99 % of ordinary attempts is slow, while the source's latency departed; else nothing is. */
function slowLimit({ signals, latencies }: FoundSignals, source: string): number | undefined {
  const departed = signals.some((one) => one.source === source && one.measure === "latency" && one.window !== null);
  return departed ? latencies.get(source)?.found.find(({ quantile }) => quantile === SLOW_QUANTILE)?.limit : undefined;
}

/** Every signal, the window that the analysis follows, and the case as that window's signal sees it. */
export async function findWindow(inputs: AnalysisInputs, level: number, look: number | undefined) {
  const { incident, outcomes, values, data } = inputs;
  const { measure, source, quantile } = incident.outcomeOf;
  const found = await findSignals({
    sources: incident.sources,
    data,
    outcomes,
    values,
    stepSeconds: inputs.series.stepSeconds,
    baseline: incident.baseline,
    spokenOf: closedWindows(inputs.statement).map(({ span }) => span),
    level,
    look,
    ...(measure === "latency" && quantile !== undefined && { asked: { source, quantile } }),
  });
  const chosen = chosenWindow(incident.outcomeOf, found.signals, found.failures.get(source) ?? null);
  return {
    chosen,
    found,
    inputs: followed(inputs, found, chosen),
    slowerThan: (name: string): number | undefined => slowLimit(found, name),
  };
}
