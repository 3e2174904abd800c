import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import { percent } from "../../../wording/number.js";
import { countNearness, countsOf, partText, rateOf, shareNearness } from "../counting.js";
import type { CountedSource, Counts, Evidence, Part } from "../evidence.js";
import { bestOf, decided, exactly, type Judgement } from "../judged.js";
import { mainSource } from "../moments.js";
import { separate } from "../part-table.js";
import { ClauseAccount } from "./clause.js";
import { accounted } from "./quantities.js";
import { freeFigures, partOfValues, takeFigure, takeMeasure, takeParts, takeSpan } from "./slots.js";

const NONE =
  /\b(?:(?:did|do|does|had|has|was|were|is)(?: not|n['’]t)(?: \p{L}+)?|with|had|saw|without|there (?:was|were))?\s?(?:no|not a single|not one|not any|a single|any|zero|none of (?:its|the|their|our))\b(?:\s(?:single|one))?/iu;
const LOST = /\b(?:fail\w*|errors?|los[et]\w*|losses|drops|dropped|rejected|refused|declined)\b/i;
const DENYING = /\b(?:no|not|zero|none|without)\b|n['’]t\b/i;
const AT_ALL = /\bat all\b|\bwhatsoever\b/i;
/** Failures of a stretch from which on "not one" is no slip of a minute at its ends. */
const SEVERAL = 5;

/** "Search did not lose a single request", "in the five minutes after it not one call failed". */
function none(account: ClauseAccount, counts: Counts, readAs: string): Judgement | null {
  const denied = LOST.test(account.words) ? account.take(NONE) : null;
  if (!denied || !DENYING.test(denied[0])) return null;
  account.take(AT_ALL);
  account.takeAll(/\b(?:request|call|message|payment|delivery|sign-in|login|order|attempt)\b/i);
  account.takeAll(/\bnot\b|n['’]t\b/i);
  const { failures, attempts } = counts;
  const verdict = failures === 0 ? "supported" : failures >= SEVERAL ? "contradicted" : "not-testable";
  return decided(verdict, readAs, `${failures} of ${attempts} failed.`, exactly(failures));
}

const MOST =
  /\b(?:(?:practically|nearly|almost|virtually|essentially) (?:all|every|each)|all but (?:a few|a handful)|(?:the )?(?:vast|overwhelming|great|large) majority|(?:almost|nearly) (?:entirely|exclusively|only))\b/i;
const HALF_OR_MORE = /\b(?:most|(?:the )?(?:larger|greater|bigger) (?:part|share|half)|(?:the )?(?:majority|bulk))\b/i;
const OF_FAILURES =
  /\b(?:of )?(?:(?:all|every|each|the|its|our|those|these) )*(?:failed|failing|lost|dropped|rejected|refused|unsuccessful)? ?(?:failures?|errors?|requests?|calls?|messages?|payments?|deliver(?:y|ies)|losses|refusals|the total|of them|of those|of these|it)\b/i;
const BEARS =
  /\b(?:bear(?:s|ing)?|bore|account(?:s|ed|ing)? for|had|took|came from|sit with|sat with|were (?:on|in|at|from|with)|was (?:on|in|at|from|with)|responsible for|make(?:s)? up|made up|concentrated|confined|fell on|hit)\b/i;

/** A share that words give without a figure, or with one. */
function shareTold(account: ClauseAccount): Pick<Figure, "value" | "rounding" | "bound" | "hedged"> | null {
  if (account.take(MOST)) return { value: 0.8, rounding: 0, bound: "at-least", hedged: false };
  if (account.take(HALF_OR_MORE)) return { value: 0.5, rounding: 0, bound: "at-least", hedged: false };
  const [figure, other] = freeFigures(account);
  if (!figure || other || figure.kind !== "share") return null;
  takeFigure(account, figure);
  return figure;
}

/** "Practically every failed request came from eu-west", "m-01 bearing a full third of all failures". */
async function shareOfFailures(
  account: ClauseAccount,
  source: CountedSource,
  [part, span]: readonly [Part, { readonly from: string; readonly to: string }],
  evidence: Evidence,
): Promise<Judgement | null> {
  if (!BEARS.test(account.text) || !/\b(?:fail\w*|errors?|loss\w*|lost|refus\w*|dropp?ed)\b/i.test(account.text))
    return null;
  const told = shareTold(account);
  if (!told) return null;
  const measure = takeMeasure(account, evidence);
  if (measure?.kind !== "failures") return null;
  account.takeAll(BEARS);
  account.takeAll(OF_FAILURES);
  account.takeAll(/\b(?:all|every|each|those|these|them|entirely|exclusively|only)\b/i);
  const [own, whole] = [await countsOf(source, span, part), await countsOf(source, span, null)];
  if (!own || !whole || whole.failures === 0) return null;
  const share = rateOf({ failures: Math.min(own.failures, whole.failures), attempts: whole.failures }, evidence.level);
  return decided(
    bestOf([shareNearness(told, told.value, share)]),
    `share of the failures of ${source.name}${partText(part)}`,
    `${own.failures} of ${whole.failures} failures (${percent(share.value)}).`,
    share,
  );
}

const WORST = /\b(?:(?:was|were|is|are) )?(?:the )?(?:worst|hardest|most)\b(?: (?:hit|affected|failures|errors))?/i;
const LEAST = /\b(?:the )?(?:least|lightest|mildest)(?: (?:hit|affected))?\b/i;

/** "Ap-1 was worst", "autocomplete suffers most". */
async function extremePart(
  account: ClauseAccount,
  source: CountedSource,
  [part, span]: readonly [Part, { readonly from: string; readonly to: string }],
  evidence: Evidence,
): Promise<Judgement | null> {
  const [value] = part.values;
  if (part.also || part.values.length !== 1 || value === undefined || freeFigures(account).length > 0) return null;
  const least = account.take(LEAST) !== null;
  if (!least && account.take(WORST) === null) return null;
  const measure = takeMeasure(account, evidence);
  if (measure && measure.kind !== "failures") return null;
  account.takeAll(/\b(?:affected|hit|by|rate)\b/i);
  const rows = (await source.byValue(part.column, span))?.filter(({ attempts }) => attempts > 0);
  if (!rows || rows.length < 2) return null;
  const sorted = [...rows].sort((a, b) => b.failures / b.attempts - a.failures / a.attempts);
  const end = least ? (sorted.at(-1) as (typeof rows)[number]) : (sorted[0] as (typeof rows)[number]);
  const own = rows.find((row) => row.value === value);
  if (!own) return null;
  const whole = (row: Counts): Counts => ({ failures: Math.round(row.failures), attempts: Math.round(row.attempts) });
  const apart = least ? separate(whole(own), whole(end), 0.8) : separate(whole(end), whole(own), 0.8);
  const verdict = end.value === value ? "supported" : apart ? "contradicted" : "not-testable";
  return decided(
    verdict,
    `failure share by ${part.column}`,
    `${sorted
      .slice(0, 6)
      .map((row) => `${row.value} ${percent(row.failures / row.attempts)}`)
      .join(", ")}.`,
    exactly(own.failures / own.attempts),
  );
}

/** "About 300 on networks other than Corvid": failures counted in a part, where the sentence counts failures. */
function countOfPart(
  claim: StatedClaim,
  account: ClauseAccount,
  counts: Counts,
  readAs: string,
  evidence: Evidence,
): Judgement | null {
  const [figure, other] = freeFigures(account);
  if (!figure || other || figure.kind !== "count") return null;
  if (!/\b(?:fail|error|lost|dropp?ed|refus|reject)/i.test(claim.context)) return null;
  takeFigure(account, figure);
  account.takeAll(/\bof (?:which|these|them|those)\b|\bother than\b|\boutside(?: of)?\b|\bapart from\b/i);
  takeMeasure(account, evidence);
  return decided(
    bestOf([countNearness(figure, figure.value, counts.failures)]),
    readAs,
    `${counts.failures} of ${counts.attempts} failed.`,
    exactly(counts.failures),
  );
}

/** What is said of the failures of one part, where every word of the clause is taken up; `null` elsewhere. */
export async function partsByAccount(claim: StatedClaim, words: string, evidence: Evidence): Promise<Judgement | null> {
  const source = mainSource(evidence);
  if (!source) return null;
  const read = async (
    reader: (
      account: ClauseAccount,
      part: Part | null,
      span: { readonly from: string; readonly to: string },
    ) => Promise<Judgement | null> | Judgement | null,
  ): Promise<Judgement | null> => {
    const account = new ClauseAccount(words, source.nouns);
    const { named, restAt, unknown } = takeParts(account, source);
    const { span, told } = takeSpan(account, claim, evidence);
    const [one] = span.spans;
    if (unknown || restAt >= 0 || span.missing !== null || !one) return null;
    const part = partOfValues(named);
    if (!part && !told) return null;
    return accounted(account, await reader(account, part, one));
  };
  return (
    (await read(async (account, part, span) => {
      const counts = await countsOf(source, span, part);
      if (!counts || !NONE.test(account.text)) return null;
      const found = none(account, counts, `failures of ${source.name}${partText(part)}`);
      takeMeasure(account, evidence);
      return found;
    })) ??
    (await read((account, part, span) => (part ? shareOfFailures(account, source, [part, span], evidence) : null))) ??
    (await read((account, part, span) => (part ? extremePart(account, source, [part, span], evidence) : null))) ??
    (await read(async (account, part, span) => {
      const counts = part ? await countsOf(source, span, part) : null;
      return counts
        ? countOfPart(claim, account, counts, `failures of ${source.name}${partText(part)}`, evidence)
        : null;
    }))
  );
}
