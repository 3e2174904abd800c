const NUMBER = /^[+-]?(\d[\d.,' ]*|\.\d+)(e[+-]?\d+)?\s*(%|[A-Za-zµ]{1,5}(\/\w{1,3})?)?$/i;
const TIME = /^\[?\d{1,4}[-/.:]\d{1,2}([-/.:]\d{1,4})?([T ,].*)?$|^\w{3}, \d{1,2} \w{3} \d{4}/;
const CODE = /^(?=.*\d)[\w+-]{6,}$/;

/** What a cell holds, by its looks. */
export function typeOf(cell: string): "empty" | "number" | "time" | "code" | "text" {
  const text = cell.trim();
  if (text === "") return "empty";
  if (NUMBER.test(text)) return "number";
  return TIME.test(text) ? "time" : CODE.test(text) ? "code" : "text";
}

/** +1 where a column's body is of a type that its first cell is not, -1 where the first cell is of that type too. */
function vote(first: string, body: readonly string[]): number {
  const types = body.map(typeOf).filter((type) => type !== "empty");
  const own = typeOf(first);
  for (const type of ["number", "time", "code"] as const) {
    if (types.length === 0 || types.filter((other) => other === type).length < 0.7 * types.length) continue;
    return own === type ? -1 : own === "text" || own === "code" || (own === "time" && type === "number") ? 1 : 0;
  }
  return 0;
}

/** Years in even steps, as headings of a table by year are. */
function namesYears(cells: readonly string[]): boolean {
  const years = cells.filter((cell) => /^\s*(19|20)\d\d\s*$/.test(cell)).map(Number);
  const step = (years[1] ?? 0) - (years[0] ?? 0);
  const numbers = cells.filter((cell) => typeOf(cell) === "number").length;
  return (
    years.length >= 2 &&
    years.length === numbers &&
    years.length >= 0.5 * cells.length &&
    step !== 0 &&
    years.every((year, index) => index === 0 || year - (years[index - 1] as number) === step)
  );
}

/** Seconds since 1970, or finer parts of them, in this century. */
const EPOCH = /^[1-4]\d{9}(\d{3}){0,3}(\.\d+)?$/;
const TIME_NAME = /^[_@]?(time|timestamp|ts|date|datetime|epoch|zeit|heure|hora|fecha|data)([ _-]?\w*)?$/i;

/** True if a word stands above a column of times, as in a table whose other columns are named by status codes or quantiles. */
function namesTheTime(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (rows.length < 2 || new Set(first).size < first.length || first.some((cell) => cell.trim() === "")) return false;
  return first.some((cell, index) => {
    const name = cell.trim();
    if (!/^[\p{L}_@][\p{L} _()/.@-]+$/u.test(name)) return false;
    const counted = TIME_NAME.test(name);
    const isTime = (text: string): boolean => typeOf(text) === "time" || (counted && EPOCH.test(text.trim()));
    const times = rows.filter((row) => isTime(row[index] ?? "")).length;
    return times >= 0.9 * rows.length;
  });
}

/** Fewer words than this above numbers may be cells without a value. */
const FEWEST_WORDS = 3;

/** True if different words stand above several columns of numbers, as in a table whose other columns are named by quantiles. */
function namesNumbers(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const words = first.filter((cell, index) => {
    if (!/\p{L}{3}/u.test(cell)) return false;
    const filled = rows.map((row) => row[index] ?? "").filter((other) => other.trim() !== "");
    return filled.length > 1 && filled.filter((other) => typeOf(other) === "number").length >= 0.9 * filled.length;
  });
  return words.length >= FEWEST_WORDS && new Set(words).size === words.length;
}

/** Sum of the votes of all columns on a row, given the rows after it. */
function votesOn(first: readonly string[], body: readonly (readonly string[])[]): number {
  const rows = body.filter((row) => row.length === first.length && !row.every((cell, index) => cell === first[index]));
  const votes = first.reduce(
    (sum, cell, index) =>
      sum +
      vote(
        cell,
        rows.map((row) => row[index] ?? ""),
      ),
    0,
  );
  if (votes > 0) return votes;
  if (namesTheTime(first, rows) || namesNumbers(first, rows)) return first.length;
  return votes < 0 && namesYears(first) && !rows.some(namesYears) ? first.length : votes;
}

function filled(row: readonly string[]): number {
  return row.filter((cell) => cell.trim() !== "").length;
}

/** Rows looked at before the header, as titles and upper headings of a report stand there. */
const MOST_BEFORE = 8;

/**
 * The first row of a table that has titles or upper headings of its own width before it.
 *
 * Titles fill less than half of what the table's rows fill. An upper heading is passed over when a row after it is a header by its types, and none before that
 * looks like the rows of the table.
 *
 * @param rows - all of one width
 */
export function firstTableRow(rows: readonly (readonly string[])[]): number {
  const usual = [...rows].map(filled).sort((a, b) => a - b)[rows.length >> 1] ?? 0;
  const start = Math.max(
    0,
    rows.slice(0, MOST_BEFORE).findIndex((row) => filled(row) > 0.5 * usual),
  );
  const votes = rows.slice(start, start + MOST_BEFORE).map((row, index) => votesOn(row, rows.slice(start + index + 1)));
  if ((votes[0] ?? 0) > 0) return start;
  const later = votes.findIndex((sum) => sum >= Math.max(2, 0.4 * (rows[0]?.length ?? 0)));
  return later > 0 && votes.slice(0, later).every((sum) => sum >= -1) && rows.length - start - later > 3
    ? start + later
    : start;
}

/**
 * True if the first of a table's rows names its columns.
 *
 * Types decide where a column has one: a name is not of its column's type. Where all is text, a header is filled, has no cell twice and none
 * that its own column holds again.
 *
 * @param first - cells of the first record
 * @param body - the records after it, of the same width
 */
export function looksLikeHeader(first: readonly string[], body: readonly (readonly string[])[]): boolean {
  const rows = body.filter((row) => row.length === first.length && !row.every((cell, index) => cell === first[index]));
  const votes = votesOn(first, body);
  if (votes !== 0) return votes > 0;
  const wordy = first.every((cell) => ["text", "code"].includes(typeOf(cell)));
  return (
    wordy &&
    new Set(first).size === first.length &&
    !first.some((cell, index) => rows.some((row) => row[index] === cell))
  );
}
