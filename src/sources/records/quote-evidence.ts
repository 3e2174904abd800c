import { open } from "node:fs/promises";
import { parseRecord } from "./parse-record.js";

/** How the quotes of a whole file are used, as far as its dialect depends on it. */
export interface QuoteEvidence {
  /** True if a double quote occurs at all. */
  readonly double: boolean;
  /** True if single quotes are the quotes of cells: on nearly all lines that hold one they enclose cells and stand nowhere else. */
  readonly single: boolean;
  /** Of quotes inside quoted cells, how many follow a backslash and how many are doubled, for either quote. */
  readonly slashed: Readonly<Record<'"' | "'", number>>;
  readonly doubled: Readonly<Record<'"' | "'", number>>;
}

const CHUNK_BYTES = 1 << 20;
/** Lines with a quote that are looked at closely: of a longer file, those of evenly spread chunks. */
const MOST_LINES = 20_000;
/** Share of the lines with a single quote on which it must enclose cells (a cell over several lines has others), and the fewest such cells. */
const STRONG = { share: 0.75, cells: 2 };
const DELIMITERS = [",", ";", "\t", "|", "~", "^"];
const [LF, SINGLE, DOUBLE] = [10, 39, 34];
const SLASHED_DOUBLE = '\\"';
const SLASHED = { '"': /\\"(?=[^,;\t|~^])/g, "'": /\\'(?=[^,;\t|~^])/g };
const DOUBLED = { '"': /[^,;\t|~^\s"]""[^"]/g, "'": /[^,;\t|~^\s']''[^']/g };

/** Lines of a text that hold a mark, by jumping from mark to mark. */
function* linesWith(text: string, mark: string): Generator<string> {
  for (let at = text.indexOf(mark); at >= 0; ) {
    const start = text.lastIndexOf("\n", at) + 1;
    const end = text.indexOf("\n", at);
    yield text.slice(start, end < 0 ? undefined : end).replace(/\r+$/, "");
    if (end < 0) return;
    at = text.indexOf(mark, end);
  }
}

/** Cells that a quote encloses where it stands nowhere else on the line; 0 where it does, or encloses none. */
function enclosed(line: string, delimiter: string, quote: string): number {
  const parsed = parseRecord(line, { delimiter, quote, escape: quote });
  if (parsed.state !== "whole") return 0;
  const opened = line.split(delimiter).filter((piece) => piece.startsWith(quote)).length;
  const bare = parsed.cells.some(
    (cell) => cell.includes(quote) && !line.includes(quote + cell.replaceAll(quote, quote + quote) + quote),
  );
  return bare ? 0 : opened;
}

/** Lines and cells that a quote encloses soundly, by the delimiter between the cells. */
class Enclosed {
  lines = 0;
  private readonly sound = new Map<string, { lines: number; cells: number }>();

  constructor(private readonly quote: string) {}

  add(text: string): void {
    for (const line of linesWith(text, this.quote)) {
      this.lines += 1;
      for (const delimiter of DELIMITERS) {
        const cells = enclosed(line, delimiter, this.quote);
        if (cells === 0) continue;
        const sum = this.sound.get(delimiter) ?? { lines: 0, cells: 0 };
        this.sound.set(delimiter, { lines: sum.lines + 1, cells: sum.cells + cells });
      }
    }
  }

  /** Most lines on which the quote encloses cells and stands nowhere else, over the delimiters. */
  get most(): { readonly lines: number; readonly cells: number } {
    return [...this.sound.values()].sort((a, b) => b.lines - a.lines)[0] ?? { lines: 0, cells: 0 };
  }

  get strong(): boolean {
    return this.most.cells >= STRONG.cells && this.most.lines >= STRONG.share * this.lines;
  }
}

/** Counts over all chunks of a file. */
class QuoteCounts {
  double = false;
  readonly single = new Enclosed("'");
  readonly slashed = { '"': 0, "'": 0 };
  readonly doubled = { '"': 0, "'": 0 };

  add(text: string): void {
    this.double ||= text.includes('"');
    this.single.add(text);
    for (const quote of ['"', "'"] as const) {
      // Doubled quotes count only beside slashed ones: elsewhere nothing depends on them.
      if (!text.includes(`\\${quote}`)) continue;
      for (const line of linesWith(text, quote)) {
        this.slashed[quote] += line.match(SLASHED[quote])?.length ?? 0;
        this.doubled[quote] += line.match(DOUBLED[quote])?.length ?? 0;
      }
    }
  }

  evidence(single: boolean): QuoteEvidence {
    return { double: this.double, single, slashed: this.slashed, doubled: this.doubled };
  }
}

/** Single quotes win only where they enclose cells on more lines than double ones. */
function singleWins(single: Enclosed, double: Enclosed): boolean {
  return single.strong && single.most.lines > double.most.lines;
}

/** The evidence of a text that is in memory. */
export function quoteEvidenceOf(text: string): QuoteEvidence {
  const counts = new QuoteCounts();
  counts.add(text);
  const double = new Enclosed('"');
  if (counts.single.strong) double.add(text);
  return counts.evidence(singleWins(counts.single, double));
}

/** Chunks of whole lines, bytes as characters. */
async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, Math.max(1, size)));
    for (let at = 0; at < size; ) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      // A line that the chunk's end cuts is read with the next chunk.
      const cut = at + bytesRead < size ? buffer.lastIndexOf(LF, bytesRead - 1) + 1 : bytesRead;
      const chunk = buffer.subarray(0, cut > 0 ? cut : bytesRead);
      yield chunk;
      at += chunk.length;
    }
  } finally {
    await handle.close();
  }
}

/**
 * What a whole file says of its quotes: a quoted cell that stands behind the first few hundred lines counts as one before them.
 *
 * A file without single quotes and backslashes costs one search for each over its bytes.
 */
export async function quoteEvidence(path: string): Promise<QuoteEvidence> {
  const counts = new QuoteCounts();
  let [looked, every] = [0, 1];
  for await (const chunk of chunksOf(path)) {
    counts.double ||= chunk.includes(DOUBLE);
    if (!chunk.includes(SINGLE) && !chunk.includes(SLASHED_DOUBLE)) continue;
    // Of long files with many such lines, every second, fourth, … chunk is looked at.
    if ((looked += 1) % every === 0) counts.add(chunk.toString("latin1"));
    if (counts.single.lines > MOST_LINES * Math.log2(2 * every)) every *= 2;
  }
  const double = new Enclosed('"');
  if (counts.single.strong && counts.double)
    for await (const chunk of chunksOf(path)) if (double.lines < MOST_LINES) double.add(chunk.toString("latin1"));
  return counts.evidence(singleWins(counts.single, double));
}
