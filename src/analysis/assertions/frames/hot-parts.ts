import { endOf } from "../spans.js";
import { mainSource } from "../moments.js";
import type { Evidence, Part } from "../evidence.js";

/** The one value of a column that fails this many times as often as the rest, and has this share of the failures, is where the trouble was. */
const TIMES_THE_REST = 4;
const SHARE_OF_FAILURES = 0.7;

const known = new WeakMap<Evidence, Promise<readonly Part[]>>();

async function find(evidence: Evidence): Promise<readonly Part[]> {
  const source = mainSource(evidence);
  const { main } = evidence;
  if (!source || !main) return [];
  const span = { from: new Date(main.onset).toISOString(), to: endOf(main, evidence) };
  const found: Part[] = [];
  for (const { column, values } of source.parts) {
    const rows = (await source.byValue(column, span)) ?? [];
    const failures = rows.reduce((sum, row) => sum + row.failures, 0);
    const attempts = rows.reduce((sum, row) => sum + row.attempts, 0);
    for (const row of rows) {
      const rest = (failures - row.failures) / Math.max(1, attempts - row.attempts);
      const own = row.failures / Math.max(1, row.attempts);
      if (
        values.includes(row.value) &&
        row.failures >= SHARE_OF_FAILURES * failures &&
        own > TIMES_THE_REST * rest &&
        attempts > row.attempts
      )
        found.push({ column, values: [row.value] });
    }
  }
  return found;
}

/** Where the trouble was: the parts that a report which has named them once goes on to speak of without naming them. */
export function hotParts(evidence: Evidence): Promise<readonly Part[]> {
  const before = known.get(evidence);
  if (before) return before;
  const found = find(evidence);
  known.set(evidence, found);
  return found;
}
