import { endOf } from "../spans.js";
import { partsIn } from "../bind.js";
import { mainSource } from "../moments.js";
import type { Evidence, Part } from "../evidence.js";

/** The one value of a column that fails this many times as often as the rest, and has this share of the failures, is where the trouble was. */
const TIMES_THE_REST = 4;
const SHARE_OF_FAILURES = 0.7;

const known = new WeakMap<Evidence["sources"], Promise<readonly Part[]>>();

async function find(evidence: Evidence): Promise<readonly Part[]> {
  const source = mainSource(evidence);
  const { main } = evidence;
  if (!source || !main) return [];
  const span = { from: main.onset, to: endOf(main, evidence) };
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

/** Where the trouble was: each value of a column that stands out by itself. */
export function allHot(evidence: Evidence): Promise<readonly Part[]> {
  const before = known.get(evidence.sources);
  if (before) return before;
  const found = find(evidence);
  known.set(evidence.sources, found);
  return found;
}

/** Where the trouble was, as far as the sentences before an assertion name it: a report goes on to speak of such a part without naming it. */
export async function hotParts(evidence: Evidence): Promise<readonly Part[]> {
  const source = mainSource(evidence);
  const { told = "" } = evidence;
  if (!source || told === "") return [];
  const { found } = partsIn(told, source);
  const hot = await allHot(evidence);
  return hot.filter(({ column, values }) =>
    found.some((one) => one.column === column && values.every((value) => one.values.includes(value))),
  );
}
