import { duckdbDialect } from "../../engine/dialect.js";
import { conditionOf, numberOf } from "../../engine/expression-sql.js";
import { PostmortemError } from "../../errors/errors.js";
import type { Expression } from "../../incident/expression.js";
import type { SourceDialect } from "../../incident/incident.js";
import type { MeasureName, ResolvedSource } from "./column-roles.js";
import { notationNote, numberNotation, provenDecimal } from "./number-notation.js";
import type { NumberNotation } from "./number-notation.js";

/** The columns that an expression reads as numbers. */
export function numericColumns(tree: Expression, as: "number" | "condition"): ReadonlySet<string> {
  const found = new Set<string>();
  const cells = {
    text: () => "''",
    number(column: string) {
      found.add(column);
      return "0";
    },
    bind: duckdbDialect.text,
  };
  (as === "number" ? numberOf : conditionOf)(duckdbDialect, tree, cells);
  return found;
}

/** Columns of a source that are read as numbers, each with the key that asks for it. */
function numberColumns({ operands, bound, duration, failed }: ResolvedSource): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (key: string, columns: Iterable<string>): void => {
    for (const column of columns) if (!found.has(column)) found.set(column, key);
  };
  for (const [key, operand] of operands)
    add(key, operand.kind === "column" ? [operand.column] : numericColumns(operand.tree, "number"));
  if (duration !== undefined) add("duration", [duration]);
  if (failed?.kind === "own")
    add(
      "failed",
      failed.where.flatMap(([column, test]) => (test.kind === "range" ? [column] : [])),
    );
  for (const key of ["where", "failed"] as const) {
    const tree = bound[key];
    if (tree) add(key, numericColumns(tree, "condition"));
  }
  return found;
}

/** What `dialect` says of numbers, the other mark taken for the one that it leaves. */
function declaredNotation({ decimal, thousands }: SourceDialect = {}): NumberNotation | undefined {
  if (decimal === undefined && thousands === undefined) return undefined;
  const mark = decimal ?? (thousands === "." ? "," : ".");
  return { decimal: mark, thousands: thousands ?? (mark === "," ? "." : ",") };
}

/** A file as far as its numbers' notation goes. */
export interface NumberSample {
  readonly file: string;
  readonly columns: readonly string[];
  readonly sample: readonly (readonly string[])[];
  /** JSON and the like, whose numbers have one notation. */
  readonly exact: boolean;
  /** A format wrote the cells anew, so that one column says nothing of another. */
  readonly rewritten: boolean;
  /** What another file of the source has settled. */
  readonly settled?: ReadonlyMap<string, NumberNotation>;
}

function cellsOf({ columns, sample }: NumberSample, column: string): string[] {
  const at = columns.indexOf(column);
  return sample.map((row) => (row[at] ?? "").trim());
}

/** The decimal mark that all other columns of a file agree on. */
function fileDecimal(file: NumberSample, source: ResolvedSource, column: string): "." | "," | undefined {
  if (file.rewritten) return undefined;
  const times = new Set(source.time.columns ?? [source.time.column]);
  const marks = new Set(
    file.columns
      .filter((other) => other !== column && !times.has(other))
      .map((other) => provenDecimal(cellsOf(file, other)))
      .filter((mark) => mark !== undefined),
  );
  return marks.size === 1 ? [...marks][0] : undefined;
}

function openNumbers(source: ResolvedSource, file: string, column: string, cell: string): never {
  const line = source.lines?.get("dialect") ?? source.lines?.get("");
  const readings = cell.includes(",")
    ? `${cell.replace(",", ".")} or ${cell.replace(",", "")}`
    : `${cell} or ${cell.replace(".", "")}`;
  throw new PostmortemError(
    "input",
    `${line === undefined ? "" : `incident.yaml line ${line}: `}file "${file}" column "${column}" holds numbers such as ${cell}, which may be ${readings}, and nothing in the file settles it; declare sources.${source.name}.dialect: { decimal: "," } or { decimal: "." }`,
  );
}

/**
 * How a source's columns of numbers are written in a file, and what is said of it.
 *
 * @throws PostmortemError (input) where a column's numbers may be two things and nothing settles which
 */
export function columnNotations(
  source: ResolvedSource,
  file: NumberSample,
): { notations: ReadonlyMap<string, NumberNotation>; notes: readonly string[] } {
  const notations = new Map<string, NumberNotation>();
  const notes: string[] = [];
  const declared = declaredNotation(source.dialect);
  for (const [column, key] of numberColumns(source)) {
    if (declared && !(file.rewritten && provenDecimal(cellsOf(file, column)) === ".")) {
      const { percent } = numberNotation(cellsOf(file, column), { whole: false }).notation;
      notations.set(column, percent ? { ...declared, percent } : declared);
      continue;
    }
    // Plain columns of counts are judged over the whole file, when it is loaded.
    const side = source.operands.get(key as MeasureName);
    if ((key === "failures" || key === "attempts") && side?.kind === "column") continue;
    const reading = numberNotation(cellsOf(file, column), {
      whole: key === "failures" || key === "attempts",
      exact: file.exact,
      fileDecimal: fileDecimal(file, source, column),
    });
    const before = file.settled?.get(column);
    if (reading.open !== undefined && before === undefined) openNumbers(source, file.file, column, reading.open);
    const notation = reading.open !== undefined && before ? before : reading.notation;
    if (notation.decimal === "," || notation.thousands !== "" || notation.percent) notations.set(column, notation);
    const note = notationNote(column, reading);
    if (note !== undefined) notes.push(note);
  }
  return { notations, notes };
}
