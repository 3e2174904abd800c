import { eventRole, tellsOfFault } from "./event-role.js";
import type { EventRole } from "./statement.js";
import type { TimeMention } from "./time-mention.js";

/** The role by the clause around a time: what follows it where it leads, else what stands before it, else the whole sentence. */
export function roleInSentence(words: string, start: number, end: number, mentions: readonly TimeMention[], index: number): EventRole {
  const mention = mentions[index] as TimeMention;
  const from = index === 0 ? start : (mentions[index - 1] as TimeMention).end;
  const until = mentions[index + 1]?.start ?? end;
  const before = words.slice(from, mention.start);
  const after = words.slice(mention.end, until);
  const leading = before.replace(/[^\p{L}]/gu, "").length < 12 || /^[\s,]*(?:and|then|but|while|when)?[\s,]*(?:at|on|by|from|starting|beginning|around|approximately)?\s*$/i.test(before);
  if (/\b(?:until|till)\s{1,2}(?:at |around |approximately |about )?$/i.test(before)) return "recovered";
  const parts = leading ? [after, words.slice(start, end)] : [before, `${before} ${after}`, words.slice(start, end)];
  for (const part of parts) {
    const role = eventRole(part);
    if (role !== "other") return role;
  }
  return "other";
}

/** A span in prose is that of the fault unless the sentence tells of work done. */
export function rangeRole(sentence: string, role: EventRole): EventRole {
  if (role === "mitigation-start" && /^\W*(?:we|our|the team|engineers?|the on-call)\b/i.test(sentence)) return role;
  if (role === "recurrence") return role;
  if (tellsOfFault(sentence) || role === "onset" || role === "recovered" || role === "resolved") return "onset";
  return role === "mitigation-start" || role === "prevention-start" || role === "communicated" || role === "investigating" ? role : "onset";
}
