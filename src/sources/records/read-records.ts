import { isUtf8 } from "node:buffer";
import type { TextDialect } from "./dialect.js";
import type { Reject } from "../incident-data.js";
import { parseRecord } from "./parse-record.js";
import { LONGEST_LINE, physicalLines } from "./physical-lines.js";
import type { PhysicalLine } from "./physical-lines.js";

/** One record judged on its own. */
export type CarefulRecord = JudgedRecord & {
  /** Physical lines that it takes, 1 unless set. */
  readonly lines?: number;
};

type JudgedRecord =
  | {
      readonly kind: "row";
      readonly line: number;
      readonly offset: number;
      readonly cells: readonly string[] /** How it was repaired, where it was, and its text. */;
      readonly repair?: string;
      readonly raw?: string;
    }
  | { readonly kind: "reject"; readonly reject: Reject }
  | { readonly kind: "header" | "blank" };

/** Reads a record in doubt another way, `asRead` being its cells where it has as many as it should; `undefined` where none is clearly meant. */
export type RepairRecord = (
  text: string,
  asRead?: readonly string[],
) => { readonly cells: readonly string[]; readonly repair: string } | undefined;

/** A quoted cell over more lines than this is a quote that was never closed. */
const LONGEST_CELL_LINES = 200;
const RAW_LENGTH = 2000;

/** Judges lines one by one; a record that does not close gives up its first line only, so that what follows is not swallowed. */
class RecordJudge {
  private pending: PhysicalLine[] = [];
  private headerLeft: number;

  constructor(
    private readonly file: string,
    private readonly dialect: TextDialect,
    private readonly columns: readonly string[],
    private readonly decode: (bytes: Buffer) => string,
    private readonly repair: RepairRecord | undefined,
  ) {
    this.headerLeft = dialect.header ? 1 : 0;
  }

  *add(line: PhysicalLine): Generator<CarefulRecord> {
    if (line.number <= this.dialect.skip) {
      yield { kind: "header" };
      return;
    }
    const queue = [line];
    for (let next = queue.shift(); next; next = queue.shift()) yield* this.step(next, queue);
  }

  *end(): Generator<CarefulRecord> {
    while (this.pending.length > 0) {
      const [first, ...rest] = this.pending as [PhysicalLine, ...PhysicalLine[]];
      this.pending = [];
      yield this.repairOrReject(first, "its quote is never closed");
      for (const line of rest) yield* this.add(line);
    }
  }

  private *step(line: PhysicalLine, queue: PhysicalLine[]): Generator<CarefulRecord> {
    const unreadable = line.cut
      ? `the line is longer than ${LONGEST_LINE} bytes`
      : isUtf8(line.bytes)
        ? line.bytes.includes(0)
          ? "it holds a zero byte"
          : null
        : "its bytes are not UTF-8";
    if (this.pending.length === 0 && unreadable !== null) {
      yield this.reject(line, unreadable);
      return;
    }
    this.pending.push(line);
    const [first] = this.pending as [PhysicalLine];
    const parsed =
      unreadable === null
        ? parseRecord(this.pending.map(({ bytes }) => this.decode(bytes)).join("\n"), this.dialect)
        : { state: "broken" as const };
    if (parsed.state === "open" && this.pending.length < LONGEST_CELL_LINES) return;
    const several = this.pending.length > 1;
    const fits = parsed.state === "whole" && (parsed.cells.length === this.columns.length || !several);
    if (!fits) {
      queue.unshift(...this.pending.slice(1));
      this.pending = [];
      yield this.repairOrReject(
        first,
        parsed.state === "broken" && !several ? "text follows its closing quote" : "its quote is never closed",
      );
      return;
    }
    const lines = this.pending.length;
    this.pending = [];
    yield { ...this.judge(first, (parsed as { cells: string[] }).cells, lines), lines };
  }

  private judge(first: PhysicalLine, cells: string[], lines: number): CarefulRecord {
    if (cells.every((cell) => cell.trim() === "")) return { kind: "blank" };
    const repeated =
      this.dialect.header &&
      cells.length === this.columns.length &&
      cells.every((cell, index) => cell.trim() === this.columns[index]);
    if (this.headerLeft > 0 || repeated) {
      this.headerLeft = 0;
      return { kind: "header" };
    }
    if (cells.length !== this.columns.length)
      return this.repairOrReject(first, `it has ${cells.length} cells where ${this.columns.length} are expected`);
    const doubtful =
      this.repair !== undefined &&
      lines === 1 &&
      this.dialect.quote !== "" &&
      cells.some((cell) => cell.includes(this.dialect.quote));
    const repaired = doubtful ? this.repaired(first, cells) : undefined;
    return repaired ?? { kind: "row", line: first.number, offset: first.offset, cells };
  }

  private repairOrReject(line: PhysicalLine, reason: string): CarefulRecord {
    return (line.cut || !isUtf8(line.bytes) ? undefined : this.repaired(line)) ?? this.reject(line, reason);
  }

  private repaired(line: PhysicalLine, asRead?: readonly string[]): CarefulRecord | undefined {
    const repaired = this.repair?.(this.decode(line.bytes), asRead);
    return (
      repaired && {
        kind: "row",
        line: line.number,
        offset: line.offset,
        ...repaired,
        raw: line.bytes.toString("utf8").slice(0, RAW_LENGTH),
      }
    );
  }

  private reject(line: PhysicalLine, reason: string): CarefulRecord {
    const raw = line.bytes.toString(isUtf8(line.bytes) ? "utf8" : "latin1").slice(0, RAW_LENGTH);
    return { kind: "reject", reject: { file: this.file, line: line.number, reason, raw } };
  }
}

/**
 * Every record of a delimited file, judged one by one: rows with their line, rejects with line, reason and text.
 *
 * Slower than the engine's own reader, and used where that one's result does not balance. A record with an unclosed quote loses its
 * first physical line and reading resumes on the next. Every physical line belongs to exactly one record.
 *
 * @param path - plain UTF-8 text
 * @param file - its name in rejects
 * @param repair - another reading of records that do not parse or fit; none unless given
 */
export async function* carefulRecords(
  path: string,
  file: string,
  dialect: TextDialect,
  columns: readonly string[],
  repair?: RepairRecord,
): AsyncGenerator<CarefulRecord> {
  const decoder = new TextDecoder("utf-8");
  const judge = new RecordJudge(file, dialect, columns, (bytes) => decoder.decode(bytes), repair);
  for await (const line of physicalLines(path, dialect.newline === "\r" ? 13 : 10)) yield* judge.add(line);
  yield* judge.end();
}
