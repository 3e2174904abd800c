/** Why the words of an assertion settle nothing that was measured, in a sentence; it is listed, and not checked. */
export type Unsettled = "possible" | "planned" | "aimed" | "longer-time" | "denied" | "elsewhere";

/** "Would have cut", "might have been", "should halve"; "could not be delivered" tells what was. */
const POSSIBLE =
  /\b(?:would|might|should|could)\s(?:(?:have|also|otherwise|only|still|well|then|probably|likely|normally|never|not)\s){0,3}(?!not\b|n['’]t|have\b|(?:be(?:en)?\s)?expect)\p{L}{2,}|\bmay (?:well )?(?:have|be|still|yet)\b|\b(?:had|were) (?:we|it|they|this|that|the \w+) (?:not )?(?:been|done|had|known|acted|caught|noticed)\b/iu;
/** What was impossible then is told of the past: "calls could not be placed". */
const COULD_NOT = /\bcould(?:n['’]t|\s(?:not|no longer|neither|hardly|never))\b/gi;
const PLANNED =
  /\b(?:will|shall|going to|plan(?:s|ning|ned)? to|intend\w* to|from now on|in future|in the future|going forward|to be (?:added|done|rolled|completed|introduced)|due (?:on|by|date)?:?\s?\d|(?:owner|due|todo|action)\s?:)|['’]ll\b/i;
/** Sections of measures: their entries say what is to be done, unless a verb of the past says what was. */
const TO_DO =
  /\b(?:was|were|had|did|has|have been|failed|dropped|took|lasted|saw|reached|peaked|lost|rose|fell|missed|found|happened|began|started|ended|came|went)\b/i;
const LONGER =
  /\b(?:per|a|each|every|this|calendar|the whole|the entire|over the|of the|for the|in the)\s(?:calendar\s)?(?:months?|quarters?|years?|yr)\b(?!\s(?:of|before|ago|past|to|after|hour|earlier))|\b(?:monthly|quarterly|yearly|annual\w*|year[- ]to[- ]date|rolling\b(?!\s(?:back|out|forward|over|restart|deploy|upgrade|update|the|it|them|our|this|that)\w*)|this yr|trailing|lifetime)\b|\bpast (?:\d+|few|several) (?:days|weeks|months)\b|\b(?:year|month|week|quarter)[- ](?:on|over)[- ](?:year|month|week|quarter)\b|\b(?:than|against|versus|from) (?:the )?(?:same (?:day|hour|time|week) )?(?:last|a|previous) (?:year|month|week|quarter)\b/i;
const AIM =
  "(?:targets?|objectives?|goals?|SLAs?|SLOs?|service[- ]levels?|guarante\\w*|contract\\w*|commitments?|promised?|aim\\w*|budgets?|thresholds?|quotas?|credit\\w*|refund\\w*|discounts?|compensat\\w*|limit(?:ed)? (?:of|to|at|is|was)|capped at|configured (?:to|at|for)|set (?:to|at)|sized for|time-?outs? of|time-?out(?= (?:of|to|is|was|from|at|set|value)\\b)|deadline)";
const AIM_BEFORE = new RegExp(`\\b${AIM}\\b[^.;,]{0,32}$`, "i");
const AIM_AFTER = new RegExp(`^[^.;,]{0,24}\\b${AIM}\\b`, "i");

/** What a sentence holds to be untrue, or what it leaves to others. */
const DENIED =
  /\b(?:it|that|this|which) (?:is|was) (?:not true|not the case|untrue|false|wrong|incorrect|a myth)\b|\b(?:do|does|did|can)(?:n['’]t| not) (?:believe|think|claim|say|agree|mean|assume|suspect|see)\b|\b(?:not|n['’]t) (?:all|every)\b|\b(?:cannot|can['’]t|could not|unable to) (?:say|tell|confirm|know|rule)\b|\b(?:some (?:people |of them )?say|others say|it is said|rumou?rs?|allegedly|reportedly)\b/i;
const SUPPOSED =
  /^\W*(?:whether|if)\b(?! (?:you|not)\b)|^\W*had (?:the|it|this|that|we|they|our|an?)\b|\bexpect(?:s|ing)?\b(?:[^.;]|\.\d){0,60}\bto\b/i;
/** Trials, other companies, other things of the same name. */
const ELSEWHERE =
  /\b(?:staging|sandbox|pre-?production|test(?:ing)? (?:system|environment|cluster|run)|(?:load|unit|integration|regression|smoke|stress|end-to-end) ?-?tests?|dry run|game ?day|fire drill|demo)\b|\bcompetitors?\b|\b(?:other|another) (?:compan(?:y|ies)|vendors?|providers?|carriers?|firms?|teams?|customers?)(?:['’]s?)?\s(?:\w+\s)?(?:outages?|incidents?|downtime|disruptions?)\b|\bour other (?:product|service|platform|brand|company)s?\b|\bpower (?:outage|cut|failure)s?\b|\bin the (?:movie|film|book|novel|game)\b/i;

/** A quarter of a level, or of an hour, is no length of a year. */
const A_QUARTER = /\b(?:by|about|around|almost|nearly|roughly|over|under|than|only|some|up|down) a quarter\b/gi;
/** Whether a clause tells what would be, what is planned, or what holds over a longer time than an incident; `null` where it tells what was. */
export function unsettledBy(clause: string, sentence: string, section: string): Unsettled | null {
  const told = clause.replace(COULD_NOT, "was not").replace(A_QUARTER, " ");
  if (DENIED.test(sentence)) return "denied";
  if (SUPPOSED.test(clause)) return "possible";
  if (ELSEWHERE.test(clause)) return "elsewhere";
  if (PLANNED.test(told)) return "planned";
  if (POSSIBLE.test(told)) return "possible";
  if (section === "prevention" && !TO_DO.test(told)) return "planned";
  return LONGER.test(told) ? "longer-time" : null;
}

/** Whether the words beside a figure make it an aim, a limit or a promise rather than a measurement. */
export const isAimed = (before: string, after: string): boolean => AIM_BEFORE.test(before) || AIM_AFTER.test(after);
