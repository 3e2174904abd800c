import type { Engine } from "../../engine/engine.js";
import { PostmortemError } from "../../errors/errors.js";
import type { Incident, SourceConfig, TimeConfig } from "../../incident/incident.js";
import { resolveColumns } from "../columns/column-roles.js";
import type { ResolvedSource } from "../columns/column-roles.js";
import { columnNotations } from "../columns/number-columns.js";
import type { FormatDefaults } from "../formats/vendor-format.js";
import { sliceColumns } from "../columns/slice-columns.js";
import { keptColumns, requiredColumns, sampledDimensions } from "./kept-columns.js";
import type { FileToLoad } from "./load-file.js";
import type { DuringStage, ReadingProgress } from "../progress.js";
import { DECLARED_COLUMNS_ONLY_BYTES, unpackedSize } from "../limits.js";
import { unpackFile } from "../records/unpack-file.js";
import type { PreparedFile } from "../records/unpack-file.js";
import { formatTable, knownDefaults, recognisedFormat, withDefaults } from "../formats/recognised-format.js";
import { literalPath } from "../records/scan.js";
import type { SourceFile } from "./source-files.js";
import { textTable } from "../records/text-table.js";
import type { TextTable } from "../records/text-table.js";
import { requireZone, timeNotation } from "../columns/time-notation.js";

/** Shared by all sources of one opening. */
export interface Loading {
  readonly incident: Incident;
  readonly engine: Engine;
  readonly temporary: string;
  nextFile: number;
  /** True if the engine keeps rows in the order of their files. */
  readonly ordered: boolean;
  readonly progress: ReadingProgress;
}

/** A file with what its sample says. */
export interface PlannedFile extends FileToLoad {
  readonly dimensions: readonly string[];
  /** Columns by which an excess may be explained. */
  readonly slices: readonly string[];
  readonly notes: readonly string[];
}

/** A prepared file and what it holds. */
export interface FileLayout {
  readonly prepared: PreparedFile;
  readonly table: TextTable | null;
  readonly columns: readonly string[];
  readonly sample: readonly (readonly string[])[];
  readonly defaults: FormatDefaults;
}

async function parquetColumns(engine: Engine, prepared: PreparedFile): Promise<FileLayout> {
  try {
    const { columns, rows } = await engine.query(
      `SELECT * FROM read_parquet(${literalPath(prepared.path)}) LIMIT 1000`,
    );
    return {
      prepared,
      table: null,
      columns,
      sample: rows.map((row) => row.map((cell) => (cell === null ? "" : String(cell)))),
      defaults: {},
    };
  } catch (cause) {
    throw new PostmortemError(
      "input",
      `file "${prepared.file}" is damaged Parquet (${(cause as Error).message}); fetch it again`,
      { cause },
    );
  }
}

/** A file as it is laid out: its columns, a sample, and what its format knows of them. */
export async function detectLayout(
  loading: Loading,
  config: SourceConfig,
  original: string,
  during: DuringStage,
): Promise<FileLayout> {
  const prepared = await unpackFile(original, loading.incident.folder, loading.temporary, loading.nextFile, {
    during,
    encoding: config.dialect?.encoding,
    sheet: config.dialect?.sheet,
  });
  if (prepared.layout === "parquet") return parquetColumns(loading.engine, prepared);
  const generic = textTable(prepared, config.dialect);
  const head = { file: prepared.file, text: prepared.head, table: generic };
  const format = recognisedFormat(config, head);
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
  return { prepared, table, columns: table.columns, sample: table.sample, defaults: knownDefaults(format, head, own) };
}

/** The texts of a sample's times; of several columns joined by a space. */
function timesIn({ columns, sample }: FileLayout, { column, columns: several }: TimeConfig): string[] {
  const places = (several ?? [column]).map((name) => columns.indexOf(name));
  return sample.map((row) =>
    places
      .map((at) => row[at] ?? "")
      .join(" ")
      .trim(),
  );
}

/** The columns by which an excess may be explained: the declared ones first, which leave no other out of the search. */
function searchedColumns(
  source: ResolvedSource,
  columns: readonly string[],
  sample: FileLayout["sample"],
  large: boolean,
): readonly string[] {
  const others = large ? [] : sliceColumns(source, columns, sample);
  if (source.dimensions.length === 0) return others;
  const varied = others.filter((column) => {
    const at = columns.indexOf(column);
    return sample.some((row) => row[at] !== sample[0]?.[at]);
  });
  return [...new Set([...source.dimensions, ...varied])];
}

/** A file with the roles of its columns settled, as the first of its source has them. */
export function planFile(
  loading: Loading,
  config: SourceConfig,
  laid: FileLayout,
  { sides }: SourceFile,
  first: PlannedFile | undefined,
): PlannedFile {
  const { prepared, table, columns, sample, defaults } = laid;
  const source = resolveColumns(withDefaults(config, defaults), columns, prepared.file, sides);
  const times = timesIn(laid, source.time);
  const where = `file "${prepared.file}" column "${(source.time.columns ?? [source.time.column]).join('", "')}"`;
  const notation = timeNotation(times, source.time, where);
  // A part without rows says nothing of its times.
  if (times.some((time) => time.trim() !== ""))
    requireZone(notation, source.time, times, where, `sources.${source.name}.time`);
  const large = unpackedSize(prepared.original, prepared.bytes).usual > DECLARED_COLUMNS_ONLY_BYTES;
  const sampled = large ? [] : sampledDimensions(source, columns, sample);
  const dimensions = source.dimensions.length > 0 ? source.dimensions : sampled;
  const slices = searchedColumns(source, columns, sample, large);
  const kept = first?.kept ?? keptColumns(loading.incident, source, columns, dimensions, slices);
  const absent = requiredColumns(loading.incident, source, kept).find((column) => !columns.includes(column));
  if (absent !== undefined) {
    throw new PostmortemError(
      "usage",
      `file "${prepared.file}" requires the column "${absent}" that source ${source.name} is asked for, got the columns ${columns.join(", ")}; correct incident.yaml or the file`,
    );
  }
  const legs = defaults.legs === true && source.id === defaults.id;
  const numbers = columnNotations(source, {
    file: prepared.file,
    columns,
    sample,
    exact: table === null || table.layout === "lines",
    rewritten: table?.layout === "records",
    ...(first && { settled: first.notations }),
  });
  return { prepared, table, columns, notation, source, kept, dimensions, slices, legs, ...numbers };
}
