import type { ColumnSurvey, FileSurvey } from "./survey.js";

/** A column of one file whose values are a column's of another file. */
export interface SharedKey {
  readonly own: string;
  readonly other: string;
  /** How many of the other column's values occur in the own one, of how many. */
  readonly hits: number;
  readonly of: number;
}

/** Fewer distinct values than this are a category, not an identifier. */
const FEWEST = 5;

function distinctShare({ values, counted }: ColumnSurvey): number {
  return values.size / Math.max(1, counted);
}

/** True if a column's name is an identifier's. */
function namedLikeKey(name: string): boolean {
  return (
    /(^|[_\s-])(sid|id|uuid|guid|key|uniqueid)$|[a-z](Sid|Id|ID|UUID)$/i.test(name) || /^uniqueid$|_uuid$/i.test(name)
  );
}

/** The column that identifies a file's rows: named like one, filled, repeated by no more than one row in a hundred, and by none that differs. */
export function identifier({ columns, repeated }: FileSurvey): ColumnSurvey | undefined {
  const keys = columns.filter(
    (column) =>
      namedLikeKey(column.name) && column.real > 0.99 && distinctShare(column) > 0.99 && !repeated.has(column.name),
  );
  return keys.length > 0 ? keys[0] : undefined;
}

function datesIn({ values }: ColumnSurvey): boolean {
  const [first = ""] = values.keys();
  return /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*\d:\d\d/.test(first);
}

/** Columns of two files that hold the same identifiers, the best supported first. */
export function sharedKeys(own: FileSurvey, other: FileSurvey): SharedKey[] {
  const found: SharedKey[] = [];
  for (const left of own.columns) {
    for (const right of other.columns) {
      const few = Math.min(left.values.size, right.values.size) < FEWEST;
      const named = namedLikeKey(left.name) && namedLikeKey(right.name);
      if (
        (few && !named) ||
        left.numeric !== right.numeric ||
        (left.numeric && !named) ||
        right.values.size === 0 ||
        datesIn(left)
      )
        continue;
      const hits = [...right.values.keys()].filter((value) => value.length > 3 && left.values.has(value)).length;
      if (hits >= 2 && hits >= 0.2 * right.values.size)
        found.push({ own: left.name, other: right.name, hits, of: right.values.size });
    }
  }
  return found.sort((a, b) => b.hits / b.of - a.hits / a.of);
}

/** A column that groups a file's rows: identifiers of another file's rows, or named like an identifier and repeated. */
export function clusterKey(
  own: FileSurvey,
  others: readonly FileSurvey[],
): { column: string; evidence: string } | undefined {
  const id = identifier(own)?.name;
  const repeated = own.columns.filter(
    (column) =>
      column.name !== id && column.values.size >= FEWEST && column.filled > 0.5 && distinctShare(column) < 0.95,
  );
  for (const other of others) {
    const unit = identifier(other);
    const key =
      unit &&
      sharedKeys(other, own).find(
        (shared) => shared.own === unit.name && repeated.some(({ name }) => name === shared.other),
      );
    if (key)
      return {
        column: key.other,
        evidence: `${key.hits} of its ${key.of} values are ${key.own} in ${other.files[0]}, and rows share them`,
      };
  }
  const named = repeated.find(({ name }) =>
    /(call|session|request|trace|conversation|correlation|linked)[_-]?(s?id|uuid)/i.test(
      name.replace(/([a-z])([A-Z])/g, "$1_$2"),
    ),
  );
  return (
    named && {
      column: named.name,
      evidence: `named like an identifier; ${named.values.size} values on ${named.counted} rows`,
    }
  );
}
