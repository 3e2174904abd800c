const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
/** More values than this are identifiers, not parts of a whole. */
const MOST_VALUES = 24;
/** The same of routes of an API, which are names however many there are. */
const MOST_PATHS = 200;
/** Words that stand for a path by its last step: "the token endpoint" is /v1/token. */
const PATH_NOUN = "(?:endpoint|route|path|api|call|method|operation)s?";

/** The values that a column of the data tells apart, as far as words of a statement can name them: names and paths, no bare numbers. */
export function nameable(values: readonly string[]): readonly string[] {
  const most = values.every((value) => value.startsWith("/")) ? MOST_PATHS : MOST_VALUES;
  return values.length > 1 && values.length <= most
    ? values.filter((value) => /^[/\p{L}][\p{L}\p{N} _./:{}-]{1,60}$/u.test(value))
    : [];
}

/** A pattern's source for a value as a text names it: as written, or a path by its last step. */
export function valuePattern(value: string): string {
  const last = /\/([a-z][\w-]*)\/?$/i.exec(value)?.[1];
  const written = `(?<![\\w/-])${escaped(value)}(?![\\w/-])`;
  return last === undefined ? written : `(?:${written}|\\b${escaped(last)}\\s${PATH_NOUN}\\b)`;
}

/** True if words name a value. One with a capital is a name and asks for its own spelling, so that "verbs that play" does not name Play. */
export function isNamed(value: string, words: string): boolean {
  return new RegExp(valuePattern(value), /\p{Lu}/u.test(value) ? "u" : "iu").test(words);
}

/** A path in words that none of the values is. */
export function unknownPath(words: string, values: readonly string[]): string | null {
  const paths = words.match(/(?<![\w/.])\/[a-z][\w/-]*[\w]/gi) ?? [];
  return paths.find((path) => !values.some((value) => isNamed(value, path))) ?? null;
}
