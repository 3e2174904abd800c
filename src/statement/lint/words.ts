import type { LintInput, LintRule } from "./input.js";
import { clockText, finding, mainTimeline, quoteOf } from "./input.js";
import { proseSentences } from "./order.js";
import type { Inconsistency } from "../statement.js";

const PREPOSITION = "for|of|with|by|from|to|in|on|at|the|a|an|between|via|both|using|called";
const LOST: readonly RegExp[] = [
  new RegExp(
    `\\b(?:${PREPOSITION})\\s+(?:and|or)\\s+(?!(?:${PREPOSITION}|after|before|off|out|around|above|below|under|through|within|large|beyond|without|against|over|onto|into|until|during|across|about)\\b)\\w+`,
    "i",
  ),
  /^(?:\W*(?:an?|the|some)\s)?\W*[\w-]+\sof (?:[\w-]+\s){1,2}and (?:failed|fail|were|was|are|is|had|have|returned|experienced|received|timed|dropped)\b/i,
  /\b(?:the|a|an|of|to|with|by)\s{1,3}[.,;:](?:\s|$)/i,
  /["“]["”]|\(\s*\)|<\s*>/,
  /\b(?:for|of|with|by|from|via|called|using|uses?|runs?|executes?|invokes?)\s{2,}(?:and|or)\b/i,
];

/** Holes in the grammar where markup was taken for tags and stripped. */
const lostWords: LintRule = (input) => {
  const holes = proseSentences(input)
    .filter(({ words, quote }) => LOST.some((pattern) => pattern.test(words)) && !/["'`(]\s*$/.test(quote))
    .filter(({ words }) => !/\b(?:to and fro|on and off|in and out)\b/i.test(words));
  if (holes.length === 0) return [];
  return [
    finding(
      "lost-words",
      "warning",
      `Words are missing in ${holes.length === 1 ? "one place" : `${holes.length} places`}, probably names in angle brackets that were stripped as tags.`,
      holes.map(({ quote }) => quote),
      "Which names were in these places?",
    ),
  ];
};

/** What is promised, and by when? */
const DATED =
  /\b(?:by|in|on|until|before|during|end of|completion|due|eta|target(?:ed)?)\b[^.]{0,24}\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b|\bQ[1-4]\b|\b(?:19|20)\d\d\b|\bwithin\s(?:the\snext\s)?\S+\s(?:\S+\s)?(?:hours|days|weeks|months)\b|\b(?:this|next|coming)\s(?:week|month|quarter|sprint|monday|tuesday|wednesday|thursday|friday)\b|\b(?:tomorrow|today)\b|\(completed?\)/i;

const undatedPromise: LintRule = (input) => {
  const open = input.actions.filter(
    ({ status, at, quote }) => status === "promised" && at === null && !DATED.test(quote),
  );
  if (open.length === 0) return [];
  return [
    finding(
      "undated-promise",
      "info",
      `${open.length === 1 ? "A promise has" : `${open.length} promises have`} no date.`,
      open.map(({ quote }) => quote),
      "By when will each of these be done, and how will customers learn of it?",
    ),
  ];
};

const SCOPE: readonly RegExp[] = [
  /\b(?:affected|impacted|affecting|impacting)\s(?!by\b|customers?\b|users?\b|during\b)(?!the performance|our\b|from\b|in\b)((?:[\w&/-]+ ){0,6}[\w&/-]+)/,
  /((?:[A-Za-z][\w-]*\s){1,6})(?:was|were|is|are)\s(?:affected|impacted|disrupted)\b/,
  /\bissues?\s(?:with|affecting|in)\s((?:[A-Z][\w-]*(?:,?\s(?:and\s)?)?){1,6})/,
  /\bthat\s((?:[A-Z][\w-]*(?:,?\s|\sand\s|,\s)){1,6}(?:and\s[A-Z][\w-]*\s)?)(?:is|are|was|were)\s(?:experiencing|affected|impacted|unavailable|degraded|having)/,
];

interface Scope {
  readonly phrase: string;
  readonly quote: string;
  readonly section: string;
}

function scopes(input: LintInput): Scope[] {
  return proseSentences(input).flatMap(({ words, quote, section }) =>
    SCOPE.flatMap((pattern) => {
      const phrase = pattern.exec(words)?.[1]?.trim();
      return phrase && /\p{L}{3}/u.test(phrase) ? [{ phrase, quote, section }] : [];
    }),
  );
}

const STOP = new Set([
  "and",
  "or",
  "the",
  "a",
  "an",
  "of",
  "in",
  "on",
  "to",
  "for",
  "all",
  "our",
  "its",
  "some",
  "any",
  "their",
  "with",
  "from",
  "customers",
  "customer",
  "call",
  "flows",
  "that",
  "execute",
  "by",
  "at",
]);
const content = (phrase: string): string[] =>
  phrase
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && !STOP.has(word));
const stem = (word: string): string => word.replace(/(?:ing|ed|es|s)$/, "");

/** Names that the scope has in one place and nowhere else. */
const scopeDiffers: LintRule = (input) => {
  const named: Scope[] = scopes(input);
  const shares: Scope[] = input.percentages.flatMap((share) =>
    share.denominator ? [{ phrase: share.denominator, quote: share.quote, section: share.section ?? "" }] : [],
  );
  const all = [...named, ...shares];
  const places = new Set(all.map(({ quote }) => quote));
  if (places.size < 2) return [];
  const sentencesOf = proseSentences(input);
  const alone = named.filter(({ phrase, quote }) =>
    (phrase.match(/(?<!^)\b[A-Z][a-z]{2,}\b|^[A-Z][a-z]{2,}\b(?=.* and )/g) ?? []).some((name) =>
      sentencesOf.filter((sentence) => sentence.quote !== quote).every(({ words }) => !words.includes(name)),
    ),
  );
  const apart = named.filter(
    (one) =>
      all.every(
        (other) =>
          other.quote === one.quote ||
          !content(one.phrase).some((word) => content(other.phrase).some((more) => stem(more) === stem(word))),
      ) && shares.length > 1,
  );
  if (alone.length === 0 && apart.length === 0) return [];
  return [
    finding(
      "scope-differs",
      "warning",
      `What was affected is named differently: ${[...new Set(all.map(({ phrase }) => `"${phrase}"`))].join("; ")}.`,
      all.map(({ quote }) => quote),
      "Which products, features and customers were affected, in the same words throughout?",
    ),
  ];
};

/** A change with a beginning and an end in the list, and several at one moment in the prose. */
const actionDiffers: LintRule = (input) => {
  const timeline = mainTimeline(input);
  return (["prevention", "mitigation"] as const).flatMap((kind): Inconsistency[] => {
    const start = timeline.find(({ role }) => role === `${kind}-start`);
    const end = timeline.filter(({ role }) => role === `${kind}-end`).at(-1);
    if (!start || !end || start.time.at >= end.time.at) return [];
    const told = input.events.find(
      (event) =>
        event.kind === "prose" &&
        event.time.at === end.time.at &&
        /\bactions?|steps|measures|changes\b/i.test(quoteOf(input, event)) &&
        !timeline.some(({ quoteSpan }) => quoteSpan[0] <= event.quoteSpan[0] && event.quoteSpan[1] <= quoteSpan[1]),
    );
    const list = told
      ? input.actions.filter(
          ({ status, at, quote }) => status === "done" && at === told.time.at && quote !== quoteOf(input, told),
        )
      : [];
    if (!told || list.length < 2) return [];
    return [
      finding(
        "action-differs",
        "warning",
        `The list has one change from ${clockText(start.time.at)} to ${clockText(end.time.at, start.time.at)}; the prose has ${list.length} actions at ${clockText(end.time.at, start.time.at)}.`,
        [quoteOf(input, start), quoteOf(input, end), quoteOf(input, told), ...list.map(({ quote }) => quote)],
        "Which change was made when, and which of them is the one in the timeline?",
      ),
    ];
  });
};

export const wordRules: readonly LintRule[] = [lostWords, scopeDiffers, actionDiffers, undatedPromise];
