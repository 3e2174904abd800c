import { flattened, isRecord } from "./json-values.js";

/** Rows found in JSON documents, each as text by path. */
export type JsonRow = ReadonlyMap<string, string>;

const DEEPEST_LIST = 6;
const TIME_KEY = /(time|date|stamp|clock|_at$|At$|^at$|^ts$|^t$|started|created|when)/i;

/** True if a value under a key may be a moment. */
function momentLike(key: string, value: string): boolean {
  if (!TIME_KEY.test(key)) return false;
  return /^\d{10}(\d{3}|\d{6}|\d{9})?(\.\d+)?$/.test(value) || /\d{4}-\d\d-\d\d|\d{1,2}:\d\d:\d\d/.test(value);
}

/** True if a row holds something that may be a moment. */
export function timed(row: JsonRow): boolean {
  return [...row].some(([key, value]) => momentLike(key.split(".").at(-1) as string, value));
}

interface List {
  readonly items: readonly unknown[];
  readonly depth: number;
  /** The objects around it, outermost first, with their paths. */
  readonly around: readonly (readonly [path: string, value: Readonly<Record<string, unknown>>])[];
  /** The keys that lead to it, without places in lists. */
  readonly path: string;
}

/** Objects under keys of their own are rows, from so many on. */
const FEWEST_KEYED = 8;
const KEYED_TIME = /^\d{4}-\d\d-\d\d|^1\d{9}(\d{3})?(\.\d+)?$|^\d{1,2}[./]\d{1,2}[./]\d{4}/;

/** The rows of an object of like objects, as `{ "0": { … }, "1": { … } }` and `{ "2026-03-12T08:00Z": { … } }`: each with its key. */
function keyedItems(value: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length < FEWEST_KEYED || !first || !entries.every(([, one]) => isRecord(one))) return undefined;
  const keys = Object.keys(first[1] as Readonly<Record<string, unknown>>)
    .sort()
    .join("\n");
  const alike = entries.filter(
    ([, one]) =>
      Object.keys(one as object)
        .sort()
        .join("\n") === keys,
  ).length;
  const dated = entries.every(([key]) => KEYED_TIME.test(key));
  // Keys that are no times and no numbers are names, as those of settings are.
  if ((!dated && !entries.every(([key]) => /^\d+$/.test(key))) || alike < (dated ? 1 : 0.5 * entries.length))
    return undefined;
  return entries.map(([key, one]) => ({ [dated ? "time" : "key"]: key, ...(one as object) }));
}

function listsIn(value: unknown, path = "", depth = 0, around: List["around"] = []): List[] {
  if (depth > DEEPEST_LIST) return [];
  if (Array.isArray(value)) {
    const own: List = { items: value, depth, around, path };
    return [own, ...value.flatMap((one) => (isRecord(one) ? listsIn(one, path, depth + 1, around) : []))];
  }
  if (!isRecord(value)) return [];
  const keyed = keyedItems(value);
  if (keyed) return [{ items: keyed, depth, around, path }];
  const here = [...around, [path, value] as const];
  return Object.entries(value).flatMap(([key, one]) =>
    listsIn(one, path === "" ? key : `${path}.${key}`, depth + 1, here),
  );
}

/** The values beside a list in the objects around it, lists left out. */
function beside(around: List["around"]): Map<string, string> {
  const cells = new Map<string, string>();
  for (const [path, value] of around)
    for (const [key, one] of Object.entries(value)) {
      if (Array.isArray(one)) continue;
      const own = path === "" ? key : `${path}.${key}`;
      for (const [name, cell] of flattened(one, own))
        if (!cell.startsWith("[") && !cell.startsWith("{")) cells.set(name, cell);
    }
  return cells;
}

/** A name with a value is an attribute of what it stands in. */
function pair(item: unknown): boolean {
  return (
    isRecord(item) &&
    typeof item["key"] === "string" &&
    "value" in item &&
    Object.keys(item).every((key) => PAIR.has(key))
  );
}

/** Jaeger and Zipkin say the type of a tag beside it. */
const PAIR = new Set(["key", "value", "type", "vType"]);

/** 2 if a list's first item has a time of its own, 1 if what is around it has one, 0 for none: headers of requests are many and no rows. */
function momentsOf(list: List): number {
  const first = { ...list, items: list.items.slice(0, 1) };
  return timed(rowOf(first.items[0])) ? 2 : timed(rowsOf(first)[0] as JsonRow) ? 1 : 0;
}

/** Fewer items that hold nothing but times are the parts of what they stand in. */
const FEWEST_TIMES = 8;

/** True if items say when the parts of something began and ended, and nothing else. */
function onlyTimes(items: readonly unknown[]): boolean {
  const first = items[0];
  return (
    isRecord(first) &&
    timed(flattened(first)) &&
    Object.entries(first).every(([key, value]) => key === "name" || TIME_KEY.test(key) || value === null)
  );
}

/** An item as a row; the times of its first part are its own, where a list in it holds nothing but times. */
function rowOf(item: unknown): JsonRow {
  const value = isRecord(item) && isRecord(item["_source"]) ? item["_source"] : item;
  const own = flattened(value);
  if (!isRecord(value) || timed(own)) return own;
  const times = Object.entries(value).flatMap(([key, list]) =>
    Array.isArray(list) && onlyTimes(list) ? [...flattened(list[0], key)] : [],
  );
  return times.length === 0 ? own : new Map([...own, ...times]);
}

function rowsOf({ items, around }: List): JsonRow[] {
  const own = items.map(rowOf);
  if (own.some(timed)) return own;
  const outer = beside(around);
  return timed(outer) ? own.map((row) => new Map([...outer, ...row])) : own;
}

/** A table written as its columns and a list of lists: `{ columns: [{ name }], rows: [[…]] }`, `{ meta, data }`. */
function tableIn(value: unknown): JsonRow[] | undefined {
  if (!isRecord(value)) return undefined;
  for (const [head, body] of [
    ["columns", "rows"],
    ["meta", "data"],
    ["fields", "rows"],
    ["columns", "data"],
    ["columns", "values"],
    ["header", "rows"],
  ] as const) {
    const [columns, rows] = [value[head], value[body]];
    if (!Array.isArray(columns) || !Array.isArray(rows) || rows.length === 0 || !rows.every(Array.isArray)) continue;
    const names = columns.map((column) =>
      isRecord(column) ? String(column["name"] ?? column["text"] ?? column["label"]) : String(column),
    );
    return (rows as unknown[][]).map(
      (row) => new Map(names.map((name, at) => [name, flattened(row[at], name).get(name) ?? ""])),
    );
  }
  return undefined;
}

function tablesIn(value: unknown, depth = 0): JsonRow[] {
  const own = tableIn(value);
  if (own) return own;
  if (depth > 3) return [];
  if (Array.isArray(value)) return value.slice(0, 50).flatMap((one) => tablesIn(one, depth + 1));
  return isRecord(value) ? Object.values(value).flatMap((one) => tablesIn(one, depth + 1)) : [];
}

/**
 * The rows of JSON documents: the items of the list that holds most, or the documents themselves where they hold none.
 *
 * Lists under the same keys are taken together; items without a time get the values of the objects around them.
 */
export function jsonRows(documents: readonly unknown[]): JsonRow[] {
  const tables = documents.flatMap((document) => tablesIn(document));
  if (tables.length > 0) return tables;
  const lists = documents
    .flatMap((document) => listsIn(document))
    .filter(({ items }) => items.length > 0 && items.every(isRecord) && !items.every(pair))
    .filter(({ items, around }) => around.length < 2 || !onlyTimes(items) || items.length >= FEWEST_TIMES);
  const byPath = new Map<string, List[]>();
  for (const list of lists) byPath.set(list.path, [...(byPath.get(list.path) ?? []), list]);
  const several = documents.length > 1 && documents.every(isRecord);
  const ranked = [...byPath.values()]
    .map((own) => ({
      own,
      rows: own.reduce((sum, { items }) => sum + items.length, 0),
      depth: own[0]?.depth ?? 0,
      timed: momentsOf(own[0] as List),
    }))
    .sort((a, b) => Number(b.depth === 0) - Number(a.depth === 0) || b.timed - a.timed || b.rows - a.rows);
  const most = ranked[0];
  const flat = documents.map((document) => flattened(document));
  if (!most || (several && flat.some(timed))) return flat;
  return most.own.flatMap(rowsOf);
}

/** The columns of rows, in the order in which they appear. */
export function rowColumns(rows: Iterable<JsonRow>): string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const key of row.keys()) columns.add(key);
  return [...columns].filter((column) => column !== "");
}
