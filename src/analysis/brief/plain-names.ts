import { dayClock } from "../../wording/clock.js";
import { nameInWords } from "../../wording/name.js";
import { capital } from "../../wording/number.js";
import type { Analysis } from "../analysis.js";

/** Fields that hold sentences for readers, in whichever part of the findings they are. */
const SENTENCES = new Set([
  "why",
  "windowReason",
  "needs",
  "text",
  "power",
  "mostMoving",
  "headline",
  "choice",
  "question",
  "readAs",
]);
/** What a claim rests on: passages, which are shown to the letter, and counts of a source after its name. */
const COUNTS = "evidence";
const COUNTED = /^\w+: [\d,]+ of [\d,]+ /;
/** Parts that hold numbers or the words of others only. */
const AS_WRITTEN = new Set(["series", "statement", "provenance", "counterfactual"]);

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A pattern of the names that are no words as they are: alone, not inside a path, a file's name or backticks; `null` where there are none. */
function patternOf(names: readonly string[]): RegExp | null {
  const odd = [...new Set(names)].filter((name) => /^\w/.test(name) && nameInWords(name) !== name);
  if (odd.length === 0) return null;
  const longest = odd.sort((a, b) => b.length - a.length).map(escaped);
  return new RegExp(`(?<![\\w\`"“./-])(?:${longest.join("|")})(?![\\w\`"”/-]|\\.\\w)`, "g");
}

/** A time as programs write it, inside a sentence. */
const ISO = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

function plainly(text: string, names: RegExp | null): string {
  const timed = text.replace(ISO, (iso) => dayClock(iso));
  if (names === null) return timed;
  const said = timed.replace(names, nameInWords);
  return said === timed || timed.search(names) !== 0 ? said : capital(said);
}

function walked(value: unknown, key: string, names: RegExp | null): unknown {
  if (typeof value === "string")
    return SENTENCES.has(key) || (key === COUNTS && COUNTED.test(value)) ? plainly(value, names) : value;
  if (typeof value !== "object" || value === null || AS_WRITTEN.has(key)) return value;
  if (Array.isArray(value)) return value.map((part) => walked(part, key, names));
  return Object.fromEntries(Object.entries(value).map(([own, part]) => [own, walked(part, own, names)]));
}

/**
 * The findings with the names of sources, and times, as people write them in their sentences: `busy_share fell` reads `Busy share fell`. Numbers, keys, quotations and the
 * names in fields of their own stay as they are.
 */
export function withPlainNames(analysis: Analysis): Analysis {
  const names = patternOf(analysis.dataQuality.map(({ source }) => source));
  return walked(analysis, "", names) as Analysis;
}
