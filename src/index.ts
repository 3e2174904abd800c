// The public door: named exports grouped by room, nothing else.

// stats: numbers only
export type { Estimate } from "./stats/estimate.js";
export { proportion, type ProportionOptions } from "./stats/rates/proportion.js";
export type { ProportionMethod } from "./stats/rates/proportion-limits.js";
export {
  proportionDifference,
  type Counts,
  type ProportionDifferenceOptions,
} from "./stats/rates/proportion-difference.js";
export { rateRatio } from "./stats/rates/ratio.js";
export { clusteredProportion, type ClusteredEstimate } from "./stats/rates/clustered-proportion.js";
export type { ClusterInput } from "./stats/rates/clustered-input.js";
export { betaBinomial, type BetaBinomialFit } from "./stats/rates/beta-binomial.js";
export { homogeneityTest, type GroupCounts, type HomogeneityTest } from "./stats/rates/homogeneity.js";
export { holm } from "./stats/rates/multiplicity.js";
export { mannWhitney, type RankTest } from "./stats/rates/rank-test.js";
export {
  segmentedRegression,
  type SegmentedRegression,
  type SegmentedRegressionInput,
} from "./stats/regression/segmented-regression.js";
export {
  autocorrelatedRegression,
  type AutocorrelatedRegression,
  type AutocorrelatedRegressionInput,
  type RegressionCoefficient,
} from "./stats/regression/autocorrelated-regression.js";
export type { GlmFamily } from "./stats/regression/glm-family.js";
export {
  interventionEffect,
  type EffectSummary,
  type InterventionEffect,
  type PointEffect,
  type PosteriorSummary,
} from "./stats/intervention/intervention-effect.js";
export type { InterventionInput } from "./stats/intervention/input.js";
export {
  changePoints,
  type ChangePointCost,
  type ChangePointOptions,
  type ChangePoints,
} from "./stats/change-points/change-points.js";
export type { PenaltyName } from "./stats/change-points/penalty.js";
export { erlangB } from "./stats/erlang-b.js";
export { seededRandom, type Random } from "./stats/random/random.js";

// incident: the nouns
export { PostmortemError, type ErrorCode } from "./errors/errors.js";
export type { Span } from "./time/span.js";
export type { OutcomeSeries, ValueSeries } from "./incident/series.js";
export type {
  Condition,
  ConditionTest,
  CountSelection,
  FailedConfig,
  Incident,
  IncidentNotes,
  Mechanism,
  ObjectiveConfig,
  OutcomeConfig,
  RemediationConfig,
  ServiceLevelPolicy,
  SourceConfig,
  SourceDialect,
  SourceKind,
  TimeConfig,
} from "./incident/incident.js";
export type {
  CastType,
  ComparisonSign,
  Expression,
  ExpressionProblem,
  FunctionName,
  ParsedExpression,
} from "./incident/expression.js";
export { openIncident } from "./incident/yaml/open.js";

// statement: a published report in words
export { parseStatement, type ParseOptions } from "./statement/parse.js";
export {
  compareStatements,
  type StatementChange,
  type StatementChanges,
} from "./statement/versions/compare-statements.js";
export { changesText } from "./statement/versions/changes-text.js";
export { statementText } from "./statement/versions/statement-text.js";
export { statementFromYaml, statementToYaml } from "./statement/versions/statement-yaml.js";
export { statementCorrections, type Correction } from "./statement/versions/corrections.js";
export type {
  EventRole,
  Inconsistency,
  InconsistencyCode,
  Precision,
  StatedAction,
  StatedCause,
  StatedDuration,
  StatedPercentage,
  StatedWindow,
  Statement,
  StatementEvent,
} from "./statement/statement.js";

// simulation: incidents with a known truth
export { simulateIncident, type SimulateOptions } from "./simulation/simulate.js";

// sources: files in, checked tables out
export { readTable, type ReadTable, type ReadTableOptions } from "./sources/records/read-table.js";
export { openData, type OpenDataOptions } from "./sources/open-data.js";
export type { ServerOptions } from "./engine/server-options.js";
export type { LoadProgress, LoadStage } from "./sources/progress.js";
export type {
  BreakdownCount,
  CellCount,
  ClockSkew,
  ClusterCount,
  DataQuality,
  DatedRow,
  IncidentData,
  InputFile,
  LatencyLevels,
  PartCounts,
  PartValues,
  Reject,
  SourceData,
  UnitProfile,
  UnseenFailure,
} from "./sources/incident-data.js";

// window: when
export {
  outageWindow,
  outageWindows,
  type OutageWindow,
  type OutageWindowOptions,
  type OutcomeCounts,
  type SampleValues,
} from "./window/outage-window.js";
export {
  findingSpan,
  windowFinding,
  type Milestone,
  type WindowFinding,
  type WindowFindingOptions,
  type WindowFindings,
} from "./window/window-finding.js";
export { milestones } from "./window/milestones.js";
export {
  burnRate,
  replayAlert,
  USUAL_BURN_ALERTS,
  type AlertFiring,
  type BurnAlert,
  type BurnSeries,
} from "./audit/burn-alerts.js";
export { latencyQuantile, type LatencyQuantile } from "./window/signals/latency-quantile.js";
export { signals, type SignalsInput } from "./window/signals/signals.js";
export type { TimedRows } from "./window/signals/timed-rows.js";
export type { SignalFinding, SignalMeasure } from "./window/signals/signal-finding.js";

// rates: how much
export { rateFinding, type RateInput } from "./rates/window-rate.js";
export type { SpanClusters } from "./rates/span-rate.js";
export type { BreakdownInput } from "./rates/rate-breakdown.js";
export { explainBySlices, type ExplainBySlicesOptions } from "./rates/slices/explain-by-slices.js";
export type { MeasuredWander } from "./rates/slices/wander-in-time.js";
export type { CellCounts, LeftOutColumn, SliceCell } from "./rates/slices/cell-table.js";
export type { Slice, SliceCounts, Slices, Survivors } from "./rates/slices/slices.js";
export { failureHazard, type FailureHazard } from "./rates/failure-hazard.js";
export { reconcile } from "./rates/reconcile.js";
export type { ReconcileInput, ReconcileSide } from "./rates/reconcile-input.js";
export type { UnitNames } from "./rates/unit-names.js";
export type {
  Breakdown,
  BreakdownRow,
  Explanation,
  IdentifiedSet,
  RateFinding,
  Reconciliation,
  SpanRate,
} from "./rates/rate-finding.js";

// remediation: did it help
export { remediationFinding } from "./remediation/effect/remediation-effect.js";
export type { ChangeFinding, ChangeVerdict } from "./remediation/changes/change.js";
export type { RemediationInput } from "./remediation/effect/remediation-input.js";
export type { Counterfactual, RemediationFinding, WhatIfFinding } from "./remediation/effect/remediation-finding.js";
export { whatIf, whatIfFit, type WhatIfFit } from "./remediation/what-if/what-if.js";
export type { WhatIfInput } from "./remediation/what-if/input.js";
export {
  failuresAvoided,
  whatIfModel,
  type WhatIfAction,
  type WhatIfDraw,
  type WhatIfParameters,
} from "./remediation/what-if/model.js";
export type { Identification } from "./remediation/what-if/capacity-identification.js";

// audit: the statement against the data
export { audit, type AuditInput, type RateReading } from "./audit/audit.js";
export { check, type Checked, type CheckOptions } from "./analysis/check.js";
export type { Assertion } from "./analysis/assertions/assertion.js";
export type { AssertionVerdict, Measured, MeasuredInstant } from "./analysis/assertions/judged.js";
export type {
  AssertionKind,
  SpanName,
  StatedClaim,
  StatedInstant,
} from "./statement/assertions/stated-claim.js";
export type { Unsettled } from "./statement/assertions/mood.js";
export { claimsOf, type Claim } from "./statement/claims/claim.js";
export type { StatedOutcome } from "./statement/claims/outcome-words.js";
export type { StatedMeasure, StatedTime } from "./statement/claims/stated-measure.js";
export type { ClaimKind } from "./statement/claims/claim-type.js";
export type { ClaimFinding, ServiceLevelFinding, Stability, Verdict } from "./audit/audit-finding.js";
export {
  SERVICE_LEVEL_POLICIES,
  serviceLevel,
  type DowntimeShare,
  type DowntimeWindow,
  type ServiceLevelInput,
} from "./audit/service-level.js";

// analysis: the whole road
export { analyze } from "./analysis/analyze.js";
export type { AnalyzeOptions } from "./analysis/inputs.js";
export type { Analysis, AnalysisSeries, StabilityFinding } from "./analysis/analysis.js";
export type { AnalysisWarning } from "./analysis/warnings.js";
export { summaryText } from "./analysis/summary.js";
export { vendorLetter } from "./analysis/letter.js";
export {
  compareIncidents,
  comparisonText,
  type ComparedIncident,
  type Comparison,
  type DurationDistribution,
} from "./analysis/compare.js";

// charts: results to Plotly figures
export { allCharts } from "./charts/all-charts.js";
export type { Chart, ChartColumn, ChartCursor, ChartTable, PlotlyFigure } from "./charts/chart.js";
export type { Cell } from "./charts/csv-text.js";
export { breakEvenChart } from "./charts/figures/break-even-chart.js";
export { capacityChart } from "./charts/figures/capacity-chart.js";
export { coverageChart } from "./charts/figures/coverage-chart.js";
export { dimensionChart } from "./charts/figures/dimension-chart.js";
export { outageWindowChart } from "./charts/figures/outage-window-chart.js";
export { remediationChart } from "./charts/figures/remediation-chart.js";
export { statementWindowsChart } from "./charts/figures/statement-windows-chart.js";
export { timelineChart } from "./charts/figures/timeline-chart.js";
export { verbsAndCallsChart } from "./charts/figures/verbs-and-calls-chart.js";
export { whatIfChart } from "./charts/figures/what-if-chart.js";

// notebook: inside one, and without Jupyter
export { params, type ParameterValue, type Parameters } from "./notebook/params.js";
export { chart, show } from "./notebook/show.js";
export { table } from "./notebook/table.js";
export type { TableOptions } from "./notebook/table.js";
export { type ArqueroExpression, type ArqueroTable, toArquero } from "./notebook/to-arquero.js";
export { fromDanfo, toDanfo, type DanfoFrame, type PlainRows } from "./notebook/danfo-bridge.js";
export { runNotebook, type NotebookProgress, type RunNotebookOptions } from "./notebook/run/run-notebook.js";
export type { CellRun, CellStatus, ExecutedNotebook } from "./notebook/run/executed-notebook.js";
export type { CellOutput, MimeBundle, Notebook, NotebookCell } from "./notebook/notebook.js";

// report: one HTML file
export { reportHtml, type ReportOptions } from "./report/report-html.js";
export type { NotebookFile } from "./report/sections/author.js";
export { writeReport } from "./report/write-report.js";

// types that the above refer to
export type { ASSERTION_KINDS } from "./statement/assertions/stated-claim.js";
export type { FUNCTIONS } from "./incident/expression.js";
export type { AffectedFinding, BurnFinding, ReplayedAlert } from "./analysis/analysis.js";
export type { PartOutage } from "./analysis/find/parts.js";
export type { ClockBound, ClockDifference } from "./window/timeline/clocks.js";
export { orderOf } from "./window/timeline/event-order.js";
export type { EventOrder, Timeline, TimelineEntry, TimelineRole } from "./window/timeline/timeline.js";
export type { LevelChangeFinding } from "./window/level-finding.js";
export type { RateOverEnds } from "./rates/rate-over-ends.js";
export type { Redactor } from "./redaction/pseudonym.js";
export type { WindowEndTimes } from "./window/window-finding.js";
export type { AffectedCount } from "./sources/incident-data.js";
export type { OutageChartSize } from "./charts/outage-layer.js";
export type { LetterOptions } from "./analysis/letter.js";
