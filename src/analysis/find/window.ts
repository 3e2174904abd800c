import type { AnalysisInputs } from "../inputs.js";
import { isCounted } from "../../sources/incident-data.js";
import { type ChosenSignal, chosenWindow } from "./chosen-window.js";
import type { FoundPart } from "./parts.js";
import { findParts } from "./parts.js";
import { closedWindows, onlyFailures } from "./rates.js";
import { findSignals, type FoundSignals } from "./signals.js";

/** An attempt above this quantile of ordinary latency is slow. */
const SLOW_QUANTILE = 0.99;

/** The case with what has the window in place of all failures: slow attempts, where it is a latency, or the failures of one part. */
function followed(
  inputs: AnalysisInputs,
  found: FoundSignals,
  { signal, window }: ChosenSignal,
  parts: readonly FoundPart[],
): AnalysisInputs {
  const part = parts.find(({ outage }) => window?.part !== undefined && outage.window === window);
  if (part) return { ...inputs, series: part.series };
  if (signal?.measure !== "latency") return inputs;
  const search = found.latencies.get(signal.source);
  const slow = search?.found.find(({ quantile }) => quantile === signal.quantile)?.slow;
  return slow ? { ...inputs, series: slow, outcome: inputs.data.source(signal.source) } : inputs;
}

/** Outages of parts of the outcome's source that the source as a whole does not show; files that still grow are looked at as a whole only. */
async function partsOf(
  inputs: AnalysisInputs,
  found: FoundSignals,
  level: number,
  look: number | undefined,
): Promise<readonly FoundPart[]> {
  const { incident, outcome, series, statement } = inputs;
  const config = incident.sources.find(({ name }) => name === outcome.name);
  const whole = found.failures.get(outcome.name);
  const counted = isCounted(outcome) && config?.count === "start" && incident.outcomeOf.measure === "failures";
  if (!config || !whole || !counted || look !== undefined || onlyFailures(series)) return [];
  const { baseline } = incident;
  const spokenOf = closedWindows(statement).map(({ span }) => span);
  const options = { level, spokenOf, ...(baseline && { baseline }) };
  return findParts({ source: outcome, config, series, whole, options, level });
}

/** Signals with the clearest outage of a part as that of the failures, where nothing else departed that the window could be of. */
function withPart(found: FoundSignals, parts: readonly FoundPart[], declared: boolean): FoundSignals {
  const [part] = parts;
  if (!part) return found;
  const { source } = part.outage;
  const departed = found.signals.some((one) => one.window !== null);
  if (found.failures.get(source)?.window || (departed && !declared)) return found;
  const levelChanges = found.failures.get(source)?.levelChanges ?? [];
  const { outage, findings } = part;
  return {
    ...found,
    failures: new Map([...found.failures, [source, { ...findings, levelChanges }]]),
    signals: found.signals.map((signal) =>
      signal.source === source && signal.measure === "failures"
        ? {
            ...signal,
            part: outage.where,
            window: outage.window,
            windows: findings.windows,
            baseline: outage.baseline,
            during: outage.rate,
            why: outage.why,
          }
        : signal,
    ),
  };
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
  const asWhole = await findSignals({
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
  const parts = await partsOf(inputs, asWhole, level, look);
  const found = withPart(asWhole, parts, incident.outcomeOf.declared);
  const chosen = chosenWindow(incident.outcomeOf, found.signals, found.failures.get(source) ?? null);
  return {
    chosen,
    found,
    parts: parts.map(({ outage }) => outage),
    inputs: followed(inputs, found, chosen, parts),
    slowerThan: (name: string): number | undefined => slowLimit(found, name),
  };
}
