import { audit } from "../audit/audit.js";
import { assertedText, claimsOf } from "../statement/claims/claim.js";
import { serviceLevel } from "../audit/service-level.js";
import type { ServiceLevelFinding } from "../audit/audit-finding.js";
import type { Span } from "../time/span.js";
import { withSystemFailures } from "../errors/system-failure.js";
import type { RateFinding } from "../rates/rate-finding.js";
import { remediationFinding } from "../remediation/effect/remediation-effect.js";
import type { RemediationFinding } from "../remediation/effect/remediation-finding.js";
import { coveredShare } from "../sources/quality/coverage.js";
import { isCounted, type SourceData } from "../sources/incident-data.js";
import { milestones } from "../window/milestones.js";
import { findingSpan, type WindowFinding, type WindowFindings, windowFinding } from "../window/window-finding.js";
import { spanText } from "../wording/clock.js";
import { findAffected } from "./find/affected.js";
import { findBurn } from "./find/burn.js";
import type { Analysis, AnalysisWithRejects } from "./analysis.js";
import { departedSignals } from "./brief/signal-words.js";
import { assertionsOf } from "./assertions/assertions-of.js";
import { evidenceOf } from "./assertions/evidence-of-incident.js";
import { linked } from "./assertions/linked.js";
import { cachedAnalysis } from "./cache.js";
import { chartSeries, focusOf, withLatencies } from "./chart-series.js";
import { chosenWindow } from "./find/chosen-window.js";
import type { ChosenSignal } from "./find/chosen-window.js";
import { findSignals, latencyUnit } from "./find/signals.js";
import type { FoundSignals } from "./find/signals.js";
import { claimReadings } from "./readings/claim-readings.js";
import { evidenceChecklist } from "./evidence.js";
import { closedWindows, findRates, onlyFailures, rateSpans, statedWindow } from "./find/rates.js";
import { findReconciliation } from "./find/reconciliation.js";
import { findChanges } from "./find/changes.js";
import { findSlices } from "./find/slices.js";
import { findTimeline } from "./find/timeline.js";
import { withheldParts } from "./find/withheld-parts.js";
import { findWhatIf } from "./find/what-if.js";
import { headlineStability } from "./readings/headline-stability.js";
import { type AnalyzeOptions, openInputs, type AnalysisInputs } from "./inputs.js";
import { version } from "./version.js";
import { warningsOf, withholdVerdicts } from "./warnings.js";
import { requireString } from "../errors/argument.js";

export const DEFAULT_SEED = 1;
/** An attempt above this quantile of ordinary latency is slow. */
const SLOW_QUANTILE = 0.99;
const DEFAULT_CONFIDENCE = 0.95;

function gaugeOf(inputs: AnalysisInputs, name: string | undefined) {
  return inputs.values.find(({ source }) => source === name);
}

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

/** The share of a span's bins in which the outcome source has data. */
function coverageOf({ series, outcome }: AnalysisInputs, { from, to }: Span): number {
  if (!outcome.range) return 0;
  const step = series.stepSeconds * 1000;
  const [first, last] = [Date.parse(from), Date.parse(to)].map((ms) => Math.floor((ms - series.startMs) / step)) as [
    number,
    number,
  ];
  let covered = 0;
  for (let bin = first; bin < last; bin += 1) if (series.covered[bin]) covered += 1;
  return last > first ? covered / (last - first) : 0;
}

function findServiceLevel(
  inputs: AnalysisInputs,
  window: WindowFinding | null,
  rates: Readonly<Record<string, RateFinding>>,
): readonly ServiceLevelFinding[] {
  const { incident, series, statement } = inputs;
  if (incident.serviceLevel === undefined) return [];
  const minutes = ({ from, to }: Span): number => (Date.parse(to) - Date.parse(from)) / 60_000;
  const stated = closedWindows(statement).map(({ section, span }) => ({
    label: statedWindow(section, span),
    start: span.from,
    minutes: minutes(span),
  }));
  const own = window ? [{ label: "reconstructed window", start: window.onset, minutes: window.minutes.value }] : [];
  const shares = Object.entries(rates)
    .filter(([, { attempts }]) => attempts > 0)
    .map(([source, { rate }]) => ({ label: `× ${source} that failed`, value: rate.value, interval: rate.interval }));
  const perMinute =
    series.stepSeconds === 60 ? { perMinute: { failures: series.failures, attempts: series.attempts } } : {};
  return serviceLevel({ policy: incident.serviceLevel, windows: [...own, ...stated], shares, ...perMinute });
}

async function findClaims(
  inputs: AnalysisInputs,
  found: Pick<Analysis, "window" | "windows" | "windowReason" | "rates" | "remediations">,
  level: number,
) {
  if (!inputs.statement) return [];
  const wholes = Object.values(found.rates).flatMap(({ breakdowns }) =>
    breakdowns.map(({ rows }) => rows.map(({ value }) => value)),
  );
  const claims = claimsOf(inputs.statement, assertedText(inputs.statement), inputs.remediations, wholes);
  const readings = await claimReadings(claims, { ...inputs, statement: inputs.statement }, found, level);
  const gauge =
    inputs.remediations.map(({ gauge: name }) => gaugeOf(inputs, name)).find((series) => series !== undefined) ?? null;
  return audit({
    ...found,
    claims,
    readings,
    gauge,
    dataSpan: inputs.outcome.range,
    coverage: (span) => coverageOf(inputs, span),
  });
}

/** The share of the outage in which a source has data; an outage that has not ended counts to the end of the data. */
function windowCoverage({ range, quality }: SourceData, window: WindowFinding | null): number | null {
  if (!window) return null;
  const to = window.recovery ?? range?.to ?? window.onset;
  return coveredShare(range, quality.gaps, { from: window.onset, to });
}

/** The case with the signal that has the window in place of failures: slow attempts, where it is a latency. */
function followed(inputs: AnalysisInputs, found: FoundSignals, { signal }: ChosenSignal): AnalysisInputs {
  if (signal?.measure !== "latency") return inputs;
  const search = found.latencies.get(signal.source);
  const slow = search?.found.find(({ quantile }) => quantile === signal.quantile)?.slow;
  return slow ? { ...inputs, series: slow, outcome: inputs.data.source(signal.source) } : inputs;
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
    one: followed(inputs, found, chosen),
    slowerThan: (name: string): number | undefined => slowLimit(found, name),
  };
}

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

/** Slower than in 99 % of ordinary attempts is slow, while the source's latency departed; else nothing is. */
function slowLimit({ signals, latencies }: FoundSignals, source: string): number | undefined {
  const departed = signals.some((one) => one.source === source && one.measure === "latency" && one.window !== null);
  return departed ? latencies.get(source)?.found.find(({ quantile }) => quantile === SLOW_QUANTILE)?.limit : undefined;
}

/** When somebody could be hit: the outage; without one, while the source's own latency was away from its ordinary level. */
function affectedSpan(
  { outcome }: AnalysisInputs,
  window: WindowFinding | null,
  { signals }: FoundSignals,
): Span | null {
  const slow = departedSignals({ signals }).find(
    ({ source, measure }) => source === outcome.name && measure === "latency",
  );
  const found = window ?? slow?.window ?? null;
  return found && findingSpan(found, outcome.range?.to ?? found.onset);
}

/** The series that charts draw, with the latencies of sources that time their attempts. */
function shownSeries(inputs: AnalysisInputs, found: Parameters<typeof focusOf>[1]): Promise<Analysis["series"]> {
  const timed = inputs.incident.sources.flatMap(({ name, latency }) => {
    const data = inputs.data.source(name);
    return data.kind === "outcomes" && latency !== undefined && data.range
      ? [{ data, unit: latencyUnit(latency) }]
      : [];
  });
  const stated = closedWindows(inputs.statement).map(({ span }) => span);
  const end = inputs.outcome.range?.to ?? null;
  return withLatencies(chartSeries(focusOf(stated, found, end), inputs.outcomes, inputs.values), timed);
}

/** Seconds of a bin where none are asked for. */
const USUAL_STEP_SECONDS = 60;

/** Why there is no window; where bins of the usual length show one that longer ones hide, that too. */
async function withFinerStep(
  inputs: AnalysisInputs,
  { window, windowReason }: WindowFindings,
  level: number,
): Promise<string | null> {
  const step = Math.max(USUAL_STEP_SECONDS, inputs.outcome.stepSeconds ?? 0);
  const counts = isCounted(inputs.outcome);
  if (window || !counts || step >= inputs.series.stepSeconds) return windowReason;
  const { baseline } = inputs.incident;
  const series = await inputs.outcome.outcomes(step);
  const finer = windowFinding(series, { level, ...(baseline && { baseline }) }).window;
  if (!finer) return windowReason;
  const span = spanText(finer.onset, finer.recovery ?? inputs.outcome.range?.to ?? finer.onset);
  return `${windowReason}; in bins of ${step} s an outage stands out, ${span}: leave --step out, or ask for a shorter one`;
}

type Looked = Awaited<ReturnType<typeof findWindow>>;

/** The rates over the window, where the failures sit, and which change fits their onset. */
export async function findCauses(
  { incident, data }: AnalysisInputs,
  { chosen, found, one, levelChanges }: Pick<Looked, "chosen" | "found" | "one"> & Pick<Analysis, "levelChanges">,
  windowReason: string | null,
  level: number,
) {
  const { window } = chosen;
  const spans = rateSpans(one, { ...chosen, levelChanges });
  const rates = await findRates(one, spans, level);
  const scale = {
    spans,
    slowerThan: slowerThanOf(found, chosen),
    designEffect: rates[one.outcome.name]?.designEffect ?? null,
    level,
  };
  const declared = incident.sources.find(({ name }) => name === one.outcome.name)?.dimensions ?? [];
  const { exposure } = incident;
  const exposed = exposure && { attempts: data.source(exposure.by), units: data.source(exposure.of) };
  const missing = missingTraffic(one, found, chosen);
  const slices = await findSlices({
    ...scale,
    ...(missing && { missing: true, spans: rateSpans(one, missing) }),
    source: one.outcome,
    declared,
    outage: window !== null || missing !== null,
    exposed,
  });
  const changes = await findChanges({ ...scale, one, window, windowReason, slices });
  return { spans, rates, slices, changes };
}

/** The findings of an opened case. */
export async function findingsOf(inputs: AnalysisInputs, options: AnalyzeOptions): Promise<Analysis> {
  const { seed = DEFAULT_SEED, level = DEFAULT_CONFIDENCE, onProgress } = options;
  const { incident, data, statement } = inputs;
  onProgress?.("reconstructing the outage window");
  const { chosen, found, one, slowerThan } = await findWindow(inputs, level, options.look);
  const { window, windows } = chosen;
  const windowReason = await withFinerStep(one, chosen, level);
  const levelChanges = found.failures.get(one.outcome.name)?.levelChanges ?? [];
  onProgress?.("measuring failure rates");
  const { spans, rates, slices, changes } = await findCauses(
    inputs,
    { chosen, found, one, levelChanges },
    windowReason,
    level,
  );
  const affected = await findAffected({
    source: inputs.outcome,
    columns: incident.affected,
    span: affectedSpan(inputs, window, found),
    slowerThan: slowerThan(inputs.outcome.name),
    level,
  });
  const timeline = await findTimeline(one, window, changes);
  const reconciliation = window ? await findReconciliation(one, rates, spans, level) : null;
  onProgress?.("judging remediations");
  const remediations = findRemediations(one, window, seed, level);
  const whatIf = findWhatIf(one, window, reconciliation, remediations, seed);
  onProgress?.("auditing the statement");
  const claims = await findClaims(one, { window, windows, windowReason, rates, remediations }, level);
  const lists = one.outcomes.filter(onlyFailures).map(({ source }) => source);
  const quality = data.sources.map((source) => ({
    ...source.quality,
    windowCoverage: windowCoverage(source, window),
    notes: [
      ...source.quality.notes,
      ...(lists.includes(source.name)
        ? [`Every row of ${source.name} is a failure: a list of failures, with no attempts to make a rate of.`]
        : []),
    ],
  }));
  const warnings = warningsOf({
    quality,
    counted: one.outcomes.map(({ source }) => source),
    outcome: one.outcome.name,
    window,
    signals: found.signals,
    statement,
    statementText: one.statementText,
    range: one.outcome.range,
  });
  const told = withholdVerdicts({ claims, remediations, whatIf }, warnings);
  const assertions = statement
    ? await assertionsOf(
        statement.claims ?? [],
        await evidenceOf(
          one,
          {
            window,
            windowReason,
            windows,
            signals: found.signals,
            remedies: remediations,
            slowerThan,
            causes: changes,
          },
          level,
        ),
      )
    : [];
  return {
    schema: 1,
    incident: {
      id: incident.id,
      title: incident.title,
      synthetic: incident.synthetic,
      ...(incident.zone !== undefined && { zone: incident.zone }),
    },
    notes: incident.notes,
    warnings,
    window,
    windowReason,
    windows,
    signals: found.signals,
    levelChanges,
    affected,
    burn: findBurn(inputs, found, level),
    rates,
    ...withheldParts({ slices, changes }, warnings),
    timeline,
    reconciliation,
    statement,
    corrections: one.corrections,
    milestones: milestones(statement?.events ?? [], window),
    ...linked(told, assertions, statement?.claims ?? [], warnings),
    serviceLevel: findServiceLevel(one, window, rates),
    stability: await headlineStability(one, window, rates, spans?.baseline ?? null, level),
    dataQuality: quality,
    series: await shownSeries(one, { window, windows, signals: found.signals }),
    evidence: evidenceChecklist(incident, window?.onset ?? null, told.claims),
    provenance: {
      inputs: data.inputs,
      version: version(),
      seed,
      engine: data.engine,
      node: process.version,
      dataSpan: one.outcome.range,
    },
  };
}

/**
 * Files to findings, with the rejected rows beside them.
 *
 * @param folder - incident folder, see `incident.yaml`
 * @throws PostmortemError as {@link analyze}
 */
export async function analyzeWithRejects(folder: string, options: AnalyzeOptions = {}): Promise<AnalysisWithRejects> {
  return withSystemFailures(() =>
    cachedAnalysis(folder, options, async () => {
      const one = await openInputs(folder, options);
      try {
        return { analysis: await findingsOf(one, options), rejects: one.data.rejects };
      } finally {
        await one.data.close();
      }
    }),
  );
}

/**
 * The whole road as one function: an incident folder in, findings out.
 *
 * Reads what `incident.yaml` names, reconstructs the outage window, measures failures against a baseline, reconciles verb failures with call
 * drops, judges remediations, and audits the statement. Nothing is written.
 *
 * @param folder - path of the incident folder
 * @param options - engine, step (seconds), seed, level, progress
 * @returns the contents of `analysis.json`; finding no outage is a finding (`window` is `null`, `windowReason` says why)
 * @throws PostmortemError `usage` (exit 2) for an invalid folder or description, `input` (exit 3) for damaged data or data over the error
 *   budget, `engine` (exit 4) when the engine fails
 */
export async function analyze(folder: string, options: AnalyzeOptions = {}): Promise<Analysis> {
  requireString("analyze", "the path of an incident folder", folder);
  return (await analyzeWithRejects(folder, options)).analysis;
}
