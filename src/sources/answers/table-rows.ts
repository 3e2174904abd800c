import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/reductions.js";
import { PostmortemError } from "../../errors/errors.js";
import type { Incident, SourceConfig } from "../../incident/incident.js";

/** What a server's table holds besides usable rows. */
export interface TableRows {
  /** Rows of the table. */
  readonly seen: number;
  /** Rows that cannot be used: without a time, or with a count that is negative or above its attempts. */
  readonly rejected: number;
  /** The rows that can be used; the table itself where all can. */
  readonly relation: Relation;
  readonly notes: readonly string[];
}

const ifTrue = (test: string): string => `sum(CASE WHEN ${test} THEN 1 ELSE 0 END)`;

/** @throws PostmortemError (input) when more rows of a table cannot be used than the error budget allows */
export function requireTableBudget(
  source: SourceConfig,
  seen: number,
  rejected: number,
  budget: Incident["errorBudget"],
): void {
  const allowed = Math.max(budget.rows, Math.floor(budget.share * seen));
  if (rejected <= allowed) return;
  throw new PostmortemError(
    "input",
    `source ${source.name} requires at most ${allowed} rejected rows of ${seen}, got ${rejected} whose time is NULL or far from all others, or whose counts are negative or exceed their attempts; exclude them by a view, or raise errorBudget in incident.yaml`,
  );
}

/** What becomes of counts without failures: 0 where the exporter writes no 0, else missing. */
function settledNulls(
  relation: Relation,
  empty: number,
  naught: number,
): { failures: string; where: string[]; notes: string[] } {
  const [failures, attempts] = [relation.of("failures"), relation.of("attempts")];
  const where = [`${attempts} IS NOT NULL`];
  if (empty === 0) return { failures, where, notes: [] };
  if (naught === 0)
    return {
      failures: `coalesce(${failures}, 0)`,
      where,
      notes: [
        `${empty} rows have NULL failures and count 0: the column holds no 0 anywhere, so none are written as nothing.`,
      ],
    };
  return {
    failures,
    where: [...where, `${failures} IS NOT NULL`],
    notes: [`${empty} rows have NULL failures and count as missing: the column writes 0 where there are none.`],
  };
}

/**
 * Looks through a server's table once: rows that cannot be used are left out and counted, NULL failures are settled.
 *
 * @throws PostmortemError (input) when more rows cannot be used than the error budget allows
 */
export async function usableRows(
  engine: Engine,
  source: SourceConfig,
  relation: Relation,
  budget: Incident["errorBudget"],
): Promise<TableRows> {
  const ts = relation.of("ts");
  const counts = source.kind === "counts";
  const [failures, attempts] = counts ? [relation.of("failures"), relation.of("attempts")] : ["0", "0"];
  const faulty = counts
    ? `${ts} IS NULL OR ${failures} < 0 OR ${attempts} < 0 OR ${failures} > ${attempts}`
    : `${ts} IS NULL`;
  const sums = [
    "count(*)",
    ifTrue(faulty),
    ...(counts ? [ifTrue(`${failures} IS NULL`), ifTrue(`${failures} = 0`)] : []),
  ];
  const named = sums.map((sum, index) => `${sum} AS n${index}_`).join(", ");
  const { rows } = await engine.query(`SELECT ${named} FROM ${relation.from} r`);
  const [seen = 0, rejected = 0, empty = 0, naught = 0] = (rows[0] ?? []).map(Number);
  requireTableBudget(source, seen, rejected, budget);
  const nulls = counts ? settledNulls(relation, empty, naught) : { failures, where: [], notes: [] };
  const lacking = counts && empty > 0;
  if (rejected === 0 && !lacking) return { seen, rejected, relation, notes: [] };
  const sound = counts ? `CASE WHEN ${faulty} THEN 0 ELSE 1 END = 1` : `${ts} IS NOT NULL`;
  const where = [sound, ...nulls.where].join(" AND ");
  return {
    seen,
    rejected,
    relation: {
      ...relation,
      from: `(SELECT * FROM ${relation.from} WHERE ${where})`,
      of: (column) => (column === "failures" && counts ? nulls.failures : relation.of(column)),
    },
    notes: [
      ...(rejected > 0 ? [`${rejected} rows of the table have no time or no possible counts; they are rejected.`] : []),
      ...nulls.notes,
    ],
  };
}
