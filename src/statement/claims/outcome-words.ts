/** The outcome that a stated share counts: failed, succeeded, or something that rows of outcomes do not show. */
export type StatedOutcome = "failed" | "succeeded" | "other";

const FAILED =
  /^(?:fail\w*|err(?:or(?:s|ed|ing)?|ed|ing)|5xx|4xx|50[0-9]s?|timeouts?|drop(?:s|ped|ping)?|los[ets]\w*|reject\w*|refus\w*|abort\w*|unsuccessful\w*|unavailab\w*|unreachable|unanswered|disconnect\w*|terminat\w*|crash\w*|bounc\w*|declin\w*|affect\w*|impact\w*|disrupt\w*|broke\w*|unable|cut|hung|ended|ending|down|outages?)$/i;
const SUCCEEDED =
  /^(?:succe\w*|complet\w*|work(?:ed|ing|s)?|served|processed|delivered|answered|handled|unaffected|unimpacted|normal(?:ly)?|availab\w*|uptime|ok|fine)$/i;
/** Verbs and adverbs that only lead to what happened. */
const LEADING =
  /^(?:was|were|is|are|be|been|being|had|have|has|did|does|do|may|might|could|can|would|will|that|which|who|and|to|still|also|then|all|either|simply|just|began|begun|start\w*|continu\w*|kept|went|got|get|eventually|actually|initially|temporarily|intermittently|briefly|instead|themselves|back|through|again|up)$/i;
/** Verbs of experience: what happened is their object. */
const MET =
  /^(?:experienc\w*|saw|see\w*|receiv\w*|return\w*|encounter\w*|met|hit|produc\w*|gave|yield\w*|show\w*|suffer\w*|result\w*|end(?:ed)?|respond\w*|report\w*|observ\w*|fac\w*)$/i;
const NEGATED = /^(?:not|never|cannot|no|without|neither)$|n['’]t$/i;
/** What a failure of a step may be called before its noun: "HTTP 503 errors", "an elevated error rate". */
const BETWEEN =
  /^(?:an?|the|some|any|with|in|from|by|at|least|one|or|more|http|https|code|status|of|elevated|increased|high|higher|intermittent|multiple|server|internal|api|5xx|our|their|prematurely|unexpectedly)$/i;

const tokens = (words: string): readonly string[] =>
  words.replace(/\btim(?:e[ds]?|ing)[ -]outs?\b/gi, "timeout").match(/[\p{L}\d][\p{L}\d'’-]*/gu) ?? [];

function plainOutcome(word: string): StatedOutcome {
  return FAILED.test(word) ? "failed" : SUCCEEDED.test(word) ? "succeeded" : "other";
}

/** The object of a verb of experience: failure or success as far as the next words name one. */
function met(rest: readonly string[]): StatedOutcome {
  const first = rest.findIndex((word) => !BETWEEN.test(word) || FAILED.test(word));
  if (first < 0) return "other";
  const word = rest[first] as string;
  return /^(?:[45]\d\d)$/.test(word) ? "failed" : plainOutcome(word);
}

/**
 * What a predicate says became of its subject: "failed with HTTP 503", "could not be completed", "were retried successfully". Its own verb decides; what
 * follows as a manner does not, so that a request "retried successfully" is one that was retried.
 */
export function predicateOutcome(predicate: string): StatedOutcome {
  const relative = /^(?:that|which|who)\s+(?!(?:was|were|is|are|had|have|has|did|do|could|can)\b)(\S+)\s+(.*)$/is.exec(
    predicate,
  );
  return relative ? afterClause(relative[1] as string, relative[2] as string) : ownOutcome(predicate);
}

/** "Verbs that fetch media failed": the clause says which, and the verb behind it what happened; of those "that failed", what happened then is no share of attempts. */
function afterClause(verb: string, rest: string): StatedOutcome {
  const own = plainOutcome(verb);
  if (own !== "other") return /\b(?:was|were|had|have|has|then|later)\b/i.test(rest) ? "other" : own;
  const words = tokens(rest);
  const at = words.findIndex(
    (word) => plainOutcome(word) !== "other" || /^(?:was|were|had|have|has|did|could)$/i.test(word) || MET.test(word),
  );
  return at < 0 ? "other" : ownOutcome(words.slice(at).join(" "));
}

function ownOutcome(predicate: string): StatedOutcome {
  const words = tokens(predicate);
  let negated = false;
  for (const [index, word] of words.entries()) {
    if (NEGATED.test(word)) negated = true;
    else if (!LEADING.test(word)) {
      const rest = words.slice(index + 1);
      const own = MET.test(word) && !/^ended$/i.test(word) ? met(rest) : plainOutcome(word);
      const impossible = /\b(?:could not|couldn['’]t|cannot|can['’]t|could never)\b/i.test(predicate);
      if (!negated)
        return own === "failed" && /^ended$/i.test(word) && /^(?:normally|successfully|as)$/i.test(rest[0] ?? "")
          ? "succeeded"
          : own;
      return own === "failed" ? "succeeded" : own === "succeeded" || impossible ? "failed" : "other";
    }
  }
  return "other";
}

/** What a noun phrase such as "5xx error rate", "success rate" or "availability" is a share of. */
export function rateOutcome(noun: string): StatedOutcome {
  const outcomes = tokens(noun).map((word) =>
    /^(?:abandon\w*|rejection|failure|timeout)$/i.test(word) ? "failed" : plainOutcome(word),
  );
  return outcomes.find((one) => one !== "other") ?? "other";
}

/** True if a word that describes what is counted makes it a part: of the failed, the affected, the remaining. */
export function isPart(denominator: string): boolean {
  return /^(?:(?:the|our|those|these|all)\s)*(?:failed|failing|affected|impacted|erroring|errored|dropped|delayed|successful|unsuccessful|remaining|other|lost|rejected|errors?|failures|timeouts|retries)\b/i.test(
    denominator,
  );
}
