import type { TimedPassage } from "../times/document-facts.js";
import { sentences } from "../text/sentences.js";
import type { TimeMention } from "../times/time-mention.js";

/** How a passage carries its times: a stamp before its text, behind a label, alone, a date alone, in sentences, not at all. */
export type PassageShape = "entry" | "label" | "stamp" | "dateline" | "prose" | "skip";

const CLUTTER =
  /^[\s\-*+•●▪◦‣·–—|>[\](){}~#"'_.:,]*(?:(?:at|on|by|from|approximately|approx\.?|around|about|circa)\s{1,2}){0,2}[([~]?$/i;
const NUMBERED = /^\s*\d{1,2}[.)]\s/;
/** A date behind a label that says no more than that it is one. */
const DATE_LABEL =
  /(?:^[\s\W]*(?:\w+ )?|\s)(?:dates?|day|when|published|posted|updated|issued|sent)(?: of (?:the )?\w+)?\s*(?:[:=|]|\bis\b)[\s|]*(?:\w{3},\s)?$/i;
/** Words that make a sentence of a line. */
const VERB =
  /\b(?:was|were|is|are|be|been|being|had|has|have|did|do|does|will|would|shall|should|can|could|may|might|must|went|came|began|begins?|broke|fell|lost|took|got|saw|left|made|sent|gave|found|ran|rang|rose|cut|kept|told|stood|starts|ends|arrives?|moves?|fails|opens|closes|\p{L}{2,}ed)\b/u;
/** The words before a date of publication. */
export const PUBLISHED =
  /^[\s\W]*(?:posted(?:\s{1,3}\d{1,3}\s{1,3}\w{1,10}\s{1,3}ago\.?)?|published|updated|last (?:updated|modified)|created|date|report date|issued|version|revised|prepared|release date)\b[\s:]*(?:on|at|by)?[\s:]*$/i;
const NOT_EVENTS =
  /\b(?:support|business|working|office|opening) hours\b|^\W*time to \w+|\b(?:every|each) (?:day|night|week|hour|morning)|\bdaily at\b/i;

/** Sentences about what happens again and again. */
export const REPEATED =
  /\b(?:support|business|working|office|opening) hours\b|\b(?:every|each) (?:day|night|week|hour|morning|evening|\w+day) (?:at|from|between)\b|\bdaily at\b|\bmon(?:day)?\s?(?:-|–|—|to|until|through)\s?(?:fri|sat|sun)/i;

/** How a passage carries its times. */
export function passageShape({ words, kind, mentions }: TimedPassage): PassageShape {
  const [first] = mentions;
  if (!first) return "skip";
  const last = mentions.at(-1) as TimeMention;
  const before = words.slice(0, first.start).replace(NUMBERED, "");
  const after = words.slice(last.end).trim();
  if (NOT_EVENTS.test(words) && sentences(words).length === 1 && !CLUTTER.test(before)) return "skip";
  const bare = !/[\p{L}\p{N}]{2}/u.test(after);
  const dated = mentions.every(({ clock }) => clock === null);
  if (/\b(?:published|posted|updated|issued)\s*:\s*(?:on\s)?$/i.test(before) && first.date?.kind === "date")
    return "dateline";
  // "Date: 18 October 2024, 16:07 to 16:42 UTC" is a window, no date of publication.
  if (/\bdate(?:\/time| and time)?\s*[:=|]\s*$/i.test(before) && first.clock !== null && first.rangeWithNext)
    return "prose";
  // The head of a mail: "Date: Thu, 17 Aug 2023 11:15:00 +0530".
  if (
    /(?:^|\s)date:\s*$/i.test(before) &&
    first.date?.kind === "date" &&
    first.date.weekday !== null &&
    first.clock?.precision === "second"
  )
    return "dateline";
  if (dated && DATE_LABEL.test(before) && first.date?.kind === "date") return "dateline";
  if (kind === "heading")
    return dated
      ? first.date?.kind === "date" && !/\b(?:by|until|before|since)\s$/i.test(before)
        ? "dateline"
        : "skip"
      : CLUTTER.test(before) && (/\b(?:lasting|lasted|duration)\b/i.test(after) || (first.date !== null && !bare))
        ? "entry"
        : "skip";
  if (bare && mentions.length === 1 && (CLUTTER.test(before) || PUBLISHED.test(before)))
    return dated ? (kind === "bullet" ? "entry" : "dateline") : "stamp";
  // "Day 2 - 4 May" over a list.
  if (
    kind === "text" &&
    dated &&
    bare &&
    mentions.length === 1 &&
    first.date?.kind === "date" &&
    before.replace(/\P{L}/gu, "").length <= 8 &&
    !/:\s*$/.test(before) &&
    !VERB.test(words)
  )
    return "dateline";
  if (
    PUBLISHED.test(before) ||
    /^\s*(?:title|weight|linktitle)\s*:/i.test(words) ||
    (dated && /^[\s\W]*(?:\w+ )?date(?: of (?:the )?\w+)?\s*:/i.test(words))
  )
    return "dateline";
  if (CLUTTER.test(before) && kind !== "code")
    return leads(words, first, mentions[1], kind === "row") ? "entry" : "prose";
  if (kind === "code") return CLUTTER.test(before) ? "entry" : "skip";
  const label = before.trim().length >= 3 && before.trim().length <= 64 && !/[.!?]\s/.test(before);
  return bare &&
    label &&
    mentions.length === 1 &&
    first.clock !== null &&
    after.length < 6 &&
    (kind !== "text" || !/[.]$/.test(after))
    ? "label"
    : "prose";
}

/** A line with a date that is no sentence, as titles and letter heads are. */
export function isDateLine({ words, kind, mentions }: TimedPassage): boolean {
  if (
    kind === "bullet" ||
    kind === "code" ||
    mentions.length === 0 ||
    !mentions.every(({ clock, date }) => clock === null && date?.kind === "date")
  )
    return false;
  const { start } = mentions[0] as TimeMention;
  const [from, to] = sentences(words).find(([, end]) => end > start) ?? [0, words.length];
  const sentence = words.slice(from, to);
  return (
    /\?\s*$/.test(words) || !VERB.test(sentence.replace(/\([^()]*\)/g, " ")) || DATE_LABEL.test(words.slice(0, start))
  );
}

/** A time that begins a line is an entry's stamp unless the line reads on as a sentence: "At 8:01 AM our team …". */
function leads(words: string, first: TimeMention, second: TimeMention | undefined, row: boolean): boolean {
  if (row) return true;
  const end = first.rangeWithNext && second ? second.end : first.end;
  const next = words.slice(end, end + 4);
  const preposition = /\b(?:at|on|by|from|between)\s{1,2}[([~]?$/i.test(
    words.slice(Math.max(0, first.start - 9), first.start),
  );
  if (first.rangeWithNext) return !preposition && /^\s*(?:[-–—:|\])]|$)/.test(next);
  return /^\s*[\]):|–—-]/.test(next) || (!preposition && first.clock !== null);
}
