/** What tells cells of one record apart. */
export interface CellMarks {
  readonly delimiter: string;
  /** `""` when the file quotes nothing. */
  readonly quote: string;
  /** The quote itself where it is doubled, or a backslash. */
  readonly escape: string;
}

/** One record's cells, and whether its quotes are sound: `open` wants more lines, `broken` has text after a closing quote, `rest` has only such as holds no quote. */
interface SplitRecord {
  readonly cells: string[];
  readonly quotes: "sound" | "open" | "broken" | "rest";
  /** How many cells are quoted. */
  readonly quoted: number;
  /** How many bare cells hold a quote. */
  readonly stray: number;
}

/** Where a quoted cell closes, at or after `from`; -1 when it does not. */
function closingQuote(record: string, from: number, { quote, escape }: CellMarks): number {
  for (let at = from; at < record.length; at += 1) {
    if (record[at] === escape && (record[at + 1] === quote || (escape !== quote && record[at + 1] === escape))) at += 1;
    else if (record[at] === quote) return at;
  }
  return -1;
}

function unescaped(inner: string, { quote, escape }: CellMarks): string {
  if (!inner.includes(escape)) return inner;
  return escape === quote
    ? inner.replaceAll(quote + quote, quote)
    : inner.replaceAll(escape + escape, escape).replaceAll(escape + quote, quote);
}

/**
 * The cells of one record, quotes resolved, read tolerantly: what follows a closing quote stays in its cell.
 *
 * @param record - one whole record without its line end
 */
function splitRecord(record: string, marks: CellMarks): SplitRecord {
  const { delimiter, quote } = marks;
  if (quote === "" || !record.includes(quote))
    return { cells: record.split(delimiter), quotes: "sound", quoted: 0, stray: 0 };
  const cells: string[] = [];
  let quotes: SplitRecord["quotes"] = "sound";
  let broken = false;
  let quoted = 0;
  let stray = 0;
  for (let at = 0; at <= record.length; ) {
    const opens = record[at] === quote;
    const close = opens ? closingQuote(record, at + 1, marks) : at;
    const end = close < 0 ? -1 : record.indexOf(delimiter, opens ? close + 1 : at);
    const stop = end < 0 ? record.length : end;
    if (opens && close < 0) quotes = "open";
    else if (opens && close + 1 !== stop)
      quotes = broken || record.slice(close + 1, stop).includes(quote) ? "broken" : "rest";
    broken = quotes === "broken";
    if (opens) quoted += 1;
    else if (record.slice(at, stop).includes(quote)) stray += 1;
    const inner = close < 0 ? record.slice(at + 1) : record.slice(at + 1, close);
    cells.push(
      opens ? unescaped(inner, marks) + (close < 0 ? "" : record.slice(close + 1, stop)) : record.slice(at, stop),
    );
    if (end < 0) break;
    at = end + delimiter.length;
  }
  return { cells, quotes, quoted, stray };
}

/** A record of a sample with the place of its first line, 0-based. */
export interface SampleRecord extends SplitRecord {
  readonly line: number;
}

/** Lines that a quoted cell may span in a sample; a quote that stays open longer is a stray one. */
const LONGEST_SAMPLE_CELL = 10;

/**
 * The records of a text's beginning, for judging its layout: lines joined while a quote is open, a stray quote's line and blank ones left out.
 *
 * @param limit - most records to return
 */
export function sampleRecords(lines: readonly string[], marks: CellMarks, limit: number): SampleRecord[] {
  const records: SampleRecord[] = [];
  for (let at = 0; at < lines.length && records.length < limit; at += 1) {
    let text = lines[at] as string;
    if (text.trim() === "") continue;
    let split = splitRecord(text, marks);
    let end = at;
    while (split.quotes === "open" && end + 1 < lines.length && end - at < LONGEST_SAMPLE_CELL) {
      text += `\n${lines[(end += 1)]}`;
      split = splitRecord(text, marks);
    }
    if (split.quotes === "open") continue;
    records.push({ ...split, line: at });
    at = end;
  }
  return records;
}
