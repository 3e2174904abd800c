import type { Analysis } from "../analysis.js";
import type { AnalysisInputs } from "../inputs.js";
import { findChanges } from "./changes.js";
import type { ChosenSignal } from "./chosen-window.js";
import { findRates, rateSpans } from "./rates.js";
import type { FoundSignals } from "./signals.js";
import { findSlices } from "./slices.js";
import type { findWindow } from "./window.js";

/** From which latency on attempts count as failed, where the window is one of latency. */
function slowerThanOf(found: FoundSignals, { signal }: ChosenSignal): number | undefined {
  if (signal?.measure !== "latency") return undefined;
  return found.latencies.get(signal.source)?.found.find(({ quantile }) => quantile === signal.quantile)?.limit;
}

/** The window in which the outcome's attempts went missing, where that is the outage or nothing else departed; else `null`. */
function missingTraffic({ outcome }: AnalysisInputs, { signals }: FoundSignals, { signal, window }: ChosenSignal) {
  const own = window
    ? signal
    : signals.find(({ source, measure }) => source === outcome.name && measure === "attempts");
  if (own?.measure !== "attempts" || own.direction !== "fall" || !own.window) return null;
  return { window: own.window, windows: own.windows, ends: null };
}

type Looked = Awaited<ReturnType<typeof findWindow>>;

/** The rates over the window, where the failures sit, and which change fits their onset. */
export async function findRatesAndCauses(
  { incident, data }: AnalysisInputs,
  { chosen, found, inputs, levelChanges }: Pick<Looked, "chosen" | "found" | "inputs"> & Pick<Analysis, "levelChanges">,
  windowReason: string | null,
  level: number,
) {
  const { window } = chosen;
  const spans = rateSpans(inputs, { ...chosen, levelChanges });
  const rates = await findRates(inputs, spans, level);
  const scale = {
    spans,
    slowerThan: slowerThanOf(found, chosen),
    designEffect: rates[inputs.outcome.name]?.designEffect ?? null,
    level,
  };
  const config = incident.sources.find(({ name }) => name === inputs.outcome.name);
  const declared = config?.dimensions ?? [];
  const { exposure } = incident;
  const exposed = exposure && { attempts: data.source(exposure.by), units: data.source(exposure.of) };
  const missing = missingTraffic(inputs, found, chosen);
  const slices = await findSlices({
    ...scale,
    ...(missing && { missing: true, spans: rateSpans(inputs, missing) }),
    source: inputs.outcome,
    declared,
    counted: config?.count,
    outage: window !== null || missing !== null,
    exposed,
  });
  const changes = await findChanges({
    ...scale,
    inputs,
    window,
    ends: chosen.ends,
    windowReason,
    slices,
    missing: missing !== null,
  });
  return { spans, rates, slices, changes };
}
