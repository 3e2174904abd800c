import { readdirSync } from "node:fs";
import { join } from "node:path";
import { PostmortemError } from "../errors/errors.js";
import type { SourceConfig } from "../incident/incident.js";
import { decimalCommas } from "../sources/columns/decimal-comma.js";
import type { FormatDefaults } from "../sources/formats/vendor-format.js";
import { jsonObject } from "../sources/records/json-object.js";
import { prepareFile } from "../sources/records/unpack-file.js";
import { readTable } from "../sources/records/read-table.js";
import { knownDefaults, recognisedFormat } from "../sources/formats/recognised-format.js";
import { recordsOf } from "../sources/records/canonical-copy.js";
import { textTable } from "../sources/records/text-table.js";
import type { TextTable } from "../sources/records/text-table.js";

/** The values of one column as far as they were looked at. */
export interface ColumnSurvey {
  readonly name: string;
  readonly rows: number;
  /** Filled values with how often each occurs; the first 100,000 of them. */
  readonly values: ReadonlyMap<string, number>;
  /** Rows whose value is among `values`. */
  readonly counted: number;
  /** Share of rows that are filled. */
  readonly filled: number;
  /** Every filled value is a finite number, with a decimal comma where `commas` says so. */
  readonly numeric: boolean;
  readonly commas: boolean;
}

/** Files of one layout that hold the same columns, and what is in them. */
export interface FileSurvey {
  readonly files: readonly string[];
  readonly columns: readonly ColumnSurvey[];
  /** Up to 1000 rows of the first file. */
  readonly sample: readonly (readonly string[])[];
  /** `null` for a generic table. */
  readonly format: string | null;
  readonly defaults: FormatDefaults;
}

/** Rows that are looked at in each file; failures are rare, so a short sample would show none. */
const MOST_ROWS = 100_000;
const MOST_VALUES = 100_000;
const DATA = /\.(csv|tsv|jsonl|ndjson|json|log|txt|parquet)(\.gz)?$/i;
const NOT_DATA = /^(statement\.|truth\.json$|analysis\.|readme|license|package|.*\.rejects\.jsonl$)/i;
const AUTO = { name: "", format: "auto" } as SourceConfig;

class ValueCounts {
  private readonly columns = new Map<
    string,
    { values: Map<string, number>; counted: number; filled: number; numeric: boolean }
  >();
  private count = 0;

  add(cells: Iterable<readonly [string, string]>): void {
    this.count += 1;
    for (const [name, cell] of cells) {
      const column = this.columns.get(name) ?? {
        values: new Map<string, number>(),
        counted: 0,
        filled: 0,
        numeric: true,
      };
      this.columns.set(name, column);
      if (cell.trim() === "") continue;
      column.filled += 1;
      column.numeric &&= Number.isFinite(Number(cell));
      if (!column.values.has(cell) && column.values.size >= MOST_VALUES) continue;
      column.values.set(cell, (column.values.get(cell) ?? 0) + 1);
      column.counted += 1;
    }
  }

  surveys(): ColumnSurvey[] {
    return [...this.columns].map(([name, { values, counted, filled, numeric }]) => {
      const commas = !numeric && [...values.keys()].every((value) => /\d/.test(value)) && decimalCommas(values.keys());
      return {
        name,
        rows: this.count,
        values,
        counted,
        filled: filled / Math.max(1, this.count),
        numeric: (numeric || commas) && filled > 0,
        commas,
      };
    });
  }
}

function zipped(columns: readonly string[], cells: readonly string[]): (readonly [string, string])[] {
  return columns.map((name, index) => [name, cells[index] ?? ""] as const);
}

async function parquetSurvey(folder: string, file: string): Promise<FileSurvey> {
  const { columns, rows } = await readTable(join(folder, file), { limit: MOST_ROWS });
  const counts = new ValueCounts();
  for (const row of rows) counts.add(zipped(columns, row));
  return { files: [file], columns: counts.surveys(), sample: rows.slice(0, 1000), format: null, defaults: {} };
}

/** What one file holds, `undefined` when it is no table with rows. */
async function surveyOf(
  folder: string,
  file: string,
  temporary: string,
  index: number,
): Promise<FileSurvey | undefined> {
  const prepared = await prepareFile(join(folder, file), folder, temporary, index);
  if (prepared.layout === "parquet") return parquetSurvey(folder, file);
  const generic = textTable(prepared);
  const head = { file, text: prepared.head, table: generic };
  const format = recognisedFormat(AUTO, head);
  if (!format && (/\.json(\.gz)?$/i.test(file) ? generic.layout !== "lines" : generic.columns.length < 2))
    return undefined;
  const own = await format?.table?.(prepared.path, head);
  const table: TextTable = own
    ? {
        layout: "records",
        columns: own.columns,
        sample: own.sample,
        byLine: own.byLine ?? true,
        records: () => own.records(),
      }
    : generic;
  const counts = new ValueCounts();
  let rows = 0;
  for await (const record of recordsOf(prepared, table)) {
    if (record.kind !== "row") continue;
    const object = table.layout === "lines" ? jsonObject(record.cells[0] as string) : undefined;
    counts.add(object ?? zipped(table.columns, record.cells));
    if ((rows += 1) >= MOST_ROWS) break;
  }
  if (rows === 0) return undefined;
  return {
    files: [file],
    columns: counts.surveys(),
    sample: table.sample,
    format: format?.name ?? null,
    defaults: knownDefaults(format, head, own),
  };
}

/** Names that differ in their digits only belong together when their columns are the same. */
function seriesOf(file: string, columns: readonly ColumnSurvey[]): string {
  return [file.replace(/\d+/g, "#"), ...columns.map(({ name }) => name)].join("\n");
}

function merged(one: FileSurvey, two: FileSurvey): FileSurvey {
  const columns = one.columns.map((column): ColumnSurvey => {
    const other = two.columns.find(({ name }) => name === column.name) as ColumnSurvey;
    const values = new Map(column.values);
    let { counted } = column;
    for (const [value, n] of other.values) {
      if (!values.has(value) && values.size >= MOST_VALUES) continue;
      values.set(value, (values.get(value) ?? 0) + n);
      counted += n;
    }
    const rows = column.rows + other.rows;
    return {
      name: column.name,
      rows,
      values,
      counted,
      filled: (column.filled * column.rows + other.filled * other.rows) / rows,
      numeric: column.numeric && other.numeric,
      commas: column.commas || other.commas,
    };
  });
  return { ...one, files: [...one.files, ...two.files], columns };
}

/**
 * What the data files of a folder hold, by content: every file that reads as a table, those of one series together.
 *
 * @param temporary - folder for unpacked copies
 * @returns in the order of the files' names
 * @throws PostmortemError (input) when a file is damaged, (usage) when the folder is not there
 */
export async function surveyFolder(folder: string, temporary: string): Promise<FileSurvey[]> {
  let names: string[];
  try {
    names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    throw new PostmortemError(
      "usage",
      `postmortem init requires a folder that exists, got "${folder}"; make it and put the files in`,
      { cause },
    );
  }
  const found = new Map<string, FileSurvey>();
  for (const [index, file] of names
    .filter((name) => DATA.test(name) && !NOT_DATA.test(name) && !name.startsWith("."))
    .entries()) {
    const survey = await surveyOf(folder, file, temporary, index);
    if (!survey) continue;
    const key = seriesOf(file, survey.columns);
    const same = found.get(key);
    found.set(key, same ? merged(same, survey) : survey);
  }
  return [...found.values()];
}
