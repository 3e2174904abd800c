import { readRecords } from "../records/read-records.js";
import type { CarefulRecord } from "../records/read-records.js";
import type { TextDialect } from "../records/dialect.js";
import { jsonFault, jsonObject } from "../records/json-object.js";
import { physicalLines } from "../records/physical-lines.js";
import type { FormatHead, FormatTable } from "./vendor-format.js";

async function* lineObjects(path: string, file: string, columns: readonly string[]): AsyncGenerator<CarefulRecord> {
  for await (const line of physicalLines(path)) {
    const raw = line.bytes.toString("utf8");
    const object = line.cut || raw.trim() === "" ? undefined : jsonObject(raw);
    if (object)
      yield {
        kind: "row",
        line: line.number,
        offset: line.offset,
        cells: columns.map((column) => object.get(column) ?? ""),
      };
    else if (raw.trim() === "") yield { kind: "blank" };
    else
      yield {
        kind: "reject",
        reject: {
          file,
          line: line.number,
          reason: line.cut ? "the line is too long" : (jsonFault(raw) ?? "it is not a JSON object"),
          raw: raw.slice(0, 2000),
        },
      };
  }
}

/** How a format changes what the generic reading gives. */
export interface Mapping {
  /** Names for a file without a header, or in place of it. */
  readonly columns?: readonly string[];
  /** Dialect where the format fixes it. */
  readonly dialect?: Partial<TextDialect>;
  /** Further columns, after the file's own. */
  readonly added?: readonly string[];
  /** A row's cells as they should be, added ones included. */
  row(cells: readonly string[]): readonly string[];
  /** Rows that are part of the header, such as the types under the names. */
  header?(cells: readonly string[]): boolean;
  /** Rows that come after all others. */
  last?(cells: readonly string[]): boolean;
}

/** The generic reading of a file with every row mapped; nothing else changes, so rows still balance. */
export function mappedTable(path: string, head: FormatHead, mapping: Mapping): FormatTable | undefined {
  const { table, file } = head;
  if (!table || table.layout === "records") return undefined;
  const own = mapping.columns ?? table.columns;
  const dialect = table.layout === "delimited" ? { ...table.dialect, ...mapping.dialect } : undefined;
  const source = (): AsyncGenerator<CarefulRecord> =>
    dialect ? readRecords(path, file, dialect, own) : lineObjects(path, file, own);
  async function* pass(keep: (cells: readonly string[]) => boolean, rest: boolean): AsyncGenerator<CarefulRecord> {
    for await (const record of source()) {
      if (record.kind !== "row") {
        if (rest) yield record;
      } else if (mapping.header?.(record.cells) === true) {
        if (rest) yield { kind: "header" };
      } else if (keep(record.cells)) yield { ...record, cells: mapping.row(record.cells) };
    }
  }
  async function* records(): AsyncGenerator<CarefulRecord> {
    const { last } = mapping;
    yield* pass((cells) => !last?.(cells), true);
    if (last) yield* pass(last, false);
  }
  return {
    columns: [...own, ...(mapping.added ?? [])],
    sample: table.sample
      .filter((row) => row.length === own.length && mapping.header?.(row) !== true)
      .map((row) => mapping.row(row)),
    records,
  };
}
