import type { Figure } from "./figure-numbers.js";
import type { Clause } from "./sentence.js";

const RECOVERY =
  "(?:recover\\w*|back to (?:normal|its)|restor\\w*|normal (?:again|operation|service)|resolution|back at|the end\\b)";

const ONSET =
  "(?:onset|first (?:failures?|errors?|failed|dropped|signs?)|start of|began|beginning|outset|failures? (?:began|started|set in))";

const ORDERED = new RegExp(`\\b(?:${RECOVERY})`, "i");

/** Words for the beginning of trouble. */
export const STARTED = new RegExp(`\\b(?:${ONSET})`, "i");

/** Words for an action or a change. */
export const ACTED =
  /\b(?:restart\w*|fail-?over|roll\w*[- ]?back|revert\w*|deploy\w*|releas\w*|shipp\w*|scal\w*|capacity|purge\w*|flush\w*|switch\w*|patch\w*|fix\b|withdr\w*|disabl\w*|enabl\w*|re-?rout\w*|divert\w*|rotat\w*|migrat\w*|(?:mov|shift)\w* (?:the |all |some )?traffic|turned (?:on|off)|took back|entered production|this (?:action|measure|step)|that (?:work|action|measure|step)|firmware|rolled out|roll-?out|went (?:live|out)|change\b|upgrade\w*|version|v?\d+\.\d+\.\d+)/i;

const RESTORED =
  /\b(?:recover\w*|back to (?:normal|its)|restor\w*|normal (?:again|operation|service|levels?)|resolution|resolved|the end\b|ended|over\b|completing normally|going through (?:normally|again)|improv\w*|ceased|stopped|(?:were|was|is|are|became|back to|until) (?:\w+ (?:was|were) )?(?:back to )?normal)/i;

const BROKE =
  /\b(?:onset|first (?:failures?|errors?|err\b|failed|failing|dropped|lost|signs?|affected|unsuccessful|50\ds?)|start of|outset|failures? (?:began|started|set in)|errors? (?:began|started|set in|came)|(?:outage|incident|disruption|trouble|problem|degradation)s? (?:began|started|set in)|began|started|beginning)\b/i;

/** The event that a stretch of words speaks of first. */
export function eventIn(words: string): "onset" | "action" | "recovery" | null {
  const places = [
    ["onset", words.search(BROKE)],
    ["action", words.search(ACTED)],
    ["recovery", words.search(RESTORED)],
  ] as const;
  return [...places].filter(([, at]) => at >= 0).sort((a, b) => a[1] - b[1])[0]?.[0] ?? null;
}

/** Words of the event that "before" or "after" leads to. */
const ANCHOR =
  /^\s?(before|ahead of|prior to|earlier than|in advance of|after|from|following|past)\s((?:\S+\s?){1,6})/i;

/** "A minute before the failures": their beginning. */
const TROUBLE_AT =
  /^(?:the |these |our |any )?(?:(?:first|second|main|actual|whole) )?(?:failures?|errors?|waves?|outage|incident|disruption|trouble|problems?|degradation|drops?)\b(?! (?:ended|stopped|ceased|was over|were over|cleared|rate|budget))/i;

/** From which event to which a length with "before" or "after" behind it runs; `null` where one of them is not named. */
export function lagBetween(sentence: string, { start, end }: Figure, clause: Clause): string | null {
  if (/^\s?later\b/i.test(sentence.slice(end))) {
    const cut = Math.max(clause.from, sentence.slice(0, start).lastIndexOf(", "));
    const [earlier, later] = [eventIn(sentence.slice(0, cut)), eventIn(sentence.slice(cut, start))];
    if (earlier !== null && later !== null && earlier !== later) return `${earlier}-${later}`;
  }
  // "The failures followed the deployment by ninety seconds."
  const by = /\b(follow\w*|preced\w*|trail\w*)\b([^;]*)\bby\s(?:\w+\s){0,2}$/i.exec(sentence.slice(clause.from, start));
  if (by) {
    const [left, right] = [eventIn(sentence.slice(clause.from, clause.from + by.index)), eventIn(by[2] as string)];
    if (left !== null && right !== null && left !== right)
      return /^preced/i.test(by[1] as string) ? `${left}-${right}` : `${right}-${left}`;
  }
  const found = ANCHOR.exec(sentence.slice(end));
  if (!found) return null;
  const anchor = eventIn(found[2] as string) ?? (TROUBLE_AT.test(found[2] as string) ? "onset" : null);
  const rest = sentence.slice(end + found[0].length);
  const other = eventIn(sentence.slice(clause.from, start)) ?? eventIn(sentence.slice(0, start)) ?? eventIn(rest);
  if (anchor === null || other === null || anchor === other) return null;
  return /^(?:before|ahead|prior|earlier|in advance)/i.test(found[1] as string)
    ? `${other}-${anchor}`
    : `${anchor}-${other}`;
}

/** From what to what a length runs: the onset, an action, the recovery; `null` where it is none of these. */
export function lagOf(sentence: string, near: string): string | null {
  const [start, end] = [STARTED.test(sentence), ORDERED.test(sentence)];
  if (
    start &&
    end &&
    !/\b(?:restart|failover|rollback|deploy\w*|scal\w*|action|capacity|purge|switch|patch|fix\b)/i.test(sentence)
  )
    return null;
  if (/\bfrom (?:the )?(?:onset|start|first|beginning)\b[^.;]*\bto\b[^.;]*\brecover/i.test(sentence)) return null;
  if (start) return "onset-action";
  return end && /\b(?:after|from|following|another|later|within|took)\b/i.test(near) ? "action-recovery" : null;
}
