import { isUtf8 } from "node:buffer";
import type { TextDialect } from "./dialect.js";
import type { Reject } from "../incident-data.js";
import { confirmedRecord, parseRecord } from "./parse-record.js";
import type { ParsedRecord } from "./parse-record.js";
import { LONGEST_LINE, physicalLines } from "./physical-lines.js";
import type { PhysicalLine } from "./physical-lines.js";
import type { RowLikeness } from "./row-likeness.js";

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
const LONGEST_CELL_LINES = 1000;
const RAW_LENGTH = 2000;

/** What the judge knows of a file besides its dialect. */
export interface RecordContext {
  /** Tries another reading of records that do not parse or fit; none unless given. */
  readonly repair?: RepairRecord | undefined;
  /** Tells which texts of the right width could be rows; every one unless given. */
  readonly rowLike?: RowLikeness;
}

/** Judges lines one by one; a record that does not close gives up its first line only, so that what follows is not swallowed. */
class RecordJudge {
  private pending: PhysicalLine[] = [];
  private headerLeft: number;
  /** Places of the columns' cells in the rows, after a header that names them in another order. */
  private order: readonly number[] | undefined;

  constructor(
    private readonly file: string,
    private readonly dialect: TextDialect,
    private readonly columns: readonly string[],
    private readonly decode: (bytes: Buffer) => string,
    private readonly context: RecordContext,
  ) {
    this.headerLeft = dialect.header ? 1 : 0;
  }

  *add(line: PhysicalLine): Generator<CarefulRecord> {
    if (this.pending.length === 0 && this.isComment(line)) {
      yield { kind: "header" };
      return;
    }
    if (line.number <= this.dialect.skip) {
      yield this.preamble(line);
      return;
    }
    const queue = [line];
    for (let next = queue.shift(); next; next = queue.shift()) yield* this.step(next, queue);
  }

  private isComment(line: PhysicalLine): boolean {
    const { comment } = this.dialect;
    return comment !== undefined && this.decode(line.bytes).trimStart().startsWith(comment);
  }

  *end(): Generator<CarefulRecord> {
    while (this.pending.length > 0) {
      const [first, ...rest] = this.pending as [PhysicalLine, ...PhysicalLine[]];
      this.pending = [];
      yield this.repairOrReject(first, "its quote is never closed");
      for (const line of rest) yield* this.add(line);
    }
  }

  /** A line before the table: rows of another width are no header. */
  private preamble(line: PhysicalLine): CarefulRecord {
    const text = this.decode(line.bytes);
    if (this.dialect.rowsBefore !== true || text.trim() === "") return { kind: "header" };
    const parsed = parseRecord(text, this.dialect);
    const cells = parsed.state === "whole" ? parsed.cells : text.split(this.dialect.delimiter);
    if (cells.length < 2 || !this.rowLike(cells)) return { kind: "header" };
    return this.reject(
      line,
      `it comes before the header and has ${cells.length} cells where ${this.width} are expected`,
    );
  }

  private *step(line: PhysicalLine, queue: PhysicalLine[]): Generator<CarefulRecord> {
    const unreadable = unreadableReason(line);
    if (this.pending.length === 0 && unreadable !== null) {
      yield this.headerLeft > 0 && !line.cut ? this.header() : this.reject(line, unreadable);
      return;
    }
    this.pending.push(line);
    if (this.pending.length > 1 && this.pending.length < LONGEST_CELL_LINES && unreadable === null) {
      // A line without a quote closes none; but one that could be a row shows that the quote is a stray one.
      const text = this.decode(line.bytes);
      if (!text.includes(this.dialect.quote) && !this.couldBeRow(text)) return;
    }
    const parsed = unreadable === null ? this.parsedPending() : { state: "broken" as const };
    if (parsed.state === "open" && this.pending.length < LONGEST_CELL_LINES && !this.rowInside(line)) return;
    const [first] = this.pending as [PhysicalLine];
    const several = this.pending.length > 1;
    const fits =
      parsed.state === "whole" && (!several || (parsed.cells.length === this.width && this.isOneRecord(parsed.cells)));
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
    yield { ...this.judge(first, parsed.cells, lines), lines };
  }

  /** Cells of a row. */
  private get width(): number {
    return this.columns.length;
  }

  private rowLike(cells: readonly string[]): boolean {
    return this.context.rowLike?.(cells) ?? true;
  }

  private pendingText(): string {
    return this.pending.map(({ bytes }) => this.decode(bytes)).join("\n");
  }

  private parsedPending(): ParsedRecord {
    return parseRecord(this.pendingText(), this.dialect);
  }

  /** True if a line alone, its quotes taken as characters if they are not sound, could be a row. */
  private couldBeRow(text: string): boolean {
    if (this.width === 1) return false;
    const parsed = parseRecord(text, this.dialect);
    const cells = parsed.state === "whole" ? parsed.cells : text.split(this.dialect.delimiter);
    return cells.length === this.width && this.rowLike(cells.map((cell) => cell.replaceAll(this.dialect.quote, "")));
  }

  /** True if the newest line of an open record, not its first, could be a row. */
  private rowInside(line: PhysicalLine): boolean {
    return this.pending.length > 1 && this.couldBeRow(this.decode(line.bytes));
  }

  /** True if several lines are one record: none between the first and the last could be a row, nor both of these, and another parser agrees. */
  private isOneRecord(cells: readonly string[]): boolean {
    const texts = this.pending.map(({ bytes }) => this.decode(bytes));
    const ends = [texts[0] as string, texts.at(-1) as string];
    return (
      !texts.slice(1, -1).some((text) => this.couldBeRow(text)) &&
      !ends.every((text) => this.couldBeRow(text)) &&
      (this.dialect.rest === true || confirmedRecord(texts.join("\n"), cells, this.dialect))
    );
  }

  private header(): CarefulRecord {
    this.headerLeft = 0;
    return { kind: "header" };
  }

  /** True if cells are the columns' names; in another order, the rows that follow are read in it. */
  private namesColumns(cells: readonly string[]): boolean {
    if (!this.dialect.header || cells.length !== this.width || cells.length < 2) return false;
    const names = cells.map((cell) => cell.trim());
    if (names.every((name, index) => name === this.columns[index])) {
      this.order = undefined;
      return true;
    }
    const places = this.columns.map((name) => names.indexOf(name));
    if (places.includes(-1) || new Set(names).size !== names.length) return false;
    this.order = places;
    return true;
  }

  private judge(first: PhysicalLine, cells: string[], lines: number): CarefulRecord {
    if (cells.every((cell) => cell.trim() === "")) return { kind: "blank" };
    if (this.headerLeft > 0 || this.namesColumns(cells)) return this.header();
    if (cells.length !== this.width)
      return this.repairOrReject(first, `it has ${cells.length} cells where ${this.width} are expected`);
    const doubtful =
      this.context.repair !== undefined &&
      lines === 1 &&
      this.dialect.quote !== "" &&
      cells.some((cell) => cell.includes(this.dialect.quote));
    const repaired = doubtful ? this.repaired(first, cells) : undefined;
    const ordered = this.order === undefined ? cells : this.order.map((place) => cells[place] as string);
    return repaired ?? { kind: "row", line: first.number, offset: first.offset, cells: ordered };
  }

  private repairOrReject(line: PhysicalLine, reason: string): CarefulRecord {
    return (line.cut || !isUtf8(line.bytes) ? undefined : this.repaired(line)) ?? this.reject(line, reason);
  }

  private repaired(line: PhysicalLine, asRead?: readonly string[]): CarefulRecord | undefined {
    const repaired = this.context.repair?.(this.decode(line.bytes), asRead);
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

function unreadableReason({ cut, bytes }: PhysicalLine): string | null {
  if (cut) return `the line is longer than ${LONGEST_LINE} bytes`;
  if (!isUtf8(bytes)) return "its bytes are not UTF-8";
  return bytes.includes(0) ? "it holds a zero byte" : null;
}

/**
 * Every record of a delimited file, judged one by one: rows with their line, rejects with line, reason and text.
 *
 * Slower than the engine's own reader, and used where that one's result does not balance. A record with an unclosed quote loses its
 * first physical line and reading resumes on the next. Every physical line belongs to exactly one record, and one over several lines is accepted
 * only where its lines could not be rows themselves.
 *
 * @param path - plain UTF-8 text
 * @param file - its name in rejects
 * @param context - what else is known of the file
 */
export async function* readRecords(
  path: string,
  file: string,
  dialect: TextDialect,
  columns: readonly string[],
  context: RecordContext = {},
): AsyncGenerator<CarefulRecord> {
  const decoder = new TextDecoder("utf-8");
  const judge = new RecordJudge(file, dialect, columns, (bytes) => decoder.decode(bytes), context);
  for await (const line of physicalLines(path, dialect.newline === "\r" ? 13 : 10)) yield* judge.add(line);
  yield* judge.end();
}
