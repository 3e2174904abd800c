import { columnsOf, comparedValues } from "./expression.js";
import type { FailedConfig } from "./incident.js";

/** The columns of its own source that a condition of failure looks at. */
export function failedColumns(failed: FailedConfig | undefined): readonly string[] {
  if (failed === undefined) return [];
  if (failed.kind === "own") return failed.where.map(([column]) => column);
  if (failed.kind === "marked") return failed.on.map(([own]) => own);
  return failed.expression.tree ? [...columnsOf(failed.expression.tree).keys()] : [];
}

/** The values that a condition of failure names, by column: those of the source itself, or of the one that marks. */
export function failedValues(
  failed: FailedConfig | undefined,
): readonly (readonly [column: string, values: readonly string[]])[] {
  if (failed === undefined) return [];
  const expression =
    failed.kind === "expression" ? failed.expression : failed.kind === "marked" ? failed.matching : undefined;
  if (expression?.tree) return comparedValues(expression.tree);
  if (failed.kind === "expression") return [];
  return failed.where.flatMap(([column, test]) => (test.kind === "values" ? [[column, test.values] as const] : []));
}

/** The columns of the marking source that a failure recorded elsewhere looks at. */
export function markingColumns(failed: FailedConfig & { kind: "marked" }): readonly string[] {
  const where = failed.matching?.tree
    ? [...columnsOf(failed.matching.tree).keys()]
    : failed.where.map(([column]) => column);
  return [...failed.on.map(([, other]) => other), ...where];
}
