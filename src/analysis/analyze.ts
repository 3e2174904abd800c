import type { Span } from "../time/span.js";
import { withSystemFailures } from "../errors/system-failure.js";
import { coveredShare } from "../sources/quality/coverage.js";
import type { SourceData } from "../sources/incident-data.js";
import { milestones } from "../window/milestones.js";
import { DEFAULT_LEVEL } from "../stats/estimate.js";
import { findingSpan, type WindowFinding } from "../window/window-finding.js";
import { findAffected } from "./find/affected.js";
import { findClaims } from "./readings/judged-claims.js";
import { findRatesAndCauses } from "./find/rates-and-causes.js";
import { withRates } from "./find/usual-levels.js";
import { findRemediations } from "./find/remediations.js";
import { findServiceLevel } from "./find/service-level.js";
import { otherStep } from "./find/other-step.js";
import { findWindow } from "./find/window.js";
import { findBurn } from "./find/burn.js";
import type { Analysis, AnalysisWithRejects } from "./analysis.js";
import { departedSignals } from "./brief/signal-words.js";
import { assertionsOf } from "./assertions/assertions-of.js";
import { evidenceOf } from "./assertions/evidence-of-incident.js";
import { linked } from "./assertions/linked.js";
import { cachedAnalysis } from "./cache.js";
import { chartSeries, focusOf, withLatencies } from "./chart-series.js";
import { latencyUnit } from "./find/signals.js";
import type { FoundSignals } from "./find/signals.js";
import { evidenceChecklist } from "./evidence.js";
import { closedWindows, onlyFailures } from "./find/rates.js";
import { findReconciliation } from "./find/reconciliation.js";
import { findTimeline } from "./find/timeline.js";
import { withheldParts } from "./find/withheld-parts.js";
import { findWhatIf } from "./find/what-if.js";
import { headlineStability } from "./readings/headline-stability.js";
import { type AnalyzeOptions, openInputs, type AnalysisInputs } from "./inputs.js";
import { version } from "./version.js";
import { warningsOf, withholdVerdicts } from "./warnings.js";
import { requireString } from "../errors/argument.js";

export const DEFAULT_SEED = 1;

/** The share of the outage in which a source has data; a list of events has none, since no event is no gap. An outage that has not ended counts to the end of the data. */
function windowCoverage({ kind, range, quality }: SourceData, window: WindowFinding | null): number | null {
  if (!window || kind === "events") return null;
  const to = window.recovery ?? range?.to ?? window.onset;
  return coveredShare(range, quality.gaps, { from: window.onset, to });
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
  // The window of a part was found in the part's own series, which `inputs.series` is then.
  const part = found.window?.part ? inputs.series : null;
  return withLatencies(chartSeries(focusOf(stated, found, end), inputs.outcomes, inputs.values, part), timed);
}

/** The quality of each source, with the share of the outage that it covers; a list of failures is said to be one. */
function qualityOf({ data, outcomes }: AnalysisInputs, window: WindowFinding | null): Analysis["dataQuality"] {
  const lists = outcomes.filter(onlyFailures).map(({ source }) => source);
  return data.sources.map((source) => ({
    ...source.quality,
    kind: source.kind,
    windowCoverage: windowCoverage(source, window),
    notes: [
      ...source.quality.notes,
      ...(lists.includes(source.name)
        ? [`Every row of ${source.name} is a failure: a list of failures, with no attempts to make a rate of.`]
        : []),
    ],
  }));
}

function identityOf({ id, title, synthetic, zone }: AnalysisInputs["incident"]): Analysis["incident"] {
  return { id, title, synthetic, ...(zone !== undefined && { zone }) };
}

function provenanceOf({ data, outcome }: AnalysisInputs, seed: number): Analysis["provenance"] {
  const { inputs, engine } = data;
  return { inputs, version: version(), seed, engine, node: process.version, dataSpan: outcome.range };
}

/** The findings of an opened case. */
export async function findingsOf(opened: AnalysisInputs, options: AnalyzeOptions): Promise<Analysis> {
  const { seed = DEFAULT_SEED, level = DEFAULT_LEVEL, onProgress } = options;
  const { incident, statement } = opened;
  onProgress?.("reconstructing the outage window");
  const { chosen, found, parts, inputs, slowerThan } = await findWindow(opened, level, options.look);
  const { window, windows } = chosen;
  const { windowReason, doubt } = await otherStep(inputs, chosen, level);
  const levelChanges = found.failures.get(inputs.outcome.name)?.levelChanges ?? [];
  onProgress?.("measuring failure rates");
  const { spans, rates, slices, changes } = await findRatesAndCauses(
    opened,
    { chosen, found, inputs, levelChanges },
    windowReason,
    level,
  );
  const signals = withRates(found.signals, rates);
  const affected = await findAffected({
    source: opened.outcome,
    columns: incident.affected,
    span: affectedSpan(opened, window, found),
    slowerThan: slowerThan(opened.outcome.name),
    level,
  });
  const timeline = await findTimeline(inputs, window, changes);
  const reconciliation = window ? await findReconciliation(inputs, rates, spans, level) : null;
  onProgress?.("judging remediations");
  const remediations = findRemediations(inputs, window, seed, level);
  const whatIf = findWhatIf(inputs, window, reconciliation, remediations, seed);
  onProgress?.("auditing the statement");
  const claims = await findClaims(inputs, { window, windows, windowReason, rates, remediations }, level);
  const quality = qualityOf(inputs, window);
  const warnings = warningsOf({
    quality,
    counted: inputs.outcomes.map(({ source }) => source),
    outcome: inputs.outcome.name,
    window,
    signals,
    parts,
    stepDoubt: doubt,
    statement,
    statementText: inputs.statementText,
    range: inputs.outcome.range,
  });
  const told = withholdVerdicts({ claims, remediations, whatIf }, warnings);
  const usual = { baseline: spans?.baseline ?? null, rates };
  const evidence = { window, windowReason, windows, signals, remedies: remediations, slowerThan, ...usual };
  const assertions = statement
    ? await assertionsOf(statement.claims ?? [], await evidenceOf(inputs, { ...evidence, causes: changes }, level))
    : [];
  return {
    schema: 1,
    incident: identityOf(incident),
    notes: incident.notes,
    warnings,
    window,
    windowReason,
    windows,
    signals,
    parts,
    levelChanges,
    affected,
    burn: findBurn(opened, found, level),
    rates,
    ...withheldParts({ slices, changes }, warnings),
    timeline,
    reconciliation,
    statement,
    corrections: inputs.corrections,
    milestones: milestones(statement?.events ?? [], window),
    ...linked(told, assertions, statement?.claims ?? [], warnings),
    serviceLevel: findServiceLevel(inputs, window, rates),
    stability: await headlineStability(inputs, window, rates, spans?.baseline ?? null, level),
    dataQuality: quality,
    series: await shownSeries(inputs, { window, windows, signals: found.signals }),
    evidence: evidenceChecklist(incident, window?.onset ?? null, told.claims),
    provenance: provenanceOf(inputs, seed),
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
      const inputs = await openInputs(folder, options);
      try {
        return { analysis: await findingsOf(inputs, options), rejects: inputs.data.rejects };
      } finally {
        await inputs.data.close();
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
