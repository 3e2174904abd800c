import { plainText } from "../../errors/plain-text.js";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { PostmortemError } from "../../errors/errors.js";
import { ASSERTION_KINDS } from "../assertions/stated-claim.js";
import type { Statement } from "../statement.js";
import { requireFields } from "../../errors/argument.js";

const ROLES = [
  "onset",
  "detected",
  "declared",
  "investigating",
  "identified",
  "mitigation-start",
  "mitigation-end",
  "communicated",
  "recovery-start",
  "recovered",
  "resolved",
  "prevention-start",
  "prevention-end",
  "recurrence",
  "other",
] as const;
const CODES = [
  "windows-differ",
  "duration-differs",
  "order",
  "simultaneous",
  "zone-season",
  "weekday-date",
  "no-denominator",
  "rates-conflict",
  "false-precision",
  "silent-stretch",
  "ends-at-recovery-start",
  "scope-differs",
  "action-differs",
  "lost-words",
  "impossible-time",
  "undated-promise",
] as const;

const instant = z
  .string()
  .refine(
    (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/.test(text) && !Number.isNaN(Date.parse(text)),
    "is no UTC time such as 2025-03-31T15:09:00Z",
  )
  .transform((text) => `${new Date(text).toISOString().slice(0, 19)}Z`)
  .nullable();
const share = z.number().min(0).max(1);
const words = z.string().nullable();

const place = z.tuple([z.number(), z.number()]);
const CLAIM = z.strictObject({
  id: z.string().default(""),
  kind: z.enum(ASSERTION_KINDS),
  stated: z.string().default(""),
  values: z.array(z.number()).default([]),
  rounding: z.number().min(0).default(0),
  bound: z.enum(["exact", "at-most", "at-least"]).default("exact"),
  hedged: z.boolean().default(false),
  span: z
    .enum([
      "outage",
      "first",
      "second",
      "all",
      "between",
      "before",
      "after",
      "outside",
      "day",
      "span",
      "other-day",
      "open",
    ])
    .default("open"),
  instants: z
    .array(z.strictObject({ at: instant, minutes: z.number().nullable().default(null), zone: words.default(null) }))
    .default([]),
  noun: words.default(null),
  outcome: z.enum(["failed", "succeeded", "other"]).default("other"),
  detail: words.default(null),
  turn: z.tuple([z.number(), z.number()]).optional(),
  unsettled: z.enum(["possible", "planned", "aimed", "longer-time", "denied", "elsewhere"]).optional(),
  quote: z.string(),
  at: place.default([0, 0]),
  context: z.string().default(""),
  section: z.string().default(""),
});

const SCHEMA = z.strictObject({
  title: words.default(null),
  reference: z
    .union([z.string(), z.number().transform(String)])
    .nullable()
    .default(null),
  status: words.default(null),
  zone: words.default(null),
  events: z
    .array(
      z.strictObject({
        at: instant,
        precision: z.enum(["second", "minute", "hour", "day"]).nullable().default("minute"),
        hedged: z.boolean().default(false),
        role: z.enum(ROLES),
        probability: z.number().min(0).max(1).optional(),
        quote: z.string().default(""),
        section: z.string().default(""),
        textSpan: z.tuple([z.number(), z.number()]).default([0, 0]),
      }),
    )
    .default([]),
  windows: z
    .array(
      z.strictObject({
        start: instant,
        end: instant,
        section: z.string().default(""),
        statedMinutes: z.number().nullable().default(null),
        quote: z.string().default(""),
      }),
    )
    .default([]),
  durations: z
    .array(z.strictObject({ quote: z.string().default(""), minutesLow: z.number(), minutesHigh: z.number() }))
    .default([]),
  percentages: z
    .array(
      z.strictObject({
        low: share,
        high: share,
        hedged: z.boolean().default(false),
        numerator: words.default(null),
        denominator: words.default(null),
        quote: z.string().default(""),
        section: z.string().optional(),
      }),
    )
    .default([]),
  actions: z
    .array(z.strictObject({ quote: z.string(), status: z.enum(["done", "promised"]), at: instant.default(null) }))
    .default([]),
  causes: z.array(z.strictObject({ cause: z.string(), quote: z.string().default("") })).optional(),
  inconsistencies: z
    .array(
      z.strictObject({
        code: z.enum(CODES),
        text: z.string(),
        severity: z.enum(["info", "warning", "serious"]),
        evidence: z.array(z.string()).default([]),
        question: z.string().default(""),
      }),
    )
    .default([]),
  claims: z
    .array(CLAIM)
    .default([])
    .transform((claims) => claims.map((claim, index) => ({ ...claim, id: claim.id || `a${index + 1}` }))),
  unread: z.number().min(0).default(0),
  warnings: z.array(z.string()).optional(),
});

const HEAD = ` A statement as it was read. Correct what was read wrongly and use this file in the statement's place.
 Times are UTC; an unresolved time is null; shares are 0 to 1. Inconsistencies stay as they stand: remove those that rest on a misreading.`;

/** A parsed statement as YAML that a person can correct. {@link statementFromYaml} reads it back unchanged. */
export function statementToYaml(statement: Statement): string {
  requireFields("statementToYaml", "a statement as parseStatement gives it", statement, ["events", "windows"]);
  const document = stringify(
    JSON.parse(JSON.stringify(statement), (_key, value: unknown) =>
      typeof value === "string" ? plainText(value) : value,
    ),
    { lineWidth: 140, flowCollectionPadding: false },
  );
  return `${HEAD.split("\n")
    .map((line) => `#${line}`)
    .join("\n")}\n${document}`;
}

function parsed(yaml: string): unknown {
  try {
    return parse(yaml, { maxAliasCount: 0 });
  } catch (cause) {
    const [first] = String((cause as Error).message).split("\n");
    throw new PostmortemError("usage", `A corrected statement requires valid YAML, got an error: ${first}`, { cause });
  }
}

/**
 * The statement that a corrected YAML file describes.
 *
 * @param yaml - as {@link statementToYaml} wrote it, edited; what is left out is empty, events need `at` and `role`
 * @throws PostmortemError (`usage`) naming the entry when something in it is no statement
 */
export function statementFromYaml(yaml: string): Statement {
  const result = SCHEMA.safeParse(parsed(yaml) ?? {});
  if (result.success) return result.data as Statement;
  const [issue] = result.error.issues;
  throw new PostmortemError(
    "usage",
    `A corrected statement requires ${issue?.path.join(".") || "a mapping"} to be valid, got: ${issue?.message ?? "an error"}; correct the entry and try again.`,
  );
}
