import type { EventRole } from "../statement.js";
import { BEGAN, IDLE } from "./by-words.js";

const STOPS =
  /\b(?:disruption|outage|impact|degradation|incident|errors?|failures) (?:\w+ )?(?:ceas(?:e|es|ed)|stops?|stopped|ended|ends)\b/i;
const RESUMES =
  /\b(?:disruption|outage|impact|degradation|errors?|failures) (?:\w+ )?(?:resum(?:es?|ed)|returns?|returned|re-?starts?|restarted)\b(?! (?:to|\w+ to) )/i;
const PUBLICATION =
  /^\W*(?:(?:this|the|our|final|initial|first|preliminary|interim|full|written) ){0,2}(?:report|rfo|rca|statement|post-?mortem|pir|reason for outage)\b (?:(?:was|is|were|has been|had been) )?(?:issued|published|sent|released|shared|circulated|delivered)/i;
const OF_SERVICE = /\b(?:restor|recover|fix|identif|fail|cause|revert|roll)/i;

const BAD_MEASURE =
  "(?:errors?(?: rates?| counts?| ratios?)?|failures?(?: rates?)?|latenc(?:y|ies)|response times?|time-?outs?|5\\d\\d(?: errors?| responses?|s)?|error responses)";
const GOOD_MEASURE = "(?:success(?:es| rates?)?|availability|throughput|completion rates?)";
const RISING =
  "(?:ris(?:e|es|ing)|rose|risen|climb(?:s|ed|ing)?|increas(?:e|es|ed|ing)|grow(?:s|ing)?|grew|go(?:es|ing)? up|went up|spik(?:e|es|ed|ing)|jump(?:s|ed|ing)?|surg(?:e|es|ed|ing)|shoot(?:s|ing)? up|shot up)\\b";
const SINKING =
  "(?:fall(?:s|ing)?|fell|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|sink(?:s|ing)?|sank|go(?:es|ing)? down|went down|plung(?:e|es|ed|ing)|dip(?:s|ped|ping)?)\\b";
/** What leads on from a measure to what it does: "error rates on the checkout API suddenly began to". */
const LEAD =
  "(?:\\s(?:for|of|on|in|at|to|from)(?:\\s[\\w-]+){1,4}?)?(?:\\s\\w+ly)?(?:\\s(?:had|have|has|were|was|are|is))?";
const moving = (measure: string, verb: string): RegExp =>
  new RegExp(`^\\W*(?:[\\w/-]+\\s){0,4}?${measure}${LEAD}\\s(?:${BEGAN}\\s)?(?:to\\s)?(?:\\w+ly\\s)?${verb}`, "i");
const WORSENS = [moving(BAD_MEASURE, RISING), moving(GOOD_MEASURE, SINKING)];
/** Somebody who sees it, a return of it, or more of what there was: no beginning for sure. */
const NO_BEGINNING =
  /\b(?:we|they|saw|sees?|show\w*|notic\w*|observ\w*|alert\w*|alarm\w*|monitor\w*|report\w*|detect\w*|investigat\w*|again|further|more|second|still|continu\w*|no|not|never|stop\w*|before|after|until|because|recover\w*)\b/i;

const MORE_OF_IT = /\b(?:further|even more|even higher|even lower|still)\b/i;

/** A quantity said to move the way in which outages begin, errors up or successes down: an onset, or in the middle of one more of the same. */
function worsening(text: string): EventRole | null {
  if (text.length >= 120 || !WORSENS.some((pattern) => pattern.test(text))) return null;
  if (!NO_BEGINNING.test(text)) return "onset";
  return MORE_OF_IT.test(text) ? "other" : null;
}

/** A service that fails, in a few words: "Calls fail", "All logins began to time out". */
const PLAIN_FAILURE =
  /^\W*(?:(?:the|all|some|most|many|first|our|new|several|more)\s)*(?:(?!\w+ed\b)[\p{L}\d-]+\s){1,3}?(?:(?:begin|begins|began|start|starts|started)\sto\s)?(?:fails?|failed|drop|dropped|time[sd]? out|hangs?|crash(?:es|ed)?|(?:go|goes|went) (?:down|dark|offline|dead)|stop(?:s|ped)? (?:working|responding|answering))(?=\s*(?:$|[.,;:(–—-])|\s(?:with|to|for|in|on|at|and|from|because|across|everywhere|entirely|completely|without|by|as)\b)/iu;
/** "The trouble began", "Impact starts": not "began to ease". */
const PLAIN_START =
  /\b(?:trouble|outage|incident|disruption|interruption|problems?|fault|impact)\s(?:\w+\s)?(?:began|started|begins|starts)\b(?!\s(?:to|with (?:an?|the) (?:call|report))\b)/i;
/** Words of what else may be told with a failure: of people, measures and remedies, and of what had been well in between. */
const OF_OTHERS =
  /\b(?:again|alerts?|alarms?|monitor\w*|reports?|checks?|probes?|tests?|re-?start\w*|reboot\w*|attempt\w*|fix\w*|patch\w*|roll\w*|migrat\w*|deploy\w*|work|investigat\w*|review\w*|analys\w*|recover\w*|restor\w*|repair\w*|back|rates?|latenc\w*|errors?|failures?|queues?|backlogs?|load|volume|counts?|call(?:s|ed)? (?:us|in)|bridge|fail-?over|failed over|until|after|before|since|when|no longer|to zero)\b/i;
/** A few plain words have so many characters at most. */
const FEW = 70;

/** True if a few plain words say that a service fails or that the trouble begins. */
function plainlyFails(text: string): boolean {
  return (
    text.trim().length <= FEW &&
    !OF_OTHERS.test(text.replace(/\bwith errors\b/i, "")) &&
    (PLAIN_FAILURE.test(text) || PLAIN_START.test(text))
  );
}

/** The role that a few plain words settle beyond any weighing: what people do besides, a publication, a fault that ceases, resumes or sets in. */
export function plainRole(words: string): EventRole | null {
  const text = words.slice(0, 200);
  if (PUBLICATION.test(text)) return "communicated";
  if (IDLE.test(text) && !OF_SERVICE.test(text)) return "other";
  if (RESUMES.test(text)) return "recurrence";
  const worse = worsening(text);
  if (worse) return worse;
  if (plainlyFails(text)) return "onset";
  return STOPS.test(text) && text.length < 90 ? "recovered" : null;
}
