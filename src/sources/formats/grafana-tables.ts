import type { CarefulRecord } from "../records/read-records.js";
import type { TextDialect } from "../records/dialect.js";
import { parseRecord } from "../records/parse-record.js";
import { physicalLines } from "../records/physical-lines.js";
import { headLines } from "./line-table.js";
import type { FormatHead, FormatTable } from "./vendor-format.js";

function dialectOf({ table }: FormatHead): TextDialect | undefined {
  return table?.layout === "delimited" ? table.dialect : undefined;
}

/** The names of a table's columns when a line is its header: the first is the time. */
function headerCells(line: string, dialect: TextDialect): readonly string[] | undefined {
  const parsed = parseRecord(line.replace(/^\ufeff/, ""), dialect);
  if (parsed.state !== "whole" || parsed.cells.length < 2) return undefined;
  const cells = parsed.cells.map((cell) => cell.trim());
  return /^time$/i.test(cells[0] as string) ? cells : undefined;
}

/** Every different header line in a file's beginning. */
export function tableHeaders(head: FormatHead): readonly string[] {
  const dialect = dialectOf(head);
  return dialect ? [...new Set(headLines(head, 100_000).filter((line) => headerCells(line, dialect)))] : [];
}

/** The names that each header's columns have among all: the time once, a name that returns gets a number. */
class UnitedColumns {
  readonly names: string[] = [];
  private readonly places = new Map<string, readonly number[]>();

  add(line: string, cells: readonly string[]): void {
    if (this.places.has(line)) return;
    if (this.names.length === 0) this.names.push(cells[0] as string);
    const places = cells.slice(1).map((cell) => {
      let name = cell;
      for (let n = 2; this.names.includes(name); n += 1) name = `${cell}_${n}`;
      return this.names.push(name) - 1;
    });
    this.places.set(line, [0, ...places]);
  }

  of(line: string): readonly number[] | undefined {
    return this.places.get(line);
  }
}

async function unitedColumns(path: string, dialect: TextDialect): Promise<UnitedColumns> {
  const united = new UnitedColumns();
  for await (const { bytes } of physicalLines(path)) {
    const line = bytes.toString("utf8");
    const cells = headerCells(line, dialect);
    if (cells) united.add(line, cells);
  }
  return united;
}

/**
 * Several tables of one file as one table: a column a series, filled where its own table has a row.
 *
 * @param plain - a measured cell as a plain number
 */
export async function grafanaTables(
  path: string,
  head: FormatHead,
  plain: (cell: string) => string,
): Promise<FormatTable | undefined> {
  const dialect = dialectOf(head);
  if (!dialect) return undefined;
  const united = await unitedColumns(path, dialect);
  function row(line: string, places: readonly number[]): readonly string[] | undefined {
    const parsed = parseRecord(line, dialect as TextDialect);
    if (parsed.state !== "whole" || parsed.cells.length !== places.length) return undefined;
    const cells = new Array<string>(united.names.length).fill("");
    for (const [index, place] of places.entries())
      cells[place] = place === 0 ? (parsed.cells[index] as string) : plain(parsed.cells[index] as string);
    return cells;
  }
  async function* records(): AsyncGenerator<CarefulRecord> {
    let places: readonly number[] = [];
    for await (const { bytes, number, offset } of physicalLines(path)) {
      const line = bytes.toString("utf8");
      const header = united.of(line);
      const cells = row(line, places);
      if (line.replace(/^\ufeff/, "").trim() === "") yield { kind: "blank" };
      else if (header) {
        places = header;
        yield { kind: "header" };
      } else if (places.length === 0) yield { kind: "header" };
      else if (cells) yield { kind: "row", line: number, offset, cells };
      else
        yield {
          kind: "reject",
          reject: {
            file: head.file,
            line: number,
            reason: `it does not have the ${places.length} cells of its table`,
            raw: line.slice(0, 2000),
          },
        };
    }
  }
  const sample: (readonly string[])[] = [];
  for await (const record of records()) if (record.kind === "row" && sample.push(record.cells) >= 1000) break;
  const notes = [
    `The file holds several tables, one column a series (${united.names.slice(1, 9).join(", ")}); \`value\` says which is meant.`,
  ];
  return { columns: united.names, sample, records, defaults: { value: undefined, notes } };
}
