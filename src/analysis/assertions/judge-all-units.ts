import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Span } from "../../time/span.js";
import { amount } from "../../wording/number.js";
import { bound, isJudgement, usualLevel } from "./bound.js";
import type { Evidence } from "./evidence.js";
import { countsOf } from "./counting.js";
import { judgeUnits } from "./judge-units.js";
import { type Judgement, decided, exactly, notTestable, unchecked } from "./judged.js";

const ALL_OF = [
  /\b(?:all|every|each|every single)\s(?:(?:of|our|the)\s){0,2}((?:[\w-]+\s)?[\w-]+?)\s(?:who|that) (?:tried|came|called|made|placed|sent|attempted)\b/i,
  /\b(?:all|both|every|each|every single|the whole of)\s(?:(?:of|our|the)\s){0,3}((?:[\w-]+\s){0,2}?[\w-]+?)\s(?:were|was|had|have|saw|are|failed|dropped)\b/i,
  /\b(?:no|none of the|not a single|not one) ([\w-]+) (?:was|were) (?:left )?(?:spared|untouched|unaffected|unscathed|unharmed)\b/i,
  /\b(?:every|each|all)\s((?:\w+\s){0,2}?(?:requests?|calls?|orders?|attempts?))\b/i,
  /\b(?:all|every one|each) (?:of )?(?:our |the )?((?:\w+ )?\w+) (?:noticed|saw|had|experienced|suffered)\b/i,
  /\b(?:for|to) (?:all|every)\s(?:(?:of|our|the)\s){0,2}((?:[\w-]+\s)?[\w-]+)/i,
];

/** Whoever is meant where nobody is named: everything that was attempted. */
const WHOLLY_DOWN =
  /\b(?:completely|totally|fully|entirely|complete|total|full|everyone|everybody|no (?:\w+ )?(?:requests?|calls?|orders?|attempts?|transactions?))\b/i;

/** Share of attempts (0…1) from which "all failed" is right: the first and the last minute of an outage still let a few of them through. */
const WHOLE_SHARE = 0.95;

/** "All accounts were affected", "every request failed", "completely unavailable". */
export async function judgeAllUnits(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const words = ALL_OF.map((pattern) => pattern.exec(claim.quote)?.[1]).find((found) => found !== undefined);
  const noun =
    words === undefined
      ? null
      : words.replace(
          /\s(?:during|in|on|at|from|until|for|of|and|this|that)$|^(?:two|three|four|five|six|\d+)\s/gi,
          "",
        );
  if (noun === null && !WHOLLY_DOWN.test(claim.quote))
    return unchecked("that all were hit", "It does not say whom.", "Whom it means.");
  const one = bound({ ...claim, noun }, evidence, "units with a failure");
  if (isJudgement(one)) return one;
  if (one.subject.unit !== null) return judgeUnits({ ...claim, values: [0] }, one, usualLevel(one.subject, evidence));
  const counts = await countsOf(one.subject.source, one.span.spans[0] as Span, one.part);
  const readAs = `failures of ${one.subject.source.name}, ${one.span.label}`;
  if (!counts || counts.attempts === 0) return notTestable(readAs, "There were no attempts.", "Attempts of that time.");
  return decided(
    counts.failures < WHOLE_SHARE * counts.attempts ? "contradicted" : "supported",
    readAs,
    `${amount(counts.failures)} of ${amount(counts.attempts)} failed.`,
    exactly(counts.failures),
  );
}
