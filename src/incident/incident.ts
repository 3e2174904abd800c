/** What a source's rows are. See the field comments of {@link SourceConfig}. */
export type SourceKind = "outcomes" | "events" | "counts" | "gauge" | "counter";

/** Where the times are and which zone they are in when they carry none. */
export interface TimeConfig {
  readonly column: string;
  /** IANA zone or `UTC`; unset is an error unless every time carries its own. */
  readonly zone?: string;
  /** Notation, where the values do not settle it: `iso`, `epoch-s`, `epoch-ms`, `epoch-us`, `epoch-ns`, or a strptime pattern such as `%d/%m/%Y %H:%M`. */
  readonly format?: string;
}

/** Column name → values (text) that count, or a numeric threshold. Several columns must all match. */
export type Condition = readonly (readonly [column: string, test: ConditionTest])[];
/** What a cell must be for its row to count. */
export type ConditionTest =
  | { readonly kind: "values"; readonly values: readonly string[] }
  | { readonly kind: "range"; readonly atLeast?: number; readonly atMost?: number }
  /** Neither empty nor one of these. */
  | { readonly kind: "not"; readonly values: readonly string[] };

/** A failure recorded in the source itself, or marked by rows of another source. */
export type FailedConfig =
  | { readonly kind: "own"; readonly where: Condition }
  | {
      readonly kind: "marked";
      /** The source whose rows mark failures. */
      readonly from: string;
      /** This source's column = the other source's column. */
      readonly on: readonly (readonly [own: string, other: string])[];
      /** Which of the other source's rows mark a failure; empty = all. */
      readonly where: Condition;
      /** At most this many seconds between the two rows' times; unset = any. */
      readonly withinSeconds?: number;
    };

/** One source of an incident folder, validated; every default filled in. */
export interface SourceConfig {
  readonly name: string;
  /** Paths or globs relative to the incident folder (empty when the rows live in an engine's table). */
  readonly files: readonly string[];
  readonly engine?: { readonly engine: string; readonly table: string; readonly database?: string };
  /** `auto`, or a named vendor format. */
  readonly format: string;
  readonly kind: SourceKind;
  /** Whether `incident.yaml` says the kind; otherwise a recognised format may know better. */
  readonly kindDeclared?: boolean;
  readonly time: TimeConfig | undefined;
  /** Declared identifier; rows that repeat it are duplicates. */
  readonly id?: string;
  /** Rows that share this column's value are not independent. */
  readonly cluster?: string;
  readonly failed?: FailedConfig;
  /** kind `counts`: columns of failures and attempts. */
  readonly failures?: string;
  readonly attempts?: string;
  /** kind `gauge` and `counter`. */
  readonly value?: string;
  /** Latency column in milliseconds, if any. */
  readonly latency?: string;
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

/** What failures come through, beside capacity: each part by its gauge, or `true` where only the statement tells of it; `false` = known not to be there. */
export interface Mechanism {
  readonly collector?: string | boolean;
  readonly buffer?: string | boolean;
}

/** `incident.yaml`, validated: the folder's one description. Errors name file and line. */
export interface Incident {
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly id: string;
  readonly title: string;
  readonly synthetic: boolean;
  /** Zone of statement times that carry none; undefined = none declared. */
  readonly zone: string | undefined;
  /** Year, or a date near them, of statement dates that carry no year; undefined = none declared. */
  readonly date?: string;
  /** Path relative to the folder. */
  readonly statement: string | undefined;
  readonly sources: readonly SourceConfig[];
  /** Name of the source that reconstructs the window. */
  readonly outcome: string;
  readonly exposure: { readonly of: string; readonly by: string } | undefined;
  readonly baseline: { readonly from: string; readonly to: string } | undefined;
  /** `undefined`: taken from the statement's timeline. */
  readonly remediations: readonly RemediationConfig[] | undefined;
  /** Parts of the mechanism that are declared: by the gauge that measures them, or by `true`. */
  readonly mechanism: Mechanism | undefined;
  /** Named policy, inline policy or undefined. */
  readonly serviceLevel: string | ServiceLevelPolicy | undefined;
  readonly errorBudget: { readonly share: number; readonly rows: number };
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
