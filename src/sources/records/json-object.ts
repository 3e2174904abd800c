const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** Strings with what may follow them, and the marks that open and close. */
const PIECE = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]/g;

/** True if an object of a line names a key twice, whatever its depth: which of both values counts is anyone's guess. */
function namesKeyTwice(line: string): boolean {
  const open: Set<string>[] = [];
  for (const [mark, text, colon] of line.matchAll(PIECE)) {
    if (mark === "{" || mark === "[") open.push(new Set());
    else if (mark === "}" || mark === "]") open.pop();
    else if (colon !== undefined) {
      const keys = open.at(-1);
      const key = (text as string).includes("\\") ? String(JSON.parse(`"${text}"`)) : (text as string);
      if (keys?.has(key)) return true;
      keys?.add(key);
    }
  }
  return false;
}

/** How many keys an object and what is in it have. */
function keyCount(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const parts = Object.values(value);
  return (Array.isArray(value) ? 0 : parts.length) + parts.reduce((sum: number, part) => sum + keyCount(part), 0);
}

/** As {@link namesKeyTwice}, for a line that was parsed: where it has as many keys as it writes, none is there twice. */
function repeatsKey(line: string, value: object): boolean {
  const written = line.match(/"\s*:/g)?.length ?? 0;
  return written > keyCount(value) && namesKeyTwice(line);
}

/** Why a line is no object that can be read; `null` where it is one. */
export function jsonFault(line: string): string | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "it is not a JSON object";
    return repeatsKey(line, value) ? "it names a key twice" : null;
  } catch {
    return "it is not a JSON object";
  }
}

/**
 * A line of JSON lines as text cells by key, in order.
 *
 * Numbers too long for a double keep their digits; nested values stay JSON; `null` is empty.
 *
 * @returns `undefined` when the line is not a JSON object, or names a key twice
 */
export function jsonObject(line: string): ReadonlyMap<string, string> | undefined {
  const exact = /\d{16}/.test(line)
    ? line.replace(TOKEN, (token) => (token[0] !== '"' && token.replace(/\D/g, "").length >= 16 ? `"${token}"` : token))
    : line;
  try {
    const value: unknown = JSON.parse(exact);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    if (repeatsKey(line, value)) return undefined;
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
