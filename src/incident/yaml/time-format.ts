/** Names of notations that are no patterns. */
const NAMED_FORMATS = ["auto", "iso", "epoch-s", "epoch-ms", "epoch-us", "epoch-ns", "excel", "tai64"] as const;

/** Shorthands of strptime with what they stand for. */
const SHORTHANDS: Readonly<Record<string, string>> = {
  "%F": "%Y-%m-%d",
  "%T": "%H:%M:%S",
  "%D": "%m/%d/%y",
  "%R": "%H:%M",
  "%r": "%I:%M:%S %p",
  "%e": "%d",
  "%h": "%b",
  "%k": "%H",
  "%l": "%I",
  "%L": "%f",
  "%-": "%",
  "%t": " ",
};
const DIRECTIVES = new Set("aAbBdfHIjmMnpSyYzZ%".split(""));

/** A strptime pattern with its shorthands written out: `%F %T` is `%Y-%m-%d %H:%M:%S`. */
export function plainFormat(format: string): string {
  return format.replace(/%-(?=[A-Za-z])/g, "%").replace(/%[A-Za-z]/g, (part) => SHORTHANDS[part] ?? part);
}

/** What a pattern lacks to name a moment, in words; `undefined` where it lacks nothing. */
function lacking(format: string, year: number | undefined): string | undefined {
  const has = (...parts: readonly string[]): boolean => parts.some((part) => format.includes(part));
  if (has("%s")) return undefined;
  const missing = [
    ...(has("%Y", "%y", "%G") || year !== undefined ? [] : ["the year (%Y, or `year:` beside it)"]),
    ...(has("%m", "%b", "%B", "%j") ? [] : ["the month (%m or %b)"]),
    ...(has("%d", "%j") ? [] : ["the day (%d)"]),
  ];
  return missing.length === 0 ? undefined : missing.join(", ");
}

/**
 * Complains of a format that cannot name a moment.
 *
 * @param format - a named notation or a strptime pattern
 * @param year - the year declared beside it
 */
export function requireFormat(format: string, year: number | undefined, complain: (message: string) => void): void {
  if ((NAMED_FORMATS as readonly string[]).includes(format)) return;
  if (!format.includes("%")) {
    complain(
      `time.format requires a strptime pattern such as %d/%m/%Y %H:%M, or one of ${NAMED_FORMATS.join(", ")}, got "${format}"; write it so`,
    );
    return;
  }
  const plain = plainFormat(format);
  const unknown = [...plain.matchAll(/%(.?)/g)].find(([, letter = ""]) => !DIRECTIVES.has(letter) && letter !== "s");
  if (unknown) {
    complain(
      `time.format "${format}" holds ${unknown[0]}, which is not known; known are %Y %y %m %b %B %d %j %H %I %M %S %f %p %z %Z %a %A %s and %F %T %R %D`,
    );
    return;
  }
  const missing = lacking(plain, year);
  if (missing !== undefined)
    complain(`time.format "${format}" lacks ${missing}; add it, or name the column that holds it in time.columns`);
}
