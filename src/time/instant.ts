/** The one spelling of an instant outside the code: UTC ISO-8601 with `Z`, milliseconds only where there are any. Inside it is a number of milliseconds. */
export function instant(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}
