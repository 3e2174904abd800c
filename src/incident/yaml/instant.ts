import { Temporal } from "temporal-polyfill";
import { PostmortemError } from "../../errors/errors.js";

/**
 * The UTC time of an ISO 8601 text.
 *
 * @param text - such as `2025-03-31T16:16Z`, `2025-03-31 18:16+02:00`, or without an offset when `zone` is given
 * @param zone - IANA zone of times that carry none
 * @returns UTC ISO-8601 with `Z`, to the second (fractions kept if written)
 * @throws PostmortemError (usage) when the zone is not settled or the local time is skipped or repeated in it
 */
export function instantOf(text: string, zone: string | undefined): string {
  const iso = text
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, "$1T")
    .replace(/\s+/g, "")
    .toUpperCase();
  const full = /T/.test(iso) ? iso : `${iso}T00:00`;
  try {
    if (/(Z|[+-]\d{2}:?\d{2})$/.test(full.slice(10))) return Temporal.Instant.from(full).toString();
    if (zone === undefined)
      throw new PostmortemError(
        "usage",
        `time "${text}" has no zone; write it as ${full}Z, or declare \`zone:\` at the top`,
      );
    return Temporal.PlainDateTime.from(full).toZonedDateTime(zone, { disambiguation: "reject" }).toInstant().toString();
  } catch (cause) {
    if (cause instanceof PostmortemError) throw cause;
    throw new PostmortemError(
      "usage",
      `time "${text}" is not a time that exists once${zone ? ` in ${zone}` : ""}; write it in UTC with Z`,
      { cause },
    );
  }
}
