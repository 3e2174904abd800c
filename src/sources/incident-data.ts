import type { OutcomeSeries, ValueSeries } from "../incident/series.js";
import type { Span } from "../time/span.js";
import type { SourceKind } from "../incident/incident.js";

/** A row that was not loaded, kept with its place and its text. */
export interface Reject {
  readonly file: string;
  /** 1-based physical line on which the record starts; `null` for binary formats. */
  readonly line: number | null;
  readonly reason: string;
  readonly raw: string;
}

/** By how many seconds a source's clock is ahead of another's, as far as the order of their rows tells. */
export interface ClockSkew {
  /** The source whose units the rows belong to. */
  readonly against: string;
  /** The smallest difference that explains the rows (0 where none is needed), and its bounds; `low` is `null` where the units' ends are unknown. */
  readonly seconds: { readonly value: number; readonly low: number | null; readonly high: number };
  /** Units compared. */
  readonly units: number;
}

/** The balance of one source: seen = loaded + rejected + duplicates + filtered + header + blank, seen counted independently of the loader. */
export interface DataQuality {
  readonly source: string;
  /** What its rows are; an analysis fills it in. */
  readonly kind?: SourceKind;
  readonly seen: number;
  readonly loaded: number;
  readonly rejected: number;
  readonly duplicates: number;
  /** Rows outside the source's `where`. */
  readonly filtered: number;
  readonly header: number;
  readonly blank: number;
  /** Stretches without any row inside the source's own range, beyond what its traffic explains. */
  readonly gaps: readonly Span[];
  /** Share of minutes of the source's range that have data, 0…1. */
  readonly coverage: number;
  readonly balanced: boolean;
  /** Share of the outage window in which the source has data, 0…1; an analysis fills it in, `null` without a window. */
  readonly windowCoverage?: number | null;
  /** Against the sources whose units this one's rows belong to. */
  readonly clockSkew?: readonly ClockSkew[];
  /** Why no row counts as failed, where the condition names values that occur nowhere. */
  readonly failureUnseen?: UnseenFailure;
  /** What was noticed: row caps, clock skew, daylight-saving folds, child legs left out, … one sentence each. */
  readonly notes: readonly string[];
}

/** A condition of failure whose values occur nowhere. */
export interface UnseenFailure {
  /** The values that the condition names. */
  readonly values: readonly string[];
  /** Some of what the column holds instead. */
  readonly seen: readonly string[];
  /** Both in words, with what to do. */
  readonly text: string;
}

/** A file that was read, with the hash of its bytes. */
export interface InputFile {
  readonly source: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
}

/** Clusters (calls) with this many attempts and failures: the additive reduction behind clustered rates. */
export interface ClusterCount {
  readonly attempts: number;
  readonly failures: number;
  /** How many clusters look like this. */
  readonly n: number;
}

/** Units (calls) of the exposure pair, by what they went through: the additive reduction behind the reconciliation. */
export interface UnitProfile {
  /** Attempts (verbs) that belong to the unit, by the join of exposure; 0 = none. */
  readonly attempts: number;
  /** Failed attempts among them. */
  readonly failures: number;
  /** True if the unit itself failed (call dropped). */
  readonly failed: boolean;
  readonly n: number;
}

/** Counts of latency levels per bin, sparse: `counts[i]` attempts of bin `bins[i]` lie in level `levels[i]`, `[1.02^level, 1.02^(level + 1))`. Adds over files, shards and engines. */
export interface LatencyLevels {
  readonly source: string;
  readonly startMs: number;
  readonly stepSeconds: number;
  readonly bins: readonly number[];
  readonly levels: readonly number[];
  readonly counts: readonly number[];
}

/** Failures and attempts of one value of a dimension. */
export interface BreakdownCount {
  readonly value: string;
  readonly failures: number;
  readonly attempts: number;
}

/** Distinct values of a column that attempted, and how many of them were hit. */
export interface AffectedCount {
  readonly total: number;
  /** With a failed or a slow attempt. */
  readonly hit: number;
  /** With a failed attempt. */
  readonly failed: number;
  /** Hit more than once. */
  readonly repeated: number;
}

/** Failures and attempts of one combination of columns' values, in the baseline and in the window. */
export interface CellCount {
  /** In the order of the columns asked for; `""` where a row has none. */
  readonly values: readonly string[];
  readonly before: { readonly failures: number; readonly attempts: number };
  readonly during: { readonly failures: number; readonly attempts: number };
}

/** Some values of some columns, and their combinations. */
export type PartValues = readonly { readonly column: string; readonly values: readonly string[] }[];

/** Counts of parts of the traffic per bin, sparse: entry `i` is of part `parts[i]` in bin `bins[i]` of the source's own series at that step. */
export interface PartCounts {
  /** The values of each part, in the order of the columns asked for. */
  readonly values: readonly (readonly string[])[];
  readonly parts: readonly number[];
  readonly bins: readonly number[];
  readonly failures: readonly number[];
  readonly attempts: readonly number[];
}

/** A dated row of an `events` source (capped). */
export interface DatedRow {
  readonly at: string;
  /** What `what` makes of the row, where the source declares it. */
  readonly what?: string;
  readonly fields: readonly (readonly [column: string, value: string])[];
}

/** One opened source. Spans are half-open; a query outside the data gives empty results. */
export interface SourceData {
  readonly name: string;
  readonly kind: SourceKind;
  readonly columns: readonly string[];
  /** Columns that `breakdown` answers for: those declared, else those whose few values recur in the file's beginning. */
  readonly dimensions: readonly string[];
  /** Columns by which an excess may be explained: those declared, else those whose values recur and are no identifiers, persons, addresses or measures. */
  readonly slices: readonly string[];
  readonly quality: DataQuality;
  /** First to last time of the loaded rows, `to` exclusive (end of the last bin); `null` without rows. */
  readonly range: Span | null;
  /** Seconds that a row of counts covers from its time on; `null` where rows are moments, or nothing tells. */
  readonly stepSeconds: number | null;
  /** kinds `gauge` and `counter` from files: usual seconds between samples; unset where they have no spacing. */
  readonly sampleSeconds?: number | undefined;
  /** kinds `outcomes` and `counts`; rejects with a `data` error for others. */
  outcomes(stepSeconds: number): Promise<OutcomeSeries>;
  /** kinds `gauge` and `counter` (as a rate per second, resets handled). */
  values(stepSeconds: number): Promise<ValueSeries>;
  /** kind `outcomes` with a `latency`: its quantiles per bin in its own unit, one series a share (such as .5, .95), within 1 % from 1 up; `null` where none was measured. */
  latencies(stepSeconds: number, shares: readonly number[]): Promise<readonly ValueSeries[]>;
  /** kind `outcomes` with a `latency`: counts of its levels per bin; unset span = all; `where` = only rows with one of some values in a dimension, or of one outcome. */
  latencyLevels(
    stepSeconds: number,
    span?: Span,
    where?: { readonly column?: string; readonly values?: readonly string[]; readonly failed?: boolean },
  ): Promise<LatencyLevels>;
  /** The same: attempts that took at least a limit, of those with a latency, per bin; a series for each limit. */
  slow(stepSeconds: number, limits: readonly number[]): Promise<readonly OutcomeSeries[]>;
  /** Counts of clusters over attempts inside the span; one pseudo-cluster an attempt when none is declared. With a limit, attempts that took at least so long count as failures. */
  clusters(span: Span, slowerThan?: number): Promise<readonly ClusterCount[]>;
  /** Failures and attempts by value of a declared dimension over a span. */
  breakdown(dimension: string, span: Span): Promise<readonly BreakdownCount[]>;
  /** kind `outcomes`: of the distinct values of a column of `affected` that attempted inside the span, how many failed or took at least a limit; empty values are left out. */
  affected(column: string, span: Span, slowerThan?: number): Promise<AffectedCount>;
  /** Columns that `cells` answers for: `slices`, and what changes say they touched. */
  readonly splittable: readonly string[];
  /** kinds `outcomes` and `counts`: failures and attempts by the combination of columns of `splittable`, in the baseline and in the window. With a limit, attempts that took at least so long count as failures. */
  cells(
    columns: readonly string[],
    spans: readonly [before: Span, during: Span],
    slowerThan?: number,
  ): Promise<readonly CellCount[]>;
  /** kinds `outcomes` and `counts`, units counted at their start: failures and attempts per bin of each combination of some values of columns of `splittable`. */
  parts(stepSeconds: number, of: PartValues): Promise<PartCounts>;
  /** kinds `outcomes` and `counts`: when each value of a column first occurs, to the second. */
  firstSeen(column: string): Promise<readonly { readonly value: string; readonly at: string }[]>;
  /** Whether `rows` answers: the source is of kind `events`, and its rows are in files. */
  readonly listable: boolean;
  /** kind `events`: the first `limit` rows inside the span, in time order. */
  rows(span: Span, limit: number): Promise<readonly DatedRow[]>;
}

/** Whether a source has failures and attempts: a row each, or counted already. */
export const isCounted = ({ kind }: Pick<SourceData, "kind">): boolean => kind === "outcomes" || kind === "counts";

/** Everything an analysis asks of an incident's data, whatever engine holds it. */
export interface IncidentData {
  readonly engine: string;
  readonly sources: readonly SourceData[];
  readonly inputs: readonly InputFile[];
  readonly rejects: readonly Reject[];
  /** One source by its name in `incident.yaml`; throws when there is none. */
  source(name: string): SourceData;
  /** Units of `of` that start inside the span, with what they attempted in `by` (joined on `of.id = by.cluster`). */
  profiles(of: string, by: string, span: Span): Promise<readonly UnitProfile[]>;
  /** Ends the engine and removes what was kept for the time of the analysis. */
  close(): Promise<void>;
}
