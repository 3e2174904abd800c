import { namedZone } from "../../time/zone-names.js";
import { ZONE_ABBREVIATION, zoneLabel } from "../../time/zone-label.js";
import type { ZoneLabel } from "../../time/zone-label.js";
import type { Passage } from "../passages/passages.js";
import type { TimeMention } from "./time-mention.js";
import type { ZonePlaces } from "./zone-places.js";

/** A zone that a text names apart from any one time. */
export interface DeclaredZone {
  readonly zone: string;
  /** How plainly the words say that times are in it. */
  readonly weight: number;
  /** The block whose heading names it. */
  readonly headingOf: number | null;
  readonly start: number;
}

const OFFSET = "(?:UTC|GMT)\\s?[+\\-]\\s?\\d{1,2}(?::?\\d{2})?";
const PLACE = "\\p{Lu}[\\p{L}.'’-]{1,20}(?:\\s\\p{Lu}[\\p{L}'’-]{1,20}){0,2}";
const LABEL = new RegExp(
  `(?<![\\w/.+\\-])(?:${OFFSET}|(?:${ZONE_ABBREVIATION}|ZULU|Zulu|utc|Utc|gmt|Gmt)|(?:Africa|America|Asia|Australia|Europe|Pacific|Atlantic|Indian)/[A-Za-z_/]{2,30}|US/[A-Z][a-z]+)(?!\\w|/(?!\\p{Lu}{2,4}T\\b))`,
  "gu",
);
/** "Irish time", "Mountain Daylight Time", "the peninsular time". */
const SPOKEN = new RegExp(
  `(?<![\\p{L}])(?:(${PLACE})(?:\\s(?:[Ss]tandard|[Dd]aylight|[Ss]ummer|[Ww]inter|[Mm]ean|[Ll]ocal)){0,2}|peninsular|(?:[Cc]entral|[Ee]astern|[Ww]estern)\\s[Ee]uropean(?:\\s(?:standard|summer|winter))?)\\s(?:[Ll]ocal\\s)?[Tt]imes?(?![\\p{L}])`,
  "gu",
);
/** "Local time in Norway", "Clock: Stockholm", "local time (Copenhagen)". */
const CLOCK_OF = new RegExp(
  `(?:\\b[Ll]ocal\\stimes?|\\b[Cc]locks?|\\b[Tt]ime\\s?zone|\\b[Tt]imes?(?:\\sare)?|\\bthose|\\bthe\\s(?:hours?|times?))(?:\\s(?:in|of|at|for)\\s(?:the\\s)?|\\s?[:=]\\s?|\\s?\\(|,\\s)(${PLACE})`,
  "gu",
);
/** Half of the names of American and Australian clocks, which say nothing by themselves. */
const SHARED =
  /(?<![\p{L}])(?:(?:US|U\.S\.|American|Australian)\s)?(?:Pacific|Mountain|Central|Eastern|Atlantic)(?![\p{L}/]|\s(?:Europe|Asia|Ocean|Africa|America))/gu;
const CUE =
  /\b(?:times?(?:stamps?|line)?|timings?|stamps?|stamped|clocks?|time ?zone|zone|schedule|chronology|log|entries|readings|hours|LT)\b(?![^.;]*\b(?:failed|dropped|rejected)\b)/i;

type TimedPassage = Passage & { readonly mentions: readonly TimeMention[] };

interface Named {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly zone: ZoneLabel;
  readonly kind: "label" | "spoken" | "shared";
}

function* named(words: string, places: ZonePlaces): Generator<Named> {
  for (const match of words.matchAll(LABEL)) {
    const label = match[0];
    const read = zoneLabel(/^[a-z]+$/i.test(label) ? label.toUpperCase() : label);
    const zone = read && (label === "ICT" ? read : places.zone(label, read));
    if (zone) yield { start: match.index, end: match.index + match[0].length, label, zone, kind: "label" };
  }
  for (const match of words.matchAll(SPOKEN)) {
    // "All Mountain Time", "The Lisbon time": the name may begin behind its first word.
    const parts = match[0].replace(/\stimes$/i, " time").split(" ");
    for (let skip = 0; skip < parts.length - 1; skip++) {
      const text = parts.slice(skip).join(" ");
      const spoken = parts.length - skip > 1 ? (zoneLabel(text) ?? namedZone(text)) : null;
      const zone = spoken && places.zone(text, spoken);
      if (!zone) continue;
      yield {
        start: match.index + match[0].length - text.length,
        end: match.index + match[0].length,
        label: text,
        zone,
        kind: "spoken",
      };
      break;
    }
  }
  for (const match of words.matchAll(CLOCK_OF)) {
    const zone = namedZone(match[1] as string) ?? namedZone((match[1] as string).split(" ")[0] as string);
    if (zone) yield { start: match.index, end: match.index + match[0].length, label: match[0], zone, kind: "spoken" };
  }
  for (const match of words.matchAll(SHARED)) {
    const label = `${match[0].replace(/^(?:American|U\.S\.)\s/, "US ")} time`;
    const read = zoneLabel(label);
    const zone = read && places.zone(label, read);
    if (zone) yield { start: match.index, end: match.index + match[0].length, label: match[0], zone, kind: "shared" };
  }
}

/** How plainly the words around a name say that it is the zone of times: 0, not at all. */
function weight({ words, kind, mentions }: TimedPassage, { start, end, label, kind: nameKind }: Named): number {
  const holder = mentions.find((mention) => mention.zone !== null && mention.start <= start && mention.end >= end);
  // "2025-11-12 (UTC)": a zone at a date without a clock is that of the clocks to come.
  if (holder) return holder.clock === null && nameKind === "label" ? 3 : 0;
  const before =
    /[^.;!?]*$/.exec(words.slice(Math.max(0, start - 80), start).replace(/\.(?=\d|[a-z])/g, " "))?.[0] ?? "";
  const after = words.slice(end, end + 60);
  const cued = CUE.test(before) || /^[^.;]{0,30}\b(?:throughout|unless|24[- ]?(?:h|hour)|times?\b|clock)/i.test(after);
  const all =
    /\b(?:all|every|any|the|these|our|which|that follow|below|above|following|shown|given|stated|listed|are|is|in|as|use|uses|using)\b[^.;]*$/i.test(
      before,
    );
  if (
    nameKind !== "spoken" &&
    /\b(?:times?(?:stamps?)?|clock|zone|timings?)\s(?:are\s|is\s|all\s)?(?:in\s|on\s)?(?:the\s)?$/i.test(before)
  )
    return 4;
  if (
    nameKind !== "spoken" &&
    cued &&
    (all || /[:=,([]\s?(?:in\s)?$/.test(before) || /^[\s\W]*\w+\s(?:in\s)?$/.test(before))
  )
    return 4;
  if (nameKind === "shared") return 0;
  if (nameKind === "spoken") return cued || /^\W*$/.test(before) ? 4 : 2;
  const bracketed =
    /[([]\s?(?:[^()[\]]{0,40}[,;:]\s?|in\s|all\s(?:in\s)?)?$/.test(before) &&
    /^\s?(?:[)\],;/]|=\s|is\s|\d)/.test(after);
  const titled =
    (kind === "heading" || kind === "row" || words.length <= 90) &&
    (/^[\s\W]*$/.test(words.slice(0, start)) || /^[\s\W]*$/.test(after));
  if (label.length < 3) return cued && bracketed ? 3 : titled && /^[\s\W]*$/.test(words.replace(label, "")) ? 2 : 0;
  if (bracketed || titled) return cued ? 4 : 3;
  return cued ? 2 : /\b(?:so|hence|therefore|i\.e\.|in)\s$/.test(before) ? 1 : 0;
}

/** The zones that a text names for its times, the plainest first, then in the text's order. */
export function declaredZones(items: readonly TimedPassage[], places: ZonePlaces): readonly DeclaredZone[] {
  const found = items.flatMap((item) =>
    [...named(item.words, places)].flatMap((one) => {
      const plainness = weight(item, one);
      return plainness === 0
        ? []
        : [
            {
              zone: one.zone.zone,
              weight: plainness,
              headingOf: item.kind === "heading" ? item.block : null,
              start: item.start + one.start,
            },
          ];
    }),
  );
  return found.sort((a, b) => b.weight - a.weight || a.start - b.start);
}
