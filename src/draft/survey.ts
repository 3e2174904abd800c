import { join } from "node:path";
import { PostmortemError } from "../errors/errors.js";
import type { SourceConfig } from "../incident/incident.js";
import { formatTable, knownDefaults, recognisedFormat } from "../sources/formats/recognised-format.js";
import type { FormatDefaults } from "../sources/formats/vendor-format.js";
import { unlikeSheets } from "../sources/records/packed/unpack-archive.js";
import { recordsOf } from "../sources/records/canonical-copy.js";
import { jsonObject } from "../sources/records/json-object.js";
import { readTable } from "../sources/records/read-table.js";
import { textTable } from "../sources/records/text-table.js";
import type { TextTable } from "../sources/records/text-table.js";
import { unpackFile } from "../sources/records/unpack-file.js";
import { ValueCounts, mergedColumn } from "./column-survey.js";
import type { ColumnSurvey } from "./column-survey.js";
import type { OtherFile } from "./folder-files.js";
import { TotalRows } from "./total-rows.js";

export type { ColumnSurvey } from "./column-survey.js";

/** Files of one layout that hold the same columns, and what is in them. */
export interface FileSurvey {
  readonly files: readonly string[];
  readonly columns: readonly ColumnSurvey[];
  /** Up to 20,000 rows of the first file, a cell a column. */
  readonly rows: readonly (readonly string[])[];
  /** Key columns of which two rows with other content share a value. */
  readonly repeated: ReadonlySet<string>;
  /** `null` for a generic table. */
  readonly format: string | null;
  readonly defaults: FormatDefaults;
  /** The condition of rows that sum up no others, where some do. */
  readonly withoutTotals?: string;
  /** Rows beyond the first 100,000 of a file were not looked at. */
  readonly cut: boolean;
  /** Which sheet of a workbook these are the rows of, and which others hold tables too. */
  readonly sheet?: { readonly name: string; readonly of: readonly string[]; readonly answered: boolean };
}

/** Rows that are looked at in each file; failures are rare, so a short sample would show none. */
const MOST_ROWS = 100_000;
const MOST_KEPT = 20_000;
const AUTO = { name: "", format: "auto" } as SourceConfig;
const KEY = /(^|[_\s.-])(sid|id|uuid|guid|key|uniqueid|sha)$|[a-z](Sid|Id|ID|UUID)$|^uniqueid$|_uuid$/i;

/** Collects what rows hold. */
class RowsSeen {
  readonly counts = new ValueCounts();
  readonly rows: (readonly string[])[] = [];
  readonly repeated = new Set<string>();
  private readonly totals = new TotalRows();
  seen = 0;
  private readonly keys = new Map<string, Map<string, string>>();
  private readonly columns = new Map<string, number>();

  add(cells: readonly (readonly [string, string])[]): void {
    if (this.totals.takes(cells)) return;
    this.counts.add(cells);
    this.seen += 1;
    for (const [name] of cells) if (!this.columns.has(name)) this.columns.set(name, this.columns.size);
    if (this.rows.length < MOST_KEPT) {
      const row = new Array<string>(this.columns.size).fill("");
      for (const [name, cell] of cells) row[this.columns.get(name) as number] = cell;
      this.rows.push(row);
    }
    this.compareKeys(cells);
  }

  private compareKeys(cells: readonly (readonly [string, string])[]): void {
    let whole: string | undefined;
    for (const [name, cell] of cells) {
      if (!KEY.test(name) || cell === "" || this.repeated.has(name)) continue;
      const known = this.keys.get(name) ?? new Map<string, string>();
      this.keys.set(name, known);
      whole ??= JSON.stringify(cells);
      const before = known.get(cell);
      if (before === undefined) known.set(cell, whole);
      else if (before !== whole) this.repeated.add(name);
    }
  }

  survey(file: string, format: string | null, defaults: FormatDefaults): FileSurvey {
    const columns = this.counts.surveys();
    const rows = this.rows.map((row) => columns.map((_column, at) => row[at] ?? ""));
    const { where } = this.totals;
    return {
      files: [file],
      columns,
      rows,
      repeated: this.repeated,
      format,
      defaults,
      ...(where !== undefined && { withoutTotals: where }),
      cut: this.seen >= MOST_ROWS,
    };
  }
}

function zipped(columns: readonly string[], cells: readonly string[]): (readonly [string, string])[] {
  return columns.map((name, index) => [name, cells[index] ?? ""] as const);
}

async function parquetSurvey(folder: string, file: string): Promise<FileSurvey> {
  const { columns, rows } = await readTable(join(folder, file), { limit: MOST_ROWS });
  const seen = new RowsSeen();
  for (const row of rows) seen.add(zipped(columns, row));
  return seen.survey(file, null, {});
}

/** A text without two columns, as words: the first of its lines. */
function noTable(lines: readonly string[]): string {
  const shown = lines
    .filter((line) => line.trim() !== "")
    .slice(0, 3)
    .map((line) => `"${line.trim().slice(0, 60)}"`);
  return `no table: its lines fall into no columns (${shown.join(", ")})`;
}

function unused(file: string, why: string): OtherFile {
  return { file, used: null, why };
}

/** What one file holds, or why it holds no rows that can be read. */
async function surveyOf(
  folder: string,
  file: string,
  temporary: string,
  index: number,
  sheet?: string,
): Promise<FileSurvey | OtherFile> {
  const prepared = await unpackFile(join(folder, file), folder, temporary, index, { sheet });
  if (prepared.layout === "parquet") return parquetSurvey(folder, file);
  const generic = textTable(prepared);
  const head = { file, text: prepared.head, table: generic };
  const format = recognisedFormat(AUTO, head);
  if (!format && generic.columns.length < 2) return unused(file, noTable(prepared.head.split(/\r?\n/)));
  const own = await formatTable(format, prepared.path, head);
  const table: TextTable = own
    ? {
        layout: "records",
        columns: own.columns,
        sample: own.sample,
        byLine: own.byLine ?? true,
        records: () => own.records(),
      }
    : generic;
  const seen = new RowsSeen();
  let rejected = 0;
  let reason = "";
  for await (const record of recordsOf(prepared, table)) {
    if (record.kind === "reject") {
      rejected += 1;
      reason ||= `${record.reject.line === null ? "" : `line ${record.reject.line}: `}${record.reject.reason}`;
    }
    if (record.kind !== "row") continue;
    const object = table.layout === "lines" ? jsonObject(record.cells[0] as string) : undefined;
    seen.add(object ? [...object] : zipped(table.columns, record.cells));
    if (seen.seen >= MOST_ROWS) break;
  }
  if (seen.seen === 0)
    return unused(
      file,
      rejected > 0 ? `none of its ${rejected} rows can be read (${reason})` : "it has columns and no rows",
    );
  return seen.survey(file, format?.name ?? null, knownDefaults(format, head, own));
}

/** A word of a name without the figures that tell parts, days and hours apart; quantiles and classes of statuses say what is in a file. */
function withoutNumber(word: string): string {
  if (/^p\d{2,3}$|[1-5]xx/i.test(word)) return word;
  return /[a-z]{3}/i.test(word) ? word.replace(/\d+/g, "#") : "#";
}

/** The name of a file's series: without what tells rotated parts, dates and packings apart. */
function seriesName(file: string): string {
  return file
    .replace(/(\.(gz|bz2|xz|zst|zip|tgz|tar))+$/i, "")
    .replace(/([._-])\d[\d._TZ-]*$/, "")
    .replace(/(?<![a-z\d])[\da-f]{8,}(?![a-z\d])/gi, "#")
    .replace(/[a-z\d]*\d[a-z\d]*/gi, withoutNumber)
    .replace(/(\.(gz|bz2|xz|zst))+$/i, "");
}

/** Names that differ in their digits only belong together when their columns are the same. */
function seriesOf({ files: [file = ""], columns, format, sheet }: FileSurvey): string {
  const json = /\.(json|jsonl|ndjson)\b/i.test(file);
  return [seriesName(file), format ?? "", sheet?.name ?? "", ...(json ? [] : columns.map(({ name }) => name))].join(
    "\n",
  );
}

function merged(one: FileSurvey, two: FileSurvey): FileSurvey {
  const other = (name: string): ColumnSurvey | undefined => two.columns.find((column) => column.name === name);
  const otherRows = two.columns[0]?.rows ?? 0;
  return {
    ...one,
    files: [...one.files, ...two.files],
    columns: one.columns.map((column) => mergedColumn(column, other(column.name), otherRows)),
    repeated: new Set([...one.repeated, ...two.repeated]),
    cut: one.cut || two.cut,
  };
}

/**
 * What a workbook whose sheets differ holds: the sheet that was named, else the first of those that could be meant.
 *
 * @param named - the answers to which sheet is meant
 */
async function surveyOfSheets(
  folder: string,
  file: string,
  temporary: string,
  index: number,
  { named, timed }: SheetChoice,
): Promise<FileSurvey | OtherFile> {
  const all = await unlikeSheets(join(folder, file));
  const found: FileSurvey[] = [];
  for (const name of all) {
    const survey = await surveyOf(folder, file, temporary, index, name);
    if (!("why" in survey)) found.push({ ...survey, sheet: { name, of: all, answered: false } });
  }
  const useful = found.filter(timed);
  const of = (useful.length > 0 ? useful : found).flatMap(({ sheet }) => sheet?.name ?? []);
  const answered = found.find(({ sheet }) => named.some((name) => sheet?.name.toLowerCase() === name.toLowerCase()));
  const first = answered ?? useful[0] ?? found[0];
  return first
    ? { ...first, sheet: { name: first.sheet?.name ?? "", of, answered: answered !== undefined } }
    : unused(file, `is a workbook of which no sheet holds rows that can be read (${all.join(", ")})`);
}

/** How one of several sheets is chosen. */
export interface SheetChoice {
  /** Sheets that answers name. */
  readonly named: readonly string[];
  /** Whether a sheet holds times. */
  timed(survey: FileSurvey): boolean;
}

/** What a folder's data files hold, and the files that could not be read. */
export interface FolderSurvey {
  readonly surveys: readonly FileSurvey[];
  readonly unread: readonly OtherFile[];
}

/**
 * What files hold, by content: every one that reads as a table, those of one series together.
 *
 * @param files - paths in the folder
 * @param temporary - folder for unpacked copies
 * @param sheets - how one of several unlike sheets of a workbook is chosen
 * @returns surveys in the order of the files' names, and why the others could not be read
 */
export async function surveyFiles(
  folder: string,
  files: readonly string[],
  temporary: string,
  sheets: SheetChoice,
): Promise<FolderSurvey> {
  const found = new Map<string, FileSurvey>();
  const unread: OtherFile[] = [];
  for (const [index, file] of files.entries()) {
    try {
      const several = /\.(xlsx|xlsm)$/i.test(file) && (await unlikeSheets(join(folder, file))).length > 0;
      const survey = several
        ? await surveyOfSheets(folder, file, temporary, index, sheets)
        : await surveyOf(folder, file, temporary, index);
      if ("why" in survey) {
        unread.push(survey);
        continue;
      }
      const key = seriesOf(survey);
      const same = found.get(key);
      found.set(key, same ? merged(same, survey) : survey);
    } catch (error) {
      if (!(error instanceof PostmortemError)) throw error;
      unread.push(unused(file, error.message.replace(`file "${file}" `, "")));
    }
  }
  return { surveys: [...found.values()], unread };
}
