const NUMBER = /^[+-]?(\d[\d.,' ]*|\.\d+)(e[+-]?\d+)?\s*(%|[A-Za-zµ]{1,5}(\/\w{1,3})?)?$/i;
const TIME = /^\[?\d{1,4}[-/.:]\d{1,2}([-/.:]\d{1,4})?([T ,].*)?$|^\w{3}, \d{1,2} \w{3} \d{4}/;
const CODE = /^(?=.*\d)[\w+-]{6,}$/;

function typeOf(cell: string): "empty" | "number" | "time" | "code" | "text" {
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
    return own === type ? -1 : own === "text" || own === "code" ? 1 : 0;
  }
  return 0;
}

/**
 * Whether the first of a table's rows names its columns.
 *
 * Types decide where a column has one: a name is not of its column's type. Where all is text, a header is filled, has no cell twice and none
 * that its own column holds again.
 *
 * @param first - cells of the first record
 * @param body - the records after it, of the same width
 */
export function looksLikeHeader(first: readonly string[], body: readonly (readonly string[])[]): boolean {
  const rows = body.filter((row) => row.length === first.length && !row.every((cell, index) => cell === first[index]));
  const votes = first.reduce((sum, cell, index) => sum + vote(cell, rows.map((row) => row[index] ?? "")), 0);
  if (votes !== 0) return votes > 0;
  const wordy = first.every((cell) => ["text", "code"].includes(typeOf(cell)));
  return wordy && new Set(first).size === first.length && !first.some((cell, index) => rows.some((row) => row[index] === cell));
}
