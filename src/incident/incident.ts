import type { ParsedExpression } from "./expression.js";

/** What a source's rows are. See the field comments of {@link SourceConfig}. */
export type SourceKind = "outcomes" | "events" | "counts" | "gauge" | "counter";

/** The columns of the times, their format, and the zone of times without one. */
export interface TimeConfig {
  /** The column of the times, or the first of several. */
  readonly column: string;
  /** Several columns that make up the time together, in order, such as a date and a time of day; joined by a space. */
  readonly columns?: readonly string[];
  /** IANA zone or `UTC`; unset is an error unless every time carries its own. */
  readonly zone?: string;
  /** Notation, where the values do not settle it: `iso`, `epoch-s`, `epoch-ms`, `epoch-us`, `epoch-ns`, or a strptime pattern such as `%d/%m/%Y %H:%M`. */
  readonly format?: string;
  /** Several notations, each tried in order; `format` is the first of them. */
  readonly formats?: readonly string[];
  /** The year of times that carry none. */
  readonly year?: number;
  /** The day of times of day that carry none, as `2026-03-12`. */
  readonly date?: string;
}

/** Column name → values (text) that count, or a numeric threshold. Several columns must all match. */
export type Condition = readonly (readonly [column: string, test: ConditionTest])[];
/** The condition on a cell for its row to count. */
export type ConditionTest =
  | { readonly kind: "values"; readonly values: readonly string[] }
  | { readonly kind: "range"; readonly atLeast?: number; readonly atMost?: number }
  /** Neither empty nor one of these. */
  | { readonly kind: "not"; readonly values: readonly string[] };

/** A failure recorded in the source itself, or marked by rows of another source. */
export type FailedConfig =
  | { readonly kind: "own"; readonly where: Condition }
  /** Rows for which an expression is true. */
  | { readonly kind: "expression"; readonly expression: ParsedExpression }
  | {
      readonly kind: "marked";
      /** The source whose rows mark failures. */
      readonly from: string;
      /** This source's column = the other source's column. */
      readonly on: readonly (readonly [own: string, other: string])[];
      /** Which of the other source's rows mark a failure; empty = all. */
      readonly where: Condition;
      /** The same as an expression over the other source's columns; it goes in place of `where`. */
      readonly matching?: ParsedExpression;
      /** At most this many seconds between the two rows' times; unset = any. */
      readonly withinSeconds?: number;
    };

/** The dialect of a delimited text, as far as `incident.yaml` declares it; the rest is found. */
export interface SourceDialect {
  readonly delimiter?: string;
  /** `""` where the file quotes nothing. */
  readonly quote?: string;
  readonly escape?: string;
  /** 1-based line of the column names; 0 where there are none. */
  readonly header?: number;
  /** Lines at the beginning of the file that hold no rows. */
  readonly skip?: number;
  /** Lines that begin with it are no rows. */
  readonly comment?: string;
  readonly encoding?: string;
  /** The mark before decimals. */
  readonly decimal?: "." | ",";
  /** The mark between thousands; `""` for none. */
  readonly thousands?: string;
  /** The sheet of a workbook. */
  readonly sheet?: string;
}

/** One side of counts that stands in files, or rows, of its own. */
export interface CountSelection {
  /** Empty = the source's own files. */
  readonly files: readonly string[];
  /** Column or expression of the counts; unset where the file has one column of numbers. */
  readonly value?: string;
  /** Which rows belong to this side. */
  readonly where?: ParsedExpression;
}

/** One source of an incident folder, validated; every default filled in. */
export interface SourceConfig {
  readonly name: string;
  /** Paths or globs relative to the incident folder (empty when the rows live in an engine's table). */
  readonly files: readonly string[];
  readonly engine?: { readonly engine: string; readonly table: string; readonly database?: string };
  /** `auto`, or a named vendor format. */
  readonly format: string;
  readonly kind: SourceKind;
  /** True if `incident.yaml` says the kind; otherwise a recognised format may know better. */
  readonly kindDeclared?: boolean;
  readonly time: TimeConfig | undefined;
  /** Declared identifier; rows that repeat it are duplicates. */
  readonly id?: string;
  /** Rows that share this column's value are not independent. */
  readonly cluster?: string;
  readonly failed?: FailedConfig;
  /** kind `counts`: columns, or expressions, of failures and attempts. */
  readonly failures?: string;
  readonly attempts?: string;
  /** kind `counts`: the two sides where they are rows of their own, of two files or of one long table. */
  readonly selections?: { readonly failures: CountSelection; readonly attempts: CountSelection };
  /** kind `counts`: the columns are running totals, which start anew where they fall. */
  readonly cumulative?: boolean;
  /** kind `counts`, `gauge`, `counter`: seconds that one row covers from its time on; unset = the rows' own spacing. */
  readonly stepSeconds?: number;
  /** Seconds by which the clock of its times may be off, either way; unset = the default of machines. */
  readonly clockSeconds?: number;
  /** kind `gauge` and `counter`: a column or an expression. */
  readonly value?: string;
  /** Latency in milliseconds, if any: a column or an expression. */
  readonly latency?: string;
  /** How many attempts one row stands for: a column or an expression. */
  readonly weight?: string;
  /** Only rows for which it is true are taken; the others are counted as filtered. */
  readonly where?: ParsedExpression;
  readonly dialect?: SourceDialect;
  /** kind `events`: what its rows are; `change` = deploys, configuration, migrations. */
  readonly role?: "change";
  /** kind `events`: what a row says, as text; an expression. */
  readonly what?: ParsedExpression;
  /** kind `events`: this source's column = the outcome's column that it concerns. */
  readonly on?: readonly (readonly [own: string, other: string])[];
  /** What `failures`, `attempts`, `value`, `latency` and `weight` are where they name no column: their texts as expressions. */
  readonly parsed?: ReadonlyMap<string, ParsedExpression>;
  /** Columns whose distinct values are counted as hit; of the outcome's source only. */
  readonly affected?: readonly string[];
  /** Columns to break rates down by. */
  readonly dimensions: readonly string[];
  /** `start` counts a unit at its time; `overlap` in every minute it spans (needs `duration` or `end`). */
  readonly count: "start" | "overlap";
  /** Duration column in seconds, for `count: overlap`. */
  readonly duration?: string;
  /** Where `incident.yaml` says what, for messages: its keys with their lines, `""` for the source itself. */
  readonly lines?: ReadonlyMap<string, number>;
}

/** A change made to end the incident, with its times (UTC ISO). */
export interface RemediationConfig {
  readonly id: string;
  readonly from: string;
  /** `null` when it was instantaneous or its end is unknown. */
  readonly to: string | null;
  /** Source (kind gauge) that measures the dose, e.g. capacity units. */
  readonly gauge?: string;
  /** Source (kind gauge) of what the remediation acts through on the way to the failures, e.g. the share of the fleet that is busy. */
  readonly through?: string;
}

/** The other ways in which failures arise, beside capacity: each part by its gauge, or `true` where only the statement tells of it; `false` = known not to be there. */
export interface Mechanism {
  readonly collector?: string | boolean;
  readonly buffer?: string | boolean;
}

/** The signal that defines the outage. */
export interface OutcomeConfig {
  readonly source: string;
  /** `failures`: the share that failed; `latency`: a quantile of it; `value`: a gauge's values. */
  readonly measure: "failures" | "latency" | "value";
  /** Column or expression of the latency, and which quantile of it, 0…1. */
  readonly latency?: string;
  readonly quantile?: number;
  /** True if `incident.yaml` says so; otherwise the first source of outcomes or counts is taken, or the first gauge. */
  readonly declared: boolean;
}

/** The notes of people on an incident, shown as written; `null` or empty where they noted nothing. */
export interface IncidentNotes {
  readonly severity: string | null;
  readonly status: string | null;
  readonly owner: string | null;
  readonly impact: string | null;
  /** Markdown as it stands in its file, or a list of sentences. */
  readonly lessons: string | readonly string[] | null;
  readonly actions: readonly {
    readonly what: string;
    readonly owner: string | null;
    readonly due: string | null;
    readonly status: string | null;
  }[];
}

/** `incident.yaml`, validated: the folder's one description. Errors name file and line. */
export interface Incident {
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly id: string;
  readonly title: string;
  readonly synthetic: boolean;
  /** Zone of statement times that carry none, and the one that people read; undefined = none declared. */
  readonly zone: string | undefined;
  /** Year, or a date near them, of statement dates that carry no year; undefined = none declared. */
  readonly date?: string;
  /** Path relative to the folder. */
  readonly statement: string | undefined;
  readonly sources: readonly SourceConfig[];
  /** Name of the source that reconstructs the window. */
  readonly outcome: string;
  /** The same with what of it is looked at. */
  readonly outcomeOf: OutcomeConfig;
  /** Columns whose distinct values are counted as hit. */
  readonly affected: readonly string[];
  readonly notes: IncidentNotes;
  readonly exposure: { readonly of: string; readonly by: string } | undefined;
  readonly baseline: { readonly from: string; readonly to: string } | undefined;
  /** `undefined`: taken from the statement's timeline. */
  readonly remediations: readonly RemediationConfig[] | undefined;
  /** Parts of the mechanism that are declared: by the gauge that measures them, or by `true`. */
  readonly mechanism: Mechanism | undefined;
  /** Named policy, inline policy or undefined. */
  readonly serviceLevel: string | ServiceLevelPolicy | undefined;
  readonly errorBudget: { readonly share: number; readonly rows: number };
  /** The service-level objective, as far as it is declared. */
  readonly objective?: ObjectiveConfig;
}

/** A service-level objective: how good attempts must be over how long, and which alerts watch its budget. */
export interface ObjectiveConfig {
  /** Share of good attempts, 0…1. */
  readonly share?: number;
  readonly days?: number;
  readonly alerts?: readonly { readonly factor: number; readonly longMinutes: number; readonly shortMinutes: number }[];
}

/** A service-level agreement as data. */
export interface ServiceLevelPolicy {
  readonly id: string;
  readonly title: string;
  /** Calendar unit over which availability is taken, in UTC unless `zone` says otherwise. */
  readonly period: "month" | "quarter";
  readonly zone?: string;
  /** `minutes`: every minute of the outage is down; `share`: minutes × failure share; `threshold`: minutes whose error rate passes `threshold` for `consecutive` minutes. */
  readonly rule: "minutes" | "share" | "threshold";
  readonly threshold?: number;
  readonly consecutive?: number;
  /** Availability below `below` earns `credit` (both 0…1); most generous last. */
  readonly tiers: readonly { readonly below: number; readonly credit: number }[];
  /** Most credit of one period, 0…1 of its bill, whatever the tiers add up to. */
  readonly mostCredit?: number;
  /** Days after the period's end within which a claim must be made. */
  readonly claimWithinDays?: number;
}
