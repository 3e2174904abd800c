import type { CarefulRecord } from "../records/read-records.js";
import { mappedTable } from "./mapped-table.js";
import type { FormatHead, FormatTable, VendorFormat } from "./vendor-format.js";

/** Share of a column's filled cells that must hold fields, and of all rows that must be filled. */
const MOSTLY = 0.8;
const HALF = 0.5;
/** Fewer fields are part of a sentence. */
const FEWEST_FIELDS = 3;
/** More fields than this in one column are no columns. */
const MOST_FIELDS = 60;
const LONGEST = 8000;
/** A field stands alone between its marks: key, mark, value. The first one may have words before it. */
const FIELD = /^(?:[^=]*[\s:[({])?"?([A-Za-z_@][\w.@/-]*)"?\s*(?:=|:(?=\s))\s*"?(.*?)"?$/s;
const MARKS = [";", "|", ","] as const;
const BETWEEN_WORDS = /(?:^|[\s{([])([A-Za-z_@][\w.@/-]*)=("(?:[^"\\]|\\.)*"|[^\s"(){}[\],;]+)/g;
/** Fields that tell what became of an attempt: rows with one are no remarks. */
const OUTCOME =
  /^(status|status_?code|http_?status|sip_?code|response_?code|code|result|outcome|success|disposition)$/i;

type Fields = ReadonlyMap<string, string>;

/** A value without the bracket that closes one before its field. */
function unclosed(value: string): string {
  return /[[({]/.test(value) ? value : value.replace(/"?[\])}]+$/, "");
}

/** Fields between marks: `code=503;reason=Service Unavailable`, `Status: failed, Took: 12 ms`. */
function markedFields(text: string): Fields | undefined {
  for (const mark of MARKS) {
    const parts = text.split(mark);
    const fields = parts.flatMap((part) => {
      const match = FIELD.exec(part.trim());
      return match ? [[match[1] as string, unclosed((match[2] as string).trim())] as const] : [];
    });
    if (fields.length >= FEWEST_FIELDS && fields.length >= MOSTLY * parts.length) return new Map(fields);
  }
  return undefined;
}

/** The fields of a text; `undefined` where it holds too few of them. */
function fieldsOf(text: string): Fields | undefined {
  if (text.length > LONGEST || !/[=:]/.test(text) || /^(https?:\/)?\//.test(text) || /^\s*[{[<]/.test(text))
    return undefined;
  const marked = markedFields(text);
  if (marked) return marked;
  const found = new Map(
    [...text.matchAll(BETWEEN_WORDS)].map(([, key = "", value = ""]) => [key, value.replace(/^"|"$/g, "")] as const),
  );
  return found.size >= FEWEST_FIELDS ? found : undefined;
}

/** `198 xacts/s` and `wait 75 us`, words of the sentence before them left out. */
const NUMBER_FIRST = /^(?:.*[:\]] )?(\d+(?:\.\d+)?) ?([A-Za-z%][\w/%]*(?: [a-z]+)?)$/;
const NUMBER_LAST = /^(?:.*[:\]] )?([A-Za-z][\w /-]{0,30}?)[ :=]+(\d+(?:\.\d+)?) ?([A-Za-zµ%][\w/%]{0,6})?$/;

/** Numbers of a line of statistics by the words beside them: `198 xacts/s, in 10 B/s, wait 75 us`. */
function measuredFields(text: string): Fields | undefined {
  if (text.length > LONGEST) return undefined;
  const parts = text.split(/[,;|] */);
  const fields = parts.flatMap((part) => {
    const [, first, unit] = NUMBER_FIRST.exec(part.trim()) ?? [];
    if (first !== undefined) return [[unit as string, first] as const];
    const [, name, last, behind] = NUMBER_LAST.exec(part.trim()) ?? [];
    return last === undefined ? [] : [[behind === undefined ? (name as string) : `${name} ${behind}`, last] as const];
  });
  return fields.length >= FEWEST_FIELDS && fields.length === parts.length ? new Map(fields) : undefined;
}

/** Share of a log's lines that must be of statistics, all with the same names. */
const LEAST_MEASURED = 0.1;

/** Lines of statistics among the others of a log; `undefined` where there are none, or they differ. */
function measuredAt(cells: readonly string[]): ReadonlySet<string> | undefined {
  const fields = cells.flatMap((cell) => measuredFields(cell) ?? []);
  const [first] = fields;
  if (!first || fields.length < LEAST_MEASURED * cells.length || fields.length < FEWEST_FIELDS) return undefined;
  const names = [...first.keys()].join("\n");
  return fields.every((one) => [...one.keys()].join("\n") === names) ? new Set(first.keys()) : undefined;
}

interface Inner {
  /** How a cell is read. */
  read(text: string): Fields | undefined;
  readonly places: readonly number[];
  readonly added: readonly string[];
}

/** The columns of a table whose cells hold fields, and the names of these that are no columns yet. */
function innerOf(columns: readonly string[], sample: readonly (readonly string[])[]): Inner {
  const known = new Set(columns);
  const added = new Set<string>();
  const places = columns.flatMap((_name, at) => {
    const cells = sample.map((row) => row[at] ?? "").filter((cell) => cell !== "");
    if (cells.length < HALF * sample.length || cells.length === 0) return [];
    const fields = cells.flatMap((cell) => fieldsOf(cell) ?? []);
    if (fields.length < MOSTLY * cells.length) return [];
    const keys = new Set(fields.flatMap((one) => [...one.keys()]));
    if (keys.size > MOST_FIELDS) return [];
    for (const key of keys) if (!known.has(key)) added.add(key);
    return [at];
  });
  if (added.size > 0) return { read: fieldsOf, places, added: [...added] };
  for (const [at] of columns.entries()) {
    const names = measuredAt(sample.map((row) => row[at] ?? "").filter((cell) => cell !== ""));
    if (names) return { read: measuredFields, places: [at], added: [...names].filter((name) => !known.has(name)) };
  }
  return { read: fieldsOf, places: [], added: [] };
}

function withFields(cells: readonly string[], { places, added, read }: Inner): readonly string[] {
  const fields = places.map((at) => read(cells[at] ?? ""));
  return [...cells, ...added.map((key) => fields.find((one) => one?.has(key))?.get(key) ?? "")];
}

/** The condition of the rows that have fields, where others have none: remarks between records of attempts. */
function whereFields({ sample }: FormatTable, { places, added, read: open }: Inner): string | undefined {
  const rows = sample.map((row) => places.map((at) => open(row[at] ?? "")).find((one) => one !== undefined));
  const read = rows.filter((one) => one !== undefined);
  const always = added.find((key) => read.every((one) => (one.get(key) ?? "") !== ""));
  return read.length < rows.length && always !== undefined ? `"${always}" <> ''` : undefined;
}

/** A format's table with the fields inside its texts as columns of their own, where nearly all rows have some. */
export function withInnerFields(table: FormatTable): FormatTable {
  const inner = innerOf(table.columns, table.sample);
  if (inner.added.length === 0) return table;
  async function* records(): AsyncGenerator<CarefulRecord> {
    for await (const record of table.records())
      yield record.kind === "row" ? { ...record, cells: withFields(record.cells, inner) } : record;
  }
  const measured = inner.read === measuredFields;
  const outcome = measured || inner.added.some((key) => OUTCOME.test(key));
  const where = outcome ? whereFields(table, inner) : undefined;
  return {
    ...table,
    columns: [...table.columns, ...inner.added],
    sample: table.sample.map((row) => withFields(row, inner)),
    records,
    // What holds the outcome of attempts is more than a log.
    ...(outcome && {
      defaults: { ...table.defaults, kind: measured ? "gauge" : undefined, ...(where !== undefined && { where }) },
    }),
  } as FormatTable;
}

function innerOfHead({ table }: FormatHead): Inner {
  return table && table.layout !== "records"
    ? innerOf(
        table.columns,
        table.sample.filter((row) => row.length === table.columns.length),
      )
    : { read: fieldsOf, places: [], added: [] };
}

/** A plain table with a column of text that holds fields: `code=503;reason=…`. */
export const keyedCells: VendorFormat = {
  name: "keyed-cells",
  recognises(head) {
    const { added, read } = innerOfHead(head);
    return added.length > 0 && read === fieldsOf;
  },
  defaults: () => ({}),
  table(path, head) {
    const inner = innerOfHead(head);
    return Promise.resolve(mappedTable(path, head, { added: inner.added, row: (cells) => withFields(cells, inner) }));
  },
};
