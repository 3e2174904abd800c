import type { OutcomeSeries, ValueSeries } from "../../incident/series.js";
import type { ChangeFinding } from "../../remediation/changes/change.js";
import type { RateFinding } from "../../rates/rate-finding.js";
import type { RemediationFinding } from "../../remediation/effect/remediation-finding.js";
import type { BreakdownCount } from "../../sources/incident-data.js";
import type { Estimate } from "../../stats/estimate.js";
import type { Span } from "../../time/span.js";
import type { SignalFinding } from "../../window/signals/signal-finding.js";
import type { WindowFinding } from "../../window/window-finding.js";

/** Failures among attempts. */
export interface Counts {
  readonly failures: number;
  readonly attempts: number;
}

/** Values of one column that words can name. */
export interface NamedColumn {
  readonly column: string;
  readonly values: readonly string[];
}

/** One part of the traffic: the rows with one of some values in a column. */
export interface Part {
  readonly column: string;
  readonly values: readonly string[];
  /** A second column whose values hold as well: "checkout in eu-west". */
  readonly also?: Omit<Part, "also">;
}

/** Failures and attempts of one pair of values of two columns. */
interface PairCount extends Counts {
  readonly values: readonly [string, string];
}

/** Of those who attempted something, how many had a failure, and how many a failure or a slow attempt. */
export interface HitUnits {
  readonly total: number;
  readonly hit: number;
  readonly failed: number;
}

/** One source that counts attempts and failures, with what it tells apart. */
export interface CountedSource {
  readonly name: string;
  readonly series: OutcomeSeries;
  readonly range: Span | null;
  /** Names under which texts may speak of its attempts: the source's, its column's of attempts. */
  readonly nouns: readonly string[];
  /** Words of the incident's title: they name the whole, not a part. */
  readonly title?: readonly string[];
  /** Words of the rows of its logs: they name changes and alerts, not parts. */
  readonly logged?: readonly string[];
  /** Columns with the values that words can name. */
  readonly parts: readonly NamedColumn[];
  /** Columns whose values are units that can be hit: accounts, customers. */
  readonly units: readonly string[];
  readonly hasLatency: boolean;
  /** Failures and attempts by value of a column over a span; `null` where they cannot be asked. */
  readonly byValue: (column: string, span: Span) => Promise<readonly BreakdownCount[] | null>;
  /** The same by the values of two columns. */
  readonly byPair: (columns: readonly [string, string], span: Span) => Promise<readonly PairCount[] | null>;
  /** A quantile of the latency over a span, of one part or of one outcome where there is one, milliseconds; `null` where it cannot be asked. */
  readonly latency: (span: Span, quantile: number, part?: Part | null, failed?: boolean) => Promise<Estimate | null>;
  /** Distinct values of a column of `affected` over a span; `null` where they cannot be asked. */
  readonly affected: (column: string, span: Span) => Promise<HitUnits | null>;
}

/** A dated change: a deploy, a remediation. */
export interface DatedChange {
  readonly id: string;
  readonly at: string;
  readonly to: string | null;
  readonly words: string;
  /** Each of them names it by itself: a version, a commit. */
  readonly names?: readonly string[];
  /** What its row says, and the log that it stands in. */
  readonly what?: string;
  readonly log?: string;
  /** The same in one line, as a reader is told. */
  readonly title?: string;
}

/** One row of a log of alerts. */
export interface DatedAlert {
  readonly at: string;
  readonly words: string;
  /** True where it says that an alert ended. */
  readonly ended: boolean;
  /** When somebody took it on, where the log tells. */
  readonly acknowledged?: string;
}

/** What is known of a remediation's effect. */
export type Remedy = Pick<RemediationFinding, "id" | "verdict" | "why">;

/** What assertions are measured with. */
export interface Evidence {
  /** The sentences right before the assertion: a part that they name may still be meant. */
  readonly told?: string;
  readonly windows: readonly WindowFinding[];
  readonly main: WindowFinding | null;
  readonly windowReason: string | null;
  /** Everything that was looked at, with what departed. */
  readonly signals: readonly SignalFinding[];
  readonly outcome: string;
  /** The verdicts on the incident's remediations. */
  readonly remedies: readonly Remedy[];
  readonly sources: readonly CountedSource[];
  readonly gauges: readonly ValueSeries[];
  readonly actions: readonly DatedChange[];
  readonly changes: readonly DatedChange[];
  /** Alerts, where a source of events lists them. */
  readonly alerts: readonly DatedAlert[];
  /** Which change fits the onset. */
  readonly causes: readonly ChangeFinding[];
  readonly dataSpan: Span | null;
  readonly zone: string;
  readonly title: string;
  readonly baseline: Span | null;
  /** The rates over the window, by source; none where they were not taken. */
  readonly rates?: Readonly<Record<string, RateFinding>>;
  /** Ordinary words for the failures of this incident, from its title. */
  readonly level: number;
}

/** The counts of whole bins of a series that begin inside a span. */
export function countsIn(series: OutcomeSeries, { from, to }: Span): Counts {
  const step = series.stepSeconds * 1000;
  const first = Math.max(0, Math.ceil((Date.parse(from) - series.startMs) / step - 1e-9));
  const last = Math.min(series.attempts.length, Math.ceil((Date.parse(to) - series.startMs) / step - 1e-9));
  let [failures, attempts] = [0, 0];
  for (let bin = first; bin < last; bin += 1) {
    failures += series.failures[bin] ?? 0;
    attempts += series.attempts[bin] ?? 0;
  }
  return { failures: Math.round(failures), attempts: Math.round(attempts) };
}
