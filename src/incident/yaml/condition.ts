import type { ParsedExpression } from "../expression.js";
import type { YamlDocument, YamlPath } from "./document.js";
import type { Condition, ConditionTest, FailedConfig } from "../incident.js";

function conditionTest(value: unknown): ConditionTest {
  if (Array.isArray(value)) return { kind: "values", values: value.map(String) };
  if (typeof value !== "object" || value === null) return { kind: "values", values: [String(value ?? "")] };
  const { atLeast, atMost, not } = value as { atLeast?: number; atMost?: number; not?: unknown[] };
  if (not) return { kind: "not", values: not.map(String) };
  return { kind: "range", ...(atLeast !== undefined && { atLeast }), ...(atMost !== undefined && { atMost }) };
}

/** The condition written at `path`: columns in order with what counts; empty where nothing is written. */
function conditionAt(document: YamlDocument, path: YamlPath): Condition {
  return (document.entries(path) ?? []).map(([column, value]) => [column, conditionTest(value)] as const);
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** Seconds of `1d`, `30s`, `5m`, `500ms` or a bare number of seconds. */
export function durationSeconds(value: string | number): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(String(value));
  return Number(match?.[1]) * (UNITS[match?.[2] || "s"] ?? Number.NaN);
}

/**
 * What counts as a failure, as written at `path`; `undefined` where nothing is written.
 *
 * @param parsed - the expression of the text at a path
 */
export function failedAt(
  document: YamlDocument,
  path: YamlPath,
  parsed: (path: YamlPath) => ParsedExpression | undefined,
): FailedConfig | undefined {
  const entries = document.entries(path);
  const expression = parsed(path);
  if (!entries) return expression && { kind: "expression", expression };
  const find = (key: string): unknown => entries.find(([name]) => name === key)?.[1];
  const on = document.entries([...path, "on"]);
  if (!on || typeof find("from") !== "string") return { kind: "own", where: conditionAt(document, path) };
  const within = find("within") as string | number | undefined;
  const matching = parsed([...path, "where"]);
  return {
    kind: "marked",
    from: find("from") as string,
    on: on.map(([own, other]) => [own, String(other)] as const),
    where: conditionAt(document, [...path, "where"]),
    ...(matching && { matching }),
    ...(within !== undefined && { withinSeconds: durationSeconds(within) }),
  };
}
