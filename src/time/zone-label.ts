import { Temporal } from "temporal-polyfill";
import { namedZone } from "./zone-names.js";

/** What a zone's label in a text stands for. */
export interface ZoneLabel {
  /** `UTC`, `±hh:mm`, or the IANA region whose wall clock the label names. */
  readonly zone: string;
  /** The season the label claims; `null` for labels without one (UTC, ET, an offset, an IANA name). */
  readonly season: "standard" | "daylight" | null;
}

const PACIFIC = "America/Los_Angeles";

/** Abbreviation → region and season. Of ambiguous ones the reading that outage reports use. */
const ABBREVIATIONS: ReadonlyMap<string, ZoneLabel> = new Map<string, ZoneLabel>([
  ["UTC", { zone: "UTC", season: null }],
  ["Z", { zone: "UTC", season: null }],
  ["ZULU", { zone: "UTC", season: null }],
  ["GMT", { zone: "UTC", season: null }],
  ["PST", { zone: PACIFIC, season: "standard" }],
  ["PDT", { zone: PACIFIC, season: "daylight" }],
  ["PT", { zone: PACIFIC, season: null }],
  ["MST", { zone: "America/Denver", season: "standard" }],
  ["MDT", { zone: "America/Denver", season: "daylight" }],
  ["MT", { zone: "America/Denver", season: null }],
  ["CST", { zone: "America/Chicago", season: "standard" }],
  ["CDT", { zone: "America/Chicago", season: "daylight" }],
  ["CT", { zone: "America/Chicago", season: null }],
  ["EST", { zone: "America/New_York", season: "standard" }],
  ["EDT", { zone: "America/New_York", season: "daylight" }],
  ["ET", { zone: "America/New_York", season: null }],
  ["AKST", { zone: "America/Anchorage", season: "standard" }],
  ["AKDT", { zone: "America/Anchorage", season: "daylight" }],
  ["HST", { zone: "Pacific/Honolulu", season: null }],
  ["AST", { zone: "America/Halifax", season: "standard" }],
  ["ADT", { zone: "America/Halifax", season: "daylight" }],
  ["NST", { zone: "America/St_Johns", season: "standard" }],
  ["NDT", { zone: "America/St_Johns", season: "daylight" }],
  ["BRT", { zone: "America/Sao_Paulo", season: null }],
  ["BST", { zone: "Europe/London", season: "daylight" }],
  ["WET", { zone: "Europe/Lisbon", season: "standard" }],
  ["WEST", { zone: "Europe/Lisbon", season: "daylight" }],
  ["CET", { zone: "Europe/Berlin", season: "standard" }],
  ["CEST", { zone: "Europe/Berlin", season: "daylight" }],
  ["EET", { zone: "Europe/Helsinki", season: "standard" }],
  ["EEST", { zone: "Europe/Helsinki", season: "daylight" }],
  ["MSK", { zone: "Europe/Moscow", season: null }],
  ["IST", { zone: "Asia/Kolkata", season: null }],
  ["SGT", { zone: "Asia/Singapore", season: null }],
  ["HKT", { zone: "Asia/Hong_Kong", season: null }],
  ["JST", { zone: "Asia/Tokyo", season: null }],
  ["KST", { zone: "Asia/Seoul", season: null }],
  ["AWST", { zone: "Australia/Perth", season: null }],
  ["ACST", { zone: "Australia/Adelaide", season: "standard" }],
  ["ACDT", { zone: "Australia/Adelaide", season: "daylight" }],
  ["AEST", { zone: "Australia/Sydney", season: "standard" }],
  ["AEDT", { zone: "Australia/Sydney", season: "daylight" }],
  ["NZST", { zone: "Pacific/Auckland", season: "standard" }],
  ["NZDT", { zone: "Pacific/Auckland", season: "daylight" }],
  ["SAST", { zone: "Africa/Johannesburg", season: null }],
  ["MEZ", { zone: "Europe/Berlin", season: "standard" }],
  ["MESZ", { zone: "Europe/Berlin", season: "daylight" }],
  ["MET", { zone: "Europe/Berlin", season: "standard" }],
  ["MEST", { zone: "Europe/Berlin", season: "daylight" }],
  ["IDT", { zone: "Asia/Jerusalem", season: "daylight" }],
  ["AET", { zone: "Australia/Sydney", season: null }],
  ["NZT", { zone: "Pacific/Auckland", season: null }],
  ["HDT", { zone: "America/Adak", season: "daylight" }],
  ["CLT", { zone: "America/Santiago", season: "standard" }],
  ["CLST", { zone: "America/Santiago", season: "daylight" }],
  ...everyday(),
]);

/** Abbreviations of clocks that keep one season. */
function everyday(): readonly (readonly [string, ZoneLabel])[] {
  const zones = {
    EAT: "Africa/Nairobi",
    CAT: "Africa/Maputo",
    WAT: "Africa/Lagos",
    TRT: "Europe/Istanbul",
    YEKT: "Asia/Yekaterinburg",
    NOVT: "Asia/Novosibirsk",
    KRAT: "Asia/Krasnoyarsk",
    VLAT: "Asia/Vladivostok",
    GST: "Asia/Dubai",
    PKT: "Asia/Karachi",
    NPT: "Asia/Kathmandu",
    MMT: "Asia/Yangon",
    ICT: "Asia/Bangkok",
    WIB: "Asia/Jakarta",
    WITA: "Asia/Makassar",
    WIT: "Asia/Jayapura",
    MYT: "Asia/Kuala_Lumpur",
    PHT: "Asia/Manila",
    PHST: "Asia/Manila",
    IRST: "Asia/Tehran",
    UZT: "Asia/Tashkent",
    AZT: "Asia/Baku",
    ART: "America/Argentina/Buenos_Aires",
    COT: "America/Bogota",
    PET: "America/Lima",
    ECT: "America/Guayaquil",
    VET: "America/Caracas",
    UYT: "America/Montevideo",
    PYT: "America/Asuncion",
    CHST: "Pacific/Guam",
    FJT: "Pacific/Fiji",
  };
  return Object.entries(zones).map(([label, zone]) => [label, { zone, season: null }] as const);
}

const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/^pacific\b(?!\/)/i, PACIFIC],
  [/^mountain\b/i, "America/Denver"],
  [/^central european\b/i, "Europe/Berlin"],
  [/^central\b/i, "America/Chicago"],
  [/^eastern european\b/i, "Europe/Helsinki"],
  [/^eastern\b/i, "America/New_York"],
  [/^british\b|^uk\b|^london\b/i, "Europe/London"],
  [/^(?:coordinated universal|universal|greenwich)\b/i, "UTC"],
  [/^india(?:n)?\b/i, "Asia/Kolkata"],
  [/^japan\b/i, "Asia/Tokyo"],
  [/^singapore\b/i, "Asia/Singapore"],
];

/** The pattern source of every label that stands for a zone, longest first, for use behind a time. Abbreviations are upper case. */
export const ZONE_ABBREVIATION: string = [...ABBREVIATIONS.keys()]
  .filter((name) => name !== "Z")
  .sort((a, b) => b.length - a.length)
  .join("|");

function offset(text: string): ZoneLabel | null {
  const match = /^(?:UTC|GMT)?\s?([+\-\u2212])\s?(\d{1,2})(?::?(\d{2}))?$/i.exec(text);
  if (!match) return null;
  const [hours, minutes] = [Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 14 || minutes > 59) return null;
  if (hours === 0 && minutes === 0) return { zone: "UTC", season: null };
  const sign = match[1] === "+" ? "+" : "-";
  return { zone: `${sign}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`, season: null };
}

function iana(text: string): ZoneLabel | null {
  if (!/^[A-Z][A-Za-z]+\/[A-Z][A-Za-z_/]+$/.test(text)) return null;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return { zone: text, season: null };
  } catch {
    return null;
  }
}

/**
 * What a zone label stands for: an abbreviation in upper case, an offset (`UTC+1`, `+05:30`), a spoken name ("Pacific Time",
 * "Eastern Daylight Time") or an IANA name.
 *
 * An abbreviation stands for its region's wall clock, so that a label of the wrong season (PST in June) keeps the clock's reading; ask
 * {@link seasonOf} whether the label fits. Of abbreviations with several meanings (CST, IST, BST) the most used one is taken.
 *
 * @returns the zone, or `null` if the label is not known
 */
export function zoneLabel(label: string): ZoneLabel | null {
  const text = label.trim();
  const known = ABBREVIATIONS.get(text);
  if (known) return known;
  const numeric = offset(text);
  if (numeric) return numeric;
  const named = text.replace(/^U\.?S\.?[\s/]/i, "");
  const spoken = SPOKEN.find(([pattern]) => pattern.test(named));
  if (!spoken) return iana(text) ?? (/\stime$/i.test(named) ? namedZone(named) : null);
  const season = /\b(?:daylight|summer)\b/i.test(text) ? "daylight" : /\bstandard\b/i.test(text) ? "standard" : null;
  return { zone: spoken[1], season };
}

/**
 * The season of a region's clock at an instant: `daylight` when it is ahead of the region's standard time.
 *
 * @returns `null` for fixed zones and for regions that do not change their clocks in that year
 */
export function seasonOf(zone: string, at: string): "standard" | "daylight" | null {
  if (zone === "UTC" || /^[+-]/.test(zone)) return null;
  const offsetAt = (iso: string): number => Temporal.Instant.from(iso).toZonedDateTimeISO(zone).offsetNanoseconds;
  const year = at.slice(0, 4);
  const [january, july] = [offsetAt(`${year}-01-15T12:00:00Z`), offsetAt(`${year}-07-15T12:00:00Z`)];
  if (january === july) return null;
  return offsetAt(at) > Math.min(january, july) ? "daylight" : "standard";
}
