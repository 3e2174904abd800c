/** A tuple of an `INSERT`, its cells as text: NULL is empty, quotes are taken off. */
export interface SqlTuple {
  readonly line: number;
  readonly cells: readonly string[];
}

const SPACE = /\s/;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", 0: "", b: "\b", Z: "" };

/** Reads what stands after `VALUES`, one character after another, to the end of the statement. */
export class SqlValues {
  private readonly text: string;
  /** A backslash in a text is an escape, as MySQL has it, and no letter. */
  private readonly escapes: boolean;
  private at: number;
  private line: number;

  constructor(text: string, at: number, line: number, escapes: boolean) {
    this.text = text;
    this.escapes = escapes;
    this.at = at;
    this.line = line;
  }

  /** Where the statement ended, and in which line. */
  get end(): { readonly at: number; readonly line: number } {
    return { at: this.at, line: this.line };
  }

  /** Every tuple up to the semicolon, or to anything that is no tuple. */
  *tuples(): Generator<SqlTuple> {
    for (;;) {
      this.blanks();
      if (this.text[this.at] === ",") {
        this.at += 1;
        this.blanks();
      }
      if (this.text[this.at] !== "(") return;
      const { line } = this;
      this.at += 1;
      yield { line, cells: this.cells() };
    }
  }

  private blanks(): void {
    while (this.at < this.text.length && SPACE.test(this.text[this.at] as string)) this.step();
  }

  private step(): void {
    if (this.text[this.at] === "\n") this.line += 1;
    this.at += 1;
  }

  /** The cells up to the bracket that closes the tuple; within a cell brackets nest, as those of `CAST(… AS date)` do. */
  private cells(): string[] {
    const cells: string[] = [];
    let [bare, quoted, depth]: [string, string | undefined, number] = ["", undefined, 0];
    const done = (): void => {
      cells.push(quoted ?? (/^null$/i.test(bare.trim()) ? "" : bare.trim()));
      [bare, quoted] = ["", undefined];
    };
    while (this.at < this.text.length) {
      const mark = this.text[this.at] as string;
      // Of several texts in one cell, as a moment and its pattern, the first is the value.
      if (mark === "'") {
        const text = this.quotedText(this.escapes || /(^|\W)E$/i.test(bare));
        quoted ??= text;
        continue;
      }
      this.step();
      if (mark === ")" && depth === 0) break;
      if (mark === "(") depth += 1;
      if (mark === ")") depth -= 1;
      if (mark === "," && depth === 0) done();
      else bare += mark;
    }
    done();
    return cells;
  }

  private quotedText(escapes: boolean): string {
    let found = "";
    this.at += 1;
    while (this.at < this.text.length) {
      const mark = this.text[this.at] as string;
      const next = this.text[this.at + 1] ?? "";
      if (mark === "'" && next !== "'") {
        this.at += 1;
        break;
      }
      if (mark === "'" || (mark === "\\" && escapes)) {
        found += mark === "'" ? "'" : (ESCAPES[next] ?? next);
        this.at += 2;
        continue;
      }
      found += mark;
      this.step();
    }
    return found;
  }
}

/** The cells of a line of a `COPY` block: tabs between them, `\N` where there is nothing. */
export function copyCells(line: string): string[] {
  return line
    .split("\t")
    .map((cell) => (cell === "\\N" ? "" : cell.replace(/\\(.)/g, (_all, mark: string) => ESCAPES[mark] ?? mark)));
}
