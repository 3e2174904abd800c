import { PostmortemError } from "../errors/errors.js";
import { type PlainColumn, plainColumns } from "./plain-columns.js";
import { tabular } from "./tabular.js";

/** A danfojs frame, as far as this library looks into it; everything else that danfojs offers is there too. */
export interface DanfoFrame {
  readonly shape: [rows: number, columns: number];
  readonly columns: string[];
  readonly values: unknown[][];
  // biome-ignore lint/suspicious/noExplicitAny: the frame's own types belong to an optional package
  readonly [more: string]: any;
}

/** Rows and columns of plain values. */
export interface PlainRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

/** A frame is for looking at and reshaping a result; beyond this it takes seconds an operation. */
const MOST_ROWS = 10_000;

interface Danfo {
  readonly DataFrame: new (data: unknown[][], options: { columns: string[]; dtypes: string[] }) => DanfoFrame;
}

async function loadDanfo(): Promise<Danfo> {
  const name = "danfojs-node";
  try {
    const module = (await import(name)) as Danfo & { default?: Danfo };
    return module.DataFrame ? module : (module.default as Danfo);
  } catch (cause) {
    throw new PostmortemError(
      "engine",
      "toDanfo requires the package danfojs-node, which cannot be loaded; install it with: npm install danfojs-node@1.2.0 (it needs two overrides, see this package's package.json).",
      { cause },
    );
  }
}

/** Said, not guessed: danfojs would take identifiers such as 0012 for numbers. */
function dtype(values: PlainColumn["values"]): string {
  const present = values.filter((value) => value !== null);
  if (present.length > 0 && present.every((value) => typeof value === "boolean") && present.length === values.length)
    return "boolean";
  if (present.length === 0 || !present.every((value) => typeof value === "number")) return "string";
  return present.length === values.length && present.every(Number.isInteger) ? "int32" : "float32";
}

/**
 * A danfojs frame of anything that `table` shows. Estimates become three columns (value, low, high), times stay UTC text,
 * a missing number is NaN, as danfojs has it. danfojs is loaded on first use.
 *
 * Its arithmetic is in single precision (about seven digits), so nothing of this library computes with it, and epoch
 * milliseconds must not go through it.
 *
 * @param x - a list of records, `{ columns, rows }`, an arquero table, a map, or an object of named things; at most 10,000 rows
 * @throws PostmortemError `data` beyond 10,000 rows, `engine` when danfojs-node is not installed
 */
export async function toDanfo(x: unknown): Promise<DanfoFrame> {
  const columns = plainColumns(x);
  const length = columns[0]?.values.length ?? 0;
  if (length > MOST_ROWS) {
    throw new PostmortemError(
      "data",
      `toDanfo requires at most ${MOST_ROWS.toLocaleString("en-US")} rows, got ${length.toLocaleString("en-US")}; aggregate them first, or use toArquero.`,
    );
  }
  const { DataFrame } = await loadDanfo();
  const dtypes = columns.map(({ values }) => dtype(values));
  const rows = Array.from({ length }, (_, row) =>
    columns.map(({ values }, column) => values[row] ?? (dtypes[column] === "string" ? null : Number.NaN)),
  );
  return new DataFrame(rows, { columns: columns.map(({ name }) => name), dtypes });
}

/**
 * Rows and columns of a danfojs frame; what it calls NaN or undefined is `null` here.
 *
 * @param frame - a danfojs frame
 * @throws PostmortemError `data` when it is not one
 */
export function fromDanfo(frame: DanfoFrame): PlainRows {
  if (!Array.isArray((frame as { $columns?: unknown } | null)?.$columns)) {
    throw new PostmortemError(
      "data",
      `fromDanfo requires a danfojs frame, got ${frame === null ? "null" : typeof frame}.`,
    );
  }
  const { columns } = tabular(frame);
  const plain = plainColumns(frame);
  const length = plain[0]?.values.length ?? 0;
  return {
    columns: columns.map(({ name }) => name),
    rows: Array.from({ length }, (_, row) => plain.map(({ values }) => values[row] ?? null)),
  };
}
