import { plainWords } from "./words.js";
import type { NamedSurvey } from "./named-survey.js";

/** Words for the two states that something is in until the next row says otherwise. */
const DOWN =
  /\b(down|offline|unreachable|unavailable|lost|disconnected|deregistered|unregistered|problem|alert|alarm|unhealthy|idle|stopped|ausgefallen|gestort|nicht erreichbar|hors ligne|injoignable|caido|fora do ar)\b/;
const UP =
  /\b(up|online|reachable|available|restored|connected|registered|recovered|recovery|resolved|cleared|healthy|established|started|ok|wieder erreichbar|retabli|en ligne|restablecido|disponible|disponivel)\b/;
/** Neighbouring rows that differ, at least, where rows are changes: attempts mostly end as the one before. */
const LEAST_CHANGES = 0.9;
/** More rows than this are attempts, whatever stands in them. */
const MOST_ROWS = 5000;
const MOST_SHOWN = 4;

type State = "down" | "up" | null;

function stateOf(cell: string): State {
  const words = plainWords(cell);
  const [down, up] = [DOWN.test(words), UP.test(words)];
  return down === up ? null : down ? "down" : "up";
}

/** Share of neighbours of one thing that differ; `null` where too few rows have a state. */
function changing(rows: readonly (readonly string[])[], at: number, thing: number | null): number | null {
  const last = new Map<string, State>();
  let [steps, changes] = [0, 0];
  for (const row of rows) {
    const state = stateOf(row[at] ?? "");
    if (state === null) return null;
    const key = thing === null ? "" : (row[thing] ?? "");
    const before = last.get(key);
    if (before !== undefined) {
      steps += 1;
      if (before !== state) changes += 1;
    }
    last.set(key, state);
  }
  return steps < 2 ? null : changes / steps;
}

/**
 * What the rows of a file tell, in words, where each is a change of a state: `down` at one time, `up` at a later one.
 *
 * @returns `undefined` where rows are anything else, as checks are, of which most end as the one before
 */
export function stateChanges({ survey, time }: NamedSurvey): string | undefined {
  const { columns, rows } = survey;
  if (rows.length < 3 || rows.length > MOST_ROWS || survey.cut) return undefined;
  const moments = time.columns.value.map((column) => columns.findIndex(({ name }) => name === column));
  const momentOf = (row: readonly string[] | undefined): string => moments.map((at) => row?.[at] ?? "").join(" ");
  const things = columns.flatMap(({ values, counted, name }, at) =>
    !time.columns.value.includes(name) && values.size > 1 && values.size <= counted / 3 ? [at] : [],
  );
  const at = columns.findIndex(
    ({ name, numeric }, column) =>
      !numeric &&
      !time.columns.value.includes(name) &&
      [null, ...things.filter((thing) => thing !== column)].some(
        (thing) => (changing(rows, column, thing) ?? 0) >= LEAST_CHANGES,
      ),
  );
  if (at < 0) return undefined;
  const newestFirst = momentOf(rows[0]) > momentOf(rows.at(-1));
  const told = (newestFirst ? [...rows].reverse() : rows)
    .slice(-MOST_SHOWN)
    .map((row) => `${stateOf(row[at] ?? "")} ${momentOf(row)}`);
  return `changes of state (${rows.length > MOST_SHOWN ? "…, " : ""}${told.join(", ")})`;
}
