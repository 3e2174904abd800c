/**
 * The cells of one record, quotes resolved; `""` inside a quoted cell is one quote.
 *
 * @param record - one whole record without its line end
 * @param quote - `""` when the file quotes nothing
 */
export function splitRecord(record: string, delimiter: string, quote: string): string[] {
  if (quote === "" || !record.includes(quote)) return record.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  while (at <= record.length) {
    if (record[at] !== quote) {
      const end = record.indexOf(delimiter, at);
      cells.push(record.slice(at, end < 0 ? record.length : end));
      if (end < 0) return cells;
      at = end + delimiter.length;
      continue;
    }
    let close = record.indexOf(quote, at + 1);
    while (close >= 0 && record[close + 1] === quote) close = record.indexOf(quote, close + 2);
    const end = close < 0 ? -1 : record.indexOf(delimiter, close + 1);
    const stop = end < 0 ? record.length : end;
    const inner = close < 0 ? record.slice(at + 1) : record.slice(at + 1, close);
    cells.push(inner.replaceAll(quote + quote, quote) + (close < 0 ? "" : record.slice(close + 1, stop)));
    if (end < 0) return cells;
    at = end + delimiter.length;
  }
  return cells;
}

/** Lines that a quoted cell may span in a sample; a quote that stays open longer is a stray one. */
const LONGEST_SAMPLE_CELL = 10;

/**
 * The records of a text's beginning, for judging its layout: lines joined while a quote is open, a stray quote's line left out.
 *
 * @param limit - most records to return
 */
export function sampleRecords(lines: readonly string[], quote: string, limit: number): string[] {
  const odd = (text: string): boolean => quote !== "" && (text.split(quote).length - 1) % 2 === 1;
  const records: string[] = [];
  for (let at = 0; at < lines.length && records.length < limit; at += 1) {
    let record = lines[at] as string;
    let end = at;
    while (odd(record) && end + 1 < lines.length && end - at < LONGEST_SAMPLE_CELL) record += `\n${lines[end += 1]}`;
    if (odd(record)) continue;
    at = end;
    if (record.trim() !== "") records.push(record);
  }
  return records;
}
