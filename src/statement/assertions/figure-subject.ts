import { type FigureContext, around } from "./figure-context.js";
import { RESOURCE } from "./figure-words.js";
import type { Figure } from "./figure-numbers.js";
import { withoutSpanWords } from "./span-words.js";
import { RATE_NOUN, SUCCESS_NOUN, type SubjectWords, nounAt, nounBefore, outcomeIn } from "./subject-words.js";

/** "It was 11 per cent", "that is 5 % of the day's requests": of what failed, spoken of before. */
const REFERS =
  /\b(?:it|that (?:figure|share|number)|the (?:figure|share|number|rate|percentage))\b|^\W*(?:that|this|which)\b/i;

const FAILED_FIRST =
  /^\s(?:dropped|failed|lost|rejected|failing|erroneous|unsuccessful|aborted|broken|refused|abandoned)\b/i;

/** What a figure counts: the noun behind it, else the one before it; none where its clause speaks of a rate. */
export function subjectOf(context: FigureContext, figure: Figure): SubjectWords {
  const { before, after, clause } = around(context, figure);
  const { words } = context.sentence;
  const written = words.slice(figure.start, figure.end);
  const inside = /^\S+\s((?:\p{L}+\s){1,2})(?:in|out of)\s/iu.exec(written)?.[1]?.trim();
  if (inside !== undefined && figure.kind === "share")
    return { noun: inside, outcome: outcomeIn(clause.words) === "other" ? outcomeIn(words) : outcomeIn(clause.words) };
  const of = /^\s?\)?\s?of\s/i.test(after) || figure.kind === "count" || /\b(?:in|out of)\b/i.test(written);
  const rated = RATE_NOUN.test(before.replace(/\b(?:failures?|errors?)\b/gi, "")) && !of;
  const behind = after
    .replace(/^\s(?:out\s)?of\s(?:(?:our|the|all|a total of|some|about)\s){0,2}[\d,]+(?=\s)/i, "")
    .replace(FAILED_FIRST, "");
  const ahead = withoutSpanWords(before);
  const sentence = withoutSpanWords(words.slice(0, clause.from));
  const here = of ? nounAt(behind) : nounBefore(ahead);
  const noun = rated ? null : (here ?? (of ? null : nounBefore(sentence)));
  const told = outcomeIn(`${noun ?? ""} ${after}`);
  const own = told === "other" ? outcomeIn(clause.words) : told;
  const refers =
    own === "other" &&
    figure.kind === "share" &&
    !/^\s?of (?:it|that|this|them)\b/i.test(after) &&
    (REFERS.test(clause.words) || /\b(?:rate|share)\b/i.test(words)) &&
    !RESOURCE.test(words);
  const carried = own === "other" && figure.kind === "share" && here === null && outcomeIn(words) === "failed";
  const outcome = refers || (carried && !RESOURCE.test(words)) ? "failed" : own;
  if (noun !== null || rated) return { noun, outcome };
  if (figure.kind === "count") return { noun: /[|:]/.test(words) ? nounOfCell(ahead) : null, outcome };
  const named = RATE_NOUN.test(clause.words) || SUCCESS_NOUN.test(clause.words) || refers;
  return { noun: named ? null : (nounOfCell(ahead) ?? nounOfCell(sentence)), outcome };
}

/** The words that a clause opens with: "calls dropped during the outage | 83", "e-mails took a hit, 31 % lost". */
const nounOfCell = (before: string): string | null => nounAt(before.replace(/^[\s|:,*-]+/, ""));
