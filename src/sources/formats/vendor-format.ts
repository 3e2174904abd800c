import type { FailedConfig, SourceKind, TimeConfig } from "../../incident/incident.js";
import type { CarefulRecord } from "../records/read-records.js";
import type { TextTable } from "../records/text-table.js";

/** What a format is recognised by. */
export interface FormatHead {
  /** Path relative to the incident folder. */
  readonly file: string;
  /** The beginning of the file, decoded: up to 256 KB. */
  readonly text: string;
  /** The generic reading of that beginning; `null` for Parquet. */
  readonly table: TextTable | null;
}

/** What a format knows about its columns; `incident.yaml` goes before it in every field. */
export interface FormatDefaults {
  readonly kind?: SourceKind;
  /** Its events are changes; `init` proposes it. */
  readonly role?: "change";
  readonly time?: TimeConfig;
  readonly id?: string;
  /** Rows that share the format's `id` are legs of one attempt, the first of which stands for all. */
  readonly legs?: boolean;
  readonly cluster?: string;
  readonly failed?: FailedConfig;
  readonly failures?: string;
  readonly attempts?: string;
  readonly value?: string;
  readonly latency?: string;
  readonly duration?: string;
  /** Which rows are attempts, as an expression; `init` proposes it, nothing else applies it. */
  readonly where?: string;
  /** The name of the one metric that the file holds. */
  readonly metric?: string;
  /** The counts are running totals; `init` proposes it. */
  readonly cumulative?: boolean;
  /** What tells series of one file apart. */
  readonly dimensions?: readonly string[];
  /** A row is one point of one series, so that a moment without a point of a series is absent, not empty. */
  readonly points?: boolean;
  /** Sentences for the data quality: row caps, legs left out, … */
  readonly notes?: readonly string[];
}

/** A file as a text table, for layouts that are neither delimited nor JSON lines. */
export interface FormatTable {
  readonly columns: readonly string[];
  /** Up to 1000 rows. */
  readonly sample: readonly (readonly string[])[];
  /** Every record of the file; each physical record appears exactly once. */
  records(): AsyncIterable<CarefulRecord>;
  /** True if its records take the file's physical lines, each once; true unless set. */
  readonly byLine?: boolean;
  /** What only the whole file tells; goes before what its beginning told, notes come after. */
  readonly defaults?: FormatDefaults;
}

/** One vendor's export: how it is recognised, what its columns mean, and how it is read where the generic reading does not serve. */
export interface VendorFormat {
  readonly name: string;
  recognises(head: FormatHead): boolean;
  defaults(head: FormatHead): FormatDefaults;
  /**
   * @param path - plain UTF-8 text
   * @returns `undefined` when the generic reading serves
   */
  table?(path: string, head: FormatHead): Promise<FormatTable | undefined> | undefined;
}
