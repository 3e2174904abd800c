import type { Engine } from "../../engine/engine.js";

/**
 * Attempts and failures per bin when a unit counts in every bin that it overlaps: `[start, start + duration)`, its own start's bin always.
 *
 * Additive differences at both ends, summed up: one pass however long the units last.
 *
 * @returns rows `[bin, attempts, failures]` for every bin from the first start to the last end
 */
export async function overlapCounts(
  engine: Engine,
  relation: string,
  stepSeconds: number,
): Promise<(readonly [number, number, number])[]> {
  const step = stepSeconds * 1_000_000;
  const length = "CASE WHEN duration > 0 AND NOT isnan(duration) THEN CAST(duration * 1e6 AS BIGINT) ELSE 0 END";
  const { rows } = await engine.query(
    `SELECT bin, sum(a), sum(f) FROM (SELECT epoch_us(ts) // ${step} AS bin, 1 AS a, failed AS f FROM ${relation} ` +
      `UNION ALL SELECT (epoch_us(ts) + greatest(${length} - 1, 0)) // ${step} + 1, -1, -failed FROM ${relation}) GROUP BY 1 ORDER BY 1`,
  );
  const counts: (readonly [number, number, number])[] = [];
  let [attempts, failures] = [0, 0];
  rows.forEach(([bin, a, f], index) => {
    attempts += Number(a);
    failures += Number(f);
    const until = Number(rows[index + 1]?.[0] ?? Number(bin) + 1);
    for (let at = Number(bin); at < until; at += 1) counts.push([at, attempts, failures]);
  });
  return counts;
}
