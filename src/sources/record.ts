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
