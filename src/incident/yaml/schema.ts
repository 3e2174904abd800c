import { z } from "zod";

const text = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number or true/false" });
const zone = text.refine(isZone, { error: "an IANA time zone such as Europe/Berlin, or UTC" });
const instant = text.regex(/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i, {
  error: "an ISO 8601 time such as 2025-03-31T16:16Z",
});
const duration = z.union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?\s*(ms|s|m|min|h)$/)], {
  error: "a duration such as 30s, 5m or 500ms (a bare number is seconds)",
});
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
  where: condition.optional(),
  within: duration.optional(),
});
const table = z.strictObject({ engine: z.enum(["clickhouse", "trino"]), table: text, database: text.optional() });
const time = z.union([text, z.strictObject({ column: text, zone: zone.optional(), format: text.optional() })], {
  error: "a column name, or { column: requested_at, zone: UTC }",
});

/** One source as written in `incident.yaml`. */
export const sourceSchema = z.strictObject({
  file: z.union([text, z.array(text).min(1), table], {
    error: "a file, a list of files, a glob, or { engine: clickhouse, table: verbs }",
  }),
  format: text.optional().describe("auto, or a named vendor format"),
  kind: z.enum(["outcomes", "events", "counts", "gauge", "counter"]).optional(),
  time: time.optional(),
  id: text.optional().describe("identifier; rows that repeat it are duplicates"),
  cluster: text.optional().describe("rows that share it are not independent"),
  failed: z
    .union([marked, condition], {
      error:
        'columns with failure values, such as { error_code: ["11200"] }, or { from: alerts, on: { call_sid: resource_sid } }',
    })
    .optional(),
  failures: text.optional(),
  attempts: text.optional(),
  value: text.optional(),
  latency: text.optional().describe("column in milliseconds"),
  dimensions: z
    .union([text, z.array(text)])
    .optional()
    .describe("columns to break rates down by"),
  count: z.enum(["start", "overlap"]).optional(),
  duration: text.optional().describe("column in seconds, for count: overlap"),
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

/** `incident.yaml` as written; published as JSON Schema for editors. */
export const incidentSchema = z.strictObject({
  id: text,
  title: text.optional(),
  synthetic: z.boolean().optional(),
  zone: zone.optional().describe("zone of statement times that carry none"),
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
  outcome: text.optional().describe("the source that reconstructs the window"),
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
          "the gauge of a collector that shares the fleet, such as its events per minute; or true where only the statement tells of it",
        )
        .optional(),
      buffer: part.describe("the gauge of how full a buffer of telemetry was; or true").optional(),
    })
    .optional()
    .describe("what failures come through, beside capacity; what-if speaks of these parts only"),
  serviceLevel: z
    .union([text, policy], { error: "a named policy or an inline one with id, period, rule and tiers" })
    .optional(),
  errorBudget: z
    .strictObject({ share: z.number().min(0).max(1), rows: z.number().int().nonnegative() })
    .partial()
    .optional(),
});

/** `incident.yaml` after its shape was checked, before defaults. */
export type IncidentYaml = z.infer<typeof incidentSchema>;
/** One source of it. */
export type SourceYaml = z.infer<typeof sourceSchema>;

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
