/**
 * The spans of status codes that values such as `5xx` stand for: `[500, 600)`. Other values stand for themselves alone.
 *
 * @param values - as written in a failure condition
 */
export function statusClasses(values: readonly string[]): readonly (readonly [from: number, to: number])[] {
  return values
    .filter((value) => /^[1-9]xx$/i.test(value))
    .map((value) => {
      const from = 100 * Number(value[0]);
      return [from, from + 100] as const;
    });
}
