import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Span } from "../../time/span.js";
import { amount } from "../../wording/number.js";
import { subjectOf } from "./bind.js";
import { bound, isJudgement, usualLevel } from "./bound.js";
import { countsOf } from "./counting.js";
import { type Evidence, countsIn } from "./evidence.js";
import { type Judgement, decided, exactly, notTestable, unchecked } from "./judged.js";
import { levelOf } from "./part-table.js";
import { beforeSpans } from "./spans.js";

/** Attempts without a failure from which on "none failed" is supported for a part. */
const ENOUGH = 20;

/** "No errors above the usual level": not none at all. */
const ABOVE_USUAL =
  /\b(?:above|beyond|over|more than|outside) (?:the |its |their |what is )?(?:usual|normal|ordinary|baseline|expected|background)|\b(?:elevated|increased|abnormal|unusual|excess\w*|noticeable|significant|further)\b/i;

/** "No calls were dropped in Dublin", "no requests failed". */
export async function judgeAbsentFailures(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  if (
    /\b(?:before|until|unless|except|other than|apart from|as a result of|due to|because of) (?:they|it|we|the|reach\w*)\b/i.test(
      claim.quote,
    )
  )
    return unchecked(
      "that nothing of the kind happened",
      "It restricts what did not happen to a part that no source tells.",
      "A record of the part that it means.",
    );
  if (
    /\b(?:data|events?|orders?|messages?|recordings?|records?|personal|access\w*|breach\w*|exposed|leak\w*|corrupt\w*|risk|security|loss)\b/i.test(
      claim.quote,
    ) &&
    !/\b(?:requests?|calls?|legs?) (?:were |was )?(?:lost|failed|dropped)\b/i.test(claim.quote)
  )
    return unchecked(
      "that nothing of the kind happened",
      "No source of this incident records it.",
      "A record of what it says did not happen.",
    );
  const noun =
    /\b(?:no|zero|none of (?:the|our)|not (?:one|a single)(?: of (?:the|our))?)\s((?:[\w/-]+\s){0,4}?(?:calls?|requests?|legs?|\w+s))\b/i.exec(
      claim.quote,
    )?.[1] ?? null;
  const one = bound(
    { ...claim, noun: noun && subjectOf({ noun }, evidence) ? noun : noun === null ? null : noun },
    evidence,
    "failures",
  );
  if (isJudgement(one)) return one;
  if (one.subject.unit !== null)
    return unchecked(`distinct ${one.subject.unit}`, "It does not say what did not happen to them.", "What is meant.");
  const { source } = one.subject;
  const readAs = `failures of ${source.name}${one.part ? ` (${one.part.column} ${one.part.values.join(" and ")})` : ""}, ${one.span.label}`;
  const since = one.span.label.startsWith("from ");
  const counts = await countsOf(source, (since ? one.span.spans.at(-1) : one.span.spans[0]) as Span, one.part);
  if (!counts || counts.attempts === 0) return notTestable(readAs, "There were no attempts.", "Attempts of it.");
  const why = `${amount(counts.failures)} of ${amount(counts.attempts)} failed.`;
  if (ABOVE_USUAL.test(claim.quote)) {
    const level = levelOf(counts, usualLevel({ source }, evidence), evidence.level);
    const verdict = level === "usual" ? "supported" : level === "raised" ? "contradicted" : "not-testable";
    return decided(verdict, `${readAs}, against the usual level`, why, exactly(counts.failures));
  }
  if (counts.failures === 0)
    return decided(counts.attempts >= ENOUGH ? "supported" : "not-testable", readAs, why, exactly(0));
  const usual = beforeSpans(evidence)[0]
    ? countsIn(source.series, beforeSpans(evidence)[0] as Span)
    : { failures: 0, attempts: 0 };
  const level = usual.attempts > 0 ? usual.failures / usual.attempts : 0;
  const raised = levelOf(counts, level, evidence.level) === "raised";
  return raised || counts.failures >= 10
    ? decided("contradicted", readAs, why, exactly(counts.failures))
    : notTestable(
        readAs,
        `${why} No more than on ordinary days.`,
        "Which failures the incident caused.",
        exactly(counts.failures),
      );
}
