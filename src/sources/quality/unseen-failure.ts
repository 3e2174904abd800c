import type { SourceConfig } from "../../incident/incident.js";
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
  if (failed?.kind !== "own") return undefined;
  for (const [column, test] of failed.where) {
    const held = [...(seen.find(([other]) => other === column)?.[1] ?? [])].filter((value) => value !== "").sort();
    if (
      test.kind !== "values" ||
      held.length === 0 ||
      test.values.some((value) => held.some((cell) => sameValue(cell, value)))
    )
      continue;
    const shown = [...held.slice(0, MOST_SHOWN), ...(held.length > MOST_SHOWN ? ["…"] : [])].join(", ");
    return {
      values: test.values,
      seen: held,
      text: `${test.values.join(", ")} occurs in no row of column ${column} of ${name}; seen ${shown}. If failures are written otherwise, correct sources.${name}.failed in incident.yaml.`,
    };
  }
  return undefined;
}
