import type { SourceData } from "../../sources/incident-data.js";
import type { ChangeRow } from "./change-rows.js";

/** A column with more values than this names no services, regions or the like. */
const MOST_VALUES = 500;
/** Shortest name that is looked for: shorter ones are found in any text. */
const SHORTEST_NAME = 3;
/** Share of the changes that have to name one value of a column; fewer name it by accident. */
const LEAST_NAMED = 0.5;
/** Words of any change, which are no names of a part of the traffic even where the traffic has them. */
const ANY_CHANGE =
  /^(all|any|new|main|master|head|prod|production|live|deploy(ed|ment)?s?|release[ds]?|update[ds]?|config|configuration|flags?|scaled?|service|version|image|true|false|null|none|get|post|put|delete|patch|success|failure|error|normal|warning|default|bot|user|git|https?)$/i;
/** Columns that say which release served: its name is not where a change went. */
const RELEASE_COLUMN = /version|release|build|image|revision|deploy|commit|sha/i;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** Finds the one value of a column that a text names as a word of its own; `undefined` where it names none, or several. */
function namedIn(values: readonly string[]): (text: string) => string | undefined {
  const longestFirst = [...values].sort((a, b) => b.length - a.length);
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.map(escaped).join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const bySpelling = new Map(values.map((value) => [value.toLowerCase(), value] as const));
  return (text) => {
    const found = new Set([...text.matchAll(any)].map(([word]) => word.toLowerCase()));
    const [only] = found;
    return found.size === 1 && only !== undefined ? bySpelling.get(only) : undefined;
  };
}

/** The value that a change names: in its own words, else in any one of its fields. */
function namedBy({ what, fields }: ChangeRow, named: (text: string) => string | undefined): string | undefined {
  const said = named(what);
  if (said !== undefined) return said;
  const inFields = new Set([...fields.values()].map(named).filter((value) => value !== undefined));
  const [only] = inFields;
  return inFields.size === 1 ? only : undefined;
}

/**
 * Changes with the part of the traffic that they name, where neither `on` nor columns of the same name say it: a deploy of "cart 2.1" went to
 * `service = cart`. Only columns of which at least half of the changes name one value count.
 */
export async function withNamedPlaces(rows: readonly ChangeRow[], source: SourceData): Promise<readonly ChangeRow[]> {
  const open = rows.filter(({ place }) => Object.keys(place).length === 0);
  if (open.length === 0 || !source.range) return rows;
  const places = new Map<ChangeRow, (readonly [string, string])[]>();
  for (const column of source.slices.filter((name) => !RELEASE_COLUMN.test(name))) {
    const values = (await source.breakdown(column, source.range))
      .map(({ value }) => value)
      .filter((value) => value.length >= SHORTEST_NAME && /\p{L}/u.test(value) && !ANY_CHANGE.test(value));
    if (values.length === 0 || values.length > MOST_VALUES) continue;
    const named = namedIn(values);
    const found = open.flatMap((row) => {
      const value = namedBy(row, named);
      return value === undefined ? [] : [[row, value] as const];
    });
    if (found.length < LEAST_NAMED * open.length) continue;
    for (const [row, value] of found) places.set(row, [...(places.get(row) ?? []), [column, value]]);
  }
  return rows.map((row) => {
    const place = places.get(row);
    return place ? { ...row, place: Object.fromEntries(place) } : row;
  });
}
