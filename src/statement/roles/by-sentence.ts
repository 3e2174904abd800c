import { eventRole, tellsOfFault } from "./by-words.js";
import type { EventRole } from "../statement.js";
import type { TimeMention } from "../times/time-mention.js";

/** Where one clause ends and the next begins: what follows has a subject of its own. */
const BOUNDARY =
  /(?:[,;]\s(?:(?:and|but|while|whereas|when|before|after which|then|so|with|which|until)\s)?|\s(?:and|but|while|whereas|then)\s(?=(?:the|a|an|we|all|it|they|our|most|some|at|by|on|from|in|was|were|\w+\s(?:was|were|had|began|started|is|are|recovered|returned|resumed)|\w+\s\w+\s(?:was|were|had|began|started|is|are|recovered|returned|resumed))\b)|^\s?(?:and|but)\s)/gi;
const LEADS_ON =
  /^[\s,]*(?:and|then|but|while|when)?[\s,]*(?:at|on|by|from|since|starting|beginning|around|approximately|about|until|between)?\s*$/i;

const letters = (text: string): number => text.replace(/[^\p{L}]/gu, "").length;

/** The words between two times, parted where a clause ends: what belongs to the one before, what to the one behind. */
function parted(gap: string): readonly [left: string, right: string] {
  const cut = [...gap.matchAll(BOUNDARY)]
    .filter(({ 0: mark, index }) => letters(gap.slice(index + mark.length)) >= 8)
    .at(-1);
  return cut ? [gap.slice(0, cut.index), gap.slice(cut.index + cut[0].length)] : [gap, ""];
}

/** True if a gap without a clause's end belongs to the time behind it: "was seen at 9:10 and fixed by 9:40". */
const leansBack = (gap: string): boolean =>
  /^\s?(?:,\s?)?(?:and|but|then|or)\s/i.test(gap) &&
  /\b(?:at|by|on|until|around|from|approximately|about)\s*$/i.test(gap);

/** A time that opens the next clause: "worked again, and at 14:00 we …". */
const OPENS_CLAUSE =
  /(?:[,;]\s(?:(?:and|but|then|so|while)\s)?|\s(?:and|but|then)\s)(?:then\s)?(?:at|by|around|from|on|shortly after|just after)\s(?:about\s|around\s|approximately\s)?$/i;
/** A clause of its own has so many letters. */
const CLAUSE_LETTERS = 8;

/** The words that tell of a time: those before it in its clause, those behind it, and where both are silent both. */
function wordsAround(
  words: string,
  start: number,
  end: number,
  mentions: readonly TimeMention[],
  index: number,
): readonly string[] {
  const mention = mentions[index] as TimeMention;
  const [previous, next] = [mentions[index - 1], mentions[index + 1]];
  const before = words.slice(previous?.end ?? start, mention.start);
  const after = words.slice(mention.end, next?.start ?? end);
  // "On 9 July the trouble began at 16:50": what stands behind a mere date is told of the time.
  const [, own] = previous && previous.clock !== null ? parted(before) : ["", before];
  const [behind] = next ? (leansBack(after) ? [""] : parted(after)) : [after];
  const opens = !previous && OPENS_CLAUSE.test(before) && letters(behind) >= CLAUSE_LETTERS;
  const lead = opens ? "" : previous && own === "" ? (leansBack(before) ? before : "") : own;
  return letters(lead) < 12 || LEADS_ON.test(lead)
    ? [behind, ...(opens ? [] : [before]), `${before} ${after}`]
    : [lead, `${lead} ${behind}`, `${before} ${after}`];
}

/** A change named as what was to blame: "traced to a configuration change made at 8:05". */
const BLAMED =
  /\b(?:change|deploy(?:ment)?|release|update|upgrade|migration|push|roll-?out|maintenance|job|import|restart)\b(?:\s\w+){0,4}?\s(?:made|deployed|released|applied|pushed|started|begun|merged|introduced|performed|rolled out|carried out|run)\s(?:\w+\s){0,2}(?:at|on|around)?\s*$/i;
const BLAME =
  /\b(?:trac(?:ed|ing)|caus(?:ed|e)|due to|because|trigger(?:ed)?|result(?:ed)?|introduced by|related to|linked to|blame)\b/i;

const PLANNED =
  /\b(?:planned|scheduled|maintenance|agreed)\s(?:\w+\s){0,2}(?:window|start|end|slot)\W{0,3}(?:was |is |from |of |between )*$/i;

/** True if the words before a time say that it was only planned. */
export const isPlanned = (before: string): boolean => PLANNED.test(before);

/** "Start Date/Time:", "Outage began -", right before a time. */
const START_LABEL =
  /(?:^|[\s,;|/(-])(?:(?:outage|incident|disruption|event|fault|impact|service)\s)?(?:start(?:ed)?|begin|began|onset|from)(?:\s?(?:date|time|date\s?(?:\/|and|&)\s?time))?(?:\s\((?:utc|gmt|local)\))?\s?[:=|]\s*$/i;
const END_LABEL =
  /(?:^|[\s,;|/(-])(?:(?:outage|incident|disruption|event|fault|impact|service)\s)?(?:end(?:ed)?|finish(?:ed)?|resolution|resolved|restored|restoration|recovery|recovered|until)(?:\s?(?:date|time|date\s?(?:\/|and|&)\s?time))?(?:\s\((?:utc|gmt|local)\))?\s?[:=|]\s*$/i;

/** The role that a label right before a time settles: `null` where none stands there. */
export function labelledRole(before: string): "onset" | "recovered" | "resolved" | null {
  if (START_LABEL.test(before)) return "onset";
  const end = END_LABEL.exec(before)?.[0];
  if (end === undefined) return null;
  return /resol/i.test(end) ? "resolved" : "recovered";
}

/** What the words right before a time settle by themselves. */
function settled(before: string): EventRole | null {
  if (/\b(?:until|till)\s{1,2}(?:at |around |approximately |about )?$/i.test(before))
    return /\bwill\b/i.test(before) ? "other" : "recovered";
  const labelled = labelledRole(before);
  if (labelled) return labelled;
  if (/\b(?:due|eta|deadline|target(?: date)?)\W{1,3}(?:by |on )?$/i.test(before) || isPlanned(before)) return "other";
  return BLAMED.test(before) && BLAME.test(before) ? "onset" : null;
}

/** "9:52 AM PST (17:52 UTC)" is told once: the reading in parentheses belongs to the one before it. */
function withoutEchoes(
  words: string,
  mentions: readonly TimeMention[],
  index: number,
): { readonly told: readonly TimeMention[]; readonly place: number } {
  const told: TimeMention[] = [];
  let place = 0;
  mentions.forEach((mention, at) => {
    const before = told.at(-1);
    const echo =
      before !== undefined && mention.clock !== null && /^\s?[(/]\s?$/.test(words.slice(before.end, mention.start));
    if (echo) told[told.length - 1] = { ...before, end: mention.end + (words[mention.end] === ")" ? 1 : 0) };
    else told.push(mention);
    if (at === index) place = told.length - 1;
  });
  return { told, place };
}

/** The words of a time's own clause, where it has one, else of the sentence. */
export function clauseAround(
  words: string,
  start: number,
  end: number,
  all: readonly TimeMention[],
  at: number,
): string {
  const { told, place } = withoutEchoes(words, all, at);
  return wordsAround(words, start, end, told, place).find((part) => letters(part) >= 3) ?? words.slice(start, end);
}

/** The role by the clause around a time: what follows it where it leads, else what stands before it, else the whole sentence. */
export function roleInSentence(
  words: string,
  start: number,
  end: number,
  all: readonly TimeMention[],
  at: number,
): EventRole {
  const { told: mentions, place: index } = withoutEchoes(words, all, at);
  const mention = mentions[index] as TimeMention;
  const before = words.slice(mentions[index - 1]?.end ?? start, mention.start);
  const own = settled(before);
  if (own) return own;
  for (const part of [...wordsAround(words, start, end, mentions, index), words.slice(start, end)]) {
    const role = eventRole(part);
    if (role !== "other") return role;
  }
  return "other";
}

const WORK_DONE =
  "(?:replac|fitt|repair|re-?start|re-?boot|re-?build|rebuil|re-?rout|migrat|install|swapp|splic|patch|upgrad|drain|re-?index|clean|test|inspect|re-?seat|reset|exchang|switch|re-?process|re-?play|re-?load|re-?deploy|revert|re-?cabl|re-?sync|re-?calibrat|fail|roll|re-?stor)(?:ed|ted|ped|led|t|n)?(?:\\s(?:over|back|out|from \\w+(?: \\w+)?))?";
const WORK_NAMED =
  "(?:replacement|repairs?|attempts?|works?|maintenance|re-?start|reboot|re-?build|migration|splicing|roll-?back|reprocessing|replay|deployment|swap|re-?installation|fail-?over|inspections?|tests?|upgrade|undo|revert|re-?routing|resynchroni[sz]ation)";
/** What a span that stands right behind these words is of: work that was done, an attempt, a piece of work that ran. */
const OF_WORK = [
  new RegExp(
    `\\b(?:was|were|been|being)\\s(?:\\w+ly\\s)?(?:${WORK_DONE})\\b(?<!\\bfailed|\\brestored|\\btested)[^,;]*$`,
    "i",
  ),
  new RegExp(
    `\\b${WORK_NAMED}\\b[^,;]{0,60}\\b(?:ran|run|took place|lasted|went on|happened|was (?:carried out|done|under ?way|performed|made)|were (?:carried out|done|under ?way|performed|made))\\b[^,;]*$`,
    "i",
  ),
  /\battempt(?:s|ed)?\b[^,;]{0,60}$/i,
];

/** True if a span tells of work on the trouble, by the clause right before it: "the feed was replaced on 7 May from 22:00 to 01:30". */
export function isSpanOfWork(before: string): boolean {
  const clause = parted(before)[1] || (before.split(/;\s/).at(-1) ?? before);
  return OF_WORK.some((pattern) => pattern.test(clause));
}

/** A span in prose is that of the fault unless the sentence tells of work done. */
export function rangeRole(sentence: string, role: EventRole): EventRole {
  if (role === "mitigation-start" && /^\W*(?:we|our|the team|engineers?|the on-call)\b/i.test(sentence)) return role;
  if (role === "recurrence") return role;
  if (tellsOfFault(sentence) || role === "onset" || role === "recovered" || role === "resolved") return "onset";
  return role === "mitigation-start" ||
    role === "prevention-start" ||
    role === "communicated" ||
    role === "investigating"
    ? role
    : "onset";
}

/** The role of a span in prose, closed ("from 9:10 to 9:40") or still open ("since 9:10"): what has been well again since is no fault. */
export function spanRole(sentence: string, role: EventRole, closed: boolean): EventRole {
  const well = !closed && (role === "recovered" || role === "resolved" || !tellsOfFault(sentence));
  return well ? role : rangeRole(sentence, role);
}
