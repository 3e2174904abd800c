import type { Expression } from "../../incident/expression.js";
import { failedValues } from "../../incident/failed.js";
import type { FailedConfig, SourceConfig } from "../../incident/incident.js";
import { sameValue } from "../columns/same-value.js";
import type { UnseenFailure } from "../incident-data.js";

const MOST_SHOWN = 6;

/** What columns hold, by column. */
export type SeenValues = readonly (readonly [column: string, values: ReadonlySet<string>])[];

/**
 * Why no row of a source failed where its condition lists values of which none occurs, though others do: a slip in the condition looks the same as good service.
 *
 * @param seen - what the columns of the condition hold
 */
export function unseenFailure(
  { name, failed }: Pick<SourceConfig, "name" | "failed">,
  seen: SeenValues,
): UnseenFailure | undefined {
  if (failed?.kind === "expression") return unseenValues(name, failed, seen);
  if (failed?.kind !== "own") return undefined;
  for (const [column, test] of failed.where) {
    const held = [...(seen.find(([other]) => other === column)?.[1] ?? [])].filter((value) => value !== "").sort();
    if (
      test.kind !== "values" ||
      held.length === 0 ||
      test.values.some((value) => held.some((cell) => sameValue(cell, value)))
    )
      continue;
    return unseen(name, column, test.values, held);
  }
  return undefined;
}

function unseen(name: string, column: string, values: readonly string[], held: readonly string[]): UnseenFailure {
  const shown = [...held.slice(0, MOST_SHOWN), ...(held.length > MOST_SHOWN ? ["…"] : [])].join(", ");
  return {
    values,
    seen: held,
    text: `${values.join(", ")} occurs in no row of column ${column} of ${name}; seen ${shown}. If failures are written otherwise, correct sources.${name}.failed in incident.yaml.`,
  };
}

/** True if an expression asks for nothing but values that columns hold. */
function onlyValues(tree: Expression): boolean {
  if (tree.kind === "and" || tree.kind === "or") return tree.parts.every(onlyValues);
  return tree.kind === "in" || (tree.kind === "compare" && tree.op === "=");
}

/** The same of an expression that only compares columns with values, none of which any of them holds. */
function unseenValues(
  name: string,
  failed: FailedConfig & { kind: "expression" },
  seen: SeenValues,
): UnseenFailure | undefined {
  const { tree } = failed.expression;
  if (!tree || !onlyValues(tree)) return undefined;
  const missing = failedValues(failed).flatMap(([column, values]) => {
    const held = [...(seen.find(([other]) => other.toLowerCase() === column.toLowerCase())?.[1] ?? [])].sort();
    const there = held.length === 0 || values.some((value) => held.some((cell) => sameValue(cell, value)));
    return there ? [undefined] : [unseen(name, column, values, held)];
  });
  return missing.length > 0 && missing.every((one) => one !== undefined) ? missing[0] : undefined;
}
