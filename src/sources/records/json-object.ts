const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * A line of JSON lines as text cells by key, in order.
 *
 * Numbers too long for a double keep their digits; nested values stay JSON; `null` is empty.
 *
 * @returns `undefined` when the line is not a JSON object
 */
export function jsonObject(line: string): ReadonlyMap<string, string> | undefined {
  const exact = /\d{16}/.test(line)
    ? line.replace(TOKEN, (token) => (token[0] !== '"' && token.replace(/\D/g, "").length >= 16 ? `"${token}"` : token))
    : line;
  try {
    const value: unknown = JSON.parse(exact);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return new Map(
      Object.entries(value).map(([key, cell]) => [
        key,
        cell === null ? "" : typeof cell === "object" ? JSON.stringify(cell) : String(cell),
      ]),
    );
  } catch {
    // Not JSON, or nested deeper than can be written again.
    return undefined;
  }
}
