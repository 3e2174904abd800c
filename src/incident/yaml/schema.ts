import { z } from "zod";

const text = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number or true/false" });
const zone = text.refine(isZone, { error: "an IANA time zone such as Europe/Berlin, or UTC" });
const instant = text.regex(/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i, {
  error: "an ISO 8601 time such as 2025-03-31T16:16Z",
});
const duration = z.union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?\s*(ms|s|m|min|h|d)$/)], {
  error: "a duration such as 30s, 5m, 1h or 1d (a bare number is seconds)",
});
const expression = text.describe('a column, or an expression over columns such as "status >= 500"');
const test = z.union(
  [
    scalar,
    z.array(scalar).min(1),
    z.strictObject({ atLeast: z.number(), atMost: z.number() }).partial(),
    z.strictObject({ not: z.array(scalar) }),
  ],
  { error: 'a list of values such as ["11200"], or { atLeast: 500 }, or { not: ["0"] }' },
);
const condition = z.record(z.string(), test, {
  error: 'columns with the values that count, such as { error_code: ["11200"] }',
});
const marked = z.strictObject({
  from: text.describe("the source whose rows mark failures"),
  on: z.record(z.string(), text, {
    error: "this source's column with the other's, such as { call_sid: resource_sid }",
  }),
  where: z
    .union([condition, text], {
      error: "columns with the values that count, or an expression such as \"code = '11200'\"",
    })
    .optional(),
  within: duration.optional(),
});
const names = z.union([text, z.array(text).min(1)], { error: "a column name or a list of them" });
const files = z.union([text, z.array(text).min(1)], { error: "a file, a list of files, or a glob" });
const table = z.strictObject({ engine: z.enum(["clickhouse", "trino"]), table: text, database: text.optional() });
const TIME_SHAPE = "a column name, { column: requested_at, zone: UTC }, or { columns: [Date, Time], zone: UTC }";
const year = z.number().int().min(1900).max(2200);
const time = z.union(
  [
    text,
    z
      .strictObject({
        column: text.optional(),
        columns: z.array(text).min(1).optional().describe("several columns that make up the time, in order"),
        zone: zone.optional(),
        format: z
          .union([text, z.array(text).min(1)])
          .optional()
          .describe("a strptime pattern such as %d/%m/%Y %H:%M, several of them, or iso, epoch-s, epoch-ms, excel"),
        year: year.optional().describe("the year of times that carry none"),
        date: z
          .string()
          .regex(/^\d{4}-\d{2}-\d{2}$/)
          .optional()
          .describe("the day of times of day that carry none, such as 2026-03-12"),
      })
      .refine(({ column, columns }) => (column === undefined) !== (columns === undefined), { error: TIME_SHAPE }),
  ],
  { error: TIME_SHAPE },
);
const mark = z.string().min(1).max(4);
const dialect = z.strictObject({
  delimiter: mark.optional(),
  quote: z.string().max(1).optional().describe('the quote; "" where nothing is quoted'),
  escape: z.string().length(1).optional(),
  header: z
    .union([z.boolean(), z.number().int().nonnegative()])
    .optional()
    .describe("the line of the column names, 1 being the first; false where there are none"),
  skip: z.number().int().nonnegative().optional().describe("lines at the beginning that hold no rows"),
  comment: mark.optional().describe("lines that begin with it are no rows"),
  encoding: text
    .refine(isEncoding, { error: "an encoding such as utf-8, latin1, windows-1252 or utf-16le" })
    .optional(),
  decimal: z.enum([".", ","]).optional(),
  thousands: z.enum(["", ".", ",", " ", "'"]).optional(),
  sheet: text.optional().describe("the sheet of a workbook, where its sheets hold different tables"),
});
const selection = z.strictObject({
  file: files.optional(),
  value: text.optional().describe("column or expression of the counts"),
  where: text.optional().describe("an expression: which rows belong to this side"),
});
const counted = z.union([text, selection], {
  error: 'a column, an expression such as "total - ok", or { file: errors.csv, value: Value, where: … }',
});

/** One source as written in `incident.yaml`. */
export const sourceSchema = z.strictObject({
  file: z
    .union([text, z.array(text).min(1), table], {
      error: "a file, a list of files, a glob, or { engine: clickhouse, table: verbs }",
    })
    .optional(),
  format: text.optional().describe("auto, or a named vendor format"),
  dialect: dialect.optional().describe("how the text is written, where it is not found right"),
  kind: z.enum(["outcomes", "events", "counts", "gauge", "counter"]).optional(),
  time: time.optional(),
  where: text.optional().describe("an expression; rows for which it is not true are filtered"),
  id: text.optional().describe("identifier; rows that repeat it are duplicates"),
  cluster: text.optional().describe("rows that share it are not independent"),
  failed: z
    .union([marked, condition, text], {
      error:
        'columns with failure values, such as { error_code: ["11200"] }, an expression such as "status >= 500", or { from: alerts, on: { call_sid: resource_sid } }',
    })
    .optional(),
  failures: counted.optional(),
  attempts: counted.optional(),
  cumulative: z.boolean().optional().describe("the counts are running totals"),
  step: duration.optional().describe("what a row covers from its time on, such as 1d"),
  value: expression.optional(),
  latency: expression.optional().describe("column or expression in milliseconds"),
  weight: expression.optional().describe("how many attempts a row stands for"),
  dimensions: z
    .union([text, z.array(text)])
    .optional()
    .describe("columns to break rates down by"),
  count: z.enum(["start", "overlap"]).optional(),
  duration: text.optional().describe("column in seconds, for count: overlap"),
  role: z.enum(["change"]).optional().describe("kind events: its rows are changes, such as deploys"),
  what: expression.optional().describe("kind events: what a row says"),
  clock: duration.optional().describe("how far the clock of its times may be off, such as 30s; 5s unless set"),
  on: z
    .record(z.string(), text, { error: "this source's column with the outcome's, such as { service: service }" })
    .optional(),
});

const policy = z.strictObject({
  id: text,
  title: text.optional(),
  period: z.enum(["month", "quarter"]),
  zone: zone.optional(),
  rule: z.enum(["minutes", "share", "threshold"]),
  threshold: z.number().min(0).max(1).optional(),
  consecutive: z.number().int().positive().optional(),
  tiers: z.array(z.strictObject({ below: z.number().min(0).max(1), credit: z.number().min(0).max(1) })).min(1),
  mostCredit: z.number().min(0).max(1).optional(),
  claimWithinDays: z.number().positive().optional(),
});

const part = z.union([text, z.boolean()], { error: "a source (kind gauge), or true" });

const note = z.union([text, z.number()], { error: "a text" }).transform(String).optional();
const action = z.union([text, z.strictObject({ what: text, owner: note, due: note, status: note })], {
  error: "a sentence, or { what: Alert on saturation, owner: A. Team, due: 2026-12-15, status: open }",
});
const outcome = z.union(
  [text, z.strictObject({ source: text, latency: text.optional(), quantile: z.number().gt(0).lt(1).optional() })],
  { error: "the name of a source, or { source: requests, latency: duration_ms, quantile: 0.95 }" },
);

/** `incident.yaml` as written; published as JSON Schema for editors. */
export const incidentSchema = z.strictObject({
  id: text,
  title: text.optional(),
  synthetic: z.boolean().optional(),
  zone: zone.optional().describe("zone of statement times that carry none, and the one that people read"),
  severity: note,
  status: note,
  owner: note,
  impact: note,
  lessons: z.union([text, z.array(text)], { error: "a Markdown file, or a list of sentences" }).optional(),
  actions: z.array(action).optional(),
  statement: text.optional(),
  date: z
    .union([text, z.number()])
    .transform(String)
    .refine((date) => /^\d{4}(-\d\d-\d\d)?$/.test(date), { error: "a year or a date such as 2026 or 2026-11-12" })
    .optional()
    .describe("year of statement dates that carry none"),
  sources: z
    .record(z.string().regex(/^[A-Za-z][\w-]*$/, { error: "a source name of letters, digits, _ and -" }), sourceSchema)
    .refine((sources) => Object.keys(sources).length > 0, { error: "at least one source" }),
  outcome: outcome
    .optional()
    .describe("what the window is reconstructed from: a source's failures, its latency, or a gauge"),
  affected: names.optional().describe("columns whose distinct values are counted as hit"),
  exposure: z.strictObject({ of: text, by: text }).optional(),
  baseline: z.strictObject({ from: instant, to: instant }).optional(),
  remediations: z
    .array(
      z.strictObject({
        id: text,
        from: instant,
        to: instant.optional(),
        gauge: text.optional(),
        through: text.optional(),
      }),
    )
    .optional(),
  mechanism: z
    .strictObject({
      collector: part
        .describe(
          "the gauge of a collector that shares the fleet, such as its events per minute; or true if only the statement mentions it",
        )
        .optional(),
      buffer: part.describe("the gauge of how full a buffer of telemetry was; or true").optional(),
    })
    .optional()
    .describe("what failures come through, beside capacity; what-if speaks of these parts only"),
  serviceLevel: z
    .union([text, policy], { error: "a named policy or an inline one with id, period, rule and tiers" })
    .optional(),
  objective: z
    .strictObject({
      share: z.number().gt(0).lt(1).describe("share of attempts that must be good, such as 0.999"),
      days: z.number().positive().describe("length of the budget's period; 30 unless set"),
      alerts: z
        .array(z.strictObject({ factor: z.number().positive(), long: duration, short: duration }))
        .describe("burn-rate alerts to replay, in place of 14.4 × over 1h and 5m and 6 × over 6h and 30m"),
    })
    .partial()
    .optional()
    .describe("the service-level objective that error budgets and burn-rate alerts are reckoned against"),
  errorBudget: z
    .strictObject({ share: z.number().min(0).max(1), rows: z.number().int().nonnegative() })
    .partial()
    .optional(),
});

/** `incident.yaml` after its shape was checked, before defaults. */
export type IncidentYaml = z.infer<typeof incidentSchema>;
/** One source of it. */
export type SourceYaml = z.infer<typeof sourceSchema>;

function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name) !== undefined;
  } catch {
    return false;
  }
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The JSON Schema of `incident.yaml`, for editors.
 *
 * @returns draft 2020-12, as published in `schema/incident.schema.json`
 */
export function incidentJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(incidentSchema, { io: "input" }),
    title: "incident.yaml of postmortem-lab",
  };
}
