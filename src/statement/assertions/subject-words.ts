/** What is counted and what became of it, as a clause says. */
export interface SubjectWords {
  /** `null` where the clause speaks of a rate and names no unit. */
  readonly noun: string | null;
  readonly outcome: "failed" | "succeeded" | "other";
}

export const RATE_NOUN =
  /\b(?:(?:error|failure|fail|drop|loss|5xx|rejection|http|time-?out|abandonment)[ -](?:rates?|ratios?|shares?|percentages?)|(?:rates?|shares?|levels?|numbers?) of (?:\w+ )?(?:errors|failures|failed|dropped)|\b5xx\b|errors?\b(?! (?:budget|code|message))|failures?\b)/i;
export const SUCCESS_NOUN =
  /\b(?:(?:success|completion|delivery|answer)[ -](?:rates?|ratios?)|(?:availability|uptime)(?![\s*_]{1,3}(?:incident|issue|problem|event|outage|zone)))\b/i;

const FAILED_WORD =
  /\b(?:fail(?:ed|ing|s|ures?)?|dropp(?:ed|ing)|drops?|errors?|errs?\b|errored|5xx|lost|rejected|refused|abort(?:ed)?|timed out|timeouts?|cut off|disconnected|unsuccessful|broken|broke|terminated|(?:not|never) (?:completed?|answered|delivered|processed|served|arriv\w+|reach\w+)|bounc(?:ed?|ing)|errored out|dying|died\b|undeliver\w+|(?:server|internal) errors?|did(?: not|n['’]t) (?:go through|complete|work|arrive|get through|connect|make it|reach)|went wrong|declined|affected|impacted|(?:were|was) hit|could(?: not|n['’]t) be (?!\p{L}*(?:confirm|determin|explain|verif|found|establish|rul|measur|tell|told|avoid|reproduc))\p{L}+(?:ed|en|t|id|de))\b/iu;
const SUCCEEDED_WORD =
  /\b(?:succeed(?:ed|s)?|got (?:in|through|out)|successful(?:ly)?|completed?(?! (?:loss|outage))|went through|worked|served|were fine|were unaffected|good)\b/i;

/** What became of the things counted, by the words of a clause. */
export function outcomeIn(clause: string): SubjectWords["outcome"] {
  if (SUCCESS_NOUN.test(clause)) return "succeeded";
  if (FAILED_WORD.test(clause) || RATE_NOUN.test(clause)) return "failed";
  return SUCCEEDED_WORD.test(clause) ? "succeeded" : "other";
}

const LEAD =
  "(?:(?:all|the|our|your|their|its|these|those|total|of|in|every|each|some|overall|callers['’]|customers['’]|\\w+['’]s?)\\s){0,4}";
const STOP =
  "(?:out|roughly|approximately|about|around|almost|nearly|yesterday|today|about|only|just|some|then|there|in total|overall|usually|normally|typically|was|were|is|are|be|been|had|have|has|did|do|that|which|who|when|where|while|during|in|on|at|of|from|to|between|over|with|within|by|for|and|or|but|failed|fail|dropped|never|could|would|came|went|saw|lost|made|fell|lie|lay|began|got|took|through|per|a|an|the|not|you|we|among|across|experienced|succeeded|timed|returned|ended|handled|tried|arriv\\w*|attempted|stayed|against|than|as|until|alone|occurred|missing|affected|impacted|instead|elsewhere|this|that|it|they|each|still)";
const NOUN = new RegExp(
  `^\\s?\\)?\\s?(?:of\\s)?${LEAD}((?!${STOP}\\b)[\\p{L}/][\\p{L}\\d/'’-]*(?:\\s(?!${STOP}\\b)(?!\\p{L}+ed\\b)[\\p{L}/][\\p{L}\\d/'’-]*){0,3})`,
  "iu",
);

/** The noun phrase that words begin with: "calls", "API requests", "dropped calls". */
export function nounAt(words: string): string | null {
  if (
    /^\s?\)?\s?(?:of\s)?(?:them|it|which|you|us|whom)\b/iu.test(words) ||
    /^\s?\)?\s?(?:of\s)?(?:these|those|all)\b(?!\s(?:the\s)?(?:[\p{L}-]+\s){0,2}\p{L}+s\b)/iu.test(words)
  )
    return null;
  const found = NOUN.exec(words)?.[1]?.trim() ?? null;
  return found === null ||
    /\b(?:minutes?|hours?|seconds?)$/i.test(found) ||
    /^(?:percent|per|cent|most|many|few|times|points|elsewhere|others?|everything|nothing|(?:this|that|yesterday|the)?\s?(?:morning|afternoon|evening|night))$/i.test(
      found,
    )
    ? null
    : found;
}

/** The noun of "number of calls", "share of requests that failed" before a figure, or the last noun that counts something. */
export function nounBefore(words: string): string | null {
  const of = [
    ...words.matchAll(
      /\b(?:number|share|percentage|proportion|fraction|total|count|amount|volume|level)s? of ((?:(?:all|the|our|your|those|these)\s)*[\p{L}][\p{L}-]*(?:\s[\p{L}][\p{L}-]*)?)/giu,
    ),
  ].at(-1)?.[1];
  if (of) return nounAt(of);
  const of2 = [
    ...words.matchAll(
      /\bof (?:all )?(?:the |our |your |these |those )?([\p{L}][\p{L}-]*(?:\s[\p{L}][\p{L}-]*)?)(?=[\s,]*(?:tried|made|attempted|during|between|in |that |placed|received|handled|from|,))/giu,
    ),
  ].at(-1)?.[1];
  return of2 ? nounAt(of2) : null;
}

/** Words that say of attempts that they were, not what became of them. */
export const MADE =
  /\b(?:(?:was|were|been|are) (?:made|tried|handled|attempted|placed|received|sent|seen|served|processed|carried)|handled|there (?:were|was)|(?:we|the platform|the service|our platform|the api|us|it) (?:had|saw|received|got|served|carried|handled|took)|came in|arriv\w+|in total|good and bad|passed through|hit us|altogether)\b/i;
