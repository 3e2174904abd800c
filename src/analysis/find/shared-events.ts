import type { DatedRow } from "../../sources/incident-data.js";
import type { SharedEvent } from "../../window/timeline/clocks.js";

/** Columns whose values name one thing. */
const NAMING = /(^|[_.])(id|sha|commit|revision|key|fingerprint|number|uid|hash)$/i;
/** Fewest characters of a value that names one thing; a digit must be among them. */
const FEWEST_CHARACTERS = 6;

/** The values that name a row and no other row of its source, each with the row's time. */
function namesOf(rows: readonly DatedRow[]): ReadonlyMap<string, number> {
  const found = new Map<string, number | null>();
  for (const { at, fields } of rows) {
    const own = fields.filter(
      ([column, value]) => NAMING.test(column) && value.length >= FEWEST_CHARACTERS && /\d/.test(value),
    );
    for (const value of new Set(own.map(([, name]) => name)))
      found.set(value, found.has(value) ? null : Date.parse(at) / 1000);
  }
  return new Map([...found].flatMap(([value, at]) => (at === null ? [] : [[value, at] as const])));
}

/** Events that two sources both date: rows that one identifier names, the only one of its source in each. */
export function sharedEvents(sources: ReadonlyMap<string, readonly DatedRow[]>): readonly SharedEvent[] {
  const named = [...sources].map(([source, rows]) => [source, namesOf(rows)] as const);
  return named.flatMap(([one, names], index) =>
    named.slice(index + 1).flatMap(([other, theirs]) =>
      [...names].flatMap(([value, at]): SharedEvent[] => {
        const there = theirs.get(value);
        return there === undefined ? [] : [{ sources: [one, other], seconds: at - there }];
      }),
    ),
  );
}
