import { ZONE_ABBREVIATION, type ZoneLabel, zoneLabel } from "../../time/zone-label.js";
import { namedZone } from "../../time/zone-names.js";
import type { ZoneToken } from "./time-token.js";

const SPOKEN_ZONE =
  "(?:(?:US|U\\.S\\.)\\s)?(?:\\p{Lu}[\\p{L}.'’-]{1,20}\\s){1,3}(?:(?:[Ss]tandard|[Dd]aylight|[Ss]ummer|[Mm]ean|[Ll]ocal)\\s)?[Tt]ime(?![\\p{L}])|(?:the\\s)?peninsular\\stime";

const MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";

const ZONE = new RegExp(
  `\\s?\\(?(Z(?![\\w])|Z(?=(?:${MONTHS})[A-Z]{0,6}\\s?(?:20)?\\d\\d)|(?:(?:(?:UTC|GMT)\\s?[+\\-]|(?:UTC|GMT)\\s\\+\\s)\\d{1,2}|\\s?[+\\-]\\d\\d)(?::?(?:00|15|30|45))?(?!\\d|:\\d)(?=\\W|$)|(?:${ZONE_ABBREVIATION})(?![A-Za-z])|(?:utc|gmt|cest|cet|bst|edt|pdt|pst)(?![A-Za-z])|${SPOKEN_ZONE}|US/(?:Pacific|Eastern|Central|Mountain)|(?:Africa|America|Asia|Australia|Europe|Pacific|Atlantic)/[A-Za-z_]{2,30})\\)?`,
  "yu",
);

/** What stands behind "041402Z": month and year of the same time. */
const REST_OF_GROUP = new RegExp(`^\\s?(?:${MONTHS})[A-Z]{0,6}\\s?(?:20)?\\d\\d(?![\\d:])`, "i");
const GROUP_HEAD = /(?<![\w.-])[0-3]\d[0-2]\d[0-5]\d$/;

/** "local time, CEST", "local time (Copenhagen)": what stands behind is the zone. */
const LOCAL = /[\s,]{0,2}\(?local time[\s,:]{1,2}(?:\(|in\s|at\s|of\s)?/y;

const LOCAL_PLACE = /(\p{Lu}[\p{L}'’-]{1,20}(?:\s\p{Lu}[\p{L}'’-]{1,20}){0,2})\)?/uy;

/** The zone that follows a position, past blanks, "hrs" or a parenthesis. */
export function zoneAfter(words: string, position: number): ZoneToken | null {
  const skipped = /^\s?(?:hrs|hours|h|LT|L)\b/.exec(words.slice(position, position + 8))?.[0].length ?? 0;
  LOCAL.lastIndex = position + skipped;
  const local = LOCAL.exec(words)?.[0].length ?? 0;
  const named = local > 0 ? labelAt(LOCAL_PLACE, words, position, position + skipped + local, namedZone) : null;
  return labelAt(ZONE, words, position, position + skipped + local, zoneLabel) ?? named;
}

function labelAt(
  pattern: RegExp,
  words: string,
  start: number,
  from: number,
  read: (label: string) => ZoneLabel | null,
): ZoneToken | null {
  pattern.lastIndex = from;
  const label = pattern.exec(words)?.[1];
  const zone =
    label === undefined ? null : read(/^[a-z]{3,4}$/.test(label) ? label.toUpperCase() : label.replace(/^the\s/, ""));
  if (!zone || label === undefined) return null;
  // "(Brasilia time, UTC-3)", "(IST, UTC+5:30)": said twice.
  const again =
    /^(?:[,\s=/]{1,3}\(?(?:UTC|GMT)\s?[+-]\s?\d{1,2}(?::?\d\d)?\)?)\)?/.exec(
      words.slice(pattern.lastIndex, pattern.lastIndex + 20),
    )?.[0].length ?? 0;
  const rest = GROUP_HEAD.test(words.slice(Math.max(0, start - 7), start))
    ? (REST_OF_GROUP.exec(words.slice(pattern.lastIndex, pattern.lastIndex + 20))?.[0].length ?? 0)
    : 0;
  return { kind: "zone", start, end: pattern.lastIndex + again + rest, label, zone };
}
