import type { TimedPassage } from "../times/document-facts.js";
import { sentences } from "../text/sentences.js";
import type { TimeMention } from "../times/time-mention.js";

/** The way a passage carries its times: a stamp before its text, behind a label, alone, a date alone, in sentences, not at all. */
export type PassageShape = "entry" | "label" | "stamp" | "dateline" | "prose" | "skip";

const CLUTTER =
  /^[\s\-*+•●▪◦‣·–—|>[\](){}~#"'_.:,]*(?:(?:at|on|by|from|approximately|approx\.?|around|about|circa)\s{1,2}){0,2}[([~]?$/i;
const NUMBERED = /^\s*(?:\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)\s/;
/** A date behind a label that says no more than that it is one. */
const DATE_LABEL =
  /(?:^[\s\W]*(?:\w+ )?|\s)(?:dates?|day|when|published|posted|updated|issued|sent)(?: of (?:the )?\w+)?\s*(?:[:=|]|\bis\b)[\s|]*(?:\w{3},\s)?$/i;
/** Words that make a sentence of a line. */
const VERB =
  /\b(?:was|were|is|are|be|been|being|had|has|have|did|do|does|will|would|shall|should|can|could|may|might|must|went|came|began|begins?|broke|fell|lost|took|got|saw|left|made|sent|gave|found|ran|rang|rose|cut|kept|told|stood|starts|ends|arrives?|moves?|fails|opens|closes|\p{L}{2,}ed)\b/u;
/** The words before a date of publication. */
export const PUBLISHED =
  /^[\s\W]*(?:posted(?:\s{1,3}\d{1,3}\s{1,3}\w{1,10}\s{1,3}ago\.?)?|published|updated|last (?:updated|modified)|created|date|report date|issued|version|revised|prepared|release date)(?:\b|(?<=\.))[\s:]*(?:on|at|by)?[\s:]*$/i;
const NOT_EVENTS =
  /\b(?:support|business|working|office|opening) hours\b|^\W*time to \w+|\b(?:every|each) (?:day|night|week|hour|morning)|\bdaily at\b/i;

/** Sentences about what happens again and again. */
export const REPEATED =
  /\b(?:support|business|working|office|opening) hours\b|\b(?:every|each) (?:day|night|week|hour|morning|evening|\w+day) (?:at|from|between)\b|\bdaily at\b|\bmon(?:day)?\s?(?:-|–|—|to|until|through)\s?(?:fri|sat|sun)/i;

/** What a status page offers behind a stamp. */
const ZONE_HELP = /^\W{0,4}(?:see|show|view)?\s?(?:it\s)?in your (?:local )?time ?zone\W*$/i;

/** A passage seen from its times: the words before the first and behind the last, and what they leave over. */
interface TimedLine {
  readonly passage: TimedPassage;
  readonly first: TimeMention;
  readonly before: string;
  readonly after: string;
  /** True if no word stands behind the last time. */
  readonly bare: boolean;
  /** True if no time of day is given, only dates. */
  readonly dateOnly: boolean;
  readonly alone: boolean;
}

function timedLine(passage: TimedPassage): TimedLine | null {
  const { words, mentions } = passage;
  const [first] = mentions;
  if (!first) return null;
  const after = words
    .slice((mentions.at(-1) as TimeMention).end)
    .replace(ZONE_HELP, "")
    .trim();
  return {
    passage,
    first,
    before: words.slice(0, first.start).replace(NUMBERED, ""),
    after,
    bare: !/[\p{L}\p{N}]{2}/u.test(after),
    dateOnly: mentions.every(({ clock }) => clock === null),
    alone: mentions.length === 1,
  };
}

const isDate = ({ first }: TimedLine): boolean => first.date?.kind === "date";

/** "Support hours 8:00 to 17:00": nothing that happened. */
const isNoEvent = ({ passage: { words }, before }: TimedLine): boolean =>
  NOT_EVENTS.test(words) && sentences(words).length === 1 && !CLUTTER.test(before);

/** "Posted: 3 May 2024", "Date of incident: 3 May". */
const isLabelledDate = (line: TimedLine): boolean =>
  isDate(line) &&
  (/\b(?:published|posted|updated|issued)\s*:\s*(?:on\s)?$/i.test(line.before) ||
    (line.dateOnly && DATE_LABEL.test(line.before)));

/** "Date: 18 October 2024, 16:07 to 16:42 UTC" is a window, no date of publication. */
const isLabelledWindow = ({ first, before }: TimedLine): boolean =>
  /\bdate(?:\/time| and time)?\s*[:=|]\s*$/i.test(before) && first.clock !== null && first.rangeWithNext;

/** The head of a mail: "Date: Thu, 17 Aug 2023 11:15:00 +0530". */
const isMailHead = ({ first, before }: TimedLine): boolean =>
  /(?:^|\s)date:\s*$/i.test(before) &&
  first.date?.kind === "date" &&
  first.date.weekday !== null &&
  first.clock?.precision === "second";

/** Letters that may stand before a date over a list: "Day 2 - 4 May". */
const LONGEST_DAY_NAME = 8;

/** "Day 2 - 4 May" over a list. */
const isDayHeading = (line: TimedLine): boolean =>
  line.passage.kind === "text" &&
  line.dateOnly &&
  line.bare &&
  line.alone &&
  isDate(line) &&
  line.before.replace(/\P{L}/gu, "").length <= LONGEST_DAY_NAME &&
  !/:\s*$/.test(line.before) &&
  !VERB.test(line.passage.words);

/** "Published 3 May", "title: Report of 3 May", "Date of the report: …". */
const isPublication = ({ passage: { words }, before, dateOnly }: TimedLine): boolean =>
  PUBLISHED.test(before) ||
  /^\s*(?:title|weight|linktitle)\s*:/i.test(words) ||
  (dateOnly && /^[\s\W]*(?:\w+ )?date(?: of (?:the )?\w+)?\s*:/i.test(words));

function headingShape(line: TimedLine): PassageShape {
  if (line.dateOnly) return isDate(line) && !/\b(?:by|until|before|since)\s$/i.test(line.before) ? "dateline" : "skip";
  const tells = /\b(?:lasting|lasted|duration)\b/i.test(line.after) || (line.first.date !== null && !line.bare);
  return CLUTTER.test(line.before) && tells ? "entry" : "skip";
}

/** A label before a time has so many characters: "Start of incident" has, a sentence has more. */
const LABEL_CHARACTERS = { fewest: 3, most: 64 };
/** What may follow the one time of a labelled line, in characters: a bracket, a zone's dot. */
const BEHIND_LABELLED = 6;

/** "Service restored: 14:22". */
const isLabelled = ({ passage: { kind }, first, before, after, bare, alone }: TimedLine): boolean =>
  bare &&
  alone &&
  first.clock !== null &&
  before.trim().length >= LABEL_CHARACTERS.fewest &&
  before.trim().length <= LABEL_CHARACTERS.most &&
  !/[.!?]\s/.test(before) &&
  after.length < BEHIND_LABELLED &&
  (kind !== "text" || !/[.]$/.test(after));

/** The way a passage carries its times; the first rule that holds decides. */
export function passageShape(passage: TimedPassage): PassageShape {
  const line = timedLine(passage);
  if (!line || isNoEvent(line)) return "skip";
  const { words, kind, mentions } = passage;
  const { first, before, bare, alone, dateOnly } = line;
  const opens = CLUTTER.test(before);
  if (isLabelledWindow(line)) return "prose";
  if (isLabelledDate(line) || isMailHead(line)) return "dateline";
  if (kind === "heading") return headingShape(line);
  if (bare && alone && (opens || PUBLISHED.test(before)))
    return !dateOnly ? "stamp" : kind === "bullet" ? "entry" : "dateline";
  if (isDayHeading(line) || isPublication(line)) return "dateline";
  if (kind === "code") return opens ? "entry" : "skip";
  if (opens) return leads(words, first, mentions[1], kind === "row") ? "entry" : "prose";
  return isLabelled(line) ? "label" : "prose";
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
