import type { Engine } from "../../engine/engine.js";
import type { FailedConfig } from "../../incident/incident.js";
import { markingSql } from "./compact-sql.js";

/**
 * Marks the rows of one table as failed that rows of another name.
 *
 * A row fails when some marking row has equal values in all joined columns, meets the condition, and lies no further away than
 * `withinSeconds` where that is set. Empty values join nothing.
 *
 * @param own - table whose `h<i>` are the hashes of the joined columns, in order
 * @param other - table of the marking source
 * @param cellOf - the text column in `other` of a column by name
 */
export async function markFailures(
  engine: Engine,
  own: string,
  failed: FailedConfig & { kind: "marked" },
  other: string,
  cellOf: (column: string) => string,
): Promise<void> {
  const joins = failed.on.map(
    ([, column], index) => `t.h${index} = hash(m.${cellOf(column)}) AND m.${cellOf(column)} <> ''`,
  );
  const close =
    failed.withinSeconds === undefined
      ? []
      : [`abs(epoch_us(t.ts) - epoch_us(m.ts)) <= ${Math.round(failed.withinSeconds * 1e6)}`];
  const where = markingSql(failed, (column) => `m.${cellOf(column)}`);
  await engine.query(
    `UPDATE ${own} SET failed = 1 WHERE rowid IN (SELECT t.rowid FROM ${own} t JOIN ${other} m ON ${[...joins, ...close, where].join(" AND ")})`,
  );
}
